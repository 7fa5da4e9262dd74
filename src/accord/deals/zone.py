"""The zone of agreement: is there a deal that everybody accepts, for which of the numbers?"""

from collections.abc import Sequence
from typing import ClassVar, Literal

import numpy as np
import numpy.typing as npt
from attrs import frozen

from accord.deals.always_some_deal import Throughout, always_some_deal
from accord.deals.by_draw.exists import decide
from accord.deals.draws import Draws
from accord.deals.worth import Worth
from accord.kernels.intervals import wilson

_FEW_DRAWS = 50
"""How many draws are tried where each takes a search of its own."""

Flags = npt.NDArray[np.bool_]

Answer = Literal["yes", "no", "depends", "yes in all tried", "no in all tried"]


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

    as_json: ClassVar = ("share", "interval", "draws", "seed", "undecided", "method")

    @classmethod
    def exactly(cls, holds: bool) -> "RangeShare":
        """Return all or nothing of the ranges.

        Args:
            holds: Whether it is all.
        """
        return cls(share=float(holds), interval=(float(holds), float(holds)))

    @classmethod
    def of_draws(
        cls, hits: int, draws: int, seed: int, *, undecided: int = 0, one_way: bool = False
    ) -> "RangeShare":
        """Return a share by draws.

        Args:
            hits: In how many something holds.
            draws: How many there are.
            seed: Where they started.
            undecided: In how many it would have taken too long to decide.
            one_way: Whether each party's numbers erred all one way.
        """
        return cls(
            share=hits / draws,
            interval=(wilson(hits, draws)[0], wilson(hits + undecided, draws)[1]),
            draws=draws,
            seed=seed,
            undecided=undecided,
            one_way=one_way,
        )

    @property
    def method(self) -> str:
        """Return how the share was found."""
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
        throughout: Where a deal was acceptable in all sets of numbers drawn: whether some deal,
            not always the same one, is for every value in the ranges; otherwise None.
    """

    exists: bool | Literal["depends"]
    share: float
    interval: tuple[float, float]
    draws: int
    seed: int | None
    one_way: RangeShare | None = None
    throughout: Throughout | None = None

    as_json: ClassVar = (
        "verdict=answer",
        "exists",
        "throughout=throughout_holds",
        "share",
        "interval",
        "draws",
        "seed",
        "one_way",
        "method",
    )

    @property
    def throughout_holds(self) -> bool | None:
        """Whether some deal, always the same or not, is acceptable for every value.

        None where that is not decided.
        """
        if self.exists != "depends":
            return self.exists
        if {self.share, self.one_way and self.one_way.share} != {1.0}:
            return False
        return None if self.throughout is None else self.throughout.holds

    @property
    def answer(self) -> Answer:
        """Return whether there is a deal.

        `yes` if there is for every value in the ranges, always the same or not, `no` if there
        is for none. `yes in all tried` and `no in all tried` if all sets of numbers drawn
        agree, though not every one in the ranges is proven to; otherwise `depends`.
        """
        if self.throughout_holds:
            return "yes"
        if self.exists is False:
            return "no"
        shares = {self.share} if self.one_way is None else {self.share, self.one_way.share}
        if shares == {1}:
            return "yes in all tried"
        return "no in all tried" if shares == {0} else "depends"

    @property
    def method(self) -> str:
        """Return how the verdict was found."""
        if self.seed is None:
            return "exact"
        text = (
            "exact that no deal does for all values and some deal for some; share by "
            f"{self.draws} draws, uniform over the ranges, {_HOW[False]} (seed {self.seed}), "
            "with a 95% Wilson interval"
        )
        if self.throughout_holds:
            text += "; a mixed-integer program finds no values without any acceptable deal"
        return text


def zone_by_draw(draws: Draws, coalitions: Sequence[frozenset[str]] = ()) -> tuple[Zone, Flags]:
    """Decide whether some deal is acceptable to all, and for what share of the ranges.

    Where not all need accept, some deal must be acceptable to all of one of the least sets of
    parties that suffice. What is worst for a deal is so for all parties at once, as their
    numbers are apart, so the two certain answers stay exact.

    The two certain answers are exact: they ask whether some deal has no negative surplus in
    the worst case, and whether none has in the best (see `Worth.best`).

    Args:
        draws: The interests, and the sets of numbers that are tried if it depends.
        coalitions: The least sets of parties that suffice; none where all must accept.

    Returns:
        The verdict, and for which draws some deal is acceptable: shape (draws,), of shape
        (0,) if it is certain.
    """
    worth = draws.worth
    parts = [worth.among(one) for one in coalitions] or [worth]
    if any(_reached(one.worst()) for one in parts):
        return certain(True), np.zeros(0, dtype=np.bool_)
    if worth.is_exact or not any(_reached(one.best()) for one in parts):
        return certain(False), np.zeros(0, dtype=np.bool_)
    if next(iter(draws.sets())).too_wide:
        draws = draws.fewer(_FEW_DRAWS)
    exists, together = (
        np.concatenate([_decided(drawn, coalitions) for drawn in draws.sets(one_way)])
        for one_way in (False, True)
    )
    hits, hits_one_way, count = int(exists.sum()), int(together.sum()), draws.count
    zone = Zone(
        exists="depends",
        share=hits / count,
        interval=wilson(hits, count),
        draws=count,
        seed=draws.seed,
        one_way=RangeShare(
            share=hits_one_way / count,
            interval=wilson(hits_one_way, count),
            draws=count,
            seed=draws.seed,
            one_way=True,
        ),
        throughout=always_some_deal_of(worth, coalitions)
        if hits == hits_one_way == count
        else None,
    )
    return zone, exists


def _reached(worth: Worth) -> bool:
    """Whether some deal leaves nobody below zero."""
    return worth.reach(worth.bans, np.zeros(len(worth.parties))) is not None


def _decided(drawn: Worth, coalitions: Sequence[frozenset[str]]) -> Flags:
    """Decide for which sets of numbers some deal is acceptable to enough parties."""
    parts = [drawn.among(one) for one in coalitions] or [drawn]
    found = decide(parts[0])
    for one in parts[1:]:
        found = found | decide(one)
    return found


def always_some_deal_of(worth: Worth, coalitions: Sequence[frozenset[str]]) -> Throughout:
    """Return whether there is some deal for every value in the ranges.

    Where not all must accept, it is enough that one coalition always has one; whether now one
    and now another has is left open.

    Args:
        worth: The interests.
        coalitions: The least sets of parties that suffice; none where all must accept.
    """
    parts = [worth.among(one) for one in coalitions] or [worth]
    found = always_some_deal(parts[0])
    for one in parts[1:]:
        if found.holds:
            break
        found = always_some_deal(one)
    if found.holds or len(parts) == 1:
        return found
    return Throughout(
        holds=None,
        method="not decided: no one of the sets of parties that suffice always has a deal, and "
        "whether one or another always has is not searched for",
    )


def certain(exists: bool) -> Zone:
    """Return a verdict that holds for every value in the ranges."""
    share = float(exists)
    return Zone(
        exists=exists,
        share=share,
        interval=(share, share),
        draws=0,
        seed=None,
    )
