"""A party's numbers as they were given: ranges, low end and high end apart."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np
from attrs import frozen

from accord.deals.names import Names
from accord.errors import AccordError
from accord.kernels.tables import Ban
from accord.kernels.ties import TIE, Floats, Ints
from accord.model import Interests, Range, Scale


class Label(NamedTuple):
    """What a number is about.

    Attributes:
        kind: What kind of number it is.
        issue: The issue, for a weight or a value.
        option: The option, for a value.
        interaction: The place of the interaction, for a bonus.
    """

    kind: Literal["weight", "value", "bonus", "walk_away"]
    issue: str = ""
    option: str = ""
    interaction: int | None = None


@frozen(eq=False)
class PartyRanges:
    """One party's numbers as arrays, low and high end apart.

    Attributes:
        relative: Whether the weights are shares of their sum.
        weights: Shape (2, issues): low and high.
        values: For every issue, shape (2, options).
        bonuses: Shape (2, interactions).
        matches: For every interaction, which deals take it.
        walk_away: Shape (2,).
        labels: What each of all these numbers is about, in the order of `ends`.
    """

    relative: bool
    weights: Floats
    values: tuple[Floats, ...]
    bonuses: Floats
    matches: tuple[Ban, ...]
    walk_away: Floats
    labels: tuple[Label, ...]

    @classmethod
    def of(cls, names: Names, interests: Interests) -> "PartyRanges":
        """Tabulate the interests of one party.

        Raises:
            AccordError: If a number is missing or open at one end.
        """
        ends = _Ends(interests)
        for issue, options in zip(names.issues, names.options, strict=True):
            ends.need(issue, options)
        matched = [(i.bonus, names.match(i.when)) for i in interests.interactions]
        given = [(bonus, match) for bonus, match in matched if match is not None]
        weights = ends.of([interests.issues[i].weight for i in names.issues])
        return cls(
            # Weights that are all zero have no shares; such a party is indifferent.
            relative=interests.scale is Scale.RELATIVE and bool(weights[1].any()),
            weights=weights,
            values=tuple(
                ends.of([interests.issues[issue].values[option] for option in options])
                for issue, options in zip(names.issues, names.options, strict=True)
            ),
            bonuses=ends.of([bonus for bonus, _ in given]),
            matches=tuple(match for _, match in given),
            walk_away=ends.of([interests.walk_away_value])[:, 0],
            labels=tuple(_labels(names, [match is not None for _, match in matched])),
        )

    @cached_property
    def ends(self) -> Floats:
        """All ranges in the order in which they are drawn: shape (2, numbers)."""
        parts = [self.weights, *self.values, self.bonuses, self.walk_away[:, None]]
        return np.concatenate(parts, axis=1)

    @property
    def is_exact(self) -> bool:
        """Whether every number is known exactly."""
        return bool((self.ends[0] == self.ends[1]).all())

    def unit(self, weights: Floats) -> Floats:
        """Return what to divide sums by to have points, for weights of shape (..., issues)."""
        if self.relative:
            # Drawn at a low end of 0 they may be all zero, though their ranges are not.
            return np.where(weights.any(axis=-1), weights.sum(axis=-1), 100.0)
        return np.full(weights.shape[:-1], 100.0)

    def tells_apart(self, choice: Ints, other: Ints) -> bool:
        """Whether one of two deals is worth more for every number in the ranges."""
        low, high = self._difference(choice, other)
        return low > self._tie or high < -self._tie

    def gains_by(self, choice: Ints, other: Ints) -> bool:
        """Whether one deal is worth more than another for some number in the ranges.

        Args:
            choice: Shape (issues,), the one.
            other: The other, which differs on issues that both settle.
        """
        return self._difference(choice, other)[1] > self._tie

    @cached_property
    def _tie(self) -> float:
        return TIE * float(np.max(self.unit(self.weights)))

    def _difference(self, choice: Ints, other: Ints) -> tuple[float, float]:
        """Return the ends of what one deal is worth more than another, before it is divided."""
        low = high = 0.0
        for place in np.flatnonzero(choice != other).tolist():
            mine = self.values[place][:, choice[place]]
            theirs = self.values[place][:, other[place]]
            ends = np.outer(self.weights[:, place], mine - theirs[::-1])
            low, high = low + float(ends.min()), high + float(ends.max())
        for (scope, taken), ends in zip(self.matches, self.bonuses.T, strict=True):
            sign = int(taken[tuple(choice[list(scope)])]) - int(
                taken[tuple(other[list(scope)])]
            )
            both = 100 * sign * ends
            low, high = low + float(both.min()), high + float(both.max())
        return low, high


def _labels(names: Names, on_agenda: Sequence[bool]) -> Iterator[Label]:
    """Name the numbers of a party, in the order of its ranges."""
    for issue in names.issues:
        yield Label("weight", issue)
    for issue, options in zip(names.issues, names.options, strict=True):
        yield from (Label("value", issue, option) for option in options)
    yield from (Label("bonus", interaction=n) for n, is_on in enumerate(on_agenda) if is_on)
    yield Label("walk_away")


@frozen
class _Ends:
    """Turns the ranges of one party into arrays, and says which are missing."""

    interests: Interests

    def need(self, issue: str, options: Sequence[str]) -> None:
        given = self.interests.issues.get(issue)
        if given is None:
            raise AccordError(f"{self._who} give no weight for the issue '{issue}'.")
        for option in options:
            if option not in given.values:
                raise AccordError(
                    f"{self._who} give no value for the option '{option}' of '{issue}'."
                )

    def of(self, ranges: Sequence[Range]) -> Floats:
        for number in ranges:
            if not number.is_bounded:
                raise AccordError(
                    f"{self._who} have the range {number}, which is open: give both ends."
                )
        return np.array([[r.low for r in ranges], [r.high for r in ranges]], dtype=np.float64)

    @property
    def _who(self) -> str:
        return f"The interests of '{self.interests.party}' held by '{self.interests.held_by}'"
