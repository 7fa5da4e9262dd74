"""An agenda cut in two, so that sums over all deals need not be listed.

What a deal is worth is the sum of what its options on the issues of either half add.

Source: E. Horowitz and S. Sahni, Computing partitions with applications to the knapsack
problem, Journal of the ACM 21 (1974), 277-292.
"""

from collections.abc import Collection, Iterable, Sequence
from math import prod

import numpy as np
import numpy.typing as npt
from attrs import frozen

from accord.deals.worth import Worth
from accord.kernels.tables import Ban
from accord.kernels.ties import Ints

Flags = npt.NDArray[np.bool_]

Open = Sequence[Sequence[int]]
"""For every issue, the places of the options that are open."""


@frozen(eq=False)
class Half:
    """The combinations of options on some issues, in the order of the agenda.

    Attributes:
        issues: The places of the issues.
        places: Shape (issues, combinations), the options; 0 on the issues of the other half.
        open: Shape (combinations,), whether the party may take them.
        deals: Shape (combinations,), what they add to the number of a deal.
        bonuses: The bonuses about the half by their places, and shape (combinations,), which
            combinations take them.
    """

    issues: tuple[int, ...]
    places: Ints
    open: Flags
    deals: Ints
    bonuses: tuple[tuple[int, Flags], ...]

    @classmethod
    def of(
        cls,
        worth: Worth,
        open_: Sequence[Sequence[int]],
        issues: Collection[int],
        *,
        rest: bool,
    ) -> "Half":
        """List the combinations of options on some issues.

        Args:
            worth: The party's numbers.
            open_: For every issue, the places of the options that are open.
            issues: The issues; no bonus and no ban is about some of them and others, too.
            rest: Whether what is about no issue at all counts here.
        """
        sizes = worth.sizes
        shape = tuple(size if i in issues else 1 for i, size in enumerate(sizes))
        places = np.stack(np.unravel_index(np.arange(prod(shape)), shape))

        def taking(ban: Ban) -> Flags | None:
            scope, cells = ban
            if scope[0] not in issues if scope else not rest:
                return None
            taken = cells[tuple(places[issue] for issue in scope)]
            return np.broadcast_to(taken, places.shape[1:])

        opened = np.ones(places.shape[1], dtype=np.bool_)
        for issue in issues:
            opened &= np.isin(places[issue], open_[issue])
        for barred in map(taking, worth.bans):
            if barred is not None:
                opened &= ~barred
        added = enumerate(taking(ban) for _, ban in worth.interactions)
        return cls(
            tuple(issues),
            places,
            opened,
            np.ravel_multi_index(tuple(places), sizes),
            tuple((place, taken) for place, taken in added if taken is not None),
        )

    def sums(self, worth: Worth) -> Ints:
        """Add up what the combinations are worth, on the grid."""
        total = np.zeros(len(self.open), dtype=np.int64)
        for issue in self.issues:
            total += worth.gains[worth.starts[issue] + self.places[issue], 0]
        for place, taken in self.bonuses:
            total += worth.bonuses[place] * taken
        return total


def halves(worth: Worth, open_: Open) -> tuple[Half, Half]:
    """Cut an agenda in two for a party.

    Args:
        worth: The party's numbers.
        open_: For every issue, the places of the options that are open.

    Returns:
        The halves; no bonus and no ban of the party lies across. They are as even as these
        allow, and the first has no more combinations of options than the second.
    """
    small, large = part(worth.sizes, scopes(worth))
    first = Half.of(worth, open_, small, rest=False)
    return first, Half.of(worth, open_, large, rest=True)


def scopes(worth: Worth) -> list[tuple[int, ...]]:
    """Return the issues of every bonus and every ban.

    Args:
        worth: The numbers of one party, or of several.
    """
    return [scope for scope, _ in (*worth.bans, *(ban for _, ban in worth.interactions))]


def part(
    sizes: Sequence[int], joined: Iterable[Sequence[int]]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Part issues in two, the largest group of joined ones first, each to the smaller half.

    Args:
        sizes: Options per issue.
        joined: The issues that must be in the same half.
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
