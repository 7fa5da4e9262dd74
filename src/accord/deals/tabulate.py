"""The interests of all parties as tables: the only place where it is done.

A worth is a sum over issues and interactions divided by a number that does not depend on the
deal: (sum of w v + 100 sum of b) / W. Tables hold the terms of the sum as they are, so that
numbers a person wrote stay exact, and `unit` holds W.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cached_property

import numpy as np
import numpy.typing as npt
from attrs import frozen
from frozendict import frozendict

from accord.deals.names import Names
from accord.deals.valued import ValuedDeal, clean
from accord.errors import AccordError
from accord.kernels.elimination import elimination_order, widest
from accord.kernels.epsilon import Approximation, epsilon_frontier
from accord.kernels.frontier import Frontier, frontier, reach
from accord.kernels.mixed import Mixed
from accord.kernels.regions import MOST_STEPS, regional_frontier
from accord.kernels.tables import Ban, Factor, add_up
from accord.kernels.ties import TIE, Floats, Ints, TooLarge
from accord.model import Agenda, Exclusion, Interests, Range, Scale

_MOST_CELLS = 2**13  # above, programs are faster than elimination
_MOST_CELLS_OF_TWO = 2**16  # the same for two parties, whose frontiers are short
_MUCH = 1.0  # point of error
_FEW = 4  # parties: with more, programs list too few deals in their time


@frozen(eq=False)
class Reading:
    """One set of numbers out of the ranges, for all parties.

    Attributes:
        sizes: Options per issue.
        factors: Tables whose entries at a deal add up to its worth times `unit`.
        unit: Shape (parties,), what to divide the sums by to have points.
        walk_away: Shape (parties,), in points.
    """

    sizes: tuple[int, ...]
    factors: tuple[Factor, ...]
    unit: Floats
    walk_away: Floats

    def worths(self, choices: Ints) -> Floats:
        """Give what deals are worth, in points: shape (deals, parties)."""
        return np.asarray(add_up(self.factors, choices) / self.unit)

    def frontier(self, bans: Sequence[Ban], floor: Floats | None = None) -> Frontier:
        """Find the nondominated deals, their points in points.

        Args:
            bans: The combinations that no deal may take.
            floor: Shape (parties,), the least worth in points, or no floor.
        """
        floor = None if floor is None else floor * self.unit
        found = frontier(self.sizes, self.factors, bans, floor, TIE * self.unit)
        return Frontier(found.points / self.unit, found.choices)

    def approximation(self, bans: Sequence[Ban], floor: Floats | None = None) -> Approximation:
        """Find the nondominated deals, or where they are too many some that stand for them.

        Points and errors are in points. Where too many issues hang together for elimination,
        or for few parties where it has to round by much, mixed-integer programs list them.

        Args:
            bans: The combinations that no deal may take.
            floor: Shape (parties,), the least worth in points, or no floor.
        """
        rounded = None
        with suppress(TooLarge):
            rounded = self._rounded(bans, floor)
            if rounded.error.max() <= _MUCH or len(self.unit) > _FEW:
                return rounded
        # Two parties have short lists and quick programs, and a floor leaves fewer deals.
        twice = floor is not None and len(self.unit) <= 2
        listed = regional_frontier(self.programs(bans), floor, MOST_STEPS * (1 + twice))
        if rounded is not None and rounded.error.max() <= listed.error.max():
            return rounded
        return listed

    def _rounded(self, bans: Sequence[Ban], floor: Floats | None) -> Approximation:
        """List nondominated deals by elimination, rounding where they are too many."""
        self.refuse_wide(bans)
        scaled = None if floor is None else floor * self.unit
        found = epsilon_frontier(self.sizes, self.factors, bans, scaled, TIE * self.unit)
        return Approximation(found.points / self.unit, found.choices, found.error / self.unit)

    def widest(self, bans: Sequence[Ban]) -> int:
        """Count the cells of the largest table that eliminating the issues leads to."""
        scopes = [scope for scope, _ in (*self.factors, *bans)]
        return widest(self.sizes, scopes, elimination_order(self.sizes, scopes))

    def refuse_wide(self, bans: Sequence[Ban]) -> None:
        """Leave to programs what elimination would take longer for.

        Raises:
            ValueError: If issues hang together so closely.
        """
        most = _MOST_CELLS_OF_TWO if len(self.unit) <= 2 else _MOST_CELLS
        if (cells := self.widest(bans)) > most:
            raise TooLarge(
                f"the issues hang together so closely that {cells:,} combinations of their "
                f"options would have to be weighed at once; {most:,} is the limit"
            )

    def programs(self, bans: Sequence[Ban]) -> Mixed:
        """Give the deals that cross no ban as a mixed-integer program."""
        return Mixed(self.sizes, self.factors, bans, self.unit)

    def reach(
        self, bans: Sequence[Ban], floor: Floats, weights: Floats | None = None
    ) -> Ints | None:
        """Find some deal that is worth at least the floor to everybody, or None.

        Args:
            bans: The combinations that no deal may take.
            floor: Shape (parties,), in points.
            weights: Shape (parties,), of the parties' points: any are right, good ones faster.

        Raises:
            ValueError: If it cannot be told in time.
        """
        scaled = None if weights is None else weights / self.unit
        unit = self.unit
        try:
            self.refuse_wide(bans)
            return reach(self.sizes, self.factors, bans, floor * unit, TIE * unit, scaled)
        except TooLarge:
            found = self.programs(bans).reach(floor)
            if found.choice is None and not found.none:
                raise
            return found.choice


def middle(ends: Floats) -> Floats:
    """Give the middles of ranges: quicker than the mean of so few numbers.

    Args:
        ends: Shape (2, ...): low and high.
    """
    return np.asarray((ends[0] + ends[1]) / 2)


@frozen(eq=False)
class Side:
    """One party's numbers as arrays, low and high end apart.

    Attributes:
        relative: Whether the weights are shares of their sum.
        weights: Shape (2, issues): low and high.
        values: For every issue, shape (2, options).
        bonuses: Shape (2, interactions).
        matches: For every interaction, which deals take it.
        walk_away: Shape (2,).
    """

    relative: bool
    weights: Floats
    values: tuple[Floats, ...]
    bonuses: Floats
    matches: tuple[Ban, ...]
    walk_away: Floats

    @classmethod
    def of(cls, names: Names, interests: Interests) -> "Side":
        """Tabulate the interests of one party.

        Raises:
            AccordError: If a number is missing or open at one end.
        """
        ends = _Ends(interests)
        for issue, options in zip(names.issues, names.options, strict=True):
            ends.need(issue, options)
        matched = [(i.bonus, names.match(i.when)) for i in interests.interactions]
        given = [(bonus, match) for bonus, match in matched if match is not None]
        weights = ends.of([interests.issues[i].weight for i in names.issues])
        return cls(
            # Weights that are all zero have no shares; such a party is indifferent.
            relative=interests.scale is Scale.RELATIVE and bool(weights[1].any()),
            weights=weights,
            values=tuple(
                ends.of([interests.issues[issue].values[option] for option in options])
                for issue, options in zip(names.issues, names.options, strict=True)
            ),
            bonuses=ends.of([bonus for bonus, _ in given]),
            matches=tuple(match for _, match in given),
            walk_away=ends.of([interests.walk_away])[:, 0],
        )

    @property
    def is_exact(self) -> bool:
        """Tell whether every number is known exactly."""
        ranged = (self.weights, *self.values, self.bonuses, self.walk_away)
        return all(bool((ends[0] == ends[1]).all()) for ends in ranged)

    def tells_apart(self, choice: Ints, other: Ints) -> bool:
        """Tell whether one of two deals is worth more for every number in the ranges."""
        low = high = 0.0
        for place in np.flatnonzero(choice != other).tolist():
            mine = self.values[place][:, choice[place]]
            theirs = self.values[place][:, other[place]]
            ends = np.outer(self.weights[:, place], mine - theirs[::-1])
            low, high = low + float(ends.min()), high + float(ends.max())
        for (scope, taken), ends in zip(self.matches, self.bonuses.T, strict=True):
            sign = int(taken[tuple(choice[list(scope)])]) - int(
                taken[tuple(other[list(scope)])]
            )
            both = 100 * sign * ends
            low, high = low + float(both.min()), high + float(both.max())
        tie = TIE * float(np.max(self.unit(self.weights)))
        return low > tie or high < -tie

    def unit(self, weights: Floats) -> Floats:
        """Give W for weights of shape (..., issues): shape (...)."""
        if self.relative:
            return np.asarray(weights.sum(axis=-1))
        return np.full(weights.shape[:-1], 100.0)


@frozen
class _Ends:
    """Turns the ranges of one party into arrays, and says which are missing."""

    interests: Interests

    def need(self, issue: str, options: Sequence[str]) -> None:
        given = self.interests.issues.get(issue)
        if given is None:
            raise AccordError(f"{self._who} give no weight for the issue '{issue}'.")
        for option in options:
            if option not in given.values:
                raise AccordError(
                    f"{self._who} give no value for the option '{option}' of '{issue}'."
                )

    def of(self, ranges: Sequence[Range]) -> Floats:
        for number in ranges:
            if not number.is_bounded:
                raise AccordError(
                    f"{self._who} have the range {number}, which is open: give both ends."
                )
        return np.array([[r.low for r in ranges], [r.high for r in ranges]], dtype=np.float64)

    @property
    def _who(self) -> str:
        return f"The interests of '{self.interests.party}' held by '{self.interests.held_by}'"


@frozen(eq=False)
class Excluded:
    """A combination that is refused.

    Attributes:
        party: Who refuses it; empty for a constraint on all.
        exclusion: The red line or constraint.
        ban: Which deals take it.
    """

    party: str
    exclusion: Exclusion
    ban: Ban


@frozen(eq=False)
class Tables:
    """An agenda and everybody's interests as arrays.

    Attributes:
        names: The ids behind the axes.
        interests: The interests, one for every party.
        sides: The numbers of every party.
        excluded: The constraints and red lines about issues of the agenda.
        held: Combinations that no deal looked for may take besides.
    """

    names: Names
    interests: tuple[Interests, ...]
    sides: tuple[Side, ...]
    excluded: tuple[Excluded, ...]
    held: tuple[Ban, ...] = ()

    @classmethod
    def of(
        cls, agenda: Agenda, interests: Mapping[str, Interests] | Sequence[Interests]
    ) -> "Tables":
        """Tabulate.

        Raises:
            AccordError: If something is missing.
            ValueError: If a combination spans so many issues that it cannot be tabulated.
        """
        held = tuple(interests.values() if isinstance(interests, Mapping) else interests)
        if not held:
            raise AccordError(
                "No interests are given: say what deals are worth to the parties."
            )
        for party, count in Counter(i.party for i in held).items():
            if count > 1:
                raise AccordError(
                    f"Interests of '{party}' are given {count} times: choose one."
                )
        names = Names.of(agenda)
        refused = [("", constraint) for constraint in agenda.constraints]
        refused += [(i.party, line) for i in held for line in i.red_lines]
        matched = [(party, line, names.match(line.never)) for party, line in refused]
        return cls(
            names,
            held,
            tuple(Side.of(names, i) for i in held),
            tuple(Excluded(p, line, ban) for p, line, ban in matched if ban is not None),
        )

    @property
    def parties(self) -> tuple[str, ...]:
        """Name the parties."""
        return tuple(i.party for i in self.interests)

    @property
    def constraints(self) -> tuple[Ban, ...]:
        """Give the combinations excluded for all."""
        return tuple(e.ban for e in self.excluded if not e.party)

    @property
    def bans(self) -> tuple[Ban, ...]:
        """Give the combinations excluded for all or refused by some party, or held back."""
        return (*(e.ban for e in self.excluded), *self.held)

    def valued(self, found: Frontier) -> tuple[ValuedDeal, ...]:
        """Name deals given as arrays, with what they are worth in points."""
        refused = self.refused(found.choices).tolist()
        valued = []
        for choice, point, refuses in zip(
            found.choices, found.points.tolist(), refused, strict=True
        ):
            told = zip(self.parties, map(clean, point), refuses, strict=True)
            worth = {party: points for party, points, refused in told if not refused}
            refused_by = tuple(
                p for p, refused in zip(self.parties, refuses, strict=True) if refused
            )
            valued.append(ValuedDeal(self.names.deal(choice), frozendict(worth), refused_by))
        return tuple(valued)

    def refused(self, choices: Ints) -> npt.NDArray[np.bool_]:
        """Tell which parties' red lines deals cross: shape (deals, parties)."""
        crossed = np.zeros((len(choices), len(self.parties)), dtype=np.bool_)
        for one in self.excluded:
            if one.party:
                scope, taken = one.ban
                place = self.parties.index(one.party)
                crossed[:, place] |= taken[tuple(choices[:, scope].T)]
        return crossed

    def told_apart(self, choice: Ints, other: Ints) -> tuple[str, ...]:
        """Name the parties for whom the ranges tell two deals apart.

        They do where one of the two is worth more than the other for every number in the
        ranges. The difference of two deals is a sum over the issues on which they differ and
        the interactions that one of them takes; every number has a term of its own but the
        weights, which are one to a term, so its ends are sums of ends.

        Args:
            choice: Shape (issues,), a deal that none of the parties named refuses.
            other: The other deal, likewise.
        """
        refused = np.asarray(self.refused(np.stack([choice, other])).any(axis=0))
        named = zip(self.parties, self.sides, refused.tolist(), strict=True)
        return tuple(p for p, side, no in named if not no and side.tells_apart(choice, other))

    @property
    def is_exact(self) -> bool:
        """Tell whether every number is known exactly."""
        return all(side.is_exact for side in self.sides)

    @cached_property
    def middle(self) -> Reading:
        """Read every number at the middle of its range."""
        columns = []
        for side in self.sides:
            weights, bonuses = middle(side.weights), middle(side.bonuses)
            terms = [w * middle(v) for w, v in zip(weights, side.values, strict=True)]
            columns.append((terms, 100 * bonuses))
        return Reading(
            self.names.sizes,
            self.factors(columns),
            self._units(),
            np.array([middle(side.walk_away) for side in self.sides]),
        )

    def surplus(self, best: bool) -> Reading:
        """Tabulate how far deals can be above the walk-away values, for all of the ranges.

        With relative weights a deal is acceptable when sum of w (v - r) + 100 sum of b >= 0,
        otherwise when sum of w v + 100 sum of b - 100 r >= 0. Every number has a term of its
        own but r, which counts against the deal in all of them, and w, which is one to a term:
        so the best (or worst) of a deal over all of the ranges is a sum of bests (or worsts).
        The walk-away values of the reading are zero.

        Args:
            best: The best case for acceptance; otherwise the worst.
        """
        end = 1 if best else 0
        columns = []
        for side in self.sides:
            walk_away = side.walk_away[1 - end]
            level = walk_away if side.relative else 0.0
            terms = []
            for (low, high), values in zip(side.weights.T, side.values, strict=True):
                above = values[end] - level
                heavy = (above > 0) == best
                terms.append(np.where(heavy, high, low) * above)
            if not side.relative:
                terms[0] = terms[0] - 100 * walk_away
            columns.append((terms, 100 * side.bonuses[end]))
        return Reading(
            self.names.sizes,
            self.factors(columns),
            self._units(),
            np.zeros(len(self.sides)),
        )

    def _units(self) -> Floats:
        return np.array([float(side.unit(middle(side.weights))) for side in self.sides])

    def factors(self, columns: Sequence[tuple[Sequence[Floats], Floats]]) -> tuple[Factor, ...]:
        """Build the tables of all parties from each one's terms.

        Args:
            columns: For every party: its terms by issue, each of shape (options,), and by
                interaction, shape (interactions,).
        """
        by_issue = zip(*(terms for terms, _ in columns), strict=True)
        factors: list[Factor] = [
            ((place,), np.stack(terms, axis=1)) for place, terms in enumerate(by_issue)
        ]
        for party, (side, (_, bonuses)) in enumerate(zip(self.sides, columns, strict=True)):
            for (scope, taken), bonus in zip(side.matches, bonuses, strict=True):
                table = np.zeros((*taken.shape, len(self.sides)))
                table[..., party] = taken * bonus
                factors.append((scope, table))
        return tuple(factors)
