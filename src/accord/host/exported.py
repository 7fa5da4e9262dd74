"""What a seat can take along: the files that the commands write, of what this seat may read."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from attrs import frozen

from accord.brief import Brief
from accord.brief.docx import to_docx
from accord.brief.html import to_html
from accord.brief.pdf import to_pdf
from accord.formats.marks_export import export_marks, marks_json, sheet_of
from accord.formats.record_sheets import ENTRIES, MATRIX, export
from accord.formats.share import share
from accord.formats.write import entry_plain
from accord.formats.write_sheets import write_csv
from accord.model import Reader
from accord.record import Case
from accord.record.hidden_signs import HIDDEN
from accord.record.links import days
from accord.telling.record_rows import (
    CONTESTED_HEADER,
    CORRECTIONS_HEADER,
    ENTRY_HEADER,
    TIMELINE_HEADER,
    contested_rows,
    correction_rows,
    entry_rows,
    timeline_rows,
)

ZIP, JSON, CSV = "application/zip", "application/json", "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_FIRST = (1980, 1, 1, 0, 0, 0)
"""The time of every file in an archive: two who take the same along have the same bytes."""

_WHEN_MADE = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
"""When a file of an office was made, as the file says it."""


@frozen(kw_only=True)
class ExportAsked:
    """Of what a file is to be made.

    Attributes:
        case: What the reader may read, as it was known on the day asked for.
        brief: Makes the brief of that day.
        folder: The process folder.
        reader: Who takes it along.
        full: Whether the dossier goes with the page.
        held_by: Whose marks; empty where one holder alone has some.
    """

    case: Case
    brief: Callable[[], Brief]
    folder: Path
    reader: Reader
    full: bool = False
    held_by: str = ""


@frozen
class ExportFile:
    """A file that can be taken along.

    Attributes:
        name: How its address ends, and its name behind the day.
        what: What it is, in words.
        media: Its type.
        make: Makes it.
    """

    name: str
    what: str
    media: str
    make: Callable[[ExportAsked], bytes]


def _json(value: Any) -> bytes:
    text = HIDDEN.sub(
        lambda m: json.dumps(m[0])[1:-1], json.dumps(value, indent=2, ensure_ascii=False)
    )
    return f"{text}\n".encode()


def _csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    text = io.StringIO(newline="")
    write_csv(text, header, rows, "\r\n")
    return text.getvalue().encode("utf-8-sig")  # so that Excel takes it for what it is


def _written(name: str, write: Callable[[Path], Iterable[Path]]) -> bytes:
    """Return what a function of the library writes into a file; several files as an archive."""
    with TemporaryDirectory() as place:
        files = {one.name: one.read_bytes() for one in write(Path(place) / name)}
    if len(files) > 1:
        return _archive(files)
    (data,) = files.values()
    return _archive(_parts(data)) if name.endswith(".xlsx") else data


def _parts(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as held:
        return {
            one: _WHEN_MADE.sub(rb"\g<1>1980-01-01T00:00:00Z", held.read(one))
            for one in held.namelist()
        }


def _archive(files: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(zipfile.ZipInfo(name, _FIRST), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _record_list(asked: ExportAsked) -> bytes:
    entries = sorted(asked.case.record.entries, key=lambda e: e.date.order)
    return _csv(ENTRY_HEADER, entry_rows(asked.case, entries))


def _record_json(asked: ExportAsked) -> bytes:
    entries = sorted(asked.case.record.entries, key=lambda e: e.date.order)
    return _json([entry_plain(one) for one in entries])


def _timeline(asked: ExportAsked) -> bytes:
    record = asked.case.record
    told = [e for e in record.standing if e.kind not in ("claim", "correction")]
    return _csv(TIMELINE_HEADER, timeline_rows(asked.case, days(told)))


def _sheets(name: str, what: str) -> Callable[[ExportAsked], bytes]:
    return lambda asked: _written(name, lambda file: export(asked.case, file, what))


def _marks_json(asked: ExportAsked) -> bytes:
    held = marks_json([sheet_of(asked.case, asked.held_by)])
    return json.dumps(held, ensure_ascii=False, indent=2).encode()


def _marks(name: str) -> Callable[[ExportAsked], bytes]:
    def make(asked: ExportAsked) -> bytes:
        sheet = sheet_of(asked.case, asked.held_by)
        return _written(name, lambda file: export_marks(asked.case, sheet, file))

    return make


def _folder(asked: ExportAsked) -> bytes:
    with TemporaryDirectory() as place:
        out = Path(place) / "copy"
        share(asked.folder, asked.reader, out)
        files = sorted(one for one in out.rglob("*") if one.is_file())
        return _archive({str(one.relative_to(out)): one.read_bytes() for one in files})


EXPORTS = (
    ExportFile(
        "brief.html",
        "The page, to be opened in any browser",
        "text/html; charset=utf-8",
        lambda asked: to_html(asked.brief(), full=asked.full).encode(),
    ),
    ExportFile(
        "brief.pdf",
        "The page, to be printed (PDF)",
        "application/pdf",
        lambda asked: to_pdf(asked.brief(), full=asked.full),
    ),
    ExportFile(
        "brief.docx",
        "The page, to be edited (Word)",
        DOCX,
        lambda asked: _archive(_parts(to_docx(asked.brief(), full=asked.full))),
    ),
    ExportFile(
        "brief.json",
        "The page and its dossier, for programs (JSON)",
        JSON,
        lambda asked: _json(asked.brief().to_json()),
    ),
    ExportFile(
        "record.xlsx",
        "The record, with sources and outlets (Excel)",
        XLSX,
        _sheets("record.xlsx", ENTRIES),
    ),
    ExportFile("record.csv", "The record, an entry a row, in words (CSV)", CSV, _record_list),
    ExportFile(
        "record-sheets.zip",
        "The record, its sources and outlets, to be taken in again (CSV)",
        ZIP,
        _sheets("record.csv", ENTRIES),
    ),
    ExportFile("record.json", "The record, for programs (JSON)", JSON, _record_json),
    ExportFile("timeline.csv", "The timeline (CSV)", CSV, _timeline),
    ExportFile(
        "contested.csv",
        "What is contested, a reading a row (CSV)",
        CSV,
        lambda asked: _csv(CONTESTED_HEADER, contested_rows(asked.case)),
    ),
    ExportFile(
        "corrections.csv",
        "What was corrected or withdrawn (CSV)",
        CSV,
        lambda asked: _csv(CORRECTIONS_HEADER, correction_rows(asked.case)),
    ),
    ExportFile(
        "matrix.xlsx",
        "The issue matrix (Excel)",
        XLSX,
        _sheets("matrix.xlsx", MATRIX),
    ),
    ExportFile(
        "matrix.csv", "The issue matrix, by ids (CSV)", CSV, _sheets("matrix.csv", MATRIX)
    ),
    ExportFile("folder.zip", "The copy of the folder that this seat may have", ZIP, _folder),
)
"""The files that do not depend on who holds something."""

MARKS_FILES = (
    ExportFile("marks.xlsx", "in colours (Excel)", XLSX, _marks("marks.xlsx")),
    ExportFile("marks.csv", "by ids (CSV)", CSV, _marks("marks.csv")),
    ExportFile("marks.json", "by ids (JSON)", JSON, _marks_json),
)
"""The files of the marks of one holder."""
