"""Two forces that wear each other down: Lanchester."""

import math
import random
from collections.abc import Iterator
from functools import lru_cache
from typing import ClassVar

from attrs import frozen

from accord.errors import Problem
from accord.fighting.fighting_model import ModelAnswer, figure, misgiven
from accord.fighting.two_sides import FORESEEN, TwoSided, WarProspect
from accord.kernels.lanchester import (
    LastStanding,
    Law,
    exhaustion,
    last_standing,
    strengths_after,
)
from accord.model import Range

MOST_UNITS = 300
"""More units than this a side are not followed one by one: a table of all pairs is kept."""

_GONE = 1e-6
"""So little of what a side began with is nothing: under the linear law it never ends."""


@frozen(kw_only=True)
class Attrition(TwoSided):
    """Lets two forces wear each other down, as Lanchester's laws run or loss by loss by chance.

    A side expects to win by the chance that it is the last one standing, or for sure where the
    law runs without chance. What it spends is the units that it will still lose.

    Source:
        Lanchester (1916), Aircraft in warfare: the dawn of the fourth arm. London: Constable.

    Attributes:
        law: `square` where each fighter hits one of the others, `linear` where losses go with
            both numbers.
        s1: The strength of `one`, in units such as battalions.
        s2: The strength of the other side.
        r1: What one unit of `one` destroys of the other in a round (square), or per unit of the
            other (linear).
        r2: The same of the other side.
        chance: Whether losses come one by one by chance; if not, strengths run as the law has
            it.
    """

    name: ClassVar[str] = "attrition"

    law: Law = Law.SQUARE
    s1: Range = figure(above=0, at_most=1e9)
    s2: Range = figure(above=0, at_most=1e9)
    r1: Range = figure(above=0, at_most=1e6)
    r2: Range = figure(above=0, at_most=1e6)
    chance: bool = True

    def mistakes(self) -> Iterator[Problem]:
        """Yield more units than can be followed one by one."""
        yield from super().mistakes()
        for name, strength in (("s1", self.s1), ("s2", self.s2)):
            if self.chance and not 0.5 <= strength.low <= strength.high <= MOST_UNITS:
                yield misgiven(
                    f"{self.name}: {name} must be 1 to {MOST_UNITS:,} units to be lost "
                    f"one by one, not {strength}: count in other units, or set chance=no",
                    name,
                )

    def prospects(
        self, sides: tuple[str, str], rng: random.Random
    ) -> Iterator[tuple[str, tuple[WarProspect, WarProspect]]]:
        """Yield what each side expects by what is left of both before each round."""
        steps = self._by_chance(rng) if self.chance else self._as_it_runs()
        why = ""
        for left in steps:
            yield why and self._why(sides, left), self._prospects(left)
            why = self.name

    def answers(self) -> Iterator[ModelAnswer]:
        """Yield who is left when one side has nothing, and the strengths by round."""
        called, strengths, rates = self.called(), self._strengths, self._rates
        end = exhaustion(self.law, strengths, rates)
        square = self.law is Law.SQUARE
        kept = "r1 s1^2 - r2 s2^2" if square else "r1 s1 - r2 s2"
        for name, side, left in zip(("one", "two"), called, end.left, strict=True):
            yield ModelAnswer(
                key=f"left_{name}",
                words=f"left to {side} at the end, as the law runs",
                value=left,
                formula=f"{kept} stays as it is",
            )
        yield ModelAnswer(
            key="time",
            words="rounds until one side has nothing, as the law runs",
            value=end.time if math.isfinite(end.time) else None,
            formula="artanh(min(q, 1 / q)) / sqrt(r1 r2), q = sqrt(r2 / r1) s2 / s1"
            if square
            else "never: it is only come near to",
        )
        runs = [
            strengths_after(self.law, strengths, rates, time) for time in range(FORESEEN + 1)
        ]
        for which, name in enumerate(("one", "two")):
            yield ModelAnswer(
                key=f"strength_{name}",
                words=f"strength of {called[which]}, as the law runs",
                value=tuple(run[which] for run in runs),
                formula="dA/dt = -r2 B, dB/dt = -r1 A"
                if square
                else "dA/dt = -r2 A B, dB/dt = -r1 A B",
                over="round",
                start=1,
            )
        if self.chance:
            one, two = self._units
            found = _table(self.law, self._units, rates)
            hit = "r1 A / (r1 A + r2 B)" if square else "r1 / (r1 + r2)"
            yield ModelAnswer(
                key="win",
                words=f"{called[0]} is the last one standing, by chance",
                value=float(found.chances[one, two]),
                formula=f"the next loss is one of B with {hit}",
            )
            for which, name in enumerate(("one", "two")):
                yield ModelAnswer(
                    key=f"mean_left_{name}",
                    words=f"left to {called[which]} at the end, mean by chance",
                    value=float(found.left[which][one, two]),
                    formula="over all orders of losses",
                )

    @property
    def _strengths(self) -> tuple[float, float]:
        return self.s1.low, self.s2.low

    @property
    def _units(self) -> tuple[int, int]:
        return max(1, round(self.s1.low)), max(1, round(self.s2.low))

    @property
    def _rates(self) -> tuple[float, float]:
        return self.r1.low, self.r2.low

    def _as_it_runs(self) -> Iterator[tuple[float, float]]:
        """Yield the strengths before each round, until one side has nothing."""
        strengths, time = self._strengths, 0
        while True:
            left = strengths_after(self.law, strengths, self._rates, time)
            yield left
            if min(one / all_ for one, all_ in zip(left, strengths, strict=True)) < _GONE:
                return
            time += 1

    def _by_chance(self, rng: random.Random) -> Iterator[tuple[int, int]]:
        """Yield what is left before each round: the time to a loss is exponential."""
        (one, two), (a, b) = self._units, self._rates
        time, until = 0.0, 0
        while True:
            hit, struck = (a, b) if self.law is Law.LINEAR else (a * one, b * two)
            both = one * two if self.law is Law.LINEAR else 1
            time += rng.expovariate((hit + struck) * both) if one and two else 0.0
            while time >= until or not (one and two):
                yield one, two
                if not (one and two):
                    return
                until += 1
            if rng.random() * (hit + struck) < hit:
                two -= 1
            else:
                one -= 1

    def _prospects(self, left: tuple[float, float]) -> tuple[WarProspect, WarProspect]:
        """Return what each side expects to win and to lose by what is left of both."""
        if self.chance:
            place = int(left[0]), int(left[1])
            found = _table(self.law, self._units, self._rates)
            won = float(found.chances[place])
            last = float(found.left[0][place]), float(found.left[1][place])
        else:
            last = exhaustion(self.law, self._strengths, self._rates).left
            won = 0.5 if last[0] == last[1] else float(last[0] > last[1])
        one, two = (max(0.0, have - keeps) for have, keeps in zip(left, last, strict=True))
        return WarProspect(won=won, spent=one), WarProspect(won=1 - won, spent=two)

    def _why(self, sides: tuple[str, str], left: tuple[float, float]) -> str:
        shown = " ".join(f"{side}={units:.4g}" for side, units in zip(sides, left, strict=True))
        return f"{self.name} {shown}"


@lru_cache(maxsize=16)
def _table(law: Law, units: tuple[int, int], rates: tuple[float, float]) -> LastStanding:
    return last_standing(law, units, rates)
