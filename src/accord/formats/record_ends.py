"""The ends of a record's tables, for adding to a long one without reading it again.

Whatever is added goes to the end of a table or of the list of entries, and how it is written
there depends on what stands around that place alone. So an excerpt with the last two of each is
kept, which reads as a record, and what is added to it is carried over to the file.
"""

from collections.abc import Mapping
from itertools import accumulate, pairwise
from typing import Any

from attrs import evolve, frozen

from accord.errors import AccordError, InvalidProcess
from accord.formats.folder_change import Insertion
from accord.formats.insert import inserted, read_map
from accord.formats.tree import Map, Seq

_LAST = 2
"""How many of a table are kept: two show whether they are set apart by empty lines."""


@frozen
class Stretch:
    """Lines of a file that follow one another.

    Attributes:
        text: The lines.
        at: The offset in the file at which they begin, in bytes.
        lines: How many lines of the file before them are left out.
    """

    text: str
    at: int
    lines: int


@frozen(eq=False)
class RecordEnds:
    """A record without the middle of its tables.

    Attributes:
        stretches: What is left of it, in order.
        tree: What these read as together.
        size: How many bytes the file has.
    """

    stretches: tuple[Stretch, ...]
    tree: Map
    size: int

    @classmethod
    def of(cls, text: str, tree: Map, size: int) -> "RecordEnds | None":
        """Cut a record down; None where its lines do not show how.

        Args:
            text: The record.
            tree: What it reads as.
            size: The bytes of its file, with those that some editors begin one with.
        """
        if text[-1:] != "\n":  # a line end may be read as a part of the last text
            return None
        mark = size - len(text.encode("utf-8"))
        return cls((Stretch(text, mark, 0),), tree, size).cut()

    @property
    def text(self) -> str:
        """The excerpt."""
        return "".join(one.text for one in self.stretches)

    def line_in_file(self, line: int) -> int:
        """Return where a line of the excerpt stands in the file."""
        ends = accumulate(one.text.count("\n") for one in self.stretches)
        return line + next(
            (s.lines for s, end in zip(self.stretches, ends, strict=True) if line <= end),
            self.stretches[-1].lines,
        )

    def grown(
        self, blocks: Mapping[tuple[str, ...], Any], name: str
    ) -> "tuple[RecordEnds, tuple[Insertion, ...]] | None":
        """Add to the ends of tables, as `inserted` adds to the whole record.

        Args:
            blocks: What to add, by the key of its table.
            name: The file's name, for sentences.

        Returns:
            The excerpt with all that is new in it, and what is put into its file, one after
            the other; None where only the whole record shows how.
        """
        held, tree, put = self, self.tree, []
        for path, block in blocks.items():
            before = held.text
            try:
                after, tree = inserted(before, tree, path, block, name)
            except AccordError:  # what adds to all of it says why
                return None
            pairs = enumerate(zip(before, after, strict=False))
            start = next((place for place, (a, b) in pairs if a != b), len(before))
            new = after[start : len(after) - (len(before) - start)]
            if before[:start] + new + before[start:] != after:
                return None
            found = held._put(start, new)
            if found is None:
                return None
            held = found[0]
            put.append(found[1])
        return evolve(held, tree=tree), tuple(put)

    def _put(self, start: int, new: str) -> "tuple[RecordEnds, Insertion] | None":
        """Put a text into the excerpt; None where it would stand at what is left out."""
        data, end = new.encode("utf-8"), 0
        for number, one in enumerate(self.stretches):
            begin, end = end, end + len(one.text)
            last = number == len(self.stretches) - 1
            if not (begin < start < end or (start == end and last)):
                continue
            place = start - begin
            at = one.at + len(one.text[:place].encode("utf-8"))
            text = one.text[:place] + new + one.text[place:]
            later = (evolve(s, at=s.at + len(data)) for s in self.stretches[number + 1 :])
            stretches = (*self.stretches[:number], evolve(one, text=text), *later)
            size = self.size + len(data)
            return evolve(self, stretches=stretches, size=size), Insertion(at, data)
        return None

    def cut(self) -> "RecordEnds | None":
        """Leave out all but the last of each table; None where the lines do not show how."""
        stretches, wanted = self.stretches, dict(self.tree)
        for key, held in reversed(self.tree.items()):  # what stands before keeps its place
            if not isinstance(held, Map | Seq) or len(held) <= _LAST:
                continue
            rows = held.lines if isinstance(held, Seq) else list(held.lines.values())
            if not _in_rows(held, rows) or rows[0] <= self.tree.lines[key]:
                return None
            found = _without(stretches, rows[0], rows[-_LAST])
            if found is None:
                return None
            stretches = found
            wanted[key] = (
                held[-_LAST:] if isinstance(held, Seq) else dict([*held.items()][-_LAST:])
            )
        try:
            tree = read_map("".join(one.text for one in stretches), "")
        except InvalidProcess:
            return None
        return RecordEnds(stretches, tree, self.size) if tree == wanted else None


def _in_rows(held: Map | Seq, rows: list[int]) -> bool:
    """Whether every item of a table begins on a line of its own, below the one before."""
    return held.end < 0 and all(one < other for one, other in pairwise(rows))


def _without(
    stretches: tuple[Stretch, ...], first: int, last: int
) -> tuple[Stretch, ...] | None:
    """Leave out lines, from one on and before another; None if they stand apart already."""
    line = 1
    for number, one in enumerate(stretches):
        count = one.text.count("\n")
        if first < line + count:
            if last > line + count:
                return None
            start = _offset(one.text, first - line)
            stop = start + _offset(one.text[start:], last - first)
            cut = (
                Stretch(one.text[:start], one.at, one.lines),
                Stretch(
                    one.text[stop:],
                    one.at + len(one.text[:stop].encode("utf-8")),
                    one.lines + last - first,
                ),
            )
            kept = cut if start else cut[1:]
            later = (evolve(s, lines=s.lines + last - first) for s in stretches[number + 1 :])
            return (*stretches[:number], *kept, *later)
        line += count
    return None


def _offset(text: str, lines: int) -> int:
    """Return the offset after so many line ends."""
    at = 0
    for _ in range(lines):
        at = text.index("\n", at) + 1
    return at
