"""Two sides that disagree on who wins battles, and learn from them: Smith and Stam."""

import random
from collections.abc import Iterator
from typing import ClassVar

from attrs import frozen

from accord.fighting.battles import OnAFront
from accord.fighting.fighting_model import ModelAnswer, figure
from accord.fighting.two_sides import FORESEEN, WarProspect
from accord.kernels.battle_chain import believed_chances, chances_of_winning
from accord.model import Range

MOST_BELIEVED = 200
"""Places of a front on which beliefs are averaged: the sums stay exact, and quick."""

LEAST = 0.01
"""A belief that is worth fewer battles than this is none of anybody's."""

MOST = 1e6
"""A belief that is worth more battles than this is as good as knowing."""

MOST_BATTLES = 200
"""For so many battles it is looked when a zone opens."""

_ROOM = (
    ("excess", "the two chances, less 1", "win_one + win_two - 1, the front where it is"),
    ("shift", "what the rise adds", "d (win + rise) - win of the rising side, at least 0"),
    ("costs", "what the war costs both", "sum of cost x battles to come / (win - lose)"),
)
"""What is compared, with how it is come by."""


@frozen(kw_only=True)
class Beliefs(OnAFront):
    """Fights a battle before each round, from which both sides learn who wins battles.

    Each side has a Beta belief of the chance that `one` wins a battle, and counts every battle.
    What it expects to win is the mean chance of winning over all that it believes, and not the
    chance at the mean of it. The battles are won by the chance p, which neither side knows.

    Source:
        Smith and Stam (2004), Bargaining and the nature of war, Journal of Conflict Resolution
        48(6); with a rise, after Wolford, Reiter and Carrubba (2011), Information, commitment,
        and war, Journal of Conflict Resolution 55(4), 556-579.

    Attributes:
        a1: Battles won by `one` that the belief of `one` is worth.
        b1: Battles lost by `one` that the belief of `one` is worth.
        a2: Battles won by `one` that the belief of the other side is worth.
        b2: Battles lost by `one` that the belief of the other side is worth.
        rise: By how much more `one` will expect from a war later than now, as both know, of all
            that there is to have; below 0 the other side. It moves nothing: it says by itself
            how much wider a zone must be.
        d: What is left of a worth until then.
    """

    name: ClassVar[str] = "beliefs"

    n: Range = figure(at_least=2, at_most=MOST_BELIEVED, whole=True)
    a1: Range = figure(1, at_least=LEAST, at_most=MOST)
    b1: Range = figure(1, at_least=LEAST, at_most=MOST)
    a2: Range = figure(1, at_least=LEAST, at_most=MOST)
    b2: Range = figure(1, at_least=LEAST, at_most=MOST)
    rise: Range = figure(0, at_least=-1, at_most=1)
    d: Range = figure(1, at_least=0, at_most=1)

    def prospects(
        self, sides: tuple[str, str], rng: random.Random
    ) -> Iterator[tuple[str, tuple[WarProspect, WarProspect]]]:
        """Yield what each side expects by what it believes after each battle."""
        k = int(self.k.low)
        wins, losses = 0, 0
        yield "", self._believing(k, wins, losses)
        for winner, now in self.fought(sides, rng):
            wins, losses = wins + (now > k), losses + (now < k)
            k = now
            yield self.why(winner, k, sides), self._believing(k, wins, losses)

    def answers(self) -> Iterator[ModelAnswer]:
        """Yield what both believe as the war begins, and how battles bring them together."""
        called, n, k = self.called(), int(self.n.low), int(self.k.low)
        prospects = self._believing(k, 0, 0)
        means = self._means(0)
        averaged = "mean of (1 - r^k) / (1 - r^n) over Beta(a, b), r = (1 - p) / p"
        for name, side, prospect in zip(("one", "two"), called, prospects, strict=True):
            yield ModelAnswer(
                key=f"win_{name}",
                words=f"{side} wins in the end, as it believes",
                value=prospect.won,
                formula=averaged if name == "one" else f"1 - {averaged}",
            )
        for name, side, mean in zip(("one", "two"), called, means, strict=True):
            won = float(chances_of_winning(n, mean)[k])
            yield ModelAnswer(
                key=f"win_{name}_at_mean",
                words=f"the same at the mean of what {side} believes; not what it goes by",
                value=won if name == "one" else 1 - won,
                formula="(1 - r^k) / (1 - r^n) at p = a / (a + b)",
            )
        for name, side, prospect in zip(("one", "two"), called, prospects, strict=True):
            yield ModelAnswer(
                key=f"battles_{name}",
                words=f"battles to come, as {side} believes",
                value=prospect.spent,
                formula="mean of the battles to come over Beta(a, b)",
            )
        seen = range(FORESEEN + 1)
        for which, name in enumerate(("one", "two")):
            yield ModelAnswer(
                key=f"mean_{name}",
                words=f"mean of what {called[which]} believes of a battle",
                value=tuple(self._means(battles)[which] for battles in seen),
                formula="(a + won) / (a + b + m) after m battles, of which p m are won",
                over="battle",
            )
        yield ModelAnswer(
            key="gap",
            words="between them",
            value=tuple(abs(one - two) for one, two in map(self._means, seen)),
            formula="gap S / (S + m) where a + b = S for both, whoever wins",
            over="battle",
        )
        rooms = [self._room(battles) for battles in range(MOST_BATTLES + 1)]
        for which, (key, words, formula) in enumerate(_ROOM):
            yield ModelAnswer(
                key=key,
                words=words,
                value=tuple(room[which] for room in rooms[: FORESEEN + 1]),
                formula=formula,
                over="battle",
            )
        opens = (battles for battles, room in enumerate(rooms) if room[0] + room[1] <= room[2])
        yield ModelAnswer(
            key="zone_opens_after",
            words="battles until some division is better for both than war, the front where "
            f"it is; none in {MOST_BATTLES}: none",
            value=next(opens, None),
            formula="first m with excess + shift <= costs (Fearon 1995, p. 391; with a "
            "shift, Powell 2006)",
        )

    def _means(self, battles: int) -> tuple[float, float]:
        """Return what both believe of a battle after some, of which the share p was won."""
        won = self.chance * battles
        return (
            (self.a1.low + won) / (self.a1.low + self.b1.low + battles),
            (self.a2.low + won) / (self.a2.low + self.b2.low + battles),
        )

    def _room(self, battles: int) -> tuple[float, float, float]:
        """Return by how much both together expect too much, what a rise adds, and the costs.

        After some battles of which the share p was won, the front being where it is.
        """
        won = self.chance * battles
        both = self._believing(int(self.k.low), won, battles - won)
        # What the rising side will be able to demand later and cannot give up now: with M what
        # each can secure, nothing holds if d M(later) - M(now) > 1 - (M1 + M2).
        rising = both[0 if self.rise.low > 0 else 1].won
        later = min(1.0, rising + abs(self.rise.low))
        return (
            both[0].won + both[1].won - 1,
            max(0.0, self.d.low * later - rising) if self.rise.low else 0.0,
            sum(map(self._cost_of_war, self.sides(), both)),
        )

    def _believing(self, k: int, wins: float, losses: float) -> tuple[WarProspect, WarProspect]:
        n = int(self.n.low)
        won, spent = believed_chances(n, k, self.a1.low + wins, self.b1.low + losses)
        lost, other = believed_chances(n, k, self.a2.low + wins, self.b2.low + losses)
        return WarProspect(won=won, spent=spent), WarProspect(won=1 - lost, spent=other)

    def _cost_of_war(self, side: str, prospect: WarProspect) -> float:
        stake = self.worth(side, WarProspect(won=1)) - self.worth(side, WarProspect(won=0))
        free = self.worth(side, WarProspect(won=0)) - self.worth(
            side, WarProspect(won=0, spent=prospect.spent)
        )
        return free / stake if stake > 0 else 0.0
