"""Leave the table while one is strong, if nothing offered today makes up for tomorrow."""

import random
from typing import ClassVar

from attrs import evolve, field, frozen

from accord.deals.worth import Worth
from accord.kernels.ties import TIE
from accord.model import Interests
from accord.tactics.leaving import WHOLE, leaving
from accord.tactics.negotiator import Negotiator
from accord.tactics.parameters import number
from accord.tactics.turn import Turn
from accord.talks import Move, Options, Phase, View, Withdraw


@frozen(kw_only=True)
class Powell(Negotiator):
    """Asks today for what makes up for its decline, and fights now if nothing does.

    It believes that a deal divides what there is to have today, in 100 points, and no more:
    from the next round on power will have shifted for good, and whatever was promised, the side
    that rises then takes what it could take by fighting. A war ends all talks, is won with a
    known chance, and destroys a share of all there will ever be. So the side that declines asks
    for so much of today that this and what is left to it later are worth a war now, and where
    even all of today is not, it leaves the table and fights. A war comes exactly where
    (1 - D) (d q - p) > D, p and q being the chances of the side that rises, now and later.

    Source:
        Powell (2006), War as a commitment problem, International Organization 60(1), 169-203,
        on shifts of power.

    Attributes:
        others: What it believes that deals are worth to the other party; private, and so not
            shown.
        p: The chance that its own side wins a war now, 0 to 1.
        later: The chance that it wins one from the next round on.
        d: What is left of a worth one round later, 0 to below 1.
        destroyed: The share of all there is that a war destroys, 0 to 1.
    """

    name: ClassVar[str] = "powell"
    of_a_model: ClassVar[bool] = True

    others: tuple[Interests, ...] = field(default=(), repr=False)
    p: float = number(0.5, at_least=0, at_most=1)
    later: float = number(0.5, at_least=0, at_most=1)
    d: float = number(0.9, at_least=0, at_most=0.999999)
    destroyed: float = number(0.1, at_least=0, at_most=1)

    @property
    def goes_by(self) -> tuple[Interests | Worth, ...]:
        """Its own numbers, and what it believes those of the other to be."""
        return (self.interests, *self.others)

    @property
    def asks(self) -> float:
        """What share of today makes a deal worth a war now; above 1, none does."""
        left = 1 - self.destroyed
        # From the next round on the side that rises has what it could take, and no more.
        rises = self.later >= self.p
        tomorrow = left * self.later if rises else 1 - left * (1 - self.later)
        return (left * self.p - self.d * tomorrow) / (1 - self.d)

    @property
    def fights(self) -> bool:
        """Whether a war now is worth more than all of today and what is left later."""
        return self.asks > 1 + TIE / WHOLE

    @property
    def other(self) -> "Powell":
        """The same beliefs as the other side has them."""
        return evolve(self, p=1 - self.p, later=1 - self.later)

    def move(self, view: View, rng: random.Random) -> Move:
        """Leave the table where nothing offered today is worth a war now; else negotiate."""
        sits = view.party == self.interests.party and not view.out
        if sits and view.phase is Phase.TALKS and self.fights and "withdraw" in view.legal:
            return Withdraw(reason="Nothing that can be offered now makes up for later.")
        # Not a zero-argument super: attrs makes the class anew.
        return Negotiator.move(self, view, rng)

    def offer(self, turn: Turn, rng: random.Random) -> Options:
        """Offer what makes a deal worth as much to the other as a war now, and no more."""
        return leaving(turn, self.others, WHOLE * min(max(self.other.asks, 0), 1))

    def accepts(self, turn: Turn, deal: Options, mine: Options) -> bool:
        """Accept what is worth a war now, with what is left later."""
        return turn.own.worth(deal) >= WHOLE * min(self.asks, 1) - TIE
