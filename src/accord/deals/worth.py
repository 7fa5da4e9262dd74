"""What deals are worth: the one form that a party's numbers have, here and at the table.

A worth is a sum over issues and interactions divided by a number that does not depend on the
deal: (sum of w v + 100 sum of b) / W. The terms of the sum are rounded once to the decimal grid
(see `accord.kernels.ties`) and held as integers: sums are exact and the same in any order.
"""

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from attrs import evolve, field, frozen
from frozendict import frozendict

from accord.deals.grid import Frame, put
from accord.deals.names import Names
from accord.deals.ranges import PartyRanges
from accord.deals.valued import ValuedDeal
from accord.errors import AccordError
from accord.kernels.elimination import elimination_order, widest
from accord.kernels.epsilon import Approximation, epsilon_frontier
from accord.kernels.frontier import Frontier, frontier, reach
from accord.kernels.maximum import Weighing
from accord.kernels.mixed import Mixed
from accord.kernels.regions import MOST_STEPS, regional_frontier
from accord.kernels.tables import Ban, Factor
from accord.kernels.ties import TIE, Floats, Ints, TooLarge, rounded
from accord.model import Agenda, Exclusion, Interests, InterestsMoved, Perspective, Range

_MOST_CELLS = 2**13  # above, programs are faster than elimination
_MOST_CELLS_OF_TWO = 2**16  # the same for two parties, whose frontiers are short
_MUCH = 1.0  # point of error
_FEW = 4  # parties: with more, programs list too few deals in their time
_MOST_NUMBERS = 2**23  # in one table for all sets: a second of work for one question to all
_AT_LEAST = 32  # sets: even for one, tables grow too large

Held: TypeAlias = "Mapping[str, Interests] | Sequence[Interests] | Worth"
"""What deals are worth to the parties, as somebody holds it: with ranges, or read already."""

_BYTES: Any = np.ndarray.tobytes
"""By what arrays count where values are compared."""


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


