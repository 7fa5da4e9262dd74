"""Numbers reported on one subject, each with who gives it."""

from math import isfinite

from attrs import frozen

from accord.brief.lines import Writer
from accord.record import Figure, Series
from accord.record.sentences import MOST_SINGLY, UPDATED, inferred, series_told, spanned
from accord.record.wording import written
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
        text: How many there are, of which time, their range and the latest.
        count: How many there are.
        span: The range of all that stand, in words; empty if it has no end.
        contested: Whether two of one time cannot both hold.
        numbers: The numbers, by time; of more than five the lowest, the highest and the
            latest.
    """

    subject: str
    unit: str
    text: str = ""
    count: int = 0
    span: str
    contested: bool
    numbers: tuple[ReportedNumber, ...]


def numbers(writer: Writer, one: Series) -> ReportedNumbers:
    """Return the numbers on one subject, and their span."""
    shown = one.figures if len(one.figures) <= MOST_SINGLY else one.outer
    return ReportedNumbers(
        subject=one.subject,
        unit=one.unit,
        text=series_told(one),
        count=len(one.figures),
        span=spanned(one),
        contested=one.contested,
        numbers=tuple(_number(writer, one.updated, figure) for figure in shown),
    )


def _end(end: float) -> float | None:
    return end if isfinite(end) else None


def _number(writer: Writer, updated: frozenset[str], figure: Figure) -> ReportedNumber:
    sources, value = writer.sources(figure.sources), figure.value
    return ReportedNumber(
        by=writer.process.name(figure.by) if figure.by else ", ".join(sources),
        text=figure.amount
        + (UPDATED if figure.id in updated else "")
        + inferred(writer.process, figure),
        word=figure.value.word,
        updated=figure.id in updated,
        low=_end(value.low),
        high=_end(value.high),
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
        f"{subject}{one.text}, {one.by} ({written(one.date)})",
        sources=() if named else one.sources,
        entries=one.entries,
    )
