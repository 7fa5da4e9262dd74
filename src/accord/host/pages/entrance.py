"""How a class comes in: its one address, who sits where, who is missing, and slips to print."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable

from attrs import frozen
from starlette.responses import Response

from accord.errors import AccordError
from accord.host.admissions import Account, Sitting
from accord.host.class_entrance import MOST_WAITING
from accord.host.class_people import ClassDoor, ClassSeating, SeatWish, WaitingPerson
from accord.host.door_secrets import in_groups
from accord.host.given_link import GivenLink, give_links
from accord.host.host import Host
from accord.host.host_page import HostPage
from accord.host.host_seats import ClassGroup, HostSeat
from accord.host.pages.door import MOST_TYPED, leave_other, typed_name
from accord.host.qr import qr_svg
from accord.host.rules import Rule
from accord.host.visit import COMING, NotThere, Visit
from accord.host.who_sees import SEEN_IN_CLASS

_LONGEST_WHY = 200
_SHEET = 8
"""Slips on one sheet of paper, A4."""
_MOST_OF_SEAT = 9
"""Slips for one seat: more people than that do not share one."""
_MOST_SLIPS = 60 * _SHEET
"""Slips of one print: enough for the 200 tables that a class has at most, with two sides."""


@frozen(kw_only=True)
class ClassSeat:
    """A seat of the class, and who sits there.

    Attributes:
        seat: The seat.
        people: Who sits there, the first first.
        program: Whether a program plays there.
        links: How many links to it were given and not taken.
        accounts: The names with which somebody can sign in there.
    """

    seat: HostSeat
    people: tuple[Sitting, ...]
    program: bool
    links: int
    accounts: tuple[Account, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nobody sits there, and no program plays."""
        return not (self.people or self.program)


def _class_seats(host: Host, held: ClassSeating) -> list[tuple[ClassGroup, list[ClassSeat]]]:
    """Return the seats of each group, the empty ones first."""
    people = defaultdict[str, list[Sitting]](list)
    for one in host.doors.sittings():
        people[one.seat].append(one)
    links = Counter(one.seat for one in host.doors.open_invitations())
    accounts = defaultdict[str, list[Account]](list)
    for account in host.doors.accounts.of():
        accounts[account.seat].append(account)
    return [
        (
            group,
            sorted(
                (
                    ClassSeat(
                        seat=host.seats[seat],
                        people=tuple(people[seat]),
                        program=seat in held.programs,
                        links=links[seat],
                        accounts=tuple(accounts[seat]),
                    )
                    for seat in map(group.seat, group.places)
                    if seat in host.seats
                ),
                key=lambda one: not one.is_empty,
            ),
        )
        for group in held.groups
    ]


def _missing(visit: Visit, held: ClassSeating) -> list[tuple[str, list[str]]]:
    """Return the tables at which somebody sits and others are missing, with their names."""
    seats = visit.host.seats
    return [
        (group.id, [seats[one].name for one in held.missing(group) if one in seats])
        for group in held.unfinished
    ]


def people(visit: Visit) -> Response:
    """Show every seat of the class: who sits there, and which are empty."""
    host, held = visit.host, visit.host.class_seating()
    tables = _class_seats(host, held)
    return visit.render(
        "class_people.html.j2",
        title="People",
        held=held,
        tables=tables,
        links=sum(one.links for _, seats in tables for one in seats),
        missing=_missing(visit, held),
        waiting=host.doors.entrance.waiting(),
        door=host.doors.entrance.door,
    )


def _somebody(visit: Visit, one: str) -> Sitting | WaitingPerson:
    doors, seats = visit.host.doors, visit.host.seats
    sitting = [
        each for each in doors.sittings() if each.seat in seats and seats[each.seat].group
    ]
    every: tuple[Sitting | WaitingPerson, ...] = (*sitting, *doors.entrance.waiting())
    found = [each for each in every if each.id == one]
    if not found:
        raise NotThere
    return found[0]


