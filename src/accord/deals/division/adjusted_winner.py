"""Adjusted Winner: who gets which of several divisible issues, and which one is split."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

Number = int | float | Fraction


class AdjustedWinner(NamedTuple):
    """A division of issues between two parties.

    Attributes:
        shares: For every issue, the share that the first party gets, 0 to 1; the second gets
            the rest.
        points: What each party gets of its own 100 points; exact, and the same for both.
        split: The issue that is divided; None if each goes to one party whole.
    """

    shares: tuple[Fraction, ...]
    points: tuple[Fraction, Fraction]
    split: int | None


def adjusted_winner(first: Sequence[Number], second: Sequence[Number]) -> AdjustedWinner:
    """Divide issues so that it is efficient, envy-free and worth the same to both.

    Every issue goes to who puts more points on it; a tied one to who is behind so far, or to
    the first party if nobody is. Then who is ahead hands issues over, those first for which it
    has the fewest points to one of the other's (so tied ones before all others; of equal
    ratios in the order given), until both have the same; the last is split.

    Source: S. Brams and A. Taylor, Fair AdjustedWinner: From Cake-Cutting to Dispute Resolution
    (1996), chapter 4.

    Args:
        first: Points of the first party on every issue, at least 0; scaled to a sum of 100.
        second: Points of the second, on the same issues.

    Raises:
        ValueError: If the issues differ, or points are negative, no numbers, or all zero.
    """
    if len(first) != len(second):
        raise ValueError(f"one puts points on {len(first)} issues, the other on {len(second)}")
    points = (_scaled(first), _scaled(second))
    holder = _winners(*points)
    has = [_sum_held(points[party], holder, party) for party in (0, 1)]
    giver, taker = (0, 1) if has[0] >= has[1] else (1, 0)
    shares = [Fraction(h == 0) for h in holder]
    split = None
    for issue in _in_order_of_transfer(points[giver], points[taker], holder, giver):
        lead = has[giver] - has[taker]
        if lead <= 0:
            break
        own, others = points[giver][issue], points[taker][issue]
        share = min(Fraction(1), lead / (own + others)) if own + others else Fraction(1)
        shares[issue] += share if taker == 0 else -share
        has[giver] -= share * own
        has[taker] += share * others
        split = issue if share < 1 else None
    return AdjustedWinner(tuple(shares), (has[0], has[1]), split)


def _scaled(points: Sequence[Number]) -> list[Fraction]:
    try:
        exact = [Fraction(p) for p in points]
    except (ValueError, OverflowError) as error:
        raise ValueError("points are not numbers") from error
    if any(p < 0 for p in exact):
        raise ValueError("points are negative")
    if not sum(exact):
        raise ValueError("no points are given")
    return [100 * p / sum(exact) for p in exact]


def _winners(first: Sequence[Fraction], second: Sequence[Fraction]) -> list[int]:
    """Return who gets each issue before any is handed over: 0 or 1."""
    pairs = list(zip(first, second, strict=True))
    lead = sum((a if a > b else -b for a, b in pairs if a != b), Fraction())
    holder = [0 if a > b else 1 for a, b in pairs]
    for issue, (a, b) in enumerate(pairs):
        if a == b:
            holder[issue] = 0 if lead <= 0 else 1
            lead += a if lead <= 0 else -b
    return holder


def _sum_held(points: Sequence[Fraction], holder: Sequence[int], party: int) -> Fraction:
    held = (p for p, h in zip(points, holder, strict=True) if h == party)
    return sum(held, Fraction())


def _in_order_of_transfer(
    own: Sequence[Fraction], others: Sequence[Fraction], holder: Sequence[int], giver: int
) -> list[int]:
    """Order the giver's issues by its points to one of the taker's."""
    held = [issue for issue, h in enumerate(holder) if h == giver]
    wanted = [issue for issue in held if others[issue]]
    unwanted = [issue for issue in held if not others[issue]]
    return sorted(wanted, key=lambda i: own[i] / others[i]) + unwanted
