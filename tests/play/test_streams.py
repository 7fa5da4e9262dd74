"""Chance in talks: a stream for every talk and seat."""

import copy
import pickle
from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from accord.play.streams import NUMBERS, SeatRandom, keys, seeds_of, stream

# Random123's known answers for philox4x64-10: counter, key, what they give.
KNOWN = [
    (
        [0, 0, 0, 0],
        [0, 0],
        [0x16554D9ECA36314C, 0xDB20FE9D672D0FDC, 0xD7E772CEE186176B, 0x7E68B68AEC7BA23B],
    ),
    (
        [0x243F6A8885A308D3, 0x13198A2E03707344, 0xA4093822299F31D0, 0x082EFA98EC4E6C89],
        [0x452821E638D01377, 0xBE5466CF34E90C6C],
        [0xA528F45403E61D95, 0x38C72DBD566E9788, 0xA5A1610E72FD18B5, 0x57BD43B5E52B7FE6],
    ),
]


def test_the_generator_gives_the_published_answers() -> None:
    for counter, key, expected in KNOWN:
        before = (counter[0] - 1) % 2**64, *counter[1:]
        if counter == [0, 0, 0, 0]:
            before = (2**64 - 1,) * 4
        bits = np.random.Philox(
            counter=np.array(before, dtype=np.uint64), key=np.array(key, dtype=np.uint64)
        )
        assert bits.random_raw(4).tolist() == expected


@given(st.integers(0, 2**80), st.text())
def test_the_key_is_the_seed_and_the_seat(seed: int, seat: str) -> None:
    words, place = keys([seed, seed + 1], seat)
    assert words.tolist() == [seed % 2**64, (seed + 1) % 2**64]
    key = stream(seed, seat).bit_generator.state["state"]["key"].tolist()
    assert key == [seed % 2**64, int(place)]


def test_streams_of_seats_and_talks_differ() -> None:
    firsts = {stream(n, s).random() for n in range(50) for s in (NUMBERS, "alba", "brae")}
    assert len(firsts) == 150


@given(st.integers(0, 2**64), st.integers(0, 30), st.integers(0, 30))
def test_the_seed_of_a_talk_does_not_depend_on_the_others(
    seed: int, one: int, more: int
) -> None:
    every = seeds_of(seed, 0, 61)
    assert seeds_of(seed, one, one + more) == every[one : one + more]
    assert all(0 <= each < 2**48 for each in every)


def test_a_seat_draws_from_its_stream_as_from_any_generator() -> None:
    mine = SeatRandom(7, "alba")
    assert [mine.random() for _ in range(9)] == stream(7, "alba").random(9).tolist()
    assert isinstance(mine, Random)
    for bits in (1, 5, 8, 53, 64, 65, 200):
        assert 0 <= mine.getrandbits(bits) < 2**bits
    assert set(map(mine.randrange, [3] * 100)) == {0, 1, 2}
    assert len(set(mine.sample(range(20), 20))) == 20
    assert abs(sum(mine.gauss(0, 1) for _ in range(1000))) < 200


def test_a_stream_can_be_copied_and_taken_up_again() -> None:
    mine = SeatRandom(7, "alba")
    mine.random()
    state = mine.getstate()
    copies = copy.deepcopy(mine), pickle.loads(pickle.dumps(mine))
    expected = [mine.random() for _ in range(6)]
    mine.setstate(state)
    for again in (mine, *copies):
        assert [again.random() for _ in range(6)] == expected
