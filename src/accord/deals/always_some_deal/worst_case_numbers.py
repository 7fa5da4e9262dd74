"""The worst values in the ranges: every deal refused by somebody, by the largest margin."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from accord.kernels.solver import minimise
from accord.kernels.tables import Ban
from accord.kernels.ties import Floats, Ints

MOST_NODES = 200
"""After how many nodes of the search tree a program is given up."""

_MOST_MARGIN = 10.0
"""In points: by how much more all deals are refused is of no interest."""


class Refusals(NamedTuple):
    """The numbers of one party, in units of points.

    What a deal is worth above the walk-away value is the sum of the products of weights and
    values of the options taken, of the bonuses of the matches, less the walk-away value, which
    counts times the sum of the weights if it is relative.

    Attributes:
        weights: Shape (2, issues): low and high, none below 0.
        values: For every issue, shape (2, options).
        bonuses: Shape (2, matches).
        matches: Which deals take them.
        walk_away: Shape (2,).
        relative: Whether the walk-away value counts times the sum of the weights.
    """

    weights: Floats
    values: Sequence[Floats]
    bonuses: Floats
    matches: Sequence[Ban]
    walk_away: Floats
    relative: bool


class WorstNumbers(NamedTuple):
    """Values of one party's numbers.

    Attributes:
        weights: Shape (issues,).
        values: For every issue, shape (options,); the lowest where no deal takes the option.
        bonuses: Shape (matches,).
        walk_away: The walk-away value.
    """

    weights: Floats
    values: tuple[Floats, ...]
    bonuses: Floats
    walk_away: float


def hardest(sides: Sequence[Refusals], deals: Ints) -> tuple[float, list[WorstNumbers]] | None:
    """Find the values at which the smallest margin by which a deal is refused is the largest.

    With x = w v for a weight w >= 0 and a value v from l to h, the pairs (w, x) are those with
    l w <= x <= h w: the products are variables, and the program is linear but for the choice,
    for every deal, of a party that refuses it.

    Args:
        sides: The parties.
        deals: Shape (deals, issues), at least one.

    Returns:
        By how many points every deal is refused by somebody (below 0: one is accepted by all
        with so much to spare; at most 10), and the values; None if the program was given up.
    """
    programs = [_Program.of(side, deals) for side in sides]
    count = sum(len(p.low) for p in programs)
    parties, many = len(sides), len(deals)
    # Variables: those of the parties, who refuses what, the margin.
    width = count + parties * many + 1
    rows, lower, upper = [], [], []
    first = 0
    for party, program in enumerate(programs):
        own = slice(first, first + len(program.low))
        first += len(program.low)
        block = np.zeros((len(program.rows), width))
        block[:, own] = program.rows
        rows.append(block)
        lower.append(np.full(len(block), -np.inf))
        upper.append(np.zeros(len(block)))
        # Surplus + margin <= most, and <= 0 if the party refuses the deal.
        most = np.maximum(program.most + _MOST_MARGIN, 0.0)
        block = np.zeros((many, width))
        block[:, own] = program.surplus
        block[np.arange(many), count + party * many + np.arange(many)] = most
        block[:, -1] = 1.0
        rows.append(block)
        lower.append(np.full(many, -np.inf))
        upper.append(most)
    block = np.zeros((many, width))
    for party in range(parties):
        block[np.arange(many), count + party * many + np.arange(many)] = 1.0
    rows.append(block)
    lower.append(np.ones(many))
    upper.append(np.full(many, np.inf))
    low = np.concatenate([*(p.low for p in programs), np.zeros(parties * many), [-np.inf]])
    high = np.concatenate(
        [*(p.high for p in programs), np.ones(parties * many), [_MOST_MARGIN]]
    )
    cost = np.zeros(width)
    cost[-1] = -1.0
    integral = np.zeros(width)
    integral[count:-1] = 1
    found = minimise(
        cost,
        whole=integral,
        ends=(low, high),
        rows=np.vstack(rows),
        bounds=(np.concatenate(lower), np.concatenate(upper)),
        node_limit=MOST_NODES,
    )
    if found.status != 0:
        return None
    parts = np.split(found.x[:count], np.cumsum([len(p.low) for p in programs])[:-1])
    return -float(found.fun), [
        p.solution(part) for p, part in zip(programs, parts, strict=True)
    ]


class _Program(NamedTuple):
    """One party's variables: weights, bonuses, walk-away, then products of weight and value."""

    side: Refusals
    taken: list[tuple[int, int]]
    low: Floats
    high: Floats
    rows: Floats
    surplus: Floats
    most: Floats

    @classmethod
    def of(cls, side: Refusals, deals: Ints) -> "_Program":
        issues, bonuses = side.weights.shape[1], side.bonuses.shape[1]
        taken = [(i, int(o)) for i in range(issues) for o in np.unique(deals[:, i])]
        walk, products = issues + bonuses, issues + bonuses + 1
        low = np.full(products + len(taken), -np.inf)
        high = np.full(products + len(taken), np.inf)
        low[:walk] = np.concatenate([side.weights[0], side.bonuses[0]])
        high[:walk] = np.concatenate([side.weights[1], side.bonuses[1]])
        rows = np.zeros((2 * len(taken) + 2 * side.relative, len(low)))
        for place, (issue, option) in enumerate(taken):
            for row, sign, end in ((2 * place, -1.0, 0), (2 * place + 1, 1.0, 1)):
                rows[row, products + place] = sign
                rows[row, issue] = -sign * side.values[issue][end, option]
        if side.relative:
            for row, sign, end in ((-2, -1.0, 0), (-1, 1.0, 1)):
                rows[row, walk] = sign
                rows[row, :issues] = -sign * side.walk_away[end]
        else:
            low[walk], high[walk] = side.walk_away
        surplus = np.zeros((len(deals), len(low)))
        surplus[:, walk] = -1.0
        for place, (issue, option) in enumerate(taken):
            surplus[:, products + place] = deals[:, issue] == option
        for place, (scope, match) in enumerate(side.matches):
            surplus[:, issues + place] = match[tuple(deals[:, scope].T)]
        return cls(side, taken, low, high, rows, surplus, _most(side, deals, surplus))

    def solution(self, found: Floats) -> WorstNumbers:
        side, issues = self.side, self.side.weights.shape[1]
        weights = np.clip(found[:issues], *side.weights)
        walk = issues + side.bonuses.shape[1]
        values = [ends[0].copy() for ends in side.values]
        for (issue, option), product in zip(self.taken, found[walk + 1 :], strict=True):
            if weights[issue] > 0:
                ends = side.values[issue][:, option]
                values[issue][option] = np.clip(product / weights[issue], *ends)
        whole = weights.sum() if side.relative else 1.0
        walk_away = found[walk] / whole if whole > 0 else side.walk_away[1]
        return WorstNumbers(
            weights,
            tuple(values),
            np.clip(found[issues:walk], *side.bonuses),
            float(np.clip(walk_away, *side.walk_away)),
        )


def _most(side: Refusals, deals: Ints, surplus: Floats) -> Floats:
    """Bound the surplus of every deal from above."""
    issues = side.weights.shape[1]
    ends = [np.multiply.outer(w, v).max(axis=(0, 1)) for w, v in _pairs(side)]
    most = sum((end[deals[:, i]] for i, end in enumerate(ends)), np.zeros(len(deals)))
    most += surplus[:, issues : issues + side.bonuses.shape[1]] @ side.bonuses[1]
    whole = side.weights.sum(axis=1) if side.relative else np.ones(2)
    return np.asarray(most - np.multiply.outer(whole, side.walk_away).min())


def _pairs(side: Refusals) -> list[tuple[Floats, Floats]]:
    return list(zip(side.weights.T, side.values, strict=True))
