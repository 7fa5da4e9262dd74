"""What many talks came to, counted: counts can be added, and any number takes the same room."""

from collections import Counter
from operator import add
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt
from attrs import define, field

from accord.deals.by_draw.exists import decide
from accord.deals.limits import refusing_what_is_too_large
from accord.deals.verdict_drivers import in_upper_half
from accord.deals.worth import Worth
from accord.kernels.intervals import Sum
from accord.kernels.ties import TIE, Ints
from accord.play.chance import chance
from accord.play.columns import Columns
from accord.play.game import Game
from accord.play.numbers import ranged

MOST_NAMED = 2**16
"""So many different deals are counted one by one, those met first; others are together."""

T = TypeVar("T", str, tuple[int, ...])
Flags = npt.NDArray[np.bool_]


@define
class Counts(Generic[T]):
    """How often each of several things was met.

    Attributes:
        named: How often, of the things met first, `MOST_NAMED` of them at most.
        others: How often anything else was met.
    """

    named: dict[T, int] = field(factory=dict)
    others: int = 0

    def meet(self, thing: T, times: int = 1) -> None:
        """Count a thing.

        Args:
            thing: What was met.
            times: How often.
        """
        if thing in self.named or len(self.named) < MOST_NAMED:
            self.named[thing] = self.named.get(thing, 0) + times
        else:
            self.others += times

    def add(self, later: "Counts[T]") -> None:
        """Count what was met later."""
        for thing, times in later.named.items():
            self.meet(thing, times)
        self.others += later.others

    def ranked(self) -> list[tuple[T, int]]:
        """Return what is counted one by one, the most frequent first, equal ones in order."""
        return sorted(self.named.items(), key=lambda one: (-one[1], one[0]))


@define(kw_only=True)
class Measured:
    """How far deals were from the frontiers of their talks' numbers.

    Attributes:
        points: The distances, added up.
        largest: The largest; None where none was measured.
        efficient: How many deals were on the frontier.
        error: In points, what a frontier may lack; 0 where all are exact.
    """

    points: Sum = field(factory=Sum)
    largest: float | None = None
    efficient: int = 0
    error: float = 0.0

    @classmethod
    def of(cls, held: Columns, agreed: Flags) -> "Measured":
        """Count the distances of talks.

        Args:
            held: The talks.
            agreed: Shape (talks,), which came to a deal.
        """
        known = agreed & ~np.isnan(held.distances)
        points = held.distances[known]
        return cls(
            points=Sum.of(points),
            largest=max(points.tolist(), default=None),
            efficient=int((points <= TIE).sum()),
            error=max(held.errors[known].tolist(), default=0.0),
        )

    def add(self, other: "Measured") -> None:
        """Count those of other talks, too."""
        self.points += other.points
        known = [one for one in (self.largest, other.largest) if one is not None]
        self.largest = max(known, default=None)
        self.efficient += other.efficient
        self.error = max(self.error, other.error)


@define(kw_only=True)
class TalkTally:
    """What talks of a game came to: as large for a million of them as for a few.

    All is whole numbers, and the largest of some, so that it does not matter where talks are
    cut into pieces that are counted apart, as long as they are added in their order.

    Attributes:
        talks: How many there were.
        agreed: How many came to a deal.
        possible: How many could have: some deal was acceptable to all with their numbers.
        missed: How many of those came to none.
        longest: The round in which the longest ended.
        by_round: How many came to a deal in each round.
        deals: The deals, as options by issue.
        options: How often each was agreed, by issue.
        reasons: Why there was no deal.
        worth: What the deals were worth, by party.
        outcome: What each party had in the end.
        measured: How far the deals were from the frontier.
        upper: In how many talks each number that is a range lay in the upper half of it.
        agreed_upper: How many of these came to a deal.
    """

    talks: int
    agreed: int
    possible: int
    missed: int
    longest: int
    by_round: Counter[int]
    deals: Counts[tuple[int, ...]]
    options: list[list[int]]
    reasons: Counts[str]
    worth: list[Sum]
    outcome: list[Sum]
    measured: Measured
    upper: list[int]
    agreed_upper: list[int]

    @classmethod
    def of(cls, held: Columns, draws: Worth) -> "TalkTally":
        """Count talks.

        Args:
            held: The talks.
            draws: Their numbers.

        Raises:
            AccordError: If the agenda is too large to decide whether there is a deal.
        """
        agreed = held.deals[:, 0] >= 0
        deals = held.deals[agreed]
        possible = _possible(draws, held.deals)
        upper = in_upper_half(draws)
        worth = [Sum.of(points) for points in held.worth[agreed].T]
        left = [Sum.of(points) for points in held.worth[~agreed].T]
        found = cls(
            talks=len(held),
            agreed=len(deals),
            possible=int(possible.sum()),
            missed=int((possible & ~agreed).sum()),
            longest=int(held.rounds.max(initial=0)),
            by_round=Counter(held.rounds[agreed].tolist()),
            deals=Counts(),
            options=[
                np.bincount(taken, minlength=size).tolist()
                for taken, size in zip(deals.T, draws.sizes, strict=True)
            ],
            reasons=Counts(),
            worth=worth,
            outcome=[one + other for one, other in zip(worth, left, strict=True)],
            measured=Measured.of(held, agreed),
            upper=upper.sum(axis=0).tolist(),
            agreed_upper=upper[agreed].sum(axis=0).tolist(),
        )
        for deal, times in Counter(map(tuple, deals.tolist())).items():
            found.deals.meet(deal, times)
        said = Counter(held.reasons[place] for place in np.flatnonzero(~agreed).tolist())
        for reason, times in said.items():
            found.reasons.meet(reason, times)
        return found

    def add(self, later: "TalkTally") -> None:
        """Count the talks of the same game that follow, too."""
        self.talks += later.talks
        self.agreed += later.agreed
        self.possible += later.possible
        self.missed += later.missed
        self.longest = max(self.longest, later.longest)
        self.by_round.update(later.by_round)
        self.deals.add(later.deals)
        self.options = [
            list(map(add, mine, theirs))
            for mine, theirs in zip(self.options, later.options, strict=True)
        ]
        self.reasons.add(later.reasons)
        self.worth = list(map(add, self.worth, later.worth))
        self.outcome = list(map(add, self.outcome, later.outcome))
        self.measured.add(later.measured)
        self.upper = list(map(add, self.upper, later.upper))
        self.agreed_upper = list(map(add, self.agreed_upper, later.agreed_upper))


def plus(total: TalkTally | None, later: TalkTally) -> TalkTally:
    """Count the talks that follow, too.

    Args:
        total: What was counted before; None for nothing.
        later: What came of the talks that follow.
    """
    if total is None:
        return later
    total.add(later)
    return total


def tallied(game: Game, held: Columns) -> TalkTally:
    """Count talks whose numbers must be drawn again.

    Args:
        game: What they have in common.
        held: The talks.
    """
    worth = ranged(game.setup.agenda, game.interests)
    return TalkTally.of(held, worth.at(chance(worth.how_many, held.seeds)))


def _possible(draws: Worth, deals: Ints) -> Flags:
    """Return in which talks some deal was acceptable to all: the one agreed, or any other."""
    possible = deals[:, 0] >= 0
    agreed = np.flatnonzero(possible)
    taken = deals[agreed]
    good = (draws.surplus(taken, agreed) >= -TIE).all(axis=1)
    for scope, ban in draws.bans:
        good &= ~ban[tuple(taken[:, scope].T)]
    possible[agreed] = good
    if not possible.all():
        with refusing_what_is_too_large():
            possible[~possible] = decide(draws[~possible])
    return possible
