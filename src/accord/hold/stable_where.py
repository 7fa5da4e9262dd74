"""Where a state is stable for somebody: what it must like no better, as a formula.

By each concept, whether somebody stays in a state hangs on its own preferences through one
thing alone: which states it likes no better than that one. It stays where of every move it has
either what the move leads to is no better, or some answer of the others leads to what is no
better (and, by `smr`, to nothing better from there). So it is a formula without a "not": what
is liked less can only help. Games given by rankings and games made from numbers are both asked
through it.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from accord.hold.concepts import Concept, Reachability
from accord.hold.graph_model import Bools, GraphModel, OptionGame
from accord.hold.temptations import reached

Clause = tuple[frozenset[int], ...]
"""What one move asks for: of one of the sets every state must be no better."""


def stable_where(
    game: GraphModel | OptionGame,
    state: int,
    maker: str,
    concept: Concept,
    reachability: Reachability,
) -> tuple[Clause, ...]:
    """Return what a decision maker must like no better than a state to stay there.

    Args:
        game: The game; of its rankings those of the others alone count.
        state: Where things stand.
        maker: Who could move.
        concept: By which concept it stays.
        reachability: What several opponents can bring about.

    Returns:
        Clauses, all of which must be so; none where it stays whatever it prefers.

    Raises:
        ValueError: By simultaneous stability, of a game that is given by its moves.
    """
    others_now = (
        reached(game, maker, state, reachability, improving=True)
        if concept is Concept.SIM
        else ()
    )
    found = []
    for to in game.moves_from(state, maker):
        match concept:
            case Concept.NASH:
                answers: Iterable[Iterable[int]] = ()
            case Concept.GMR | Concept.SEQ:
                improving = concept is Concept.SEQ
                then = reached(game, maker, to, reachability, improving=improving)
                answers = ([one] for one in then)
            case Concept.SMR:
                then = reached(game, maker, to, reachability, improving=False)
                answers = ([one, *game.moves_from(one, maker)] for one in then)
            case Concept.SIM:
                answers = _at_once(game, maker, to, others_now)
        found.append(_clause(state, [[to], *answers]))
    return _without_implied(one for one in found if one is not None)


def _at_once(
    game: GraphModel | OptionGame, maker: str, to: int, others: Iterable[int]
) -> Iterable[list[int]]:
    """Yield what a move comes to with each answer that is made at the same moment."""
    if isinstance(game, GraphModel):
        raise ValueError("the moves of a game do not say what two of them at once come to")
    own = game.bits(maker)
    for answer in others:
        both = to & own | answer & ~own
        if game.feasible[both]:
            yield [both]


def _clause(state: int, some: Iterable[Iterable[int]]) -> Clause | None:
    """Return the sets of which none holds another; None where one of them asks for nothing."""
    sets = sorted({frozenset(one) - {state} for one in some}, key=lambda s: (len(s), sorted(s)))
    if not sets[0]:
        return None
    alone = {next(iter(one)) for one in sets if len(one) == 1}
    kept: list[frozenset[int]] = []
    for one in sets:
        # Single states are many, and hold no other.
        if len(one) > 1 and one.isdisjoint(alone) and not any(other <= one for other in kept):
            kept.append(one)
    return (*(frozenset({state}) for state in sorted(alone)), *kept)


def _without_implied(clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    """Leave out clauses that hold wherever another one does."""

    def implied(weak: Clause, strong: Clause) -> bool:
        return all(any(one <= other for one in weak) for other in strong)

    kept: list[Clause] = []
    for clause in sorted(set(clauses), key=lambda one: (len(one), [sorted(s) for s in one])):
        if not any(implied(clause, other) for other in kept):
            kept = [other for other in kept if not implied(other, clause)] + [clause]
    return tuple(kept)


def holds_where(clauses: Sequence[Clause], no_better: Bools) -> Bools:
    """Return whether clauses hold.

    Args:
        clauses: The clauses.
        no_better: Whether each state is no better, shape (..., states).

    Returns:
        Shape (...).
    """
    found = np.ones(no_better.shape[:-1], bool)
    for clause in clauses:
        answered = np.zeros(no_better.shape[:-1], bool)
        for some in clause:
            answered |= no_better[..., sorted(some)].all(axis=-1)
        found &= answered
    return found
