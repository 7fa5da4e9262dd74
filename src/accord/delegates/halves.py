"""Cut an agenda in two, so that sums over all deals need not be listed."""

from collections.abc import Iterable, Sequence
from math import prod


def halves(
    sizes: Sequence[int], joined: Iterable[Sequence[int]]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Part the issues in two, as evenly as the largest group of joined ones allows.

    What a deal is worth is then the sum of what its options in either half are worth.

    Source: E. Horowitz and S. Sahni, Computing partitions with applications to the knapsack
    problem, Journal of the ACM 21 (1974), 277-292.

    Args:
        sizes: Options per issue.
        joined: Issues that may not be parted: those of a bonus, or of a red line.

    Returns:
        The issues of either half, in the order of the agenda; the first has no more
        combinations of options than the second.
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
