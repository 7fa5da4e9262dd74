"""Which numbers move the probability of a deal most."""

from collections.abc import Iterator
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from accord.deals.draws import Draws
from accord.deals.drivers import FEWEST_DRAWS, Driver, Drivers, Number, newcombe
from accord.kernels.ties import Floats
from accord.model import Range

LEVEL = 0.95

Flags = npt.NDArray[np.bool_]


def drivers(draws: Draws, agreed: Flags, seed: int) -> Drivers:
    """Rank the numbers by how much the share of talks with a deal differs between halves.

    It is what `accord.deals.drivers` does for the verdict, for what talks came to.

    Args:
        draws: The numbers of every talk.
        agreed: Shape (talks,), whether there was a deal.
        seed: Where the talks' seeds come from.
    """
    numbers = list(ranged(draws))
    reason = ""
    if not numbers:
        reason = "no number is a range"
    elif len(agreed) < FEWEST_DRAWS:
        reason = f"to compare halves of a range there must be at least {FEWEST_DRAWS} talks"
    elif agreed.all() or not agreed.any():
        reason = f"there was {'a' if agreed.any() else 'no'} deal in every talk"
    if reason:
        return Drivers(ranked=(), reason=reason, draws=len(agreed), seed=seed)
    normal = NormalDist().inv_cdf(1 - (1 - LEVEL) / 2 / len(numbers))
    found = []
    for number, column in numbers:
        above = column > number.range.middle
        low = (int(agreed[~above].sum()), int((~above).sum()))
        high = (int(agreed[above].sum()), int(above.sum()))
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
    if not any(one.distinguishable for one in found):
        reason = (
            "for no number do the two halves of its range differ by more than chance explains "
            f"in {len(agreed)} talks"
        )
    return Drivers(ranked=tuple(found), reason=reason, draws=len(agreed), seed=seed)


def ranged(draws: Draws) -> Iterator[tuple[Number, Floats]]:
    """Give every number that is a range, and what was drawn for it: shape (draws,).

    Args:
        draws: The numbers of every draw.
    """
    names = draws.tables.names
    sides = zip(draws.tables.interests, draws.tables.sides, draws.sides, strict=True)
    for held, side, drawn in sides:
        party = held.party
        for place, issue in enumerate(names.issues):
            ends = Range(*side.weights[:, place].tolist())
            if not ends.is_point:
                number = Number(kind="weight", party=party, issue=issue, range=ends)
                yield number, drawn.weights[:, place]
        for place, issue in enumerate(names.issues):
            for column, option in enumerate(names.options[place]):
                ends = Range(*side.values[place][:, column].tolist())
                if not ends.is_point:
                    number = Number(
                        kind="value", party=party, issue=issue, option=option, range=ends
                    )
                    yield number, drawn.values[place][:, column]
        known = 0
        for place, interaction in enumerate(held.interactions):
            if not all(issue in names.issues for issue in interaction.when):
                continue
            if not interaction.bonus.is_point:
                number = Number(
                    kind="bonus", party=party, interaction=place, range=interaction.bonus
                )
                yield number, drawn.bonuses[:, known] / 100
            known += 1
        if not held.walk_away.is_point:
            yield Number(kind="walk_away", party=party, range=held.walk_away), drawn.walk_away
