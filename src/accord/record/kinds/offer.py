"""What a party would give, and in return for what."""

from collections.abc import Container, Iterator, Mapping
from typing import Self

from attrs import evolve, frozen
from frozendict import frozendict

from accord.model import Agenda, When
from accord.model.choices import WideChoice, read_as
from accord.model.refs import ActorId, Combination, Options, SpeakerId
from accord.record.entry import Entry, Register, Section
from accord.record.wording import together, unstopped


class ReturnOrder(WideChoice):
    """When what a party wants in return has to come, beside what it gives."""

    FIRST = "first"
    TOGETHER = "together"
    AFTER = "after"

    @classmethod
    def others(cls) -> Mapping[str, str]:
        """Return what people write for them."""
        return _OTHERS


_OTHERS = read_as(
    {
        "first": "before, once done, you first, they first, the other first, others first, "
        "the other goes first",
        "together": "at once, both at once, at the same time, same time, simultaneous, "
        "simultaneously, in parallel",
        "after": "later, afterwards, to follow, follows, we first, we go first",
    }
)


@frozen(kw_only=True)
class ConditionalOffer(Entry):
    """A party would give something on a condition: if you do that, we do this.

    It binds that party alone, and only as it says. Of one party the offers of the latest day on
    the same issues count; those of one day stand side by side, as two ways.

    Attributes:
        party: Whose offer: a party, or an actor, such as a state that would pay or watch.
        gives: What it would do or agree to: one option by issue.
        if_: What it wants in return: options by issue, of which several of one issue are
            alternatives, and each issue must come true; without it the offer stands alone.
        order_: When what it wants in return has to come: first (the others go first, and it is
            done before this party gives), together (no later than what this party gives), or
            after (this party goes first, and the rest follows).
        by: Who said so for the party.
        to: To whom.
        until: Until when the offer stands.
    """

    kind = "offer"
    order = 5
    section = Section.SAID
    spoken = True
    sample = """\
- kind: offer                  # what a party would give, and in return for what
  id: gates-for-quiet
  date: 2024-05-04
  sources: gazette-0502
  party: upland
  gives: {water: 40}           # what it would do or agree to, one option an issue
  if: {ceasefire: [road, full]}  # what it wants in return; several of one issue: any of them
  order: first                 # the others go first; or together, or after: this party does
  to: [delta]                  # to whom
  until: 2024-06-01            # until when it stands
"""
    party: ActorId
    gives: Options
    if_: Combination = frozendict()
    order_: ReturnOrder = ReturnOrder.TOGETHER
    by: SpeakerId = ""
    to: tuple[ActorId, ...] = ()
    until: When | None = None

    def said(self, names: Register) -> str:
        """Return who offers what, to whom, in return for what and in which order."""
        by = f" ({names.name(self.by)})" if self.by and self.by != self.party else ""
        to = f" to {names.several(self.to)}" if self.to else ""
        agenda = names.process.agenda
        return (
            f"{names.name(self.party)}{by} offers{to}: {given(agenda, self.gives)}"
            f"{self.condition(agenda)}"
        )

    def condition(self, agenda: Agenda) -> str:
        """Return what the party wants in return, and when, to go behind what it gives.

        The text of the offer goes with it, for a condition may lie in that too: of an offer
        with words and no `if` it is not said that nothing is wanted in return.
        """
        said = f" ({unstopped(self.text)})" if self.text else ""
        if not self.if_:
            return said or ", with nothing in return"
        wanted = asked(agenda, self.if_)
        match self.order_:
            case ReturnOrder.FIRST:
                return f", once {wanted} is done{said}"
            case ReturnOrder.TOGETHER:
                return f", at the same time as {wanted}{said}"
            case ReturnOrder.AFTER:
                return f", with {wanted} to follow{said}"

    def in_cell(self, agenda: Agenda, issue: str) -> str:
        """Return what it says on one issue, for a cell of the matrix: with `if`, and when.

        Args:
            agenda: The names of issues and options.
            issue: An issue of what it gives, or of what it wants in return.
        """
        if issue not in self.gives:
            rest = f" for {given(agenda, self.gives)}"
            return f"wants in return{rest}: {_only(agenda, issue, self.if_[issue])}"
        others = frozendict({i: o for i, o in self.gives.items() if i != issue})
        rest = f", with {given(agenda, others)}" if others else ""
        said = f"offers {_only(agenda, issue, (self.gives[issue],))}{rest}"
        text = f" ({unstopped(self.text)})" if self.text else ""
        if not self.if_:
            return f"{said}{text or ', with nothing in return'}"
        when = {
            ReturnOrder.FIRST: "is done first",
            ReturnOrder.TOGETHER: "comes at the same time",
            ReturnOrder.AFTER: "follows",
        }[self.order_]
        return f"{said}, if {asked(agenda, self.if_)} {when}{text}"

    def without(self, later: Container[tuple[str, str]]) -> Self | None:
        """Leave options out of its condition; None where the offer cannot be as it was.

        What is given, and a condition of which nothing would be left, were not known earlier.
        """
        if any(pair in later for pair in self.gives.items()):
            return None
        kept = frozendict(
            {
                i: tuple(o for o in options if (i, o) not in later)
                for i, options in self.if_.items()
            }
        )
        return evolve(self, if_=kept) if all(kept.values()) else None

    def faults(self, given: Container[str]) -> Iterator[tuple[str, str]]:
        """Yield a mistake where it gives nothing."""
        if "gives" not in given:
            yield "gives", f"the offer '{self.id}' gives nothing: name an option in 'gives'"


def named(agenda: Agenda, issue: str, options: tuple[str, ...]) -> str:
    """Return options of one issue by name, as alternatives, with the issue behind them."""
    known = agenda.issues.get(issue)
    names = _only(agenda, issue, options)
    return f"{names} ({known.name})" if known else names


def _only(agenda: Agenda, issue: str, options: tuple[str, ...]) -> str:
    """Return options of one issue by name, as alternatives, without the issue."""
    known = agenda.issues.get(issue)
    choices = known.choices if known else {}
    return " or ".join(choices[o].name if o in choices else o for o in options)


def given(agenda: Agenda, gives: Options) -> str:
    """Return in words what is given: every option with its issue behind it."""
    return together(named(agenda, issue, (option,)) for issue, option in gives.items())


def asked(agenda: Agenda, wanted: Combination) -> str:
    """Return in words what is wanted: for every issue its options, with the issue behind."""
    return together(named(agenda, issue, options) for issue, options in wanted.items())
