"""Which options occur in some deal that reaches a floor."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from accord.kernels.frontier import reach
from accord.kernels.maximum import Best, Weighing, best_sums
from accord.kernels.tables import Ban, Factor, add_up
from accord.kernels.ties import TIE, Floats, Ints

Flags = npt.NDArray[np.bool_]

_TRIED = 8
"""Of the known deals, so many of those that leave most to spare are changed."""

_DIRECTIONS = 9
"""How many weights two parties start from."""

_TURNS = 4
"""How often weights are changed before options are searched for instead."""

_STEP = 1.5
"""How far weights move in the first turn; half as far in the second."""

_LEAST = 0.01
"""No party has less weight before a step, or it would stay without."""

_BATCH = 2**21
"""How many numbers the tables for some options at once hold."""


def occurring_options(
    sizes: Sequence[int],
    factors: Sequence[Factor],
    forbidden: Sequence[Ban],
    floor: Floats,
    unit: Floats,
    known: Ints,
) -> Flags:
    """Find every option that occurs in some deal that reaches the floor.

    Options of known deals occur; so do those that one of these deals can take in place of its
    own. For the others the deals with the largest weighted sums of what is above the floor are
    found, the option being given: if the sum is below zero the option does not occur, if the
    deal reaches the floor it does. Parties that are left behind get more weight; an option that
    this does not decide is searched for by `reach`. All of it is exact.

    Args:
        sizes: Options per issue.
        factors: Tables whose entries at a deal, divided by the unit, add up to what it is worth
            to each party in points.
        forbidden: Tables of combinations that no deal may take.
        floor: Shape (parties,), in points.
        unit: Shape (parties,).
        known: Shape (k, issues), some deals that reach the floor.

    Returns:
        Shape (issues, largest size), false where there is no option.

    Raises:
        ValueError: If tables do not fit, or the problem is too large to solve exactly.
    """
    search = _OptionSearch(tuple(sizes), factors, forbidden, floor, unit)
    found = np.arange(max(sizes)) >= np.array(sizes)[:, None]  # there is nothing to look for

    def mark(deals: Ints) -> None:
        for issue, options in enumerate(deals.T):
            found[issue, options] = True

    mark(known)
    if len(known):
        mark(search.reached_by_one_change(known, np.argwhere(~found)))
    met, options, weights = search.met_by_weighing(np.argwhere(~found))
    mark(met)
    while True:
        left = ~found[tuple(options.T)]
        options, weights = options[left], weights[left]
        if not len(options):
            break
        same = options[:, 0] == options[0, 0]
        deal = search.reach(options[same], weights[0])
        if deal is None:
            options, weights = options[~same], weights[~same]
        else:
            mark(deal[None, :])
            mark(search.reached_by_one_change(deal[None, :], options))
    found &= np.arange(max(sizes)) < np.array(sizes)[:, None]
    return found


def best_with(
    sizes: Sequence[int],
    factors: Sequence[Factor],
    forbidden: Sequence[Ban],
    weights: Floats,
    given: Ints,
) -> Best:
    """Find the deals with the largest weighted sums that take given options.

    Args:
        sizes: Options per issue.
        factors: Tables whose entries at a deal add up to what it is worth to each party.
        forbidden: Tables of combinations that no deal may take.
        weights: Shape (k, parties).
        given: Shape (k, 2), an issue and its option.

    Returns:
        The sums, minus infinity where every deal with the option is excluded, and the deals.

    Raises:
        ValueError: If a table would be too large.
    """
    values = np.empty(len(given))
    choices = np.empty((len(given), len(sizes)), np.int64)
    for issue in np.unique(given[:, 0]).tolist():
        # With its option given an issue has no other: its tables lose an axis.
        left = [1 if i == issue else size for i, size in enumerate(sizes)]
        largest = max(math.prod(left[i] for i in scope) for scope, _ in factors)
        many = max(1, _BATCH // (largest * len(sizes)))
        asked = np.flatnonzero(given[:, 0] == issue)
        for start in range(0, len(asked), many):
            rows = asked[start : start + many]
            weighings, bans = _with_options(
                factors, forbidden, weights[rows], issue, given[rows, 1]
            )
            best = best_sums(left, weighings, bans)
            values[rows], choices[rows] = best.values, best.choices
            choices[rows, issue] = given[rows, 1]
    return Best(values, choices)


def _with_options(
    factors: Sequence[Factor],
    forbidden: Sequence[Ban],
    weights: Floats,
    issue: int,
    options: Ints,
) -> tuple[list[Weighing], list[Ban]]:
    """Weigh deals with an option of an issue given, another in every set of numbers.

    Args:
        factors: Tables whose entries at a deal add up to what it is worth to each party.
        forbidden: Tables of combinations that no deal may take.
        weights: Shape (sets, parties).
        issue: The issue.
        options: Shape (sets,).

    Returns:
        Tables over the issues, this one with a single option; and the combinations that no
        deal may take in any of the sets.
    """
    weighings: list[Weighing] = []
    bans: list[Ban] = []
    for scope, table in factors:
        if issue in scope:
            axis = scope.index(issue)
            mine = np.moveaxis(table, axis, 0)[options]
            summed = np.einsum("s...p,sp->s...", mine, weights)
            weighings.append((scope, np.expand_dims(summed, axis + 1)))
        else:
            weighings.append((scope, np.moveaxis(table @ weights.T, -1, 0)))
    for scope, ban in forbidden:
        if issue in scope:
            axis = scope.index(issue)
            barred = np.where(np.moveaxis(ban, axis, 0)[options], -np.inf, 0.0)
            weighings.append((scope, np.expand_dims(barred, axis + 1)))
        else:
            bans.append((scope, ban))
    return weighings, bans


def _directions(parties: int) -> Floats:
    """Return some weights to start from, shape (sets, parties)."""
    if parties == 2:
        first = np.linspace(0, 1, _DIRECTIONS)
        return np.stack([first, 1 - first], axis=1)
    return np.vstack([np.full(parties, 1 / parties), np.eye(parties)])


@dataclass(frozen=True, eq=False)
class _OptionSearch:
    """Deals, and the floor that they are to reach."""

    sizes: tuple[int, ...]
    factors: Sequence[Factor]
    forbidden: Sequence[Ban]
    floor: Floats
    unit: Floats

    def reached_by_one_change(self, known: Ints, wanted: Ints) -> Ints:
        """Return deals that reach the floor, known ones but for one wanted option each.

        Of the known deals those are tried that are furthest above the floor for the party that
        gains least, and the best for each party.
        """
        gains = self._gains(known)
        by_least = np.argsort(-gains.min(axis=1), kind="stable")[:_TRIED]
        tried = known[np.unique(np.concatenate([by_least, gains.argmax(axis=0)]))]
        changed = np.repeat(tried, len(wanted), axis=0)
        issue, option = np.tile(wanted, (len(tried), 1)).T
        changed[np.arange(len(changed)), issue] = option
        good = self._reached(self._gains(changed))
        for scope, ban in self.forbidden:
            good &= ~ban[tuple(changed[:, scope].T)]
        return changed[good]

    def met_by_weighing(self, options: Ints) -> tuple[Ints, Ints, Floats]:
        """Decide what weighing the parties can.

        Returns:
            Deals met that reach the floor; the options left, shape (left, 2), and weights under
            which they come closest to being hopeless, shape (left, parties).
        """
        parties = len(self.unit)
        met = [np.empty((0, len(self.sizes)), dtype=np.int64)]
        weights = np.tile(_directions(parties), (len(options), 1, 1))
        for turn in range(_TURNS):
            if not len(options):
                break
            flat = weights.reshape(-1, parties)
            given = np.repeat(options, weights.shape[1], axis=0)
            best = best_with(self.sizes, self.factors, self.forbidden, flat / self.unit, given)
            gains = self._gains(best.choices)
            good = np.isfinite(best.values) & self._reached(gains)
            met.append(best.choices[good])
            # One row for every option from here on: that of its lowest weighted sum.
            sums = (best.values - flat @ self.floor).reshape(weights.shape[:2])
            row = np.arange(len(options)), sums.argmin(axis=1)
            left = ~good.reshape(sums.shape).any(axis=1) & (sums[row] >= -2 * TIE)
            options, weights = options[left], weights[row][left]
            behind = -gains.reshape(*sums.shape, parties)[row][left]
            behind /= np.abs(behind).max(axis=1, keepdims=True)
            weights = np.maximum(weights, _LEAST) * np.exp(behind * _STEP / (1 + turn))
            weights = (weights / weights.sum(axis=1, keepdims=True))[:, None, :]
        return np.concatenate(met), options, weights.reshape(-1, parties)

    def reach(self, options: Ints, weights: Floats) -> Ints | None:
        """Find some deal that reaches the floor with one of the options of an issue."""
        issue = int(options[0, 0])
        others: Ban = ((issue,), ~np.isin(np.arange(self.sizes[issue]), options[:, 1]))
        unit = self.unit
        return reach(
            self.sizes,
            self.factors,
            [*self.forbidden, others],
            self.floor * unit,
            TIE * unit,
            weights / unit,
        )

    def _gains(self, deals: Ints) -> Floats:
        return np.asarray(add_up(self.factors, deals) / self.unit - self.floor)

    def _reached(self, gains: Floats) -> Flags:
        return np.asarray((gains >= -TIE).all(axis=1))
