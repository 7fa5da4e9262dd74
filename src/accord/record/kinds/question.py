"""What somebody at the table ought to be asked, was asked, and said to it."""

from collections.abc import Container, Iterator
from enum import StrEnum
from typing import Self

from attrs import evolve, frozen

from accord.model import MEDIATOR, When
from accord.model.refs import EntryId, IssueId, SourceId, SpeakerId, TierId
from accord.record.entry import Entry, Register, Section
from accord.record.wording import led, together, unstopped


class QuestionStage(StrEnum):
    """How far a question has come, the least first."""

    TO_ASK = "to_ask"
    ASKED = "asked"
    ANSWERED = "answered"


@frozen(kw_only=True)
class Question(Entry):
    """A question that the mediator's team means to ask, or asked, and what was answered.

    An answer changes nobody's marks or numbers by itself. It is for the mediator's team alone,
    unless it says for whom: what a team means to ask shows where it is looking.

    Attributes:
        sources: Ids of the sources, if it rests on any; a question may be the team's own.
        to: Who is asked: parties, actors or people.
        issue: On which issue; without one, `text` or `about` says what it is on.
        option: The options of the issue that it is on; all of them where none is named. `about`
            may say both: `about: {ISSUE: OPTION}`.
        by: Who asks.
        asked: When it was asked; nothing as long as it only ought to be.
        answered: When it was answered. A file may have the id of the entry with the answer
            instead, or what was answered in words.
        answered_in: Ids of the entries in which the answer is.
        reply: What was answered, in words.
        for_: Who may read it; where it is not given the mediator's team, or under `private/`
            whom that folder is for.
    """

    kind = "question"
    order = 16
    section = Section.QUESTIONS
    own = True
    sample = """\
- kind: question               # what somebody ought to be asked, or was; for the team alone
  id: delta-on-quiet
  date: 2024-05-03             # it needs no source
  to: delta                    # who is asked
  about: {ceasefire: road}     # the issue and its option, or several; or 'text', words alone
  by: holm                     # who asks
  asked: 2024-05-04            # leave it out as long as it only ought to be asked
  answered: 2024-05-05         # or answered_in: the ids of the entries with the answer
  reply: Only with the gates open.
"""
    sources: tuple[SourceId, ...] = ()
    to: tuple[SpeakerId, ...]
    issue: IssueId = ""
    option: tuple[str, ...] = ()
    by: SpeakerId = ""
    asked: When | None = None
    answered: When | None = None
    answered_in: tuple[EntryId, ...] = ()
    reply: str = ""
    for_: tuple[TierId, ...] = (MEDIATOR,)

    @property
    def stage(self) -> QuestionStage:
        """How far it has come."""
        if self.answered is not None or self.answered_in or self.reply:
            return QuestionStage.ANSWERED
        return QuestionStage.TO_ASK if self.asked is None else QuestionStage.ASKED

    def said(self, names: Register) -> str:
        """Return what is asked of whom, whether it was, and what was answered."""
        return led(f"Question to {self.asked_of(names)}", f"{self.what(names)} {self.so_far()}")

    def asked_of(self, names: Register) -> str:
        """Return who is asked.

        Args:
            names: What stands behind the ids in it.
        """
        return together(map(names.with_side, self.to))

    def what(self, names: Register) -> str:
        """Return what is asked: its words, else on which options, issue or entries it is.

        Args:
            names: What stands behind the ids in it.
        """
        issue = names.process.agenda.issues.get(self.issue)
        known = issue.choices if issue else {}
        options = together(f"'{known[one].name}'" for one in self.option if one in known)
        on = f"{issue.name}: {options}" if issue and options else issue.name if issue else ""
        if self.text:
            return f"{unstopped(self.text)}{f' ({on})' if on else ''}"
        if on:
            return f"{on}?"
        found = [names.entries[one] for one in self.about if one in names.entries]
        called = together(dict.fromkeys(f"the {one.kind} of {one.date.day}" for one in found))
        return f"on {called or 'what was no issue yet'}?"

    def so_far(self) -> str:
        """Return in a sentence whether it was asked and answered, and when."""
        match self.stage:
            case QuestionStage.TO_ASK:
                return "Not asked yet."
            case QuestionStage.ASKED:
                assert self.asked is not None
                return f"Asked {self.asked.words}, not answered yet."
        when = f" {self.answered.words}" if self.answered else ""
        where = f" (see {together(self.answered_in)})" if self.answered_in else ""
        reply = f": {unstopped(self.reply)}" if self.reply else ""
        return f"Answered{when}{where}{reply}."

    def without(self, later: Container[tuple[str, str]]) -> Self | None:
        """Leave options out of it; None where it says nothing else."""
        left = tuple(one for one in self.option if (self.issue, one) not in later)
        if left == self.option:
            return self
        return evolve(self, option=left) if left or self.text else None

    def as_it_was(self, moment: When) -> Self:
        """Return it as it stood then: not asked, or not answered, yet."""
        asked = self.asked is None or self.asked.by(moment)
        found = self if asked else evolve(self, asked=None)
        if not asked or (self.answered is not None and not self.answered.by(moment)):
            found = evolve(
                found, answered=None, answered_in=(), reply=""
            )  # no sooner than asked
        return found

    def faults(self, given: Container[str]) -> Iterator[tuple[str, str]]:
        """Yield a mistake where it is on nothing, or was answered before it was asked."""
        if not any(key in given for key in ("issue", "text", "about")):
            sentence = f"the question '{self.id}' asks nothing: give 'about: {{ISSUE: OPTION}}'"
            yield "id", f"{sentence}, 'issue', or 'text', its words"
        if self.option and not self.issue:
            yield "option", "'option' needs 'issue': the issue that it is on"
        if self.asked and self.answered and self.answered.end <= self.asked.start:
            yield "answered", f"'answered' {self.answered} is before it was asked, {self.asked}"
