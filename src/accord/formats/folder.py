"""A process folder: read whole, checked whole, and written."""

import os
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from attrs import evolve, frozen
from frozendict import frozendict

from accord.errors import AccordError, InvalidProcess, Problem
from accord.formats.check import File, FolderDraft, check
from accord.formats.disk import folder_beside, unwritable
from accord.formats.folder_change import change_at_hand
from accord.formats.folder_parts import FolderParts, as_one
from accord.formats.for_whom import (
    PROCESS,
    RECORD,
    Place,
    drop_sources,
    fitted,
    given_for,
    interests_name,
    own_record,
    place_of,
    place_of_interests,
    places,
    sources_cited,
    strangers,
)
from accord.formats.read import FAILED, FileReading, build, near
from accord.formats.record_ends import RecordEnds
from accord.formats.tree import Map, hidden, hidden_within, parse, read_text, without_gc
from accord.formats.warnings import (
    doubtful_commitments,
    doubtful_offers,
    latecomers,
    near_roles,
    warnings,
)
from accord.formats.write import to_yaml
from accord.model import (
    MEDIATOR,
    NAME_RULE,
    Interests,
    Process,
    Reader,
    is_name,
    marked,
    marked_otherwise,
    perspectives,
    tiers,
)
from accord.model.tier import SHARED
from accord.record import Case, Entry, Record

T = TypeVar("T")

SUFFIXES = (".yaml", ".yml")


@without_gc()
def load(
    path: Path | str,
    replaced: Mapping[str, str | Map] | None = None,
    *,
    interests: bool = True,
    reader: Reader | None = None,
) -> Case:
    """Read a process folder and check it.

    Args:
        path: The folder.
        replaced: Texts to read instead of files, by the file's name in the folder: to see
            whether a change would be valid before it is written. What was parsed already is
            taken as it is, and changed.
        interests: Whether to read the interests too. Without them their folder is not even
            listed, so that whoever may not read it can work with the rest.
        reader: Who reads: what is not for this reader is left out before anything is made of
            it, and so are its mistakes; files that hold only what is for others are not
            opened. None for whoever holds all the files.

    Raises:
        InvalidProcess: With every mistake in every file that is read.
        AccordError: If the process knows no such reader.
    """
    if not replaced and (held := _held(path, interests, reader)) is not None:
        return held
    return _checked(_Loader(Path(path), replaced or {}, reader), interests).seen_by(reader)


def _held(path: Path | str, interests: bool, reader: Reader | None) -> Case | None:
    """Return a folder that is held in memory while it changes; None where it must be read."""
    change = change_at_hand(path)
    held = change.case(reader) if change is not None else None
    if held is None or interests:
        return held
    if reader is not None and any(one.cited for one in held.interests):
        return None  # a source may be there for what cites it alone
    return evolve(held, interests=())


@without_gc()
def load_parts(path: Path | str) -> FolderParts:
    """Read a process folder and check it, to derive from it what each reader may read.

    Args:
        path: The folder.

    Raises:
        InvalidProcess: With every mistake in every file.
    """
    loader = _Loader(Path(path), {})
    loader.ends = {}
    case = _checked(loader)
    return FolderParts(
        path=loader.path,
        process=case.process,
        declared=loader.files[PROCESS],
        records=loader.records,
        interests={
            place: held
            for place in loader.places
            if (held := tuple(i for i in case.interests if place_of_interests(i.id) == place))
        },
        ends={name: ends for name, ends in loader.ends.items() if ends is not None},
    )


def _checked(loader: "_Loader", interests: bool = True) -> Case:
    process = loader.process()
    known = loader.held() if interests else ()
    record = loader.record()
    problems = [*loader.problems, *check(FolderDraft(loader.files, process, record, known))]
    if problems:
        raise InvalidProcess(problems)
    assert process is not None
    return Case(process=process, record=record or Record(), interests=known)


@frozen(kw_only=True)
class FolderReview:
    """A folder without mistakes, and what is to be said of it all the same.

    Attributes:
        case: What it holds.
        warnings: What is likely a mistake.
        advice: What may be worth a word: where something is for some of the table only and
            lies at its top; where whoever marks what parties can live with leaves out a party,
            or a whole issue.
        hidden_signs: Where there are signs that cannot be seen. They may be meant, so they are
            no mistakes; where a text is shown, a mark stands for them.
    """

    case: Case
    warnings: tuple[Problem, ...]
    advice: tuple[Problem, ...]
    hidden_signs: tuple[Problem, ...]


