"""Numbers as people write them: `3,000-4,000`, `at least 12`, `1.5k`, `~300`, `3 000`, `300+`.

What a file of Accord holds (`30..45`, `more than 1500`) is read so, too. Where a comma or a
point may part thousands or decimals, a column says which by its other numbers, or whoever
gives it does; a comma before three digits alone parts thousands.
"""

import math
import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from attrs import frozen

from accord.model import LONGEST, Amount, number_text

WRITE_AMOUNT = "write 300, 250..350, at least 300, or about 300"


class DecimalSign(StrEnum):
    """What parts the decimals."""

    POINT = "decimal-point"
    COMMA = "decimal-comma"


_WORDS = {
    "at least": r"at least|no fewer than|no less than|not less than|min(?:imum|\.)?|>=|≥",
    "more than": r"more than|over|above|exceeding|>",
    "at most": r"at most|up to|no more than|not more than|max(?:imum|\.)?|as many as|<=|≤",
    "less than": r"less than|fewer than|under|below|<",
    "about": r"about|around|approximately|approx\.?|roughly|some|nearly|almost|estimated|est\."
    r"|circa|ca\.?|c\.?|~|≈",
}
"""What stands before a number, by the word that a file has for it."""
_BEFORE = {word: re.compile(rf"(?:{words})\s*(?=[\d.,+-])") for word, words in _WORDS.items()}
_AFTER = {
    "at least": re.compile(r"\s*(?:\+|plus|or more|or above|and more|at least)"),
    "at most": re.compile(r"\s*(?:or (?:fewer|less|below)|at most|max\.?|maximum)"),
    "about": re.compile(r"\s*(?:or so|approx\.?|approximately)"),
}
_TIMES = {
    1_000: r"k|thousand|tsd\.?|mil|тыс\.?|тис\.?|bin|ألف",
    1_000_000: r"m|mn|mln\.?|mio\.?|million|millions|млн\.?|مليون",
    1_000_000_000: r"bn|b|billion|billions|mrd\.?|млрд\.?|مليار",
}
_NUMBER = r"[+-]?\d{1,3}(?:[ '’]\d{3})+(?:[.,]\d+)?|[+-]?\d+(?:[.,]\d+)*(?:e[+-]?\d+)?"
_UNIT = "|".join(_TIMES.values())
WITH_UNIT = re.compile(
    rf"(?P<number>.*\d[\d.,]*(?:\s?(?:{_UNIT}))?)\s+(?P<unit>[^\W\d].*)",
    re.DOTALL | re.IGNORECASE,
)
"""A number with its unit behind it: `3,000 people`, `2 million people`."""
_ONE = re.compile(rf"(?P<number>{_NUMBER})\s?(?P<times>{_UNIT})?(?![^\W\d])")
_TWO = re.compile(
    rf"(?:between |from )?(?P<low>{_NUMBER})\s?(?P<low_times>{_UNIT})?"
    rf"\s?(?:-|to|and|bis|à|до)\s?(?P<high>{_NUMBER})\s?(?P<high_times>{_UNIT})?"
)
_NONE = re.compile(
    r"(dozens?|scores?|hundreds?|thousands?|tens|several|many|few|a few|some|numerous|a number"
    r"|unknown|unclear|various|multiple|countless)\b.*"
)
_DAY = re.compile(r"\d{4}-\d\d(-\d\d)?")
_OPEN = re.compile(r"[1-9]\d{0,2}([.,])\d{3}")
"""A number in which the sign may part thousands or decimals."""
_THOUSANDS = {
    ",": re.compile(r"\d{1,3}(?:,\d{2,3})*,\d{3}"),  # 3,00,000 in India
    ".": re.compile(r"\d{1,3}(?:\.\d{3})+"),
}


