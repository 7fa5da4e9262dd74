"""Pictures of fair compromises."""

from itertools import pairwise

import numpy as np
from attrs import frozen
from docs.figures.cases import POLYGON, in_points, polygon, river, swaps
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
    write,
)
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from accord.deals import Deals
from accord.kernels.hull import Chain
from accord.kernels.ties import Floats
from accord.telling.svg_style import BLUE, FAINT, INK, MUTED, ORANGE

RULES = {
    "nash": "Nash",
    "kalai_smorodinsky": "Kalai-Smorodinsky",
    "egalitarian": "egalitarian",
    "utilitarian": "utilitarian",
    "perles_maschler": "Perles-Maschler",
}


def polygon_chain() -> Chain:
    return Chain.of(np.array(POLYGON, dtype=float))


@frozen(eq=False)
class RulePlanes:
    """What is common to the pictures of the rules.

    Attributes:
        figure: The picture.
        left: The plane in which chance may choose.
        right: The plane of a list of deals.
        point: Shape (2,), what the rule picks on the left.
        best: Shape (k, 2), what it picks on the right.
        listed: Shape (m, 2), the frontier on the right.
        text: What the picture shows.
    """

    figure: Figure
    left: Axes
    right: Axes
    point: Floats
    best: Floats
    listed: Floats
    text: str

    @classmethod
    def of(cls, rule: str) -> "RulePlanes":
        """Draw them for a rule."""
        mixed = Deals(*polygon()).lotteries[rule]
        talks = swaps()
        found, everything = Deals(*talks), Deals(*talks).cloud()
        solution = found.compromises[rule]
        assert mixed is not None and solution is not None and everything is not None
        figure = picture(7.4, 3.7)
        left, right = figure.subplots(1, 2)
        left.fill(*np.array(POLYGON, dtype=float).T, color=FAINT, alpha=0.35, linewidth=0)
        line(left, *polygon_chain().corners, colour=MUTED)
        left.set_title("where chance may choose", fontsize=9)
        span(left, (0, 12), (0, 12), ("A", "B"))
        dots(right, everything.points[everything.acceptable], size=4)
        listed = np.array([list(one.worth.values()) for one in found.acceptable])
        dots(right, listed, MUTED, 6)
        right.set_title("among Bill and Jack's deals", fontsize=9)
        span(right, (0, 22), (0, 11), ("Bill", "Jack"))
        point = np.array(list(mixed.worth.values()))
        best = np.array([list(one.worth.values()) for one in (solution.best, *solution.ties)])
        mark(left, point, pair(point))
        for one in best:
            mark(right, one, pair(one))
        text = (
            f"The {RULES[rule]} compromise. Left, on the edge of a polygon: {pair(point)}. "
            f"Right, among the deals of Bill and Jack: {', '.join(map(pair, best))}. "
        )
        return cls(figure, left, right, point, best, listed, text)


def draw_nash() -> Drawn:
    """Draw curves of equal products."""
    planes = RulePlanes.of("nash")
    left, right, point, best = planes.left, planes.right, planes.point, planes.best
    for axes, (x, y), end in ((left, point, 12), (right, best[0], 22)):
        at = np.linspace(0.5, end, 200)
        for part in (0.6, 1.0):
            axes.plot(
                at,
                part * x * y / at,
                color=BLUE,
                linewidth=1.2,
                alpha=1.0 if part == 1 else 0.4,
            )
    write(left, f"product {point.prod():.4g}", (9, point.prod() / 9), (6, 7), BLUE)
    write(right, f"product {best[0].prod():.4g}", (6.6, best[0].prod() / 6.6), (8, 6), BLUE)
    return planes.figure, planes.text + "Curves join points with the same product of gains."


def draw_kalai_smorodinsky() -> Drawn:
    """Draw the way to the ideal point, and shares of the largest gain."""
    planes = RulePlanes.of("kalai_smorodinsky")
    left, right, best = planes.left, planes.right, planes.best
    for axes, ideal in ((left, np.max(POLYGON, axis=0)), (right, planes.listed.max(axis=0))):
        line(axes, (0, 0), ideal, colour=BLUE)
        line(axes, (ideal[0], 0), ideal, (0, ideal[1]), style=":")
        axes.plot(*ideal, "s", color=BLUE, markersize=6)
        write(axes, "ideal point", ideal, (-4, 9), BLUE, "center")
    smallest = (best[0] / planes.listed.max(axis=0)).min() * planes.listed.max(axis=0)
    right.fill_between([smallest[0], 22], smallest[1], 11, color=BLUE, alpha=0.12, linewidth=0)
    return planes.figure, planes.text + (
        "A line runs from the walk-away point to the ideal point, at which each party has its "
        "largest gain."
    )


