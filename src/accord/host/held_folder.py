"""A process folder held in memory, and the one door through which it is changed.

The truth is in the files. What they hold is loaded once and kept for each reader until
something that it reads changes, whoever changes it: this host, another process, or somebody
with an editor.
"""

import gc
import os
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from functools import cache
from pathlib import Path
from threading import RLock
from typing import Any, TypeVar

import attrs
from attrs import define, evolve, field, frozen

from accord.errors import AccordError, Conflict, InvalidProcess, Problem
from accord.formats import load
from accord.formats.append import Added, New
from accord.formats.disk import FileState, alone, read_bytes, replace, rewrite_end, unwritable
from accord.formats.folder import SUFFIXES, load_parts, review
from accord.formats.folder_change import FolderChange, Insertion
from accord.formats.folder_parts import FolderParts, Seen
from accord.formats.for_whom import PRIVATE, PROCESS, RECORD
from accord.formats.growth import Growth, followed, grown
from accord.formats.tree import without_gc
from accord.host.bell import Bell
from accord.host.undo_log import BegunChange, Patch, UndoLog
from accord.model import PUBLIC, Process, Reader, tiers
from accord.record import KINDS, Case, Record
from accord.store import Store

T = TypeVar("T")

LOG = "host/done"
"""The log of who changed what."""
UNDO = "undo"
_ANSWERS = 1_000
"""How many answers are kept, for forms that are sent twice: within seconds, or by a reload."""
_TICK = 0.02
"""Seconds within which two changes of a file may bear one time: the clocks of file systems tick
every 4 or 10 ms."""
_NEAR = 64 * 1024
"""Bytes at the end of a file that are written over where something is put among them; where
there are more, the file is written whole."""
_LONG = 10_000
"""Entries from which on collecting garbage among them is felt: some milliseconds each time."""
_LOOKED_THROUGH = 1_000
"""After how many changes all is looked through for garbage: it takes a second."""
_EVERYBODY = Reader((PUBLIC,))


class AlreadyDone(AccordError):
    """A change that was made before, at an earlier start or by another process of the host.

    Attributes:
        added: Ids of what it added.
    """

    def __init__(self, added: Sequence[str]) -> None:
        """Say what it was."""
        self.added = tuple(added)
        what = f": it added {', '.join(added)}" if added else ""
        super().__init__(f"this was done already{what}")


@frozen(eq=False)
class _View:
    """What a reader may read now.

    Attributes:
        seen: The last state without mistakes.
        position: How often it has changed since the start.
        mistakes: What is wrong with the files that this reader may read.
    """

    seen: Seen
    position: int = 0
    mistakes: tuple[Problem, ...] = ()


@define(eq=False)
class _Doing:
    """A step under way.

    Attributes:
        parts: The folder in memory with what the step has added so far; None where the files
            must be read again.
        states: What the files are then.
        growths: What it has added in memory.
    """

    parts: FolderParts | None
    states: dict[str, FileState]
    growths: list[Growth] = field(factory=list)


