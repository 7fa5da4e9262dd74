"""What the compiled engine works on: arrays, and numbers that stand for kinds of things."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from accord.kernels.ties import Floats, Ints

Flags = npt.NDArray[np.bool_]
Shorts = npt.NDArray[np.int32]
Longs = npt.NDArray[np.uint64]

TIME, MICRO, RANDOM, ABSOLUTE, RELATIVE, AVERAGED = range(6)
"""Kinds of delegates: time-dependent, MiCRO, random walker, three of tit for tat."""

NEXT, PREV, CONST, LATE, COMBI, ALL, ANY = range(7)
"""Kinds of acceptance conditions."""

PROPOSE, ACCEPT, REJECT, WITHDRAW = range(4)
"""Kinds of moves."""

AGREED, LAST_ROUND, LAST_MOVE, LEFT = range(4)
"""How talks end: with a deal, at the last round or move, or a delegation leaves."""


class Halves(NamedTuple):
    """The agenda cut in two for each party, so that no bonus and no ban of its lies across.

    A deal takes a combination of options in either half; combinations are numbered in the
    order of the agenda. What only some halves need is padded.

    Attributes:
        half: Shape (parties, issues), the half that an issue is in.
        opened: Shape (parties, 2), how many of them the party may take, and
        open: Shape (parties, 2, combinations), which.
        number: Shape (parties, 2, combinations), what those add to the number of a deal.
        taken: Shape (parties, 2, deals), the combination that a deal takes in either half.
        bonus_party: Shape (bonuses,), whose each is, and
        bonus_half: Shape (bonuses,), in which half.
        bonus_start: Shape (bonuses + 1,), where those of each begin in `bonus_taken`.
        bonus_taken: The combinations that each bonus is for.
    """

    half: Ints
    opened: Ints
    open: Ints
    number: Ints
    taken: Shorts
    bonus_party: Ints
    bonus_half: Ints
    bonus_start: Ints
    bonus_taken: Ints


class Plan(NamedTuple):
    """What many talks have in common: rules, delegates and the deals.

    Parties are numbered in the order of the delegations, deals in the order of the agenda: the
    last issue changes first.

    Attributes:
        alternating: Whether offers alternate; otherwise they are stacked.
        rounds: After so many rounds the talks end.
        moves: After so many moves the talks end.
        longest: No talks have more moves.
        sizes: Shape (issues,), options per issue.
        barred: Shape (parties, deals), what a party may not take.
        halves: The agenda cut in two for each party.
        kind: Shape (parties,), the kinds of the delegates.
        whole: Shape (parties,), the parameter that is a whole number.
        amount: Shape (parties,), the parameter in points.
        time: Shape (parties, rounds + 1), how far talks have gone by the round.
        kept: Shape (parties, rounds + 1), the share of its range that a delegate keeps, by
            the round.
        conditions: Shape (parties, steps, 3), kind and two parameters; `ALL` and `ANY` join as
            many answers before them as their parameter says.
        steps: Shape (parties,), how many steps the condition has.
        streams: Shape (parties,), the second words of the keys of chance.
    """

    alternating: bool
    rounds: int
    moves: int
    longest: int
    sizes: Ints
    barred: Flags
    halves: Halves
    kind: Ints
    whole: Ints
    amount: Floats
    time: Floats
    kept: Floats
    conditions: Floats
    steps: Ints
    streams: Longs


class Numbers(NamedTuple):
    """What deals are worth, on the decimal grid of `accord.deals.search.numbers`.

    Attributes:
        gains: Shape (sets, parties, options of all issues), what every option adds.
        bonuses: Shape (sets, bonuses), what every bonus adds.
        point: Shape (sets, parties), how many steps of the grid a point is.
        walk_away: Shape (sets, parties), in points.
    """

    gains: Ints
    bonuses: Ints
    point: Floats
    walk_away: Floats


class Ends(NamedTuple):
    """How talks ended, one entry for each.

    Attributes:
        how: Shape (talks,), `AGREED` and so on.
        deal: Shape (talks,), the number of the deal; -1 without one.
        rounds: Shape (talks,), the round of the last move.
        moves: Shape (talks,), how many were made.
        leaver: Shape (talks,), which delegation left; -1 if none did.
        worth: Shape (talks, parties), in points: the deal's worth, or the walk-away value.
        log: Shape (talks, moves, 3), which party made which kind of move with which deal (-1:
            none); of no moves where it is not asked for.
    """

    how: Ints
    deal: Ints
    rounds: Ints
    moves: Ints
    leaver: Ints
    worth: Floats
    log: Ints

    @classmethod
    def room(cls, talks: int, parties: int, logged: int) -> "Ends":
        """Make room for so many talks, with a log of so many moves."""
        how, deal, rounds, moves, leaver = np.full((5, talks), -1, dtype=np.int64)
        log = np.full((talks, logged, 3), -1, dtype=np.int64)
        return cls(how, deal, rounds, moves, leaver, np.zeros((talks, parties)), log)
