"""A link as a QR code: what is drawn is what a reader finds."""

import re

import segno

from accord.host.qr import AS_BEFORE, BLACK_ON_WHITE, qr_svg, qr_terminal

LINK = "https://192.168.1.20:8000/in/AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_ABCDE"


def test_the_drawing_has_no_inline_style_and_no_script() -> None:
    drawn = str(qr_svg(LINK))
    assert drawn.startswith("<svg ") and drawn.endswith("</svg>")
    assert not re.search(r"style|script|\son\w+=|href|http(?!://www\.w3\.org/)", drawn)
    assert "viewBox" in drawn and len(drawn) < 4000


def test_the_terminal_shows_the_same_modules() -> None:
    lines = qr_terminal(LINK).splitlines()
    assert all(one.startswith(BLACK_ON_WHITE) and one.endswith(AS_BEFORE) for one in lines)
    rows = []
    for line in lines:
        signs = line.removeprefix(BLACK_ON_WHITE).removesuffix(AS_BEFORE)
        rows += [[sign in "▀█" for sign in signs], [sign in "▄█" for sign in signs]]
    code = segno.make(LINK, error="m", boost_error=False, micro=False)
    drawn = [[module > 0 for module in row] for row in code.matrix_iter(border=4)]
    assert rows[: len(drawn)] == drawn
    assert not any(map(any, rows[len(drawn) :]))
