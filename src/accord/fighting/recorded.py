"""What the record has, and somebody says moved a side: incidents, figures, measures."""

import random
from collections.abc import Iterator
from typing import ClassVar

from attrs import frozen
from frozendict import frozendict

from accord.fighting.fighting_model import (
    BetweenRounds,
    FightingModel,
    Front,
    figure,
    per_party,
)
from accord.model import Range
from accord.model.refs import EntryId, PartyId
from accord.talks import WalkAwayMoved
from accord.talks.outside import MOST_POINTS


@frozen(kw_only=True)
class RecordedMove:
    """By how much something in the record is assumed to move walk-away values.

    Attributes:
        entry: The entry: an incident, a figure, a measure.
        walk_away: By how many points walk-away values move, by party.
        round: The round that begins after it; one round after the move before it where this is
            not said, and the second for the first.
        basis: Why by so many points.
    """

    entry: EntryId
    walk_away: frozendict[PartyId, Range] = per_party(
        at_least=-MOST_POINTS, at_most=MOST_POINTS
    )
    round: Range | None = figure(None, at_least=2, whole=True)
    basis: str = ""


@frozen(kw_only=True)
class Recorded(FightingModel):
    """Moves walk-away values by what the record has, as far as its holder says by how much.

    The record suggests, and sets nothing: an entry without a number moves nobody.

    Attributes:
        moves: What moved whom, in the order in which it happened.
    """

    name: ClassVar[str] = "recorded"

    moves: tuple[RecordedMove, ...] = ()

    def course(self, front: Front, rng: random.Random) -> Iterator[BetweenRounds]:
        """Yield what moves before each round, in the order of the rounds."""
        found: dict[int, list[WalkAwayMoved]] = {}
        number = 1
        for one in self.moves:
            number = number + 1 if one.round is None else int(one.round.low)
            found.setdefault(number, []).extend(
                WalkAwayMoved(party=party, by=by.low, why=f"{self.name} entry={one.entry}")
                for party, by in one.walk_away.items()
            )
        for number in sorted(found):
            yield BetweenRounds(number, tuple(found[number]))
