"""Pictures of what stands in the way."""

from itertools import product

import numpy as np
from docs.figures.cases import in_points, river
from docs.figures.drawing import (
    Drawings,
    Drawn,
    arrow,
    dots,
    line,
    mark,
    pair,
    picture,
    river_plane,
    span,
    walk_away,
    write,
)
from matplotlib.patches import Rectangle

from accord.deals import Deals
from accord.deals.drops import Drop
from accord.kernels.ties import TIE
from accord.telling.svg_style import BLUE, FAINT, INK, MUTED, ORANGE


def draw_blocks() -> Drawn:
    """Draw the minimal sets, a column each, with what they ask of walk-away values."""
    talks = river(upland=(100.0, 100.0), delta=(95.0, 95.0))
    openings = Deals(*talks).blocks.openings
    things = list(dict.fromkeys(thing for one in openings for thing in one.ease))
    things.sort(key=lambda thing: (thing.kind, thing.party))
    figure = picture(6.4, 3.6)
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=[1, 1.2])
    for column, one in enumerate(openings):
        start = 0.0
        for party, points in one.give.items():
            colour = BLUE if party == "upland" else ORANGE
            above.bar(column, points, 0.4, bottom=start, color=colour, alpha=0.75)
            label = f"{party.capitalize()} {points:.3g}"
            write(above, label, (column + 0.2, start + points / 2), (4, 0), colour)
            start += points
        rows = [things.index(thing) for thing in one.ease]
        line(below, (column, -min(rows)), (column, -max(rows)), colour=INK)
        for row in range(len(things)):
            colour = INK if row in rows else FAINT
            below.plot(column, -row, "o", color=colour, markersize=9)
    above.set_ylabel("points down")
    above.tick_params(bottom=False)
    below.set_xlim(-0.6, len(openings) - 0.2)
    below.set_ylim(0.5 - len(things), 0.5)
    below.set_yticks(
        [-row for row in range(len(things))],
        [
            f"{thing.party.capitalize()}: "
            + (f"red line {thing.id}" if thing.id else f"walk-away {thing.walk_away:.3g}")
            for thing in things
        ],
    )
    below.set_xticks(range(len(openings)), [f"set {n + 1}" for n in range(len(openings))])
    below.spines[["left", "bottom"]].set_visible(False)
    below.tick_params(left=False, bottom=False)
    return figure, f"{len(openings)} minimal sets in columns: " + "; ".join(
        " and ".join(
            f"{thing.party.capitalize()}'s {thing.id or 'walk-away value'}"
            for thing in one.ease
        )
        for one in openings
    )


SHORT = {"upland": (100.0, 100.0), "delta": (80.0, 80.0)}


def draw_concessions() -> Drawn:
    """Draw by how much walk-away values must come down."""
    talks = river(**SHORT)
    found, everything = Deals(*talks).drops, Deals(*river(upland=(0, 0), delta=(0, 0))).cloud()
    assert everything is not None
    corner = np.array([side.walk_away_value.middle for side in talks[1]])
    figure = picture()
    axes = figure.add_subplot()
    river_plane(axes, everything.points[everything.acceptable])
    span(axes, (40, 140), (44, 108), ("Upland", "Delta"))
    walk_away(axes, corner)
    for one, name, shift in (
        (found.alone["upland"], "Upland alone", (-10, 4)),
        (found.total, "least in all", (30, -5)),
    ):
        assert one is not None
        where = list(one.deal.worth.values())
        arrow(axes, corner, np.minimum(corner, where))
        mark(axes, where, f"{name}: {_drops(one)}", shift, "o")
    write(axes, "both walk-away values", corner, (9, 8), MUTED)
    said = [
        f"{name} {_drops(one)}"
        for name, one in (
            ("Upland alone", found.alone["upland"]),
            ("least in all", found.total),
        )
        if one is not None
    ]
    return figure, (
        "No deal lies to the upper right of both walk-away values. Arrows show how they "
        f"come down to reach a deal: {'; '.join(said)}."
    )


def _drops(one: Drop) -> str:
    return " and ".join(
        f"{party.capitalize()} {points:.3g}" for party, points in one.give.items()
    )


REASONS = {
    "constraint": "constraint",
    "constraints": "constraints",
    "red_line": "red line",
    "red_lines": "red lines",
    "walk_away": "walk-away",
}


