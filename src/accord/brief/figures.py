"""The figures of the page, as SVG that follows the colours of the page around it."""

import io
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import matplotlib
from matplotlib import dates
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from accord.brief import page
from accord.brief.outlook import RULES, View
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
    "font.size": 9.0,
    "text.color": INK,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": MUTED,
    "ytick.color": INK,
    "text.parse_math": False,
}
_WIDTH = 7.4
_MARKS = dict(zip(RULES, "*DPX", strict=True))


def timeline(folder: Folder) -> str:
    """Draw rounds and proposals above a line of time, incidents below it.

    Rounds are numbered in order; the page lists them by number. Empty if there are none.
    """
    record = folder.record
    rounds = [*record.of(Round), *record.of(Session)]
    proposals, incidents = list(record.of(Proposal)), list(record.of(Incident))
    if not rounds and not incidents:
        return ""
    with matplotlib.rc_context(_STYLE):
        figure = Figure(figsize=(_WIDTH, 2.3), layout="constrained")
        axes = figure.add_subplot()
        axes.axhline(0, color=MUTED, linewidth=1)
        _lane(axes, proposals, 1, "^", ORANGE)
        _lane(axes, incidents, -1, "o", MUTED)
        _lane(axes, rounds, 2, "s", BLUE)
        for number, one in enumerate(record.of(Round), 1):
            axes.annotate(
                str(number),
                (_number(one), 2),
                xytext=(0, 6),
                textcoords="offset points",
                ha="center",
            )
        axes.set_yticks([2, 1, -1], ["Rounds", "Proposals", "Incidents"])
        axes.set_ylim(-1.8, 3.0)
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0)
        locator = dates.AutoDateLocator(maxticks=8)  # type: ignore[no-untyped-call]
        axes.xaxis.set_major_locator(locator)
        formatter = dates.ConciseDateFormatter(locator)  # type: ignore[no-untyped-call]
        axes.xaxis.set_major_formatter(formatter)
        axes.margins(x=0.06)
        return _svg(figure, "timeline", "Timeline of rounds, proposals and incidents")


def _number(entry: Entry) -> float:
    return float(dates.date2num(entry.date.start))  # type: ignore[no-untyped-call]


def _lane(axes: Axes, entries: Sequence[Entry], height: float, mark: str, colour: str) -> None:
    """Set marks at the days of entries; several on one day are set apart."""
    seen: dict[datetime, int] = {}
    for entry in entries:
        day = entry.date.start.replace(hour=0, minute=0)
        place = seen[day] = seen.get(day, -1) + 1
        step = 0.16 if height > 0 else -0.16
        offset = min(place, 4) * step
        axes.plot([_number(entry)], [height + offset], mark, color=colour, markersize=5)


def numbers(one: page.Numbers) -> str:
    """Draw the numbers on one subject as ranges, one line a claimant."""
    known = [n for n in one.numbers if n.low is not None or n.high is not None]
    ends = [end for n in known for end in (n.low, n.high) if end is not None]
    low, high = min(ends), max(ends)
    room = (high - low) * 0.18 or max(abs(high), 1.0) * 0.18
    with matplotlib.rc_context(_STYLE):
        figure = Figure(figsize=(_WIDTH, 0.55 + 0.3 * len(known)), layout="constrained")
        axes = figure.add_subplot()
        for place, number in enumerate(known):
            _bar(axes, place, number, low - room, high + room)
        axes.set_yticks(range(len(known)), [_short(f"{n.by}, {n.date}") for n in known])
        axes.set_ylim(len(known) - 0.4, -0.6)
        axes.set_xlim(low - room, high + room)
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0)
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
        axes.locator_params(axis="x", nbins=6)
        said = "; ".join(f"{n.by}: {n.text}" for n in known)
        return _svg(figure, one.subject, f"{one.subject} by claimant. {said}")


