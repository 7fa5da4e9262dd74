"""Links between entries, followed backwards; and what was said and done, day by day."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from attrs import frozen

from accord.record.entry import Entry
from accord.record.kinds.claim import Claim
from accord.record.kinds.question import Question
from accord.record.kinds.response import Response
from accord.record.ledger import Record
from accord.record.meeting import Meeting


@frozen(kw_only=True)
class Links:
    """What other entries have to do with one.

    Attributes:
        replaced_by: What supersedes it.
        claims: Claims about it.
        responses: Answers to it.
        about: Other entries about it.
        during: What happened or was said during it.
    """

    replaced_by: tuple[Entry, ...] = ()
    claims: tuple[Entry, ...] = ()
    responses: tuple[Entry, ...] = ()
    about: tuple[Entry, ...] = ()
    during: tuple[Entry, ...] = ()


def links(record: Record, one: str) -> Links:
    """Find the entries that name an entry, in order of time."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in sorted(record.entries, key=lambda e: e.date.order):
        if entry.supersedes == one:
            found["replaced_by"].append(entry)
        if one in entry.about:
            found["claims" if isinstance(entry, Claim) else "about"].append(entry)
        elif isinstance(entry, Question) and one in entry.answered_in:
            found["about"].append(entry)
        if isinstance(entry, Response) and entry.answers == one:
            found["responses"].append(entry)
        if entry.during == one:
            found["during"].append(entry)
    return Links(**{name: tuple(entries) for name, entries in found.items()})


@frozen
class Day:
    """What is in the record of one day, or of a longer time known no closer.

    Attributes:
        date: The day, as a file has it: 2022-02-28, or 2022-02, or 2022.
        meetings: Rounds and sessions.
        said: What was said, proposed, answered, assured or claimed.
        outside: What happened outside the room.
    """

    date: str
    meetings: tuple[Entry, ...]
    said: tuple[Entry, ...]
    outside: tuple[Entry, ...]


def days(entries: Iterable[Entry]) -> Iterator[Day]:
    """Cut entries into days; rounds and sessions stand apart from what happened outside."""
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda e: e.date.order):
        groups[str(entry.date)[:10]].append(entry)
    for date, group in groups.items():
        meetings = tuple(e for e in group if isinstance(e, Meeting))
        outside = tuple(e for e in group if e.outside)
        said = tuple(e for e in group if not (isinstance(e, Meeting) or e.outside))
        yield Day(date, meetings, said, outside)
