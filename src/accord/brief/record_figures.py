"""The timeline, and reported numbers as ranges."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from math import isfinite
from typing import Any

from matplotlib import dates
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from accord.brief.reported_numbers import ReportedNumber, ReportedNumbers
from accord.record import (
    Agreement,
    Case,
    ConditionalOffer,
    Decision,
    Entry,
    Incident,
    Proposal,
    Round,
    Series,
    Session,
    Step,
)
from accord.record import Figure as Reported
from accord.record.sentences import series_told
from accord.record.wording import written
from accord.telling.svg_style import BLUE, INK, MUTED, ORANGE, WIDTH, drawing, shorten, to_svg

_COLUMNS = 75
"""How many marks have room beside each other on the timeline."""
_SIGN, _GAP = 0.9, 0.5
"""How many of these columns a digit takes, and what is left between two numbers."""
_STACK = 5
"""How many marks of one lane are stacked at one place; more are counted."""
_ENDS = (datetime.min, datetime(9999, 12, 31))
"""The first and the last day that Matplotlib has a number for."""
_LATEST = datetime(9900, 1, 1)
"""After this, dates have no ticks of their own."""
_WIDE = (300.0, 1e30)
"""Between these ratios of largest to smallest, numbers are drawn by magnitude."""

_MOST_TIMES = 400
"""Figures of so many times, the latest, are drawn beside each other: about one a pixel."""


def timeline(case: Case) -> str:
    """Draw what was said, held and agreed above a line of time, incidents below it.

    Rounds are numbered in order; the page lists them by number. Empty if there is nothing.
    """
    record = case.record
    rounds = list(record.of(Round))
    lanes: list[tuple[str, list[Entry], str, str]] = [
        ("Proposals", [*record.of(Proposal), *record.of(ConditionalOffer)], "^", ORANGE),
        ("Steps", [*record.of(Step)], "P", INK),
        ("Rounds", [*rounds, *record.of(Session)], "s", BLUE),
        ("Agreed, decided", [*record.of(Agreement), *record.of(Decision)], "D", INK),
    ]
    above = [lane for lane in lanes if lane[1] or lane[0] in ("Proposals", "Rounds")]
    incidents = list(record.of(Incident))
    marked = [*incidents, *(entry for lane in above for entry in lane[1])]
    if not marked:
        return ""
    days = [_day(entry) for entry in marked]
    room = max((max(days) - min(days)) * 0.05, 2.0)
    first, last = map(_since_epoch, _ENDS)
    left, right = max(min(days) - room, first), min(max(days) + room, last)
    heights: list[float] = []
    for place in range(len(above)):
        numbered = place and above[place - 1][0] == "Rounds"  # which have numbers above them
        heights.append((heights[-1] if heights else -0.3) + (1.7 if numbered else 1.2))
    top = max(heights, default=0.0) + 1.4
    with drawing():
        figure = Figure(figsize=(WIDTH, 0.9 + 0.25 * (top + 2.4)), layout="constrained")
        axes = figure.add_subplot(xlim=(left, right), ylim=(-2.4, top))
        axes.axhline(0, color=MUTED, linewidth=1)
        _lane(axes, incidents, -0.8, "o", MUTED)
        for height, (name, entries, mark, colour) in zip(heights, above, strict=True):
            _lane(axes, entries, height, mark, colour)
            if name == "Rounds":
                _numbers_of(axes, rounds, height + 1.3)
        names = [*zip(heights, (lane[0] for lane in above), strict=True), (-0.8, "Incidents")]
        axes.set_yticks([at for at, _ in names], [name for _, name in names])
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0)
        _dates(axes)
        return to_svg(figure, "timeline", "Timeline of the talks and of incidents")


def _day(entry: Entry) -> float:
    return _since_epoch(entry.date.start)


def _since_epoch(moment: datetime) -> float:
    return float(dates.date2num(moment))  # type: ignore[no-untyped-call]


class _DatesInWords(dates.ConciseDateFormatter):
    """Writes days as people do: 1 Feb."""

    def format_ticks(self, values: Any) -> list[str]:
        """Return the labels of the ticks."""
        found: list[str] = super().format_ticks(values)  # type: ignore[no-untyped-call]
        return [one.removeprefix("0") if " " in one else one for one in found]


def _dates(axes: Axes) -> None:
    left, right = axes.get_xlim()
    if right > _since_epoch(_LATEST):
        axes.set_xticks([left, right], [str(dates.num2date(x))[:10] for x in (left, right)])  # type: ignore[no-untyped-call]
        return
    locator = dates.AutoDateLocator(minticks=3, maxticks=8)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    form = _DatesInWords(  # type: ignore[no-untyped-call]
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


def _numbers_of(axes: Axes, rounds: Sequence[Entry], top: float) -> None:
    """Number the rounds above their marks, as far as the numbers have room."""
    left, right = axes.get_xlim()
    last, taken = left - right, 0.0
    for number, one in enumerate(rounds, 1):
        half = (_SIGN * len(str(number)) + _GAP) / 2
        if (_day(one) - last) / (right - left) >= (taken + half) / _COLUMNS:
            last, taken = _day(one), half
            axes.annotate(str(number), (last, top), ha="center", va="top")


def numbers(one: ReportedNumbers, name: str = "numbers") -> str:
    """Draw the numbers on one subject as ranges, one line a claimant."""
    known = [n for n in one.numbers if n.low is not None or n.high is not None]
    ends = [end for n in known for end in (n.low, n.high) if end is not None]
    if not ends or not isfinite((max(ends) - min(ends)) * 2):
        return ""
    wide = min(ends) > 0 and _WIDE[0] < max(ends) / min(ends) < _WIDE[1]
    with drawing():
        figure = Figure(figsize=(WIDTH, 0.75 + 0.32 * len(known)), layout="constrained")
        left, right = _room(min(ends), max(ends), wide)
        axes = figure.add_subplot(
            xlim=(left, right),
            ylim=(len(known) - 0.4, -0.7),
            xscale="log" if wide else "linear",
        )
        for place, number in enumerate(known):
            text = number.text.split(" (")[0].removesuffix(one.unit).strip()
            text += ", before a later count" if number.updated else ""
            _bar(axes, place, number, shorten(text, 48), left, right)
        axes.set_yticks(
            range(len(known)), [shorten(f"{n.by}, {written(n.date)}") for n in known]
        )
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0)
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
        if not wide:
            whole = all(end.is_integer() for end in ends)
            axes.locator_params(axis="x", nbins=6, integer=whole)
        axes.set_xlabel(shorten(one.unit, 60))
        said = "; ".join(f"{n.by}: {n.text}" for n in known)
        return to_svg(figure, name, f"{one.subject} by claimant. {said}")


def readings(one: Series, name: str = "readings") -> str:
    """Draw the figures on one subject against the times that they speak of."""
    drawn = [
        (when, number.value, number.id in tally.updated)
        for tally in one.tallies[-_MOST_TIMES:]
        for number in tally.figures
        for when in (_middle(number),)
    ]
    ends = [end for _, value, _ in drawn for end in (value.low, value.high) if isfinite(end)]
    if not ends or not isfinite((max(ends) - min(ends)) * 2):
        return ""
    low, high = _room(min(ends), max(ends), wide=False)
    with drawing():
        figure = Figure(figsize=(WIDTH, 2.3), layout="constrained")
        days = [when for when, _, _ in drawn]
        room = max((max(days) - min(days)) * 0.03, 2.0)
        first, last = map(_since_epoch, _ENDS)
        left, right = max(min(days) - room, first), min(max(days) + room, last)
        axes = figure.add_subplot(xlim=(left, right), ylim=(low, high))
        for when, value, updated in drawn:
            shown = [
                end if isfinite(end) else edge
                for end, edge in zip((value.low, value.high), (low, high), strict=True)
            ]
            colour = MUTED if updated else BLUE
            axes.plot([when, when], shown, ".-", color=colour, markersize=5, linewidth=2)
        whole = all(end.is_integer() for end in ends)
        axes.locator_params(axis="y", nbins=5, integer=whole)
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
        axes.set_ylabel(shorten(one.unit, 30))
        _dates(axes)
        return to_svg(figure, name, f"{one.subject}: {series_told(one)}")


def _middle(number: Reported) -> float:
    when = number.time or number.date
    return (_since_epoch(when.start) + _since_epoch(when.end)) / 2


def _room(low: float, high: float, wide: bool) -> tuple[float, float]:
    """Leave room for labels on both sides of the numbers."""
    if wide:
        factor = (high / low) ** 0.18
        return low / factor, high * factor
    room = (high - low) * 0.18 or abs(high) * 0.18 or 1.0
    return low - room, high + room


def _bar(
    axes: Axes, place: int, number: ReportedNumber, text: str, left: float, right: float
) -> None:
    start = left if number.low is None else number.low
    stop = right if number.high is None else number.high
    colour, width = (MUTED, 1.0) if number.updated else (BLUE, 2.5)
    axes.plot([start, stop], [place, place], color=colour, linewidth=width)
    for end, mark in (
        (start, "o" if number.low is not None else "<"),
        (stop, "o" if number.high is not None else ">"),
    ):
        axes.plot([end], [place], mark, color=colour, markersize=2 * width, clip_on=False)
    shown = axes.transData.transform([(start, place), (stop, place)])
    middle = axes.transData.inverted().transform(shown.mean(axis=0))[0]
    axes.annotate(
        text,
        (middle, place),
        xytext=(0, 4),
        textcoords="offset points",
        ha="center",
        fontsize=8,
        color=MUTED if number.updated else INK,
    )
