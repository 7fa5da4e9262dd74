"""Many talks of one game, played by the compiled engine."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from attrs import frozen

from accord.deals.worth import Worth
from accord.errors import AccordError
from accord.play.compiled.figures import chance, figures
from accord.play.compiled.parted import parted
from accord.play.compiled.plan import AGREED, LAST_ROUND, LEFT, Ends, Plan
from accord.play.compiled.programs import Programs, longest, why_not
from accord.play.game import Game
from accord.play.numbers import ranged
from accord.play.streams import NUMBERS, keys
from accord.talks import Ended, EndedBy, Options, how_ended

MISSING = (
    "The compiled engine needs Numba, which is not installed: pip install 'accord[fast]', or "
    "use the pure table."
)


@frozen(eq=False, slots=False)
class Engine:
    """Holds talks of a game that differ in their seeds, and so in what is drawn, only.

    What follows is, move for move, what `play` makes of the game with each seed.

    Attributes:
        game: What the talks have in common.
    """

    game: Game

    def __attrs_post_init__(self) -> None:
        """Refuse what is not compiled.

        Raises:
            AccordError: If the compiled engine does not play the game, or Numba is missing.
        """
        if problem := why_not(self.game):
            raise AccordError(problem)
        _kernel()

    @cached_property
    def plan(self) -> Plan:
        """Give what the talks have in common as arrays."""
        game, programs = self.game, Programs(self.game)
        barred, halves = parted(self._worth, game.setup.mandates, cut=game.draws)
        conditions, steps = programs.conditions
        return Plan(
            alternating=game.setup.rules.all_answer,
            rounds=programs.rounds,
            moves=longest(game) + 1
            if game.setup.rules.moves is None
            else game.setup.rules.moves,
            longest=longest(game),
            sizes=np.array(self._worth.sizes, dtype=np.int64),
            barred=barred,
            halves=halves,
            kind=np.array(programs.kinds, dtype=np.int64),
            whole=np.array(programs.whole, dtype=np.int64),
            amount=np.array(programs.amount, dtype=np.float64),
            time=programs.time,
            kept=programs.kept(programs.time),
            conditions=conditions,
            steps=np.array(steps, dtype=np.int64),
            streams=np.array([keys([], party)[1] for party in game.setup.delegations]),
        )

    @property
    def _worth(self) -> Worth:
        return ranged(self.game.setup.agenda, self.game.interests)

    def numbers(self, seeds: Sequence[int]) -> Worth:
        """Return the numbers of talks: for each seed those of its game, or one set for all.

        Args:
            seeds: The seeds of the talks.
        """
        if not self.game.draws:
            return self.game.numbers[np.newaxis]
        return self._worth.at(chance(self._worth.how_many, seeds))

    def play(
        self, seeds: Sequence[int], numbers: Worth | None = None, *, log: bool = False
    ) -> Ends:
        """Play a talk for every seed.

        Args:
            seeds: The seeds of the talks.
            numbers: Their numbers, where they are known.
            log: Whether to write down every move.
        """
        sets = figures(self.numbers(seeds) if numbers is None else numbers)
        words, _ = keys(seeds, NUMBERS)
        ends = Ends.room(len(seeds), len(self.game.interests), self.plan.longest if log else 0)
        _kernel().play(self.plan, sets, words, ends)
        return ends

    def deal(self, number: int) -> Options | None:
        """Name a deal by its number; None for -1."""
        if number < 0:
            return None
        places = np.unravel_index(number, self._worth.sizes)
        return self._worth.names.deal(np.array(places))

    def reason(self, how: int, leaver: int) -> str:
        """Say why talks ended without a deal, as the table does; nothing if there is one."""
        if how == AGREED:
            return ""
        setup = self.game.setup
        if how == LEFT:
            ended = Ended(why=EndedBy.LEFT, who=setup.delegations[leaver])
        elif how == LAST_ROUND:
            ended = Ended(why=EndedBy.LAST_ROUND, limit=setup.rules.rounds)
        else:
            ended = Ended(why=EndedBy.LAST_MOVE, limit=setup.rules.moves)
        return how_ended(setup, ended)


def _kernel() -> Any:
    """Load the compiled code, and Numba with it."""
    try:
        from accord.play.compiled import kernel
    except ImportError:
        raise AccordError(MISSING) from None
    return kernel
