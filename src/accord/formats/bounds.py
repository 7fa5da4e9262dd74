"""How many and how large things in a folder may be, so that every command can work on it."""

from accord.model import Interests, Range, Scale

MOST_ISSUES = 500
"""The most issues on an agenda; the worked case has a dozen."""

MOST_NAMED = 10_000
"""The most options that one issue may have by name."""

MOST_CHOICES = 20_000
"""The most options of all issues together."""

MOST_WORTH = 100_000.0
"""The most points, above or below 0, that a number or a deal may come to.

That is a thousand times the scale. Deals are weighed in whole steps of a tenth of a billionth
to a billionth of a point, which must stay below 2**53 to be added exactly: 900,000 points for
all parties together. How far a deal clears a walk-away value comes to three times this at the
most, so that three parties at the bound can still be weighed, and thirty at a tenth of it.
"""

LEAST_WEIGHT = 1e-6
"""The least weight but 0: bonuses are divided by what the weights add up to."""


def is_too_large(number: Range) -> bool:
    """Return whether a bounded range reaches beyond `MOST_WORTH`."""
    return _size(number) > MOST_WORTH


def is_too_small(weight: Range) -> bool:
    """Return whether a weight is nearly 0, and not 0, at one end."""
    return any(0 < end < LEAST_WEIGHT for end in (weight.low, weight.high))


def worth(interests: Interests) -> float:
    """Return the most points, above or below 0, that any deal could come to, or a little more.

    Args:
        interests: Bounded ones; where relative weights may all be 0, nothing can be said.
    """
    bonuses = sum(_size(one.bonus) for one in interests.interactions)
    if interests.scale is Scale.RELATIVE:
        least = sum(one.weight.low for one in interests.issues.values())
        return 100 + 100 * bonuses / least if least > 0 else 0.0
    return bonuses + sum(
        one.weight.high * max(map(_size, one.values.values()), default=0.0) / 100
        for one in interests.issues.values()
    )


def _size(number: Range) -> float:
    return max(abs(number.low), abs(number.high))
