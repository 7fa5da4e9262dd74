"""How a state is reached, and who leaves it together: held to every sequence of moves."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from tests.hold.search import Searched
from tests.hold.test_stable import move_games, option_games

from accord.errors import AccordError
from accord.hold import (
    Concept,
    GraphModel,
    OptionGame,
    joint_moves,
    refuse_many_joint_moves,
    stable,
    ways,
)
from accord.hold.graph_model import GameOption

Drawn = tuple[GraphModel | OptionGame, Searched]


def costs(plain: Searched, makers: tuple[str, ...], start: str) -> dict[str, tuple[int, int]]:
    """Return steps down and moves to each state, relaxed until nothing changes."""
    best: dict[tuple[str, str], tuple[int, int]] = {(start, ""): (0, 0)}
    for _ in range(len(plain.states) * (len(makers) + 1)):
        for (state, last), (down, length) in list(best.items()):
            for maker in makers:
                for to in plain.moves[maker][state] if maker != last else ():
                    worse = plain.worth[maker][to] <= plain.worth[maker][state]
                    now = (down + worse, length + 1)
                    if now < best.get((to, maker), (10**6, 0)):
                        best[to, maker] = now
    found: dict[str, tuple[int, int]] = {}
    for (state, _), cost in best.items():
        found[state] = min(cost, found.get(state, cost))
    return found


def check_ways(drawn: Drawn) -> None:
    game, plain = drawn
    for start in plain.states[:4]:
        place = game.place(start)
        assert place is not None and game.name(place) == start
        found = ways(game, place)
        told = {game.name(to): (way.down, len(way.moves)) for to, way in found.items()}
        assert told == costs(plain, tuple(plain.makers), start)
        for to, way in found.items():
            at, last, down = start, "", 0
            for maker, then in way.moves:
                name = game.name(then)
                assert maker != last and name in plain.moves[maker][at]
                down += plain.worth[maker][name] <= plain.worth[maker][at]
                at, last = name, maker
            assert at == game.name(to) and down == way.down


@given(drawn=option_games(most=4))
def test_ways_in_a_game_of_options(drawn: Drawn) -> None:
    check_ways(drawn)


@given(drawn=move_games())
def test_ways_in_a_game_of_moves(drawn: Drawn) -> None:
    check_ways(drawn)


@given(drawn=option_games(most=4))
def test_whoever_leaves_together_is_each_better_off(drawn: Drawn) -> None:
    game, plain = drawn
    for start in plain.states[:4]:
        place = game.place(start)
        assert place is not None
        told = [(one.by, game.name(one.to)) for one in joint_moves(game, place)]
        expected = [
            (by, to)
            for size in range(2, len(plain.makers) + 1)
            for by in combinations(plain.makers, size)
            for to in costs(plain, by, start)
            if all(plain.worth[one][to] > plain.worth[one][start] for one in by)
        ]
        assert sorted(told) == sorted(expected)


def test_who_leaves_together_is_refused_where_it_would_take_minutes() -> None:
    """Of 12 options of two sides each of 4,096 states has 126 moves."""
    makers = ("a", "b")
    game = OptionGame(
        makers=makers,
        options=tuple(GameOption(id=str(i), owner=makers[i % 2]) for i in range(12)),
        feasible=np.ones(1 << 12, bool),
        ranks={one: np.zeros(1 << 12, int) for one in makers},
    )
    refuse_many_joint_moves(game, 8)
    with pytest.raises(AccordError, match=r"up to 18,579,456$"):
        refuse_many_joint_moves(game, 9)


ELMIRA = GraphModel(
    makers=("ministry", "company", "town"),
    states=tuple("123456789"),
    moves={
        "ministry": np.array([[1, 2], [3, 4], [5, 6], [7, 8]]) - 1,
        "company": np.array(
            [[1, 3], [2, 4], [5, 7], [6, 8], *([one, 9] for one in range(1, 9))]
        )
        - 1,
        "town": np.array([pair for n in range(1, 5) for pair in ([n, n + 4], [n + 4, n])]) - 1,
    },
    ranks={
        one: np.array([9 - order.index(state) for state in "123456789"])
        for one, order in (
            ("ministry", "734851269"),
            ("company", "148593726"),
            ("town", "735186429"),
        )
    },
)
"""The polluted aquifer of Elmira, Ontario: nine states, of which the ninth is reached from all
(Hipel, Fang, Kilgour and Haight 1993). The ministry may modify its order, the company accept it
or abandon its plant, the town insist on the order as it was; only the town can take it back."""


def test_the_aquifer_of_elmira() -> None:
    """5, 8 and 9 are stable by all concepts; from 5 two leave together to 8, by way of 6."""
    found = stable(ELMIRA).equilibria
    for concept in (Concept.NASH, Concept.SEQ):
        assert ELMIRA.named(found[concept].nonzero()[0]) == ["5", "8", "9"]
    for concept in (Concept.GMR, Concept.SMR):
        assert ELMIRA.named(found[concept].nonzero()[0]) == ["1", "4", "5", "8", "9"]
    left = {state: [*joint_moves(ELMIRA, state - 1)] for state in (5, 8, 9)}
    assert not left[8] and not left[9]
    (one,) = left[5]
    assert one.by == ("ministry", "company") and one.moves == (("ministry", 5), ("company", 7))
