"""Marks as a sheet: a row an option, a column a party, in words; an XLSX file in colours too.

`import_marks` reads what is written here, and finds it to be what the folder says.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import evolve

from accord.errors import AccordError
from accord.formats.cells import Cell
from accord.formats.folded_names import folded
from accord.formats.marks_columns import (
    BASIS,
    BESIDE,
    HOW,
    ISSUE,
    ISSUE_NAME,
    OPTION,
    OPTION_NAME,
    PUTS_OFF,
    SOURCE,
    header_words,
)
from accord.formats.record_sheets import MARKS
from accord.formats.sheet_names import SheetNames
from accord.formats.write_sheets import SheetTable, suffix_of, write
from accord.model import Mark, Marked, Perspective
from accord.record import Case

FILLS = {
    Mark.WANT: "C6EFCE",
    Mark.LIVE: "FFEB9C",
    Mark.CANNOT: "FFC7CE",
    Mark.UNKNOWN: "D9D9D9",
}
"""The colours behind words that say the same: pale, so that black letters can be read."""


def marked_sheets(case: Case) -> dict[str, Perspective]:
    """Return the marks by who holds some, without what voices say otherwise than their party.

    Args:
        case: The folder.
    """
    own = evolve(case, interests=tuple(one for one in case.interests if not one.voice))
    return {one.id: one for one in own.sheets if any(i.marks for i in one.held)}


def sheet_of(case: Case, held_by: str) -> Perspective:
    """Return the marks of one holder, without what voices say otherwise than their party.

    Args:
        case: The folder.
        held_by: Whose, by id or name; nothing for the only one who holds any.

    Raises:
        AccordError: If that is nobody, or it is not said whose.
    """
    sheets = marked_sheets(case)
    if not sheets:
        raise AccordError("nobody's marks can be read here; they may be for another reader")
    wanted = SheetNames(case=case).find("speaker", held_by) or held_by
    if not held_by and len(sheets) > 1:
        raise AccordError(f"several hold marks: say whose with --held-by: {', '.join(sheets)}")
    if held_by and wanted not in sheets:
        raise AccordError(f"'{held_by}' holds no marks here; who does: {', '.join(sheets)}")
    return sheets[wanted] if held_by else next(iter(sheets.values()))


def marks_json(sheets: Iterable[Perspective]) -> dict[str, Any]:
    """Return marks as JSON has them: by holder, party, issue and option.

    Args:
        sheets: The marks of each holder.
    """
    return {
        sheet.id: {
            party: {
                issue: {option: _noted(one) for option, one in options.items()}
                for issue, options in held.marks.items()
            }
            for party, held in sheet.interests.items()
        }
        for sheet in sheets
    }


def _noted(one: Marked) -> dict[str, str]:
    plain = {"mark": str(one.mark), "how": str(one.how or ""), "basis": one.basis}
    return {key: text for key, text in {**plain, "source": one.source}.items() if text}


def export_marks(case: Case, sheet: Perspective, file: Path) -> list[Path]:
    """Write the marks of one holder as CSV or XLSX.

    CSV holds ids, with the names beside them; XLSX calls parties by their names.

    Args:
        case: The folder.
        sheet: The marks.
        file: The file; its suffix says the format.

    Returns:
        The files written.

    Raises:
        FormatError: If a spreadsheet cannot hold something.
        AccordError: If a file cannot be written.
    """
    process = case.process
    called = {party: party for party in process.parties}
    if suffix_of(file) == ".xlsx":
        names = {party: one.name for party, one in process.parties.items()}
        known = {folded(word) for word in header_words(())}
        plain = {folded(name) for name in names.values()}
        if len(plain) == len(names) and not plain & known:  # names that tell columns apart
            called = names
    beside = list(_beside(sheet))
    later = any(o.puts_off for i in process.agenda.issues.values() for o in i.choices.values())
    rows: list[list[Cell]] = []
    fills: dict[tuple[int, int], str] = {}
    for issue in process.agenda.issues.values():
        for option in issue.choices.values():
            marks = {
                party: held.marks[issue.id][option.id]
                for party, held in sheet.interests.items()
                if option.id in held.marks.get(issue.id, {})
            }
            for place, party in enumerate(called, 4):
                if party in marks:
                    fills[len(rows), place] = FILLS[marks[party].mark]
            rows.append(
                [
                    *(issue.id, issue.name, option.id, option.name),
                    *(str(marks[party].mark) if party in marks else "" for party in called),
                    *(_said(marks.get(party), what) for party, what in beside),
                    *(("yes" if option.puts_off else "",) if later else ()),
                ]
            )
    header = [
        *(ISSUE, ISSUE_NAME, OPTION, OPTION_NAME),
        *called.values(),
        *(f"{called[party]} {what}" for party, what in beside),
        *((PUTS_OFF,) if later else ()),
    ]
    return write(file, {MARKS: SheetTable(header, rows, fills=fills, title=process.title)})


def _beside(sheet: Perspective) -> Iterator[tuple[str, str]]:
    """Yield for which parties it is said how marks are known, why, and by what source."""
    for party, held in sheet.interests.items():
        marks = [one for options in held.marks.values() for one in options.values()]
        for what in BESIDE:
            if any(_said(one, what) for one in marks):
                yield party, what


def _said(one: Marked | None, what: str) -> str:
    if one is None:
        return ""
    said: Mapping[str, str] = {HOW: str(one.how or ""), BASIS: one.basis, SOURCE: one.source}
    return said[what]
