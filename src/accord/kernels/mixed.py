"""Deals found by mixed-integer programs, where elimination would need tables too large.

An issue has a variable for each of its options, 0 or 1, that add up to 1. A table over
several issues is cut into boxes (some options on each of its issues, all adding the same);
a box has a variable that is 1 when all its issues take one of its options. HiGHS, in C++,
solves the programs by branch and cut. Deals it finds are weighed anew with the tables, so
what is said of a deal is exact; what is said of all deals (that none is better) holds within
`CLOSE` points, the tolerance of the solver.

Source: for boxes the linearisation of products by F. Glover and E. Woolsey, Converting the 0-1
polynomial programming problem to a 0-1 linear program, Operations Research 22 (1974), 180-182;
for the solver Q. Huangfu and J. Hall, Parallelizing the dual revised simplex method,
Mathematical Programming Computation 10 (2018), 119-142.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from time import monotonic
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from accord.kernels.solver import minimise
from accord.kernels.tables import Ban, Factor, add_up
from accord.kernels.ties import TIE, Floats, Ints, TooLarge

CLOSE = 1e-4
"""In points: within this a program is solved exactly. The solver takes numbers within 1e-6 of
0 or 1 for whole, and worth is up to 100 points."""

MOST_SECONDS = 10.0
"""How long one program may take before the bound reached by then is given."""

MOST_BOXES = 2**14
"""The largest number of boxes; an agenda that needs more is refused."""

_MOST_TRIES = 20
"""How often a solver's deal may turn out to cross a ban, which is then told to it."""

_TANGENTS = 12
"""How many lines bound a logarithm to begin with."""

_MOST_TURNS = 20
"""How often lines are added where a deal was found, before the gap is told."""

_SMALLEST_SHARE = 1e-4
"""Of the largest gain, where the first line touches: less is as good as none."""

Flags = npt.NDArray[np.bool_]

_Box = tuple[tuple[int, ...], tuple[Flags, ...]]
"""Issues, and which of the options of each."""


class Pick(NamedTuple):
    """A deal that a program picked.

    Attributes:
        choice: Shape (issues,), the option on every issue; None if none was found.
        value: What it attains of what was to be made large; minus infinity if none was found.
        bound: No deal attains more; minus infinity if no deal will do.
    """

    choice: Ints | None
    value: float
    bound: float

    @property
    def gap(self) -> float:
        """Return how much more there might be; 0 where the value is proven within `CLOSE`."""
        gap = self.bound - self.value if self.choice is not None else math.inf
        return 0.0 if gap <= CLOSE else gap

    @property
    def none(self) -> bool:
        """Return whether it is proven that no deal will do."""
        return self.choice is None and self.bound == -math.inf


