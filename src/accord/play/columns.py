"""Talks that follow one another, in columns: to be counted and written many at a time."""

from collections.abc import Sequence

import numpy as np
from attrs import frozen

from accord.deals.names import Names
from accord.kernels.ties import Floats, Ints
from accord.play.game import Game
from accord.play.many import Talk

STRETCH = 1000
"""How many talks are read or counted at once."""


@frozen(eq=False, kw_only=True)
class Columns:
    """What is kept of talks that follow one another; for each what `Talk` says.

    Attributes:
        first: The number of the first one.
        seeds: Their seeds.
        deals: Shape (talks, issues), the option on every issue; -1 where there is no deal.
        worth: Shape (talks, parties), in points.
        rounds: Shape (talks,), the round of the last move.
        moves: Shape (talks,), how many were made.
        reasons: Why there is no deal.
        distances: Shape (talks,), in points; not a number where it was not measured.
        errors: Shape (talks,), in points, what the frontier may lack.
    """

    first: int
    seeds: list[int]
    deals: Ints
    worth: Floats
    rounds: Ints
    moves: Ints
    reasons: list[str]
    distances: Floats
    errors: Floats

    def __len__(self) -> int:
        return len(self.seeds)

    @classmethod
    def of(cls, game: Game, talks: Sequence[Talk]) -> "Columns":
        """Put talks into columns.

        Args:
            game: What they have in common.
            talks: The talks, one number after the other; at least one.

        Raises:
            AccordError: If a deal takes an option that there is not.
        """
        names = Names.of(game.setup.agenda)
        deals = np.full((len(talks), len(names.issues)), -1, dtype=np.int64)
        agreed = [place for place, one in enumerate(talks) if one.deal is not None]
        deals[agreed] = names.choices(one.deal for one in talks if one.deal is not None)
        parties = game.setup.delegations
        return cls(
            first=talks[0].number,
            seeds=[one.seed for one in talks],
            deals=deals,
            worth=np.array([[one.worth[party] for party in parties] for one in talks]),
            rounds=np.array([one.rounds for one in talks]),
            moves=np.array([one.moves for one in talks]),
            reasons=[one.reason for one in talks],
            distances=np.array(
                [np.nan if one.distance is None else one.distance for one in talks]
            ),
            errors=np.array([one.error for one in talks]),
        )

    def head(self, count: int) -> "Columns":
        """Return the first ones.

        Args:
            count: How many; all where there are no more.
        """
        return Columns(
            first=self.first,
            seeds=self.seeds[:count],
            deals=self.deals[:count],
            worth=self.worth[:count],
            rounds=self.rounds[:count],
            moves=self.moves[:count],
            reasons=self.reasons[:count],
            distances=self.distances[:count],
            errors=self.errors[:count],
        )
