"""Where tables ended, drawn so that no number lies on another."""

import re
from itertools import combinations

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from tests.host.test_class_results import ALBA, BRAE, OVER

from accord.host.class_figure import EndPoint, _Label, _write, class_planes, run, why_no_plane
from accord.host.class_results import Yardstick
from accord.play.numbers import middle

NAMES = (("alba", "Alba"), ("brae", "Brae"))


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        (["1"], "1"),
        (["1", "2"], "1, 2"),
        (["1", "2", "3", "4", "7"], "1-4, 7"),
        (["1", "1b", "2", "3"], "1, 1b, 2, 3"),
        ([], ""),
    ],
)
def test_tables_are_named_in_few_signs(tables: list[str], said: str) -> None:
    assert run(tables) == said


places = st.tuples(st.integers(0, 100), st.integers(0, 100))


@settings(max_examples=15)
@given(st.lists(places, min_size=1, max_size=20, unique=True))
def test_no_number_of_a_table_lies_on_another(at: list[tuple[int, int]]) -> None:
    figure = Figure(figsize=(11, 7), layout="constrained")
    axes = figure.add_subplot()
    axes.plot(*zip(*at, strict=True), "o", linestyle=" ")
    _write(axes, [_Label((x, y), str(n), True) for n, (x, y) in enumerate(at, 1)], (50, 50))
    figure.draw_without_rendering()
    boxes = [one.get_window_extent() for one in axes.texts]
    assert len(boxes) == len(at)
    assert not any(a.overlaps(b) for a, b in combinations(boxes, 2))


def test_every_table_is_in_the_figure_once() -> None:
    stick = Yardstick.of(middle(OVER, (ALBA, BRAE)))
    ends = (
        EndPoint("1", (("alba", 70.0), ("brae", 36.0)), True),
        EndPoint("2", (("alba", 70.0), ("brae", 36.0)), True),
        EndPoint("5", (("alba", 30.0), ("brae", 30.0)), False),
    )
    (svg,) = class_planes(stick, ends, NAMES)
    labels = re.findall(r"<text[^>]*>([^<]+)</text>", svg)
    assert labels.count("1, 2") == 1
    assert "no deal: 5" in svg
    assert "var(--ink)" in svg
    (paper,) = class_planes(stick, ends, NAMES, paper=True)
    assert "var(" not in paper


def test_more_than_two_sides_have_a_plane_for_each_pair_and_many_have_none() -> None:
    def with_sides(count: int) -> Yardstick:
        sides = [evolve(ALBA if n % 2 else BRAE, party=f"p{n}") for n in range(count)]
        return Yardstick.of(middle(OVER, tuple(sides)))

    def planes(stick: Yardstick) -> tuple[str, ...]:
        names = tuple((one, one) for one in stick.numbers.parties)
        return class_planes(stick, (), names)

    assert len(planes(with_sides(3))) == 3
    assert len(planes(with_sides(4))) == 6
    many = with_sides(5)
    assert planes(many) == ()
    assert why_no_plane(many).startswith("There are 5 sides")
