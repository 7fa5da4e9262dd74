"""Entries said in words: who did what, with names in place of ids."""

import re
from collections.abc import Iterable
from math import inf

import attrs

from accord.model import Amount, Process, Range, Span
from accord.record.contested import Tally
from accord.record.entries import (
    Assurance,
    Claim,
    Entry,
    Figure,
    Incident,
    Instruction,
    Measure,
    Meeting,
    Perceived,
    Position,
    Proposal,
    Report,
    Response,
    Situation,
    Stance,
    Statement,
)
from accord.record.ledger import Record

_ANSWERS = {
    "accepts": "accepts",
    "rejects": "rejects",
    "counters": "answers with a proposal of its own to",
    "reserves": "reserves its answer to",
    "refers": "refers to its leadership",
}


def named(process: Process, who: str) -> str:
    """Name somebody, a person together with the side spoken for."""
    side = process.side(who)
    return process.name(who) if side == who else f"{process.name(who)} ({process.name(side)})"


def names(process: Process, who: Iterable[str]) -> str:
    """Name several, separated by commas."""
    return ", ".join(process.name(one) for one in who)


def issue_names(process: Process, ids: Iterable[str]) -> str:
    """Name issues, separated by commas; those that are not on the agenda yet without a name."""
    agenda = process.agenda.issues
    found = (agenda[i].name if i in agenda else "what was no issue yet" for i in ids)
    return ", ".join(dict.fromkeys(found))


def sentence(process: Process, entry: Entry, record: Record | None = None) -> str:
    """Say in one line what an entry says and who says it.

    Args:
        process: Gives the names behind the ids.
        entry: The entry.
        record: Where a response finds the proposal that it answers.
    """
    said = _said(process, entry, record)
    if entry.inferred_by:
        said = f"{_open(said)}{inferred(process, entry)}"
    return said if said.endswith((".", "!", "?")) else f"{said}."


def inferred(process: Process, entry: Entry) -> str:
    """Say who reads an entry so where no source says it; nothing where one does."""
    return f" (as read by {process.name(entry.inferred_by)})" if entry.inferred_by else ""


def _said(process: Process, entry: Entry, record: Record | None) -> str:
    match entry:
        case Statement():
            to = f" to {names(process, entry.to)}" if entry.to else ""
            by = process.name(entry.translated_by)
            via = f" (translated by {by})" if by else ""
            text = _open(entry.text) if via else entry.text
            return f"{named(process, entry.by)}{to}: {text}{via}"
        case Position():
            by = f" ({process.name(entry.by)})" if entry.by else ""
            issue = process.agenda.issues.get(entry.issue)
            on = f" on {issue.name}" if issue else ""  # as of a day before it was one
            return f"{process.name(entry.party)}{by}{on}: {in_full(process, entry)}"
        case Proposal():
            to = f" to {names(process, entry.to)}"
            return f"{process.name(entry.by)} proposes{to}: {proposed(process, entry)}"
        case Response():
            found = record.by_id.get(entry.answers) if record else None
            what = "the proposal" if found is None else f"the proposal of {found.date}"
            parts = issue_names(process, entry.issues)
            on = f" on {parts}" if parts else ""
            text = f": {entry.text}" if entry.text else ""
            return f"{process.name(entry.by)} {_ANSWERS[entry.answer]} {what}{on}{text}"
        case Report() | Instruction():
            verb = "reports" if isinstance(entry, Report) else "instructs"
            text = f": {entry.text}" if entry.text else ""
            link = " to " if isinstance(entry, Report) else " "
            return f"{named(process, entry.by)} {verb}{link}{named(process, entry.to)}{text}"
        case Assurance():
            to = f" to {names(process, entry.to)}" if entry.to else ""
            return f"{named(process, entry.by)}{to}: {entry.text}"
        case Measure():
            link = "on" if entry.measure == "sanction" else "for"
            on = f" {link} {names(process, entry.on)}" if entry.on else ""
            by = names(process, entry.by)
            what = f"{entry.measure.capitalize()} by {by}{on}"
            return f"{what if entry.measure in ('sanction', 'aid') else by}: {entry.text}"
        case Incident():
            by = f" by {process.name(entry.by)}" if entry.by else ""
            place = f"{entry.place}: " if entry.place else ""
            told = entry.perceived is Perceived.REPORTED and not by
            how = "" if told else f" ({entry.perceived}{by})"
            return f"{place}{_open(entry.text)}{how}"
        case Figure():
            by = f" ({process.name(entry.by)})" if entry.by else ""
            text = f": {entry.text}" if entry.text else ""
            return f"{entry.subject}: {amount(entry)}{by}{text}"
        case Claim():
            feature = f"{entry.attribute}: " if entry.value else ""
            return f"{attributed(process, entry)}: {feature}{claimed(process, entry)}"
        case Meeting():
            return f"{entry.name}: {entry.outcome or entry.text}"
        case Situation():
            of, by = names(process, entry.of), process.name(entry.by)
            where = f"{entry.place} ({of})" if entry.place and of else entry.place or of
            said = _open(entry.text) + ("" if by in entry.text else f" (reported by {by})")
            return f"{where}: {said}" if where else said
        case _:
            return entry.text or entry.id


