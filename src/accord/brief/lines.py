"""Lines of the page, and how an entry becomes one."""

from collections.abc import Iterable

from attrs import frozen

from accord.model import Process
from accord.record import Claim, Correction, Entry, Record, Register
from accord.record.sentences import inferred, sentence
from accord.record.wording import short
from accord.telling.blocks import Item, Listing

TIMELINE = "accord record FOLDER timeline"
"""The command that shows lines which were left out."""


@frozen(kw_only=True)
class RecordLine:
    """One line of the page, with what stands behind it.

    Attributes:
        date: When it was, as exactly as known.
        text: What the line says.
        entries: Ids of the entries behind it; `accord record FOLDER show ID` shows each.
        sources: The outlets, with the states behind them.
        kind: The kind of entry.
        short: What the line says where there is little room; empty if that is the text.
    """

    date: str
    text: str
    entries: tuple[str, ...]
    sources: tuple[str, ...] = ()
    kind: str = ""
    short: str = ""


@frozen(kw_only=True)
class RecordLines:
    """Some lines, and how many were left out for room.

    Attributes:
        lines: The lines, in order of time.
        earlier: How many earlier lines were left out.
    """

    lines: tuple[RecordLine, ...] = ()
    earlier: int = 0


@frozen
class Writer:
    """Says what is in a record, with the names of its process.

    Attributes:
        process: Gives the names behind the ids.
        record: What happened and who says so.
    """

    process: Process
    record: Record

    @property
    def names(self) -> Register:
        """Return what stands behind the ids in an entry."""
        return Register(self.process, self.record.by_id)

    def sources(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Name the outlets behind ids of sources, with the states behind them, each once."""
        labels = self.record.labels
        found = (labels[i] for i in ids if i in labels)
        return tuple(dict.fromkeys(found))

    def behind(self, entries: Iterable[str]) -> tuple[str, ...]:
        """Name the outlets behind entries, each once."""
        known = (self.record.by_id[one] for one in entries if one in self.record.by_id)
        return self.sources(dict.fromkeys(s for entry in known for s in entry.sources))

    def line(self, entry: Entry, text: str = "", also: Iterable[Entry] = ()) -> RecordLine:
        """Make a line of an entry.

        Args:
            entry: The entry.
            text: What to say of it; if empty, what it says itself.
            also: Other entries behind the line.
        """
        return RecordLine(
            date=str(entry.date),
            text=text or self._said(entry),
            entries=(entry.id, *(e.id for e in also)),
            sources=self.sources(entry.sources),
            kind=entry.kind,
        )

    def _said(self, entry: Entry) -> str:
        if isinstance(entry, Correction):
            reason = entry.text or entry.why or "no reason given."
            return f"Withdrawn ({entry.supersedes}): {reason}"
        if isinstance(entry, Claim) and entry.attribute and entry.value:
            known = (self.record.by_id[i] for i in entry.about if i in self.record.by_id)
            about = ", ".join(name(self, one) for one in known) or entry.subject
            if denied := entry.denied(self.names):
                said = f"{about}: {entry.attributed(self.names)} {denied}"
                return f"{said}{inferred(self.process, entry)}."
            about = f"{about}, {worded(entry.attribute)}"
            return (
                f"{entry.attributed(self.names)}: {about}: {entry.claimed(self.names)}"
                f"{inferred(self.process, entry)}."
            )
        text = sentence(self.process, entry, self.record)
        until = getattr(entry, "until", None)
        return f"{text} Until {until.words}." if until else text


def worded(attribute: str) -> str:
    """Return the name of an attribute in words."""
    return attribute.replace("_", " ")


def name(writer: Writer, entry: Entry) -> str:
    """Name an entry in a few words."""
    if entry.title:
        return entry.title
    by = getattr(entry, "by", "")
    if isinstance(by, str) and by:
        kind = entry.kind.capitalize()
        return f"{kind} of {writer.process.name(by)}, {entry.date.words}"
    return short(sentence(writer.process, entry, writer.record))


def item(line: RecordLine) -> Item:
    """Return a line as an item; a source that it names itself is not named again.

    Args:
        line: The line.
    """
    return Item(line.text, date=line.date, sources=_unnamed(line), entries=line.entries)


def _unnamed(line: RecordLine) -> tuple[str, ...]:
    if len(line.sources) == 1:
        start, end = f"According to {line.sources[0]}:", f"by {line.sources[0]})."
        if line.text.startswith(start) or line.text.endswith(end):
            return ()
    return line.sources


def record_list(lines: Iterable[RecordLine] | RecordLines, none: str = "") -> Listing:
    """Return a listing of lines of the record.

    Args:
        lines: The lines.
        none: What is said where there are none.
    """
    shown = lines if isinstance(lines, RecordLines) else RecordLines(lines=tuple(lines))
    items = tuple(map(item, shown.lines))
    return Listing(items, none=none, earlier=shown.earlier, more=TIMELINE)