class HeldFolder:
    """The folder as each reader may read it, kept until something that it reads changes.

    What is asked is answered from memory at once, by any thread; changes come one by one.
    """

    def __init__(self, folder: Path, store: Store, bell: Bell) -> None:
        """Take the folder, where it is kept who did what, and what rings after a change.

        Raises:
            InvalidProcess: If the folder has mistakes.
        """
        self._folder, self._store, self._bell = folder, store, bell
        self._lock = RLock()
        self._views: dict[Reader | None, _View] = {}
        self._parts: FolderParts | None = None  # nothing where some file has mistakes
        self._good: FolderParts | None = None  # the last without
        self._states: dict[str, FileState] = {}
        self._answers: OrderedDict[str, Any] = OrderedDict()
        self._done: dict[str, tuple[str, ...]] = {}
        self._read = 0
        self._settled = 0
        kept = folder / "host"
        kept.mkdir(mode=0o700, exist_ok=True)
        self._undo = UndoLog(kept / UNDO, folder)
        with self._lock, alone(self._undo.file):
            self._recover()
            self._load()
        if self._parts is None:
            load(folder)  # says what is wrong

    def _recover(self) -> None:
        """Take back, or confirm, what a step that was cut short has written.

        Whoever was cut short may be another process of the host, which was killed, or a step
        before that found no room on the disk to take back what it had written.
        """
        self._catch_up()

        def is_done(step: BegunChange) -> bool:
            return any(one.event.get("step") == step.token for one in self._store.read(LOG))

        if (kept := self._undo.recover(is_done)) is not None:
            self._confirm(kept, kept.added)

    @property
    def process(self) -> Process:
        """The process, which everybody reads."""
        return self.case(_EVERYBODY).process

    @property
    def whole(self) -> Case:
        """All that is in the folder, for what is written into it and is shown to nobody."""
        return self._view(None).seen.case

    def case(self, reader: Reader) -> Case:
        """Return what a reader may read: the last state without mistakes.

        It is the same object until something that this reader may read changes.

        Raises:
            InvalidProcess: If what this reader may read had mistakes whenever it was looked at.
        """
        return self._view(reader).seen.case

    def position(self, reader: Reader) -> int:
        """Return how often what a reader may read has changed since the start.

        A mistake in it counts too, and that it was mended.
        """
        return self._view(reader).position

    def mistakes(self, reader: Reader | None) -> tuple[Problem, ...]:
        """Return what is wrong in the files that a reader may read, after a change by hand.

        Args:
            reader: Who reads; None for whoever holds all the files, who is told the lines too.
        """
        return self._view(reader).mistakes

    def _view(self, reader: Reader | None) -> _View:
        if (view := self._views.get(reader)) is None:
            with self._lock:
                view = self._views.get(reader) or self._first(reader)
                self._views[reader] = view
        return view

    def _seen(self, reader: Reader | None) -> Seen:
        if self._parts is not None:
            return self._parts.seen(reader)
        return Seen(load(self._folder, reader=reader), {})

    def _first(self, reader: Reader | None) -> _View:
        """Look at the folder for a reader who was not there before."""
        try:
            return _View(self._seen(reader))
        except InvalidProcess:
            if self._good is None:
                raise
            return self._looked_at(reader, _View(self._good.seen(reader)))

    def change(self, by: str, key: str, what: Callable[[Path], T]) -> T:
        """Change the folder; what is asked again with the same key is answered as before.

        Where somebody else changes the same files meanwhile, it is tried once more on what they
        wrote. If it fails, what it wrote is taken back.

        Args:
            by: Who changes it.
            key: What tells this change from others; empty for none.
            what: A function of the library that changes a folder.

        Raises:
            AlreadyDone: If it was done at an earlier start, or by another process.
            AccordError: As the function raises; nothing was changed then.
        """
        with self._lock, alone(self._undo.file):
            self._recover()
            if key and key in self._answers:
                answer: T = self._answers[key]
                return answer
            if key and key in self._done:
                raise AlreadyDone(self._done[key])
            self.refresh()
            for last in (False, True):
                try:
                    with without_gc() if self._is_long else nullcontext():
                        result = self._do(by, key, what)
                except Conflict:
                    if last:
                        raise
                else:
                    break
            self._answers[key] = result
            while len(self._answers) > _ANSWERS:
                self._answers.popitem(last=False)
            return result

    def _do(self, by: str, key: str, what: Callable[[Path], T]) -> T:
        """Do a step, and confirm it; or take it back."""
        doing = _Doing(self._parts, dict(self._states))
        step = BegunChange(token=f"{os.getpid()}-{time.time_ns()}", by=by, key=key)
        self._undo.begin(step)
        change = FolderChange(
            Path(os.path.realpath(self._folder)),
            lambda file, was, now: self._undo.note(file, was, now, change.added),
            lambda new, spelt, reader: self._grow(change, doing, new, spelt, reader),
            lambda reader: self._case_then(doing, reader),
        )
        try:
            with change.at_hand():
                result = what(self._folder)
        except BaseException:
            self._undo.back()
            self.refresh()
            raise
        try:
            self._confirm(step, change.added)
        except BaseException:
            self._recover()  # the log says whether it took it, though the answer was lost
            self.refresh()
            raise
        self._undo.end()
        now = _files(self._folder)
        if doing.parts is not None and now == doing.states:
            self._follow(doing)
        else:
            self.refresh()
        return result

    def _case_then(self, doing: _Doing, reader: Reader | None) -> Case | None:
        """Return what somebody may read within a change; None where the files must be read."""
        if doing.parts is None or _files(self._folder) != doing.states:
            return None
        if reader is not None and not set(reader.tiers) <= set(tiers(self.process.parties)):
            return None
        return self._seen_then(doing, reader).case

    def _seen_then(self, doing: _Doing, reader: Reader | None) -> Seen:
        seen = self._view(reader).seen
        for growth in doing.growths:
            seen = followed(seen, growth, reader)
        return seen

    def _grow(
        self,
        change: FolderChange,
        doing: _Doing,
        new: Sequence[New],
        spelt: bool,
        reader: Reader | None,
    ) -> tuple[Added, ...] | None:
        """Add to the folder in memory and to the files; None where these must be read."""
        if doing.parts is None or _files(self._folder) != doing.states:
            return None
        growth = grown(doing.parts, new, spelt, self._seen_then(doing, reader).case)
        if growth is None:
            return None
        change.added += [one.id for one in growth.added]
        for name, inserted in growth.files.items():
            before = doing.states[name]
            doing.states[name] = self._insert(self._folder / name, before, inserted, change)
        doing.parts = growth.after
        doing.growths.append(growth)
        return growth.added

    def _insert(
        self, file: Path, before: FileState, inserted: Sequence[Insertion], change: FolderChange
    ) -> FileState:
        """Put bytes into a file: at its end where that is all, and else by writing it anew."""
        first = min(one.at for one in inserted)
        if before.size - first <= _NEAR:
            with unwritable(file), open(file, "rb") as stream:
                stream.seek(first)
                old = new = stream.read()
            for one in inserted:
                new = new[: one.at - first] + one.data + new[one.at - first :]
            self._undo.note_pieces(file, before.size, [Patch(first, old, new)], change.added)
            return rewrite_end(file, before, first, old, new)
        data = was = read_bytes(file) or b""
        for one in inserted:
            data = data[: one.at] + one.data + data[one.at :]
        if FileState.of(file) != before:
            raise Conflict(f"{file} was changed by somebody else meanwhile; try again")
        pieces = [Patch(one.at, b"", one.data) for one in inserted]
        self._undo.note_pieces(file, before.size, pieces, change.added)
        with change.noted():
            replace(file, was, data)
        return FileState.of(file) or before

    def _follow(self, doing: _Doing) -> None:
        """Let each reader have what was added."""
        self._parts = self._good = doing.parts
        self._states = doing.states
        for reader, view in list(self._views.items()):
            seen = view.seen
            for growth in doing.growths:
                seen = followed(seen, growth, reader)
            if seen is not view.seen:
                more = 0 if seen.case is view.seen.case else 1
                self._views[reader] = evolve(view, seen=seen, position=view.position + more)
        self._settle()
        self._bell.ring()

    def _confirm(self, step: BegunChange, added: Sequence[str]) -> None:
        """Put into the log what was done."""
        event = {"kind": "changed", "key": step.key, "added": list(added), "step": step.token}
        while True:
            try:
                self._store.append(LOG, self._read, [event], step.by)
            except Conflict:  # another process wrote: its keys are others
                self._catch_up()
            else:
                return self._catch_up()

    def _catch_up(self) -> None:
        """Read from the log what was done since."""
        for one in self._store.read(LOG, self._read):
            self._read = one.number
            if key := one.event.get("key"):
                self._done[str(key)] = tuple(map(str, one.event.get("added", ())))

    def refresh(self) -> None:
        """Take in what is in the folder now; with mistakes, the last good state goes on."""
        with self._lock:
            if _files(self._folder) != self._states:
                self._load()

    def changed_by_hand(self) -> Mapping[str, FileState] | None:
        """Return what the files are where they are not as they were read."""
        files, known = _files(self._folder), self._states
        return None if files == known else files

    def _load(self) -> None:
        """Read the folder, and find for whom something has changed."""
        while True:
            states = _files(self._folder)
            times = [max(one.times) for one in states.values()]
            if time.time_ns() - max(times, default=0) < _TICK * 1e9:
                time.sleep(_TICK)
            try:
                parts: FolderParts | None = load_parts(self._folder)
            except InvalidProcess:
                parts = None
            if _files(self._folder) == states:
                break
        if parts is not None:
            self._good = parts = _shared(parts, self._good) if self._good else parts
        self._parts, self._states = parts, states
        for reader, view in list(self._views.items()):
            self._views[reader] = self._looked_at(reader, view)
        self._settle()
        self._bell.ring()

    @property
    def _is_long(self) -> bool:
        records = self._good.records.values() if self._good else ()
        return any(len(one.entries) > _LONG for one in records)

    def _settle(self) -> None:
        """Keep what is held of a long record from being looked through for garbage.

        To look through a hundred thousand entries takes tens of milliseconds, and is done for
        every list that is new. Now and then all is looked through, for what became garbage
        since.
        """
        if self._is_long:
            self._settled += 1
            if self._settled % _LOOKED_THROUGH == 0:
                gc.unfreeze()
                gc.collect()
            gc.freeze()

    def _looked_at(self, reader: Reader | None, view: _View) -> _View:
        """Return what a reader may read now, and whether that is new."""
        try:
            seen = self._seen(reader)
        except InvalidProcess as invalid:
            problems = invalid.problems
            try:
                review(self._folder, reader)
            except InvalidProcess as told:
                problems = told.problems
            mistakes = tuple(one._replace(file=self._name(one.file)) for one in problems)
            more = view.mistakes != mistakes
            return evolve(view, mistakes=mistakes, position=view.position + more)
        if _alike(seen.case, view.seen.case):
            seen = evolve(seen, case=view.seen.case)
        more = seen.case is not view.seen.case or bool(view.mistakes)
        return _View(seen, view.position + more)

    def _name(self, file: str) -> str:
        """Return the name of a file in the folder: where that is, is nobody's to know."""
        path = Path(file)
        return (
            str(path.relative_to(self._folder)) if path.is_relative_to(self._folder) else file
        )


