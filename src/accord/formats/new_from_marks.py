"""A process folder made of a sheet of marks."""

from pathlib import Path
from typing import Any

from attrs import evolve

from accord.errors import FormatError, InvalidProcess, Problem
from accord.formats.folded_names import folded
from accord.formats.for_whom import PROCESS
from accord.formats.import_marks import MarksPlan, plan_marks
from accord.formats.marks_columns import header_words
from accord.formats.new import README, fresh, id_of, readme
from accord.formats.sheet_columns import ColumnMapping
from accord.formats.sheet_names import ISSUES, PARTIES
from accord.formats.sheet_rows import listed
from accord.formats.spreadsheet_files import read
from accord.formats.write import dump
from accord.model import When, is_id
from accord.record.hidden_signs import clean

MEDIATOR_MADE = "mediator"
"""Who holds the marks of a new folder, where nobody is named."""


def new_from_marks(
    path: Path,
    sheet: Path,
    title: str,
    mapping: ColumnMapping,
    *,
    held_by: str = "",
    as_of: When | None = None,
) -> MarksPlan:
    """Write a process folder with the parties, issues, options and marks of a sheet.

    Args:
        path: A folder that does not exist yet, or is empty.
        sheet: The spreadsheet.
        title: What the process is called; as the sheet is, if left out.
        mapping: What was said of the sheet.
        held_by: Who holds the marks: a party of the sheet, or an actor that is made; a mediator
            that is made, if left out.
        as_of: When they were held.

    Returns:
        What was taken of the sheet, and what could not be.

    Raises:
        InvalidProcess: If the sheet has not two parties.
        FormatError: If the sheet cannot be read, nothing of it can be taken, or something is in
            the folder already.
        Unwritable: If the folder cannot be written; then nothing is there.
    """
    mapping = evolve(mapping, new=tuple(dict.fromkeys((*mapping.new, ISSUES, PARTIES))))
    known = {*header_words(()), *mapping.columns}
    found = read(
        sheet,
        sheets=mapping.sheets,
        header_row=mapping.header_row,
        known=known,
        encoding=mapping.encoding,
    )
    tables = found.sheets.values()
    named = title or next((one.title for one in tables if one.title), "") or sheet.stem
    parties = {folded(name): name for one in tables for name in one.header}
    plain: dict[str, Any] = {"title": named, "parties": {}}
    holder = held_by or MEDIATOR_MADE
    if folded(holder) not in parties and holder not in map(id_of, parties.values()):
        one = holder if is_id(holder) else id_of(holder)
        called = "Mediator" if not held_by else holder
        plain["actors"] = {one: {"name": called, "role": "mediator"}}
        plain["mediators"] = [one]
        holder = one
    with fresh(path) as whole:
        (whole / PROCESS).write_text(dump(plain, False), encoding="utf-8")
        (whole / README).write_text(readme(named), encoding="utf-8")
        try:
            taken = plan_marks(
                whole, sheet, held_by=holder, mapping=mapping, as_of=as_of, begun=True
            )
        except InvalidProcess as invalid:
            raise InvalidProcess(
                Problem(str(sheet), 0, f"{one.sentence}: a column each with marks")
                if "two parties" in one.sentence
                else Problem(str(path / Path(one.file).name), one.line, one.sentence)
                for one in invalid.problems
            ) from None
        if taken.change is None:
            lines = [*listed(taken.refused), f"{sheet}: it gives no mark"]
            raise FormatError("\n".join(map(clean, lines)))
        taken.change.write()
    return taken
