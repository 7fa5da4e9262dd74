"""What a deal leaves behind, drawn: who could leave, what could be answered, where it ends."""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap

from attrs import frozen
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from accord.hold import Concept
from accord.hold.departures import Departure, all_departures, departures
from accord.hold.holding_case import DealAnswer
from accord.model import Process
from accord.record import Case
from accord.record.wording import begun
from accord.telling.blocks import Drawing
from accord.telling.gain_words import gained, lost
from accord.telling.holding_words import act_words, holding_told
from accord.telling.svg_style import (
    BLUE,
    INK,
    MUTED,
    ORANGE,
    PAGE,
    WIDTH,
    drawing,
    to_svg,
    to_svg_file,
)

MOST_DRAWN = 6
"""Ways to leave that a picture shows; of more, the one of each that is told."""
_SIGNS = 40
"""How many signs a line in a box has."""
_LINE, _AIR = 0.145, 0.16
"""How high a line is, and what lies around the lines of a box and between boxes, in inches."""
_DEAL = 0.95
"""How wide the box of the deal is, in inches."""
_BOX = 2.75
"""How wide the other boxes are, in inches."""
_COLOURS = (BLUE, ORANGE, INK, MUTED)
"""Of those who decide, in turn; who it is stands in the boxes, too."""


@frozen
class _Row:
    """One way to leave: what is done, what is answered, and where it ends.

    Attributes:
        maker: The place of who could leave.
        leaves: What it could do.
        then: What the others could do, and what follows; nothing where it does not leave.
        stays: Whether it stays.
        wanted: Whether those who answer would want to.
    """

    maker: int
    leaves: str
    then: tuple[str, ...] = ()
    stays: bool = True
    wanted: bool = True


def departures_sheet(case: Case, answer: DealAnswer) -> tuple[Figure, str, str]:
    """Return the picture, its title, and what it shows in sentences.

    Args:
        case: The case that the deal is of.
        answer: What was found by one holder's numbers.
    """
    rows, cut = _rows(case, answer)
    return _figure(rows, cut), *_told(case, answer, cut)


def departures_figure(case: Case, answer: DealAnswer) -> str:
    """Draw the moves that a deal leaves behind, as an SVG file of its own.

    Args:
        case: The case that the deal is of.
        answer: What was found by one holder's numbers.
    """
    with drawing():
        figure, title, told = departures_sheet(case, answer)
        return to_svg_file(figure, "departures", title, told)


def departures_drawing(case: Case, answer: DealAnswer, number: int) -> Drawing:
    """Return the same as a block of a page.

    Args:
        case: The case that the deal is of.
        answer: What was found by one holder's numbers.
        number: Which of the pictures of the page it is.
    """
    with drawing():
        figure, title, told = departures_sheet(case, answer)
        svg = to_svg(figure, f"departures-{number}", title, PAGE, told)
    return Drawing(svg=svg)


_KEY = (
    "From the deal to what one could do, and on to what the others could answer; dashed where "
    "one of them would not want to. Thick: where it ends, at the middle of the ranges."
)


def _rows(case: Case, answer: DealAnswer) -> tuple[list[_Row], str]:
    """Return what is drawn, and what is said of what is not."""
    game = answer.asked.game
    rule = answer.stability.reachability
    found, cut = all_departures(game, rule, MOST_DRAWN), ""
    if found is None:
        told = departures(game, rule)
        found = {maker: (one,) if one else () for maker, one in told.items()}
        cut = (
            "There are too many ways to leave for a picture: of each that could gain, the one "
            "is drawn to which least can be answered."
        )
    return [*_each(case.process, answer, found)], cut


def _each(
    process: Process, answer: DealAnswer, found: Mapping[str, Sequence[Departure]]
) -> Iterator[_Row]:
    for place, (maker, some) in enumerate(found.items()):
        for one in some:
            yield _row(process, answer, place, one)
        if not some and maker in answer.asked.game.parties:
            yield _Row(place, f"{process.name(maker)} has nothing to gain by leaving.")


