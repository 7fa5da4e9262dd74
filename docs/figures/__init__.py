"""The pictures of the explanation pages: `make reference` draws them.

Every number in a picture is computed by Accord. A test compares the files with what is drawn
here, so that they cannot go stale. A module has the pictures of one part of the explanation.
"""

from pathlib import Path

from docs.figures import (
    at_the_table,
    compromises,
    holding,
    many,
    obstacles,
    sureness,
    tactics,
    worth,
)
from docs.figures.drawing import Drawings

from accord.telling.svg_style import PAPER, drawing, to_svg

THEORY = Path(__file__).parents[1] / "_static" / "theory"
"""Where the pictures are kept."""

FIGURES: Drawings = (
    worth.FIGURES
    | compromises.FIGURES
    | obstacles.FIGURES
    | sureness.FIGURES
    | at_the_table.FIGURES
    | tactics.FIGURES
    | many.FIGURES
    | holding.FIGURES
)
"""What draws the pictures, by the name of their file."""

_PIXELS = 96
"""An inch on a screen."""


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
