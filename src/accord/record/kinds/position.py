"""What a party wants on an issue."""

from collections.abc import Container, Iterator
from typing import Self

from attrs import evolve, frozen

from accord.model import Agenda
from accord.model.refs import IssueId, PartyId, SpeakerId
from accord.record.entry import Entry, Register, Section
from accord.record.wording import alike, unstopped


@frozen(kw_only=True)
class Position(Entry):
    """What a party says it wants on an issue: an option of the agenda, or words.

    Attributes:
        party: Whose position.
        issue: On which issue.
        option: The option it asks for; without one, the text says what it wants.
        by: Who said so for the party.
    """

    kind = "position"
    order = 4
    section = Section.MATRIX
    spoken = True
    party: PartyId
    issue: IssueId
    option: str = ""
    by: SpeakerId = ""

    def said(self, names: Register) -> str:
        """Return who wants what on which issue."""
        by = f" ({names.name(self.by)})" if self.by else ""
        issue = names.process.agenda.issues.get(self.issue)
        on = f" on {issue.name}" if issue else ""  # as of a day before it was one
        return f"{names.name(self.party)}{by}{on}: {self.in_full(names.process.agenda)}"

    def stated(self, agenda: Agenda) -> str:
        """Return what the party wants: the name of an option, else its words."""
        issue = agenda.issues.get(self.issue)
        if not self.option or issue is None or self.option not in issue.choices:
            return self.text or self.option
        return issue.choices[self.option].name

    def wording(self, agenda: Agenda) -> str:
        """Return what was said besides the option, in which a condition may lie, or nothing."""
        return "" if alike(self.stated(agenda), self.text) else self.text

    def same(self, other: "Position") -> bool:
        """Return whether another asks for the same: by option, else by words."""
        return self.option == other.option and bool(self.option or self.text == other.text)

    def in_full(self, agenda: Agenda) -> str:
        """Return what the party wants, and in which words it said so."""
        asked, text = self.stated(agenda), self.wording(agenda)
        return f"{asked} ({unstopped(text)})" if text else asked

    def without(self, later: Container[tuple[str, str]]) -> Self | None:
        """Leave its option out if that is among some; None where it says nothing else."""
        if (self.issue, self.option) not in later:
            return self
        return evolve(self, option="") if self.text else None

    def faults(self, given: Container[str]) -> Iterator[tuple[str, str]]:
        """Yield a mistake where it says nothing."""
        if "option" not in given and "text" not in given:
            yield "id", f"the position '{self.id}' says nothing: give 'option' or 'text'"
