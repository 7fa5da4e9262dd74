"""What is drawn on a terminal: tables and headings, readable at 80 columns and in a pipe."""

import os
import sys
import textwrap
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from accord.record.words import clean

if TYPE_CHECKING:
    from rich.console import Console

PIPED = 100
"""Columns of output that goes into a file or a pipe."""
CHUNK = 500
"""Rows laid out at once; longer tables are drawn in pieces, so that they start at once."""


def console() -> "Console":
    """Open the terminal; no colour where it is not wanted or nobody sees it."""
    from rich.console import Console

    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else PIPED
    return Console(width=width, markup=False, emoji=False, highlight=False, soft_wrap=False)


def short(text: str, most: int) -> str:
    """Cut a text on one line to so many characters, at a word where that can be."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    head, _, _ = cut.rpartition(" ")
    return f"{(head if len(head) > most // 2 else cut).rstrip(' ,;:')}…"


def fold(text: str, width: int | None) -> str:
    """Break words that are wider than a column, after a hyphen where there is one."""
    if width is None or all(len(word) <= width for word in text.split()):
        return text
    return "\n".join(textwrap.fill(line, width) for line in text.split("\n"))


def table(
    to: "Console",
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    widths: Sequence[int | None],
    *,
    lines: bool = False,
) -> None:
    """Draw rows under a header.

    Args:
        to: Where.
        header: What the columns are called; nothing for rows alone.
        rows: The cells, as text.
        widths: Width of each column; None where it takes what is left, shared evenly.
        lines: Whether to leave an empty line between rows.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    def start(first: bool) -> Table:
        new = Table(
            box=box.SIMPLE_HEAD if first and header else None,
            show_header=first and bool(header),
            pad_edge=False,
            show_edge=False,
            expand=True,
            leading=1 if lines else 0,
        )
        for name, width in zip(header or [""] * len(widths), widths, strict=True):
            new.add_column(
                name, width=width, ratio=None if width else 1, overflow="fold", no_wrap=False
            )
        return new

    drawn = start(first=True)
    for row in rows:
        drawn.add_row(
            *(Text(fold(clean(cell), w)) for cell, w in zip(row, widths, strict=True))
        )
        if drawn.row_count == CHUNK:
            to.print(drawn)
            drawn = start(first=False)
    if drawn.row_count or drawn.show_header:
        to.print(drawn)


def heading(to: "Console", text: str) -> None:
    """Write a line that starts something."""
    from rich.text import Text

    to.print(Text(clean(text), style="bold"))


def paragraph(to: "Console", text: str, indent: int = 0) -> None:
    """Write wrapped text."""
    from rich.padding import Padding
    from rich.text import Text

    to.print(Padding(Text(clean(text)), (0, 0, 0, indent)))


def pairs(to: "Console", rows: Iterable[tuple[str, str]]) -> None:
    """Draw names and what belongs to them; an address stays on one line, to be copied."""
    from rich.text import Text

    every = list(rows)
    others = [pair for pair in every if "://" not in pair[1]]
    if others:
        table(to, (), others, (min(max(len(name) for name, _ in every), 24), None))
    for name, value in every:
        if "://" in value:
            to.print(Text(clean(f"{name}  {value}")), soft_wrap=True)
