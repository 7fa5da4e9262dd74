"""The few kinds of blocks that everything told is made of, whatever shows it.

A terminal and an HTML page each render them once (`terminal_blocks`, `html_blocks`), and know
nothing else of what is told.
"""

from typing import Literal

from attrs import frozen

Style = Literal["", "strong", "muted", "date", "code", "new", "ground", "fallen", "same"]
"""How a run of text stands out; a terminal shows what it can of it."""


@frozen
class Run:
    """A run of text that stands out, or leads somewhere.

    Attributes:
        text: The text.
        style: How it stands out.
        to: The anchor of the section that it leads to, or an address; empty if nowhere.
    """

    text: str
    style: Style = ""
    to: str = ""


Prose = str | tuple[str | Run, ...]
"""A text, or runs of it."""


@frozen
class Heading:
    """What heads the blocks that follow.

    Attributes:
        text: What it says.
        deeper: Whether it heads lines within what another heading has begun.
        sources: Who published what it says.
        entries: Ids of the entries that it is about.
    """

    text: Prose
    deeper: bool = False
    sources: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()


@frozen
class Paragraph:
    """A paragraph.

    Attributes:
        text: What it says.
        style: verdict for an answer, muted for what is said by the way, small for how it was
            found, note for what belongs to the paragraph before.
        sources: Who published what it says.
        entries: Ids of the entries behind it.
    """

    text: Prose
    style: Literal["", "verdict", "muted", "small", "note"] = ""
    sources: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()


@frozen
class Item:
    """An item of a listing, or a line of a cell.

    Attributes:
        text: What it says.
        date: When it was.
        style: How it stands out; asserts, denies or reports is the stance of a reading.
        sources: Who published it.
        entries: Ids of the entries behind it.
    """

    text: Prose
    date: str = ""
    style: str = ""
    sources: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()


@frozen
class Listing:
    """Items below each other.

    Attributes:
        items: The items.
        none: What is said where there are none.
        earlier: How many earlier ones were left out.
        more: The command that shows those left out, be it here or where there is little room;
            empty where none may be.
        side_by_side: Whether they are to be compared.
    """

    items: tuple[Item, ...]
    none: str = ""
    earlier: int = 0
    more: str = ""
    side_by_side: bool = False


Cell = tuple[Item, ...]
"""What stands in a cell of a table, line by line."""


@frozen
class TableRows:
    """Some rows of a table under one name.

    Attributes:
        name: What heads them.
        rows: The cells of each row, without that name.
    """

    name: Cell
    rows: tuple[tuple[Cell, ...], ...]


@frozen(kw_only=True)
class TableBlock:
    """A table; where there is no room for it, it is told row by row.

    Attributes:
        header: What the columns are called, the names of rows first.
        groups: The rows.
        columns: The same in short, for what tells a row cell by cell; the header if empty.
    """

    header: tuple[str, ...]
    groups: tuple[TableRows, ...]
    columns: tuple[str, ...] = ()


@frozen(kw_only=True)
class Drawing:
    """A figure.

    Attributes:
        svg: An SVG element; safe, for every text in it is escaped.
        caption: What stands below it.
    """

    svg: str
    caption: Prose = ""


@frozen
class Card:
    """Blocks that belong together.

    Attributes:
        blocks: The blocks.
    """

    blocks: "tuple[Block, ...]"


Block = Heading | Paragraph | Listing | TableBlock | Drawing | Card


def plain(words: Prose) -> str:
    """Return a text without what stands out in it."""
    if isinstance(words, str):
        return words
    return "".join(one if isinstance(one, str) else one.text for one in words)


def listing(lines: "tuple[str, ...]") -> Listing:
    """Return a listing of plain sentences."""
    return Listing(tuple(Item(line) for line in lines))
