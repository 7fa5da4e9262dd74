"""From the cell that a person filled in to what a file has: dates, numbers, names, lists."""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from attrs import field, frozen

from accord.formats.cells import plain
from accord.formats.folded_names import folded
from accord.formats.human_dates import AmbiguousDate, DateColumn
from accord.formats.human_numbers import AmountColumn
from accord.formats.shapes import Form, Shape
from accord.formats.sheet_names import NAMED, SOURCES, SheetNames, UnknownName
from accord.model import When

_LINK = re.compile(r"(?:https?://|www\.)[^\s;|<>]+")
_STRONG = re.compile(r"\s*(?:[,/&\n|]|\s\+\s)\s*(?![^()]*\))")
"""What stands between names beside the semicolon, but not within brackets."""
AND = re.compile(r"\s*,?\s+(?:and|und|et|y|e|и|і|و)\s+", re.IGNORECASE)
"""What joins the last two of several names, or stands within one."""
_PAIR = re.compile(r"\s*(?:[:=]|\s[-–—>]+\s)\s*")
"""What stands between an issue and its option."""

_OR = re.compile(r"\s*(?:[,/|]|\bor\b)\s*", re.IGNORECASE)
"""What stands between options of one issue that are alternatives."""


class CellFault(ValueError):
    """A cell that cannot be read, with the sentence that says so.

    Attributes:
        group: What sentences of its sort have in common, by which rows are listed together.
    """

    def __init__(self, sentence: str, group: str = "") -> None:
        """Keep the sentence."""
        super().__init__(sentence)
        self.sentence = sentence
        self.group = group or sentence


@frozen
class CellReading:
    """How the dates and numbers of one column are read.

    Attributes:
        dates: How its dates are.
        amounts: How its numbers are.
    """

    dates: DateColumn = field(factory=DateColumn)
    amounts: AmountColumn = field(factory=AmountColumn)

    def moment(self, text: str) -> str:
        """Return a date as files have it.

        Raises:
            CellFault: If it is none, or could be two.
        """
        try:
            return str(self.dates.read(text.strip()))
        except AmbiguousDate as error:
            raise CellFault(str(error), "a date can be two") from None
        except ValueError as error:
            raise CellFault(str(error)) from None

    def number(self, text: str) -> str:
        """Return a number, or a range of numbers, as files have it.

        Raises:
            CellFault: If it is none.
        """
        try:
            return str(self.amounts.read(text.strip()))
        except ValueError as error:
            raise CellFault(str(error)) from None


AS_WRITTEN = CellReading()
"""Where nothing is known of other cells of the column."""


def value(names: SheetNames, shape: Shape, text: str, how: CellReading = AS_WRITTEN) -> Any:
    """Return what a file would have for a cell.

    Args:
        names: The names that the sheet may use.
        shape: The form of the field.
        text: The cell.
        how: How dates and numbers of its column are read.

    Raises:
        CellFault: If it cannot be read as that.
        UnknownName: If a name in it stands for nothing.
    """
    to = _refers_to(shape)
    match shape.form:
        case Form.MOMENT:
            return how.moment(text)
        case Form.RANGE | Form.NUMBER:
            raw = text if text.lstrip()[:2] in (">=", "<=") else plain(text, shape)
            return how.number(raw) if isinstance(raw, str) else raw
        case Form.CHOICE:
            return _choice(shape, text)
        case Form.MANY if to in NAMED:
            return several(names, to, plain(text, shape))
        case Form.TABLE if to == "options":
            return deal(names, plain(text, shape) if "=" in text else text)
        case Form.TABLE if to == "combination":
            return alternatives(names, plain(text, shape) if "=" in text else text)
        case Form.TABLE if to == "speaker":
            return attended(names, text, plain(text, shape))
        case Form.TEXT if to in NAMED:
            return names.resolve(to, text.strip())
        case Form.TEXT if not to:
            return text.strip() if text[:1].isspace() or text[-1:].isspace() else text
        case _:
            return plain(text, shape)


def _refers_to(shape: Shape) -> str:
    """Return what the ids in a value refer to; nothing where they are none."""
    ref = shape.ref or (shape.item.ref if shape.item and shape.form is Form.MANY else None)
    return ref.to if ref else ""