def _files(folder: Path) -> dict[str, FileState]:
    """Look at every file and folder that a case may be read from."""
    names = [f"{Path(one).stem}{suffix}" for one in (PROCESS, RECORD) for suffix in SUFFIXES]
    found: dict[str, FileState] = {}
    for place in ("interests", PRIVATE):
        for at, _, files in os.walk(folder / place, followlinks=True):
            inner = os.path.relpath(at, folder)
            about = os.stat(at)  # of a folder its rights; which files are in it is looked at
            found[inner] = FileState(about.st_ino, about.st_mode, (0, 0))
            names += [f"{inner}/{one}" for one in files if one.endswith(SUFFIXES)]
    for name in names:
        if (state := FileState.of(folder / name)) is not None:
            found[name] = state
    return found


def _alike(one: Case, other: Case) -> bool:
    """Return whether two cases are the same, in the same order."""
    return (
        one == other
        and repr((one.process, one.interests)) == repr((other.process, other.interests))
        and _records_alike(one.record, other.record)
    )


def _records_alike(one: Record, other: Record) -> bool:
    """Return whether two records are the same, in the same order."""
    return one is other or (
        one == other
        and list(one.sources) == list(other.sources)
        and list(one.outlets) == list(other.outlets)
        and all(
            a is b or not _has_mappings(a.kind) or repr(a) == repr(b)
            for a, b in zip(one.entries, other.entries, strict=True)
        )
    )


@cache
def _has_mappings(kind: str) -> bool:
    fields = attrs.fields(KINDS[kind])
    return any("frozendict" in str(one.type) for one in fields)


def _shared(new: FolderParts, old: FolderParts) -> FolderParts:
    """Return a folder that was read again, with what was in memory where that is alike."""
    records = {
        place: old.records[place]
        if place in old.records and _records_alike(one, old.records[place])
        else one
        for place, one in new.records.items()
    }
    together = {
        places: joined
        for places, joined in old.together.items()
        if all(one in records and records[one] is old.records[one] for one in places)
    }
    return evolve(new, records=records, together=together)
