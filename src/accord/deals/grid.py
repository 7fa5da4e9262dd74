"""Numbers put on the decimal grid: floats in, integers and the step of the grid out."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from attrs import frozen

from accord.deals.names import Names
from accord.deals.ranges import PartyRanges
from accord.kernels.ties import TIE, Floats, TooLarge, grid

_LARGEST = 2.0**53  # so far every integer is a float, too, and hundreds can be added


@frozen
class Frame:
    """Turns numbers of all parties, in the order of their ranges, into arrays on the grid."""

    names: Names
    ranges: tuple[PartyRanges, ...]

    def read(self, given: Sequence[Floats]) -> dict[str, Any]:
        """Put numbers on the grid.

        Args:
            given: For every party, shape (..., numbers).
        """
        issues, options = len(self.names.sizes), sum(self.names.sizes)
        issue = np.repeat(np.arange(issues), self.names.sizes)
        terms, bonuses, units = [], [], []
        for side, numbers in zip(self.ranges, given, strict=True):
            weights = np.ascontiguousarray(numbers[..., :issues])
            terms.append(weights[..., issue] * numbers[..., issues : issues + options])
            bonuses.append(100 * numbers[..., issues + options : -1])
            units.append(side.unit(weights))
        walk_away = np.stack([numbers[..., -1] for numbers in given], axis=-1)
        return put(terms, bonuses, np.stack(units, axis=-1)) | {"walk_away": walk_away}


def put(terms: Sequence[Floats], bonuses: Sequence[Floats], unit: Floats) -> dict[str, Any]:
    """Round terms to the grid.

    It is finer than that of the kernels, so that the nine decimals shown hold, and coarser only
    where numbers are so large that their integers would not be floats, too.

    Raises:
        TooLarge: If a number is infinite, or none.
    """
    # Party by party and in place: many sets are put on the grid for every verdict.
    most = [np.maximum(_largest(t), _largest(b)) for t, b in zip(terms, bonuses, strict=True)]
    largest = np.stack(most, axis=-1)
    if not np.isfinite(largest).all():
        raise TooLarge("a number is not finite, or too large")
    step = grid(TIE * unit) / 100
    if (large := largest >= _LARGEST * step).any():
        step = np.where(large, 10 * grid(1000 * np.where(large, largest, 1) / _LARGEST), step)
    gains = np.empty((*terms[0].shape, len(terms)), dtype=np.int64)
    for place, one in enumerate(terms):
        gains[..., place] = _whole(one, step[..., place])
    whole = [_whole(one, step[..., place]) for place, one in enumerate(bonuses)]
    return {
        "gains": gains,
        "bonuses": np.concatenate(whole, axis=-1).astype(np.int64),
        "unit": unit,
        "step": np.asarray(step),
    }


def _largest(terms: Floats) -> Floats:
    """Return the largest size of the terms along the last axis."""
    most = np.maximum(terms.max(axis=-1, initial=0.0), -terms.min(axis=-1, initial=0.0))
    return np.asarray(most, dtype=np.float64)


def _whole(terms: Floats, step: Floats) -> Floats:
    """Count terms in steps, rounded."""
    steps: Floats = terms / step[..., None]
    np.rint(steps, out=steps)
    return steps
