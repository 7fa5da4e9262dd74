"""Whether there is a deal by one holder's numbers, in blocks."""

from collections.abc import Container, Iterable, Iterator, Mapping

from frozendict import frozendict

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
    Run,
    TableBlock,
    TableRows,
    listing,
)
from accord.telling.documentation import COMPROMISES, VERDICT, explained
from accord.telling.number_words import whole
from accord.telling.outlook import (
    LISTS,
    ORDER,
    RULES,
    Compromise,
    Outlook,
    Points,
    Term,
    short_rules,
    what_is_missing,
)
from accord.telling.outsider_words import BEYOND


def whose_numbers(outlook: Outlook) -> Iterator[Block]:
    """Yield whose numbers follow, and what the holder goes by, if somebody is named.

    Args:
        outlook: What they say.
    """
    if outlook.holder:
        day = f", as of {written(outlook.as_of)}" if outlook.as_of else ""
        by = f"By the numbers of: {outlook.holder} (assumptions, not facts){day}"
        yield Heading(by, entries=outlook.interests)
        yield from (Paragraph(basis, style="note") for basis in outlook.basis)


def short_outlook(outlook: Outlook, lists: Container[str] = LISTS.values()) -> Iterator[Block]:
    """Yield the answer where there is little room.

    Args:
        outlook: What one holder's numbers say.
        lists: Which of its lists; that there are others is said.
    """
    yield from whose_numbers(outlook)
    if outlook.missing:
        yield Paragraph(outlook.missing)
        return
    yield Paragraph(outlook.verdict, style="verdict")
    for place, one in enumerate(outlook.compromises):
        like = [Paragraph("As the first, but for:")] if place else []
        yield Card(
            (
                Heading(one.said),
                Paragraph(f"Worth: {_worth(one.points)}"),
                *like,
                _terms(one.differs if place else one.terms),
                *(Paragraph(note) for note in one.notes),
                *_beyond(one, outlook.compromises[0]),
            )
        )
    several = len(outlook.blocks) > 1
    if several:
        yield Paragraph(ORDER)
    for block in outlook.blocks:
        # The terms of the first alone would read as the way to go.
        opens = () if several else (_terms(block.opens),)
        yield Card(
            (
                Heading(f"Some deal would clear the rest if {block.text}"),
                Paragraph(f"Worth: {_worth(block.points)}"),
                *opens,
            )
        )
    if several:
        said = "The terms that each opens: the HTML page, and accord deals FOLDER --json."
        yield Paragraph(said)
    if outlook.more_blocks:
        more = f"And {outlook.more_blocks} more ways: accord deals FOLDER --json"
        yield Card((Heading(more),))
    if outlook.refusals:
        keeps = "Keeps out deals that all others would accept"
        yield listing(tuple(f"{keeps}: {refusal}" for refusal in outlook.refusals))
    yield from _lists(outlook, lists)
    if any(getattr(outlook, name) for name in LISTS.values() if name not in lists):
        yield Paragraph("Trades, and options out of reach: accord deals FOLDER")
    yield Paragraph(explained(outlook.how, VERDICT), style="small")


def full_outlook(
    outlook: Outlook,
    figures: Iterable[Drawing] = (),
    today: Mapping[str, str] = frozendict(),
) -> Iterator[Block]:
    """Yield the answer with all that was found, compromises beside what stands today.

    Args:
        outlook: What one holder's numbers say.
        figures: The deals in the plane of two parties' worth.
        today: What is settled today, or asked for by all: the option by the name of its issue.
    """
    if outlook.holder:
        day = f", as of {written(outlook.as_of)}" if outlook.as_of else ""
        said = f"These are assumptions of the holder named{day}, not facts, and no prediction."
        yield Heading(f"By the numbers of: {outlook.holder}")
        parted = [run for basis in outlook.basis for run in (" ", basis)]
        yield Paragraph((said, *parted), style="muted", entries=outlook.interests)
    if outlook.missing:
        yield Paragraph(what_is_missing(outlook.missing))
        return
    yield Paragraph(outlook.verdict, style="verdict")
    if outlook.compromises:
        yield from _side_by_side(outlook.compromises, today)
    if len(outlook.blocks) > 1:
        yield Paragraph(ORDER)
    for block in outlook.blocks:
        lead = Run("Some deal would clear the rest if", "strong")
        opens = "; ".join(f"{one.issue}: {one.option}" for one in block.opens)
        yield Card(
            (
                Paragraph((lead, f" {block.text}.")),
                Paragraph(f"Worth: {_worth(block.points)}."),
                Paragraph(f"{opens}.", style="muted"),
            )
        )
    if outlook.more_blocks:
        yield Paragraph(f"And {outlook.more_blocks} more ways.")
    if outlook.refusals:
        yield Paragraph("Red lines that by themselves keep out deals all others would accept:")
        yield listing(outlook.refusals)
    yield from _lists(outlook, LISTS.values())
    yield from figures
    yield Paragraph(explained(f"How it was found: {outlook.how}", VERDICT), style="small")


