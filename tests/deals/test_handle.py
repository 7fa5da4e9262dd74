"""The whole analysis against every deal, one by one, in exact fractions."""

import json
import math
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st
from tests.deals.build import Number, Options, agenda, interests

from accord.deals import Deals, to_json
from accord.errors import AccordError
from accord.formats import load
from accord.model import Agenda, Deal, Interests, Range, Scale

Case = tuple[Agenda, list[Interests]]
Point = tuple[Fraction, ...]


@st.composite
def cases(draw: st.DrawFn, ranges: int = 0) -> Case:
    """Build small talks; at most `ranges` numbers of each party are ranges."""
    issues = {
        f"i{n}": [f"o{m}" for m in range(count)]
        for n, count in enumerate(draw(st.lists(st.integers(1, 4), min_size=1, max_size=4)))
    }

    def combos(most: int, at_least: int = 1) -> list[Options]:
        named = st.lists(
            st.sampled_from(list(issues)), min_size=at_least, max_size=2, unique=True
        )
        return [
            {
                issue: draw(st.lists(st.sampled_from(issues[issue]), min_size=1, unique=True))
                for issue in chosen
            }
            for chosen in draw(st.lists(named, max_size=most))
        ]

    level = draw(
        st.sampled_from([st.integers(0, 4).map(lambda n: n * 25), st.integers(0, 100)])
    )
    sides = []
    for party in range(draw(st.integers(1, 4))):
        left = ranges

        def number(numbers: st.SearchStrategy[int]) -> Number:
            nonlocal left
            low, high = sorted((draw(numbers), draw(numbers)))
            if left and draw(st.booleans()):
                left -= 1
                return float(low), float(high)
            return float(low)

        weight = st.integers(0, 3)
        sides.append(
            interests(
                f"p{party}",
                {
                    issue: (number(weight), {option: number(level) for option in options})
                    for issue, options in issues.items()
                },
                number(level),
                interactions=[(when, number(st.integers(-2, 2))) for when in combos(2)],
                red_lines=combos(2),
                scale=draw(st.sampled_from(Scale)),
            )
        )
    return agenda(issues, combos(1)), sides


def all_deals(talks: Agenda) -> list[Deal]:
    options = [tuple(issue.choices) for issue in talks.issues.values()]
    return [dict(zip(talks.issues, chosen, strict=True)) for chosen in product(*options)]


def possible(talks: Agenda) -> list[Deal]:
    return [d for d in all_deals(talks) if not any(c.crossed_by(d) for c in talks.constraints)]


def worth(held: Interests, deal: Deal) -> Fraction:
    """The formula, word for word, for numbers that are no ranges."""
    weights = {i: Fraction(given.weight.low) for i, given in held.issues.items()}
    total = sum(weights.values())
    if held.scale is Scale.POINTS or not total:
        total = Fraction(100)
    terms = sum(w * Fraction(held.issues[i].values[deal[i]].low) for i, w in weights.items())
    bonus = sum(Fraction(b.bonus.low) for b in held.interactions if b.met_by(deal))
    return (terms + 100 * bonus) / total


def refuses(held: Interests, deal: Deal) -> bool:
    return any(line.crossed_by(deal) for line in held.red_lines)


def accepts(held: Interests, deal: Deal) -> bool:
    return not refuses(held, deal) and worth(held, deal) >= Fraction(held.walk_away_value.low)


def maxima(points: set[Point]) -> set[Point]:
    return {
        p
        for p in points
        if not any(q != p and all(b >= a for a, b in zip(p, q, strict=True)) for q in points)
    }


def listed(deals: tuple[object, ...]) -> list[tuple[float, ...]]:
    return sorted(tuple(round(w, 6) for w in d.worth.values()) for d in deals)  # type: ignore[attr-defined]


def shown(points: set[Point]) -> list[tuple[float, ...]]:
    return sorted(tuple(round(float(w), 6) for w in p) for p in points)


@given(cases())
def test_frontiers_hold_the_nondominated_deals_and_no_other(case: Case) -> None:
    talks, sides = case
    found = Deals(talks, sides)
    deals = possible(talks)
    uncrossed = [d for d in deals if not any(refuses(s, d) for s in sides)]
    assert found.size == len(all_deals(talks))
    assert listed(found.frontier) == shown(
        maxima({tuple(worth(s, d) for s in sides) for d in uncrossed})
    )
    good = [d for d in deals if all(accepts(s, d) for s in sides)]
    assert listed(found.acceptable) == shown(
        maxima({tuple(worth(s, d) for s in sides) for d in good})
    )
    assert found.verdict.exists is bool(good)
    assert found.verdict.share == bool(good)
    assert found.verdict.draws == 0
    for valued in found.acceptable:
        assert all(accepts(s, valued.deal) for s in sides)


