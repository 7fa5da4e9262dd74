"""What stands in the way: every least set of things that opens a deal if all of them give."""

from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar, Literal

import numpy as np
from attrs import frozen
from frozendict import frozendict

from accord.deals.blocks.issue_order import Course
from accord.deals.blocks.openings import Openings, met_within, minimal_openings, opened
from accord.deals.valued import ValuedDeal
from accord.deals.worth import Excluded, Worth
from accord.kernels.frontier import Frontier
from accord.kernels.solutions import nash
from accord.kernels.tables import Ban
from accord.kernels.ties import TIE, Ints, rounded

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

    as_json: ClassVar = ("kind", "?party", "?id", "?never", "?walk_away")

    @classmethod
    def of(cls, excluded: Excluded) -> "Obstacle":
        """Take a red line or a constraint for an obstacle."""
        return cls(
            kind="red_line" if excluded.party else "constraint",
            party=excluded.party,
            id=excluded.exclusion.id,
            never=excluded.exclusion.never,
        )


@frozen(kw_only=True)
class Opening:
    """Obstacles that open a deal when all of them give, and none of which is superfluous.

    Attributes:
        ease: The obstacles.
        best: The best deal opened: the one that asks walk-away values to give least in all,
            and of several such the Nash solution.
        give: How many points each walk-away value that is eased must come down, by party; left
            out where a red line of the party is eased too, as the deal is then worth no number
            of points to it.
        within_ranges: The parties of `give` to whom `best` is worth their walk-away value for
            some of the numbers in the ranges.
        exact: Whether `best` is certain to be the best; otherwise the deals opened are too many
            for all of them to be compared, and there may be a better one.
    """

    ease: tuple[Obstacle, ...]
    best: ValuedDeal
    give: frozendict[str, float]
    within_ranges: tuple[str, ...] = ()
    exact: bool = True

    as_json: ClassVar = ("ease", "parties", "give=asked", "within_ranges", "*best", "exact")

    @property
    def asked(self) -> dict[str, float | None]:
        """What is asked of every walk-away value eased; None where it is not said."""
        return {**self.give, **dict.fromkeys(self.unsaid)}

    @property
    def unsaid(self) -> tuple[str, ...]:
        """Name the parties whose walk-away value and red line are both eased."""
        eased = (o.party for o in self.ease if o.kind == "walk_away")
        return tuple(party for party in eased if party not in self.give)

    @property
    def parties(self) -> tuple[str, ...]:
        """Name the parties who would have to give."""
        return tuple(dict.fromkeys(o.party for o in self.ease if o.party))


@frozen(kw_only=True)
class Blocks:
    """What stands in the way of a deal.

    Attributes:
        openings: Every set of obstacles whose easing opens a deal while no part of it does:
            sets of fewer before sets of more, otherwise in the order of the files: constraints,
            red lines party by party, walk-away values. The order says nothing of how easy one
            is.
        refusals: Red lines that by themselves keep a party from deals that everybody else
            accepts: were the party to drop all of its red lines, some deal crossing this one
            would be acceptable to all.
        complete: Whether `openings` and `refusals` are all there are. Otherwise the search was
            cut, as there are too many sets or too many deals to compare. No opening with fewer
            obstacles than the largest one listed is then missing, with one exception: where
            there was no room to rule out smaller ones, those found are listed, and may hold
            more than is needed.
    """

    openings: tuple[Opening, ...] = ()
    refusals: tuple[Obstacle, ...] = ()
    complete: bool = True


