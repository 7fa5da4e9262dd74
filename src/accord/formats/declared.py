"""What a folder declares by id, one word each: added, changed and removed where it stands."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from accord.errors import AccordError, InvalidProcess, Problem
from accord.formats.amend import amended, without
from accord.formats.append import (
    BOM,
    Added,
    NewOption,
    append,
    place_of,
    read_declared,
    tree,
)
from accord.formats.disk import alone, read_bytes, replace
from accord.formats.folder import load
from accord.formats.for_whom import PROCESS, RECORD, TOP
from accord.formats.insert import inserted
from accord.formats.names_given import NamesGiven
from accord.formats.new import id_of
from accord.formats.read import FileReading, article, near
from accord.formats.shapes import fields
from accord.formats.sheet_names import NAMED
from accord.formats.tree import Map, line_of, parse, read_text
from accord.formats.write import fields_plain, to_plain
from accord.model import (
    Actor,
    Exclusion,
    Issue,
    Option,
    Party,
    Person,
    PlannedRound,
    Process,
    Reader,
    Venue,
    is_id,
)
from accord.record import Case, Outlet, Source

DECLARED: Mapping[str, Any] = {
    "party": Party,
    "person": Person,
    "actor": Actor,
    "venue": Venue,
    "issue": Issue,
    "option": Option,
    "constraint": Exclusion,
    "plan": PlannedRound,
    "source": Source,
    "outlet": Outlet,
}
"""The class behind the word for what is declared by id; a plan is a round to come."""


@frozen
class Declaration:
    """Something that is declared in a folder, or shall be.

    Attributes:
        word: The word for what it is.
        id: Its id.
        issue: Of an option: the issue that it settles.
    """

    word: str
    id: str
    issue: str = ""

    @property
    def named(self) -> str:
        """Return it in words: `the party 'upland'`."""
        of = f" of '{self.issue}'" if self.issue else ""
        return f"the {self.word} '{self.id}'{of}"

    @property
    def place(self) -> tuple[str, tuple[str, ...]]:
        """Return the name of its file, and the keys that lead to what stands beside it."""
        if self.word == "constraint":
            return PROCESS, ("agenda", "constraints")
        return place_of(DECLARED[self.word], self.issue)

    def path(self, old: Map) -> tuple[str | int, ...]:
        """Return the keys that lead to it in its file; constraints are a list there."""
        _, path = self.place
        if self.word == "constraint":
            ids = [one.get("id") for one in _at(old, path)]
            return (*path, ids.index(self.id))
        return (*path, self.id)


def listed(case: Case, word: str, issue: str = "") -> list[tuple[Declaration, Any]]:
    """Return everything of one sort that a folder declares, in the order of its file.

    Args:
        case: The folder.
        word: What sort.
        issue: Of options: only those of this issue.

    Raises:
        AccordError: If there is no such issue.
    """
    process, record = case.process, case.record
    if word == "option":
        issues = process.agenda.issues
        if issue and issue not in issues:
            raise AccordError(f"there is no issue '{issue}'{near(issue, issues)}")
        return [
            (Declaration(word, o.id, i), o)
            for i in ([issue] if issue else issues)
            for o in issues[i].options.values()
        ]
    held: Mapping[str, Mapping[str, Any]] = {
        "party": process.parties,
        "person": process.people,
        "actor": process.actors,
        "venue": process.venues,
        "issue": process.agenda.issues,
        "constraint": {one.id: one for one in process.agenda.constraints},
        "plan": process.rounds,
        "source": record.sources,
        "outlet": record.outlets,
    }
    return [(Declaration(word, i), one) for i, one in held[word].items()]


def declare(
    folder: Path | str,
    what: Declaration,
    keys: Mapping[str, Any],
    *,
    new_sources: Sequence[str] = (),
    published: str = "",
    case: Case | None = None,
) -> Added:
    """Add something to the file of a folder that declares it; comments stay.

    Args:
        folder: The process folder.
        what: What, and its id; where a name stands that can be no id, one is made from it.
        keys: Texts, lists and mappings by key, as they would stand in the file.
        new_sources: Sources of it that are new, in words: `Radio North, 1 August 2019`.
        published: When these were published, where they do not say it.
        case: The folder as its reader sees it: names are looked up in it, and only what this
            reader may read is checked. None for whoever holds all the files.

    Raises:
        AccordError: If there is one of that id already, or no such issue.
        InvalidProcess: If process or record have mistakes, or would have.
        FormatError: If there is no way to add to the file as it is written.
        Conflict: If somebody else is writing.
    """
    reader = case.reader if case is not None else None
    keys, what = dict(keys), _with_ids(folder, what, case, there=False)
    made = id_of(what.id) if "name" in fields(DECLARED[what.word]) else ""
    if made and (not is_id(what.id) or (what.id != made and not keys.get("name"))):
        keys, what = {"name": what.id, **keys}, evolve(what, id=made)
    _is_there(folder, what, False, reader)
    name = f"the new {what.word}"
    names = NamesGiven(folder=folder, case=case)
    if heard := [one for words in new_sources for one in names.made(words, published)]:
        keys["sources"] = list(dict.fromkeys([*keys.get("sources", ()), *heard]))
    new = names.names.new_of(names.names.used) if heard else []
    raw = names.declared(tree(keys), DECLARED[what.word])
    value = read_declared(DECLARED[what.word], what.id, _shorthand(what, raw), name)
    if what.word != "constraint":
        one = NewOption(what.issue, value) if what.issue else value
        try:
            return append(folder, [*new, one], name, reader=reader).added[-1]
        except InvalidProcess as invalid:
            if keys.get("since") or not any(_is_held(p) for p in invalid.problems):
                raise
            why = "interests of a day before it came up need not value it"
            since = Problem(name, 0, f"{why}: say with --since DATE when that was")
            raise InvalidProcess([*invalid.problems, since]) from None
    file, path = what.place
    with alone(Path(folder) / file):
        text, old = _read(folder, file)
        text, grown = inserted(text, old, path, [fields_plain(value)], str(Path(folder) / file))
        _check(folder, file, text, name, reader)
        _write(folder, file, text)
    return Added(what.id, str(Path(folder) / file), line_of(grown, what.path(grown)), 0)


def redeclare(
    folder: Path | str,
    what: Declaration,
    changes: Mapping[str, Any],
    *,
    case: Case | None = None,
) -> Added:
    """Change keys of something that is declared, where it stands; comments stay.

    Args:
        folder: The process folder.
        what: What, and its id.
        changes: Texts, lists and mappings by key; an empty text takes a key away.
        case: The folder as its reader sees it, as for `declare`.

    Raises:
        AccordError: If there is none of that id.
        InvalidProcess: If process, record or interests have mistakes, or would have.
        FormatError: If there is no way to change the file as it is written.
        Conflict: If somebody else is writing.
    """
    reader = case.reader if case is not None else None
    what = _with_ids(folder, what, case)
    file, _ = what.place
    with alone(Path(folder) / file):
        _is_there(folder, what, True, reader)
        text, old = _read(folder, file)
        path = what.path(old)
        held = _at(old, path)
        keys = {**(held if isinstance(held, Map) else {"name": held}), **changes}
        left = {k: v for k, v in keys.items() if k != "id" and v not in ("", None)}
        raw = NamesGiven(folder=folder, case=case).declared(tree(left), DECLARED[what.word])
        raw = _shorthand(what, raw)
        plain = fields_plain(read_declared(DECLARED[what.word], what.id, raw, what.named))
        if isinstance(held, Map):
            set_ = {key: plain.get(key) for key in changes}
            text, new = amended(text, old, path, set_, str(Path(folder) / file))
        else:
            del plain["id"]
            whole = plain["name"] if set(plain) == {"name"} else plain
            text, new = amended(
                text, old, path[:-1], {what.id: whole}, str(Path(folder) / file)
            )
        _check(folder, file, text, what.named, reader)
        _write(folder, file, text)
    return Added(what.id, str(Path(folder) / file), line_of(new, path), 0)


def has_entries(folder: Path | str) -> bool:
    """Return whether anything has happened by the record of a folder.

    The text alone is looked at: to read a long record takes seconds.
    """
    file = Path(folder) / RECORD
    return file.exists() and _LISTED.search(read_text(file, str(file))) is not None


_LISTED = re.compile(r"^entries:(?:\s|#.*$)*(?:-|\[\s*\{)", re.MULTILINE)
"""Where a record begins to list entries."""


def edit_process(
    folder: Path | str,
    changes: Mapping[str, Any],
    at: tuple[str, ...] = (),
    *,
    case: Case | None = None,
) -> Path:
    """Change keys of a process, such as what it is called, who hosts and who mediates.

    Args:
        folder: The process folder.
        changes: Texts and lists by key; an empty text takes a key away.
        at: The keys that lead to the mapping whose keys are changed; nothing for the whole.
        case: The folder as its reader sees it, as for `declare`.

    Returns:
        The file.

    Raises:
        InvalidProcess: If the folder has mistakes, or would have.
        FormatError: If there is no way to change the file as it is written.
        Conflict: If somebody else is writing.
    """
    with alone(Path(folder) / PROCESS):
        reader = case.reader if case is not None else None
        load(folder, interests=False, reader=reader)
        text, old = _read(folder, PROCESS)
        if not at:
            changes = NamesGiven(folder=folder, case=case).declared(
                tree(dict(changes)), Process
            )
        set_ = {
            key: (value if at else _as_written(key, value)) if value else None
            for key, value in changes.items()
        }
        text, _ = amended(text, old, at, set_, str(Path(folder) / PROCESS))
        _check(folder, PROCESS, text, "the process", reader)
        _write(folder, PROCESS, text)
    return Path(folder) / PROCESS


def _as_written(key: str, value: Any) -> Any:
    """Return what is given for a key of the process in the one form that files have for it.

    Raises:
        InvalidProcess: If it cannot be read.
    """
    form, reading = fields(Process)[key].shape, FileReading("the process")
    found = reading.read(form, tree(value), 0, f"'{key}'")
    if reading.problems:
        raise InvalidProcess(reading.problems)
    return to_plain(found, form)


def undeclare(folder: Path | str, what: Declaration, *, case: Case | None = None) -> Added:
    """Remove something that is declared, with its lines.

    Args:
        folder: The process folder.
        what: What, and its id.
        case: The folder as its reader sees it, as for `declare`.

    Returns:
        Where it stood.

    Raises:
        AccordError: If there is none of that id, or others name it: with every place.
        FormatError: If there is no way to take it out as it is written.
        Conflict: If somebody else is writing.
    """
    reader = case.reader if case is not None else None
    what = _with_ids(folder, what, case)
    file, _ = what.place
    with alone(Path(folder) / file):
        _is_there(folder, what, True, reader)
        before, old = _read(folder, file)
        path = what.path(old)
        text, _ = without(before, old, path, str(Path(folder) / file))
        line = line_of(old, path)
        gone = before.count("\n") - text.count("\n")
        try:
            load(folder, replaced={file: text}, reader=reader)
        except InvalidProcess as invalid:
            load(folder, reader=reader)
            own = str(Path(folder) / file)
            places = [
                p._replace(line=p.line + gone) if p.file == own and p.line >= line else p
                for p in invalid.problems
            ]
            raise AccordError(
                f"{what.named} stays, for others need it; change these first:\n"
                + "\n".join(_needing(places, what.id))
            ) from None
        _write(folder, file, text)
    return Added(what.id, str(Path(folder) / file), line, gone)


def _check(folder: Path | str, file: str, text: str, name: str, reader: Reader | None) -> None:
    """Check a folder as it would be, as far as its reader sees it.

    Raises:
        InvalidProcess: With every mistake that it would have.
    """
    try:
        load(folder, replaced={file: text}, reader=reader)
    except InvalidProcess as invalid:
        load(folder, reader=reader)
        own = str(Path(folder) / file)
        raise InvalidProcess(
            Problem(name, 0, p.sentence) if p.file == own else p for p in invalid.problems
        ) from None


def _needing(places: Iterable[Problem], one: str) -> list[str]:
    """Return the lines on which something is named; where none is, why it is needed."""
    texts: dict[str, list[str]] = {}
    found = []
    for place in places:
        if f"'{one}'" not in place.sentence or not place.line:
            found.append(str(place))
            continue
        if place.file not in texts:
            texts[place.file] = read_text(Path(place.file), place.file).split("\n")
        line = texts[place.file][place.line - 1].strip()
        found.append(f"{place.file}:{place.line}: {line}")
    return list(dict.fromkeys(found))


def _is_there(
    folder: Path | str, what: Declaration, there: bool, reader: Reader | None
) -> None:
    """Refuse what is not there, or is there already.

    Raises:
        AccordError: If it is so, or there is no such issue.
        InvalidProcess: If process or record have mistakes.
    """
    case = load(folder, interests=False, reader=reader)
    known = [one.id for one, _ in listed(case, what.word, what.issue)]
    if there and what.id not in known:
        of = f" of '{what.issue}'" if what.issue else ""
        raise AccordError(f"there is no {what.word} '{what.id}'{of}{near(what.id, known)}")
    if not there and what.id in known:
        raise AccordError(
            f"there is {article(what.word)} '{what.id}' already: give the new one another id, "
            f"or change it with 'accord {what.word} {folder} edit {what.id}'"
        )


def _with_ids(
    folder: Path | str, what: Declaration, case: Case | None, *, there: bool = True
) -> Declaration:
    """Return what is named with ids: its own where it is there, and that of its issue."""
    names = NamesGiven(folder=folder, case=case)
    if what.issue:
        what = evolve(what, issue=names.one("issue", what.issue))
    elif there and what.word in NAMED and not is_id(what.id):
        what = evolve(what, id=names.one(what.word, what.id))
    return what


def _is_held(problem: Problem) -> bool:
    """Whether a mistake is in a file of interests."""
    return Path(problem.file).parent.name == TOP.interests


def _shorthand(what: Declaration, raw: Map) -> Any:
    """Return an option with a name alone as a file may have it."""
    return raw["name"] if what.issue and set(raw) == {"name"} else raw


def _read(folder: Path | str, file: str) -> tuple[str, Map]:
    path = Path(folder) / file
    text = read_text(path, str(path))
    return text, parse(text, str(path))


def _at(old: Any, path: Iterable[str | int]) -> Any:
    for step in path:
        old = old[step]
    return old


def _write(folder: Path | str, file: str, text: str) -> None:
    """Write a file; called while nobody else may."""
    path = Path(folder) / file
    before = read_bytes(path)
    mark = BOM if before is not None and before.startswith(BOM) else b""
    replace(path, before, mark + text.encode("utf-8"))
