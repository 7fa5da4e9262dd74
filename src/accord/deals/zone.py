"""The zone of agreement: is there a deal that everybody accepts, for which of the numbers?"""

import math
from collections.abc import Sequence
from typing import Literal

import numpy as np
from attrs import frozen

from accord.deals.draws import Draws, draw
from accord.deals.tabulate import Tables
from accord.kernels.tables import Ban
from accord.kernels.ties import Ints

_BATCH = 1000
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
        return _certain(True)
    if tables.is_exact or tables.surplus(best=True).reach(bans, nothing_lost) is None:
        return _certain(False)
    rng = np.random.default_rng(seed)
    known = np.empty((0, len(tables.names.sizes)), dtype=np.int64)
    hits = 0
    for start in range(0, draws, _BATCH):
        batch = draw(tables, rng, min(_BATCH, draws - start))
        found, known = _count(batch, bans, known)
        hits += found
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


def _certain(exists: bool) -> Zone:
    share = float(exists)
    return Zone(exists=exists, share=share, interval=(share, share), draws=0, seed=None)


def _count(draws: Draws, bans: Sequence[Ban], known: Ints) -> tuple[int, Ints]:
    """Count the draws in which some deal is acceptable.

    A deal found acceptable in one draw is tried on all others first; only where no such deal
    will do is one searched for.

    Args:
        draws: Sets of numbers.
        bans: The combinations that no deal may take.
        known: Deals to try first, shape (deals, issues).

    Returns:
        The count, and the deals known with those found here.
    """
    left = np.arange(len(draws))
    left = left[~draws.acceptable(known, left).any(axis=1)]
    hits = len(draws) - len(left)
    while len(left):
        reading = draws.reading(int(left[0]))
        left = left[1:]
        choice = reading.reach(bans, reading.walk_away)
        if choice is not None:
            known = np.vstack([known, choice])
            solved = draws.acceptable(known[-1:], left)[:, 0]
            hits += 1 + int(solved.sum())
            left = left[~solved]
    return hits, known
