"""Draw the pictures of the explanation pages: `make reference`.

Every number in a picture is computed by Accord. A test compares the files with what this script
would write, so that they cannot go stale.
"""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise, product
from pathlib import Path

import numpy as np
from attrs import evolve, frozen
from frozendict import frozendict
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from accord.brief.ink import BLUE, FAINT, INK, MUTED, ORANGE, PAPER, drawing, to_svg
from accord.deals import acceptable_count, analyse, cloud, divide, lotteries, worths
from accord.deals.concessions import Concession, concessions
from accord.deals.drivers import verdict_drivers
from accord.deals.improvements import improvements
from accord.deals.sure import how_sure
from accord.deals.trades import trades
from accord.deals.unreachable import unreachable
from accord.deals.why_not import why_not
from accord.formats import load
from accord.formats.new import new
from accord.kernels.epsilon import epsilon_frontier
from accord.kernels.frontier import frontier
from accord.kernels.hull import Chain
from accord.kernels.tables import Factor
from accord.kernels.ties import Floats
from accord.model import Agenda, Deal, Interests, Issue, IssueInterest, Option, Range, Scale

_PIXELS = 96
"""An inch on a screen."""
THEORY = Path(__file__).parent / "_static" / "theory"

Case = tuple[Agenda, list[Interests]]
Point = Sequence[float] | Floats

BILLS = {"book": (2, 4), "whip": (2, 2), "ball": (2, 1), "bat": (2, 2), "box": (4, 1)}
JACKS = {"pen": (10, 1), "toy": (4, 1), "knife": (6, 2), "hat": (2, 2)}
POLYGON = [(0, 0), (10, 0), (10, 3), (6, 8), (0, 10)]
RULES = {
    "nash": "Nash",
    "kalai_smorodinsky": "Kalai-Smorodinsky",
    "egalitarian": "egalitarian",
    "utilitarian": "utilitarian",
    "perles_maschler": "Perles-Maschler",
}


# The cases.


def river(**walk_away: tuple[float, float]) -> Case:
    """Give the talks that `accord new` writes, with other walk-away values by party."""
    with tempfile.TemporaryDirectory() as folder:
        new(folder)
        talks = load(folder)
    [view] = talks.perspectives
    sides = [view.interests[party] for party in talks.process.parties]
    return talks.process.agenda, [
        evolve(side, walk_away=Range(*walk_away[side.party]))
        if side.party in walk_away
        else side
        for side in sides
    ]


def at_the_middle(talks: Case) -> Case:
    """Give the same talks with every number but the walk-away values at its middle."""
    agenda, sides = talks
    return agenda, [
        evolve(
            side,
            issues=frozendict(
                {
                    issue: evolve(
                        one,
                        weight=_middle(one.weight),
                        values=frozendict({o: _middle(v) for o, v in one.values.items()}),
                    )
                    for issue, one in side.issues.items()
                }
            ),
            interactions=tuple(
                evolve(one, bonus=_middle(one.bonus)) for one in side.interactions
            ),
        )
        for side in sides
    ]


def _middle(number: Range) -> Range:
    return Range(number.middle, number.middle)


def in_points(issues: Mapping[str, Mapping[str, Point]], parties: Sequence[str]) -> Case:
    """Give talks in which options add so many points to a deal for each party."""
    agenda = Agenda(
        issues=frozendict(
            {
                issue: Issue(
                    id=issue,
                    name=issue.capitalize(),
                    options=frozendict({option: Option(option, option) for option in options}),
                )
                for issue, options in issues.items()
            }
        )
    )
    return agenda, [
        Interests(
            id=party,
            party=party,
            held_by=party,
            scale=Scale.POINTS,
            issues=frozendict(
                {
                    issue: IssueInterest(
                        weight=Range(100.0, 100.0),
                        values=frozendict(
                            {
                                option: Range(float(points[place]), float(points[place]))
                                for option, points in options.items()
                            }
                        ),
                    )
                    for issue, options in issues.items()
                }
            ),
            walk_away=Range(0.0, 0.0),
        )
        for place, party in enumerate(parties)
    ]


def swaps() -> Case:
    """Give Nash's two boys, who may swap what they own."""
    gives = {good: (-bill, jack) for good, (bill, jack) in BILLS.items()}
    gives |= {good: (bill, -jack) for good, (bill, jack) in JACKS.items()}
    return in_points(
        {good: {"keep": (0, 0), "give": points} for good, points in gives.items()},
        ("bill", "jack"),
    )


