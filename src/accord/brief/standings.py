"""How delegates did in a tournament: in words, as a table and as a figure."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from accord.brief.holders import EACH, dated
from accord.brief.ink import BLUE, FAINT, MUTED, PAPER, WIDTH, drawing, shorten, to_svg
from accord.brief.outlook import bases
from accord.brief.points import whole
from accord.brief.shares import percent
from accord.play.tournament import Case, Results, Score, Standing

HEADER = ("program", "own worth", "agreed", "from Nash", "from welfare")
"""What the columns of the table are called."""
WIDTHS = (None, 11, 11, 11, 12)
"""How wide they are."""

SCORES = {
    "worth": "Own worth, points",
    "agreed": "Agreed, percent",
    "nash": "From the Nash deal, points",
    "welfare": "From the largest sum, points",
}
"""What is drawn: fields of a standing, and what they are called."""


def opening(found: Results) -> Iterator[tuple[int, str]]:
    """Say what was held.

    Args:
        found: The tournament.
    """
    asked = found.tournament
    talks = "1 talk" if asked.talks == 1 else f"{asked.talks:,} talks"
    times = "" if asked.repeat == 1 else f", each {asked.repeat} times"
    yield 0, f"{talks}; seed {asked.seed}"
    for case in asked.cases:
        drawn, every = asked.seatings_of(case), asked.every_seating_of(case)
        which = (
            f"all {every:,} seatings" if drawn == every else f"{drawn:,} of {every:,} seatings"
        )
        yield 1, f"- {case.name} ({case.process.title}): {which}{times}"
    rules = asked.rules or "alternating for two parties, stacked for more"
    yield 1, f"- Rules: {rules}; {asked.rounds} rounds at most"
    numbers = (
        "drawn from the ranges for every talk" if asked.draws else "at the middle of ranges"
    )
    yield 1, f"- Numbers: {numbers}; they are assumptions, not facts"


def holder_name(holder: str, found: Results) -> str:
    """Name a holder of numbers.

    Args:
        holder: Its id; 'own' where each party has its own.
        found: A tournament by its numbers.
    """
    cases = found.tournament.cases
    return next((one.process.name(holder) for one in cases if _holds(holder, one)), EACH)


def bases_of(holder: str, found: Results) -> Iterator[str]:
    """Say what a holder goes by, once where it is the same in several processes.

    Args:
        holder: Its id.
        found: A tournament by its numbers.
    """
    said = (
        bases(case.process, {one.party: one for one in case.interests})
        for case in found.tournament.cases
        if holder == "own" or _holds(holder, case)
    )
    yield from dict.fromkeys(chain.from_iterable(said))


def whose(found: Results) -> str:
    """Say whose the numbers of a tournament are, and of which day.

    Args:
        found: The tournament.
    """
    said = []
    for case in found.tournament.cases:
        holders = {one.held_by for one in case.interests}
        name = case.process.name(holders.pop()) if len(holders) == 1 else EACH
        day = dated(case.process, case.interests)
        said.append(f"{name}, as of {day}" if day else name)
    return "; ".join(dict.fromkeys(said))


def _holds(holder: str, case: Case) -> bool:
    return {one.held_by for one in case.interests} == {holder}


def rows(found: Results) -> list[tuple[str, ...]]:
    """Give a row for every delegate: each score above its 95% interval.

    Args:
        found: The tournament.
    """
    return [
        (
            one.delegate,
            _cell(one.worth),
            _cell(one.agreed, _short_percent),
            _cell(one.nash),
            _cell(one.welfare),
        )
        for one in found.standings
    ]


def closing(found: Results) -> Iterator[tuple[int, str]]:
    """Say how the scores are to be read.

    Args:
        found: The tournament.
    """
    yield (
        0,
        "Scores are of programs, on these processes and under these rules; they say nothing of "
        "people, nor of the processes.",
    )
    yield 0, "Own worth and distances: points. Without a deal a party has its walk-away value."
    yield (
        0,
        "Distances: of what the parties had in the end from the deals with the largest product "
        "(Nash) and sum (welfare) of gains among those that all accept.",
    )
    yield (
        0,
        "Below each score: its 95% interval. Talks in one process between the same programs, "
        "whoever sits where, count as one observation; of fewer than three, and where a mean "
        "is the same in all, there is no interval. It says how the score would vary with other "
        "such processes, opponents and seeds.",
    )
    if found.closed:
        yield (
            0,
            "Talks in which no deal is acceptable to all count in no distance; there were some "
            f"in: {', '.join(found.closed)}.",
        )
    if found.error:
        yield (
            0,
            f"Where not all good deals could be listed, distances are within {found.error:.3g} "
            "points.",
        )


def _cell(score: Score, said: Callable[[float], str] = whole) -> str:
    if not score.among:
        return "none"
    if score.interval is None:
        return said(score.mean)
    low, high = map(said, score.interval)
    return f"{said(score.mean)}\n{low}..{high}"


def _short_percent(share: float) -> str:
    return percent(share).replace("less than ", "<").replace("more than ", ">")


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
        svg = to_svg(drawn, "standings", title, PAPER)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{svg}\n'


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
