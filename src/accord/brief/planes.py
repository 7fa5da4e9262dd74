"""Deals in the plane of two parties' worth."""

from itertools import combinations

import numpy as np
from attrs import frozen
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from accord.brief import page
from accord.brief.ink import (
    BLUE,
    FAINT,
    MUTED,
    ORANGE,
    PAPER,
    WIDTH,
    drawing,
    shorten,
    to_svg,
)
from accord.brief.outlook import View
from accord.deals import Deals, cloud
from accord.errors import AccordError
from accord.formats import Folder
from accord.kernels.ties import Floats

_MARKS = "*DPXs"
_DOTS = 120
"""How many points have room beside each other in a plane."""
_MOST_PAGE = 6
"""How many planes a page has."""
_MOST_SHEET = 15
"""How many planes a sheet has: all pairs of six parties."""
_COLUMNS = 3


def planes(view: View, folder: Folder, name: str = "plane") -> list[str]:
    """Draw deals in the plane of two parties' worth, a figure for every pair of parties."""
    drawn = _Drawn.of(view, folder)
    if drawn is None:
        return []
    figures = []
    with drawing():
        for i, j in drawn.pairs[:_MOST_PAGE]:
            figure = Figure(figsize=(WIDTH * 0.8, WIDTH * 0.7), layout="constrained")
            drawn.plane(figure.add_subplot(), i, j)
            figure.legend(loc="outside lower center", ncols=2, frameon=False, fontsize=8)
            figures.append(to_svg(figure, f"{name}-{i}-{j}", drawn.title(i, j)))
    return figures


def sheet(view: View, folder: Folder) -> str:
    """Draw the planes of all pairs of parties beside each other, as a file of its own.

    Raises:
        AccordError: If there is nothing to draw.
    """
    drawn = _Drawn.of(view, folder)
    if drawn is None or not drawn.pairs:
        raise AccordError(
            view.outlook.missing or "there is one party only, and a plane has two"
        )
    pairs = drawn.pairs[:_MOST_SHEET]
    columns = min(len(pairs), _COLUMNS)
    rows = -(-len(pairs) // columns)
    size = WIDTH * (0.9 if columns == 1 else 0.6)
    with drawing():
        figure = Figure(figsize=(size * columns, 0.9 * size * rows), layout="constrained")
        for place, (i, j) in enumerate(pairs, 1):
            axes = figure.add_subplot(rows, columns, place)
            drawn.plane(axes, i, j)
        marks = axes.get_legend_handles_labels()
        figure.legend(*marks, loc="outside lower center", ncols=2, frameon=False, fontsize=8)
        svg = to_svg(figure, "deals", "; ".join(drawn.title(i, j) for i, j in pairs), PAPER)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{svg}\n'


@frozen
class _Drawn:
    """What is drawn in every plane."""

    folder: Folder
    outlook: page.Outlook
    deals: Deals
    points: Floats | None

    @classmethod
    def of(cls, view: View, folder: Folder) -> "_Drawn | None":
        if view.deals is None:
            return None
        everything = cloud(folder.process.agenda, view.interests)
        points = None if everything is None else everything.points
        return cls(folder, view.outlook, view.deals, points)

    @property
    def pairs(self) -> list[tuple[int, int]]:
        return list(combinations(range(len(self.deals.parties)), 2))

    def name(self, party: int) -> str:
        return self.folder.process.name(self.deals.parties[party])

    def title(self, i: int, j: int) -> str:
        return (
            f"Deals by their worth to {self.name(i)} and {self.name(j)}, with the frontier, "
            "the walk-away values (dashed, their ranges shaded) and the fair compromises"
        )

    def plane(self, axes: Axes, i: int, j: int) -> None:
        deals = self.deals
        a, b = deals.parties[i], deals.parties[j]
        if self.points is not None:
            _dots(axes, self.points[:, [i, j]])
        line = "-" if len(deals.parties) == 2 else " "
        for found, colour, label in (
            (deals.frontier, MUTED, "frontier of all deals"),
            (deals.acceptable, BLUE, "frontier of acceptable deals"),
        ):
            if found:
                front = zip(*sorted((one.worth[a], one.worth[b]) for one in found), strict=True)
                axes.plot(
                    *front, marker=".", linestyle=line, color=colour, linewidth=1, label=label
                )
        for party, draw, span in (
            (a, axes.axvline, axes.axvspan),
            (b, axes.axhline, axes.axhspan),
        ):
            held = deals.walk_away_range[party]
            if held.is_bounded and not held.is_point:
                span(held.low, held.high, color=FAINT, alpha=0.35, linewidth=0)
            draw(deals.walk_away[party], color=MUTED, linewidth=1, linestyle="--")
        for mark, one in zip(_MARKS, self.outlook.compromises, strict=False):
            where = ([one.points[i].worth], [one.points[j].worth])
            label = ", ".join(one.rules)
            axes.plot(*where, mark, color=ORANGE, markersize=8, linestyle=" ", label=label)
        axes.set_xlabel(f"Worth to {shorten(self.name(i))}, points")
        axes.set_ylabel(f"Worth to {shorten(self.name(j))}, points")


def _dots(axes: Axes, points: Floats) -> None:
    """Set a dot for every deal, one where several would lie on each other, as one path."""
    low, high = points.min(axis=0), points.max(axis=0)
    cell = np.where(high > low, high - low, 1.0) / _DOTS
    _, first = np.unique(np.round((points - low) / cell), axis=0, return_index=True)
    x, y = np.repeat(points[first].T, 3, axis=1)
    x[2::3] = np.nan
    axes.plot(x, y, color=FAINT, linewidth=2, solid_capstyle="round")
