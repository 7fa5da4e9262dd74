"""What options add in many talks, from what was drawn for them: compiled."""

import numpy as np

from accord.kernels.ties import Floats, Ints
from accord.play.compiled.jit import compiled


@compiled
def put_on_grid(
    chance: Floats,
    low: Floats,
    width: Floats,
    weights: Floats,
    step: Floats,
    sizes: Ints,
    gains: Ints,
    bonuses: Ints,
) -> None:
    """Put weights times values, and bonuses, of one party on the grid.

    Args:
        chance: Shape (talks, numbers), of [0, 1): the party's, in the order of `deals.draws`.
        low: Shape (numbers,), the low end of every range, and
        width: Shape (numbers,), how wide it is.
        weights: Shape (talks, issues).
        step: Shape (talks,), the step of the grid.
        sizes: Shape (issues,), options per issue.
        gains: Shape (talks, options of all issues), where the terms are written.
        bonuses: Shape (talks, bonuses), where the bonuses are written.
    """
    for talk in range(len(chance)):
        number, option = len(sizes), 0
        for issue in range(len(sizes)):
            weight = weights[talk, issue]
            for _ in range(sizes[issue]):
                value = low[number] + width[number] * chance[talk, number]
                gains[talk, option] = int(np.rint(weight * value / step[talk]))
                number += 1
                option += 1
        for bonus in range(bonuses.shape[1]):
            added = low[number] + width[number] * chance[talk, number]
            bonuses[talk, bonus] = int(np.rint(100 * (100 * added / 100) / step[talk]))
            number += 1
