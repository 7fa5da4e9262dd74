"""Which guarantees make a deal stable: held to the whole game of every subset."""

from itertools import combinations

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.deals.build import span
from tests.hold.test_deal_stability import games, one_each, without_fighting
from tests.strategies import few

from accord.errors import AccordError
from accord.hold import Concept, Reachability, guarantees
from accord.hold.compliance import ComplianceGame
from accord.hold.concepts import IN_TURN
from accord.hold.deal_state import deal_stable
from accord.hold.guarantees import GuaranteeAnswer, guarantee_answer
from accord.hold.holding_assumptions import Guarantee, GuaranteeKind
from accord.kernels.ties import TIE


@st.composite
def candidates(draw: st.DrawFn, game: ComplianceGame) -> list[Guarantee]:
    """Draw guarantees of every kind: by third parties and parties, some that need another."""
    found: list[Guarantee] = []
    for n in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(GuaranteeKind))
        low = draw(st.integers(0, 6))
        stake = draw(st.none() | st.integers(0, 3).map(span))
        issues, parties = [*game.issues] or [""], list(game.parties)
        found.append(
            Guarantee(
                id=f"c{n}",
                kind=kind,
                by=draw(st.sampled_from(["x", "x", "y", "z", parties[0]])),
                against=tuple(draw(st.sets(st.sampled_from(parties), max_size=1))),
                on=tuple(draw(st.sets(st.sampled_from(issues), max_size=1)) - {""}),
                steps=draw(st.integers(1, 3)),
                penalty=span((low, low + draw(st.integers(0, 3)))),
                cost=span(draw(st.integers(0, 3))),
                stake=stake,
                price=draw(st.integers(0, 2)),
                needs=tuple(draw(st.sets(st.sampled_from([o.id for o in found]), max_size=1)))
                if found
                else (),
            )
        )
    return found


def all_asked(
    game: ComplianceGame, chosen: list[Guarantee], concept: Concept
) -> set[frozenset[str]]:
    """Return every minimal set, from the whole game of each at the middle."""
    enough = []
    for size in range(len(chosen) + 1):
        for some in combinations(chosen, size):
            whole = game.with_guarantees(some)
            found = deal_stable(whole, whole.middle, Reachability.SEQUENCES)[concept]
            if found[0, : len(game.parties)].all():
                enough.append(frozenset(one.id for one in some))
    return {one for one in enough if not any(other < one for other in enough)}


def at(found: GuaranteeAnswer, target: str) -> list[frozenset[str]]:
    (sets,) = [one.sets for one in found.enough if one.target == target]
    return [frozenset(one.ids) for one in sets]


@few(60)
@pytest.mark.parametrize("concept", IN_TURN)
@given(data=st.data())
def test_every_minimal_set_is_found(concept: Concept, data: st.DataObject) -> None:
    every_minimal_set_is_found(concept, data)


def every_minimal_set_is_found(concept: Concept, data: st.DataObject) -> None:
    game = data.draw(games())
    chosen = data.draw(candidates(game))
    found = guarantee_answer(game, chosen, concept=concept, draws=5)
    sets = at(found, "middle")
    assert {*sets} == all_asked(game, chosen, concept)
    price = {one.id: one.price for one in chosen}
    by = [(len(one), sum(price[each] for each in one)) for one in sets]
    assert by == sorted(by)
    # Nobody that gives an answer would leave the deal for it.
    whole = game.with_guarantees(chosen)
    third = deal_stable(whole, whole.middle, Reachability.SEQUENCES)[concept]
    assert third[0, len(game.parties) :].all()


@few(30)
@given(data=st.data())
def test_for_all_that_was_drawn_is_so_in_each_draw_of_the_whole_game(
    data: st.DataObject,
) -> None:
    game = data.draw(games())
    chosen = data.draw(candidates(game))
    found = guarantee_answer(game, chosen, draws=20, wanted=0.5)
    if [one.target for one in found.enough] == ["middle"]:
        return
    whole = game.with_guarantees(chosen)
    numbers = whole.drawn(np.random.default_rng(0), 20)
    known = [one.id for one in whole.guarantees]
    for target, least in (("all", 20), ("share", 10)):
        for ids in at(found, target):
            columns = [known.index(one) for one in known if one in ids]
            some = evolve(whole, guarantees=tuple(whole.guarantees[n] for n in columns))
            drawn = evolve(
                numbers,
                penalty=numbers.penalty[:, columns],
                cost=numbers.cost[:, columns],
                stake=numbers.stake[:, columns],
            )
            stays = deal_stable(some, drawn, Reachability.SEQUENCES)[Concept.SEQ]
            assert stays[:, : len(game.parties)].all(axis=1).sum() >= least


