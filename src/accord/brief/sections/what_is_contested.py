"""What is contested: every reading with who stands behind it, side by side, with no verdict."""

from collections.abc import Iterator, Sequence

from attrs import frozen

from accord.brief.known import MOST_LINES, Known
from accord.brief.lines import RecordLine, RecordLines, Writer, name, record_list
from accord.brief.reported_numbers import ReportedNumbers, numbers
from accord.brief.section import PageSection
from accord.record import (
    Claim,
    Clash,
    Contested,
    Correction,
    Entry,
    Figure,
    Meeting,
    Reading,
    Series,
    Stance,
    contradictions,
)
from accord.record.between import Between, sorted_by_sides
from accord.record.contested import said_together
from accord.record.sentences import UPDATED, inferred, told
from accord.record.wording import short, spread
from accord.telling.blocks import (
    Block,
    Card,
    Drawing,
    Heading,
    Item,
    Listing,
    Paragraph,
    Prose,
    Run,
)

SIDE_BY_SIDE = (
    "Readings that cannot all hold, side by side. Accord does not say which is right."
)

MOST_CONTESTED = 12
"""How many contested subjects are told in full where there is little room, the latest."""

MOST_BY_NAME = 50
"""How many of the others are named there."""

_DENIED = ("that ", "'")
"""How begins what is said straight behind `denies`: a sentence, or the words denied."""

MOST_DRAWN = 40
"""How many contested figures are drawn, the latest; of all of them the readings are there."""


@frozen(kw_only=True)
class ContestReading:
    """One side of what is contested.

    Attributes:
        by: Who says it; empty where only the outlets do.
        stance: asserts, denies or reports.
        text: What is said.
        entries: Ids of the entries behind it.
        sources: The outlets, with the states behind them.
        short: The same where there is little room, with who says it.
    """

    by: str
    stance: str
    text: str
    entries: tuple[str, ...]
    sources: tuple[str, ...]
    short: str = ""


@frozen(kw_only=True)
class Contest:
    """What is contested: readings that cannot all hold, side by side.

    Attributes:
        subject: What it is about, in words.
        about: Id of the entry it is about, if it is about one.
        clash: figures, denial or values.
        between: parties, where two sides concerned contradict each other, or reports, where
            only outlets do, or one side differs with itself.
        span: For numbers: the range of all readings that stand, in words; empty if it has no
            end.
        recent: Whether a reading is of the time since the round before the latest.
        numbers: For figures: the same readings as numbers.
        readings: Every reading; of more than five figures the lowest, the highest and the
            latest.
        more: How many readings were left out.
    """

    subject: str
    about: str = ""
    clash: str
    between: str
    span: str = ""
    recent: bool
    numbers: ReportedNumbers | None = None
    readings: tuple[ContestReading, ...]
    more: int = 0


@frozen(kw_only=True)
class WhatIsContested(PageSection):
    """What is contested.

    Attributes:
        contested: What is contested, all readings.
        unfitting: What in the record contradicts something else in it, a sentence each.
    """

    order = 40
    anchor = "contested"
    title = "What is contested"
    contents = "Contested"
    rules = """\
**What is contested.** Figures on one subject, in one unit, at overlapping times, whose ranges
do not meet; what one asserts or reports and another denies; different values of one feature.
Every reading is shown; of more than five figures on one subject the lowest, the highest and
the latest, with how many there are. [](../explanation/facts.md) says more.

What **does not fit together** is something else, and is counted by itself: there the record,
not two people, contradicts itself, such as a position against what the same party agreed to
([the rules](../explanation/state.md)). In the JSON it is `unfitting`, and no part of
`contested.total`."""

    contested: tuple[Contest, ...] = ()
    unfitting: tuple[RecordLine, ...] = ()

    @classmethod
    def gather(cls, known: Known) -> "WhatIsContested":
        """Gather what is contested, first between whom it concerns."""
        unfitting = tuple(
            RecordLine(
                date="",
                text=one.text,
                entries=one.entries,
                sources=known.writer.behind(one.entries),
                kind="contradiction",
            )
            for one in contradictions(known.case)
        )
        return cls(contested=tuple(contests(known)), unfitting=unfitting)

    def heading(self) -> str:
        """Return what heads it, and how much there is."""
        return f"Contested ({len(self.contested)})"

    def blocks(self, behind: Known | None) -> Iterator[Block]:
        """Yield every reading; where there is little room, of the latest alone."""
        if behind is not None:
            yield Paragraph(SIDE_BY_SIDE, style="muted")
        if not self.contested:
            yield Paragraph("Nothing, by the record.", style="muted")
        elif behind is None:
            yield from _latest(self.contested)
        else:
            yield from _all(self.contested)
        if self.unfitting:
            shown = self.unfitting[:MOST_LINES]
            more = len(self.unfitting) - len(shown)
            yield Heading("What does not fit together")
            yield record_list(RecordLines(lines=shown, earlier=more))


