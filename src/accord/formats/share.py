"""The copy of a process folder that a reader may have.

It is made from what this reader may read and from nothing else, so it is the same whatever the
folder holds for others. The process is for everybody and is copied as it stands; records and
interests are written anew, without comments, for a comment may say anything.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path

from attrs import evolve, frozen
from frozendict import frozendict

from accord.errors import AccordError, FormatError, InvalidProcess
from accord.formats.disk import folder_beside, unwritable
from accord.formats.folder import load
from accord.formats.for_whom import PROCESS, RECORD, interests_name, own_record, tier_of
from accord.formats.write import to_yaml
from accord.model import Reader
from accord.record import Case, Record


@frozen(kw_only=True)
class LeftOut:
    """How much of a folder is not in a copy.

    Attributes:
        entries: How many entries.
        sources: How many sources.
        interests: How many files of interests.
        files: The names of other files at the top of the folder.
    """

    entries: int
    sources: int
    interests: int
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
        for name, record in _records(seen.record).items():
            _write(new / name, to_yaml(record))
        for one in seen.interests:
            _write(new / f"{interests_name(one.id)}.yaml", to_yaml(one))
        for name in extra:
            shutil.copyfile(folder / name, new / name)
        load(new)
    return _left_out(folder, seen, extra)


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


def _left_out(folder: Path, seen: Case, extra: Sequence[str]) -> LeftOut:
    try:
        whole = load(folder)
    except InvalidProcess:  # nothing is said of what is wrong with what is for others
        whole = seen
    known = {PROCESS, RECORD, "interests", "private", *extra}
    return LeftOut(
        entries=len(whole.record.entries) - len(seen.record.entries),
        sources=len(whole.record.sources) - len(seen.record.sources),
        interests=len(whole.interests) - len(seen.interests),
        files=tuple(
            sorted(f.name for f in folder.iterdir() if f.name not in known and f.name[0] != ".")
        ),
    )
