"""What talks begin with: agenda, seats, rules and mandates."""

from collections.abc import Mapping

from attrs import field, frozen
from frozendict import frozendict

from accord.errors import AccordError
from accord.model import Agenda
from accord.talks.moves import Mandate, Options, as_options
from accord.talks.ruleset import Rules
from accord.talks.seats import Role, SeatingPlan


def _frozen(mandates: Mapping[str, Mapping[str, tuple[str, ...]]]) -> frozendict[str, Mandate]:
    return frozendict({party: frozendict(mandate) for party, mandate in mandates.items()})


@frozen(kw_only=True, slots=False)
class Setup(SeatingPlan):
    """All that talks depend on before the first move.

    Attributes:
        agenda: The issues and options to begin with. Public.
        rules: The rules, such as `Alternating(rounds=10)`. Public.
        mandates: What each delegation may agree to without asking, by party. Private to each;
            a party without one has full powers.
        settled: The issues that are settled when the talks begin, with their options.
        ratifies: The parties whose capital is to ratify whatever is agreed, even with full
            powers.
    """

    agenda: Agenda
    rules: Rules
    mandates: frozendict[str, Mandate] = field(default=frozendict(), converter=_frozen)
    settled: Options = field(default=frozendict(), converter=as_options)
    ratifies: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse what no talks can begin with."""
        if problem := self._problem():
            raise AccordError(problem)

    def _problem(self) -> str:
        ids = [seat.id for seat in self.seats]
        if not all(ids) or len(set(ids)) < len(ids):
            return "Every seat needs an id of its own."
        if not self.agenda.issues:
            return "The agenda is empty: talks need at least one issue."
        for issue in self.agenda.issues.values():
            if not issue.choices:
                return f"Issue {issue.id} has no options: talks need at least one."
        if len(self.delegations) < 2:
            return "Talks need delegations of at least two parties."
        for seat in self.seats:
            if seat.role is Role.DELEGATION and seat.party != seat.id:
                return f"The delegation {seat.id} must have the id of its party, {seat.party}."
            if seat.role is Role.PRINCIPAL and seat.party not in self.parties:
                return f"The principal {seat.id} needs a party that has a delegation."
        if len(self.principals) < sum(s.role is Role.PRINCIPAL for s in self.seats):
            return "A party can have one principal at the table."
        for seat in self.seats:
            first = "" if seat.id == self.mediator else self.mediator
            if seat.role is Role.MEDIATOR and seat.party != first:
                return f"The mediator {seat.id} must sit beside the first, {self.mediator}."
        if self.rules.needs_mediator and not self.mediator:
            return f"Under {self.rules.title} a mediator must sit at the table."
        for party in self.out:
            if party not in self.parties:
                return f"There is no delegation of {party} that could be out of the room."
        for party, mandate in self.mandates.items():
            if party not in self.parties:
                return f"There is a mandate for {party}, which has no delegation."
            if problem := mandate_problem(self.agenda, mandate):
                return f"The mandate of {party} cannot stand: {problem}."
        for party in self.ratifies:
            if party not in self.principals:
                return f"{party} is to ratify, and its principal does not sit at the table."
        return self._settled_problem()

    def _settled_problem(self) -> str:
        for issue, option in self.settled.items():
            if issue not in self.agenda.issues:
                return f"There is no issue {issue} on the agenda that could be settled."
            if option not in self.agenda.issues[issue].choices:
                return f"Issue {issue} has no option {option} as which it could be settled."
        if len(self.settled) == len(self.agenda.issues):
            return "All issues are settled: nothing is left to talk about."
        for one in self.agenda.constraints:
            if {*one.never} <= {*self.settled} and one.crossed_by(self.settled):
                return f"The agenda excludes what is settled together ({one.id})."
        return ""


def mandate_problem(agenda: Agenda, mandate: Mapping[str, tuple[str, ...]]) -> str:
    """Return what is wrong with a mandate, or nothing."""
    for issue, options in mandate.items():
        if issue not in agenda.issues:
            return f"there is no issue {issue} on the agenda"
        if not options:
            return f"it leaves no option on {issue}"
        for option in options:
            if option not in agenda.issues[issue].choices:
                return f"issue {issue} has no option {option}"
    return ""
