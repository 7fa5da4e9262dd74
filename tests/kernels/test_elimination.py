"""The order of elimination."""

from hypothesis import given
from hypothesis import strategies as st

from accord.kernels.elimination import elimination_order


@given(st.lists(st.lists(st.integers(0, 7), max_size=4), max_size=8))
def test_every_variable_comes_once(scopes: list[list[int]]) -> None:
    assert sorted(elimination_order([2] * 8, scopes)) == list(range(8))


def test_a_star_is_eliminated_from_its_ends() -> None:
    assert elimination_order([2] * 5, [(2, i) for i in (0, 1, 3, 4)])[:3] == [0, 1, 3]


def test_a_chain_is_eliminated_from_its_ends_without_fill() -> None:
    order = elimination_order([2] * 5, [(i, i + 1) for i in range(4)])
    left = set(range(5))
    for variable in order:
        assert len({variable - 1, variable + 1} & left) <= 2
        left.discard(variable)
    assert order[0] == 0
