"""Sheets that somebody is taking in: kept beside the process from upload to the last answer."""

import io
import re
import shutil
import zipfile
import zlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from xml.parsers.expat import ExpatError, ParserCreate

from attrs import frozen

from accord.errors import FormatError
from accord.host.host_page import MEGABYTE

SUFFIXES = (".csv", ".xlsx")
_OWNER, _ADDED, _REFUSED = ".owner", ".added", ".refused"
_SIGNS = re.compile(r"[^\w .()-]+")
_LONGEST = 80
_KEY = re.compile(r"[0-9a-f]{32}")
MOST_KEPT = 20
"""So many sheets are kept for a seat; of more, the oldest go: they can be sent again."""

MOST_ROWS = 150_000
"""Rows of a sheet. What is wrong with each is worked out in a quarter of a millisecond, and all
others wait a little longer for it."""
UNPACKED = 128 * MEGABYTE
"""Bytes that a workbook unpacks to: so many rows of a dozen cells."""
_PIECE = 64 * 1024


@frozen
class KeptSheet:
    """A sheet that was sent and not taken in yet, or what was added of it.

    Attributes:
        folder: Where it lies.
    """

    folder: Path

    @property
    def key(self) -> str:
        """What it is asked for by."""
        return self.folder.name

    @property
    def file(self) -> Path | None:
        """The sheet; None once it was taken in."""
        return next((f for f in self.folder.iterdir() if not f.name.startswith(".")), None)

    @property
    def added(self) -> tuple[str, ...]:
        """The ids of the entries that were added of it."""
        file = self.folder / _ADDED
        return tuple(file.read_text("utf-8").split()) if file.exists() else ()

    @property
    def refused(self) -> tuple[str, ...]:
        """What of it could not be taken in, in sentences."""
        file = self.folder / _REFUSED
        return tuple(file.read_text("utf-8").splitlines()) if file.exists() else ()

    def taken(self, ids: list[str], refused: Iterable[str]) -> None:
        """Keep what was added and what was not, and nothing of the sheet.

        Args:
            ids: The ids of the entries.
            refused: What could not be taken in, in sentences.
        """
        (self.folder / _ADDED).write_text("\n".join(ids), "utf-8")
        lines = (" ".join(one.split()) for one in refused)
        (self.folder / _REFUSED).write_text("\n".join(lines), "utf-8")
        if (file := self.file) is not None:
            file.unlink()


def keep_sheet(kept: Path, key: str, owner: str, name: str, data: bytes) -> KeptSheet:
    """Keep a sheet that somebody sent.

    Args:
        kept: Where the host keeps what is its own.
        key: What it is asked for by: nobody can guess it.
        owner: The seat that sent it; no other is shown it.
        name: What the file is called.
        data: What is in it.

    Raises:
        FormatError: If it is no file that is read here, or holds too much.
    """
    plain = _SIGNS.sub("_", name.replace("\\", "/").rpartition("/")[2]).strip(" .")
    stem, dot, suffix = plain.rpartition(".")
    if f"{dot}{suffix}".lower() not in SUFFIXES or not stem:
        raise FormatError("choose a file whose name ends in .csv or .xlsx")
    if _rows(data) > MOST_ROWS:
        raise FormatError(f"a sheet has {MOST_ROWS:,} rows at most: send it in parts")
    sheets = kept / "sheets"
    sheets.mkdir(mode=0o700, exist_ok=True)
    mine = [f for f in sheets.iterdir() if f.is_dir() and _owner(f) == owner]
    mine.sort(key=lambda f: f.stat().st_mtime)
    for old in mine[: max(0, len(mine) - MOST_KEPT + 1)]:
        shutil.rmtree(old, ignore_errors=True)
    folder = sheets / key
    folder.mkdir(mode=0o700)
    (folder / _OWNER).write_text(owner, "utf-8")
    (folder / f"{stem[:_LONGEST]}.{suffix.lower()}").write_bytes(data)
    return KeptSheet(folder)


def _rows(data: bytes) -> int:
    """Return how many rows a sheet may have, counted no further than need be.

    It is counted while it is unpacked, and nothing is kept of it: a small file may unpack to
    what no machine holds. What is broken is said by who reads it.

    Raises:
        FormatError: If it unpacks to too much.
    """
    if not data.startswith(b"PK"):
        return max(data.count(b"\n"), data.count(b"\r"))
    found = 0
    with suppress(zipfile.BadZipFile, zlib.error, ExpatError, NotImplementedError):
        archive = zipfile.ZipFile(io.BytesIO(data))
        if sum(one.file_size for one in archive.infolist()) > UNPACKED:
            raise FormatError(
                f"the file unpacks to more than {UNPACKED // MEGABYTE} MB: send it in parts"
            )
        for part in archive.infolist():
            if part.filename.endswith(".xml"):
                found += _rows_in(archive, part, MOST_ROWS - found)
    return found


def _rows_in(archive: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> int:
    """Return how many rows a part of a workbook has, or one more than so many."""
    found = 0

    def begun(name: str, _: object) -> None:
        nonlocal found
        found += name.rpartition(" ")[2] == "row"

    parser = ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = begun
    with archive.open(part) as unpacked:
        while found <= most and (piece := unpacked.read(_PIECE)):
            parser.Parse(piece)
    return found


def kept_sheet(kept: Path, key: str, owner: str) -> KeptSheet | None:
    """Return a sheet that a seat sent; None if there is none, or another sent it.

    Args:
        kept: Where the host keeps what is its own.
        key: What it is asked for by.
        owner: The seat that asks.
    """
    folder = kept / "sheets" / key
    if not _KEY.fullmatch(key) or not folder.is_dir() or _owner(folder) != owner:
        return None
    return KeptSheet(folder)


def _owner(folder: Path) -> str:
    try:
        return (folder / _OWNER).read_text("utf-8")
    except OSError:
        return ""
