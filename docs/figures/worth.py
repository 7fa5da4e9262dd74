"""Pictures of what deals are worth."""

from itertools import pairwise

import numpy as np
from docs.figures.cases import river, swaps
from docs.figures.drawing import (
    Drawings,
    Drawn,
    arrow,
    dots,
    picture,
    river_plane,
    span,
    walk_away,
    write,
)
from matplotlib.patches import Rectangle

from accord.deals import Deals
from accord.kernels.epsilon import epsilon_frontier
from accord.kernels.frontier import frontier
from accord.kernels.mixed import Mixed
from accord.kernels.regions import regional_frontier
from accord.kernels.tables import Factor
from accord.telling.svg_style import BLUE, FAINT, INK, MUTED, ORANGE


def draw_frontier() -> Drawn:
    """Draw frontiers and walk-away values."""
    talks = river()
    found = Deals(*talks)
    everything = Deals(*talks).cloud()
    assert everything is not None
    figure = picture()
    axes = figure.add_subplot()
    kept = everything.among((0, 1))
    river_plane(axes, kept)
    points = np.array([list(one.worth.values()) for one in found.frontier])
    axes.plot(*points.T, "o-", color=BLUE, markersize=7, linewidth=1.2)
    walk_away(axes, list(found.walk_away.values()))
    write(axes, "the frontier", points[-1], (9, 6), BLUE)
    write(axes, "Upland walks away", (found.walk_away["upland"], 4), (-5, 0), MUTED)
    write(axes, "Delta walks away", (2, found.walk_away["delta"]), (0, 7), MUTED)
    return figure, (
        f"The {len(kept)} deals of the river talks that cross no red line, by their worth to "
        f"Upland and to Delta. {len(found.frontier)} are on the frontier, and "
        f"{len(found.acceptable)} of them are acceptable to both."
    )


FIRST = np.array([(0.0, 30), (12, 24), (15, 10), (30, 0)])

SECOND = np.array([(0.0, 25), (10, 22), (14, 12), (24, 0)])


def draw_sums() -> Drawn:
    """Draw how the frontiers of two issues add up."""
    tables = [((0,), FIRST), ((1,), SECOND)]
    whole = frontier([len(FIRST), len(SECOND)], tables)
    figure = picture(7.4, 2.9)
    parts = [frontier([len(t)], [((0,), t)]) for t in (FIRST, SECOND)]
    sums = (FIRST[:, None] + SECOND[None]).reshape(-1, 2)
    for place, (title, points, kept) in enumerate(
        (
            ("first issue", FIRST, parts[0].points),
            ("second issue", SECOND, parts[1].points),
            ("both", sums, whole.points),
        ),
        1,
    ):
        axes = figure.add_subplot(1, 3, place)
        dots(axes, points)
        axes.plot(*kept.T, "o-", color=BLUE, markersize=5, linewidth=1.2)
        axes.set_title(f"{title}: {len(kept)} of {len(points)} kept", fontsize=9)
        span(axes, (-2, 58), (-2, 59), ("A", "B"))
        if place > 1:
            axes.set_ylabel("")
    return figure, (
        f"Three planes. The first issue has {len(parts[0].points)} options and the second "
        f"{len(parts[1].points)}, none better than another for both. Of the {len(sums)} sums "
        f"{len(whole.points)} are kept: no other sum is better for one and as good for both."
    )


