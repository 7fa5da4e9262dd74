"""The margin by which each of some deals can be refused, against values on a grid."""

import os
from itertools import product
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.deals.always_some_deal.worst_case_numbers import Refusals, WorstNumbers, hardest
from accord.kernels.ties import Floats, Ints

SIZES = (2, 2)


def ends(rng: np.random.Generator, low: int, high: int, shape: tuple[int, ...]) -> Floats:
    return np.sort(rng.integers(low, high, (2, *shape)), axis=0) / 10


def drawn(rng: np.random.Generator) -> Refusals:
    return Refusals(
        ends(rng, 0, 10, (2,)),
        [ends(rng, -30, 30, (2,)) for _ in SIZES],
        ends(rng, -10, 10, (1,)),
        [((0, 1), rng.random(SIZES) < 0.5)],
        ends(rng, -20, 20, ()),
        bool(rng.random() < 0.5),
    )


def surplus(side: Refusals, values: WorstNumbers, deals: Ints) -> Floats:
    """The definition."""
    total = sum(w * v[deals[:, i]] for i, (w, v) in enumerate(zip(*values[:2], strict=True)))
    scope, match = side.matches[0]
    total = total + values.bonuses[0] * match[tuple(deals[:, scope].T)]
    whole = values.weights.sum() if side.relative else 1.0
    return np.asarray(total - values.walk_away * whole)


def some_values(side: Refusals, rng: np.random.Generator) -> WorstNumbers:
    """Take ends of ranges mostly, and points between."""

    def within(pair: Floats) -> Floats:
        at = rng.choice([0.0, 0.0, 0.5, 1.0, 1.0], pair.shape[1:])
        return np.asarray(pair[0] + at * (pair[1] - pair[0]))

    return WorstNumbers(
        within(side.weights),
        tuple(within(v) for v in side.values),
        within(side.bonuses),
        float(within(side.walk_away)),
    )


def margin(sides: list[Refusals], values: list[WorstNumbers], deals: Ints) -> float:
    above = np.stack([surplus(s, v, deals) for s, v in zip(sides, values, strict=True)])
    return float((-above).max(axis=0).min())


@given(st.integers(0, 2**32), st.integers(1, 2))
def test_the_margin_is_reached_and_nothing_else_reaches_more(seed: int, parties: int) -> None:
    rng = np.random.default_rng(seed)
    sides = [drawn(rng) for _ in range(parties)]
    deals = np.array(list(product(*map(range, SIZES))))[
        rng.permutation(4)[: rng.integers(1, 5)]
    ]
    found = hardest(sides, deals)
    assert found is not None
    best, values = found
    assert margin(sides, values, deals) == pytest.approx(best, abs=1e-4)
    for side, value in zip(sides, values, strict=True):
        assert (value.weights >= side.weights[0]).all()
        assert (value.weights <= side.weights[1]).all()
        assert side.walk_away[0] <= value.walk_away <= side.walk_away[1]
    for _ in range(200):
        tried = [some_values(side, rng) for side in sides]
        assert margin(sides, tried, deals) <= best + 1e-4


def test_a_program_that_is_given_up_gives_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scipy.optimize.milp", lambda *_, **__: SimpleNamespace(status=1))
    rng = np.random.default_rng(3)
    assert hardest([drawn(rng)], np.array([[0, 1]])) is None


def test_what_the_solver_prints_is_kept_off_the_output(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def printing(*_: object, **__: object) -> SimpleNamespace:
        os.write(1, b"a line\n")
        return SimpleNamespace(status=1)

    monkeypatch.setattr("scipy.optimize.milp", printing)
    hardest([drawn(np.random.default_rng(3))], np.array([[0, 1]]))
    os.write(1, b"after\n")
    assert capfd.readouterr().out == "after\n"
