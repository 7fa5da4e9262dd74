"""When a floor cannot be reached by several parties at once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.deals.blocks.joint_floor import _by_thirds
from accord.kernels.ties import Floats


@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=5),
        min_size=1,
        max_size=6,
    ),
    st.tuples(st.integers(0, 20), st.integers(0, 20)),
)
def test_for_two_parties_the_weights_are_those_of_the_linear_program(
    tables: list[list[tuple[int, int]]], floor: tuple[int, int]
) -> None:
    rows = [np.array(table, dtype=float) for table in tables]
    least = np.array(floor, dtype=float)

    def above(weights: Floats) -> float:
        return sum(float((r @ weights).max()) for r in rows) - float(least @ weights)

    found = above(_by_thirds(rows, least))
    # The least of a convex function of straight pieces lies where two rows of a table tie.
    shares = {0.0, 1.0}
    for r in rows:
        for one in r:
            for other in r:
                a, b = one - other
                if a != b and 0 <= b / (b - a) <= 1:
                    shares.add(float(b / (b - a)))
    best = min(above(np.array([s, 1 - s])) for s in shares)
    assert found == pytest.approx(best, abs=1e-6)
