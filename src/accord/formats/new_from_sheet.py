"""A process folder made of what a spreadsheet tells."""

from pathlib import Path

from accord.errors import FormatError, InvalidProcess, Problem
from accord.formats.for_whom import PROCESS
from accord.formats.import_rows import ImportPlan, plan
from accord.formats.new import fresh
from accord.formats.sheet_columns import ColumnMapping
from accord.formats.sheet_rows import listed
from accord.formats.write import dump
from accord.record.hidden_signs import clean


def new_from_sheet(path: Path, sheet: Path, title: str, mapping: ColumnMapping) -> ImportPlan:
    """Write a process folder with the entries of a sheet, and all that they name.

    Args:
        path: A folder that does not exist yet, or is empty.
        sheet: The spreadsheet.
        title: What the process is called; as the sheet is, if left out.
        mapping: What was said of the sheet; what its `new` names is made.

    Returns:
        What was taken of the sheet, and what could not be.

    Raises:
        InvalidProcess: If the sheet does not tell two parties.
        FormatError: If the sheet cannot be read, nothing of it can be taken, or something is in
            the folder already.
        Unwritable: If the folder cannot be written; then nothing is there.
    """
    with fresh(path) as whole:
        text = dump({"title": title or sheet.stem, "parties": {}}, False)
        (whole / PROCESS).write_text(text, encoding="utf-8")
        try:
            found = plan(whole, sheet, mapping=mapping)
        except InvalidProcess as invalid:
            raise InvalidProcess(
                Problem(str(sheet), 0, f"{one.sentence}; name who has positions or agrees")
                if "two parties" in one.sentence
                else Problem(str(path / Path(one.file).name), one.line, one.sentence)
                for one in invalid.problems
            ) from None
        if not any(one.rows for one in found.sheets):
            raise FormatError(f"{sheet}: it has no rows below the names of its columns")
        if found.change is None:
            lines = [*listed(found.refused), f"{sheet}: no row of it can be taken"]
            raise FormatError("\n".join(map(clean, lines)))
        found.change.write()
        named = next((one.title for one in found.sheets if one.title), "")
        if named and not title:
            old, new = (dump({"title": one}, False) for one in (sheet.stem, named))
            process = whole / PROCESS
            text = process.read_text("utf-8").replace(old, new, 1)
            process.write_text(text, encoding="utf-8")
    return found
