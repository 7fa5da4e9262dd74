"""For which values in the ranges something is so, in words: exactly, or by draws."""

from accord.deals.zone import RangeShare
from accord.hold.for_all_values import ForValues
from accord.telling.number_words import percent

EVERY = "for every value within the ranges"
NO = "for no value within the ranges"
SOME = "for some values and not for others"


def for_which(holds: ForValues | None, share: RangeShare) -> str:
    """Return for which values something is so, to follow a clause; empty where none is a range.

    Args:
        holds: Whether for every value, for some or for none; None where draws alone can say.
        share: For what share of the draws.
    """
    if share.seed is None:
        return {ForValues.EVERY: EVERY, ForValues.NONE: NO}.get(holds) or "" if holds else ""
    if holds is ForValues.SOME:
        if share.share == 1:
            return f"{in_draws(share)}, yet not for every value within the ranges"
        if not share.share:
            return f"{in_draws(share)}, yet for some values within the ranges"
        return f"{SOME} ({in_draws(share)})"
    if not share.share:
        return f"{in_draws(share)}, which does not rule it out for every value"
    return f"{in_draws(share)}, which does not show it of every value"


def in_draws(share: RangeShare) -> str:
    """Return in how many draws something is so: `in 312 of 1,000 draws, 28% to 34%`.

    Args:
        share: For what share of the draws.
    """
    hits = round(share.share * share.draws)
    low, high = (percent(end) for end in share.interval)
    if hits in (0, share.draws):
        return f"in {'all' if hits else 'none'} of {share.draws:,} draws"
    return f"in {hits:,} of {share.draws:,} draws, {low} to {high}"
