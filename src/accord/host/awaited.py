"""What the tables wait for from a seat: its move, or its decision."""

from collections.abc import Iterable, Iterator

from attrs import frozen

from accord.host.held_table import HeldTable
from accord.host.seated import SeatedTable
from accord.talks import Instruct, OpenProposal, Refer, Role, View


@frozen(kw_only=True)
class Awaited:
    """Something for which a table waits.

    Attributes:
        said: What it is, in words that end before the name of the table.
        table: The name of the table.
        to: The address of the page where it is done.
    """

    said: str
    table: str
    to: str


def awaited(tables: Iterable[SeatedTable], seat: str) -> Iterator[Awaited]:
    """Yield what the tables wait for from a seat, by what it sees of them.

    Args:
        tables: Those at which it sits.
        seat: Its id.
    """
    for table in tables:
        seen, to = table.seen(seat).view, f"/tables/{table.id}"
        if seen.role is Role.PRINCIPAL:
            if ratifies(seen) or referred(seen):
                said = "Something is for you to decide at table"
                yield Awaited(said=said, table=table.id, to=f"{to}/capital")
        elif not (seen.over or table.paused) and seat in seen.awaited:
            yield Awaited(said="Your move is awaited at table", table=table.id, to=to)


def gone_on(tables: Iterable[HeldTable], seat: str) -> Iterator[Awaited]:
    """Yield the branches at which a seat has heard nothing yet that is new.

    Args:
        tables: Those at which it sits.
        seat: Its id.
    """
    for table in tables:
        if (branch := table.branch) is None:
            continue
        seen, line = table.seen(seat).view, table.goes_on_from(seat)
        if not seen.over and len(seen.heard) == line:
            said = f"You may go on from line {line} of table {branch.of}, at table"
            yield Awaited(said=said, table=table.id, to=f"/tables/{table.id}")


def ratifies(seen: View) -> bool:
    """Return whether a capital is asked to ratify what was agreed."""
    return "ratify" in seen.legal and seen.deal is not None


def referred(seen: View) -> list[OpenProposal]:
    """Return the open proposals on which a capital is asked, and has not answered since."""
    waiting: set[str] = set()
    done: set[str] = set()
    for event in seen.heard:
        if isinstance(event.what, Refer):
            waiting.add(event.what.proposal)
        elif isinstance(event.what, Instruct):
            done |= waiting
            waiting = set()
    answered = done - waiting
    return [one for one in seen.proposals if one.id in seen.referred and one.id not in answered]
