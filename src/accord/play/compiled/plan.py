"""What the compiled engine works on: arrays, and numbers that stand for kinds of things."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from accord.kernels.ties import Floats, Ints

Flags = npt.NDArray[np.bool_]
Longs = npt.NDArray[np.uint64]

TIME, MICRO, RANDOM, ABSOLUTE, RELATIVE, AVERAGED, STEPS = range(7)
"""Kinds of delegates: time-dependent, MiCRO, random walker, tit for tat (3), issue by issue."""

NEXT, PREV, CONST, LATE, COMBI, ALL, ANY = range(7)
"""Kinds of acceptance conditions."""

PROPOSE, ACCEPT, REJECT, WITHDRAW, INSTRUCT, RATIFY, REFUSE = range(7)
"""Kinds of moves."""

AGREED, LAST_ROUND, LAST_MOVE, LEFT, UNPLAYED = range(5)
"""How talks end: with a deal, at the last round or move, or a delegation leaves; or they come
to where only the table goes on."""


SHIFT = 32
"""The halves of a deal's number have so many bits each."""

SIZE, FIRST, SPANNED, BITS, STRIDE = range(5)
"""What `Plan.issues` says of an issue: how many options it has; where they begin among those of
all issues; whether they are steps of a number; by how many bits the number of its half is
shifted in that of a deal; and how far apart in it combinations of neighbouring options are."""

TIMES, KEPT, LEAVE = range(3)
"""What `Plan.clock` says of a party and a round: how far talks have gone; which share of its
range its delegate keeps, and which its principal keeps where it gives a mandate."""


class Halves(NamedTuple):
    """The agenda cut in two, so that no bonus and no ban of any party lies across.

    A deal is a combination of options in either half, in one number: that of the first half,
    shifted by `SHIFT` bits, and that of the second. Combinations are numbered in the order of
    the agenda. What only some halves or parties need is padded.

    Attributes:
        number: Shape (2, combinations), what they add to the number of a deal on the agenda.
        shut: Shape (parties, 2, combinations), what a party may not take, and
        open: Shape (parties, 2, combinations), what it may; how many is said at its `SEAT`.
        bonus: Shape (bonuses, 4), whose each is, in which half, and from where to where the
            combinations that it is for stand in
        taken: one after the other.
    """

    number: Ints
    shut: Flags
    open: Ints
    bonus: Ints
    taken: Ints


SEAT = np.dtype(
    [
        ("kind", np.int64),
        ("whole", np.int64),
        ("amount", np.float64),
        ("steps", np.int64),
        ("timeless", np.bool_),
        ("stream", np.uint64),
        ("bound", np.bool_),
        ("margin", np.float64),
        ("given", np.bool_),
        ("opened", np.int64, 2),
        ("point", np.float64),
        ("begun", np.float64),
        ("moved", np.float64),
        ("walk_away", np.float64),
        ("high", np.float64),
        ("top", np.int64),
        ("best", np.int64),
        ("enough", np.int64),
        ("has_deal", np.bool_),
        ("sorted", np.bool_),
        ("reached", np.bool_),
        ("found", np.int64),
        ("below", np.int64),
        ("least", np.int64),
        ("listed", np.int64),
        ("floor", np.int64),
        ("made", np.int64),
        ("different", np.int64),
        ("asked", np.float64),
        ("held", np.float64),
        ("heard", np.int64),
        ("weighed", np.int64),
        ("canonical", np.bool_),
    ],
    align=True,
)
"""What is known of a delegate: what it is, its numbers, and what it has in mind.

- `kind`, `whole` and `amount`: its kind, the parameter that is a whole number, and the one in
  points; `steps` of its acceptance condition, and whether that is `timeless`: it answers by
  the offer and its own next one alone. `opened`: what it may take in either half. `stream`:
  the second word of the key of its chance.
- `bound`: whether a principal sits for its party, and the `margin` in points that this must
  gain to ratify; `given`, whether the first mandate is written as it would be by that
  principal, and `canonical`, whether the one at hand is.
- `point`: how many steps of the grid a point is; `begun`, the walk-away value with which talks
  begin, by how much it has `moved` since, and `walk_away`, what it is, all in points; `top`,
  the sum of the `best` deal, and `high`, the same in points; `enough`, the least sum that is
  acceptable; `has_deal`, whether some deal is.
- `sorted`: whether the combinations of each half are in the order of their sums; `reached`,
  whether it is known what the best deal with every option is worth.
- `found`: the deal last looked for; -1 before the first. It is what is looked for as long as
  what is wanted is above `below` and at most `least`.
- `listed`: how many of its best deals are listed; `floor`, the sum that they all reach.
- `made`: how many proposals it has made; `different`, how many of them differ.
- `asked`: the target, in points, of tit for tat's last proposal; `held`, of its next.
- `heard`: the offer last turned down, and `weighed`, its own next one then.
"""


Seats = Any
"""An array of `SEAT`."""


class Never(NamedTuple):
    """The combinations that each party refuses, as lists of issues and of options.

    Attributes:
        start: Shape (parties + 1,), where those of each begin in `first`.
        first: Shape (combinations + 1,), where the issues of each begin in `issue`.
        issue: The issues, and
        row: Shape (issues of all combinations, options of all issues), the options of them.
    """

    start: Ints
    first: Ints
    issue: Ints
    row: Flags


class Plan(NamedTuple):
    """What many talks have in common: rules, delegates and the deals.

    Parties are numbered in the order of the delegations, deals in the order of the agenda: the
    last issue changes first. To hand on an array takes time: there are few, and large ones.

    Attributes:
        alternating: Whether offers alternate; otherwise they are stacked.
        rounds: After so many rounds the talks end.
        moves: After so many moves the talks end.
        longest: No talks have more moves.
        by_issue: Whether some delegate goes issue by issue.
        seats: The delegates as they come to the table.
        issues: Shape (issues, 5), see `SIZE`.
        halves: The agenda cut in two.
        never: What parties refuse.
        codes: Shape (deals,), the deals by their numbers; none where none are listed.
        clock: Shape (parties, 3, rounds + 2), see `TIMES`.
        conditions: Shape (parties, steps, 3), kind and two parameters; `ALL` and `ANY` join as
            many answers before them as their parameter says.
        mandate: Shape (parties, options of all issues), the first mandates.
    """

    alternating: bool
    rounds: int
    moves: int
    longest: int
    by_issue: bool
    seats: Seats
    issues: Ints
    halves: Halves
    never: Never
    codes: Ints
    clock: Floats
    conditions: Floats
    mandate: Flags


class Moves(NamedTuple):
    """By how much walk-away values move in each talk, and when.

    Attributes:
        starts: Shape (talks + 1,), where the rows of each talk begin; (2,) for all alike.
        rows: Shape (rows, 3): whose walk-away value moves, before which round, by how much; of
            each talk in the order in which they happen.
    """

    starts: Ints
    rows: Floats


class Numbers(NamedTuple):
    """What deals are worth, on the decimal grid of `accord.deals.worth`.

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
        log: Shape (talks, moves, 5): who made the move, a delegation or, after all of these, a
            principal; its kind; the deal (-1: none); 1 if it is ad referendum; the issues that
            alone are accepted, a bit each. Of no moves where it is not asked for.
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
        log = np.full((talks, logged, 5), -1, dtype=np.int64)
        return cls(how, deal, rounds, moves, leaver, np.zeros((talks, parties)), log)
