"""Where the entries of a large record begin, and the part of one that an addition needs.

To read and check a hundred thousand entries takes seconds, and an addition can be made wrong by
what it names alone. So what is new in a large record is checked against an excerpt: what stands
before the entries, the entries that it names, and the last. Where entries begin is seen without
reading the record as YAML: a line of a few plain forms can hold nothing but a key and its
value, whatever stands around it. Only entries with other lines are read, to see that each is
one and ends where the next begins.
"""

import re
from collections.abc import Collection

from attrs import frozen

from accord.errors import InvalidProcess
from accord.formats.tree import Map, Seq, parse

LARGE = 1_000_000
"""From how many bytes on a record is outlined: a smaller one is read in a blink."""

_HEAD = "\nentries:\n"

_WORD = r"[^\W_][\w./+ -]*+"
_PAIR = rf"{_WORD}: {_WORD}"
_ODD = r"\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufeff\ufffe\uffff"
"""What YAML does not allow, or takes for the end of a line."""

_BARE = rf"[^\W_](?:[^:#{_ODD}]|:(?=\S)|(?<=\S)#)*+"
"""Text without quotation marks: no `: ` and no ` #` in it, and no other sign at its start."""

_LINES = "|".join(
    (
        rf"{_BARE}(?:\n {{6,}}{_BARE})*+",
        rf"\[{_WORD}(?:, {_WORD})*+\]",
        rf"\{{{_PAIR}(?:, {_PAIR})*+\}}",
        rf"'(?:[^'{_ODD}]|''|\n+ {{6}})*+'",
    )
)
_ENTRY = re.compile(
    rf"^  - kind: ([a-z]+)\n    id: ('?)([\w.-]+)\2\n(?:    [a-z_]+: (?:{_LINES})\n)*+",
    re.MULTILINE,
)
"""How an entry begins as the commands write it, and its lines of plain forms that follow."""


_NEXT = "  - kind: any\n    id: next\n"
"""What must be able to follow any entry."""


@frozen
class Excerpt:
    """A record without the entries that an addition does not need.

    Attributes:
        text: What is left.
        head: The offset in it at which the entries begin, and in the record.
        at: The offset in it from which on nothing is left out.
        whole_at: The offset of the same place in the record.
        lines: How many lines are left out.
    """

    text: str
    head: int
    at: int
    whole_at: int
    lines: int


@frozen(eq=False)
class Outline:
    """Where the entries of a record begin.

    Attributes:
        text: The record.
        head: The offset at which the entries begin.
        entries: Of every entry the kind, the id and the offset.
    """

    text: str
    head: int
    entries: list[tuple[str, str, int]]

    @classmethod
    def of(cls, text: str) -> "Outline | None":
        """Find the entries of a record; None where its lines do not show them.

        What stands before the entries is not looked at: `fits` does.

        Args:
            text: The record.
        """
        outline, plain = cls._of_lines(text)
        starts = [start for _, _, start in outline.entries]
        if not starts or starts[0] != outline.head:
            return None
        spans = zip(starts, (*starts[1:], len(text)), plain, strict=True)
        if odd := [text[start:stop] for start, stop, end in spans if stop != end]:
            few, _ = cls._of_lines(f"{_HEAD}{''.join(odd)}{_NEXT}")
            try:
                return outline if few.fits(parse(few.text, "")) else None
            except InvalidProcess:
                return None
        return outline

    @classmethod
    def _of_lines(cls, text: str) -> tuple["Outline", list[int]]:
        """Find what looks like entries, and how far the lines of each are of plain forms."""
        found = text.find(_HEAD)
        head = found + len(_HEAD) if found >= 0 else len(text)
        entries, plain = [], []
        for match in _ENTRY.finditer(text, head):
            entries.append((match[1], match[3], match.start()))
            plain.append(match.end())
        return cls(text, head, entries), plain

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

    def entry(self, one: str) -> Map | None:
        """Read one entry; None where it is not there, or does not stand by itself.

        Args:
            one: Its id.
        """
        starts = [start for _, _, start in self.entries]
        place = next((n for n, (_, i, _) in enumerate(self.entries) if i == one), None)
        if place is None:
            return None
        stop = [*starts, len(self.text)][place + 1]
        try:
            found = parse(f"{_HEAD}{self.text[starts[place] : stop]}", "")["entries"]
        except InvalidProcess:
            return None
        alone = isinstance(found, Seq) and len(found) == 1 and isinstance(found[0], Map)
        return found[0] if alone and found[0].get("id") == one else None

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
        return Excerpt(kept + self.text[stop:], self.head, len(kept), stop, lines)
