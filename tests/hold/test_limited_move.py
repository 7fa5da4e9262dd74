"""Looking some moves ahead: held to the definition, followed move by move."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.hold.search import Searched
from tests.hold.test_stable import move_games, option_games
from tests.hold.test_ways import Drawn

from accord.errors import AccordError
from accord.hold import Concept, GraphModel, limited_move, stable

TWO = 2, 2


def followed(plain: Searched, horizon: int) -> dict[str, set[str]]:
    """Return who would stay where, by the definition: every way to play is followed."""
    other = dict(zip(plain.makers, reversed(plain.makers), strict=True))

    @cache
    def ends(mover: str, state: str, left: int) -> frozenset[str]:
        """Return where it can end: at several states where a mover does not care which."""
        if not left:
            return frozenset({state})
        worth = plain.worth[mover]
        then = {to: ends(other[mover], to, left - 1) for to in plain.moves[mover][state]}
        known = {to: min(worth[end] for end in some) for to, some in then.items()}
        if not known or max(known.values()) <= worth[state]:
            return frozenset({state})
        best = max(known.values())
        return frozenset().union(*(then[to] for to, value in known.items() if value == best))

    return {
        one: {state for state in plain.states if ends(one, state, horizon) == {state}}
        for one in plain.makers
    }


def check(drawn: Drawn, horizon: int) -> None:
    game, plain = drawn
    found = limited_move(game, horizon)
    expected = followed(plain, horizon)
    for one in plain.makers:
        named = game.named(found.each[one].nonzero()[0])
        # Who goes and comes back to where it was has gone: it would do so for nothing.
        assert {*named} == expected[one]
    for one, which in stable(game).each[Concept.NASH].items():
        assert np.array_equal(which, limited_move(game, 1).each[one])


@given(drawn=option_games(most=4, decide=TWO), horizon=st.integers(1, 6))
def test_in_a_game_of_options(drawn: Drawn, horizon: int) -> None:
    check(drawn, horizon)


@given(drawn=move_games(decide=TWO), horizon=st.integers(1, 6))
def test_in_a_game_of_moves(drawn: Drawn, horizon: int) -> None:
    check(drawn, horizon)


@given(drawn=move_games(decide=TWO))
def test_two_moves_ahead_a_state_is_stable_only_where_it_is_generally_metarational(
    drawn: Drawn,
) -> None:
    """Fang, Hipel and Kilgour (1993): a best answer is one of the answers."""
    game, _ = drawn
    for one, which in limited_move(game, 2).each.items():
        assert not (which & ~stable(game).each[Concept.GMR][one]).any()


def dilemma() -> GraphModel:
    moves = {
        "a": np.array([[0, 1], [1, 0], [2, 3], [3, 2]]),
        "b": np.array([[0, 2], [2, 0], [1, 3], [3, 1]]),
    }
    ranks = {"a": np.array([2, 3, 0, 1]), "b": np.array([2, 0, 3, 1])}
    states = ("CC", "DC", "CD", "DD")
    return GraphModel(makers=("a", "b"), states=states, moves=moves, ranks=ranks)


def test_in_the_dilemma_cooperation_is_kept_by_whoever_looks_two_moves_ahead() -> None:
    """Zagare (1984): of one move ahead only DD is stable for both, of two CC as well."""
    game = dilemma()
    assert game.named(limited_move(game, 1).equilibria.nonzero()[0]) == ["DD"]
    assert game.named(limited_move(game, 2).equilibria.nonzero()[0]) == ["CC", "DD"]


def test_more_than_two_are_refused_with_a_sentence() -> None:
    game = GraphModel(makers=("a",), states=("s",), moves={}, ranks={"a": np.zeros(1, int)})
    with pytest.raises(AccordError, match="for two decision makers"):
        limited_move(game, 2)
