"""What a step that changes the folder does to its files, written down before it is done.

A step is confirmed once it stands in the log of what was done. Of one that was cut short, by a
killed process or a lost disk, the next start takes back what it wrote, so it can be asked for
again and is done once. What people changed in a file since is left as it is.
"""

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from attrs import frozen

from accord.formats.disk import FileState, extend, read_bytes, replace, unwritable


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
            added: Ids of the entries that the step adds.
        """
        old, new = before or b"", after
        start = _alike(old, new)
        end = _alike(old[start:][::-1], new[start:][::-1])
        self._add(
            {
                "file": self._name(file),
                "size": -1 if before is None else len(old),
                "at": start,
                "old": _text(old[start : len(old) - end]),
                "new": _text(new[start : len(new) - end]),
                "sum": sha256(new).hexdigest(),
                "added": list(added),
            }
        )

    def extend(
        self, file: Path, before: FileState, tail: bytes, added: Sequence[str]
    ) -> FileState:
        """Add bytes at the end of a file, written down before.

        Args:
            file: The file.
            before: What it was when it was read.
            tail: The bytes.
            added: Ids of the entries in them.
        """
        size = before.size
        self._add({"file": self._name(file), "size": size, "new": _text(tail), "added": added})
        return extend(file, before, tail)

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

    def _name(self, file: Path) -> str:
        return Path(os.path.realpath(file)).relative_to(self._folder).as_posix()

    def _add(self, note: dict[str, Any]) -> None:
        """Force one more note to the disk."""
        step = self._step
        assert step is not None
        head = {"token": step.token, "by": step.by, "key": step.key}
        lines = [note] if self._written else [head, note]
        data = b"".join(map(_line, lines))
        with unwritable(self.file), open(self.file, "ab" if self._written else "wb") as stream:
            os.chmod(stream.fileno(), 0o600)
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

        Where somebody has, what is in the files stays, unless it is not there at all.
        """
        last = {note["file"]: note for note in notes}
        states = {name: self._state(note) for name, note in last.items()}
        if _OTHER in states.values() and _BEFORE not in states.values():
            return False
        for note in reversed(notes):
            file = self._folder / note["file"]
            if self._state(note) != _AFTER:
                continue
            if "sum" not in note:
                with unwritable(file), open(file, "r+b") as stream:
                    stream.truncate(note["size"])
                    os.fsync(stream.fileno())
            elif note["size"] < 0:
                with unwritable(file):
                    file.unlink()
            else:
                now = read_bytes(file) or b""
                stop = note["at"] + len(b64decode(note["new"]))
                replace(file, now, now[: note["at"]] + b64decode(note["old"]) + now[stop:])
        return True

    def _state(self, note: dict[str, Any]) -> str:
        """Return whether a file is as before a note, as after it, or else changed since."""
        data, new = read_bytes(self._folder / note["file"]), b64decode(note["new"])
        if "sum" in note:
            if data is not None and sha256(data).hexdigest() == note["sum"]:
                return _AFTER
            size = -1 if data is None else len(data)
            same = data is None or data[note["at"] :].startswith(b64decode(note["old"]))
            if (size == note["size"] and same) or new not in (data or b""):
                return _BEFORE
            return _OTHER
        rest = (data or b"")[note["size"] :]
        if not rest:
            return _BEFORE
        torn = all(a in (b, 0) for a, b in zip(rest, new, strict=False))
        if len(rest) <= len(new) and torn:
            return _AFTER
        return _OTHER if new in rest else _BEFORE


_BEFORE, _AFTER, _OTHER = "before", "after", "other"


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
