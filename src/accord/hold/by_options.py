"""Stability in a game given by options, for all states at once.

Whoever moves may set all of its own options at once, so what it can reach is found option by
option: with one pass over the states for each. Where some states cannot be, or an improvement
is asked for, the passes of the opponents are repeated until nothing changes.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from attrs import frozen

from accord.hold.concepts import Concept, Reachability
from accord.hold.graph_model import Bools, Ints, OptionGame

Pass = Callable[[Ints], Ints]
"""From the value of each state the smallest that one move leads to, or none."""


def stable_by_options(
    game: OptionGame, reachability: Reachability
) -> dict[Concept, dict[str, Bools]]:
    """Return which states are stable for whom, by all concepts but the simultaneous one.

    Args:
        game: The game.
        reachability: What several opponents can bring about.

    Returns:
        By concept and decision maker, whether each number is a state that is stable.
    """
    found: dict[Concept, dict[str, Bools]] = {
        one: {} for one in (Concept.NASH, Concept.GMR, Concept.SMR, Concept.SEQ)
    }
    seats = {one: _Seat.of(game, one) for one in game.makers}
    for one in game.makers:
        rank, own = seats[one].rank, seats[one]
        others = [seats[each] for each in game.makers if each != one and seats[each].places]
        moves = [each.least for each in others]
        improving = [each.improving for each in others]
        best = own.most(rank)
        worst = _answered(moves, own.absent(rank), reachability)
        put_right = _answered(moves, own.absent(best), reachability)
        if reachability is Reachability.SEQUENCES and game.is_large:
            credible = _least_by_improvements(own, others)
        else:
            credible = _answered(improving, own.absent(rank), reachability)
        found[Concept.NASH][one] = (best <= rank) & game.feasible
        for concept, then in (
            (Concept.GMR, worst),
            (Concept.SMR, put_right),
            (Concept.SEQ, credible),
        ):
            left = own.most(np.where(game.feasible, np.minimum(rank, then), -1))
            found[concept][one] = (left <= rank) & game.feasible
    return found


def _least_by_improvements(own: "_Seat", others: "Sequence[_Seat]") -> Ints:
    from accord.hold.compiled_answers import least_by_improvements

    states = own.feasible.nonzero()[0].astype(np.int32)
    bits, once_y, once_n = np.array([each.bits for each in others], np.int64).reshape(-1, 3).T
    wide = any(len(each.places) > _FEW for each in others)
    left = np.zeros((len(others), len(own.rank) if wide else 1), np.int32)
    for row, each in zip(left, bits if wide else (), strict=False):
        np.add.at(row, states & ~each, 1)
    return least_by_improvements(
        own.absent(own.rank),
        states[np.argsort(own.rank[states], kind="stable")],
        np.array([each.rank for each in others], np.int32).reshape(-1, len(own.rank)),
        own.feasible,
        bits.copy(),
        once_y.copy(),
        once_n.copy(),
        left,
    )


_FEW = 6
"""Options of an opponent up to which to look at all its moves is faster than to count first."""
_NEVER = np.iinfo(np.int32).max
"""Stands for the value of a state that cannot be, where the smallest is looked for."""


@frozen(eq=False)
class _Seat:
    """One decision maker: its options, and how good each state is to it.

    Attributes:
        feasible: Whether each state can be.
        rank: How good each state is to it; -1 where it cannot be.
        places: The places of its options.
        ways: Of each of them, which way it goes.
        bits: Its options as bits: all, those that cannot be undone, and those that cannot be
            taken up again.
        is_large: Whether it is worth to load what is compiled.
    """

    feasible: Bools
    rank: Ints
    places: tuple[int, ...]
    ways: tuple[str, ...]
    bits: tuple[int, int, int]
    is_large: bool

    @classmethod
    def of(cls, game: OptionGame, maker: str) -> "_Seat":
        places = game.own[maker]
        rank = np.where(game.feasible, game.ranks[maker], -1).astype(np.int32)
        ways = tuple(game.options[place].one_way for place in places)
        bits = game.bits(maker), game.bits(maker, "Y"), game.bits(maker, "N")
        return cls(game.feasible, rank, places, ways, bits, game.is_large)

    def absent(self, value: Ints) -> Ints:
        """Return a value that no state has which cannot be."""
        return np.where(self.feasible, value, _NEVER)

    def most(self, value: Ints) -> Ints:
        """Return the largest value that one move leads to, or staying."""
        return self._reached(value, np.maximum)

    def least(self, value: Ints) -> Ints:
        """Return the smallest value that one move leads to, or staying."""
        return self.absent(self._reached(value, np.minimum))

    def _reached(self, value: Ints, better: np.ufunc) -> Ints:
        """Return the better of the values that one move leads to, or staying."""
        found = value.copy()
        for no, yes, way in self._halves(found):
            both = better(no, yes)
            if way != "N":
                no[...] = both
            if way != "Y":
                yes[...] = both
        return found

    def _halves(self, value: Ints) -> Iterator[tuple[Ints, Ints, str]]:
        """Yield for each option the states without it and those with it, side by side."""
        for place, way in zip(self.places, self.ways, strict=True):
            pairs = value.reshape(-1, 2, 1 << place)
            yield pairs[:, 0], pairs[:, 1], way

    def improving(self, value: Ints) -> Ints:
        """Return the smallest value that one improvement leads to, or staying."""
        if self.is_large:
            from accord.hold.compiled_answers import improving

            return improving(value, self.rank, self.feasible, *self.bits)
        found = value.copy()
        states = np.arange(len(value))
        _, once_y, once_n = self.bits
        for change in self._changes():
            then = states ^ change
            can = self.feasible & self.feasible[then] & (self.rank[then] > self.rank)
            can &= change & (once_y & states | once_n & ~states) == 0
            np.minimum(found, np.where(can, value[then], found), out=found)
        return found

    def _changes(self) -> Iterator[int]:
        """Yield every way in which it can change some of its options at once."""
        for number in range(1, 1 << len(self.places)):
            yield sum(1 << place for i, place in enumerate(self.places) if number >> i & 1)


def _answered(passes: Sequence[Pass], value: Ints, reachability: Reachability) -> Ints:
    """Return the smallest value that opponents can bring about from each state, or leave.

    A decision maker gains nothing from two moves in a row, for it could make both at once.
    """
    if reachability is Reachability.SINGLE:
        least: Ints = np.minimum.reduce([value, *(one(value) for one in passes)])
        return least
    if reachability is Reachability.ONCE:
        return _each_once(passes, value, (1 << len(passes)) - 1)
    changed, found = True, value
    while changed:
        changed = False
        for one in passes:
            now = one(found)
            if not np.array_equal(now, found):
                found, changed = now, True
        changed = changed and len(passes) > 1
    return found


def _each_once(passes: Sequence[Pass], value: Ints, free: int) -> Ints:
    """Return the smallest value that those who have not moved yet can bring about."""
    after: dict[int, Ints] = {0: value}
    for left in range(1, free + 1):
        now = value
        for mover, one in enumerate(passes):
            if left >> mover & 1:
                now = np.minimum(now, one(after[left & ~(1 << mover)]))
        after[left] = now
    return after[free]
