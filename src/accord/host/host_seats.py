"""Who can sit where a process is hosted, what each reads, and for whom each writes."""

from attrs import frozen

from accord.model import MEDIATOR, Process, Reader
from accord.model.tier import CAPITAL, PUBLIC, SHARED

HOST = "host"
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
    """

    id: str
    name: str
    reader: Reader
    runs: bool = False

    @property
    def team(self) -> bool:
        """Whether it is of the mediator's team."""
        return MEDIATOR in self.reader.tiers

    @property
    def first(self) -> str:
        """The address of the page to which whoever comes in is led."""
        return "/host" if self.runs else "/brief"

    @property
    def writes_for(self) -> tuple[str, ...]:
        """The tiers for which it may enter something, what it does by default first.

        The mediator's team keeps the record of all; anybody else writes for its own alone.
        """
        if self.team:
            return self.reader.read
        return tuple(one for one in self.reader.tiers if one not in SHARED)


def seats_of(process: Process) -> dict[str, HostSeat]:
    """Return the seats of a process by their ids.

    Args:
        process: The process; its `readers` are seats beside those that every process has.
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
    for one, tiers in process.readers.items():
        if one != HOST:
            found.append(HostSeat(id=one, name=process.name(one), reader=Reader(tiers)))
    return {seat.id: seat for seat in found}


def _host_reads(process: Process) -> tuple[str, ...]:
    return process.readers.get(HOST, (PUBLIC,))
