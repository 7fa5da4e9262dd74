"""The end of a dossier: its entries, and who published what, when, and where to read it."""

from collections.abc import Iterator

from accord.brief.dossier import Dossier, EntryBehind, SourceBehind
from accord.record.wording import written
from accord.telling.blocks import Block, Item, Listing, Paragraph


def entries_listed(dossier: Dossier) -> Listing:
    """Return the entries that the page and the dossier name, each with its sources.

    Args:
        dossier: The dossier.
    """
    return Listing(tuple(map(_entry, dossier.cited)), none="None in the record.")


def _entry(one: EntryBehind) -> Item:
    sources = f" Sources: {', '.join(one.sources)}" if one.sources else ""
    return Item(f"{one.text}{sources}", date=one.date, entries=(one.id,))


def sources_blocks(dossier: Dossier) -> Iterator[Block]:
    """Yield a listing of the sources, and what the labels of outlets rest on.

    Args:
        dossier: The dossier.
    """
    yield Listing(tuple(map(_item, dossier.sources)), none="None in the record.")
    if dossier.outlets:
        yield Paragraph(
            "Outlets that a state owns, runs, controls or pays for, and on what evidence:"
        )
        yield Listing(tuple(Item(f"{one.label}: {one.evidence}") for one in dossier.outlets))


def _item(one: SourceBehind) -> Item:
    return Item(described(one), entries=(one.id,))


def described(one: SourceBehind) -> str:
    """Return who published what, when, and where it can be read.

    Args:
        one: The source.
    """
    parts = (one.who, one.author, one.what, written(one.date), one.url)
    return ". ".join(part.rstrip(".") for part in parts if part)
