"""Stability in a game given by options, for all states at once.

Where some states cannot be, or an improvement is asked for, the passes of the opponents are
repeated until nothing changes (see `option_passes`).
"""

from collections.abc import Sequence

import numpy as np
from attrs import frozen

from accord.hold.concepts import IN_TURN, Concept, Reachability
from accord.hold.graph_model import Bools, Ints, OptionGame, dense
from accord.hold.option_passes import reached, worst_answer
from accord.kernels.bits import subsets


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
    found: dict[Concept, dict[str, Bools]] = {one: {} for one in IN_TURN}
    ranks = np.empty((len(game.makers), len(game.feasible)), np.int32)
    seats = {one: _Seat.of(game, one, row) for one, row in zip(game.makers, ranks, strict=True)}
    improved = None
    if reachability is Reachability.SEQUENCES and game.is_large:
        improved = _ByImprovements.of([*seats.values()], ranks)
    for place, one in enumerate(game.makers):
        rank, own = seats[one].rank, seats[one]
        others = [seats[each] for each in game.makers if each != one and seats[each].bits[0]]
        if improved is not None:
            credible = improved.least(place)
        else:
            improving = [each.improving for each in others]
            credible = worst_answer(improving, own.absent(rank), reachability)
        best = own.most(rank)
        found[Concept.NASH][one] = (best <= rank) & game.feasible
        values = own.absent(np.stack([rank, best]))
        moves = [each.least for each in others]
        # Where all states can be, no option stands in the way of another.
        worst, put_right = worst_answer(moves, values, reachability, repeated=not own.all_can)
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
        bits: Its options as bits: all, those that cannot be undone, and those that cannot be
            taken up again.
        is_large: Whether it is worth to load what is compiled.
    """

    feasible: Bools
    all_can: bool
    rank: Ints
    bits: tuple[int, int, int]
    is_large: bool

    @classmethod
    def of(cls, game: OptionGame, maker: str, rank: Ints) -> "_Seat":
        ranks = game.ranks[maker]
        if ranks.min() < 0 or ranks.max() >= len(ranks):
            ranks = dense(ranks)
        rank[:] = np.where(game.feasible, ranks, -1)
        bits = game.bits(maker), game.bits(maker, "Y"), game.bits(maker, "N")
        all_can = bool(game.feasible.all())
        return cls(game.feasible, all_can, rank, bits, game.is_large)

    def absent(self, value: Ints) -> Ints:
        """Return a value that no state has which cannot be."""
        return value if self.all_can else np.where(self.feasible, value, _NEVER)

    def most(self, value: Ints) -> Ints:
        """Return the largest value that one move leads to, or staying."""
        return reached(value, *self.bits)

    def least(self, value: Ints) -> Ints:
        """Return the smallest value that one move leads to, or staying."""
        return self.absent(reached(value, *self.bits, np.minimum))

    def improving(self, value: Ints) -> Ints:
        """Return the smallest value that one improvement leads to, or staying."""
        if self.is_large:
            from accord.hold.compiled_answers import improving

            return improving(value, self.rank, self.feasible, *self.bits)
        found = value.copy()
        states = np.arange(len(value))
        own, once_y, once_n = self.bits
        for change in subsets(own)[1:].tolist():
            then = states ^ change
            can = self.feasible & self.feasible[then] & (self.rank[then] > self.rank)
            can &= change & (once_y & states | once_n & ~states) == 0
            np.minimum(found, np.where(can, value[then], found), out=found)
        return found
