"""Numbers reported on one subject, each with who gives it."""

from math import isfinite

from attrs import frozen

from accord.brief.lines import Writer
from accord.record import Figure, Tally
from accord.record.sentences import UPDATED, inferred, spanned
from accord.telling.blocks import Item


@frozen(kw_only=True)
class ReportedNumber:
    """One reported number on a subject.

    Attributes:
        by: Who gives it; the outlets, where nobody else.
        text: The number in words.
        low: Lower end; nothing if not known.
        high: Upper end; nothing if not known.
        word: What goes before it: at least, more than, about, at most, less than, or nothing.
        updated: Whether the same person gave a later count, so that it is history.
        date: The time it speaks of.
        entries: Ids of the entries behind it.
        sources: The outlets, with the states behind them.
    """

    by: str
    text: str
    low: float | None
    high: float | None
    word: str = ""
    updated: bool = False
    date: str
    entries: tuple[str, ...]
    sources: tuple[str, ...] = ()


@frozen(kw_only=True)
class ReportedNumbers:
    """All numbers reported on one subject.

    Attributes:
        subject: What is counted.
        unit: In what.
        span: The range of all that stand, in words; empty if it has no end.
        contested: Whether two of them cannot both hold.
        numbers: The numbers.
    """

    subject: str
    unit: str
    span: str
    contested: bool
    numbers: tuple[ReportedNumber, ...]


def numbers(writer: Writer, tally: Tally) -> ReportedNumbers:
    """Return all numbers on one subject, and their span."""
    return ReportedNumbers(
        subject=tally.subject,
        unit=tally.unit,
        span=spanned(tally),
        contested=tally.contested,
        numbers=tuple(_number(writer, tally, figure) for figure in tally.figures),
    )


def _number(writer: Writer, tally: Tally, figure: Figure) -> ReportedNumber:
    sources, value = writer.sources(figure.sources), figure.value
    return ReportedNumber(
        by=writer.process.name(figure.by) if figure.by else ", ".join(sources),
        text=figure.amount
        + (UPDATED if figure.id in tally.updated else "")
        + inferred(writer.process, figure),
        word=figure.value.word,
        updated=figure.id in tally.updated,
        low=value.low if isfinite(value.low) else None,
        high=value.high if isfinite(value.high) else None,
        date=str(figure.time or figure.date),
        entries=(figure.id,),
        sources=sources,
    )


def item(one: ReportedNumber, subject: str = "") -> Item:
    """Return a number as an item; an outlet that gives it itself is not named again.

    Args:
        one: The number.
        subject: What is said before it.
    """
    named = one.sources == (one.by,)
    return Item(
        f"{subject}{one.text}, {one.by} ({one.date})",
        sources=() if named else one.sources,
        entries=one.entries,
    )
