"""Marks: words for how a party stands to an option."""

import pytest

from accord.model import Mark


@pytest.mark.parametrize(
    "word, mark",
    [
        ("want", Mark.WANT),
        ("G", Mark.WANT),
        ("Can live with", Mark.LIVE),
        ("can_live-with", Mark.LIVE),
        ("a", Mark.LIVE),
        ("CANNOT", Mark.CANNOT),
        ("red line", Mark.CANNOT),
        ("?", Mark.UNKNOWN),
        ("not known", Mark.UNKNOWN),
    ],
)
def test_a_mark_is_read_as_people_write_it(word: str, mark: Mark) -> None:
    assert Mark(word) is mark


@pytest.mark.parametrize("word", ["", "yes", "no", "maybe", "70"])
def test_a_word_that_may_mean_two_things_is_no_mark(word: str) -> None:
    with pytest.raises(ValueError, match="not a valid Mark"):
        Mark(word)
