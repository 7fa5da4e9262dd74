"""How answers to a proposal add up to common ground or a deal."""

from frozendict import frozendict

from accord.errors import AccordError
from accord.talks.events import Agreed, CommonGround, Event, Initialled, Outcome
from accord.talks.moves import Accept, Options, Propose, Reject
from accord.talks.table import Proposal, Table, changed


def proposal(table: Table, event: Event) -> Proposal:
    """Give the open proposal that an event makes."""
    move = event.what
    assert isinstance(move, Propose)
    return Proposal(
        id=move.id,
        seat=event.seat,
        deal=move.deal,
        text=move.text,
        ad_referendum=move.ad_referendum,
        final=move.final,
        heard=event.heard,
        pending=(event.seat,) if move.ad_referendum else (),
    )


def find(table: Table, id_: str) -> Proposal:
    """Return the open proposal with an id.

    Raises:
        AccordError: If there is none.
    """
    for one in table.proposals:
        if one.id == id_:
            return one
    raise AccordError(f"No proposal {id_} is open.")


def replaced(table: Table, new: Proposal) -> tuple[Proposal, ...]:
    """Give the open proposals with one brought up to date."""
    return tuple(new if one.id == new.id else one for one in table.proposals)


def accepted(table: Table, event: Event) -> Proposal:
    """Give the proposal that an event accepts, with the acceptance noted."""
    move = event.what
    assert isinstance(move, Accept)
    found = find(table, move.proposal)
    before = found.accepted.get(event.seat, ())
    issues = tuple(i for i in found.deal if not move.issues or i in move.issues or i in before)
    pending = found.pending
    if move.ad_referendum and event.seat not in pending:
        pending = (*pending, event.seat)
    return changed(
        found,
        {
            "accepted": found.accepted.set(event.seat, issues),
            "rejected": tuple(one for one in found.rejected if one != event.seat),
            "pending": pending,
        },
    )


def rejected(table: Table, event: Event) -> Proposal:
    """Give the proposal that an event rejects, with the rejection noted."""
    move = event.what
    assert isinstance(move, Reject)
    found = find(table, move.proposal)
    pending = tuple(one for one in found.pending if one != event.seat)
    kept = frozendict({s: issues for s, issues in found.accepted.items() if s != event.seat})
    return changed(
        found,
        {
            "accepted": kept,
            "rejected": (*found.rejected, event.seat),
            "pending": pending,
        },
    )


def outcome(table: Table, found: Proposal) -> Outcome | None:
    """Give what follows from the answers so far: a deal, common ground or nothing."""
    others = [one for one in table.seating.delegations if one != found.seat]
    if all(found.accepted_by(one) for one in others):
        return agreement(table, found.deal, found.pending)
    if not all(one in found.accepted for one in others):
        return None
    shared = {
        issue: option
        for issue, option in found.deal.items()
        if all(issue in found.accepted[one] for one in others)
    }
    return ground(table, frozendict(shared), found.pending)


def agreement(table: Table, options: Options, pending: tuple[str, ...]) -> Outcome | None:
    """Give what follows where all delegations accept the same options."""
    if len(options) == len(table.agenda.issues):
        earlier = table.provisional.values() if table.setup.rules.binding_issues else ()
        return deal(table, options, {*pending, *(p for parties in earlier for p in parties)})
    return ground(table, options, pending)


def deal(table: Table, options: Options, pending: set[str]) -> Outcome:
    """Give the outcome where a whole deal is accepted by all, some of them ad referendum."""
    parties = tuple(party for party in table.seating.delegations if party in pending)
    return Initialled(deal=options, pending=parties) if parties else Agreed(deal=options)


def ground(table: Table, options: Options, pending: tuple[str, ...]) -> CommonGround | None:
    """Give the common ground that is new, if any."""
    new = {
        issue: option for issue, option in options.items() if table.common.get(issue) != option
    }
    if not new:
        return None
    parties = tuple(party for party in table.seating.delegations if party in pending)
    return CommonGround(options=frozendict(new), pending=parties)
