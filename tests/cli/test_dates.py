"""Wherever a command takes a date, it is read as people write it."""

import pytest
from click import BadParameter

from accord.cli.common import Moment
from accord.cli.setting import pairs
from accord.errors import AccordError
from accord.formats.entry_given import DATES
from accord.formats.record_sheets import fields
from accord.formats.shapes import Form
from accord.record import KINDS


@pytest.mark.parametrize("text", ["2015-06-04", "4 June 2015", "04.06.2015", "June 4, 2015"])
def test_an_option_takes_a_date_as_people_write_it(text: str) -> None:
    assert str(Moment().convert(text, None, None)) == "2015-06-04"
    assert pairs([f"as_of={text}"], {"date": text}) == {
        "as_of": "2015-06-04",
        "date": "2015-06-04",
    }


def test_a_date_that_may_be_two_days_is_to_be_written_in_words() -> None:
    with pytest.raises(BadParameter, match="or 4 March 2015: write the month as a word"):
        Moment().convert("03/04/2015", None, None)
    with pytest.raises(AccordError, match="'date': '03/04/2015' may be"):
        pairs([], {"date": "03/04/2015"})


def test_the_keys_that_hold_dates_are_known() -> None:
    shaped = {
        name
        for cls in KINDS.values()
        for name, one in fields(cls).items()
        if one.shape.form is Form.MOMENT
    }
    assert shaped <= set(DATES)
