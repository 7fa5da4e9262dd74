"""The sources at the end of a dossier: who published what, when, and where it can be read."""

from collections.abc import Iterator

from accord.brief.dossier import Dossier, SourceBehind
from accord.record.wording import written
from accord.telling.blocks import Block, Item, Listing, Paragraph


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
