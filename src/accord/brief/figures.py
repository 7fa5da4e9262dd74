"""The figures of the page, as SVG that follows the colours of the page around it."""

import io
import re
import warnings
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from html import escape
from math import isfinite
from typing import Any

import matplotlib
import numpy as np
from matplotlib import dates
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from accord.brief import page
from accord.brief.outlook import View
from accord.deals import Deals, cloud
from accord.formats import Folder
from accord.record import Entry, Incident, Proposal, Round, Session

INK, MUTED, FAINT, BLUE, ORANGE = "#101112", "#202122", "#303132", "#404142", "#505152"
"""Stand-ins for the page's colours, replaced after drawing."""

_COLOURS = {
    INK: "var(--ink)",
    MUTED: "var(--muted)",
    FAINT: "var(--line)",
    BLUE: "var(--blue)",
    ORANGE: "var(--orange)",
}
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "accord",
    "font.size": 9.0,
    "text.color": INK,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": MUTED,
    "ytick.color": INK,
    "text.parse_math": False,
    "path.simplify": False,
}
_WIDTH = 7.4
_MARKS = "*DPX"
_COLUMNS = 75
"""How many marks have room beside each other on the timeline."""
_STACK = 5
"""How many marks of one lane are stacked at one place; more are counted."""
_DOTS = 120
"""How many points have room beside each other in a plane."""
_ENDS = (datetime.min, datetime(9999, 12, 31))
_LATEST = datetime(9900, 1, 1)
"""After this, dates have no ticks of their own."""
_WIDE = (300.0, 1e30)
"""Between these ratios of largest to smallest, numbers are drawn by magnitude."""


@contextmanager
def _drawing() -> Iterator[None]:
    """Draw in the page's style; the reader's fonts have the letters that ours lacks."""
    with matplotlib.rc_context(_STYLE), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        warnings.filterwarnings("ignore", message="Matplotlib currently does not support")
        yield


def timeline(folder: Folder) -> str:
    """Draw rounds and proposals above a line of time, incidents below it.

    Rounds are numbered in order; the page lists them by number. Empty if there are none.
    """
    record = folder.record
    rounds = list(record.of(Round))
    meetings = [*rounds, *record.of(Session)]
    incidents, proposals = list(record.of(Incident)), list(record.of(Proposal))
    marked = [*meetings, *proposals, *incidents]
    if not marked:
        return ""
    days = [_day(entry) for entry in marked]
    room = max((max(days) - min(days)) * 0.05, 2.0)
    first, last = map(_since_epoch, _ENDS)
    left, right = max(min(days) - room, first), min(max(days) + room, last)
    with _drawing():
        figure = Figure(figsize=(_WIDTH, 2.3), layout="constrained")
        axes = figure.add_subplot(xlim=(left, right), ylim=(-2.4, 3.3))
        axes.axhline(0, color=MUTED, linewidth=1)
        for entries, height, mark, colour in (
            (proposals, 0.9, "^", ORANGE),
            (incidents, -0.8, "o", MUTED),
            (meetings, 2.0, "s", BLUE),
        ):
            _lane(axes, entries, height, mark, colour)
        _numbers_of(axes, rounds)
        axes.set_yticks([2.0, 0.9, -0.8], ["Rounds", "Proposals", "Incidents"])
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0)
        _dates(axes)
        return _svg(figure, "timeline", "Timeline of rounds, proposals and incidents")


def _day(entry: Entry) -> float:
    return _since_epoch(entry.date.start)


def _since_epoch(moment: datetime) -> float:
    return float(dates.date2num(moment))  # type: ignore[no-untyped-call]


def _dates(axes: Axes) -> None:
    left, right = axes.get_xlim()
    if right > _since_epoch(_LATEST):
        axes.set_xticks([left, right], [str(dates.num2date(x))[:10] for x in (left, right)])  # type: ignore[no-untyped-call]
        return
    locator = dates.AutoDateLocator(minticks=3, maxticks=8)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    form = dates.ConciseDateFormatter(  # type: ignore[no-untyped-call]
        locator,
        formats=["%Y", "%b", "%d %b", "%H:%M", "%H:%M", "%S"],
        zero_formats=["", "%Y", "%d %b", "%d %b", "%H:%M", "%H:%M"],
        offset_formats=["", "%Y", "%Y", "%Y", "%d %b %Y", "%d %b %Y"],
    )
    axes.xaxis.set_major_formatter(form)


