"""Small sets as bits."""

from hypothesis import given
from hypothesis import strategies as st

from accord.kernels.bits import each_bit


@given(st.integers(0, 2**80))
def test_the_bits_of_a_number_are_those_that_it_is_the_sum_of(number: int) -> None:
    found = list(each_bit(number))
    assert sum(1 << n for n in found) == number
    assert found == sorted(set(found))
