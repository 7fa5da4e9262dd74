"""From where things stand to where they could stay: who moves, and who must go down first.

A state that nobody would leave may yet never be reached: somebody on the way would have to
move to what it likes less, and wait for the others to go on (status quo analysis; Li, Kilgour
and Hipel 2005). And one that nobody would leave alone, some may leave together (coalitions;
Kilgour, Hipel, Fang and Peng 2001).
"""

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from itertools import combinations

from attrs import frozen

from accord.errors import AccordError
from accord.hold.graph_model import GraphModel, OptionGame

MOST_JOINT = 1 << 24
"""Moves that are looked at for those who could leave together, over all groups and states: some
tens of seconds."""


@frozen(kw_only=True)
class Way:
    """A way from one state to another.

    Attributes:
        moves: Who moves to which state, in order.
        down: How many of these moves lead to what their mover likes no better.
    """

    moves: tuple[tuple[str, int], ...]
    down: int


@frozen(kw_only=True)
class JointMove:
    """A way for several to leave a state together, to one that each of them likes better.

    Attributes:
        by: Who leaves together.
        moves: Who moves to which state, in order.
    """

    by: tuple[str, ...]
    moves: tuple[tuple[str, int], ...]

    @property
    def to(self) -> int:
        """The state that it leads to."""
        return self.moves[-1][1]


def ways(game: GraphModel | OptionGame, start: int) -> dict[int, Way]:
    """Return how each state can be reached: with the fewest steps down, then in fewest moves.

    Nobody moves twice in a row.

    Args:
        game: The game.
        start: Where things stand now.
    """
    return _ways(game, start, game.makers)


def _ways(game: GraphModel | OptionGame, start: int, makers: Sequence[str]) -> dict[int, Way]:
    found: dict[int, Way] = {start: Way(moves=(), down=0)}
    done: set[tuple[int, str]] = set()
    least: dict[tuple[int, str], tuple[int, int, tuple[tuple[str, int], ...]]] = {}
    waiting: list[tuple[int, int, int, str, tuple[tuple[str, int], ...]]]
    waiting = [(0, 0, start, "", ())]
    while waiting:
        down, length, state, last, moves = heappop(waiting)
        if (state, last) in done:
            continue
        done.add((state, last))
        found.setdefault(state, Way(moves=moves, down=down))
        for maker in makers:
            if maker == last:
                continue
            rank = game.ranks[maker]
            now = rank[state]
            for then in game.moves_from(state, maker):
                if (then, maker) in done:
                    continue
                way = (down + int(rank[then] <= now), length + 1, (*moves, (maker, then)))
                if (then, maker) not in least or way < least[then, maker]:
                    least[then, maker] = way
                    heappush(waiting, (*way[:2], then, maker, way[2]))
    return found


def refuse_many_joint_moves(game: GraphModel | OptionGame, states: int) -> None:
    """Refuse to look for those who could leave together where it would take minutes.

    Args:
        game: The game.
        states: The number of states that are asked about.

    Raises:
        AccordError: If there are too many.
    """
    every = sum(game.moves_of(one) for one in game.makers)
    looked = every * states << len(game.makers)
    if looked > MOST_JOINT:
        raise AccordError(
            f"those who could leave together are looked for along {MOST_JOINT:,} moves at "
            f"most: of {states:,} stable states it would be up to {looked:,}"
        )


def joint_moves(game: GraphModel | OptionGame, state: int) -> Iterator[JointMove]:
    """Yield how several could leave a state together, the smallest groups first.

    Args:
        game: The game.
        state: The state.
    """
    for size in range(2, len(game.makers) + 1):
        for by in combinations(game.makers, size):
            for then, way in sorted(_ways(game, state, by).items()):
                if all(game.ranks[one][then] > game.ranks[one][state] for one in by):
                    yield JointMove(by=by, moves=way.moves)
