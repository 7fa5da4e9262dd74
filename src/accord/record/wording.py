"""Pieces of sentences: numbers with their units, texts that go on, and texts cut short."""

from collections.abc import Iterable
from math import inf

from accord.model import Amount, Precision, Range, Span, When


def unstopped(text: str) -> str:
    """Take the full stop off a text that goes on, and blanks at its end."""
    return text.rstrip().removesuffix(".")


def after(text: str) -> str:
    """Return a text as it stands behind what introduces it; nothing if there is none."""
    return f": {text}" if text else ""


def led(lead: str, text: str) -> str:
    """Return a text behind what introduces it, which is not said twice.

    Args:
        lead: What introduces it: `First round opens`, `Coast Movement`.
        text: The text, which may begin with the same words.
    """
    known, said = _plain(lead), " ".join(text.split())
    head, colon, rest = said.partition(": ")
    if colon and known.startswith(_plain(head)):
        return f"{lead}: {rest}"
    again = said.casefold().startswith(known) and said[len(known) :][:1] in ("", *".,;!?")
    return text if again else f"{lead}{after(text)}"


def stopped(text: str) -> str:
    """Return a text as a sentence, with a full stop unless it has a sign at its end.

    Args:
        text: The text; a sign within a quotation that ends it is one.
    """
    text = text.rstrip()
    return text if text.rstrip(_QUOTES).endswith((".", "!", "?")) else f"{text}."


_QUOTES = "\"'\u201d\u2019\u00bb\u201c"
"""The marks that close a quotation, in English, French and German."""


def begun(text: str) -> str:
    """Return a text with a capital letter at its beginning."""
    return f"{text[:1].upper()}{text[1:]}"


def together(names: Iterable[str]) -> str:
    """Return names with commas between them, and `and` before the last."""
    *most, last = [*names] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def short(text: str, most: int = 80) -> str:
    """Cut a text at a word, to serve as a heading or within a sentence."""
    text = " ".join(text.split()).removesuffix(".")
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0].rstrip(',;:')} ..."


def one_line(text: str, most: int) -> str:
    """Cut a text on one line to so many characters, at a word where that can be."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    head, _, _ = cut.rpartition(" ")
    return f"{(head if len(head) > most // 2 else cut).rstrip(' ,;:')}…"


def written(date: str) -> str:
    """Return a date of a file as people write it, with the hour if it has one.

    Args:
        date: The date as a file has it; what is none is left as it is.
    """
    try:
        return When.parse(date).words
    except ValueError:
        return date


def on(when: When) -> str:
    """Return a date behind its preposition: on 17 May 2022, or in May 2022."""
    short_of = when.precision in (Precision.YEAR, Precision.MONTH)
    return f"{'in' if short_of else 'on'} {when.day}"


def placed(place: str, text: str, most: int = 50) -> str:
    """Return the first words of a text, with the place that they do not name."""
    text = short(text, most)
    return text if not text or place.casefold() in text.casefold() else f"{place}: {text}"


def alike(one: str, other: str) -> bool:
    """Return whether two texts say the same but for case, spaces and the sign at the end."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".!? ")


def spread(span: Span, unit: str = "") -> str:
    """Put a span in words, with its unit; nothing where it has no end at all."""
    low, high = (
        f"{'about ' if about else ''}{_digits(end)}"
        for end, about in zip((span.low, span.high), span.about, strict=True)
    )
    if span.is_point:
        number = low
    elif span.is_bounded:
        number = f"{low} to {high}"
    elif span.low != -inf:
        number = f"{'more than' if span.above else 'at least'} {low}"
    elif span.high != inf:
        number = f"{'less than' if span.below else 'at most'} {high}"
    else:
        return ""
    return f"{number} {unit}".strip()


def quantity(value: Range, unit: str = "") -> str:
    """Put a number in words, with its unit: `at least 5 km`, `about 5 km`, `5 to 7 km`."""
    low, high = _digits(value.low), _digits(value.high)
    word = value.word if isinstance(value, Amount) else ""
    if value.is_bounded:
        number = f"{word} {low if value.is_point else f'{low} to {high}'}".lstrip()
    elif word:
        number = f"{word} {low if value.high == inf else high}"
    elif value.high != inf:
        number = f"at most {high}"
    elif value.low != -inf:
        number = f"at least {low}"
    else:
        number = "any number of"
    return f"{number} {unit}".strip()


def _digits(number: float) -> str:
    """Write a number with its thousands apart, in full where that can be read."""
    whole = abs(number) < 1e16 and number == int(number)
    return f"{number:,.0f}" if whole else f"{number:,.10g}"
