"""Whether a deal would be kept: for whom, by which concept, for what share of the ranges."""

from collections.abc import Callable, Mapping
from operator import itemgetter

import numpy as np
from attrs import frozen
from frozendict import frozendict

from accord.deals.zone import RangeShare
from accord.hold.compliance import ComplianceGame
from accord.hold.concepts import Concept, Reachability
from accord.hold.deal_state import (
    LEAVES,
    STAYS,
    UNDECIDED,
    Codes,
    deal_stable,
    most_sets,
)
from accord.hold.for_all_values import ForAllValues, ForValues, all_hold, for_all_values
from accord.kernels.bits import subsets
from accord.kernels.ties import TIE

_SURE: Mapping[bool | None, ForValues] = {True: ForValues.EVERY, False: ForValues.NONE}
_MOST_EXACT = 12
"""Options of a game up to which all values are looked at: a few seconds for four who decide."""
_STABLE = {LEAVES: False, STAYS: True, UNDECIDED: None}


@frozen(kw_only=True)
class Holding:
    """Whether somebody would leave a deal, by one concept.

    Attributes:
        stable: Whether it would stay, at the middle of every range; None where finding that
            would take too long.
        share: For what share of the ranges it would.
        holds: Whether for every value in the ranges, for some or for none; None where only
            draws can say, and all of them agree.
        values: Over all values by how much; None where that was not looked for.
    """

    stable: bool | None
    share: RangeShare
    holds: ForValues | None = None
    values: ForAllValues | None = None


@frozen(kw_only=True)
class Deviation:
    """The way to leave a deal that gains most, as long as nobody answers.

    Attributes:
        state: Where it leads.
        gain: What it gains, in points.
    """

    state: int
    gain: float


@frozen(kw_only=True, eq=False)
class DealStability:
    """Whether a deal would be kept.

    Attributes:
        game: The game that it leaves behind.
        reachability: What several opponents can bring about.
        each: By who decides and concept.
        all_stay: By concept, whether all parties and guarantors stay.
        best: By who decides, the way to leave that gains most at the middle of every range;
            None where none gains.
    """

    game: ComplianceGame
    reachability: Reachability
    each: Mapping[str, Mapping[Concept, Holding]]
    all_stay: Mapping[Concept, Holding]
    best: Mapping[str, Deviation | None]


def holds(
    game: ComplianceGame,
    *,
    reachability: Reachability = Reachability.SEQUENCES,
    draws: int = 1000,
    seed: int = 0,
    exactly: bool = False,
) -> DealStability:
    """Find for whom a deal is stable, at the middle of every range and for what share of them.

    Args:
        game: The game that the deal leaves behind.
        reachability: What several opponents can bring about.
        draws: How many sets of numbers to draw from the ranges; fewer are drawn of a large
            game where nothing compiled is there.
        seed: Where the draws start.
        exactly: Whether to find, too, for which of all values in the ranges each stays; of a
            large game only draws are asked.
    """
    small = len(game.options) <= _MOST_EXACT
    exact = (
        for_all_values(game, reachability)
        if exactly and small and not game.is_exact
        else frozendict()
    )
    middle = deal_stable(game, game.middle, reachability)
    drawn = None
    if not game.is_exact:
        draws = most_sets(game, draws)
        numbers = game.drawn(np.random.default_rng(seed), draws)
        drawn = deal_stable(game, numbers, reachability)

    def holding(
        of: Callable[[Codes], Codes],
        concept: Concept,
        known: ForValues | None,
        values: ForAllValues | None = None,
    ) -> Holding:
        now = _STABLE[int(of(middle[concept])[0])]
        if drawn is None:
            share = RangeShare(
                share=float(now is True), interval=(float(now is True), float(now is not False))
            )
            return Holding(stable=now, share=share, holds=_SURE.get(now))
        if known in _SURE.values():
            share = RangeShare.exactly(known is ForValues.EVERY)
            return Holding(stable=now, share=share, holds=known, values=values)
        codes = of(drawn[concept])
        open_ = int((codes == UNDECIDED).sum())
        hits = int((codes == STAYS).sum())
        share = RangeShare.of_draws(hits, draws, seed, undecided=open_)
        if hits and hits + open_ < draws:
            known = ForValues.SOME
        return Holding(stable=now, share=share, holds=known, values=values)

    each = {}
    for place, maker in enumerate(game.makers):
        of, mine = itemgetter((..., place)), exact.get(maker, {})
        each[maker] = frozendict(
            {
                c: holding(of, c, mine[c].holds if c in mine else None, mine.get(c))
                for c in middle
            }
        )
    every = {c: holding(_all, c, all_hold(exact, c) if exact else None) for c in middle}
    best = {one: _best(game, place) for place, one in enumerate(game.makers)}
    return DealStability(
        game=game,
        reachability=reachability,
        each=frozendict(each),
        all_stay=frozendict(every),
        best=frozendict(best),
    )


def _all(codes: Codes) -> Codes:
    """Return what is found of all of them together."""
    unsure = np.where((codes == UNDECIDED).any(axis=1), UNDECIDED, STAYS)
    return np.where((codes == LEAVES).any(axis=1), LEAVES, unsure)


_MOST_MOVES = 16
"""Options of one up to which all its moves are looked at; of more, single changes."""


def _best(game: ComplianceGame, place: int) -> Deviation | None:
    """Return the move that gains most; of many options one that no single change betters."""
    own = game.own[place]
    if own.bit_count() > _MOST_MOVES:
        return _climbed(game, place)
    moves = subsets(own).astype(np.int64)
    worth = game.worth(game.middle, moves)[0, place]
    # Of moves that gain as much, the one that does least.
    alike = np.flatnonzero(worth >= worth.max() - TIE).tolist()
    most = min(alike, key=lambda at: int(moves[at]).bit_count())
    gain = float(worth[most] - worth[0])
    return Deviation(state=int(moves[most]), gain=gain) if gain > TIE else None


def _climbed(game: ComplianceGame, place: int) -> Deviation | None:
    """Return where single changes lead from the deal, each the best there is."""
    own, at = game.own[place], 0
    flips = [1 << n for n in range(len(game.options)) if own >> n & 1]
    start = now = float(game.worth(game.middle, np.zeros(1, np.int64))[0, place, 0])
    while True:
        then = np.array([at ^ flip for flip in flips])
        worth = game.worth(game.middle, then)[0, place]
        if worth.max() <= now + TIE:
            break
        at, now = int(then[worth.argmax()]), float(worth.max())
    return Deviation(state=at, gain=now - start) if now > start + TIE else None
