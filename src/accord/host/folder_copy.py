"""Unpacking the copy of a folder that a host gives a seat: it is not trusted with names."""

import io
import zipfile
from pathlib import Path, PurePosixPath

from accord.errors import AccordError
from accord.formats.disk import unwritable
from accord.formats.for_whom import PROCESS
from accord.formats.tree import LARGEST

_MOST_FILES = 1000
"""Files of a copy: the process, a record for each tier, and interests of each party."""
_MOST_BYTES = 4 * LARGEST
"""Bytes of all files together; each alone is read up to a bound of its own."""


def unpack(archive: bytes, to: Path) -> None:
    """Write the files of a copy into a new folder, and nothing anywhere else.

    Args:
        archive: The copy, as a ZIP archive.
        to: The folder.

    Raises:
        AccordError: If it is no copy of a process folder.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as held:
            infos = held.infolist()
            size = sum(one.file_size for one in infos)
            if len(infos) > _MOST_FILES or size > _MOST_BYTES:
                raise AccordError("What the host sends is too large to be a copy of a folder.")
            if PROCESS not in held.namelist():
                raise AccordError("What the host sends is no copy of a process folder.")
            for one in infos:
                file, data = to / _place(one.filename), _read(held, one)
                with unwritable(file):
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_bytes(data)
    except zipfile.BadZipFile as error:
        raise AccordError(f"What the host sends cannot be unpacked: {error}") from None


def _read(held: zipfile.ZipFile, one: zipfile.ZipInfo) -> bytes:
    try:
        return held.read(one)
    # Each way of packing has errors of its own, those of the system among them.
    except Exception as error:
        raise AccordError(f"What the host sends cannot be unpacked: {error}") from None


def _place(name: str) -> PurePosixPath:
    """Return where a file of the copy stands in it."""
    parts = name.split("/")
    plain = all(one and one not in (".", "..") and "\\" not in one for one in parts)
    if not plain or ":" in name or "\0" in name or not name.endswith(".yaml"):
        raise AccordError(
            f"What the host sends is no copy of a process folder: it has '{name}'."
        )
    return PurePosixPath(*parts)
