"""Whether a deal holds for every value: against every end of every range, and draws."""

import numpy as np
import pytest
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st
from tests.deals.build import Number, interests, span
from tests.hold.test_deal_stability import apart, going_back, without_fighting
from tests.strategies import few

from accord.hold import Concept, Reachability
from accord.hold.compliance import (
    CROSSED,
    ComplianceGame,
    GameNumbers,
    Undertaking,
    compliance_game,
)
from accord.hold.concepts import IN_TURN
from accord.hold.deal_state import deal_stable
from accord.hold.for_all_values import ForValues, all_hold, for_all_values
from accord.hold.holding_assumptions import Guarantee, GuaranteeKind, HoldingAssumptions
from accord.kernels.ties import TIE, Floats
from accord.model import Scale
from accord.record import OneWay

FAR = (-CROSSED / 2, CROSSED / 2)
"""As far as a margin is compared: beyond, a red line is crossed."""


@st.composite
def numbers(draw: st.DrawFn, low: int, high: int) -> Number:
    ends = sorted((draw(st.integers(low, high)), draw(st.integers(low, high))))
    return ends[0] if draw(st.booleans()) else (ends[0], ends[1])


@st.composite
def ranged_games(draw: st.DrawFn) -> ComplianceGame:
    """Draw the game of a deal whose numbers are ranges: joint terms, one-way, guarantors."""
    parties = "pqr"[: draw(st.integers(2, 3))]
    issues = "abc"[: draw(st.integers(1, 3 if len(parties) < 3 else 2))]
    points = numbers(-6, 6)
    held = []
    for party in parties:
        joined = st.dictionaries(
            st.sampled_from(issues), st.sampled_from([["kept"], ["old"]]), min_size=1
        )
        lines = st.dictionaries(st.sampled_from(issues), st.just(["old"]), min_size=1)
        held.append(
            interests(
                party,
                {
                    # Some weight is above 0: shares of nothing are no shares.
                    i: (
                        draw(numbers(int(i == "a"), 4)),
                        {"kept": draw(points), "old": draw(points)},
                    )
                    for i in issues
                },
                draw(points),
                interactions=[
                    (one, draw(numbers(-1, 1))) for one in draw(st.lists(joined, max_size=1))
                ],
                red_lines=draw(st.lists(lines, max_size=1)) if draw(st.booleans()) else [],
                scale=draw(st.sampled_from(Scale)),
            )
        )
    written = [
        Undertaking(
            issue=issue, owner=owner, one_way=draw(st.sampled_from([None, OneWay.BROKEN]))
        )
        for issue in issues
        for owner in draw(
            st.lists(st.sampled_from(parties), min_size=1, max_size=2, unique=True)
        )
    ]
    guarantees = [
        Guarantee(
            id="g",
            kind=draw(st.sampled_from(GuaranteeKind)),
            steps=draw(st.sampled_from([1, 3])),
            by=draw(st.sampled_from(["x", "p"])),
            against=tuple(draw(st.sets(st.sampled_from(parties), max_size=2))),
            penalty=span(draw(numbers(0, 6))),
            cost=span(draw(numbers(0, 3))),
            stake=draw(st.none() | numbers(0, 3).map(span)),
        )
        for _ in range(draw(st.integers(0, 1)))
    ]
    first = {p: span(draw(points)) for p in draw(st.sets(st.sampled_from(parties)))}
    assumed = HoldingAssumptions(
        id="x", guarantees=tuple(guarantees), first_move=frozendict(first)
    )
    game = compliance_game(
        going_back(issues, draw(apart(issues)) if len(issues) > 1 else ()),
        held,
        dict.fromkeys(issues, "kept"),
        written=written,
        assumptions=[assumed],
    )
    return game if draw(st.booleans()) else without_fighting(game)


