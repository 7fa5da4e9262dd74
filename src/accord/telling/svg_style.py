"""How figures are drawn: in colours that the page, or a file of its own, fills in."""

import io
import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.figure import Figure

from accord.formats.disk import put
from accord.record.hidden_signs import clean

INK, MUTED, FAINT, BLUE, ORANGE = "#101112", "#202122", "#303132", "#404142", "#505152"
"""Stand-ins for colours, replaced after drawing."""

PAGE = {
    INK: "var(--ink)",
    MUTED: "var(--muted)",
    FAINT: "var(--line)",
    BLUE: "var(--blue)",
    ORANGE: "var(--orange)",
}
"""Colours that follow those of the page around the figure."""

PAPER = {
    INK: "#1c2127",
    MUTED: "#565f69",
    FAINT: "#c9ced4",
    BLUE: "#1f5f99",
    ORANGE: "#b4530a",
}
"""Colours of a figure in a file of its own."""

_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "accord",
    "font.size": 9.0,
    "text.color": INK,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": MUTED,
    "ytick.color": INK,
    "text.parse_math": False,
    "path.simplify": False,
}
WIDTH = 7.4
"""Inches."""


@contextmanager
def drawing() -> Iterator[None]:
    """Draw in the page's style; the reader's fonts have the letters that ours lacks."""
    with matplotlib.rc_context(_STYLE), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        warnings.filterwarnings("ignore", message="Matplotlib currently does not support")
        yield


LEFTWARD = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
"""The blocks of scripts that run from right to left, for patterns."""

_SVG = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<!DOCTYPE svg[^>]*>\s*)*<svg\b",
    re.DOTALL,
)
"""How a file of SVG begins, after what may stand before it: comments and the like."""


def write_svg(path: str, svg: str) -> None:
    """Write a figure into a file of its own.

    Args:
        path: The file; need not be there.
        svg: The figure.

    Raises:
        AccordError: If the file is there and holds no SVG.
        Unwritable: If it cannot be written.
    """
    put(Path(path), svg.encode(), "an SVG figure", lambda data: bool(_SVG.match(data)))


def shorten(text: str, most: int = 34) -> str:
    """Return a text on one line, its end cut off where there is no room."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def to_svg(
    figure: Figure,
    name: str,
    title: str,
    colours: Mapping[str, str] = PAGE,
    description: str = "",
) -> str:
    """Return a figure as an SVG element with a title.

    Args:
        figure: The figure.
        name: What its ids begin with, so that no two figures of a page share one.
        title: What it shows, for those who do not see it.
        colours: What to put for the stand-ins.
        description: What can be read from it, at length, for the same; empty for no more than
            the title.
    """
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None})
    text = buffer.getvalue()
    text = clean(text[text.index("<svg") :])
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r"<style.*?</style>", "", text, flags=re.DOTALL)
    leftward = re.search(f"[{LEFTWARD}]", text)
    used = set(re.findall(r'(?:href="|url\()#([^")]+)', text))

    def coloured(style: "re.Match[str]") -> str:
        text = style[0]
        for stand_in, colour in colours.items():
            text = text.replace(stand_in, colour)
        return re.sub(r"font-family: [^;\"]+", "font-family: system-ui, sans-serif", text)

    def tag(match: "re.Match[str]") -> str:
        """Change the attributes of a tag; what the figure says stands outside of tags."""
        found = re.sub(r'style="[^"]*"', coloured, match[0])
        if leftward:  # each label goes the way that it begins
            found = found.replace("<text ", '<text unicode-bidi="plaintext" ')
        found = re.sub(
            r' id="([^"]*)"', lambda m: f' id="{name}-{m[1]}"' if m[1] in used else "", found
        )
        return re.sub(r'(href="|url\()#', rf"\g<1>#{name}-", found)

    head, rest = re.sub(r"<[^>]+>", tag, text).split(">", 1)
    head = re.sub(r' (?:width|height)="[^"]*pt"', "", head)
    safe = escape(" ".join(clean(title).split()))
    style = 'style="stroke-linejoin: round; stroke-linecap: butt"'
    described = ""
    if description:
        head += f' aria-describedby="{name}-told"'
        told = escape(" ".join(clean(description).split()))
        described = f'<desc id="{name}-told">{told}</desc>'
    label = f'role="img" aria-label="{safe}"'
    return f"{head} {style} {label}><title>{safe}</title>{described}{rest}"


def with_attributes(svg: str) -> str:
    """Return a figure with attributes in the place of styles, which a strict page refuses.

    All that is set in a figure has an attribute of the same name; a variable of the page may
    stand there too.

    Args:
        svg: The figure as `to_svg` returns it.
    """
    return re.sub(r"<[^>]+>", lambda tag: _STYLE_OF_TAG.sub(_attributes, tag[0]), svg)


_STYLE_OF_TAG = re.compile(r'(?<=\s)style="([^"]*)"')


def _attributes(style: "re.Match[str]") -> str:
    pairs = (one.split(":", 1) for one in style[1].split(";") if ":" in one)
    return " ".join(f'{name.strip()}="{value.strip()}"' for name, value in pairs)


def to_svg_file(figure: Figure, name: str, title: str, description: str = "") -> str:
    """Return a figure as the text of an SVG file of its own.

    Args:
        figure: The figure.
        name: What its ids begin with.
        title: What it shows, for those who do not see it.
        description: What can be read from it, at length, for the same.
    """
    svg = to_svg(figure, name, title, PAPER, description)
    # On paper of its own: dark letters are not to be read where a viewer's page is dark.
    end = "</desc>" if description else "</title>"
    svg = svg.replace(end, f'{end}<rect width="100%" height="100%" fill="#ffffff"/>', 1)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{svg}\n'
