"""Whether a deal would be kept: for whom, by which concept, for what share of the ranges."""

from collections.abc import Callable, Mapping
from operator import itemgetter

import numpy as np
from attrs import frozen
from frozendict import frozendict

from accord.deals.zone import RangeShare
from accord.hold.compliance import ComplianceGame
from accord.hold.concepts import Concept, Reachability
from accord.hold.deal_state import deal_stable
from accord.hold.graph_model import Bools
from accord.kernels.ties import TIE


@frozen(kw_only=True)
class Holding:
    """Whether somebody would leave a deal, by one concept.

    Attributes:
        stable: Whether it would stay, at the middle of every range.
        share: For what share of the ranges it would.
    """

    stable: bool
    share: RangeShare


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
) -> DealStability:
    """Find for whom a deal is stable, at the middle of every range and for what share of them.

    Args:
        game: The game that the deal leaves behind.
        reachability: What several opponents can bring about.
        draws: How many sets of numbers to draw from the ranges.
        seed: Where the draws start.
    """
    middle = deal_stable(game, game.middle, reachability)
    drawn = None
    if not game.is_exact:
        numbers = game.drawn(np.random.default_rng(seed), draws)
        drawn = deal_stable(game, numbers, reachability)

    def holding(of: Callable[[Bools], Bools], concept: Concept) -> Holding:
        now = bool(of(middle[concept])[0])
        if drawn is None:
            return Holding(stable=now, share=RangeShare.exactly(now))
        hits = int(of(drawn[concept]).sum())
        return Holding(stable=now, share=RangeShare.of_draws(hits, draws, seed))

    each = {
        maker: frozendict({one: holding(itemgetter((..., place)), one) for one in middle})
        for place, maker in enumerate(game.makers)
    }
    every = {one: holding(_all, one) for one in middle}
    best = {one: _best(game, place) for place, one in enumerate(game.makers)}
    return DealStability(
        game=game,
        reachability=reachability,
        each=frozendict(each),
        all_stay=frozendict(every),
        best=frozendict(best),
    )


def _all(stay: Bools) -> Bools:
    return np.asarray(stay.all(axis=1))


def _best(game: ComplianceGame, place: int) -> Deviation | None:
    own = game.own[place]
    moves, bits = [0], own
    while bits:
        low = bits & -bits
        moves += [one | low for one in moves]
        bits ^= low
    worth = game.worth(game.middle, np.array(moves))[0, place]
    most = int(worth.argmax())
    gain = float(worth[most] - worth[0])
    # Of moves that gain as much, the one that does least.
    for at in np.flatnonzero(worth >= worth[most] - TIE).tolist():
        if moves[at].bit_count() < moves[most].bit_count():
            most = at
    return Deviation(state=moves[most], gain=gain) if gain > TIE else None
