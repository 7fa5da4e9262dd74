"""The options by which a command is told what somebody's sheet holds."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click

from accord.errors import AccordError
from accord.formats.human_dates import DayOrder
from accord.formats.human_numbers import DecimalSign
from accord.formats.sheet_columns import KEEP, SKIP, ColumnMapping

_OPTIONS = (
    click.option(
        "--map",
        "pairs",
        multiple=True,
        metavar="COLUMN=FIELD",
        help="What a column holds: date, kind, who, text, issue, option, source, link, place, "
        "value, unit, low, high, note ..., or a key of the entry; 'COLUMN=' leaves it out.",
    ),
    click.option("--skip", multiple=True, metavar="COLUMN", help="A column to leave out."),
    click.option(
        "--keep",
        multiple=True,
        metavar="COLUMN",
        help="A column to keep in words, in the text.",
    ),
    click.option("--kind", metavar="KIND", help="What the rows are that do not say it."),
    click.option(
        "--set",
        "others",
        multiple=True,
        metavar="FIELD=VALUE",
        help="What stands in every row that says nothing else.",
    ),
    click.option(
        "--value",
        "values",
        multiple=True,
        metavar="COLUMN:VALUE=VALUE",
        help="What a value of a column means: 'kind:Accord de paix=agreement'.",
    ),
    click.option(
        "--day-first/--month-first",
        default=None,
        help="How 3/4/2015 is meant: 3 April, or 4 March.",
    ),
    click.option(
        "--decimal-comma/--decimal-point",
        default=None,
        help="How 3.500 is meant: three thousand five hundred, or three and a half.",
    ),
    click.option(
        "--header-row",
        metavar="N",
        help="The row that names the columns, or 'none'; looked for if left out.",
    ),
    click.option(
        "--sheet", "sheets", multiple=True, help="A sheet to take; all that are not hidden."
    ),
    click.option(
        "--encoding",
        default="",
        metavar="NAME",
        help="What a CSV file is saved as, such as cp1251; told from its letters if left out.",
    ),
    click.option(
        "--mapping",
        "kept",
        metavar="FILE",
        help="Where all this is kept and used again, or the name of a data set, such as acled.",
    ),
)


def sheet_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add to a command the options that say what a sheet holds."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def mapping_of(
    *,
    pairs: Iterable[str],
    skip: Iterable[str],
    keep: Iterable[str],
    kind: str | None,
    others: Iterable[str],
    values: Iterable[str],
    day_first: bool | None,
    decimal_comma: bool | None,
    header_row: str | None,
    sheets: Iterable[str],
    encoding: str,
    new: Iterable[str],
) -> ColumnMapping:
    """Return what the options say.

    Raises:
        AccordError: If one of them cannot be read.
    """
    columns = dict(_pair(pair, "--map COLUMN=FIELD") for pair in pairs)
    columns |= dict.fromkeys(skip, SKIP) | dict.fromkeys(keep, KEEP)
    given = dict(_pair(pair, "--set FIELD=VALUE", last=False) for pair in others)
    meant: dict[str, dict[str, str]] = {}
    for one in values:
        place, value = _pair(one, "--value 'COLUMN:VALUE=VALUE'")
        column, colon, old = place.partition(":")
        if not colon:
            raise AccordError(f"'--value {one}' has no ':': write --value 'COLUMN:VALUE=VALUE'")
        meant.setdefault(column.strip(), {})[old.strip()] = value
    if header_row not in (None, "none") and not (header_row or "").isdigit():
        raise AccordError(f"'--header-row {header_row}': give the number of a row, or 'none'")
    return ColumnMapping(
        columns=columns,
        set=given | ({"kind": kind} if kind else {}),
        values=meant,
        new=tuple(new),
        order=_either(day_first, DayOrder.DAY, DayOrder.MONTH),
        sign=_either(decimal_comma, DecimalSign.COMMA, DecimalSign.POINT),
        header_row=None if header_row is None else int(header_row.replace("none", "0")),
        sheets=tuple(sheets),
        encoding=encoding,
        asked=frozenset(columns) | {f"{of}:{old}" for of, one in meant.items() for old in one},
    )


Of = TypeVar("Of")


def _either(said: bool | None, one: Of, other: Of) -> Of | None:
    return None if said is None else one if said else other


def _pair(text: str, form: str, *, last: bool = True) -> tuple[str, str]:
    """Part a text at its last equals sign, or at its first."""
    before, equals, after = text.rpartition("=") if last else text.partition("=")
    if not equals:
        option = form.partition(" ")[0]
        raise AccordError(f"'{option} {text}' has no '=': write {form}")
    return before.strip(), after.strip()
