"""What is to be done by when: commitments in order of time, and which are overdue on a day."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from attrs import frozen

from accord.model import Precision, When
from accord.record.case import Case
from accord.record.entry import Entry
from accord.record.kinds.agreement import Agreement
from accord.record.kinds.commitment import Commitment
from accord.record.kinds.proposal import Proposal


class DueState(StrEnum):
    """Whether the time of a commitment has come, on some day."""

    OVERDUE = "overdue"
    DUE = "due"
    WAITS = "waits"
    NO_TIME = "no time set"


@frozen(kw_only=True)
class CommitmentDue:
    """A commitment and when it is due.

    Attributes:
        commitment: The entry.
        due: By when it is to be done; None where no time is set, or none can be told yet.
        state: Whether that has come.
        of: The agreements and proposals that have it, by their entries.
        holds: Whether one of those stands: an agreement that has not fallen and was not
            replaced; or whether it is about nothing, and stands by itself.
        in_force: Whether one of those is in force.
        said: Ids of the entries about it, in order of time: who says what was done.
    """

    commitment: Commitment
    due: When | None
    state: DueState
    of: tuple[Entry, ...]
    holds: bool
    in_force: bool
    said: tuple[str, ...]


def commitments_due(case: Case) -> list[CommitmentDue]:
    """Return the commitments of a case, those due first at the head; then those with no time.

    Overdue is said of the time alone: whether something was carried out is what the entries
    about a commitment say, and two sides may say it differently.

    Args:
        case: The case, as of some day.
    """
    record, today = case.record, case.today
    about: dict[str, list[Entry]] = {}
    for entry in record.standing:
        for other in entry.about:
            about.setdefault(record.latest(other), []).append(entry)
    standing = {i: each for each in case.agreed.outcomes for i in (each.id, *each.entries)}
    found = []
    for one in record.of(Commitment):
        papers = [record.by_id[i] for i in one.about if i in record.by_id]
        of = tuple(e for e in papers if isinstance(e, Agreement | Proposal))
        due = _due(one, record.by_id)
        outcomes = [standing[e.id] for e in of if e.id in standing]
        found.append(
            CommitmentDue(
                commitment=one,
                due=due,
                state=_state(one, due, today),
                of=of,
                holds=any(outcome.stands for outcome in outcomes) if one.about else True,
                in_force=any(outcome.standing == "in_force" for outcome in outcomes),
                said=tuple(e.id for e in about.get(one.id, ())),
            )
        )
    return sorted(found, key=_by_time)


def _by_time(one: CommitmentDue) -> datetime:
    return one.due.end if one.due else datetime.max


def _due(one: Commitment, by_id: Mapping[str, Entry]) -> When | None:
    """Return by when something is to be done at the latest, followed back along `after`."""
    days, seen = 0.0, {one.id}
    while not one.due:
        first = by_id.get(one.after)
        if first is None or one.days is None or first.id in seen:
            return None
        days += one.days.high
        if not isinstance(first, Commitment):
            return When(first.date.start + timedelta(days=days), Precision.DAY)
        one = first
        seen.add(one.id)
    return When(one.due.start + timedelta(days=days), Precision.DAY) if days else one.due


def _state(one: Commitment, due: When | None, today: When) -> DueState:
    if due is not None:
        return DueState.OVERDUE if due.end <= today.start else DueState.DUE
    return DueState.WAITS if one.after else DueState.NO_TIME
