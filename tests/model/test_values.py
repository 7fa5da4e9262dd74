"""Ranges, amounts and moments are read as they are written, and compared by what they say."""

import math
from datetime import timedelta

import pytest
from hypothesis import given
from tests import strategies

from accord.model import Amount, Range, Span, When


@given(strategies.ranges())
def test_a_range_is_read_as_it_is_written(made: Range) -> None:
    read = Range.parse(str(made))
    assert (read.low, read.high) == (made.low, made.high)


@given(strategies.amounts())
def test_an_amount_is_read_as_it_is_written(made: Amount) -> None:
    read = Amount.parse(str(made))
    assert (read.low, read.high, read.word) == (made.low, made.high, made.word)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "'' is not a number or a range such as 30..45"),
        ("..", "'..' is not a number or a range such as 30..45"),
        ("30-45", "'30-45' is not a number or a range such as 30..45"),
        ("45..30", "the range 45..30 is reversed: write 30..45"),
        ("1e999", "'1e999' is too large a number"),
    ],
)
def test_what_is_no_range_is_told_so(text: str, sentence: str) -> None:
    with pytest.raises(ValueError) as wrong:
        Range.parse(text)
    assert str(wrong.value) == sentence


def test_a_word_is_before_one_number() -> None:
    with pytest.raises(ValueError, match="after 'at least' comes one number"):
        Amount.parse("at least 3..4")
    assert str(Amount.parse("up to 50")) == "at most 50"


@given(strategies.amounts(), strategies.amounts())
def test_amounts_meet_alike_and_lie_in_their_span(one: Amount, other: Amount) -> None:
    assert one.meets(other) == other.meets(one)
    assert one.meets(one) or one.lowest > one.highest
    span = Span.of([one, other])
    assert span.low <= min(one.low, other.low) and max(one.high, other.high) <= span.high


@given(strategies.moments())
def test_a_moment_is_read_as_it_is_written_and_ends_after_it_begins(made: When) -> None:
    assert When.parse(str(made)) == made
    assert timedelta() < made.end - made.start <= timedelta(days=366)
    assert made.by(made) and made.overlaps(made)


@given(strategies.moments(), strategies.moments())
def test_moments_are_ordered_by_start_and_the_longer_first(one: When, other: When) -> None:
    assert (one < other) == (one.order < other.order)
    if one.start == other.start and one.end > other.end:
        assert one < other
    assert one.overlaps(other) == (max(one.start, other.start) < min(one.end, other.end))


def test_months_and_years_end_where_the_next_begin() -> None:
    for text, end in (("2022-02", "2022-03"), ("2022-12", "2023"), ("2024", "2025")):
        assert When.parse(text).end == When.parse(end).start
    assert math.isinf(Range.parse("3..").high)