def polygon() -> Case:
    """Give talks about one issue whose options are worth the corners of a polygon."""
    return in_points({"deal": {f"d{n}": point for n, point in enumerate(POLYGON)}}, ("a", "b"))


# What is drawn again and again.


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


# One function a picture: it gives the figure and what it shows, for those who do not see it.

Drawn = tuple[Figure, str]


def draw_frontier() -> Drawn:
    """Draw frontiers and walk-away values."""
    talks = river()
    found = analyse(*talks)
    everything = cloud(*talks)
    assert everything is not None
    figure = picture()
    axes = figure.add_subplot()
    river_plane(axes, everything.points)
    for listed, colour, size in ((found.frontier, MUTED, 7), (found.acceptable, BLUE, 7)):
        points = np.array([list(one.worth.values()) for one in listed])
        axes.plot(*points.T, "o-", color=colour, markersize=size, linewidth=1.2)
    walk_away(axes, list(found.walk_away.values()))
    top = np.array([list(one.worth.values()) for one in found.frontier])
    write(axes, "frontier of all deals", top[-1], (11, 3), MUTED)
    best = [list(one.worth.values()) for one in found.acceptable]
    write(axes, "frontier of acceptable deals", max(best, key=min), (9, 6), BLUE)
    write(axes, "Upland walks away", (found.walk_away["upland"], 4), (-5, 0), MUTED)
    write(axes, "Delta walks away", (2, found.walk_away["delta"]), (0, 7), MUTED)
    return figure, (
        f"All {len(everything.points)} possible deals of the river talks by their worth to "
        f"Upland and to Delta. {len(found.frontier)} are on the frontier of all deals, "
        f"{len(found.acceptable)} of them are acceptable to both."
    )


FIRST = np.array([(0.0, 30), (12, 24), (15, 10), (30, 0)])
SECOND = np.array([(0.0, 25), (10, 22), (14, 12), (24, 0)])


def draw_sums() -> Drawn:
    """Draw how the frontiers of two issues add up."""
    tables = [((0,), FIRST), ((1,), SECOND)]
    whole = frontier([len(FIRST), len(SECOND)], tables)
    figure = picture(7.4, 2.9)
    parts = [frontier([len(t)], [((0,), t)]) for t in (FIRST, SECOND)]
    sums = (FIRST[:, None] + SECOND[None]).reshape(-1, 2)
    for place, (title, points, kept) in enumerate(
        (
            ("first issue", FIRST, parts[0].points),
            ("second issue", SECOND, parts[1].points),
            ("both", sums, whole.points),
        ),
        1,
    ):
        axes = figure.add_subplot(1, 3, place)
        dots(axes, points)
        axes.plot(*kept.T, "o-", color=BLUE, markersize=5, linewidth=1.2)
        axes.set_title(f"{title}: {len(kept)} of {len(points)} kept", fontsize=9)
        span(axes, (-2, 58), (-2, 59), ("A", "B"))
        if place > 1:
            axes.set_ylabel("")
    return figure, (
        f"Three planes. The first issue has {len(parts[0].points)} options and the second "
        f"{len(parts[1].points)}, none better than another for both. Of the {len(sums)} sums "
        f"{len(whole.points)} are kept: no other sum is better for one and as good for both."
    )