@given(cases())
def test_solutions_are_the_best_acceptable_deals_by_their_definitions(case: Case) -> None:
    talks, sides = case
    found = Deals(talks, sides)
    good = [d for d in possible(talks) if all(accepts(s, d) for s in sides)]
    if not good:
        assert set(found.compromises.values()) == {None}
        return
    gains = {tuple(worth(s, d) - Fraction(s.walk_away_value.low) for s in sides) for d in good}
    ideal = [max(column) for column in zip(*gains, strict=True)]

    def shares(gain: Point) -> list[Fraction]:
        return [g / i for g, i in zip(gain, ideal, strict=True) if i]

    rules: dict[str, Callable[[Point], Any]] = {
        "nash": lambda g: (
            sum(x > 0 for x in g),
            math.prod(x / i for x, i in zip(g, ideal, strict=True) if x),
        ),
        "kalai_smorodinsky": lambda g: sorted(shares(g)),
        "egalitarian": sorted,
        "utilitarian": sum,
    }
    for name, rule in rules.items():
        solution = found.compromises[name]
        assert solution is not None
        top = max(map(rule, gains))
        best = {
            tuple(g + Fraction(s.walk_away_value.low) for g, s in zip(gain, sides, strict=True))
            for gain in gains
            if rule(gain) == top
        }
        assert listed((solution.best, *solution.ties)) == shown(best)


def corners(held: Interests) -> list[Interests]:
    """Every way to take each number at one end of its range."""

    def ends(span: Range) -> set[float]:
        return {span.low, span.high}

    issues = [
        [
            evolve(
                given,
                weight=Range(w, w),
                values=frozendict(
                    {o: Range(v, v) for o, v in zip(given.values, values, strict=True)}
                ),
            )
            for w in ends(given.weight)
            for values in product(*(ends(v) for v in given.values.values()))
        ]
        for given in held.issues.values()
    ]
    bonuses = [[evolve(i, bonus=Range(b, b)) for b in ends(i.bonus)] for i in held.interactions]
    return [
        evolve(
            held,
            issues=frozendict(zip(held.issues, given, strict=True)),
            interactions=interactions,
            walk_away=Range(r, r),
        )
        for given in product(*issues)
        for interactions in product(*bonuses)
        for r in ends(held.walk_away_value)
    ]


def surplus(held: Interests, deal: Deal) -> Fraction:
    """How far a deal is above the walk-away value, times the sum of the weights."""
    r = Fraction(held.walk_away_value.low)
    bonus = sum(Fraction(b.bonus.low) for b in held.interactions if b.met_by(deal))
    total = Fraction(100) * bonus
    level = r if held.scale is Scale.RELATIVE else Fraction(0)
    for issue, interest in held.issues.items():
        value = Fraction(interest.values[deal[issue]].low)
        total += Fraction(interest.weight.low) * (value - level)
    return total if held.scale is Scale.RELATIVE else total - 100 * r


def with_weight(side: Interests) -> bool:
    return any(given.weight.high for given in side.issues.values())


@given(cases(ranges=3).filter(lambda case: all(map(with_weight, case[1]))))
def test_the_zone_is_certain_exactly_when_all_corners_of_the_ranges_agree(case: Case) -> None:
    talks, sides = case
    deals = [d for d in possible(talks) if not any(refuses(s, d) for s in sides)]
    boxes = [corners(side) for side in sides]
    always = any(all(surplus(corner, d) >= 0 for box in boxes for corner in box) for d in deals)
    ever = any(
        all(any(surplus(corner, d) >= 0 for corner in box) for box in boxes) for d in deals
    )
    zone = Deals(talks, sides, draws=20).verdict
    assert zone.exists == (True if always else "depends" if ever else False)
    assert zone.interval[0] <= zone.share <= zone.interval[1]
    if zone.exists == "depends":
        assert zone.draws == 20
    else:
        assert zone.interval == (zone.share, zone.share)


ROAD = {"road": ("open", "shut"), "aid": ("daily", "weekly", "none")}


def road(**changes: object) -> Case:
    north: dict[str, object] = {
        "party": "north",
        "issues": {
            "road": (60.0, {"open": 100.0, "shut": 0.0}),
            "aid": (40.0, {"daily": 100.0, "weekly": 50.0, "none": 0.0}),
        },
        "walk_away": 50.0,
    }
    south = interests(
        "south",
        {
            "road": (1.0, {"open": 0.0, "shut": 100.0}),
            "aid": (1.0, {"daily": 0.0, "weekly": 50.0, "none": 100.0}),
        },
        40.0,
    )
    return agenda(ROAD), [interests(**(north | changes)), south]  # type: ignore[arg-type]


