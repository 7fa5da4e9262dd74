"""The walk of battles against printed numbers, exact fractions, other quadrature and chance."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from accord.kernels.battle_chain import (
    battles_to_come,
    believed_chances,
    chances_of_winning,
    splits_while_fighting,
    worth_of_fighting_on,
)

PLACES = st.integers(1, 40)
CHANCES = st.floats(0.001, 0.999)


def _exact(n: int, p: Fraction) -> tuple[list[Fraction], list[Fraction]]:
    """Return chances and battles by the equations of the walk, eliminated in fractions."""
    found = []
    for each, last in ((0, 1), (1, 0)):
        # f(k) = u f(k+1) + v, from the bottom up.
        above, u, v = [], Fraction(0), Fraction(0)
        for _ in range(n - 1):
            share = 1 - (1 - p) * u
            u, v = p / share, (each + (1 - p) * v) / share
            above.append((u, v))
        values = [Fraction(last)]
        for u, v in reversed(above):
            values.append(u * values[-1] + v)
        found.append([Fraction(0), *reversed(values)])
    return found[0], found[1]


@pytest.mark.parametrize(
    ("p", "n", "k", "chance", "battles"),
    [(0.6, 10, 3, 0.716122, 20.806118), (0.45, 8, 6, 0.586355, 13.091610)],
)
def test_the_gambler_is_ruined_as_often_as_is_printed(
    p: float, n: int, k: int, chance: float, battles: float
) -> None:
    assert chances_of_winning(n, p)[k] == pytest.approx(chance, abs=5e-7)
    assert battles_to_come(n, p)[k] == pytest.approx(battles, abs=5e-7)


def test_at_even_chances_it_is_the_share_of_places() -> None:
    assert chances_of_winning(6, 0.5).tolist() == pytest.approx([k / 6 for k in range(7)])
    assert battles_to_come(6, 0.5).tolist() == pytest.approx([k * (6 - k) for k in range(7)])


@given(PLACES, st.fractions(Fraction(1, 1000), Fraction(999, 1000), max_denominator=1000))
def test_chances_and_battles_are_those_of_the_equations(n: int, p: Fraction) -> None:
    chances, battles = _exact(n, p)
    assert chances_of_winning(n, float(p)) == pytest.approx([*map(float, chances)], rel=1e-9)
    assert battles_to_come(n, float(p)) == pytest.approx([*map(float, battles)], rel=1e-8)


def test_who_always_wins_needs_a_battle_a_place() -> None:
    assert chances_of_winning(3, 1).tolist() == [0, 1, 1, 1]
    assert battles_to_come(3, 1).tolist() == [0, 2, 1, 0]
    assert chances_of_winning(3, 0).tolist() == [0, 0, 0, 1]
    assert battles_to_come(3, 0).tolist() == [0, 1, 2, 0]


@given(PLACES, CHANCES)
def test_what_one_side_wins_the_other_loses(n: int, p: float) -> None:
    other = chances_of_winning(n, 1 - p)[::-1]
    assert chances_of_winning(n, p) + other == pytest.approx(np.ones(n + 1))


@pytest.mark.parametrize("p", [0.5 + 1e-12, 0.5 - 1e-9, 0.5 + 1e-7, 0.5 + 1e-5, 0.5 - 1e-4])
def test_near_even_chances_nothing_is_lost_by_rounding(p: float) -> None:
    chances, battles = _exact(30, Fraction(p))
    assert chances_of_winning(30, p) == pytest.approx([*map(float, chances)], rel=1e-10)
    assert battles_to_come(30, p) == pytest.approx([*map(float, battles)], rel=1e-8)


def test_many_places_make_no_power_infinite() -> None:
    assert chances_of_winning(5000, 0.01)[[0, 4999, 5000]] == pytest.approx([0, 1 / 99, 1])
    assert chances_of_winning(5000, 0.99)[[0, 1, 5000]] == pytest.approx([0, 98 / 99, 1])


def test_walks_that_are_drawn_end_as_often() -> None:
    rng, n, k, p, walks = np.random.default_rng(4), 6, 2, 0.55, 40_000
    held, battles = np.full(walks, k), np.zeros(walks)
    while (going := (held > 0) & (held < n)).any():
        held[going] += np.where(rng.random(going.sum()) < p, 1, -1)
        battles[going] += 1
    won = chances_of_winning(n, p)[k]
    assert abs((held == n).mean() - won) < 4 * np.sqrt(won * (1 - won) / walks)
    spread = battles.std() / np.sqrt(walks)
    assert abs(battles.mean() - battles_to_come(n, p)[k]) < 4 * spread


def test_fighting_on_is_worth_what_slantchev_has() -> None:
    worth = worth_of_fighting_on(6, 0.5, 0.9, 0.3)
    assert worth[1:6].round(4).tolist() == [0.1543, 0.2762, 0.3929, 0.5301, 0.7186]


def test_splits_are_those_of_slantchev() -> None:
    x, y = splits_while_fighting(6, 0.5, 0.9, (0.3, 0.3))
    printed = [0.2355753449, 0.3781362938, 0.5154140127, 0.6320547891, 0.7998386678]
    assert x[1:6] == pytest.approx(printed, abs=5e-11)
    assert y == pytest.approx(x[::-1], abs=1e-12)


def test_far_from_defeat_the_split_is_that_of_rubinstein() -> None:
    d = 0.7
    x, _ = splits_while_fighting(200, 0.5, d, (0, 0))
    assert x[100] == pytest.approx(1 / (1 + d), abs=1e-12)


@given(st.integers(2, 15), CHANCES, st.floats(0.05, 0.99), st.floats(0, 0.5), st.floats(0, 0.5))
def test_no_split_leaves_a_side_less_than_fighting_on(
    n: int, p: float, d: float, one: float, two: float
) -> None:
    x, y = splits_while_fighting(n, p, d, (one, two))
    first = worth_of_fighting_on(n, p, d, one)
    second = worth_of_fighting_on(n, 1 - p, d, two)[::-1]
    inner = slice(1, n)
    assert (x[inner] >= first[inner] - 1e-9).all()
    assert (1 - x[inner] >= second[inner] - 1e-9).all()
    assert (y[inner] >= second[inner] - 1e-9).all()
    assert (1 - y[inner] >= first[inner] - 1e-9).all()


@given(PLACES, CHANCES)
def test_without_impatience_fighting_on_is_worth_the_chance(n: int, p: float) -> None:
    late = worth_of_fighting_on(n, p, 1 - 1e-12, 0.3)
    assert late == pytest.approx(worth_of_fighting_on(n, p, 1, 0.3), abs=1e-6)


@pytest.mark.parametrize(
    ("n", "k", "a", "b", "printed"),
    [(10, 5, 8, 4, 0.851767), (10, 5, 4, 8, 0.148233), (10, 3, 1, 1, 0.446515)],
)
def test_a_belief_counts_as_a_whole_and_not_by_its_mean(
    n: int, k: int, a: float, b: float, printed: float
) -> None:
    assert believed_chances(n, k, a, b)[0] == pytest.approx(printed, abs=5e-7)


@pytest.mark.parametrize(
    ("n", "k", "a", "b"),
    [(10, 5, 0.5, 0.7), (60, 20, 1, 1), (40, 3, 200, 210), (5, 2, 3000, 2), (2, 1, 0.1, 0.1)],
)
def test_a_belief_is_what_another_quadrature_has(n: int, k: int, a: float, b: float) -> None:
    def at(which: int, share: float) -> float:
        p = float(stats.beta.ppf(share, a, b))
        return float((chances_of_winning, battles_to_come)[which](n, p)[k])

    for which, found in enumerate(believed_chances(n, k, a, b)):
        mean = integrate.quad(lambda share, w=which: at(w, share), 0, 1, limit=400)[0]
        assert found == pytest.approx(mean, rel=1e-9)


@given(PLACES, st.data(), st.floats(0.05, 500), st.floats(0.05, 500))
def test_a_belief_seen_from_the_other_side_is_the_rest(
    n: int, data: st.DataObject, a: float, b: float
) -> None:
    k = data.draw(st.integers(0, n))
    won, battles = believed_chances(n, k, a, b)
    lost, same = believed_chances(n, n - k, b, a)
    assert won + lost == pytest.approx(1, abs=1e-9)
    assert battles == pytest.approx(same, rel=1e-6, abs=1e-9)


def test_a_sure_belief_is_as_good_as_knowing() -> None:
    won, battles = believed_chances(8, 3, 4.5e7, 5.5e7)
    assert won == pytest.approx(chances_of_winning(8, 0.45)[3], abs=1e-5)
    assert battles == pytest.approx(battles_to_come(8, 0.45)[3], abs=1e-4)
