"""From today to a deal, and who leaves it together: held to every order of steps."""

from itertools import combinations, pairwise, permutations

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given
from tests.deals.build import interests, span
from tests.hold.test_deal_stability import games, going_back, one_each, without_fighting
from tests.strategies import few

from accord.hold.compliance import ComplianceGame, Undertaking, compliance_game
from accord.hold.deal_ways import joint_departures, way_from_today
from accord.hold.holding_assumptions import Guarantee, GuaranteeKind
from accord.kernels.ties import TIE
from accord.model import Scale


def dilemma(*guarantees: Guarantee) -> ComplianceGame:
    """Return a game of two: what each undertakes costs it 3, and brings the other 6."""
    game = without_fighting(one_each((3, 3), 6, 0)).with_guarantees(guarantees)
    first, second = game.undertakings
    named = (evolve(first, entry="guns"), evolve(second, entry="road"))
    return evolve(game, undertakings=named)


def deposit(points: int, name: str = "deposit") -> Guarantee:
    return Guarantee(id=name, kind=GuaranteeKind.ESCROW, by="x", penalty=span(points))


def test_each_has_to_go_first_where_what_it_does_costs_it_something() -> None:
    found = way_from_today(dilemma())
    assert found.steps is not None
    told = [(one.by, [u.entry for u in one.does], one.down) for one in found.steps]
    assert sorted(told) == [("p", ["guns"], True), ("q", ["road"], True)]
    assert [(one.gain.low, one.gain.high) for one in found.steps if one.gain] == [
        pytest.approx((-3, -3))
    ] * 2
    assert found.bridges == ()


def test_what_waits_for_another_comes_after_it() -> None:
    found = way_from_today(evolve(dilemma(), order=((1, 0),)))
    assert found.steps is not None
    assert [one.by for one in found.steps] == ["q", "p"]


def test_where_each_waits_for_the_other_there_is_no_way() -> None:
    found = way_from_today(evolve(dilemma(), order=((1, 0), (0, 1))))
    assert found.steps is None and found.to_json()["steps"] is None


def waiting(*written: str) -> list[tuple[str, str]]:
    """Return what waits for what on three issues, by `ENTRY ISSUE OWNER AFTER`."""
    made = []
    for one in written:
        entry, issue, owner, *after = one.split()
        made.append(Undertaking(issue=issue, owner=owner, entry=entry, after="".join(after)))
    held = [
        interests(p, {i: (100, {"kept": 0, "old": 1}) for i in "abc"}, 0, scale=Scale.POINTS)
        for p in "pq"
    ]
    deal = dict.fromkeys("abc", "kept")
    game = compliance_game(going_back("abc"), held, deal, written=made)
    named = [f"{one.issue}{one.owner}" for one in game.undertakings]
    return [(named[first], named[then]) for first, then in game.order]


def test_what_is_one_with_another_of_its_owner_and_issue_keeps_its_place() -> None:
    assert waiting("one a p", "two a p", "three b q two", "four c q") == [("ap", "bq")]
    assert waiting("one a p", "two a p three", "three b q", "four c q") == [("bq", "ap")]


def test_what_waits_for_something_left_out_waits_for_what_that_waits_for() -> None:
    assert waiting("one a p", "two b x one", "three c q two") == [("ap", "cq")]


def test_two_that_wait_for_parts_of_each_other_are_not_both_stuck() -> None:
    assert waiting("one a p", "two b q one", "three a p two", "four c q") == [("ap", "bq")]


def test_a_guarantee_bridges_a_step_that_nobody_would_take() -> None:
    idle = Guarantee(
        id="idle",
        kind=GuaranteeKind.SANCTION,
        by="x",
        penalty=span(9),
        cost=span(2),
        stake=span(1),
    )
    would = evolve(idle, id="would", stake=span(3))
    game = dilemma(deposit(2), deposit(2, "more"), idle, would)
    assert way_from_today(game).bridges == (("would",), ("deposit", "more"))


def test_of_many_undertakings_the_way_is_not_looked_for() -> None:
    game = dilemma()
    many = evolve(game, undertakings=game.undertakings * 6)
    assert not way_from_today(many).looked


def downs(game: ComplianceGame) -> int | None:
    """Return the fewest steps down, over every order in which undertakings are carried out."""
    worth = game.worth(game.middle, np.arange(1 << len(game.undertakings)))[0]
    best = None
    places = range(len(game.undertakings))
    for order in permutations(places):
        for cuts in range(1 << max(0, len(order) - 1)):
            groups = [[order[0]]] if order else []
            for n, one in enumerate(order[1:]):
                if cuts >> n & 1:
                    groups.append([one])
                else:
                    groups[-1].append(one)
            owners = [{game.undertakings[n].owner for n in group} for group in groups]
            if any(len(one) > 1 for one in owners):
                continue
            names = [next(iter(one)) for one in owners]
            if any(a == b for a, b in pairwise(names)):
                continue
            state, count = (1 << len(order)) - 1, 0
            for name, group in zip(names, groups, strict=True):
                then = state & ~sum(1 << n for n in group)
                place = game.parties.index(name)
                count += bool(worth[place, then] <= worth[place, state] + TIE)
                state = then
            best = count if best is None else min(best, count)
    return best


@few(40)
@given(games())
def test_no_order_of_carrying_it_out_has_fewer_steps_down(game: ComplianceGame) -> None:
    bare = game.with_guarantees(())
    if len(bare.undertakings) > 5:
        return
    found = way_from_today(bare)
    assert found.steps is not None
    least = downs(bare)
    if found.steps:
        # Going back and forth may do with fewer still.
        assert least is None or sum(one.down for one in found.steps) <= least
    for one in found.steps:
        if one.gain is not None:
            assert one.down == (one.gain.middle <= TIE)


@few(60)
@given(games())
def test_a_group_leaves_together_where_each_of_it_is_better_off(game: ComplianceGame) -> None:
    found = {one.by: one for one in joint_departures(game)}
    states = np.arange(1 << len(game.undertakings))
    worth = game.worth(game.middle, states)[0]
    for size in range(2, len(game.parties) + 1):
        for group in combinations(game.parties, size):
            places = [game.parties.index(one) for one in group]
            own = [game.own[n] & len(states) - 1 for n in places]
            best = max(
                (
                    min(worth[n, s] - worth[n, 0] for n in places)
                    for s in states.tolist()
                    if s & ~sum(own) == 0 and all(s & bits for bits in own)
                ),
                default=0.0,
            )
            assert (group in found) == (best > TIE)
            if group in found:
                one = found[group]
                assert {u.owner for u in one.does} == {*group}
                gains = [gain.low for gain in one.gains.values() if gain is not None]
                if len(gains) == len(group) and game.is_exact:
                    assert min(gains) == pytest.approx(best)


def test_where_both_would_rather_have_none_of_it_they_leave_together() -> None:
    game = without_fighting(one_each((5, 5), 2, 0))
    (one,) = joint_departures(game)
    assert one.by == ("p", "q") and len(one.does) == 2
    assert one.to_json()["gains"] == {"p": [3.0, 3.0], "q": [3.0, 3.0]}
    assert [*joint_departures(without_fighting(one_each((3, 3), 6, 0)))] == []
