"""The offers of a talk in the plane of two parties' worth."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import accumulate, combinations
from typing import NamedTuple

from attrs import frozen
from matplotlib.axes import Axes

from accord.deals import Cloud, Deals, ValuedDeal
from accord.model import Process
from accord.play import Played, offers
from accord.talks import Event, WalkAwayMoved
from accord.telling.svg_style import BLUE, FAINT, INK, MUTED, ORANGE
from accord.telling.worth_plane import (
    MOST,
    Panel,
    dots,
    frontiers,
    name_axes,
    sheet_of,
    walk_aways,
)

_MARKS = (("o", BLUE), ("s", ORANGE), ("^", INK), ("D", MUTED), ("v", BLUE), ("P", ORANGE))
"""How the offers of each seat are drawn, in the order of their first offers."""


_ROOM = 12, 10
"""What the number of a round takes, in points: two digits, with air."""


def offers_figure(process: Process, *told: Played, holders: Sequence[str] = ("",)) -> str:
    """Draw the offers of talks among all deals: a file of its own, as SVG.

    There is a plane for every pair of parties, with the path of each seat's offers, the
    frontiers, the walk-away values and the deal that was agreed.

    Args:
        process: The names behind the ids.
        told: The talks.
        holders: By whose numbers each was held, where there are several.
    """
    panels: list[Panel] = []
    titles = []
    for played, holder in zip(told, holders, strict=True):
        drawn = _OffersDrawn.of(process, played)
        by = f"By the numbers of {holder}: " if holder else ""
        for i, j in list(combinations(range(len(drawn.deals.parties)), 2))[:MOST]:
            titles.append(f"{by}{drawn.title(i, j)}")
            panels.append((holder, partial(drawn.plane, i=i, j=j)))
    return sheet_of("offers", panels, "; ".join(titles))


@frozen(eq=False)
class _OffersDrawn:
    """What is drawn in every plane.

    Attributes:
        process: The names behind the ids.
        played: The talk.
        deals: The frontiers and walk-away values, with the numbers of the talk.
        everything: The worth of every deal; None where there are too many.
        paths: The offers of every seat, in their order, by seat.
    """

    process: Process
    played: Played
    deals: Deals
    everything: Cloud | None
    paths: dict[str, list[tuple[Event, ValuedDeal]]]

    @classmethod
    def of(cls, process: Process, played: Played) -> "_OffersDrawn":
        deals = Deals(played.game.setup.agenda, played.numbers, draws=1)
        paths: dict[str, list[tuple[Event, ValuedDeal]]] = {}
        for event, valued in offers(played):
            paths.setdefault(event.seat, []).append((event, valued))
        return cls(process, played, deals, deals.cloud(), paths)

    def name(self, party: int) -> str:
        return self.process.name(self.deals.parties[party])

    def title(self, i: int, j: int) -> str:
        before = "; dotted: before they moved" if self.played.table.walk_away else ""
        return (
            f"Offers by their worth to {self.name(i)} and {self.name(j)}, from the first round "
            "to the last, but for those that cross a red line of theirs, with the frontiers "
            f"and the walk-away values (dashed{before})"
        )

    def before(self, party: str) -> list[float]:
        """Return the walk-away values that a party had before it moved to the last one."""
        start = self.played.game.numbers.walk_aways[party]
        moves = (event.what for event in self.played.log)
        by = [o.by for o in moves if isinstance(o, WalkAwayMoved) and o.party == party]
        return list(accumulate(by, initial=start))[:-1]

    def plane(self, axes: Axes, i: int, j: int) -> None:
        deals, (a, b) = self.deals, (self.deals.parties[i], self.deals.parties[j])
        if self.everything is not None:
            dots(axes, self.everything.among([i, j]))
        frontiers(axes, deals, a, b, FAINT, MUTED)
        walk_aways(axes, deals.walk_away[a], deals.walk_away[b], "--", "walk-away values")
        self.moved(axes, a, b)
        ends: list[End] = []
        for (mark, colour), (seat, path) in zip(_MARKS, self.paths.items(), strict=False):
            shown = [(event, one) for event, one in path if not {a, b} & set(one.refused_by)]
            if shown:
                label = f"offers of {self.process.name(seat)}"
                ends += self.path(axes, shown, (a, b), mark, colour, label)
        agreed = self.played.valued
        if agreed is not None and {a, b} <= {*agreed.worth}:
            where = ([agreed.worth[a]], [agreed.worth[b]])
            axes.plot(*where, "*", color=INK, markersize=12, linestyle=" ", label="the deal")
        name_axes(axes, self.name(i), self.name(j))
        number_rounds(axes, ends)

    def moved(self, axes: Axes, a: str, b: str) -> None:
        """Draw the walk-away values that two parties had before they moved."""
        label: str | None = "walk-away values before they moved"
        for party, draw in ((a, axes.axvline), (b, axes.axhline)):
            for before in self.before(party):
                draw(before, color=MUTED, linewidth=1, linestyle=":", label=label)
                label = None

    @staticmethod
    def path(
        axes: Axes,
        path: list[tuple[Event, ValuedDeal]],
        parties: tuple[str, str],
        mark: str,
        colour: str,
        label: str,
    ) -> "Iterator[End]":
        """Draw the offers of a seat; give the first and the last, to be numbered."""
        a, b = parties
        x = [valued.worth[a] for _, valued in path]
        y = [valued.worth[b] for _, valued in path]
        axes.plot(x, y, f"{mark}-", color=colour, linewidth=0.8, markersize=4, label=label)
        for place in sorted({0, len(path) - 1}):
            yield End((x[place], y[place]), path[place][0].round, colour)


class End(NamedTuple):
    """The first or the last offer of a seat.

    Attributes:
        at: What it is worth to both parties of the plane.
        round: Its round.
        colour: The seat's colour.
    """

    at: tuple[float, float]
    round: int
    colour: str


def number_rounds(axes: Axes, ends: Sequence[End]) -> None:
    """Write the rounds of offers beside them; one that would overprint another is left out.

    Args:
        axes: The plane, with all else drawn.
        ends: The offers.
    """
    taken: list[tuple[float, float]] = []
    axes.get_xlim()  # From here on the plane has its limits.
    for one in ends:
        x, y = axes.transData.transform(one.at) * 72 / axes.figure.dpi
        if any(abs(x - left) < _ROOM[0] and abs(y - low) < _ROOM[1] for left, low in taken):
            continue
        taken.append((x, y))
        axes.annotate(
            f"{one.round}",
            one.at,
            xytext=(4, 4),
            textcoords="offset points",
            fontsize=8,
            color=one.colour,
        )
