"""Entries said in words: who did what, with names in place of ids."""

import attrs

from accord.model import Process
from accord.record.contested import Series, Tally
from accord.record.entry import Entry, Register
from accord.record.kinds.position import Position
from accord.record.kinds.proposal import Proposal
from accord.record.kinds.response import Response
from accord.record.ledger import Record
from accord.record.wording import spread, stopped, unstopped


def sentence(process: Process, entry: Entry, record: Record | None = None) -> str:
    """Return in one line what an entry says and who says it.

    Args:
        process: Has the names behind the ids.
        entry: The entry.
        record: Where a response finds the proposal that it answers.
    """
    said = entry.said(Register(process, record.by_id) if record else Register(process))
    if entry.inferred_by:
        said = f"{unstopped(said)}{inferred(process, entry)}"
    return stopped(said)


def inferred(process: Process, entry: Entry) -> str:
    """Return who reads an entry so where no source says it; nothing where one does."""
    return f" (as read by {process.name(entry.inferred_by)})" if entry.inferred_by else ""


def told(process: Process, entry: Entry, record: Record) -> str:
    """Return what an entry says where its own words stand for it: with any options.

    Who reads it so is left to the caller.
    """
    if entry.text and not isinstance(entry, Position | Proposal | Response):
        return entry.text
    return sentence(process, attrs.evolve(entry, inferred_by=""), record)


UPDATED = " (before a later count by the same)"
"""Said behind a figure of which the same person gave a later count."""


MOST_SINGLY = 5
"""So many figures on one subject are told one by one, as many as a day in the news has; of more
how many there are, their range and the latest."""


def series_told(one: Series) -> str:
    """Return in a sentence how many figures there are on a subject, their range and the latest.

    Args:
        one: All figures on a subject.
    """
    latest = one.latest.standing[-1]
    begin, end = ((f.time or f.date).day for f in (one.figures[0], latest))
    if len(one.figures) == 1:
        return f"{latest.amount} ({end})"
    when = f"of {end}" if begin == end else f"from {begin} to {end}"
    said = f", {span}" if (span := spanned(one)) else ""
    return f"{len(one.figures)} readings {when}{said}; the latest {latest.amount}"


def spanned(one: Tally | Series) -> str:
    """Return the range that holds all figures on a subject; of one value, as it was given."""
    first, *others = (f for f in one.figures if f.id not in one.updated)
    alike = all(other.value == first.value for other in others)
    return first.amount if alike else spread(one.span, one.unit)
