"""An agenda cut in two, so that sums over all deals need not be listed."""

from collections.abc import Collection, Sequence
from math import prod
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from attrs import frozen

from accord.deals.worth import Worth
from accord.kernels.tables import Ban
from accord.kernels.ties import Ints

Flags = npt.NDArray[np.bool_]
Number = TypeVar("Number", np.int64, np.float64)


@frozen(eq=False)
class Half:
    """The combinations of options on some issues, in the order of the agenda.

    Attributes:
        issues: The places of the issues.
        open: Shape (combinations,), whether no ban refuses them.
        deals: Shape (combinations,), what they add to the number of a deal.
        bonuses: The bonuses about the half by their places, and shape (combinations,), which
            combinations take them.
    """

    issues: tuple[int, ...]
    open: Flags
    deals: Ints
    bonuses: tuple[tuple[int, Flags], ...]

    @classmethod
    def of(
        cls,
        sizes: Sequence[int],
        bans: Sequence[Ban],
        bonuses: Sequence[Ban],
        issues: Collection[int],
        *,
        rest: bool,
    ) -> "Half":
        """List the combinations of options on some issues.

        Args:
            sizes: Options per issue.
            bans: The combinations that no deal may take, and
            bonuses: those that add something; none is about some of the issues and others, too.
            issues: The issues.
            rest: Whether what is about no issue at all counts here.
        """
        shape = tuple(size if i in issues else 1 for i, size in enumerate(sizes))
        places = np.indices(shape).reshape(len(shape), -1)

        def taking(ban: Ban) -> Flags | None:
            scope, cells = ban
            if scope[0] not in issues if scope else not rest:
                return None
            return np.broadcast_to(cells[tuple(places[list(scope)])], places.shape[1:])

        opened = np.ones(places.shape[1], dtype=np.bool_)
        for barred in map(taking, bans):
            if barred is not None:
                opened &= ~barred
        added = enumerate(map(taking, bonuses))
        return cls(
            tuple(issues),
            opened,
            np.cumprod((1, *sizes[:0:-1]))[::-1] @ places,
            tuple((place, taken) for place, taken in added if taken is not None),
        )

    def total(self, values: Sequence[npt.NDArray[Number]]) -> npt.NDArray[Number]:
        """Add up what the options of combinations count for.

        Args:
            values: What each option counts for, by issue.
        """
        total = np.zeros(1, dtype=values[0].dtype)
        for issue in self.issues:
            total = np.add.outer(total, values[issue]).ravel()
        return total

    def sums(self, gains: Sequence[Ints], bonuses: Ints) -> Ints:
        """Add up what the combinations are worth, on the grid.

        Args:
            gains: What each option adds, by issue.
            bonuses: What each bonus adds.
        """
        total = self.total(gains)
        for place, taken in self.bonuses:
            total += bonuses[place] * taken
        return total


def halves(
    sizes: Sequence[int], bans: Sequence[Ban], bonuses: Sequence[Ban]
) -> tuple[Half, Half]:
    """Cut an agenda in two for a party.

    Args:
        sizes: Options per issue.
        bans: The combinations that no deal may take.
        bonuses: The combinations that add something.

    Returns:
        The halves; no bonus and no ban lies across. They are as even as these allow, and the
        first has no more combinations of options than the second.
    """
    small, large = part(sizes, [scope for scope, _ in (*bans, *bonuses)])
    first = Half.of(sizes, bans, bonuses, small, rest=False)
    return first, Half.of(sizes, bans, bonuses, large, rest=True)


def scopes(worth: Worth) -> list[tuple[int, ...]]:
    """Return the issues of every bonus and every ban.

    Args:
        worth: The numbers of one party, or of several.
    """
    return [scope for scope, _ in (*worth.bans, *(ban for _, ban in worth.interactions))]


def part(
    sizes: Sequence[int], joined: Sequence[Sequence[int]]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Part issues in two, the largest group of joined ones first, each to the smaller half.

    Args:
        sizes: Options per issue.
        joined: Issues that hang together.
    """
    group = list(range(len(sizes)))
    for issues in joined:
        among = {group[issue] for issue in issues}
        group = [min(among) if one in among else one for one in group]
    groups = [[i for i, one in enumerate(group) if one == g] for g in sorted(set(group))]
    groups.sort(key=lambda issues: -prod(sizes[i] for i in issues))
    small: list[int] = []
    large: list[int] = []
    for issues in groups:
        small += issues
        if prod(sizes[i] for i in small) > prod(sizes[i] for i in large):
            small, large = large, small
    return tuple(sorted(small)), tuple(sorted(large))
