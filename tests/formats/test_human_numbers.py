"""Numbers are read as people write them, where they say how many; else it is said."""

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import amounts

from accord.formats.human_numbers import DecimalSign, column_of_amounts, joined, parse_amount
from accord.model import Amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("3,000", "3000"),
        ("3 000", "3000"),
        ("3\u202f000,5", "3000.5"),
        ("3'000", "3000"),
        ("3.000,5", "3000.5"),
        ("3,000.5", "3000.5"),
        ("1.234.567", "1234567"),
        ("3,00,000", "300000"),
        ("3,5", "3.5"),
        ("0,125", "0.125"),
        ("3,000-4,000", "3000..4000"),
        ("3–4", "3..4"),
        ("3 to 4", "3..4"),
        ("between 3 and 4", "3..4"),
        ("1.5-2 million", "1500000..2000000"),
        ("1.5k", "1500"),
        ("2m", "2000000"),
        ("2 thousand", "2000"),
        ("at least 12", "at least 12"),
        ("300+", "at least 300"),
        ("300 or more", "at least 300"),
        ("≥12", "at least 12"),
        ("more than 12", "more than 12"),
        ("over 1,500", "more than 1500"),
        ("up to 5", "at most 5"),
        ("fewer than 5", "less than 5"),
        ("~300", "about 300"),
        ("c. 300", "about 300"),
        ("approx. 1.5k", "about 1500"),
        ("about 3,000-4,000", "about 3000..4000"),
        ("٣٬٠٠٠", "3000"),
    ],
)
def test_a_number_is_read_as_it_is_written(text: str, amount: str) -> None:
    assert parse_amount(text) == Amount.parse(amount)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("dozens", "'dozens' does not say how many"),
        ("hundreds of people", "does not say how many"),
        ("unknown", "does not say how many"),
        ("300 people", "is more than a number: put 'people' into a column of its own"),
        ("5%", "put '%' into a column of its own"),
        ("4-3", "is reversed"),
        ("12.345.6", "is not a number"),
        ("1,2,3", "is not a number"),
        ("9" * 400, "is too l"),
        ("", "is not a number: write 300, 250..350"),
    ],
)
def test_what_does_not_say_how_many_is_said(text: str, sentence: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse_amount(text)
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("texts", "sign", "read", "note"),
    [
        (["3,000"], None, "3000", ""),
        (["3.000", "3,5"], None, "3000", "'3.000' is read as 3000: '3,5' says so"),
        (["3.000", "1.234.567"], None, "3000", "'1.234.567' says so"),
        (["3.125", "1.5"], None, "3.125", ""),
        (["3.000"], DecimalSign.COMMA, "3000", ""),
        (["3.000"], DecimalSign.POINT, "3", ""),
        (["30.125..45"], None, "30.125..45", ""),
    ],
)
def test_one_number_of_a_column_settles_the_others(
    texts: list[str], sign: DecimalSign | None, read: str, note: str
) -> None:
    column = column_of_amounts(texts, sign)
    assert (str(column.read(texts[0])), column.question) == (read, "")
    assert note in column.note


@pytest.mark.parametrize(
    ("texts", "sign", "question"),
    [
        (["3.000"], None, "'3.000' may be 3000 or 3: say '--decimal-comma' or"),
        (["1.5", "1,5", "3.000"], None, "a point parts the decimals in '1.5' and a comma in"),
        (["1.5"], DecimalSign.COMMA, "cannot be read with '--decimal-comma'"),
    ],
)
def test_what_a_column_leaves_open_is_asked_once(
    texts: list[str], sign: DecimalSign | None, question: str
) -> None:
    assert question in column_of_amounts(texts, sign).question


@pytest.mark.parametrize(
    ("low", "high", "amount"),
    [("3", "4", "3..4"), ("3", "3", "3"), ("3", "", "3.."), ("", "4,000", "..4000")],
)
def test_two_columns_are_joined_to_one_range(low: str, high: str, amount: str) -> None:
    assert joined(low, high) == Amount.parse(amount)


@pytest.mark.parametrize(
    ("low", "high", "sentence"),
    [
        ("4", "3", "the lower end, 4, is above the upper end, 3"),
        ("3-4", "5", "'3-4' is not one number"),
        ("about 3", "5", "'about 3' is not one number"),
        ("", "", "neither the lower nor the upper end"),
    ],
)
def test_two_columns_that_are_no_range_are_said(low: str, high: str, sentence: str) -> None:
    with pytest.raises(ValueError) as caught:
        joined(low, high)
    assert sentence in str(caught.value)


@given(
    number=st.decimals(-10_000_000, 10_000_000, places=2),
    language=st.sampled_from(["en", "de", "fr", "uk", "ru", "es", "pl", "en_IN", "ar", "pt"]),
)
def test_a_number_that_babel_writes_in_a_language_is_that_number(
    number: float, language: str
) -> None:
    text = format_decimal(number, "#,##0.00", locale=language)
    assert parse_amount(text).low == float(number)


@given(amount=amounts())
def test_what_a_file_holds_is_read_as_the_file_has_it(amount: Amount) -> None:
    assert parse_amount(str(amount)) == Amount.parse(str(amount))


@given(text=st.text() | st.text("0123456789.,-+ kmabout~'"))
def test_any_text_is_a_number_or_a_sentence(text: str) -> None:
    try:
        read = parse_amount(text)
    except ValueError as error:
        assert str(error)
    else:
        assert read.low <= read.high
