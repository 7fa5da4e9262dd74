"""Which states of a game are stable, in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from accord.hold import (
    Concept,
    GraphModel,
    JointMove,
    LimitedMove,
    OptionGame,
    Reachability,
    Stability,
    Temptation,
    Way,
)
from accord.hold.graph_model import Bools
from accord.record.wording import stopped
from accord.talks.words import listed as in_line

RULE_WORDS = {
    Reachability.SEQUENCES: "Opponents may answer by any legal sequence of moves, nobody twice "
    "in a row.",
    Reachability.ONCE: "Opponents may answer by sequences in which each moves once at most.",
    Reachability.SINGLE: "Opponents may answer by one move of one of them.",
}
"""What several opponents can bring about, by the rule that says so."""
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
    if title := game.about.get("title"):
        yield stopped(title)
    if held := game.about.get("held_by"):
        when = f" on {day}" if (day := game.about.get("as_of")) else ""
        yield stopped(f"Held by {held}{when}: {game.about.get('basis') or 'no basis is given'}")
    yield f"{game.size:,} states; who decides: {makers}."
    if listed and isinstance(game, OptionGame):
        taken = in_line([one.id for one in game.options], "and")
        order = ", in this order," if len(game.options) > 1 else ""
        yield f"A state says of {taken}{order} whether it is so (Y) or not (N)."
    if alike := [one for one in game.makers if is_indifferent(game, one)]:
        verb = "likes" if len(alike) == 1 else "like"
        yield f"{in_line(alike, 'and')} {verb} all states alike, so would leave none."
    if len(game.makers) > 2:
        yield RULE_WORDS[found.reachability]
    for concept, of in found.each.items():
        said = f"{concept.value}: {_MEANING[concept]}."
        yield from _stable_for(game, said, of, found.equilibria[concept], listed)
    for concept, why in found.left_out.items():
        yield ""
        yield f"{concept.value}: left out, for {why}."


def is_indifferent(game: GraphModel | OptionGame, maker: str) -> bool:
    """Return whether somebody likes all states alike.

    Args:
        game: The game.
        maker: Who.
    """
    ranks = game.ranks[maker]
    known = ranks[game.feasible] if isinstance(game, OptionGame) else ranks
    return len(known) > 1 and bool((known == known[0]).all())


def horizon_lines(
    game: GraphModel | OptionGame, found: LimitedMove, listed: bool
) -> Iterator[str]:
    """Yield which states are stable for two who look some moves ahead, a line each.

    Args:
        game: The game.
        found: What was found.
        listed: Whether states are named.
    """
    count = "one move" if found.horizon == 1 else f"{found.horizon} moves"
    said = f"limited move: {count} ahead, in turn, whoever moves first is no better off."
    yield from _stable_for(game, said, found.each, found.equilibria, listed)


def _stable_for(
    game: GraphModel | OptionGame,
    said: str,
    each: Mapping[str, Bools],
    every: Bools,
    listed: bool,
) -> Iterator[str]:
    yield ""
    yield said
    for maker, which in (("all", every), *each.items()):
        yield f"  stable for {maker}: {named_states(game, which, listed)}"


def named_states(game: GraphModel | OptionGame, which: Bools, listed: bool) -> str:
    """Return how many states there are, and the first of them by name.

    Args:
        game: The game.
        which: Which states, shape (states,).
        listed: Whether they are named.
    """
    count = int(which.sum())
    names = game.named(which.nonzero()[0][:_MOST]) if listed else []
    more = f" and {count - len(names):,} more" if names and count > len(names) else ""
    return f"{count:,}" + (f": {', '.join(names)}{more}" if names else "")


def ways_lines(
    game: GraphModel | OptionGame, start: int, reached: Mapping[int, Way | None]
) -> Iterator[str]:
    """Yield how the states that are stable for all can be reached.

    Args:
        game: The game.
        start: Where things stand now.
        reached: The way to each; None where there is none.
    """
    yield ""
    yield f"From {game.name(start)}:"
    for state, way in reached.items():
        name = game.name(state)
        if way is None:
            yield f"  {name} cannot be reached."
        elif not way.moves:
            yield f"  {name} is where things stand."
        else:
            said = steps_told(game, start, way.moves)
            who = ", each a move to something its mover likes better"
            if way.down:
                who = f"; {way.down} of them to what its mover likes no better (marked *)"
            yield f"  {name}: {said}{who}."


def steps_told(
    game: GraphModel | OptionGame, start: int, moves: Iterable[tuple[str, int]]
) -> str:
    """Return who moves where; what the mover likes no better is marked.

    Args:
        game: The game.
        start: Where things stand.
        moves: Who moves to which state, in order.
    """
    found, at = [], start
    for maker, to in moves:
        rank = game.ranks[maker]
        found.append(f"{maker} to {game.name(to)}{'' if rank[to] > rank[at] else '*'}")
        at = to
    return ", ".join(found)


def joint_lines(
    game: GraphModel | OptionGame, left: Mapping[int, Sequence[JointMove]]
) -> Iterator[str]:
    """Yield who could leave the states that are stable for all together.

    Args:
        game: The game.
        left: How each can be left, by state.
    """
    yield ""
    yield "Left together, by moves after which each who takes part is better off:"
    if not any(left.values()):
        yield "  none of the states that are stable for all."
    for state, some in left.items():
        for one in some:
            moves = ", ".join(f"{maker} to {game.name(to)}" for maker, to in one.moves)
            yield f"  {game.name(state)} by {in_line([*one.by], 'and')}: {moves}."


def temptation_lines(
    game: GraphModel | OptionGame, state: int, tempted: Sequence[Temptation]
) -> Iterator[str]:
    """Yield who could leave a state and how, and why it would stay or not.

    Args:
        game: The game.
        state: Where things stand.
        tempted: Every move from there to something better.
    """
    yield ""
    yield f"Who could leave {game.name(state)}:"
    for maker in game.makers:
        own = [one for one in tempted if one.maker == maker]
        if not own:
            yield f"  {maker} has no move to something that it likes better."
        for one in own:
            could = f"{maker} could go to {game.name(one.to)}{_changed(game, state, one.to)}"
            could += ", which it likes better."
            yield f"  {could} {_answer(game, state, one)}"


def _changed(game: GraphModel | OptionGame, before: int, after: int) -> str:
    """Return which options a move changes, in brackets; empty where there are none."""
    if not isinstance(game, OptionGame):
        return ""
    signs = zip(game.options, game.name(before), game.name(after), strict=True)
    changed = [f"{one.id}: {now}" for one, was, now in signs if was != now]
    return f" ({', '.join(changed)})"


def _answer(game: GraphModel | OptionGame, state: int, one: Temptation) -> str:
    """Return what the others could answer to a move, and what follows from that."""
    no_better = f"{one.maker} would be no better off than in {game.name(state)}"
    if credible := one.answers.get(Concept.SEQ):
        said = steps_told(game, one.to, credible)
        return f"Then {said}, as those who move there would like: {no_better}, so it stays."
    if lasting := one.answers.get(Concept.SMR):
        said = steps_told(game, one.to, lasting)
        cost = "at a cost to whoever is marked *"
        return (
            f"Then {said} could follow, {cost}: {no_better}, and could not put that right. It "
            "stays if it thinks that they would bear that."
        )
    if any_ := one.answers.get(Concept.GMR):
        said = steps_told(game, one.to, any_)
        assert one.then is not None
        again = f"but it could then go to {game.name(one.then)} and be better off"
        return (
            f"Then {said} could follow: {no_better}, {again}. It stays if it looks no further."
        )
    return "Nothing that the others can do leaves it no better off than now, so it leaves."
