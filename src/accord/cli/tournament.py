"""`accord tournament`: everybody against everybody."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from accord.cli.common import (
    AS_CSV,
    AS_JSON,
    FOR_OR_ALL,
    HELD_BY,
    SEED,
    count,
    not_empty,
    write_csv,
    write_json,
)
from accord.cli.output import wrote
from accord.cli.talks import CLUSTER, DRAW, FIGHTING, ROUNDS, RULES, WORKERS, choose_one, fought
from accord.formats import load
from accord.model import Reader

if TYPE_CHECKING:
    from accord.delegates import Recipe
    from accord.play.tournament import Outcome, Results, Seating, Tournament, TournamentCase

COLUMNS = (
    "process",
    "repeat",
    "seed",
    "party",
    "delegate",
    "worth",
    "agreed",
    "rounds",
    "moves",
    "nash",
    "welfare",
    "log",
)


@click.command("tournament")
@click.argument("folders", metavar="FOLDER...", nargs=-1, required=True, type=click.Path())
@click.option(
    "--delegates",
    "listed",
    metavar="NAME[:k=v,...],...",
    multiple=True,
    required=True,
    help="Who takes part, as in 'linear,boulware:beta=0.1,accept=next,micro': what has no '=' "
    "before a colon is a delegate, and what follows with one are its parameters. Can be "
    "repeated.",
)
@FOR_OR_ALL
@HELD_BY
@RULES
@ROUNDS
@FIGHTING
@click.option(
    "--mediator", metavar="NAME[:k=v,...]", help="Who mediates, if the rules need it."
)
@click.option(
    "--repeat",
    default=1,
    show_default=True,
    type=click.IntRange(1),
    help="How often every seating is played, each time with a seed of its own.",
)
@click.option(
    "--sample",
    metavar="N",
    type=click.IntRange(1),
    help="How many seatings of each process to draw, by the seed; otherwise all are played.",
)
@SEED
@DRAW
@WORKERS
@CLUSTER
@click.option(
    "--svg",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    callback=not_empty,
    help="Draw the scores here.",
)
@AS_JSON
@AS_CSV
def command(
    folders: tuple[str, ...],
    listed: tuple[str, ...],
    reader: Reader | None,
    held_by: str | None,
    rules: str | None,
    rounds: int,
    fighting: tuple[str, ...],
    mediator: str | None,
    repeat: int,
    sample: int | None,
    seed: int,
    draw: bool,
    workers: int,
    cluster: str | None,
    svg: str | None,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Let every delegate talk with every other, and with itself, in every seat.

    Each FOLDER is a process; 'accord convert' makes them of Genius, GeniusWeb and NegMAS. A
    seating says who sits for which party. Every talk begins with nothing settled, whatever
    meetings on record have agreed. Scores have 95% intervals: what a delegate's party had in
    the end (its walk-away value without a deal), how often there was a deal, and how far the
    end was from the Nash deal and from the deal with the largest sum of gains.

    --json has the scores and all talks, --csv a row for every seat in every talk. A talk's
    seed, numbers and 'log' (the head of its log, as accord verify tells it) are the same
    whatever plays the talks.
    """
    if as_json and as_csv:
        raise click.UsageError("choose one of --json and --csv")
    choose_one(workers, cluster)
    from accord.delegates import parse
    from accord.play.tournament import Tournament, results_to_json

    delegates = tuple(_recipes(listed))
    sits = None if mediator is None else parse(mediator)
    played = {
        holder: _played(
            Tournament(
                cases=cases,
                delegates=delegates,
                rules=rules or "",
                rounds=rounds,
                repeat=repeat,
                sample=sample,
                seed=seed,
                draws=draw,
                mediator=sits,
            ),
            workers,
            cluster,
        )
        for holder, cases in _cases(folders, reader, held_by, fighting).items()
    }
    several = len(played) > 1
    if svg:
        from accord.telling.svg_style import write_svg
        from accord.telling.tournament_figure import figure
        from accord.telling.tournament_words import holder_name

        named = [holder_name(one, found) if several else "" for one, found in played.items()]
        write_svg(svg, figure(*played.values(), holders=named))
        wrote(svg)
    if as_json:
        from accord.deals import in_turn

        write_json(in_turn({holder: results_to_json(one) for holder, one in played.items()}))
    elif as_csv and several:
        rows = ((holder, *row) for holder, one in played.items() for row in _rows(one.talks))
        write_csv(("holder", *COLUMNS), rows)
    elif as_csv:
        write_csv(COLUMNS, _rows(next(iter(played.values())).talks))
    else:
        _show(played)


