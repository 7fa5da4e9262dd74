"""Where not all must accept: held against enumeration over all deals of small random cases."""

import json
from itertools import combinations, product
from math import prod

import numpy as np
import pytest
from frozendict import frozendict
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.deals import Deals, to_json
from accord.deals.coalitions import dividends
from accord.errors import AccordError
from accord.kernels.ties import TIE
from accord.model import (
    Agenda,
    DecisionRule,
    Exclusion,
    Interests,
    Issue,
    IssueInterest,
    Option,
    Range,
)

PARTIES = ("a", "b", "c", "d")


def agenda(sizes: tuple[int, ...]) -> Agenda:
    """Return an agenda with options by number."""
    return Agenda(
        issues=frozendict(
            {
                f"i{n}": Issue(
                    id=f"i{n}",
                    name=f"i{n}",
                    options=frozendict(
                        {f"o{k}": Option(f"o{k}", f"o{k}") for k in range(size)}
                    ),
                )
                for n, size in enumerate(sizes)
            }
        )
    )


@st.composite
def games(draw: st.DrawFn) -> tuple[Agenda, tuple[Interests, ...], DecisionRule]:
    """Draw a small agenda, interests of some parties, with ranges or without, and a rule."""
    sizes = tuple(draw(st.lists(st.integers(1, 3), min_size=1, max_size=3)))
    table = agenda(sizes)
    parties = PARTIES[: draw(st.integers(2, 4))]
    wide = draw(st.booleans())

    def number(most: int) -> Range:
        low = draw(st.integers(0, most))
        return Range(low, min(most, low + (draw(st.integers(0, 20)) if wide else 0)))

    held = []
    for party in parties:
        issues = {
            i: IssueInterest(
                weight=Range(1, 1), values=frozendict({o: number(100) for o in issue.choices})
            )
            for i, issue in table.issues.items()
        }
        lines = []
        if draw(st.booleans()):
            issue = draw(st.sampled_from(list(table.issues)))
            option = draw(st.sampled_from(list(table.issues[issue].choices)))
            lines.append(Exclusion(id="line", never=frozendict({issue: (option,)})))
        held.append(
            Interests(
                id=party,
                party=party,
                held_by="x",
                issues=frozendict(issues),
                walk_away=number(90),
                red_lines=tuple(lines),
            )
        )
    vetoes = tuple(draw(st.sets(st.sampled_from(parties), max_size=2)))
    votes = frozendict({p: float(draw(st.integers(1, 5))) for p in parties})
    rule = draw(
        st.sampled_from(
            [
                DecisionRule(needs=f"all but {len(parties) - 1}", vetoes=vetoes),
                DecisionRule(needs="all but 1", vetoes=vetoes),
                DecisionRule(needs="majority", vetoes=vetoes),
                DecisionRule(needs="4", votes=votes, vetoes=vetoes),
                DecisionRule(),
            ]
        )
    )
    return table, tuple(held), rule


def every_deal(table: Agenda) -> list[dict[str, str]]:
    """Return all deals."""
    options = [list(issue.choices) for issue in table.issues.values()]
    return [dict(zip(table.issues, one, strict=True)) for one in product(*options)]


def accepting(held: tuple[Interests, ...], deal: dict[str, str], end: str) -> set[str]:
    """Return who accepts a deal, every number at the end of its range that is worst or best."""
    found = set()
    for one in held:
        assert one.walk_away is not None
        if any(line.crossed_by(deal) for line in one.red_lines):
            continue
        values = [issue.values[deal[i]] for i, issue in one.issues.items()]
        worth = {
            "worst": sum(v.low for v in values) / len(values) - one.walk_away.high,
            "middle": sum(v.middle for v in values) / len(values) - one.walk_away.middle,
            "best": sum(v.high for v in values) / len(values) - one.walk_away.low,
        }
        if worth[end] >= -TIE:
            found.add(one.party)
    return found


