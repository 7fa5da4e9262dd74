"""How far a deal is from the frontier, where all deals can be listed: no frontier is needed."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from accord.deals.worth import Worth
from accord.kernels.tables import Ban, spread
from accord.kernels.ties import TIE, Floats

MOST_WORTHS = 2**21
"""So many worths of deals, of all parties together, are listed at most: 16 MB."""

LOOKED = 256
"""So many of the nearest deals are looked at first, then more."""

SAMPLED = 61
"""One of so many deals tells which party is the hardest to please."""

Flags = npt.NDArray[np.bool_]


def every_worth(worth: Worth) -> Floats:
    """List what all deals are worth, in points.

    Args:
        worth: One set of numbers.

    Returns:
        Shape (parties, deals), deals in the order of the agenda: the last issue changes first.
    """
    sizes = worth.sizes
    found = np.empty((len(worth.unit), *sizes))
    for party, unit in enumerate(worth.unit.tolist()):
        total = np.zeros((1,) * len(sizes))
        # The last issue first: what begins with it is added before one before it joins.
        for issue in reversed(range(len(sizes))):
            for scope, table in worth.factors:
                own = table[..., party]
                if min(scope, default=0) == issue and own.any():
                    total = total + spread(own / unit, scope, range(len(sizes)))
        found[party] = total
    return found.reshape(len(found), -1)


def nearest(worth: Worth, bans: Sequence[Ban], here: Floats) -> float | None:
    """Return the distance to the nearest acceptable deal that no acceptable deal dominates.

    The nearest deals are looked at one after the other. One that is dominated falls away with
    all that the same deal dominates.

    Args:
        worth: One set of numbers.
        bans: The combinations that no deal may take.
        here: Shape (parties,), from where, in points.

    Returns:
        Points; None where no deal is acceptable to all.
    """
    worths = every_worth(worth)
    good = np.ones(worth.sizes, dtype=np.bool_)
    for scope, ban in bans:
        good &= ~spread(ban, scope, range(len(worth.sizes)))
    good = good.ravel()
    for own, floor in zip(worths, worth.walk_away, strict=True):
        good &= own >= floor - TIE
    away = np.where(good, 0.0, np.inf)
    for own, mine in zip(worths, here, strict=True):
        away += (own - mine) ** 2
    count = int(good.sum())
    looked = min(LOOKED, count)
    while looked:
        near = np.argpartition(away, looked - 1)[:looked]
        near = near[away[near].argsort(kind="stable")]
        while len(near):
            deal = worths[:, near[0]]
            over = _dominating(worths, deal, good)
            if not len(over):
                return float(np.sqrt(away[near[0]]))
            best = worths[:, over[worths[:, over].sum(axis=0).argmax()], None]
            points = worths[:, near]
            near = near[(points > best + TIE).any(axis=0) | (points >= best - TIE).all(axis=0)]
        looked = min(8 * looked, count) if looked < count else 0
    return None


def _dominating(worths: Floats, deal: Floats, good: Flags) -> npt.NDArray[np.intp]:
    """Return the acceptable deals worth no less to all, and more to one, than a deal."""
    # The party first to which the fewest deals are worth as much, by a sample.
    order = (worths[:, ::SAMPLED] >= deal[:, None]).sum(axis=1).argsort(kind="stable")
    found = np.flatnonzero(worths[order[0]] >= deal[order[0]] - TIE)
    found = found[good[found]]
    for party in order[1:]:
        found = found[worths[party, found] >= deal[party] - TIE]
    return found[(worths[:, found] > deal[:, None] + TIE).any(axis=0)]
