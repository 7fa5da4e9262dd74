"""Pieces of sentences: numbers in words, and texts cut short without losing what matters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.model import Range
from accord.record.wording import (
    after,
    alike,
    led,
    one_line,
    placed,
    quantity,
    short,
    stopped,
    unstopped,
    written,
)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("5", "5 km"),
        ("0.25", "0.25 km"),
        ("1234567.5", "1,234,567.5 km"),
        ("30..45", "30 to 45 km"),
        ("1000..", "at least 1,000 km"),
        ("..-5", "at most -5 km"),
        ("9999999999999998", "9,999,999,999,999,998 km"),
        ("10000000000000000", "1e+16 km"),
    ],
)
def test_a_quantity_is_said_in_full_where_it_can_be_read(value: str, said: str) -> None:
    assert quantity(Range.parse(value), "km") == said


def test_a_quantity_of_which_nothing_is_known() -> None:
    assert quantity(Range(float("-inf"), float("inf")), "km") == "any number of km"
    assert quantity(Range(3, 3)) == "3"


@given(text=st.text(), most=st.integers(1, 30))
def test_a_short_text_is_the_first_words_of_the_long_one(text: str, most: int) -> None:
    whole, cut = " ".join(text.split()).removesuffix("."), short(text, most)
    assert cut == whole or (
        cut.endswith(" ...")
        and whole.startswith(cut.removesuffix(" ..."))
        and len(whole) > most
    )


def test_a_text_goes_on_without_its_stop_and_behind_what_introduces_it() -> None:
    assert (unstopped("Yes."), unstopped("Yes"), unstopped("Why?")) == ("Yes", "Yes", "Why?")
    assert (after("Yes."), after("")) == (": Yes.", "")


def test_a_place_is_named_where_the_text_does_not_name_it() -> None:
    assert placed("The ford", "Shots.") == "The ford: Shots"
    assert placed("The ford", "Shots at the ford.") == "Shots at the ford"
    assert placed("The ford", "") == ""


def test_texts_are_alike_but_for_case_spaces_and_the_sign_at_the_end() -> None:
    assert alike("All  of it.", "all of it!")
    assert not alike("All of it", "All of them")


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("2022", "2022"),
        ("2022-05", "May 2022"),
        ("2022-05-07", "7 May 2022"),
        ("2022-12-31T09", "31 December 2022, 09:00"),
        ("2022-01-01T14:30", "1 January 2022, 14:30"),
        ("Upland 1 May 2022", "Upland 1 May 2022"),
        ("", ""),
    ],
)
def test_a_date_is_written_as_people_write_it(date: str, said: str) -> None:
    assert written(date) == said


@pytest.mark.parametrize(
    ("lead", "text", "said"),
    [
        ("First round", "First round; all came", "First round; all came"),
        ("First round", "First rounds are hard", "First round: First rounds are hard"),
        (
            "Coast Movement",
            "Coast Movement: the truce holds",
            "Coast Movement: the truce holds",
        ),
        ("Coast Party", "Coast Party boats sank", "Coast Party: Coast Party boats sank"),
        ("Referendum rejects it", "Referendum: No, 51", "Referendum rejects it: No, 51"),
        ("Talks ended", "", "Talks ended"),
    ],
)
def test_a_text_that_begins_with_what_introduces_it_is_not_said_twice(
    lead: str, text: str, said: str
) -> None:
    assert led(lead, text) == said


@pytest.mark.parametrize(
    "text", ["\u201cThe coast waits.\u201d", "'Why?'", "Well.", "It is so!"]
)
def test_a_quotation_that_ends_in_a_stop_takes_no_other(text: str) -> None:
    assert stopped(text) == text
    assert stopped("They call it \u201cours\u201d") == "They call it \u201cours\u201d."


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("short", 10, "short"),
        ("two\n lines", 10, "two lines"),
        ("one two three", 9, "one two…"),
        ("one, two", 7, "one…"),
        ("incomprehensible", 6, "incom…"),
    ],
)
def test_a_text_is_cut_at_a_word(text: str, most: int, expected: str) -> None:
    assert one_line(text, most) == expected
