"""What is contested, in words: its name, and every reading with who gives it."""

from accord.record import (
    Case,
    Claim,
    Clash,
    Contested,
    Correction,
    Entry,
    Figure,
    Reading,
    Register,
    Stance,
)
from accord.record.sentences import UPDATED, inferred, sentence, told
from accord.record.wording import one_line
from accord.telling.entry_words import labels

CLASHES = {
    Clash.FIGURES: "figures that do not meet",
    Clash.DENIAL: "said by one, denied by another",
    Clash.VALUES: "different accounts",
}


def title(case: Case, one: Contested) -> str:
    """Name what is contested."""
    entry = case.record.by_id.get(one.subject)
    if entry is None:
        subject = one.subject
    else:
        name = getattr(entry, "name", "") or one_line(
            sentence(case.process, entry, case.record), 70
        )
        after = case.record.superseded.get(entry.id)
        withdrawn = ", withdrawn" if isinstance(after, Correction) else ""
        subject = f"{name} ({entry.id}{withdrawn})"
    return f"{subject}: {one.feature}" if one.feature else subject


Spoken = tuple[str, str, str, str, str]
"""Who says it, how, what, in which entries, and by which sources."""


def readings(case: Case, one: Contested) -> list[Spoken]:
    """Put every reading in words."""
    by_id = case.record.by_id
    return [spoken(case, one, reading, by_id[reading.entry]) for reading in one.readings]


def spoken(case: Case, one: Contested, reading: Reading, entry: Entry) -> Spoken:
    """Put a reading in words."""
    who, says = _who(case, one, reading), reading_said(case, one, reading, entry)
    entries, sources = ", ".join(reading.entries), labels(case, reading.sources)
    return who, reading.stance, says, entries, sources


def _who(case: Case, one: Contested, reading: Reading) -> str:
    if reading.by:
        return Register(case.process).with_side(reading.by)
    return "(laid to it, not said by whom)" if one.lays else "(the sources alone)"


def reading_said(case: Case, one: Contested, reading: Reading, entry: Entry) -> str:
    """Return what a reading says, and who reads it so."""
    return _plainly(case, one, entry, reading) + inferred(case.process, entry)


def _plainly(case: Case, one: Contested, entry: Entry, reading: Reading) -> str:
    """Put a reading in words, but for who reads it so."""
    text = " ".join(entry.text.split())
    if isinstance(entry, Figure):
        amount = entry.amount + (UPDATED if reading.updated else "")
        return f"{amount}: {text}" if text else amount
    denies = reading.stance is Stance.DENIES
    if not reading.value:
        said = " ".join(told(case.process, entry, case.record).split())
        return f"denies it: {said}" if denies and text else said
    if isinstance(entry, Claim) and (denied := entry.denied(Register(case.process))):
        return f"denies {denied}"
    value = case.process.name(reading.value)
    if entry.id == one.subject or not text:
        return value
    return f"{value} ({text.rstrip('.')})"
