"""Trades against plain loops over worths computed from the model."""

import json
from fractions import Fraction
from itertools import combinations, permutations
from random import Random

import pytest
from frozendict import frozendict
from hypothesis import event, given
from hypothesis import strategies as st
from tests.deals.build import Options, agenda, interests
from tests.deals.test_handle import Case, accepts, cases, possible, refuses, road, worth

from accord.deals import Deals, to_json
from accord.errors import AccordError
from accord.model import Agenda, Deal, Interests, Scale

Found = tuple[tuple[str, str, str], tuple[str, str, str], dict[str, Fraction], set[str]]


def changed(deal: Deal, **options: str) -> Deal:
    return {**deal, **options}


def allowed(talks: Agenda, side: Interests, deal: Deal) -> bool:
    lines = (*talks.constraints, *side.red_lines)
    return not any(line.crossed_by(deal) for line in lines)


def preferred(
    talks: Agenda, deal: Deal, side: Interests, other: Interests, issue: str
) -> str | None:
    best: tuple[Fraction, Fraction] | None = None
    found = None
    for option in talks.issues[issue].choices:
        here = changed(deal, **{issue: option})
        value = (worth(side, here), worth(other, here))
        if allowed(talks, side, here) and (best is None or value > best):
            best, found = value, option
    return found


def slowly(
    talks: Agenda, sides: list[Interests], deal: Deal
) -> dict[tuple[str, str], list[Found]]:
    found: dict[tuple[str, str], list[Found]] = {}
    for a, b in combinations(sides, 2):
        ranked: list[tuple[Fraction, Fraction, Found]] = []
        for i, j in permutations(talks.issues, 2):
            own = {x: preferred(talks, deal, a, b, x) for x in (i, j)}
            its = {x: preferred(talks, deal, b, a, x) for x in (i, j)}
            if None in (*own.values(), *its.values()) or own[i] == its[i] or own[j] == its[j]:
                continue
            before = changed(deal, **{i: str(own[i]), j: str(its[j])})
            after = changed(deal, **{i: str(its[i]), j: str(own[j])})
            change = {
                s.party: worth(s, after) - worth(s, before)
                for s in sides
                if s in (a, b) or not (refuses(s, before) or refuses(s, after))
            }
            gains = change[a.party], change[b.party]
            if min(gains) > 0 and all(
                allowed(talks, s, d) for s in (a, b) for d in (before, after)
            ):
                against = {
                    line.id
                    for s in sides
                    if s not in (a, b)
                    for line in s.red_lines
                    if line.crossed_by(after)
                }
                one: Found = (
                    (i, str(own[i]), str(its[i])),
                    (j, str(its[j]), str(own[j])),
                    change,
                    against,
                )
                ranked.append((min(gains), sum(gains, Fraction(0)), one))
        ranked.sort(key=lambda row: (-row[0], -row[1]))
        found[a.party, b.party] = [one for *_, one in ranked]
    return found


@st.composite
def lively(draw: st.DrawFn) -> Case:
    """Build talks in which parties want different things and there are trades."""
    rng = Random(draw(st.integers(0, 2**32)))
    issues = {
        f"i{n}": [f"o{m}" for m in range(rng.randint(2, 3))] for n in range(rng.randint(3, 5))
    }

    def combo() -> Options:
        chosen = rng.sample(list(issues), rng.randint(1, 2))
        return {issue: (rng.choice(issues[issue]),) for issue in chosen}

    sides = [
        interests(
            f"p{party}",
            {
                issue: (
                    float(rng.randint(1, 6)),
                    {o: 5.0 * rng.randint(0, 20) for o in options},
                )
                for issue, options in issues.items()
            },
            interactions=[
                (combo(), float(rng.randint(-2, 2))) for _ in range(rng.randint(0, 3))
            ],
            red_lines=[combo() for _ in range(rng.randint(0, 1))],
            scale=rng.choice(list(Scale)),
        )
        for party in range(rng.randint(3, 4))
    ]
    return agenda(issues, [combo() for _ in range(rng.randint(0, 1))]), sides


@given(cases(), st.integers(0), st.integers(1, 4))
def test_trades_are_those_of_plain_loops(case: Case, seed: int, most: int) -> None:
    check(case, seed, most)


@given(lively(), st.integers(0), st.integers(1, 4))
def test_trades_of_lively_talks_are_those_of_plain_loops(
    case: Case, seed: int, most: int
) -> None:
    check(case, seed, most)