@few(60)
@pytest.mark.parametrize("concept", IN_TURN)
@given(data=st.data())
def test_the_least_penalty_is_just_enough(concept: Concept, data: st.DataObject) -> None:
    game = data.draw(games()).with_guarantees(())
    found = guarantee_answer(game, (), concept=concept, draws=5)
    for place, one in enumerate(found.penalties):

        def stays(points: float, party: str = one.party, place: int = place) -> bool:
            taken = Guarantee(
                id="t",
                kind=GuaranteeKind.ESCROW,
                by="nobody",
                against=(party,),
                penalty=span(points),
            )
            whole = game.with_guarantees([taken])
            each = deal_stable(whole, whole.middle, Reachability.SEQUENCES)[concept]
            return bool(each[0, place])

        if one.middle is None:  # no number outweighs a red line
            assert not stays(1e5)
            continue
        assert stays(one.middle)
        assert one.middle == 0 or not stays(one.middle - 1e-3)


@given(costs=st.tuples(st.integers(-9, 9), st.integers(-9, 9)), brings=st.integers(-9, 9))
def test_of_a_sum_over_issues_the_least_penalty_is_the_closed_form(
    costs: tuple[int, int], brings: int
) -> None:
    """Most that T gains, -(sum of w), less what the others can take, the sum of max(0, w)."""
    game = without_fighting(one_each(costs, brings, 0))
    found = guarantee_answer(game, (), concept=Concept.GMR)
    for own, one in zip(costs, found.penalties, strict=True):
        expected = max(0, max(0, own) - max(0, brings))
        assert one.middle == pytest.approx(expected, abs=10 * TIE)


def test_a_guarantor_that_has_more_to_lose_than_it_costs_answers() -> None:
    """Keeping costs each 6 and brings it 4: who breaks is answered, and still gains 2."""
    game = without_fighting(one_each((6, 6), 4, 0))
    force = Guarantee(
        id="force",
        kind=GuaranteeKind.FORCE,
        by="x",
        penalty=span(3),
        cost=span(2),
        stake=span(5),
    )
    idle = evolve(force, id="idle", stake=span(1))
    unknown = evolve(force, id="unknown", stake=None)
    found = guarantee_answer(game, [force, idle, unknown], concept=Concept.SEQ)
    assert found.without.share == 0
    assert at(found, "middle") == [frozenset({"force"})]
    said = {one.guarantee.id: one.share and one.share.share for one in found.responds}
    assert said == {"force": 1.0, "idle": 0.0, "unknown": None}
    # At any cost, either of them could answer.
    least = guarantee_answer(game, [force, idle, unknown], concept=Concept.GMR)
    assert at(least, "middle") == [{"force"}, {"idle"}, {"unknown"}]


def test_a_deposit_can_undo_what_held() -> None:
    """Each would break where the other keeps: a deposit of one keeps it from answering."""
    game = without_fighting(one_each((3, 3), 6, 0))
    deposit = Guarantee(
        id="deposit", kind=GuaranteeKind.ESCROW, by="x", against=("q",), penalty=span(4)
    )
    assert guarantee_answer(game, (), concept=Concept.SEQ).without.share == 1
    with_it = game.with_guarantees([deposit])
    each = deal_stable(with_it, with_it.middle, Reachability.SEQUENCES)[Concept.SEQ]
    assert each[0, :2].tolist() == [False, True]


def test_what_is_in_steps_leaves_a_share_to_be_gained_and_to_be_lost() -> None:
    game = without_fighting(one_each((6, 6), 4, 0))
    steps = Guarantee(id="steps", kind=GuaranteeKind.WITHDRAWAL, by="x", steps=3)
    deposit = Guarantee(id="deposit", kind=GuaranteeKind.ESCROW, by="x", penalty=span(2))
    found = guarantee_answer(game, [steps, deposit], concept=Concept.NASH)
    assert at(found, "middle") == [{"steps", "deposit"}]


def test_a_sanction_that_needs_a_monitor_counts_only_with_it() -> None:
    game = without_fighting(one_each((6, 6), 4, 0))
    monitor = Guarantee(id="monitor", kind=GuaranteeKind.MONITOR, by="y", price=1)
    sanction = Guarantee(
        id="sanction",
        kind=GuaranteeKind.SANCTION,
        by="x",
        penalty=span(3),
        cost=span(1),
        stake=span(2),
        needs=("monitor",),
    )
    found = guarantee_answer(game, [monitor, sanction], concept=Concept.SEQ)
    assert at(found, "middle") == [{"monitor", "sanction"}]


def test_twenty_candidates_are_gone_through_and_more_refused() -> None:
    """Sixteen sanctions of 1 point by as many: each party needs two, of whichever."""
    game = without_fighting(one_each((6, 6), 4, 0))
    one = Guarantee(
        id="s",
        kind=GuaranteeKind.SANCTION,
        by="x",
        penalty=span(1),
        cost=span(1),
        stake=span(2),
    )
    many = [evolve(one, id=f"s{n}", by=f"x{n}", price=n) for n in range(20)]
    found = guarantee_answer(game, many, concept=Concept.GMR)
    (sets,) = (each.sets for each in found.enough)
    assert len(sets) == 190 and sets[0].ids == ("s0", "s1") and sets[0].price == 1
    with pytest.raises(AccordError, match="name 20 at most"):
        guarantee_answer(game, [*many, one], concept=Concept.GMR)


def test_what_is_compiled_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numba")
    monkeypatch.setattr(guarantees, "_LARGE", 0)
    held = given(data=st.data())(lambda data: every_minimal_set_is_found(Concept.SEQ, data))
    few(60)(held)()
