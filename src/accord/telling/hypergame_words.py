"""What each takes a game to be, and who would be surprised, in words."""

from collections.abc import Iterator

from accord.hold import Concept
from accord.hold.graph_model import Bools
from accord.hold.hypergame import Hypergame, Misjudged, Mistaken, misjudged
from accord.talks.words import listed as in_line
from accord.telling.stability_words import named_states, steps_told

MOST_STATES = 20
"""States of a concept of which it is told who would be surprised: the first of them."""


def hypergame_lines(found: Hypergame, listed: bool) -> Iterator[str]:
    """Yield what is stable as it is and in each view, and who would be surprised where.

    Args:
        found: The game, and what each takes it to be.
        listed: Whether states are named.
    """
    game = found.game
    yield ""
    said = "Each goes by its own view of the others. Those with a view of their own: "
    yield f"{said}{', '.join(game.views)}. The rest see the game as it is."
    for concept in found.own:
        yield ""
        yield f"{concept.value}, stable for all:"
        as_it_is = found.as_it_is.equilibria[concept]
        yield f"  as it is: {_some(found, as_it_is, listed)}"
        for maker in game.views:
            there = found.seen[maker].equilibria[concept]
            yield f"  as {maker} sees it: {_some(found, there, listed)}"
        kept = found.kept(concept)
        yield f"  where each goes by its own view: {_some(found, kept, listed)}"
        states = found.looked_at(concept)
        for state in states[:MOST_STATES]:
            for one in misjudged(found, concept, state):
                yield f"  {game.name(state)}: {_told(found, concept, state, one)}"
        if len(states) > MOST_STATES:
            yield f"  and {len(states) - MOST_STATES:,} more states that are not told"


def _some(found: Hypergame, which: Bools, listed: bool) -> str:
    return named_states(found.game, which, listed)


def _told(found: Hypergame, concept: Concept, state: int, one: Misjudged) -> str:
    """Return what somebody would be surprised by."""
    game, who = found.game, one.who
    match one.kind:
        case Mistaken.UNSEEN:
            return f"{who} would be surprised that it can be."
        case Mistaken.LEAVES:
            return f"{who} expects {one.of} to stay; {one.of} would leave."
        case Mistaken.STAYS:
            return f"{who} expects {one.of} to leave; {one.of} would stay."
    back = f"no better off than in {game.name(state)}"
    if one.to is None:
        if one.kind is Mistaken.ANSWERED:
            return f"{who} takes it to be safe to leave. It would then be {back}."
        return f"{who} stays, and nothing that it fears would come."
    to = game.name(one.to)
    if one.kind is Mistaken.ANSWERED:
        then = steps_told(game, one.to, one.answer)
        could = "could" if _costs(concept) else "would"
        return (
            f"{who} takes it to be safe to go to {to}. {in_line([*_by(one)], 'and')} {could} "
            f"answer ({then}), and {who} would be {back}."
        )
    if not one.answer:
        return f"{who} does not see that it could go to {to}, which it likes better."
    then = steps_told(found.view(who), one.to, one.answer)
    return (
        f"{who} does not go to {to}, which it likes better, for what it takes the others to "
        f"answer ({then}). Nothing that they {'can' if _costs(concept) else 'would'} "
        f"answer leaves it {back}."
    )


def _costs(concept: Concept) -> bool:
    """Return whether answers count by a concept that those who give them would not want."""
    return concept in (Concept.GMR, Concept.SMR)


def _by(one: Misjudged) -> list[str]:
    return [*dict.fromkeys(maker for maker, _ in one.answer)]
