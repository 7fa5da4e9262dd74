"""Every minimal set of obstacles whose removal opens a deal, and the deals opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from accord.deals.blocks.bitsets import (
    Flags,
    Set,
    add_bit,
    as_rows,
    as_set,
    contained,
    distinct,
    flags,
    no_bits,
)
from accord.deals.blocks.issue_order import Course
from accord.deals.blocks.joint_floor import JointFloor
from accord.deals.blocks.obstacle_search import Crossing, Ways
from accord.kernels.ties import Ints

MOST_WAYS = {3: 2**16, 5: 2**15}
"""For up to so many parties, how many partial deals there is room for."""

MOST_WAYS_OF_MANY = 2**12
"""The same for more parties, among whom hardly any deal dominates another."""


class Openings(NamedTuple):
    """What was found.

    Attributes:
        sets: Sets of obstacles whose removal opens a deal: the smaller first, then in order.
        ways: Shape (sets, issues), a deal that each opens.
        complete: Whether these are all the minimal sets; otherwise the search was cut.
    """

    sets: tuple[Set, ...]
    ways: Ints
    complete: bool


class OpenedDeals(NamedTuple):
    """The deals that sets of obstacles open.

    Attributes:
        choices: For every set, shape (deals, issues): those that no other deal dominates.
        exact: Whether none was dropped for want of room.
    """

    choices: tuple[Ints, ...]
    exact: bool


def minimal_openings(course: Course, most_sets: int, most_ways: int | None = None) -> Openings:
    """Find the minimal sets of obstacles whose removal opens a deal, the smallest first.

    A set opens a deal exactly when some deal meets no other obstacle; so the minimal sets are
    the minimal ones among those that deals meet. Deals that meet at most so many obstacles
    are gone through, all at once by dynamic programming, for a number that grows from 0;
    whatever meets all of a set found before is left out. So sets come in the order of their
    size, as in the enumeration of minimal sets by M. Liffiton, A. Previti, A. Malik and
    J. Marques-Silva, Fast, flexible MUS enumeration, Constraints 21 (2016), 223-250; what is
    asked of an oracle there, and set by set, is here one sweep over the issues.

    A search is cut when enough sets are found, or too many partial deals would have to be
    kept. What is listed then is minimal still, and nothing smaller than the largest set listed
    is missing, with one exception: where no set is found without dropping partial deals, the
    smallest that are found with dropping are given, and may hold more than is needed.

    Args:
        course: The deals and obstacles.
        most_sets: How many sets are listed before the search is cut.
        most_ways: How many partial deals there is room for; by default `MOST_WAYS` or
            `MOST_WAYS_OF_MANY`.
    """
    crossing = _crossing(course, most_ways)
    found = Ways(
        np.empty((0, len(course.stages)), np.int64),
        no_bits(0, course.obstacles),
        np.empty((0, course.space.parties), np.int64),
    )
    most = complete_to = 0
    while True:
        upto = _UpTo(course, found.met, most)
        crossed = crossing.follow(upto)
        new = _minimal(crossed.ways, course.obstacles)
        if (_sizes(new.met, course.obstacles) == 0).any():  # a part of every other set
            return _listed(course, new, most_sets, complete=True)
        if crossed.cut:
            sure = _sizes(new.met, course.obstacles) <= complete_to
            certain = _joined(found, new.take(np.flatnonzero(sure)))
            if len(certain.met) or len(new.met) or most >= course.obstacles:
                listed = certain if len(certain.met) else new
                return _listed(course, listed, most_sets, complete=False)
        else:
            found, complete_to = _joined(found, new), most + 1
            if not upto.more:
                return _listed(course, found, most_sets, complete=True)
            if len(found.met) >= most_sets:
                return _listed(course, found, most_sets, complete=False)
        most += max(1, most // 2) if len(new.met) else max(1, most)


def opened(course: Course, sets: Sequence[Set], most_ways: int | None = None) -> OpenedDeals:
    """Find the deals that meet exactly the obstacles of a set, for every set.

    Args:
        course: The deals and obstacles.
        sets: The sets; none may be part of another.
        most_ways: How many partial deals there is room for; by default `MOST_WAYS` or
            `MOST_WAYS_OF_MANY`.
    """
    within = _Within(course, as_rows(sets, course.obstacles), exact=True)
    crossed = _crossing(course, most_ways).follow(within)
    exactly = (crossed.ways.met[None] == within.sets[:, None]).all(axis=2)
    return OpenedDeals(tuple(crossed.ways.choices[mine] for mine in exactly), not crossed.cut)


def met_within(
    course: Course, sets: Sequence[Set], most_ways: int | None = None
) -> tuple[Set, bool]:
    """Find every obstacle met by some deal whose obstacles are all in one of the sets.

    Args:
        course: The deals and obstacles.
        sets: The sets.
        most_ways: How many partial deals there is room for; by default `MOST_WAYS` or
            `MOST_WAYS_OF_MANY`.

    Returns:
        The obstacles; and whether none was lost for want of room.
    """
    within = _Within(course, as_rows(sets, course.obstacles), exact=False)
    crossed = _crossing(course, most_ways).follow(within)
    held = flags(crossed.ways.met, course.obstacles).any(axis=0)
    return frozenset(np.flatnonzero(held).tolist()), not crossed.cut


def _crossing(course: Course, most_ways: int | None) -> Crossing:
    if most_ways is None:
        room = [most for few, most in MOST_WAYS.items() if course.space.parties <= few]
        most_ways = max(room, default=MOST_WAYS_OF_MANY)
    return Crossing(course, JointFloor(course), most_ways)


@dataclass
class _UpTo:
    """Interest in sets of at most so many obstacles that hold none of those found.

    Attributes:
        course: The deals and obstacles.
        found: The sets found.
        most: How many obstacles.
        more: Whether larger sets were left out.
    """

    course: Course
    found: Ints
    most: int
    more: bool = False
    exact = False

    def follow(self, met: Ints) -> tuple[Flags, Flags]:
        new = np.asarray(~contained(self.found, met).any(axis=0))
        held = flags(met, self.course.obstacles)
        size = held.sum(axis=1)
        self.more |= bool((new & (size > self.most)).any())
        full = (size == self.most)[:, None] & ~held[:, self.course.bans :]
        return new & (size <= self.most), full | self._closing(met)

    def lose(self, met: Ints) -> None:
        """Note where something larger than wanted is lost that need not hold a set found."""
        held = flags(met, self.course.obstacles)
        full = held.sum(axis=1) == self.most
        sure = (held[:, self.course.bans :] | self._closing(met)).all(axis=1)
        self.more |= bool((full & ~sure).any())

    def _closing(self, met: Ints) -> Flags:
        """Return which parties, were they to fall short too, would complete a set found."""
        falling = flags(self.found, self.course.obstacles)[:, self.course.bans :]
        closing = np.zeros((len(met), falling.shape[1]), dtype=np.bool_)
        for party, mine in enumerate(falling.T):
            if mine.any():
                wider = met.copy()
                add_bit(wider, self.course.bans + party, np.ones(len(met), dtype=np.bool_))
                closing[:, party] = contained(self.found[mine], wider).any(axis=0)
        return closing


@dataclass
class _Within:
    """Interest in sets that are part of given ones.

    Attributes:
        course: The deals and obstacles.
        sets: The sets given.
        exact: Whether sums that are sure to reach the floor still differ.
    """

    course: Course
    sets: Ints
    exact: bool

    @cached_property
    def _falling_short(self) -> Flags:
        return flags(self.sets, self.course.obstacles)[:, self.course.bans :]

    def follow(self, met: Ints) -> tuple[Flags, Flags]:
        part = contained(met, self.sets)
        return np.asarray(part.any(axis=1)), np.asarray(~(part @ self._falling_short))

    def lose(self, met: Ints) -> None:
        """Do nothing: what is lost meets other obstacles than those given."""


def _sizes(met: Ints, obstacles: int) -> Ints:
    return np.asarray(flags(met, obstacles).sum(axis=1), dtype=np.int64)


def _minimal(ways: Ways, obstacles: int) -> Ways:
    """Keep one of the ways that meet a set, and of the sets those of which none is a part."""
    ways = ways.take(distinct(ways.met)[0])
    return ways.take(np.flatnonzero(contained(ways.met, ways.met).sum(axis=0) == 1))


def _joined(first: Ways, second: Ways) -> Ways:
    return Ways(
        np.concatenate([first.choices, second.choices]),
        np.concatenate([first.met, second.met]),
        np.concatenate([first.sums, second.sums]),
    )


def _listed(course: Course, found: Ways, most: int, complete: bool) -> Openings:
    """Put sets in order and list as many as wanted."""
    named = [as_set(row) for row in found.met]
    order = sorted(range(len(named)), key=lambda n: (len(named[n]), sorted(named[n])))[:most]
    return Openings(
        tuple(named[n] for n in order),
        found.choices[order],
        complete and len(order) == len(named),
    )
