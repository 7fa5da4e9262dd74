"""A war that nobody wins and that hurts both: ripeness, and who gives in first."""

import random
from collections.abc import Iterator
from typing import ClassVar

from attrs import frozen
from frozendict import frozendict

from accord.errors import Problem
from accord.fighting.fighting_model import (
    MOST_ROUNDS,
    BetweenRounds,
    FightingModel,
    Front,
    ModelAnswer,
    figure,
    misgiven,
    per_party,
)
from accord.fighting.two_sides import FORESEEN
from accord.model import Range
from accord.model.refs import PartyId
from accord.talks import WalkAwayMoved
from accord.talks.outside import MOST_POINTS


@frozen(kw_only=True)
class Stalemate(FightingModel):
    """Makes no deal worse for each side by what a round of fighting costs it.

    A moment is ripe when the walk-away value of each has fallen to what a deal is worth to it.
    Where it is said what it is worth to two sides that the other gives in, one may do so
    between two rounds: by the war of attrition, so often that the other gains nothing and loses
    nothing by holding out.

    Source:
        Zartman (1989), Ripe for resolution. New York: Oxford University Press; Maynard Smith
        (1974), The theory of games and the evolution of animal conflicts, Journal of
        Theoretical Biology 47(1), 209-221.

    Attributes:
        hurt: What a round of fighting costs each, in points.
        prize: What it is worth to each that the other gives in, in points; of two sides or
            none.
        deal: What the deal that is thought of is worth to each, in points; it moves nothing.
        no_deal: What no deal is worth to each as the war begins, in points, to say by itself
            when a moment is ripe; talks have their own walk-away values.
        shock: Points by which no deal becomes worse at once for all that it hurts, once.
        shock_round: The round before which that happens.
    """

    name: ClassVar[str] = "stalemate"

    hurt: frozendict[PartyId, Range] = per_party(at_least=0, at_most=MOST_POINTS)
    prize: frozendict[PartyId, Range] = per_party(above=0, at_most=MOST_POINTS)
    deal: frozendict[PartyId, Range] = per_party(at_least=-MOST_POINTS, at_most=MOST_POINTS)
    no_deal: frozendict[PartyId, Range] = per_party(at_least=-MOST_POINTS, at_most=MOST_POINTS)
    shock: Range = figure(0, at_least=0, at_most=MOST_POINTS)
    shock_round: Range = figure(2, at_least=2, whole=True)

    def mistakes(self) -> Iterator[Problem]:
        """Yield prizes of other than two sides, or of sides that nothing hurts."""
        yield from super().mistakes()
        if self.prize and (
            len(self.prize) != 2
            or any(side not in self.hurt or not self.hurt[side].low for side in self.prize)
        ):
            yield misgiven(
                f"{self.name}: prize must be of two sides, each with a hurt above 0", "prize"
            )

    def course(self, front: Front, rng: random.Random) -> Iterator[BetweenRounds]:
        """Yield what a round of fighting costs each, and who gives in."""
        hazards = self._hazards()
        # Whoever would give in first does so, and how late the other would have is not known.
        waits = {side: rng.expovariate(hazard) for side, hazard in hazards.items()}
        loser = min(waits, key=lambda side: waits[side]) if waits else ""
        for number in range(2, front.last + 1):
            moved = [
                WalkAwayMoved(party=side, by=-self._hurts(side, number), why=self.name)
                for side in self.hurt
                if self._hurts(side, number)
            ]
            over = bool(loser) and waits[loser] <= number - 1
            if over:
                winner = next(side for side in self.prize if side != loser)
                why = f"{self.name} gives-in={loser}"
                gain = self.prize[winner].low
                moved.append(WalkAwayMoved(party=winner, by=gain, why=why))
            if moved:
                yield BetweenRounds(number, tuple(moved))
            if over or not self.hurt:
                return

    def answers(self) -> Iterator[ModelAnswer]:
        """Yield when a moment is ripe, and how soon who gives in."""
        ripe: list[int | None] = []
        times: list[float] = []
        for side in self.hurt:
            if side not in self.no_deal:
                continue
            values = self._no_deal_by_round(side)
            yield ModelAnswer(
                key=f"no_deal_{side}",
                words=f"no deal, to {side}, points",
                value=tuple(values[:FORESEEN]),
                formula="no_deal - hurt x rounds fought - shock",
                over="round",
                start=1,
            )
            if side not in self.deal:
                continue
            deal, hurt = self.deal[side].low, self.hurt[side].low
            gone = [n for n, worth in enumerate(values) if worth <= deal]
            ripe.append(gone[0] if gone else None)
            yield ModelAnswer(
                key=f"ripe_{side}",
                words=f"rounds of fighting until {side} would rather have the deal",
                value=ripe[-1],
                formula="least t with no_deal - hurt t - shock <= deal",
            )
            if hurt and not self.shock.low:
                times.append(max(0.0, (self.no_deal[side].low - deal) / hurt))
                yield ModelAnswer(
                    key=f"time_{side}",
                    words="the same, not in whole rounds",
                    value=times[-1],
                    formula="(no_deal - deal) / hurt",
                )
        if ripe:
            yield ModelAnswer(
                key="ripe",
                words="rounds of fighting until all would",
                value=None if None in ripe else max(one for one in ripe if one is not None),
                formula="the largest of these",
            )
        if ripe and len(times) == len(ripe):
            yield ModelAnswer(
                key="time",
                words="the same, not in whole rounds",
                value=max(times),
                formula="largest (no_deal - deal) / hurt",
            )
        hazards = self._hazards()
        for side, hazard in hazards.items():
            yield ModelAnswer(
                key=f"hazard_{side}",
                words=f"how often a round {side} gives in, while both hold out",
                value=hazard,
                formula="hurt of the other / prize of the other",
            )
        if hazards:
            both = sum(hazards.values())
            yield ModelAnswer(
                key="mean_time",
                words="rounds until one gives in, mean",
                value=1 / both,
                formula="1 / (sum of both)",
            )
            for side, hazard in hazards.items():
                yield ModelAnswer(
                    key=f"first_{side}",
                    words=f"{side} is the one",
                    value=hazard / both,
                    formula="its share of the sum",
                )

    def _hazards(self) -> dict[str, float]:
        """Return how often a round each gives in: the other is then as well off either way."""
        if not self.prize:
            return {}
        one, two = self.prize
        return {
            one: self.hurt[two].low / self.prize[two].low,
            two: self.hurt[one].low / self.prize[one].low,
        }

    def _hurts(self, side: str, number: int) -> float:
        """Return by how much no deal becomes worse for a side before a round."""
        shock = self.shock.low if number == int(self.shock_round.low) else 0.0
        return self.hurt[side].low + shock

    def _no_deal_by_round(self, side: str) -> list[float]:
        found = [self.no_deal[side].low if side in self.no_deal else 0.0]
        for number in range(2, MOST_ROUNDS):
            found.append(found[-1] - self._hurts(side, number))
        return found
