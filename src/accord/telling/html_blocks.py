"""Blocks as HTML: for screen, phone and paper, in any direction of writing."""

import re
from collections.abc import Container
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from accord.record.wording import written
from accord.telling.blocks import Prose, Run
from accord.telling.svg_style import LEFTWARD

_TAGS = {"strong": "strong", "code": "code"}
"""The styles that have a tag of their own; the others are classes."""


def environment(package: str, linked: Container[str] = ()) -> Environment:
    """Return what renders the templates of a package, in which `show(blocks)` shows blocks.

    Args:
        package: The package, which has a folder `templates`.
        linked: Ids of the entries to which ids behind lines lead: `#entry-ID` is there.
    """
    made = Environment(
        loader=ChoiceLoader([PackageLoader(package), PackageLoader("accord.telling")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=apart,
    )
    made.filters |= {
        "apart": apart,
        "kind": lambda block: type(block).__name__,
        "prose": _prose,
        "written": written,
    }
    made.filters["safe_svg"] = Markup
    made.globals["linked"] = linked
    blocks: Any = made.get_template("blocks.html.j2").module
    made.globals |= {name: getattr(blocks, name) for name in ("show", "published", "outlet")}
    return made


def apart(value: Any) -> Any:
    """Set a text apart, so that a browser orders it by itself, whatever stands beside it.

    Every text on the page is, but what a template marks as safe, and what stands in tags. One
    of both directions goes the way of most of its letters, not of the name that it begins with;
    a name that goes the other way is set apart within it, from the numbers beside it.

    Args:
        value: The text; anything else is left as it is.
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


def _prose(words: Prose) -> Markup:
    if isinstance(words, str):
        return Markup(apart(words))
    return Markup("").join(map(_run, words))


def _run(one: str | Run) -> Markup:
    if isinstance(one, str):
        return Markup(apart(one))
    text = Markup(apart(one.text))
    if one.to:
        text = Markup('<a href="#{}">{}</a>').format(one.to, text)
    if not one.style:
        return text
    tag = _TAGS.get(one.style, "span")
    named = "" if one.style in _TAGS else Markup(' class="{}"').format(one.style)
    return Markup("<{}{}>{}</{}>").format(Markup(tag), named, text, Markup(tag))
