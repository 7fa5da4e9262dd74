"""`accord hold FOLDER --reference FILE.csv`: how long the agreements of a table held."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from accord.cli.common import write_json

if TYPE_CHECKING:
    from accord.hold.reference_class import ReferenceClass


def class_of(file: str, like: Sequence[str]) -> "ReferenceClass":
    """Return the agreements of a table that have what is asked for.

    Args:
        file: The table.
        like: Each `COLUMN=VALUE`.

    Raises:
        AccordError: If the table has mistakes, or nothing of the sort.
    """
    from accord.hold.reference_class import alike, read_agreements

    pairs: dict[str, str] = {}
    for one in like:
        column, equals, value = (part.strip() for part in one.partition("="))
        if not (column and equals and value):
            raise click.UsageError(f"write --like COLUMN=VALUE, not '{one}'")
        if column in pairs:
            raise click.UsageError(f"'{column}' is given twice: write {column}=ONE|OTHER")
        pairs[column] = value
    return alike(read_agreements(file), pairs)


def tell_class(one: "ReferenceClass", as_json: bool = False) -> None:
    """Print how long agreements of a kind held.

    Args:
        one: The class.
        as_json: Whether as JSON.
    """
    from accord.telling.reference_words import reference_json, reference_lines

    if as_json:
        write_json({"reference": reference_json(one)})
        return
    from accord.cli import console

    out = console.console()
    head, *lines = reference_lines(one)
    console.heading(out, head)
    for line in lines:
        console.paragraph(out, line)
