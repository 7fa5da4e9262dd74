"""Shifting power: printed numbers of Fearon and Powell, and what a declared rise moves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fighting.answered import answered, moved, played, whys

from accord.errors import AccordError
from accord.fighting import parse


@pytest.mark.parametrize(
    ("p", "rise", "d", "least"), [(0.3, 0.4, 0.95, 0.267399), (0.4, 0.2, 0.9, 0.122807)]
)
def test_what_powell_prints_can_be_read_off(
    p: float, rise: float, d: float, least: float
) -> None:
    text = f"shift:p={p},rise={rise},d={d}"
    assert answered(text)["least_destruction"] == pytest.approx(least, abs=5e-7)
    assert answered(f"{text},destroyed={least - 0.001:.4f}")["war"]
    assert not answered(f"{text},destroyed={least + 0.001:.4f}")["war"]


@pytest.mark.parametrize(
    ("most", "demand", "refused"),
    [(0.4, 0.55, 0.375), (0.6, 0.65, 0.41667), (0.8, 0.75, 0.4375)],
)
def test_what_fearon_prints_can_be_read_off(most: float, demand: float, refused: float) -> None:
    found = answered(f"shift:p=0.4,c1=0.1,most={most}")
    assert found["demand"] == pytest.approx(demand)
    assert found["refused"] == pytest.approx(refused, abs=5e-6)
    ends = answered("shift:p=0.5,c1=0.1,c2=0.1")
    assert ends["least_for_one"][0] == pytest.approx(0.4)
    assert ends["most_for_one"][0] == pytest.approx(0.6)


def test_a_first_strike_closes_the_range() -> None:
    shut = answered("shift:p=0.5,c1=0.05,c2=0.05,advantage=0.1")
    assert shut["first_strike_least_for_one"] is None
    assert shut["first_strike_war"]
    assert shut["first_strike_least_destruction"] == pytest.approx(0.2 / 1.2)
    found = answered("shift:p=0.5,c1=0.1,c2=0.15,advantage=0.1")
    assert found["first_strike_least_for_one"] == pytest.approx(0.5)
    assert found["first_strike_most_for_one"] == pytest.approx(0.55)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 0.99), st.floats(0, 0.5))
def test_it_is_the_same_seen_from_the_side_that_declines(
    p: float, to: float, d: float, cost: float
) -> None:
    p, to = round(p, 4), round(to, 4)
    rest = f"d={d:.6f},c1={cost:.6f},c2={cost:.6f}"
    found = answered(f"shift:p={p},rise={to - p:.4f},{rest}")
    mirror = answered(f"shift:p={1 - p:.4f},rise={p - to:.4f},{rest}")
    assert found["least_destruction"] == pytest.approx(mirror["least_destruction"], abs=1e-9)
    if to != p:
        assert found["fights_now"] == mirror["fights_now"]


def test_a_rise_in_steps_tempts_no_more_than_one_at_once_does() -> None:
    at_once = answered("shift:p=0.3,rise=0.4,d=0.95")
    steps = answered("shift:p=0.3,rise=0.4,d=0.95,over=4")
    assert steps["least_destruction"] == at_once["least_destruction"]
    # After four rounds .95^4 x .7 - .3, after three .95^3 x .6 - .3: the last is the most.
    gain = 0.95**4 * 0.7 - 0.3
    assert steps["least_destruction_in_steps"] == pytest.approx(gain / (1 + gain))


def test_a_rise_moves_both_sides_once_for_each_step() -> None:
    course = played("shift:one=alba,p=0.3,rise=0.4,start=3,over=2,lose.brae=20,destroyed=0.5")
    assert [number for number, _ in moved(course, "alba")] == [3, 4]
    assert [by for _, by in moved(course, "alba")] == pytest.approx([10, 10])
    assert [by for _, by in moved(course, "brae")] == pytest.approx([-8, -8])
    assert whys(course[0]) == ["shift rising=alba"] * 2
    falling = played("shift:one=alba,p=0.5,rise=-0.5")
    assert [by for _, by in moved(falling, "brae")] == pytest.approx([50])
    assert whys(falling[0]) == ["shift rising=brae"] * 2


def test_a_rise_beyond_everything_is_refused() -> None:
    with pytest.raises(AccordError, match="p and rise must be 0 to 1 together"):
        parse("shift:p=0.7..0.8,rise=0.3")
