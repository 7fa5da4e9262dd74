"""Pictures of how sure an answer is."""

import numpy as np
from attrs import evolve
from docs.figures.cases import at_the_middle, in_points, river
from docs.figures.drawing import Drawings, Drawn, dots, line, picture, span, write

from accord.deals import Deals
from accord.kernels.ties import TIE
from accord.model import Deal, Interests, Range, Scale
from accord.telling.svg_style import BLUE, FAINT, INK, MUTED, ORANGE


def draw_verdict() -> Drawn:
    """Draw the three answers."""
    figure = picture(7.4, 3.0)
    shown = []
    for place, ranges in enumerate(
        (
            {"upland": (55.0, 75.0), "delta": (45.0, 70.0)},
            {"upland": (82.0, 102.0), "delta": (78.0, 95.0)},
            {"upland": (55.0, 85.0), "delta": (60.0, 95.0)},
        ),
        1,
    ):
        talks = at_the_middle(river(**ranges))
        zone = Deals(*talks).verdict
        free = Deals(*at_the_middle(river(upland=(0, 0), delta=(0, 0)))).cloud()
        assert free is not None
        points = free.points[free.acceptable]
        axes = figure.add_subplot(1, 3, place)
        low, high = np.array([ranges["upland"], ranges["delta"]]).T
        axes.axvspan(low[0], high[0], color=FAINT, alpha=0.35, linewidth=0)
        axes.axhspan(low[1], high[1], color=FAINT, alpha=0.35, linewidth=0)
        sure, ever = ((points >= end - TIE).all(axis=1) for end in (high, low))
        dots(axes, points[~ever], MUTED, 4)
        if ever.any():
            dots(axes, points[ever], ORANGE, 6)
        if sure.any():
            dots(axes, points[sure], BLUE, 6)
        said = {True: "yes", False: "no", "depends": "depends"}[zone.exists]
        axes.set_title(said, fontsize=9)
        shown.append(f"{said} ({sure.sum()} deals for all values, {ever.sum()} for some)")
        span(axes, (30, 112), (30, 108), ("Upland", "Delta"))
        if place > 1:
            axes.set_ylabel("")
    return figure, (
        "Deals in three planes in which the walk-away values are bands: " + "; ".join(shown)
    )


def draw_throughout() -> Drawn:
    """Draw what two deals are worth over the range of a weight."""
    agenda, [north, south] = in_points(
        {
            "port": {"north": (100, 0), "south": (0, 100)},
            "road": {"north": (100, 0), "south": (0, 100)},
        },
        ("north", "south"),
    )
    weights = np.linspace(30, 70, 41)

    def weighing(low: float, high: float) -> Interests:
        return evolve(
            north,
            scale=Scale.RELATIVE,
            walk_away=Range(50.0, 50.0),
            issues=north.issues
            | {
                "port": evolve(north.issues["port"], weight=Range(low, high)),
                "road": evolve(north.issues["road"], weight=Range(50.0, 50.0)),
            },
        )

    content = evolve(
        south,
        scale=Scale.RELATIVE,
        walk_away=Range(50.0, 50.0),
    )
    deals = [{"port": "north", "road": "south"}, {"port": "south", "road": "north"}]
    found = Deals(agenda, [weighing(30.0, 70.0), content]).verdict
    worth = np.array(
        [
            [
                one.worth["north"]
                for one in Deals(agenda, [weighing(at, at), content]).worths(deals)
            ]
            for at in weights.tolist()
        ]
    )
    figure = picture(6.0, 3.4)
    axes = figure.add_subplot()
    axes.plot(weights, worth.max(axis=1), color=FAINT, linewidth=6)
    for column, (colour, name) in enumerate(((BLUE, "the port"), (ORANGE, "the road"))):
        axes.plot(weights, worth[:, column], color=colour, linewidth=1.4)
        write(axes, f"North has {name}", (70, worth[-1, column]), (6, 0), colour)
    axes.axhline(50, color=MUTED, linewidth=1, linestyle="--")
    write(axes, "walk-away value", (30, 50), (4, 7), MUTED)
    axes.set_xlim(30, 84)
    axes.set_xticks([30, 40, 50, 60, 70])
    axes.set_xlabel("how North weighs the port, where it weighs the road 50")
    axes.set_ylabel("Worth to North, points")
    return figure, (
        "What two deals are worth to North: with the weight of the port one rises from "
        f"{worth[0, 0]:.3g} to {worth[-1, 0]:.3g} points, the other one falls from "
        f"{worth[0, 1]:.3g} to {worth[-1, 1]:.3g}. A deal throughout: {found.throughout_holds}."
    )


