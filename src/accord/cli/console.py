"""What is drawn on a terminal: tables and headings, readable at 80 columns and in a pipe."""

import os
import sys
import textwrap
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from accord.record.hidden_signs import clean

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


def fold(text: str, width: int) -> str:
    """Break words that are wider than a column, after a hyphen where there is one."""
    if len(text) <= width or all(len(word) <= width for word in text.split()):
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

    fixed = _shared(to.width - (3 if header else 2) * (len(widths) - 1), widths)

    def start() -> Table:
        new = Table(
            box=box.SIMPLE_HEAD if header else None,
            show_header=bool(header) and not drawn,
            pad_edge=False,
            show_edge=False,
            leading=1 if lines else 0,
        )
        for name, width in zip(header or [""] * len(fixed), fixed, strict=True):
            new.add_column(name, width=width, overflow="fold")
        return new

    drawn = 0
    piece = start()
    for row in rows:
        piece.add_row(*(Text(fold(clean(cell), w)) for cell, w in zip(row, fixed, strict=True)))
        if piece.row_count == CHUNK:
            to.print(piece)
            drawn += CHUNK
            piece = start()
    if piece.row_count or not drawn:
        to.print(piece)


def _shared(room: int, widths: Sequence[int | None]) -> list[int]:
    """Share out what the columns of a known width leave."""
    open_ = widths.count(None)
    left = room - sum(width for width in widths if width is not None)
    share, rest = divmod(max(left, 8 * open_), open_ or 1)
    found = []
    for width in widths:
        found.append(share + (rest > 0) if width is None else width)
        rest -= width is None
    return found


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
