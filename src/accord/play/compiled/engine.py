"""Many talks of one game, played by the compiled engine."""

from collections.abc import Sequence
from functools import cached_property
from math import prod
from typing import Any

import numpy as np
from attrs import evolve, frozen

from accord.deals.search.halves import part, scopes
from accord.deals.search.meet_in_middle import MOST_HALVED
from accord.deals.worth import Worth
from accord.errors import AccordError
from accord.play.between_rounds import WalkAwayMoves
from accord.play.compiled.interests_to_arrays import chance, figures
from accord.play.compiled.parted import coded, laid_out, parted, refused
from accord.play.compiled.plan import (
    AGREED,
    LAST_MOVE,
    LAST_ROUND,
    LEFT,
    MICRO,
    RANDOM,
    STEPS,
    UNPLAYED,
    Ends,
    Moves,
    Numbers,
    Plan,
)
from accord.play.compiled.programs import Programs, longest, why_not
from accord.play.game import Game
from accord.play.numbers import ranged
from accord.play.player import play
from accord.play.streams import NUMBERS, keys
from accord.talks import Ended, EndedBy, Options, how_ended

MISSING = (
    "The compiled engine needs Numba, which is not installed: pip install 'accord[fast]', or "
    "use the pure table."
)

_HOW = {
    EndedBy.LAST_ROUND: LAST_ROUND,
    EndedBy.LAST_MOVE: LAST_MOVE,
    EndedBy.LEFT: LEFT,
}


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
        """Return what the talks have in common as arrays."""
        game, programs = self.game, Programs(self.game)
        setup, worth, kinds = game.setup, self._worth, programs.kinds
        names = worth.names
        few = names.can_list(MOST_HALVED)
        # To cut is worth while where numbers are read often, or deals are too many to list.
        cut = game.draws or not few
        issues = (
            part(names.sizes, scopes(worth)) if cut else ((), tuple(range(len(names.sizes))))
        )
        # Where a principal sits who can ratify it, what goes beyond a mandate can be had, too.
        bound = {p: m for p, m in setup.mandates.items() if p not in setup.principals}
        halves, conditions = parted(worth, bound, issues), programs.conditions[0]
        counts = [prod(names.sizes[issue] for issue in half) for half in issues]
        listed = few and not {MICRO, RANDOM}.isdisjoint(kinds)
        mandate, given = programs.mandates
        return Plan(
            alternating=setup.rules.all_answer,
            rounds=programs.rounds,
            moves=longest(game) + 1 if setup.rules.moves is None else setup.rules.moves,
            longest=longest(game),
            by_issue=STEPS in kinds,
            seats=programs.seats(halves, given),
            issues=laid_out(setup.agenda, issues),
            halves=halves,
            never=refused(worth),
            codes=coded(halves, counts) if listed else np.zeros(0, dtype=np.int64),
            clock=programs.clock,
            conditions=conditions,
            mandate=mandate,
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
        _kernel().play(self.plan, sets, self._moves(seeds, sets), words, ends)
        for talk in np.flatnonzero(ends.how == UNPLAYED).tolist():
            self._at_table(seeds[talk], talk, ends)
        return ends

    def _moves(self, seeds: Sequence[int], sets: Numbers) -> Moves:
        """Draw by how much walk-away values move in talks."""
        game = self.game
        walk_aways = np.broadcast_to(sets.walk_away, (len(seeds), sets.walk_away.shape[1]))
        found = WalkAwayMoves.of(game, seeds, walk_aways, self.plan.rounds, draws=game.draws)
        return Moves(found.starts, found.rows)

    def _at_table(self, seed: int, talk: int, ends: Ends) -> None:
        """Play a talk at the table, of which the compiled engine cannot say how it goes on."""
        played = play(evolve(self.game, seed=seed))
        ended = played.table.ended
        ends.how[talk] = AGREED if ended is None else _HOW[ended.why]
        ends.rounds[talk], ends.moves[talk] = played.rounds, played.table.moves
        ends.worth[talk] = list(played.known_worth.values())
        if played.deal is not None:
            (choice,) = self._worth.names.choices([played.deal])
            ends.deal[talk] = np.ravel_multi_index(tuple(choice), self._worth.sizes)
        if ended is not None and ended.why is EndedBy.LEFT:
            ends.leaver[talk] = self.game.setup.delegations.index(ended.who)

    def deal(self, number: int) -> Options | None:
        """Name a deal by its number; None for -1."""
        if number < 0:
            return None
        places = np.unravel_index(number, self._worth.sizes)
        return self._worth.names.deal(np.array(places))

    def reason(self, how: int, leaver: int) -> str:
        """Return why talks ended without a deal, as the table does; empty if there is one."""
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
