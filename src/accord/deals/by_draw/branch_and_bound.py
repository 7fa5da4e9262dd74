"""Every deal above several bounds, for many sets of numbers at once."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from accord.kernels.maximum import Weighing, largest_sums
from accord.kernels.semirings import EliminationStep
from accord.kernels.tables import Ban
from accord.kernels.ties import Floats, Ints

Flags = npt.NDArray[np.bool_]

Visit = Callable[[Ints, Ints], Ints]
"""Takes sets (k,) and a deal for each (k, issues); gives the sets in which to go on no more."""

_BLOCK = 2**14
"""How many partial deals are gone on with at once; the rest waits, which bounds memory."""


class _PartialDeals(NamedTuple):
    """Partial deals of one depth: their sets, options so far, and what is to spare by goal."""

    depth: int
    sets: Ints
    choices: Ints
    spare: Floats


def branch(
    sizes: Sequence[int],
    goals: Sequence[Sequence[Weighing]],
    least: Floats,
    forbidden: Sequence[Ban],
    visit: Visit,
    *,
    most_each: int,
    most: int,
) -> Flags:
    """Visit every deal that reaches the least sum of every goal, in every set of numbers.

    Issues are decided one by one, the last eliminated first. The elimination says what a
    partial deal can add up to at most, goal by goal; where that is too little it is dropped
    (branch and bound). All sets are worked on together.

    Source: R. Marinescu and R. Dechter, AND/OR branch-and-bound search for combinatorial
    optimization in graphical models, Artificial Intelligence 173 (2009), 1457-1491, here with
    exact bounds for each goal alone and without AND nodes.

    Args:
        sizes: Options per issue.
        goals: Tables whose entries at a deal add up to what it is worth, by goal.
        least: Shape (sets, goals), what to reach.
        forbidden: Tables of combinations that no deal may take.
        visit: Told of the deals.
        most_each: After how many partial deals to give up a set.
        most: After how many partial deals to give up all.

    Returns:
        Shape (sets,), which sets were given up.

    Raises:
        ValueError: If a table would be too large.
    """
    eliminations = [largest_sums(sizes, tables, forbidden) for tables in goals]
    plans = list(zip(*(reversed(e.steps) for e in eliminations), strict=True))
    spare = np.stack([e.values for e in eliminations], axis=1) - least
    sets = np.flatnonzero((spare >= 0).all(axis=1))
    given_up = np.zeros(len(least), dtype=np.bool_)
    over, counts = np.zeros(len(least), dtype=np.bool_), np.zeros(len(least), dtype=np.int64)
    start = _PartialDeals(
        0, sets, np.zeros((len(sets), len(sizes)), dtype=np.int64), spare[sets]
    )
    waiting, work = [start], 0
    while waiting:
        rows = waiting.pop()
        rows = _part(rows, ~over[rows.sets])
        if len(rows.sets) > _BLOCK:
            waiting.append(_part(rows, slice(_BLOCK, None)))
            rows = _part(rows, slice(_BLOCK))
        if not len(rows.sets):
            continue
        if rows.depth == len(sizes):
            over[visit(rows.sets, rows.choices)] = True
            continue
        if work > most:
            given_up[rows.sets] = True
            continue
        rows = _expand(rows, plans[rows.depth], sizes)
        work += len(rows.sets)
        counts += np.bincount(rows.sets, minlength=len(counts))
        beyond = (counts > most_each) & ~over
        given_up |= beyond
        over |= beyond
        waiting.append(rows)
    return given_up


def _part(rows: _PartialDeals, kept: Flags | slice) -> _PartialDeals:
    return _PartialDeals(rows.depth, rows.sets[kept], rows.choices[kept], rows.spare[kept])


def _expand(
    rows: _PartialDeals, plan: Sequence[EliminationStep], sizes: Sequence[int]
) -> _PartialDeals:
    """Decide one more issue in all ways that leave something to spare for every goal."""
    issue, many = plan[0].issue, sizes[plan[0].issue]
    kept = np.repeat(np.arange(len(rows.sets)), many)
    option = np.tile(np.arange(many), len(rows.sets))
    spares: list[Floats] = []
    for goal, step in enumerate(plan):
        # What an option leaves below the best of them is lost.
        totals = step.at(rows.sets, rows.choices)
        totals += (rows.spare[:, goal] - totals.max(axis=1))[:, None]
        spare = totals[kept, option]
        good = spare >= 0
        kept, option = kept[good], option[good]
        spares = [*(other[good] for other in spares), spare[good]]
    choices = rows.choices[kept]
    choices[:, issue] = option
    return _PartialDeals(rows.depth + 1, rows.sets[kept], choices, np.stack(spares, axis=1))
