"""Battles that move a front back and forth until one side holds nothing: Slantchev."""

import random
from collections.abc import Iterator
from functools import lru_cache
from typing import ClassVar

import numpy as np
from attrs import evolve, frozen
from frozendict import frozendict

from accord.errors import Problem
from accord.fighting.fighting_model import ModelAnswer, figure, misgiven, per_party
from accord.fighting.two_sides import FORESEEN, TwoSided, WarProspect
from accord.formats.read import near
from accord.kernels.battle_chain import (
    battles_to_come,
    chances_of_winning,
    splits_while_fighting,
    worth_of_fighting_on,
)
from accord.kernels.screening import screening_offer
from accord.kernels.ties import Floats
from accord.model import Range

MOST_PLACES = 1000
"""More places than any front is counted in; all equations are solved for each."""


@frozen(kw_only=True)
class OnAFront(TwoSided):
    """A war in which one side holds k of n places, and each battle takes one of them.

    Attributes:
        n: How many places there are.
        k: How many of them `one` holds when the talks begin.
        p: The chance that `one` wins a battle; 0.5 where it is not said.
    """

    n: Range = figure(at_least=2, at_most=MOST_PLACES, whole=True)
    k: Range = figure(at_least=0, at_most=MOST_PLACES, whole=True)
    p: Range | None = figure(None, at_least=0, at_most=1)

    def mistakes(self) -> Iterator[Problem]:
        """Yield that there are more places than there are."""
        yield from super().mistakes()
        if self.k.high > self.n.low:
            yield misgiven(f"{self.name}: k must be at most n, not {self.k} of {self.n}", "k")

    @property
    def chance(self) -> float:
        """The chance that `one` wins a battle."""
        return 0.5 if self.p is None else self.p.low

    def fought(self, sides: tuple[str, str], rng: random.Random) -> Iterator[tuple[str, int]]:
        """Yield who wins each battle, and what `one` holds after it, until one holds nothing.

        Args:
            sides: The side that the numbers are about, and the other.
            rng: Where the battles are drawn.
        """
        n, k = int(self.n.low), int(self.k.low)
        while 0 < k < n:
            won = rng.random() < self.chance
            k += 1 if won else -1
            yield sides[0] if won else sides[1], k

    def why(self, winner: str, k: int, sides: tuple[str, str]) -> str:
        """Return the code of a battle: who won it, and how many places it holds now.

        Args:
            winner: Who won it.
            k: How many places the first side holds after it.
            sides: The side that the numbers are about, and the other.
        """
        n = int(self.n.low)
        return f"{self.name} won={winner} k={k if winner == sides[0] else n - k} n={n}"


