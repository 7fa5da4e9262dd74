"""An offer to somebody who may be of several types, of whom each takes no less than its own."""

import numpy as np
from attrs import frozen

from accord.kernels.ties import Floats

_SAME = 1e-12
"""Two shares that differ by less are one: what solving equations leaves of no difference."""


@frozen(eq=False)
class ScreeningOffer:
    """An offer that some types take and others refuse.

    Attributes:
        offer: What is offered, of all that there is to have.
        taken: Which types take it.
        worth: What it is worth to whoever offers, over all types.
    """

    offer: float
    taken: "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]"
    worth: float


def screening_offer(weights: Floats, least: Floats, refused: Floats) -> ScreeningOffer:
    """Return the best last offer to one who knows its own type, and leaves others to guess.

    Only what some type takes at least comes into question: anything between buys nobody. Of two
    that are worth the same the higher is taken, which more accept.

    Args:
        weights: How much each type is believed in, above 0.
        least: The least that each takes: what fighting on is worth to it.
        refused: What it is worth to whoever offers that this type refuses.

    Source:
        Fearon (1995), Rationalist explanations for war, International Organization 49(3), with
        types in place of a range of costs.
    """
    shares = weights / weights.sum()
    offers = np.append(least, least.min() - 1)  # the last is refused by all
    takes = offers[:, None] >= least[None, :] - _SAME
    worths = np.where(takes, 1 - offers[:, None], refused[None, :]) @ shares
    best = max(range(len(offers)), key=lambda place: (round(worths[place], 12), offers[place]))
    return ScreeningOffer(float(max(0.0, offers[best])), takes[best], float(worths[best]))