class Mixed:
    """The deals that cross no ban, as a mixed-integer program."""

    def __init__(
        self,
        sizes: Sequence[int],
        factors: Sequence[Factor],
        forbidden: Sequence[Ban],
        unit: Floats,
        seconds: float = MOST_SECONDS,
    ) -> None:
        """Build the program.

        Options that no table and no ban tells apart are one.

        Args:
            sizes: Options per issue.
            factors: Tables whose entries at a deal, divided by the unit, add up to what it is
                worth to each party in points.
            forbidden: Tables of combinations that no deal may take.
            unit: Shape (parties,).
            seconds: How long one program may take.

        Raises:
            ValueError: If there are too many boxes.
        """
        self.sizes = tuple(sizes)
        self._factors, self._bans, self._unit = factors, forbidden, unit
        self._seconds = seconds
        self._options = _told_apart(sizes, factors, forbidden)
        self._first = np.concatenate([[0], np.cumsum([len(o) for o in self._options])])
        self._build()

    @property
    def parties(self) -> int:
        """Count the parties."""
        return len(self._unit)

    @property
    def least(self) -> Floats:
        """Return what no deal is worth less than, in points: shape (parties,)."""
        issues = range(len(self._options))
        alone = sum((self._points[:, self._of(i)].min(axis=1) for i in issues), self._given)
        return np.asarray(alone + np.minimum(self._points[:, self._first[-1] :], 0).sum(axis=1))

    def worth(self, choice: Ints) -> Floats:
        """Return what a deal is worth, in points: shape (parties,)."""
        return np.asarray(add_up(self._factors, choice[None, :])[0] / self._unit)

    def best(self, weights: Floats, floor: Floats) -> Pick:
        """Find the deal with the largest weighted sum of points, at or above a floor.

        Args:
            weights: Shape (parties,), none below 0.
            floor: Shape (parties,), in points; minus infinity for no floor.
        """
        return self._solve(
            np.append(weights @ self._points, 0.0),
            float(weights @ self._given),
            self._at_least(floor, np.zeros(self.parties)),
            lambda worth: float(weights @ worth),
            floor,
        )

    def reach(self, floor: Floats) -> Pick:
        """Find some deal at or above a floor: shape (parties,), in points."""
        return self.best(np.zeros(self.parties), floor)

    def raised(self, base: Floats, direction: Floats, floor: Floats) -> Pick:
        """Find the deal that is the most steps of a direction above a base, for every party.

        Args:
            base: Shape (parties,), in points.
            direction: Shape (parties,), points a step; a party with 0 has a part only in the
                floor. Some are above 0.
            floor: Shape (parties,), in points; minus infinity for no floor.
        """
        moved = direction > 0
        towards = np.where(moved, base, -np.inf)
        rows = [self._at_least(towards, direction), self._at_least(floor, 0 * direction)]

        def steps(worth: Floats) -> float:
            return float(((worth - base)[moved] / direction[moved]).min())

        goal = np.append(np.zeros(self._columns), 1.0)
        return self._solve(goal, 0.0, _stacked(rows), steps, floor)

    def undominated(self, choice: Ints) -> Ints:
        """Return a deal that is worse for nobody than a given one, and that none dominates."""
        worth = self.worth(choice)
        better = self.best(np.ones(self.parties), worth)
        if better.choice is not None and better.value > worth.sum():
            return better.choice
        return choice

    def least_short(self, floor: Floats) -> Pick:
        """Find the deal that in all falls the fewest points short of a floor.

        Args:
            floor: Shape (parties,), in points.

        Returns:
            The deal, with the points that it falls short, below 0, for value.
        """
        count, width = self.parties, self._columns
        rows = np.hstack([self._points, np.eye(count)])
        goal = np.concatenate([np.zeros(width), -np.ones(count)])
        return self._solve(
            goal,
            0.0,
            (
                np.vstack([rows, np.eye(count, width + count, width)]),
                np.concatenate([floor - self._given, np.zeros(count)]),
            ),
            lambda worth: float(np.minimum(worth - floor, 0.0).sum()),
            np.full(count, -np.inf),
        )

    def leximin(self, base: Floats, direction: Floats, floor: Floats) -> Pick:
        """Find the deal whose smallest step is largest, then the next smallest, and so on.

        The smallest step is made large, then the sum of the two smallest while the smallest
        stays as it is, and so on. The sum of the k smallest of some numbers is the most that
        k r less the sum of max(r - number, 0) can be, for any r.

        Source: W. Ogryczak and T. Sliwinski, On solving linear programs with the ordered
        weighted averaging objective, European Journal of Operational Research 148 (2003),
        80-91; as a sequence for the lexicographic maximin W. Ogryczak and T. Sliwinski, On
        direct methods for lexicographic min-max optimization, ICCSA 2006, 802-811.

        Args:
            base: As for `raised`.
            direction: As for `raised`.
            floor: As for `raised`.

        Returns:
            The deal, with its smallest step for value. A gap that is left at any sum counts.
        """
        moved = np.flatnonzero(direction > 0)
        count, width = len(moved), self._columns
        first = picked = self.raised(base, direction, floor)
        fixed: list[float] = []
        while picked.choice is not None and not picked.gap and len(fixed) + 1 < count:
            first = first._replace(choice=picked.choice)
            fixed.append(picked.value)
            # By sum: r and what falls short of it. The sums before stay, the last is raised.
            columns = width + (len(fixed) + 1) * (count + 1)
            rows = [self._at_least(floor, np.zeros(self.parties))]
            for place in range(len(fixed) + 1):
                r = width + place * (count + 1)
                table = np.zeros((2 * count + 1, columns))
                table[0, r], table[0, r + 1 : r + 1 + count] = place + 1.0, -1.0
                table[1 : count + 1, :width] = (self._points[moved].T / direction[moved]).T
                table[1 : count + 1, r] = -1.0
                table[1 : count + 1, r + 1 : r + 1 + count] = np.eye(count)
                table[count + 1 :, r + 1 : r + 1 + count] = np.eye(count)
                least = np.zeros(2 * count + 1)
                least[1 : count + 1] = (base - self._given)[moved] / direction[moved]
                if place < len(fixed):
                    least[0] = fixed[place] - TIE
                    rows.append((table, least))
                else:
                    rows.append((table[1:], least[1:]))
                    goal = table[0]

            def smallest(worth: Floats, many: int = len(fixed) + 1) -> float:
                steps = (worth - base)[moved] / direction[moved]
                return float(np.sort(steps)[:many].sum())

            picked = self._solve(goal, 0.0, _stacked(rows, columns), smallest, floor)
        if picked.choice is None:
            return first
        value = float(((self.worth(picked.choice) - base)[moved] / direction[moved]).min())
        return Pick(picked.choice, value, max(first.bound, value + picked.gap))

    def product(self, base: Floats, ideal: Floats, floor: Floats) -> Pick:
        """Find the deal with the largest product of gains over a base.

        The sum of the logarithms of the gains, each as a share of the ideal gain, is made
        large. A logarithm lies below its tangents; tangents at the deals found are added until
        the bound is attained (outer approximation).

        Source: M. Duran and I. Grossmann, An outer-approximation algorithm for a class of
        mixed-integer nonlinear programs, Mathematical Programming 36 (1986), 307-339.

        Args:
            base: Shape (parties,), in points.
            ideal: Shape (parties,), the most that each can have; above the base for those
                whose gains are multiplied, and some deal gives all of these more than it.
            floor: Shape (parties,), in points.

        Returns:
            The deal, with the logarithm of its product of shares for value.
        """
        able = np.flatnonzero(ideal - base > TIE)
        span = (ideal - base)[able]
        # Where a tangent touches: closer to each other where the logarithm bends more.
        touched = np.tile(np.geomspace(_SMALLEST_SHARE, 1.0, _TANGENTS)[:, None], len(able))

        def logarithm(worth: Floats) -> float:
            shares = (worth - base)[able] / span
            return float(np.log(shares).sum()) if (shares > 0).all() else -math.inf

        # A variable for the logarithm of each share: log(s) <= log(c) + (s - c) / c.
        goal = np.concatenate([np.zeros(self._columns + 1), np.ones(len(able))])
        picked, ends = Pick(None, -math.inf, math.inf), monotonic() + self._seconds
        for _ in range(_MOST_TURNS):
            rows = [self._at_least(floor, np.zeros(self.parties))]
            for place, party in enumerate(able):
                for at in np.unique(touched[:, place]):
                    row = np.zeros(len(goal))
                    row[: self._columns] = self._points[party] / span[place] / at
                    row[self._columns + 1 + place] = -1.0
                    least = (
                        1 - math.log(at) - (self._given[party] - base[party]) / span[place] / at
                    )
                    rows.append((row[None, :], np.array([least])))
            left = max(0.1, ends - monotonic())
            found = self._solve(goal, 0.0, _stacked(rows, len(goal)), logarithm, floor, left)
            if found.choice is None:
                return found if picked.choice is None else picked
            best = found if found.value > picked.value else picked
            picked = Pick(best.choice, best.value, min(picked.bound, found.bound))
            shares = (self.worth(found.choice) - base)[able] / span
            if picked.bound - picked.value <= CLOSE / 100 or monotonic() > ends:
                break
            touched = np.vstack([touched, np.clip(shares, _SMALLEST_SHARE / 100, 1.0)])
        return picked

    def _build(self) -> None:
        """Write down the worth of deals and what ties the variables to each other."""
        sums: dict[tuple[tuple[int, ...], bytes], tuple[_Box, Floats]] = {}
        linear = np.zeros((self.parties, self._first[-1]))
        self._given = np.zeros(self.parties)
        for scope, table in self._factors:
            points = self._narrow(scope, table) / self._unit
            if not scope:
                self._given += points
            elif len(scope) == 1:
                linear[:, self._of(scope[0])] += points.T
            else:
                for box, value in _boxes(scope, points):
                    key = (box[0], b"".join(side.tobytes() for side in box[1]))
                    sums[key] = (box, value + sums[key][1] if key in sums else value)
        boxes = list(sums.values())
        if len(boxes) > MOST_BOXES:
            raise TooLarge(
                f"what deals are worth is made up of {len(boxes):,} combinations of options; "
                f"{MOST_BOXES:,} is the limit"
            )
        self._columns = int(self._first[-1]) + len(boxes)
        self._points = np.zeros((self.parties, self._columns))
        self._points[:, : self._first[-1]] = linear
        rows: list[tuple[Floats, float, float]] = []
        for issue in range(len(self._options)):
            one = np.zeros(self._columns)
            one[self._of(issue)] = 1.0
            rows.append((one, 1.0, 1.0))
        for place, ((scope, sides), value) in enumerate(boxes, int(self._first[-1])):
            self._points[:, place] = value
            inside = [self._side(issue, side) for issue, side in zip(scope, sides, strict=True)]
            # Worth is only ever wanted large: a box that adds must be earned, and one that
            # takes away cannot be escaped.
            if (value > 0).any():
                for side in inside:
                    earned = -side
                    earned[place] = 1.0
                    rows.append((earned, -np.inf, 0.0))
            if (value < 0).any():
                due = np.sum(inside, axis=0)
                due[place] = -1.0
                rows.append((due, -np.inf, len(inside) - 1.0))
        for scope, ban in self._bans:
            barred = self._narrow(scope, ban[..., None].astype(np.float64))
            if not scope:
                rows.append((np.zeros(self._columns), float(barred[0]), np.inf))
                continue
            for (issues, sides), _ in _boxes(scope, barred):
                taken = [self._side(i, side) for i, side in zip(issues, sides, strict=True)]
                rows.append((np.sum(taken, axis=0), -np.inf, len(taken) - 1.0))
        from scipy.sparse import csr_array  # slow to load, and seldom needed

        self._rows = csr_array(np.array([row for row, _, _ in rows]))
        self._low = np.array([low for _, low, _ in rows])
        self._high = np.array([high for _, _, high in rows])

    def _of(self, issue: int) -> slice:
        return slice(int(self._first[issue]), int(self._first[issue + 1]))

    def _side(self, issue: int, side: Flags) -> Floats:
        row = np.zeros(self._columns)
        row[self._of(issue)] = side
        return row

    def _narrow(self, scope: Sequence[int], table: Floats) -> Floats:
        """Keep one of the options that nothing tells apart."""
        for axis, issue in enumerate(scope):
            table = table.take(self._options[issue], axis=axis)
        return table

    def _at_least(self, floor: Floats, direction: Floats) -> tuple[Floats, Floats]:
        """Say: worth - steps x direction >= floor, for the parties that have a floor."""
        asked = np.isfinite(floor)
        rows = np.column_stack([self._points, -direction])[asked]
        return rows, (floor - self._given)[asked]

    def _solve(
        self,
        goal: Floats,
        given: float,
        rows: tuple[Floats, Floats],
        value: Callable[[Floats], float],
        floor: Floats,
        seconds: float | None = None,
    ) -> Pick:
        """Make a sum large; weigh anew what is found, and pass over what misses the floor.

        Args:
            goal: What to make large, by column.
            given: What is added to it.
            rows: Further rows and the least that each may be.
            value: Worth of shape (parties,) to the value of a deal.
            floor: Shape (parties,), in points.
            seconds: How long it may take, if not as long as any.
        """
        from scipy.sparse import csr_array, hstack, vstack

        free = len(goal) - self._columns
        table = hstack([self._rows, csr_array((self._rows.shape[0], free))])
        table = vstack([table, csr_array(_wide(rows[0], len(goal)))]).tocsr()
        low = np.concatenate([self._low, rows[1]])
        high = np.concatenate([self._high, np.full(len(rows[1]), np.inf)])
        whole = np.arange(len(goal)) < self._first[-1]
        ends = (
            np.append(np.zeros(self._columns), np.full(free, -np.inf)),
            np.append(np.ones(self._columns), np.full(free, np.inf)),
        )
        limit = monotonic() + (self._seconds if seconds is None else seconds)
        for _ in range(_MOST_TRIES):
            found = minimise(
                -goal,
                whole=whole,
                ends=ends,
                rows=table,
                bounds=(low, high),
                time_limit=max(0.1, limit - monotonic()),
            )
            if found.status == 2:
                return Pick(None, -math.inf, -math.inf)
            bound = math.inf
            if found.mip_dual_bound is not None:
                bound = given - float(found.mip_dual_bound)
            if found.x is None:
                return Pick(None, -math.inf, bound)
            taken = [int(found.x[self._of(i)].argmax()) for i in range(len(self._options))]
            choice = np.array([o[n] for o, n in zip(self._options, taken, strict=True)])
            worth = self.worth(choice)
            if (worth >= floor - TIE).all() and not self._barred(choice):
                attained = value(worth)
                return Pick(choice, attained, max(bound, attained))
            # Just short of the floor, within what the solver tolerates: not this one again.
            passed = np.zeros(len(goal))
            passed[[self._first[i] + n for i, n in enumerate(taken)]] = 1.0
            table = vstack([table, csr_array(passed[None, :])]).tocsr()
            low, high = np.append(low, -np.inf), np.append(high, len(taken) - 1.0)
        return Pick(None, -math.inf, bound)

    def _barred(self, choice: Ints) -> bool:
        return any(bool(ban[tuple(choice[list(scope)])]) for scope, ban in self._bans)


