"""Shares in percent."""

import pytest

from accord.telling.number_words import percent


@pytest.mark.parametrize(
    ("share", "digits", "said"),
    [
        (0.0, 0, "0%"),
        (0.004, 0, "less than 1%"),
        (0.006, 0, "1%"),
        (0.994, 0, "99%"),
        (0.996, 0, "more than 99%"),
        (1.0, 0, "100%"),
        (0.0004, 1, "less than 0.1%"),
        (0.9996, 1, "more than 99.9%"),
        (1.0, 1, "100.0%"),
    ],
)
def test_none_and_all_are_said_of_none_and_all_only(
    share: float, digits: int, said: str
) -> None:
    assert percent(share, digits) == said
