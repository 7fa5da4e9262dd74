"""Letting programs sit in the seats of a class, taking them out, and what they did."""

from collections.abc import Iterator

from attrs import frozen
from starlette.responses import Response

from accord.errors import AccordError
from accord.host.held_table import HeldTable
from accord.host.host_page import HostPage
from accord.host.move_forms import opened_setup
from accord.host.pages.at_table import HeardLine, held_table, seat_called, seat_namer
from accord.host.rules import Rule
from accord.host.seat_programs import (
    USUAL,
    away_notes,
    goes_by_marks,
    has_begun,
    offered,
    seat_delegate,
    side_numbers,
    usual,
)
from accord.host.seated import ProgramInSeat
from accord.host.visit import NotThere, Visit
from accord.play.numbers_from_marks import MADE
from accord.talks import Role, Seat
from accord.telling.event_words import EventWords

_ALL = "*"
"""What stands for all tables; no table is called so."""
_LABELS = {
    Role.DELEGATION: "What sits for a delegation",
    Role.PRINCIPAL: "What sits for a capital",
    Role.MEDIATOR: "What mediates",
}


@frozen(kw_only=True)
class ClassPlace:
    """A seat of a table in which a program can sit.

    Attributes:
        id: What it is called at the table.
        name: What it is called on a page.
        people: Who sits there.
        program: The program that sits there; None for none.
        failed: The program that sat there last and could not go on; None for none.
    """

    id: str
    name: str
    people: tuple[str, ...]
    program: ProgramInSeat | None
    failed: ProgramInSeat | None

    @property
    def empty(self) -> bool:
        """Whether neither people nor a program sit there."""
        return not self.people and self.program is None


@frozen(kw_only=True)
class TablePlaces:
    """The seats of a table in which programs can sit.

    Attributes:
        id: The table.
        over: Whether the talks are over.
        places: The seats.
        waits: Whether programs that sit there wait for a person to come.
    """

    id: str
    over: bool
    places: tuple[ClassPlace, ...]
    waits: bool

    @property
    def empty(self) -> bool:
        """Whether any of the seats is empty."""
        return any(one.empty for one in self.places)


def _can_be_played(table: HeldTable) -> Iterator[Seat]:
    return (one for one in table.table.setup.seats if one.role in USUAL)


def _table_places(visit: Visit, table: HeldTable) -> TablePlaces:
    host, sitting, last = visit.host, table.programs, dict[str, ProgramInSeat]()
    for one in table.all_spells:
        last[one.seat] = one
    places = []
    for seat in _can_be_played(table):
        people = host.doors.sittings(f"{table.group}/{seat.id}")
        left = last.get(seat.id)
        places.append(
            ClassPlace(
                id=seat.id,
                name=seat_called(visit, seat.id),
                people=tuple(one.name or "Somebody without a name" for one in people),
                program=sitting.get(seat.id),
                failed=left if left and left.failed else None,
            )
        )
    return TablePlaces(
        id=table.id,
        over=table.table.over,
        places=tuple(places),
        waits=bool(sitting) and not has_begun(host, table),
    )


def programs(visit: Visit) -> Response:
    """Show where programs sit at the tables of the class, and what else can."""
    host = visit.host
    held = [*host.tables.of_class()]
    seats = {one.role: (table, one) for table in held for one in _can_be_played(table)}
    parties = {one for table in held for one in table.table.setup.parties}
    made, lacking = False, list[str]()
    for party in sorted(parties):
        try:
            made |= side_numbers(host, party).made
        except AccordError as error:
            lacking.append(str(error))
    rules = [one.table.setup.rules for one in held]
    return visit.render(
        "class_programs.html.j2",
        title="Programs in seats",
        status=422 if visit.mistakes else 200,
        tables=[_table_places(visit, one) for one in held],
        choices=[
            (role.value, _LABELS[role], offered(role), usual(*seats[role]))
            for role in USUAL
            if role in seats
        ],
        made=MADE if made else "",
        lacking=lacking,
        limited=all(one.rounds or one.sessions or one.moves for one in rules),
    )


