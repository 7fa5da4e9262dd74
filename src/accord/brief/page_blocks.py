"""The page in blocks, for what shows it line by line."""

from collections.abc import Iterator

from accord.brief.page import Page, PageLine
from accord.record.wording import written
from accord.telling.blocks import Block, Heading, Item, Listing, Paragraph

FOOT = "Accord reports and computes; it does not judge who is right, and predicts nothing."
"""What stands at the foot of every page."""

ALONE = (
    "In brackets: the entry of the record behind a line, and how many more there are. The "
    "dossier has each with its sources; whoever sent this page can send it."
)
"""What stands there where the dossier is not in the same file, so that no id leads nowhere."""


def page_blocks(page: Page, rest: str = "") -> Iterator[Block]:
    """Yield the parts of a page.

    Args:
        page: The page.
        rest: Where the rest is, after "and 3 more"; empty if that is plain.
    """
    for part in page.parts:
        yield Heading(part.title)
        items = tuple(map(_item, part.lines))
        yield Listing(items, none=part.none)
        if part.more:
            yield Paragraph(f"and {part.more} more{rest}", style="note")


def title(page: Page) -> str:
    """Return what heads a page: what the process is called, and of which day it is."""
    return f"{page.title}, as of {written(page.as_of)}" if page.as_of else page.title


def _item(line: PageLine) -> Item:
    others = (f"+{line.others}",) if line.others else ()
    return Item(
        line.text,
        date=line.date,
        sources=line.sources,
        entries=(*line.entries, *others),
    )
