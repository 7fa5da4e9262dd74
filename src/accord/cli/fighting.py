"""`accord fighting`: models of what happens between rounds, and what each says by itself."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

import click
from attrs import asdict

from accord.cli.common import AS_JSON, AS_OF, FOR, write_json
from accord.cli.console import console, heading, paragraph, table
from accord.errors import AccordError
from accord.fighting import (
    FightingModel,
    ModelAnswer,
    ModelDescription,
    as_text,
    catalogue,
    describe,
    files_of,
    model_named,
    model_plain,
    parse,
    written_in_texts,
)
from accord.fighting.suggested import suggested
from accord.formats import load
from accord.model import Reader, When
from accord.record import Case

_WIDTH = 10
"""Columns of a number with six decimals, and of what stands over it."""

_NAME = 18
"""Columns of the name of a number; longer ones are folded."""


@click.command("fighting")
@click.argument("model", required=False)
@click.option(
    "--record",
    "folder",
    type=click.Path(),
    is_eager=True,
    metavar="FOLDER",
    help="List what the record of this folder has on which a number could rest: what happened "
    "outside the room, and figures with the range of all that is claimed and who says so. "
    "It suggests, and sets nothing.",
)
@AS_OF
@FOR
@AS_JSON
def command(
    model: str | None,
    folder: str | None,
    as_of: When | None,
    reader: Reader,
    as_json: bool,
) -> None:
    """Say what a MODEL of the fighting has by itself, of its parameters alone.

    MODEL is such as 'battles:n=6,k=3,p=0.5,d=0.9': chances, worths of fighting on, ranges of
    peace, each with its formula; of ranges, at their middle. It is about no case: what a model
    does to talks is for 'accord play FOLDER --fighting MODEL'. With a name alone, such as
    'battles': its parameters and where it comes from. Without MODEL: which models there are.
    """
    if folder is not None:
        if model not in (None, "recorded"):
            raise click.UsageError(f"--record suggests no numbers of {model}")
        _suggest(folder, load(folder, reader=reader).as_of(as_of), as_json)
    elif model is None:
        _list([describe(kind) for kind in catalogue().values()], as_json)
    elif ":" not in model:
        _show(describe(model_named(model.strip())), as_json)
    else:
        _answer(parse(model), as_json)


def _list(found: list[ModelDescription], as_json: bool) -> None:
    left_out = [*catalogue().left_out.values()]
    if as_json:
        write_json([asdict(one) for one in found])
        for one in left_out:
            click.echo(one, err=True)
        return
    to = console()
    widest = max(len(one.name) for one in found)
    table(to, (), [(one.name, one.summary) for one in found], (widest, None))
    to.print()
    for sentence in left_out:
        paragraph(to, f"Left out: {sentence}")
    paragraph(to, "More about one: accord fighting NAME")


def _show(one: ModelDescription, as_json: bool) -> None:
    if as_json:
        write_json(asdict(one))
        return
    to = console()
    heading(to, one.name)
    paragraph(to, one.summary)
    if one.source:
        paragraph(to, f"Source: {one.source}")
    to.print()
    rows = [
        (p.name, p.default, f"{p.about} ({p.bounds})" if p.bounds else p.about)
        for p in one.parameters
    ]
    names, defaults = (max(len(row[column]) for row in rows) for column in (0, 1))
    widths = max(9, names), max(7, defaults), None
    table(to, ("parameter", "default", "what it is"), rows, widths)


def _answer(model: FightingModel, as_json: bool) -> None:
    answers = [*model.at().answers()]
    if not answers:
        raise AccordError(
            f"{model.name} says nothing by itself of these numbers alone: 'accord fighting "
            f"{model.name}' lists what may be set beside"
            if written_in_texts(type(model))
            else f"{model.name} says nothing by itself: it does what is written in a file"
        )
    if as_json:
        write_json(_plain(model, answers))
        return
    to = console()
    heading(to, as_text(model))
    paragraph(
        to,
        "What follows from these numbers alone, under the assumptions of the model; ranges at "
        "their middle. It is about no case.",
    )
    single = [one for one in answers if not one.over]
    if single:
        to.print()
        rows = [
            (one.key.replace("_", " "), _written(one.value), f"{one.words}: {one.formula}")
            for one in single
        ]
        table(to, ("", "", "what it is"), rows, (_NAME, _WIDTH, None))
    listed = sorted((one for one in answers if one.over), key=lambda one: one.over)
    said: dict[str, str] = {}
    for over, group in groupby(listed, key=lambda one: one.over):
        for some in _columns([*group], to.width):
            to.print()
            _numbers(to, over, some, said)


def _suggest(folder: str, case: Case, as_json: bool) -> None:
    found = suggested(case, files_of(folder, case))
    if as_json:
        write_json([{**asdict(one), "date": str(one.date)} for one in found])
        return
    to = console()
    if not found:
        paragraph(to, "The record has nothing of what happened outside the room.")
        return
    rows = (
        (
            f"{one.date.day}\n{', '.join(one.entries)}",
            f"{one.said}\n{one.range}" if one.range else one.said,
            "\n".join([*one.by, *(f"rests on it: {name}" for name in one.rests)]),
        )
        for one in found
    )
    table(to, ("entry", "what", "who says so"), rows, (22, None, 22), lines=True)
    to.print()
    paragraph(
        to,
        "None of this moves a walk-away value. Whoever assumes that it does writes by how much "
        "in a file of fighting/, with this entry: 'model: recorded'.",
    )


def _plain(model: FightingModel, answers: Iterable[ModelAnswer]) -> dict[str, Any]:
    plain: dict[str, Any] = {**model_plain(model), "answers": {}, "formulas": {}}
    for one in answers:
        value = list(one.value) if isinstance(one.value, tuple) else one.value
        plain["answers"][one.key] = value
        over = {"by": one.over, "from": one.start} if one.over else {}
        plain["formulas"][one.key] = {"what": one.words, "formula": one.formula, **over}
    return plain


def _columns(listed: Sequence[ModelAnswer], width: int) -> Iterator[Sequence[ModelAnswer]]:
    """Cut lists into as many as stand beside one another."""
    most = max(1, (width - 6) // (_WIDTH + 3))
    for first in range(0, len(listed), most):
        yield listed[first : first + most]


def _numbers(to: Any, over: str, listed: Sequence[ModelAnswer], said: dict[str, str]) -> None:
    """Draw lists of numbers beside one another, and what each is under them.

    A formula is written once: under others that go by it stands which list has it.
    """
    values = [one.value if isinstance(one.value, tuple) else () for one in listed]
    rows = [
        (str(listed[0].start + place), *map(_written, row))
        for place, row in enumerate(zip(*values, strict=True))
    ]
    header = (over, *(one.key.replace("_", " ") for one in listed))
    table(to, header, rows, (6, *([_WIDTH] * len(listed))))
    legend = []
    for one in listed:
        name = one.key.replace("_", " ")
        first = said.setdefault(one.formula, name)
        how = one.formula if first == name else f"as {first}"
        legend.append((name, f"{one.words}: {how}"))
    table(to, (), legend, (max(len(name) for name, _ in legend), None))


def _written(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:d}" if isinstance(value, int) else f"{value:.6f}"