@frozen(kw_only=True, cache_hash=True)
class Worth:
    """What deals are worth to parties, by one set of numbers or by many.

    Of many sets, arrays have an axis in front: shape (sets, ...).

    Attributes:
        agenda: The issues and constraints.
        interests: What was given, one for every party.
        names: The ids behind the axes.
        ranges: The numbers as they were given.
        excluded: The constraints and red lines about issues of the agenda.
        interactions: Whose each is, by the place of the party, and which deals take it.
        gains: Shape (..., options of all issues, parties), what an option adds, on the grid.
        bonuses: Shape (..., interactions), what an interaction adds to its party, on the grid.
        unit: Shape (..., parties), what to divide sums of terms by to have points.
        step: Shape (..., parties), the step of the grid.
        walk_away: Shape (..., parties), in points.
        places: Where in their ranges the numbers lie, shape (..., numbers), 0 to 1; none for
            the middles.
        fixed: Whether these numbers count alone; otherwise one set stands for ranges.
        held: Combinations that no deal looked for may take besides.
    """

    agenda: Agenda
    interests: tuple[Interests, ...]
    names: Names = field(eq=False, repr=False)
    ranges: tuple[PartyRanges, ...] = field(eq=False, repr=False)
    excluded: tuple[Excluded, ...] = field(eq=False, repr=False)
    interactions: tuple[tuple[int, Ban], ...] = field(eq=False, repr=False)
    gains: Ints = field(eq=_BYTES)
    bonuses: Ints = field(eq=_BYTES)
    unit: Floats = field(eq=_BYTES)
    step: Floats = field(eq=_BYTES)
    walk_away: Floats = field(eq=_BYTES)
    places: Floats | None = field(default=None, eq=False, repr=False)
    fixed: bool = False
    held: tuple[Ban, ...] = field(default=(), eq=False, repr=False)

    @classmethod
    def of(cls, agenda: Agenda, held: Held) -> "Worth":
        """Put interests on the grid, every range at its middle.

        Args:
            agenda: The issues and constraints.
            held: The interests of the parties; or numbers read already, for these issues.

        Raises:
            AccordError: If something is missing.
            ValueError: If a combination spans so many issues that it cannot be tabulated, or a
                number is too large.
        """
        if isinstance(held, Worth):
            return held.on(agenda)
        if isinstance(held, Perspective):
            raise AccordError("Give the interests that a perspective holds: its `interests`.")
        interests = tuple(held.values() if isinstance(held, Mapping) else held)
        if not interests:
            raise AccordError(
                "No interests are given: say what deals are worth to the parties."
            )
        for party, count in Counter(i.party for i in interests).items():
            if count > 1:
                raise AccordError(
                    f"Interests of '{party}' are given {count} times: choose one."
                )
        names = Names.of(agenda)
        refused = [("", constraint) for constraint in agenda.constraints]
        refused += [(i.party, line) for i in interests for line in i.red_lines]
        matched = [(party, line, names.match(line.never)) for party, line in refused]
        ranges = tuple(PartyRanges.of(names, one) for one in interests)
        frame = Frame(names, ranges)
        return cls(
            agenda=agenda,
            interests=interests,
            names=names,
            ranges=ranges,
            excluded=tuple(
                Excluded(p, line, ban) for p, line, ban in matched if ban is not None
            ),
            interactions=tuple(
                (place, match) for place, side in enumerate(ranges) for match in side.matches
            ),
            **frame.read([low + (high - low) / 2 for low, high in (s.ends for s in ranges)]),
        )

    def on(self, agenda: Agenda) -> "Worth":
        """Read the same numbers for another agenda.

        Of what is new on it, ranges are read at their middle.

        Args:
            agenda: The issues and constraints.

        Raises:
            AccordError: If the interests lack a number.
        """
        if agenda is self.agenda or agenda == self.agenda:
            return self
        found = Worth.of(agenda, self.interests)
        if not self.fixed:
            return found
        known = {} if self.places is None else dict(zip(self._labels, self.places, strict=True))
        return found.at(np.array([known.get(label, 0.5) for label in found._labels]))

    @property
    def _labels(self) -> list[tuple[int, Any]]:
        """Name the numbers of all parties, in the order of `places`."""
        return [(n, label) for n, side in enumerate(self.ranges) for label in side.labels]

    # Sets of numbers.

    @cached_property
    def how_many(self) -> int:
        """Count the numbers of all parties that are drawn for a set."""
        return sum(len(side.labels) for side in self.ranges)

    def at(self, places: Floats) -> "Worth":
        """Read the numbers at places of their ranges.

        Args:
            places: Shape (numbers,) for one set, (sets, numbers) for many, 0 to 1.
        """
        first, given = 0, []
        for side in self.ranges:
            low, high = side.ends
            given.append(low + (high - low) * places[..., first : first + len(low)])
            first += len(low)
        read = Frame(self.names, self.ranges).read(given)
        return evolve(self, **read, places=places, fixed=True)

    def fix(self) -> "Worth":
        """Take the middles of the ranges for the numbers."""
        return evolve(self, fixed=True)

    def draw(self, rng: np.random.Generator, count: int, one_way: bool = False) -> "Worth":
        """Draw numbers uniformly from their ranges: each by itself, or a party's all one way.

        Whoever is too hopeful of a party throughout takes deals to be worth more to it, and no
        deal less, than they are. So where numbers err one way, one u is drawn for each party
        from 0 to 1, and its values and bonuses all lie at u of their ranges, from the low end,
        and its walk-away value at u from the high end. Weights that are shares of their sum are
        drawn each by itself all the same: one that is too high makes the others too low, which
        is neither hopeful nor doubtful. Weights that are not shares lie at u.

        Args:
            rng: Where chance comes from.
            count: How many sets of numbers.
            one_way: Whether a party's numbers err all one way.
        """
        places = []
        for side in self.ranges:
            u = rng.random((count, 1)) if one_way else None
            blocks = [side.weights, *side.values, side.bonuses, side.walk_away[:, None]]
            for block, ends in enumerate(blocks):
                size = ends.shape[1]
                if u is None or (block == 0 and side.relative):
                    places.append(rng.random((count, size)))
                else:
                    place = 1 - u if block == len(blocks) - 1 else u
                    places.append(np.broadcast_to(place, (count, size)))
        return self.at(np.concatenate(places, axis=1))

    def __len__(self) -> int:
        """Count the sets of numbers."""
        return 1 if self.unit.ndim == 1 else len(self.unit)

    def __getitem__(self, which: int | Ints | npt.NDArray[np.bool_] | None) -> "Worth":
        """Take one set out of many, or some of them; with None, the only set as one of many."""
        return evolve(
            self,
            gains=self.gains[which],
            bonuses=self.bonuses[which],
            unit=self.unit[which],
            step=self.step[which],
            walk_away=self.walk_away[which],
            places=None if self.places is None else self.places[which],
        )

    def moved(self, by: Mapping[str, float]) -> "Worth":
        """Move walk-away values.

        Args:
            by: By how many points, may be below 0; by party.
        """
        steps = np.array([by.get(party, 0.0) for party in self.parties])
        if not steps.any():
            return self
        ranges = (
            evolve(side, walk_away=side.walk_away + step)
            for side, step in zip(self.ranges, steps, strict=True)
        )
        return evolve(self, ranges=tuple(ranges), walk_away=self.walk_away + steps)

    def as_moved(self, by: Mapping[str, InterestsMoved]) -> "Worth":
        """Read the same numbers once values or red lines have moved.

        Walk-away values stay where they have moved to.

        Args:
            by: What has moved, by party.
        """
        interests = tuple(one.as_moved(by) for one in self.interests)
        if interests == self.interests:
            return self
        found = Worth.of(self.agenda, interests)
        if self.places is not None:
            found = found.at(self.places)
        steps = zip(self.parties, self.ranges, found.ranges, strict=True)
        away = {p: float(own.walk_away[0] - new.walk_away[0]) for p, own, new in steps}
        return evolve(found.moved(away), fixed=self.fixed, held=self.held)

    def only(self, party: str) -> "Worth":
        """Take one party's numbers.

        Args:
            party: Whose.
        """
        return self.among((party,))

    def among(self, parties: Container[str]) -> "Worth":
        """Take the numbers of some parties: nobody else's red lines or walk-away values count.

        Args:
            parties: Whose.
        """
        kept = [n for n, party in enumerate(self.parties) if party in parties]
        own = [n for n, (owner, _) in enumerate(self.interactions) if owner in kept]
        labels = [n for n, (owner, _) in enumerate(self._labels) if owner in kept]
        return evolve(
            self,
            interests=tuple(self.interests[n] for n in kept),
            ranges=tuple(self.ranges[n] for n in kept),
            excluded=tuple(e for e in self.excluded if not e.party or e.party in parties),
            interactions=tuple(
                (kept.index(owner), ban)
                for owner, ban in map(self.interactions.__getitem__, own)
            ),
            gains=self.gains[..., kept],
            bonuses=self.bonuses[..., own],
            unit=self.unit[..., kept],
            step=self.step[..., kept],
            walk_away=self.walk_away[..., kept],
            places=None if self.places is None else self.places[..., labels],
        )

    def with_numbers(self, own: "Worth") -> "Worth":
        """Put one party's numbers in the place of those that are here.

        Args:
            own: The party's, one set; read for this agenda.
        """
        own = own.on(self.agenda)
        place = self.parties.index(own.party)
        found = evolve(
            self,
            gains=self.gains.copy(),
            bonuses=self.bonuses.copy(),
            unit=self.unit.copy(),
            step=self.step.copy(),
            walk_away=self.walk_away.copy(),
        )
        found.gains[:, place] = own.gains[:, 0]
        found.bonuses[[owner == place for owner, _ in self.interactions]] = own.bonuses
        found.unit[place], found.step[place] = own.unit[0], own.step[0]
        found.walk_away[place] = own.walk_away[0]
        return found

    # Who, and what is refused.

    @property
    def sizes(self) -> tuple[int, ...]:
        """Options per issue."""
        return self.names.sizes

    @cached_property
    def parties(self) -> tuple[str, ...]:
        """The parties."""
        return tuple(i.party for i in self.interests)

    @property
    def party(self) -> str:
        """The only party."""
        (party,) = self.parties
        return party

    @property
    def held_by(self) -> str:
        """Who holds the only party's interests."""
        (held,) = self.interests
        return held.held_by

    @property
    def constraints(self) -> tuple[Ban, ...]:
        """The combinations excluded for all."""
        return tuple(e.ban for e in self.excluded if not e.party)

    @cached_property
    def bans(self) -> tuple[Ban, ...]:
        """The combinations excluded for all or refused by some party, or held back."""
        return (*(e.ban for e in self.excluded), *self.held)

    def refused(self, choices: Ints) -> npt.NDArray[np.bool_]:
        """Return which parties' red lines deals cross: shape (deals, parties)."""
        crossed = np.zeros((len(choices), len(self.parties)), dtype=np.bool_)
        for one in self.excluded:
            if one.party:
                scope, taken = one.ban
                place = self.parties.index(one.party)
                crossed[:, place] |= taken[tuple(choices[:, scope].T)]
        return crossed

    @property
    def is_exact(self) -> bool:
        """Whether every number is known exactly."""
        return self.fixed or all(side.is_exact for side in self.ranges)

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
        both = np.stack([choice, other])
        refused = np.asarray(self.refused(both).any(axis=0)).tolist()
        if self.fixed:
            points = self.points(both)
            apart = (np.abs(points[0] - points[1]) > TIE).tolist()
        else:
            apart = [side.tells_apart(choice, other) for side in self.ranges]
        told = zip(self.parties, apart, refused, strict=True)
        return tuple(party for party, differs, no in told if differs and not no)

    def walk_away_range(self, place: int) -> Range:
        """Return the range of a party's walk-away value.

        Args:
            place: The place of the party.
        """
        if not self.fixed:
            return self.interests[place].walk_away_value
        return Range(float(self.walk_away[place]), float(self.walk_away[place]))

    @property
    def walk_aways(self) -> frozendict[str, float]:
        """The walk-away values, in points, by party."""
        return frozendict(zip(self.parties, self.walk_away.tolist(), strict=True))

    # What deals are worth.

    @cached_property
    def point(self) -> Floats:
        """How many steps of the grid a point is: shape (..., parties)."""
        return np.asarray(self.unit / self.step)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where the options of each issue begin among those of all issues, and the end."""
        return (0, *np.cumsum(self.sizes).tolist())

    def sums(self, choices: Ints, among: Ints | None = None) -> Ints:
        """Add up what deals are worth, on the grid.

        Args:
            choices: Shape (deals, issues).
            among: Numbers of the sets asked about, shape (deals,) for each in its own, or
                (n, 1) for all in each; none where there is one set.

        Returns:
            Shape (..., parties): for every deal, in its set.
        """
        if among is not None and among.ndim == 2:
            return self._every_sum(choices, among[:, 0])
        at: tuple[Ints, ...] = () if among is None else (among,)
        shape = np.broadcast_shapes(*(a.shape for a in at), choices.shape[:1])
        total = np.zeros((*shape, len(self.parties)), dtype=np.int64)
        for start, column in zip(self.starts, choices.T, strict=False):
            total += self.gains[(*at, start + column)]
        for place, (owner, (scope, taken)) in enumerate(self.interactions):
            total[..., owner] += self.bonuses[(*at, place)] * taken[tuple(choices[:, scope].T)]
        return total

    def _every_sum(self, choices: Ints, among: Ints) -> Ints:
        """Add up what deals are worth in each of some sets: shape (sets, deals, parties)."""
        # Options first, so that what is looked up lies together: four times as fast.
        gains = np.ascontiguousarray(np.moveaxis(self.gains[among], 1, 0))
        total = np.zeros((len(choices), *gains.shape[1:]), dtype=np.int64)
        for start, column in zip(self.starts, choices.T, strict=False):
            total += gains[start + column]
        for place, (owner, (scope, taken)) in enumerate(self.interactions):
            met = taken[tuple(choices[:, scope].T)]
            total[..., owner] += np.multiply.outer(met, self.bonuses[among, place])
        return np.moveaxis(total, 0, 1)

    def points(self, choices: Ints, among: Ints | None = None) -> Floats:
        """Return what deals are worth, in points.

        Args:
            choices: As for `sums`.
            among: As for `sums`.
        """
        point = self.point if among is None else self.point[among]
        return np.asarray(self.sums(choices, among) / point)

    def surplus(self, choices: Ints, among: Ints) -> Floats:
        """Return how far deals are above the walk-away values, in points.

        Args:
            choices: As for `sums`.
            among: As for `sums`.
        """
        return self.points(choices, among) - self.walk_away[among]

    def valued(self, found: Frontier) -> tuple[ValuedDeal, ...]:
        """Name deals given as arrays, with what they are worth in points."""
        refused = self.refused(found.choices).tolist()
        valued = []
        for choice, point, refuses in zip(
            found.choices, found.points.tolist(), refused, strict=True
        ):
            told = zip(self.parties, map(rounded, point), refuses, strict=True)
            worth = {party: points for party, points, refused in told if not refused}
            refused_by = tuple(
                p for p, refused in zip(self.parties, refuses, strict=True) if refused
            )
            valued.append(ValuedDeal(self.names.deal(choice), frozendict(worth), refused_by))
        return tuple(valued)

    def priced(self, choices: Ints) -> tuple[ValuedDeal, ...]:
        """Name deals, with what they are worth.

        Args:
            choices: Shape (deals, issues).
        """
        return self.valued(Frontier(self.points(choices), choices))

    def worst(self) -> "Worth":
        """Return how far deals are above the walk-away values at the worst (see `best`)."""
        return self._at_end(0)

    def best(self) -> "Worth":
        """Return how far deals can be above the walk-away values, for all of the ranges.

        With relative weights a deal is acceptable when sum of w (v - r) + 100 sum of b >= 0,
        otherwise when sum of w v + 100 sum of b - 100 r >= 0. Every number has a term of its
        own but r, which counts against the deal in all of them, and w, which is one to a term:
        so the best (or worst) of a deal over all of the ranges is a sum of bests (or worsts).
        The walk-away values of what is returned are zero.
        """
        return self._at_end(1)

    def _at_end(self, end: int) -> "Worth":
        if self.fixed:
            gains = self.gains.copy()
            gains[: self.sizes[0]] -= np.rint(self.walk_away * self.point).astype(np.int64)
            return evolve(self, gains=gains, walk_away=np.zeros_like(self.walk_away))
        terms, bonuses = [], []
        for side in self.ranges:
            walk_away = side.walk_away[1 - end]
            level = walk_away if side.relative else 0.0
            columns = []
            for (low, high), values in zip(side.weights.T, side.values, strict=True):
                above = values[end] - level
                heavy = (above > 0) == bool(end)
                columns.append(np.where(heavy, high, low) * above)
            if not side.relative:
                columns[0] = columns[0] - 100 * walk_away
            terms.append(np.concatenate(columns))
            bonuses.append(100 * side.bonuses[end])
        return self.with_terms(terms, bonuses, self.unit)

    def with_terms(
        self, terms: Sequence[Floats], bonuses: Sequence[Floats], unit: Floats
    ) -> "Worth":
        """Return worths made of other terms; nothing is taken from them for walking away.

        Args:
            terms: For every party, what the options of all issues add.
            bonuses: For every party, what its interactions add.
            unit: Shape (parties,), what to divide sums by to have points.
        """
        read = put(terms, bonuses, unit)
        return evolve(self, **read, walk_away=np.zeros(len(self.parties)), fixed=True)

    def weighted(self, weights: Floats, among: Ints) -> list[Weighing]:
        """Tabulate a weighted sum of everybody's surpluses.

        Args:
            weights: Shape (n, parties).
            among: Numbers of the sets asked about, shape (n,).

        Returns:
            Tables whose entries at a deal add up to the sum, for each of the n sets.
        """
        each = weights / self.point[among]
        total = np.einsum("ncp,np->nc", self.gains[among], each)
        weighings: list[Weighing] = [((), -(weights * self.walk_away[among]).sum(axis=1))]
        for place, (start, size) in enumerate(zip(self.starts, self.sizes, strict=False)):
            weighings.append(((place,), total[:, start : start + size]))
        for place, (owner, (scope, taken)) in enumerate(self.interactions):
            worth = each[:, owner] * self.bonuses[among, place]
            weighings.append((scope, np.multiply.outer(worth, taken.astype(np.float64))))
        return weighings

    # One set of numbers: which deals there are.

    @cached_property
    def factors(self) -> tuple[Factor, ...]:
        """Tables whose entries at a deal add up to its worth times `unit`."""
        terms = self.gains * self.step
        factors: list[Factor] = [
            ((place,), terms[start : start + size])
            for place, (start, size) in enumerate(zip(self.starts, self.sizes, strict=False))
        ]
        for (owner, (scope, taken)), bonus in zip(self.interactions, self.bonuses, strict=True):
            table = np.zeros((*taken.shape, len(self.parties)))
            table[..., owner] = taken * (bonus * self.step[owner])
            factors.append((scope, table))
        return tuple(factors)

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
        scopes: list[tuple[int, ...]] = [(issue,) for issue in range(len(self.sizes))]
        scopes += [scope for _, (scope, _) in self.interactions]
        scopes += [scope for scope, _ in bans]
        return widest(self.sizes, scopes, elimination_order(self.sizes, scopes))

    @cached_property
    def too_wide(self) -> bool:
        """Whether weighing all sets at once would take too long.

        It does where issues hang together so closely that the tables for it are too large.
        """
        return self.widest(self.bans) * max(len(self), _AT_LEAST) > _MOST_NUMBERS

    def refuse_wide(self, bans: Sequence[Ban]) -> None:
        """Leave to programs what elimination would take longer for.

        Raises:
            ValueError: If issues hang together so closely.
        """
        most = _MOST_CELLS_OF_TWO if len(self.parties) <= 2 else _MOST_CELLS
        if (cells := self.widest(bans)) > most:
            raise TooLarge(
                f"the issues hang together so closely that {cells:,} combinations of their "
                f"options would have to be weighed at once; {most:,} is the limit"
            )

    def programs(self, bans: Sequence[Ban]) -> Mixed:
        """Build a mixed-integer program of the deals that cross no ban."""
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
