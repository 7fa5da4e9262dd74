"""What is drawn again and again."""

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from accord.kernels.ties import Floats
from accord.telling.svg_style import FAINT, INK, MUTED, ORANGE

Drawn = tuple[Figure, str]
"""A picture, and what it shows for those who do not see it."""
Drawings = dict[str, Callable[[], Drawn]]
"""What draws pictures, by the name of their file."""

Point = Sequence[float] | Floats


def picture(width: float = 6.4, height: float = 4.4) -> Figure:
    """Give an empty picture, its size in inches."""
    return Figure(figsize=(width, height), layout="constrained")


def mark(axes: Axes, point: Point, text: str = "", at: Point = (7, 5), how: str = "*") -> None:
    """Mark a point and write beside it."""
    axes.plot(
        *point, how, color=ORANGE, markersize=11 if how == "*" else 7, zorder=5, clip_on=False
    )
    if text:
        write(axes, text, point, at, ORANGE)


def write(
    axes: Axes, text: str, at: Point, shift: Point = (7, 5), colour: str = INK, side: str = ""
) -> None:
    """Write beside a point; the shift is in printer's points."""
    side = side or ("left" if shift[0] >= 0 else "right")
    axes.annotate(
        text,
        (at[0], at[1]),
        (shift[0], shift[1]),
        textcoords="offset points",
        color=colour,
        ha=side,
        va="center",
    )


def dots(axes: Axes, points: Floats, colour: str = FAINT, size: float = 5.0) -> None:
    """Set a dot for every different point."""
    axes.plot(*np.unique(points, axis=0).T, "o", color=colour, markersize=size, linestyle=" ")


def line(axes: Axes, *points: Point, colour: str = MUTED, style: str = "-") -> None:
    """Draw a line through points."""
    axes.plot(*np.array(points, dtype=float).T, style, color=colour, linewidth=1.2)


def arrow(axes: Axes, start: Point, end: Point, colour: str = ORANGE) -> None:
    """Draw an arrow."""
    axes.annotate(
        "",
        (end[0], end[1]),
        (start[0], start[1]),
        arrowprops={"arrowstyle": "-|>", "color": colour, "linewidth": 1.4},
    )


def walk_away(axes: Axes, point: Point) -> None:
    """Draw the two walk-away values."""
    axes.axvline(point[0], color=MUTED, linewidth=1, linestyle="--")
    axes.axhline(point[1], color=MUTED, linewidth=1, linestyle="--")


def span(axes: Axes, x: Point, y: Point, names: Point | tuple[str, str]) -> None:
    """Set the ends of the axes and name the parties."""
    axes.set_xlim(*x)
    axes.set_ylim(*y)
    axes.set_xlabel(f"Worth to {names[0]}, points")
    axes.set_ylabel(f"Worth to {names[1]}, points")


def river_plane(axes: Axes, points: Floats) -> None:
    """Draw the deals of the river talks."""
    dots(axes, points)
    span(axes, (0, 118), (0, 108), ("Upland", "Delta"))


def pair(point: Floats) -> str:
    return f"({point[0]:.4g}, {point[1]:.4g})"
