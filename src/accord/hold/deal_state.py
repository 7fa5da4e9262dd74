"""Whether the deal itself is stable, for many sets of numbers at once, with whole arrays.

In the state in which all keep the deal nothing is done yet, so each can reach every combination
of its own options, and its opponents, whatever it has done, every combination of theirs: also
where each moves once at most. Of states in which something is done, what cannot be undone
counts. Two worths are equal within a tie.
"""

from collections.abc import Iterator, Mapping

import numpy as np

from accord.hold.compliance import ComplianceGame, GameNumbers
from accord.hold.concepts import Concept, Reachability
from accord.hold.graph_model import Bools, Ints
from accord.kernels.ties import TIE, Floats

_MOST_NUMBERS = 1 << 23
"""Worths held at once: 64 MB."""

Found = Mapping[Concept, Bools]
"""By concept whether the deal is stable, shape (sets, makers)."""


def deal_stable(game: ComplianceGame, numbers: GameNumbers, rule: Reachability) -> Found:
    """Return for whom the deal is stable, in each of some sets of numbers.

    Args:
        game: The game.
        numbers: The sets of numbers.
        rule: What several opponents can bring about.
    """
    size = len(game.makers) << len(game.options)
    most = max(1, _MOST_NUMBERS // size)
    parts = [_deal_stable(game, game.worth(some), rule) for some in _some(numbers, most)]
    return {one: np.concatenate([part[one] for part in parts]) for one in parts[0]}


def _some(numbers: GameNumbers, most: int) -> Iterator[GameNumbers]:
    for start in range(0, len(numbers), most):
        yield numbers[start : start + most]


def _deal_stable(
    game: ComplianceGame, worth: Floats, rule: Reachability
) -> dict[Concept, Bools]:
    found: dict[Concept, list[Bools]] = {}
    for maker, own in enumerate(game.own):
        mine = worth[:, maker]
        limit = mine[:, :1] + TIE
        others = [n for n, bits in enumerate(game.own) if n != maker and bits]
        moves = _subsets(own)  # the states that its moves lead to
        better = mine[:, moves] > limit
        worst = _worst(game, mine, moves, others, rule)
        put_right = _worst(game, _best(game, mine, own), moves, others, rule)
        credible = _credible(game, worth, maker, others, rule)[:, moves]
        for concept, then in (
            (Concept.NASH, mine[:, moves]),
            (Concept.GMR, worst),
            (Concept.SMR, put_right),
            (Concept.SEQ, credible),
        ):
            leaves = better & (then > limit)
            found.setdefault(concept, []).append(np.asarray(~leaves.any(axis=1)))
    return {one: np.stack(columns, axis=1) for one, columns in found.items()}


def _subsets(bits: int) -> Ints:
    """Return every combination of some options, none of them first."""
    found = np.zeros(1, np.int64)
    while bits:
        low = bits & -bits
        found = np.concatenate([found, found | low])
        bits ^= low
    return found


def _worst(
    game: ComplianceGame, value: Floats, moves: Ints, others: list[int], rule: Reachability
) -> Floats:
    """Return the smallest value that opponents can bring about after each of some moves."""
    single = rule is Reachability.SINGLE
    groups = [game.own[n] for n in others] if single else [sum(game.own[n] for n in others)]
    found = value[:, moves].copy()
    for bits in groups:
        for answer in _subsets(bits)[1:].tolist():
            np.minimum(found, value[:, moves | answer], out=found)
    return found


def _best(game: ComplianceGame, value: Floats, own: int) -> Floats:
    """Return the largest value that an own move leads to from each state, or staying."""
    found = value.copy()
    for place in range(len(game.options)):
        if own >> place & 1:
            pairs = found.reshape(len(found), -1, 2, 1 << place)
            both = np.maximum(pairs[:, :, 0], pairs[:, :, 1])
            pairs[:, :, 0] = both
            if not game.one_way >> place & 1:
                pairs[:, :, 1] = both
    return found


def _credible(
    game: ComplianceGame, worth: Floats, maker: int, others: list[int], rule: Reachability
) -> Floats:
    """Return the smallest value for one that improvements of the opponents lead to."""
    start = worth[:, maker]
    improve = [_Improving(game, worth[:, n], game.own[n]) for n in others]
    if rule is Reachability.SINGLE:
        return np.asarray(np.minimum.reduce([start, *(one(start) for one in improve)]))
    if rule is Reachability.ONCE:
        after = {0: start}
        for left in range(1, 1 << len(others)):
            steps = (
                one(after[left & ~(1 << n)]) for n, one in enumerate(improve) if left >> n & 1
            )
            after[left] = np.minimum.reduce([start, *steps])
        return after[(1 << len(others)) - 1]
    found, changed = start, True
    while changed:
        changed = False
        for one in improve:
            now = one(found)
            if not np.array_equal(now, found):
                found, changed = now, True
    return found


class _Improving:
    """One pass: from the value of each state the smallest that one improvement leads to."""

    def __init__(self, game: ComplianceGame, rank: Floats, own: int) -> None:
        states = np.arange(rank.shape[1])
        self.passes = []
        for change in _subsets(own)[1:].tolist():
            can = (rank[:, states ^ change] > rank + TIE) & (
                change & game.one_way & states == 0
            )
            self.passes.append((states ^ change, can))

    def __call__(self, value: Floats) -> Floats:
        found = value.copy()
        for then, can in self.passes:
            np.minimum(found, np.where(can, value[:, then], found), out=found)
        return found
