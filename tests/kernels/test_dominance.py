"""Weights that reach thresholds, against comparing every two."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.kernels import dominance
from accord.kernels.dominance import weight_reaching


@pytest.mark.parametrize("block", [4, 2**20])
@given(data=st.data())
def test_the_sums_are_those_of_comparing_every_two(block: int, data: st.DataObject) -> None:
    dimensions = data.draw(st.integers(1, 4))
    row = st.lists(st.integers(-4, 4), min_size=dimensions, max_size=dimensions)
    points = data.draw(st.lists(row, max_size=20))
    thresholds = data.draw(st.lists(row, max_size=20))
    most = data.draw(st.sampled_from([1, 100, 10**40]))
    weights = data.draw(
        st.lists(st.integers(0, most), min_size=len(points), max_size=len(points))
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dominance, "_BLOCK", block)
        found = weight_reaching(
            np.array(points, dtype=np.int64).reshape(-1, dimensions),
            np.array(weights, dtype=np.object_ if most > 100 else np.int64),
            np.array(thresholds, dtype=np.int64).reshape(-1, dimensions),
        )
    expected = [
        sum(
            w
            for p, w in zip(points, weights, strict=True)
            if all(a >= b for a, b in zip(p, t, strict=True))
        )
        for t in thresholds
    ]
    assert found.tolist() == expected
