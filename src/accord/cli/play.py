"""`accord play`: will they reach it?"""

import sys
from collections.abc import Iterable, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from accord.cli.common import (
    AS_JSON,
    AS_OF,
    FOLDER,
    FOR_OR_ALL,
    HELD_BY,
    SEED,
    in_one_file,
    not_empty,
    write_json,
)
from accord.cli.output import hush, wrote
from accord.cli.talks import CLUSTER, DRAW, FIGHTING, ROUNDS, RULES, WORKERS, choose_one, fought
from accord.errors import AccordError
from accord.formats import load
from accord.model import Reader, When

if TYPE_CHECKING:
    from accord.play import HolderGame, Played
    from accord.play.span import Spanned


@click.command("play")
@FOLDER
@AS_OF
@FOR_OR_ALL
@HELD_BY
@click.option(
    "--seat",
    "seated",
    metavar="PARTY=DELEGATE[:k=v,...]",
    multiple=True,
    help="The program that sits for a party, a principal (PARTY-principal) or the mediator.",
)
@RULES
@ROUNDS
@click.option(
    "--shift",
    "shifted",
    metavar="PARTY=POINTS@ROUND",
    multiple=True,
    help="Assume that a party's walk-away value moves by so many points when a round begins.",
)
@FIGHTING
@click.option(
    "--agreed",
    metavar="ISSUE=OPTION",
    multiple=True,
    help="An issue that is settled when the talks begin; so is what meetings on record have "
    "agreed in this form.",
)
@SEED
@DRAW
@click.option(
    "--log",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    callback=not_empty,
    help="Write the log here.",
)
@click.option(
    "--svg",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    callback=not_empty,
    help="Draw the offers here.",
)
@click.option(
    "--course",
    "drawn",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    callback=not_empty,
    help="With --fighting or --shift: draw the walk-away values by the round here, and in "
    "which rounds some deal clears them.",
)
@click.option("--story", is_flag=True, help="Tell one talk round by round too.")
@click.option(
    "-n",
    "talks",
    metavar="N",
    type=click.IntRange(1),
    help="Play so many talks, each with numbers drawn from the ranges by a seed of its own.",
)
@WORKERS
@CLUSTER
@click.option(
    "--out",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    callback=not_empty,
    help="With -n: write a row for every talk here, .csv or .parquet; what is there is "
    "continued.",
)
@click.option(
    "--no-span",
    is_flag=True,
    help="With -n: leave out what the same talks come to with every other program.",
)
@click.option(
    "--measure",
    "measured",
    metavar="M",
    default=100,
    show_default=True,
    type=click.IntRange(0),
    help="With -n: of how many talks, the first ones, to find how far the deal is from the "
    "frontier.",
)
@click.option(
    "--numbers-from-marks",
    "made",
    is_flag=True,
    help="Make numbers from marks by a stated rule, as nobody's numbers are at hand. They say "
    "nothing of the case, and every output says so.",
)
@AS_JSON
def command(
    folder: str,
    as_of: When | None,
    reader: Reader | None,
    held_by: str | None,
    seated: tuple[str, ...],
    rules: str | None,
    rounds: int,
    shifted: tuple[str, ...],
    fighting: tuple[str, ...],
    agreed: tuple[str, ...],
    seed: int,
    draw: bool,
    log: str | None,
    svg: str | None,
    drawn: str | None,
    story: bool,
    talks: int | None,
    workers: int,
    cluster: str | None,
    out: str | None,
    no_span: bool,
    measured: int,
    made: bool,
    as_json: bool,
) -> None:
    """Let programs play the talks of FOLDER, and tell how they go.

    Without -n: how one talk ends, and with --story how it goes. With -n: what many talks come
    to, and what 100 such talks come to with every program in all seats of parties, for a share
    of talks says more of the programs than of the case. Ctrl-C ends them early and says what
    those played so far came to.
    """
    asked = click.get_current_context().get_parameter_source("measured")
    measures = asked is not ParameterSource.DEFAULT
    if talks is None and (out or cluster or no_span or measures or workers > 1):
        raise click.UsageError(
            "--out, --workers, --cluster, --no-span and --measure are for many talks: add -n N"
        )
    choose_one(workers, cluster)
    if talks is not None and (log or svg or story):
        raise click.UsageError(
            "--log, --svg and --story are for one talk: leave out -n, or retell one of many "
            "with --draw and its seed"
        )
    if drawn and not (fighting or shifted):
        raise click.UsageError(
            "--course draws what is assumed to happen between the rounds: add --fighting"
        )
    if made and (log or svg or out or drawn):
        raise click.UsageError(
            "--log, --svg, --course and --out write files that could be passed on without a "
            "word on whose numbers they are of: leave them out with --numbers-from-marks"
        )
    from accord.fighting.scripted import parse_shifts
    from accord.play import (
        games_by_holder,
        parse_agreed,
        parse_rules,
        parse_seats,
    )
    from accord.play.holder_games import NO_PROGRAM
    from accord.play.numbers_from_marks import MADE, numbers_from_marks

    known = load(folder, reader=reader).as_of(as_of)
    if made:
        known = numbers_from_marks(known)
    elif known.sheets and not known.perspectives:
        raise AccordError(
            "nobody holds numbers here, only marks, so no program can sit at the table; "
            "--numbers-from-marks makes some, by a stated rule that knows nothing of the case"
        )
    holders = known.holders(held_by, NO_PROGRAM)
    outside, shifts = fought(fighting, folder, known), parse_shifts(shifted)
    for option, file in (("--log", log), ("--out", out)):
        if file:
            in_one_file(option, holders)
    games = games_by_holder(
        known,
        holders,
        parse_rules(rules or "", len(known.process.parties), rounds),
        parse_seats(seated),
        fighting=lambda holder: (*outside(holder), *shifts),
        settled=parse_agreed(agreed),
        seed=seed,
        draws=draw,
        measured=measured,
    )
    able = [one for one in games if one.made is not None]
    told = {
        one.perspective.id: {"missing": one.missing} if one.missing else {} for one in games
    }
    if not as_json:
        from accord.telling.decision_words import unplayed
        from accord.telling.holder_words import holder_lines, readers_of

        show(readers_of((known.process, one.held) for one in holders))
        show([(0, MADE)] if made else [])
        show(unplayed([known.process]))
    if not as_json and len(games) > 1:
        show(holder_lines(known, holders))
        show((0, f"{one.missing}.") for one in games if one.missing)
    stopped = False
    if talks is None:
        _play_one(able, told, log, svg, drawn, as_json, len(games) > 1, story)
    else:
        for one in able:
            if len(games) > 1 and not as_json:
                click.echo()
            told[one.perspective.id], stopped = _play_many(
                one, talks, cluster or workers, out, no_span, as_json
            )
            if stopped:
                break
    if drawn and talks is not None:
        _draw_courses(drawn, able, len(games) > 1, talks)
    if as_json:
        note = {"numbers_made_from_marks": MADE} if made else {}
        from accord.deals import in_turn

        write_json(in_turn({holder: note | one for holder, one in told.items() if one}))
    if stopped:
        sys.exit(130)


