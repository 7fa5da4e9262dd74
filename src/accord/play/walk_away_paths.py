"""Where walk-away values stand round by round, and whether a deal is left that clears them."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from attrs import evolve, frozen

from accord.deals.by_draw.exists import decide
from accord.deals.worth import Worth
from accord.errors import AccordError
from accord.fighting import Front
from accord.kernels.intervals import Share
from accord.kernels.ties import Floats
from accord.play.between_rounds import (
    WalkAwayMoves,
    interests_by_round,
    moves_interests,
)
from accord.play.chance import chance
from accord.play.game import Game
from accord.play.numbers import ranged
from accord.play.streams import seeds_of

COURSES = 200
"""So many courses of many talks are looked at: where nine in ten of them lie is known within
some points then, and whether a deal is left is decided for each of them and each round."""

LONGEST = 40
"""So many rounds are shown where the rules have no limit."""

MIDDLE = 0.9
"""The share of courses between the ends that are given."""

Flags = npt.NDArray[np.bool_]


@frozen(eq=False, kw_only=True, slots=False)
class WalkAwayPaths:
    """Where walk-away values stand when each round begins, in one course or several.

    Attributes:
        parties: The parties, in the order of the last axis.
        values: Shape (courses, rounds, parties), in points, from the first round on.
        possible: Shape (courses, rounds), whether some deal then clears everybody's red lines
            and walk-away value; None where that is too large to be decided.
    """

    parties: tuple[str, ...]
    values: Floats
    possible: Flags | None

    @property
    def rounds(self) -> range:
        """The rounds."""
        return range(1, self.values.shape[1] + 1)

    @cached_property
    def ends(self) -> Floats:
        """The low end, the median and the high end: shape (3, rounds, parties)."""
        rest = (1 - MIDDLE) / 2
        return np.quantile(self.values, [rest, 0.5, 1 - rest], axis=0)

    @property
    def zone(self) -> tuple[Share, ...] | None:
        """In how many courses a deal is left, by the round."""
        if self.possible is None:
            return None
        among = len(self.possible)
        return tuple(Share(count=int(n), among=among) for n in self.possible.sum(axis=0))

    @property
    def told(self) -> list[int]:
        """The rounds that say something new: the first, the last, and where a value moves."""
        shown = np.concatenate([self.values, self._zone_column], axis=2)
        changed = (np.diff(shown, axis=1) != 0).any(axis=(0, 2))
        return sorted({1, len(self.rounds), *(np.flatnonzero(changed) + 2).tolist()})

    @property
    def _zone_column(self) -> Floats:
        shape = (*self.values.shape[:2], 1)
        return np.zeros(shape) if self.possible is None else self.possible.reshape(shape) * 1.0

    def to_json(self) -> dict[str, Any]:
        """Return it as a plain dict, a row for every round that says something new."""
        zone = self.zone
        return {
            "courses": len(self.values),
            "rounds": [
                {
                    "round": number,
                    "walk_away": {
                        party: dict(zip(("low", "middle", "high"), points, strict=True))
                        for party, points in zip(
                            self.parties, self.ends[:, number - 1].T.tolist(), strict=True
                        )
                    },
                    "possible": None if zone is None else zone[number - 1].to_json(),
                }
                for number in self.told
            ],
        }


def path_of(game: Game) -> WalkAwayPaths:
    """Return where walk-away values stand in one talk, whether or not it lasts so long.

    Args:
        game: The talk.
    """
    return _paths(game, [game.seed], game.numbers[None], game.draws)


def paths_of(game: Game, courses: int) -> WalkAwayPaths:
    """Return where walk-away values stand in the first of many talks.

    Args:
        game: What the talks have in common.
        courses: How many talks there are; no more than `COURSES` are looked at.
    """
    seeds = seeds_of(game.seed, 0, min(courses, COURSES))
    worth = ranged(game.setup.agenda, game.interests)
    return _paths(game, seeds, worth.at(chance(worth.how_many, seeds)), draws=True)


def _paths(game: Game, seeds: Sequence[int], numbers: Worth, draws: bool) -> WalkAwayPaths:
    last = game.setup.rules.rounds or LONGEST
    moves = WalkAwayMoves.of(game, seeds, numbers.walk_away, last, draws=draws)
    by = np.stack([moves.until(number) for number in range(1, last + 1)], axis=1)
    values = numbers.walk_away[:, None] + by
    try:
        if moves_interests(game.fighting):
            rows = [
                _as_moved(game, seed, numbers[place], values[place], draws)
                for place, seed in enumerate(seeds)
            ]
            possible = np.array(rows)
        else:
            possible = _decided(numbers, values)
    except (ValueError, AccordError):  # too large to be decided in time
        possible = None
    return WalkAwayPaths(parties=game.setup.delegations, values=values, possible=possible)


def _decided(numbers: Worth, values: Floats) -> Flags:
    """Decide whether a deal is left, for all courses of a round at once, where any moved."""
    found = np.zeros(values.shape[:2], dtype=np.bool_)
    for place in range(values.shape[1]):
        if place and (values[:, place] == values[:, place - 1]).all():
            found[:, place] = found[:, place - 1]
        else:
            found[:, place] = decide(evolve(numbers, walk_away=values[:, place]))
    return found


def _as_moved(game: Game, seed: int, numbers: Worth, values: Floats, draws: bool) -> list[bool]:
    """Decide it in one course in which more moves than walk-away values."""
    front = Front.of(game.setup, numbers.walk_aways)
    happened = interests_by_round(game, front, seed, len(values), draws=draws)
    found = []
    for moved, walk_away in zip(happened, values, strict=True):
        then = numbers.as_moved(moved)
        by = dict(zip(then.parties, (walk_away - then.walk_away).tolist(), strict=True))
        then = then.moved(by)
        found.append(then.reach(then.bans, then.walk_away) is not None)
    return found
