"""The page as one HTML file: no network, no script, for screen, phone and paper."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from attrs import frozen
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from accord.brief import figures
from accord.brief.compose import Brief
from accord.brief.page import CONTESTED, READERS, behind, said_once
from accord.formats.disk import put
from accord.record import Round
from accord.record.words import clean
from accord.telling.deals_figure import planes
from accord.telling.number_words import whole
from accord.telling.outlook import LISTS, ORDER
from accord.telling.svg_style import LEFTWARD
from accord.telling.value_trees import cleaned

GENERATOR = b'<meta name="generator" content="Accord">'
"""What a page says of itself; up to here every page is the same."""

MOST_NAMED = 20
"""How many rounds the timeline names; of more, the first and the latest."""

MOST_DRAWN = 40
"""How many contested figures are drawn, the latest; of all of them the readings are there."""


@frozen
class Drawn:
    """The figures of a page, as SVG.

    Attributes:
        timeline: Rounds, proposals and incidents; empty where there are none.
        rounds: The rounds by their numbers in the timeline.
        numbers: For everything contested: the numbers as ranges; empty where it has none.
        planes: For every outlook: the deals in the plane of two parties' worth.
    """

    timeline: Markup
    rounds: tuple[str, ...]
    numbers: tuple[Markup, ...]
    planes: tuple[tuple[Markup, ...], ...]


def to_html(brief: Brief) -> str:
    """Write a brief as one self-contained HTML file."""
    template = _environment().get_template("brief.html.j2")
    page = cleaned(said_once(brief.page))
    return template.render(
        page=page,
        drawn=_draw(brief),
        lists=LISTS,
        behind=behind,
        contested_titles=CONTESTED,
        order=ORDER,
        readers=READERS,
    )


def write_html(path: str, brief: Brief) -> None:
    """Write a brief into a file.

    Args:
        path: The file; need not be there.
        brief: The brief.

    Raises:
        AccordError: If the file is there and holds no page of Accord.
        Unwritable: If it cannot be written.
    """
    html = to_html(brief).encode()
    start = html.partition(GENERATOR)
    put(Path(path), html, "a page of Accord", lambda data: data.startswith(b"".join(start[:2])))


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("accord.brief"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_apart,
    )
    made.filters |= {"apart": _apart, "whole": whole}
    return made


def _apart(value: Any) -> Any:
    """Set a text apart, so that a browser orders it by itself, whatever stands beside it.

    Every text on the page is, but what a template marks as safe, and what stands in tags. One
    of both directions goes the way of most of its letters, not of the name that it begins with;
    a name that goes the other way is set apart within it, from the numbers beside it.
    """
    if not isinstance(value, str) or hasattr(value, "__html__") or not value:
        return value
    text, leftward = str(escape(value)), len(_LEFTWARD.findall(value))
    if not leftward:
        return Markup(f"<bdi>{text}</bdi>")
    if 2 * leftward >= len(_LETTER.findall(value)):
        return Markup(f'<bdi dir="rtl">{text}</bdi>')
    parted = _RUN.sub(r"<bdi>\g<0></bdi>", text)
    return Markup(f'<bdi dir="ltr">{parted}</bdi>')


_LETTER = re.compile(r"[^\W\d_]")
_LEFTWARD = re.compile(rf"(?=[{LEFTWARD}])[^\W\d_]")
_RUN = re.compile(rf"[{LEFTWARD}](?:[{LEFTWARD}\W\d_]*[{LEFTWARD}])?")


def _draw(brief: Brief) -> Drawn:
    rounds = [clean(f"{n}: {r.name}, {r.date}") for n, r in _numbered(brief)]
    left_out = len(rounds) - MOST_NAMED
    if left_out > 0:
        rounds[: -MOST_NAMED + 1] = [f"{rounds[0]} and {left_out} more"]
    counted = [one.numbers for one in brief.page.contested]
    first = [0, *(n for n, one in enumerate(counted) if one)][-MOST_DRAWN:][0]
    return Drawn(
        timeline=Markup(figures.timeline(brief.folder)),
        rounds=tuple(rounds),
        numbers=tuple(
            Markup(figures.numbers(one, f"numbers-{n}") if one and n >= first else "")
            for n, one in enumerate(counted)
        ),
        planes=tuple(
            tuple(map(Markup, planes(view, brief.folder, f"plane-{n}")))
            for n, view in enumerate(brief.views)
        ),
    )


def _numbered(brief: Brief) -> Iterable[tuple[int, Round]]:
    return enumerate(brief.folder.record.of(Round), 1)