@without_gc()
def review(path: Path | str, reader: Reader | None = None) -> FolderReview:
    """Read a process folder, check it, and look for what is likely a mistake.

    Args:
        path: The folder.
        reader: Who reads: only what is for this reader is checked, and nothing that is said
            depends on the rest. None for whoever holds all the files.

    Raises:
        InvalidProcess: With every mistake in every file.
        AccordError: If the process knows no such reader.
    """
    loader = _Loader(Path(path), {}, reader)
    try:
        case = _checked(loader).seen_by(reader)
    except InvalidProcess as invalid:
        raise InvalidProcess(_without_lines(loader, invalid.problems)) from None
    return FolderReview(
        case=case,
        warnings=_without_lines(loader, _warnings(loader, case)),
        advice=_without_lines(loader, (*_unmarked(loader, case), *_for_others(loader))),
        hidden_signs=_without_lines(loader, _hidden_signs(loader)),
    )


def _without_lines(loader: "_Loader", found: Iterable[Problem]) -> tuple[Problem, ...]:
    """Name entries and sources in place of lines, where somebody reads a part of a record.

    What is for others stands above and between, so that a line would tell how much it is.
    """
    if loader.reader is None:
        return tuple(found)
    records = {file.name: file for n in loader.files if (file := loader.files[n]).is_record}
    return tuple(
        dict.fromkeys(
            records[one.file].in_words(one) if one.file in records else one for one in found
        )
    )


@without_gc()
def glance(path: Path | str) -> Case:
    """Read the process and the record alone, without checking one against the other.

    Raises:
        InvalidProcess: With every mistake in the form of the two files.
    """
    loader = _Loader(Path(path), {})
    process, record = loader.read(PROCESS, Process), loader.record()
    if loader.problems:
        raise InvalidProcess(loader.problems)
    assert process is not None
    return Case(process=process, record=record or Record())


def process_of(path: Path | str) -> Process | None:
    """Read the process alone; None where it cannot be read."""
    return _Loader(Path(path), {}).read(PROCESS, Process)


def _hidden_signs(loader: "_Loader") -> Iterator[Problem]:
    """Yield where files hold signs that cannot be seen."""
    for file in (loader.path / PROCESS, *loader.interests()):
        yield from _hidden_in(str(file), hidden(read_text(file, str(file))))
    for place in loader.places:
        held, file = loader.files.get(place.record), loader.path / place.record
        if loader.reader is None and file.exists():
            yield from _hidden_in(str(file), hidden(read_text(file, str(file))))
        elif held is not None:  # of a part of it, without comments
            yield from _hidden_in(held.name, hidden_within(held.tree))


def _hidden_in(file: str, signs: Iterable[tuple[int, str]]) -> Iterator[Problem]:
    for line, sign in signs:
        name = unicodedata.name(sign, "a control character")
        sentence = f"a sign here cannot be seen: U+{ord(sign):04X} {name}; see if it is meant"
        yield Problem(file, line, sentence)


def _for_others(loader: "_Loader") -> Iterator[Problem]:
    """Yield where something at the top of the folder is for some of the table only."""
    found: dict[str, list[Problem]] = {}
    file = loader.files.get(RECORD)
    for entry, tree in file.of(Entry) if file else ():
        if file and (place := own_record(entry.for_)) != RECORD:
            at = file.on(tree, "for", "")
            found.setdefault(place, []).append(at)
    for place, some in found.items():
        many = f"{len(some)} entries here are" if some[1:] else "this is"
        sentence = f"{many} for {place_of(place).tier} alone: moved to {place}, it can be held"
        yield some[0]._replace(sentence=f"{sentence} back by file rights and in a copy")


def _unmarked(loader: "_Loader", case: Case) -> list[Problem]:
    """Find of what a holder of marks says nothing, and where its numbers say otherwise."""
    process, held = case.process, case.interests
    draft = FolderDraft(loader.files, process, None, held)
    found = []
    whole = (one for one in marked(held) if not one.voice)  # a voice says where it differs
    for sheet in perspectives(tuple(process.parties), whole):
        with_marks = [one for one in sheet.held if one.marks]
        if with_marks and sheet.missing:
            names = ", ".join(map(process.name, sheet.missing))
            sentence = f"{sheet.id} marks nothing for {names}: all of it counts as ?"
            found.append(draft.of_interests(with_marks[0]).at((), sentence))
        for one in with_marks:
            refused = {issue for line in one.red_lines for issue in line.never}
            said = {*refused, *(issue for issue, marks in one.marks.items() if marks)}
            if lacking := [f"'{i}'" for i in process.agenda.issues if i not in said]:
                sentence = f"no mark on {', '.join(lacking)}: that counts as ?"
                found.append(draft.of_interests(one).at(("marks",), sentence))
    for words, numbers, line, option, mark in marked_otherwise(held):
        issue = next(iter(line.never))
        sentence = (
            f"the red line '{line.id}' refuses '{option}' on '{issue}', which "
            f"{draft.of_interests(words).name} marks '{mark}': by the marks the mark counts"
        )
        at = ("red_lines", numbers.red_lines.index(line))
        found.append(draft.of_interests(numbers).at(at, sentence))
    return found