def draw_errors() -> Drawn:
    """Draw a frontier with a certified error."""
    rng = np.random.default_rng(4)
    tables: list[Factor] = []
    for issue in range(9):
        x = rng.uniform(0, 10, 4)
        y = 10 - x + rng.uniform(0, 3, 4)
        tables.append(((issue,), np.stack([x, y], axis=1).round(3)))
    exact = frontier([4] * 9, tables)
    short = epsilon_frontier([4] * 9, tables, epsilon=12.0, most=8)
    figure = picture()
    axes = figure.add_subplot()
    top = short.points + short.error
    order = top[np.argsort(top[:, 0])]
    low, high = exact.points.min(axis=0) - 2, top.max(axis=0) + 2
    axes.step(
        [low[0], *order[:, 0], order[-1, 0]],
        [order[0, 1], *order[:, 1], low[1]],
        where="pre",
        color=BLUE,
        linewidth=1.2,
    )
    one = short.points[len(short.points) // 2]
    for side in ((1, 0), (0, 1)):
        arrow(axes, one, one + short.error * side)
    write(axes, "the error", one + short.error * (1, 0), (-4, 8), ORANGE, "right")
    axes.plot(*short.points.T, "o", color=BLUE, markersize=7)
    axes.plot(*exact.points.T, ".", color=INK, markersize=3)
    span(axes, (low[0], high[0]), (low[1], high[1]), ("A", "B"))
    write(axes, "no deal is beyond this line", top.mean(axis=0), (14, 12), BLUE)
    return figure, (
        f"The exact frontier of {len(exact.points)} deals as small dots, {len(short.points)} "
        f"listed deals as large ones, and a line of steps that is {short.error[0]:.3g} points "
        f"to the right of and {short.error[1]:.3g} points above the listed deals."
    )


def draw_counts() -> Drawn:
    """Draw how many deals are worth at least the walk-away values."""
    talks = swaps()
    count, everything = acceptable_count(*talks), cloud(*talks)
    assert everything is not None
    figure = picture()
    axes = figure.add_subplot()
    for good, colour in ((~everything.acceptable, FAINT), (everything.acceptable, BLUE)):
        points, times = np.unique(everything.points[good], axis=0, return_counts=True)
        axes.scatter(points[:, 0], points[:, 1], s=9 * times, color=colour, linewidths=0)
    walk_away(axes, (0, 0))
    low, high = everything.points.min(axis=0) - 1, everything.points.max(axis=0) + 1
    span(axes, (low[0], high[0]), (low[1], high[1]), ("Bill", "Jack"))
    write(axes, f"{count.count} of {count.among} deals", (high[0], high[1]), (-12, -14), BLUE)
    return figure, (
        f"The {count.among} swaps of Bill and Jack, larger dots for more swaps that are worth "
        f"the same. {count.count} lie where neither loses, to the upper right of both "
        "walk-away values."
    )


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
        mixed = lotteries(analyse(*polygon()))[rule]
        talks = swaps()
        found, everything = analyse(*talks), cloud(*talks)
        solution = found.solutions[rule]
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
        mark(left, point, _pair(point))
        for one in best:
            mark(right, one, _pair(one))
        text = (
            f"The {RULES[rule]} compromise. Left, on the edge of a polygon: {_pair(point)}. "
            f"Right, among the deals of Bill and Jack: {', '.join(map(_pair, best))}. "
        )
        return cls(figure, left, right, point, best, listed, text)


def _pair(point: Floats) -> str:
    return f"({point[0]:.4g}, {point[1]:.4g})"


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
    mixed, talks = lotteries(analyse(*polygon())), swaps()
    found, everything = analyse(*talks), cloud(*talks)
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
        one, solution = mixed[rule], found.solutions[rule]
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
        f"{', '.join(names)} {_pair(np.array(where))}"
        for chosen in picks
        for where, names in chosen.items()
    )
    return (
        figure,
        f"The points that the rules pick, left on a polygon, right in a list: {said}.",
    )


def draw_lotteries() -> Drawn:
    """Draw a lottery between two deals."""
    found = lotteries(analyse(*polygon()))["nash"]
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
    found = divide(
        *in_points(
            {
                "X": {mine: (70, 0), yours: (0, 20)},
                "Y": {mine: (30, 0), yours: (0, 80)},
            },
            ("A", "B"),
        )
    )
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
    found, everything = improvements(*talks, given), cloud(*talks)
    assert everything is not None and found.best is not None
    figure = picture()
    axes = figure.add_subplot()
    river_plane(axes, everything.points)
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


SHORT = {"upland": (100.0, 100.0), "delta": (80.0, 80.0)}


def draw_concessions() -> Drawn:
    """Draw by how much walk-away values must come down."""
    talks = river(**SHORT)
    found, everything = concessions(*talks), cloud(*river(upland=(0, 0), delta=(0, 0)))
    assert everything is not None
    corner = np.array([side.walk_away.middle for side in talks[1]])
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


def _drops(one: Concession) -> str:
    return " and ".join(
        f"{party.capitalize()} {points:.3g}" for party, points in one.give.items()
    )


def draw_sureness() -> Drawn:
    """Draw for what share of the ranges deals are acceptable and among the best."""
    talks = river(delta=(60.0, 95.0))
    deals: list[Deal] = [one.deal for one in analyse(*talks).frontier]
    deals.append({"ceasefire": "full", "prisoners": "wounded", "water": "40"})
    found = how_sure(*talks, deals)
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


