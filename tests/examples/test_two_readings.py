"""Two readings of the worked case: one set of rules for both parties, two answers."""

from functools import cache
from itertools import product
from pathlib import Path

import pytest

from accord.formats import load
from accord.model import Interests, When
from accord.record import Case

CASE = Path(__file__).parents[2] / "examples" / "russia-ukraine-2022"
HOLDERS = ("doubtful", "hopeful")
DATES = ("2022-03-29", "2022-04-15")


@cache
def case() -> Case:
    return load(CASE)


def of(holder: str, party: str) -> list[Interests]:
    return [i for i in case().interests if (i.held_by, i.party) == (holder, party)]


def test_each_holder_speaks_of_both_parties_at_both_dates() -> None:
    for holder, party in product(HOLDERS, case().process.parties):
        assert tuple(sorted(str(i.as_of) for i in of(holder, party))) == DATES
    assert {i.held_by for i in case().interests} == set(HOLDERS)


@pytest.mark.parametrize("holder", HOLDERS)
def test_classes_and_walk_away_values_are_the_same_for_both_parties(holder: str) -> None:
    ukraine, russia = of(holder, "ukraine"), of(holder, "russia")
    for part in (
        lambda i: {str(i.walk_away)},
        lambda i: {str(one.weight) for one in i.issues.values()},
        lambda i: {str(v) for one in i.issues.values() for v in one.values.values()},
    ):
        assert set.union(*map(part, ukraine)) == set.union(*map(part, russia))


def test_a_red_line_that_is_assumed_is_the_doubtful_holders_and_each_party_has_one() -> None:
    found = [
        (i.held_by, i.party)
        for i in case().interests
        for line in i.red_lines
        if line.basis.startswith("Assumed")
    ]
    assert set(found) == {("doubtful", party) for party in case().process.parties}


def test_what_was_published_later_is_valued_by_no_file_of_march() -> None:
    agenda = case().process.agenda
    later = agenda.later(When.parse("2022-03-29"))
    for held in case().interests:
        if str(held.as_of) == "2022-03-29":
            named = {(i, o) for i, one in held.issues.items() for o in one.values}
            assert not named & later