def _lane(axes: Axes, entries: Sequence[Entry], height: float, mark: str, colour: str) -> None:
    """Set marks at the days of entries, stacked where they would lie on each other."""
    left, right = axes.get_xlim()
    places: dict[int, list[float]] = defaultdict(list)
    for day in sorted(map(_day, entries)):
        places[round((day - left) / (right - left) * _COLUMNS)].append(day)
    step = 0.22 if height > 0 else -0.22
    marks = [
        (days[0], height + level * step)
        for days in places.values()
        for level in range(min(len(days), _STACK))
    ]
    if marks:
        axes.plot(*zip(*marks, strict=True), mark, color=colour, markersize=5)
    for days in places.values():
        if len(days) > _STACK:
            where = (days[0], height + (_STACK + 0.3) * step)
            axes.annotate(str(len(days)), where, ha="center", va="center", fontsize=7)


def _numbers_of(axes: Axes, rounds: Sequence[Entry]) -> None:
    """Number the rounds above their marks, as far as the numbers have room."""
    left, right = axes.get_xlim()
    last = left - right
    for number, one in enumerate(rounds, 1):
        if (_day(one) - last) / (right - left) >= 1.4 / _COLUMNS:
            last = _day(one)
            axes.annotate(str(number), (last, 3.2), ha="center", va="top")


def numbers(one: page.Numbers, name: str = "numbers") -> str:
    """Draw the numbers on one subject as ranges, one line a claimant."""
    known = [n for n in one.numbers if n.low is not None or n.high is not None]
    ends = [end for n in known for end in (n.low, n.high) if end is not None]
    if not ends or not isfinite((max(ends) - min(ends)) * 2):
        return ""
    wide = min(ends) > 0 and _WIDE[0] < max(ends) / min(ends) < _WIDE[1]
    with _drawing():
        figure = Figure(figsize=(_WIDTH, 0.75 + 0.32 * len(known)), layout="constrained")
        left, right = _room(min(ends), max(ends), wide)
        axes = figure.add_subplot(
            xlim=(left, right),
            ylim=(len(known) - 0.4, -0.7),
            xscale="log" if wide else "linear",
        )
        for place, number in enumerate(known):
            text = number.text.removesuffix(one.unit).strip()
            _bar(axes, place, number, _short(text), left, right)
        axes.set_yticks(range(len(known)), [_short(f"{n.by}, {n.date}") for n in known])
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0)
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
        if not wide:
            whole = all(end.is_integer() for end in ends)
            axes.locator_params(axis="x", nbins=6, integer=whole)
        axes.set_xlabel(_short(one.unit, 60))
        said = "; ".join(f"{n.by}: {n.text}" for n in known)
        return _svg(figure, name, f"{one.subject} by claimant. {said}")


def _room(low: float, high: float, wide: bool) -> tuple[float, float]:
    """Leave room for labels on both sides of the numbers."""
    if wide:
        factor = (high / low) ** 0.18
        return low / factor, high * factor
    room = (high - low) * 0.18 or abs(high) * 0.18 or 1.0
    return low - room, high + room


def _bar(
    axes: Axes, place: int, number: page.Number, text: str, left: float, right: float
) -> None:
    start = left if number.low is None else number.low
    stop = right if number.high is None else number.high
    axes.plot([start, stop], [place, place], color=BLUE, linewidth=2.5)
    for end, mark in (
        (start, "o" if number.low is not None else "<"),
        (stop, "o" if number.high is not None else ">"),
    ):
        axes.plot([end], [place], mark, color=BLUE, markersize=5, clip_on=False)
    shown = axes.transData.transform([(start, place), (stop, place)])
    middle = axes.transData.inverted().transform(shown.mean(axis=0))[0]
    axes.annotate(
        text,
        (middle, place),
        xytext=(0, 4),
        textcoords="offset points",
        ha="center",
        fontsize=8,
    )


