"""What plays many talks of one game in place of the table, as the table would."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from accord.deals.worth import Worth
from accord.play.chance import chance
from accord.play.columns import Columns
from accord.play.game import Game
from accord.play.numbers import ranged


class TalkEngine(ABC):
    """Plays many talks that differ in their seeds, and so in what is drawn, only.

    What it makes of a talk is what `accord.play.play` makes of the game with the same seed, to
    the last move: only the time differs. Another package offers one under the entry point group
    `accord.engines`, as a class by its name.
    """

    name: ClassVar[str]

    @abstractmethod
    def can_play(self, game: Game) -> str:
        """Return in a sentence why it cannot play a game; nothing if it can.

        Args:
            game: The game.
        """

    def is_ready(self) -> bool:
        """Return whether it can begin at once, and need not first be compiled, say."""
        return True

    @abstractmethod
    def play(self, game: Game, seeds: Sequence[int], numbers: Worth) -> Columns:
        """Play a talk for every seed.

        Distances need not be measured.

        Args:
            game: What they have in common.
            seeds: Their seeds; at least one.
            numbers: What `numbers` gave for these.
        """

    def numbers(self, game: Game, seeds: Sequence[int]) -> Worth:
        """Return the numbers of talks, drawn from the ranges: one set for every seed.

        Args:
            game: What they have in common.
            seeds: Their seeds; at least one.
        """
        worth = ranged(game.setup.agenda, game.interests)
        return worth.at(chance(worth.how_many, seeds))