def _choice(shape: Shape, text: str) -> str:
    """Return the choice that a word stands for, whatever its ending; else the word."""
    words = {folded(one): str(one) for one in shape.type}
    plain_word = folded(text)
    if plain_word in words:
        return words[plain_word]
    try:
        return str(shape.type(text.strip()))  # some know other words for what they are
    except ValueError:
        stems = {_stem(word): one for word, one in words.items()}
        return stems.get(_stem(plain_word), text.strip())


def _stem(word: str) -> str:
    return re.sub(r"(?:ed|es|e|s|d)$", "", word)


def several(names: SheetNames, to: str, items: list[str]) -> list[str]:
    """Return the ids behind several names, however they are parted.

    Raises:
        UnknownName: If one stands for nothing.
    """
    found = [one for item in items for one in parted(names, to, item.strip())]
    return list(dict.fromkeys(names.resolve(to, one) for one in found if one))


def parted(names: SheetNames, to: str, text: str) -> list[str]:
    """Cut a text into names where it is none itself; at `and` only where all of them are."""
    if names.find(to, text):
        return [text]
    small = [one for part in AND.split(text) for one in _STRONG.split(part)]
    if len(small) > 1 and all(_known(names, to, one) for one in small):
        return small
    strong = _STRONG.split(text)
    return [one for one in strong if one] or [text]


def _known(names: SheetNames, to: str, one: str) -> bool:
    return bool(names.find(to, one)) or folded(one) in names.sides


def deal(names: SheetNames, given: Any) -> dict[str, str]:
    """Return options by issue: `Issue: option; Issue: option`, by names or ids.

    Raises:
        CellFault: If an issue stands there without an option.
        UnknownName: If an issue or option is none.
    """
    pairs = list(given.items()) if isinstance(given, dict) else list(_pairs(names, given))
    found = {}
    for issue_name, option_name in pairs:
        issue = names.resolve("issue", issue_name.strip())
        found[issue] = option_of(names, issue, option_name.strip())
    return found


def alternatives(names: SheetNames, given: Any) -> dict[str, list[str]]:
    """Return options by issue, several of one as alternatives: `Issue: option or option`.

    Raises:
        CellFault: If an issue stands there without an option.
        UnknownName: If an issue or option is none.
    """
    pairs = list(given.items()) if isinstance(given, dict) else list(_pairs(names, given))
    found: dict[str, list[str]] = {}
    for issue_name, options in pairs:
        issue = names.resolve("issue", issue_name.strip())
        text = options.strip() if isinstance(options, str) else ""
        whole = not text or names.option(issue, text)
        listed = (options if not text else [text]) if whole else _OR.split(text)
        several_of_one = found.setdefault(issue, [])
        several_of_one += [
            option_of(names, issue, one.strip()) for one in listed if one.strip()
        ]
    return found


def _pairs(names: SheetNames, text: str) -> Iterator[tuple[str, str]]:
    for part in re.split(r"[;\n]", text):
        if not part.strip():
            continue
        issue, *option = _PAIR.split(part.strip(), maxsplit=1)
        if not option:
            sentence = f"'{part.strip()}' names no option: write 'Issue: option; Issue: option'"
            raise CellFault(sentence)
        yield issue, option[0]


def option_of(names: SheetNames, issue: str, name: str) -> str:
    """Return the id of an option.

    Raises:
        UnknownName: If the issue has no such option, and none may be made.
    """
    if one := names.option(issue, name):
        return one
    advice = names.options_near(issue, name)
    raise UnknownName(f"the issue '{issue}' has no option '{name}'{advice}")


def attended(names: SheetNames, text: str, given: Any = None) -> dict[str, list[str]]:
    """Return who sat there by party: `Upland: Berg, Cole; Delta: Eller`, or parties alone.

    Args:
        names: The names.
        text: The words.
        given: What they hold already, if they are written as a file has them.

    Raises:
        UnknownName: If one stands for nothing.
    """
    if isinstance(given, dict):
        pairs = list(given.items())
    elif ":" in text:
        cut = [part.partition(":") for part in re.split(r"[;\n]", text) if part.strip()]
        pairs = [(side.strip(), re.split(r"\s*,\s*", who.strip())) for side, _, who in cut]
    else:
        sides = several(names, "speaker", re.split(r"[;\n]", text))
        return {one: [] for one in sides}
    found = {}
    for side, who in pairs:
        people = several(names, "speaker", [one for one in who if one.strip()])
        found[names.resolve("speaker", side)] = people
    return found


