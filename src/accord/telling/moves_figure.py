"""The states of a small game and the moves between them, drawn."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import cos, hypot, pi, sin

from attrs import frozen
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from accord.errors import AccordError
from accord.hold import GraphModel, OptionGame, Stability
from accord.talks.words import listed
from accord.telling.svg_style import (
    BLUE,
    FAINT,
    INK,
    MUTED,
    ORANGE,
    WIDTH,
    drawing,
    shorten,
    to_svg_file,
)

MOST_DRAWN = 16
"""States that a picture shows; of more, nobody could follow the lines."""
_LINES: tuple[tuple[str, tuple[float, tuple[float, ...]]], ...] = (
    (BLUE, (0, ())),
    (ORANGE, (0, (5, 2))),
    (INK, (0, (6, 2, 1, 2))),
    (MUTED, (0, (1, 1.4))),
    (BLUE, (0, (3, 1, 1, 1, 1, 1))),
    (ORANGE, (0, (9, 3))),
)
"""How the moves of each decision maker are drawn: told apart without colour too."""
_BOX = 1.75, 0.62
"""How wide and high the box of a state is, in inches."""
_GAP = 1.0
"""What lies between the boxes of a grid, in inches."""
_AIR = 0.15
"""By how much a line that bends around a box misses it, in inches."""
_MARGIN = 0.6
"""What lies around all boxes, for lines that bend around the outer ones, in inches."""

Place = tuple[float, float]


@frozen(kw_only=True)
class _Line:
    """The moves of one decision maker between two states, as one line.

    Attributes:
        maker: Who moves.
        start: Where the line begins.
        end: Where it ends: what the maker likes better, where it can go there.
        better: Whether it likes the end better than the beginning.
        back: Whether it can go back.
    """

    maker: str
    start: int
    end: int
    better: bool
    back: bool


def moves_figure(game: GraphModel | OptionGame, found: Stability) -> str:
    """Draw the states of a small game and the moves between them, as an SVG file of its own.

    Args:
        game: The game.
        found: Which of its states are stable.

    Raises:
        AccordError: If there are more states or decision makers than a picture has room for.
    """
    if game.size > MOST_DRAWN or len(game.makers) > len(_LINES):
        raise AccordError(
            f"a picture has room for {MOST_DRAWN} states and {len(_LINES)} decision makers: "
            f"this game has {game.size:,} and {len(game.makers)}"
        )
    states = _states(game)
    lines = [*_lines(game, states)]
    places = _grid(game, states, lines) or _circle(states)
    names = {state: _named(game, state) for state in states}
    by = {
        state: [str(concept) for concept, every in found.equilibria.items() if every[state]]
        for state in states
    }
    with drawing():
        across, up = ([place[axis] for place in places.values()] for axis in (0, 1))
        wide = max(across) - min(across) + _BOX[0] + 2 * _MARGIN
        high = max(up) - min(up) + _BOX[1] + 2 * _MARGIN
        figure = Figure(figsize=(max(wide, WIDTH), high + 1.1), layout="constrained")
        axes = figure.add_subplot()
        axes.set_axis_off()
        axes.set_aspect("equal")
        aside, above = (size / 2 + _MARGIN for size in _BOX)
        axes.set_xlim(min(across) - aside, max(across) + aside)
        axes.set_ylim(min(up) - above, max(up) + above)
        boxes = {state: _box(axes, places[state], names[state], by[state]) for state in states}
        for line in lines:
            _draw(axes, game, line, places, boxes)
        _legend(figure, game)
        return to_svg_file(
            figure,
            "moves",
            f"The {len(states)} states of the game and the moves of "
            f"{listed([*game.makers], 'and')}",
            " ".join(_told(game, states, lines, by)),
        )


def _states(game: GraphModel | OptionGame) -> list[int]:
    """Return the states by what moves call them."""
    if isinstance(game, OptionGame):
        return [int(one) for one in game.numbers]
    return [*range(game.size)]


def _lines(game: GraphModel | OptionGame, states: Sequence[int]) -> Iterator[_Line]:
    """Yield the moves, each pair of opposite ones as one line, towards what is liked better."""
    for maker in game.makers:
        rank = game.ranks[maker]
        can = {(one, to) for one in states for to in game.moves_from(one, maker) if one != to}
        for one, to in sorted(can):
            better, back = bool(rank[to] > rank[one]), (to, one) in can
            if back and (rank[one] > rank[to] or (rank[one] == rank[to] and to < one)):
                continue  # drawn the other way
            yield _Line(maker=maker, start=one, end=to, better=better, back=back)


def _grid(
    game: GraphModel | OptionGame, states: Sequence[int], lines: Sequence[_Line]
) -> dict[int, Place] | None:
    """Return places where one side moves along a row and the other along a column.

    None where there are not two who decide, or two states would lie on each other.
    """
    if len(game.makers) != 2:
        return None
    columns, rows = (
        _groups(states, [one for one in lines if one.maker != maker]) for maker in game.makers
    )
    found = {
        state: (columns[state] * (_BOX[0] + _GAP), -rows[state] * (_BOX[1] + _GAP))
        for state in states
    }
    return found if len({*found.values()}) == len(states) else None


def _groups(states: Sequence[int], lines: Sequence[_Line]) -> dict[int, int]:
    """Return in which group each state is of those that lines connect, by number."""
    group = {state: state for state in states}

    def root(state: int) -> int:
        while group[state] != state:
            state = group[state]
        return state

    for line in lines:
        one, other = sorted((root(line.start), root(line.end)))
        group[other] = one
    roots = [*dict.fromkeys(map(root, states))]
    return {state: roots.index(root(state)) for state in states}


def _circle(states: Sequence[int]) -> dict[int, Place]:
    """Return places on an ellipse, the first at the top, then as a clock goes."""
    number = len(states)
    high = max(1.1, number * 0.3)
    wide = max(1.5, number * 0.42)
    turns = {state: pi / 2 - 2 * pi * at / number for at, state in enumerate(states)}
    return {state: (wide * cos(turn), high * sin(turn)) for state, turn in turns.items()}


def _named(game: GraphModel | OptionGame, state: int) -> str:
    """Return what a state is called, and what is done in it."""
    called = game.name(state)
    if not isinstance(game, OptionGame):
        return shorten(called, 22)
    done = [one.id for i, one in enumerate(game.options) if state >> i & 1]
    return f"{called}\n{shorten(', '.join(done) or 'nothing is done', 26)}"


def _box(axes: Axes, place: Place, name: str, by: Sequence[str]) -> FancyBboxPatch:
    x, y = place
    wide, high = _BOX
    box = FancyBboxPatch(
        (x - wide / 2, y - high / 2),
        wide,
        high,
        boxstyle="round,pad=0.02,rounding_size=0.08",
        facecolor="none",
        edgecolor=INK if by else MUTED,
        linewidth=2.2 if by else 0.8,
        zorder=3,
    )
    axes.add_patch(box)
    said = f"{name}\nstable: {' '.join(by)}" if by else name
    axes.text(x, y, said, ha="center", va="center", fontsize=7.5, color=INK, zorder=4)
    return box


def _draw(
    axes: Axes,
    game: GraphModel | OptionGame,
    line: _Line,
    places: Mapping[int, Place],
    boxes: Mapping[int, FancyBboxPatch],
) -> None:
    number = game.makers.index(line.maker)
    colour, style = _LINES[number]
    start, end = places[line.start], places[line.end]
    others = [one for state, one in places.items() if state not in (line.start, line.end)]
    # lines of several between the same states bend apart, and around states on the way
    bend = _around(start, end, others) or 0.07 * number
    head = "-|>" if line.better else "-" if line.back else "->"
    axes.add_patch(
        FancyArrowPatch(
            start,
            end,
            patchA=boxes[line.start],
            patchB=boxes[line.end],
            shrinkA=1,
            shrinkB=1,
            connectionstyle=f"arc3,rad={bend}",
            arrowstyle=head,
            mutation_scale=11,
            color=colour if line.better else FAINT,
            linestyle=style,
            linewidth=1.3 if line.better else 1.0,
            zorder=2 if line.better else 1,
            clip_on=False,
        )
    )


def _around(start: Place, end: Place, others: Sequence[Place]) -> float:
    """Return how a line must bend around the boxes on its way; 0 where there are none.

    A curve with this bend is off the straight line by half of it times the length.
    """
    across, up = end[0] - start[0], end[1] - start[1]
    length = hypot(across, up)
    half = abs(up) / length * _BOX[0] / 2 + abs(across) / length * _BOX[1] / 2
    met = 0
    for x, y in others:
        x, y = x - start[0], y - start[1]
        along = (x * across + y * up) / length**2
        met += 0 < along < 1 and abs(x * up - y * across) / length < half
    return 2 * (half + _AIR * met) / length if met else 0.0


def _legend(figure: Figure, game: GraphModel | OptionGame) -> None:
    handles = [
        Line2D([], [], color=colour, linestyle=style, linewidth=1.3, label=shorten(maker, 40))
        for maker, (colour, style) in zip(game.makers, _LINES, strict=False)
    ]
    loss = "a move to what its mover likes no better"
    handles.append(Line2D([], [], color=FAINT, label=loss))
    figure.legend(
        handles=handles,
        title="An arrow leads to what its mover likes better. Thick: stable for all.",
        loc="outside lower center",
        ncols=2,
        frameon=False,
        fontsize=8,
        title_fontsize=8,
    )


def _told(
    game: GraphModel | OptionGame,
    states: Sequence[int],
    lines: Sequence[_Line],
    by: Mapping[int, Sequence[str]],
) -> Iterator[str]:
    """Yield what the picture shows in sentences."""
    for state in states:
        if by[state]:
            yield f"{game.name(state)} is stable for all by {listed([*by[state]], 'and')}."
    for maker, state in product(game.makers, states):
        own = [one for one in lines if (one.maker, one.start) == (maker, state)]
        for better, word in ((True, "better"), (False, "no better")):
            if to := [game.name(one.end) for one in own if one.better == better]:
                name = game.name(state)
                yield f"{maker} can go from {name} to {listed(to, 'or')}, liked {word}."