def draw_egalitarian() -> Drawn:
    """Draw the line of equal gains."""
    planes = RulePlanes.of("egalitarian")
    left, right, best = planes.left, planes.right, planes.best
    line(left, (0, 0), (12, 12), colour=BLUE)
    line(right, (0, 0), (11, 11), colour=BLUE)
    write(left, "equal gains", (10, 10), (-8, 2), BLUE)
    write(right, "equal gains", (9.5, 9.5), (-8, 2), BLUE)
    least = best[0].min()
    right.fill_between([least, 22], least, 11, color=BLUE, alpha=0.12, linewidth=0)
    return planes.figure, planes.text + "A line joins the points of equal gains."


def draw_utilitarian() -> Drawn:
    """Draw lines of equal sums."""
    planes = RulePlanes.of("utilitarian")
    left, right, point, best = planes.left, planes.right, planes.point, planes.best
    for axes, total, at in ((left, point.sum(), 3), (right, best[0].sum(), 8.5)):
        for part in (0.6, 1.0):
            line(
                axes,
                (0, part * total),
                (part * total, 0),
                colour=BLUE if part == 1 else FAINT,
            )
        write(axes, f"sum {total:.4g}", (at, total - at), (8, 6), BLUE)
    return planes.figure, planes.text + "Straight lines join points with the same sum of gains."


def draw_perles_maschler() -> Drawn:
    """Draw the two ways that meet."""
    planes = RulePlanes.of("perles_maschler")
    left, right, point, best = planes.left, planes.right, planes.point, planes.best
    corners = polygon_chain().corners
    ends = [corners[corners[:, 0] > point[0]], corners[corners[:, 0] < point[0]][::-1]]
    for way, colour in zip(ends, (BLUE, INK), strict=True):
        steps = [*way, point]
        for start, end in pairwise(steps):
            arrow(left, start, end, colour)
    order = planes.listed[np.argsort(-planes.listed[:, 0])]
    place = int(np.flatnonzero((order == best[0]).all(axis=1))[0])
    for way, colour in ((order[: place + 1], BLUE), (order[place:][::-1], INK)):
        for start, end in pairwise(way):
            arrow(right, start, end, colour)
    return planes.figure, planes.text + (
        "Arrows along the boundary start from each party's best point and meet there."
    )


def draw_compromises() -> Drawn:
    """Draw all rules on the polygon and among the swaps."""
    mixed, talks = Deals(*polygon()).lotteries, swaps()
    found, everything = Deals(*talks), Deals(*talks).cloud()
    assert everything is not None
    figure = picture(7.4, 3.7)
    left, right = figure.subplots(1, 2, width_ratios=[1, 1.5])
    left.fill(*np.array(POLYGON, dtype=float).T, color=FAINT, alpha=0.35, linewidth=0)
    line(left, *polygon_chain().corners)
    dots(right, everything.points[everything.acceptable], size=4)
    left.set_title("where chance may choose (a part)", fontsize=9)
    right.set_title("among Bill and Jack's deals", fontsize=9)
    span(left, (5, 9.3), (6.3, 8.7), ("A", "B"))
    span(right, (0, 36), (0, 11), ("Bill", "Jack"))
    picks: list[dict[tuple[float, ...], list[str]]] = [{}, {}]
    for rule, name in RULES.items():
        one, solution = mixed[rule], found.compromises[rule]
        assert one is not None and solution is not None
        picks[0].setdefault(tuple(np.round(list(one.worth.values()), 4)), []).append(name)
        for deal in (solution.best, *solution.ties):
            picks[1].setdefault(tuple(deal.worth.values()), []).append(name)
    for axes, chosen in zip((left, right), picks, strict=True):
        for where, names in chosen.items():
            mark(axes, where)
            write(
                axes,
                ",\n".join(names) if axes is left else ", ".join(names),
                where,
                (8, 4),
                ORANGE,
            )
    said = "; ".join(
        f"{', '.join(names)} {pair(np.array(where))}"
        for chosen in picks
        for where, names in chosen.items()
    )
    return (
        figure,
        f"The points that the rules pick, left on a polygon, right in a list: {said}.",
    )


