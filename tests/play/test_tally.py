"""Talks counted: the same counts wherever they are cut, whatever plays them."""

from concurrent.futures import Executor, ProcessPoolExecutor
from itertools import pairwise
from multiprocessing import get_context

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.play.build import opposed, talks

from accord.deals.by_draw.exists import decide
from accord.play import Game, Statistics, counted, games, play_many, statistics, summary
from accord.play.columns import Columns
from accord.play.game import MEASURED
from accord.play.numbers import ranged
from accord.play.streams import stream
from accord.play.tally import Counts, TalkTally, plus, tallied

SPLIT = opposed(walk_away={"alba": (20, 100), "delta": (40, 50)})
GAME = talks("alba=random-walker", held=SPLIT, rounds=4, seed=4)
FIRST, LAST = MEASURED - 25, MEASURED + 15
"""Of these talks the distance is measured of the first ones only."""
HELD = [summary(game) for game in games(GAME, LAST, FIRST)]
WHOLE = statistics(GAME, HELD)


def found(game: Game, executor: Executor | None = None, engine: str = "table") -> Statistics:
    total: TalkTally | None = None
    for part in play_many(game, LAST, FIRST, executor, engine):
        total = plus(total, part.tally)
    return counted(game, total)


def test_these_talks_differ() -> None:
    assert 10 < WHOLE.agreed.count < WHOLE.talks == LAST - FIRST
    assert len(WHOLE.deals) > 3 and len({one.rounds for one in HELD}) > 2
    assert 5 < WHOLE.distances.mean.among < WHOLE.agreed.count
    assert not WHOLE.distances.complete


@given(st.lists(st.integers(1, len(HELD) - 1), max_size=6))
def test_counts_are_the_same_wherever_talks_are_cut(cuts: list[int]) -> None:
    total: TalkTally | None = None
    for start, end in pairwise([0, *sorted(set(cuts)), len(HELD)]):
        total = plus(total, tallied(GAME, Columns.of(GAME, HELD[start:end])))
    assert counted(GAME, total) == WHOLE


def test_counts_are_the_same_whatever_holds_the_talks() -> None:
    assert found(GAME) == WHOLE
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        assert found(GAME, executor) == WHOLE


def test_both_engines_come_to_the_same_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numba")
    monkeypatch.setattr("accord.play.engines.STRETCH", (17, 17))
    assert found(GAME, engine="compiled") == WHOLE


def test_in_a_talk_a_deal_was_possible_where_its_own_numbers_have_one() -> None:
    worth = ranged(GAME.setup.agenda, GAME.interests)
    possible = [bool(decide(worth.draw(stream(one.seed), 1))[0]) for one in HELD]
    assert WHOLE.possible.count == sum(possible)
    missed = [one for one, could in zip(HELD, possible, strict=True) if could and not one.deal]
    assert WHOLE.missed.count == len(missed)
    assert {True, False} == set(possible)


@given(st.lists(st.integers(0, 9)), st.integers(0, 40))
def test_what_is_met_first_is_counted_one_by_one(met: list[int], cut: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("accord.play.tally.MOST_NAMED", 4)
        whole: Counts[tuple[int, ...]] = Counts()
        for one in met:
            whole.meet((one,))
        first, later = Counts[tuple[int, ...]](), Counts[tuple[int, ...]]()
        for one in met[:cut]:
            first.meet((one,))
        for one in dict.fromkeys(met[cut:]):
            later.named[(one,)] = met[cut:].count(one)
        first.add(later)
    assert first == whole
    known = list(dict.fromkeys(met))[:4]
    assert whole.named == {(one,): met.count(one) for one in known}
    assert whole.others == sum(one not in known for one in met)
    assert whole.ranked() == sorted(whole.named.items(), key=lambda one: (-one[1], one[0]))
