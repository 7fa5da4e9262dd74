"""The conditions under which a row of the transition table holds."""

from accord.talks.moves import Mandate, Options
from accord.talks.procedure import Guard, procedure
from accord.talks.seats import Seat
from accord.talks.table import Phase, Proposal, Table
from accord.talks.words import called, listed


def covers(mandate: Mandate, options: Options) -> bool:
    """Tell whether a mandate leaves these options to the delegation."""
    return all(options[issue] in mandate[issue] for issue in mandate if issue in options)


def waits(table: Table, seat: Seat) -> bool:
    """Return whether a delegation waits for the answer of its capital before it moves."""
    return (
        table.setup.rules.takes_turns
        and table.seating.principals.get(seat.party) in table.asked
    )


def _has_turn(table: Table, seat: Seat) -> bool:
    turn = table.turn
    if not turn or (table.asked and waits(table, seat)):
        return False
    return turn[0] == seat.id if table.setup.rules.in_order else seat.id in turn


def _whose_turn(table: Table, seat: Seat) -> str:
    if waits(table, seat):
        return f"{called(seat)} awaits the answer of its capital"
    _, turn = procedure(table).seen(table, seat)
    awaited = turn[:1] if table.setup.rules.in_order else turn
    whose = [called(table.seating.by_id[one]) for one in awaited]
    return f"it is the turn of {listed(whose, 'and')}"


def acceptable(table: Table, seat: Seat, proposal: Proposal) -> bool:
    """Tell whether a delegation can accept a proposal, or a part of it, in any way."""
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


def rejectable(seat: Seat, proposal: Proposal) -> bool:
    """Tell whether a delegation can reject a proposal."""
    mine = seat.id
    return proposal.seat != mine and proposal.heard_by(mine) and mine not in proposal.rejected


def _can_reject(table: Table, seat: Seat) -> bool:
    return any(rejectable(seat, proposal) for proposal in table.proposals)


def referable(table: Table, seat: Seat, proposal: Proposal) -> bool:
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


TURN = Guard("at its turn", _has_turn, _whose_turn)
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