def draw_sureness() -> Drawn:
    """Draw for what share of the ranges deals are acceptable and among the best."""
    talks = river(delta=(60.0, 95.0))
    deals: list[Deal] = [one.deal for one in Deals(*talks).frontier]
    deals.append({"ceasefire": "full", "prisoners": "wounded", "water": "40"})
    found = Deals(*talks).how_sure(deals)
    figure = picture(7.0, 3.6)
    axes = figure.add_subplot()
    bars = (("acceptable", BLUE), ("on the frontier", ORANGE), ("Nash's choice", MUTED))
    for row, one in enumerate(found):
        for place, ((label, colour), share) in enumerate(
            zip(bars, (one.acceptable, one.frontier, one.nash), strict=True)
        ):
            at = -row - 0.24 * (place - 1)
            axes.barh(
                at, share.share, 0.2, color=colour, alpha=0.75, label=label if not row else ""
            )
            axes.plot(share.interval, (at, at), color=INK, linewidth=1)
        write(axes, one.verdict, (1.02, -row), (0, 0))
    axes.set_yticks(
        [-row for row in range(len(found))],
        [", ".join(one.deal.values()) for one in found],
    )
    axes.set_xlim(0, 1.22)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25%", "50%", "75%", "100%"])
    axes.set_xlabel("share of the ranges, with its 95% interval")
    figure.legend(loc="outside lower center", ncols=3, frameon=False, fontsize=8)
    return figure, "Bars for five deals: " + "; ".join(
        f"{', '.join(one.deal.values())} is {one.verdict} acceptable, "
        f"in {one.acceptable.share:.0%} of the draws"
        for one in found
    )


def draw_drivers() -> Drawn:
    """Draw in what share of the draws there is a deal, by halves of every range."""
    found = Deals(*river(delta=(60.0, 95.0)), draws=10_000).drivers
    figure = picture(6.8, 3.3)
    axes = figure.add_subplot()
    names = []
    for row, one in enumerate(found.ranked):
        colour = ORANGE if one.distinguishable else MUTED
        line(axes, (one.share_low, -row), (one.share_high, -row), colour=colour)
        axes.plot(one.share_low, -row, "o", color=colour, markersize=6, fillstyle="none")
        axes.plot(one.share_high, -row, "o", color=colour, markersize=6)
        number = one.number
        parts = [number.kind.replace("_", "-"), number.issue, number.option]
        names.append(f"{number.party.capitalize()}: {' '.join(filter(None, parts))}")
    axes.set_yticks([-row for row in range(len(names))], names)
    axes.set_xlim(0.65, 1.03)
    axes.set_xticks([0.7, 0.8, 0.9, 1.0], ["70%", "80%", "90%", "100%"])
    axes.set_xlabel(
        "share of draws with a deal, the number in the lower (hollow) or upper half"
    )
    first = found.ranked[0]
    return figure, (
        f"A line for each of {len(names)} numbers. The longest is for {names[0]}: with it in "
        f"the lower half of its range there is a deal in {first.share_low:.0%} of the draws, "
        f"in the upper half in {first.share_high:.0%}."
    )


FIGURES: Drawings = {
    "verdict": draw_verdict,
    "throughout": draw_throughout,
    "sureness": draw_sureness,
    "drivers": draw_drivers,
}
