"""What a round and a session have in common."""

from collections.abc import Container, Iterator
from math import isfinite

from attrs import frozen
from frozendict import frozendict

from accord.model import Amount
from accord.model.refs import SpeakerId, VenueId
from accord.record.entry import Entry, Register, Section


@frozen(kw_only=True)
class Meeting(Entry):
    """What a round and a session have in common.

    Attributes:
        name: What it is called.
        venue: Where it was held.
        format: How: in person, by video, at what level.
        length: Hours it took; as a figure's value, it may be at least, about or at most some.
        attended: Who sat there, by party.
        opened_by: Who opened it.
        outcome: What came of it, as reported.
        agreed: What was agreed, one sentence each.
        next: What is to come next, as announced.
    """

    section = Section.ROUNDS
    name: str
    venue: VenueId = ""
    format: str = ""
    length: Amount | None = None
    attended: frozendict[SpeakerId, tuple[SpeakerId, ...]] = frozendict()
    opened_by: SpeakerId = ""
    outcome: str = ""
    agreed: tuple[str, ...] = ()
    next: str = ""

    @property
    def title(self) -> str:
        """What it is called."""
        return self.name

    def said(self, names: Register) -> str:
        """Return what it is called and what came of it."""
        return f"{self.name}: {self.outcome or self.text}"

    def faults(self, given: Container[str]) -> Iterator[tuple[str, str]]:
        """Yield a mistake where it may have taken less than no time by what was given."""
        length = self.length
        if length and (length.low if isfinite(length.low) else length.high) < 0:
            yield "length", "'length' is in hours and cannot be below 0"