@settings(deadline=None)
@given(games())
def test_verdict_count_and_options_are_those_of_enumeration(
    game: tuple[Agenda, tuple[Interests, ...], DecisionRule],
) -> None:
    table, held, rule = game
    parties = tuple(one.party for one in held)
    if not rule.winning(parties, parties):
        return
    deals = Deals(table, held, rule=rule, draws=20)

    def passing(end: str) -> list[dict[str, str]]:
        return [d for d in every_deal(table) if rule.winning(accepting(held, d, end), parties)]

    always, middle, ever = map(passing, ("worst", "middle", "best"))
    exists = True if always else "depends" if ever else False
    assert deals.verdict.exists == exists
    count = deals.acceptable_count
    assert count is not None
    assert count.count == len(middle)
    assert (not deals.blocks.openings) == bool(middle)
    out = deals.unreachable_if_found
    assert out is not None
    assert out.no_deal == (not middle)
    if middle:
        taken = {pair for deal in middle for pair in deal.items()}
        every = {(i, o) for i, issue in table.issues.items() for o in issue.choices}
        assert {(one.issue, one.option) for one in out.options} == every - taken
    if deals.verdict.draws:
        share = deals.verdict.share
        hits = [
            any(
                rule.winning(
                    {
                        p
                        for n, p in enumerate(parties)
                        if not refused[k, n] and points[k, n] >= drawn.walk_away[s, n] - TIE
                    },
                    parties,
                )
                for k in range(len(choices))
            )
            for drawn in deals.draws.sets()
            for s in range(20)
            for choices in [deals.worth.names.choices(every_deal(table))]
            for refused in [deals.worth.refused(choices)]
            for points in [drawn.points(choices, np.full(len(choices), s))]
        ]
        assert share == sum(hits) / 20


@settings(deadline=None)
@given(games())
def test_what_stands_in_the_way_is_least_and_enough(
    game: tuple[Agenda, tuple[Interests, ...], DecisionRule],
) -> None:
    table, held, rule = game
    parties = tuple(one.party for one in held)
    if not rule.winning(parties, parties):
        return
    deals = Deals(table, held, rule=rule, draws=1)
    lines = [("red_line", one.party) for one in held if one.red_lines]
    obstacles = [*lines, *(("walk_away", p) for p in parties)]

    def opens(eased: set[tuple[str, str]]) -> bool:
        for deal in every_deal(table):
            yes = set()
            for one in held:
                assert one.walk_away is not None
                crossed = any(line.crossed_by(deal) for line in one.red_lines)
                values = [i.values[deal[n]].middle for n, i in one.issues.items()]
                short = sum(values) / len(values) < one.walk_away.middle - TIE
                if (not crossed or ("red_line", one.party) in eased) and (
                    not short or ("walk_away", one.party) in eased
                ):
                    yes.add(one.party)
            if rule.winning(yes, parties):
                return True
        return False

    if opens(set()):
        assert deals.blocks.openings == ()
        return
    every = [set(s) for n in range(len(obstacles) + 1) for s in combinations(obstacles, n)]
    enough = [s for s in every if opens(s)]
    least = {frozenset(s) for s in enough if not any(other < s for other in enough)}
    found = [frozenset((o.kind, o.party) for o in one.ease) for one in deals.blocks.openings]
    assert set(found) == least
    assert len(found) == len(least)


@settings(deadline=None)
@given(games(), st.data())
def test_terms_are_asked_about_by_the_rule_too(
    game: tuple[Agenda, tuple[Interests, ...], DecisionRule], data: st.DataObject
) -> None:
    table, held, rule = game
    parties = tuple(one.party for one in held)
    if not rule.winning(parties, parties) or rule.is_unanimous:
        return
    deals = Deals(table, held, rule=rule, draws=5)
    issue = data.draw(st.sampled_from(list(table.issues)))
    option = data.draw(st.sampled_from(list(table.issues[issue].choices)))
    found = deals.why_not({issue: option})
    with_them = [d for d in every_deal(table) if d[issue] == option]
    middle = [d for d in with_them if rule.winning(accepting(held, d, "middle"), parties)]
    assert (found.best is not None) == bool(middle)
    if found.best is not None:
        assert dict(found.best.deal) in middle
    else:
        assert found.openings