def _cases(
    folders: Sequence[str],
    reader: Reader | None,
    held_by: str | None,
    fighting: Sequence[str],
) -> "Mapping[str, tuple[TournamentCase, ...]]":
    """Read the processes; each is called as its folder, or as its path where two are alike."""
    from attrs import evolve

    from accord.play.tournament import cases_by_holder

    called = [Path(folder).resolve().name for folder in folders]
    names = [
        name if called.count(name) == 1 else Path(folder).as_posix()
        for folder, name in zip(folders, called, strict=True)
    ]
    known = [(one, load(one, reader=reader)) for one in folders]
    found = cases_by_holder(known, held_by, names)
    for sentence in found.left_out:
        click.echo(sentence, err=True)
    outside = [fought(fighting, folder, case) for folder, case in known]
    return {
        holder: tuple(
            evolve(case, fighting=models(case.holder))
            for case, models in zip(cases, outside, strict=True)
        )
        for holder, cases in found.by_holder.items()
    }


def _recipes(listed: Sequence[str]) -> "Iterator[Recipe]":
    from accord.delegates import parse

    for text in listed:
        yield from map(parse, split(text))


def split(text: str) -> list[str]:
    """Cut a list of delegates: `a,b:x=1,y=2,c` is a, b with two parameters, and c.

    Args:
        text: The list. A piece between commas that sets a parameter belongs to the delegate
            before it; commas within brackets do not count.
    """
    found: list[str] = []
    depth, piece = 0, ""
    for sign in f"{text},":
        depth += (sign == "(") - (sign == ")")
        if sign != "," or depth > 0:
            piece += sign
            continue
        sets = "=" in piece.partition(":")[0]
        if sets and found:
            found[-1] += f",{piece}"
        elif piece.strip():
            found.append(piece.strip())
        piece = ""
    return found


def _played(asked: "Tournament", workers: int, cluster: str | None) -> "Results":
    """Play the talks where it was asked for, and show how far they are."""
    from accord.cli.progress import progress
    from accord.play.tournament import play_tournament

    click.echo(f"to be played: {count(asked.talks, 'talk', 'talks')}", err=True)
    with progress(asked.talks) as watch:
        return play_tournament(asked, workers=cluster or workers, watch=watch)


def _rows(talks: "Sequence[tuple[Seating, Outcome]]") -> Iterator[tuple[Any, ...]]:
    for seating, one in talks:
        for party, delegate in seating.delegates.items():
            yield (
                seating.case,
                seating.repeat,
                seating.seed,
                party,
                delegate,
                one.worth[party],
                "yes" if one.agreed else "no",
                one.rounds,
                one.moves,
                one.nash,
                one.welfare,
                one.log,
            )


def _show(played: "Mapping[str, Results]") -> None:
    from accord.cli.console import console, table
    from accord.telling import tournament_words as words
    from accord.telling.decision_words import unplayed
    from accord.telling.holder_words import in_turn as said
    from accord.telling.holder_words import readers_of
    from accord.telling.terminal_blocks import show_lines

    to = console()
    cases = [case for found in played.values() for case in found.tournament.cases]
    show_lines(readers_of((case.process, case.interests) for case in cases), to)
    show_lines(unplayed(case.process for case in cases), to)
    if len(played) > 1:
        named = [words.holder_name(one, found) for one, found in played.items()]
        show_lines([(0, said(named))], to)
        for name, (holder, found) in zip(named, played.items(), strict=True):
            goes_by = words.bases_of(holder, found)
            show_lines(((1, f"- {name}: {basis}") for basis in goes_by), to)
    for found in played.values():
        if len(played) > 1:
            to.print()
            whose = words.whose(found)
            show_lines([(0, f"By the numbers of: {whose} (assumptions, not facts)")], to)
        show_lines(words.opening(found), to)
        to.print()
        table(to, words.HEADER, words.rows(found), words.WIDTHS)
        to.print()
        show_lines(words.closing(found), to)
