"""How a state is reached, and who leaves it together: held to every sequence of moves."""

from itertools import combinations

from hypothesis import given
from tests.hold.search import Searched
from tests.hold.test_stable import move_games, option_games

from accord.hold import GraphModel, OptionGame, joint_moves, ways

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
