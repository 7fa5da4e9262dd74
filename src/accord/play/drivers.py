"""Which numbers move the probability of a deal most."""

from collections.abc import Sequence

from accord.deals.verdict_drivers import Drivers, rank, uncertain
from accord.deals.worth import Worth

FEWEST_TALKS = 100
"""With fewer talks no number is ranked: chance would be all there is to see."""


def drivers(
    worth: Worth, upper: Sequence[tuple[int, int]], every: tuple[int, int], seed: int
) -> Drivers:
    """Rank the numbers by how much the share of talks with a deal differs between halves.

    It is what `accord.deals.verdict_drivers` does for the verdict, for what talks came to.

    Args:
        worth: The ranges.
        upper: For every number that is a range, how many talks came to a deal, out of how
            many, where it lay in the upper half of its range.
        every: The same for all talks.
        seed: Where the talks' seeds come from.
    """
    agreed, talks = every
    reason = ""
    if not upper:
        reason = "no number is a range"
    elif talks < FEWEST_TALKS:
        reason = f"to compare halves of a range there must be at least {FEWEST_TALKS} talks"
    elif agreed in (0, talks):
        reason = f"there was {'a' if agreed else 'no'} deal in every talk"
    if reason:
        return Drivers(ranked=(), reason=reason, draws=talks, seed=seed)
    found = rank(list(uncertain(worth)), upper, every)
    if not any(one.distinguishable for one in found):
        reason = (
            "for no number do the two halves of its range differ by more than chance explains "
            f"in {talks} talks"
        )
    return Drivers(ranked=found, reason=reason, draws=talks, seed=seed)