@lru_cache(maxsize=10_000)
def parse_amount(text: str, sign: DecimalSign | None = None) -> Amount:
    """Read a number, or all that is known of it, as a person writes it.

    Args:
        text: The number.
        sign: What parts its decimals; if it is not known, a comma before three digits parts
            thousands and a point decimals.

    Raises:
        ValueError: With a sentence, if it is no number, or does not say how many.
    """
    if len(text) > LONGEST:
        raise ValueError(f"'{text[:40]}...' is too long for a number")
    if sign is not DecimalSign.COMMA or ".." in text:
        try:
            return Amount.parse(text)
        except ValueError as error:
            if ".." in text:
                raise ValueError(str(error)) from None
    plain = _plain(text)
    word, rest = "", plain
    for one, before in _BEFORE.items():
        if match := before.match(plain):
            word, rest = one, plain[match.end() :]
            break
    if match := _TWO.fullmatch(rest):
        times = match["high_times"]
        low = _scaled(text, match["low"], match["low_times"] or times, sign)
        high = _scaled(text, match["high"], times, sign)
        return _made(text, word, low, high)
    if _DAY.fullmatch(rest):
        raise ValueError(f"'{text}' is a day, not a number: some sheets make one of '3-4'")
    if match := _ONE.match(rest):
        number = _scaled(text, match["number"], match["times"], sign)
        after = rest[match.end() :].strip()
        for one, pattern in _AFTER.items():
            if not word and pattern.fullmatch(after):
                word, after = one, ""
        if not after:
            return _made(text, word, number, number)
        raise ValueError(
            f"'{text}' is more than a number: put '{after}' into a column of its own"
        )
    if _NONE.fullmatch(plain):
        raise ValueError(
            f"'{text}' does not say how many: write a range such as 20..99, or put the word "
            "into the text"
        )
    raise ValueError(f"'{text}' is not a number: {WRITE_AMOUNT}")


def _plain(text: str) -> str:
    """Return a text in small letters with plain digits, blanks and hyphens."""
    plain = unicodedata.normalize("NFKC", text).replace("٫", ".").replace("٬", ",")
    plain = "".join(str(unicodedata.decimal(s)) if s.isdecimal() else s for s in plain)
    return " ".join(re.sub("[‐‑‒–—−]", "-", plain).casefold().split())


def _scaled(text: str, number: str, times: str | None, sign: DecimalSign | None) -> float:
    """Return a number that may stand in thousands or millions."""
    factor = next((n for n, words in _TIMES.items() if re.fullmatch(words, times or "")), 1)
    return float(_decimal(text, number, sign) * factor)


def _decimal(text: str, number: str, sign: DecimalSign | None) -> Decimal:
    bare = re.sub("[ '’]", "", number.lstrip("+-"))
    marks = re.findall("[.,]", bare)
    parts = ""  # what parts the decimals here
    if len(set(marks)) == 2:
        parts = marks[-1]
    elif len(marks) == 1:
        open_ = _OPEN.fullmatch(bare) is not None
        of_thousands = "." if sign is DecimalSign.COMMA else ","
        parts = "" if open_ and marks[0] == of_thousands else marks[0]
    whole, _, decimals = bare.rpartition(parts) if parts else (bare, "", "")
    for mark in set(re.findall("[.,]", whole)):
        if not _THOUSANDS[mark].fullmatch(whole):
            raise ValueError(f"'{text}' is not a number: {WRITE_AMOUNT}")
    digits = re.sub("[.,]", "", whole) + (f".{decimals}" if decimals else "")
    return Decimal(f"-{digits}" if number.startswith("-") else digits)


def _made(text: str, word: str, low: float, high: float) -> Amount:
    """Return an amount, with the word that stands before it."""
    if math.isinf(low) or math.isinf(high):
        raise ValueError(f"'{text}' is too large a number")
    if low > high:
        raise ValueError(f"the range '{text}' is reversed")
    written = number_text(low) if low == high else f"{number_text(low)}..{number_text(high)}"
    return Amount.parse(f"{word} {written}" if word else written)


