"""Which preferences make a state stable, how many rankings do, and the least change that would.

Inverse questions to a Graph Model: the state is given, and preferences are looked for.
Rankings without ties are counted by what somebody likes no better than the state: of
`n` other states that matter, `k! (n - k)! / (n + 1)` of the orders put a given `k` below it.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import reduce
from itertools import permutations, product
from math import factorial, prod
from time import monotonic
from typing import Any

import numpy as np
from attrs import evolve, frozen

from accord.hold.concepts import CONCEPTS, IN_TURN, Concept, Reachability
from accord.hold.graph_model import GraphModel, Ints, OptionGame
from accord.hold.stable_where import Clause, holds_where, stable_where
from accord.kernels.solver import minimise

MOST_NAMED = 20
"""States named by a formula up to which rankings are counted: a million cases."""
MOST_TOGETHER = 30_000_000
"""Combinations of everybody's rankings up to which they are counted one by one: seconds."""
MOST_TURNED = 150
"""States on one side of a state up to which the least change is looked for: each pair of them
is a variable."""

MOST_SECONDS = 10.0
"""How long the least changes of all rankings are looked for, one after the other."""


@frozen(kw_only=True)
class LeastTurn:
    """The fewest pairs of states that somebody would have to rank the other way round.

    In a ranking without ties it is how often two neighbours change places.

    Attributes:
        pairs: How many.
        states: The states that change sides: those that then are no better than the state
            asked about, or better, as they were not before.
    """

    pairs: int
    states: tuple[int, ...]


@frozen(kw_only=True)
class StableWhere:
    """Which preferences of one decision maker make a state stable for it.

    Attributes:
        maker: Who.
        concept: By which concept.
        holds: Whether the state is stable for it as the game has it.
        clauses: What it must like no better than the state, whatever the others prefer by
            `nash`, `gmr` and `smr`, and as the others prefer now by `seq` and `sim`.
        rankings: How many of its rankings without ties make it stable; None where too many
            states matter to count.
        turn: The least change of its ranking that makes it stable, or no longer; None where
            none does, or where it was not looked for.
    """

    maker: str
    concept: Concept
    holds: bool
    clauses: tuple[Clause, ...]
    rankings: int | None
    turn: LeastTurn | None


@frozen(kw_only=True)
class Inverse:
    """Which preferences make a state stable.

    Attributes:
        state: The state.
        each: By concept, and within it by decision maker.
        rankings: How many rankings without ties there are.
        together: By concept how many combinations of everybody's rankings make it stable for
            all; None where there are too many to count.
    """

    state: int
    each: tuple[StableWhere, ...]
    rankings: int
    together: Mapping[Concept, int | None]


def concepts_of(game: GraphModel | OptionGame) -> tuple[Concept, ...]:
    """Return the concepts that can be asked of a game."""
    return IN_TURN if isinstance(game, GraphModel) else CONCEPTS


def inverse_of(
    game: GraphModel | OptionGame, state: int, reachability: Reachability
) -> Inverse:
    """Return which preferences make a state stable.

    Args:
        game: The game.
        state: The state.
        reachability: What several opponents can bring about.
    """
    each = []
    until = monotonic() + MOST_SECONDS
    for concept in concepts_of(game):
        for maker in game.makers:
            clauses = stable_where(game, state, maker, concept, reachability)
            rank = game.ranks[maker]
            now = bool(holds_where(clauses, rank <= rank[state]))
            each.append(
                StableWhere(
                    maker=maker,
                    concept=concept,
                    holds=now,
                    clauses=clauses,
                    rankings=_rankings(clauses, game.size),
                    turn=_least_turn(game, state, rank, clauses, now, until),
                )
            )
    return Inverse(
        state=state,
        each=tuple(each),
        rankings=factorial(game.size),
        together=rankings_together(game, state, reachability),
    )


def _named(clauses: Sequence[Clause]) -> list[int]:
    every = (state for clause in clauses for some in clause for state in some)
    return sorted(set(every))


def _rankings(clauses: Sequence[Clause], size: int) -> int | None:
    """Count the rankings of all states, without ties, by which clauses hold."""
    named = _named(clauses)
    n = len(named)
    if n > MOST_NAMED:
        return None
    place = {state: i for i, state in enumerate(named)}
    codes = np.arange(1 << n)
    holds = np.ones(len(codes), bool)
    for clause in clauses:
        masks = (sum(1 << place[state] for state in some) for some in clause)
        holds &= reduce(np.logical_or, (codes & mask == mask for mask in masks))
    below = np.bincount(np.bitwise_count(codes[holds]), minlength=n + 1).tolist()
    orders = sum(
        count * factorial(k) * factorial(n - k) for k, count in enumerate(below) if count
    )
    # The other states may stand anywhere: each order of those that matter is as frequent.
    return int(Fraction(orders, factorial(n + 1)) * factorial(size))