def draw_unreachable() -> Drawn:
    """Draw every option, and which of them no acceptable deal takes."""
    agenda, sides = river(delta=(77.5, 77.5))
    found = Deals(agenda, sides).unreachable
    out = {(one.issue, one.option): one for one in found.options}
    figure = picture(6.6, 3.0)
    axes = figure.add_subplot()
    for row, (name, issue) in enumerate(agenda.issues.items()):
        for column, option in enumerate(issue.choices):
            one = out.get((name, option))
            axes.add_patch(
                Rectangle(
                    (column + 0.04, -row - 0.36),
                    0.92,
                    0.72,
                    facecolor="none" if one else BLUE,
                    edgecolor=ORANGE if one else BLUE,
                    linestyle="--" if one else "-",
                    alpha=1.0 if one else 0.75,
                )
            )
            text = option
            if one:
                said = [f"{r.party.capitalize()}'s {REASONS[r.kind]}" for r in one.reasons]
                text += "\n" + (",\n".join(said) or "the two together")
            axes.text(
                column + 0.5,
                -row,
                text,
                ha="center",
                va="center",
                color=ORANGE if one else "white",
                fontsize=8,
            )
    axes.set_xlim(0, 4)
    axes.set_ylim(-2.4, 0.4)
    axes.set_xticks([])
    axes.set_yticks([-row for row in range(len(agenda.issues))], list(agenda.issues))
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.tick_params(left=False)
    return figure, (
        "The options of the three issues. All are filled but "
        + ", ".join(f"{issue} {option}" for issue, option in out)
        + ", which no acceptable deal takes."
    )


def draw_trades() -> Drawn:
    """Draw a trade between two parties."""
    talks = in_points(
        {
            "road": {"open": (70, 0), "shut": (0, 30)},
            "port": {"north": (30, 0), "south": (0, 70)},
        },
        ("north", "south"),
    )
    everything = Deals(*talks).cloud()
    [trade] = Deals(*talks).trades.trades
    assert everything is not None
    ways = trade.gives
    ends = Deals(talks[0], talks[1]).worths(
        [
            {way.issue: getattr(way, when) for way in ways.values()}
            for when in ("before", "after")
        ]
    )
    before, after = (list(one.worth.values()) for one in ends)
    figure = picture(5.4, 4.2)
    axes = figure.add_subplot()
    dots(axes, everything.points, MUTED, 7)
    arrow(axes, before, after)
    mark(axes, before, "each has its way on what matters less", (10, -4), "o")
    mark(axes, after, "each has its way\non what matters more", (10, 8), "o")
    span(axes, (-5, 125), (-5, 110), ("North", "South"))
    gains = " and ".join(f"{p.capitalize()} {g:.3g}" for p, g in trade.gains.items())
    return figure, (
        f"Four deals. An arrow leads from one at {pair(np.array(before))} to one at "
        f"{pair(np.array(after))}, which gives {gains} points more."
    )


def draw_why_not() -> Drawn:
    """Draw the deals with some terms, and what the best of them costs."""
    terms = {"ceasefire": "road"}
    agenda, sides = river()
    found = Deals(agenda, sides).why_not(terms)
    free = Deals(*river(upland=(0, 0), delta=(0, 0))).cloud()
    assert free is not None and found.best is not None and found.nash is not None
    rest = [issue.choices for name, issue in agenda.issues.items() if name not in terms]
    names = [name for name in agenda.issues if name not in terms]
    taken = [terms | dict(zip(names, options, strict=True)) for options in product(*rest)]
    valued = [one for one in Deals(agenda, sides).worths(taken) if not one.refused_by]
    points = np.array([list(one.worth.values()) for one in valued])
    figure = picture()
    axes = figure.add_subplot()
    river_plane(axes, free.points[free.acceptable])
    apart = np.abs(points[:, None] - free.points[free.acceptable][None])
    both = np.any(np.all(apart < TIE, axis=2), axis=1)
    axes.plot(*points[both].T, "o", color=BLUE, markersize=6, linestyle=" ")
    walk_away(axes, [side.walk_away_value.middle for side in sides])
    best, nash = (list(one.worth.values()) for one in (found.best, found.nash))
    arrow(axes, nash, best)
    mark(axes, nash, "Nash's choice of all deals", (-10, 16))
    mark(axes, best, "best with these terms", (10, -8), "o")
    write(axes, "deals with these terms", points[both][0], (8, -10), BLUE)
    cost = " and ".join(f"{p.capitalize()} {c:+.3g}" for p, c in found.change.items())
    return figure, (
        "The deals of the river talks, those with a ceasefire along the road only in blue. An "
        f"arrow leads from Nash's choice of all deals to the best of those: {cost}."
    )


FIGURES: Drawings = {
    "blocks": draw_blocks,
    "concessions": draw_concessions,
    "unreachable": draw_unreachable,
    "trades": draw_trades,
    "why-not": draw_why_not,
}
