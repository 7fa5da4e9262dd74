"""Why somebody would leave a state or stay: each improvement, and what could be answered."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen
from frozendict import frozendict

from accord.hold.concepts import Concept, Reachability
from accord.hold.graph_model import GraphModel, OptionGame

Moves = tuple[tuple[str, int], ...]
"""Who moves to which state, in order."""


@frozen(kw_only=True)
class Temptation:
    """A move to something better, and what keeps its maker from making it.

    Attributes:
        maker: Who could move.
        to: To which state.
        answers: For each concept by which there is one, the shortest answer of the others that
            leaves the maker no better off: at any cost (`gmr`), so that it could not be put
            right (`smr`), or by improvements of those who answer (`seq`).
        then: After the answer at any cost, the move by which the maker would be better off
            again; None where there is none.
    """

    maker: str
    to: int
    answers: Mapping[Concept, Moves] = frozendict()
    then: int | None = None


def temptations(
    game: GraphModel | OptionGame,
    state: int,
    reachability: Reachability,
    makers: Sequence[str] = (),
) -> Iterator[Temptation]:
    """Yield every move to something better, and what the others could answer to it.

    Args:
        game: The game.
        state: Where things stand.
        reachability: What several opponents can bring about.
        makers: Whose moves; everybody's by default.
    """
    for maker in makers or game.makers:
        rank = game.ranks[maker]
        for to in sorted(game.moves_from(state, maker)):
            if rank[to] <= rank[state]:
                continue
            answers: dict[Concept, Moves] = {}
            then = None
            for moves in _answers(game, maker, to, reachability, improving=False):
                after = moves[-1][1]
                if rank[after] > rank[state]:
                    continue
                again = [
                    one for one in game.moves_from(after, maker) if rank[one] > rank[state]
                ]
                if Concept.GMR not in answers:
                    answers[Concept.GMR] = moves
                    then = max(again, key=lambda one: (rank[one], -one), default=None)
                if not again and Concept.SMR not in answers:
                    answers[Concept.SMR] = moves
            for moves in _answers(game, maker, to, reachability, improving=True):
                if rank[moves[-1][1]] <= rank[state]:
                    answers[Concept.SEQ] = moves
                    break
            yield Temptation(maker=maker, to=to, answers=frozendict(answers), then=then)


def reached(
    game: GraphModel | OptionGame,
    maker: str,
    start: int,
    reachability: Reachability,
    *,
    improving: bool,
) -> set[int]:
    """Return to which states the others can go, where somebody has moved.

    Args:
        game: The game.
        maker: Who has moved.
        start: To which state.
        reachability: What several opponents can bring about.
        improving: Whether each of them moves to what it likes better alone.
    """
    every = _answers(game, maker, start, reachability, improving=improving)
    return {moves[-1][1] for moves in every}


def _answers(
    game: GraphModel | OptionGame,
    maker: str,
    start: int,
    reachability: Reachability,
    *,
    improving: bool,
) -> Iterator[Moves]:
    """Yield one way for the others to each state that they can bring about, short first."""
    others = [one for one in game.makers if one != maker]
    waiting: deque[tuple[int, Moves]] = deque([(start, ())])
    seen: set[tuple[int, tuple[str, ...]]] = set()
    reached: set[int] = set()
    while waiting:
        state, moves = waiting.popleft()
        moved = tuple(one for one, _ in moves)
        if moved and reachability is Reachability.SINGLE:
            continue
        barred = moved[-1:] if reachability is Reachability.SEQUENCES else moved
        for other in others:
            if other in barred:
                continue
            rank = game.ranks[other]
            kept = (other,) if reachability is Reachability.SEQUENCES else (*moved, other)
            for then in sorted(game.moves_from(state, other)):
                key = (then, tuple(sorted(kept)))
                if key in seen or (improving and rank[then] <= rank[state]):
                    continue
                seen.add(key)
                way = (*moves, (other, then))
                waiting.append((then, way))
                if then not in reached:
                    reached.add(then)
                    yield way