def joined(low: str, high: str, sign: DecimalSign | None = None) -> Amount:
    """Join the numbers of two columns, what it is at least and what it is at most.

    Args:
        low: The lower end; blank if it is not known.
        high: The upper end; blank if it is not known.
        sign: What parts their decimals.

    Raises:
        ValueError: With a sentence, if one of them is not one number, or low is above high.
    """
    ends = [parse_amount(one, sign) if one.strip() else None for one in (low, high)]
    for text, one in zip((low, high), ends, strict=True):
        if one is not None and (not one.is_point or one.about):
            raise ValueError(f"'{text}' is not one number, and it is one end of a range")
    at_least, at_most = ends
    if at_least is None and at_most is None:
        raise ValueError("neither the lower nor the upper end is given")
    if at_least is None or at_most is None:
        return Amount.parse(f"at most {at_most}" if at_most else f"at least {at_least}")
    if at_least.low > at_most.high:
        raise ValueError(f"the lower end, {low}, is above the upper end, {high}")
    return Amount(at_least.low, at_most.high)


@frozen
class AmountColumn:
    """How the numbers of one column are read.

    Attributes:
        sign: What parts the decimals; None where nothing says so, or need be said.
        note: What is to be said of how they are read; nothing if they can mean one thing only.
        question: What must be asked before they can be read; nothing if nothing.
    """

    sign: DecimalSign | None = None
    note: str = ""
    question: str = ""

    def read(self, text: str) -> Amount:
        """Read one of its numbers.

        Raises:
            ValueError: With a sentence, if it is none.
        """
        return parse_amount(text, self.sign)


def column_of_amounts(texts: Iterable[str], sign: DecimalSign | None = None) -> AmountColumn:
    """Find how the numbers of a column are to be read: one that can mean one thing settles it.

    Args:
        texts: The cells of the column.
        sign: What parts the decimals, if somebody has said so; the column may say otherwise.
    """
    sure: dict[DecimalSign, str] = {}
    open_: dict[str, str] = {}
    for text in texts:
        if ".." in text or not ("." in text or "," in text):
            continue
        for number in re.findall(_NUMBER, _plain(text)):
            bare = re.sub("[ '’+-]", "", number)
            if match := _OPEN.fullmatch(bare):
                open_.setdefault(match[1], text.strip())
            elif marks := re.findall("[.,]", bare):
                last = marks[-1]
                if len(marks) > 1 and len(set(marks)) == 1:  # 1.234.567 parts thousands
                    last = "," if last == "." else "."
                found = DecimalSign.POINT if last == "." else DecimalSign.COMMA
                sure.setdefault(found, text.strip())
    if len(sure) == 2 and (open_ or sign):
        point, comma = sure[DecimalSign.POINT], sure[DecimalSign.COMMA]
        question = f"a point parts the decimals in '{point}' and a comma in '{comma}'"
        return AmountColumn(question=f"{question}: write all numbers in one way")
    if sign is not None and sure and sign not in sure:
        (text,) = sure.values()
        question = f"'{text}' cannot be read with '--{sign}'"
        return AmountColumn(question=f"{question}: leave the option out")
    settled = sign or (next(iter(sure)) if len(sure) == 1 else None)
    if "." in open_ and settled is None:
        text = open_["."]
        both = " or ".join(str(parse_amount(text, one)) for one in reversed(DecimalSign))
        advice = "say '--decimal-comma' or '--decimal-point'"
        return AmountColumn(question=f"'{text}' may be {both}: {advice}")
    doubtful = open_.get("." if settled is DecimalSign.COMMA else ",", "")
    if not doubtful or sign or settled is None:
        return AmountColumn(settled)
    try:
        read = parse_amount(doubtful, settled)
    except ValueError:
        return AmountColumn(settled)
    return AmountColumn(
        settled, note=f"'{doubtful}' is read as {read}: '{sure[settled]}' says so"
    )