def _play_one(
    games: "Sequence[HolderGame]",
    told: dict[str, dict[str, Any]],
    log: str | None,
    svg: str | None,
    drawn: str | None,
    as_json: bool,
    several: bool,
    story: bool,
) -> None:
    """Play one talk by each holder's numbers, and tell it."""
    from accord.play import play, played_to_json
    from accord.telling.holder_words import dated_name
    from accord.telling.talk_by_round import told as lines

    played = [play(one.game) for one in games]
    names = [dated_name(one.case, one.perspective) for one in games]
    process = games[0].case.process
    if log:
        from accord.store import log_lines, write_log
        from accord.talks import to_json

        write_log(log, log_lines(map(to_json, played[0].log)))
        wrote(log)
    if svg:
        from accord.telling.offers_figure import offers_figure
        from accord.telling.svg_style import write_svg

        write_svg(svg, offers_figure(process, *played, holders=names if several else [""]))
        wrote(svg)
    if drawn:
        _draw_courses(drawn, games, several, played=played)
    for one, talk, name in zip(games, played, names, strict=True):
        if as_json:
            told[one.perspective.id] = played_to_json(talk)
            continue
        if several:
            show([(0, ""), (0, f"By the numbers of {name}:")])
        show(lines(process, talk, name, story=story))
    if not (as_json or story):
        show([(0, ""), (0, "How it went, round by round: --story")])


def _draw_courses(
    file: str,
    games: "Sequence[HolderGame]",
    several: bool,
    talks: int = 0,
    played: "Sequence[Played]" = (),
) -> None:
    """Draw the walk-away values by the round, in one talk or over many, by each holder."""
    from accord.play.walk_away_paths import path_of, paths_of
    from accord.telling.holder_words import dated_name
    from accord.telling.svg_style import write_svg
    from accord.telling.walk_away_figure import walk_away_figure

    paths = [paths_of(one.game, talks) if talks else path_of(one.game) for one in games]
    names = [dated_name(one.case, one.perspective) if several else "" for one in games]
    write_svg(file, walk_away_figure(games[0].case.process, paths, names, played))
    wrote(file)


def _play_many(
    asked: "HolderGame",
    talks: int,
    workers: int | str,
    out: str | None,
    no_span: bool,
    as_json: bool,
) -> tuple[dict[str, Any], bool]:
    """Play many talks, and say what they came to.

    Returns:
        What JSON says, where it was asked for, and whether they were stopped.
    """
    from accord.cli.progress import progress
    from accord.play import play_talks

    with progress(talks) as watch:
        played = play_talks(asked.game, talks, workers=workers, out=out, watch=watch)
    if out is not None:
        hush(out)
    found = played.statistics
    span = None if no_span or played.stopped else _span(asked, workers)
    plain: dict[str, Any] = {}
    if as_json:
        listed = None if span is None else [one.to_json() for one in span]
        plain = {**played.to_json(), "span": listed}
        plain |= {"engine": played.engine, "seconds": played.seconds}
    else:
        from accord.telling.holder_words import dated_name
        from accord.telling.many_talks import how_played, tallied

        name = dated_name(asked.case, asked.perspective)
        show(tallied(asked.case.process, asked.game, found, name, span))
        show([(0, how_played(played))])
    if played.stopped:
        click.echo(f"stopped after {played.talks} of {talks} talks", err=True)
    elif span is None and not no_span:
        click.echo("stopped before every program had played its talks", err=True)
    return plain, played.stopped or (span is None and not no_span)


def _span(asked: "HolderGame", workers: int | str) -> "tuple[Spanned, ...] | None":
    """Play the same talks with every program in all seats; None where Ctrl-C ended them."""
    from accord.cli.progress import watched
    from accord.play.workers import processors

    several = workers if isinstance(workers, int) else 1
    try:
        with closing(asked.span(max(several, processors()))) as coming:
            return tuple(watched(coming))
    except KeyboardInterrupt:
        return None


def show(lines: Iterable[tuple[int, str]]) -> None:
    """Print lines at their indents."""
    from accord.cli.console import console
    from accord.telling.terminal_blocks import show_lines

    show_lines(lines, console())
