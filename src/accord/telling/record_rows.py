"""The record in rows, for whoever works on it elsewhere: CSV."""

from collections.abc import Iterable, Iterator

from accord.record import Case, Correction, Entry, contested
from accord.record.between import sorted_by_sides
from accord.record.commitments import CommitmentDue
from accord.record.links import Day
from accord.record.sentences import sentence
from accord.record.wording import quantity
from accord.telling.contested_words import readings
from accord.telling.entry_words import labels, replaced, says, who

Row = tuple[str, ...]

ENTRY_HEADER = ("id", "date", "kind", "who", "stance", "says", "text", "sources")
TIMELINE_HEADER = ("date", "part", "during", "kind", "text", "entry", "sources")
CORRECTIONS_HEADER = ("known", "entry", "said", "by", "says", "why", "sources")
COMMITMENTS_HEADER = (
    *("commitment", "owner", "to", "issue", "words", "one_way"),
    *("due", "after", "days", "due_by", "state", "of", "holds", "said", "sources"),
)
CONTESTED_HEADER = (
    *("subject", "attribute", "clash", "between"),
    *("who", "stance", "says", "entry", "sources"),
)
PARTS_OF_DAY = (("meetings", "MEETING"), ("said", "Said"), ("outside", "Outside"))
"""What a day falls into, and what marks each part."""


def entry_rows(case: Case, entries: Iterable[Entry]) -> Iterator[Row]:
    """Yield a row for each of some entries.

    Args:
        case: The case.
        entries: The entries.
    """
    for entry in entries:
        yield (
            entry.id,
            str(entry.date),
            entry.kind,
            who(case, entry),
            getattr(entry, "stance", ""),
            replaced(case, entry) + sentence(case.process, entry, case.record),
            entry.text,
            "; ".join(entry.sources),
        )


def timeline_rows(case: Case, days: Iterable[Day]) -> Iterator[Row]:
    """Yield a row for each entry of some days.

    Args:
        case: The case.
        days: The days.
    """
    for day in days:
        for part, _ in PARTS_OF_DAY:
            for e in getattr(day, part):
                sources = "; ".join(e.sources)
                yield str(e.date), part, e.during, e.kind, says(case, e), e.id, sources


def contested_rows(case: Case) -> Iterator[Row]:
    """Yield a row for each reading of what is contested.

    Args:
        case: The case.
    """
    found = sorted_by_sides(case.process, case.record, contested(case.record))
    for sides, one in found:
        for row in readings(case, one):
            yield one.subject, one.attribute, one.clash, sides, *row


def correction_rows(case: Case) -> list[Row]:
    """Return what was superseded, the latest first.

    Of each: since when it is known, what the entry said, what it says now, why, by what source.

    Args:
        case: The case.
    """
    record, process = case.record, case.process
    found = []
    for new in record.entries:
        old = record.by_id.get(new.supersedes)
        if old is None:
            continue
        withdrawn = isinstance(new, Correction)
        found.append(
            (
                str(record.known_on(new)),
                old.id,
                sentence(process, old, record),
                new.id,
                "withdrawn" if withdrawn else sentence(process, new, record),
                new.why or (new.text if withdrawn else ""),
                labels(case, new.sources),
            )
        )
    return sorted(found, key=lambda row: row[0], reverse=True)


def commitment_rows(case: Case, found: Iterable[CommitmentDue]) -> Iterator[Row]:
    """Yield a row for each of some commitments, by ids.

    Args:
        case: The case.
        found: The commitments, with when they are due.
    """
    for each in found:
        one = each.commitment
        yield (
            one.id,
            one.owner,
            "; ".join(one.to),
            one.issue,
            one.words or one.text,
            one.one_way or "",
            str(one.due or ""),
            one.after,
            str(one.days or ""),
            str(each.due or ""),
            each.state,
            "; ".join(paper.id for paper in each.of),
            "yes" if each.holds else "no",
            "; ".join(each.said),
            "; ".join(one.sources),
        )


def due_in_words(each: CommitmentDue) -> str:
    """Return by when something is to be done, and after what, by its id.

    Args:
        each: The commitment, with when it is due.
    """
    one = each.commitment
    if one.due or not one.after:
        return one.due.words if one.due else "no time set"
    days = f"{quantity(one.days, 'days')} " if one.days else ""
    told = f"{days}after {one.after}"
    return f"{each.due.words} ({told})" if each.due else told
