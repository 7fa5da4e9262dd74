"""What a step that changes the folder does to its files, written down before it is done.

A step is confirmed once it stands in the log of what was done. Of one that was cut short, by a
killed process or a lost disk, the next start takes back what it wrote, so it can be asked for
again and is done once. What people changed in a file since is left as it is.
"""

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Sequence
from enum import Enum, auto
from hashlib import sha256
from pathlib import Path
from typing import Any

from attrs import frozen

from accord.formats.disk import FileState, read_bytes, replace, rewrite_end, unwritable


@frozen(kw_only=True)
class BegunChange:
    """A step that was begun.

    Attributes:
        token: What tells it from every other step, of any process.
        by: Whose.
        key: What whoever asked for it calls it; may be empty.
        added: Ids of entries that it adds, as far as was known before they were written.
    """

    token: str
    by: str
    key: str
    added: tuple[str, ...] = ()


_TELLING = 16
"""Bytes above which what is found in a file that somebody changed is likely what was written.
An entry is longer, and a shorter change is the same when it is made again."""


class UndoLog:
    """The file with what the step under way has written so far."""

    def __init__(self, file: Path, folder: Path) -> None:
        """Take the file, and the folder that is changed."""
        self.file = file
        self._folder = Path(os.path.realpath(folder))
        self._step: BegunChange | None = None
        self._written = False

    def begin(self, step: BegunChange) -> None:
        """Begin a step; nothing is written down before it writes something."""
        self._step, self._written = step, False

    def note(
        self, file: Path, before: bytes | None, after: bytes, added: Sequence[str]
    ) -> None:
        """Write down what replacing a file would change.

        Args:
            file: The file.
            before: What is in it; None where there is none.
            after: What it is to be.
            added: Ids of the entries that the change adds.
        """
        piece = Patch(0, before or b"", after).least
        self.note_pieces(file, -1 if before is None else len(before), [piece], added)

    def note_pieces(
        self, file: Path, size: int, pieces: Sequence["Patch"], added: Sequence[str]
    ) -> None:
        """Write down which pieces of a file are to be others, one after the other.

        Args:
            file: The file.
            size: How many bytes it has; -1 where there is none.
            pieces: The pieces.
            added: Ids of the entries that the change adds.
        """
        name = Path(os.path.realpath(file)).relative_to(self._folder).as_posix()
        plain = [(one.at, _text(one.old), _text(one.new)) for one in pieces]
        self._add({"file": name, "size": size, "pieces": plain, "added": list(added)})

    def end(self) -> None:
        """Forget the step: it was confirmed, or taken back."""
        if self._written:
            with unwritable(self.file):
                os.truncate(self.file, 0)
        self._step, self._written = None, False

    def back(self) -> bool:
        """Take back what the step has written so far; return whether all of it could be."""
        done = self._taken_back(self._notes()[1]) if self._written else True
        self.end()
        return done

    def recover(self, is_done: Callable[[BegunChange], bool]) -> BegunChange | None:
        """Take back what a step that was cut short has written.

        Args:
            is_done: Whether a step was confirmed.

        Returns:
            The step, where it is to be confirmed: people have gone on from what it wrote.
        """
        step, notes = self._notes()
        self._written = step is not None
        kept = None
        if step is not None and not is_done(step) and not self._taken_back(notes):
            kept = step
        self.end()
        return kept

    def _add(self, note: dict[str, Any]) -> None:
        """Force one more note to the disk."""
        step = self._step
        assert step is not None
        head = {"token": step.token, "by": step.by, "key": step.key}
        lines = [note] if self._written else [head, note]
        data = b"".join(map(_line, lines))
        mode = "ab" if self._written else "wb"
        with unwritable(self.file), open(self.file, mode, opener=_for_nobody_else) as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        self._written = True

    def _notes(self) -> tuple[BegunChange | None, list[dict[str, Any]]]:
        """Read the step and its notes, as far as they were written whole."""
        head, *notes = [*_whole_lines(read_bytes(self.file) or b"")] or [{}]
        if not notes:  # cut short before anything was done
            return None, []
        return BegunChange(**head, added=tuple(notes[-1]["added"])), notes

    def _taken_back(self, notes: list[dict[str, Any]]) -> bool:
        """Undo what was noted, the last first; return whether nobody had gone on from it.

        Where somebody has, what is in the files stays, unless some of it is not there at all.
        """
        last = {note["file"]: note for note in notes}
        states = {_state(self._data(note), note) for note in last.values()}
        if _Found.CHANGED in states and _Found.BEFORE not in states:
            return False
        for note in reversed(notes):
            data = self._data(note)
            if data is None or _state(data, note) is not _Found.AFTER:
                continue
            file = self._folder / note["file"]
            if note["size"] < 0:
                with unwritable(file):
                    file.unlink()
            elif _is_one_at_end(note) and (state := FileState.of(file)) is not None:
                at = _pieces(note)[0].at  # in its place: that needs no room on the disk
                rewrite_end(file, state, at, data[at:], _undone(data, note)[at:])
            else:
                replace(file, data, _undone(data, note))
        return True

    def _data(self, note: dict[str, Any]) -> bytes | None:
        return read_bytes(self._folder / note["file"])


