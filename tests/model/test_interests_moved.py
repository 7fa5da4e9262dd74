"""What has moved of a party's interests: values and red lines."""

import numpy as np
from attrs import evolve
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st
from tests.deals.build import agenda, interests

from accord.deals.worth import Worth
from accord.model import NOTHING_MOVED, Exclusion, Interests, InterestsMoved

OPTIONS = ("low", "high")
AGENDA = agenda({"land": OPTIONS, "water": OPTIONS})
LINES = tuple(
    Exclusion(id=name, never=frozendict({issue: (option,)}))
    for name, issue, option in (("a", "land", "low"), ("b", "water", "low"))
)
points = st.dictionaries(
    st.sampled_from(["land", "water", "fish"]),
    st.dictionaries(st.sampled_from(OPTIONS), st.sampled_from([-30.0, -0.1, 0.0, 0.2, 7.5])),
)


def held(*, more: float = 0.0) -> Interests:
    found = interests(
        "alba",
        {
            "land": ((2, 4), {"low": (0, 10), "high": (60 + more, 90 + more)}),
            "water": (3, {"low": 20, "high": 100}),
        },
        (20, 40),
    )
    return evolve(found, red_lines=LINES)


@given(moves=st.lists(points, max_size=4), lines=st.lists(st.sampled_from(LINES), max_size=2))
def test_moves_and_their_reverses_leave_the_numbers_as_they_were(
    moves: list[dict[str, dict[str, float]]], lines: list[Exclusion]
) -> None:
    moved = NOTHING_MOVED
    for one in moves:
        moved = moved.with_values(one)
    for line in lines:
        moved = moved.with_red_lines((), [line.id])
    for one in moves:
        moved = moved.with_values(
            {i: {o: -by for o, by in of.items()} for i, of in one.items()}
        )
    moved = moved.with_red_lines(lines, ())
    assert moved.values == {}
    assert held().as_moved({"alba": moved}) == held()
    assert held().as_moved({"brae": InterestsMoved(dropped=("a",))}) == held()


def test_numbers_that_were_drawn_move_as_the_middle_does() -> None:
    moved = {"alba": NOTHING_MOVED.with_values({"land": {"high": 7.5}})}
    before = Worth.of(AGENDA, (held(),)).moved({"alba": 3})
    assert before.as_moved(moved) == Worth.of(AGENDA, (held(more=7.5),)).moved({"alba": 3})
    places = np.random.default_rng(1).random((5, before.how_many))
    drawn = Worth.of(AGENDA, (held(),)).at(places)
    assert drawn.as_moved(moved) == Worth.of(AGENDA, (held(more=7.5),)).at(places)
    assert drawn[2].as_moved(moved) == drawn.as_moved(moved)[2]
    back = drawn.as_moved(moved).as_moved(
        {"alba": NOTHING_MOVED.with_values({"land": {"high": -7.5}})}
    )
    assert back == drawn


def test_a_red_line_that_is_dropped_binds_no_longer_and_a_new_one_does() -> None:
    choices = np.array([[0, 1], [1, 0], [1, 1]])
    worth = Worth.of(AGENDA, (held(),))
    assert worth.refused(choices)[:, 0].tolist() == [True, True, False]
    new = Exclusion(id="c", never=frozendict({"land": ("high",), "water": ("high",)}))
    moved = NOTHING_MOVED.with_red_lines([new], ["a"])
    assert worth.as_moved({"alba": moved}).refused(choices)[:, 0].tolist() == [
        False,
        True,
        True,
    ]
    assert moved.with_red_lines([], ["c"]).red_lines(LINES) == LINES[1:]
    other = Exclusion(id="b", never=frozendict({"water": ("high",)}))
    assert NOTHING_MOVED.with_red_lines([other], ()).red_lines(LINES) == (LINES[0], other)
