"""A war as a walk from battle to battle: chances, battles to come, and worths of fighting.

The first of two sides holds k of n places, and each battle takes one from the side that loses
it. Who holds none has lost.
"""

import math
from functools import lru_cache

import numpy as np
from scipy.linalg import solve_banded
from scipy.special import betaln

from accord.kernels.ties import Floats

_EVEN = 1e-4
"""Nearer to even than this, for the number of places, the formula of the battles to come is a
difference of nearly equal numbers: the equations are solved instead."""


def chances_of_winning(n: int, p: float) -> Floats:
    """Return the chance that the first side wins in the end, from each k of 0 to n.

    Gambler's ruin: (1 - r^k) / (1 - r^n) with r = (1 - p) / p; k / n at even chances.

    Args:
        n: How many places there are.
        p: The chance that it wins a battle, 0 to 1.
    """
    k = np.arange(n + 1.0)
    if p in (0, 1):
        return np.asarray((k == n) if p == 0 else (k > 0), float)
    return _chance(n, k, np.full(n + 1, math.log1p(-p) - math.log(p)))


def battles_to_come(n: int, p: float) -> Floats:
    """Return how many battles are expected until one side holds nothing, from each k.

    Gambler's ruin: k / (q - p) - (n / (q - p)) P(k) with q = 1 - p; k (n - k) at even chances.

    Args:
        n: How many places there are.
        p: The chance that the first side wins a battle, 0 to 1.
    """
    if abs(p - 0.5) * n < _EVEN:
        return _solved(n, p, 1.0, np.ones(n - 1), (0.0, 0.0))
    k = np.arange(n + 1)
    return np.asarray((k - n * chances_of_winning(n, p)) / (1 - 2 * p))


def worth_of_fighting_on(n: int, p: float, d: float, flow: float) -> Floats:
    """Return what it is worth to the first side to fight to the end, from each k of 0 to n.

    W(k) = (1 - d) flow + d (p W(k+1) + (1 - p) W(k-1)), W(0) = 0, W(n) = 1; at d = 1 it is the
    chance of winning.

    Args:
        n: How many places there are.
        p: The chance that it wins a battle.
        d: What is left of a worth one battle later, above 0 and up to 1.
        flow: What it has while it fights, of all that there is to have.

    Source:
        Slantchev (2003), The principle of convergence in wartime negotiations, American
        Political Science Review 97(4), 621-632.
    """
    if d == 1:
        return chances_of_winning(n, p)
    return _solved(n, p, d, np.full(n - 1, (1 - d) * flow), (0.0, 1.0))


def splits_while_fighting(
    n: int, p: float, d: float, flows: tuple[float, float]
) -> tuple[Floats, Floats]:
    """Return which split ends a war at once, at each k of 0 to n.

    Offers alternate, and a battle follows each that is refused. What is offered leaves the
    other as well off as refusing: 1 - x(k) = (1 - d) b2 + d (p y(k+1) + (1 - p) y(k-1)) and
    1 - y(k) = (1 - d) b1 + d (p x(k+1) + (1 - p) x(k-1)), with x(0) = y(n) = 0 and
    x(n) = y(0) = 1.

    Args:
        n: How many places there are.
        p: The chance that the first side wins a battle.
        d: What is left of a worth one battle later, above 0 and below 1.
        flows: What each side has while they fight, of all that there is to have.

    Returns:
        The share of the first side where it offers, and that of the second where it does.

    Source:
        Slantchev (2003), as above, Proposition 1.
    """
    inner = np.arange(1, n)
    size = 2 * (n + 1)
    system, right = np.eye(size), np.zeros(size)
    x, y = np.arange(n + 1), np.arange(n + 1, size)
    right[[x[n], y[0]]] = 1
    for mine, other, flow in ((x, y, flows[1]), (y, x, flows[0])):
        system[mine[inner], other[inner + 1]] = d * p
        system[mine[inner], other[inner - 1]] = d * (1 - p)
        right[mine[inner]] = 1 - (1 - d) * flow
    found = np.linalg.solve(system, right)
    return np.asarray(found[x]), np.asarray(found[y])


def believed_chances(n: int, k: int, a: float, b: float) -> tuple[float, float]:
    """Return the chance of winning and the battles to come, where p is only believed.

    Both are the means over a Beta(a, b) belief of p, and not what they are at the mean of p.

    Args:
        n: How many places there are.
        k: How many the first side holds.
        a: Battles won that the belief is worth, above 0.
        b: Battles lost that it is worth, above 0.

    Source:
        Smith and Stam (2004), Bargaining and the nature of war, Journal of Conflict Resolution
        48(6).
    """
    # Trapezoids after a double exponential substitution (Takahasi and Mori 1974, Double
    # exponential formulas for numerical integration): ends at which the density is infinite do
    # no harm. A step is small beside the bend of the chances, which n sharpens, and beside the
    # width of the belief; a power of 2, so that the places are the same for many beliefs.
    step = 2.0 ** math.floor(math.log2(min(1 / 8, 0.35 / n, 0.5 / math.sqrt(a + b))))
    far = math.log(30 / min(a, b, 1.0)) + 1  # beyond it nothing is left of the density
    log_p, log_q, widths, chances, battles = _places(n, k, step, math.ceil(far))
    weights = np.exp(a * log_p + b * log_q - betaln(a, b)) * widths
    return float(weights @ chances), float(weights @ battles)


@lru_cache(maxsize=1024)
def _places(n: int, k: int, step: float, far: int) -> tuple[Floats, ...]:
    """Return where a mean over beliefs is taken, and what is to be averaged there."""
    t = np.arange(-far, far + step / 2, step)
    t[len(t) // 2] = 0
    log_r = -np.pi * np.sinh(t)  # of r = (1 - p) / p
    log_p, log_q = -np.logaddexp(0, log_r), -np.logaddexp(0, -log_r)
    chances = _chance(n, np.full(len(t), k), log_r)
    drift = np.where(t == 0, 1, np.tanh(log_r / 2))  # q - p
    battles = np.where(t == 0, k * (n - k), (k - n * chances) / drift)
    return log_p, log_q, np.pi * np.cosh(t) * step, chances, battles


def _chance(n: int, k: Floats, log_r: Floats) -> Floats:
    """Return (1 - r^k) / (1 - r^n) where neither power can become infinite."""
    even = log_r == 0
    low = -np.where(even, 1, np.abs(log_r))
    found = np.expm1(k * low) / np.expm1(n * low)
    # Of powers of an r above 1 the highest is taken out of both.
    found = np.where(log_r > 0, np.exp((n - k) * low) * found, found)
    return np.where(even, k / n, found)


def _solved(n: int, p: float, d: float, each: Floats, ends: tuple[float, float]) -> Floats:
    """Solve f(k) = each + d (p f(k+1) + (1 - p) f(k-1)) with f given at both ends."""
    found = np.array([ends[0], *np.zeros(n - 1), ends[1]])
    if n > 1:
        bands = np.ones((3, n - 1))
        bands[0], bands[2] = -d * p, -d * (1 - p)
        right = each.copy()
        right[0] += d * (1 - p) * ends[0]
        right[-1] += d * p * ends[1]
        found[1:-1] = solve_banded((1, 1), bands, right)
    return found