def person(visit: Visit) -> Response:
    """Show one person of the class, to be put into another seat or out."""
    return _person(visit, _somebody(visit, visit.path["sitting"]))


def _person(visit: Visit, one: Sitting | WaitingPerson, *mistakes: str) -> Response:
    host, held = visit.host, visit.host.class_seating()
    visit.mistakes = mistakes
    seats = [host.seats[each] for each in held.seats if each in host.seats]
    return visit.render(
        "class_person.html.j2",
        status=422 if mistakes else 200,
        title=one.name or "Somebody without a name",
        one=one,
        sits=host.seats.get(one.seat) if isinstance(one, Sitting) else None,
        held=held,
        seats=[each for each in seats if not isinstance(one, Sitting) or each.id != one.seat],
    )


def move(visit: Visit) -> Response:
    """Put somebody into another seat, or who waits into one."""
    one = _somebody(visit, visit.path["sitting"])
    to = visit.host.seats.get(visit.form.get("seat", ""))
    if to is None or not to.group:
        return _person(visit, one, "Say into which seat.")
    name = one.name or "Somebody without a name"
    try:
        moved = visit.host.doors.move(one.id, to.id, visit.by)
    except AccordError as error:
        return _person(visit, one, str(error))
    _free_of_programs(visit.host, [to.id], visit.by)
    said = f"{name} sits for {to.name} now." if moved else f"{name} sits there already."
    return visit.go("/class/people", said)


def put_out(visit: Visit) -> Response:
    """End the sitting of somebody, and tell them why."""
    one = _somebody(visit, visit.path["sitting"])
    why = " ".join(visit.form.get("why", "").split())[:_LONGEST_WHY]
    if not why:
        return _person(visit, one, "Say why: they read it in the place of their table.")
    # With a name and a password they would be in again: what they sign in with ends, too.
    account = one.account if isinstance(one, Sitting) else ""
    visit.host.doors.end(account or one.id, visit.by, why=why)
    return visit.go("/class/people", f"{one.name or 'Somebody without a name'} is out.")


def end_links(visit: Visit) -> Response:
    """End the links to a seat of the class, or to all of them, that nobody has taken."""
    wanted, seats = visit.form.get("seat", ""), visit.host.class_seating().seats
    of = [one for one in seats if wanted in ("", one)]
    ended = visit.host.doors.end_links(of, visit.by)
    said = "1 link was ended." if ended == 1 else f"{ended} links were ended."
    return visit.go("/class/people", said)


# The one address.


def door(visit: Visit) -> Response:
    """Show the one address of the class large, for all in the room."""
    doors = visit.host.doors
    secret = doors.entrance.secret if doors.entrance.door else ""
    link = f"{visit.host.link}/class/come/{secret}" if secret else ""
    return visit.render(
        "class_door.html.j2",
        title="The class comes in",
        door=doors.entrance.door,
        link=link,
        qr=qr_svg(link) if link else "",
        code=in_groups(secret),
        held=visit.host.class_seating(),
        waiting=doors.entrance.waiting(),
    )


def set_door(visit: Visit) -> Response:
    """Open the address of the class, show it here too, or close it."""
    doors = visit.host.doors
    match visit.form.get("what", ""):
        case "open":
            chosen = visit.lists.get("choose", ())
            door = ClassDoor(
                by_side="side" in chosen,
                by_table="table" in chosen,
                doubles=visit.form.get("last") == "second",
            )
            doors.entrance.open(door, visit.by)
        case "show" if doors.entrance.door and not doors.entrance.secret:
            doors.entrance.open(doors.entrance.door, visit.by)
        case "close":
            before = doors.people()
            doors.entrance.close(visit.by, visit.host.class_seating)
            _free_of_programs(visit.host, doors.people() - before, visit.by)
            return visit.go("/class/people", "The address of the class is closed.")
    return visit.go("/class/door")


