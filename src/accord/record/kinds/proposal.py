"""A deal that is offered."""

from collections.abc import Container, Iterator
from typing import Self

from attrs import evolve, frozen
from frozendict import frozendict

from accord.model import Agenda
from accord.model.refs import ActorId, Options
from accord.record.entry import Entry, Register, Section
from accord.record.wording import unstopped


@frozen(kw_only=True)
class Proposal(Entry):
    """A party, a mediator or a host offers a deal, whole or in part.

    Attributes:
        by: Who proposes.
        to: Who is asked to answer.
        deal: The options proposed, by issue; what no option says stands in the text.
    """

    kind = "proposal"
    order = 5
    section = Section.SAID
    spoken = True
    by: ActorId
    to: tuple[ActorId, ...]
    deal: Options = frozendict()

    def said(self, names: Register) -> str:
        """Return who proposes what to whom."""
        to = names.several(self.to)
        return f"{names.name(self.by)} proposes to {to}: {self.terms(names.process.agenda)}"

    def terms(self, agenda: Agenda) -> str:
        """Return what is proposed: the options, and in which words."""
        terms = "; ".join(": ".join(pair) for pair in agenda.describe(self.deal))
        text = self.text
        return f"{terms} ({unstopped(text)})" if terms and text else terms or text

    def without(self, later: Container[tuple[str, str]]) -> Self | None:
        """Leave options out of its deal; None where it says nothing else."""
        left = {i: o for i, o in self.deal.items() if (i, o) not in later}
        if len(left) == len(self.deal):
            return self
        return evolve(self, deal=frozendict(left)) if left or self.text else None

    def faults(self, given: Container[str]) -> Iterator[tuple[str, str]]:
        """Yield a mistake where it proposes nothing."""
        if "deal" not in given and "text" not in given:
            yield "id", f"the proposal '{self.id}' needs a 'deal' or a 'text'"
