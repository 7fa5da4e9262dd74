"""The largest and the smallest that a gain can be which others can answer, over ranges.

What a move leaves, once it has been answered as badly as can be, is a smallest of linear gains,
and what the best move leaves is the largest of these: the largest over moves of the smallest
over answers of the largest over what can be put right. Where only weights are left to choose it
is found by linear programs, and where an answer is left by mixed-integer ones (HiGHS), to which
moves are added until none is left out that would matter (cutting planes).
"""

from collections.abc import Sequence

import numpy as np
from attrs import frozen

from accord.hold.gain_rows import GainRows, WeightSpace
from accord.kernels.solver import minimise
from accord.kernels.ties import Floats, Ints

_MOST_SECONDS = 5.0
"""How long one program may take."""
_CLOSE = 1e-7
"""In points: a tenth of a tie, and what the solver is exact to."""
_TRIED = 64
"""Weights that are tried before programs are solved: most clauses turn out not to matter."""


@frozen(eq=False)
class GainEnd:
    """The largest or the smallest that something can be.

    Attributes:
        value: What it is where `weights` are.
        bound: What it cannot pass; the same where it is known exactly.
        weights: Where it is.
        clause: Which move leads there.
    """

    value: float
    bound: float
    weights: Floats
    clause: int

    @property
    def is_exact(self) -> bool:
        """Whether nothing is left between."""
        return abs(self.bound - self.value) <= 10 * _CLOSE


def clause_values(clauses: Sequence[Ints], gains: Floats) -> Floats:
    """Return what each move leaves.

    Args:
        clauses: For each move the rows of its answers, shape (answers, rows each).
        gains: Shape (rows, points).

    Returns:
        Shape (clauses, points).
    """
    each = [gains[rows].max(axis=1).min(axis=0) for rows in clauses]
    return np.array(each).reshape(len(clauses), gains.shape[1])


def largest(rows: GainRows, clauses: Sequence[Ints], space: WeightSpace) -> GainEnd:
    """Return the largest that the best move can leave.

    Args:
        rows: What there is to gain, in the variables of the space.
        clauses: For each move the rows of its answers, shape (answers, rows each).
        space: What weights can be.
    """
    tried = _tried(space)
    values = clause_values(clauses, rows.at(space.variables(tried)))
    clause, at = np.unravel_index(values.argmax(), values.shape)
    best = GainEnd(float(values.max()), float(values.max()), tried[at], int(clause))
    if space.is_point:
        return best
    high, where = space.most(rows)
    ends = space.least(rows)[0], high
    bounds = np.array([high[each].max(axis=1).min() for each in clauses])
    bound = best.value
    for place in np.argsort(-bounds).tolist():
        if bounds[place] <= best.value + _CLOSE:
            break
        if len(clauses[place]) == 1 and clauses[place].shape[1] == 1:
            # One gain alone: its largest is at an end of each weight.
            (row,) = clauses[place][0]
            found = GainEnd(float(high[row]), float(high[row]), where[row], place)
        else:
            found = _most_left(rows, ends, clauses[place], space, place)
        bound = max(bound, found.bound)
        if found.value > best.value:
            best = found
    return GainEnd(best.value, max(bound, best.value), best.weights, best.clause)


def smallest(rows: GainRows, clauses: Sequence[Ints], space: WeightSpace) -> GainEnd:
    """Return the smallest that the best move can leave; see `largest`."""
    tried = _tried(space)
    values = clause_values(clauses, rows.at(space.variables(tried)))
    at = int(values.max(axis=0).argmin())
    value = float(values[:, at].max())
    best = GainEnd(value, value, tried[at], int(values[:, at].argmax()))
    if space.is_point:
        return best
    low, _ = space.least(rows)
    high, _ = space.most(rows)
    below = np.array([low[each].max(axis=1).min() for each in clauses])
    above = np.array([high[each].max(axis=1).min() for each in clauses])
    if below.max() >= best.value - _CLOSE:
        return best
    matter = [n for n in range(len(clauses)) if above[n] > below.max()]
    used = {best.clause, int(below.argmax())} & {*matter} or {matter[0]}
    while True:
        left = [_without_dominated(clauses[n], low, high) for n in sorted(used)]
        z, bound = _solved(rows, (low, high), left, space, -1)
        if z is None:
            return GainEnd(
                best.value, max(bound, float(below.max())), best.weights, best.clause
            )
        weights = space.weights(z)
        values = clause_values(clauses, rows.at(space.variables(weights)[None]))[:, 0]
        worst = int(values.argmax())
        if values[worst] < best.value:
            best = GainEnd(float(values[worst]), 0.0, weights, worst)
        if worst in used or best.value <= bound + _CLOSE:
            bound = max(bound, float(below.max()))
            return GainEnd(best.value, min(bound, best.value), best.weights, best.clause)
        used.add(worst)


