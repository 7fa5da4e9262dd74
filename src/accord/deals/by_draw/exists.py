"""In which of many draws some deal is acceptable, exactly."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from accord.deals.by_draw.branch_and_bound import branch
from accord.deals.worth import Worth
from accord.kernels.maximum import best_sums
from accord.kernels.mixed import CLOSE
from accord.kernels.tables import Ban
from accord.kernels.ties import TIE, Floats, Ints, TooLarge

_TURNS = 8
"""How often weights are changed before what they leave open is searched."""

_MOST_MET = 1000
"""How many deals met are tried on the draws that are left."""

_STEP = 1.0
"""How far weights move in the first turn; by the fifth half as far, so that they settle."""

_MOST_BRANCHES = 2**14
"""After how many partial deals the search of one draw is left to a search of its own."""

_MOST_BRANCHES_IN_ALL = 2**21
"""The same for all draws together: some seconds of work."""

_MOST_SHARED = 32
"""How many deals found in one draw are tried on all others at once."""

Flags = npt.NDArray[np.bool_]


def decide(draws: Worth) -> Flags:
    """Return in which draws some deal is acceptable, exactly.

    Most draws are decided by weighing the parties: if even the deal with the largest weighted
    sum of surpluses has a negative sum, no deal is acceptable; if it leaves nobody below the
    walk-away value, it is. Otherwise the parties that it leaves behind get more weight. On
    draws that this does not decide all deals met so far are tried. The others are searched,
    all together by branch and bound, the few that are hard one by one; a deal found is tried
    on all. Where issues hang together too closely for this, all are searched one by one.

    Args:
        draws: The draws.

    Returns:
        Shape (draws,).

    Raises:
        ValueError: If a draw cannot be decided in time.
    """
    bans = draws.bans
    if draws.too_wide:
        return _one_by_one(draws, bans)
    left, exists, met, weights = _by_weighing(draws, bans)
    solved = _acceptable(draws.surplus(met, left[:, None])).any(axis=1)
    exists[left[solved]] = True
    left, weights = left[~solved], weights[~solved]
    hard = _by_branching(draws, left, weights, exists)
    left, weights = left[hard], weights[hard]
    while len(left):
        reading = draws[int(left[0])]
        choice = reading.reach(bans, reading.walk_away, weights[0])
        if choice is not None:
            exists[left[0]] = True
            exists[left] |= _acceptable(draws.surplus(choice[None, :], left))
        open_ = ~exists[left]
        open_[0] = False
        left, weights = left[open_], weights[open_]
    return exists


def _one_by_one(draws: Worth, bans: Sequence[Ban]) -> Flags:
    """Look for the deal that is the farthest above all walk-away values, draw by draw."""
    exists = np.zeros(len(draws), dtype=np.bool_)
    level = np.ones(len(draws.parties))
    for number in range(len(draws)):
        if exists[number]:
            continue
        reading = draws[number]
        no_floor = np.full(len(level), -np.inf)
        found = reading.programs(bans).raised(reading.walk_away, level, no_floor)
        if found.choice is not None and found.value >= -TIE:
            later = np.arange(number, len(draws))
            exists[later] |= _acceptable(draws.surplus(found.choice[None, :], later))
        elif found.bound > CLOSE:
            raise TooLarge(
                "in one of the draws it cannot be told in time whether some deal is acceptable"
            )
    return exists


def _by_branching(draws: Worth, among: Ints, weights: Floats, exists: Flags) -> Flags:
    """Search draws together; mark those with an acceptable deal, give those that are hard."""
    if not len(among):
        return np.zeros(0, dtype=np.bool_)
    parties = len(draws.parties)
    alone = np.eye(parties)[:, None] * np.ones((len(among), 1))
    goals = [draws.weighted(weighed, among) for weighed in [weights, *alone]]

    def visit(sets: Ints, choices: Ints) -> Ints:
        good = _acceptable(draws.surplus(choices, among[sets]))
        exists[among[sets[good]]] = True
        for choice in np.unique(choices[good], axis=0)[:_MOST_SHARED]:
            others = among[~exists[among]]
            exists[others] = _acceptable(draws.surplus(choice[None, :], others))
        return np.flatnonzero(exists[among])

    hard = branch(
        draws.sizes,
        goals,
        np.full((len(among), 1 + parties), -2 * TIE),
        draws.bans,
        visit,
        most_each=_MOST_BRANCHES,
        most=_MOST_BRANCHES_IN_ALL,
    )
    return hard & ~exists[among]


def _by_weighing(draws: Worth, bans: Sequence[Ban]) -> tuple[Ints, Flags, Ints, Floats]:
    """Decide what weighing the parties can.

    Returns:
        The draws left, in which draws a deal was found, deals met (shape (deals, issues)), and
        weights under which the draws left come closest to being hopeless (shape (draws left,
        parties)).
    """
    sizes = draws.sizes
    left, exists = np.arange(len(draws)), np.zeros(len(draws), dtype=np.bool_)
    weights = np.full((len(draws), len(draws.parties)), 1 / len(draws.parties))
    met = np.empty((0, len(sizes)), dtype=np.int64)
    for turn in range(_TURNS):
        if not len(left):
            break
        best = best_sums(sizes, draws.weighted(weights, left), bans)
        surplus = draws.surplus(best.choices, left)
        solved = _acceptable(surplus)
        hopeless = best.values < -2 * TIE
        exists[left[solved & ~hopeless]] = True
        open_ = ~solved & ~hopeless
        feasible = best.choices[np.isfinite(best.values)]
        met = np.unique(np.vstack([feasible, met]), axis=0)[:_MOST_MET]
        left, surplus, weights = left[open_], surplus[open_], weights[open_]
        behind = -surplus / np.abs(surplus).max(axis=1, keepdims=True)
        weights = weights * np.exp(behind * _STEP / (1 + turn / 4))
        weights /= weights.sum(axis=1, keepdims=True)
    return left, exists, met, weights


def _acceptable(surplus: Floats) -> npt.NDArray[np.bool_]:
    """Return whether nobody is below the walk-away value: surplus of shape (..., parties)."""
    return np.asarray((surplus >= -TIE).all(axis=-1))
