"""Dates as people write them: `22.05.2015`, `4 June 2015`, `Aug 2016`, `2015-05-22 00:00:00`.

A date is read only where it can mean one thing. `03/04/2015` can mean two: which, a column says
by its other dates (25/04/2015), or whoever gives it. What is known roughly (`early 2016`) is
refused with a sentence, for a moment of the record is a minute, an hour, a day, a month or a
year.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache, lru_cache

from attrs import frozen

from accord.model import LONGEST, Precision, When

WRITE = "write 2022-03-01, or 2022-03, or 2022-03-01T14:30"


class DayOrder(StrEnum):
    """What comes first in 03/04/2015."""

    DAY = "day-first"
    MONTH = "month-first"


class AmbiguousDate(ValueError):
    """A date that is one day if the day comes first, and another if the month does."""


LANGUAGES = (
    *("ar", "ar_SY", "az", "be", "bg", "bs", "ca", "cs", "da", "de", "el", "es", "et", "fa"),
    *("fi", "fr", "he", "hi", "hr", "hu", "hy", "id", "it", "ka", "lt", "lv", "mk", "ms", "nb"),
    *("nl", "pl", "pt", "ro", "ru", "sk", "sl", "so", "sq", "sr", "sr_Latn", "sv", "sw", "tr"),
    *("uk", "ur", "uz"),
)
"""Languages whose months and days are known, beside English."""
_ENGLISH = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_FILLING = frozenset(
    (
        *("of", "the", "on", "st", "nd", "rd", "th", "er", "o", "a", "°", "de", "del", "den"),
        *("d", "di", "le", "el", "la", "г", "года", "год", "року", "р", "рік", "r", "roku"),
        *("rok", "godine", "god", "el.", "lea"),
    )
)
"""Words that say nothing in a date: `the 4th of June`, `4 de junio de`, `4 июня 2015 г.`"""
_VAGUE = re.compile(
    r"\b(early|mid|late|end|beginning|start|middle|spring|summer|autumn|fall|winter|about"
    r"|around|approx\w*|circa|ca?|before|after|since|until|till|by|or|anfang|mitte|ende"
    r"|début|mi|fin|vers|начало|конец|середина|початок|кінець)\b|[~≈?]"
)
_QUARTER = re.compile(r"\bq([1-4])\b|\b(quarter|quartal|trimestre|квартал)")
_WEEK = re.compile(r"\bw(eek)?\s?\d{1,2}\b|week")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_FIRST_DAY, _LAST_DAY = 20_000, 60_000
"""Days from 1954 to 2064, as spreadsheets count them from the end of 1899."""
_FEW = 4
"""So many dates up to the 12th, and none later, are hardly chance: one in fifty."""
_YEARS = range(1500, 2201)
"""Years that a date which is not written as in a file may have: others are of calendars that
count otherwise."""
_ORDERED = re.compile(r"(\d{4})\s?[-/.]\s?(\d{1,2})(?:\s?[-/.]\s?(\d{1,2}))?\.?")
_TURNED = re.compile(r"(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{2}|\d{4})\.?")
_MONTH = re.compile(r"(\d{1,2})\s?[-/.]\s?(\d{4})")
_RUN = re.compile(r"(\d{4})(\d{2})(\d{2})")
_HAN = re.compile(r"(\d{4})\s*[年년]\s*(?:(\d{1,2})\s*[月월]\s*(?:(\d{1,2})\s*[日일]\s*)?)?")
_SPAN = re.compile(r"\d{1,2}\s*(?:[-–—/&]|to|and|bis|au|al|по)\s*\d{1,2}\s+[^\W\d]+\s+\d{4}")
_TIME = re.compile(
    r"(?:[\sT,]|\bat\b|\bum\b|\bà\b)+"
    r"(?:(?P<hour>\d{1,2})(?:(?::|\s?h)(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?)"
    r"|(?P<alone>\d{1,2})(?:\s?h\b|(?=\s?[ap]\.?m)))"
    r"\s?(?P<half>[ap]\.?m\.?)?\s?(?P<zone>Z|[+-]\d{2}(?::?\d{2})?|[A-Z]{3,5})?\s*",
    re.IGNORECASE,
)


@lru_cache(maxsize=10_000)
def parse_date(text: str, order: DayOrder | None = None) -> When:
    """Read a date as a person writes it, or as a file has it.

    Args:
        text: The date.
        order: What comes first where day and month are both numbers up to 12.

    Raises:
        AmbiguousDate: If it may be two days, and `order` does not say which.
        ValueError: With a sentence, if it is no date, or not exactly one.
    """
    try:
        return When.parse(text)
    except ValueError:
        pass
    if len(text) > LONGEST:
        raise ValueError(f"'{text[:40]}...' is too long for a date")
    tidy = _tidy(text)
    given, clock = _parted(text, tidy)
    day = _day(text, given, order)
    if clock is None or day.precision is not Precision.DAY:
        if clock is not None:
            raise ValueError(f"'{text}' has a time and no day: {WRITE}")
        return day
    hour, minute = clock
    precision = Precision.HOUR if minute is None else Precision.MINUTE
    return When(day.start + timedelta(hours=hour, minutes=minute or 0), precision)


_DAYS_AGO = {"today": 0, "yesterday": 1, "the day before yesterday": 2}
_AGO = re.compile(r"(\d{1,3}) days? ago")
_WEEKDAY = re.compile(r"(?:on |last |on last )?([a-z]+)")


def date_said(text: str, today: date) -> When:
    """Read a date as a person says it on some day: `yesterday`, `last Friday at 14:30`.

    A day of the week is the last one before today.

    Args:
        text: The date, as in a file, as people write it, or counted from today.
        today: The day on which it is said.

    Raises:
        ValueError: With a sentence, if it is none, or may be two.
    """
    try:
        given, clock = _parted(text, _tidy(text[: LONGEST + 1]))
        ago = _days_ago(given.casefold(), today)
        if ago is None:
            return parse_date(text)
    except ValueError as error:  # here no column of a sheet can settle which comes first
        advice = "say '--day-first' or '--month-first'"
        raise ValueError(str(error).replace(advice, "write the month as a word")) from None
    day = When.parse(str(today - timedelta(days=ago)))
    if clock is None:
        return day
    hour, minute = clock
    precision = Precision.HOUR if minute is None else Precision.MINUTE
    return When(day.start + timedelta(hours=hour, minutes=minute or 0), precision)


def _days_ago(given: str, today: date) -> int | None:
    """Return how many days ago words say that it was; None where they do not count so."""
    if given in _DAYS_AGO:
        return _DAYS_AGO[given]
    if match := _AGO.fullmatch(given):
        return int(match[1])
    match = _WEEKDAY.fullmatch(given)
    if match is None or not (day := _plain_day(match[1])):
        return None
    (number,) = day
    if number == today.weekday() and "last" not in given:
        name = _DAYS[number].capitalize()
        raise ValueError(f"'{given}' may be today or a week ago: write 'last {name}' or today")
    return (today.weekday() - number) % 7 or 7


def _tidy(text: str) -> str:
    """Return a text with plain digits, blanks and hyphens."""
    plain = unicodedata.normalize("NFKC", text)
    plain = "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() else sign
        for sign in plain
        if unicodedata.category(sign) != "Cf"
    )
    return " ".join(re.sub("[‐‑‒−]", "-", plain).split()).strip(" ,;")


def _parted(text: str, tidy: str) -> tuple[str, tuple[int, int | None] | None]:
    """Return the date, and hour and minute if there are any."""
    found = None
    for found in _TIME.finditer(tidy):
        if found.end() == len(tidy):
            break
    if found is None or found.end() != len(tidy) or not found.start():
        return tidy, None
    hour = int(found["hour"] or found["alone"])
    minute = int(found["minute"]) if found["minute"] else None
    if half := found["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(f"'{text}' is not a time: {WRITE}")
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    if hour > 23 or (minute or 0) > 59 or int(found["second"] or 0) > 59:
        raise ValueError(f"'{text}' is not a time: {WRITE}")
    before = tidy[: found.start()]
    midnight = hour == 0 and minute == 0 and found["second"] is not None and not half
    zone = (found["zone"] or "").upper()
    if midnight and (not zone or zone in _UTC):  # how programs write a day
        return before, None
    if (zone and not re.match("[+-]", zone)) or zone in _UTC:
        raise ValueError(
            f"'{text}' has the hours of {'UTC' if zone in _UTC else zone}, and the record has "
            "those of the place: write them without a zone, or the day alone"
        )
    return before, (hour, minute)


_UTC = frozenset({"Z", "UTC", "GMT", "+00:00", "+0000", "+00", "-00:00"})


def _day(text: str, given: str, order: DayOrder | None) -> When:
    """Read a date without a time."""
    if match := _ORDERED.fullmatch(given) or _HAN.fullmatch(given) or _RUN.fullmatch(given):
        return _when(text, *match.groups())
    if match := _TURNED.fullmatch(given):
        first, mark, second, year = match.groups()
        return _turned(text, int(first), int(second), mark, year, order)
    if match := _MONTH.fullmatch(given):
        return _when(text, match[2], match[1])
    if _SERIAL.fullmatch(given):
        held = _serial(given)
        hint = f" (the day that spreadsheets count so is {held})" if held else ""
        raise ValueError(f"'{text}' is a number, not a date{hint}: {WRITE}")
    return _worded(text, given.casefold())


def _when(text: str, year: str, month: str | None = None, day: str | None = None) -> When:
    """Return a moment, if there is such a day."""
    if int(year) not in _YEARS:
        raise ValueError(
            f"'{text}' is of the year {int(year)}: is it of another calendar? {WRITE}"
        )
    try:
        start = datetime(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise ValueError(f"'{text}' is not a date: there is no such day; {WRITE}") from None
    return When(start, Precision.DAY if day else Precision.MONTH if month else Precision.YEAR)


def _turned(
    text: str, first: int, second: int, mark: str, year: str, order: DayOrder | None
) -> When:
    """Read a date that ends with its year."""
    if len(year) == 2:
        raise ValueError(f"'{text}' has a year of two digits: write all four")
    if first == second or second > 12:
        order = DayOrder.MONTH
    elif first > 12 or (order is None and mark == "."):  # with dots the day comes first
        order = DayOrder.DAY
    if order is None:
        day_first, month_first = (
            f"{date(int(year), month, day):%d %B %Y}".lstrip("0")
            for day, month in ((first, second), (second, first))
        )
        raise AmbiguousDate(
            f"'{text}' may be {day_first} or {month_first}: say '--day-first' or "
            "'--month-first'"
        )
    day, month = (first, second) if order is DayOrder.DAY else (second, first)
    return _when(text, year, str(month), str(day))


def _worded(text: str, given: str) -> When:
    """Read a date in which the month is a word."""
    if _QUARTER.search(given):
        raise ValueError(f"'{text}' is a quarter: write its year, or one of its months")
    if _WEEK.search(given):
        raise ValueError(f"'{text}' is a week: write its first day, or its month")
    if _SPAN.search(given):
        raise ValueError(f"'{text}' is several days: write the first, or the month")
    if _VAGUE.search(given) and re.search(r"\d{4}", given):
        raise ValueError(
            f"'{text}' says roughly when: write the year or the month that is sure"
        )
    months, weekdays, numbers = _words(text, given)
    years = [one for one in numbers if len(one) == 4]
    days = [one for one in numbers if len(one) <= 2]
    if len(months) != 1 or len(numbers) > 2 or len(years) + len(days) != len(numbers):
        raise ValueError(f"'{text}' is not a date: {WRITE}")
    if len(years) != 1:
        sentence = "has no year" if len(days) < 2 else "has a year of two digits"
        raise ValueError(f"'{text}' {sentence}: write it with all four digits")
    when = _when(text, years[0], str(months[0]), days[0] if days else None)
    if days and weekdays and when.start.weekday() not in weekdays:
        right = _DAYS[when.start.weekday()].capitalize()
        raise ValueError(f"'{text}': that day was a {right}; is the date right?")
    return when


def _words(text: str, given: str) -> tuple[list[int], set[int], list[str]]:
    """Return the months, the days of the week (from Monday, 0) and the numbers of a date."""
    tokens = re.findall(r"\d+|[^\d\s.,/()\-–]+", given)
    months: list[int] = []
    weekdays: set[int] = set()
    numbers: list[str] = []
    at = 0
    while at < len(tokens):
        one, two = tokens[at], " ".join(tokens[at : at + 2])
        both = two if two != one and two in _names()[0] else one
        at += 2 if both == two and two != one else 1
        if one.isdecimal():
            numbers.append(one)
        elif one in _FILLING and both == one:
            continue
        elif found := _plain_month(both) or _names()[0].get(both):
            if len(found) > 1:
                which = " or ".join(_ENGLISH[month - 1].capitalize() for month in sorted(found))
                raise ValueError(f"'{text}': '{both}' is {which}, by the language: {WRITE}")
            months += found
        elif known := _plain_day(one) or _names()[1].get(one):
            weekdays |= known
        else:
            raise ValueError(f"'{text}' is not a date: {WRITE}")
    return months, weekdays, numbers


def _plain_month(word: str) -> frozenset[int]:
    """Return an English month, for which no other language need be loaded."""
    found = (i for i, name in enumerate(_ENGLISH, 1) if word in (name, name[:3], name[:4]))
    return frozenset(list(found)[:1])


def _plain_day(word: str) -> frozenset[int]:
    found = (i for i, day in enumerate(_DAYS) if len(word) > 2 and day.startswith(word))
    return frozenset(list(found)[:1])


@cache
def _names() -> tuple[Mapping[str, frozenset[int]], Mapping[str, frozenset[int]]]:
    """Return what months and days of the week are called in other languages."""
    from babel import Locale

    months: dict[str, frozenset[int]] = {}
    days: dict[str, frozenset[int]] = {}
    for language in LANGUAGES:
        locale = Locale.parse(language)
        for found, names in ((months, locale.months), (days, locale.days)):
            for context in ("format", "stand-alone"):
                for width in ("wide", "abbreviated"):
                    for number, name in names[context][width].items():
                        word = _tidy(name).casefold().rstrip(".")
                        if re.search(r"[^\W\d]", word):
                            found[word] = found.get(word, frozenset()) | {number}
    return months, days


def _serial(text: str) -> When | None:
    """Return the day that a spreadsheet counts so, of those it may well be."""
    days = float(text)
    if not _FIRST_DAY <= days < _LAST_DAY:
        return None
    start = datetime(1899, 12, 30) + timedelta(days=int(days))
    return When(start, Precision.DAY)


@frozen
class DateColumn:
    """How the dates of one column are read.

    Attributes:
        order: What comes first in 03/04/2015; None where nothing says so, or need be said.
        serial: Whether they are days as a spreadsheet counts them.
        note: What is to be said of how they are read; nothing if they can mean one thing only.
        question: What must be asked before they can be read; nothing if nothing.
    """

    order: DayOrder | None = None
    serial: bool = False
    note: str = ""
    question: str = ""

    def read(self, text: str) -> When:
        """Read one of its dates.

        Raises:
            ValueError: With a sentence, if it is none.
        """
        if self.serial and (found := _serial(text.strip())) is not None:
            return found
        return parse_date(text, self.order)


def column_of_dates(texts: Iterable[str], order: DayOrder | None = None) -> DateColumn:
    """Find how the dates of a column are to be read: one that can mean one day settles it.

    Args:
        texts: The cells of the column.
        order: What comes first, if somebody has said so; the column may say otherwise.
    """
    cells = [one for text in texts if (one := text.strip())]
    sure: dict[DayOrder, str] = {}
    open_: list[str] = []
    for text in cells:
        if text[:4].isdecimal() or not (match := _TURNED.match(_tidy(text))):
            continue
        first, second = int(match[1]), int(match[3])
        if first > 12 >= second:
            sure.setdefault(DayOrder.DAY, text)
        elif second > 12 >= first:
            sure.setdefault(DayOrder.MONTH, text)
        elif first != second and match[2] != ".":
            open_.append(text)
    if len(sure) == 2 and (open_ or order):
        day, month = sure[DayOrder.DAY], sure[DayOrder.MONTH]
        question = f"the day comes first in '{day}' and the month in '{month}'"
        return DateColumn(question=f"{question}: write all dates in one way")
    if order is not None and sure and order not in sure:
        (text,) = sure.values()
        question = f"'{text}' cannot be read with '--{order}'"
        return DateColumn(question=f"{question}: leave the option out")
    if not open_:
        days = [_SERIAL.fullmatch(one) is not None and _serial(one) for one in cells]
        if len(days) > 1 and all(days):
            read = f"'{cells[0]}' is {days[0]}"
            note = f"its dates are days as a spreadsheet counts them: {read}"
            return DateColumn(serial=True, note=note)
        return DateColumn(order, note=_turned_round(cells, sure.get(DayOrder.DAY, "")))
    if order is None and not sure:
        try:
            parse_date(open_[0])
        except AmbiguousDate as error:
            return DateColumn(question=str(error))
        except ValueError:
            pass
        return DateColumn()
    settled = order or next(iter(sure))
    because = f": '{sure[settled]}' says so" if settled in sure and not order else ""
    try:
        note = f"'{open_[0]}' is read as {parse_date(open_[0], settled)}{because}"
    except ValueError:
        note = ""
    return DateColumn(settled, note=note)


def _turned_round(cells: list[str], text: str) -> str:
    """Return a warning, if a spreadsheet may have taken days for months where it could.

    One that expects the month first makes 3 April of what was 4 March, and leaves 25/04/2015
    a text: then every date that is none has a day beyond 12, and no date that is one has.
    """
    made = [one for one in cells if re.fullmatch(r"\d{4}-\d\d-\d\d", one)]
    if not text or "." in text or len(made) < _FEW or any(int(one[8:]) > 12 for one in made):
        return ""
    return (
        f"'{text}' is a text and {made[0]} a date of the spreadsheet: it may have taken days "
        "for months in those up to the 12th; please check them"
    )
