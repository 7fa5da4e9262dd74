"""A delegate as another package would have it."""

import random
from typing import ClassVar

from attrs import frozen

from accord.tactics import Tactic, Turn
from accord.talks import Options


@frozen(kw_only=True)
class Spare(Tactic):
    """Asks for the best, whatever happens."""

    name: ClassVar[str] = "spare"

    def offer(self, turn: Turn, rng: random.Random) -> Options:
        return turn.own.above(100)
