"""Simultaneous stability: improvements of the opponents made at the same moment as one's own.

Only in a game of options is it clear what several moves at once come to: each sets its own
options. What the opponents may do together is what they can bring about by improvements, one
after the other, by the reachability rule that is named.
"""

from collections.abc import Mapping

import numpy as np

from accord.hold.concepts import Reachability
from accord.hold.graph_model import Bools, OptionGame

MOST_STATES = 1 << 14
"""States of a game of which it is found: each is looked at apart, for seconds at most."""
MOST_IN_PYTHON = 1 << 12
"""The same where nothing is compiled."""


def simultaneous(game: OptionGame, reachability: Reachability) -> dict[str, Bools]:
    """Return which states are simultaneously stable for whom (Fraser and Hipel 1984).

    Args:
        game: The game, of `MOST_STATES` at most.
        reachability: What several opponents can bring about by improvements.
    """
    if game.is_large and reachability is Reachability.SEQUENCES:
        return _compiled(game)
    states = game.numbers.tolist()
    known = set(states)
    better = {one: _improvements(game, one, states) for one in game.makers}
    found = {}
    for one in game.makers:
        rank = game.ranks[one]
        own = game.bits(one)
        others = {each: better[each] for each in game.makers if each != one}
        stable = game.feasible.copy()
        for state in states:
            mine = better[one].get(state)
            if not mine:
                continue
            theirs = _together(others, state, reachability)
            stable[state] = all(
                any(
                    (both := then & own | answer & ~own) in known and rank[both] <= rank[state]
                    for answer in theirs
                )
                for then in mine
            )
        found[one] = stable
    return found


def _compiled(game: OptionGame) -> dict[str, Bools]:
    from accord.hold.compiled_answers import held_at_once

    bits = np.array([game.bits(one) for one in game.makers], np.int64)
    once = [np.array([game.bits(m, w) for m in game.makers], np.int64) for w in "YN"]
    ranks = np.array([game.ranks[one] for one in game.makers], np.int32)
    found = {}
    for place, one in enumerate(game.makers):
        others = np.arange(len(game.makers)) != place
        found[one] = held_at_once(
            ranks[place],
            bits[place],
            np.array([each[place] for each in once]),
            ranks[others],
            game.feasible,
            bits[others],
            once[0][others],
            once[1][others],
        )
    return found


def _improvements(game: OptionGame, maker: str, states: list[int]) -> dict[int, list[int]]:
    """Return for each state those to which one move leads that its maker likes better."""
    rank = game.ranks[maker]
    return {
        state: [then for then in game.moves_from(state, maker) if rank[then] > rank[state]]
        for state in states
    }


def _together(
    others: Mapping[str, Mapping[int, list[int]]], start: int, reachability: Reachability
) -> set[int]:
    """Return what opponents can bring about from a state, each by improvements of its own."""
    seen: set[tuple[int, frozenset[str], str]] = set()
    reached: set[int] = set()
    left = [(start, frozenset[str](), "")]
    while left:
        state, moved, last = left.pop()
        for mover, better in others.items():
            if mover == last or (moved and reachability is Reachability.SINGLE):
                continue
            if reachability is Reachability.ONCE and mover in moved:
                continue
            who = moved | {mover} if reachability is not Reachability.SEQUENCES else {mover}
            for then in better[state]:
                key = (then, frozenset(who), mover)
                if key not in seen:
                    seen.add(key)
                    left.append(key)
                    reached.add(then)
    return reached


def too_many(game: OptionGame, reachability: Reachability) -> str:
    """Return why it is not found for a game; empty where it is.

    Args:
        game: The game.
        reachability: What several opponents can bring about by improvements.
    """
    fast = game.is_large and reachability is Reachability.SEQUENCES
    most = MOST_STATES if fast else MOST_IN_PYTHON
    if len(game.feasible) > most:
        who = "it" if fast else "by this rule, or without accord[fast], it"
        there = f"there are {len(game.feasible):,} combinations of options"
        return f"{there}; {who} is looked for among {most:,} at most"
    return ""
