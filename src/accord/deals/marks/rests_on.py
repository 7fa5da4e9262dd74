"""What a deal rests on: the fewest cells that, were they red lines, would leave none."""

import math
from collections.abc import Iterator, Sequence
from functools import reduce
from heapq import merge
from itertools import combinations, islice, product
from operator import or_
from typing import NamedTuple

from accord.deals.marks.decision_diagram import DecisionDiagram
from accord.deals.marks.hitting_sets import Graph, HittingSearch, Things, alike, segments
from accord.kernels.bits import each_bit

MOST_CELLS_LISTED = 100_000
"""So many cells are listed at the most: of sets of more than a hundred cells, fewer sets."""

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
    weights: list[int] = []
    groups: list[tuple[int, tuple[int, ...]]] = []
    joined: list[int] = []
    things: Things = {}
    barred = 0
    layers = diagram.layers
    fewest = math.inf
    for place, layer in enumerate(layers):
        kinds = alike(layer, layers[place + 1] if place + 1 < len(layers) else None)
        first, all_able = len(weights), True
        for n, kind in enumerate(kinds, first):
            able = all(killers[layer.issue][o] for o in kind.options)
            all_able &= able
            barred |= 0 if able else 1 << n
            weights.append(len(kind.options))
            groups.append((layer.issue, kind.options))
            joined.append(sum(1 << first + one for one in kind.more) | 1 << n)
            things |= dict.fromkeys(
                ((layer.issue, o) for o in kind.options), 1 << n if able else 0
            )
        if all_able:
            fewest = min(fewest, sum(weights[first:]))
    search = HittingSearch(weights, joined, barred=barred, best=fewest)
    for part in segments(layers):
        search.look([Graph.of(part, things)])
    sets = [
        sorted((groups[n][0], o) for n in each_bit(found) for o in groups[n][1])
        for found in search.found
    ]
    if sets:
        most = max(1, min(most, MOST_CELLS_LISTED // len(sets[0])))
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
    given = [(parties, one) for parties, one in diagrams if not one.is_empty]
    graphs = []
    for parties, diagram in given:
        things = numbered(diagram, killers, parties, numbers)
        graphs.append(Graph.of(diagram.layers, things))
    cells = list(numbers)
    joined = [1 << n for n in range(len(cells))]
    search = HittingSearch([1] * len(cells), joined, best=_on_one_issue(given, killers))
    search.look(graphs)
    sets = sorted(tuple(sorted(cells[n] for n in each_bit(found))) for found in search.found)
    return RestsOn(tuple(sets[:most]), search.complete and len(sets) <= most)


def numbered(
    diagram: DecisionDiagram,
    cells: Sequence[Sequence[int]],
    parties: int,
    numbers: dict[CellPlace, int],
) -> Things:
    """Take cells on the options of a diagram for things.

    Args:
        diagram: The packages.
        cells: For every issue and option, whose cells count, as bits.
        parties: The parties whose cells count, as bits.
        numbers: The numbers that cells have; those that have none are given one.
    """
    return {
        (issue, option): sum(
            1 << numbers.setdefault((issue, option, n), len(numbers))
            for n in each_bit(cells[issue][option] & parties)
        )
        for issue, options in diagram.options.items()
        for option in options
    }


def _on_one_issue(diagrams: Sequence[tuple[int, DecisionDiagram]], killers: Killers) -> float:
    """Count the fewest cells on one issue whose refusal leaves no package."""
    fewest = math.inf
    for issue in {i for _, diagram in diagrams for i in diagram.options}:
        carried: dict[int, list[int]] = {}
        for parties, diagram in diagrams:
            for option in diagram.options[issue]:
                carried.setdefault(option, []).append(parties & killers[issue][option])
        fewest = min(fewest, sum(map(_fewest_hitting, carried.values())))
    return fewest


def _fewest_hitting(sets: Sequence[int]) -> float:
    """Count the fewest parties of whom every set holds one."""
    if not all(sets):
        return math.inf
    everybody = list(each_bit(reduce(or_, sets)))
    for size in range(1, len(everybody) + 1):
        for some in combinations(everybody, size):
            bits = sum(1 << n for n in some)
            if all(bits & one for one in sets):
                return size
    return math.inf
