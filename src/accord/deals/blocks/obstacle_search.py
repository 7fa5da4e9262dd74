"""Every way through a space of deals, with the obstacles that each way meets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from accord.deals.blocks.bitsets import Flags, add_bit, distinct, flags, no_bits
from accord.deals.blocks.issue_order import Course, Stage
from accord.deals.blocks.joint_floor import JointFloor
from accord.kernels.nondominated import nondominated
from accord.kernels.ties import Ints

_BATCH = 2**18
"""How many ways are formed at once."""

_WORTH_COMPARING = 2
"""Of more than so many times the ways kept, only the likeliest are compared."""

_MOST_PAIRS = 2**27
"""How many pairs of ways are compared: about a second of work."""


@dataclass(frozen=True)
class Ways:
    """Deals, or partial deals on the issues decided so far.

    Attributes:
        choices: Shape (n, issues), the option on every issue, 0 where none is decided.
        met: One row of bits for each: the obstacles met, a party's as soon as nothing that is
            still to come can lift it to the floor.
        sums: Shape (n, parties).
    """

    choices: Ints
    met: Ints
    sums: Ints

    def take(self, index: Ints) -> "Ways":
        """Return some of them."""
        return Ways(self.choices[index], self.met[index], self.sums[index])


class Interest(Protocol):
    """Says which sets of obstacles are of interest.

    Attributes:
        exact: Whether sums that are sure to reach the floor still differ.
    """

    exact: bool

    def follow(self, met: Ints) -> tuple[Flags, Flags]:
        """Judge distinct rows of obstacles that partial deals meet already.

        Returns:
            Which to follow, shape (rows,); and the parties who must reach the floor in all
            that is of interest beyond, shape (rows, parties).
        """

    def lose(self, met: Ints) -> None:
        """Note distinct rows of obstacles beyond which no partial deal was followed.

        Parties that had to reach the floor together could not.
        """


class Crossed(NamedTuple):
    """What a crossing found.

    Attributes:
        ways: Deals; of those that meet the same obstacles the nondominated.
        cut: Whether anything was dropped for want of room.
    """

    ways: Ways
    cut: bool


@dataclass(frozen=True)
class Crossing:
    """Decides issue after issue, and keeps one partial deal of those that do the same.

    Of partial deals that leave the same to come and meet the same obstacles, those that
    another dominates are dropped. A sum that is sure to reach the floor counts as reaching it,
    and one that cannot as not reaching it, so few differ.

    Source: R. Bellman, Dynamic Programming (1957); for bounding what is still to come
    T. Morin and R. Marsten, Branch-and-bound strategies for dynamic programming, Operations
    Research 24 (1976), 611-627.

    Attributes:
        course: The deals.
        joint: What several parties cannot reach at once.
        most: How many partial deals there is room for.
    """

    course: Course
    joint: JointFloor
    most: int

    def follow(self, interest: Interest) -> Crossed:
        """Find deals that meet sets of obstacles of interest."""
        parties, sizes = self.course.space.parties, self.course.space.sizes
        ways = Ways(
            np.zeros((1, len(self.course.stages)), np.int64),
            no_bits(1, self.course.obstacles),
            np.zeros((1, parties), np.int64),
        )
        cut = False
        for place, stage in enumerate(self.course.stages):
            few = _batches(sizes[stage.issue], ways)
            ways = _together([self._decide(place, part, interest) for part in few])
            if len(ways.sums) > _WORTH_COMPARING * self.most:
                ways, cut = self._likeliest(ways, _WORTH_COMPARING * self.most), True
            ways, all_compared = _without_dominated(stage, ways)
            cut |= not all_compared
            if len(ways.sums) > self.most:
                ways, cut = self._likeliest(ways, self.most), True
        return Crossed(ways, cut)

    def _decide(self, place: int, ways: Ways, interest: Interest) -> Ways:
        """Take every option of an issue, and keep what is of interest and within reach."""
        stage = self.course.stages[place]
        size = self.course.space.sizes[stage.issue]
        before = np.repeat(np.arange(len(ways.sums)), size)
        option = np.tile(np.arange(size), len(ways.sums))

        def at(scope: Sequence[int]) -> tuple[Ints, ...]:
            return tuple(option if i == stage.issue else ways.choices[before, i] for i in scope)

        for scope, ban in stage.forbidden:
            kept = np.flatnonzero(~ban[at(scope)])
            before, option = before[kept], option[kept]
        met, sums = ways.met[before], ways.sums[before]
        for number, (scope, ban) in stage.bans:
            add_bit(met, number, ban[at(scope)])
        for table in stage.tables:
            sums += table.sums[at(table.scope)]
        needed, suffices = self.course.floor - stage.most, self.course.floor - stage.least
        for party, short in enumerate((sums < needed).T):
            add_bit(met, self.course.bans + party, short)
        if not interest.exact:
            sums = np.clip(sums, needed - 1, suffices)
        kept = self._judged(place, met, sums, interest)
        choices = ways.choices[before[kept]]
        choices[:, stage.issue] = option[kept]
        return Ways(choices, met[kept], sums[kept])

    def _judged(self, place: int, met: Ints, sums: Ints, interest: Interest) -> Ints:
        """Find what is of interest and within reach."""
        one, number = distinct(met)
        follow, must = interest.follow(met[one])
        kept = np.flatnonzero(follow[number])
        reached = np.ones(len(kept), dtype=np.bool_)
        asked, which = np.unique(must, axis=0, return_inverse=True)
        which = which.reshape(-1)[number[kept]]
        for n, parties in enumerate(asked):
            who = tuple(np.flatnonzero(parties).tolist())
            mine = np.flatnonzero(which == n)
            if len(who) > 1 and len(mine):  # one by itself is looked at without weights
                reached[mine] = self.joint.within_reach(place, sums[kept[mine]], who)
        lost = met[one[np.unique(number[kept[~reached]])]]
        if len(lost):
            interest.lose(lost)
        return np.asarray(kept[reached])

    def _likeliest(self, ways: Ways, most: int) -> Ways:
        """Keep partial deals that meet few obstacles, of as many those with the larger sums."""
        count = flags(ways.met, self.course.obstacles).sum(axis=1)
        total = (ways.sums / self.course.space.tie).sum(axis=1)
        return ways.take(np.sort(np.lexsort((-total, count))[:most]))


def _batches(size: int, ways: Ways) -> Iterator[Ways]:
    """Part ways so that with every option of an issue there are not too many; at least once."""
    rows = max(1, _BATCH // size)
    for start in range(0, max(len(ways.sums), 1), rows):
        yield ways.take(np.arange(start, min(start + rows, len(ways.sums))))


def _together(parts: list[Ways]) -> Ways:
    return Ways(
        np.concatenate([part.choices for part in parts]),
        np.concatenate([part.met for part in parts]),
        np.concatenate([part.sums for part in parts]),
    )


def _without_dominated(stage: Stage, ways: Ways) -> tuple[Ways, bool]:
    """Compare partial deals that leave the same to come and meet the same obstacles.

    Returns:
        Those that no other dominates; and whether none was dropped without being compared.
    """
    numbers = [number[tuple(ways.choices[:, done].T)] for done, number in stage.pending]
    _, cell = distinct(np.column_stack([*numbers, ways.met]))
    few = np.arange(len(cell))
    if ways.sums.shape[1] > 2:  # two parties' sums are compared by sorting
        few = _comparable(ways.sums, cell)
    best = few[nondominated(ways.sums[few], cell[few])]
    return ways.take(best), len(few) == len(cell)


def _comparable(sums: Ints, cell: Ints) -> Ints:
    """Keep so many sums of every cell, the largest in all, that all pairs can be compared."""
    counts = np.bincount(cell)
    most = int(counts.max(initial=1))
    while (np.minimum(counts, most) ** 2).sum() > _MOST_PAIRS and most > 1:
        most //= 2
    order = np.lexsort((-sums.sum(axis=1), cell))
    place = np.arange(len(cell)) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.sort(order[place < most])
