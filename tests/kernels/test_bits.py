"""Small sets as bits."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from accord.kernels.bits import each_bit, subsets


@given(st.integers(0, 2**80))
def test_the_bits_of_a_number_are_those_that_it_is_the_sum_of(number: int) -> None:
    found = list(each_bit(number))
    assert sum(1 << n for n in found) == number
    assert found == sorted(set(found))


def test_every_combination_of_options_is_found_once() -> None:
    assert sorted(subsets(0b1011).tolist()) == [0, 1, 2, 3, 8, 9, 10, 11]
    assert subsets(0).tolist() == [0] and np.unique(subsets(255)).size == 256
