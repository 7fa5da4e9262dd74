"""`accord hold`: whether what is agreed would be kept, as a game of moves and answers."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from accord.cli.common import (
    AS_JSON,
    AS_OF,
    DRAWS,
    FOR_OR_ALL,
    HELD_BY,
    SEED,
    not_empty,
    write_json,
)
from accord.cli.output import wrote
from accord.errors import AccordError
from accord.model import Reader, When

if TYPE_CHECKING:
    from accord.hold import (
        Concept,
        GraphModel,
        JointMove,
        OptionGame,
        Stability,
        Temptation,
        Way,
    )
    from accord.hold.graph_model import Bools
    from accord.hold.hypergame import Hypergame
    from accord.hold.inverse import Inverse

MOST_LISTED = 10_000
"""States that are listed without being asked for; of more, how many are stable is enough."""
MOST_TOLD = 200
"""States of a concept of which JSON says who would be surprised: the first, in some seconds."""
MOST_WAYS = 1 << 14
"""States of a game in which ways are looked for: some seconds."""


@click.command("hold")
@click.argument("folder", metavar="FOLDER|GAME", type=click.Path(exists=True), is_eager=True)
@click.option(
    "--deal",
    metavar="ENTRY|FILE|RULE",
    callback=not_empty,
    help="Which deal: the id of an entry of the record, a file, or the rule that picks it: "
    "nash, kalai-smorodinsky, egalitarian. [default: the deal on the table]",
)
@HELD_BY
@FOR_OR_ALL
@AS_OF
@click.option(
    "--delivered",
    multiple=True,
    metavar="ID",
    help="What is done already, and cannot be undone: a commitment that is one_way: done, or "
    "an issue with one; may be repeated.",
)
@click.option(
    "--guarantee",
    metavar="all|ID,ID",
    callback=not_empty,
    help="Say which smallest sets of the guarantees written under hold/, all or those named, "
    "would keep the deal, whether who gives them would answer, and the least penalty.",
)
@click.option(
    "--reference",
    type=click.Path(exists=True, dir_okay=False),
    metavar="FILE.csv",
    help="Say how long the agreements of a table held, and nothing of the deal, unless --deal "
    "asks for that too.",
)
@click.option(
    "--like",
    multiple=True,
    metavar="COLUMN=VALUE",
    help="With --reference: only agreements that have this; several values with | between "
    "them, or a range such as year=1990..2010; may be repeated.",
)
@click.option(
    "--reachability",
    type=click.Choice(["sequences", "once", "single"]),
    default="sequences",
    show_default=True,
    help="What several opponents can bring about: any legal sequence of moves, nobody twice in "
    "a row; sequences in which each moves once at most; or one move of one of them.",
)
@click.option(
    "--from",
    "start",
    metavar="STATE|today",
    help="Say how the states that are stable for all can be reached from this one, or a deal "
    "from today, and who would have to move to what it likes no better.",
)
@click.option(
    "--why",
    metavar="STATE",
    help="Say who could leave this state and how, what the others could answer, and why it "
    "would then stay or not.",
)
@click.option(
    "--coalitions",
    is_flag=True,
    help="Say who could leave the deal, or the states that are stable for all, together.",
)
@click.option(
    "--horizon",
    type=click.IntRange(1, 100),
    metavar="MOVES",
    help="Say as well which states are stable for two who look so many moves ahead.",
)
@click.option(
    "--inverse",
    metavar="[STATE|deal]",
    is_flag=False,
    flag_value="deal",
    help="Say by which least change of one number, and of whose, a side that keeps the deal "
    "would leave it, or one that leaves would stay. Of a state of a game, which has to be "
    "named: which preferences make it stable, how many rankings do, and the least change.",
)
@click.option("--states", is_flag=True, help="List the states whatever their number.")
@click.option(
    "--svg",
    type=click.Path(dir_okay=False),
    callback=not_empty,
    help="Draw here, as SVG, who could leave the deal and what the others could answer, or the "
    "states and moves of a small game.",
)
@AS_JSON
@DRAWS
@SEED
@click.pass_context
def command(
    ctx: click.Context,
    folder: str,
    deal: str | None,
    held_by: str | None,
    reader: Reader | None,
    as_of: When | None,
    delivered: tuple[str, ...],
    guarantee: str | None,
    reference: str | None,
    like: tuple[str, ...],
    reachability: str,
    start: str | None,
    why: str | None,
    coalitions: bool,
    horizon: int | None,
    inverse: str | None,
    states: bool,
    svg: str | None,
    as_json: bool,
    draws: int,
    seed: int,
) -> None:
    """Say whether a deal in FOLDER would be kept, or which states of GAME nobody would leave.

    A deal leaves a game: each may break what it undertook or resume fighting, and the others
    may answer. GAME is a Graph Model in a file, JSON or YAML: who decides, the states and moves
    or the options, and what each prefers.
    """
    is_folder = Path(folder).is_dir()
    _refuse_other(ctx, of_file=is_folder)
    if like and not reference:
        raise click.UsageError("--like goes with --reference")
    others = None
    if reference:
        from accord.cli.hold_reference import class_of, tell_class

        others = class_of(reference, like)
        if not deal:
            tell_class(others, as_json)
            return
    if is_folder:
        from accord.cli.hold_deal import hold_deal

        hold_deal(
            folder,
            deal=deal,
            held_by=held_by,
            reader=reader,
            as_of=as_of,
            reachability=reachability,
            delivered=delivered,
            guarantee=guarantee,
            start=start,
            coalitions=coalitions,
            inverse=inverse,
            draws=draws,
            seed=seed,
            svg=svg,
            as_json=as_json,
            others=others,
        )
        return
    from accord.hold import (
        Reachability,
        limited_move,
        read_graph_model,
        stable,
        states_as_written,
        temptations,
    )

    read = read_graph_model(folder)
    if inverse == "deal" and read.place(inverse) is None:
        raise AccordError("in a Graph Model a state is asked about: give --inverse STATE")
    begin, asked, sought = _places(read, (start, why, inverse))
    if (
        any((begin is not None, asked is not None, sought is not None, coalitions))
        and read.size > MOST_WAYS
    ):
        raise AccordError(
            f"ways are looked for in games of {MOST_WAYS:,} states at most: this one has "
            f"{read.size:,}"
        )
    found = stable(read, Reachability(reachability))
    listed = states or read.size <= MOST_LISTED
    reached = None if begin is None else _reached(read, found, begin)
    left = _left_together(read, found) if coalitions else None
    ahead = None if horizon is None else limited_move(read, horizon)
    tempted = None
    if asked is not None:
        tempted = [*temptations(read, asked, found.reachability)]
    if svg:
        from accord.telling.moves_figure import moves_figure
        from accord.telling.svg_style import write_svg

        write_svg(svg, moves_figure(read, found))
        wrote(svg)
    preferences = None
    if sought is not None:
        from accord.hold.inverse import inverse_of

        preferences = inverse_of(read, sought, found.reachability)
    seen = None
    if read.views:
        from accord.hold.hypergame import hypergame

        seen = hypergame(read, found)
    if as_json:
        written = states_as_written(folder)
        told = _as_json(read, found, written, listed)
        told |= _ways_as_json(read, written, begin, reached, left)
        if ahead is not None:
            of = _stable_as_json(read, ahead.each, ahead.equilibria, written, listed)
            told["limited_move"] = {"horizon": ahead.horizon} | of
        if preferences is not None:
            told["inverse"] = _inverse_as_json(read, written, preferences)
        if seen is not None:
            told["misperception"] = _views_as_json(seen, written, listed)
        write_json(told | _why_as_json(read, written, asked, tempted))
        return
    from accord.telling.inverse_words import inverse_lines
    from accord.telling.stability_words import (
        horizon_lines,
        joint_lines,
        stability_lines,
        temptation_lines,
        ways_lines,
    )

    lines = [*stability_lines(read, found, listed)]
    if ahead is not None:
        lines += horizon_lines(read, ahead, listed)
    if seen is not None:
        from accord.telling.hypergame_words import hypergame_lines

        lines += hypergame_lines(seen, listed)
    if asked is not None and tempted is not None:
        lines += temptation_lines(read, asked, tempted)
    if begin is not None and reached is not None:
        lines += ways_lines(read, begin, reached)
    if left is not None:
        lines += joint_lines(read, left)
    if preferences is not None:
        lines += inverse_lines(read, preferences)
    for line in lines:
        click.echo(line)


_OF_A_DEAL = (
    "deal",
    "held_by",
    "reader",
    "as_of",
    "delivered",
    "guarantee",
    "draws",
    "seed",
)
_OF_A_GAME = ("why", "states", "horizon")
"""Options for one of the two alone."""


def _refuse_other(ctx: click.Context, of_file: bool) -> None:
    """Refuse options that are about the other of the two, a folder or a file."""
    what = "a Graph Model in a file" if of_file else "a deal in a folder"
    others = _OF_A_GAME if of_file else _OF_A_DEAL
    given = [
        param.opts[0]
        for param in ctx.command.params
        if param.name in others
        and ctx.get_parameter_source(param.name) is not ParameterSource.DEFAULT
    ]
    if given:
        raise AccordError("\n".join(f"{option} is about {what}" for option in given))


def _places(game: "GraphModel | OptionGame", states: Sequence[str | None]) -> list[int | None]:
    """Return the places of the states that are asked about; None where none is."""
    found = [None if one is None else game.place(one.strip()) for one in states]
    unknown = [
        one
        for one, place in zip(states, found, strict=True)
        if one is not None and place is None
    ]
    if unknown:
        lines = (f"there is no state '{one}' in this game" for one in dict.fromkeys(unknown))
        raise AccordError("\n".join(lines))
    return found


def _stable_for_all(found: "Stability") -> list[int]:
    """Return the states that are stable for all by any concept."""
    import numpy as np

    every = np.logical_or.reduce([*found.equilibria.values()])
    places: list[int] = every.nonzero()[0].tolist()
    return places


def _reached(
    game: "GraphModel | OptionGame", found: "Stability", start: int
) -> "dict[int, Way | None]":
    """Return how each state that is stable for all can be reached; None where it cannot."""
    from accord.hold import ways

    known = ways(game, start)
    return {state: known.get(state) for state in _stable_for_all(found)}


def _left_together(
    game: "GraphModel | OptionGame", found: "Stability"
) -> "dict[int, list[JointMove]]":
    from accord.hold import joint_moves, refuse_many_joint_moves

    states = _stable_for_all(found)
    refuse_many_joint_moves(game, len(states))
    return {state: [*joint_moves(game, state)] for state in states}


def _name(game: "GraphModel | OptionGame", written: dict[str, Any], state: int) -> Any:
    """Return what a state is called, as it is written in the file."""
    called = game.name(state)
    return written.get(called, called)


def _steps(
    game: "GraphModel | OptionGame", written: dict[str, Any], moves: Iterable[tuple[str, int]]
) -> list[list[Any]]:
    """Return who moves to which state, in order."""
    return [[maker, _name(game, written, to)] for maker, to in moves]


def _states(
    game: "GraphModel | OptionGame", written: dict[str, Any], listed: bool, which: "Bools"
) -> dict[str, Any]:
    """Return how many states are so, and which, where they are listed."""
    named = game.named(which.nonzero()[0]) if listed else []
    every = {"states": [written.get(one, one) for one in named]} if listed else {}
    return every | {"count": int(which.sum())}


def _ways_as_json(
    game: "GraphModel | OptionGame",
    written: dict[str, Any],
    start: int | None,
    reached: "dict[int, Way | None] | None",
    left: "dict[int, list[JointMove]] | None",
) -> dict[str, Any]:
    name = partial(_name, game, written)

    steps = partial(_steps, game, written)
    told: dict[str, Any] = {}
    if start is not None and reached is not None:
        told["from"] = name(start)
        told["ways"] = [
            {"to": name(state)}
            | ({"moves": steps(way.moves), "down": way.down} if way else {"moves": None})
            for state, way in reached.items()
        ]
    if left is not None:
        told["coalitions"] = [
            {"from": name(state), "by": [*one.by], "moves": steps(one.moves)}
            for state, some in left.items()
            for one in some
        ]
    return told


def _why_as_json(
    game: "GraphModel | OptionGame",
    written: dict[str, Any],
    asked: int | None,
    tempted: "Iterable[Temptation] | None",
) -> dict[str, Any]:
    if asked is None or tempted is None:
        return {}

    name = partial(_name, game, written)

    return {
        "why": name(asked),
        "temptations": [
            {
                "by": one.maker,
                "to": name(one.to),
                "answers": {
                    concept.value: _steps(game, written, moves)
                    for concept, moves in one.answers.items()
                },
                "then": None if one.then is None else name(one.then),
            }
            for one in tempted
        ],
    }


def _stable_as_json(
    game: "GraphModel | OptionGame",
    each: "Mapping[str, Bools]",
    every: "Bools",
    written: dict[str, Any],
    listed: bool,
) -> dict[str, Any]:
    states = partial(_states, game, written, listed)
    of_all = states(every)
    return {
        "each": {maker: states(which) for maker, which in each.items()},
        **({"all": of_all["states"]} if listed else {}),
        "count": of_all["count"],
    }


def _views_as_json(found: "Hypergame", written: dict[str, Any], listed: bool) -> dict[str, Any]:
    """Return what is stable in each view, by all own views, and who would be surprised."""
    from accord.hold.hypergame import misjudged

    name = partial(_name, found.game, written)

    states = partial(_states, found.game, written, listed)

    def told(concept: "Concept", state: int) -> dict[str, Any]:
        return {
            "state": name(state),
            "as_it_is": bool(found.as_it_is.equilibria[concept][state]),
            "by_own_views": bool(found.kept(concept)[state]),
            "seen_as_stable_by": [
                maker for maker, one in found.seen.items() if one.equilibria[concept][state]
            ],
            "surprised": [
                {"who": one.who, "by": one.kind.value}
                | ({"of": one.of} if one.of else {})
                | ({"to": name(one.to)} if one.to is not None else {})
                | ({"answer": _steps(found.game, written, one.answer)} if one.answer else {})
                for one in misjudged(found, concept, state)
            ],
        }

    return {
        concept.value: {
            "as_seen_by": {
                maker: states(one.equilibria[concept]) for maker, one in found.seen.items()
            },
            "by_own_views": states(found.kept(concept)),
            "looked_at": [told(concept, one) for one in found.looked_at(concept)[:MOST_TOLD]],
        }
        for concept in found.own
    }


def _inverse_as_json(
    game: "GraphModel | OptionGame", written: dict[str, Any], found: "Inverse"
) -> dict[str, Any]:
    name = partial(_name, game, written)
    concepts: dict[str, Any] = {}
    for one in found.each:
        told: dict[str, Any] = {"stable": one.holds}
        told["no_better"] = [
            [[name(state) for state in sorted(some)] for some in clause]
            for clause in one.clauses
        ]
        told["rankings"] = {"count": one.rankings, "of": found.rankings}
        told["least_change"] = one.turn and {
            "pairs": one.turn.pairs,
            "states": [name(state) for state in one.turn.states],
        }
        concepts.setdefault(one.concept.value, {"each": {}})["each"][one.maker] = told
    for concept, count in found.together.items():
        of = found.rankings ** len(game.makers)
        concepts[concept.value]["rankings"] = {"count": count, "of": of}
    return {"state": name(found.state), "concepts": concepts}


def _as_json(
    game: "GraphModel | OptionGame", found: "Stability", written: dict[str, Any], listed: bool
) -> dict[str, Any]:
    concepts = {
        concept.value: _stable_as_json(game, of, found.equilibria[concept], written, listed)
        for concept, of in found.each.items()
    }
    left_out = {concept.value: why for concept, why in found.left_out.items()}
    return {
        **game.about,
        "reachability": found.reachability.value,
        "concepts": concepts,
        **({"left_out": left_out} if left_out else {}),
    }
