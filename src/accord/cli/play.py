"""`accord play`: will they reach it?"""

import sys
from collections.abc import Iterable, Mapping
from contextlib import closing
from typing import TYPE_CHECKING, Any

import click
from attrs import evolve, frozen

from accord.cli.common import (
    AS_JSON,
    AS_OF,
    FOLDER,
    HELD_BY,
    SEED,
    holders_of,
    in_one_file,
    in_turn,
    lacks,
    write_json,
)
from accord.cli.output import hush, wrote
from accord.cli.talks import (
    CLUSTER,
    DRAW,
    NO_PROGRAM,
    ROUNDS,
    RULES,
    WORKERS,
    choose_one,
)
from accord.errors import AccordError
from accord.formats import load
from accord.model import Interests, When
from accord.record import Case

if TYPE_CHECKING:
    from accord.delegates import Recipe
    from accord.play import Game
    from accord.play.span import Spanned


@click.command("play")
@FOLDER
@AS_OF
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
@SEED
@DRAW
@click.option(
    "--log", metavar="FILE", type=click.Path(dir_okay=False), help="Write the log here."
)
@click.option(
    "--svg", metavar="FILE", type=click.Path(dir_okay=False), help="Draw the offers here."
)
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
@AS_JSON
def command(
    folder: str,
    as_of: When | None,
    held_by: str | None,
    seated: tuple[str, ...],
    rules: str,
    rounds: int,
    shifted: tuple[str, ...],
    seed: int,
    draw: bool,
    log: str | None,
    svg: str | None,
    talks: int | None,
    workers: int,
    cluster: str | None,
    out: str | None,
    no_span: bool,
    measured: int,
    as_json: bool,
) -> None:
    """Let programs play the talks of FOLDER, and tell how they go.

    Without -n: one talk, told round by round. With -n: what many talks come to, and what 100
    such talks come to with every program in all seats of parties, for a share of talks says
    more of the programs than of the case. Ctrl-C ends them early and says what those played so
    far came to.
    """
    if talks is None and (out or cluster or no_span or workers > 1):
        raise click.UsageError(
            "--out, --workers, --cluster and --no-span are for many talks: add -n N"
        )
    choose_one(workers, cluster)
    if talks is not None and (log or svg):
        raise click.UsageError(
            "--log and --svg are for one talk: leave out -n, or retell one of many with --draw "
            "and its seed"
        )
    known = load(folder).as_of(as_of)
    holders = holders_of(known, held_by, NO_PROGRAM)
    for option, file in (("--log", log), ("--out", out)):
        if file:
            in_one_file(option, holders)

    from accord.play import game, parse_rules, parse_seats, parse_shifts
    from accord.telling import holder_words as words
    from accord.telling.deals_by_holder import bases, holder_name

    rules_ = parse_rules(rules, len(known.process.parties), rounds)
    seats, shifts = parse_seats(seated), parse_shifts(shifted)
    asked: dict[str, _Asked] = {}
    told: dict[str, dict[str, Any]] = {}
    for one in holders:
        name = one.id
        if said := lacks(known, one):
            told[name] = {"missing": f"{said}, so {NO_PROGRAM}"}
            continue
        told[name] = {}  # in its place
        set_up = game(
            known.process,
            one.held,
            rules_,
            seats,
            assumed=known.interests,
            seed=seed,
            draws=draw,
        )
        set_up = evolve(set_up, shifts=shifts, measured=measured)
        day = words.dated(known.process, one.held)
        holder = f"{holder_name(known, one)}, as of {day}" if day else holder_name(known, one)
        asked[name] = _Asked(known, holder, set_up, one.held, seats)
    if not asked:
        raise AccordError("\n".join(one["missing"] for one in told.values()))
    if not as_json and len(holders) > 1:
        show([(0, words.in_turn([holder_name(known, one) for one in holders]))])
        show(
            (1, f"- {holder_name(known, one)}: {basis}")
            for one in holders
            for basis in bases(known.process, one.interests)
        )
        show([(0, f"{one['missing']}.") for one in told.values() if one])
    stopped = False
    if talks is None:
        told |= _one(asked, log, svg, as_json, len(holders) > 1)
    else:
        for name, each in asked.items():
            if len(holders) > 1 and not as_json:
                click.echo()
            told[name], stopped = each.many(talks, workers, cluster, out, no_span, as_json)
            if stopped:
                break
    if as_json:
        write_json(in_turn({name: one for name, one in told.items() if one}))
    if stopped:
        sys.exit(130)


def _one(
    asked: "Mapping[str, _Asked]",
    log: str | None,
    svg: str | None,
    as_json: bool,
    several: bool,
) -> dict[str, dict[str, Any]]:
    """Play one talk by each holder's numbers, and tell it."""
    from accord.play import play, played_to_json
    from accord.telling.talk_by_round import told

    talks = {name: play(one.game) for name, one in asked.items()}
    if log:
        from accord.store import log_lines, write_log
        from accord.talks import to_json

        (played,) = talks.values()
        write_log(log, log_lines(map(to_json, played.log)))
        wrote(log)
    process = next(iter(asked.values())).case.process
    if svg:
        from accord.telling.offers_figure import offers_figure
        from accord.telling.svg_style import write_svg

        names = [one.holder if several else "" for one in asked.values()]
        write_svg(svg, offers_figure(process, *talks.values(), holders=names))
        wrote(svg)
    if as_json:
        return {name: played_to_json(one) for name, one in talks.items()}
    for name, played in talks.items():
        if several:
            click.echo()
        show(told(process, played, asked[name].holder))
    return {}


@frozen
class _Asked:
    """What was asked, and of what."""

    case: Case
    holder: str
    game: "Game"
    interests: tuple[Interests, ...]
    seated: "Mapping[str, Recipe]"

    def many(
        self,
        talks: int,
        workers: int,
        cluster: str | None,
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
            played = play_talks(
                self.game, talks, workers=cluster or workers, out=out, watch=watch
            )
        if out is not None:
            hush(out)
        found = played.statistics
        span = None if no_span or played.stopped else self.span(workers)
        plain: dict[str, Any] = {}
        if as_json:
            listed = None if span is None else [one.to_json() for one in span]
            plain = {**played.to_json(), "span": listed}
            plain |= {"engine": played.engine, "seconds": played.seconds}
        else:
            from accord.telling.many_talks import how_played, tallied

            show(tallied(self.case.process, self.game, found, self.holder, span))
            show([(0, how_played(played))])
        if played.stopped:
            click.echo(f"stopped after {played.talks} of {talks} talks", err=True)
        elif span is None and not no_span:
            click.echo("stopped before every program had played its talks", err=True)
        return plain, played.stopped or (span is None and not no_span)

    def span(self, workers: int) -> "tuple[Spanned, ...] | None":
        """Play the same talks with every program in all seats; None where Ctrl-C ended them."""
        from accord.cli.progress import watched
        from accord.play.span import span
        from accord.play.workers import processors

        coming = span(
            self.case.process,
            self.interests,
            self.game.setup.rules,
            self.seated,
            assumed=self.case.interests,
            seed=self.game.seed,
            shifts=self.game.shifts,
            workers=max(workers, processors()),
        )
        try:
            with closing(coming):
                return tuple(watched(coming))
        except KeyboardInterrupt:
            return None


def show(lines: Iterable[tuple[int, str]]) -> None:
    """Print lines at their indents."""
    from accord.cli.console import console
    from accord.telling.terminal_blocks import show_lines

    show_lines(lines, console())
