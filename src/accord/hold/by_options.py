"""Stability in a game given by options, for all states at once.

Whoever moves may set all of its own options at once, so what it can reach is found option by
option: with one pass over the states for each. Where some states cannot be, or an improvement
is asked for, the passes of the opponents are repeated until nothing changes.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from attrs import frozen

from accord.hold.concepts import Concept, Reachability
from accord.hold.graph_model import Bools, Ints, OptionGame, dense
from accord.kernels.bits import subsets

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
    ranks = np.empty((len(game.makers), len(game.feasible)), np.int32)
    seats = {one: _Seat.of(game, one, row) for one, row in zip(game.makers, ranks, strict=True)}
    improved = None
    if reachability is Reachability.SEQUENCES and game.is_large:
        improved = _ByImprovements.of([*seats.values()], ranks)
    for place, one in enumerate(game.makers):
        rank, own = seats[one].rank, seats[one]
        others = [seats[each] for each in game.makers if each != one and seats[each].places]
        if improved is not None:
            credible = improved.least(place)
        else:
            improving = [each.improving for each in others]
            credible = _answered(improving, own.absent(rank), reachability)
        best = own.most(rank)
        found[Concept.NASH][one] = (best <= rank) & game.feasible
        values = own.absent(np.stack([rank, best]))
        moves = [each.least for each in others]
        # Where all states can be, no option stands in the way of another.
        worst, put_right = _answered(moves, values, reachability, repeated=not own.all_can)
        for concept, then in (
            (Concept.GMR, worst),
            (Concept.SMR, put_right),
            (Concept.SEQ, credible),
        ):
            kept = own.most(np.minimum(rank, then))  # of a state that cannot be it is -1
            found[concept][one] = (kept <= rank) & game.feasible
    return found


@frozen(eq=False)
class _ByImprovements:
    """The states as improvements are looked for, by what is compiled.

    Attributes:
        ranks: How good each state is to each decision maker, shape (makers, states).
        rows: The states by rows of each, shape (makers, states).
        spread: The sets of the options of each that go both ways, shape (makers, most sets).
        bits: The options of each as bits, shape (3, makers): those that go both ways, that
            cannot be undone, and that cannot be taken up again.
    """

    ranks: Ints
    rows: Ints
    spread: Ints
    bits: Ints

    @classmethod
    def of(cls, seats: "Sequence[_Seat]", ranks: Ints) -> "_ByImprovements":
        from accord.hold.compiled_answers import sort_rows

        bits = np.array([(b & ~y & ~n, y, n) for b, y, n in (one.bits for one in seats)])
        every = [subsets(free) for free in bits[:, 0].tolist()]
        most = max(map(len, every))
        spread = np.zeros((len(seats), most), np.int32)
        rows = np.empty(ranks.shape, np.uint8 if most < 1 << 8 else np.int32)
        for place, some in enumerate(every):
            spread[place, : len(some)] = some
            sort_rows(ranks[place], spread[place, : len(some)], rows[place])
        return cls(ranks, rows, spread, np.ascontiguousarray(bits.T))

    def least(self, place: int) -> Ints:
        """Return the worst that improvements of the opponents lead to from each state."""
        from accord.hold.compiled_answers import least_by_improvements

        return least_by_improvements(place, self.ranks, self.rows, self.spread, *self.bits)


_NEVER = np.iinfo(np.int32).max
"""Stands for the value of a state that cannot be, where the smallest is looked for."""


@frozen(eq=False)
class _Seat:
    """One decision maker: its options, and how good each state is to it.

    Attributes:
        feasible: Whether each state can be.
        all_can: Whether all can be.
        rank: How good each state is to it; -1 where it cannot be.
        places: The places of its options.
        ways: Of each of them, which way it goes.
        bits: Its options as bits: all, those that cannot be undone, and those that cannot be
            taken up again.
        is_large: Whether it is worth to load what is compiled.
    """

    feasible: Bools
    all_can: bool
    rank: Ints
    places: tuple[int, ...]
    ways: tuple[str, ...]
    bits: tuple[int, int, int]
    is_large: bool

    @classmethod
    def of(cls, game: OptionGame, maker: str, rank: Ints) -> "_Seat":
        places = game.own[maker]
        ranks = game.ranks[maker]
        if ranks.min() < 0 or ranks.max() >= len(ranks):
            ranks = dense(ranks)
        rank[:] = np.where(game.feasible, ranks, -1)
        ways = tuple(game.options[place].one_way for place in places)
        bits = game.bits(maker), game.bits(maker, "Y"), game.bits(maker, "N")
        all_can = bool(game.feasible.all())
        return cls(game.feasible, all_can, rank, places, ways, bits, game.is_large)

    def absent(self, value: Ints) -> Ints:
        """Return a value that no state has which cannot be."""
        return value if self.all_can else np.where(self.feasible, value, _NEVER)

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
            if way == "N":
                better(no, yes, out=yes)
                continue
            better(no, yes, out=no)
            if way != "Y":
                yes[...] = no
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


def _answered(
    passes: Sequence[Pass], value: Ints, reachability: Reachability, repeated: bool = True
) -> Ints:
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
        before = found
        for one in passes:
            found = one(found)
        changed = repeated and len(passes) > 1 and not np.array_equal(before, found)
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