def check(case: Case, seed: int, most: int) -> None:
    talks, sides = case
    rng = Random(seed)
    deal = {issue: rng.choice(list(given.choices)) for issue, given in talks.issues.items()}
    found = Deals(talks, sides).trades_from(deal, most=most)
    right = slowly(talks, sides, deal)
    assert found.reference == frozendict(deal)
    assert found.found == sum(map(len, right.values()))
    expected = [(pair, one) for pair, listed in right.items() for one in listed[:most]]
    assert len(found.trades) == len(expected)
    for trade, (pair, (first, second, change, against)) in zip(
        found.trades, expected, strict=True
    ):
        event("against a red line" if against else "a trade")
        assert trade.parties == pair
        ways = [(w.issue, w.before, w.after) for w in trade.gives.values()]
        assert tuple(trade.gives) == pair
        assert ways == [first, second]
        rest = {p: float(c) for p, c in change.items() if p not in pair}
        assert dict(trade.gains) == pytest.approx({p: float(change[p]) for p in pair})
        assert dict(trade.losses) == pytest.approx({p: -c for p, c in rest.items() if c < 0})
        assert dict(trade.others_gain) == pytest.approx(
            {p: c for p, c in rest.items() if c > 0}
        )
        assert {line.id for line in trade.against} == against
        assert set(trade.told_apart) == {p for p, c in change.items() if c}


@given(cases())
def test_without_a_reference_deal_one_is_chosen(case: Case) -> None:
    talks, sides = case
    found = Deals(talks, sides).trades
    deals = [d for d in possible(talks) if not any(refuses(s, d) for s in sides)]
    good = [d for d in deals if all(accepts(s, d) for s in sides)]
    if not deals:
        assert found.reference is None
        assert found.trades == ()
        return
    assert found.reference is not None

    def least(deal: Deal) -> list[Fraction]:
        return sorted(worth(s, deal) - Fraction(s.walk_away_value.low) for s in sides)

    if good:
        assert found.reference in good
        event("Nash")
    else:
        assert found.reference in deals
        assert least(found.reference) == max(map(least, deals))
    assert found == Deals(talks, sides).trades_from(found.reference)


ISSUES = {"land": ("all", "none"), "guards": ("many", "few")}


def side(party: str, land: float, guards: float, **more: object) -> Interests:
    """Weigh two issues; a negative weight prefers the second option."""

    def given(weight: float, first: str, second: str) -> tuple[float, dict[str, float]]:
        return abs(weight), {first: 100.0 * (weight > 0), second: 100.0 * (weight < 0)}

    return interests(
        party,
        {"land": given(land, "all", "none"), "guards": given(guards, "many", "few")},
        **more,  # type: ignore[arg-type]
    )


def test_the_textbook_case_of_land_for_security() -> None:
    # East wants the land and, more, guards; west wants the land more than it minds guards.
    # Each gives way on what matters less to it: east from 30 (land) to 70 (guards), and west
    # from 20 (few guards) to 80 (no land for east). The people who live there lose their
    # say: from 90 to 10.
    talks = agenda(ISSUES)
    sides = [side("east", 30, 70), side("west", -80, -20), side("people", 90, 10)]
    found = Deals(talks, sides).trades_from({"land": "all", "guards": "few"})
    assert to_json(found)["trades"][:1] == [
        {
            "parties": ["east", "west"],
            "gives": {
                "east": {"issue": "land", "before": "all", "after": "none"},
                "west": {"issue": "guards", "before": "few", "after": "many"},
            },
            "gains": {"east": 40.0, "west": 60.0},
            "told_apart": ["east", "west", "people"],
            "losses": {"people": 80.0},
            "others_gain": {},
            "against": [],
        }
    ]


def test_a_red_line_of_a_third_party_is_named_and_one_of_the_two_forbids() -> None:
    talks = agenda(ISSUES)
    line = [{"land": ("none",)}]
    east, west = side("east", 30, 70), side("west", -80, -20)
    people = side("people", 90, 10, red_lines=line)
    [trade] = [
        t for t in Deals(talks, [east, west, people]).trades.trades if t.parties[1] == "west"
    ]
    assert [(one.party, one.id) for one in trade.against] == [("people", "people-1")]
    own = side("east", 30, 70, red_lines=[{"land": ("none",), "guards": ("many",)}])
    deal = {"land": "all", "guards": "few"}
    assert Deals(talks, [east, west]).trades_from(deal).found == 1
    assert Deals(talks, [own, west]).trades_from(deal).found == 0
    shut = agenda(ISSUES, [{"land": ("none",), "guards": ("many",)}])
    assert Deals(shut, [east, west]).trades_from(deal).found == 0


def test_a_bonus_for_the_two_options_together_counts() -> None:
    talks, deal = agenda(ISSUES), {"land": "all", "guards": "few"}
    bonus = [({"land": ("none",), "guards": ("many",)}, -50.0)]
    east, west = side("east", 30, 70), side("west", -80, -20)
    assert Deals(talks, [east, west]).trades_from(deal).found == 1
    spoilt = side("east", 30, 70, interactions=bonus)
    assert Deals(talks, [spoilt, west]).trades_from(deal).found == 0


def test_the_json_is_plain() -> None:
    plain = to_json(Deals(*road()).trades)
    assert json.loads(json.dumps(plain)) == plain
    assert set(plain) == {"reference", "trades", "found", "method"}


def test_fewer_than_one_trade_is_refused() -> None:
    with pytest.raises(AccordError, match="at least 1"):
        Deals(*road()).trades_from({}, most=0)