def rules_by_name(outlooks: Iterable[Outlook]) -> Iterator[Block]:
    """Yield, in small print, the names in the literature of the rules that pick some deal.

    Args:
        outlooks: What each holder's numbers say.
    """
    picked = {rule for o in outlooks for one in o.compromises for rule in one.rules}
    told = [f"{one.plain}: {one.source}" for one in RULES.values() if one.name in picked]
    if told:
        said = f"The rules, by their names in the literature: {'; '.join(told)}."
        yield Paragraph(explained(said, COMPROMISES), style="muted")


def _lists(outlook: Outlook, lists: Container[str]) -> Iterator[Block]:
    for heading, name in LISTS.items():
        lines: tuple[str, ...] = getattr(outlook, name)
        if lines and name in lists:
            yield Heading(heading, deeper=True)
            yield listing(lines)


def _beyond(one: Compromise, first: Compromise) -> Iterator[Block]:
    """Yield what others have to do with a compromise, unless that is as with the first."""
    if one is not first and one.others == first.others:
        yield from (Paragraph(f"{BEYOND}: as with the first.") for _ in one.others[:1])
    elif one.others:
        yield Paragraph(f"{BEYOND}:")
        yield listing(one.others)


def _worth(points: Iterable[Points]) -> str:
    return "; ".join(one.said for one in points)


def _terms(terms: Iterable[Term]) -> Listing:
    return listing(tuple(f"{term.issue}: {term.option}" for term in terms))


def _side_by_side(
    compromises: tuple[Compromise, ...], today: Mapping[str, str]
) -> Iterator[Block]:
    """Set compromises into columns, beside what stands today: only what differs.

    What is the same in all of them is said once, below.
    """
    first, now = compromises[0], ("Today",) if today else ()
    nothing: tuple[Cell, ...] = tuple((Item(""),) for _ in now)
    rows = [
        TableRows(
            (Item(f"Worth to {points.name} (walk-away {points.limit})"),),
            ((*nothing, *((_number(one.points[place]),) for one in compromises)),),
        )
        for place, points in enumerate(first.points)
    ]
    alike = []
    for place, term in enumerate(first.terms):
        options = [one.terms[place].option for one in compromises]
        stands = today.get(term.issue, "open")
        if len({*options, *([stands] if today else [])}) == 1:
            alike.append(f"{term.issue}: {options[0]}")
            continue
        cells = [*([stands] if today else []), *options]
        rows.append(TableRows((Item(term.issue),), (tuple((Item(one),) for one in cells),)))
    if first.notes:
        notes = tuple(
            tuple(Item(note, style="note") for note in one.notes) for one in compromises
        )
        rows.append(TableRows((Item("In comparison"),), ((*nothing, *notes),)))
    if any(one.others for one in compromises):
        others = tuple(tuple(Item(o, style="note") for o in one.others) for one in compromises)
        rows.append(TableRows((Item(BEYOND),), ((*nothing, *others),)))
    yield TableBlock(
        header=("Issue", *now, *(one.said for one in compromises)),
        groups=tuple(rows),
        columns=(*now, *map(short_rules, compromises)),
    )
    if alike:
        yield Paragraph(("The same in all of them: ", "; ".join(alike), "."))


def _number(points: Points) -> Item:
    assert points.worth is not None  # nobody refuses a compromise
    return Item(whole(points.worth), style="number")
