"""CSV and XLSX files as sheets of text cells, whatever they are called."""

import io
import zipfile
from collections.abc import Collection, Sequence
from pathlib import Path

from attrs import evolve

from accord.errors import FormatError, Problem
from accord.formats.disk import read_bytes
from accord.formats.header_row import find_table
from accord.formats.read_csv import read_csv
from accord.formats.read_xlsx import RawSheet, read_xlsx
from accord.formats.sheet import Sheet, Spreadsheet
from accord.formats.tree import LARGEST

SUFFIXES = (".csv", ".xlsx")
READ = (*SUFFIXES, ".tsv", ".tab", ".txt", ".xlsm")
"""Names that tables have; what is in a file is told by its content."""
FOREIGN = (".xls", ".xlsb", ".ods", ".numbers", ".pdf", ".docx", ".htm", ".html")
"""Names of what else holds tables: if it cannot be read, a sentence says what to do."""
UNPACKED = 16 * LARGEST
"""The most bytes that a workbook unpacks to: some millions of cells; more is an attack."""
OTHERS = ("sources", "outlets")
"""The sheets that a CSV file may have beside it."""


def beside(file: Path, name: str) -> Path:
    """Name the CSV file that holds another sheet of the same export."""
    return file.with_name(f"{file.stem}-{name}.csv")


def suffix(file: Path, usual: Sequence[str] = SUFFIXES) -> str:
    """Return the kind of file by its name.

    Raises:
        FormatError: If it is none of the usual ones.
    """
    found = file.suffix.lower()
    if found not in usual:
        raise FormatError(f"{file}: the name must end in {' or '.join(SUFFIXES)}")
    return found


def read(
    file: Path,
    *,
    sheets: Sequence[str] = (),
    header_row: int | None = None,
    known: Collection[str] = (),
    encoding: str = "",
) -> Spreadsheet:
    """Read the sheets of a file that hold tables; a CSV file is one, with those beside it.

    Args:
        file: The file.
        sheets: The names of those that are to be read; else all that are not hidden.
        header_row: The number of the row that names the columns; 0 if none does, and the
            columns are called by their letters; else it is looked for.
        known: Names that columns may have, by which the header is told from a title.
        encoding: What a CSV file is saved as, where that is known.

    Raises:
        FormatError: If it cannot be read, or a sheet is not there.
    """
    suffix(file, (*READ, *FOREIGN))
    found = sheets_of(file, _data(file), sheets, header_row, known, encoding)
    if len(found.sheets) > 1 or file.stem not in found.sheets:
        return found
    others = {name: beside(file, name) for name in OTHERS}
    return evolve(
        found,
        sheets={
            **found.sheets,
            **{
                name: _csv(other, _data(other), name, None, known, encoding)
                for name, other in others.items()
                if other.exists()
            },
        },
    )


def sheets_of(
    file: Path,
    data: bytes,
    sheets: Sequence[str] = (),
    header_row: int | None = None,
    known: Collection[str] = (),
    encoding: str = "",
) -> Spreadsheet:
    """Read the sheets in what a file holds, as `read` does, without those beside it."""
    if not _is_workbook(file, data):
        if sheets and file.stem.casefold() not in {one.strip().casefold() for one in sheets}:
            raise FormatError(
                f"{file}: there is no sheet '{sheets[0]}': a text file is one sheet"
            )
        return Spreadsheet(
            {file.stem: _csv(file, data, file.stem, header_row, known, encoding)}
        )
    raw = read_xlsx(str(file), data)
    wanted = _wanted(file, raw, sheets)
    notices = [
        Problem(str(file), 0, _left_out(one))
        for one in raw
        if one.chart or (one not in wanted and (one.rows or one.hidden))
    ]
    filled = [one for one in wanted if one.rows]
    wide = max((len(row.cells) for one in filled for row in one.rows), default=0)
    taken: dict[str, Sheet] = {}
    for one in filled:
        if not sheets and wide > 1 and all(len(row.cells) < 2 for row in one.rows):
            sentence = f"the sheet '{one.name}' holds one column of texts, no table: not taken"
            notices.append(Problem(str(file), 0, sentence))
            continue
        name = f"{file} ({one.name})"
        try:
            table = find_table(
                name, one.rows, name=one.name, known=known, header_row=header_row
            )
        except FormatError as error:
            if sheets or len(filled) == 1:
                raise
            why = str(error).removeprefix(f"{name}: ")
            notices.append(Problem(name, 0, f"the sheet is not taken: {why}"))
            continue
        notices_ = (*one.notices, *table.notices)
        taken[one.name] = evolve(table, notices=notices_, headings=one.headings)
    if not taken and notices and filled:
        raise FormatError("\n".join(map(str, notices)))
    if not taken:
        find_table(str(file), [])
    return Spreadsheet(taken, tuple(notices))


