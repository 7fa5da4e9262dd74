"""Blocks drawn at random, every text of which is a word of its own."""

from collections.abc import Iterator
from itertools import count

from hypothesis import strategies as st

from accord.telling.blocks import (
    Block,
    Card,
    Heading,
    Item,
    Listing,
    Paragraph,
    Prose,
    Run,
    TableBlock,
    TableRows,
)

STYLES = ("", "strong", "muted", "date", "code", "new", "ground", "same")


@st.composite
def drawn(draw: st.DrawFn) -> tuple[Block, ...]:
    """Draw some blocks; what each says begins with a number, in the order of the blocks."""
    number = count()

    def word() -> str:
        more = draw(st.sampled_from(["", " & <b>", " and some more", " שלום", "; [x]"]))
        return f"w{next(number)}w{more}"

    def prose() -> Prose:
        if draw(st.booleans()):
            return word()
        styles = draw(st.lists(st.sampled_from(STYLES), min_size=1, max_size=2))
        return tuple(run for style in styles for run in (Run(word(), style), word()))  # type: ignore[arg-type]

    def item() -> Item:
        return Item(prose(), sources=some(), entries=some())

    def some() -> tuple[str, ...]:
        return (word(),) if draw(st.booleans()) else ()

    def block(kind: str) -> Block:
        match kind:
            case "heading":
                return Heading(prose(), deeper=draw(st.booleans()), entries=some())
            case "paragraph":
                style = draw(st.sampled_from(["", "verdict", "muted", "small", "note"]))
                return Paragraph(prose(), style=style, sources=some(), entries=some())  # type: ignore[arg-type]
            case "listing":
                items = tuple(item() for _ in range(draw(st.integers(0, 3))))
                return Listing(items, none="" if items else word())
            case "table":
                header = ("name", "one", "two")
                rows = tuple(
                    TableRows((item(),), (((item(),), (item(), item())),))
                    for _ in range(draw(st.integers(1, 2)))
                )
                return TableBlock(header=header, groups=rows)
        return Card(tuple(map(block, draw(st.lists(st.sampled_from(KINDS), max_size=3)))))

    return tuple(map(block, draw(st.lists(st.sampled_from([*KINDS, "card"]), max_size=5))))


KINDS = ("heading", "paragraph", "listing", "table")


def texts(value: object) -> Iterator[str]:
    """Yield every text of blocks that a reader is to find, in order."""
    if isinstance(value, str) and value.startswith("w"):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from texts(one)
    elif hasattr(value, "__attrs_attrs__"):
        for field in value.__attrs_attrs__:
            yield from texts(getattr(value, field.name))
