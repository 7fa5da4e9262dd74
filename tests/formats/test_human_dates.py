"""Dates are read as people write them, where they can mean one thing; else it is said."""

from datetime import date, datetime, timedelta

import pytest
from babel.dates import format_datetime
from dateutil import parser as oracle
from hypothesis import given
from hypothesis import strategies as st

from accord.formats.human_dates import (
    LANGUAGES,
    AmbiguousDate,
    DayOrder,
    column_of_dates,
    date_said,
    parse_date,
)
from accord.model import Precision, When


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("22.05.2015", "2015-05-22"),
        ("22. 5. 2015", "2015-05-22"),
        ("03.04.2015", "2015-04-03"),
        ("25/04/2015", "2015-04-25"),
        ("04/25/2015", "2015-04-25"),
        ("04/04/2015", "2015-04-04"),
        ("12.3.1856", "1856-03-12"),
        ("4 June 2015", "2015-06-04"),
        ("June 4, 2015", "2015-06-04"),
        ("Thursday, 4 June 2015", "2015-06-04"),
        ("the 4th of June 2015", "2015-06-04"),
        ("4-Jun-2015", "2015-06-04"),
        ("Aug 2016", "2016-08"),
        ("Sept. 2016", "2016-09"),
        ("08/2016", "2016-08"),
        ("2016/8", "2016-08"),
        ("2015", "2015"),
        ("20150522", "2015-05-22"),
        ("2015/5/2", "2015-05-02"),
        ("2025-03-01 00:00:00.000", "2025-03-01"),
        ("2025-03-01T00:00:00Z", "2025-03-01"),
        ("2024-05-03T14:30:00", "2024-05-03T14:30"),
        ("2024-05-03T14:30:00+03:00", "2024-05-03T14:30"),
        ("5/22/2015 2:05:00 PM", "2015-05-22T14:05"),
        ("4 June 2015 at 12 am", "2015-06-04T00"),
        ("4 June 2015, 14h30", "2015-06-04T14:30"),
        ("4 июня 2015 г.", "2015-06-04"),
        ("4 червня 2015 року", "2015-06-04"),
        ("1er juin 2015", "2015-06-01"),
        ("4 de junio de 2015", "2015-06-04"),
        ("2015. június 4.", "2015-06-04"),
        ("٤ يونيو ٢٠١٥", "2015-06-04"),
        ("كانون الثاني 2015", "2015-01"),
        ("2015年6月4日", "2015-06-04"),
    ],
)
def test_a_date_is_read_as_it_is_written(text: str, when: str) -> None:
    assert str(parse_date(text)) == when


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("03/04/2015", "may be 3 April 2015 or 4 March 2015: say '--day-first' or"),
        ("22/5/15", "has a year of two digits"),
        ("4 June", "has no year"),
        ("3-5 May 2015", "is several days: write the first"),
        ("Monday, 4 June 2015", "that day was a Thursday"),
        ("Q3 2016", "is a quarter"),
        ("2015-W12", "is a week"),
        ("early 2016", "says roughly when"),
        ("c. 2015", "says roughly when"),
        ("42146", "the day that spreadsheets count so is 2015-05-22"),
        ("listopad 2015", "is October or November, by the language"),
        ("1394/03/14", "is it of another calendar?"),
        ("30.02.2015", "there is no such day"),
        ("2024-05-03T14:30Z", "has the hours of UTC"),
        ("4 June 2015 14:30 EST", "has the hours of EST"),
        ("4 June 2015 25:00", "is not a time"),
        ("June 2015 14:30", "has a time and no day"),
        ("unknown", "'unknown' is not a date: write 2022-03-01"),
        ("", "'' is not a date"),
    ],
)
def test_what_is_not_exactly_one_date_is_said(text: str, sentence: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse_date(text)
    assert sentence in str(caught.value)


def test_who_gives_a_date_can_say_what_comes_first() -> None:
    assert str(parse_date("03/04/2015", DayOrder.DAY)) == "2015-04-03"
    assert str(parse_date("03/04/2015", DayOrder.MONTH)) == "2015-03-04"
    with pytest.raises(AmbiguousDate):
        parse_date("03/04/2015")


@pytest.mark.parametrize(
    ("texts", "order", "read", "said"),
    [
        (["03/04/2015", "25/04/2015"], None, "2015-04-03", "'25/04/2015' says so"),
        (["03/04/2015", "04/25/2015"], None, "2015-03-04", "'04/25/2015' says so"),
        (["03/04/2015"], DayOrder.MONTH, "2015-03-04", "is read as 2015-03-04"),
        (["03.04.2015", "4 June 2015"], None, "2015-04-03", ""),
        (["42146", "42147"], None, "2015-05-22", "'42146' is 2015-05-22"),
    ],
)
def test_one_date_of_a_column_settles_the_others(
    texts: list[str], order: DayOrder | None, read: str, said: str
) -> None:
    column = column_of_dates(texts, order)
    assert (str(column.read(texts[0])), column.question) == (read, "")
    assert said in column.note


@pytest.mark.parametrize(
    ("texts", "order", "question"),
    [
        (["03/04/2015", "05/06/2015"], None, "'03/04/2015' may be 3 April 2015 or 4 March"),
        (
            ["25/04/2015", "04/25/2015", "01/02/2015"],
            None,
            "the day comes first in '25/04/2015' and the month in '04/25/2015'",
        ),
        (["25/04/2015"], DayOrder.MONTH, "cannot be read with '--month-first'"),
    ],
)
def test_what_a_column_leaves_open_is_asked_once(
    texts: list[str], order: DayOrder | None, question: str
) -> None:
    assert question in column_of_dates(texts, order).question


def test_a_spreadsheet_that_took_days_for_months_is_suspected() -> None:
    made = ["2015-01-05", "2015-02-05", "2015-12-05", "2015-03-06"]
    assert "it may have taken days for months" in column_of_dates([*made, "25/04/2015"]).note
    assert column_of_dates([*made, "2015-01-13", "25/04/2015"]).note == ""
    assert column_of_dates([*made, "25.04.2015"]).note == ""


MOMENTS = st.datetimes(datetime(1800, 1, 1), datetime(2199, 12, 31)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)


@given(moment=MOMENTS, language=st.sampled_from(LANGUAGES))
def test_a_day_that_babel_writes_in_any_of_the_languages_is_that_day(
    moment: datetime, language: str
) -> None:
    text = format_datetime(moment, "d MMMM y", locale=language)
    try:
        assert parse_date(text) == When(datetime(*moment.timetuple()[:3]), Precision.DAY)
    except ValueError as error:
        assert "by the language" in str(error)


@given(
    moment=MOMENTS,
    form=st.sampled_from(
        [
            *("%d %B %Y", "%B %d, %Y", "%d-%b-%Y", "%A, %d %B %Y", "%Y/%m/%d", "%Y%m%d"),
            *("%d %b %Y %H:%M", "%Y-%m-%dT%H:%M:%S", "%b %d, %Y %I:%M %p"),
        ]
    ),
)
def test_what_can_mean_one_thing_is_read_as_dateutil_reads_it(
    moment: datetime, form: str
) -> None:
    text = moment.strftime(form)
    assert parse_date(text).start == oracle.parse(text)


@given(text=st.text() | st.text("0123456789/.-: TZ+ampmJune,"))
def test_any_text_is_a_date_or_a_sentence(text: str) -> None:
    try:
        read = parse_date(text)
    except ValueError as error:
        assert text in str(error) or len(text) > 40
    else:
        assert timedelta() <= read.end - read.start


_SATURDAY = date(2024, 5, 4)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("today", "2024-05-04"),
        ("Yesterday", "2024-05-03"),
        ("the day before yesterday", "2024-05-02"),
        ("3 days ago", "2024-05-01"),
        ("yesterday at 14:30", "2024-05-03T14:30"),
        ("today 9 am", "2024-05-04T09"),
        ("Friday", "2024-05-03"),
        ("on Monday", "2024-04-29"),
        ("last Saturday", "2024-04-27"),
        ("28 March 2022", "2022-03-28"),
        ("2022-03-28", "2022-03-28"),
    ],
)
def test_a_date_is_read_as_somebody_says_it_today(text: str, when: str) -> None:
    assert str(date_said(text, _SATURDAY)) == when


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 6))
def test_a_day_of_the_week_is_the_last_one_before_today(today: date, weekday: int) -> None:
    past = (today - timedelta(days=ago) for ago in range(1, 8))
    expected = next(one for one in past if one.weekday() == weekday)
    assert str(date_said(f"last {expected:%A}", today)) == str(expected)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Saturday", "may be today or a week ago"),
        ("03/04/2015", "or 4 March 2015: write the month as a word"),
        ("soon", "'soon' is not a date"),
        ("28 March", "has no year"),
    ],
)
def test_what_may_be_two_days_is_asked(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        date_said(text, _SATURDAY)