def told(process: Process, entry: Entry, record: Record) -> str:
    """Say what an entry says where its own words stand for it: with the options, if it has any.

    Who reads it so is left to the caller.
    """
    if entry.text and not isinstance(entry, Position | Proposal | Response):
        return entry.text
    return sentence(process, attrs.evolve(entry, inferred_by=""), record)


def proposed(process: Process, proposal: Proposal) -> str:
    """Say what is proposed: the options, and in which words."""
    terms = "; ".join(": ".join(pair) for pair in process.agenda.describe(proposal.deal))
    text = proposal.text
    return f"{terms} ({_open(text)})" if terms and text else terms or text


def stated(process: Process, position: Position) -> str:
    """Say what a party wants on an issue."""
    issue = process.agenda.issues.get(position.issue)
    if not position.option or issue is None or position.option not in issue.choices:
        return position.text or position.option
    return issue.choices[position.option].name


def wording(process: Process, position: Position) -> str:
    """Give what was said besides the option, in which a condition may lie; empty if nothing."""
    asked, text = stated(process, position), position.text
    alike = _plain(asked) == _plain(text)
    return "" if alike else text


def in_full(process: Process, position: Position) -> str:
    """Say what a party wants on an issue, and in which words it said so."""
    asked, text = stated(process, position), wording(process, position)
    return f"{asked} ({_open(text)})" if text else asked


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".!? ")


def claimed(process: Process, claim: Claim) -> str:
    """Say what is claimed: the value and the words."""
    value = process.name(claim.value)
    if value and claim.text:
        return f"{value} ({_open(claim.text)})"
    return (
        value or claim.text or ("so it was" if claim.stance is not Stance.DENIES else "not so")
    )


def attributed(process: Process, claim: Claim) -> str:
    """Say who claims and how: `According to X`, `X asserts` or `X denies`."""
    who = named(process, claim.by)
    return f"According to {who}" if claim.stance is Stance.REPORTS else f"{who} {claim.stance}"


def _open(text: str) -> str:
    """Take the full stop off a text that goes on."""
    return text.removesuffix(".")


def amount(figure: Figure) -> str:
    """Say the number of a figure with its unit."""
    return quantity(figure.value, figure.unit)


UPDATED = " (before a later count by the same)"
"""Said behind a figure of which the same person gave a later count."""


def spanned(tally: Tally) -> str:
    """Say the range that holds all figures on a subject; of one value, as it was given."""
    first, *others = tally.standing
    alike = all(one.value == first.value for one in others)
    return amount(first) if alike else spread(tally.span, tally.unit)


def spread(span: Span, unit: str = "") -> str:
    """Say a span with its unit; nothing where it has no end at all."""
    low, high = (
        f"{'about ' if about else ''}{_digits(end)}"
        for end, about in zip((span.low, span.high), span.about, strict=True)
    )
    if span.is_point:
        number = low
    elif span.is_bounded:
        number = f"{low} to {high}"
    elif span.low != -inf:
        number = f"{'more than' if span.above else 'at least'} {low}"
    elif span.high != inf:
        number = f"{'less than' if span.below else 'at most'} {high}"
    else:
        return ""
    return f"{number} {unit}".strip()


def quantity(value: Range, unit: str = "") -> str:
    """Say a number with its unit; `at least`, `about` and the like, and `to` for ranges."""
    low, high = _digits(value.low), _digits(value.high)
    word = value.word if isinstance(value, Amount) else ""
    if value.is_bounded:
        number = f"{word} {low if value.is_point else f'{low} to {high}'}".lstrip()
    elif word:
        number = f"{word} {low if value.high == inf else high}"
    elif value.high != inf:
        number = f"at most {high}"
    elif value.low != -inf:
        number = f"at least {low}"
    else:
        number = "any number of"
    return f"{number} {unit}".strip()


def _digits(number: float) -> str:
    """Write a number with its thousands apart, in full where that can be read."""
    whole = abs(number) < 1e16 and number == int(number)
    return f"{number:,.0f}" if whole else f"{number:,.10g}"


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
