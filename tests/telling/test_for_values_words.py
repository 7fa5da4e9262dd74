"""For which values something is so, in words: one answer, exact where it is known."""

from accord.deals.zone import RangeShare
from accord.hold.for_all_values import ForValues
from accord.telling.for_values_words import for_which


def test_what_is_exact_is_said_without_draws() -> None:
    assert for_which(ForValues.EVERY, RangeShare.exactly(True)) == (
        "for every value within the ranges"
    )
    assert for_which(ForValues.NONE, RangeShare.exactly(False)) == (
        "for no value within the ranges"
    )


def test_for_some_it_is_said_in_how_many_draws() -> None:
    share = RangeShare.of_draws(312, 1000, 0)
    assert for_which(ForValues.SOME, share) == (
        "for some values and not for others (in 312 of 1,000 draws, 28% to 34%)"
    )


def test_draws_that_all_agree_do_not_show_it_of_every_value() -> None:
    every = for_which(None, RangeShare.of_draws(400, 400, 0))
    assert every == "in all of 400 draws, which does not show it of every value"
    most = for_which(ForValues.SOME, RangeShare.of_draws(400, 400, 0))
    assert most == "in all of 400 draws, yet not for every value within the ranges"
    few = for_which(ForValues.SOME, RangeShare.of_draws(0, 400, 0))
    assert few == "in none of 400 draws, yet for some values within the ranges"
    none = for_which(None, RangeShare.of_draws(0, 400, 0))
    assert none == "in none of 400 draws, which does not rule it out for every value"
