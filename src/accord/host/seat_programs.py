"""Programs in the seats of a class: what each is given to go by, and what it did there."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest

from attrs import frozen

from accord.delegates import catalogue, describe, parse
from accord.errors import AccordError
from accord.host.held_table import HeldTable
from accord.host.host import Host
from accord.host.seated import ProgramInSeat, SeatedTable
from accord.model import Interests, latest
from accord.model.interests import gaps, valued
from accord.play.numbers_from_marks import numbers_from_marks
from accord.play.seating import CAPITAL, DEFAULT, seated_delegate
from accord.record import Case
from accord.tactics import Delegate
from accord.tactics.offers import gather
from accord.talks import Role, Seat, View

_MEDIATES = "from-heard"
"""Who mediates where no program is named: it keeps to what was said at the table."""
USUAL = {
    Role.DELEGATION: DEFAULT,
    Role.PRINCIPAL: CAPITAL,
    Role.MEDIATOR: _MEDIATES,
}
"""What sits where no program is named, by what a seat is; nothing can sit in other seats."""
DRAFTS = {"single-text": "single-text"}
"""Who mediates instead under rules that are made for one."""


@frozen(kw_only=True)
class SideNumbers:
    """What the program of a side goes by.

    Attributes:
        own: What deals are worth to its side.
        known: What anybody holds, of which the program is given what the same holder assumes.
        made: Whether the numbers are made from marks.
    """

    own: Interests
    known: tuple[Interests, ...]
    made: bool


def usual(table: HeldTable, seat: Seat) -> str:
    """Return the program that sits in a seat where none is named; empty where none can.

    Args:
        table: The table.
        seat: The seat.
    """
    if seat.role is Role.MEDIATOR:
        return DRAFTS.get(table.table.setup.rules.name, USUAL[seat.role])
    return USUAL.get(seat.role, "")


def offered(role: Role) -> list[tuple[str, str]]:
    """Return the programs that can sit as something: the name of each, and what it does.

    Args:
        role: What a seat is.
    """
    return [
        (name, f"{name}: {describe(kind).summary}")
        for name, kind in catalogue().items()
        if kind.role is role
    ]


def side_numbers(host: Host, party: str) -> SideNumbers:
    """Return what the program of a side of the class goes by.

    Args:
        host: The host.
        party: The party.

    Raises:
        AccordError: If its sheet has neither numbers for all that is on the table nor marks.
    """
    whole, held_by = host.held.whole, host.classroom.held_by
    found = host.computed.get(
        whole, ("program", held_by, party), lambda: _side_numbers(host, whole, party)
    )
    if isinstance(found, str):
        raise AccordError(found)
    return found


def _side_numbers(host: Host, whole: Case, party: str) -> SideNumbers | str:
    sheets = host.classroom.sheets(whole)
    lacking = ""
    for held in sheets.perspectives:
        if own := held.interests.get(party):
            lacking = "; ".join(gaps(whole.process.agenda, (own,)))
            if not lacking:
                known = latest(valued(whole.interests))
                return SideNumbers(own=own, known=known, made=False)
    if any(party in held.interests for held in sheets.sheets):
        made = numbers_from_marks(sheets).interests
        own = next(one for one in made if one.party == party)
        return SideNumbers(own=own, known=made, made=True)
    name = whole.process.name(party)
    if lacking:
        return (
            f"No program can sit for {name}: its sheet has no weights and values for {lacking}."
        )
    return f"No program can sit for {name}: its sheet has no numbers and no marks."


def goes_by_marks(host: Host, party: str) -> bool:
    """Return whether the program of a side goes by numbers that are made from marks.

    Args:
        host: The host.
        party: The party; empty for a seat of none.
    """
    try:
        return bool(party) and side_numbers(host, party).made
    except AccordError:  # what it went by is not in the folder any more
        return False


def seat_delegate(host: Host, table: HeldTable, seat: str, recipe: str) -> Delegate:
    """Return the program that plays in a seat.

    Args:
        host: The host.
        table: The table.
        seat: Id of the seat.
        recipe: The name of the program, and its parameters.

    Raises:
        AccordError: If it cannot sit there, or has nothing to go by.
    """
    place = table.table.setup.by_id[seat]
    if place.role in (Role.DELEGATION, Role.PRINCIPAL):
        numbers = side_numbers(host, place.party)
        return seated_delegate(place, parse(recipe), numbers.own, numbers.known)
    return seated_delegate(place, parse(recipe), None, ())


def has_begun(host: Host, table: HeldTable) -> bool:
    """Return whether programs may move at a table: a person has come, or they were let.

    Args:
        host: The host.
        table: The table.
    """
    if table.let_play or table.by_person():
        return True
    seats = {f"{table.group}/{one.id}" for one in table.table.setup.seats}
    return any(one.seat in seats for one in host.doors.sittings())


def programs_told(
    spells: Iterable[ProgramInSeat], name: Callable[[str], str], sitting: bool
) -> Iterator[str]:
    """Yield in sentences where programs sit, or sat.

    Args:
        spells: The programs that whoever reads this may know of.
        name: Names a seat.
        sitting: Whether those that sit now are meant; else those that have left.
    """
    for one in spells:
        who = name(one.seat)
        who = f"the {who[4:]}" if who.startswith("The ") else who
        since = f"{one.since.astimezone():%H:%M}"
        if one.until is None and sitting:
            yield f"A program ({one.name}) sits for {who} since {since}."
        elif one.until is not None and not sitting:
            until = f"{one.until.astimezone():%H:%M}"
            left = ", when it could not go on" if one.failed else ""
            sat = f"A program ({one.name}) sat for {who}"
            yield f"{sat} from {since} to {until}{left}."


@frozen(kw_only=True)
class AwayNote:
    """What a program did in a seat, for those whose seat it is.

    Attributes:
        program: The program.
        moves: Its moves, by their numbers among what the seat has heard.
        gave: Where it came to stand for something else: the issue, what the seat stood for
            when the program had first spoken, and what it stands for now.
    """

    program: ProgramInSeat
    moves: tuple[int, ...]
    gave: tuple[tuple[str, str, str], ...]


def away_notes(table: SeatedTable, seat: str) -> Iterator[AwayNote]:
    """Yield what each program did that sat in a seat, the last first.

    Args:
        table: The table.
        seat: Id of the seat.
    """
    seen, played = table.seen(seat).view, table.played(seat)
    own = [one for one in table.spells(seat) if one.seat == seat]
    for one, after in reversed([*zip_longest(own, own[1:])]):
        end = after.first if after else len(seen.heard)
        moves = tuple(
            each.number
            for each in seen.heard[one.first : end]
            if each.seat == seat and each.number in played
        )
        yield AwayNote(program=one, moves=moves, gave=tuple(_given(seen, moves)))


def _given(seen: View, moves: Sequence[int]) -> Iterator[tuple[str, str, str]]:
    """Yield what a seat stands for after some moves of its own and did not before them."""
    if not moves:
        return
    seat, heard = seen.seat, seen.heard
    before = gather(seat, heard[: moves[0] - 1]).stands.get(seat, {})
    first = gather(seat, heard[: moves[0]]).stands.get(seat, {})
    now = gather(seat, heard[: moves[-1]]).stands.get(seat, {})
    for issue, given in seen.agenda.issues.items():
        was, option = before.get(issue) or first.get(issue), now.get(issue)
        if was and option and was != option and {was, option} <= {*given.choices}:
            yield given.name, given.choices[was].name, given.choices[option].name
