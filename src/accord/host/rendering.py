"""The templates of the pages, in which every text is set apart from what stands beside it."""

import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from datetime import datetime, timedelta
from functools import cache
from threading import Lock
from typing import Any
from urllib.parse import quote

from jinja2 import Environment
from markupsafe import Markup, escape

from accord.record.hidden_signs import clean
from accord.record.search import places
from accord.record.wording import begun
from accord.telling.html_blocks import apart, environment
from accord.telling.svg_style import LEFTWARD, with_attributes

_BEGIN, _END = "\ue000", "\ue001"
"""Where what is marked begins and ends, while a text is set apart: signs that no text has."""


_MOST = 512
"""Parts of pages that are kept, of some kilobytes each."""
_kept: OrderedDict[Hashable, str] = OrderedDict()
_keeping = Lock()


def kept(*of: Hashable, caller: Callable[[], str]) -> str:
    """Return a part of a page as it was made before of the same; the last used are kept.

    Args:
        *of: All that the part is made of.
        caller: Makes it.
    """
    with _keeping:
        if (found := _kept.get(of)) is not None:
            _kept.move_to_end(of)
            return found
    made = caller()
    with _keeping:
        _kept[of] = made
        if len(_kept) > _MOST:
            _kept.popitem(last=False)
    return made


_IN_BROWSER = {
    "accord record FOLDER timeline": "Record, Timeline",
    "accord record FOLDER contested": "Record, Contested",
    "accord record FOLDER list --kind figure": "Record, of the kind figure",
    "accord deals FOLDER --json": "Deals, Take away as JSON",
    "accord deals FOLDER": "Deals, Package bench",
    "--json lists": "the file for programs (JSON) lists",
}
"""Where the pages show what sentences of the library name a command for; what holds another
comes before it."""
_COMMAND = re.compile("|".join(map(re.escape, _IN_BROWSER)))


PART_SIGNS = {"~": "~0", "/": "~1", "%": "~2", ".": "~3"}
"""How signs are written that mean something else in a part of an address."""


@cache
def _environment() -> Environment:
    made = environment(
        "accord.host",
        "accord.brief",
        leads=entry_address,
        figure=with_attributes,
        words=in_browser,
    )
    made.finalize = _shown
    made.globals["kept"] = kept
    made.auto_reload = False  # or each page asks the disk whether its templates have changed
    made.filters |= {
        "begun": begun,
        "idle_words": idle_words,
        "moment": moment,
        "stamp": lambda at, now: moment(datetime.fromisoformat(at), now),
        "marked": marked,
        "part": lambda name: Markup(as_part(name)),
        "quoted": lambda text: Markup(quote(text, safe="")),  # nothing is left to escape
    }
    return made


def idle_words(idle: timedelta) -> str:
    """Return what becomes of a browser that is left alone."""
    hours = idle / timedelta(hours=1)
    return f"A browser that is left for {hours:g} hours has to come in anew."


def moment(at: datetime, now: datetime) -> str:
    """Return a time as people say it where the host is: the day, if it is another one.

    Args:
        at: The time.
        now: What the clock says.
    """
    at, now = at.astimezone(), now.astimezone()
    if at.date() == now.date():
        return f"{at:%H:%M}"
    year = "" if at.year == now.year else f" {at.year}"
    return f"{at.day} {at:%B}{year}, {at:%H:%M}"


def entry_address(one: str) -> str:
    """Return the address of the page of an entry, by its id."""
    return f"/record/{quote(one, safe='')}"


def as_part(name: str) -> str:
    """Return the name of a party or an issue as one part of an address, whatever signs it has.

    Slashes are written as in JSON pointers (RFC 6901); a percent sign, which some undo twice,
    and the dots of a step up are too.

    Args:
        name: The name.
    """
    for sign, written in PART_SIGNS.items():
        if sign != "." or not name.strip("."):
            name = name.replace(sign, written)
    return quote(name, safe="")


def _shown(value: Any) -> Any:
    """Set a text apart, without the signs in it that steer what shows it."""
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return apart(clean(in_browser(value)))
    return value


def in_browser(text: str) -> str:
    """Return a sentence of the library with the page in place of the command that it names.

    Args:
        text: The sentence.
    """
    return _COMMAND.sub(lambda one: _IN_BROWSER[one[0]], text)


def marked(text: str, words: Sequence[str]) -> Markup:
    """Return a text with some words marked where they stand in it.

    Args:
        text: The text.
        words: The words, as they were looked for.
    """
    text = clean(text).replace(_BEGIN, "").replace(_END, "")
    pieces, at = [], 0
    for begin, end in places(text, words):
        pieces += [text[at:begin], _BEGIN, text[begin:end], _END]
        at = end
    pieces.append(text[at:])
    if re.search(f"[{LEFTWARD}]", text):  # names that go the other way are set apart by piece
        tags = {_BEGIN: Markup("<mark>"), _END: Markup("</mark>")}
        within = Markup("").join(tags.get(one) or apart(one) for one in pieces)
        return Markup('<bdi dir="auto">{}</bdi>').format(within)
    shown = str(apart("".join(pieces)) or escape(""))
    return Markup(shown.replace(_BEGIN, "<mark>").replace(_END, "</mark>"))


def rendered(template: str, /, **values: Any) -> str:
    """Return a template as text.

    Args:
        template: Its name under `templates/`.
        **values: What it shows.
    """
    return _environment().get_template(template).render(**values)
