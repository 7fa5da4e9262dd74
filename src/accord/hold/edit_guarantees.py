"""A guarantee that could be had: written down, changed and taken away in a folder."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

from accord.errors import AccordError, Conflict, InvalidProcess, Problem
from accord.formats.amend import amended, without
from accord.formats.append import tree
from accord.formats.assumed_files import AssumedFile, assumed_files, assumed_in
from accord.formats.disk import alone
from accord.formats.folder import load
from accord.formats.folder_writer import ANY_WRITER, FolderWriter, write_checked
from accord.formats.for_whom import RECORD, own_interests
from accord.formats.insert import inserted
from accord.formats.read import FileReading
from accord.formats.shapes import fields
from accord.formats.tree import parse, read_text
from accord.formats.write import dump, fields_plain, to_plain
from accord.hold.holding_assumptions import Guarantee, HoldingAssumptions, holding_form
from accord.model import MEDIATOR, is_name
from accord.record import Case

UNDER = "hold"
"""Where such files stand in a process folder."""
_KEY = "guarantees"
_WHAT = "the guarantee"


@frozen(kw_only=True)
class WrittenGuarantee:
    """A guarantee, and what it stands in.

    Attributes:
        guarantee: The guarantee.
        within: What its holder assumes.
    """

    guarantee: Guarantee
    within: HoldingAssumptions

    @property
    def address(self) -> str:
        """What tells it from all others of the folder."""
        return f"{self.within.id}#{self.guarantee.id}"


def written_guarantees(beside: tuple[HoldingAssumptions, ...]) -> dict[str, WrittenGuarantee]:
    """Return the guarantees that are written down, each by its address.

    Args:
        beside: What is assumed beside the interests.
    """
    every = (
        WrittenGuarantee(guarantee=one, within=each)
        for each in beside
        for one in each.guarantees
    )
    return {one.address: one for one in every}


def set_guarantee(
    folder: Path | str,
    keys: Mapping[str, Any],
    *,
    at: str = "",
    holder: str = "",
    seen: Mapping[str, Any] | None = None,
    readers: tuple[str, ...] = (MEDIATOR,),
    by: FolderWriter = ANY_WRITER,
) -> None:
    """Write a guarantee down, or change one that is; comments stay.

    A new one goes where its holder has some; else a file is begun.

    Args:
        folder: The process folder.
        keys: What is said of it, as a file has it; its id only where it is new.
        at: The address of one that is there; empty for a new one.
        holder: Id of who assumes a new one.
        seen: What one that is there was when whoever writes looked at it, as a file has it.
        readers: Who may read a file that is begun.
        by: Who writes.

    Raises:
        InvalidProcess: If the folder has mistakes, or would have.
        AccordError: If there is no such guarantee, or it is for others to change.
        FormatError: If there is no way to change the file as it is written.
        Conflict: If somebody else is writing, or it is another than was seen.
    """
    folder = Path(folder)
    with alone(folder / RECORD):
        case, files, held = _read(folder, by)
        if at:
            there = _there(held, at, seen, by)
            plain = _plain({"id": there.guarantee.id, **keys})
            file, text, tree_ = _file(folder, files[there.within.id])
            place = there.within.guarantees.index(there.guarantee)
            was = fields_plain(there.guarantee)
            changes = {
                key: plain.get(key) for key in (*was, *plain) if was.get(key) != plain.get(key)
            }
            if not changes:
                return
            text, _ = amended(text, tree_, (_KEY, place), changes, file.shown)
        else:
            plain = _plain(keys)
            mine = [one for one in held if one.held_by == holder and by.may_change(one.for_)]
            if mine:
                file, text, tree_ = _file(folder, files[mine[0].id])
                text, _ = inserted(text, tree_, (_KEY,), [plain], file.shown)
            else:
                file, text = _begun(folder, holder, readers, by, plain)
        _write(folder, file, text, case, by)


def remove_guarantee(
    folder: Path | str,
    at: str,
    *,
    seen: Mapping[str, Any] | None = None,
    by: FolderWriter = ANY_WRITER,
) -> None:
    """Take a guarantee away, with its lines.

    Args:
        folder: The process folder.
        at: Its address.
        seen: What it was when whoever writes looked at it, as a file has it.
        by: Who writes.

    Raises:
        InvalidProcess: If the folder has mistakes.
        AccordError: If there is no such guarantee, others need it, or it is for others to
            change.
        FormatError: If there is no way to take it out as it is written.
        Conflict: If somebody else is writing, or it is another than was seen.
    """
    folder = Path(folder)
    with alone(folder / RECORD):
        case, files, held = _read(folder, by)
        there = _there(held, at, seen, by)
        one = there.guarantee.id
        if needing := [g.id for each in held for g in each.guarantees if one in g.needs]:
            raise AccordError(
                f"'{one}' stays, for others need it: {', '.join(needing)}; change these first"
            )
        file, text, tree_ = _file(folder, files[there.within.id])
        place = there.within.guarantees.index(there.guarantee)
        path = (_KEY, place) if len(there.within.guarantees) > 1 else (_KEY,)
        text, _ = without(text, tree_, path, file.shown)
        _write(folder, file, text, case, by)


def _read(
    folder: Path, by: FolderWriter
) -> tuple[Case, Mapping[str, AssumedFile], tuple[HoldingAssumptions, ...]]:
    """Return the case, the files of what is assumed by their ids, and what stands in them.

    Raises:
        InvalidProcess: With every mistake: a file with some is changed where they are, by hand.
    """
    case = load(folder, reader=by.reader)
    files = {one.id: one for one in assumed_files(folder, UNDER, case)}
    problems: list[Problem] = []
    found = assumed_in([*files.values()], case, holding_form, problems)
    if problems:
        raise InvalidProcess(problems)
    return case, files, tuple(found)


def _there(
    held: tuple[HoldingAssumptions, ...],
    at: str,
    seen: Mapping[str, Any] | None,
    by: FolderWriter,
) -> WrittenGuarantee:
    there = written_guarantees(held).get(at)
    if there is None:
        raise Conflict("this guarantee is no longer there: somebody else took it away")
    if not by.may_change(there.within.for_):
        raise AccordError("this guarantee is for others to change")
    if seen is not None and seen != fields_plain(there.guarantee):
        raise Conflict(
            "somebody else changed this guarantee while you were typing; nothing was changed"
        )
    return there


def _plain(keys: Mapping[str, Any]) -> dict[str, Any]:
    """Return a guarantee as a file has it.

    Raises:
        InvalidProcess: With every mistake in it.
    """
    reading = FileReading(_WHAT)
    shape = fields(HoldingAssumptions)[_KEY].shape
    found = reading.read(shape, tree([dict(keys)]), 0, _WHAT)
    if reading.problems:
        raise InvalidProcess(reading.problems)
    listed: list[dict[str, Any]] = to_plain(found, shape)
    return listed[0]


def _file(folder: Path, one: AssumedFile) -> tuple[AssumedFile, str, Any]:
    text = read_text(folder / one.name, one.shown)
    return one, text, parse(text, one.shown)


def _begun(
    folder: Path,
    holder: str,
    readers: tuple[str, ...],
    by: FolderWriter,
    plain: Mapping[str, Any],
) -> tuple[AssumedFile, str]:
    """Return a file for what a holder assumes, and its text."""
    place = own_interests(readers)
    stem, number = holder if is_name(holder) else UNDER, 1
    name = f"{place.at}{UNDER}/{stem}.yaml"
    while (folder / name).exists():
        number += 1
        name = f"{place.at}{UNDER}/{stem}-{number}.yaml"
    begun = HoldingAssumptions(id=stem, held_by=holder, for_=readers, as_of=by.today)
    head = fields_plain(begun)
    del head["id"]
    text = dump({**head, _KEY: [dict(plain)]})
    shown = str(folder / name)
    return AssumedFile(name, shown, parse(text, shown)), text


def _write(folder: Path, file: AssumedFile, text: str, case: Case, by: FolderWriter) -> None:
    """Write a file once it is checked as it would be."""
    problems: list[Problem] = []
    made = AssumedFile(file.name, file.shown, parse(text, file.shown))
    others = [one for one in assumed_files(folder, UNDER, case) if one.name != file.name]
    assumed_in([*others, made], case, holding_form, problems)
    if problems:
        raise InvalidProcess(one._replace(file=_WHAT, line=0) for one in problems)
    path = folder / file.name
    before = path.read_bytes() if path.exists() else None
    write_checked(folder, {file.name: text}, {file.name: before}, _WHAT, by.reader)
