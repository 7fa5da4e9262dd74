"""Entries said in words: who did what, with names in place of ids."""

import re

import attrs

from accord.model import Process
from accord.record.contested import Tally
from accord.record.entry import Entry, Names
from accord.record.kinds.position import Position
from accord.record.kinds.proposal import Proposal
from accord.record.kinds.response import Response
from accord.record.ledger import Record
from accord.record.wording import spread, unstopped


def sentence(process: Process, entry: Entry, record: Record | None = None) -> str:
    """Return in one line what an entry says and who says it.

    Args:
        process: Has the names behind the ids.
        entry: The entry.
        record: Where a response finds the proposal that it answers.
    """
    said = entry.said(Names(process, record.by_id) if record else Names(process))
    if entry.inferred_by:
        said = f"{unstopped(said)}{inferred(process, entry)}"
    return said if said.endswith((".", "!", "?")) else f"{said}."


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


def spanned(tally: Tally) -> str:
    """Return the range that holds all figures on a subject; of one value, as it was given."""
    first, *others = tally.standing
    alike = all(one.value == first.value for one in others)
    return first.amount if alike else spread(tally.span, tally.unit)


HIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f"
    "\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f\ud800-\udfff]"
    # One of the two joiners in them only where it joins nothing.
    "(?:(?<![\u200c\u200d])|(?<![\u0590-\u061b\u061d-\u180d\u180f-\u1cff\u2600-\u27bf"
    "\u2e80-\ud7ff\uf900-\ufdff\ufe0f\ufe70-\ufefc\U00010800-\U0001faff]"
    "[\u200c\u200d]))"
)
"""A sign that cannot be seen, and steers what shows it or turns the text around it.

Controls but for the line feed, formats (Unicode's Cf) and halves of a sign. Formats that are
drawn, as the Arabic number sign, are none; nor are the joiners after a sign of a script that
joins, without which Persian, Kurdish, Hindi or an emoji cannot be written.
"""


def clean(text: str) -> str:
    """Replace what would steer a terminal or turn a text around by a mark that shows it."""
    return text if text.isprintable() else HIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
