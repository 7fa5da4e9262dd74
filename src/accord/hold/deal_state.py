"""Whether the deal itself is stable, for many sets of numbers at once, with whole arrays.

In the state in which all keep the deal nothing is done yet, so each can reach every combination
of its own options, and its opponents, whatever it has done, every combination of theirs: also
where each moves once at most. Of states in which something is done, what cannot be undone
counts. Two worths are equal within a tie.
"""

from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from typing import TypeAlias

import numpy as np

from accord.errors import AccordError
from accord.hold.compliance import ComplianceGame, GameNumbers
from accord.hold.concepts import IN_TURN, Concept, Reachability
from accord.hold.graph_model import MOST_OPTIONS, Ints
from accord.hold.holding_assumptions import GuaranteeKind
from accord.hold.option_passes import reached, worst_answer
from accord.kernels.bits import subsets
from accord.kernels.ties import TIE, Floats

Codes: TypeAlias = Ints

LEAVES, STAYS, UNDECIDED = 0, 1, 2
"""What is found of somebody: undecided is what would take too long."""

Found = Mapping[Concept, Codes]
"""By concept what is found, shape (sets, makers)."""

_FEW = 1 << 19
"""Worths of all states, in all sets, up to which arrays are as fast as what is compiled, which
takes half a second to load."""
_MOST_BY_ARRAYS = 1 << 23
"""Worths of all states, in all sets, that arrays are asked about: some ten seconds."""
_MOST_NUMBERS = 1 << 23
"""Worths held at once: 64 MB."""
_MOST_TABLED = 16
"""Undertakings of which all sets are tabulated: of more, most are never asked for."""
_MOST_SEEN = 24
"""States kept in mind in a search, as a power of two: 200 MB."""
_MOST_WORK = 1 << 31, 1 << 27
"""States looked at for all who decide in all sets, where they are tabulated, and where they are
not: some ten seconds."""
_MOST_ONE = 1 << 26
"""States looked at for one who decides in one set."""