def rankings_together(
    game: GraphModel | OptionGame, state: int, reachability: Reachability
) -> dict[Concept, int | None]:
    """Count the combinations of everybody's rankings, without ties, that make a state stable.

    Args:
        game: The game; its own rankings do not count.
        state: The state.
        reachability: What several opponents can bring about.

    Returns:
        By concept how many of `factorial(states) ** decision makers`; None where there are too
        many to count.
    """
    found: dict[Concept, int | None] = {}
    for concept in concepts_of(game):
        if concept in (Concept.SEQ, Concept.SIM):
            found[concept] = _one_by_one(game, state, concept, reachability)
            continue
        each = [
            _rankings(stable_where(game, state, one, concept, reachability), game.size)
            for one in game.makers
        ]
        known = [one for one in each if one is not None]
        # What keeps one of them does not hang on what the others prefer.
        found[concept] = prod(known) if len(known) == len(each) else None
    return found


def _one_by_one(
    game: GraphModel | OptionGame, state: int, concept: Concept, reachability: Reachability
) -> int | None:
    """Count where what keeps one hangs on what the others prefer."""
    count = factorial(game.size) if game.size < 12 else MOST_TOGETHER
    if count ** len(game.makers) > MOST_TOGETHER:
        return None
    places = np.arange(game.size) if isinstance(game, GraphModel) else game.numbers
    whole = game.size if isinstance(game, GraphModel) else len(game.feasible)
    ranks = np.zeros((count, whole), np.int32)
    ranks[:, places] = list(permutations(range(game.size)))
    no_better = ranks <= ranks[:, [state]]
    stable = np.ones((count,) * len(game.makers), bool)
    for mine, maker in enumerate(game.makers):
        others = [one for one in game.makers if one != maker]
        for chosen in product(range(count), repeat=len(others)):
            theirs = {one: ranks[place] for one, place in zip(others, chosen, strict=True)}
            asked = evolve(game, ranks={**game.ranks, **theirs})
            clauses = stable_where(asked, state, maker, concept, reachability)
            at: tuple[Any, ...] = (*chosen[:mine], slice(None), *chosen[mine:])
            stable[at] &= holds_where(clauses, no_better)
    return int(stable.sum())


def _least_turn(
    game: GraphModel | OptionGame,
    state: int,
    rank: Ints,
    clauses: Sequence[Clause],
    now: bool,
    until: float,
) -> LeastTurn | None:
    """Return the least change of a ranking by which clauses hold, or hold no longer.

    The states that change sides are chosen; each is turned against the state, and against all
    that stand between and do not change sides with it. A variable says of each whether it
    does, one of each pair whether the first passes the second: a minimum cut with what
    clauses ask, as a mixed-integer program.
    """
    if not clauses:
        return None  # it is stable whatever its owner prefers
    from scipy.sparse import csr_matrix  # takes long to load

    can = np.arange(len(rank)) != state
    if isinstance(game, OptionGame):
        can &= game.feasible
    side = (can & (rank <= rank[state] if now else rank > rank[state])).nonzero()[0]
    if len(side) > MOST_TURNED or monotonic() >= until:
        return None
    # From where each stands it passes those that stand nearer to the state.
    far = -rank[side] if now else rank[side]
    pairs = np.argwhere(far[:, None] > far[None, :]).tolist()
    first = len(side) + len(pairs)
    rows = [({i: -1, j: 1, k: 1}, 0) for k, (i, j) in enumerate(pairs, len(side))]
    place = {one: i for i, one in enumerate(side.tolist())}
    rows += (_to_fail if now else _to_hold)(clauses, place, first)
    size = max(first, 1 + max(max(terms) for terms, _ in rows))
    entries = [
        (i, j, factor) for i, (terms, _) in enumerate(rows) for j, factor in terms.items()
    ]
    row, column, factor = np.array(entries).T
    least = np.array([low for _, low in rows], float)
    solved = minimise(
        (np.arange(size) < first).astype(float),
        # With these whole, the pairs are by themselves.
        whole=(np.arange(size) < len(side)) | (np.arange(size) >= first),
        ends=(np.zeros(size), np.ones(size)),
        rows=csr_matrix((factor, (row, column)), shape=(len(rows), size)),
        bounds=(least, np.full(len(rows), np.inf)),
        time_limit=max(0.1, until - monotonic()),
    )
    if solved.status != 0:
        return None
    changed = side[np.rint(solved.x[: len(side)]).astype(bool)]
    return LeastTurn(pairs=round(solved.fun), states=tuple(changed.tolist()))


_Row = tuple[dict[int, int], int]
"""Factors of variables, and what their sum must at least be."""


def _to_hold(clauses: Sequence[Clause], place: dict[int, int], free: int) -> list[_Row]:
    """Return what makes all clauses hold; a variable for each set of several states."""
    rows: list[_Row] = []
    for clause in clauses:
        left = [[place[one] for one in some if one in place] for some in clause]
        if not all(left):
            continue  # of one of the sets all are no better already
        answered = []
        for some in left:
            if len(some) == 1:
                answered += some
                continue
            answered.append(free)
            rows += [({one: 1, free: -1}, 0) for one in some]
            free += 1
        rows.append((dict.fromkeys(answered, 1), 1))
    return rows


def _to_fail(clauses: Sequence[Clause], place: dict[int, int], free: int) -> list[_Row]:
    """Return what makes one clause fail: of each of its sets a state must be better."""
    rows: list[_Row] = [({free + n: 1 for n in range(len(clauses))}, 1)]
    for chosen, clause in enumerate(clauses, free):
        for some in clause:
            if all(one in place for one in some):
                rows.append(({place[one]: 1 for one in some} | {chosen: -1}, 0))
    return rows
