"""The values that stand in for what nobody knows exactly: ranges of numbers and dates."""

import math
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Self

from attrs import field, frozen

from accord.model.refs import SourceId

_NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_RANGE = re.compile(rf"(?P<low>{_NUMBER})?(?:\s*(?P<dots>\.\.)\s*(?P<high>{_NUMBER})?)?")


def number_text(value: float) -> str:
    """Write a number as a person would: no exponent, no trailing zeros."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return repr(value)


@frozen
class Range:
    """A number, or all that is known of it: a low and a high end.

    Attributes:
        low: Lower end; minus infinity where only the upper end is known.
        high: Upper end; infinity where only the lower end is known.
        basis: Why this number, in a few words.
        source: Id of the source it comes from.
    """

    low: float
    high: float
    basis: str = ""
    source: SourceId = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `30`, `30..45`, `1500..` (at least) or `..350` (at most).

        Raises:
            ValueError: With a sentence, if the text is none of these.
        """
        match = _RANGE.fullmatch(text.strip())
        low_text, dots, high_text = match.group("low", "dots", "high") if match else (None,) * 3
        if not (low_text or high_text):
            raise ValueError(f"'{text}' is not a number or a range such as 30..45")
        low = float(low_text) if low_text else -math.inf
        high = float(high_text) if high_text else math.inf if dots else low
        if (low_text and math.isinf(low)) or (high_text and math.isinf(high)):
            raise ValueError(f"'{text}' is too large a number")
        if low > high:
            raise ValueError(f"the range {text} is reversed: write {high_text}..{low_text}")
        return cls(low, high)

    @property
    def is_point(self) -> bool:
        """Return whether the number is known exactly."""
        return self.low == self.high

    @property
    def is_bounded(self) -> bool:
        """Return whether both ends are known."""
        return math.isfinite(self.low) and math.isfinite(self.high)

    @property
    def middle(self) -> float:
        """Return the middle of a bounded range."""
        return self.low + (self.high - self.low) / 2

    def __str__(self) -> str:
        """Write the range as a file has it."""
        if self.is_point:
            return number_text(self.low)
        low = number_text(self.low) if math.isfinite(self.low) else ""
        high = number_text(self.high) if math.isfinite(self.high) else ""
        return f"{low}..{high}"


_WORDED = re.compile(r"(at least|more than|about|at most|up to|less than)\s+(\S.*)", re.DOTALL)


@frozen
class Amount(Range):
    """A number as somebody gave it: with `at least`, `more than`, `about` and the like.

    `at least 39` is the range `39..`, and `at most 50`, or `up to 50`, is `..50`.

    Attributes:
        low: Lower end as it was given; minus infinity where only the upper end is.
        high: Upper end as it was given; infinity where only the lower end is.
        strict: Whether the one end given is no part of it: `more than`, `less than`.
        about: Whether it was given as about right.
    """

    strict: bool = False
    about: bool = False

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what `Range` reads, and `at least 39`, `more than 1500`, `about 300`.

        Raises:
            ValueError: With a sentence, if the text is none of these.
        """
        match = _WORDED.fullmatch(text.strip())
        if match is None:
            try:
                return super().parse(text)
            except ValueError as error:
                hint = ", with 'at least' or 'about' before a number if need be"
                wrong = str(error).endswith("such as 30..45")
                raise ValueError(f"{error}{hint if wrong else ''}") from None
        word, rest = match.groups()
        given = Range.parse(rest)
        if word == "about" and given.is_bounded:
            return cls(given.low, given.high, about=True)
        if not given.is_point:
            one = "one number" if word != "about" else "a number, or a range with both ends"
            raise ValueError(f"'{text}' does not say how many: after '{word}' comes {one}")
        if word in ("at least", "more than"):
            return cls(given.low, math.inf, strict=word == "more than")
        return cls(-math.inf, given.high, strict=word == "less than")

    @property
    def word(self) -> str:
        """Return the word that goes before the number; nothing for a number or a range."""
        if self.about:
            return "about"
        if self.high == math.inf and self.low != -math.inf:
            return "more than" if self.strict else "at least"
        if self.low == -math.inf and self.high != math.inf:
            return "less than" if self.strict else "at most"
        return ""

    @property
    def lowest(self) -> tuple[float, int]:
        """Return the lower end to compare by: what it can be at least, and 1 if it is above."""
        return self._end(self.low, -1), int(self.strict)

    @property
    def highest(self) -> tuple[float, int]:
        """Return the upper end to compare by: what it can be at most, and -1 if it is below."""
        return self._end(self.high, 1), -int(self.strict)

    def _end(self, end: float, way: int) -> float:
        """Return an end with the room that `about` leaves: half a unit of the last place shown.

        The last place shown is that of the last digit that is not 0: 300 is rounded to
        hundreds, so about 300 may be 250 to 350; about 1351 is 1350.5 to 1351.5.
        """
        if not self.about:
            return end
        given = Decimal(repr(end)).normalize()
        place = given.as_tuple().exponent
        assert isinstance(place, int)
        return float(given + way * Decimal(5).scaleb(place - 1))

    def meets(self, other: "Amount") -> bool:
        """Return whether both can hold: whether some number is what both say."""
        return self.lowest <= other.highest and other.lowest <= self.highest

    def __str__(self) -> str:
        """Write the amount as a file has it."""
        end = self.high if self.low == -math.inf else self.low
        if self.word and (self.is_point or not self.is_bounded):
            return f"{self.word} {number_text(end)}"
        written = super().__str__()
        return f"{self.word} {written}" if self.word else written


@frozen
class Span(Range):
    """The smallest range that holds several amounts, each with the room that `about` leaves.

    Attributes:
        low: Lower end; minus infinity if one of them has none.
        high: Upper end; infinity if one of them has none.
        above: Whether the lower end is no part of it: `more than`.
        below: Whether the upper end is no part of it: `less than`.
        about: Which of the two ends, the lower and the upper, is that of a rounded number.
    """

    above: bool = False
    below: bool = False
    about: tuple[bool, bool] = (False, False)

    @classmethod
    def of(cls, amounts: Iterable[Amount]) -> Self:
        """Return the span of some amounts, at least one."""
        every = list(amounts)
        low, low_about = min((a.lowest, a.about) for a in every)
        high, high_exact = max((a.highest, not a.about) for a in every)
        return cls(
            low[0],
            high[0],
            above=bool(low[1]) and math.isfinite(low[0]),
            below=bool(high[1]) and math.isfinite(high[0]),
            about=(low_about, not high_exact),
        )


class Precision(StrEnum):
    """How exactly a moment is known."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    HOUR = "hour"
    MINUTE = "minute"


