"""When two numbers count as equal."""

import numpy as np
import pytest

from accord.kernels.ties import TIE, grid, ranks


@pytest.mark.parametrize(
    ("tie", "step"), [(TIE, 1e-9), (TIE * 100, 1e-7), (TIE * 7, 1e-9), (TIE * 999, 1e-7)]
)
def test_the_grid_is_decimal_and_at_least_a_thousand_times_finer(
    tie: float, step: float
) -> None:
    assert grid(np.array(tie)) == pytest.approx(step)


def test_values_within_a_tie_share_a_rank() -> None:
    assert ranks(np.array([3.0, 1.0, 1.0 + 5e-7, 2.0]), TIE).tolist() == [2, 0, 0, 1]


def test_sharing_is_transitive() -> None:
    assert ranks(np.array([0.0, 1.0, 2.0, 4.0]), 1.0).tolist() == [0, 0, 0, 1]


def test_no_values_have_no_ranks() -> None:
    assert ranks(np.empty(0), TIE).tolist() == []
