"""The deals that a party may take, as a search takes them."""

from collections.abc import Sequence
from functools import cached_property
from math import prod

import numpy as np
from attrs import frozen

from accord.deals.search.halves import Half, halves, part
from accord.deals.worth import Worth
from accord.kernels.tables import Ban
from accord.kernels.ties import Ints

Open = Sequence[Sequence[int]]
"""For every issue, the places of the options that are open."""


@frozen(eq=False)
class OpenDeals:
    """What is left of an agenda for a party, whatever it is worth: the fewer, the faster.

    Attributes:
        options: For every issue, the places on the agenda of the options that are left.
        bans: The combinations of them that no deal may take.
        bonuses: The combinations of them that may add something.
        marks: For every issue and option of the agenda, left or not, the combinations that it
            leaves possible, a bit for each: those that are refused, then those with a bonus.
    """

    options: tuple[Ints, ...]
    bans: tuple[Ban, ...]
    bonuses: tuple[Ban, ...]
    marks: list[list[int]]

    @classmethod
    def of(cls, worth: Worth, open_: Open) -> "OpenDeals":
        """Leave out the options that are closed or that one ban alone refuses.

        Args:
            worth: One party's numbers.
            open_: The options that are open.
        """
        left = [np.isin(np.arange(size), o) for size, o in zip(worth.sizes, open_, strict=True)]
        for scope, taken in worth.bans:
            if len(scope) == 1:
                left[scope[0]] &= ~taken
        options = tuple(map(np.flatnonzero, left))

        def among(ban: Ban) -> Ban:
            scope, taken = ban
            return scope, taken[np.ix_(*(options[issue] for issue in scope))]

        return cls(
            options,
            tuple(ban for ban in map(among, worth.bans) if ban[1].any()),
            tuple(among(ban) for _, ban in worth.interactions),
            _marks(worth),
        )

    @classmethod
    def whole(cls, worth: Worth, open_: Open) -> "OpenDeals":
        """Keep all options, and say by bans which are closed.

        Args:
            worth: One party's numbers.
            open_: The options that are open.
        """
        options = tuple(map(np.arange, worth.sizes))
        closed = [~np.isin(own, o) for own, o in zip(options, open_, strict=True)]
        return cls(
            options,
            (*worth.bans, *(((n,), ban) for n, ban in enumerate(closed) if ban.any())),
            tuple(ban for _, ban in worth.interactions),
            _marks(worth),
        )

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """Options left per issue."""
        return tuple(map(len, self.options))

    @cached_property
    def halves(self) -> tuple[Half, Half]:
        """The agenda cut in two."""
        return halves(self.sizes, self.bans, self.bonuses)

    @cached_property
    def larger_half(self) -> int:
        """How many combinations of options the larger half has."""
        scopes = [scope for scope, _ in (*self.bans, *self.bonuses)]
        return prod(self.sizes[issue] for issue in part(self.sizes, scopes)[1])

    def gains(self, worth: Worth) -> list[Ints]:
        """Return what the options that are left add, by issue, on the grid.

        Args:
            worth: The party's numbers, one set.
        """
        own = worth.gains[:, 0]
        pairs = zip(worth.starts, self.options, strict=False)
        return [own[start + places] for start, places in pairs]


def _marks(worth: Worth) -> list[list[int]]:
    return kept(worth.sizes, [*worth.bans, *(ban for _, ban in worth.interactions)])


def kept(sizes: Sequence[int], bans: Sequence[Ban]) -> list[list[int]]:
    """Return the combinations that each option leaves possible, a bit for each.

    Args:
        sizes: Options per issue.
        bans: The combinations, each made of some options on every issue that it is about.

    Returns:
        By issue and option.
    """
    found = [[(1 << len(bans)) - 1] * size for size in sizes]
    for number, (scope, taken) in enumerate(bans):
        for axis, issue in enumerate(scope):
            others = tuple(other for other in range(len(scope)) if other != axis)
            for option in np.flatnonzero(~taken.any(axis=others)).tolist():
                found[issue][option] &= ~(1 << number)
    return found