def _told_apart(
    sizes: Sequence[int], factors: Sequence[Factor], forbidden: Sequence[Ban]
) -> list[Ints]:
    """Give, for every issue, one of the options that no table and no ban tells apart."""
    tables = [*factors, *((scope, ban[..., None]) for scope, ban in forbidden)]
    kept = []
    for issue, size in enumerate(sizes):
        rows = [
            np.moveaxis(table, scope.index(issue), 0).reshape(size, -1)
            for scope, table in tables
            if issue in scope
        ]
        first = [0] if not rows else np.unique(np.hstack(rows), axis=0, return_index=True)[1]
        kept.append(np.sort(np.asarray(first, dtype=np.int64)))
    return kept


def _boxes(scope: Sequence[int], table: Floats) -> Iterator[tuple[_Box, Floats]]:
    """Cut a table of shape (*sizes of the issues, parties) into boxes that add the same."""
    taken = table.any(axis=-1)
    if not taken.any():
        return
    axes = range(taken.ndim)
    sides = tuple(np.asarray(taken.any(axis=tuple({*axes} - {axis}))) for axis in axes)
    values = table[taken]
    if (
        len(values) == math.prod(int(side.sum()) for side in sides)
        and (values == values[0]).all()
    ):
        yield (tuple(scope), sides), values[0]
        return
    for cell in np.argwhere(taken):
        cut = tuple(np.arange(taken.shape[axis]) == cell[axis] for axis in axes)
        yield (tuple(scope), cut), table[tuple(cell)]


def _wide(rows: Floats, columns: int) -> Floats:
    """Fill rows up with zeros."""
    wide = np.zeros((len(rows), columns))
    wide[:, : rows.shape[1]] = rows
    return wide


def _stacked(
    parts: Sequence[tuple[Floats, Floats]], columns: int | None = None
) -> tuple[Floats, Floats]:
    """Put rows below each other."""
    widest = max(rows.shape[1] for rows, _ in parts) if columns is None else columns
    return (
        np.concatenate([_wide(rows, widest) for rows, _ in parts]),
        np.concatenate([least for _, least in parts]),
    )