def _short(text: str, most: int = 34) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def planes(view: View, folder: Folder, name: str = "plane") -> list[str]:
    """Draw deals in the plane of two parties' worth, a figure for every pair of parties."""
    deals = view.deals
    if deals is None:
        return []
    everything = cloud(folder.process.agenda, view.interests)
    points = None if everything is None else everything.points
    places = range(len(deals.parties))
    pairs = [(i, j) for i in places for j in places if i < j]
    with _drawing():
        return [
            _plane(folder, view.outlook, deals, points, (i, j), f"{name}-{i}-{j}")
            for i, j in pairs[:6]
        ]


def _plane(
    folder: Folder,
    outlook: page.Outlook,
    deals: Deals,
    points: Any,
    pair: tuple[int, int],
    name: str,
) -> str:
    i, j = pair
    a, b = deals.parties[i], deals.parties[j]
    names = [folder.process.name(party) for party in (a, b)]
    figure = Figure(figsize=(_WIDTH * 0.8, _WIDTH * 0.7), layout="constrained")
    axes = figure.add_subplot()
    if points is not None:
        _dots(axes, points[:, [i, j]])
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
    for mark, one in zip(_MARKS, outlook.compromises, strict=False):
        where = ([one.points[i].worth], [one.points[j].worth])
        label = ", ".join(one.rules)
        axes.plot(*where, mark, color=ORANGE, markersize=8, linestyle=" ", label=label)
    axes.set_xlabel(f"Worth to {_short(names[0])}, points")
    axes.set_ylabel(f"Worth to {_short(names[1])}, points")
    figure.legend(loc="outside lower center", ncols=2, frameon=False, fontsize=8)
    return _svg(
        figure,
        name,
        f"Deals by their worth to {names[0]} and {names[1]}, with the frontier, the walk-away "
        "values (dashed, their ranges shaded) and the fair compromises",
    )


def _dots(axes: Axes, points: Any) -> None:
    """Set a dot for every deal, one where several would lie on each other, as one path."""
    low, high = points.min(axis=0), points.max(axis=0)
    cell = np.where(high > low, high - low, 1.0) / _DOTS
    _, first = np.unique(np.round((points - low) / cell), axis=0, return_index=True)
    x, y = np.repeat(points[first].T, 3, axis=1)
    x[2::3] = np.nan
    axes.plot(x, y, color=FAINT, linewidth=2, solid_capstyle="round")


def _svg(figure: Figure, name: str, title: str) -> str:
    """Give a figure as an SVG element with a title, in the page's colours.

    Args:
        figure: The figure.
        name: What its ids begin with, so that no two figures of a page share one.
        title: What it shows, for those who do not see it.
    """
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None})
    text = buffer.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r"<style.*?</style>", "", text, flags=re.DOTALL)
    used = set(re.findall(r'(?:href="|url\()#([^")]+)', text))

    def tag(match: "re.Match[str]") -> str:
        """Change the attributes of a tag; what the figure says stands outside of tags."""
        found = re.sub(r'style="[^"]*"', _coloured, match[0])
        found = re.sub(
            r' id="([^"]*)"', lambda m: f' id="{name}-{m[1]}"' if m[1] in used else "", found
        )
        return re.sub(r'(href="|url\()#', rf"\g<1>#{name}-", found)

    head, rest = re.sub(r"<[^>]+>", tag, text).split(">", 1)
    head = re.sub(r' (?:width|height)="[^"]*pt"', "", head)
    safe = escape(" ".join(title.split()))
    style = 'style="stroke-linejoin: round; stroke-linecap: butt"'
    return f'{head} {style} role="img" aria-label="{safe}"><title>{safe}</title>{rest}'


def _coloured(style: "re.Match[str]") -> str:
    text = style[0]
    for stand_in, colour in _COLOURS.items():
        text = text.replace(stand_in, colour)
    return re.sub(r"font-family: [^;\"]+", "font-family: system-ui, sans-serif", text)
