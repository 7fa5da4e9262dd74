"""Whether a deal would be kept: for whom, by which concept, for what share of the ranges."""

from collections.abc import Mapping

import numpy as np
from attrs import frozen
from frozendict import frozendict

from accord.deals.zone import RangeShare
from accord.hold.compliance import ComplianceGame, GameNumbers
from accord.hold.concepts import Concept, Reachability
from accord.hold.deal_state import Found, deal_stable
from accord.kernels.ties import TIE

MOST_ARRAYS = 16
"""Options of a game up to which whole arrays of its states are held for many sets of numbers."""


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
        best: By who decides, the way to leave that gains most at the middle of every range;
            None where none gains.
    """

    game: ComplianceGame
    reachability: Reachability
    each: Mapping[str, Mapping[Concept, Holding]]
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
    middle = _found(game, game.middle, reachability)
    drawn = None
    if not game.is_exact:
        numbers = game.drawn(np.random.default_rng(seed), draws)
        drawn = _found(game, numbers, reachability)
    each = {}
    for place, maker in enumerate(game.makers):
        own = {}
        for concept, stable in middle.items():
            now = bool(stable[0, place])
            share = (
                RangeShare.exactly(now)
                if drawn is None
                else RangeShare.of_draws(int(drawn[concept][:, place].sum()), draws, seed)
            )
            own[concept] = Holding(stable=now, share=share)
        each[maker] = frozendict(own)
    best = {one: _best(game, place) for place, one in enumerate(game.makers)}
    return DealStability(
        game=game, reachability=reachability, each=frozendict(each), best=frozendict(best)
    )


def _found(game: ComplianceGame, numbers: GameNumbers, rule: Reachability) -> Found:
    return deal_stable(game, numbers, rule)


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
