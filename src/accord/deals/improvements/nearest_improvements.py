"""The deals nearest to a given one that are better for some and worse for none."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from accord.deals.improvements.improving import Reference
from accord.deals.improvements.nearby import Bounds, ChangePlan, telling_weights
from accord.kernels.ties import Floats, Ints, TooLarge

MOST_ROWS = 2**18
"""How many partial deals are held at once; where more may lead to an improvement, it is cut."""

_QUICK = 2**12
"""With so many partial deals a first answer is looked for, whose bound shortens the rest."""

_SHARES = (0.95, 0.9, 0.8, 0.65, 0.5, 0.35, 0.2, 0.1, 0.05, 0.01)
"""Parts of the most that can be gained, asked for in turn: high ones leave few deals."""


class Nearest(NamedTuple):
    """Deals that improve on a given one, the nearest first.

    Attributes:
        exists: Whether there is any such deal.
        choices: Shape (k, issues), the option on every issue.
        distances: Shape (k,), on how many issues each differs.
        complete: Whether these are the first in the order, as many as asked for or all there
            are. Otherwise the search was cut: none that differs on fewer issues than the last
            one listed is missing, but among those that differ on as many some may be.
    """

    exists: bool
    choices: Ints
    distances: Ints
    complete: bool


def nearest_improvements(
    reference: Reference, *, most: int = 20, most_rows: int = MOST_ROWS
) -> Nearest:
    """Find the deals nearest to a given one that are better for some and worse for none.

    In order of: the number of issues on which they differ; the smallest gain, larger first; the
    sum of gains, larger first; the options, in their order. Gains are compared in whole ties,
    and one within a tie counts as none.

    That there is one, and the least number of issues on which one differs, is found by variable
    elimination, exactly. From there on, for one number of changes after the other, issues are
    decided one by one, all partial deals side by side (branch and bound): one is dropped when
    the most that the other issues can add, for a party by itself or weighted, does not suffice.
    Where too many are left, only deals whose smallest gain is large are looked for, then those
    down to a smaller one, until as many as asked for are found.

    Source: for the problem H. Raiffa, Post-settlement settlements, Negotiation Journal 1
    (1985), 9-12; for the bounds see `nearby.Bounds`.

    Args:
        reference: The given deal.
        most: How many to list, at least 1.
        most_rows: How many partial deals are held at once before the search is cut.

    Raises:
        ValueError: If the problem is too large to tell whether there is one.
    """
    issues = len(reference.space.sizes)
    plan = ChangePlan.of(reference)
    listed = _Listed(np.empty((0, issues), np.int64), np.empty(0, np.int64))
    least, known = _few_changes(plan, most_rows)
    if least > issues:
        return Nearest(False, listed.choices, listed.distances, True)
    witness = None
    if not known:
        weights = telling_weights(plan, slice(least, None))
        anything = reference.some(weights)
        if anything is None:
            return Nearest(False, listed.choices, listed.distances, True)
        least, witness = _least_distance(reference, weights, least, anything)
    for distance in range(least, issues + 1):
        search = _NearestSearch.of(plan, distance, most_rows)
        found, whole = search.best(most - len(listed.choices))
        if not whole and not len(found) and distance == least and witness is not None:
            found = witness[None, :]
        listed = listed.add(found, distance)
        if not whole or len(listed.choices) == most:
            return Nearest(True, listed.choices, listed.distances, whole)
    return Nearest(True, listed.choices, listed.distances, True)


@dataclass(frozen=True)
class _Listed:
    """What was found so far."""

    choices: Ints
    distances: Ints

    def add(self, found: Ints, distance: int) -> "_Listed":
        distances = np.full(len(found), distance, np.int64)
        return _Listed(
            np.concatenate([self.choices, found]), np.concatenate([self.distances, distances])
        )


def _few_changes(plan: ChangePlan, most_rows: int) -> tuple[int, bool]:
    """Look at deals with one change, with two and so on, as long as that is little work.

    Returns:
        The least number of changes that improve, and True; or, and False, a number such that
        fewer do not. More than there are issues if nothing improves.
    """
    issues = len(plan.order)
    for distance in range(1, issues + 1):
        try:
            if len(_NearestSearch.of(plan, distance, most_rows).few()):
                return distance, True
        except _TooMany:
            return distance, False
    return issues + 1, False


def _least_distance(
    reference: Reference, weights: Floats, low: int, found: Ints
) -> tuple[int, Ints | None]:
    """Halve the numbers of changes that may be needed until the least is known.

    Args:
        reference: The given deal.
        weights: As for `Reference.some`.
        low: Fewer changes do not improve.
        found: Some deal that improves.

    Returns:
        The least number and a deal that improves with so many changes; where that is too much
        work a number such that fewer do not improve, and None.
    """
    high = int((found != reference.choice).sum())
    try:
        while low < high:
            middle = (low + high) // 2
            nearer = reference.some(weights, within=middle)
            if nearer is None:
                low = middle + 1
            else:
                found, high = nearer, int((nearer != reference.choice).sum())
    except TooLarge:
        return low, None
    return low, found


class _TooMany(Exception):
    """More partial deals are left than may be held."""


@dataclass(frozen=True, eq=False)
class _NearestSearch:
    """Looks for improving deals that differ on a given number of issues.

    Attributes:
        plan: The order in which issues are decided.
        distance: On how many issues deals differ.
        bounds: What is left to gain, for every party, for the sum, and for telling weights.
        most_rows: How many partial deals may be held at once.
    """

    plan: ChangePlan
    distance: int
    bounds: Bounds
    most_rows: int

    @classmethod
    def of(cls, plan: ChangePlan, distance: int, most_rows: int) -> "_NearestSearch":
        parties = plan.reference.space.parties
        telling = telling_weights(plan, slice(distance, distance + 1))
        weights = np.vstack([np.eye(parties), np.ones(parties), telling])
        return cls(plan, distance, Bounds.of(plan, weights), most_rows)

    def best(self, wanted: int) -> tuple[Ints, bool]:
        """Return the first of these deals, and whether these are as many as wanted, or all."""
        try:
            return self._first(self.few(), wanted), True
        except _TooMany:
            pass
        most = self.bounds.whole[:, self.distance]
        found = np.empty((0, len(self.plan.order)), np.int64)
        try:
            for smallest in [*_shares(most[-1]), 1]:
                found = self._deals(smallest, 0, self.most_rows)
                if len(found) >= wanted:
                    return self._first(found, wanted), True
            gaining = found
            for total in [*_shares(most[-2]), 0]:
                rest = self._deals(0, total, self.most_rows)
                found = np.concatenate([gaining, rest[self._keys(rest)[:, 0] == 0]])
                if len(found) >= wanted:
                    break
        except _TooMany:
            return self._first(found, wanted), False
        return self._first(found, wanted), True

    def few(self) -> Ints:
        """List all of these deals if that is little work.

        Raises:
            _TooMany: If it is not.
        """
        if not np.isfinite(self.bounds.whole[:, self.distance]).all():
            return np.empty((0, len(self.plan.order)), np.int64)
        return self._deals(0, 0, min(_QUICK, self.most_rows))

    def _keys(self, choices: Ints) -> Ints:
        """Return the smallest gain and the sum of gains, in whole ties: shape (deals, 2)."""
        reference = self.plan.reference
        gains = reference.gains(choices)
        space = reference.space
        ties = gains * (space.step / space.tie) * (np.abs(gains) > reference.width)
        keys = np.stack([ties.min(axis=1), ties.sum(axis=1)], axis=1)
        return np.asarray(np.rint(keys), dtype=np.int64)

    def _first(self, choices: Ints, wanted: int) -> Ints:
        """Put deals in order, and take the first."""
        keys = self._keys(choices)
        order = np.lexsort([*choices.T[::-1], -keys[:, 1], -keys[:, 0]])
        return choices[order[:wanted]]

    def _deals(self, smallest: int, total: int, most_rows: int) -> Ints:
        """List the improving deals down to a smallest gain and a sum, in whole ties.

        Raises:
            _TooMany: If more partial deals than allowed may lead to one.
        """
        reference, weights = self.plan.reference, self.bounds.weights
        # A gain within a tie counts as none, and sums are rounded: hence the slack.
        needed = (smallest - 0.5 if smallest else -1.0) * weights.sum(axis=1)
        needed[-2] = max(needed[-2], total - 0.5 - weights.shape[1])
        needed -= 1e-3 + 1e-9 * np.abs(self.bounds.whole[:, self.distance])
        rows = _NearRows(
            np.tile(reference.choice, (1, 1)),
            np.zeros((1, weights.shape[1])),
            np.full(1, self.distance, np.int64),
        )
        for place in range(len(self.plan.order)):
            rows = self._decide(rows, place, needed, most_rows)
        keys = self._keys(rows.choices)
        good = reference.improves(reference.gains(rows.choices))
        return rows.choices[good & (keys[:, 0] >= smallest) & (keys[:, 1] >= total)]

    def _decide(
        self, rows: "_NearRows", place: int, needed: Floats, most_rows: int
    ) -> "_NearRows":
        """Decide an issue in all partial deals, and keep those that may still do."""
        issue = self.plan.order[place]
        same = int(self.plan.reference.choice[issue])
        grown: list[_NearRows] = []
        for option in range(self.plan.reference.space.sizes[issue]):
            taken = rows if option == same else rows.of(rows.left > 0)
            choices = taken.choices.copy()
            choices[:, issue] = option
            gains, allowed = taken.gains, np.ones(len(choices), dtype=np.bool_)
            for piece in self.plan.pieces[place]:
                index = tuple(choices[:, piece.scope].T)
                gains = gains + piece.gains[index]
                allowed &= ~piece.banned[index]
            left = taken.left - (option != same)
            reached = gains @ self.bounds.weights.T + self.bounds.rest(place + 1, choices, left)
            grown.append(
                _NearRows(choices, gains, left).of(allowed & (reached >= needed).all(axis=1))
            )
            if sum(len(part.left) for part in grown) > most_rows:
                raise _TooMany
        return _NearRows(
            np.concatenate([part.choices for part in grown]),
            np.concatenate([part.gains for part in grown]),
            np.concatenate([part.left for part in grown]),
        )


@dataclass(frozen=True, eq=False)
class _NearRows:
    """Partial deals.

    Attributes:
        choices: Shape (rows, issues), the option on every issue.
        gains: Shape (rows, parties), what was gained so far, in ties.
        left: Shape (rows,), how many issues are still to be changed.
    """

    choices: Ints
    gains: Floats
    left: Ints

    def of(self, wanted: npt.NDArray[np.bool_]) -> "_NearRows":
        """Keep some."""
        return _NearRows(self.choices[wanted], self.gains[wanted], self.left[wanted])


def _shares(most: float) -> list[int]:
    """Return falling shares of a number, in whole ties, above one."""
    return [int(most * share) for share in _SHARES if most * share >= 2]