@given(st.sets(st.frozensets(st.sampled_from("abcde"), min_size=1), min_size=1, max_size=5))
def test_dividends_add_up_to_whether_a_set_wins(coalitions: set[frozenset[str]]) -> None:
    shares = dividends(sorted(coalitions, key=sorted))
    for n in range(6):
        for some in map(set, combinations("abcde", n)):
            wins = any(one <= some for one in coalitions)
            assert sum(times for union, times in shares.items() if union <= some) == wins


def test_what_is_defined_where_all_must_accept_is_refused_and_left_out() -> None:
    table = agenda((2, 2))
    held = [
        Interests(
            id=p,
            party=p,
            held_by="x",
            issues=frozendict(
                {
                    i: IssueInterest(
                        weight=Range(1, 1), values=frozendict(o0=Range(0, 0), o1=Range(9, 9))
                    )
                    for i in table.issues
                }
            ),
            walk_away=Range(5, 5),
        )
        for p in PARTIES
    ]
    deals = Deals(table, held, rule=DecisionRule(needs="all but 1"))
    for ask in (
        lambda: deals.frontier,
        lambda: deals.compromises,
        lambda: deals.trades,
        lambda: deals.drops,
        lambda: deals.division,
        lambda: deals.lotteries,
        lambda: deals.improve({"i0": "o1", "i1": "o1"}),
        lambda: deals.how_sure([{"i0": "o1", "i1": "o1"}]),
        lambda: deals.rises,
        lambda: deals.rests_on,
    ):
        with pytest.raises(AccordError, match="only where all parties must accept"):
            ask()
    plain = json.loads(json.dumps(to_json(deals)))
    assert plain["solutions"] is plain["frontier"] is plain["trades"] is None
    assert plain["decision"]["needs"] == "all but 1"
    assert len(plain["decision"]["suffices"]) == 4
    assert plain["acceptable_count"]["count"] == 1
    assert any("defined only where all must accept" in one for one in plain["left_out"])


def test_a_large_agenda_is_estimated_by_drawing_deals() -> None:
    sizes = (4,) * 12
    table = agenda(sizes)
    rng = np.random.default_rng(0)
    held = [
        Interests(
            id=p,
            party=p,
            held_by="x",
            issues=frozendict(
                {
                    i: IssueInterest(
                        weight=Range(w, w),
                        values=frozendict(
                            {o: Range(v, v) for o, v in zip(issue.choices, vs, strict=True)}
                        ),
                    )
                    for (i, issue), w, vs in zip(
                        table.issues.items(),
                        rng.uniform(1, 9, len(sizes)).round(3).tolist(),
                        rng.uniform(0, 100, (len(sizes), 4)).round(3).tolist(),
                        strict=True,
                    )
                }
            ),
            walk_away=Range(50, 50),
        )
        for p in PARTIES
    ]
    found = Deals(table, held, rule=DecisionRule(needs="all but 1")).acceptable_count
    assert found is not None
    assert found.count is None
    assert found.among == prod(sizes)
    assert found.estimate is not None
    assert found.interval[0] <= found.estimate <= found.interval[1]
    choices = rng.integers(0, 4, (200_000, len(sizes)))
    worth = Deals(table, held).worth
    yes = (worth.points(choices) >= worth.walk_away).sum(axis=1) >= 3
    assert abs(found.estimate / found.among - yes.mean()) < 0.03


def test_a_rule_that_comes_to_all_is_one_and_a_rule_by_which_nothing_passes_is_refused() -> (
    None
):
    table = agenda((2,))
    held = [
        Interests(
            id=p,
            party=p,
            held_by="x",
            issues=frozendict(
                i0=IssueInterest(
                    weight=Range(1, 1), values=frozendict(o0=Range(0, 0), o1=Range(9, 9))
                )
            ),
            walk_away=Range(5, 5),
        )
        for p in "ab"
    ]
    whole = Deals(table, held, rule=DecisionRule(needs="majority"))
    assert whole.coalitions == ()
    assert len(whole.acceptable) == 1
    never = Deals(table, held, rule=DecisionRule(needs="3"))
    with pytest.raises(AccordError, match="even all of a, b together are not enough"):
        _ = never.verdict
