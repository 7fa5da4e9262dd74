"""What weighs most: the stated rule by which lines are chosen for the page.

Of two lines the one weighs more that

1. tells that an issue, or the talks, came to stand otherwise;
2. changes the state of the talks: a round, a step, an agreement, a decision, a proposal, an
   offer, an answer, a new position;
3. touches an issue that is open, and of two such the one that touches more of them, as far as
   three;
4. tells of the larger difference: how many times the largest of several numbers is the
   smallest; of what is contested without numbers, whether those concerned contradict each
   other;
5. is nearer in time to the day of the page.

Each is looked at only where those before it are alike. What is alike in all of them stands in
the order of the record, the later first.
"""

from collections.abc import Iterable
from datetime import datetime
from math import inf
from typing import NamedTuple

from accord.model import When
from accord.record import Entry
from accord.record.ledger import issues

CHANGES = frozenset(
    {
        "round",
        "session",
        "step",
        "agreement",
        "decision",
        "proposal",
        "offer",
        "response",
        "position",
        "correction",
    }
)
"""The kinds of entry that change the state of the talks."""

MOST_ISSUES = 3
"""Of so many open issues more add no weight: a text that names all of them is not about any."""


class Weight(NamedTuple):
    """How much a line weighs: compared field by field.

    Attributes:
        standing: Whether it tells that an issue, or the talks, came to stand otherwise.
        change: Whether it changes the state of the talks.
        open_issues: How many open issues it touches, up to three.
        difference: How large the difference is that it tells of; 0 where it tells of none.
        near: How near in time it is: the seconds to the day of the page, below 0.
    """

    standing: bool = False
    change: bool = False
    open_issues: int = 0
    difference: float = 0.0
    near: float = -inf


def weight(entry: Entry, open_issues: Iterable[str], moment: When) -> Weight:
    """Return how much an entry weighs.

    Args:
        entry: The entry.
        open_issues: Ids of the issues that are open.
        moment: The day of the page.
    """
    return Weight(
        change=entry.kind in CHANGES,
        open_issues=min(len(issues(entry) & set(open_issues)), MOST_ISSUES),
        near=nearness(entry.date, moment),
    )


def nearness(date: When, moment: When) -> float:
    """Return the seconds between a date and the day of the page, below 0; 0 on that day.

    Args:
        date: The date.
        moment: The day of the page.
    """
    if date.overlaps(moment):
        return 0.0
    end, start = _after_start(date), _after_start(moment)
    return -abs(end - start)


def _after_start(date: When) -> float:
    return (date.start - datetime.min).total_seconds()


def difference(low: float, high: float) -> float:
    """Return how many times a larger number is the smaller one, less once.

    Args:
        low: The smallest that is said.
        high: The largest.
    """
    if low == high:
        return 0.0
    if low <= 0 or high == inf or low == -inf:
        return inf
    return high / low - 1