@frozen
class Patch:
    """Bytes of a file that are to be others.

    Attributes:
        at: Where they begin.
        old: What stands there.
        new: What is to stand there.
    """

    at: int
    old: bytes
    new: bytes

    @property
    def least(self) -> "Patch":
        """The same without what stays as it is at both ends."""
        start = _alike(self.old, self.new)
        old, new = self.old[start:], self.new[start:]
        end = _alike(old[::-1], new[::-1])
        return Patch(self.at + start, old[: len(old) - end], new[: len(new) - end])


class _Found(Enum):
    """What a file is, beside what was written down of it."""

    BEFORE = auto()  # as it was, or with nothing of what was to be written
    AFTER = auto()  # as it was to be, or written in part
    CHANGED = auto()  # changed by somebody since, with all in it that was written


def _pieces(note: dict[str, Any]) -> list[Patch]:
    return [Patch(at, b64decode(old), b64decode(new)) for at, old, new in note["pieces"]]


def _state(data: bytes | None, note: dict[str, Any]) -> _Found:
    """Find out what a file is."""
    pieces, size = _pieces(note), note["size"]
    if data is None or (
        len(data) == size and _stand(data, [(p.at, p.old, p.new) for p in pieces])
    ):
        return _Found.BEFORE
    after = max(size, 0) + sum(len(one.new) - len(one.old) for one in pieces)
    backwards = [(one.at, one.new, one.old) for one in reversed(pieces)]
    if (len(data) == after and _stand(data, backwards)) or _torn(data, pieces[-1], size):
        return _Found.AFTER
    written = [one.least.new for one in pieces]
    there = all(len(one) > _TELLING and one in data for one in written)
    return _Found.CHANGED if there else _Found.BEFORE


def _stand(data: bytes, pieces: Sequence[tuple[int, bytes, bytes]]) -> bool:
    """Whether each piece stands in its place, with those before it put into the file."""
    for at, there, then in pieces:
        if data[at : at + len(there)] != there:
            return False
        data = data[:at] + then + data[at + len(there) :]
    return True


def _torn(data: bytes, piece: Patch, size: int) -> bool:
    """Whether the end of a file is in parts the new one, the old one, or nothing."""
    rest = data[piece.at :]
    if not _at_end(piece, size) or rest == piece.old:
        return False
    length = max(len(piece.old), len(piece.new))
    old, new = piece.old.ljust(length, b"\0"), piece.new.ljust(length, b"\0")
    return len(rest) <= length and all(
        a in (b, c, 0) for a, b, c in zip(rest, old, new, strict=False)
    )


def _at_end(piece: Patch, size: int) -> bool:
    return piece.at + len(piece.old) == size


def _is_one_at_end(note: dict[str, Any]) -> bool:
    pieces = _pieces(note)
    return len(pieces) == 1 and _at_end(pieces[0], note["size"])


def _undone(data: bytes, note: dict[str, Any]) -> bytes:
    """Return what a file was before what was written down of it."""
    pieces = _pieces(note)
    if _is_one_at_end(note):
        return data[: pieces[0].at] + pieces[0].old
    for one in reversed(pieces):
        data = data[: one.at] + one.old + data[one.at + len(one.new) :]
    return data


def _for_nobody_else(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _alike(one: bytes, other: bytes) -> int:
    """Return how many bytes two begin with that are the same."""
    low, high = 0, min(len(one), len(other))
    if one[:high] == other[:high]:
        return high
    while high - low > 1:  # halving: comparing slices is quick
        middle = (low + high) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle
    return low


def _text(data: bytes) -> str:
    return b64encode(data).decode("ascii")


def _line(note: dict[str, Any]) -> bytes:
    text = json.dumps(note).encode()
    return sha256(text).hexdigest()[:16].encode() + b" " + text + b"\n"


def _whole_lines(data: bytes) -> Iterator[dict[str, Any]]:
    """Yield what lines hold, until one that was not written whole."""
    for line in data.split(b"\n")[:-1]:
        mark, _, text = line.partition(b" ")
        if sha256(text).hexdigest()[:16].encode() != mark:
            return
        yield json.loads(text)
