"""Blocks as HTML: for screen, phone and paper, in any direction of writing."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from accord.record.wording import written
from accord.telling.blocks import Prose, Run
from accord.telling.svg_style import LEFTWARD

_TAGS = {"strong": "strong", "code": "code"}
"""The styles that have a tag of their own; the others are classes."""

_WITHIN = '<a href="#{}">{}</a>'

_SCRIPTS = {
    "ARABIC": "und-Arab",
    "ARMENIAN": "hy",
    "BENGALI": "und-Beng",
    "CJK": "und-Hani",
    "CYRILLIC": "und-Cyrl",
    "DEVANAGARI": "und-Deva",
    "ETHIOPIC": "und-Ethi",
    "GEORGIAN": "ka",
    "GREEK": "el",
    "HANGUL": "ko",
    "HEBREW": "he",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "KHMER": "km",
    "MYANMAR": "my",
    "SINHALA": "si",
    "TAMIL": "ta",
    "THAI": "th",
}
"""What a script tells of a language, by how Unicode begins the names of its letters.

A tag of BCP 47: of a script of one state's language that language, else the script alone
(`und-Cyrl`), so that no letter is read out or set as if it were English.
"""


def _nowhere(_: str) -> str:
    return ""


def environment(
    *packages: str,
    leads: Callable[[str], str] = _nowhere,
    figure: Callable[[str], str] = str,
    words: Callable[[str], str] = str,
) -> Environment:
    """Return what renders templates of packages, in which `show(blocks)` shows blocks.

    Args:
        *packages: The packages, each with a folder `templates`; the first come first.
        leads: Returns where the id of an entry behind a line leads; empty for nowhere.
        figure: Changes a figure as it stands, to what such a page can show.
        words: Changes a sentence, to what such a page says.
    """
    made = Environment(
        loader=ChoiceLoader([*map(PackageLoader, (*packages, "accord.telling"))]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=apart,
    )
    made.filters |= {
        "apart": apart,
        "in_language": in_language,
        "kind": lambda block: type(block).__name__,
        "prose": lambda said: _prose(words(said) if isinstance(said, str) else said),
        "written": written,
    }
    made.filters["svg"] = lambda svg: Markup(figure(svg))  # all text in it is escaped
    made.globals |= {"leads": leads, "written": written}
    made.tests["web"] = lambda url: url.startswith(("https://", "http://"))
    blocks: Any = made.get_template("blocks.html.j2").module
    made.globals |= {name: getattr(blocks, name) for name in ("show", "published", "outlet")}
    return made


def apart(value: Any) -> Any:
    """Set a text apart, so that a browser orders it by itself, whatever stands beside it.

    Every text on the page is, but what a template marks as safe, and what stands in tags. One
    of both directions goes the way of most of its letters, not of the name that it begins with;
    a name that goes the other way is set apart within it, from the numbers beside it. What is
    not in Latin letters has the language that its script tells, or the script.

    Args:
        value: The text; anything else is left as it is.
    """
    if not isinstance(value, str) or hasattr(value, "__html__") or not value:
        return value
    text, leftward = str(escape(value)), len(_LEFTWARD.findall(value))
    if not leftward:
        return Markup(f"<bdi{_language(value)}>{text}</bdi>")
    if 2 * leftward >= len(_LETTER.findall(value)):
        return Markup(f'<bdi dir="rtl"{_language(value)}>{text}</bdi>')
    parted = _RUN.sub(lambda one: f"<bdi{_language(one[0])}>{one[0]}</bdi>", text)
    return Markup(f'<bdi dir="ltr">{parted}</bdi>')


def in_language(text: str, language: str) -> Any:
    """Set a text apart, with the language that it is said to be in.

    One that is said to be in a language of other letters is a translation, and keeps the
    language that its letters tell.

    Args:
        text: The text.
        language: A tag of BCP 47; anything else tells nothing.
    """
    shown, tag = apart(text), language.strip()
    if not text or not _TAG.fullmatch(tag):
        return shown
    from babel.core import get_global  # not to load it where nothing says its language

    likely = get_global("likely_subtags").get(tag.split("-")[0].casefold(), "")
    if not likely or ("_Latn" in likely or "-latn" in tag.casefold()) is bool(
        _NOT_LATIN.search(text)
    ):
        return shown
    told = Markup(_TOLD.sub(r"\1", str(shown)))  # what its letters tell says less
    return Markup('<span lang="{}">{}</span>').format(tag, told)


def _language(text: str) -> str:
    """Return the attribute for the language of a text; empty for Latin letters or several."""
    if not _NOT_LATIN.search(text):
        return ""
    letters = _LETTER.findall(text)
    names = Counter(unicodedata.name(one, "").partition(" ")[0] for one in letters)
    ((script, times),) = names.most_common(1) or [("", 0)]
    told = _SCRIPTS.get("HIRAGANA" if names["HIRAGANA"] else script, "")
    return f' lang="{told}"' if told and 2 * times > len(letters) else ""


_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_TOLD = re.compile(r"(?<=<bdi)( dir=\"\w+\")? lang=\"[\w-]+\"")
_NOT_LATIN = re.compile(r"(?=[\u0370-\u1dff\u2e80-\U0010ffff])[^\W\d_]")
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
        link = '<a href="{}" rel="noreferrer">{}</a>' if "://" in one.to else _WITHIN
        text = Markup(link).format(one.to, text)
    if not one.style:
        return text
    tag = _TAGS.get(one.style, "span")
    named = "" if one.style in _TAGS else Markup(' class="{}"').format(one.style)
    return Markup("<{}{}>{}</{}>").format(Markup(tag), named, text, Markup(tag))
