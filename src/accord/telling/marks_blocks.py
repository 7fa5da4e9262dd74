"""Whether there is a deal by one holder's marks, in blocks."""

from collections.abc import Iterator
from itertools import groupby

from accord.record.wording import begun, written
from accord.telling.blocks import (
    Block,
    Cell,
    Heading,
    Item,
    Listing,
    Paragraph,
    Run,
    TableBlock,
    TableRows,
    listing,
)
from accord.telling.holder_words import EACH
from accord.telling.marks_outlook import LEGEND, MarkRow, MarksOutlook, ToldPackage
from accord.telling.outlook import ORDER


def whose_marks(outlook: MarksOutlook) -> Iterator[Block]:
    """Yield whose marks follow, of which day, and what the holder goes by.

    Args:
        outlook: What they say.
    """
    day = f", as of {written(outlook.as_of)}" if outlook.as_of else ""
    what = "" if outlook.holder == EACH else " (assumptions, not facts)"
    yield Heading(f"By the marks of: {outlook.holder}{what}{day}", entries=outlook.interests)
    yield from (Paragraph(basis, style="note") for basis in outlook.basis)


def marks_blocks(outlook: MarksOutlook) -> Iterator[Block]:
    """Yield what one holder's marks say.

    Args:
        outlook: What they say.
    """
    yield from whose_marks(outlook)
    if outlook.missing:
        yield Paragraph(outlook.missing)
        return
    yield Paragraph(outlook.text, style="verdict")
    if outlook.ask:
        yield Heading("What to ask, and what each answer would do", deeper=True)
        yield Listing(tuple(_asked(outlook)))
    if outlook.enough:
        yield Heading("Enough for a yes: any of these lines", deeper=True)
        yield listing(outlook.enough)
    yield from (Paragraph(one) for one in outlook.rest)
    yield from openers(outlook)
    if outlook.rests_on:
        falls = "This yes falls" if outlook.verdict == "yes" else "A yes would fall"
        written = "no red line is written on it"
        yield Heading(f"{falls} if any of these lines is true; {written}", deeper=True)
        yield listing(outlook.rests_on)
    if outlook.sure:
        yield Paragraph(outlook.sure)
    if outlook.ways:
        yield Heading("Ways left", deeper=True)
        yield listing(outlook.ways)
    yield from _packages(outlook)


def openers(outlook: MarksOutlook) -> Iterator[Block]:
    """Yield what would open a way where there is none, or an answer may leave none.

    Args:
        outlook: What one holder's marks say.
    """
    if outlook.gives:
        some = "ome package would be left if"
        no = outlook.verdict == "no"
        yield Heading(f"S{some}" if no else f"If the answer is no, s{some}", deeper=True)
        if len(outlook.gives) > 1:
            yield Paragraph(ORDER, style="note")
        yield listing(outlook.gives)
    if outlook.more_gives:
        yield Paragraph(f"And {outlook.more_gives} more: --json lists them.", style="note")


def _asked(outlook: MarksOutlook) -> Iterator[Item]:
    for one in outlook.ask:
        so_far = f" {begun(one.so_far)}." if one.so_far else ""
        then = f" If so: {one.if_so}. If not: {one.if_not}."
        yield Item((Run(one.text, "strong"), f"{so_far}{then}"))


def _packages(outlook: MarksOutlook) -> Iterator[Block]:
    if not outlook.packages:
        return
    yield Heading(outlook.how, deeper=True)
    if outlook.alike:
        same = "; ".join(f"{one.issue}: {one.option}" for one in outlook.alike)
        yield Paragraph(f"The same in all of them: {same}.")
    if any(one.wanted for one in outlook.packages):
        said = "Behind each: on how many issues it is as a party wants it."
        yield Paragraph(said, style="note")
    if outlook.all_wait:
        yield Paragraph(f"All of them wait for: {' '.join(outlook.all_wait)}")
    yield listing(tuple(map(_package, outlook.packages)))


def _package(one: ToldPackage) -> str:
    said = "; ".join(f"{term.issue}: {term.option}" for term in one.differs)
    wanted = f" (as wanted: {one.wanted})" if one.wanted else ""
    flags = "".join(f" {flag}" for flag in one.flags)
    waits = f" Waits for: {' '.join(one.waits)}" if one.waits else ""
    return f"{said}{wanted}.{flags}{waits}"


def matrix_blocks(outlook: MarksOutlook, *, full: bool) -> Iterator[Block]:
    """Yield the marks, in words and signs.

    Args:
        outlook: What one holder's marks say.
        full: Whether there is room for a table.
    """
    if not outlook.matrix:
        return
    yield Heading("The marks", deeper=True)
    yield Paragraph(f"{LEGEND}.", style="muted")
    by_issue = [(i, [*rows]) for i, rows in groupby(outlook.matrix, key=lambda row: row.issue)]
    if full:
        yield TableBlock(
            header=("Issue", "Option", *outlook.parties),
            groups=tuple(
                TableRows((Item(issue),), tuple(tuple(_cells(row)) for row in rows))
                for issue, rows in by_issue
            ),
        )
        return
    for issue, rows in by_issue:
        yield Paragraph(issue)
        yield listing(tuple(_in_a_line(outlook.parties, row) for row in rows))


def _cells(row: MarkRow) -> Iterator[Cell]:
    yield (Item(row.option), *(Item(note, style="note") for note in row.notes))
    for one in row.cells:
        basis = (Item(one.basis, style="muted"),) if one.basis else ()
        yield (Item(one.said, style=one.style), *basis)


def _in_a_line(parties: tuple[str, ...], row: MarkRow) -> str:
    bases = [one.basis for one in row.cells if one.basis]
    shared = bases[:1] if bases[1:] and len({*bases}) == 1 else []  # said of the row, once
    cells = (
        f"{party} {one.said}{f' ({one.basis})' if one.basis and not shared else ''}"
        for party, one in zip(parties, row.cells, strict=True)
    )
    notes = "; ".join((*row.notes, *shared))
    return f"{row.option}{f' ({notes})' if notes else ''}: {'; '.join(cells)}"