@frozen(kw_only=True)
class Battles(OnAFront):
    """Fights a battle before each round, which moves a front of n places one way or the other.

    A side expects to win what it is worth to it to fight to the end: the chance of winning,
    or less where what comes later is worth less. What it spends is the battles that are still
    expected.

    Source:
        Slantchev (2003), The principle of convergence in wartime negotiations, American
        Political Science Review 97(4), 621-632.

    Attributes:
        d: What is left of a worth one battle later; at 1 a war is as good late as soon.
        b1: What `one` has while they fight, of all that there is to have.
        b2: What the other side has while they fight.
        types: Where `one` does not know p and the other side does: the chance that `one` wins a
            battle, by what the other side may be, such as weak and strong. One of them is drawn
            for a course, in place of p, and `one` learns from the battles which.
        weights: How much `one` believes in each of them; alike where it is not said.
    """

    name: ClassVar[str] = "battles"

    d: Range = figure(1, above=0, at_most=1)
    b1: Range = figure(0, at_least=0, at_most=1)
    b2: Range = figure(0, at_least=0, at_most=1)
    types: frozendict[str, Range] = per_party(at_least=0, at_most=1)
    weights: frozendict[str, Range] = per_party(above=0)

    def mistakes(self) -> Iterator[Problem]:
        """Yield weights of types that there are not, and a `p` beside those of the types."""
        yield from super().mistakes()
        for name in self.weights:
            if name not in self.types:
                hint = near(name, self.types)
                yield misgiven(
                    f"{self.name}: there is no type '{name}' to weigh{hint}", f"weights.{name}"
                )
        if self.types and self.p is not None:
            yield misgiven(
                f"{self.name}: p is said of each type: leave out 'p', or 'types'", "p"
            )

    def prospects(
        self, sides: tuple[str, str], rng: random.Random
    ) -> Iterator[tuple[str, tuple[WarProspect, WarProspect]]]:
        """Yield what each side expects after each battle, `one` by what it believes of p."""
        known, believed = self._known(), np.array(self._weights)
        name = rng.choices([*known], self._weights)[0] if self.types else ""
        own = [*known].index(name)
        chances = np.array([model.chance for model in known.values()])
        ones, twos, battles = map(
            np.array, zip(*(model._by_place() for model in known.values()), strict=True)
        )

        def at(k: int) -> tuple[WarProspect, WarProspect]:
            return (
                WarProspect(
                    won=float(believed @ ones[:, k]), spent=float(believed @ battles[:, k])
                ),
                WarProspect(won=float(twos[own, k]), spent=float(battles[own, k])),
            )

        yield "", at(int(self.k.low))
        for winner, k in known[name].fought(sides, rng):
            believed = believed * (chances if winner == sides[0] else 1 - chances)
            believed /= believed.sum()
            yield self.why(winner, k, sides), at(k)

    def answers(self) -> Iterator[ModelAnswer]:
        """Yield chances, worths of fighting and splits by what `one` holds."""
        n, p, d = int(self.n.low), self.chance, self.d.low
        one, two, battles = self._by_place()
        sides, called = self.sides(), self.called()
        if self.types:
            yield from self._of_types(called)
            return

        def listed(key: str, words: str, found: Floats, formula: str) -> ModelAnswer:
            values = tuple(found.tolist())
            return ModelAnswer(key=key, words=words, value=values, formula=formula, over="k")

        yield listed(
            "win",
            f"{called[0]} wins in the end",
            chances_of_winning(n, p),
            "(1 - r^k) / (1 - r^n), r = (1 - p) / p; k / n at p = .5",
        )
        yield listed(
            "battles",
            "battles to come",
            battles,
            "k / (q - p) - (n / (q - p)) win, q = 1 - p; k (n - k) at p = .5",
        )
        fights = "W(k) = (1 - d) b + d (p W(k+1) + (1 - p) W(k-1)), W(0) = 0, W(n) = 1"
        yield listed("fight_one", f"{called[0]} fights on", one, fights)
        yield listed("fight_two", f"{called[1]} fights on", two, f"{fights}, of its places")
        yield listed(
            "most_for_one",
            f"most that {called[1]} leaves {called[0]}",
            1 - two,
            "1 - fight_two: from fight_one to this both prefer peace",
        )
        if d < 1:
            x, y = splits_while_fighting(n, p, d, (self.b1.low, self.b2.low))
            yield listed(
                "x",
                f"share of {called[0]} where it offers",
                x,
                "1 - x(k) = (1 - d) b2 + d (p y(k+1) + (1 - p) y(k-1)), x(0) = 0, x(n) = 1",
            )
            yield listed(
                "y",
                f"share of {called[1]} where it offers",
                y,
                "1 - y(k) = (1 - d) b1 + d (p x(k+1) + (1 - p) x(k-1)), y(0) = 1, y(n) = 0",
            )
        worth = "lose + (win - lose) fights on - cost x battles to come"
        for name, side, word, won in zip(
            ("one", "two"), sides, called, (one, two), strict=True
        ):
            values = np.array(
                [
                    self.worth(side, WarProspect(won=w, spent=s))
                    for w, s in zip(won.tolist(), battles.tolist(), strict=True)
                ]
            )
            yield listed(f"no_deal_{name}", f"no deal, to {word}, points", values, worth)
            yield ModelAnswer(
                key=f"mean_no_deal_{name}",
                words=f"no deal, to {word}, mean of all courses",
                value=tuple(float(values @ places) for places in self._places_by_round()),
                formula=f"{worth}, over where the front may be",
                over="round",
                start=1,
            )

    def _of_types(self, called: tuple[str, str]) -> Iterator[ModelAnswer]:
        """Yield what is known of each type, and what is best offered to all of them at last."""
        k, weights, known = int(self.k.low), self._weights, self._known()
        for name, model in known.items():
            for one in model.answers():
                if one.key in ("win", "fight_one", "fight_two", "x", "y"):
                    yield evolve(one, key=f"{one.key}_{name}", words=f"{one.words}, {name}")
        fights = [model._by_place() for model in known.values()]
        least = np.array([two[k] for _, two, _ in fights])
        refused = np.array([one[k] for one, _, _ in fights])
        found = screening_offer(np.array(weights), least, refused)
        yield ModelAnswer(
            key="screening_offer",
            words=f"what {called[0]} best offers {called[1]}, as a last offer at k",
            value=found.offer,
            formula="of the types' fight_two(k) the one with the largest mean of 1 - offer "
            "where it is taken, and fight_one(k) where not",
        )
        for name, taken in zip(known, found.taken.tolist(), strict=True):
            yield ModelAnswer(
                key=f"takes_{name}",
                words=f"{called[1]} takes it where it is {name}",
                value=taken,
                formula="offer >= fight_two(k)",
            )
        yield ModelAnswer(
            key="screening_worth",
            words=f"what that is worth to {called[0]}",
            value=found.worth,
            formula="mean over the types",
        )
        for word, lost in (("won", False), ("lost", True)):
            chances = np.array([1 - p.low if lost else p.low for p in self.types.values()])
            after = [np.array(weights) * chances**m for m in range(FORESEEN + 1)]
            after = [one for one in after if one.sum()]  # as many as any type can win or lose
            for place, name in enumerate(self.types):
                yield ModelAnswer(
                    key=f"{name}_if_{word}",
                    words=f"how much {called[0]} believes in {name}, so many battles {word}",
                    value=tuple(float(one[place] / one.sum()) for one in after),
                    formula=f"weight x {'(1 - p)' if lost else 'p'}^m / sum of these",
                    over="battle",
                )

    def _known(self) -> dict[str, "Battles"]:
        """Return what it is for each type of the other side; of none, itself."""
        if not self.types:
            return {"": self}
        return {
            name: evolve(self, p=p, types=frozendict(), weights=frozendict())
            for name, p in self.types.items()
        }

    @property
    def _weights(self) -> tuple[float, ...]:
        """How much each type is believed in, together 1."""
        found = [self.weights[name].low if name in self.weights else 1.0 for name in self.types]
        return tuple(one / sum(found) for one in found) or (1.0,)

    def _by_place(self) -> tuple[Floats, Floats, Floats]:
        """Return what fighting on is worth to each side, and the battles to come, by k."""
        return _by_place(int(self.n.low), self.chance, self.d.low, self.b1.low, self.b2.low)

    def _places_by_round(self) -> Iterator[Floats]:
        """Yield the chance of each place of the front when each round begins."""
        n, p = int(self.n.low), self.chance
        places = np.zeros(n + 1)
        places[int(self.k.low)] = 1
        for _ in range(FORESEEN):
            yield places
            fought = np.where((np.arange(n + 1) % n) == 0, 0, places)
            places = places - fought
            places[1:] += p * fought[:-1]
            places[:-1] += (1 - p) * fought[1:]


@lru_cache(maxsize=256)
def _by_place(
    n: int, p: float, d: float, b1: float, b2: float
) -> tuple[Floats, Floats, Floats]:
    one = worth_of_fighting_on(n, p, d, b1)
    two = worth_of_fighting_on(n, 1 - p, d, b2)[::-1]
    return one, two, battles_to_come(n, p)
