"""`accord record FOLDER contested`."""

from typing import Any

import click

from accord.cli import console
from accord.cli.common import AS_CSV, AS_JSON, AS_OF, FOR, write_csv, write_json
from accord.cli.record.reading import FOLDER_OF, ends, labels, read
from accord.model import Reader
from accord.record import (
    Case,
    Claim,
    Clash,
    Contested,
    Contradiction,
    Correction,
    Entry,
    Figure,
    Reading,
    Register,
    Series,
    Stance,
    Tally,
    contested,
    contradictions,
    series,
    tallies,
)
from accord.record.between import Between, between, sorted_by_sides
from accord.record.contested import said_together
from accord.record.sentences import (
    MOST_SINGLY,
    UPDATED,
    inferred,
    sentence,
    series_told,
    spanned,
    told,
)
from accord.record.wording import quantity, spread

CLASHES = {
    Clash.FIGURES: "figures that do not meet",
    Clash.DENIAL: "said by one, denied by another",
    Clash.VALUES: "different accounts",
}
HEADER = ("who", "stance", "says", "entry", "sources")


@click.command("contested")
@AS_OF
@FOR
@AS_JSON
@AS_CSV
@FOLDER_OF
def command(path: str, /, as_of: Any, reader: Reader, as_json: bool, as_csv: bool) -> None:
    """Show what cannot all hold, and what does not fit together.

    Every reading stands beside the others, with the span of figures.
    """
    case = read(path, as_of, reader)
    unfitting = contradictions(case)
    counted = tallies(case.record)
    found = sorted_by_sides(case.process, case.record, contested(case.record))
    if as_json:
        write_json(
            {
                "contested": [plain(case, one) for _, one in found],
                "figures": [_tally(case, tally) for tally in counted],
                "does_not_fit": [
                    {"kind": one.kind, "text": one.text, "entries": list(one.entries)}
                    for one in unfitting
                ],
            }
        )
    elif as_csv:
        write_csv(
            ("subject", "attribute", "clash", "between", *HEADER),
            (
                (one.subject, one.attribute, one.clash, sides, *row)
                for sides, one in found
                for row in readings(case, one)
            ),
        )
    else:
        _draw(case, found, counted, unfitting)


def plain(case: Case, one: Contested) -> dict[str, Any]:
    """Return what is contested as plain values."""
    return {
        "subject": one.subject,
        "attribute": one.attribute,
        "clash": one.clash,
        "between": between(case.process, case.record, one),
        "unit": one.unit,
        "span": ends(one.span),
        "readings": [
            {
                "entry": r.entry,
                "by": r.by,
                "stance": r.stance,
                "value": r.value,
                "updated": r.updated,
                "says": _says(case, one, r, case.record.by_id[r.entry]),
                "text": case.record.by_id[r.entry].text,
                "sources": list(r.sources),
                **{
                    label: sorted({getattr(o, label) for o in outlets} - {""})
                    for label in ("state_aligned", "state_funded")
                    for outlets in (case.record.outlets_of(r.sources),)
                },
            }
            for r in one.readings
        ],
    }


def title(case: Case, one: Contested) -> str:
    """Name what is contested."""
    entry = case.record.by_id.get(one.subject)
    if entry is None:
        subject = one.subject
    else:
        name = getattr(entry, "name", "") or console.short(
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
    return [_spoken(case, one, reading, by_id[reading.entry]) for reading in one.readings]


def _spoken(case: Case, one: Contested, reading: Reading, entry: Entry) -> Spoken:
    who, says = _who(case, one, reading), _says(case, one, reading, entry)
    entries, sources = ", ".join(reading.entries), labels(case, reading.sources)
    return who, reading.stance, says, entries, sources


def _who(case: Case, one: Contested, reading: Reading) -> str:
    if reading.by:
        return Register(case.process).with_side(reading.by)
    return "(laid to it, not said by whom)" if one.lays else "(the sources alone)"


def _says(case: Case, one: Contested, reading: Reading, entry: Entry) -> str:
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


def draw(out: Any, case: Case, one: Contested) -> None:
    """Draw what is contested: its name, the span of numbers, and every reading."""
    console.heading(out, title(case, one))
    ends_ = spread(one.span, one.unit) if one.span else ""
    span = f"; all between them: {ends_}" if ends_ else ""
    console.paragraph(out, f"{CLASHES[one.clash]}{span}")
    rows = (
        (f"{who}\n{stance}\n({entry})", says, sources)
        for reading, said in said_together(case.record, one.readings)
        for who, stance, says, entry, sources in (_spoken(case, one, reading, said),)
    )
    console.table(out, ("who (entry)", "says", "sources"), rows, (24, None, 20), lines=True)
    out.print()


def _draw(
    case: Case,
    found: list[tuple[Between, Contested]],
    counted: list[Tally],
    unfitting: tuple[Contradiction, ...],
) -> None:
    out = console.console()
    if not found:
        console.paragraph(out, "nothing in the record is contested")
    for sides in Between:
        some = [one for where, one in found if where is sides]
        if some:
            console.heading(out, f"{sides.heading} ({len(some)})")
            out.print()
        for one in some:
            draw(out, case, one)
    if unfitting:
        console.heading(out, f"What does not fit together ({len(unfitting)})")
        for other in unfitting:
            console.paragraph(out, f"- {other.text} [{', '.join(other.entries)}]")
    if counted:
        console.heading(out, "All figures, by subject")
        rows = (
            (
                one.subject,
                spanned(one) or "open at both ends",
                _several(case, one),
                "contested" if one.contested else "",
            )
            for one in series(counted)
        )
        console.table(
            out, ("subject", "span", "figures", ""), rows, (None, 18, None, 9), lines=True
        )


def _several(case: Case, one: Series) -> str:
    """Put the figures on a subject in words one by one; of many, how many and the latest."""
    if len(one.figures) > MOST_SINGLY:
        latest = one.latest.standing[-1]
        return f"{series_told(one)} {_by(case, latest)}; all: list --kind figure"
    return ", ".join(_counted(case, one, figure) for figure in one.figures)


def _counted(case: Case, one: Series, figure: Figure) -> str:
    later = UPDATED if figure.id in one.updated else ""
    when = f", {figure.time.day}" if len(one.tallies) > 1 and figure.time else ""
    read = inferred(case.process, figure)
    return f"{quantity(figure.value)} {_by(case, figure)}{when}{later}{read}"


def _by(case: Case, figure: Figure) -> str:
    by = case.process.name(figure.by) if figure.by else labels(case, figure.sources[:1])
    return f"({by})"


def _tally(case: Case, tally: Tally) -> dict[str, Any]:
    return {
        "subject": tally.subject,
        "unit": tally.unit,
        "span": ends(tally.span),
        "contested": tally.contested,
        "figures": [
            {
                "entry": f.id,
                "by": f.by,
                "value": {**(ends(f.value) or {}), "word": f.value.word},
                "updated": f.id in tally.updated,
                "as_of": str(f.as_of) if f.as_of else None,
                "sources": list(f.sources),
            }
            for f in tally.figures
        ],
    }
