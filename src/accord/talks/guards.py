"""The conditions under which a row of the transition table holds."""

from accord.talks.moves import FULL_POWERS, Mandate, Options, Settle, Suggest
from accord.talks.procedure import Guard, procedure
from accord.talks.ruleset import AmendedBy
from accord.talks.seats import Role, Seat
from accord.talks.table import Motion, OpenProposal, Phase, Table
from accord.talks.words import called, listed


def covers(mandate: Mandate, options: Options) -> bool:
    """Return whether a mandate leaves these options to the delegation."""
    return all(options[issue] in mandate[issue] for issue in mandate if issue in options)


def waits(table: Table, seat: Seat) -> bool:
    """Return whether a delegation waits for the answer of its capital before it moves."""
    return (
        table.setup.rules.takes_turns
        and table.seating.principals.get(seat.party) in table.asked
    )


def has_turn(table: Table, seat: Seat) -> bool:
    """Whether it is a seat's turn."""
    turn = table.turn
    if not turn or (table.asked and waits(table, seat)):
        return False
    # A mediator that sits beside another moves in its place.
    mine = seat.ear
    return turn[0] == mine if table.setup.rules.in_order else mine in turn


def _whose_turn(table: Table, seat: Seat) -> str:
    if waits(table, seat):
        return f"{called(seat)} awaits the answer of its capital"
    _, turn = procedure(table).seen(table, seat)
    awaited = turn[:1] if table.setup.rules.in_order else turn
    whose = [called(table.seating.by_id[one]) for one in awaited]
    return f"it is the turn of {listed(whose, 'and')}"


def acceptable(table: Table, seat: Seat, proposal: OpenProposal) -> bool:
    """Return whether a delegation can accept a proposal, or a part of it, in any way."""
    mine = seat.id
    if (
        proposal.seat == mine
        or (proposal.heard and mine not in proposal.heard)
        or proposal.accepted_by(mine)
    ):
        return False
    mandate = table.mandates.get(seat.party)
    if not mandate:
        return True
    rules = table.setup.rules
    if seat.party in table.seating.principals or not procedure(table).binds(table):
        return True
    if not rules.parts:
        return covers(mandate, proposal.deal)
    if not proposal.deal:
        return True
    done = proposal.accepted.get(mine, ())
    return any(
        option in mandate.get(issue, (option,))
        for issue, option in proposal.deal.items()
        if issue not in done
    )


def _can_accept(table: Table, seat: Seat) -> bool:
    return any([acceptable(table, seat, proposal) for proposal in table.proposals])


def _why_not_accept(table: Table, seat: Seat) -> str:
    if not any(p.seat != seat.id and p.heard_by(seat.id) for p in table.proposals):
        return "there is no proposal to answer"
    bound = table.mandates.get(seat.party) and seat.party not in table.seating.principals
    within = " within its mandate" if bound else ""
    return f"no proposal is open that {called(seat)} could still accept{within}"


def rejectable(seat: Seat, proposal: OpenProposal) -> bool:
    """Return whether a delegation can reject a proposal."""
    mine = seat.id
    return proposal.seat != mine and proposal.heard_by(mine) and mine not in proposal.rejected


def bound(table: Table, seat: Seat) -> Mandate:
    """Return the mandate that binds a delegation, for nobody sits who could ratify."""
    if seat.party in table.seating.principals:
        return FULL_POWERS
    return table.mandates.get(seat.party, FULL_POWERS)


def consentable(table: Table, seat: Seat, motion: Motion) -> bool:
    """Whether a delegation can consent to a motion in any way."""
    if seat.id in motion.consents:
        return False
    match motion.what:
        case Suggest(deal=options) | Settle(options=options):
            return covers(bound(table, seat), options)
    return True


def _can_consent(table: Table, seat: Seat) -> bool:
    return any(consentable(table, seat, one) for one in table.motions)


def _can_settle(table: Table, seat: Seat) -> bool:
    mandate = table.mandates.get(seat.party)
    if not mandate or seat.party in table.seating.principals:
        return True  # what settles the last issue makes a deal, and ends the talks
    return any(
        option in mandate.get(i, (option,))
        for i, issue in table.agenda.issues.items()
        if i not in table.settled
        for option in issue.choices
    )


def _can_retract(table: Table, seat: Seat) -> bool:
    return any([one.seat == seat.id for one in table.proposals])


_CHAIRS = {AmendedBy.MEDIATOR: (Role.MEDIATOR,), AmendedBy.CHAIR: (Role.MEDIATOR, Role.HOST)}
"""Who changes the agenda alone, where somebody does."""


