"""`accord record FOLDER contested`."""

from typing import Any

import click

from accord.cli import console
from accord.cli.common import AS_CSV, AS_JSON, AS_OF, FOR, write_csv, write_json
from accord.cli.record.reading import FOLDER_OF, ends, read
from accord.model import Reader
from accord.record import (
    Case,
    Contested,
    Contradiction,
    Figure,
    Series,
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
    series_told,
    spanned,
)
from accord.record.wording import quantity, spread
from accord.telling.contested_words import CLASHES, reading_said, spoken, title
from accord.telling.entry_words import labels
from accord.telling.record_rows import CONTESTED_HEADER, contested_rows


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
        write_csv(CONTESTED_HEADER, contested_rows(case))
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
                "says": reading_said(case, one, r, case.record.by_id[r.entry]),
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


def draw(out: Any, case: Case, one: Contested) -> None:
    """Draw what is contested: its name, the span of numbers, and every reading."""
    console.heading(out, title(case, one))
    ends_ = spread(one.span, one.unit) if one.span else ""
    span = f"; all between them: {ends_}" if ends_ else ""
    console.paragraph(out, f"{CLASHES[one.clash]}{span}")
    rows = (
        (f"{who}\n{stance}\n({entry})", says, sources)
        for reading, said in said_together(case.record, one.readings)
        for who, stance, says, entry, sources in (spoken(case, one, reading, said),)
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
