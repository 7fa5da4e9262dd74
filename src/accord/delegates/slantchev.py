"""Offer what leaves the other as well off as another battle would."""

import random
from functools import lru_cache
from typing import ClassVar, NamedTuple

from attrs import field, frozen

from accord.deals.worth import Worth
from accord.errors import AccordError
from accord.kernels.battle_chain import splits_while_fighting, worth_of_fighting_on
from accord.kernels.ties import TIE
from accord.model import Interests
from accord.tactics.leaving import WHOLE, leaving, sides
from accord.tactics.negotiator import Negotiator
from accord.tactics.parameters import number
from accord.tactics.turn import Turn
from accord.talks import Options, View, WalkAwayMoved


class WarShares(NamedTuple):
    """What a side has of all there is, by the model.

    Attributes:
        asked: Where it offers.
        least: What it would have by refusing: it accepts no less.
    """

    asked: float
    least: float


@frozen(kw_only=True)
class Slantchev(Negotiator):
    """Offers what leaves the other as much as refusing and another battle would.

    It believes that a deal divides 100 points, what one has and the other has not, and that a
    battle follows each round without one. Its own side holds k of n places, and each battle
    takes one from the side that loses it; whoever holds none has lost everything. Both know
    all this. So there is nothing to learn, and a deal at once saves what fighting wastes: it
    offers at k what the model offers, and accepts what is worth as much as refusing. How the
    battles went it reads from why its walk-away value moved. That talks end some day it does
    not reckon with.

    The model has one offer between two battles, from each side in turn; so it goes with sealed
    proposals, of which it makes that of the one who begins the round. Where each side makes an
    offer in every round, the one that offers last takes all that fighting would waste.

    Source:
        Slantchev (2003), The principle of convergence in wartime negotiations, American
        Political Science Review 97(4), 621-632, Proposition 1; where each offers before a
        battle, by the same equations.

    Attributes:
        others: What it believes that deals are worth to the other party; private, and so not
            shown.
        n: How many places there are.
        k: How many of them its own side holds when the talks begin.
        p: The chance that its own side wins a battle, 0 to 1.
        d: What is left of a worth one battle later, above 0 and below 1.
        flow: What its own side has in a round of fighting, of all there is, 0 to 1.
        theirs: What the other has.
    """

    name: ClassVar[str] = "slantchev"
    of_a_model: ClassVar[bool] = True

    others: tuple[Interests, ...] = field(default=(), repr=False)
    n: int = number(6, at_least=1)
    k: int = number(3, at_least=0)
    p: float = number(0.5, at_least=0, at_most=1)
    d: float = number(0.9, above=0, at_most=0.999999)
    flow: float = number(0.0, at_least=0, at_most=1)
    theirs: float = number(0.0, at_least=0, at_most=1)

    def __attrs_post_init__(self) -> None:
        """Refuse places that there are not.

        Raises:
            AccordError: If it would hold more places than there are.
        """
        if self.k > self.n:
            raise AccordError(f"slantchev: k must be at most n, {self.n}, not {self.k}.")

    @property
    def goes_by(self) -> tuple[Interests | Worth, ...]:
        """Its own numbers, and what it believes those of the other to be."""
        return (self.interests, *self.others)

    def offer(self, turn: Turn, rng: random.Random) -> Options:
        """Offer what leaves the other as much as refusing; if the other begins, expect that."""
        shares = self._shares(turn)
        if turn.view.rules.simultaneous and not _begins(turn):
            return turn.own.toward(WHOLE * shares.least, _wanted(turn, self.others))
        return leaving(turn, self.others, WHOLE * (1 - shares.asked))

    def accepts(self, turn: Turn, deal: Options, mine: Options) -> bool:
        """Accept what is worth as much as refusing, and another battle."""
        return turn.own.worth(deal) >= WHOLE * self._shares(turn).least - TIE

    def _shares(self, turn: Turn) -> WarShares:
        held = min(max(self.k + battles_won(turn.view), 0), self.n)
        if turn.view.rules.simultaneous:
            mine, other = _splits(self.n, self.p, self.d, self.flow, self.theirs)
            return WarShares(mine[held], 1 - other[held])
        if sides(turn)[0] == turn.view.seat:
            war = _wars(self.n, self.p, self.d, self.flow)[held]
        else:
            war = 1 - _wars(self.n, 1 - self.p, self.d, self.theirs)[self.n - held]
        return WarShares(war, war)


def battles_won(view: View) -> int:
    """Return how many battles more a side has won than lost, as far as its walk-away says so.

    Args:
        view: The table as the side sees it.
    """
    found = 0
    for event in view.heard:
        if isinstance(event.what, WalkAwayMoved) and event.what.party == view.party:
            said = dict(one.split("=", 1) for one in event.what.why.split() if "=" in one)
            if event.what.why.startswith("battles ") and "won" in said:
                found += 1 if said["won"] == view.party else -1
    return found


def _begins(turn: Turn) -> bool:
    """Return whether a side begins the round, where each does in turn."""
    every = sides(turn)
    return every[(turn.view.round - 1) % len(every)] == turn.view.seat


def _wanted(turn: Turn, others: tuple[Interests, ...]) -> dict[str, dict[str, float]]:
    """Return what every option adds to the other, as far as it is known."""
    rest = {one for one in sides(turn) if one != turn.view.seat}
    known = [one for one in others if one.party in rest]
    if len(rest) != 1 or not known:
        gains = turn.own.gains
        return {i: {o: -float(by) for o, by in one.items()} for i, one in gains.items()}
    issues = known[0].issues
    return {
        i: {o: issues[i].weight.middle * issues[i].values[o].middle for o in one.choices}
        for i, one in turn.view.agenda.issues.items()
    }


@lru_cache(maxsize=64)
def _splits(
    n: int, p: float, d: float, flow: float, theirs: float
) -> tuple[list[float], list[float]]:
    mine, other = splits_while_fighting(n, p, d, (flow, theirs))
    return mine.tolist(), other.tolist()


@lru_cache(maxsize=64)
def _wars(n: int, p: float, d: float, flow: float) -> list[float]:
    found: list[float] = worth_of_fighting_on(n, p, d, flow).tolist()
    return found
