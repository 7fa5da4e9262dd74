"""What fighting models bring between the rounds of talks: a course for every seed."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from heapq import merge
from itertools import islice, takewhile
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen
from frozendict import frozendict

from accord.errors import AccordError
from accord.fighting import BetweenRounds, FightingModel, Front
from accord.kernels.ties import Floats, Ints
from accord.model import InterestsMoved
from accord.play.streams import SeatRandom
from accord.talks import RedLinesMoved, ValuesMoved, WalkAwayMoved

if TYPE_CHECKING:
    from accord.play.game import Game


def _stream(place: int) -> str:
    """Name the stream of a model's draws by its place among the models; no seat has such an id.

    A model that is added after others so leaves what they draw as it was.
    """
    return f"\nfighting {place}"


def check_models(models: Sequence[FightingModel], front: Front) -> None:
    """Refuse models that cannot go with talks.

    Args:
        models: The models.
        front: What is known as the talks begin.

    Raises:
        AccordError: With the reason of every model that cannot.
    """
    if said := list(filter(None, (one.problem(front) for one in models))):
        raise AccordError("\n".join(said))


def course(
    models: Sequence[FightingModel], front: Front, seed: int, *, draws: bool
) -> Iterator[BetweenRounds]:
    """Yield what happens before each round, in order, as it is asked for.

    Where several models bring something before one round, it comes in the order of the models.

    Args:
        models: The models.
        front: What is known as the talks begin.
        seed: The seed of the talk.
        draws: Whether their numbers are drawn from the ranges; otherwise each is the middle.
    """
    drawn = [SeatRandom(seed, _stream(place)) for place in range(len(models))]
    courses = [
        one.at(chance if draws else None).course(front, chance)
        for one, chance in zip(models, drawn, strict=True)
    ]
    found = merge(*courses, key=attrgetter("round"))
    last = front.rounds
    return found if last is None else takewhile(lambda one: one.round <= last, found)


def moves_interests(models: Sequence[FightingModel]) -> bool:
    """Whether some model moves values or red lines.

    Args:
        models: The models.
    """
    return any(one.brings & {ValuesMoved.kind, RedLinesMoved.kind} for one in models)


def interests_by_round(
    game: "Game", front: Front, seed: int, rounds: int, *, draws: bool = True
) -> Iterator[frozendict[str, InterestsMoved]]:
    """Yield what has moved of values and red lines when each round begins, by party.

    Args:
        game: The talk.
        front: What is known as it begins.
        seed: Its seed.
        rounds: The last round that is looked at.
        draws: Whether numbers of the models are drawn from the ranges.
    """
    moved: frozendict[str, InterestsMoved] = frozendict()
    coming = course(game.fighting, front, seed, draws=draws)
    following = next(coming, None)
    for number in range(1, rounds + 1):
        while following is not None and following.round <= number:
            for one in following.happenings:
                if isinstance(one, ValuesMoved | RedLinesMoved):
                    moved = one.added_to(moved)
            following = next(coming, None)
        yield moved


@frozen(eq=False, slots=False)
class WalkAwayMoves:
    """By how much walk-away values move, and when, in many talks.

    Attributes:
        starts: Shape (talks + 1,), where the rows of each talk begin; (2,) where all have the
            same.
        rows: Shape (rows, 3): whose walk-away value moves, before which round, by how much; of
            each talk in the order in which they happen.
        talks: How many talks there are.
        parties: How many parties.
    """

    starts: Ints
    rows: Floats
    talks: int
    parties: int

    @classmethod
    def of(
        cls,
        game: "Game",
        seeds: Sequence[int],
        walk_aways: Floats,
        rounds: int,
        *,
        draws: bool = True,
    ) -> "WalkAwayMoves":
        """Draw the courses of many talks.

        Args:
            game: What the talks have in common.
            seeds: The seeds of the talks.
            walk_aways: Shape (talks, parties), with which the talks begin.
            rounds: The last round that is looked at.
            draws: Whether numbers are drawn from the ranges.
        """
        setup, models = game.setup, game.fighting
        parties = setup.delegations
        place = {party: float(n) for n, party in enumerate(parties)}
        same = all(one.is_same_in_all_talks for one in models)
        starts, rows = [0], list[tuple[float, float, float]]()
        own = zip(seeds, walk_aways.tolist(), strict=True)
        for seed, values in islice(own, 1 if same else None):
            front = Front.of(setup, dict(zip(parties, values, strict=True)))
            for one in course(models, front, seed, draws=draws):
                if one.round > rounds:
                    break
                rows += [
                    (place[what.party], one.round, what.by)
                    for what in one.happenings
                    if isinstance(what, WalkAwayMoved)
                ]
            starts.append(len(rows))
        return cls(
            np.array(starts, dtype=np.int64),
            np.array(rows, dtype=np.float64).reshape(-1, 3),
            len(seeds),
            len(parties),
        )

    @cached_property
    def rounds(self) -> list[int]:
        """The rounds before which anything moves, in order."""
        return sorted(set(self.rows[:, 1].astype(int).tolist()))

    def until(self, rounds: Ints | int) -> Floats:
        """Return by how much walk-away values have moved: shape (talks, parties).

        Args:
            rounds: The round that has begun: one for all, or shape (talks,).
        """
        found = np.zeros((len(self.starts) - 1, self.parties))
        talk = np.repeat(np.arange(len(found)), np.diff(self.starts))
        whose, when, by = self.rows[:, 0].astype(int), self.rows[:, 1], self.rows[:, 2]
        if len(found) == 1 and self.talks != 1:
            found = np.zeros((self.talks, self.parties))
            each = np.broadcast_to(np.asarray(rounds), (self.talks,))
            for one, round_, points in zip(whose, when, by, strict=True):
                found[each >= round_, one] += points
            return found
        begun = when <= np.broadcast_to(np.asarray(rounds), (len(found),))[talk]
        # One after the other, as at the table: so the sums are the same to the last bit.
        np.add.at(found, (talk[begun], whose[begun]), by[begun])
        return found
