"""What stands in the way: the fewest things that would have to give for a deal to be there."""

from collections.abc import Collection, Iterator, Sequence
from typing import Literal

import numpy as np
from attrs import frozen
from frozendict import frozendict

from accord.deals.tabulate import Tables
from accord.deals.valued import ValuedDeal, clean
from accord.kernels.frontier import Frontier
from accord.kernels.openings import Set, smallest_openings
from accord.kernels.solutions import nash
from accord.kernels.tables import Ban
from accord.kernels.ties import TIE, Floats, Ints

MOST_TRIES = 5000
"""How many sets are tried before the search is cut."""

MOST_OPENINGS = 100
"""How many sets are listed before the search is cut."""


@frozen(kw_only=True)
class Obstacle:
    """Something that could give: a red line, a constraint or a walk-away value.

    Attributes:
        kind: Which of the three.
        party: Whose it is; empty for a constraint, which binds everybody.
        id: Id of the red line or constraint; empty for a walk-away value.
        never: The combination refused; empty for a walk-away value.
        walk_away: The walk-away value, in points; None for the others.
    """

    kind: Literal["red_line", "constraint", "walk_away"]
    party: str = ""
    id: str = ""
    never: frozendict[str, tuple[str, ...]] = frozendict()
    walk_away: float | None = None


@frozen(kw_only=True)
class Opening:
    """Obstacles that open a deal when all of them give, and none of which is superfluous.

    Attributes:
        ease: The obstacles.
        best: The best deal opened: the one that asks walk-away values to give least in all,
            and of several such the Nash solution.
        give: How many points each walk-away value that is eased must come down, by party.
    """

    ease: tuple[Obstacle, ...]
    best: ValuedDeal
    give: frozendict[str, float]

    @property
    def parties(self) -> tuple[str, ...]:
        """Name the parties who would have to give."""
        return tuple(dict.fromkeys(o.party for o in self.ease if o.party))


@frozen(kw_only=True)
class Blocks:
    """What stands in the way of a deal.

    Attributes:
        openings: Every smallest set of obstacles whose easing opens a deal; all have the same
            number of obstacles.
        refusals: Red lines that by themselves keep a party from deals that everybody else
            accepts: were the party to drop all of its red lines, some deal crossing this one
            would be acceptable to all.
        complete: Whether every smallest set was looked for; otherwise the search was cut.
    """

    openings: tuple[Opening, ...] = ()
    refusals: tuple[Obstacle, ...] = ()
    complete: bool = True


@frozen(eq=False)
class Search:
    """Looks for deals with some of the obstacles eased, at the middle of the ranges.

    Attributes:
        tables: The interests.
        obstacles: Everything that could give: red lines and constraints, then walk-away values.
    """

    tables: Tables
    obstacles: tuple[Obstacle, ...]

    @classmethod
    def of(cls, tables: Tables) -> "Search":
        """List the obstacles."""
        excluded = [
            Obstacle(
                kind="red_line" if e.party else "constraint",
                party=e.party,
                id=e.exclusion.id,
                never=e.exclusion.never,
            )
            for e in tables.excluded
        ]
        walk_away = [
            Obstacle(kind="walk_away", party=party, walk_away=value)
            for party, value in zip(
                tables.parties, tables.middle.walk_away.tolist(), strict=True
            )
        ]
        return cls(tables, (*excluded, *walk_away))

    def blocks(self) -> Blocks:
        """Find what stands in the way; nothing if a deal is acceptable as things are."""
        if self._opens(frozenset()) is not None:
            return Blocks()
        found = smallest_openings(len(self.obstacles), self._opens, MOST_TRIES, MOST_OPENINGS)
        return Blocks(
            openings=tuple(self._opening(sorted(eased)) for eased in found.sets),
            refusals=tuple(self._refusals()),
            complete=found.complete,
        )

    def _opens(self, eased: Set) -> Set | None:
        """Give the obstacles that some deal meets, all of them eased; None if no deal does."""
        floor = self._floor(self._giving(eased))
        choice = self.tables.middle.reach(self._bans(eased), floor)
        return None if choice is None else self._met_by(choice) & eased

    def _met_by(self, choice: Ints) -> Set:
        """Number the obstacles that a deal meets."""
        middle, bans = self.tables.middle, self.tables.bans
        crossed = [n for n, (scope, ban) in enumerate(bans) if ban[tuple(choice[list(scope)])]]
        short = middle.walk_away - middle.worths(choice[None, :])[0] > TIE
        return frozenset(crossed) | set((len(bans) + np.flatnonzero(short)).tolist())

    def _bans(self, eased: Collection[int]) -> list[Ban]:
        """Give the combinations that stay excluded."""
        return [e.ban for n, e in enumerate(self.tables.excluded) if n not in eased]

    def _giving(self, eased: Collection[int]) -> list[int]:
        """Number the parties whose walk-away value is eased."""
        first = len(self.tables.excluded)
        return [n - first for n in sorted(eased) if n >= first]

    def _floor(self, giving: Sequence[int]) -> Floats:
        floor = self.tables.middle.walk_away.copy()
        floor[list(giving)] = -np.inf
        return floor

    def _opening(self, eased: Sequence[int]) -> Opening:
        middle, giving = self.tables.middle, self._giving(eased)
        found = middle.frontier(self._bans(eased), self._floor(giving))
        give = np.maximum(middle.walk_away - found.points, 0.0)[:, giving]
        total = give.sum(axis=1)
        least = np.flatnonzero(total <= total.min() + TIE)
        points = found.points[least]
        # Who gives is compared with the most it would have to give; the others as always.
        disagreement = np.minimum(middle.walk_away, points.min(axis=0))
        chosen = least[nash(points, disagreement, points.max(axis=0))[:1]]
        return Opening(
            ease=tuple(self.obstacles[n] for n in eased),
            best=self.tables.valued(Frontier(found.points[chosen], found.choices[chosen]))[0],
            give=frozendict(
                {
                    self.tables.parties[party]: clean(drop)
                    for party, drop in zip(giving, give[chosen[0]].tolist(), strict=True)
                }
            ),
        )

    def _refusals(self) -> Iterator[Obstacle]:
        """Find red lines that keep their party from deals that everybody else accepts."""
        middle, excluded = self.tables.middle, self.tables.excluded
        for obstacle, (scope, ban) in zip(self.obstacles, self.tables.bans, strict=False):
            own = [n for n, e in enumerate(excluded) if e.party == obstacle.party]
            crossed = (scope, ~ban)
            if obstacle.party and (
                middle.reach([*self._bans(own), crossed], middle.walk_away) is not None
            ):
                yield obstacle
