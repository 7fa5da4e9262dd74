"""What somebody is to do so that what is agreed on an issue is carried out."""

from collections.abc import Container, Iterator, Mapping

from attrs import frozen

from accord.model import Amount, When
from accord.model.choices import WideChoice, read_as
from accord.model.refs import ActorId, EntryId, IssueId
from accord.record.entry import Entry, Register, Section
from accord.record.wording import quantity, short, unstopped


class OneWay(WideChoice):
    """What of a commitment cannot be undone: what was done, or that it was broken."""

    DONE = "done"
    BROKEN = "broken"

    @classmethod
    def others(cls) -> Mapping[str, str]:
        """Return what people write for them."""
        return _OTHERS


_OTHERS = read_as(
    {
        "done": "once done, when done, carried out, once carried out, kept, destroyed, "
        "released, handed over",
        "broken": "once broken, when broken, attacked, attack, used, violated",
    }
)

_UNDONE = {
    OneWay.DONE: "once done it cannot be undone",
    OneWay.BROKEN: "once broken it cannot be put right",
}

_MOST_DAYS = 36_525
"""A hundred years: what is due later is not waited for, and far later there are no dates."""


@frozen(kw_only=True)
class Commitment(Entry):
    """Somebody is to do something, or not to do it, so that what is agreed is carried out.

    `about` names the agreement, or the proposal, that has it. What was done about it, and who
    says so, are entries of other kinds that are `about` the commitment.

    Attributes:
        owner: Who is to do it.
        to: To whom it is owed.
        issue: On which issue.
        due: By when: a day, a month, a year.
        after: Or after what: the id of another commitment, or of an agreement.
        days: How many days after that at most; without it, no time is set.
        one_way: What cannot be undone: `done` (what was destroyed or released stays so) or
            `broken` (what was attacked is not put right); left out where both can be.
        words: What is to be done, in the words of the text.
    """

    kind = "commitment"
    order = 9
    section = Section.IN_FORCE
    sample = """\
- kind: commitment             # what somebody is to do so that it is carried out
  id: upland-opens-the-road
  date: 2024-05-05
  sources: gazette-0502
  about: truce-agreed          # the agreement, or the proposal, that has it
  owner: upland                # who is to do it
  to: delta                    # to whom it is owed
  issue: ceasefire             # on which issue
  due: 2024-06-01              # by when
  # after: delta-lifts-mines   # or after what: another commitment, or an agreement
  # days: 30                   # and how many days after that at most
  one_way: broken              # what cannot be undone: done, broken; left out: neither
  words: The ferry road stays open to all.
"""
    owner: ActorId
    to: tuple[ActorId, ...] = ()
    issue: IssueId
    due: When | None = None
    after: EntryId = ""
    days: Amount | None = None
    one_way: OneWay | None = None
    words: str = ""

    @property
    def title(self) -> str:
        """Its first words."""
        return short(self.words or self.text)

    @property
    def undone(self) -> str:
        """What of it cannot be undone, in words; empty where all can be."""
        return _UNDONE[self.one_way] if self.one_way else ""

    def said(self, names: Register) -> str:
        """Return who is to do what for whom, by when, and what of it cannot be undone."""
        to = f" to {names.several(self.to)}" if self.to else ""
        more = [self.when(names)] if self.due or self.after else []
        more += [self.undone] if self.one_way else []
        issue = names.process.agenda.issues.get(self.issue)
        on = f" on {issue.name}" if issue else ""  # as of a day before it was one
        what = unstopped(self.words or self.text) or "what is agreed is carried out"
        return f"{names.with_side(self.owner)} undertakes{to}{on}: {'; '.join([what, *more])}"

    def when(self, names: Register) -> str:
        """Return by when it is to be done, in words.

        Args:
            names: What stands behind the ids in it.
        """
        if self.due:
            return f"due by {self.due.words}"
        if not self.after:
            return "no time set"
        first = names.entries.get(self.after)
        what = f"'{first.title or first.kind}'" if first else self.after
        if self.days is None:
            return f"after {what}"
        days = quantity(self.days, "day" if self.days.high == 1 else "days")
        return f"within {days} after {what}"

    def faults(self, given: Container[str]) -> Iterator[tuple[str, str]]:
        """Yield a mistake where it says two times, days after nothing, or nothing at all."""
        if "due" in given and "after" in given:
            yield "after", "give either 'due', a day, or 'after', another commitment, not both"
        if "days" in given and "after" not in given:
            yield "days", "'days' needs 'after': the commitment, or agreement, they follow"
        elif self.days is not None and not 0 <= self.days.high <= _MOST_DAYS:
            yield "days", f"'days' must be 0 to {_MOST_DAYS:,}"
        if self.owner in self.to:
            yield (
                "to",
                f"'{self.owner}' undertakes something to itself: name the others in 'to'",
            )
        if "words" not in given and "text" not in given:
            yield "id", f"the commitment '{self.id}' says nothing: give 'words' or 'text'"