def sources(
    names: SheetNames,
    text: str,
    date: str,
    *,
    link: str = "",
    published: str = "",
    how: CellReading = AS_WRITTEN,
) -> list[str]:
    """Return the ids of the sources that a cell names, made where that may be.

    A cell may hold ids, or what people write: an outlet, with a date and a link; several parted
    by semicolons or lines.

    Args:
        names: The names that the sheet may use.
        text: The cell.
        date: When the row's own date is, for a source that tells none.
        link: Where it can be read, if another cell says so.
        published: When it was published, if another cell says so.
        how: How dates are read.

    Raises:
        UnknownName: If there is no such source.
    """
    found = []
    for part in _cited(names, text):
        if (one := names.find("source", part)) and not link:
            found.append(one)
            continue
        links = _LINK.findall(part) or ([link] if link else [])
        rest = " ".join(_LINK.sub(" ", part).split()).strip(" ,-–—:()[]")
        outlet, own = _dated(rest, how)
        outlet = outlet or (_site(links[0]) if links else "")
        if not outlet:
            continue
        day = When.parse(own or published or date)
        found.extend(_published(names, outlet, day, url) for url in (links or [""]))
    return list(dict.fromkeys(found))


def heard_from(names: SheetNames, text: str, date: str) -> list[str]:
    """Return the id of the source that is what somebody said.

    Args:
        names: The names; the source is made where it is new.
        text: The words: `heard from Oda Lind, 1 August 2019`.
        date: When it was said, if the words do not say so.
    """
    who, own = _dated(" ".join(text.split()[2:]), AS_WRITTEN)
    return [names.source("", When.parse(own or date), "", words=who)] if who else []


def sources_named(names: SheetNames, given: Iterable[str], date: str) -> list[str]:
    """Return the ids of sources given by id, by name or by the outlet that published that day.

    Args:
        names: The names that the sheet may use.
        given: What was given; what stands for nothing is left for the check to refuse.
        date: The day.

    Raises:
        UnknownName: If an outlet has no one source of the day, and none may be made.
    """
    found: list[str] = []
    for one in given:
        known = names.find("source", one)
        outlet = names.find("outlet", one) or (SOURCES in names.new)
        if known or not (outlet and date):
            found.append(known or one)
        else:
            found += sources(names, one, date)
    return list(dict.fromkeys(found))


def _cited(names: SheetNames, text: str) -> list[str]:
    """Cut a cell into the sources that it names; at commas where all parts are known."""
    parts = [part.strip() for part in re.split(r"[;\n|]", text) if part.strip()]
    cut = []
    for part in parts:
        smaller = [one for one in re.split(r"\s*(?:,|&|\band\b)\s*", part) if one]
        known = all(names.find("source", one) or names.find("outlet", one) for one in smaller)
        cut.extend(smaller if known and not names.find("source", part) else [part])
    return cut


def _dated(text: str, how: CellReading) -> tuple[str, str]:
    """Part a name from the date behind it, if there is one."""
    words = text.split()
    for many in (3, 2, 1):
        tail = " ".join(words[-many:]).strip("(),.")
        if len(words) <= many or not re.search(r"\d{4}|\d[./-]\d", tail):
            continue
        try:
            return " ".join(words[:-many]).rstrip(" ,(-–—"), how.moment(tail)
        except CellFault:
            continue
    return text, ""


def _site(link: str) -> str:
    return urlsplit(link if "//" in link else f"//{link}").netloc.removeprefix("www.")


def _published(names: SheetNames, outlet: str, day: When, url: str) -> str:
    if known := names.find("outlet", outlet):
        dated = names.sources_of(known, day)
        if SOURCES in names.new or (url and len(dated) != 1):
            return (
                names.source(known, day, url) if SOURCES in names.new else _lacking(outlet, day)
            )
        return dated[0] if len(dated) == 1 else _lacking(outlet, day)
    if SOURCES not in names.new:
        return names.resolve("source", outlet)
    return names.source(names.resolve("outlet", outlet), day, url)


def _lacking(outlet: str, day: When) -> str:
    raise UnknownName(
        f"there is no one source of {outlet} of {day}: '--new-sources' makes it",
        f"there is no source of {outlet}",
    )
