"""A number on the command line is read as people write it."""

import pytest

from accord.cli.record.given import gathered
from accord.errors import AccordError


def test_a_figure_takes_a_number_as_people_write_it() -> None:
    given = {"kind": "figure", "one": None, "date": None, "text": None}
    assert gathered((), ("value=3,000-4,000",), **given)["value"] == "3000..4000"
    assert gathered((), ("value=~300",), **given)["value"] == "about 300"
    with pytest.raises(AccordError, match="'value': 'dozens' does not say how many"):
        gathered((), ("value=dozens",), **given)
