"""Which states of a game are stable, in words."""

from collections.abc import Iterator

from accord.hold import Concept, GraphModel, OptionGame, Reachability, Stability

_RULES = {
    Reachability.SEQUENCES: "Opponents may answer by any legal sequence of moves, nobody twice "
    "in a row.",
    Reachability.ONCE: "Opponents may answer by sequences in which each moves once at most.",
    Reachability.SINGLE: "Opponents may answer by one move of one of them.",
}
_MEANING = {
    Concept.NASH: "nobody has a move to something that it likes better",
    Concept.GMR: "whoever moved to something better could be left no better off than now",
    Concept.SMR: "the same, and could not put that right by moving again",
    Concept.SEQ: "the same as gmr, by answers that those who give them would like to give",
    Concept.SIM: "the same, by moves that those who make them would like to make anyway",
}
_MOST = 40
"""States that a line names: more are counted."""


def stability_lines(
    game: GraphModel | OptionGame, found: Stability, listed: bool
) -> Iterator[str]:
    """Yield which states are stable for all and for each, a line each.

    Args:
        game: The game.
        found: What was found.
        listed: Whether states are named.
    """
    makers = ", ".join(game.makers)
    yield f"{game.size:,} states; who decides: {makers}."
    if len(game.makers) > 2:
        yield _RULES[found.reachability]
    for concept, of in found.each.items():
        yield ""
        yield f"{concept.value}: {_MEANING[concept]}."
        for maker, which in (("all", found.equilibria[concept]), *of.items()):
            count = int(which.sum())
            names = game.named(which.nonzero()[0][:_MOST]) if listed else []
            more = f" and {count - len(names):,} more" if names and count > len(names) else ""
            said = f": {', '.join(names)}{more}" if names else ""
            yield f"  stable for {maker}: {count:,}{said}"
    for concept, why in found.left_out.items():
        yield ""
        yield f"{concept.value}: left out, for {why}."
