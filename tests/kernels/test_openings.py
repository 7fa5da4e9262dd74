"""The smallest openings against all subsets."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.kernels.openings import Set, smallest_openings


@given(st.sets(st.frozensets(st.integers(0, 7), min_size=1), min_size=1, max_size=6))
def test_every_smallest_set_is_found_and_no_other(ways: set[Set]) -> None:
    def opens(removed: Set) -> Set | None:
        return next((way for way in ways if way <= removed), None)

    found = smallest_openings(8, opens, most_tries=10_000, most_sets=10_000)
    fewest = min(map(len, ways))
    subsets = map(frozenset, combinations(range(8), fewest))
    expected = {subset for subset in subsets if opens(subset) is not None}
    assert set(found.sets) == expected
    assert len(found.sets) == len(expected)
    assert found.complete


def test_many_obstacles_that_all_must_go_are_found_without_trying_every_subset() -> None:
    asked = []

    def opens(removed: Set) -> Set | None:
        asked.append(removed)
        return removed if len(removed) == 40 else None

    found = smallest_openings(40, opens, most_tries=10_000, most_sets=10)
    assert found.sets == (frozenset(range(40)),)
    assert len(asked) <= 40 * 41


@pytest.mark.parametrize(("tries", "sets"), [(12, 1000), (10_000, 5)])
def test_a_search_that_is_cut_says_so(tries: int, sets: int) -> None:
    def opens(removed: Set) -> Set | None:
        return removed if removed & {0, 1, 2} and removed & {3, 4, 5} else None

    found = smallest_openings(6, opens, most_tries=tries, most_sets=sets)
    assert not found.complete
    assert all(opens(removed) is not None for removed in found.sets)
    assert len(found.sets) <= sets


def test_an_open_way_needs_nothing() -> None:
    assert smallest_openings(3, lambda removed: removed, 100, 100) == ((frozenset(),), True)