def _free_of_programs(host: Host, seats: Collection[str], by: str) -> None:
    """Let the programs leave in whose seats somebody has just sat down."""
    for table in host.tables.of_class():
        for place in table.programs:
            if f"{table.group}/{place}" in seats:
                table.hand_back(place, by)


def _seat(visit: Visit) -> Response:
    """Lead somebody to the seat that they were given; a program that sat there hands back."""
    sitting = visit.host.doors.sitting(visit.coming)
    if sitting:
        _free_of_programs(visit.host, [sitting.seat], sitting.name or sitting.seat)
    leave_other(visit)
    return visit.seat_at(visit.coming)


def _expected(visit: Visit) -> None:
    """Check that the address of the class is open to whoever asks for it."""
    if not visit.host.doors.entrance.opens(visit.path["secret"]):
        raise NotThere


def arrival(visit: Visit) -> Response:
    """Show the address of the class to somebody who comes: it asks for a name."""
    _expected(visit)
    if visit.taken and visit.taken.group:
        return visit.go("/")
    if visit.host.doors.entrance.waiting_with(visit.coming):
        return visit.go("/class/wait")
    return _arrival(visit)


def _arrival(visit: Visit, *mistakes: str) -> Response:
    host, held = visit.host, visit.host.class_seating()
    door = host.doors.entrance.door or ClassDoor()
    open_seats = [host.seats[one] for one in held.order(doubles=door.doubles)]
    visit.mistakes = mistakes
    answer = visit.render(
        "class_come.html.j2",
        status=422 if mistakes else 200,
        door=door,
        seen=SEEN_IN_CLASS,
        places=[
            (one, host.seats[one].name) for one in _in_order(one.sits for one in open_seats)
        ],
        groups=[one.id for one in held.groups if any(s.group == one.id for s in open_seats)],
    )
    if not host.doors.is_new(visit.coming):
        host.set_cookie(answer, COMING, host.doors.secret())
    return answer


def come(visit: Visit) -> Response:
    """Seat somebody who comes, or let them wait."""
    _expected(visit)
    host, doors = visit.host, visit.host.doors
    if visit.taken and visit.taken.group:
        return visit.go("/")
    if doors.sitting(visit.coming):  # the answer was lost that said so
        return visit.seat_at(visit.coming)
    if visit.taken and not visit.form.get("leave"):
        return _arrival(
            visit,
            f"This browser sits for {visit.taken.name}: say that it leaves that seat.",
        )
    if not (name := typed_name(visit)):
        return _arrival(visit, "Say your name, so that the others know you.")
    if not doors.is_new(visit.coming):
        return _arrival(
            visit,
            "This browser keeps no cookies: allow them for this address, and try again.",
        )
    wish = _wish(visit)
    left = doors.left(visit.token)
    before = left.seat if left and not left.ended else ""
    secret = visit.path["secret"]
    if doors.entrance.come(secret, visit.coming, name, wish, host.class_seating, before):
        return _seat(visit)
    if doors.entrance.waiting_with(visit.coming):
        return visit.go("/class/wait")
    _expected(visit)  # it may have been closed meanwhile
    if len(doors.entrance.waiting()) >= MOST_WAITING:
        return _arrival(visit, "Every seat is taken, and many wait: ask the instructor.")
    return _arrival(visit, "That place is taken: choose another, or let the host choose.")


def _wish(visit: Visit) -> SeatWish:
    """Return where somebody would like to sit, if there is such a place."""
    groups = visit.host.tables.groups
    group, place = visit.form.get("group", ""), visit.form.get("place", "")
    return SeatWish(
        group=group if any(one.id == group for one in groups) else "",
        place=place if any(place in one.places for one in groups) else "",
    )


