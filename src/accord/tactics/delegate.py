"""What can sit at the table in place of people."""

import random
from typing import ClassVar, Protocol

from accord.talks import Move, Role, View


class Delegate(Protocol):
    """A program that can sit at the table: a frozen value with one method.

    Its fields are its parameters, and the interests of its party where it sits for one. The
    same view and a generator in the same state give the same move, in any process.
    """

    name: ClassVar[str]
    """How the catalogue and the command line call it."""
    role: ClassVar[Role]
    """What it sits as."""

    def move(self, view: View, rng: random.Random) -> Move:
        """Choose a move.

        Args:
            view: The table as the seat sees it; there is nothing else to go by.
            rng: Where everything drawn comes from.
        """
        ...
