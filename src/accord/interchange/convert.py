"""Which formats of other programs are read and written, and how they are told apart."""

from collections.abc import Callable, Sequence
from pathlib import Path

from attrs import evolve

from accord.errors import FormatError
from accord.formats.folder import PROCESS
from accord.interchange.conversion import Conversion
from accord.interchange.genius import read_genius
from accord.interchange.genius_write import write_genius
from accord.interchange.geniusweb import read_geniusweb
from accord.interchange.geniusweb_write import write_geniusweb
from accord.interchange.labels import HIDDEN, shown
from accord.interchange.negmas import read_negmas
from accord.interchange.negmas_write import write_negmas
from accord.interchange.sides import Side, Written, sides
from accord.model import Agenda
from accord.record import Case

READERS: dict[str, Callable[[Sequence[Path]], Conversion]] = {
    ".xml": read_genius,
    ".json": read_geniusweb,
    ".yml": read_negmas,
    ".yaml": read_negmas,
}
"""What reads files, by their suffix."""

WRITERS: dict[str, Callable[[Agenda, Sequence[Side]], Written]] = {
    "genius": write_genius,
    "geniusweb": write_geniusweb,
    "negmas": write_negmas,
}
"""What writes a folder, by the name of the format."""

_PARTY = {".json": '"LinearAdditiveUtilitySpace"', ".xml": "<utility_space"}
"""What a party's file begins with, by suffix; NegMAS tells its files apart itself."""
_DOMAIN = {".json": '"issuesValues"', ".xml": "<negotiation_template"}
"""What the file begins with that holds the issues alone."""
_BEGINNING = 4096


def read_domain(sources: Sequence[Path | str]) -> Conversion:
    """Read the files of another program, or the folders they are in.

    Args:
        sources: The files, in the order of the parties; a folder stands for those in it.

    Raises:
        FormatError: If it cannot be told whose files they are.
        InvalidProcess: With every mistake in every file.
    """
    notes: list[str] = []
    files = [file for source in map(Path, sources) for file in _files(source, notes)]
    if not files:
        raise FormatError("name the files to convert")
    for file in files:
        if file.suffix.casefold() not in READERS:
            raise FormatError(f"{file}: {_ENDINGS}")
    readers = {READERS[file.suffix.casefold()] for file in files}
    if len(readers) > 1:
        raise FormatError(f"the files are of different programs: {_ENDINGS}")
    read = readers.pop()(files)
    return evolve(read, notes=(*notes, *read.notes))


_ENDINGS = (
    "a Genius file must end in .xml, a GeniusWeb profile in .json, the files of a NegMAS "
    "scenario in .yml"
)


def _files(source: Path, notes: list[str]) -> list[Path]:
    """Give a file, or those of a folder in the order of their names.

    Files of a folder that do not look like a party's are passed over, which is noted; so are,
    without a word, those that hold the issues alone and hidden ones.
    """
    if not source.is_dir():
        return [source]
    if (source / PROCESS).exists():
        raise FormatError(
            f"{source} is a process folder: say to what with --to {' or '.join(WRITERS)}"
        )
    kept = []
    try:
        for file in sorted(source.iterdir()):
            suffix = file.suffix.casefold()
            if suffix not in READERS or file.name[0] in HIDDEN or not file.is_file():
                continue
            if suffix not in _PARTY:
                kept.append(file)
                continue
            with file.open("rb") as stream:
                beginning = stream.read(_BEGINNING).decode("utf-8", "replace")
            party, domain = (beginning.find(sign[suffix]) for sign in (_PARTY, _DOMAIN))
            if party >= 0 and not 0 <= domain < party:
                kept.append(file)
            elif domain < 0:
                notes.append(f"{shown(str(file))}: passed over, for it is no party's.")
    except OSError as error:
        raise FormatError(f"{source} cannot be read: {error.strerror or error}") from None
    if not kept:
        raise FormatError(f"{source} holds no file to convert: {_ENDINGS}")
    return kept


def write_domain(case: Case, to: str, held_by: str | None) -> Written:
    """Write a folder as another program has it.

    Args:
        case: The case.
        to: A key of `WRITERS`.
        held_by: Whose numbers; `own` for each party's own; nothing where only one holds any.

    Returns:
        The files by name, and what cannot be carried over, a sentence each.

    Raises:
        FormatError: If there is nothing to write, or it cannot be written so.
    """
    told, lost = sides(case, held_by, taken=("domain",))
    files, more = WRITERS[to](case.process.agenda, told)
    return files, [*lost, *more]
