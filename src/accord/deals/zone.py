"""The zone of agreement: is there a deal that everybody accepts, for which of the numbers?"""

from collections.abc import Iterator
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from attrs import frozen

from accord.deals.always_some_deal import deals_throughout
from accord.deals.by_draw.exists import decide
from accord.deals.worth import Worth
from accord.kernels.intervals import wilson

_BATCH = 1000
_FEW_DRAWS = 50  # where each takes a search of its own
Flags = npt.NDArray[np.bool_]

Verdict = Literal["yes", "no", "depends", "yes in all tried", "no in all tried"]


@frozen(kw_only=True)
class RangeShare:
    """For what share of the ranges something holds.

    Attributes:
        share: The share, 0 to 1; draws that were not decided count as those where it does not.
        interval: 95% confidence interval (Wilson), as wide as draws that were not decided may
            make it; its ends are equal where the share is exact.
        draws: How many sets of numbers were drawn; 0 where the share is exact.
        seed: Where the draws started; None where the share is exact.
        undecided: In how many of the draws it would have taken too long to decide.
        one_way: Whether each party's numbers erred all one way in the draws; otherwise each by
            itself.
    """

    share: float
    interval: tuple[float, float]
    draws: int = 0
    seed: int | None = None
    undecided: int = 0
    one_way: bool = False

    @property
    def method(self) -> str:
        """Say how the share was found."""
        if self.seed is None:
            return "exact"
        text = (
            f"share by {self.draws} draws, uniform over the ranges, {_HOW[self.one_way]} (seed "
            f"{self.seed}), with a 95% Wilson interval"
        )
        if self.undecided:
            text += f"; {self.undecided} of them are undecided, and the interval allows for it"
        return text


_HOW = (
    "each number by itself",
    "a party's values and bonuses all at one place of their ranges from the low end and its "
    "walk-away value from the high end",
)


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
        one_way: The share where each party's numbers err all one way, not each by itself; None
            where the share is exact.
        throughout: Whether some deal, not always the same one, is acceptable for every value in
            the ranges; None where that is not decided.
    """

    exists: bool | Literal["depends"]
    share: float
    interval: tuple[float, float]
    draws: int
    seed: int | None
    one_way: RangeShare | None = None
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
        shares = {self.share} if self.one_way is None else {self.share, self.one_way.share}
        if shares == {1}:
            return "yes in all tried"
        return "no in all tried" if shares == {0} else "depends"

    @property
    def method(self) -> str:
        """Say how the verdict was found."""
        if self.seed is None:
            return "exact"
        text = (
            "exact that no deal does for all values and some deal for some; share by "
            f"{self.draws} draws, uniform over the ranges, {_HOW[False]} (seed {self.seed}), "
            "with a 95% Wilson interval"
        )
        if self.throughout:
            text += "; a mixed-integer program finds no values without any acceptable deal"
        return text


def zone_of_agreement(worth: Worth, draws: int, seed: int) -> Zone:
    """Decide whether some deal is acceptable to all, and for what share of the ranges.

    The two certain answers are exact: they ask whether some deal has no negative surplus in
    the worst case, and whether none has in the best (see `Worth.best`).

    Args:
        worth: The interests.
        draws: How many sets of numbers to draw if it depends.
        seed: Where the draws start.
    """
    return zone_by_draw(worth, draws, seed)[0]


def zone_by_draw(worth: Worth, draws: int, seed: int) -> tuple[Zone, Flags]:
    """Do as `zone_of_agreement`, and tell for which draws some deal is acceptable.

    Returns:
        The verdict, and an array of shape (draws,), of shape (0,) if it is certain.
    """
    bans, nothing_lost = worth.bans, np.zeros(len(worth.parties))
    if worth.worst().reach(bans, nothing_lost) is not None:
        return certain(True), np.zeros(0, dtype=np.bool_)
    if worth.is_exact or worth.best().reach(bans, nothing_lost) is None:
        return certain(False), np.zeros(0, dtype=np.bool_)
    if next(batches(worth, draws, seed)).too_wide:
        draws = min(draws, _FEW_DRAWS)
    exists, together = (
        np.concatenate([decide(drawn) for drawn in batches(worth, draws, seed, one_way)])
        for one_way in (False, True)
    )
    hits, hits_one_way = int(exists.sum()), int(together.sum())
    zone = Zone(
        exists="depends",
        share=hits / draws,
        interval=wilson(hits, draws),
        draws=draws,
        seed=seed,
        one_way=RangeShare(
            share=hits_one_way / draws,
            interval=wilson(hits_one_way, draws),
            draws=draws,
            seed=seed,
            one_way=True,
        ),
        throughout=hits == hits_one_way == draws and deals_throughout(worth).holds,
    )
    return zone, exists


def batches(worth: Worth, draws: int, seed: int, one_way: bool = False) -> Iterator[Worth]:
    """Draw the sets of numbers of a verdict, some at a time.

    Args:
        worth: The ranges.
        draws: How many sets of numbers.
        seed: Where the draws start.
        one_way: Whether a party's numbers err all one way.
    """
    rng = np.random.default_rng(seed)
    for start in range(0, draws, _BATCH):
        yield worth.draw(rng, min(_BATCH, draws - start), one_way)


def share_to_json(share: RangeShare) -> dict[str, Any]:
    """Give a share as a plain dict."""
    return {
        "share": share.share,
        "interval": list(share.interval),
        "draws": share.draws,
        "seed": share.seed,
        "undecided": share.undecided,
        "method": share.method,
    }


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
