"""Points that somebody has more or less, as they stand in a sentence."""

import pytest

from accord.model import Range
from accord.telling.gain_words import gained, points


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (6, 9, "it gains 6 to 9 points"),
        (1, 1, "it gains 1 point"),
        (-9, -6, "it loses 6 to 9 points"),
        (-2, 4, "from a loss of 2 points to a gain of 4 points"),
        (0, 0, "it gains nothing"),
    ],
)
def test_what_is_gained_is_said_from_least_to_most(low: float, high: float, said: str) -> None:
    assert gained(Range(low, high)) == said


def test_points_are_whole() -> None:
    assert points(2.4, 3.6) == "2 to 4 points" and points(0, 0.3) == "less than a point"
