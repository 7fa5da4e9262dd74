"""A process folder: read whole, checked whole, and written."""

import os
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from frozendict import frozendict

from accord.errors import InvalidProcess, Problem
from accord.formats.check import File, FolderDraft, check
from accord.formats.disk import folder_beside, unwritable
from accord.formats.read import FAILED, FileReading, build
from accord.formats.tree import hidden, parse, read_text, without_gc
from accord.formats.warnings import warnings
from accord.formats.write import to_yaml
from accord.model import NAME_RULE, Agenda, Interests, Process, Range, Tier, is_name
from accord.record import Case, Entry, Record

T = TypeVar("T")

PROCESS = "process.yaml"
RECORD = "record.yaml"
INTERESTS = "interests"
SUFFIXES = (".yaml", ".yml")


@without_gc()
def load(
    path: Path | str,
    replaced: Mapping[str, str] | None = None,
    *,
    interests: bool = True,
    reader: Tier = Tier.MEDIATOR,
) -> Case:
    """Read a process folder and check it.

    Args:
        path: The folder.
        replaced: Texts to read instead of files, by the file's name in the folder: to see
            whether a change would be valid before it is written.
        interests: Whether to read the interests too. Without them their folder is not even
            listed, so that whoever may not read it can work with the rest.
        reader: Who reads: interests that are not for this reader are left out before anything
            is made of them, and so are their mistakes.

    Raises:
        InvalidProcess: With every mistake in every file that is read.
    """
    loader = _Loader(Path(path), replaced or {})
    process = loader.read(PROCESS, Process, {"title": "", "parties": frozendict()})
    record = loader.read(RECORD, Record)
    held = [
        loader.read(f"{INTERESTS}/{file.name}", Interests, _NO_INTERESTS, id=file.stem)
        for file in (loader.interests(reader) if interests else ())
    ]
    known = tuple(one for one in held if one is not None)
    problems = [*loader.problems, *check(FolderDraft(loader.files, process, record, known))]
    if problems:
        raise InvalidProcess(problems)
    assert process is not None
    return Case(process=process, record=record or Record(), interests=known, reader=reader)


def glance(path: Path | str) -> Case:
    """Read the process and the record alone, without checking one against the other.

    Raises:
        InvalidProcess: With every mistake in the form of the two files.
    """
    loader = _Loader(Path(path), {})
    process, record = loader.read(PROCESS, Process), loader.read(RECORD, Record)
    if loader.problems:
        raise InvalidProcess(loader.problems)
    assert process is not None
    return Case(process=process, record=record or Record())


def hidden_signs(path: Path | str) -> list[Problem]:
    """Find where the files of a folder that can be read hold signs that cannot be seen.

    They may be meant, so they are no mistakes; where a text is shown, a mark stands for them.

    Args:
        path: The folder.
    """
    loader = _Loader(Path(path), {})
    found = []
    for file in (loader.path / PROCESS, loader.path / RECORD, *loader.interests()):
        if file.exists():
            for line, sign in hidden(read_text(file, str(file))):
                name = unicodedata.name(sign, "a control character")
                sentence = (
                    f"a sign here cannot be seen: U+{ord(sign):04X} {name}; see if it is meant"
                )
                found.append(Problem(str(file), line, sentence))
    return found


def likely_mistakes(path: Path | str) -> list[Problem]:
    """Return what in the record of a folder is no mistake and is likely one.

    Args:
        path: The folder.
    """
    loader = _Loader(Path(path), {})
    process = loader.read(PROCESS, Process)
    record = loader.read(RECORD, Record)
    for held in loader.interests():
        loader.read(f"{INTERESTS}/{held.name}", Interests, _NO_INTERESTS, id=held.stem)
    file = loader.files.get(RECORD)
    if file is None:
        return []
    cited = {m.id for f in loader.files.values() for m in f.mentions if m.to == "source"}
    lines = file.under("sources").lines
    unused = (
        Problem(file.name, line, f"nothing cites the source '{one}'")
        for one, line in lines.items()
        if one not in cited
    )
    agenda = process.agenda if process else Agenda()
    found = warnings(file.name, file.of(Entry), agenda, record or Record())
    return sorted([*found, *unused], key=lambda one: one.line)