def _warnings(loader: "_Loader", case: Case) -> list[Problem]:
    """Find what is no mistake and is likely one."""
    process, record = case.process, case.record
    cited = {m.id for f in loader.files.values() for m in f.mentions if m.to == "source"}
    found: list[Problem] = []
    doubts: dict[str, list[tuple[str, str]]] = {}
    declared = loader.files[PROCESS]
    for party, sentence in latecomers(process, record):
        line = declared.under("parties").lines.get(party, 0)
        found.append(Problem(declared.name, line, sentence))
    for actor, sentence in near_roles(process):
        found.append(declared.at(("actors", actor, "role"), sentence))
    for one, key, sentence in (
        *doubtful_offers(process, record),
        *doubtful_commitments(process, record),
    ):
        doubts.setdefault(one, []).append((key, sentence))
    for place in loader.places:
        if file := loader.files.get(place.record):
            unused = (
                Problem(file.name, line, f"nothing cites the source '{one}'")
                for one, line in file.under("sources").lines.items()
                if one not in cited
            )
            told = warnings(file.name, file.of(Entry), process.agenda, record)
            of_offers = (
                file.on(tree, key, sentence)
                for entry, tree in file.of(Entry)
                for key, sentence in doubts.get(entry.id, ())
            )
            found += sorted([*told, *of_offers, *unused], key=lambda one: one.line)
    return found


_NO_INTERESTS: dict[str, Any] = {
    "party": "",
    "held_by": "",
}