def by_sides(contests: Sequence[Contest]) -> tuple[tuple[str, tuple[Contest, ...]], ...]:
    """Return what is contested in two groups, each with its title; none that is empty."""
    groups = {
        sides.heading: found
        for sides in Between
        if (found := tuple(one for one in contests if one.between == sides))
    }
    return tuple(groups.items())


def _all(contests: Sequence[Contest]) -> Iterator[Block]:
    from accord.brief.record_figures import numbers as draw

    drawn = [one for one in contests if one.numbers][-MOST_DRAWN:]
    place = 0
    for title, group in by_sides(contests):
        yield Paragraph((Run(title, "strong"),))
        for one in group:
            span = (" ", Run(f"(all readings span {one.span})", "muted")) if one.span else ()
            blocks: list[Block] = [_head(one, (one.subject, *span)), _readings(one, bold=True)]
            if one.numbers and any(one is other for other in drawn):
                svg = draw(one.numbers, f"numbers-{place}")
                blocks += [Drawing(svg=svg)] if svg else []
            place += 1
            yield Card(tuple(blocks))


def _latest(contests: Sequence[Contest]) -> Iterator[Block]:
    earlier: dict[str, list[Contest]] = {}
    room, named = MOST_CONTESTED, MOST_BY_NAME
    for title, group in by_sides(contests):
        recent = [one for one in group if one.recent][-room:] if room else []
        room -= len(recent)
        if recent:
            yield Paragraph(title)
        for one in recent:
            yield Card((_head(one, _spanning(one)), _readings(one)))
        shown = set(map(id, recent))
        earlier[title] = [one for one in group if id(one) not in shown]
    rest = sum(map(len, earlier.values()))
    if rest:
        more = f", with {rest - named} more" if rest > named else ""
        yield Paragraph(f"And earlier; in full{more}: accord record FOLDER contested")
    for title, others in earlier.items():
        lines = others[-named:] if named else []
        named -= len(lines)
        if lines:
            yield Paragraph(title, style="note")
            yield Listing(
                tuple(Item(_spanning(one), entries=one.readings[-1].entries) for one in lines)
            )


def _head(one: Contest, text: Prose) -> Heading:
    return Heading(text, entries=(one.about,) if one.about else ())


def _spanning(one: Contest) -> str:
    return f"{one.subject} (all readings span {one.span})" if one.span else one.subject


def _readings(one: Contest, *, bold: bool = False) -> Listing:
    items = []
    for reading in one.readings:
        who = f"{reading.by} {reading.stance}" if reading.by else "Reported"
        straight = reading.stance == Stance.DENIES and reading.text.startswith(_DENIED)
        sign = "" if straight else ":"
        text: Prose = (Run(f"{who}{sign}", "strong" if bold else ""), " ", reading.text)
        named = reading.sources == (reading.by,)  # the outlet itself says it
        items.append(
            Item(
                text,
                style=reading.stance,
                sources=() if named else reading.sources,
                entries=reading.entries,
            )
        )
    if one.more and one.numbers:
        items.append(Item(f"{one.numbers.text} ({one.more} not shown)"))
    return Listing(tuple(items), side_by_side=True)


