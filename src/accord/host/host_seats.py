"""Who can sit where a process is hosted, what each reads, and for whom each writes."""

from collections.abc import Iterable

from attrs import frozen

from accord.model import MEDIATOR, Process, Reader
from accord.model.tier import CAPITAL, PUBLIC, SHARED, tiers

HOST = "host"
INSTRUCTOR = "instructor"
"""Who runs a class: it reads all of the case, and sees every table of the class."""
PROJECTOR = "projector"
"""What all in the room look at: it sits at every table, and sees what everybody may see."""


@frozen(kw_only=True)
class HostSeat:
    """A seat: several people may sit in it.

    Attributes:
        id: What it is called in links and files: `ukraine`, `ukraine/capital`, `mediator`.
        name: What it is called on a page.
        reader: What whoever sits there reads.
        runs: Whether it runs the host: gives links, ends visits, sees who opened what.
        teaches: Whether it runs a class.
        group: The group of a class that it is of, which sits at tables of its own; empty for a
            seat of the process itself.
        place: What it is called at tables, where that is not its id.
        beside: The seats of its group of which it sees whether somebody sits there: not the
            capitals of others, for whether these listen is known to their own side alone.
    """

    id: str
    name: str
    reader: Reader
    runs: bool = False
    teaches: bool = False
    group: str = ""
    place: str = ""
    beside: tuple[str, ...] = ()

    @property
    def sits(self) -> str:
        """What it is called at tables: `ukraine` of `7/ukraine` in a class."""
        return self.place or self.id

    @property
    def team(self) -> bool:
        """Whether it is of the mediator's team; whoever mediates in a class is not."""
        return MEDIATOR in self.reader.tiers and not self.group

    @property
    def first(self) -> str:
        """The address of the page to which whoever comes in is led."""
        if self.teaches:
            return "/class"
        if self.group:
            return "/role"
        return "/host" if self.runs else "/brief"

    @property
    def writes_for(self) -> tuple[str, ...]:
        """The tiers for which it may enter something, what it does by default first.

        The mediator's team keeps the record of all; anybody else writes for its own alone. A
        class shares one case among many tables, so nobody at them writes into it.
        """
        if self.group:
            return ()
        if self.team:
            return self.reader.read
        return tuple(one for one in self.reader.tiers if one not in SHARED)


@frozen(kw_only=True)
class ClassGroup:
    """Those of a class who sit together, at a table of their own and at its branches.

    Attributes:
        id: What it is called: `7`.
        places: What its seats are called at the table.
    """

    id: str
    places: tuple[str, ...]

    def seat(self, place: str) -> str:
        """Return the id of one of its seats.

        Args:
            place: What the seat is called at the table.
        """
        return f"{self.id}/{place}"


def seats_of(process: Process, groups: Iterable[ClassGroup] = ()) -> dict[str, HostSeat]:
    """Return the seats of a process by their ids.

    Args:
        process: The process; its `readers` are seats beside those that every process has.
        groups: The groups of a class that rehearses it.
    """
    found = [
        HostSeat(id=HOST, name="The host", reader=Reader(_host_reads(process)), runs=True),
        HostSeat(id=MEDIATOR, name="The mediator's team", reader=Reader((MEDIATOR,))),
    ]
    for party in process.parties.values():
        found.append(HostSeat(id=party.id, name=party.name, reader=Reader((party.id,))))
        capital = f"{party.id}/{CAPITAL}"
        name = f"{party.name}: the capital"
        found.append(HostSeat(id=capital, name=name, reader=Reader((capital,))))
    found.append(HostSeat(id=PROJECTOR, name="The projector", reader=Reader((PUBLIC,))))
    for one, read in process.readers.items():
        if one != HOST:
            found.append(HostSeat(id=one, name=process.name(one), reader=Reader(read)))
    of_all = {seat.id: seat for seat in found}
    return of_all | {seat.id: seat for seat in _class_seats(process, of_all, groups)}


def _class_seats(
    process: Process, of_all: dict[str, HostSeat], groups: Iterable[ClassGroup]
) -> Iterable[HostSeat]:
    """Yield the seats of a class: whoever runs it, and those of each group."""
    groups = tuple(groups)
    if groups:
        yield HostSeat(
            id=INSTRUCTOR,
            name="The instructor",
            reader=Reader(tiers(process.parties)),
            runs=True,
            teaches=True,
        )
    for group in groups:
        for place in group.places:
            if same := of_all.get(place):
                yield HostSeat(
                    id=group.seat(place),
                    name=f"{same.name}, table {group.id}",
                    reader=same.reader,
                    group=group.id,
                    place=place,
                    beside=tuple(
                        group.seat(one) for one in group.places if _is_known(one, place)
                    ),
                )


def _is_known(one: str, place: str) -> bool:
    """Return whether whoever sits in a place knows who sits in another."""
    party, _, capital = one.partition("/")
    return capital != CAPITAL or place.partition("/")[0] == party


def _host_reads(process: Process) -> tuple[str, ...]:
    return process.readers.get(HOST, (PUBLIC,))