def margin(
    game: ComplianceGame, worth: Floats, maker: str, concept: Concept, rule: Reachability
) -> float:
    """Return what is left of the best move of one, following every answer."""
    place = game.makers.index(maker)
    own = worth[place].tolist()

    def moves(mover: int, state: int) -> list[int]:
        bits = game.own[mover] & ~(state & game.one_way)
        found, change = [], bits
        while change:
            found.append(state ^ change)
            change = (change - 1) & bits
        return found

    def answers(start: int) -> set[int]:
        seen: set[tuple[int, tuple[int, ...]]] = set()
        waiting: list[tuple[int, tuple[int, ...]]] = [(start, ())]
        while waiting:
            state, moved = waiting.pop()
            if rule is Reachability.SINGLE and moved:
                continue
            for mover in range(len(game.makers)):
                if mover == place or mover in moved:
                    continue
                kept = (mover,) if rule is Reachability.SEQUENCES else (*moved, mover)
                for to in moves(mover, state):
                    better = worth[mover, to] > worth[mover, state] + TIE
                    key = (to, tuple(sorted(kept)))
                    if key not in seen and (better or concept is not Concept.SEQ):
                        seen.add(key)
                        waiting.append(key)
        return {state for state, _ in seen}

    left = []
    for to in moves(place, 0):
        values = [own[to]]
        for one in answers(to) if concept is not Concept.NASH else ():
            again = moves(place, one) if concept is Concept.SMR else ()
            values.append(max([own[one], *(own[state] for state in again)]))
        left.append(min(values) - own[0])
    return float(np.clip(max(left, default=-np.inf), -CROSSED / 2, CROSSED / 2))


def at_ends(game: ComplianceGame, chance: np.random.Generator, count: int) -> GameNumbers:
    """Return numbers that all lie at some end of their ranges."""

    def ends(given: Floats) -> Floats:
        pick = chance.random((count, given.shape[1])) < 0.5
        return np.asarray(np.where(pick, given[0], given[1]))

    places = (chance.random((count, game.held.how_many)) < 0.5).astype(float)
    return game._numbers(game.held.at(places), ends)


@few(15)
@given(ranged_games(), st.sampled_from(Reachability), st.integers(0, 9))
def test_no_numbers_lead_beyond_what_is_found(
    game: ComplianceGame, rule: Reachability, seed: int
) -> None:
    found = for_all_values(game, rule)
    chance = np.random.default_rng(seed)
    for given_ in (game.drawn(chance, 4), at_ends(game, chance, 8)):
        for worth in game.worth(given_):
            for maker, own in found.items():
                for concept, one in own.items():
                    here = margin(game, worth, maker, concept, rule)
                    if one.most is None or one.least is None:
                        assert here == -CROSSED / 2
                        continue
                    low, high = np.clip([one.least.bound, one.most.bound], *FAR)
                    assert low - 1e-5 <= here <= high + 1e-5
                    assert one.least.points >= one.least.bound
                    assert one.most.points <= one.most.bound


@few(15)
@given(ranged_games(), st.sampled_from(Reachability), st.integers(0, 9))
def test_every_means_every_draw_and_none_none(
    game: ComplianceGame, rule: Reachability, seed: int
) -> None:
    found = for_all_values(game, rule)
    chance = np.random.default_rng(seed)
    for given_ in (game.drawn(chance, 50), at_ends(game, chance, 50)):
        drawn = deal_stable(game, given_, rule)
        for place, maker in enumerate(game.makers):
            for concept, one in found[maker].items():
                stays = drawn[concept][:, place]
                if one.holds is ForValues.EVERY:
                    assert stays.all()
                if one.holds is ForValues.NONE:
                    assert not stays.any()
        for concept in IN_TURN:
            both = all_hold(found, concept)
            if both is ForValues.EVERY:
                assert drawn[concept].all()
            if both is ForValues.NONE:
                assert not drawn[concept].all(axis=1).any()


@few(15)
@given(ranged_games(), st.sampled_from(Reachability))
def test_the_margin_is_reached_at_the_numbers_that_are_named(
    game: ComplianceGame, rule: Reachability
) -> None:
    for place, (maker, own) in enumerate(for_all_values(game, rule).items()):
        for concept, one in own.items():
            if concept is Concept.SEQ or one.most is None or one.least is None:
                continue
            for most, end in ((True, one.most), (False, one.least)):
                assert end.is_exact
                worth = game.worth(named(game, place, end.numbers, most))[0]
                points = float(np.clip(end.points, *FAR))
                assert margin(game, worth, maker, concept, rule) == pytest.approx(
                    points, abs=2e-5
                )


def named(game: ComplianceGame, maker: int, own: Floats, most: bool) -> GameNumbers:
    """Return the numbers by which one gains most or least, others at the middle."""
    places = np.full(game.held.how_many, 0.5)
    if maker < len(game.parties):
        first = sum(len(side.labels) for side in game.held.ranges[:maker])
        low, high = game.held.ranges[maker].ends
        wide = np.where(high > low, high - low, 1)
        places[first : first + len(low)] = (own - low) / wide
    turn = iter([int(most), 1 - int(most), 1 - int(most), 1 - int(most)])
    return game._numbers(game.held.at(places)[None], lambda ends: ends[[next(turn)]])
