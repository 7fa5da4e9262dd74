"""Between whom something is contested: parties concerned, or reports alone."""

from collections.abc import Iterable
from enum import StrEnum
from itertools import combinations

from accord.model import Process, When
from accord.record.contested import Clash, Contested, Reading, cannot_both_hold
from accord.record.kinds.claim import Stance
from accord.record.kinds.figure import Figure
from accord.record.ledger import Record


class Between(StrEnum):
    """Between whom something is contested."""

    PARTIES = "parties"
    REPORTS = "reports"

    @property
    def heading(self) -> str:
        """What heads it."""
        return (
            "Between parties concerned"
            if self is Between.PARTIES
            else "Between reports, not between the sides"
        )


def between(process: Process, record: Record, one: Contested) -> Between:
    """Return whether a party is contradicted by somebody concerned, or only reports differ.

    Concerned is whoever speaks and is no outlet: a party, an actor, a person, counted by the
    side spoken for. Reports are what sources say by themselves, and what is said by an actor
    that has the id or the name of an outlet. It is between parties where two readings cannot
    both hold, of two sides concerned of which one at least is a party, and where a party
    denies.

    Args:
        process: Says who is a party, and for whom people speak.
        record: Says who is an outlet.
        one: What is contested.
    """
    reporters = _reporters(process, record)
    said = {
        (side, reading.value, reading.stance, _time(record, reading)): (side, reading)
        for reading in one.readings
        if (side := process.side(reading.by)) and side not in reporters and not reading.updated
    }
    parties = process.parties.keys()
    if one.clash is not Clash.FIGURES and any(
        side in parties and stance is Stance.DENIES for side, _, stance, _ in said
    ):
        return Between.PARTIES
    for (side, reading), (other_side, other) in combinations(said.values(), 2):
        apart = side != other_side and not parties.isdisjoint((side, other_side))
        if apart and _clash(record, one, reading, other):
            return Between.PARTIES
    return Between.REPORTS


def sorted_by_sides(
    process: Process, record: Record, found: Iterable[Contested]
) -> list[tuple[Between, Contested]]:
    """Put what is contested between parties before what is between reports alone."""
    told = [(between(process, record, one), one) for one in found]
    return sorted(told, key=lambda pair: pair[0] is Between.REPORTS)


def _reporters(process: Process, record: Record) -> set[str]:
    """Return the ids of actors that are outlets."""
    names = {outlet.name.casefold() for outlet in record.outlets.values()}
    return {
        one
        for one, actor in process.actors.items()
        if one in record.outlets or actor.name.casefold() in names
    }


def _time(record: Record, reading: Reading) -> When | None:
    """Return the time that a figure speaks of: one number said of two days is two readings."""
    return getattr(record.by_id[reading.entry], "time", None)


def _clash(record: Record, one: Contested, reading: Reading, other: Reading) -> bool:
    if one.clash is not Clash.FIGURES:
        return cannot_both_hold(reading, other)
    first, second = record.by_id[reading.entry], record.by_id[other.entry]
    assert isinstance(first, Figure) and isinstance(second, Figure)
    if first.time and second.time and not first.time.overlaps(second.time):
        return False
    return not first.value.meets(second.value)
