"""A process folder to start from."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from textwrap import indent

from frozendict import frozendict

from accord.errors import AccordError, FormatError, InvalidProcess
from accord.formats.amend import amended
from accord.formats.disk import clear, folder_beside, unwritable
from accord.formats.folder import load
from accord.formats.for_whom import PROCESS, RECORD
from accord.formats.schema import FILES, schema_of, write_schemas
from accord.formats.tree import parse, read_text
from accord.formats.write import dump, to_yaml
from accord.model import AT_THE_TABLE, LONGEST
from accord.record import KINDS, Record

SCHEMAS = ".schema"
"""Where in a new folder the schemas are, to which its files point editors."""

README = "README.md"

_POINTS = "yaml-language-server: $schema"
"""What begins the line by which a file names its schema to an editor."""


_EXAMPLE = re.compile(r":\s+an\s+example\s+in\s+comments\. Private\.")
"""What the README says of files that only the example has."""


def new(path: Path | str) -> None:
    """Write a commented, valid process folder about an invented case.

    Args:
        path: A folder that does not exist yet, or is empty.

    Raises:
        FormatError: If something is there already.
        Unwritable: If the folder cannot be written; then nothing is there.
    """
    with fresh(Path(path)) as whole:
        _copy(files("accord.formats") / "skeleton", whole)
        with (whole / RECORD).open("a", encoding="utf-8") as record:
            record.write(indent("".join(kind.sample for kind in KINDS.values()), "#  "))


def new_empty(path: Path | str, title: str, parties: Sequence[str]) -> None:
    """Write a process folder that holds a title and parties, and nothing else.

    Args:
        path: A folder that does not exist yet, or is empty.
        title: What the process is called.
        parties: The parties, each a name, or `id=name`; an id is made from a name alone.

    Raises:
        AccordError: If two parties have one id.
        InvalidProcess: If the title or a party cannot be.
        FormatError: If something is there already.
        Unwritable: If the folder cannot be written; then nothing is there.
    """
    write_new(Path(path), title, parties)


def write_new(path: Path, title: str, parties: Sequence[str], more: str = "") -> None:
    """Write a process folder that holds a title, parties, and more of a process.

    Args:
        path: A folder that does not exist yet, or is empty.
        title: What the process is called.
        parties: The parties, each a name, or `id=name`; an id is made from a name alone.
        more: The rest of `process.yaml`.

    Raises:
        AccordError: If two parties have one id.
        InvalidProcess: If something in it cannot be.
        FormatError: If something is there already.
        Unwritable: If the folder cannot be written; then nothing is there.
    """
    named: dict[str, dict[str, str]] = {}
    for one in parties:
        id_, equals, name = (part.strip() for part in one.partition("="))
        name, id_ = (name, id_) if equals else (id_, id_of(id_))
        if id_ in named:
            raise AccordError(f"two parties have the id '{id_}': write ID=NAME for one of them")
        named[id_] = {"name": name}
    _written(path, dump({"title": title, "parties": named}, False) + more, "")


def new_from(path: Path | str, model: Path | str, title: str = "") -> None:
    """Write a process folder with the process of another, and without its record.

    The process is taken as it is written, with its comments. Of the record only the sources
    that the process cites are taken, and the outlets behind them.

    Args:
        path: A folder that does not exist yet, or is empty.
        model: The other folder, or the `process.yaml` in it.
        title: What the new process is called, if not as the other.

    Raises:
        InvalidProcess: If process or record of the other folder have mistakes.
        FormatError: If something is there already.
        Unwritable: If the folder cannot be written; then nothing is there.
    """
    file = Path(model) / PROCESS if Path(model).is_dir() else Path(model)
    text = read_text(file, str(file))
    if title:
        text, _ = amended(text, parse(text, str(file)), (), {"title": title}, str(file))
    if file.name == PROCESS:
        case = load(file.parent, interests=False, reader=AT_THE_TABLE)
        cited, record = case.process.cited, case.record
        outlets = {one.id for one in record.outlets_of(cited)}
        kept = Record(
            outlets=frozendict({i: o for i, o in record.outlets.items() if i in outlets}),
            sources=frozendict({i: s for i, s in record.sources.items() if i in cited}),
        )
        _written(Path(path), text, to_yaml(kept).replace("entries: []\n", ""))
    else:
        _written(Path(path), text, "")


def id_of(name: str) -> str:
    """Make an id from a name: small letters, and hyphens for what no id may hold.

    The stop of an abbreviation goes with the blank behind it: `Gen. Sule` is `gen-sule`.
    """
    return re.sub(r"\.*[^\w.]+", "-", name.casefold()).strip("-")[:LONGEST]


def readme(title: str) -> str:
    """Return the README of a folder that is no example: what its files are for."""
    example = (files("accord.formats") / "skeleton" / "README.md").read_text("utf-8")
    listed = example[example.index("- `process.yaml`") :]
    return f"# {title}\n\n{re.sub(_EXAMPLE, '. Private.', listed)}"


def _written(path: Path, process: str, record: str) -> None:
    """Write a folder from the texts of its files, once they are checked."""
    with fresh(path) as whole:
        for file, schema, text in ((PROCESS, "process", process), (RECORD, "record", record)):
            if not text:
                continue
            if _POINTS not in text:
                text = f"# {_POINTS}={SCHEMAS}/{schema}.json\n{text}"
            (whole / file).write_text(text, encoding="utf-8")
        try:
            title = load(whole).process.title
        except InvalidProcess as invalid:
            raise InvalidProcess(
                p._replace(file=str(path / Path(p.file).name)) for p in invalid.problems
            ) from None
        (whole / README).write_text(readme(title), encoding="utf-8")


@contextmanager
def fresh(path: Path) -> Iterator[Path]:
    """Yield a folder to be filled, which takes its name when it is; schemas are put into it."""
    with unwritable(path):
        clear(path)
        if path.exists() and not path.is_dir():
            raise FormatError(f"{path} is a file: name a folder that is new or empty")
        if path.is_dir() and any(path.iterdir()):
            raise FormatError(f"{path} is not empty: name a folder that is new or empty")
        with folder_beside(path, PROCESS) as whole:
            yield whole
            write_schemas(whole / SCHEMAS, {name: schema_of(name) for name in FILES})


def _copy(source: Traversable, target: Path) -> None:
    """Copy files and folders; unlike shutil, leave permissions as they are for new ones."""
    if source.is_dir():
        target.mkdir(parents=True, exist_ok=True)
        for item in source.iterdir():
            _copy(item, target / item.name)
    else:
        target.write_bytes(source.read_bytes())