def _row(process: Process, answer: DealAnswer, place: int, one: Departure) -> _Row:
    name = process.name(one.by)
    gain = "the deal crosses a red line of its own" if one.gain is None else gained(one.gain)
    once = any(option.one_way for option in one.does)
    leaves = f"{name}: {act_words(process, answer, one.by, one.does)} ({gain})"
    leaves += "; cannot be undone" if once else ""
    if not one.looked:
        unknown = "What could be answered is not looked for: the game is too large."
        return _Row(place, leaves, (unknown,), stays=False)
    if one.answer is None:
        nothing = "Nothing that the others could do leaves it no better off."
        return _Row(place, leaves, (nothing, f"{name} leaves."), stays=False)
    concept, found = one.answer
    steps = [
        f"{process.name(step.by)}: {act_words(process, answer, step.by, step.does, step.ends)}"
        + ("" if step.wants else ", which it would not want to")
        for step in found.steps
    ]
    after = f"{name} then has {lost(found.loss)}."
    if found.loss is None:
        after = f"A red line of {name} is then crossed."
    end = f"{name} stays."
    if concept is Concept.SMR:
        end = f"{name} stays, if it thinks that they would."
    if concept is Concept.GMR:
        end = f"{name} could put that right; it stays only if it looks no further."
    then = (*steps, after, end)
    return _Row(place, leaves, then, concept is not Concept.GMR, concept is Concept.SEQ)


def _told(case: Case, answer: DealAnswer, cut: str) -> tuple[str, str]:
    """Return what the picture shows for those who do not see it: a title, and sentences."""
    said = holding_told(case, answer)
    title = f"Who could leave {said.deal}, by the numbers of {said.holder}"
    lines = [
        begun(f"{said.limits}{said.verdict}"),
        *(one.text for one in said.each),
        *([cut] if cut else []),
    ]
    return title, " ".join(lines)


def _figure(rows: Sequence[_Row], cut: str) -> Figure:
    texts = [
        (wrap(one.leaves, _SIGNS), [line for part in one.then for line in wrap(part, _SIGNS)])
        for one in rows
    ]
    highs = [max(len(a), len(b)) * _LINE + _AIR for a, b in texts]
    high = sum(highs) + _AIR * (len(rows) + 1)
    legend = wrap(f"{_KEY} {cut}", 110)
    below = len(legend) * _LINE + _AIR
    figure = Figure(figsize=(WIDTH, high + below))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(-below, high)
    stays = all(one.stays for one in rows)
    _box(axes, _AIR + _DEAL / 2, high / 2, _DEAL, 0.5, ["The deal", "is kept"], stays)
    gap = (WIDTH - 2 * _AIR - _DEAL - 2 * _BOX) / 2
    first = _AIR + _DEAL + gap + _BOX / 2
    second = first + _BOX + gap
    at = high - _AIR
    for one, (leaves, then), tall in zip(rows, texts, highs, strict=True):
        y, colour = at - tall / 2, _COLOURS[one.maker % len(_COLOURS)]
        if not then:
            axes.text(
                first - _BOX / 2, y, "\n".join(leaves), va="center", fontsize=7.5, color=INK
            )
        else:
            _box(axes, first, y, _BOX, len(leaves) * _LINE + _AIR, leaves, False)
            _box(axes, second, y, _BOX, len(then) * _LINE + _AIR, then, not one.stays)
            begin = (_AIR + _DEAL, high / 2)
            _arrow(axes, begin, (first - _BOX / 2, y), colour, dashed=False)
            ends = (first + _BOX / 2, y), (second - _BOX / 2, y)
            _arrow(axes, *ends, MUTED, dashed=not one.wanted)
        at -= tall + _AIR
    axes.text(_AIR, -below / 2, "\n".join(legend), va="center", fontsize=7.5, color=MUTED)
    return figure


def _box(
    axes: Axes, x: float, y: float, wide: float, high: float, lines: Sequence[str], thick: bool
) -> None:
    box = FancyBboxPatch(
        (x - wide / 2, y - high / 2),
        wide,
        high,
        boxstyle="round,pad=0,rounding_size=0.06",
        facecolor="none",
        edgecolor=INK if thick else MUTED,
        linewidth=2.2 if thick else 0.8,
    )
    axes.add_patch(box)
    text = "\n".join(lines)
    axes.text(x, y, text, ha="center", va="center", fontsize=7.5, color=INK)


def _arrow(
    axes: Axes,
    start: tuple[float, float],
    end: tuple[float, float],
    colour: str,
    *,
    dashed: bool,
) -> None:
    axes.add_patch(
        FancyArrowPatch(
            start,
            end,
            arrowstyle="-|>",
            shrinkA=2,
            shrinkB=1,
            mutation_scale=10,
            color=colour,
            linestyle=(0, (4, 2)) if dashed else "-",
            linewidth=1.3,
        )
    )
