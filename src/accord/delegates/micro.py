"""Concede one deal for one deal."""

import random
from itertools import count
from typing import ClassVar

from attrs import frozen

from accord.kernels.ties import TIE
from accord.tactics.negotiator import Negotiator
from accord.tactics.turn import Turn
from accord.talks import Options


@frozen(kw_only=True)
class Micro(Negotiator):
    """Proposes its deals in the order of their worth, a new one only for a new one heard.

    While it has proposed no more different deals than it has received, it proposes its next
    best one; otherwise it repeats one of its own at random. It accepts what is worth at least
    the lowest deal that it is willing to propose. Of several others, the one that has proposed
    the fewest different deals counts; where proposals stay sealed, each is taken to be new.

    Source:
        de Jonge (2022), An analysis of the linear bilateral ANAC domains using the MiCRO
        benchmark strategy, IJCAI 2022.
    """

    name: ClassVar[str] = "micro"

    def offer(self, turn: Turn, rng: random.Random) -> Options:
        """Propose the next best deal, or repeat one."""
        following = self._next(turn)
        if following is not None:
            return following
        repeated = list(self._proposed(turn))
        return repeated[int(rng.random() * len(repeated))]

    def accepts(self, turn: Turn, deal: Options, mine: Options) -> bool:
        """Accept what is worth at least the lowest deal it is willing to propose."""
        worth = turn.own.worth
        proposed = self._proposed(turn)
        lowest = min(map(worth, proposed)) if mine in proposed else worth(mine)
        return worth(deal) >= lowest - TIE

    def _next(self, turn: Turn) -> Options | None:
        """Return the next best deal that was not proposed; None if it is not its turn yet."""
        proposed = self._proposed(turn)
        if proposed and len(proposed) > self._received(turn):
            return None
        for place in count():
            deal = turn.own.ranked(place)
            if deal is None or deal not in proposed:
                return deal
        raise AssertionError

    @staticmethod
    def _proposed(turn: Turn) -> dict[Options, None]:
        """Return the different deals it has proposed that it could still propose, in order."""
        return {offer.deal: None for offer in turn.made if turn.own.acceptable(offer.deal)}

    @staticmethod
    def _received(turn: Turn) -> int:
        """Count the different deals received."""
        if turn.view.rules.unseen:
            return turn.view.round - 1
        return min(len({offer.deal for offer in said}) for said in turn.speakers.values())