def contests(known: Known) -> Iterator[Contest]:
    """Put the readings of everything contested side by side, first what parties contest.

    Args:
        known: What the page is made from; readings from after its window are recent.
    """
    writer, tallies, window = known.writer, known.tallies, known.window
    by_figure = {figure.id: tally for tally in tallies for figure in tally.figures}
    for sides, one in sorted_by_sides(writer.process, writer.record, known.contests):
        entries = [writer.record.by_id[r.entry] for r in one.readings]
        tally = by_figure[one.readings[0].entry] if one.clash is Clash.FIGURES else None
        counted = (
            numbers(writer, Series(tally.subject, tally.unit, (tally,))) if tally else None
        )
        kept = {i for n in counted.numbers for i in n.entries} if counted else None
        told_once = said_together(writer.record, one.readings)
        shown = [pair for pair in told_once if kept is None or pair[0].entry in kept]
        about = writer.record.by_id.get(one.subject)
        yield Contest(
            subject=_subject(writer, one, about),
            about=about.id if about else "",
            clash=str(one.clash),
            between=str(sides),
            span=spread(one.span, one.unit) if one.span is not None else "",
            recent=any(entry.date.end > window for entry in entries),
            numbers=counted,
            more=len(told_once) - len(shown),
            readings=tuple(
                ContestReading(
                    by=writer.names.with_side(reading.by) if reading.by else "",
                    stance=str(reading.stance),
                    text=_reading(writer, one, entry, reading)
                    + inferred(writer.process, entry),
                    entries=reading.entries,
                    sources=writer.sources(reading.sources),
                    short=_in_short(writer, one, entry, reading),
                )
                for reading, entry in shown
            ),
        )


def _in_short(writer: Writer, one: Contested, entry: Entry, reading: Reading) -> str:
    """Return who says what, without the words that explain it."""
    who = writer.names.with_side(reading.by) if reading.by else ""
    if isinstance(entry, Claim) and entry.stance is Stance.DENIES:
        return f"{who} denies {entry.denied(writer.names).partition(' (')[0] or 'it'}"
    if isinstance(entry, Claim):
        said = writer.process.name(entry.value) if entry.value else entry.text or "it is so"
    else:
        said = _reading(writer, one, entry, reading)
    return f"{short(who, 34)}: {said}" if who else f"reported: {said}"


def _subject(writer: Writer, one: Contested, about: Entry | None) -> str:
    """Name what is contested: an entry or words, and the feature of it."""
    subject = one.subject if about is None else name(writer, about)
    if about is not None and isinstance(writer.record.superseded.get(about.id), Correction):
        subject = f"{subject} (withdrawn)"
    attribute = one.feature
    if attribute == "length" and isinstance(about, Meeting):
        attribute = "length in hours"
    told = not attribute or attribute.casefold() in subject.casefold().split()
    return subject if told else f"{subject}: {attribute}"


def _reading(writer: Writer, one: Contested, entry: Entry, reading: Reading) -> str:
    value = reading.value
    if isinstance(entry, Figure):
        of = f", {entry.as_of.words}" if entry.as_of else ""
        return f"{entry.amount}{of}{UPDATED if reading.updated else ''}"
    if isinstance(entry, Claim):
        said = entry.denied(writer.names) or entry.claimed(writer.names)
        if entry.stance is Stance.DENIES and not entry.value and entry.text:
            return f"not so: {said}"
        return said
    if not reading.by and one.lays:
        return f"laid to {writer.names.several(value.split(', '))}; not said by whom"
    if one.clash is Clash.VALUES and value:
        return ", ".join(map(writer.process.name, value.split(", ")))
    return told(writer.process, entry, writer.record)
