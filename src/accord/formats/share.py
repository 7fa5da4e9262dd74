"""The copy of a process folder that a reader may have.

It is made from what this reader may read and from nothing else, so it is the same whatever the
folder holds for others. The process is for everybody and is copied as it stands; records,
interests and assumptions are written anew, without comments, for a comment may say anything.
"""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from attrs import evolve, frozen
from frozendict import frozendict

from accord.errors import AccordError, FormatError, InvalidProcess
from accord.formats.assumed_files import FOLDERS, SUFFIXES, AssumedFile, assumed_files
from accord.formats.disk import folder_beside, unwritable
from accord.formats.folder import load
from accord.formats.for_whom import PROCESS, RECORD, interests_name, own_record, tier_of
from accord.formats.write import to_yaml, tree_yaml
from accord.model import Reader
from accord.record import Case, Record


@frozen(kw_only=True)
class LeftOut:
    """How much of a folder is not in a copy.

    Attributes:
        entries: How many entries.
        sources: How many sources.
        interests: How many files of interests.
        assumed: How many files of what is assumed, under `hold/` and `fighting/`.
        files: The names of other files at the top of the folder.
    """

    entries: int
    sources: int
    interests: int
    assumed: int
    files: tuple[str, ...]


def share(
    folder: Path | str, reader: Reader, out: Path | str, extra: Sequence[str] = ()
) -> LeftOut:
    """Write the copy of a process folder that a reader may have.

    Args:
        folder: The process folder.
        reader: Who is to have it.
        out: A folder that does not exist yet, or is empty.
        extra: Names of other files to copy as they stand, such as `README.md`.

    Returns:
        What was left out, for whoever holds the whole folder alone.

    Raises:
        InvalidProcess: If the folder has mistakes in what this reader may read.
        FormatError: If something is there already, or it is inside the folder itself.
        AccordError: If there is no such reader, or no such file.
        Unwritable: If the copy cannot be written.
    """
    folder, out = Path(folder), Path(out)
    if out.is_symlink() and not out.exists():
        raise FormatError(f"{out} is a link to nothing; give a new folder")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise FormatError(f"{out} is there already; give a new folder")
    if out.resolve().is_relative_to(folder.resolve()):
        raise FormatError(f"{out} is inside {folder}: a copy for others stands outside it")
    seen = load(folder, reader=reader)
    assuming = _assuming(folder, seen)
    for name in extra:
        if Path(name).name != name or not (folder / name).is_file():
            raise AccordError(f"there is no file '{name}' in {folder} to copy")
        if (folder / name).resolve().parent != folder.resolve():
            raise AccordError(
                f"'{name}' in {folder} is a link to elsewhere: copy that yourself"
            )
        if (folder / RECORD).exists() and (folder / name).samefile(folder / RECORD):
            raise AccordError(f"{name} goes along as far as {reader} may read it, not as it is")
    with unwritable(out), folder_beside(out, PROCESS) as new:
        shutil.copyfile(folder / PROCESS, new / PROCESS)
        record_seen = _citing(folder, seen, assuming)
        for name, record in _records(record_seen).items():
            _write(new / name, to_yaml(record))
        for one in seen.interests:
            _write(new / f"{interests_name(one.id)}.yaml", to_yaml(one))
        for file in assuming:
            _write(new / file.name, tree_yaml(file.tree))
        for name in extra:
            shutil.copyfile(folder / name, new / name)
        load(new)
    return _left_out(folder, seen, len(assuming), extra)


def _assuming(folder: Path, case: Case) -> list[AssumedFile]:
    return [file for under in FOLDERS for file in assumed_files(folder, under, case)]


def _citing(folder: Path, seen: Case, assuming: Sequence[AssumedFile]) -> Record:
    """Return the record of a copy, with the sources that assumptions alone cite."""
    cited = {one for file in assuming for one in _sources_in(file.tree)}
    if cited <= seen.record.sources.keys():
        return seen.record
    record = load(folder, interests=False).record
    sources = {
        i: one
        for i, one in record.sources.items()
        if i in seen.record.sources
        or (i in cited and (not one.for_ or seen.reader is None or seen.reader.reads(one.for_)))
    }
    named = {one for s in sources.values() for one in (s.outlet, *s.via)}
    outlets = {
        i: one
        for i, one in record.outlets.items()
        if i in seen.record.outlets or (i in named and not one.for_)
    }
    return evolve(seen.record, sources=frozendict(sources), outlets=frozendict(outlets))


def _sources_in(tree: Any) -> Iterator[str]:
    """Yield what stands under `source` or `sources` anywhere in a parsed file."""
    if isinstance(tree, dict):
        for key, held in tree.items():
            if key in ("source", "sources") and not isinstance(held, dict):
                yield from (held,) if isinstance(held, str) else held
            else:
                yield from _sources_in(held)
    elif isinstance(tree, list):
        for one in tree:
            yield from _sources_in(one)


def _records(record: Record) -> dict[str, Record]:
    """Return the records of a copy by their names: what is for one tier in its own folder."""
    names = [own_record(one.for_) for one in record.entries]
    declared = [
        *(own_record(one.for_) for one in record.outlets.values()),
        *(own_record(one.for_) for one in record.sources.values()),
    ]
    found = {}
    for name in dict.fromkeys((RECORD, *names, *declared)):
        tier = tier_of(name)
        found[name] = evolve(
            record,
            outlets=frozendict(
                {i: o for i, o in record.outlets.items() if own_record(o.for_) == name}
            ),
            sources=frozendict(
                {i: s for i, s in record.sources.items() if own_record(s.for_) == name}
            ),
            entries=tuple(e for e, at in zip(record.entries, names, strict=True) if at == name),
            for_=(tier,) if tier else record.for_,
        )
    return found


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def _left_out(folder: Path, seen: Case, assumed: int, extra: Sequence[str]) -> LeftOut:
    try:
        whole = load(folder)
        every = len(_assuming(folder, whole))
    except InvalidProcess:  # nothing is said of what is wrong with what is for others
        whole, every = seen, assumed
    known = {PROCESS, RECORD, "interests", "private", *FOLDERS, *extra}
    others = [one for one in folder.iterdir() if one.name not in known]
    for under in FOLDERS:  # a game in JSON, a table: what is no file of assumptions
        if (folder / under).is_dir():
            others += [one for one in (folder / under).iterdir() if one.suffix not in SUFFIXES]
    return LeftOut(
        entries=len(whole.record.entries) - len(seen.record.entries),
        sources=len(whole.record.sources) - len(seen.record.sources),
        interests=len(whole.interests) - len(seen.interests),
        assumed=every - assumed,
        files=tuple(
            sorted(f.relative_to(folder).as_posix() for f in others if f.name[0] != ".")
        ),
    )
