"""The table without what a program has no numbers for: the agenda may change as talks go on."""

from collections.abc import Iterable, Sequence

from attrs import evolve, frozen
from frozendict import frozendict

from accord.deals.worth import Worth
from accord.model import Agenda, Interests
from accord.talks import Accept, Event, Opened, OpenProposal, Propose, Reject, Revealed, View

Numbers = Interests | Worth


@frozen(kw_only=True)
class Valued:
    """A view that has nothing in it without a number.

    Attributes:
        view: The view. Its agenda has those options only that have numbers; the deals that were
            heard leave out all that is no longer, or not, among them. A proposal that awaits an
            answer is missing where it takes such an option, or no option at all.
        issues: The issues on the agenda for which there are no numbers at all.
        unread: The proposal that awaits an answer and is missing.
    """

    view: View
    issues: tuple[str, ...] = ()
    unread: OpenProposal | None = None


def valued(view: View, held: Sequence[Numbers]) -> Valued:
    """Take out of a view what a program has no numbers for.

    Args:
        view: The table as its seat sees it.
        held: The numbers that it goes by, of one party or several.
    """
    offer = view.offer
    opened = view.heard[0].what
    if isinstance(opened, Opened) and opened.setup.agenda is view.agenda:
        # The agenda is that which the numbers were made for: nothing is without, but words.
        if offer is None or offer.deal:
            return Valued(view=view)
        return Valued(view=evolve(view, offer=None), unread=offer)
    agenda, issues = with_numbers(view.agenda, held)
    seen = evolve(
        view,
        agenda=agenda,
        offer=offer if offer and _has_numbers(agenda, offer) else None,
        proposals=tuple(one for one in view.proposals if _has_numbers(agenda, one)),
        heard=tuple(_cut(agenda, event) for event in view.heard),
    )
    return Valued(view=seen, issues=issues, unread=None if seen.offer else offer)


def with_numbers(agenda: Agenda, held: Sequence[Numbers]) -> tuple[Agenda, tuple[str, ...]]:
    """Return an agenda with those options that have numbers, and the issues without any.

    Args:
        agenda: The issues and options.
        held: The numbers, of one party or several.
    """
    every = [one for each in held for one in _interests(each)]
    issues, bare = {}, []
    for issue, given in agenda.issues.items():
        known = [one.issues[issue].values if issue in one.issues else () for one in every]
        left = {o: one for o, one in given.choices.items() if all(o in each for each in known)}
        if not left:
            bare.append(issue)
        elif len(left) < len(given.choices):
            given = evolve(given, options=frozendict(left), span=None, step=None)
        issues[issue] = given
    kept = Agenda(issues=frozendict(issues))
    constraints = filter(None, (one.within(kept) for one in agenda.constraints))
    return evolve(kept, constraints=tuple(constraints)), tuple(bare)


def _interests(held: Numbers) -> Iterable[Interests]:
    return held.interests if isinstance(held, Worth) else (held,)


def _has_numbers(agenda: Agenda, proposal: OpenProposal) -> bool:
    """Whether a proposal names options, and all of them have numbers."""
    deal = proposal.deal
    return bool(deal) and len(_part(agenda, deal)) == len(deal)


def _part(agenda: Agenda, deal: frozendict[str, str]) -> frozendict[str, str]:
    issues = agenda.issues
    return frozendict({i: o for i, o in deal.items() if i in issues and o in issues[i].choices})


def _cut(agenda: Agenda, event: Event) -> Event:
    """Leave out of what was said what is not on an agenda."""
    match event.what:
        case Propose(deal=deal) as said:
            return evolve(event, what=evolve(said, deal=_part(agenda, deal)))
        case Accept(issues=issues) as said if issues:
            left = tuple(issue for issue in issues if issue in agenda.issues)
            return evolve(event, what=evolve(said, issues=left))
        case Reject(rather=rather) as said:
            return evolve(event, what=evolve(said, rather=agenda.part(rather)))
        case Revealed(proposals=proposals) as said:
            cut = tuple(evolve(one, deal=_part(agenda, one.deal)) for one in proposals)
            return evolve(event, what=evolve(said, proposals=cut))
    return event
