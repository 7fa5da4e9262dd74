"""A model of somebody by Bayes' rule, from offers that are thought to concede with time."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from attrs import frozen

from accord.model import Agenda
from accord.tactics.incremental_fold import Folding
from accord.tactics.model import Floats, Layout, Model
from accord.talks import Options

LEVELS = 10
"""The weight of an issue is one of so many, evenly spaced."""

MOST_PEAKS = 20
"""On an issue with more options, so many of them, evenly spaced, may be the best."""

SPREAD = 0.25
"""The standard deviation of an offer's worth around what is expected of it, of 0 to 1."""


class _Belief(NamedTuple):
    weights: Floats
    shapes: Floats
    seen: int


@frozen(eq=False)
class _Hypotheses:
    """What is thought possible.

    Attributes:
        levels: The weights that an issue may have.
        values: Shape (shapes, options of all issues), what each shape gives an option.
        possible: Shape (issues, shapes), 1 where an issue has that many shapes.
    """

    levels: Floats
    values: Floats
    possible: Floats


def bayesian_model(agenda: Agenda, offers: Sequence[tuple[Options, float]]) -> Model:
    """Model somebody by Bayes' rule from its offers and what each is thought worth to it.

    Of every issue it is supposed that it has one of ten weights, and that its options, in the
    order of the agenda, become better from the first to the last, or worse, or better up to one
    of them and worse after it. All are as likely at first. What the offer would be worth under
    a hypothesis on one issue, the other issues taken as expected, is normally distributed
    around what is expected of an offer at that time, and each hypothesis becomes more or less
    likely by that. The first offer tells of options only; an offer that is repeated tells
    nothing new.

    Source: K. Hindriks and D. Tykhonov, Opponent modelling in automated multi-issue negotiation
    using Bayesian learning, AAMAS 2008, 331-338, with the hypotheses on each issue kept apart:
    their number grows with that of issues, not faster. There, weights follow the rank of an
    issue; here, as in the authors' program, each issue has its own, and worth is a share of
    the sum.

    Args:
        agenda: The issues and options. The order of options should mean something.
        offers: What it proposed, oldest first, each with what is expected of its worth, from 0,
            the worst, to 1, the best.
    """
    first = dict(reversed([(deal, (deal, expected)) for deal, expected in offers]))
    known = tuple(first[deal] for deal in dict.fromkeys(deal for deal, _ in offers))
    state = _folded(agenda, known)
    layout, supposed = Layout.of(agenda), _supposed(agenda)
    weights = state.weights @ supposed.levels
    return Model(layout, weights / weights.sum(), _expected(layout, supposed, state))


def _expected(layout: Layout, supposed: _Hypotheses, state: _Belief) -> Floats:
    """Return the value to be expected of every option, in a row."""
    lengths = [len(options) for options in layout.options]
    likely = np.repeat(state.shapes, lengths, axis=0)
    return np.asarray((likely.T * supposed.values).sum(axis=0))


def _start(agenda: Agenda) -> _Belief:
    supposed = _supposed(agenda)
    count = len(supposed.possible)
    weights = np.full((count, LEVELS), 1 / LEVELS)
    shapes = supposed.possible / supposed.possible.sum(axis=1, keepdims=True)
    return _Belief(weights, shapes, 0)


def _step(agenda: Agenda, state: _Belief, heard: tuple[Options, float]) -> _Belief:
    layout, supposed = Layout.of(agenda), _supposed(agenda)
    taken = layout.taken(heard[0])
    named = taken >= 0
    # An issue that the offer leaves open says nothing, and so weighs nothing here.
    given = supposed.values[:, np.where(named, taken, 0)].T
    values = (state.shapes * given).sum(axis=1)
    means = np.where(named, state.weights @ supposed.levels, 0.0)
    total, worth = means.sum(), (means * values).sum()
    others = worth - means * values
    by_shape = (others[:, None] + means[:, None] * given) / total
    shapes = _likelier(state.shapes, by_shape, heard[1])
    weights = state.weights
    if state.seen:
        level = np.where(named[:, None], supposed.levels, 0.0)
        by_weight = (others[:, None] + level * values[:, None]) / np.maximum(
            (total - means)[:, None] + level, 1e-12
        )
        after = _likelier(state.weights, by_weight, heard[1])
        weights = np.where(named[:, None], after, state.weights)
    return _Belief(weights, np.where(named[:, None], shapes, state.shapes), state.seen + 1)


def _likelier(before: Floats, worth: Floats, expected: float) -> Floats:
    """Apply Bayes' rule to the hypotheses on every issue."""
    likely = before * np.exp(-(((worth - expected) / SPREAD) ** 2) / 2)
    return np.asarray(likely / likely.sum(axis=1, keepdims=True))


@lru_cache(maxsize=64)
def _supposed(agenda: Agenda) -> _Hypotheses:
    by_issue = [_shapes(len(options)) for options in Layout.of(agenda).options]
    most = max(map(len, by_issue))
    possible = np.array([[float(n < len(shapes)) for n in range(most)] for shapes in by_issue])
    padded = [np.pad(shapes, ((0, most - len(shapes)), (0, 0))) for shapes in by_issue]
    levels = (np.arange(LEVELS) + 1) / LEVELS
    return _Hypotheses(levels, np.concatenate(padded, axis=1), possible)


def _shapes(count: int) -> Floats:
    """Return the shapes over so many options: shape (shapes, options), values 0 to 1.

    Its best option makes a shape: what lies before and after it rises to it and falls from it.
    """
    peaks = np.unique(np.linspace(0, count - 1, min(count, MOST_PEAKS)).round())
    places = np.arange(count)
    rising = places / np.maximum(peaks, 1)[:, None]
    falling = (count - 1 - places) / np.maximum(count - 1 - peaks, 1)[:, None]
    shapes = np.where(places <= peaks[:, None], rising, falling)
    shapes[peaks == 0, 0] = 1.0
    return np.asarray(shapes)


_folded: Folding[Agenda, tuple[Options, float], _Belief] = Folding(_start, _step)
