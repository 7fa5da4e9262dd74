"""Entries said in words: who did what, with names in place of ids."""

from collections.abc import Iterable

from accord.model import Process
from accord.record.entries import (
    Assurance,
    Claim,
    Entry,
    Figure,
    Incident,
    Instruction,
    Measure,
    Meeting,
    Position,
    Proposal,
    Report,
    Response,
    Stance,
    Statement,
)
from accord.record.ledger import Record

_ANSWERS = {
    "accepts": "accepts",
    "rejects": "rejects",
    "counters": "answers with a proposal of its own to",
    "reserves": "reserves its answer to",
    "refers": "refers to its capital",
}


def named(process: Process, who: str) -> str:
    """Name somebody, a person together with the side spoken for."""
    side = process.side(who)
    return process.name(who) if side == who else f"{process.name(who)} ({process.name(side)})"


def names(process: Process, who: Iterable[str]) -> str:
    """Name several, separated by commas."""
    return ", ".join(process.name(one) for one in who)


def sentence(process: Process, entry: Entry, record: Record | None = None) -> str:
    """Say in one line what an entry says and who says it.

    Args:
        process: Gives the names behind the ids.
        entry: The entry.
        record: Where a response finds the proposal that it answers.
    """
    said = _said(process, entry, record)
    return said if said.endswith((".", "!", "?")) else f"{said}."


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
            name = issue.name if issue else entry.issue
            return f"{process.name(entry.party)}{by} on {name}: {stated(process, entry)}"
        case Proposal():
            to = f" to {names(process, entry.to)}"
            terms = "; ".join(": ".join(pair) for pair in process.agenda.describe(entry.deal))
            return f"{process.name(entry.by)} proposes{to}: {entry.text or terms}"
        case Response():
            found = record.by_id.get(entry.answers) if record else None
            what = "the proposal" if found is None else f"the proposal of {found.date}"
            text = f": {entry.text}" if entry.text else ""
            return f"{process.name(entry.by)} {_ANSWERS[entry.answer]} {what}{text}"
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
            return f"{place}{_open(entry.text)} ({entry.perceived}{by})"
        case Figure():
            by = f" ({process.name(entry.by)})" if entry.by else ""
            text = f": {entry.text}" if entry.text else ""
            return f"{entry.subject}: {amount(entry)}{by}{text}"
        case Claim():
            feature = f"{entry.attribute}: " if entry.value else ""
            return f"{attributed(process, entry)}: {feature}{claimed(process, entry)}"
        case Meeting():
            return f"{entry.name}: {entry.outcome or entry.text}"
        case _:
            place = getattr(entry, "place", "")
            return f"{place}: {entry.text}" if place else entry.text or entry.id


def stated(process: Process, position: Position) -> str:
    """Say what a party wants on an issue."""
    issue = process.agenda.issues.get(position.issue)
    if not position.option or issue is None or position.option not in issue.choices:
        return position.text or position.option
    return issue.choices[position.option].name


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
    """Say the number of a figure with its unit; `at least`, `at most` and `to` for ranges."""
    value = figure.value
    if value.is_point:
        number = f"{value.low:,.10g}"
    elif not value.is_bounded:
        known, word = (value.high, "at most") if value.low < 0 else (value.low, "at least")
        number = f"{word} {known:,.10g}"
    else:
        number = f"{value.low:,.10g} to {value.high:,.10g}"
    return f"{number} {figure.unit}".strip()
