"""A link as a QR code, for a page, a slip of paper and a terminal."""

from io import BytesIO

import segno
from markupsafe import Markup

QUIET = 4
"""How wide the empty border is, in modules: as ISO/IEC 18004 asks."""


def qr_svg(link: str) -> Markup:
    """Return a link as an SVG of its own colours, without an inline style.

    Args:
        link: The link.

    Returns:
        The element, as large as what it stands in.
    """
    drawn = BytesIO()
    _code(link).save(
        drawn,
        kind="svg",
        xmldecl=False,
        omitsize=True,
        border=QUIET,
        light="#fff",  # readers want dark on light, on a dark page too
        svgclass="qr",
        lineclass=None,
    )
    return Markup(drawn.getvalue().decode().strip())


HALVES = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}
"""How two modules, one above the other, stand in one place of a terminal."""
BLACK_ON_WHITE = "\x1b[38;5;16;48;5;231m"
AS_BEFORE = "\x1b[0m"


def qr_terminal(link: str) -> str:
    """Return a link as lines for a terminal with colours, dark on light in every theme."""
    rows = [tuple(row) for row in _code(link).matrix_iter(border=QUIET)]
    if len(rows) % 2:
        rows.append((0,) * len(rows[0]))
    lines = (
        "".join(HALVES[above, below] for above, below in zip(*pair, strict=True))
        for pair in zip(rows[::2], rows[1::2], strict=True)
    )
    return "".join(f"{BLACK_ON_WHITE}{line}{AS_BEFORE}\n" for line in lines)


def _code(link: str) -> segno.QRCode:
    # A phone reads it across a room at M (15 % may be dirt or folds of the slip).
    return segno.make(link, error="m", boost_error=False, micro=False)
