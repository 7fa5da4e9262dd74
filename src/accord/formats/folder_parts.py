"""A process folder in memory, by its files, of which each reader's case is made.

It is the same case as if the folder were loaded for that reader.
"""

from collections.abc import Mapping
from itertools import accumulate
from pathlib import Path

from attrs import field, frozen
from frozendict import frozendict

from accord.formats.check import File
from accord.formats.for_whom import TOP, Place, places_of
from accord.formats.record_ends import RecordEnds
from accord.model import Interests, Process, Reader
from accord.record import Case, Record


def as_one(records: Mapping[Place, Record]) -> Record:
    """Return records from several places as one.

    Args:
        records: The records, in the order of their places.
    """
    known = list(records.values())
    if len(known) < 2:
        return known[0] if known else Record()
    return Record(
        outlets=frozendict({i: o for one in known for i, o in one.outlets.items()}),
        sources=frozendict({i: s for one in known for i, s in one.sources.items()}),
        entries=tuple(entry for one in known for entry in one.entries),
        for_=(records.get(TOP) or Record()).for_,
    )


@frozen(eq=False)
class Seen:
    """What a reader may read.

    Attributes:
        case: The case.
        ends: Where in its entries those of each place end.
    """

    case: Case
    ends: Mapping[Place, int]


@frozen(eq=False)
class FolderParts:
    """A folder without mistakes.

    Attributes:
        path: The folder.
        process: The process.
        declared: The file of the process, as it was read.
        records: The records by their places.
        interests: The interests by their places.
        ends: Of the records that can be added to as they are held: their ends, by their names
            in the folder.
        together: The records of several places as one, of those that were asked for.
    """

    path: Path
    process: Process
    declared: File
    records: Mapping[Place, Record]
    interests: Mapping[Place, tuple[Interests, ...]]
    ends: Mapping[str, RecordEnds]
    together: dict[tuple[Place, ...], Record] = field(factory=dict)

    def opened(self, reader: Reader | None) -> dict[Place, Record]:
        """Return the records that a reader may open, in the order in which they are read."""
        order = self.records if reader is None else (TOP, *places_of(reader))
        return {place: self.records[place] for place in order if place in self.records}

    def joined(self, reader: Reader | None) -> Record:
        """Return what is in the records that a reader may open, the same for all who open them.

        Args:
            reader: Who reads; None for whoever holds all the files.
        """
        mine = self.opened(reader)
        if tuple(mine) not in self.together:
            self.together[tuple(mine)] = as_one(mine)
        return self.together[tuple(mine)]

    def seen(self, reader: Reader | None = None) -> Seen:
        """Return what a reader may read, the same as if the folder were loaded for it.

        Args:
            reader: Who reads; None for whoever holds all the files.
        """
        order = self.interests if reader is None else (TOP, *places_of(reader))
        case = Case(
            process=self.process,
            record=self.joined(reader),
            interests=tuple(i for place in order for i in self.interests.get(place, ())),
        ).seen_by(reader)
        counts = (
            sum(reader is None or reader.reads(e.for_) for e in one.entries)
            for one in self.opened(reader).values()
        )
        return Seen(case, dict(zip(self.opened(reader), accumulate(counts), strict=True)))