_MOMENT = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2}(?:T\d{2}(?::\d{2})?)?)?)?")
_WRITTEN = {
    4: Precision.YEAR,
    7: Precision.MONTH,
    10: Precision.DAY,
    13: Precision.HOUR,
    16: Precision.MINUTE,
}
_LETTERS = {precision: letters for letters, precision in _WRITTEN.items()}
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_LENGTH = {
    Precision.MINUTE: timedelta(minutes=1),
    Precision.HOUR: timedelta(hours=1),
    Precision.DAY: timedelta(days=1),
    Precision.MONTH: timedelta(days=31),
    Precision.YEAR: timedelta(days=366),
}


@frozen
class When:
    """A moment as exactly as it is known: a year, a month, a day, an hour or a minute.

    Hours are those of the place, as reported; no time zone is assumed.

    Attributes:
        start: The first instant of the period.
        precision: How long the period is.
    """

    start: datetime
    precision: Precision = field(converter=Precision)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2022`, `2022-03`, `2022-03-01`, `2022-03-01T14` or `2022-03-01T14:30`.

        Raises:
            ValueError: With a sentence, if the text is none of these.
        """
        tidy = text.strip().replace(" ", "T", 1)
        if _MOMENT.fullmatch(tidy):
            try:
                start = datetime.fromisoformat(tidy + "0000-01-01T00:00"[len(tidy) :])
                return cls(start, _WRITTEN[len(tidy)])
            except ValueError:
                pass
        raise ValueError(
            f"'{text}' is not a date: write 2022-03-01, or 2022-03, or 2022-03-01T14:30"
        )

    @cached_property
    def end(self) -> datetime:
        """Return the first instant after the period."""
        try:
            after = self.start + _LENGTH[self.precision]
        except OverflowError:
            return datetime.max
        if self.precision is Precision.MONTH:
            return after.replace(day=1)
        if self.precision is Precision.YEAR:
            return after.replace(month=1, day=1)
        return after

    def overlaps(self, other: "When") -> bool:
        """Return whether the two periods share an instant."""
        return self.start < other.end and other.start < self.end

    def by(self, other: "When") -> bool:
        """Return whether this period is over when the other one is."""
        return self.end <= other.end

    def __str__(self) -> str:
        """Write the moment as a file has it."""
        return self.start.isoformat()[: _LETTERS[self.precision]]

    @property
    def day(self) -> str:
        """Return it as people write it, without the hour: 17 May 2022, or May 2022, or 2022."""
        month = f"{_MONTHS[self.start.month - 1]} {self.start.year}"
        if self.precision is Precision.YEAR:
            return str(self.start.year)
        return month if self.precision is Precision.MONTH else f"{self.start.day} {month}"

    @property
    def words(self) -> str:
        """Return it as people write it: 17 May 2022, or 17 May 2022, 14:30."""
        hour = self.precision in (Precision.HOUR, Precision.MINUTE)
        return f"{self.day}, {self.start:%H:%M}" if hour else self.day

    @cached_property
    def order(self) -> tuple[datetime, timedelta]:
        """Return a key to sort by: earlier first, then the longer period first."""
        return self.start, self.start - self.end

    def __lt__(self, other: "When") -> bool:
        """Order by start, the longer period first."""
        return self.order < other.order
