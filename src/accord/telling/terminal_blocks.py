"""Blocks in a terminal: readable at 80 columns and without colour."""

from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen
from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.table import Table
from rich.text import Text

from accord.record.hidden_signs import clean
from accord.record.wording import written
from accord.telling.blocks import (
    Block,
    Card,
    Cell,
    Drawing,
    Heading,
    Item,
    Listing,
    Paragraph,
    TableBlock,
    plain,
)
from accord.telling.value_trees import cleaned

MOST_LISTED = 50
"""How many items a listing has, the latest, where a command shows the rest."""

NARROWEST = 20
"""The fewest signs a column has; where there are fewer, a table is told row by row."""

_BELOW = 3
"""The indent of what stands below a heading with a mark, or below a paragraph."""

_STYLES = {"verdict": "bold", "small": "dim", "muted": "dim"}
_EQUAL = ("ground", "fallen", "same")
"""What is said of a row as a whole: behind an equals sign."""


@frozen
class Hanging:
    """A text whose later lines stand under its first word.

    Attributes:
        text: The text.
        mark: What stands before it.
        indent: How far the mark is from the edge.
    """

    text: Text
    mark: str = "- "
    indent: int = 1

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterable[RenderableType]:
        lead = " " * self.indent + self.mark
        for line in self.text.wrap(console, max(options.max_width - len(lead), 8)):
            line.rstrip()
            yield Text(lead).append_text(line)
            lead = " " * len(lead)


def show_blocks(blocks: Iterable[Block], console: Console) -> None:
    """Print blocks, one below the other.

    Args:
        blocks: The blocks.
        console: Where.
    """
    for part in _parts(map(cleaned, blocks), console.width):
        console.print(part, highlight=False)


def show_lines(lines: Iterable[tuple[int, str]], console: Console) -> None:
    """Print lines, each at its indent; those that begin with a dash hang on it.

    Args:
        lines: Indents and texts.
        console: Where.
    """
    for indent, line in lines:
        text = line.removeprefix("- ")
        mark = "- " if text != line else ""
        console.print(Hanging(Text(clean(text)), mark, indent), highlight=False)


def _parts(
    blocks: Iterable[Block], width: int, indent: int = 0, *, in_card: bool = False
) -> Iterator[RenderableType]:
    """Yield what is printed; items stand under a heading with a mark, if there is one."""
    below = indent or 1
    for block in blocks:
        match block:
            case Heading(deeper=deeper):
                marked = deeper or in_card
                below = _BELOW if marked else 1
                text = _cited(Text(plain(block.text), "" if marked else "underline"), block)
                yield Hanging(text, "# ", 1) if marked else Hanging(text, "", 0)
            case Paragraph(style=style):
                below = indent or 1
                at = _BELOW if style == "note" else indent
                # What is muted on a page is not here: there is nothing to tell it from.
                text = Text(plain(block.text), _STYLES.get(style, "") * (style != "muted"))
                yield Hanging(_cited(text, block), "", at)
            case Listing():
                yield from _listed(block, below)
            case TableBlock():
                yield from _table(block, width)
            case Card(blocks=inside):
                yield from _parts(inside, width, _BELOW, in_card=True)
            case Drawing():
                pass  # A terminal has no room for figures.


def _listed(block: Listing, indent: int) -> Iterator[RenderableType]:
    too_many = len(block.items) - MOST_LISTED if block.more else 0
    for left_out in (block.earlier, too_many):
        if left_out > 0:
            ones = "one" if left_out == 1 else "ones"
            yield Hanging(Text(f"{left_out} earlier {ones}: {block.more}"), "", _BELOW)
    for item in block.items[max(too_many, 0) :]:
        date = f"{written(item.date)}  " if item.date else ""
        yield Hanging(_cited(Text(f"{date}{plain(item.text)}"), item), indent=indent)
    if not block.items and block.none:
        yield Hanging(Text(block.none), "", _BELOW)


def _table(block: TableBlock, width: int) -> Iterator[RenderableType]:
    if width // len(block.header) < NARROWEST:
        yield from _row_by_row(block)
        return
    table = Table(box=box.ASCII2, show_lines=True, expand=True)
    first, *others = block.header
    table.add_column(Text(first), ratio=1, overflow="fold")
    for name in others:
        table.add_column(Text(name), ratio=2, overflow="fold")
    for group in block.groups:
        name = "\n".join(_name(group.name))
        for place, cells in enumerate(group.rows):
            table.add_row(Text("" if place else name, style="bold"), *map(_cell, cells))
    yield table


def _row_by_row(block: TableBlock) -> Iterator[RenderableType]:
    columns = block.columns or block.header[1:]
    for group in block.groups:
        yield Hanging(Text(" ".join(_name(group.name))), "# ")
        for cells in group.rows:
            for column, (first, *others) in zip(columns, cells, strict=True):
                said = Text(f"{column}: ").append_text(_line(first))
                for one in others[:-1]:
                    said.append(" (").append_text(_line(one)).append(")")
                for one in others[-1:]:
                    said.append("; ").append_text(_line(one))
                yield Hanging(said, indent=3)


def _name(cell: Cell) -> Iterator[str]:
    for one in cell:
        equal = "= " if one.style in _EQUAL else ""
        yield f"{equal}{_line(one).plain}"


def _cell(cell: Cell) -> RenderableType:
    return Group(*(Hanging(_line(one, _STYLES.get(one.style, "")), "", 0) for one in cell))


def _line(one: Item, style: str = "") -> Text:
    return _cited(Text(plain(one.text), style), one)


def _cited(text: Text, traced: Heading | Paragraph | Item) -> Text:
    """Set the sources and the ids behind a text after it."""
    said = Text().append_text(text)
    if traced.sources:
        said.append(f" -- {'; '.join(traced.sources)}", style="italic")
    return said.append_text(_ids(traced.entries))


def _ids(entries: Sequence[str]) -> Text:
    return Text(f" [{', '.join(entries)}]" if entries else "", style="dim")
