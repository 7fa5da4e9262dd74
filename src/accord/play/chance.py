"""Where in their ranges the numbers of talks lie: each talk draws for itself."""

from collections.abc import Sequence

import numpy as np

from accord.kernels.ties import Floats
from accord.play.streams import stream


def chance(count: int, seeds: Sequence[int]) -> Floats:
    """Draw from [0, 1) what the numbers of talks follow from.

    Args:
        count: How many numbers a talk draws.
        seeds: One for each talk; at least one. The same seed draws the same, whatever the
            others are.

    Returns:
        Shape (talks, numbers).
    """
    return np.stack([stream(seed).random(count) for seed in seeds])
