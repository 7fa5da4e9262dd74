"""What every figure of deals in the plane of two parties' worth has."""

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from accord.deals import Deals
from accord.kernels.ties import Floats
from accord.telling.svg_style import FAINT, MUTED, WIDTH, drawing, shorten, to_svg_file

MOST = 15
"""How many planes a file of its own has: all pairs of six parties."""

_COLUMNS = 3
"""How many planes stand beside each other: a wide screen shows so many."""
_DOTS = 120
"""How many dots have room beside each other."""

Panel = tuple[str, Callable[[Axes], None]]
"""What a plane is headed, and what draws it."""


def sheet_of(name: str, panels: Sequence[Panel], title: str) -> str:
    """Draw planes beside each other, as an SVG file of its own.

    Args:
        name: What the ids in the file begin with.
        panels: What each plane is headed, and what draws it; at least one. Where they are
            headed, each has a legend of its own.
        title: What is read aloud in place of the figure.
    """
    columns = min(len(panels), _COLUMNS)
    rows = -(-len(panels) // columns)
    size = WIDTH * (0.9 if columns == 1 else 0.6)
    with drawing():
        figure = Figure(figsize=(size * columns, 0.9 * size * rows), layout="constrained")
        for place, (heading, draw) in enumerate(panels, 1):
            axes = figure.add_subplot(rows, columns, place)
            draw(axes)
            marks = axes.get_legend_handles_labels()
            if heading:
                axes.set_title(shorten(heading, 50), fontsize=9)
            if heading and marks[0]:
                axes.legend(
                    *marks,
                    loc="upper center",
                    bbox_to_anchor=(0.5, -0.18),
                    ncols=2,
                    frameon=False,
                    fontsize=8,
                )
        if not panels[0][0]:
            add_legend(figure)
        return to_svg_file(figure, name, title)


def add_legend(figure: Figure) -> None:
    """Write below a figure what its marks are, each once, if there are any."""
    marks = {
        label: handle
        for axes in figure.axes
        for handle, label in zip(*axes.get_legend_handles_labels(), strict=True)
    }
    if marks:
        figure.legend(
            marks.values(),
            marks,
            loc="outside lower center",
            ncols=2,
            frameon=False,
            fontsize=8,
        )


def dots(axes: Axes, points: Floats) -> None:
    """Set a dot for every deal, one where several would lie on each other, as one path.

    Args:
        axes: Where.
        points: Shape (deals, 2), what each is worth to the two parties.
    """
    if not len(points):
        return
    low, high = points.min(axis=0), points.max(axis=0)
    cell = np.where(high > low, high - low, 1.0) / _DOTS
    _, first = np.unique(np.round((points - low) / cell), axis=0, return_index=True)
    x, y = np.repeat(points[np.sort(first)].T, 3, axis=1)
    x[2::3] = np.nan
    axes.plot(x, y, color=FAINT, linewidth=2, solid_capstyle="round")


def frontiers(axes: Axes, deals: Deals, a: str, b: str, every: str, acceptable: str) -> None:
    """Draw the frontiers of deals that cross no red line, and of those that all accept.

    Args:
        axes: Where.
        deals: The deals.
        a: The party whose worth goes to the right.
        b: The party whose worth goes up.
        every: The colour of the first.
        acceptable: The colour of the other.
    """
    line = "-" if len(deals.parties) == 2 else " "
    for found, colour, label in (
        (deals.frontier, every, "frontier of deals that cross no red line"),
        (deals.acceptable, acceptable, "frontier of acceptable deals"),
    ):
        if found:
            front = zip(*sorted((one.worth[a], one.worth[b]) for one in found), strict=True)
            axes.plot(
                *front, marker=".", linestyle=line, color=colour, linewidth=1, label=label
            )


def walk_aways(axes: Axes, a: float, b: float, line: str, label: str = "") -> None:
    """Draw the walk-away values of two parties.

    Args:
        axes: Where.
        a: That of the party whose worth goes to the right, in points.
        b: That of the other.
        line: The style of the lines.
        label: What the legend calls them; empty to leave them out of it.
    """
    axes.axvline(a, color=MUTED, linewidth=1, linestyle=line, label=label or None)
    axes.axhline(b, color=MUTED, linewidth=1, linestyle=line)


def name_axes(axes: Axes, a: str, b: str) -> None:
    """Name the axes by whose worth goes which way."""
    axes.set_xlabel(f"Worth to {shorten(a)}, points")
    axes.set_ylabel(f"Worth to {shorten(b)}, points")