def may_amend(by: AmendedBy, role: Role) -> bool:
    """Whether who sits so may move, or make, a change of the agenda."""
    return by is AmendedBy.ALL or role in _CHAIRS.get(by, ())


def _can_reject(table: Table, seat: Seat) -> bool:
    return any([rejectable(seat, proposal) for proposal in table.proposals])


def referable(table: Table, seat: Seat, proposal: OpenProposal) -> bool:
    """Return whether a delegation can refer a proposal to its capital."""
    return proposal.heard_by(seat.id) and proposal.id not in table.referred.get(seat.id, ())


def _can_refer(table: Table, seat: Seat) -> bool:
    return table.seating.principals[seat.party] not in table.asked and any(
        referable(table, seat, proposal) for proposal in table.proposals
    )


def _why_not_refer(table: Table, seat: Seat) -> str:
    if table.seating.principals[seat.party] in table.asked:
        return f"{called(seat)} awaits the answer of its capital"
    return f"there is no proposal that {called(seat)} could still refer"


TURN = Guard("at its turn", has_turn, _whose_turn, fact="turn")
ACCEPTABLE = Guard(
    "if its mandate or its capital leaves it something to accept", _can_accept, _why_not_accept
)
REJECTABLE = Guard(
    "if there is a proposal to answer",
    _can_reject,
    lambda table, seat: "there is no proposal to answer",
)
SERVED = Guard(
    "if its principal sits",
    lambda table, seat: "served" in table.seating.facts[seat.id],
    lambda table, seat: f"no principal of {seat.party} sits at the table",
    fact="served",
)
REFERABLE = Guard("there is a proposal it has not referred", _can_refer, _why_not_refer)
UNCHAIRED = Guard(
    "where neither mediator nor host sits",
    lambda table, seat: "unchaired" in table.seating.facts[seat.id],
    lambda table, seat: "that is for the mediator or the host",
    fact="unchaired",
)
MEDIATED = Guard(
    "where a mediator sits",
    lambda table, seat: "mediated" in table.seating.facts[seat.id],
    lambda table, seat: "no mediator sits at the table",
    fact="mediated",
)
ASIDE = Guard(
    "if it is in the caucus",
    lambda table, seat: table.caucus == seat.party,
    lambda table, seat: f"the mediator is in caucus with {table.caucus}",
)
TO_RATIFY = Guard(
    "if its delegation agreed ad referendum",
    lambda table, seat: table.phase is Phase.CAPITALS and seat.party in table.pending,
    lambda table, seat: f"nothing awaits the word of {called(seat)}",
)
RETRACTABLE = Guard(
    "if a proposal of its own is open",
    _can_retract,
    lambda table, seat: f"no proposal of {called(seat)} is open",
)
AMENDING = Guard(
    "if the rules let it",
    lambda table, seat: may_amend(table.setup.rules.amended_by, seat.role),
    lambda table, seat: "under these rules the agenda is not for it to change",
    fact="amends",
)
CONSENTABLE = Guard(
    "that it can still consent to",
    _can_consent,
    lambda table, seat: f"there is no motion that {called(seat)} could still consent to",
)
MOVED = Guard(
    "if there is a motion",
    lambda table, seat: bool(table.motions),
    lambda table, seat: "there is no motion",
    fact="moved",
)
OWN_MOTION = Guard(
    "of its own",
    lambda table, seat: any(one.seat == seat.id for one in table.motions),
    lambda table, seat: f"there is no motion of {called(seat)}",
)
SETTLEABLE = Guard(
    "if an issue is open that it could settle",
    _can_settle,
    lambda table, seat: "nothing is left that could be settled",
)
SETTLED = Guard(
    "if an issue is settled",
    lambda table, seat: bool(table.settled),
    lambda table, seat: "no issue is settled",
    fact="settled",
)
CARRIABLE = Guard(
    "if there is a note that may be carried",
    lambda table, seat: any(
        # In a caucus it is carried to the party there alone, and never to its giver.
        {giver} != {*([table.caucus] if table.caucus else table.seating.parties)}
        for giver, _ in table.notes.values()
    ),
    lambda table, seat: "there is no note that may be carried",
)
WHOLE = Guard(
    "where two delegations at least are in the room",
    lambda table, seat: "whole" in table.seating.facts[seat.id],
    lambda table, seat: "there are not two delegations in the room",
    fact="whole",
)
