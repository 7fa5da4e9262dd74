"""A copy of a folder and of what its host keeps, made while people use it."""

import os
import sqlite3
import tempfile
import zipfile
from contextlib import ExitStack, closing
from pathlib import Path

from accord.errors import AccordError
from accord.formats.disk import alone, beside, unwritable
from accord.host.host import DATABASE
from accord.host.settings import HostSettings

_BESIDE_A_DATABASE = ("-wal", "-shm", "-journal")
"""How files end that SQLite keeps beside a database: a copy made by SQLite needs none."""


def back_up(settings: HostSettings, to: Path) -> int:
    """Write a copy of everything in a folder into a ZIP file that nobody else may read.

    Nobody writes in the folder meanwhile, and the store is copied by SQLite itself: each is as
    it was at one moment.

    Args:
        settings: What the host is started with.
        to: The file; it is replaced whole or not at all.

    Returns:
        How many files are in it.

    Raises:
        AccordError: If it lies in the folder, holds something else, or cannot be written.
    """
    folder = settings.folder
    if not folder.is_dir():
        raise AccordError(f"{folder}: there is no such folder")
    if to.resolve().is_relative_to(folder.resolve()):
        raise AccordError(f"{to}: write the copy outside of {folder}, for it would hold itself")
    if to.exists() and not zipfile.is_zipfile(to):
        raise AccordError(f"{to} is there already and is no copy: give another name")
    database = settings.kept / DATABASE
    skipped = {database, *(Path(f"{database}{end}") for end in _BESIDE_A_DATABASE)}
    with unwritable(to), beside(to) as stream, tempfile.TemporaryDirectory() as scratch:
        if hasattr(os, "fchmod"):
            os.fchmod(stream.fileno(), 0o600)
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as copy, ExitStack() as still:
            for place in sorted({folder, *(one.parent for one in folder.rglob("*.yaml"))}):
                still.enter_context(alone(place / "any file of it"))
            files = sorted(one for one in folder.rglob("*") if one.is_file())
            for one in files:
                if one not in skipped and not one.is_symlink():
                    copy.write(one, Path(folder.name) / one.relative_to(folder))
            if database.exists():
                taken = Path(scratch) / DATABASE
                _copy(database, taken)
                copy.write(taken, Path(folder.name) / database.relative_to(folder))
            return len(copy.namelist())


def _copy(database: Path, to: Path) -> None:
    try:
        source = f"{database.resolve().as_uri()}?mode=ro"
        with (
            closing(sqlite3.connect(source, uri=True)) as held,
            closing(sqlite3.connect(to)) as copied,
        ):
            held.backup(copied)
    except sqlite3.Error as error:
        raise AccordError(f"{database} cannot be copied: {error}") from None
