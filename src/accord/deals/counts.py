"""How many deals every party accepts."""

from typing import ClassVar

from attrs import frozen

from accord.deals.worth import Worth
from accord.kernels.count import MOST_WORK, Count, count_deals
from accord.kernels.intervals import wilson
from accord.kernels.sample import Uniform
from accord.kernels.ties import TIE, Ints


@frozen(kw_only=True)
class DealCount:
    """How many deals there are of some kind, at the middle of the ranges.

    Attributes:
        count: The number; None where it is estimated.
        estimate: The estimate; None where it was counted.
        interval: 95% confidence interval of the number (Wilson); its ends are equal when it
            was counted.
        among: How many deals could be of the kind, exactly: those that cross no constraint
            and no red line, but for those that may be crossed.
        draws: How many of those were drawn; 0 where counted.
        seed: Where the draws started; None where counted.
    """

    count: int | None
    estimate: int | None
    interval: tuple[int, int]
    among: int
    draws: int = 0
    seed: int | None = None

    as_json: ClassVar = (
        "exact",
        "count",
        "estimate",
        "interval",
        "among",
        "draws",
        "seed",
        "method",
    )

    @classmethod
    def of(cls, found: Count, known: int, seed: int) -> "DealCount":
        """Name a count; an estimate is not below the number of deals that are known."""
        if found.number is not None:
            ends = (found.number, found.number)
            return cls(count=found.number, estimate=None, interval=ends, among=found.among)
        low, high = wilson(found.hits, found.draws)
        return cls(
            count=None,
            estimate=max(known, found.among * found.hits // found.draws),
            interval=(
                max(known, int(low * found.among)),
                max(known, min(found.among, int(high * found.among))),
            ),
            among=found.among,
            draws=found.draws,
            seed=seed,
        )

    @property
    def exact(self) -> bool:
        """Return whether the number was counted."""
        return self.count is not None

    @property
    def method(self) -> str:
        """Return how the number was found."""
        if self.exact:
            return "exact: partial deals counted by what they are worth, or deals one by one"
        return (
            f"estimate by {self.draws} draws, all deals that cross nothing they may not cross "
            f"being equally likely (seed {self.seed}), with a 95% Wilson interval"
        )


def count_acceptable(
    worth: Worth,
    draws: int,
    seed: int,
    *,
    known: int | None = None,
    most_work: int = MOST_WORK,
) -> DealCount:
    """Count the deals that every party accepts.

    Args:
        worth: The interests.
        draws: How many deals to draw where counting would be too much work.
        seed: Where the draws start.
        known: How many such deals are known, if they were looked for: an estimate is not below
            it, and if there is none there is none to count.
        most_work: How many partial sums to form before deals are drawn instead.
    """
    if known == 0:
        among = Uniform.of(worth.sizes, worth.bans).total
        return DealCount(count=0, estimate=None, interval=(0, 0), among=among)
    found = count_deals(
        worth.sizes,
        worth.factors,
        worth.bans,
        worth.walk_away * worth.unit,
        TIE * worth.unit,
        most_work=most_work,
        draws=draws,
        seed=seed,
    )
    return DealCount.of(found, known or 0, seed)


def worth_the_same(worth: Worth, choice: Ints) -> int | None:
    """Count the acceptable deals worth the same to everybody as one on the frontier.

    Args:
        worth: The interests.
        choice: The deal; no acceptable deal is worth more to one party and as much to all.

    Returns:
        How many, itself among them; None where counting would be too much work.
    """
    if worth.widest(worth.bans) > MOST_WORK:
        return None
    points = worth.points(choice[None, :])[0]
    floor, tie = points * worth.unit, TIE * worth.unit
    return count_deals(worth.sizes, worth.factors, worth.bans, floor, tie, draws=1).number
