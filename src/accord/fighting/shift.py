"""Power that is known to shift, and what no promise can make good: Fearon, Powell."""

import random
from collections.abc import Iterator
from typing import ClassVar

from attrs import frozen

from accord.errors import Problem
from accord.fighting.fighting_model import MOST_ROUNDS, ModelAnswer, figure, misgiven
from accord.fighting.two_sides import FORESEEN, TwoSided, WarProspect
from accord.kernels.bargaining_range import (
    demand_of_unknown_cost,
    least_destruction_against_first_strike,
    least_destruction_for_peace,
    peaceful_range,
    prevented_now,
    range_under_first_strike,
)
from accord.model import Range

MOST_COST = 1e6
"""More than this, of all that there is to have, no war is counted to cost."""


@frozen(kw_only=True)
class PowerShift(TwoSided):
    """Lets the power of one side rise by a declared amount, and that of the other fall.

    A side expects of a war its share of what the war does not destroy, less its costs. What the
    rising side will be able to demand later cannot be promised away now: where that is more
    than today can make good, the declining side would rather fight before the rise.

    Source:
        Fearon (1995), Rationalist explanations for war, International Organization 49(3),
        379-414; Powell (2006), War as a commitment problem, International Organization 60(1),
        169-203.

    Attributes:
        p: What `one` expects from a war as the talks begin, of all that there is to have.
        rise: By how much more it will expect in the end; below 0 the other side rises.
        start: The round before which the rise begins.
        over: In how many rounds it is complete, in equal steps.
        d: What is left of a worth one round later.
        destroyed: The share of everything that a war destroys.
        c1: What a war costs `one`, of all that there is to have.
        c2: What it costs the other side.
        advantage: By how much whoever strikes first expects more than at even terms.
        most: The highest cost that the other side may have, where `one` does not know it.
    """

    name: ClassVar[str] = "shift"

    p: Range = figure(at_least=0, at_most=1)
    rise: Range = figure(0, at_least=-1, at_most=1)
    start: Range = figure(2, at_least=2, at_most=MOST_ROUNDS, whole=True)
    over: Range = figure(1, at_least=1, at_most=1000, whole=True)
    d: Range = figure(0.9, at_least=0, at_most=1)
    destroyed: Range = figure(0, at_least=0, below=1)
    c1: Range = figure(0, at_least=0, at_most=MOST_COST)
    c2: Range = figure(0, at_least=0, at_most=MOST_COST)
    advantage: Range = figure(0, at_least=0, at_most=0.5)
    most: Range | None = figure(None, above=0, at_most=MOST_COST)

    def mistakes(self) -> Iterator[Problem]:
        """Yield a rise beyond everything, or below nothing."""
        yield from super().mistakes()
        low, high = self.p.low + self.rise.low, self.p.high + self.rise.high
        if low < 0 or high > 1:
            yield misgiven(
                f"{self.name}: p and rise must be 0 to 1 together, not {low:g} to {high:g}",
                "rise",
            )

    def prospects(
        self, sides: tuple[str, str], rng: random.Random
    ) -> Iterator[tuple[str, tuple[WarProspect, WarProspect]]]:
        """Yield what each side expects before each round, until the rise is complete."""
        rising = sides[0] if self.rise.low > 0 else sides[1]
        before = self.p.low
        for number in range(1, int(self.start.low) + int(self.over.low)):
            p = self._power(number)
            yield f"{self.name} rising={rising}" if p != before else "", self._expected(p)
            before = p

    def answers(self) -> Iterator[ModelAnswer]:
        """Yield the range of peace by round, and whether a rise or a first strike closes it."""
        sides, called = self.sides(), self.called()
        p, costs = self.p.low, (self.c1.low, self.c2.low)
        rounds = range(1, FORESEEN + 1)
        powers = tuple(map(self._power, rounds))
        ranges = [peaceful_range(power, costs) for power in powers]

        def listed(key: str, words: str, values: Iterator[float], formula: str) -> ModelAnswer:
            return ModelAnswer(
                key=key,
                words=words,
                value=tuple(values),
                formula=formula,
                over="round",
                start=1,
            )

        yield listed("p", f"{called[0]} expects from a war", iter(powers), "p, then p + rise")
        yield listed(
            "least_for_one",
            f"least that {called[0]} takes",
            (low for low, _ in ranges),
            "p - c1 (Fearon 1995)",
        )
        yield listed(
            "most_for_one",
            f"most that {called[1]} leaves it",
            (high for _, high in ranges),
            "p + c2 (Fearon 1995)",
        )
        for which, name in enumerate(("one", "two")):
            side = sides[which]
            yield listed(
                f"no_deal_{name}",
                f"no deal, to {called[which]}, points",
                (self.worth(side, self._expected(power)[which]) for power in powers),
                "lose + (win - lose) (share x (1 - destroyed) - c)",
            )
        yield from self._of_the_rise(called)
        if self.advantage.low:
            yield from self._of_a_first_strike(costs)
        if self.most is not None:
            demand, refused = demand_of_unknown_cost(p, self.c1.low, self.most.low)
            yield ModelAnswer(
                key="demand",
                words=f"what {called[0]} best demands of one whose cost it does not know",
                value=demand,
                formula="min(1, p + (most - c1) / 2); p where c1 >= most (Fearon 1995)",
            )
            yield ModelAnswer(
                key="refused",
                words="share of the costs at which that is refused, which is war in the model",
                value=refused,
                formula="(demand - p) / most, cost uniform from 0 to most",
            )

    def _of_the_rise(self, called: tuple[str, str]) -> Iterator[ModelAnswer]:
        """Yield what the rise does: numbers of the side that rises."""
        up = self.rise.low >= 0
        p = self.p.low if up else 1 - self.p.low
        rise, d, over = abs(self.rise.low), self.d.low, int(self.over.low)
        declining, cost = (called[1], self.c2.low) if up else (called[0], self.c1.low)
        yield ModelAnswer(
            key="fights_now",
            words=f"{declining}, which declines, would rather fight now",
            value=prevented_now(p, p + rise, d, cost),
            formula="d p2 - p1 > c (1 - d)^2, of the rising side's p and the other's c "
            "(Fearon 1995)",
        )
        least = least_destruction_for_peace(p, rise, d)
        yield ModelAnswer(
            key="least_destruction",
            words="share that a war must destroy for peace, were it to rise at once",
            value=least,
            formula="x / (1 + x), x = d (p + rise) - p (Powell 2006)",
        )
        if over > 1:
            # After T rounds everything was given up to then, and then what a war brings:
            # fighting now is better if (1 - D) (d^T p(T) - p) > D.
            gains = (d**t * (p + rise * t / over) - p for t in range(1, over + 1))
            gain = max(0.0, *gains)
            least = gain / (1 + gain)
            yield ModelAnswer(
                key="least_destruction_in_steps",
                words="the same as it rises in steps",
                value=least,
                formula="largest x / (1 + x) over T, x = d^T p(T) - p, all of today given",
            )
        yield ModelAnswer(
            key="war",
            words="the rise leads to war in the model",
            value=self.destroyed.low < least,
            formula="(1 - D) x > D, D the share destroyed (Powell 2006)",
        )

    def _of_a_first_strike(self, costs: tuple[float, float]) -> Iterator[ModelAnswer]:
        p, f = self.p.low, self.advantage.low
        found = range_under_first_strike(p + f, p - f, costs)
        yield ModelAnswer(
            key="first_strike_least_for_one",
            words="least that it takes where whoever strikes first gains",
            value=found and found[0],
            formula="p + f - c1; none if 2 f > c1 + c2 (Fearon 1995)",
        )
        yield ModelAnswer(
            key="first_strike_most_for_one",
            words="most that the other leaves it then",
            value=found and found[1],
            formula="p - f + c2",
        )
        least = least_destruction_against_first_strike(f)
        yield ModelAnswer(
            key="first_strike_least_destruction",
            words="share that a war must destroy so that nobody strikes first",
            value=least,
            formula="2 f / (1 + 2 f) (Powell 2006)",
        )
        yield ModelAnswer(
            key="first_strike_war",
            words="somebody strikes first in the model",
            value=self.destroyed.low < least,
            formula="2 f (1 - D) > D (Powell 2006)",
        )

    def _power(self, number: int) -> float:
        """Return what the first side expects from a war when a round has begun."""
        steps = min(max(0, number - int(self.start.low) + 1), int(self.over.low))
        return self.p.low + self.rise.low * steps / int(self.over.low)

    def _expected(self, p: float) -> tuple[WarProspect, WarProspect]:
        left = 1 - self.destroyed.low
        return (
            WarProspect(won=p * left - self.c1.low),
            WarProspect(won=(1 - p) * left - self.c2.low),
        )