class _Loader:
    """Reads the files of one folder, keeping what can be read of each."""

    def __init__(
        self, path: Path, replaced: Mapping[str, str | Map], reader: Reader | None = None
    ) -> None:
        if not path.is_dir():
            sentence = "there is no such folder; 'accord new FOLDER' writes one"
            raise InvalidProcess([Problem(str(path), 0, sentence)])
        self.path = path
        self.replaced = replaced
        self.reader = reader
        self.places = places(path, reader, replaced)
        self.problems: list[Problem] = []
        self.files: dict[str, File] = {}
        self.records: dict[Place, Record] = {}
        self.ends: dict[str, RecordEnds | None] | None = None  # kept where they are asked for

    def process(self) -> Process | None:
        """Read the process, and see that the reader and the private folders belong to it."""
        process = self.read(PROCESS, Process, {"title": "", "parties": frozendict()})
        if process is not None:
            known = tiers(process.parties)
            for tier in self.reader.tiers if self.reader else ():
                if tier not in known:
                    raise AccordError(f"there is no reader '{tier}'{near(tier, known)}")
            for name, tier in strangers(self.path, known) if self.reader is None else ():
                why = "what is for everybody at the table stands in the folder itself"
                if tier not in SHARED:
                    why = f"there is no reader '{tier}'{near(tier, known)}"
                self._say(self.path / name, why)
        return process

    def held(self) -> tuple[Interests, ...]:
        """Read the interests that can be read."""
        found = (
            self.read(
                file.relative_to(self.path).as_posix(),
                Interests,
                _NO_INTERESTS,
                id="/".join(filter(None, (place.tier, file.stem))),
            )
            for place in self.places
            for file in self._interests(place)
        )
        return tuple(one for one in found if one is not None)

    def record(self) -> Record | None:
        """Read the record and those in private folders as one; None where none can be read.

        To be called when all else is read: a source goes with what cites it.
        """
        trees = {
            place: fitted(tree, place, self.reader)
            for place in self.places
            if (tree := self._tree(place.record)) is not None
        }
        if self.reader is not None:
            cited = {m.id for f in self.files.values() for m in f.mentions if m.to == "source"}
            cited.update(one for tree in trees.values() for one in sources_cited(tree))
            for tree in trees.values():
                drop_sources(tree, self.reader, cited)
        found = {place: self._built(place.record, Record, trees[place]) for place in trees}
        self.records = {place: one for place, one in found.items() if one is not None}
        return as_one(self.records) if self.records else None

    def read(
        self, name: str, cls: type[T], stand_ins: Mapping[str, Any] = frozendict(), **given: str
    ) -> T | None:
        """Read one file as far as it can be read; None where it cannot or is not there."""
        tree = self._tree(name)
        if tree is None:
            return None
        tier = place_of(name).tier
        if cls is Interests and tier and given_for(tree) is None:
            tree["for"], tree.lines["for"] = tier, tree.line
        return self._built(name, cls, tree, stand_ins, **given)

    def _tree(self, name: str) -> Map | None:
        """Parse one file; None where it cannot be read or is not there."""
        shown = str(self.path / name)
        try:
            text = self._text(name, shown)
            if not isinstance(text, str):
                return text
            tree = parse(text, shown)
            if self.ends is not None and name.endswith(RECORD):
                size = (self.path / name).stat().st_size
                self.ends[name] = RecordEnds.of(text, tree, size)
            return tree
        except InvalidProcess as invalid:
            self.problems.extend(invalid.problems)
            self.files[name] = File(shown, None)
            return None

    def _built(
        self,
        name: str,
        cls: type[T],
        tree: Map,
        stand_ins: Mapping[str, Any] = frozendict(),
        **given: str,
    ) -> T | None:
        """Make what a file holds from what was parsed; None where it cannot be made."""
        shown = str(self.path / name)
        reading = FileReading(shown)
        value = build(reading, cls, tree, 1, name.split("/")[-1], stand_ins, **given)
        self.problems.extend(reading.problems)
        self.files[name] = File(shown, tree, reading.mentions, reading.origins)
        return None if value is FAILED else value

    def _text(self, name: str, shown: str) -> str | Map | None:
        """Return the text of a file; None for a record that is not there, and need not be."""
        if name in self.replaced:
            return self.replaced[name]
        file = self.path / name
        if name.endswith((PROCESS, RECORD)) and not os.path.lexists(file):
            if os.path.lexists(odd := file.with_suffix(".yml")):
                raise InvalidProcess([Problem(str(odd), 0, f"rename this file to {name}")])
            if name == PROCESS:
                sentence = "there is no such file; 'accord new FOLDER' writes a folder with one"
                raise InvalidProcess([Problem(shown, 0, sentence)])
            return None
        return read_text(file, shown)

    def interests(self) -> list[Path]:
        """Return the files with interests that can be read, in order."""
        return [file for place in self.places for file in self._interests(place)]

    def _interests(self, place: Place) -> list[Path]:
        folder = self.path / place.interests
        new = {self.path / name for name in self.replaced if place_of(name) == place}
        there = {one for one in new if one.parent == folder}
        if not os.path.lexists(folder) and not there:
            return []
        try:
            if os.path.lexists(folder):
                there.update(folder.iterdir())
            found = sorted(
                (f for f in there if f.suffix in SUFFIXES and f.name[0] != "."),
                key=lambda file: (file.stem, file.suffix),
            )
        except OSError as error:
            why = f"the folder cannot be read: {error.strerror or error}"
            if isinstance(error, NotADirectoryError):
                why = "this must be a folder, with a file for each party and holder"
            if (
                self.reader is None or MEDIATOR in self.reader.read
            ):  # others work with what they may read
                self._say(folder, why)
            return []
        if (reader := self.reader) is not None:
            found = [file for file in found if reader.reads(_held_for(file, place))]
        kept: dict[str, Path] = {}
        for file in found:
            if not is_name(file.stem):
                self._say(file, f"rename this file: {NAME_RULE}")
            elif (first := kept.setdefault(file.stem, file)) is not file:
                self._say(file, f"{first.name} is there already: rename or remove one of them")
        return list(kept.values())

    def _say(self, file: Path, sentence: str) -> None:
        self.problems.append(Problem(str(file), 0, sentence))


def _held_for(file: Path, place: Place) -> tuple[str, ...]:
    """Return for whom a file of interests is; as by default where that cannot be read."""
    try:
        given = given_for(parse(read_text(file, str(file)), str(file)))
    except InvalidProcess:
        given = None
    return given or (place.tier or MEDIATOR,)


def save(case: Case, path: Path) -> None:
    """Write a process folder, whole or not at all; files that are there are written over.

    Raises:
        Unwritable: If a file cannot be written.
    """
    with unwritable(path), folder_beside(path, PROCESS) as new:
        (new / PROCESS).write_text(to_yaml(case.process), encoding="utf-8")
        (new / RECORD).write_text(to_yaml(case.record), encoding="utf-8")
        for interests in case.interests:
            file = new / f"{interests_name(interests.id)}.yaml"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(to_yaml(interests), encoding="utf-8")
