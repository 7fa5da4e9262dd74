"""In which order to eliminate the variables of a sum of tables."""

from collections.abc import Collection, Iterable


def elimination_order(sizes: Collection[int], scopes: Iterable[Iterable[int]]) -> list[int]:
    """Order variables so that eliminating them one by one needs small tables.

    The next variable is always the one that ties the fewest pairs of neighbours together that
    were not tied before (min-fill), then the one with the fewest neighbours, then the first.

    Source: R. Dechter, Bucket elimination: a unifying framework for reasoning, Artificial
    Intelligence 113 (1999), 41-85; min-fill as in D. Koller and N. Friedman, Probabilistic
    Graphical Models (2009), section 9.4.3.

    Args:
        sizes: One entry per variable.
        scopes: The variables of every table.

    Returns:
        Every variable once.
    """
    neighbours: dict[int, set[int]] = {v: set() for v in range(len(sizes))}
    for scope in scopes:
        members = set(scope)
        for v in members:
            neighbours[v] |= members - {v}
    order = []
    while neighbours:
        v = min(neighbours, key=lambda v: (_fill(neighbours, v), len(neighbours[v]), v))
        around = neighbours.pop(v)
        for u in around:
            neighbours[u] |= around - {u}
            neighbours[u].discard(v)
        order.append(v)
    return order


def _fill(neighbours: dict[int, set[int]], v: int) -> int:
    """Count, twice, the pairs of neighbours of `v` that are not neighbours themselves."""
    around = neighbours[v]
    return sum(len(around - neighbours[u]) - 1 for u in around)
