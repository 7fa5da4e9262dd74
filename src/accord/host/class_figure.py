"""Where the tables of a class ended: all on one frontier, read from the far end of a room."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, combinations
from threading import Lock
from typing import NamedTuple

from attrs import frozen
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from accord.host.class_results import TableResult, Yardstick
from accord.telling.svg_style import (
    BLUE,
    INK,
    MUTED,
    ORANGE,
    PAGE,
    PAPER,
    WIDTH,
    drawing,
    shorten,
    to_svg,
)
from accord.telling.worth_plane import add_legend, dots, frontiers, walk_aways

MOST_PLANES = 6
"""All pairs of four parties; with more, the list of tables says more than planes."""
_SIZE = 15
"""Of letters, in points, where a figure is as wide as a page: read from three metres."""
_RULES = {"nash": ("D", "Nash's rule"), "kalai_smorodinsky": ("P", "Kalai and Smorodinsky's")}
_NEAR = 0.5
"""Points: ends that lie nearer to each other have one mark, with the numbers of all."""


class EndPoint(NamedTuple):
    """Where a table ended.

    Attributes:
        table: Its id.
        at: What each party of the class has, by party, in points.
        deal: Whether there is a deal.
    """

    table: str
    at: tuple[tuple[str, float], ...]
    deal: bool


def end_points(results: Iterable[TableResult], stick: Yardstick) -> tuple[EndPoint, ...]:
    """Return where tables ended that can be drawn in one plane.

    Left out are tables that go on, branches, those whose agenda was changed, and deals that
    cross a red line or are not between all.

    Args:
        results: How the tables did.
        stick: The deals that all are compared with.
    """
    found = []
    for one in results:
        has = one.by_numbers.known
        whole = set(has) == set(stick.numbers.parties) and not one.by_numbers.refused_by
        same = one.by_numbers.stick is stick
        if one.over and not one.branch and whole and same:
            found.append(EndPoint(one.table, tuple(has.items()), one.deal is not None))
    return tuple(found)


def why_no_plane(stick: Yardstick) -> str:
    """Return why nothing can be drawn, in a sentence; empty where it can.

    Args:
        stick: The deals that all are compared with.
    """
    if stick.none:
        return stick.none
    if not len(stick.points):
        return "Every package crosses somebody's red line, so there is no frontier."
    parties = len(stick.numbers.parties)
    if parties * (parties - 1) // 2 > MOST_PLANES:
        return f"There are {parties} sides: the list of tables says more than so many planes."
    return ""


_drawing = Lock()
"""One figure is drawn at a time: a class opens its pages at once, and the style is of all."""


def class_planes(
    stick: Yardstick,
    ends: tuple[EndPoint, ...],
    names: tuple[tuple[str, str], ...],
    paper: bool = False,
) -> tuple[str, ...]:
    """Draw where tables ended in the plane of two parties' worth, one for every pair.

    Args:
        stick: The deals that all are compared with.
        ends: Where tables ended.
        names: Of the parties, by id.
        paper: Whether it is for white paper; otherwise it has the page's colours.

    Returns:
        SVG elements; none where there are too many parties or no deals to draw.
    """
    with _drawing:
        return _class_planes(stick, ends, names, paper)


@lru_cache(maxsize=16)
def _class_planes(
    stick: Yardstick,
    ends: tuple[EndPoint, ...],
    names: tuple[tuple[str, str], ...],
    paper: bool,
) -> tuple[str, ...]:
    pairs = list(combinations(stick.numbers.parties, 2))
    if why_no_plane(stick):
        return ()
    found, called = [], dict(names)
    with drawing():
        for place, (a, b) in enumerate(pairs):
            figure = Figure(figsize=(WIDTH * 1.5, WIDTH * 0.95), layout="constrained")
            axes = figure.add_subplot()
            labels = _draw(axes, stick, (a, b), ends)
            axes.set_xlabel(f"Worth to {shorten(called[a])}, points", fontsize=_SIZE)
            axes.set_ylabel(f"Worth to {shorten(called[b])}, points", fontsize=_SIZE)
            axes.tick_params(labelsize=_SIZE - 1)
            add_legend(figure)
            for text in (one for each in figure.legends for one in each.get_texts()):
                text.set_fontsize(_SIZE - 2)
            _write(axes, labels, (stick.deals.walk_away[a], stick.deals.walk_away[b]))
            title = (
                f"Where the tables ended by what that is worth to {called[a]} and {called[b]}, "
                "with the frontier, the walk-away values (dashed) and what two rules of "
                "fairness pick. "
                + "; ".join(
                    f"{'deal' if is_deal else 'no deal'}: {run(tables)}"
                    for _, tables, is_deal in _gathered(ends, a, b)
                )
            )
            colours = PAPER if paper else PAGE
            found.append(to_svg(figure, f"class{'-paper' * paper}-{place}", title, colours))
    return tuple(found)


class _Label(NamedTuple):
    """What is written beside a mark.

    Attributes:
        at: Where the mark is, in points of worth.
        text: What is written; empty where the mark only takes room.
        room: How far from its middle the mark takes room, in points of the paper.
        deal: Whether it is of a deal.
    """

    at: tuple[float, float]
    text: str = ""
    deal: bool = False
    room: int = 7


def _draw(
    axes: Axes, stick: Yardstick, pair: tuple[str, str], ends: Sequence[EndPoint]
) -> list[_Label]:
    """Draw what could be had and where the tables ended; return what to write there."""
    a, b = pair
    everything, parties = stick.deals.cloud(), stick.numbers.parties
    if everything is not None:
        dots(axes, everything.among([parties.index(a), parties.index(b)]))
    frontiers(axes, stick.deals, a, b, MUTED, BLUE)
    walk_aways(
        axes, stick.deals.walk_away[a], stick.deals.walk_away[b], "--", "walk-away values"
    )
    labels = []
    for rule, (mark, said) in _RULES.items():
        if found := stick.rules.get(rule):
            at = (found.best.worth[a], found.best.worth[b])
            _mark(axes, [at], mark, BLUE, said, hollow=True)
            labels.append(_Label(at))
    gathered = list(_gathered(ends, a, b))
    for is_deal, mark, colour, said in (
        (True, "o", ORANGE, "a table's deal"),
        (False, "X", INK, "no deal: what each walks away with"),
    ):
        _mark(axes, [at for at, _, deal in gathered if deal is is_deal], mark, colour, said)
    labels += [_Label((one.worth[a], one.worth[b]), room=3) for one in stick.deals.frontier]
    return labels + [_Label(at, run(tables), deal) for at, tables, deal in gathered]


def _mark(
    axes: Axes,
    places: Sequence[tuple[float, float]],
    mark: str,
    colour: str,
    said: str,
    *,
    hollow: bool = False,
) -> None:
    if places:
        axes.plot(
            *zip(*places, strict=True),
            mark,
            color=colour,
            markerfacecolor="none" if hollow else colour,
            markersize=12,
            linestyle=" ",
            label=said,
        )


def _gathered(
    ends: Iterable[EndPoint], a: str, b: str
) -> Iterator[tuple[tuple[float, float], list[str], bool]]:
    """Yield where tables ended, each place with all tables there, and whether with a deal."""
    found: list[tuple[tuple[float, float], list[str], bool]] = []
    for one in ends:
        has = dict(one.at)
        at = (has[a], has[b])
        for other, tables, deal in found:
            if deal is one.deal and max(abs(other[0] - at[0]), abs(other[1] - at[1])) < _NEAR:
                tables.append(one.table)
                break
        else:
            found.append((at, [one.table], one.deal))
    yield from found


def run(tables: Sequence[str]) -> str:
    """Return tables in a few signs: `1-4, 7`.

    Args:
        tables: Their ids.
    """
    runs: list[list[str]] = []
    for one in tables:
        last = runs[-1][-1] if runs else ""
        if last.isdecimal() and one.isdecimal() and int(one) == int(last) + 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    said = ([f"{some[0]}-{some[-1]}"] if len(some) > 2 else some for some in runs)
    return ", ".join(chain.from_iterable(said))


class _Box(NamedTuple):
    """What a label or a mark covers, in points of the paper."""

    left: float
    low: float
    right: float
    high: float

    def meets(self, other: "_Box") -> bool:
        """Whether something of it is in another."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.low < other.high
            and other.low < self.high
        )

    def within(self, other: "_Box") -> bool:
        """Whether all of it is in another."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.low >= other.low
            and self.high <= other.high
        )


_AROUND = ((1, 0), (0, 1), (-1, 0), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
"""Where a label may stand from its mark, the best first."""
_AWAY = (11, 30, 52, 80, 115)
"""How far, in points: farther where all nearer places are taken, with a line to the mark."""


def _write(axes: Axes, labels: Sequence[_Label], lines: tuple[float, float]) -> None:
    """Write the numbers of tables beside their marks so that none lies on another.

    Args:
        axes: The plane, with all else drawn, in a figure that has all else too.
        labels: What is written where.
        lines: Where a line goes up through the plane, and where one goes across.
    """
    axes.margins(0.09)
    figure = axes.get_figure()
    assert isinstance(figure, Figure)
    figure.draw_without_rendering()  # so that it is laid out: from here on places are known
    scale = 72 / figure.dpi
    frame = axes.get_window_extent()
    edge = _Box(frame.x0 * scale, frame.y0 * scale, frame.x1 * scale, frame.y1 * scale)
    spots = [axes.transData.transform(one.at) * scale for one in labels]
    taken = [
        _Box(x - one.room, y - one.room, x + one.room, y + one.room)
        for one, (x, y) in zip(labels, spots, strict=True)
    ]
    across, up = axes.transData.transform(lines) * scale
    taken += [
        _Box(across - 1, edge.low, across + 1, edge.high),
        _Box(edge.left, up - 1, edge.right, up + 1),
    ]
    for one, (x, y) in zip(labels, spots, strict=True):
        if not one.text:
            continue
        wide, high = 0.62 * _SIZE * len(one.text) + 6, 1.05 * _SIZE
        box, far = _free(x, y, wide, high, taken, edge)
        taken.append(box)
        line = {"arrowstyle": "-", "color": MUTED, "linewidth": 0.8}
        axes.annotate(
            one.text,
            one.at,
            xytext=((box.left + box.right) / 2 - x, (box.low + box.high) / 2 - y),
            textcoords="offset points",
            ha="center",
            va="center",
            fontsize=_SIZE,
            fontweight="bold",
            color=ORANGE if one.deal else INK,
            arrowprops=line if far else None,
        )


def _free(
    x: float, y: float, wide: float, high: float, taken: Sequence[_Box], edge: _Box
) -> tuple[_Box, bool]:
    """Return the nearest place for a label that nothing covers, and whether it is far."""
    first: _Box | None = None
    for away in _AWAY:
        for right, up in _AROUND:
            across, along = x + right * (away + wide / 2), y + up * (away + high / 2)
            box = _Box(across - wide / 2, along - high / 2, across + wide / 2, along + high / 2)
            first = first or box
            if box.within(edge) and not any(box.meets(one) for one in taken):
                return box, away > _AWAY[0]
    assert first is not None
    return first, False


@frozen(kw_only=True)
class GivingLine:
    """The offers of a side as a line in a small chart.

    Attributes:
        party: The side.
        own: What its offers were worth to itself: places in the chart, as SVG has them.
        theirs: The same to the other side; empty where there are several others.
        dots: The places of the first.
    """

    party: str
    own: str
    theirs: str
    dots: tuple[tuple[float, float], ...]


CHART = (240, 130)
"""How wide and high a small chart is, in its own units."""
_INSET = (30, 8, 8, 18)
"""What is left free in it: left, above, right, below."""


def giving_lines(result: TableResult) -> list[GivingLine]:
    """Return what the offers of each side were worth, over the moves of the talks.

    Args:
        result: How the table did.
    """
    found = []
    for side in result.giving:
        shown = [one for one in side.offers if one.worth is not None]
        others = [one for one in result.sides if one != side.party]
        own = [
            _place(result, one.move, one.worth[side.party])
            for one in shown
            if one.worth is not None and side.party in one.worth
        ]
        theirs = (
            [
                _place(result, one.move, one.worth[others[0]])
                for one in shown
                if one.worth is not None and others[0] in one.worth
            ]
            if len(others) == 1
            else []
        )
        found.append(
            GivingLine(party=side.party, own=_path(own), theirs=_path(theirs), dots=tuple(own))
        )
    return found


def level(points: float) -> float:
    """Return how high a number of points lies in a small chart, from above.

    Args:
        points: From 0 to 100, or what is shown at that edge.
    """
    _, above, _, below = _INSET
    room = CHART[1] - above - below
    return round(above + room * (1 - min(max(points, 0.0), 100.0) / 100), 1)


def _place(result: TableResult, move: int, points: float) -> tuple[float, float]:
    left, _, right, _ = _INSET
    room = CHART[0] - left - right
    share = (move - 1) / max(1, result.moves - 1)
    return round(left + room * share, 1), level(points)


def _path(places: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in places)
