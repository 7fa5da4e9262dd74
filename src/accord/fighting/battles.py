"""Battles that move a front back and forth until one side holds nothing: Slantchev."""

import random
from collections.abc import Iterator
from functools import lru_cache
from typing import ClassVar

import numpy as np
from attrs import frozen

from accord.fighting.fighting_model import ModelAnswer, figure, misgiven
from accord.fighting.two_sides import FORESEEN, TwoSided, WarProspect
from accord.kernels.battle_chain import (
    battles_to_come,
    chances_of_winning,
    splits_while_fighting,
    worth_of_fighting_on,
)
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
        p: The chance that `one` wins a battle.
    """

    n: Range = figure(at_least=2, at_most=MOST_PLACES, whole=True)
    k: Range = figure(at_least=0, at_most=MOST_PLACES, whole=True)
    p: Range = figure(0.5, at_least=0, at_most=1)

    def __attrs_post_init__(self) -> None:
        """Refuse more places than there are."""
        if self.k.high > self.n.low:
            raise misgiven(f"{self.name}: k must be at most n, not {self.k} of {self.n}", "k")

    def fought(self, sides: tuple[str, str], rng: random.Random) -> Iterator[tuple[str, int]]:
        """Yield who wins each battle, and what `one` holds after it, until one holds nothing.

        Args:
            sides: The side that the numbers are about, and the other.
            rng: Where the battles are drawn.
        """
        n, k = int(self.n.low), int(self.k.low)
        while 0 < k < n:
            won = rng.random() < self.p.low
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
    """

    name: ClassVar[str] = "battles"

    d: Range = figure(1, above=0, at_most=1)
    b1: Range = figure(0, at_least=0, at_most=1)
    b2: Range = figure(0, at_least=0, at_most=1)

    def prospects(
        self, sides: tuple[str, str], rng: random.Random
    ) -> Iterator[tuple[str, tuple[WarProspect, WarProspect]]]:
        """Yield what each side expects after each battle."""
        one, two, battles = self._by_place()

        def at(k: int) -> tuple[WarProspect, WarProspect]:
            spent = float(battles[k])
            return (
                WarProspect(won=float(one[k]), spent=spent),
                WarProspect(won=float(two[k]), spent=spent),
            )

        yield "", at(int(self.k.low))
        for winner, k in self.fought(sides, rng):
            yield self.why(winner, k, sides), at(k)

    def answers(self) -> Iterator[ModelAnswer]:
        """Yield chances, worths of fighting and splits by what `one` holds."""
        n, p, d = int(self.n.low), self.p.low, self.d.low
        one, two, battles = self._by_place()
        sides, called = self.sides(), self.called()

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

    def _by_place(self) -> tuple[Floats, Floats, Floats]:
        """Return what fighting on is worth to each side, and the battles to come, by k."""
        return _by_place(int(self.n.low), self.p.low, self.d.low, self.b1.low, self.b2.low)

    def _places_by_round(self) -> Iterator[Floats]:
        """Yield the chance of each place of the front when each round begins."""
        n, p = int(self.n.low), self.p.low
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
