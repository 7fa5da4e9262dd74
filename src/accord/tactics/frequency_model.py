"""A model of somebody by how often it named options."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from accord.model import Agenda
from accord.tactics.incremental_fold import Folding
from accord.tactics.model import Floats, Ints, Layout, Model
from accord.talks import Mandate, Options

LEARNED = 0.2
"""How much weight is given out at an offer if no issue changes."""


class _Counts(NamedTuple):
    shares: Floats
    counts: Floats
    before: Ints | None


def frequency_model(agenda: Agenda, said: Sequence[Options | Mandate]) -> Model:
    """Model somebody by what it asked for.

    Every option counts for one and for every time it was asked for; its value is its count by
    the largest of its issue. All issues weigh the same at first. From one offer to the next,
    every issue on which the same is asked for gains 0.2 / n in weight, n the number of issues,
    unless it weighs nearly all already, and weights are brought back to a sum of 1: what one
    holds on to matters.

    Somebody may also have criticised: then every option that it would like better counts once
    more, and the issue that it names gains weight in the same way: what one objects to matters.

    Source: T. van Krimpen, D. Looije and S. Hajizadeh, HardHeaded, in Complex Automated
    Negotiations: Theories, Models, and Software Competitions (2013), 223-227. Criticism is an
    addition to it.

    Args:
        agenda: The issues and options.
        said: What it proposed, deals or parts of deals, and what it would have liked better,
            several options by issue; oldest first.
    """
    state = _folded(agenda, tuple(said))
    layout = Layout.of(agenda)
    most = np.maximum.reduceat(state.counts, layout.starts)
    lengths = [len(options) for options in layout.options]
    return Model(layout, state.shares, state.counts / np.repeat(most, lengths))


def _start(agenda: Agenda) -> _Counts:
    layout = Layout.of(agenda)
    count = len(layout.issues)
    return _Counts(np.full(count, 1 / count), np.ones(layout.size), None)


def _step(agenda: Agenda, state: _Counts, said: Options | Mandate) -> _Counts:
    layout = Layout.of(agenda)
    counts = state.counts.copy()
    liked = [(issue, named) for issue, named in said.items() if not isinstance(named, str)]
    if liked:
        for issue, options in liked:
            for option in options:
                counts[layout.places[issue][option]] += 1
        held = np.array([issue in said for issue in layout.issues])
        return _Counts(_gained(state.shares, held), counts, state.before)
    taken = layout.taken(said)  # type: ignore[arg-type]
    counts[taken[taken >= 0]] += 1
    if state.before is None:
        return _Counts(state.shares, counts, taken)
    held = (taken >= 0) & (taken == state.before)
    return _Counts(_gained(state.shares, held), counts, taken)


def _gained(shares: Floats, held: npt.NDArray[np.bool_]) -> Floats:
    """Add weight to some issues, and bring the sum back to 1."""
    gain = LEARNED / len(shares)
    largest = 1 - LEARNED / (1 + gain * held.sum())
    after = np.where(held & (shares < largest), shares + gain, shares)
    # Added up one after the other, as compiled code does.
    return np.asarray(after / np.add.accumulate(after)[-1])


_folded: Folding[Agenda, Options | Mandate, _Counts] = Folding(_start, _step)