def _csv(
    file: Path,
    data: bytes,
    name: str,
    header_row: int | None,
    known: Collection[str],
    encoding: str,
) -> Sheet:
    rows, notices, over = read_csv(str(file), data, encoding)
    table = find_table(
        str(file), rows, name=name, known=known, header_row=header_row, over=over
    )
    return evolve(table, notices=(*notices, *table.notices))


def _wanted(file: Path, raw: Sequence[RawSheet], names: Sequence[str]) -> list[RawSheet]:
    """Return the sheets that are to be read: those named, else those that are not hidden."""
    if not names:
        return [one for one in raw if not one.hidden]
    by_name = {one.name.strip().casefold(): one for one in raw}
    for name in names:
        if name.strip().casefold() not in by_name:
            there = ", ".join(f"'{one.name}'" for one in raw)
            raise FormatError(f"{file}: there is no sheet '{name}'; it has {there}")
    asked = {name.strip().casefold() for name in names}
    return [one for one in raw if one.name.strip().casefold() in asked]


def _left_out(sheet: RawSheet) -> str:
    if sheet.chart:
        return f"the sheet '{sheet.name}' is a chart and no table: not taken"
    hidden = " is hidden and" if sheet.hidden else " is"
    return f"the sheet '{sheet.name}'{hidden} not taken; '--sheet' takes it"


def _data(file: Path) -> bytes:
    data = read_bytes(file) if not file.is_dir() else None
    if data is None:
        raise FormatError(f"{file}: there is no such file")
    if len(data) > LARGEST:
        raise FormatError(f"{file}: the file is larger than {LARGEST // 1024**2} MiB")
    return data


_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How files of Office before 2007 begin, and those that are kept by a password."""
_LOCKED = "EncryptedPackage".encode("utf-16-le")


def _is_workbook(file: Path, data: bytes) -> bool:
    """Return whether a file is a workbook, and not text, by what it holds.

    Raises:
        FormatError: If it is something else that is known.
    """
    if data.startswith(_OLD):
        if _LOCKED in data:
            raise FormatError(f"{file}: it is kept by a password: save it without one")
        raise FormatError(f"{file}: a file of old Office (.xls): save it as .xlsx")
    if data.startswith(b"%PDF"):
        raise FormatError(f"{file}: a PDF, not a table: ask for the spreadsheet behind it")
    if (
        data[:1024]
        .lstrip(b"\xef\xbb\xbf \t\r\n")
        .lower()
        .startswith((b"<html", b"<!doc", b"<?x"))
    ):
        raise FormatError(
            f"{file}: a web page or XML: open it in a spreadsheet and save as .xlsx"
        )
    if not data.startswith(b"PK"):
        if file.suffix.lower() in (".xlsx", ".xlsm"):
            raise FormatError(f"{file}: this is not an XLSX file: is it CSV by its content?")
        return False
    return _is_xlsx(file, data)


def _is_xlsx(file: Path, data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            size = sum(one.file_size for one in archive.infolist())
    except Exception:  # a broken archive is said by who reads it
        return True
    if size > UNPACKED:
        raise FormatError(f"{file}: it unpacks to more than {UNPACKED // 1024**2} MiB")
    if any(name.endswith(".iwa") for name in names):
        raise FormatError(f"{file}: a file of Numbers: export it as .xlsx")
    if "content.xml" in names:
        raise FormatError(f"{file}: an OpenDocument file (.ods): save it as .xlsx")
    if any(name.startswith("word/") for name in names):
        raise FormatError(f"{file}: a Word document: copy its table into a spreadsheet")
    if any(name.endswith("workbook.bin") for name in names):
        raise FormatError(f"{file}: a binary workbook (.xlsb): save it as .xlsx")
    return True
