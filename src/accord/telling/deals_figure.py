"""Deals in the plane of two parties' worth."""

from collections.abc import Sequence
from functools import partial
from itertools import combinations
from textwrap import fill

from attrs import frozen
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from accord.deals import Cloud, Deals
from accord.errors import AccordError
from accord.model import Process
from accord.telling.deals_by_holder import HolderDeals
from accord.telling.outlook import Outlook, short_rules
from accord.telling.svg_style import BLUE, FAINT, MUTED, ORANGE, WIDTH, drawing, to_svg
from accord.telling.worth_plane import (
    MOST,
    Panel,
    add_legend,
    dots,
    frontiers,
    name_axes,
    sheet_of,
    walk_aways,
)

_MARKS = "*DPXs"
"""One for each rule of fairness: that many deals at most are picked."""
_MOST_PAGE = 6
"""How many planes a page has: all pairs of four parties."""


def planes(view: HolderDeals, name: str = "plane") -> list[str]:
    """Draw deals in the plane of two parties' worth, a figure for every pair of parties."""
    drawn = _DealsDrawn.of(view)
    if drawn is None:
        return []
    figures = []
    with drawing():
        for i, j in drawn.pairs[:_MOST_PAGE]:
            figure = Figure(figsize=(WIDTH * 0.8, WIDTH * 0.7), layout="constrained")
            drawn.plane(figure.add_subplot(), i, j)
            add_legend(figure)
            figures.append(to_svg(figure, f"{name}-{i}-{j}", drawn.title(i, j)))
    return figures


def sheet(views: Sequence[HolderDeals]) -> str:
    """Draw the planes of all pairs of parties beside each other, as a file of its own.

    Args:
        views: The deals, by every holder's numbers; those of several are headed each by its
            holder, and one that cannot be drawn says why in its place.

    Raises:
        AccordError: If there is nothing to draw.
    """
    panels: list[Panel] = []
    titles, reasons = [], []
    for view in views:
        drawn = _DealsDrawn.of(view)
        heading = view.outlook.holder if len(views) > 1 else ""
        by = f"By the numbers of {heading}: " if heading else ""
        if drawn is None or not drawn.pairs:
            none = "the constraints on the agenda leave no deal to draw"
            one = "there is one party only, and a plane has two"
            rule = "the frontier is defined only where all parties must accept"
            other = view.found is not None and bool(view.found.coalitions)
            reason = view.outlook.missing or (rule if other else none if drawn is None else one)
            reasons.append(reason)
            titles.append(f"{by}{reason}")
            panels.append((heading, partial(_instead, reason)))
            continue
        for i, j in drawn.pairs[:MOST]:
            titles.append(f"{by}{drawn.title(i, j)}")
            panels.append((heading, partial(drawn.plane, i=i, j=j)))
    if len(reasons) == len(views):
        raise AccordError(reasons[0])
    return sheet_of("deals", panels, "; ".join(titles))


def _instead(reason: str, axes: Axes) -> None:
    """Write why there is no plane."""
    axes.set_axis_off()
    axes.text(0.5, 0.5, fill(reason, 40), ha="center", va="center", color=MUTED)


@frozen
class _DealsDrawn:
    """What is drawn in every plane."""

    process: Process
    outlook: Outlook
    deals: Deals
    everything: Cloud | None

    @classmethod
    def of(cls, view: HolderDeals) -> "_DealsDrawn | None":
        if view.found is None or view.found.coalitions:  # then there is no frontier to draw
            return None
        everything = view.found.cloud()
        if everything is not None and not len(everything.points):
            return None
        return cls(view.process, view.outlook, view.found, everything)

    @property
    def pairs(self) -> list[tuple[int, int]]:
        return list(combinations(range(len(self.deals.parties)), 2))

    def name(self, party: int) -> str:
        return self.process.name(self.deals.parties[party])

    def title(self, i: int, j: int) -> str:
        return (
            f"Deals that cross no red line of {self.name(i)} or {self.name(j)} by their worth "
            "to them, with the frontier, the walk-away values (dashed, their ranges shaded) "
            "and the fair compromises"
        )

    def plane(self, axes: Axes, i: int, j: int) -> None:
        deals = self.deals
        a, b = deals.parties[i], deals.parties[j]
        if self.everything is not None:
            dots(axes, self.everything.among([i, j]))
        frontiers(axes, deals, a, b, MUTED, BLUE)
        for party, span in ((a, axes.axvspan), (b, axes.axhspan)):
            held = deals.walk_away_range[party]
            if held.is_bounded and not held.is_point:
                span(held.low, held.high, color=FAINT, alpha=0.35, linewidth=0)
        walk_aways(axes, deals.walk_away[a], deals.walk_away[b], "--")
        for mark, one in zip(_MARKS, self.outlook.compromises, strict=False):
            across, up = one.points[i].worth, one.points[j].worth
            assert across is not None and up is not None  # nobody refuses a compromise
            label = short_rules(one)
            axes.plot(
                [across], [up], mark, color=ORANGE, markersize=8, linestyle=" ", label=label
            )
        name_axes(axes, self.name(i), self.name(j))