def _tried(space: WeightSpace) -> Floats:
    """Return weights to begin with: the middle, all low, all high, and ends by chance."""
    low, high = space.ends
    middle = (low + high)[None] / 2
    if space.is_point:
        return np.asarray(middle)
    ends = np.random.default_rng(0).random((_TRIED, len(low))) < 0.5
    ends[:2] = [[False], [True]]
    tried = np.where(ends, high, low)
    if space.relative:
        tried = tried[tried.any(axis=1)]
    return np.concatenate([middle, tried])


def _without_dominated(answers: Ints, low: Floats, high: Floats) -> Ints:
    """Leave out answers that are never the worst for whoever moved."""
    least = high[answers].max(axis=1).min()
    kept = answers[low[answers].max(axis=1) <= least + _CLOSE]
    return np.unique(kept, axis=0)


def _most_left(
    rows: GainRows, ends: tuple[Floats, Floats], answers: Ints, space: WeightSpace, place: int
) -> GainEnd:
    """Return the largest that one move can leave: answers are added as they are needed."""
    used: set[int] = set()
    answers = np.unique(answers, axis=0)
    best: GainEnd | None = None
    z = space.variables(_tried(space)[0])
    bound = np.inf
    while True:
        values = rows.at(z[None])[:, 0][answers].max(axis=1)
        worst = int(values.argmin())
        if best is None or values[worst] > best.value:
            best = GainEnd(float(values[worst]), 0.0, space.weights(z), place)
        if worst in used or best.value >= bound - _CLOSE:
            break
        used.add(worst)
        found, bound = _solved(rows, ends, [answers[[n]] for n in sorted(used)], space, 1)
        if found is None:
            break
        z = found
    return GainEnd(best.value, max(bound, best.value), best.weights, place)


def _solved(
    rows: GainRows,
    ends: tuple[Floats, Floats],
    clauses: Sequence[Ints],
    space: WeightSpace,
    sign: int,
) -> tuple[Floats | None, float]:
    """Solve for the variables and `s`: the largest `s` below, or the smallest above, of gains.

    Each clause is a choice of one of its answers. To be the largest (sign 1) `s` lies below
    one row of each answer; to be the smallest (sign -1) above every row of one answer.
    """
    least, most = space.bounds
    low, high = ends
    n = len(least)
    # Variables: z, s, then a choice of 0 or 1 wherever there is one.
    lines: list[tuple[dict[int, float], float, float]] = []
    factors, row_least, row_most = space.rows
    for line, a, b in zip(factors, row_least, row_most, strict=True):
        lines.append(({i: float(f) for i, f in enumerate(line) if f}, float(a), float(b)))
    every = np.unique(np.concatenate([each.ravel() for each in clauses]))
    bottom, top = float(low[every].min()), float(high[every].max())
    choices = n + 1

    def held(row: int, choice: int | None) -> None:
        terms = {i: -float(f) for i, f in enumerate(rows.factors[row]) if f} | {n: 1.0}
        constant = float(rows.constant[row])
        if sign > 0:
            slack = 0.0 if choice is None else top - float(low[row])
            extra = {} if choice is None else {choice: slack}
            lines.append((terms | extra, -np.inf, constant + slack))
        else:
            slack = 0.0 if choice is None else float(high[row]) - bottom
            extra = {} if choice is None else {choice: -slack}
            lines.append((terms | extra, constant - slack, np.inf))

    for answers in clauses:
        # By turns: one row of each answer, or all rows of one answer.
        groups = [[[r] for r in one] for one in answers] if sign > 0 else [[*answers]]
        for group in groups:
            unique = {tuple(sorted(set(map(int, one)))) for one in group}
            if len(unique) == 1:
                for row in unique.pop():
                    held(row, None)
                continue
            chosen = []
            for one in sorted(unique):
                for row in one:
                    held(row, choices)
                chosen.append(choices)
                choices += 1
            lines.append((dict.fromkeys(chosen, 1.0), 1.0, np.inf))
    from scipy.sparse import csr_matrix  # takes long to load

    entries = [(i, j, f) for i, (terms, _, _) in enumerate(lines) for j, f in terms.items()]
    row_of, column, factor = zip(*entries, strict=True)
    size = choices
    cost = np.zeros(size)
    cost[n] = -sign
    solved = minimise(
        cost,
        whole=np.arange(size) > n,
        ends=(
            np.concatenate([least, [bottom], np.zeros(size - n - 1)]),
            np.concatenate([most, [top], np.ones(size - n - 1)]),
        ),
        rows=csr_matrix((factor, (row_of, column)), shape=(len(lines), size)),
        bounds=(np.array([a for _, a, _ in lines]), np.array([b for _, _, b in lines])),
        time_limit=_MOST_SECONDS,
    )
    bound = solved.mip_dual_bound if size > n + 1 else solved.fun
    if bound is None:
        bound = -top if sign > 0 else bottom
    z = None if solved.x is None else np.asarray(solved.x[:n])
    return z, -sign * float(bound)
