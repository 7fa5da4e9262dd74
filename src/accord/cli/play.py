"""`accord play`: will they reach it?"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor
from typing import TYPE_CHECKING

import click
from attrs import evolve, frozen

from accord.cli.common import AS_JSON, AS_OF, FOLDER, HELD_BY, SEED, perspective_of, write_json
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
from accord.formats import Folder, load
from accord.model import Interests, When

if TYPE_CHECKING:
    from accord.cli.playing import Held
    from accord.delegates import Recipe
    from accord.play import Game
    from accord.play.span import Spanned


SHORT = 0.1
"""In seconds; what is shorter is said to be."""


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
    help="Hold so many talks, each with numbers drawn from the ranges by a seed of its own.",
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
    as_json: bool,
) -> None:
    """Let programs hold the talks of FOLDER, and tell how they go.

    Without -n: one talk, told round by round. With -n: what many talks come to, and what 100
    such talks come to with every program in all seats of parties, for a share of talks says
    more of the programs than of the case. Ctrl-C ends them early and says what those held so
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
    read = load(folder)
    known = read.as_of(as_of) if as_of is not None else read
    perspective = perspective_of(known, held_by, NO_PROGRAM)
    interests = tuple(perspective.interests[p] for p in known.process.parties)

    from accord.brief.outlook import holder_name
    from accord.play import game, parse_rules, parse_seats, parse_shifts

    rules_ = parse_rules(rules, len(interests), rounds)
    seats = parse_seats(seated)
    set_up = game(
        known.process,
        interests,
        rules_,
        seats,
        assumed=known.interests,
        seed=seed,
        draws=draw,
    )
    set_up = evolve(set_up, shifts=parse_shifts(shifted))
    asked = _Asked(known, holder_name(known, perspective), set_up, interests, seats)
    if talks is None:
        asked.one(log, svg, as_json)
    else:
        asked.many(talks, workers, cluster, out, no_span, as_json)


@frozen
class _Asked:
    """What was asked, and of what."""

    folder: Folder
    holder: str
    game: "Game"
    interests: tuple[Interests, ...]
    seated: "Mapping[str, Recipe]"

    def one(self, log: str | None, svg: str | None, as_json: bool) -> None:
        """Hold one talk, and tell it."""
        from accord.play import play, played_to_json

        played = play(self.game)
        if log:
            from accord.store import write_log
            from accord.talks import to_json

            write_log(log, map(to_json, played.log))
            wrote(log)
        if svg:
            from accord.brief.ink import write_svg
            from accord.brief.offers import offers_figure

            write_svg(svg, offers_figure(self.folder.process, played))
            wrote(svg)
        if as_json:
            write_json(played_to_json(played))
            return
        from accord.brief.told import told

        show(told(self.folder.process, played, self.holder))

    def many(
        self,
        talks: int,
        workers: int,
        cluster: str | None,
        out: str | None,
        no_span: bool,
        as_json: bool,
    ) -> None:
        """Hold many talks, and say what they came to."""
        from accord.cli.playing import hold, spanned
        from accord.delegates.catalogue import recipe
        from accord.play import counted, shifts_to_json, statistics_to_json

        held = hold(self.game, talks, workers, cluster, out)
        if out is not None:
            hush(out)
        found = counted(self.game, held.tally)
        leave = no_span or held.stopped
        span = None if leave else spanned(self.span, workers)
        if as_json:
            plain = {
                **statistics_to_json(found),
                "shifts": shifts_to_json(self.game.shifts),
                "rules": self.game.setup.rules.name,
                "rounds": self.game.setup.rules.rounds,
                "delegates": {seat: str(recipe(d)) for seat, d in self.game.delegates.items()},
                "span": None if span is None else [one.to_json() for one in span],
            }
            write_json({**plain, "engine": held.engine, "seconds": held.seconds})
        else:
            from accord.brief.tallied import tallied

            show(tallied(self.folder.process, self.game, found, self.holder, span))
            show([(0, self._how(held))])
        if held.stopped:
            click.echo(f"stopped after {held.talks} of {talks} talks", err=True)
            sys.exit(130)
        if span is None and not no_span:
            click.echo("stopped before every program had held its talks", err=True)
            sys.exit(130)

    def span(self, executor: "Executor | None") -> "Iterator[Spanned]":
        """Hold the same talks with every program in all seats of parties."""
        from accord.play.span import span

        return span(
            self.folder.process,
            self.interests,
            self.game.setup.rules,
            self.seated,
            assumed=self.folder.interests,
            seed=self.game.seed,
            shifts=self.game.shifts,
            executor=executor,
        )

    def _how(self, held: "Held") -> str:
        """Say how many talks were held, and by what."""
        new = held.talks - held.read
        before = f"{held.read:,} talks were read from the file" if held.read else ""
        if not new:
            return f"{before}, and none was held."
        talks = "1 talk was" if new == 1 else f"{new:,} talks were"
        said = f"{talks} held by the {held.engine} engine"
        both = f"{before}; {said}" if before else said
        took = f"{held.seconds:.1f}" if held.seconds >= SHORT else f"less than {SHORT:.1f}"
        return f"{both}, in {took} s.{self._why(held)}"

    def _why(self, held: "Held") -> str:
        """Say why talks that were many were held by the slower engine."""
        from accord.play.engines import are_many, why_table

        slow = held.engine == "table" and are_many(self.game, held.talks)
        return f" {why_table(self.game)}" if slow else ""


def show(lines: Iterable[tuple[int, str]]) -> None:
    """Print lines at their indents."""
    from accord.brief.terminal import show_lines
    from accord.cli.terminal import console

    show_lines(lines, console())
