"""What a round and a session have in common."""

from collections.abc import Container, Iterator
from math import isfinite
from typing import Self

from attrs import evolve, frozen
from frozendict import frozendict

from accord.model import Agenda, Amount
from accord.model.refs import Options, SpeakerId, Terms, VenueId
from accord.record.entry import Entry, Register, Section
from accord.record.terms import left, options_in, terms, words_in
from accord.record.wording import led


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
        agreed: What was agreed: a sentence each, or the option by its issue with any `words`.
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
    agreed: tuple[Terms, ...] = ()
    next: str = ""

    @property
    def title(self) -> str:
        """What it is called."""
        return self.name

    @property
    def settled(self) -> Options:
        """The options that were agreed on, by issue."""
        return frozendict(pair for one in self.agreed for pair in options_in(one).items())

    def agreed_in_words(self, agenda: Agenda) -> Iterator[str]:
        """Yield what was agreed, one text each, with the names of issues and options."""
        for one in self.agreed:
            yield terms(agenda, options_in(one), words_in(one)) or str(one)

    def without(self, later: Container[tuple[str, str]]) -> Self | None:
        """Leave options out of what was agreed."""
        if not self.agreed:
            return self
        kept = tuple(one for given in self.agreed if (one := left(given, later)))
        return self if kept == self.agreed else evolve(self, agreed=kept)

    def said(self, names: Register) -> str:
        """Return what it is called and what came of it."""
        agreed = "; ".join(self.agreed_in_words(names.process.agenda))
        came = self.outcome or self.text or (f"agreed on {agreed}" if agreed else "")
        return led(self.name, came) if came else f"{self.name} held"

    def faults(self, given: Container[str]) -> Iterator[tuple[str, str]]:
        """Yield a mistake where it may have taken less than no time by what was given."""
        length = self.length
        if length and (length.low if isfinite(length.low) else length.high) < 0:
            yield "length", "'length' is in hours and cannot be below 0"