def seat_programs(visit: Visit) -> Response:
    """Let programs sit, take one out, or let them play."""
    form = visit.form
    try:
        for what, do in _DONE.items():
            if what in form:
                return visit.go("/class/programs", said=do(visit, form[what]))
    except AccordError as error:
        visit.mistakes = str(error).splitlines()
        return programs(visit)
    raise NotThere


def _tables(visit: Visit, one: str) -> list[HeldTable]:
    found = [each for each in visit.host.tables.of_class() if one in (_ALL, each.id)]
    if not found:
        raise NotThere
    return [each for each in found if not each.table.over]


def _place(visit: Visit, text: str) -> tuple[HeldTable, Seat]:
    one, _, place = text.partition(" ")
    for table in _tables(visit, one):
        for seat in _can_be_played(table):
            if seat.id == place:
                return table, seat
    raise NotThere


def _seated(visit: Visit, table: HeldTable, seat: Seat) -> bool:
    """Let the program sit that was chosen; it is made first, so that what cannot is said."""
    recipe = visit.form.get(seat.role.value, "").strip() or usual(table, seat)
    seat_delegate(visit.host, table, seat.id, recipe)
    press = visit.form.get("once", "")  # it may let programs sit in several seats of a table
    once = press and f"{press} {seat.id}"
    return table.seat_program(seat.id, recipe, visit.by, once=once)


def _seat(visit: Visit, text: str) -> str:
    table, seat = _place(visit, text)
    _seated(visit, table, seat)
    return f"A program sits for {seat_called(visit, seat.id)} at table {table.id}."


def _back(visit: Visit, text: str) -> str:
    table, seat = _place(visit, text)
    table.hand_back(seat.id, visit.by, once=visit.form.get("once", ""))
    return f"No program sits for {seat_called(visit, seat.id)} at table {table.id} any more."


def _fill(visit: Visit, text: str) -> str:
    count, wrong = 0, dict[str, None]()
    for table in _tables(visit, text):
        empty = {one.id for one in _table_places(visit, table).places if one.empty}
        for seat in _can_be_played(table):
            if seat.id in empty:
                try:
                    count += _seated(visit, table, seat)
                except AccordError as error:
                    wrong |= dict.fromkeys(str(error).splitlines())
    if wrong and not count:
        raise AccordError("\n".join(wrong))
    taken = "1 seat" if count == 1 else f"{count} seats"
    return " ".join((f"Programs took {taken}." if count else "No seat was empty.", *wrong))


def _play(visit: Visit, text: str) -> str:
    tables = _tables(visit, text)
    for table in tables:
        table.let_programs_play(visit.by)
    where = "all tables" if text == _ALL else f"table {text}"
    return f"Programs play at {where}, whether a person has come or not."


_DONE = {"seat": _seat, "back": _back, "fill": _fill, "play": _play}


def away(visit: Visit) -> Response:
    """Show what programs did in a seat to those whose seat it is."""
    held = held_table(visit)
    notes = list(away_notes(held, visit.seat.sits))
    if not notes:
        raise NotThere
    seen = held.seen(visit.seat.sits).view
    words = EventWords(visit.case.process, seen.heard, opened_setup(seen))
    named = seat_namer(visit)
    return visit.render(
        "away.html.j2",
        title="What the program did",
        table=held,
        notes=notes,
        line=lambda number: HeardLine.of(seen.heard[number - 1], seen, words, named),
        made=MADE if goes_by_marks(visit.host, seen.party) else "",
    )


def take_back(visit: Visit) -> Response:
    """Let the program leave that sits in the seat of whoever asks."""
    held = held_table(visit)
    if not isinstance(held, HeldTable):
        raise NotThere
    if held.hand_back(visit.seat.sits, visit.by, once=visit.form.get("once", "")):
        return visit.go(f"/tables/{held.id}/away", said="The seat is yours again.")
    return visit.go(f"/tables/{held.id}", said="No program sits in your seat.")


PAGES = (
    HostPage("/class/programs", programs, Rule.TEACHES, nav=("Class", "Programs")),
    HostPage("/class/programs", seat_programs, Rule.TEACHES, "POST"),
    HostPage("/tables/{table}/away", away, Rule.GROUP, one_table=True),
    HostPage("/tables/{table}/take-back", take_back, Rule.GROUP, "POST"),
)
