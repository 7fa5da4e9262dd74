"""Large records known to be right, and the part of one that an addition needs.

To read and check a hundred thousand entries takes seconds. Where a record is, byte for byte, as
it was when it was added to and checked whole, what is new needs checking against an excerpt
only: what stands before the entries, the entries that it names, and the last. That a record is
right is remembered as a digest outside the folder: nothing of its text is kept anywhere.
"""

import hashlib
import os
import re
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from attrs import frozen

from accord import __version__
from accord.formats.for_whom import PRIVATE, PROCESS
from accord.formats.tree import Map, Seq

LARGE = 1_000_000
"""From how many bytes on a record is remembered: a smaller one is read in a blink."""

_HEAD = "\nentries:\n"
_ENTRY = re.compile(r"^  - kind: ([a-z]+)\n    id: (\S+)$", re.MULTILINE)
"""How an entry begins as the commands write it."""


@frozen
class Excerpt:
    """A record without the entries that an addition does not need.

    Attributes:
        text: What is left.
        at: The offset in it from which on nothing is left out.
        whole_at: The offset of the same place in the record.
        lines: How many lines are left out.
    """

    text: str
    at: int
    whole_at: int
    lines: int


@frozen(eq=False)
class Outline:
    """Where the entries of a record begin, as far as its lines show that.

    Attributes:
        text: The record.
        head: The offset at which the entries begin.
        entries: Of every entry the kind, the id and the offset.
    """

    text: str
    head: int
    entries: list[tuple[str, str, int]]

    @classmethod
    def of(cls, text: str) -> "Outline":
        """Find the entries of a record."""
        found = text.find(_HEAD)
        head = found + len(_HEAD) if found >= 0 else len(text)
        return cls(text, head, [(m[1], m[2], m.start()) for m in _ENTRY.finditer(text, head)])

    def fits(self, tree: Map) -> bool:
        """Return whether these are the entries that the text reads as, and end the text.

        Args:
            tree: What the text reads as.
        """
        listed = tree.get("entries")
        if (
            not isinstance(listed, Seq)
            or listed.column != 2
            or next(reversed(tree)) != "entries"
        ):
            return False
        line = 1 + self.text.count("\n", 0, self.head)
        if tree.lines["entries"] != line - 1:
            return False
        lines, before = [], self.head
        for _, _, start in self.entries:
            line += self.text.count("\n", before, start)
            lines.append(line)
            before = start
        return lines == listed.lines and [e[:2] for e in self.entries] == [
            (e.get("kind"), e.get("id")) for e in listed
        ]

    def excerpt(self, named: Collection[str]) -> Excerpt:
        """Return what is needed to add entries: the head, what they name, the last two.

        Args:
            named: What may be ids of entries.
        """
        *before, (_, _, stop), _ = self.entries
        starts = [*(start for _, _, start in before), stop]
        kept = self.text[: self.head] + "".join(
            self.text[start : starts[n + 1]]
            for n, (_, one, start) in enumerate(before)
            if one in named
        )
        lines = self.text.count("\n", 0, stop) - kept.count("\n")
        return Excerpt(kept + self.text[stop:], len(kept), stop, lines)


def is_known(folder: Path, record: bytes) -> bool:
    """Return whether a folder with this record is as it was when it was found right.

    Args:
        folder: The process folder.
        record: The bytes of its record.
    """
    if len(record) < LARGE:
        return False
    try:
        return _note(folder).read_text("ascii") == _digest(folder, record)
    except (OSError, RuntimeError, ValueError):  # not remembered, or by none who has a home
        return False


def remember(folder: Path, record: bytes) -> None:
    """Remember that a folder with this record was found right; if that fails, it is not.

    Args:
        folder: The process folder.
        record: The bytes of its record.
    """
    if len(record) >= LARGE:
        with suppress(OSError, RuntimeError):
            note = _note(folder)
            note.parent.mkdir(parents=True, exist_ok=True)
            note.write_text(_digest(folder, record), "ascii")


def _note(folder: Path) -> Path:
    """Return the file that holds the digest of a folder, by a digest of where it lies."""
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    where = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()
    return caches / "accord" / "checked" / where


def _digest(folder: Path, record: bytes) -> str:
    """Return a digest of all that says whether a record is right.

    Raises:
        OSError: If that cannot be read, or there are private records, which are not taken in.
    """
    if os.path.lexists(folder / PRIVATE):
        raise OSError
    process = (folder / PROCESS).read_bytes()
    sums = (hashlib.sha256(one).digest() for one in (__version__.encode(), process, record))
    return hashlib.sha256(b"".join(sums)).hexdigest()