def test_an_answer_says_how_it_was_found_and_repeats_with_its_seed() -> None:
    case = road(walk_away=(50.0, 90.0))
    first, again = Deals(*case, seed=7), Deals(*case, seed=7)
    assert to_json(first) == to_json(again)
    assert first.verdict.exists == "depends"
    assert first.verdict.seed == 7
    assert first.verdict.draws == 1000
    assert "1000 draws" in first.verdict.method
    assert first.walk_away["north"] == 70.0
    assert first.walk_away_range["north"] == Range(50.0, 90.0)
    assert first.method.startswith("exact")


def test_the_share_of_one_range_is_its_length() -> None:
    # The only deals south accepts are worth 60 and 40 to north: it depends on 50..90.
    zone = Deals(*road(walk_away=(50.0, 90.0)), draws=4000).verdict
    low, high = zone.interval
    assert low < 0.25 < high
    assert high - low < 0.03


def test_a_worth_exactly_at_the_walk_away_value_is_acceptable() -> None:
    thirds = {f"i{n}": (1 / 3, {"yes": 100.0}) for n in range(3)}
    talks = agenda({issue: ("yes",) for issue in thirds})
    sides = [interests("a", thirds, 100.0, scale=scale) for scale in (Scale.RELATIVE,)] + [
        interests("b", thirds, 1.0, scale=Scale.POINTS)
    ]
    found = Deals(talks, sides)
    assert found.verdict.exists is True
    assert dict(found.acceptable[0].worth) == {"a": 100.0, "b": 1.0}


def test_a_party_with_no_weight_anywhere_is_indifferent() -> None:
    nothing = {issue: (0.0, dict.fromkeys(options, 50.0)) for issue, options in ROAD.items()}
    talks, sides = road()
    found = Deals(talks, [*sides, interests("third", nothing)])
    alone = Deals(talks, sides)
    for name, solution in alone.compromises.items():
        with_third = found.compromises[name]
        assert solution is not None
        assert with_third is not None
        assert with_third.best.deal == solution.best.deal


def test_worths_of_given_deals_are_given_in_their_order() -> None:
    deals = [{"road": "shut", "aid": "none"}, {"road": "open", "aid": "weekly"}]
    found = Deals(*road()).worths(deals)
    assert [dict(v.worth) for v in found] == [
        {"north": 0.0, "south": 100.0},
        {"north": 80.0, "south": 25.0},
    ]
    assert [dict(v.deal) for v in found] == deals


def test_a_deal_that_leaves_an_issue_open_has_no_worth() -> None:
    with pytest.raises(AccordError, match="'aid'"):
        Deals(*road()).worths([{"road": "shut"}])


@given(cases())
def test_the_cloud_holds_every_deal_that_no_constraint_excludes(case: Case) -> None:
    talks, sides = case
    found = Deals(talks, sides).cloud()
    assert found is not None
    expected = [
        (*(round(float(worth(s, d)), 6) for s in sides), all(accepts(s, d) for s in sides))
        for d in possible(talks)
    ]
    rows = zip(found.points.round(6).tolist(), found.acceptable.tolist(), strict=True)
    assert sorted((*point, ok) for point, ok in rows) == sorted(expected)


def test_a_cloud_too_large_to_draw_is_left_out() -> None:
    assert Deals(*road()).cloud(most=5) is None
    assert Deals(*road()).cloud(most=6) is not None


def test_the_json_has_the_promised_keys_and_plain_values() -> None:
    plain = to_json(Deals(*road()))
    assert json.loads(json.dumps(plain)) == plain
    assert list(plain)[:4] == ["parties", "held_by", "size", "walk_away"]
    assert plain["size"] == 6
    assert plain["walk_away"] == {"north": 50.0, "south": 40.0}
    assert plain["solutions"]["nash"] == {
        "deal": {"road": "open", "aid": "none"},
        "worth": {"north": 60.0, "south": 50.0},
        "ties": [],
        "below_best": {"north": 0.0, "south": 0.0},
        "below_best_told_apart": [],
        "gap": 0.0,
        "runner_up": None,
        "alike": 1,
    }
    assert plain["frontier"][0] == {
        "deal": {"road": "open", "aid": "daily"},
        "worth": {"north": 100.0, "south": 0.0},
    }
    assert plain["zone_of_agreement"] == {
        "verdict": "yes",
        "exists": True,
        "throughout": True,
        "share": 1.0,
        "interval": [1.0, 1.0],
        "draws": 0,
        "seed": None,
        "one_way": None,
        "method": "exact",
    }
    assert plain["ranges"] is False
    assert plain["blocks"] == []


