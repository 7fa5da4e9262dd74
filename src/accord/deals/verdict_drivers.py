"""Which numbers the verdict turns on: what would be worth knowing better."""

from collections.abc import Iterator, Sequence
from statistics import NormalDist
from typing import ClassVar, Literal

import numpy as np
import numpy.typing as npt
from attrs import frozen

from accord.deals.draws import Draws
from accord.deals.worth import Worth
from accord.deals.zone import Zone
from accord.kernels.intervals import newcombe
from accord.model import Range

_LEVEL = 0.95
"""Of all intervals together."""

Flags = npt.NDArray[np.bool_]


@frozen(kw_only=True)
class Number:
    """A number that is not known exactly.

    Attributes:
        kind: What it is.
        party: Whose interests it is in.
        issue: Of a weight or a value; otherwise empty.
        option: Of a value; otherwise empty.
        interaction: Of a bonus, its place in the interests, from 0; otherwise None.
        range: What is known of it.
    """

    kind: Literal["weight", "value", "bonus", "walk_away"]
    party: str
    issue: str = ""
    option: str = ""
    interaction: int | None = None
    range: Range


@frozen(kw_only=True)
class Driver:
    """How much the verdict turns on a number.

    Attributes:
        number: The number.
        share_low: Share of the draws with a deal where it is in the lower half of its range.
        share_high: The same for the upper half.
        interval: Confidence interval of the difference, upper less lower half (Newcombe), so
            wide that those of all numbers together hold with 95% (Bonferroni).
    """

    number: Number
    share_low: float
    share_high: float
    interval: tuple[float, float]

    as_json: ClassVar = (
        "*number",
        "share_low",
        "share_high",
        "difference",
        "interval",
        "distinguishable",
    )

    @property
    def difference(self) -> float:
        """Return how much likelier a deal is in the upper half."""
        return self.share_high - self.share_low

    @property
    def distinguishable(self) -> bool:
        """Return whether the difference is more than chance explains."""
        return not self.interval[0] <= 0 <= self.interval[1]


@frozen(kw_only=True)
class Drivers:
    """The numbers that the verdict turns on.

    Attributes:
        ranked: Every number that is a range; those whose difference is more than chance
            explains first, the largest difference first.
        reason: Why there is nothing to rank, or nothing stands out; otherwise empty.
        draws: How many sets of numbers were drawn; 0 where the verdict is certain.
        seed: Where the draws started; None where the verdict is certain.
    """

    ranked: tuple[Driver, ...]
    reason: str
    draws: int
    seed: int | None

    @property
    def method(self) -> str:
        """Return how the numbers were ranked."""
        if not self.ranked:
            return "nothing is ranked"
        return (
            f"shares by the {self.draws} draws of the verdict (seed {self.seed}), by the half "
            "of its range that the number lies in; Newcombe intervals of the difference, 95% "
            f"for all {len(self.ranked)} numbers together (Bonferroni)"
        )


def find_drivers(draws: Draws, zone: Zone, exists: Flags) -> Drivers:
    """Rank the numbers by how much the share of draws with a deal differs between halves.

    Args:
        draws: The ranges, and the sets of numbers that were tried.
        zone: The verdict.
        exists: Shape (draws,), whether there is a deal, by draw of the verdict.
    """
    worth = draws.worth
    reason = _nothing_to_rank(worth, zone)
    if zone.seed is None or reason:
        return Drivers(ranked=(), reason=reason, draws=zone.draws, seed=zone.seed)
    numbers = list(uncertain(worth))
    upper = np.vstack([in_upper_half(one) for one in draws.fewer(zone.draws).sets()])
    found = rank(
        numbers,
        list(zip(upper[exists].sum(axis=0).tolist(), upper.sum(axis=0).tolist(), strict=True)),
        (int(exists.sum()), len(exists)),
    )
    if not (found and found[0].distinguishable):  # of few sets all may lie in one half of each
        reason = (
            "for no number do the two halves of its range differ by more than chance explains "
            f"in {zone.draws:,} sets of numbers tried"
        )
    return Drivers(ranked=found, reason=reason, draws=zone.draws, seed=zone.seed)


def rank(
    numbers: Sequence[Number], upper: Sequence[tuple[int, int]], every: tuple[int, int]
) -> tuple[Driver, ...]:
    """Rank numbers by how much a share differs between the halves of their ranges.

    Args:
        numbers: The numbers.
        upper: For each, how often it happened, out of how many draws, in the upper half of its
            range. Where one of its halves was never drawn, the number is left out.
        every: The same for both halves together.
    """
    normal = NormalDist().inv_cdf(1 - (1 - _LEVEL) / 2 / len(numbers))
    found = []
    for number, high in zip(numbers, upper, strict=True):
        low = (every[0] - high[0], every[1] - high[1])
        if low[1] and high[1]:
            found.append(
                Driver(
                    number=number,
                    share_low=low[0] / low[1],
                    share_high=high[0] / high[1],
                    interval=newcombe(high, low, normal),
                )
            )
    found.sort(key=lambda one: (not one.distinguishable, -abs(one.difference)))
    return tuple(found)


def _nothing_to_rank(worth: Worth, zone: Zone) -> str:
    if worth.is_exact:
        return "no number is a range"
    if zone.exists != "depends":
        return "the verdict is the same for every value in the ranges"
    if zone.share in (0.0, 1.0):
        there = "a deal" if zone.share else "no deal"
        return f"there was {there} in each of the {zone.draws:,} sets of numbers tried"
    return ""


def uncertain(worth: Worth) -> Iterator[Number]:
    """Name every number that is a range, in the order of `in_upper_half`.

    Args:
        worth: The ranges.
    """
    for party, side in zip(worth.parties, worth.ranges, strict=True):
        for label, (low, high) in zip(side.labels, side.ends.T.tolist(), strict=True):
            if low < high:
                yield Number(party=party, range=Range(low, high), **label._asdict())


def in_upper_half(draws: Worth) -> Flags:
    """Return which of the numbers that are ranges lie above the middle of theirs.

    Args:
        draws: The numbers of every draw.

    Returns:
        Shape (draws, numbers).
    """
    assert draws.places is not None
    low, high = np.hstack([side.ends for side in draws.ranges])
    return np.asarray(draws.places[:, low < high] > 0.5)
