"""Which preferences make a state stable, in words."""

from collections.abc import Iterator

from accord.hold import Concept, GraphModel, OptionGame
from accord.hold.inverse import Inverse, LeastTurn, StableWhere
from accord.hold.stable_where import Clause
from accord.talks.words import listed

_MOST_COUNTED = 10
"""States up to which rankings are counted in words: of more, numbers are too long."""
_MOST = 12
"""States that one sentence names."""


def inverse_lines(game: GraphModel | OptionGame, found: Inverse) -> Iterator[str]:
    """Yield which preferences make a state stable, a line each.

    Args:
        game: The game.
        found: What was found.
    """
    yield ""
    yield f"Which preferences make {game.name(found.state)} stable:"
    counted = game.size <= _MOST_COUNTED
    if counted:
        yield f"Without ties each can rank the states in {found.rankings:,} ways."
    for concept, together in found.together.items():
        yield ""
        others = concept in (Concept.SEQ, Concept.SIM)
        yield f"{concept.value}{', as the others prefer now' if others else ''}:"
        for one in found.each:
            if one.concept is concept:
                yield f"  {one.maker}: {_where(game, found.state, one)}"
                if counted and one.rankings is not None:
                    yield f"    {_count(one.rankings)} of its {found.rankings:,} rankings."
                if one.turn is not None:
                    yield f"    {_turn(game, found.state, one, one.turn)}"
        if counted and together is not None:
            of = found.rankings ** len(game.makers)
            yield f"  all: {_count(together)} of the {of:,} combinations of rankings."


def _count(number: int) -> str:
    return f"{number:,}" if number else "none"


def _where(game: GraphModel | OptionGame, state: int, one: StableWhere) -> str:
    now = "stable now" if one.holds else "not stable now"
    if not one.clauses:
        return f"{now}, whatever it prefers."
    named = sum(len(some) for clause in one.clauses for some in clause)
    if named > _MOST:
        return f"{now}; which states it must like no better is long, and stands in --json."
    single = [clause for clause in one.clauses if len(clause) == 1]
    alone = sorted({each for (some,) in single for each in some})
    asked = [f"than {_states(game, alone, 'and')}"] if alone else []
    asked += [_either(game, clause) for clause in one.clauses if clause not in single]
    said = ", and no less ".join(asked)
    return f"{now}; stable exactly where it likes {game.name(state)} no less {said}."


def _either(game: GraphModel | OptionGame, clause: Clause) -> str:
    if all(len(some) == 1 for some in clause):
        return f"than {_states(game, [next(iter(some)) for some in clause], 'or')}"
    each = (_states(game, sorted(some), "and") for some in clause)
    return listed([f"than {said}" for said in each], "or")


def _states(game: GraphModel | OptionGame, states: list[int], last: str) -> str:
    both = "both " if last == "and" and len(states) == 2 else ""
    either = "either " if last == "or" else ""
    return f"{both or either}{listed([game.name(one) for one in states], last)}"


def _turn(game: GraphModel | OptionGame, state: int, one: StableWhere, turn: LeastTurn) -> str:
    first = [game.name(each) for each in turn.states[:_MOST]]
    left = len(turn.states) - len(first)
    names = listed(first + ([f"{left} more"] if left else []), "and")
    pairs = "1 pair" if turn.pairs == 1 else f"{turn.pairs} pairs"
    if one.holds:
        then = f"{names} above {game.name(state)}, and it is no longer stable"
    else:
        then = f"{names} below {game.name(state)}, and it is stable"
    return f"Least change: {pairs} of states the other way round: {then}."