def test_the_json_names_who_blocks_and_on_what() -> None:
    plain = to_json(Deals(*road(red_lines=[{"aid": ("none",)}])))
    assert plain["solutions"] == dict.fromkeys(plain["solutions"])
    line = {
        "kind": "red_line",
        "party": "north",
        "id": "north-1",
        "never": {"aid": ["none"]},
    }
    assert plain["blocks"][0] == {
        "ease": [line],
        "parties": ["north"],
        "give": {},
        "within_ranges": [],
        "deal": {"road": "open", "aid": "none"},
        "worth": {"north": None, "south": 50.0},
        "exact": True,
    }
    assert plain["blocks"][1]["ease"] == [
        {"kind": "walk_away", "party": "north", "walk_away": 50.0}
    ]
    assert plain["blocks"][1]["give"] == {"north": 10.0}
    assert plain["refusals"] == [line]
    assert plain["blocks_complete"] is True


def test_an_agenda_of_10_to_the_30_deals_has_its_exact_size_and_frontier() -> None:
    issues = {f"i{n}": [f"o{m}" for m in range(10)] for n in range(30)}
    sides = [
        interests(
            party,
            {
                issue: (1.0 + n, {o: 11.0 * abs(m - 9 * away) for m, o in enumerate(options)})
                for n, (issue, options) in enumerate(issues.items())
            },
            50.0,
        )
        for party, away in (("a", 0), ("b", 1))
    ]
    found = Deals(agenda(issues), sides)
    assert found.size == 10**30
    assert len(found.frontier) == 465 * 9 + 1


def test_interests_may_be_given_by_party() -> None:
    talks, sides = road()
    by_party = Deals(talks, {s.party: s for s in sides})
    assert to_json(by_party) == to_json(Deals(talks, sides))


def test_what_is_about_issues_not_on_the_agenda_is_left_out() -> None:
    talks, (north, south) = road(red_lines=[{"road": ("open",)}], walk_away=0.0)
    only_aid = evolve(talks, issues=frozendict({"aid": talks.issues["aid"]}))
    found = Deals(only_aid, [north, south])
    assert found.verdict.exists is True
    assert found.size == 3


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"issues": {"road": (1.0, {"open": 1.0, "shut": 0.0})}}, "no weight .* 'aid'"),
        (
            {"issues": {"road": (1.0, {"open": 1.0}), "aid": (1.0, {})}},
            "no value for the option 'shut' of 'road'",
        ),
        ({"walk_away": (20.0, math.inf)}, r"the range 20\.\., which is open"),
        ({"party": "south"}, "'south' are given 2 times"),
    ],
)
def test_interests_that_do_not_suffice_are_refused(
    change: dict[str, object], sentence: str
) -> None:
    with pytest.raises(AccordError, match=sentence):
        Deals(*road(**change))


def test_nothing_to_analyse_is_said() -> None:
    talks, sides = road()
    with pytest.raises(AccordError, match="No interests"):
        Deals(talks, [])
    with pytest.raises(AccordError, match="no issue"):
        Deals(Agenda(), sides)
    with pytest.raises(AccordError, match="'road' has no option"):
        Deals(agenda({"road": ()}), sides)
    with pytest.raises(AccordError, match="draws is 0"):
        Deals(talks, sides, draws=0)


def test_a_combination_over_too_many_issues_is_refused_in_a_sentence() -> None:
    issues = {f"i{n}": [f"o{m}" for m in range(10)] for n in range(9)}
    side = interests(
        "a", {i: (1.0, dict.fromkeys(options, 0.0)) for i, options in issues.items()}
    )
    with pytest.raises(AccordError, match="cannot be weighed exactly"):
        Deals(agenda(issues, [{i: ("o1",) for i in issues}]), [side])


def test_what_is_not_interests_or_a_list_of_deals_is_told_what_to_give() -> None:
    case = load(Path(__file__).parents[2] / "examples" / "sarn-river")
    held = case.perspectives[0]
    with pytest.raises(AccordError, match="Give the interests that a perspective holds"):
        Deals(case.process.agenda, held)  # type: ignore[arg-type]
    found = Deals(case.process.agenda, held.interests)
    with pytest.raises(AccordError, match="Give deals in a list"):
        found.how_sure({})  # type: ignore[arg-type]


def test_a_rule_that_is_none_or_does_not_apply_is_refused_in_a_sentence() -> None:
    case = load(Path(__file__).parents[2] / "examples" / "sarn-river")
    found = Deals(case.process.agenda, case.perspectives[0].interests)
    for answers in (found.compromises, found.lotteries):
        assert answers.get("nobody") is None and "nobody" not in answers
        with pytest.raises(AccordError, match=r"the rule 'nobody'; there are: nash, .*\.$"):
            answers["nobody"]
