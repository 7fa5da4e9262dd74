"""One elimination, whatever is asked, and its order."""

from itertools import product
from typing import NamedTuple

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from accord.kernels.elimination import Bucket, eliminate, elimination_order, widest
from accord.kernels.tables import Ban


class Terms(NamedTuple):
    """Which assignments a piece has been made of, by the options of its issues."""

    scope: tuple[int, ...]
    values: dict[tuple[int, ...], list[frozenset[tuple[str, tuple[int, ...]]]]]


class Free:
    """The algebra that computes nothing: it writes down every product, and every sum."""

    def __init__(self, sizes: list[int]) -> None:
        self.sizes, self.widest = sizes, 1

    def combine(self, bucket: Bucket[Terms]) -> Terms:
        values = {}
        for deal in product(*(range(self.sizes[i]) for i in bucket.scope)):
            at = dict(zip(bucket.scope, deal, strict=True))
            barred = any(ban[tuple(at[i] for i in scope)] for scope, ban in bucket.bans)
            lists = [p.values[tuple(at[i] for i in p.scope)] for p in bucket.pieces]
            values[deal] = [] if barred else [frozenset().union(*t) for t in product(*lists)]
        self.widest = max(self.widest, len(values))
        return Terms(bucket.scope, values)

    def decide(self, bucket: Bucket[Terms]) -> Terms:
        decided: dict[tuple[int, ...], list[frozenset[tuple[str, tuple[int, ...]]]]] = {}
        for deal, terms in self.combine(bucket).values.items():
            decided.setdefault(deal[:-1], []).extend(terms)
        return Terms(bucket.scope[:-1], decided)


@given(data=st.data())
def test_every_deal_meets_every_piece_once_in_whatever_order(data: st.DataObject) -> None:
    sizes = data.draw(st.lists(st.integers(1, 3), min_size=1, max_size=4))
    issues = range(len(sizes))
    scope = st.lists(st.sampled_from(issues), max_size=3, unique=True).map(tuple)
    scopes = data.draw(st.lists(scope, max_size=4))
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32)))
    bans: list[Ban] = [
        (s, rng.random(tuple(sizes[i] for i in s)) < 0.3)
        for s in data.draw(st.lists(scope, max_size=3))
    ]
    named = list(zip("abcd", scopes, strict=False))
    pieces = [
        Terms(s, {d: [frozenset({(name, d)})] for d in product(*(range(sizes[i]) for i in s))})
        for name, s in named
    ]
    order = data.draw(st.none() | st.permutations(issues))
    algebra = Free(sizes)
    left = eliminate(sizes, pieces, bans, algebra, order)
    assert left is not None
    found = algebra.combine(left).values[()]
    expected = [
        frozenset(
            (name, tuple(deal[i] for i in s)) for name, s in zip("abcd", scopes, strict=False)
        )
        for deal in product(*(range(size) for size in sizes))
        if not any(ban[tuple(deal[i] for i in s)] for s, ban in bans)
    ]
    assert sorted(map(sorted, found)) == sorted(map(sorted, expected))
    every = scopes + [s for s, _ in bans]
    order = elimination_order(sizes, every) if order is None else order
    assert widest(sizes, every, order) == algebra.widest


def test_an_algebra_that_finds_no_deal_left_is_asked_no_more() -> None:
    class Nothing:
        asked = 0

        def decide(self, bucket: Bucket[Terms]) -> None:
            self.asked += 1

    nothing = Nothing()
    assert eliminate([2, 2], [], (), nothing) is None
    assert nothing.asked == 1


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