def draw_lotteries() -> Drawn:
    """Draw a lottery between two deals."""
    found = Deals(*polygon()).lotteries["nash"]
    assert found is not None
    figure = picture()
    axes = figure.add_subplot()
    axes.fill(*np.array(POLYGON, dtype=float).T, color=FAINT, alpha=0.35, linewidth=0)
    dots(axes, np.array(POLYGON, dtype=float), MUTED, 6)
    ends = [list(chance.deal.worth.values()) for chance in found.lottery]
    line(axes, *ends, colour=BLUE)
    for chance, end, shift in zip(found.lottery, ends, ((-10, 12), (9, 0)), strict=True):
        axes.plot(*end, "o", color=BLUE, markersize=8)
        write(axes, f"drawn {chance.probability:.0%} of the time", end, shift, BLUE)
    mark(axes, list(found.worth.values()), "what it is worth on average", (12, 4))
    span(axes, (-0.5, 14), (-0.5, 11), ("A", "B"))
    return figure, (
        "A polygon of five deals. The lottery that Nash's rule picks lies on the side between "
        f"two of them and draws one in {found.lottery[0].probability:.0%} of the cases."
    )


def draw_adjusted_winner() -> Drawn:
    """Draw who gets how much of what."""
    mine, yours = "mine", "yours"
    found = Deals(
        *in_points(
            {
                "X": {mine: (70, 0), yours: (0, 20)},
                "Y": {mine: (30, 0), yours: (0, 80)},
            },
            ("A", "B"),
        )
    ).division
    figure = picture(6.4, 2.6)
    axes = figure.add_subplot()
    for row, one in enumerate(found.issues.values()):
        start = 0.0
        for party, colour in (("A", BLUE), ("B", ORANGE)):
            share = one.share[party]
            axes.barh(-row, share, left=start, height=0.5, color=colour, alpha=0.75)
            if share:
                text = f"{party}: {share:.3g} × {one.points[party]:.3g} = "
                text += f"{share * one.points[party]:.2f} points"
                axes.annotate(
                    text,
                    (start + share / 2 if share > 0.3 else start + 0.01, -row),
                    (0, 0) if share > 0.3 else (0, -24),
                    textcoords="offset points",
                    ha="center" if share > 0.3 else "left",
                    va="center",
                    color=INK if share <= 0.3 else "white",
                )
            start += share
    axes.set_yticks([0, -1], list(found.issues))
    axes.set_xlim(0, 1)
    axes.set_ylim(-1.75, 0.5)
    axes.set_xlabel("share of the issue")
    share = found.issues["Y"].share["A"]
    return figure, (
        f"Two bars. A gets all of X and {share:.3f} of Y, B the rest of Y; both have "
        f"{found.gets['A']:.2f} of their own 100 points."
    )


def draw_post_settlement() -> Drawn:
    """Draw the deals that are better than a given one."""
    talks = river()
    given = {"ceasefire": "road", "prisoners": "wounded", "water": "20"}
    found, everything = Deals(*talks).improve(given), Deals(*talks).cloud()
    assert everything is not None and found.best is not None
    figure = picture()
    axes = figure.add_subplot()
    river_plane(axes, everything.among((0, 1)))
    start = list(found.given.valued.worth.values())
    axes.fill_between([start[0], 118], start[1], 108, color=BLUE, alpha=0.1, linewidth=0)
    near = np.array([list(one.standing.valued.worth.values()) for one in found.nearest])
    axes.plot(*near.T, "o", color=BLUE, markersize=6, linestyle=" ")
    for one, point in zip(found.nearest, near, strict=True):
        write(axes, str(one.distance), point, (7, -5), BLUE)
    axes.plot(*start, "s", color=INK, markersize=8)
    write(axes, "the deal on the table", start, (3, -13))
    mark(axes, list(found.best.standing.valued.worth.values()), "largest gains", (-9, 11))
    return figure, (
        f"The deals of the river talks. From a deal on the table a box opens to the upper "
        f"right, with {found.count.count} better deals in it, each with the number of issues "
        "on which it differs."
    )


FIGURES: Drawings = {
    "compromises": draw_compromises,
    "nash": draw_nash,
    "kalai-smorodinsky": draw_kalai_smorodinsky,
    "egalitarian": draw_egalitarian,
    "utilitarian": draw_utilitarian,
    "perles-maschler": draw_perles_maschler,
    "lotteries": draw_lotteries,
    "adjusted-winner": draw_adjusted_winner,
    "post-settlement": draw_post_settlement,
}