@frozen(eq=False)
class Search:
    """Looks for deals with some of the obstacles eased, at the middle of the ranges.

    Attributes:
        worth: The interests.
        obstacles: Everything that could give: red lines and constraints, then walk-away values.
        held: Combinations that no deal looked for may take, whatever gives.
    """

    worth: Worth
    obstacles: tuple[Obstacle, ...]
    held: tuple[Ban, ...] = ()

    @classmethod
    def of(cls, worth: Worth, held: Sequence[Ban] = ()) -> "Search":
        """List the obstacles."""
        excluded = map(Obstacle.of, worth.excluded)
        walk_away = [
            Obstacle(kind="walk_away", party=party, walk_away=rounded(value))
            for party, value in zip(worth.parties, worth.walk_away.tolist(), strict=True)
        ]
        return cls(worth, (*excluded, *walk_away), tuple(held))

    def blocks(self) -> Blocks:
        """Find what stands in the way; nothing if a deal is acceptable as things are."""
        openings, complete = self.openings()
        if openings and not openings[0].ease:
            return Blocks()
        refusals, all_found = self.refusals()
        return Blocks(openings=openings, refusals=refusals, complete=complete and all_found)

    @cached_property
    def _course(self) -> Course:
        worth = self.worth
        return Course.of(
            worth.sizes,
            worth.factors,
            self.worth.bans,
            worth.walk_away * worth.unit,
            TIE * worth.unit,
            self.held,
        )

    @cached_property
    def _minimal(self) -> Openings:
        return minimal_openings(self._course, MOST_OPENINGS)

    @property
    def to_ease(self) -> tuple[tuple[Obstacle, ...], ...]:
        """What each of the openings eases, in their order, without the deals that it opens."""
        sets = sorted(map(sorted, self._minimal.sets), key=lambda eased: (len(eased), eased))
        return tuple(tuple(self.obstacles[n] for n in eased) for eased in sets)

    def openings(self) -> tuple[tuple[Opening, ...], bool]:
        """Find every minimal set of obstacles whose easing opens a deal, in the files' order.

        Returns:
            The openings, one that eases nothing if a deal is acceptable as things are; and
            whether the search was complete.
        """
        found = self._minimal
        deals = opened(self._course, found.sets)
        found_in_order = sorted(
            zip(map(sorted, found.sets), deals.choices, found.ways, strict=True),
            key=lambda one: (len(one[0]), one[0]),
        )
        listed = [
            self._opening(eased, choices if len(choices) else way[None], deals.exact)
            for eased, choices, way in found_in_order
        ]
        return tuple(listed), found.complete

    def _opening(self, eased: Sequence[int], choices: Ints, exact: bool) -> Opening:
        """Choose the best of the deals that meet just these obstacles."""
        worth, first = self.worth, len(self.worth.excluded)
        giving = [n - first for n in eased if n >= first]
        points = worth.points(choices)
        give = np.maximum(worth.walk_away - points, 0.0)[:, giving]
        total = give.sum(axis=1)
        least = np.flatnonzero(total <= total.min() + TIE)
        least = least[np.lexsort(-points[least].T[::-1])]
        # Who gives is compared with the most it would have to give; the others as always.
        disagreement = np.minimum(worth.walk_away, points[least].min(axis=0))
        best = nash(points[least], disagreement, points[least].max(axis=0))
        chosen = least[best[:1]]
        (valued,) = self.worth.valued(Frontier(points[chosen], choices[chosen]))
        most = self.worth.best().points(choices[chosen])[0].tolist()
        drops = zip(giving, give[chosen[0]].tolist(), strict=True)
        by_party = {self.worth.parties[party]: rounded(drop) for party, drop in drops}
        return Opening(
            ease=tuple(self.obstacles[n] for n in eased),
            best=valued,
            give=frozendict({p: d for p, d in by_party.items() if p not in valued.refused_by}),
            within_ranges=tuple(
                self.worth.parties[party]
                for party in giving
                if most[party] >= -TIE and self.worth.parties[party] not in valued.refused_by
            ),
            exact=exact,
        )

    def refusals(self) -> tuple[tuple[Obstacle, ...], bool]:
        """Find red lines that keep their party from deals that everybody else accepts.

        Returns:
            The red lines; and whether these are all.
        """
        lines = [(n, o.party) for n, o in enumerate(self.obstacles) if o.kind == "red_line"]
        own = [frozenset(n for n, p in lines if p == party) for party in self.worth.parties]
        crossed, all_found = met_within(self._course, own)
        return tuple(self.obstacles[n] for n in sorted(crossed)), all_found
