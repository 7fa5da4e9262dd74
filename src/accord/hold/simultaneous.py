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


def simultaneous(game: OptionGame, reachability: Reachability) -> dict[str, Bools]:
    """Return which states are simultaneously stable for whom (Fraser and Hipel 1984).

    Args:
        game: The game, of `MOST_STATES` at most.
        reachability: What several opponents can bring about by improvements.
    """
    states = game.numbers.tolist()
    known = set(states)
    better = {one: _improvements(game, one, states, known) for one in game.makers}
    found = {}
    for one in game.makers:
        rank = game.ranks[one]
        own = sum(1 << place for place in game.own[one])
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


def _improvements(
    game: OptionGame, maker: str, states: list[int], known: set[int]
) -> dict[int, list[int]]:
    """Return for each state those to which one move leads that its maker likes better."""
    rank, places = game.ranks[maker], game.own[maker]
    changes = [
        sum(1 << place for i, place in enumerate(places) if number >> i & 1)
        for number in range(1, 1 << len(places))
    ]
    once_y = sum(1 << place for place in places if game.options[place].one_way == "Y")
    once_n = sum(1 << place for place in places if game.options[place].one_way == "N")
    return {
        state: [
            then
            for change in changes
            if not change & (once_y & state | once_n & ~state)
            and (then := state ^ change) in known
            and rank[then] > rank[state]
        ]
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


def too_many(game: OptionGame) -> str:
    """Return why it is not found for a game; empty where it is."""
    size = int(np.count_nonzero(game.feasible))
    if size > MOST_STATES:
        return f"there are {size:,} states; it is looked for among {MOST_STATES:,} at most"
    return ""
