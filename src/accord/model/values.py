"""The values that stand in for what nobody knows exactly: ranges of numbers and dates."""

import math
import re
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Self

from attrs import field, frozen

from accord.model.refs import SourceId

_NUMBER = r"[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?"
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
        """Tell whether the number is known exactly."""
        return self.low == self.high

    @property
    def is_bounded(self) -> bool:
        """Tell whether both ends are known."""
        return math.isfinite(self.low) and math.isfinite(self.high)

    @property
    def middle(self) -> float:
        """Give the middle of a bounded range."""
        return self.low + (self.high - self.low) / 2

    def meets(self, other: "Range") -> bool:
        """Tell whether some number lies in both ranges."""
        return self.low <= other.high and other.low <= self.high

    def span(self, other: "Range") -> "Range":
        """Give the smallest range that holds both."""
        return Range(min(self.low, other.low), max(self.high, other.high))

    def __str__(self) -> str:
        """Write the range as a file has it."""
        if self.is_point:
            return number_text(self.low)
        low = number_text(self.low) if math.isfinite(self.low) else ""
        high = number_text(self.high) if math.isfinite(self.high) else ""
        return f"{low}..{high}"


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
        """Give the first instant after the period."""
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
        """Tell whether the two periods share an instant."""
        return self.start < other.end and other.start < self.end

    def by(self, other: "When") -> bool:
        """Tell whether this period is over when the other one is."""
        return self.end <= other.end

    def __str__(self) -> str:
        """Write the moment as a file has it."""
        return self.start.isoformat()[: _LETTERS[self.precision]]

    @cached_property
    def order(self) -> tuple[datetime, timedelta]:
        """Give a key to sort by: earlier first, then the longer period first."""
        return self.start, self.start - self.end

    def __lt__(self, other: "When") -> bool:
        """Order by start, the longer period first."""
        return self.order < other.order