_NO_INTERESTS: dict[str, Any] = {
    "party": "",
    "held_by": "",
    "issues": frozendict(),
    "walk_away": Range(0, 0),
}


class _Loader:
    """Reads the files of one folder, keeping what can be read of each."""

    def __init__(self, path: Path, replaced: Mapping[str, str]) -> None:
        if not path.is_dir():
            sentence = "there is no such folder; 'accord new FOLDER' writes one"
            raise InvalidProcess([Problem(str(path), 0, sentence)])
        self.path = path
        self.replaced = replaced
        self.problems: list[Problem] = []
        self.files: dict[str, File] = {}

    def read(
        self, name: str, cls: type[T], stand_ins: Mapping[str, Any] = frozendict(), **given: str
    ) -> T | None:
        """Read one file as far as it can be read; None where it cannot or is not there."""
        shown = str(self.path / name)
        try:
            text = self._text(name, shown)
            if text is None:
                return None
            tree = parse(text, shown)
        except InvalidProcess as invalid:
            self.problems.extend(invalid.problems)
            self.files[name] = File(shown, None)
            return None
        reading = FileReading(shown)
        value = build(reading, cls, tree, 1, name.split("/")[-1], stand_ins, **given)
        self.problems.extend(reading.problems)
        self.files[name] = File(shown, tree, reading.mentions, reading.origins)
        return None if value is FAILED else value

    def _text(self, name: str, shown: str) -> str | None:
        """Return the text of a file; None for a record that is not there, and need not be."""
        if name in self.replaced:
            return self.replaced[name]
        file = self.path / name
        if name in (PROCESS, RECORD) and not os.path.lexists(file):
            if os.path.lexists(odd := file.with_suffix(".yml")):
                raise InvalidProcess([Problem(str(odd), 0, f"rename this file to {name}")])
            if name == PROCESS:
                sentence = "there is no such file; 'accord new FOLDER' writes a folder with one"
                raise InvalidProcess([Problem(shown, 0, sentence)])
            return None
        return read_text(file, shown)

    def interests(self, reader: Tier = Tier.MEDIATOR) -> list[Path]:
        """Return the files with interests that a reader may read, in order."""
        folder = self.path / INTERESTS
        if not os.path.lexists(folder):
            return []
        try:
            found = sorted(
                (f for f in folder.iterdir() if f.suffix in SUFFIXES and f.name[0] != "."),
                key=lambda file: (file.stem, file.suffix),
            )
        except OSError as error:
            why = f"the folder cannot be read: {error.strerror or error}"
            if isinstance(error, NotADirectoryError):
                why = "this must be a folder, with a file for each party and holder"
            if reader is Tier.MEDIATOR:  # others work with what they may read
                self._say(folder, why)
            return []
        found = [file for file in found if reader.reads(_tier(file, reader))]
        kept: dict[str, Path] = {}
        for file in found:
            if not is_name(file.stem):
                self._say(file, f"rename this file: {NAME_RULE}")
            elif (first := kept.setdefault(file.stem, file)) is not file:
                self._say(file, f"{first.name} is there already: rename or remove one of them")
        return list(kept.values())

    def _say(self, file: Path, sentence: str) -> None:
        self.problems.append(Problem(str(file), 0, sentence))


def _tier(file: Path, reader: Tier) -> Tier:
    """Return whom a file of interests is for; the mediator's team where it does not tell."""
    if reader is Tier.MEDIATOR:
        return reader
    try:
        return Tier(parse(read_text(file, str(file)), str(file)).get("for", ""))
    except (InvalidProcess, ValueError):
        return Tier.MEDIATOR


def save(case: Case, path: Path) -> None:
    """Write a process folder, whole or not at all; files that are there are written over.

    Raises:
        Unwritable: If a file cannot be written.
    """
    with unwritable(path), folder_beside(path, PROCESS) as new:
        (new / PROCESS).write_text(to_yaml(case.process), encoding="utf-8")
        (new / RECORD).write_text(to_yaml(case.record), encoding="utf-8")
        for interests in case.interests:
            file = new / INTERESTS / f"{interests.id}.yaml"
            file.parent.mkdir(exist_ok=True)
            file.write_text(to_yaml(interests), encoding="utf-8")
