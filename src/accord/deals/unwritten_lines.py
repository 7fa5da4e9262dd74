"""What a yes in numbers rests on: red lines that nobody has written, and walk-away values."""

from collections.abc import Iterable
from itertools import islice, product

import numpy as np
from frozendict import frozendict

from accord.deals.marks.mark_sheet import Cell
from accord.deals.worth import Worth
from accord.kernels.frontier import Frontier
from accord.kernels.tables import Ban
from accord.kernels.ties import TIE, Ints, TooLarge, rounded

AT_LEAST, AT_MOST = 2, 3
"""Sets of up to so many red lines are looked for: of two at any rate, as where one would do
those of two may still be the likelier; of three if there are none of two."""

MOST_SEARCHES = 200
"""How many searches for a deal are made, each some hundredths of a second, before it is given
up."""

_CHANGED = 40
"""So many of the deals known are changed on one issue, to know others."""

_TO_OTHERS = 30
"""To so many options of an issue at the most."""

MOST_LINE_SETS = 1000
"""How many sets are listed."""

Taken = tuple[int, int]
"""The places of an issue and of its option."""


def rises(worth: Worth, acceptable: Frontier) -> frozendict[str, float]:
    """Return how far walk-away values may rise, each alone, with a deal still acceptable.

    Above that no deal is: it is what the best deal for the party is worth to it, among those
    that all accept, less its walk-away value.

    Args:
        worth: The interests.
        acceptable: The acceptable deals that none dominates: the best for each is among them.
    """
    if not len(acceptable.points):
        return frozendict()
    above = acceptable.points.max(axis=0) - worth.walk_away
    return frozendict(zip(worth.parties, map(rounded, above.tolist()), strict=True))


def unwritten_lines(worth: Worth, acceptable: Ints) -> tuple[tuple[Cell, ...], ...]:
    """Find the smallest sets of red lines that nobody has written, and that leave no deal.

    Whose red line it is makes no difference for the deals: named are the parties for whom
    another option of the issue is worth more. An option that is best for all is in no set.

    Args:
        worth: The interests; ranges are read at their middle.
        acceptable: Shape (deals, issues), acceptable deals; more make it faster. None only
            where there is none.

    Returns:
        The minimal sets of fewest red lines first, then in the order of the agenda.

    Raises:
        TooLarge: If it takes too long.
    """
    if not len(acceptable):
        return ()
    search = _UnwrittenSearch(worth, acceptable)
    found: list[tuple[Taken, ...]] = []
    for size in range(1, AT_MOST + 1):
        found += search.of_size(size, found)
        if found and size >= AT_LEAST:
            break
    sets = (one for some in found for one in search.by_party(some))
    return tuple(islice(sets, MOST_LINE_SETS))


class _UnwrittenSearch:
    """Looks for options of which every acceptable deal takes one.

    What is missing of a set is among the options of an acceptable deal that takes none of it
    (see `accord.deals.marks.hitting_sets`). Deals that are known are looked through first.
    """

    def __init__(self, worth: Worth, known: Ints) -> None:
        """Note whose red line an option might be, and take deals that are known."""
        self.worth, self.left = worth, MOST_SEARCHES
        self.known = np.empty((0, len(worth.sizes)), np.int64)
        self.taking: dict[Taken, int] = {}
        self.refusers: dict[Taken, tuple[str, ...]] = {}
        for issue, (start, size) in enumerate(zip(worth.starts, worth.sizes, strict=False)):
            gains = worth.gains[start : start + size]
            for option, below in enumerate((gains < gains.max(axis=0)).tolist()):
                who = (p for p, less in zip(worth.parties, below, strict=True) if less)
                self.refusers[issue, option] = tuple(who)
                self.taking[issue, option] = 0
        self._learn(known[np.linspace(0, len(known) - 1, _CHANGED, dtype=np.int64)])
        self._learn(known, changed=False)

    def of_size(self, size: int, smaller: list[tuple[Taken, ...]]) -> list[tuple[Taken, ...]]:
        """Find the sets of just so many options that hold none of the smaller sets."""
        found: set[tuple[Taken, ...]] = set()

        def branch(taken: tuple[Taken, ...], kept: frozenset[Taken]) -> None:
            if any(set(one) <= set(taken) for one in smaller):
                return
            deal = self._without(taken)
            if deal is None:
                found.add(tuple(sorted(taken)))
            elif len(taken) < size:
                for option in deal:
                    if self.refusers[option] and option not in kept:
                        branch((*taken, option), kept)
                        kept |= {option}

        branch((), frozenset())
        return sorted(one for one in found if len(one) == size)

    def by_party(self, options: Iterable[Taken]) -> Iterable[tuple[Cell, ...]]:
        """Yield the sets of red lines on some options, one of the parties for each."""
        names = self.worth.names
        yield from product(
            *(
                [
                    Cell(party=who, issue=names.issues[i], option=names.options[i][o])
                    for who in self.refusers[i, o]
                ]
                for i, o in options
            )
        )

    def _without(self, taken: tuple[Taken, ...]) -> list[Taken] | None:
        """Find an acceptable deal that takes none of some options; None if there is none."""
        taking = 0
        for one in taken:
            taking |= self.taking[one]
        place = (~taking & taking + 1).bit_length() - 1  # the first deal that takes none
        if place < len(self.known):
            return list(enumerate(self.known[place].tolist()))
        self.left -= 1
        if self.left < 0:
            raise TooLarge("it takes too long to tell what the deals rest on")
        worth = self.worth
        barred: list[Ban] = [((i,), np.arange(worth.sizes[i]) == o) for i, o in taken]
        deal = worth.reach([*worth.bans, *barred], worth.walk_away)
        if deal is None:
            return None
        self._learn(deal[None])
        return list(enumerate(deal.tolist()))

    def _learn(self, deals: Ints, changed: bool = True) -> None:
        """Take acceptable deals to those known, and what one change makes of them.

        Args:
            deals: Shape (deals, issues).
            changed: Whether to change them.
        """
        worth = self.worth
        if changed:
            several = [deals]
            for issue, size in enumerate(worth.sizes):
                options = np.unique(np.linspace(0, size - 1, _TO_OTHERS, dtype=np.int64))
                others = np.repeat(deals, len(options), axis=0)
                others[:, issue] = np.tile(options, len(deals))
                several.append(others)
            deals = np.concatenate(several)
            good = (worth.points(deals) >= worth.walk_away - TIE).all(axis=1)
            for scope, taken in worth.bans:
                good &= ~taken[tuple(deals[:, scope].T)]
            deals = deals[good]
        first = len(self.known)
        self.known = np.concatenate([self.known, deals])
        for issue, size in enumerate(worth.sizes):
            for option in range(size):
                flags = np.packbits(deals[:, issue] == option, bitorder="little")
                self.taking[issue, option] |= int.from_bytes(flags.tobytes(), "little") << first
