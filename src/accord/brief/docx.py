"""The brief for Word: the page on one side, the dossier behind it where it is asked for."""

import io
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accord.brief.compose import Brief
from accord.brief.dossier import readable
from accord.brief.page_blocks import ALONE, FOOT, page_blocks, title
from accord.brief.sources_blocks import entries_listed, sources_blocks
from accord.errors import AccordError
from accord.formats.disk import put
from accord.record.wording import written
from accord.telling.blocks import (
    Block,
    Card,
    Heading,
    Item,
    Listing,
    Paragraph,
    TableBlock,
    plain,
)
from accord.telling.value_trees import cleaned

if TYPE_CHECKING:
    from docx.document import Document

MISSING = "for Word Accord needs python-docx: pip install 'accord[word]'"

LETTERS = 9.5
"""The size of letters in points: what makes the page one side."""


def to_docx(brief: Brief, *, full: bool = False) -> bytes:
    """Return a brief as a file of Word.

    Args:
        brief: The brief.
        full: Whether the dossier follows the page.

    Raises:
        AccordError: If what makes such files is not installed.
    """
    try:
        import docx
    except ImportError:
        raise AccordError(MISSING) from None
    page = cleaned(brief.page)
    document = docx.Document()
    _set_up(document, title(page))
    document.add_heading(title(page), 0)
    document.add_paragraph(" ".join(page.head))
    _add(document, page_blocks(page, "" if full else " in the dossier"), 1)
    document.add_paragraph(FOOT if full else f"{FOOT} {ALONE}")
    if full:
        dossier = readable(brief.dossier)
        document.add_page_break()  # type: ignore[no-untyped-call]
        document.add_heading("The dossier", 1)
        for text in (*dossier.withheld, *filter(None, [dossier.summary])):
            document.add_paragraph(text)
        for section in dossier.shown:
            document.add_heading(section.title, 1)
            _add(document, section.blocks(brief.known), 2)
        document.add_heading("Entries", 1)
        _add(document, [entries_listed(dossier)], 2)
        document.add_heading("Sources", 1)
        _add(document, sources_blocks(dossier), 2)
        document.add_paragraph(dossier.footing)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _set_up(document: "Document", named: str) -> None:
    """Set paper, margins, letters and what the file says of itself."""
    from docx.shared import Mm, Pt

    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin = section.bottom_margin = Mm(12)
        section.left_margin = section.right_margin = Mm(15)
    styles: Any = document.styles
    for name, size, above in (
        ("Normal", LETTERS, 0),
        ("List Bullet", LETTERS, 0),
        ("Title", 15, 0),
        ("Heading 1", 11, 5),
        ("Heading 2", 10, 4),
        ("Heading 3", LETTERS, 3),
    ):
        styles[name].font.size = Pt(size)
        form = styles[name].paragraph_format
        form.space_before, form.space_after = Pt(above), Pt(1)
        form.line_spacing = 1.0
    document.core_properties.title = named
    document.core_properties.author = document.core_properties.comments = "Accord"


def _add(document: Any, blocks: Iterable[Block], level: int) -> None:
    """Add blocks; figures have no place in a file of Word."""
    for block in map(cleaned, blocks):
        match block:
            case Heading(deeper=deeper):
                document.add_heading(_said(block), level + deeper)
            case Paragraph(style=style):
                _emphasised(document.add_paragraph(), _said(block), bold=style == "verdict")
            case Listing():
                if block.earlier:
                    document.add_paragraph(f"{block.earlier} earlier left out.")
                for item in block.items:
                    document.add_paragraph(_item(item), style="List Bullet")
                if not block.items and block.none:
                    document.add_paragraph(block.none)
            case TableBlock():
                _table(document, block)
            case Card(blocks=inside):
                _add(document, inside, min(level + 1, 3))


def _table(document: Any, block: TableBlock) -> None:
    table = document.add_table(rows=1, cols=len(block.header), style="Table Grid")
    for cell, name in zip(table.rows[0].cells, block.header, strict=True):
        _emphasised(cell.paragraphs[0], name, bold=True)
    for group in block.groups:
        for place, cells in enumerate(group.rows):
            row = table.add_row().cells
            row[0].text = "" if place else "\n".join(map(_item, group.name))
            for cell, lines in zip(row[1:], cells, strict=True):
                cell.text = "\n".join(map(_item, lines))


def _emphasised(paragraph: Any, text: str, *, bold: bool) -> None:
    paragraph.add_run(text).bold = bold


def _item(item: Item) -> str:
    date = f"{written(item.date)}  " if item.date else ""
    return date + _said(item)


def _said(one: Heading | Paragraph | Item) -> str:
    """Return a text with its sources and the ids behind it."""
    sources = f" ({'; '.join(one.sources)})" if one.sources else ""
    ids = f" [{', '.join(one.entries)}]" if one.entries else ""
    return f"{plain(one.text)}{sources}{ids}"


def write_docx(path: str, brief: Brief, *, full: bool = False) -> None:
    """Write a brief into a file of Word.

    Args:
        path: The file; need not be there.
        brief: The brief.
        full: Whether the dossier follows the page.

    Raises:
        AccordError: If the file is there and is none of Word, or none can be made here.
        Unwritable: If it cannot be written.
    """
    put(Path(path), to_docx(brief, full=full), "a file of Word", _is_word)


def _is_word(data: bytes) -> bool:
    """Return whether a file is one of Word: an archive whose parts say so."""
    return data.startswith(b"PK") and b"word/" in data