def _bar(axes: Axes, place: int, number: page.Number, left: float, right: float) -> None:
    start = left if number.low is None else number.low
    stop = right if number.high is None else number.high
    axes.plot([start, stop], [place, place], color=BLUE, linewidth=2.5)
    for end, open_ in ((start, number.low is None), (stop, number.high is None)):
        mark = (">" if end == stop else "<") if open_ else "o"
        axes.plot([end], [place], mark, color=BLUE, markersize=5, clip_on=False)
    axes.annotate(
        number.text,
        ((start + stop) / 2, place),
        xytext=(0, 4),
        textcoords="offset points",
        ha="center",
        fontsize=8,
    )


def _short(text: str, most: int = 34) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def planes(view: View, folder: Folder) -> list[str]:
    """Draw deals in the plane of two parties' worth, a figure for every pair of parties."""
    deals = view.deals
    if deals is None:
        return []
    everything = cloud(folder.process.agenda, view.interests)
    pairs = [
        (i, j) for i in range(len(deals.parties)) for j in range(i + 1, len(deals.parties))
    ]
    with matplotlib.rc_context(_STYLE):
        return [_plane(deals, folder, everything, i, j) for i, j in pairs[:6]]


def _plane(deals: Deals, folder: Folder, everything: object, i: int, j: int) -> str:
    a, b = deals.parties[i], deals.parties[j]
    names = [folder.process.name(party) for party in (a, b)]
    figure = Figure(figsize=(_WIDTH * 0.8, _WIDTH * 0.66), layout="constrained")
    axes = figure.add_subplot()
    points = getattr(everything, "points", None)
    if points is not None:
        axes.plot(points[:, i], points[:, j], ".", color=FAINT, markersize=2, rasterized=True)
    front = sorted((one.worth[a], one.worth[b]) for one in deals.frontier)
    axes.plot(
        *zip(*front, strict=True), "-", color=MUTED, linewidth=1, label="frontier of all deals"
    )
    if deals.acceptable:
        inside = sorted((one.worth[a], one.worth[b]) for one in deals.acceptable)
        axes.plot(
            *zip(*inside, strict=True),
            ".-",
            color=BLUE,
            linewidth=1,
            label="acceptable frontier",
        )
    for party, line, span in (
        (a, axes.axvline, axes.axvspan),
        (b, axes.axhline, axes.axhspan),
    ):
        held = deals.walk_away_range[party]
        span(held.low, held.high, color=FAINT, alpha=0.35, linewidth=0)
        line(deals.walk_away[party], color=MUTED, linewidth=1, linestyle="--")
    for rule, solution in deals.solutions.items():
        if solution is not None:
            worth = solution.best.worth
            axes.plot(
                [worth[a]],
                [worth[b]],
                _MARKS[rule],
                color=ORANGE,
                markersize=8,
                label=RULES[rule],
            )
    axes.set_xlabel(f"Worth to {names[0]}, points")
    axes.set_ylabel(f"Worth to {names[1]}, points")
    axes.legend(frameon=False, fontsize=8, loc="lower left")
    return _svg(
        figure,
        f"plane-{i}-{j}",
        f"Deals by their worth to {names[0]} and {names[1]}, with the frontier, the walk-away "
        "values (dashed, their ranges shaded) and the fair compromises",
    )


def _svg(figure: Figure, salt: str, title: str) -> str:
    """Give a figure as an SVG element with a title, in the page's colours."""
    buffer = io.StringIO()
    with matplotlib.rc_context({"svg.hashsalt": salt}):
        figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None})
    text = buffer.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    for stand_in, colour in _COLOURS.items():
        text = text.replace(stand_in, colour)
    text = re.sub(r"font: (\S+) [^;\"]+", r"font: \1 system-ui, sans-serif", text)
    safe = title.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    head, rest = text.split(">", 1)
    head = re.sub(r' (?:width|height)="[^"]*pt"', "", head)
    return f'{head} role="img" aria-label="{safe}"><title>{safe}</title>{rest}'
