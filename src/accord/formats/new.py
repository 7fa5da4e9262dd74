"""A process folder to start from."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from textwrap import indent

from accord.errors import FormatError
from accord.formats.disk import clear, folder_beside, unwritable
from accord.formats.folder import PROCESS, RECORD
from accord.formats.schema import FILES, schema_of, write_schemas
from accord.record import KINDS

SCHEMAS = ".schema"
"""Where in a new folder the schemas are, to which its files point editors."""


def new(path: Path | str) -> None:
    """Write a commented, valid process folder about an invented case.

    Args:
        path: A folder that does not exist yet, or is empty.

    Raises:
        FormatError: If something is there already.
        Unwritable: If the folder cannot be written; then nothing is there.
    """
    path = Path(path)
    with unwritable(path):
        clear(path)
        if path.exists() and not path.is_dir():
            raise FormatError(f"{path} is a file: name a folder that is new or empty")
        if path.is_dir() and any(path.iterdir()):
            raise FormatError(f"{path} is not empty: name a folder that is new or empty")
        with folder_beside(path, PROCESS) as whole:
            _copy(files("accord.formats") / "skeleton", whole)
            with (whole / RECORD).open("a", encoding="utf-8") as record:
                record.write(indent("".join(kind.sample for kind in KINDS.values()), "#  "))
            write_schemas(whole / SCHEMAS, {name: schema_of(name) for name in FILES})


def _copy(source: Traversable, target: Path) -> None:
    """Copy files and folders; unlike shutil, leave permissions as they are for new ones."""
    if source.is_dir():
        target.mkdir(parents=True, exist_ok=True)
        for item in source.iterdir():
            _copy(item, target / item.name)
    else:
        target.write_bytes(source.read_bytes())