def draw_errors() -> Drawn:
    """Draw a frontier with a certified error."""
    rng = np.random.default_rng(4)
    tables: list[Factor] = []
    for issue in range(9):
        x = rng.uniform(0, 10, 4)
        y = 10 - x + rng.uniform(0, 3, 4)
        tables.append(((issue,), np.stack([x, y], axis=1).round(3)))
    exact = frontier([4] * 9, tables)
    short = epsilon_frontier([4] * 9, tables, epsilon=12.0, most=8)
    figure = picture()
    axes = figure.add_subplot()
    top = short.points + short.error
    order = top[np.argsort(top[:, 0])]
    low, high = exact.points.min(axis=0) - 2, top.max(axis=0) + 2
    axes.step(
        [low[0], *order[:, 0], order[-1, 0]],
        [order[0, 1], *order[:, 1], low[1]],
        where="pre",
        color=BLUE,
        linewidth=1.2,
    )
    one = short.points[len(short.points) // 2]
    for side in ((1, 0), (0, 1)):
        arrow(axes, one, one + short.error * side)
    write(axes, "the error", one + short.error * (1, 0), (-4, 8), ORANGE, "right")
    axes.plot(*short.points.T, "o", color=BLUE, markersize=7)
    axes.plot(*exact.points.T, ".", color=INK, markersize=3)
    span(axes, (low[0], high[0]), (low[1], high[1]), ("A", "B"))
    write(axes, "no deal is beyond this line", top.mean(axis=0), (14, 12), BLUE)
    return figure, (
        f"The exact frontier of {len(exact.points)} deals as small dots, {len(short.points)} "
        f"listed deals as large ones, and a line of steps that is {short.error[0]:.3g} points "
        f"to the right of and {short.error[1]:.3g} points above the listed deals."
    )


def draw_counts() -> Drawn:
    """Draw how many deals are worth at least the walk-away values."""
    talks = swaps()
    deals = Deals(*talks)
    count, everything = deals.count_acceptable(), deals.cloud()
    assert everything is not None
    figure = picture()
    axes = figure.add_subplot()
    for good, colour in ((~everything.acceptable, FAINT), (everything.acceptable, BLUE)):
        points, times = np.unique(everything.points[good], axis=0, return_counts=True)
        axes.scatter(points[:, 0], points[:, 1], s=9 * times, color=colour, linewidths=0)
    walk_away(axes, (0, 0))
    low, high = everything.points.min(axis=0) - 1, everything.points.max(axis=0) + 1
    span(axes, (low[0], high[0]), (low[1], high[1]), ("Bill", "Jack"))
    write(axes, f"{count.count} of {count.among} deals", (high[0], high[1]), (-12, -14), BLUE)
    return figure, (
        f"The {count.among} swaps of Bill and Jack, larger dots for more swaps that are worth "
        f"the same. {count.count} lie where neither loses, to the upper right of both "
        "walk-away values."
    )


def draw_regions() -> Drawn:
    """Draw two deals found, the regions that may hold more, and the next deal."""
    sizes = [3] * 6
    rng = np.random.default_rng(4)
    tables: list[Factor] = [((n,), rng.integers(0, 17, (3, 2)).astype(float)) for n in range(6)]
    deals = Mixed(sizes, tables, [], np.ones(2))
    every = np.zeros((1, 2))
    for _, table in tables:
        every = (every[:, None] + table[None]).reshape(-1, 2)
    figure = picture(7.4, 3.4)
    for place, steps in enumerate((0, 1), 1):
        axes = figure.add_subplot(1, 2, place)
        found = regional_frontier(deals, most_steps=steps)
        dots(axes, every)
        points = found.points[np.argsort(found.points[:, 0])]
        axes.plot(*points.T, "o", color=BLUE, markersize=6)
        for left, right in pairwise(points):
            corner = np.array([left[0], right[1]])
            size = np.array([right[0], left[1]]) - corner
            axes.add_patch(
                Rectangle((left[0], right[1]), *size, color=ORANGE, alpha=0.2, linewidth=0)
            )
            axes.plot(*corner, "s", color=ORANGE, markersize=5)
        axes.set_title(f"{len(points)} deals found", fontsize=9)
        span(axes, (28, 88), (28, 88), ("A", "B"))
    return figure, (
        "Two planes of worth. On the left two deals are found, the best for A and the best for "
        "B, and one region above the corner between them may hold more. On the right the deal "
        "farthest above the corner is found too, and two smaller regions are left."
    )


FIGURES: Drawings = {
    "frontier": draw_frontier,
    "sums": draw_sums,
    "errors": draw_errors,
    "regions": draw_regions,
    "counts": draw_counts,
}
