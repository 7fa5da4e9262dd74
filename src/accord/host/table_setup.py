"""What a table begins with that is opened over a process: its seats, rules and mandates."""

from collections.abc import Iterable, Mapping

from attrs import evolve

from accord.errors import AccordError
from accord.host.held_folder import HeldFolder
from accord.host.host_seats import HOST, PROJECTOR, seats_of
from accord.model import MEDIATOR, Process, Reader
from accord.model.tier import CAPITAL
from accord.play.seating import agreed_in, parse_rules
from accord.record import Case
from accord.talks import Mandate, Role, Seat, Setup

MOST_ROUNDS = 1000
"""After so many rounds talks end at the latest that end at all."""


def table_setup(
    case: Case,
    rules: str,
    rounds: int | None,
    chosen: Iterable[str],
    mandates: Mapping[str, Mandate],
) -> Setup:
    """Return what talks of this process begin with.

    A mandate holds where the party's capital sits too.

    Args:
        case: What whoever opens the table reads: what is agreed on record is as it says.
        rules: The name of the rules, and their settings.
        rounds: After how many rounds the talks end; None for no limit.
        chosen: What the seats are called that sit at the table beside the delegations; a
            mediator sits wherever the rules need one.
        mandates: What each delegation may agree to without asking, by party.

    Raises:
        AccordError: If no talks can begin so.
    """
    process = case.process
    made = parse_rules(rules, len(process.parties), rounds or MOST_ROUNDS)
    there = {*chosen, *process.parties, PROJECTOR, *((MEDIATOR,) * made.needs_mediator)}
    seats = [_talk_seat(process, one) for one in seats_of(process) if one in there]
    made = evolve(made, rounds=None, moves=None) if rounds is None else made
    present = {one.party for one in seats if one.role is Role.PRINCIPAL}
    held = {party: one for party, one in mandates.items() if one and party in present}
    return Setup(
        agenda=process.agenda,
        seats=tuple(sorted(seats, key=lambda one: _ORDER.index(one.role))),
        rules=made,
        mandates=held,
        settled=agreed_in(case.record, process.agenda),
    )


_ORDER = [Role.DELEGATION, Role.PRINCIPAL, Role.MEDIATOR, Role.HOST, Role.OBSERVER]


def _talk_seat(process: Process, one: str) -> Seat:
    party, _, capital = one.partition("/")
    if one in process.parties:
        return Seat(one, Role.DELEGATION, one)
    if capital == CAPITAL and party in process.parties:
        return Seat(one, Role.PRINCIPAL, party)
    role = {MEDIATOR: Role.MEDIATOR, HOST: Role.HOST}.get(one, Role.OBSERVER)
    return Seat(one, role)


def rounds_typed(text: str) -> int | None:
    """Return after how many rounds talks end, as somebody typed it; None for no limit.

    Raises:
        AccordError: If it is no such number.
    """
    plain = text.strip()
    if not plain:
        return None
    if not (plain.isascii() and plain.isdecimal() and 0 < int(plain) <= MOST_ROUNDS):
        raise AccordError(
            f"Say how many rounds there are, up to {MOST_ROUNDS}, or leave it empty."
        )
    return int(plain)


def own_mandates(held: HeldFolder) -> dict[str, Mandate]:
    """Return what each side itself has written that its delegation may agree to.

    Nobody else's belief of it counts.

    Args:
        held: The process folder, with what each side has written for itself.
    """
    parties = held.process.parties
    capitals = {party: held.case(Reader((f"{party}/{CAPITAL}",))) for party in parties}
    return {party: own_mandate(case, party) for party, case in capitals.items()}


def own_mandate(case: Case, party: str) -> Mandate:
    """Return what a side itself has written that its delegation may agree to.

    Args:
        case: What the side may read.
        party: Its party.
    """
    issues = case.process.agenda.issues
    own = [
        one.mandate
        for one in case.interests
        if one.party == party and case.process.side(one.held_by) == party and one.mandate
    ]
    found = own[-1] if own else {}
    return Mandate({issue: options for issue, options in found.items() if issue in issues})