def deal_stable(game: ComplianceGame, numbers: GameNumbers, rule: Reachability) -> Found:
    """Return for whom the deal is stable, in each of some sets of numbers.

    Args:
        game: The game.
        numbers: The sets of numbers.
        rule: What several opponents can bring about.

    Raises:
        AccordError: If that takes what is compiled, and it is not there.
    """
    size = len(game.makers) << len(game.options)
    if size * len(numbers) > _FEW and has_numba():
        return compiled(game, numbers, rule)
    if len(game.options) > MOST_OPTIONS:
        raise AccordError(
            f"the game that this deal leaves has {len(game.options)} options to choose: to "
            "look at the deal alone install accord[fast]"
        )
    most = max(1, _MOST_NUMBERS // size)
    parts = [by_arrays(game, some, rule) for some in _some(numbers, most)]
    return {one: np.concatenate([part[one] for part in parts]) for one in parts[0]}


def has_numba() -> bool:
    """Return whether what is compiled can be loaded."""
    return find_spec("numba") is not None


def most_sets(game: ComplianceGame, asked: int) -> int:
    """Return how many sets of numbers there is time for.

    Args:
        game: The game.
        asked: How many are asked for.
    """
    size = len(game.makers) << len(game.options)
    return asked if has_numba() else max(1, min(asked, _MOST_BY_ARRAYS // size))


def compiled(game: ComplianceGame, numbers: GameNumbers, rule: Reachability) -> Found:
    """Return the same by what is compiled.

    Args:
        game: The game.
        numbers: The sets of numbers.
        rule: What several opponents can bring about.
    """
    from accord.hold import compiled_deal_state as of

    rules = {
        Reachability.SINGLE: of.SINGLE,
        Reachability.ONCE: of.ONCE,
        Reachability.SEQUENCES: of.SEQUENCES,
    }
    counts = [len(game.parties), len(game.undertakings), len(game.fighting)]
    fights = [
        1 << len(game.undertakings) + game.fighting.index(one) if one in game.fighting else 0
        for one in game.makers
    ]
    joint = [(one.party, one.broken, one.kept, one.interaction is None) for one in game.joint]
    most = max(len(game.undertakings), len(game.issues))
    tabled = most <= _MOST_TABLED or bool(game.in_steps)
    if tabled and len(game.undertakings) > MOST_OPTIONS:
        raise AccordError(
            f"what is carried out in steps is looked at for {MOST_OPTIONS} undertakings; "
            f"this deal leaves {len(game.undertakings)}"
        )
    apart = [(one.broken, one.kept) for one in game.not_together]
    issues = np.arange(1 << len(game.issues) if tabled and apart else 0)
    gone = game.issues_of(np.arange(1 << len(game.undertakings) if tabled else 0))
    plain = np.array_equal(gone, np.arange(len(gone)))
    # A monitor, and what is carried out in steps, cost nobody anything.
    every = enumerate(game.guarantees)
    works = [n for n, one in every if one.responds or one.kind is GuaranteeKind.ESCROW]
    first = len(game.undertakings) + len(game.fighting)
    chosen = [game.guarantees[n] for n in works]
    respond = [first + game.responding.index(one) if one.responds else -1 for one in chosen]
    by = [game.makers.index(one.by) if one.responds else -1 for one in chosen]
    steps = [(game.bits_of(one.on), one.steps) for one in game.in_steps]
    found = of.deal_stays(
        np.array([*counts, len(game.responding)]),
        rules[rule],
        np.array(game.own),
        np.array(fights),
        game.one_way,
        np.array(game.touched, np.int64),
        gone if tabled and not plain else np.empty(0, np.int64),
        np.array(apart, np.int64).reshape(-1, 2),
        game.closed(issues),
        np.array(joint, np.int64).reshape(-1, 4),
        game.answered[works],
        np.array(respond, np.int64),
        np.array(by, np.int64),
        np.array(steps, np.int64).reshape(-1, 2),
        np.ascontiguousarray(numbers.base),
        np.ascontiguousarray(numbers.changes),
        np.ascontiguousarray(numbers.bonuses),
        np.ascontiguousarray(numbers.walk_away),
        np.ascontiguousarray(numbers.first_move),
        np.stack(
            [each[:, works] for each in (numbers.penalty, numbers.cost, numbers.stake)], 1
        ),
        tabled,
        _MOST_SEEN,
        min(_MOST_ONE, _MOST_WORK[not tabled] // (len(numbers) * len(game.makers))),
    )
    return {one: found[:, :, n] for n, one in enumerate(IN_TURN)}


def _some(numbers: GameNumbers, most: int) -> Iterator[GameNumbers]:
    for start in range(0, len(numbers), most):
        yield numbers[start : start + most]


def by_arrays(game: ComplianceGame, numbers: GameNumbers, rule: Reachability) -> Found:
    """Return the same by whole arrays of all states.

    Args:
        game: The game.
        numbers: The sets of numbers.
        rule: What several opponents can bring about.
    """
    worth = game.worth(numbers)
    found: dict[Concept, list[Codes]] = {one: [] for one in IN_TURN}
    for maker, own in enumerate(game.own):
        mine = worth[:, maker]
        limit = mine[:, :1] + TIE
        others = [n for n, bits in enumerate(game.own) if n != maker and bits]
        moves = subsets(own)  # the states that its moves lead to
        better = mine[:, moves] > limit
        single = rule is Reachability.SINGLE
        groups = [game.own[n] for n in others] if single else [sum(game.own) & ~own]
        worst = _worst(mine, groups)
        put_right = _worst(reached(mine, own, game.one_way), groups)
        improving = [_Improving(game, worth[:, n], game.own[n]) for n in others]
        credible = worst_answer(improving, mine, rule)
        for concept, then in zip(IN_TURN, (mine, worst, put_right, credible), strict=True):
            leaves = (better & (then[:, moves] > limit)).any(axis=1)
            found[concept].append(np.where(leaves, LEAVES, STAYS))
    return {one: np.stack(columns, axis=1) for one, columns in found.items()}


def _worst(value: Floats, groups: list[int]) -> Floats:
    """Return the smallest value that the opponents of one group can bring about at once."""
    each = (reached(value, bits, better=np.minimum) for bits in groups)
    return np.asarray(np.minimum.reduce([value, *each]))


class _Improving:
    """One pass: from the value of each state the smallest that one improvement leads to."""

    def __init__(self, game: ComplianceGame, rank: Floats, own: int) -> None:
        states = np.arange(rank.shape[1])
        self.passes = []
        for change in subsets(own)[1:].tolist():
            can = (rank[:, states ^ change] > rank + TIE) & (
                change & game.one_way & states == 0
            )
            self.passes.append((states ^ change, can))

    def __call__(self, value: Floats) -> Floats:
        found = value.copy()
        for then, can in self.passes:
            np.minimum(found, np.where(can, value[:, then], found), out=found)
        return found