def draw_blocks() -> Drawn:
    """Draw the minimal sets, a column each, with what they ask of walk-away values."""
    talks = river(upland=(100.0, 100.0), delta=(95.0, 95.0))
    openings = analyse(*talks).blocks.openings
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
    found = unreachable(agenda, sides)
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
    everything = cloud(*talks)
    [trade] = trades(*talks).trades
    assert everything is not None
    ways = trade.gives
    ends = worths(
        talks[0],
        talks[1],
        [
            {way.issue: getattr(way, when) for way in ways.values()}
            for when in ("before", "after")
        ],
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
        f"Four deals. An arrow leads from one at {_pair(np.array(before))} to one at "
        f"{_pair(np.array(after))}, which gives {gains} points more."
    )


def draw_why_not() -> Drawn:
    """Draw the deals with some terms, and what the best of them costs."""
    terms = {"ceasefire": "road"}
    agenda, sides = river()
    found = why_not(agenda, sides, terms)
    free = cloud(*river(upland=(0, 0), delta=(0, 0)))
    assert free is not None and found.best is not None and found.nash is not None
    rest = [issue.choices for name, issue in agenda.issues.items() if name not in terms]
    names = [name for name in agenda.issues if name not in terms]
    taken = [terms | dict(zip(names, options, strict=True)) for options in product(*rest)]
    points = np.array([list(one.worth.values()) for one in worths(agenda, sides, taken)])
    figure = picture()
    axes = figure.add_subplot()
    river_plane(axes, free.points[free.acceptable])
    both = (points[:, None] == free.points[free.acceptable][None]).all(axis=2).any(axis=1)
    axes.plot(*points[both].T, "o", color=BLUE, markersize=6, linestyle=" ")
    walk_away(axes, [side.walk_away.middle for side in sides])
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
        zone = analyse(*talks).zone
        free = cloud(*at_the_middle(river(upland=(0, 0), delta=(0, 0))))
        assert free is not None
        points = free.points[free.acceptable]
        axes = figure.add_subplot(1, 3, place)
        low, high = np.array([ranges["upland"], ranges["delta"]]).T
        axes.axvspan(low[0], high[0], color=FAINT, alpha=0.35, linewidth=0)
        axes.axhspan(low[1], high[1], color=FAINT, alpha=0.35, linewidth=0)
        sure, ever = ((points >= end).all(axis=1) for end in (high, low))
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
    found = analyse(agenda, [weighing(30.0, 70.0), content]).zone
    worth = np.array(
        [
            [one.worth["north"] for one in worths(agenda, [weighing(at, at), content], deals)]
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
        f"{worth[0, 1]:.3g} to {worth[-1, 1]:.3g}. A deal throughout: {found.throughout}."
    )


def draw_drivers() -> Drawn:
    """Draw in what share of the draws there is a deal, by halves of every range."""
    found = verdict_drivers(*river(delta=(60.0, 95.0)))
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


FIGURES: dict[str, Callable[[], Drawn]] = {
    "frontier": draw_frontier,
    "sums": draw_sums,
    "errors": draw_errors,
    "counts": draw_counts,
    "compromises": draw_compromises,
    "nash": draw_nash,
    "kalai-smorodinsky": draw_kalai_smorodinsky,
    "egalitarian": draw_egalitarian,
    "utilitarian": draw_utilitarian,
    "perles-maschler": draw_perles_maschler,
    "lotteries": draw_lotteries,
    "adjusted-winner": draw_adjusted_winner,
    "post-settlement": draw_post_settlement,
    "blocks": draw_blocks,
    "concessions": draw_concessions,
    "unreachable": draw_unreachable,
    "trades": draw_trades,
    "why-not": draw_why_not,
    "verdict": draw_verdict,
    "throughout": draw_throughout,
    "sureness": draw_sureness,
    "drivers": draw_drivers,
}
"""The pictures by the name of their file."""


def svg(name: str) -> str:
    """Draw one picture, on white, so that it can be read on a dark page too.

    All have the same scale, so that letters are as large in one as in another.
    """
    with drawing():
        figure, shows = FIGURES[name]()
        text = to_svg(figure, name, shows, PAPER)
    width, height = (round(inches * _PIXELS) for inches in figure.get_size_inches())
    text = text.replace("<svg ", f'<svg width="{width}" height="{height}" ', 1)
    white = '</title><rect width="100%" height="100%" fill="#ffffff"/>'
    return text.replace("</title>", white, 1)


def main() -> None:
    """Write every picture."""
    THEORY.mkdir(parents=True, exist_ok=True)
    for name in FIGURES:
        (THEORY / f"{name}.svg").write_text(svg(name), encoding="utf-8")
        print(f"docs/_static/theory/{name}.svg")


if __name__ == "__main__":
    main()
