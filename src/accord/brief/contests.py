"""What is contested, and reported numbers: every reading with who stands behind it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from math import isfinite

from accord.brief import page
from accord.brief.writer import Writer, name, worded
from accord.record import (
    Claim,
    Clash,
    Contested,
    Correction,
    Entry,
    Figure,
    Meeting,
    Reading,
    Stance,
    Tally,
)
from accord.record.between import sorted_by_sides
from accord.record.wording import spread
from accord.record.words import UPDATED, inferred, spanned, told


def contests(
    writer: Writer, found: Sequence[Contested], tallies: Sequence[Tally], window: datetime
) -> Iterator[page.Contest]:
    """Put the readings of everything contested side by side, first what parties contest.

    Args:
        writer: The record.
        found: What is contested in it.
        tallies: All figures on each subject.
        window: Readings from after this moment are recent.
    """
    by_figure = {figure.id: tally for tally in tallies for figure in tally.figures}
    for sides, one in sorted_by_sides(writer.process, writer.record, found):
        entries = [writer.record.by_id[r.entry] for r in one.readings]
        tally = by_figure[one.readings[0].entry] if one.clash is Clash.FIGURES else None
        about = writer.record.by_id.get(one.subject)
        yield page.Contest(
            subject=_subject(writer, one, about),
            about=about.id if about else "",
            clash=str(one.clash),
            between=str(sides),
            span=spread(one.span, one.unit) if one.span is not None else "",
            recent=any(entry.date.end > window for entry in entries),
            numbers=numbers(writer, tally) if tally else None,
            readings=tuple(
                page.Reading(
                    by=writer.names.with_side(reading.by) if reading.by else "",
                    stance=str(reading.stance),
                    text=_reading(writer, one, entry, reading)
                    + inferred(writer.process, entry),
                    entries=(entry.id,),
                    sources=writer.sources(reading.sources),
                )
                for reading, entry in zip(one.readings, entries, strict=True)
            ),
        )


def numbers(writer: Writer, tally: Tally) -> page.Numbers:
    """Give all numbers on one subject, and their span."""
    return page.Numbers(
        subject=tally.subject,
        unit=tally.unit,
        span=spanned(tally),
        contested=tally.contested,
        numbers=tuple(_number(writer, tally, figure) for figure in tally.figures),
    )


def _number(writer: Writer, tally: Tally, figure: Figure) -> page.Number:
    sources, value = writer.sources(figure.sources), figure.value
    return page.Number(
        by=writer.process.name(figure.by) if figure.by else ", ".join(sources),
        text=figure.amount
        + (UPDATED if figure.id in tally.updated else "")
        + inferred(writer.process, figure),
        word=figure.value.word,
        updated=figure.id in tally.updated,
        low=value.low if isfinite(value.low) else None,
        high=value.high if isfinite(value.high) else None,
        date=str(figure.as_of or figure.date),
        entries=(figure.id,),
        sources=sources,
    )


def _subject(writer: Writer, one: Contested, about: Entry | None) -> str:
    """Name what is contested: an entry or words, and the feature of it."""
    subject = one.subject if about is None else name(writer, about)
    if about is not None and isinstance(writer.record.superseded.get(about.id), Correction):
        subject = f"{subject} (withdrawn)"
    attribute = worded(one.attribute)
    if attribute == "length" and isinstance(about, Meeting):
        attribute = "length in hours"
    told = not attribute or attribute.casefold() in subject.casefold().split()
    return subject if told else f"{subject}: {attribute}"


def _reading(writer: Writer, one: Contested, entry: Entry, reading: Reading) -> str:
    value = reading.value
    if isinstance(entry, Figure):
        of = f", {entry.as_of}" if entry.as_of else ""
        return f"{entry.amount}{of}{UPDATED if reading.updated else ''}"
    if isinstance(entry, Claim):
        denied = entry.stance is Stance.DENIES and entry.value and entry.attribute
        feature = f"{worded(entry.attribute)}: " if denied else ""
        said = entry.claimed(writer.names)
        if entry.stance is Stance.DENIES and not entry.value and entry.text:
            return f"not so: {said}"
        return feature + said
    if not reading.by and worded(one.attribute) == "attributed to":
        return f"laid to {writer.names.several(value.split(', '))}; not said by whom"
    if one.clash is Clash.VALUES and value:
        return ", ".join(map(writer.process.name, value.split(", ")))
    return told(writer.process, entry, writer.record)
