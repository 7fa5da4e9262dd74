"""The zone of agreement: is there a deal that everybody accepts, for which of the numbers?"""

import math
from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt
from attrs import frozen

from accord.deals.draws import Draws, draw
from accord.deals.tabulate import Tables
from accord.kernels.tables import Ban
from accord.kernels.ties import TIE, Floats, Ints
from accord.kernels.weighted import best_sums

_BATCH = 1000
_TURNS = 16
_MOST_MET = 1000
_STEP = 1.0
_NORMAL_95 = 1.959963984540054


@frozen(kw_only=True)
class Zone:
    """Whether some deal is acceptable to all.

    Attributes:
        exists: True if some deal is acceptable for every value in the ranges, False if none is
            for any value, otherwise `depends`.
        share: The share of the ranges for which some deal is acceptable, 0 to 1.
        interval: 95% confidence interval of the share (Wilson); its ends are equal when the
            share is exact.
        draws: How many sets of numbers were drawn; 0 when the share is exact.
        seed: Where the draws started; the same seed gives the same draws.
    """

    exists: bool | Literal["depends"]
    share: float
    interval: tuple[float, float]
    draws: int
    seed: int | None

    @property
    def method(self) -> str:
        """Say how the verdict was found."""
        if self.seed is None:
            return "exact"
        return (
            f"exact that it depends; share by {self.draws} draws, uniform and independent over "
            f"the ranges (seed {self.seed}), with a 95% Wilson interval"
        )


def zone_of_agreement(tables: Tables, draws: int, seed: int) -> Zone:
    """Decide whether some deal is acceptable to all, and for what share of the ranges.

    The two certain answers are exact: they ask whether some deal has no negative surplus in
    the worst case, and whether none has in the best (see `Tables.surplus`).

    Args:
        tables: The interests.
        draws: How many sets of numbers to draw if it depends.
        seed: Where the draws start.
    """
    bans, nothing_lost = tables.bans, np.zeros(len(tables.sides))
    if tables.surplus(best=False).reach(bans, nothing_lost) is not None:
        return certain(True)
    if tables.is_exact or tables.surplus(best=True).reach(bans, nothing_lost) is None:
        return certain(False)
    rng = np.random.default_rng(seed)
    sizes = [min(_BATCH, draws - start) for start in range(0, draws, _BATCH)]
    hits = sum(_count(draw(tables, rng, size), bans) for size in sizes)
    return Zone(
        exists="depends",
        share=hits / draws,
        interval=wilson(hits, draws),
        draws=draws,
        seed=seed,
    )


def wilson(hits: int, tries: int) -> tuple[float, float]:
    """Give the 95% confidence interval of a share.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference,
    Journal of the American Statistical Association 22 (1927), 209-212.

    Args:
        hits: How often it happened.
        tries: Out of how many; at least 1.
    """
    share, z2 = hits / tries, _NORMAL_95**2
    centre = (share + z2 / (2 * tries)) / (1 + z2 / tries)
    spread = math.sqrt(share * (1 - share) / tries + z2 / (4 * tries**2))
    half = _NORMAL_95 * spread / (1 + z2 / tries)
    low = 0.0 if hits == 0 else centre - half
    high = 1.0 if hits == tries else centre + half
    return low, high


def certain(exists: bool) -> Zone:
    """Give a verdict that holds for every value in the ranges."""
    share = float(exists)
    return Zone(exists=exists, share=share, interval=(share, share), draws=0, seed=None)


def _count(draws: Draws, bans: Sequence[Ban]) -> int:
    """Count the draws in which some deal is acceptable.

    Most draws are decided by weighing the parties: if even the deal with the largest weighted
    sum of surpluses has a negative sum, no deal is acceptable; if it leaves nobody below the
    walk-away value, it is. Otherwise the parties that it leaves behind get more weight. On
    draws that this does not decide all deals met so far are tried; then they are searched one
    by one, and a deal found is tried on the others.
    """
    left, hits, met, weights = _by_weighing(draws, bans)
    solved = _acceptable(draws.surplus(met, left[:, None])).any(axis=1)
    hits += int(solved.sum())
    left, weights = left[~solved], weights[~solved]
    while len(left):
        reading = draws.reading(int(left[0]))
        choice = reading.reach(bans, reading.walk_away, weights[0])
        left, weights = left[1:], weights[1:]
        if choice is not None:
            solved = _acceptable(draws.surplus(choice[None, :], left))
            hits += 1 + int(solved.sum())
            left, weights = left[~solved], weights[~solved]
    return hits


def _by_weighing(draws: Draws, bans: Sequence[Ban]) -> tuple[Ints, int, Ints, Floats]:
    """Decide what weighing the parties can.

    Returns:
        The draws left, the count so far, deals met (shape (deals, issues)), and weights under
        which the draws left come closest to being hopeless (shape (draws left, parties)).
    """
    sizes = draws.tables.names.sizes
    left, hits = np.arange(len(draws)), 0
    weights = np.full((len(draws), len(draws.sides)), 1 / len(draws.sides))
    met = np.empty((0, len(sizes)), dtype=np.int64)
    for turn in range(_TURNS):
        if not len(left):
            break
        best = best_sums(sizes, draws.weighted(weights, left), bans)
        surplus = draws.surplus(best.choices, left)
        solved = _acceptable(surplus)
        hopeless = best.values < -2 * TIE
        hits += int((solved & ~hopeless).sum())
        open_ = ~solved & ~hopeless
        feasible = best.choices[np.isfinite(best.values)]
        met = np.unique(np.vstack([feasible, met]), axis=0)[:_MOST_MET]
        left, surplus, weights = left[open_], surplus[open_], weights[open_]
        behind = -surplus / np.abs(surplus).max(axis=1, keepdims=True)
        weights = weights * np.exp(behind * _STEP / (1 + turn / 4))
        weights /= weights.sum(axis=1, keepdims=True)
    return left, hits, met, weights


def _acceptable(surplus: Floats) -> npt.NDArray[np.bool_]:
    """Tell whether nobody is below the walk-away value: surplus of shape (..., parties)."""
    return np.asarray((surplus >= -TIE).all(axis=-1))
