"""A spreadsheet as it was read: sheets with a header, rows of texts, and what is to be said."""

from collections.abc import Mapping
from string import ascii_uppercase

from attrs import frozen
from frozendict import frozendict

from accord.errors import Problem

AUTHOR = "Accord"
"""Whose the comments are behind the cells of a matrix that was exported."""


@frozen
class SheetRow:
    """One row of a sheet.

    Attributes:
        line: The line it starts on in the file, or its number in the spreadsheet.
        cells: Its cells.
        errors: What is wrong with a cell, by its place: `holds #N/A`.
        fault: Why the row as a whole cannot be taken; nothing if it can.
        fills: The colours behind cells, by their places.
    """

    line: int
    cells: tuple[str, ...]
    errors: Mapping[int, str] = frozendict()
    fault: str = ""
    fills: Mapping[int, str] = frozendict()

    @property
    def filled(self) -> bool:
        """Return whether there is more than blanks in it."""
        return any(map(str.strip, self.cells))


@frozen
class Sheet:
    """A sheet with a header.

    Attributes:
        file: How to name it in a sentence.
        header: What the columns are called: by their letters where the sheet has no header.
        rows: The rows of its table that are not blank.
        name: What the sheet is called.
        header_row: The number of the row that holds the header; 0 if none does.
        notices: What was left out, or was read otherwise than it stands there.
        title: What stands alone in a row above the header, if anything does.
        headings: What stands in rows that are one cell, merged across, by their numbers; they
            are not among the rows.
    """

    file: str
    header: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    name: str = ""
    header_row: int = 1
    notices: tuple[Problem, ...] = ()
    title: str = ""
    headings: Mapping[int, str] = frozendict()


@frozen
class Spreadsheet:
    """The sheets of a file that hold a table.

    Attributes:
        sheets: The sheets by name, in order.
        notices: What is not among them, such as sheets that are hidden.
    """

    sheets: Mapping[str, Sheet]
    notices: tuple[Problem, ...] = ()


def letters(place: int) -> str:
    """Return what a spreadsheet calls a column, counted from 0: A, B, ... Z, AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = ascii_uppercase[rest] + name
    return name


def column(header: tuple[str, ...], place: int) -> str:
    """Return how to name a column in a sentence: by its header, else by its letter."""
    return (header[place] if place < len(header) else "") or letters(place)
