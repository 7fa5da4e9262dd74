"""The minimal openings against all deals, one by one."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.deals.blocks.bitsets import Set
from accord.deals.blocks.issue_order import Course
from accord.deals.blocks.openings import minimal_openings, opened
from accord.kernels.tables import Ban, Factor, add_up

Spaces = tuple[tuple[int, ...], list[Factor], list[Ban], list[Ban], list[float]]


@st.composite
def spaces(draw: st.DrawFn) -> Spaces:
    """Build issues, tables, bans that may be crossed and bans that may not, and a floor."""
    sizes = tuple(draw(st.lists(st.integers(1, 4), min_size=1, max_size=5)))
    parties = draw(st.integers(1, 4))
    scopes = st.lists(st.integers(0, len(sizes) - 1), min_size=1, max_size=3, unique=True).map(
        tuple
    )
    seed = draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)

    def shape(scope: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(sizes[i] for i in scope)

    pairs = draw(st.lists(scopes, max_size=2))
    own = [(i,) for i in range(len(sizes))]
    factors: list[Factor] = [
        (scope, rng.integers(0, 6, (*shape(scope), parties)).astype(float))
        for scope in [*own, *pairs]
    ]

    def bans(most: int, share: float) -> list[Ban]:
        listed = draw(st.lists(scopes, max_size=most))
        return [(scope, rng.random(shape(scope)) < share) for scope in listed]

    level = draw(st.sampled_from([2.0, 3.0, 4.0, 5.0]))
    floor = [level * len(sizes) + draw(st.integers(-2, 2)) for _ in range(parties)]
    return sizes, factors, bans(8, 0.6), bans(1, 0.3), floor


def course(space: Spaces) -> Course:
    sizes, factors, bans, forbidden, floor = space
    return Course.of(sizes, factors, bans, floor, 1e-6, forbidden)


def met_by_every_deal(space: Spaces) -> dict[tuple[int, ...], Set]:
    """List the deals that may be taken, with the obstacles that each meets."""
    sizes, factors, bans, forbidden, floor = space
    met = {}
    for deal in product(*map(range, sizes)):
        if any(ban[tuple(deal[i] for i in scope)] for scope, ban in forbidden):
            continue
        crossed = [n for n, (s, ban) in enumerate(bans) if ban[tuple(deal[i] for i in s)]]
        sums = add_up(factors, np.array([deal]))[0]
        short = [len(bans) + p for p, least in enumerate(floor) if sums[p] < least]
        met[deal] = frozenset(crossed + short)
    return met


def minimal(sets: set[Set]) -> set[Set]:
    return {s for s in sets if not any(t < s for t in sets)}


@given(spaces())
def test_every_minimal_set_is_found_and_no_other(space: Spaces) -> None:
    met = met_by_every_deal(space)
    found = minimal_openings(course(space), most_sets=10_000)
    assert found.complete
    assert len(set(found.sets)) == len(found.sets)
    assert set(found.sets) == minimal(set(met.values()))
    assert list(found.sets) == sorted(found.sets, key=lambda s: (len(s), sorted(s)))
    for eased, way in zip(found.sets, found.ways.tolist(), strict=True):
        assert met[tuple(way)] == eased


@given(spaces())
def test_the_deals_opened_are_the_nondominated_that_meet_just_the_set(space: Spaces) -> None:
    met = met_by_every_deal(space)
    factors = space[1]
    talks = course(space)
    sets = minimal_openings(talks, most_sets=10_000).sets
    found = opened(talks, sets)
    assert found.exact
    for eased, choices in zip(sets, found.choices, strict=True):
        deals = [deal for deal, obstacles in met.items() if obstacles == eased]
        worths = {tuple(row) for row in add_up(factors, np.array(deals)).tolist()}
        best = {
            p
            for p in worths
            if not any(q != p and np.all(np.subtract(q, p) >= 0) for q in worths)
        }
        assert {met[tuple(choice)] for choice in choices.tolist()} == {eased}
        assert {tuple(row) for row in add_up(factors, choices).tolist()} == best


@given(spaces(), st.integers(1, 4))
def test_a_search_cut_at_a_number_of_sets_lists_the_smallest(space: Spaces, most: int) -> None:
    everything = minimal(set(met_by_every_deal(space).values()))
    found = minimal_openings(course(space), most_sets=most)
    assert set(found.sets) <= everything
    assert found.complete or len(found.sets) == most
    assert found.complete == (set(found.sets) == everything) or len(everything) == most
    largest = max(map(len, found.sets), default=0)
    assert {s for s in everything if len(s) < largest} <= set(found.sets)


@given(spaces(), st.integers(1, 3))
def test_a_search_without_room_lists_sets_that_open_a_deal(space: Spaces, room: int) -> None:
    met = met_by_every_deal(space)
    found = minimal_openings(course(space), 10_000, room)
    assert all(met[tuple(w)] == s for s, w in zip(found.sets, found.ways.tolist(), strict=True))
    if found.complete:
        assert set(found.sets) == minimal(set(met.values()))
    if met and len(space[3]) == 0:
        assert found.sets


def test_a_hundred_obstacles_that_all_must_go_are_found() -> None:
    bans: list[Ban] = [((0,), np.ones(1, dtype=np.bool_)) for _ in range(100)]
    found = minimal_openings(Course.of([1], [((0,), np.zeros((1, 1)))], bans, [1.0]), 10)
    assert found.sets == (frozenset(range(101)),)
    assert found.complete


def test_an_open_way_needs_nothing() -> None:
    found = minimal_openings(Course.of([2], [((0,), np.zeros((2, 1)))], [], [0.0]), 10)
    assert found.sets == (frozenset(),)
    assert found.complete


def test_where_no_deal_may_be_taken_nothing_opens_one() -> None:
    shut: Ban = ((0,), np.ones(2, dtype=np.bool_))
    space = Course.of([2], [((0,), np.zeros((2, 1)))], [], [0.0], 1e-6, [shut])
    assert minimal_openings(space, 10).sets == ()
    assert minimal_openings(space, 10).complete


@pytest.mark.parametrize(("sets", "complete"), [(3, False), (4, True), (5, True)])
def test_a_search_says_whether_it_was_cut(sets: int, complete: bool) -> None:
    # Two of four: the first or the second red line on either issue.
    bans: list[Ban] = [((i,), np.arange(2) == o) for i in range(2) for o in range(2)]
    factors: list[Factor] = [((i,), np.zeros((2, 1))) for i in range(2)]
    found = minimal_openings(Course.of([2, 2], factors, bans, [0.0]), sets)
    assert len(found.sets) == min(sets, 4)
    assert found.complete is complete
