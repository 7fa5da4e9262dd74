"""Walk-away values round by round, with the zone of agreement as it opens and closes."""

from collections.abc import Sequence
from functools import partial

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from accord.model import Process
from accord.play import Played
from accord.play.walk_away_paths import WalkAwayPaths
from accord.telling.fighting_words import path_line
from accord.telling.svg_style import BLUE, FAINT, INK, MUTED, ORANGE, shorten
from accord.telling.worth_plane import Panel, sheet_of

_LINES = ((BLUE, "-"), (ORANGE, "--"), (INK, ":"), (MUTED, "-."))
"""How the walk-away value of each party is drawn, told apart without colours, too."""

_STRIP = 0.07
"""How high the strip of the zone of agreement is, of the whole height."""

_AIR = 0.05
"""How much of the height stays free above."""


def walk_away_figure(
    process: Process,
    paths: Sequence[WalkAwayPaths],
    holders: Sequence[str] = ("",),
    played: Sequence[Played] = (),
) -> str:
    """Draw walk-away values by the round, as an SVG file of its own: a panel for each holder.

    Below them a strip says in which rounds some deal clears everybody's red lines and walk-away
    value; of many courses, in how many it does. Of one talk, a line says when it ended.

    Args:
        process: The names behind the ids.
        paths: Where the values stand.
        holders: By whose numbers each is, where there are several.
        played: The talk of each, where one was played.
    """
    panels: list[Panel] = []
    said = []
    for place, (one, holder) in enumerate(zip(paths, holders, strict=True)):
        end = played[place] if played else None
        panels.append((holder, partial(_panel, process=process, paths=one, played=end)))
        by = f"By the numbers of {holder}: " if holder else ""
        said.append(by + "; ".join(path_line(process, one, number) for number in one.told))
    title = f"Walk-away values by the round, by what is assumed. {'. '.join(said)}"
    return sheet_of("walk-away", panels, title)


def _panel(axes: Axes, process: Process, paths: WalkAwayPaths, played: Played | None) -> None:
    rounds = list(paths.rounds)
    edges = [*(number - 0.5 for number in rounds), rounds[-1] + 0.5]
    low, middle, high = paths.ends
    many = len(paths.values) > 1
    for place, party in enumerate(paths.parties):
        colour, line = _LINES[place % len(_LINES)]
        name = shorten(process.name(party), 24)
        label = f"{name}: {'middle; thin: nine in ten' if many else 'walk-away value'}"
        for end in (low, high) if many else ():
            axes.stairs(
                end[:, place], edges, baseline=None, color=colour, linestyle=line, linewidth=0.6
            )
        axes.stairs(
            middle[:, place],
            edges,
            baseline=None,
            color=colour,
            linestyle=line,
            linewidth=1.6,
            label=label,
        )
    if played is not None:
        end = played.rounds + 0.5
        said = "the deal" if played.agreed else "they part"
        axes.axvline(end, color=MUTED, linewidth=1, linestyle=":", label=said)
    bottom, top = low.min(), high.max()
    room = max(top - bottom, 1.0) / (1 - 2 * _STRIP - _AIR)
    axes.set_ylim(bottom - 2 * _STRIP * room, top + _AIR * room)
    _strip(axes, paths, edges)
    axes.set_xlim(edges[0], edges[-1])
    axes.set_xlabel("Round")
    axes.set_ylabel("Points, on each side's own scale")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))


def _strip(axes: Axes, paths: WalkAwayPaths, edges: list[float]) -> None:
    """Draw along the bottom in which rounds, or in how many courses, a deal is left."""
    if paths.zone is None:
        return
    tall = [_STRIP * share.share for share in paths.zone]
    label = (
        "share with a deal that clears all" if len(paths.values) > 1 else "some deal clears all"
    )
    place = axes.get_xaxis_transform()
    whole = [_STRIP] * len(tall)
    axes.stairs(whole, edges, fill=True, color=FAINT, alpha=0.6, linewidth=0, transform=place)
    axes.stairs(tall, edges, fill=True, color=MUTED, linewidth=0, transform=place, label=label)
