"""What a deal rests on: the fewest cells that, were they red lines, would leave none."""

from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import islice, product
from typing import NamedTuple

from accord.deals.marks.decision_diagram import DecisionDiagram
from accord.deals.marks.hitting_sets import Graph, HittingSearch, Things, alike, segments
from accord.kernels.bits import each_bit

CellPlace = tuple[int, int, int]
"""The places of an issue, an option and a party."""

CellPlaces = tuple[CellPlace, ...]

Killers = Sequence[Sequence[int]]
"""For every issue and option, whose cell on it could be a red line, as bits."""


class RestsOn(NamedTuple):
    """The smallest sets.

    Attributes:
        sets: Sets of cells, in the order of the agenda.
        complete: Whether these are all.
    """

    sets: tuple[CellPlaces, ...]
    complete: bool


def rests_on_options(diagram: DecisionDiagram, killers: Killers, most: int) -> RestsOn:
    """Find the smallest sets of cells whose refusal leaves no package, if one refusal bars.

    Which party refuses an option is then all the same. A smallest set lies in one segment of
    the diagram, and with an option it holds all others with which as much is possible: were
    one of these open, the first would have been refused for nothing.

    Args:
        diagram: The possible packages.
        killers: Whose cell on an option could be a red line.
        most: How many sets to list.

    Raises:
        TooLarge: If it takes too long.
    """
    weights: list[int | None] = []
    groups: list[tuple[int, tuple[int, ...]]] = []
    together: list[frozenset[int]] = []
    things: Things = {}
    layers = diagram.layers
    fewest = float("inf")
    for place, layer in enumerate(layers):
        kinds = alike(layer, layers[place + 1] if place + 1 < len(layers) else None)
        first = len(weights)
        for n, kind in enumerate(kinds):
            can = all(killers[layer.issue][o] for o in kind.options)
            weights.append(len(kind.options) if can else None)
            groups.append((layer.issue, kind.options))
            together.append(frozenset(first + one for one in kind.more))
            things |= {(layer.issue, o): (first + n,) for o in kind.options}
        own = weights[first:]
        if all(one is not None for one in own):
            fewest = min(fewest, sum(one or 0 for one in own))
    search = HittingSearch(weights, together, best=fewest)
    for part in segments(layers):
        search.look([Graph.of(part, things)])
    sets = [
        sorted((groups[n][0], o) for n in found for o in groups[n][1]) for found in search.found
    ]
    listed = list(islice(merge(*(_by_party(one, killers) for one in sets)), most + 1))
    return RestsOn(tuple(listed[:most]), search.complete and len(listed) <= most)


def _by_party(options: Sequence[tuple[int, int]], killers: Killers) -> Iterator[CellPlaces]:
    """Yield the sets of cells that refuse some options, one of the parties for each."""
    return product(
        *(
            [(issue, option, n) for n in each_bit(killers[issue][option])]
            for issue, option in options
        )
    )


def rests_on_cells(
    diagrams: Sequence[tuple[int, DecisionDiagram]], killers: Killers, most: int
) -> RestsOn:
    """Find the smallest sets of cells whose refusal leaves no package, by a rule of decision.

    Every package has to be refused by one at least of each set of parties that could carry it.

    Args:
        diagrams: For each least set of parties that can carry a package, as bits: those that
            none of them refuses.
        killers: Whose cell on an option could be a red line.
        most: How many sets to list.

    Raises:
        TooLarge: If it takes too long.
    """
    numbers: dict[CellPlace, int] = {}
    graphs = []
    for parties, diagram in diagrams:
        if diagram.is_empty:
            continue
        things = {
            (issue, option): tuple(
                numbers.setdefault((issue, option, n), len(numbers))
                for n in each_bit(killers[issue][option] & parties)
            )
            for issue, options in diagram.options.items()
            for option in options
        }
        graphs.append(Graph.of(diagram.layers, things))
    cells = list(numbers)
    search = HittingSearch([1] * len(cells), [frozenset()] * len(cells))
    search.look(graphs)
    sets = sorted(tuple(sorted(cells[n] for n in found)) for found in search.found)
    return RestsOn(tuple(sets[:most]), search.complete and len(sets) <= most)
