"""Which points are not dominated, against comparing every two."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.kernels import nondominated as module
from accord.kernels.nondominated import nondominated


@pytest.mark.parametrize("small", [0, 3, 32])
@given(data=st.data())
def test_the_maxima_of_every_cell_are_kept_once(small: int, data: st.DataObject) -> None:
    parties = data.draw(st.integers(1, 4))
    row = st.tuples(st.integers(0, 5), *[st.integers(-3, 3)] * parties)
    rows = data.draw(st.lists(row, max_size=40))
    cell = np.array([r[0] for r in rows], dtype=np.int64)
    points = np.array([r[1:] for r in rows], dtype=np.int64).reshape(len(rows), parties)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_SMALL", small)
        patch.setattr(module, "_BLOCK", 200)
        kept = nondominated(points, cell)
    expected = {
        r
        for r in rows
        if not any(
            q[0] == r[0] and q != r and all(b >= a for a, b in zip(r, q, strict=True))
            for q in rows
        )
    }
    assert len(kept) == len(expected)
    assert {rows[i] for i in kept} == expected
    assert (np.diff(cell[kept]) >= 0).all()


def test_numbers_too_large_for_one_key_are_ranked() -> None:
    points = np.array([[2**52, 0], [0, 2**52], [-(2**52), -(2**52)]], dtype=np.int64)
    cell = np.array([0, 2**20, 2**20], dtype=np.int64)
    assert nondominated(points, cell).tolist() == [0, 1]