def wait(visit: Visit) -> Response:
    """Show somebody for whom there was no seat whether there is one now."""
    host, doors = visit.host, visit.host.doors
    sitting, person = doors.sitting(visit.coming), doors.entrance.waiting_with(visit.coming)
    if sitting is None and person is None:
        raise NotThere
    line = doors.entrance.waiting()
    return visit.render(
        "class_wait.html.j2",
        sits=host.seats.get(sitting.seat) if sitting else None,
        free=person and doors.entrance.seat_for(visit.coming, host.class_seating()),
        number=line.index(person) + 1 if person in line else 1,
    )


def sit_down(visit: Visit) -> Response:
    """Take the seat that somebody waited for."""
    host, doors = visit.host, visit.host.doors
    if doors.sitting(visit.coming) is None and (
        person := doors.entrance.waiting_with(visit.coming)
    ):
        doors.entrance.take_freed(visit.coming, person, host.class_seating)
    if doors.sitting(visit.coming) is None:
        return wait(visit)
    return _seat(visit)


# Slips.


def choose_class_slips(visit: Visit) -> Response:
    """Show which slips of the class can be printed."""
    return _choose_slips(visit)


def _choose_slips(visit: Visit, *mistakes: str) -> Response:
    visit.mistakes = mistakes
    held = visit.host.class_seating()
    return visit.render(
        "class_slips_choice.html.j2",
        status=422 if mistakes else 200,
        title="Slips of the class",
        all=len(held.seats),
        empty=sum(1 for one in held.seats if held.is_empty(one)),
        most=_MOST_OF_SEAT,
        sheet=_SHEET,
    )


def class_slips(visit: Visit) -> Response:
    """Make links to the seats of the class and show them as slips, eight a sheet."""
    number = visit.form.get("number", "").strip()
    if not (number.isascii() and number.isdecimal() and 0 < int(number) <= _MOST_OF_SEAT):
        return _choose_slips(visit, f"Say how many slips for each seat: 1 to {_MOST_OF_SEAT}.")
    host, held = visit.host, visit.host.class_seating()
    only_empty = visit.form.get("which") == "empty"
    seats = [host.seats[one] for one in held.seats if not only_empty or held.is_empty(one)]
    wanted = [seat for seat in seats for _ in range(int(number))]
    if not wanted:
        return _choose_slips(visit, "No seat is empty: print slips for all seats.")
    if len(wanted) > _MOST_SLIPS:
        return _choose_slips(
            visit, f"That is {len(wanted)} slips: at most {_MOST_SLIPS} are printed at once."
        )
    given = give_links(visit, wanted)
    if not given:
        return visit.go(
            "/class/slips", "Those slips were shown already: end their links and make others."
        )
    sheets: list[list[GivenLink]] = [
        given[at : at + _SHEET] for at in range(0, len(given), _SHEET)
    ]
    return visit.render("class_slips.html.j2", title="Slips of the class", sheets=sheets)


def _in_order(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))


PAGES = (
    HostPage("/class/people", people, Rule.TEACHES, nav=("Class", "People")),
    HostPage("/class/people/{sitting}", person, Rule.TEACHES),
    HostPage("/class/people/{sitting}/move", move, Rule.TEACHES, "POST"),
    HostPage("/class/people/{sitting}/end", put_out, Rule.TEACHES, "POST"),
    HostPage("/class/links/end", end_links, Rule.TEACHES, "POST"),
    HostPage("/class/door", door, Rule.TEACHES, nav=("Class", "Come in")),
    HostPage("/class/door", set_door, Rule.TEACHES, "POST"),
    HostPage("/class/come/{secret}", arrival, Rule.OPEN),
    HostPage("/class/come/{secret}", come, Rule.OPEN, "POST", most=MOST_TYPED),
    HostPage("/class/wait", wait, Rule.OPEN),
    HostPage("/class/wait", sit_down, Rule.OPEN, "POST", most=MOST_TYPED),
    HostPage("/class/slips", choose_class_slips, Rule.TEACHES),
    HostPage("/class/slips", class_slips, Rule.TEACHES, "POST"),
)
