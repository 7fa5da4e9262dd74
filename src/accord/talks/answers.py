"""How answers to a proposal add up to common ground or a deal."""

from collections.abc import Iterable, Mapping

from frozendict import frozendict

from accord.errors import AccordError
from accord.model import Agenda, Exclusion
from accord.talks.events import Agreed, CommonGround, Event, Initialled, Outcome, WordsAgreed
from accord.talks.moves import Accept, Options, Propose, Reject
from accord.talks.table import Changes, OpenProposal, Table, changed


def proposal(table: Table, event: Event) -> OpenProposal:
    """Return the open proposal that an event makes."""
    move = event.what
    assert isinstance(move, Propose)
    return OpenProposal(
        id=move.id,
        seat=event.seat,
        deal=move.deal,
        text=move.text,
        ad_referendum=move.ad_referendum,
        final=move.final,
        heard=event.heard,
        pending=(event.seat,) if move.ad_referendum else (),
    )


def find(table: Table, id_: str) -> OpenProposal:
    """Return the open proposal with an id.

    Raises:
        AccordError: If there is none.
    """
    for one in table.proposals:
        if one.id == id_:
            return one
    raise AccordError(f"No proposal {id_} is open.")


def replaced(table: Table, new: OpenProposal) -> tuple[OpenProposal, ...]:
    """Return the open proposals with one brought up to date."""
    return tuple(new if one.id == new.id else one for one in table.proposals)


def accepted(table: Table, event: Event) -> OpenProposal:
    """Return the proposal that an event accepts, with the acceptance noted."""
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


def rejected(table: Table, event: Event) -> OpenProposal:
    """Return the proposal that an event rejects, with the rejection noted."""
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


def outcome(table: Table, found: OpenProposal) -> Outcome | None:
    """Return what follows from the answers so far: a deal, common ground or nothing."""
    others = [one for one in table.seating.delegations if one != found.seat]
    if all(found.accepted_by(one) for one in others):
        if not found.deal:
            return WordsAgreed(
                proposal=found.id, text=found.text, pending=_in_order(table, found.pending)
            )
        return agreement(table, found.deal, found.pending)
    if not all(one in found.accepted for one in others):
        return None
    shared = {
        issue: option
        for issue, option in found.deal.items()
        if all(issue in found.accepted[one] for one in others)
    }
    return ground(table, frozendict(shared), found.pending)


def agreement(table: Table, options: Options, pending: Iterable[str]) -> Outcome | None:
    """Return what follows where all delegations accept the same options."""
    whole = frozendict({**table.settled, **options}) if table.settled else options
    if len(whole) == len(table.agenda.issues):
        return deal(table, whole, {*pending, *_provisional(table)})
    return ground(table, options, pending)


def completed(table: Table) -> Outcome | None:
    """Return the deal that what is settled makes, if it settles all issues."""
    if len(table.settled) < len(table.agenda.issues):
        return None
    return deal(table, table.settled, _provisional(table))


def _provisional(table: Table) -> set[str]:
    """Return the parties that have settled something ad referendum."""
    given = (each for issue, each in table.provisional.items() if issue in table.settled)
    return {party for each in given for party in each}


def deal(table: Table, options: Options, pending: set[str]) -> Outcome:
    """Return the outcome where a whole deal is accepted by all, some of them ad referendum."""
    parties = _in_order(table, {*pending, *table.setup.ratifies})
    if parties:
        return Initialled(deal=options, pending=parties, among=among(table))
    return Agreed(deal=options, among=among(table))


def among(table: Table) -> tuple[str, ...]:
    """Return the parties that agree on something now; nobody named: all."""
    return table.seating.delegations if table.seating.out else ()


def ground(table: Table, options: Options, pending: Iterable[str]) -> CommonGround | None:
    """Return the common ground that is new, if any."""
    new = {
        issue: option for issue, option in options.items() if table.common.get(issue) != option
    }
    if not new:
        return None
    return CommonGround(options=frozendict(new), pending=_in_order(table, pending))


def _in_order(table: Table, parties: Iterable[str]) -> tuple[str, ...]:
    """Return parties in the order of the seats."""
    named = {*parties}
    return tuple(party for party in table.seating.delegations if party in named)


def taken(table: Table, options: Options, pending: tuple[str, ...]) -> Changes:
    """Add to the common ground what all agree on, some of them ad referendum."""
    provisional = {i: each for i, each in table.provisional.items() if i not in options}
    if pending:
        provisional.update(dict.fromkeys(options, _in_order(table, pending)))
    return {
        "common": frozendict({**table.common, **options}),
        "provisional": frozendict(provisional),
    }


def kept(table: Table, lost: set[str]) -> Changes:
    """Take issues from the common ground, and from what is settled."""
    if not lost:
        return {}
    return {
        "common": frozendict({i: o for i, o in table.common.items() if i not in lost}),
        "settled": frozendict({i: o for i, o in table.settled.items() if i not in lost}),
        "provisional": frozendict(
            {i: parties for i, parties in table.provisional.items() if i not in lost}
        ),
    }


def strange(table: Table, options: Mapping[str, str]) -> str:
    """Return in a clause which option is not on the agenda; nothing if all are."""
    issues = table.agenda.issues
    for issue, option in options.items():
        known = issues.get(issue)
        if known is None:
            return f"there is no issue {issue} on the agenda"
        if option not in known.choices:
            return f"issue {issue} has no option {option}"
    return ""


def against_settled(table: Table, options: Options) -> str:
    """Return in a clause why options do not go with what is settled; nothing if they do."""
    settled = table.settled
    if not settled or not options:
        return ""
    for issue, option in options.items():
        if settled.get(issue, option) != option:
            return f"issue {issue} is settled: all have agreed on {settled[issue]}"
    if all(issue in settled for issue in options):
        return "all that is proposed is settled already"
    return ""


def excluded(table: Table, options: Options) -> str:
    """Return in a clause which constraint options cross with what is settled, if one."""
    whole = {**table.settled, **options} if table.settled else options
    for constraint in table.agenda.constraints:
        if crosses(constraint, whole):
            return f"the agenda excludes this combination ({constraint.id})"
    return ""


def crosses(constraint: Exclusion, options: Mapping[str, str]) -> bool:
    """Whether options, of some or all issues, take a combination that is excluded."""
    return all(options.get(issue, "") in never for issue, never in constraint.never.items())


def fits(agenda: Agenda, options: Mapping[str, str]) -> bool:
    """Whether options stand on an agenda, and take nothing that it excludes."""
    named = [agenda.issues[i].choices if i in agenda.issues else () for i in options]
    known = all(o in choices for o, choices in zip(options.values(), named, strict=True))
    return known and not any(crosses(one, options) for one in agenda.constraints)


def same_deals(agenda: Agenda, other: Agenda) -> bool:
    """Whether two agendas have the same deals, whatever they call them."""
    ids = [
        [(i, tuple(one.choices)) for i, one in each.issues.items()] for each in (agenda, other)
    ]
    return ids[0] == ids[1] and agenda.constraints == other.constraints
