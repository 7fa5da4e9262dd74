"""How delegates did in a tournament, as a figure."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from accord.kernels.intervals import Score
from accord.play.tournament import Results, Standing
from accord.telling.number_words import percent, whole
from accord.telling.svg_style import BLUE, FAINT, MUTED, WIDTH, drawing, shorten, to_svg_file

SCORES = {
    "worth": "Own worth, points",
    "agreed": "Agreed, percent",
    "nash": "From the Nash deal, points",
    "welfare": "From the largest sum, points",
}
"""What is drawn: fields of a standing, and what they are called."""


def figure(*tournaments: Results, holders: Sequence[str] = ("",)) -> str:
    """Draw the scores with their intervals, as a file of its own.

    Args:
        tournaments: The tournaments, a row of panels each.
        holders: By whose numbers each was held, where there are several.
    """
    height = sum(0.9 + 0.3 * len(found.standings) for found in tournaments)
    said = []
    with drawing():
        drawn = Figure(figsize=(WIDTH * 1.4, height), layout="constrained")
        rows = drawn.subfigures(len(tournaments), 1, squeeze=False)[:, 0]
        for row, found, holder in zip(rows, tournaments, holders, strict=True):
            standings = found.standings
            # Where no talk counts in a score, an axis would show numbers that nothing has.
            known = [n for n in SCORES if any(getattr(one, n).among for one in standings)]
            for place, score in enumerate(known, 1):
                low = len(standings) - 0.4
                axes = row.add_subplot(1, len(known), place, ylim=(low, -0.6))
                _panel(axes, standings, score)
                axes.set_xlabel(SCORES[score])
                names = [shorten(one.delegate) for one in standings] if place == 1 else []
                axes.set_yticks(range(len(names)), names)
                axes.spines["left"].set_visible(False)
                axes.tick_params(axis="y", length=0)
            if holder:
                row.suptitle(f"By the numbers of {shorten(holder)}", fontsize=9)
            by = f"By the numbers of {holder}: " if holder else ""
            said.append(by + "; ".join(f"{one.delegate}: {_said(one)}" for one in standings))
        title = f"Scores of programs with 95% intervals. {'. '.join(said)}"
        return to_svg_file(drawn, "standings", title)


def _panel(axes: Axes, standings: tuple[Standing, ...], name: str) -> None:
    factor = 100 if name == "agreed" else 1
    for place, standing in enumerate(standings):
        score: Score = getattr(standing, name)
        axes.axhline(place, color=FAINT, linewidth=0.5)
        if not score.among:
            axes.annotate("none", (0.5, place), xycoords=("axes fraction", "data"), ha="center")
            continue
        if score.interval is not None:
            ends = [end * factor for end in score.interval]
            axes.plot(ends, [place, place], color=MUTED, linewidth=2)
        axes.plot([score.mean * factor], [place], "o", color=BLUE, markersize=5)
    axes.locator_params(axis="x", nbins=5)


def _said(standing: Standing) -> str:
    return f"own worth {whole(standing.worth.mean)}, agreed {percent(standing.agreed.mean)}"
