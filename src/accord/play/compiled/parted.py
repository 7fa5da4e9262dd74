"""The deals of a game as arrays: the agenda cut in two, and what parties may take of it."""

from collections.abc import Mapping, Sequence

import numpy as np

from accord.deals.search.halves import Half
from accord.deals.search.space import OpenDeals
from accord.deals.worth import Worth
from accord.kernels.ties import Ints
from accord.model import Agenda
from accord.play.compiled.plan import BITS, SHIFT, SIZE, Flags, Halves, Never
from accord.talks import Mandate

Cut = tuple[tuple[int, ...], tuple[int, ...]]
"""The issues of either half."""


def parted(worth: Worth, mandates: Mapping[str, Mandate], issues: Cut) -> Halves:
    """Tabulate the halves of the agenda.

    Args:
        worth: The numbers of all parties; how large they are does not matter.
        mandates: The options that a party may take, by party and issue.
        issues: The issues of either half.
    """
    both = [
        [
            Half.of(space.sizes, space.bans, space.bonuses, issues[side], rest=side == 1)
            for side in range(2)
        ]
        for space in (
            OpenDeals.whole(worth.only(party), worth.names.open(mandates.get(party, {})))
            for party in worth.parties
        )
    ]
    most = max(len(one.open) for one in both[0])
    bonuses = [
        (party, place, side, np.flatnonzero(met))
        for party, halves in enumerate(both)
        for side, one in enumerate(halves)
        for place, met in one.bonuses
    ]
    bonuses.sort(key=lambda one: one[:2])
    ends = np.cumsum([0, *(len(met) for _, _, _, met in bonuses)])
    opened = [[np.flatnonzero(one.open) for one in halves] for halves in both]
    largest = max(len(one) for halves in opened for one in halves)
    return Halves(
        number=_padded([one.deals for one in both[0]], most),
        shut=np.array([_padded([one.open for one in halves], most) == 0 for halves in both]),
        open=np.array([_padded(halves, largest) for halves in opened]),
        bonus=np.array(
            [
                (party, side, *ends[place : place + 2])
                for place, (party, _, side, _) in enumerate(bonuses)
            ],
            dtype=np.int64,
        ).reshape(-1, 4),
        taken=np.concatenate([np.zeros(0, np.int64), *(met for _, _, _, met in bonuses)]),
    )


def laid_out(agenda: Agenda, halves: Cut) -> Ints:
    """Return what `Plan.issues` says.

    Args:
        agenda: The issues.
        halves: The issues of either half.
    """
    found, first = list[list[int]](), 0
    for one in agenda.issues.values():
        found.append([len(one.choices), first, one.span is not None, 0, 0])
        first += len(one.choices)
    for side, issues in enumerate(halves):
        stride = 1
        for issue in reversed(issues):
            found[issue][BITS:] = SHIFT * (1 - side), stride
            stride *= found[issue][SIZE]
    return np.array(found, dtype=np.int64)


def coded(halves: Halves, counts: Sequence[int]) -> Ints:
    """Return all deals by their numbers on the agenda.

    Args:
        halves: The halves.
        counts: How many combinations either has.
    """
    first, second = (halves.number[side, :count] for side, count in enumerate(counts))
    found = np.zeros(len(first) * len(second), dtype=np.int64)
    codes = (np.arange(len(first))[:, None] << SHIFT) | np.arange(len(second))
    found[first[:, None] + second] = codes
    return found


def refused(worth: Worth) -> Never:
    """Return the combinations that each party refuses."""
    start, first, issues, rows = [0], [0], list[int](), list[Flags]()
    for party in worth.parties:
        for scope, taken in worth.only(party).bans:
            for axis, issue in enumerate(scope):
                row = np.zeros(sum(worth.sizes), dtype=np.bool_)
                options = np.moveaxis(taken, axis, 0).reshape(worth.sizes[issue], -1)
                row[worth.starts[issue] :][: worth.sizes[issue]] = options.any(axis=1)
                issues.append(issue)
                rows.append(row)
            first.append(len(issues))
        start.append(len(first) - 1)
    return Never(
        np.array(start),
        np.array(first),
        np.array(issues, dtype=np.int64),
        np.array(rows, dtype=np.bool_).reshape(len(rows), sum(worth.sizes)),
    )


def _padded(rows: Sequence[Ints | Flags], length: int) -> Ints:
    found = np.zeros((len(rows), length), dtype=np.int64)
    for row, one in zip(found, rows, strict=True):
        row[: len(one)] = one
    return found
