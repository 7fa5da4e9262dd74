"""Whose files they are, and reading and writing them."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from attrs import evolve, frozen

from accord.discovery import failure
from accord.errors import AccordError, FormatError
from accord.formats.for_whom import PROCESS
from accord.interchange.conversion import Conversion
from accord.interchange.foreign import Foreign, foreign_formats, written_formats
from accord.interchange.labels import HIDDEN, shown
from accord.interchange.sides import Written, sides
from accord.record import Case

BEGINNING = 65536
"""Characters of a file that are looked at to tell whose it is."""


@frozen
class _Given:
    """A file to read.

    Attributes:
        path: The file.
        beginning: Its first characters.
        formats: Whose it may be.
        folder: The folder that stands for it; None where the file itself was named.
    """

    path: Path
    beginning: str
    formats: tuple[type[Foreign], ...]
    folder: Path | None = None


def read_domain(sources: Sequence[Path | str], program: str | None = None) -> Conversion:
    """Read the files of another program, or the folders they are in.

    Args:
        sources: The files, in the order of the parties; a folder stands for those in it.
        program: The name of the format; where it is not given, the files must tell.

    Raises:
        FormatError: If it cannot be told whose files they are.
        InvalidProcess: With every mistake in every file.
    """
    known = foreign_formats()
    formats = tuple(known.values()) if program is None else (known[program],)
    notes: list[str] = []
    given = [
        file
        for source in map(Path, sources)
        for file in (
            _in_folder(source, formats, notes)
            if source.is_dir()
            else [_named(source, formats, by_suffix=program is None)]
        )
    ]
    if not given:
        raise FormatError("name the files to convert")
    chosen = _whose(given, formats)
    paths = [
        one.path
        for one in given
        if not one.folder or _takes(chosen, one.beginning) is not False
    ]
    for folder in (one.folder for one in given if one.folder):
        if not any(path.parent == folder for path in paths):
            raise FormatError(f"{folder} holds no file to convert: {endings(formats)}")
    with _named_where_it_fails(chosen, ", ".join(shown(str(path)) for path in paths)):
        read = chosen.read(paths)
        return evolve(read, notes=(*notes, *read.notes))


@contextmanager
def _named_where_it_fails(chosen: type[Foreign], at: str) -> Iterator[None]:
    """Name a format that fails, and at what."""
    try:
        yield
    except AccordError:
        raise
    except Exception as error:
        raise FormatError(
            f"the format '{chosen.name}' fails at {at}: {failure(error)}"
        ) from error


def _takes(one: type[Foreign], beginning: str) -> bool | None:
    """Return what a format says of a file."""
    with _named_where_it_fails(one, "telling whose a file is (say it with --from)"):
        return one.takes(beginning)


def _whose(given: Sequence[_Given], formats: Iterable[type[Foreign]]) -> type[Foreign]:
    """Return the one format that all files may be of."""
    shared = [one for one in given[0].formats if all(one in each.formats for each in given)]
    if not shared:
        raise FormatError(f"the files are of different programs: {endings(formats)}")
    if len(shared) > 1:
        whose = " or of ".join(one.program for one in shared)
        names = " or ".join(one.name for one in shared)
        first = shown(str(given[0].path))
        raise FormatError(f"{first} may be of {whose}: say which with --from {names}")
    return shared[0]


def _named(path: Path, formats: Sequence[type[Foreign]], *, by_suffix: bool) -> _Given:
    """Return a file that was named, and whose it may be: by its suffix, then by its beginning.

    One that begins like no program's is left to its reader, which says what is wrong.
    """
    several = _with_suffix(path, formats) if by_suffix else tuple(formats)
    if not several:
        raise FormatError(f"{path}: {endings(formats)}")
    beginning = _beginning(path) if len(several) > 1 else ""
    return _Given(path, beginning, _taking(several, beginning) or several)


def _in_folder(
    folder: Path, formats: Sequence[type[Foreign]], notes: list[str]
) -> Iterator[_Given]:
    """Yield the files of a folder that some program may have written, by their names.

    Others are passed over: hidden ones and those with another suffix without a word.
    """
    if (folder / PROCESS).exists():
        names = " or ".join(written_formats())
        raise FormatError(f"{folder} is a process folder: say to what with --to {names}")
    try:
        files = sorted(file for file in folder.iterdir() if file.is_file())
    except OSError as error:
        raise FormatError(f"{folder} cannot be read: {error.strerror or error}") from None
    found = False
    for path in files:
        if path.name[0] in HIDDEN or not (several := _with_suffix(path, formats)):
            continue
        beginning = _beginning(path)
        if alike := _taking(several, beginning):
            found = True
            yield _Given(path, beginning, alike, folder)
        else:
            notes.append(f"{shown(str(path))}: passed over, for it is no party's.")
    if not found:
        raise FormatError(f"{folder} holds no file to convert: {endings(formats)}")


def _with_suffix(path: Path, formats: Sequence[type[Foreign]]) -> tuple[type[Foreign], ...]:
    return tuple(one for one in formats if path.suffix.casefold() in one.suffixes)


def _taking(formats: Sequence[type[Foreign]], beginning: str) -> tuple[type[Foreign], ...]:
    return tuple(one for one in formats if _takes(one, beginning) is not None)


def _beginning(path: Path) -> str:
    """Return how a file begins; nothing where it cannot be read, which its reader says."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as stream:
            return stream.read(BEGINNING)
    except OSError:
        return ""


def endings(formats: Iterable[type[Foreign]]) -> str:
    """Return in a clause what the names of the files of each program end in.

    Args:
        formats: The formats.
    """
    told = (f"{' or '.join(one.suffixes)} ({one.program})" for one in formats)
    return f"files end in {', '.join(told)}"


def write_domain(case: Case, to: str, held_by: str | None) -> Written:
    """Write a folder as another program has it.

    Args:
        case: The case.
        to: The name of the format.
        held_by: Whose numbers; `own` for each party's own; nothing where only one holds any.

    Returns:
        The files by name, and what cannot be carried over, a sentence each.

    Raises:
        FormatError: If there is nothing to write, or it cannot be written so.
    """
    told, lost = sides(case, held_by)
    with _named_where_it_fails(foreign_formats()[to], f"writing '{case.process.title}'"):
        files, more = written_formats()[to](case.process.agenda, told)
        if not all(isinstance(part, str) for file in files.items() for part in file):
            raise TypeError("files are texts by their names")
        return files, [*lost, *more]
