"""How an entry becomes a line of the page."""

from collections.abc import Iterable

from attrs import frozen

from accord.brief import page
from accord.model import Process
from accord.record import Claim, Correction, Entry, Names, Record
from accord.record.wording import short
from accord.record.words import inferred, sentence


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
    def names(self) -> Names:
        """Return what stands behind the ids in an entry."""
        return Names(self.process, self.record.by_id)

    def sources(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Name the outlets behind ids of sources, with the states behind them, each once."""
        labels = self.record.labels
        found = (labels[i] for i in ids if i in labels)
        return tuple(dict.fromkeys(found))

    def line(self, entry: Entry, text: str = "", also: Iterable[Entry] = ()) -> page.Line:
        """Make a line of an entry.

        Args:
            entry: The entry.
            text: What to say of it; if empty, what it says itself.
            also: Other entries behind the line.
        """
        return page.Line(
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
            about = f"{about}, {worded(entry.attribute)}"
            return (
                f"{entry.attributed(self.names)}: {about}: {entry.claimed(self.names)}"
                f"{inferred(self.process, entry)}."
            )
        text = sentence(self.process, entry, self.record)
        until = getattr(entry, "until", None)
        return f"{text} Until {until}." if until else text


def worded(attribute: str) -> str:
    """Say the name of an attribute in words."""
    return attribute.replace("_", " ")


def name(writer: Writer, entry: Entry) -> str:
    """Name an entry in a few words."""
    if entry.title:
        return entry.title
    by = getattr(entry, "by", "")
    if isinstance(by, str) and by:
        kind = entry.kind.capitalize()
        return f"{kind} of {writer.process.name(by)}, {entry.date}"
    return short(sentence(writer.process, entry, writer.record))
