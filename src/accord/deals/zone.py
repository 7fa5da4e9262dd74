"""The zone of agreement: is there a deal that everybody accepts, for which of the numbers?"""

import math
from collections.abc import Iterator
from typing import Literal

import numpy as np
import numpy.typing as npt
from attrs import frozen

from accord.deals.decide import decide
from accord.deals.draws import Draws, draw
from accord.deals.tabulate import Tables
from accord.deals.throughout import deals_throughout

_BATCH = 1000
_FEW_DRAWS = 50  # where each takes a search of its own
NORMAL_95 = 1.959963984540054
"""The quantile of the normal distribution for an interval of 95%."""

Flags = npt.NDArray[np.bool_]

Verdict = Literal["yes", "no", "depends", "yes in all tried", "no in all tried"]


@frozen(kw_only=True)
class Zone:
    """Whether some deal is acceptable to all.

    Attributes:
        exists: True if some one deal is acceptable for every value in the ranges, False if no
            deal is for any value, otherwise `depends`.
        share: The share of the ranges for which some deal is acceptable, 0 to 1.
        interval: 95% confidence interval of the share (Wilson); its ends are equal when the
            share is exact.
        draws: How many sets of numbers were drawn; 0 when the share is exact.
        seed: Where the draws started; the same seed gives the same draws.
        throughout: Whether some deal, not always the same one, is acceptable for every value in
            the ranges; None where that is not decided.
    """

    exists: bool | Literal["depends"]
    share: float
    interval: tuple[float, float]
    draws: int
    seed: int | None
    throughout: bool | None = None

    @property
    def verdict(self) -> Verdict:
        """Say whether there is a deal.

        `yes` if there is for every value in the ranges, always the same or not, `no` if there
        is for none. `yes in all tried` and `no in all tried` if all sets of numbers drawn
        agree, though not every one in the ranges is proven to; otherwise `depends`.
        """
        if self.exists is True or self.throughout:
            return "yes"
        if self.exists is False:
            return "no"
        if self.share in (0, 1):
            return "yes in all tried" if self.share else "no in all tried"
        return "depends"

    @property
    def method(self) -> str:
        """Say how the verdict was found."""
        if self.seed is None:
            return "exact"
        text = (
            "exact that no deal does for all values and some deal for some; share by "
            f"{self.draws} draws, uniform and independent over the ranges (seed {self.seed}), "
            "with a 95% Wilson interval"
        )
        if self.throughout:
            text += "; a mixed-integer program finds no values without any acceptable deal"
        return text


def zone_of_agreement(tables: Tables, draws: int, seed: int) -> Zone:
    """Decide whether some deal is acceptable to all, and for what share of the ranges.

    The two certain answers are exact: they ask whether some deal has no negative surplus in
    the worst case, and whether none has in the best (see `Tables.surplus`).

    Args:
        tables: The interests.
        draws: How many sets of numbers to draw if it depends.
        seed: Where the draws start.
    """
    return zone_by_draw(tables, draws, seed)[0]


def zone_by_draw(tables: Tables, draws: int, seed: int) -> tuple[Zone, Flags]:
    """Do as `zone_of_agreement`, and tell for which draws some deal is acceptable.

    Returns:
        The verdict, and an array of shape (draws,), of shape (0,) if it is certain.
    """
    bans, nothing_lost = tables.bans, np.zeros(len(tables.sides))
    if tables.surplus(best=False).reach(bans, nothing_lost) is not None:
        return certain(True), np.zeros(0, dtype=np.bool_)
    if tables.is_exact or tables.surplus(best=True).reach(bans, nothing_lost) is None:
        return certain(False), np.zeros(0, dtype=np.bool_)
    if next(batches(tables, draws, seed)).too_wide:
        draws = min(draws, _FEW_DRAWS)
    exists = np.concatenate([decide(drawn) for drawn in batches(tables, draws, seed)])
    hits = int(exists.sum())
    zone = Zone(
        exists="depends",
        share=hits / draws,
        interval=wilson(hits, draws),
        draws=draws,
        seed=seed,
        throughout=deals_throughout(tables).holds if hits == draws else False,
    )
    return zone, exists


def batches(tables: Tables, draws: int, seed: int) -> Iterator[Draws]:
    """Draw the sets of numbers of a verdict, some at a time.

    Args:
        tables: The ranges.
        draws: How many sets of numbers.
        seed: Where the draws start.
    """
    rng = np.random.default_rng(seed)
    for start in range(0, draws, _BATCH):
        yield draw(tables, rng, min(_BATCH, draws - start))


def wilson(hits: int, tries: int, normal: float = NORMAL_95) -> tuple[float, float]:
    """Give the confidence interval of a share.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference,
    Journal of the American Statistical Association 22 (1927), 209-212.

    Args:
        hits: How often it happened.
        tries: Out of how many; at least 1.
        normal: The quantile of the normal distribution; by default for a level of 95%.
    """
    share, z2 = hits / tries, normal**2
    centre = (share + z2 / (2 * tries)) / (1 + z2 / tries)
    spread = math.sqrt(share * (1 - share) / tries + z2 / (4 * tries**2))
    half = normal * spread / (1 + z2 / tries)
    low = 0.0 if hits == 0 else centre - half
    high = 1.0 if hits == tries else centre + half
    return low, high


def certain(exists: bool) -> Zone:
    """Give a verdict that holds for every value in the ranges."""
    share = float(exists)
    return Zone(
        exists=exists,
        share=share,
        interval=(share, share),
        draws=0,
        seed=None,
        throughout=exists,
    )
