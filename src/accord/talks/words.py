"""Words for what the table refuses and how talks ended; events hold codes, not sentences."""

from collections.abc import Callable

from accord.talks.events import Ended, EndedBy
from accord.talks.seats import Role, Seat, SeatingPlan

KINDS = {
    "propose": "make a proposal",
    "accept": "accept a proposal",
    "reject": "reject a proposal",
    "retract": "take back a proposal",
    "suggest": "suggest a deal",
    "settle": "move that issues are settled",
    "reopen": "move that settled issues be open again",
    "communique": "draft a joint communiqué",
    "amend": "move that the agenda be changed",
    "consent": "consent to a motion",
    "object": "object to a motion",
    "state": "make a statement",
    "carry": "carry a note to others",
    "recess": "ask for a recess",
    "resume": "resume the talks",
    "caucus": "go to a caucus",
    "refer": "refer a proposal to the capital",
    "instruct": "instruct the delegation",
    "ratify": "ratify the deal",
    "refuse": "refuse the deal",
    "adjourn": "adjourn the talks",
    "walk-out": "walk out",
    "join": "join the table",
    "withdraw": "withdraw from the talks",
    "close": "close the talks",
}
"""The kinds of move as a sentence has them."""

_COUNTED = {
    EndedBy.LAST_ROUND: "round",
    EndedBy.LAST_SESSION: "session",
    EndedBy.LAST_MOVE: "move",
}


def called(seat: Seat) -> str:
    """Return the name of a seat within a sentence."""
    of_a_party = seat.party and seat.role is not Role.MEDIATOR
    return f"the {seat.role} of {seat.party}" if of_a_party else f"the {seat.role}"


def listed(words: list[str], last: str) -> str:
    """Join words as a sentence has them: `a, b or c`."""
    return f" {last} ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def capitalised(clause: str) -> str:
    """Return a clause with a capital letter at its beginning."""
    return clause[0].upper() + clause[1:]


def how_ended(
    seating: SeatingPlan, ended: Ended | None, name: Callable[[str], str] | None = None
) -> str:
    """Return a sentence on why talks ended without a deal; nothing if they did not.

    Args:
        seating: Who sits, or sat when they began.
        ended: Their end.
        name: Names who sits at a seat; by itself a seat is called by its role and party.
    """
    if ended is None:
        return ""
    if ended.why in _COUNTED:
        what = _COUNTED[ended.why]
        number = "only" if ended.limit == 1 else f"last of {ended.limit}"
        return f"That was the {number} {what}{'s' * (ended.limit != 1)}."
    did = "withdrew from the talks" if ended.why is EndedBy.LEFT else "closed the talks"
    who = name(ended.who) if name else called(seating.seat(ended.who))
    return f"{capitalised(who)} {did}."
