"""What is on the table and in the delegates' heads while talks last: compiled."""

from typing import Any, NamedTuple

import numpy as np

from accord.kernels.ties import TIE, Ints
from accord.play.compiled import plan as p
from accord.play.compiled.deals import (
    NONE,
    above,
    add_up,
    count_from,
    first_from,
    gather,
    need,
)
from accord.play.compiled.jit import inlined, inner
from accord.play.compiled.philox import ROOM, draw, start
from accord.play.compiled.plan import Flags, Longs, Numbers, Plan
from accord.play.compiled.sorting import sort

Seats = Any
"""An array of `SEAT`."""

STEPS = 256
"""The first of the best deals are looked for in this part of the range."""


SEAT = np.dtype(
    [
        ("kind", np.int64),
        ("whole", np.int64),
        ("amount", np.float64),
        ("steps", np.int64),
        ("timeless", np.bool_),
        ("opened", np.int64, 2),
        ("point", np.float64),
        ("walk_away", np.float64),
        ("high", np.float64),
        ("top", np.int64),
        ("enough", np.int64),
        ("has_deal", np.bool_),
        ("given", np.int64),
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
    ],
    align=True,
)
"""What is known of a delegate: what it is, its numbers, and what it has in mind.

- `kind`, `whole` and `amount`: its kind, the parameter that is a whole number, and the one in
  points; `steps` of its acceptance condition, and whether that is `timeless`: it answers by
  the offer and its own next one alone. `opened`: what it may take in either half.
- `point`: how many steps of the grid a point is; `walk_away`, in points; `top`, the sum of the
  best deal, and `high`, the same in points; `enough`, the least sum that is acceptable;
  `has_deal`, whether some deal is.
- `given`: the deal last looked for; -1 before the first. It is what is looked for as long as
  what is wanted is above `below` and at most `least`.
- `listed`: how many of its best deals are listed; `floor`, the sum that they all reach.
- `made`: how many proposals it has made; `different`, how many of them differ.
- `asked`: the target, in points, of tit for tat's last proposal; `held`, of its next.
- `heard`: the offer last turned down, and `weighed`, its own next one then.
"""


class Desk(NamedTuple):
    """What is on the table and in the delegates' heads while talks last.

    Attributes:
        seats: Shape (parties,), of `SEAT`.
        sums: Shape (parties, 2, combinations), what those of either half are worth.
        rising: Shape (parties, 2, combinations), the same of those that a party may take,
            ascending, and
        numbers: Shape (parties, 2, combinations), what they add to the number of a deal.
        spare: Shape (2, sums), room to sort in.
        buckets: Room to sort in.
        order: Shape (parties, deals), the best deals, as many as were asked for, and
        ranked: Shape (parties, deals), their sums, negated.
        said: Shape (parties, moves), the deals that each has proposed.
        seen: Shape (parties, deals), the last talk in which each proposed a deal.
        log: Shape (moves, 3), for every proposal who made it, which deal, and in which round.
        proposals: Shape (1,), how many proposals were made.
        chance: Shape (parties, 625), a generator for each delegate.
        answers: Shape (steps,), for acceptance conditions.
    """

    seats: Seats
    sums: Ints
    rising: Ints
    numbers: Ints
    spare: Ints
    buckets: Ints
    order: Ints
    ranked: Ints
    said: Ints
    seen: Ints
    log: Ints
    proposals: Ints
    chance: Longs
    answers: Flags


def desk_for(plan: Plan) -> Desk:
    """Make room for talks.

    Args:
        plan: What the talks have in common.
    """
    parties, deals = plan.barred.shape
    combinations, most = plan.halves.open.shape[2], plan.longest
    ranks = np.isin(plan.kind, (p.MICRO, p.RANDOM)).any()
    listed = deals if ranks else 1
    room = max(combinations, listed)
    seats = np.zeros(parties, dtype=SEAT)
    seats["kind"], seats["whole"], seats["amount"] = plan.kind, plan.whole, plan.amount
    seats["steps"], seats["opened"] = plan.steps, plan.halves.opened
    kinds = plan.conditions[:, :, 0]
    used = np.arange(kinds.shape[1]) < plan.steps[:, None]
    seats["timeless"] = ~(used & np.isin(kinds, (p.PREV, p.LATE, p.COMBI))).any(axis=1)

    def whole(*shape: int) -> Ints:
        return np.zeros(shape, dtype=np.int64)

    return Desk(
        seats=seats,
        sums=whole(parties, 2, combinations),
        rising=whole(parties, 2, combinations),
        numbers=whole(parties, 2, combinations),
        spare=whole(2, room),
        buckets=whole(4 * room + 1),
        order=whole(parties, listed),
        ranked=whole(parties, listed),
        said=whole(parties, most),
        seen=whole(parties, deals if (plan.kind == p.MICRO).any() else 0),
        log=whole(most, 3),
        proposals=whole(1),
        chance=np.zeros((parties, ROOM), dtype=np.uint64),
        answers=np.zeros(plan.conditions.shape[1] + 1, dtype=np.bool_),
    )


@inner
def read(plan: Plan, numbers: Numbers, which: int, desk: Desk) -> None:
    """Put a set of numbers on the desk.

    Args:
        plan: What the talks have in common.
        numbers: Sets of numbers.
        which: Which set.
        desk: Where they are put.
    """
    halves = plan.halves
    for party in range(len(desk.seats)):
        seat = desk.seats[party]
        point, walk_away = numbers.point[which, party], numbers.walk_away[which, party]
        seat.point, seat.walk_away = point, walk_away
        seat.enough = _whole(need(walk_away, point))
        top = 0
        for half in range(2):
            sums, rising = desk.sums[party, half], desk.rising[party, half]
            gains, bonuses = numbers.gains[which, party], numbers.bonuses[which]
            add_up(plan, gains, bonuses, party, half, sums)
            count = halves.opened[party, half]
            for place in range(count):
                desk.spare[0, place] = sums[halves.open[party, half, place]]
                desk.spare[1, place] = halves.number[party, half, place]
            sort(desk.spare, count, rising, desk.numbers[party, half], desk.buckets)
            top += rising[count - 1] if count else NONE
        seat.top = top
        seat.high = top / point
        seat.has_deal = top > NONE // 2 and top / point >= walk_away - TIE
        seat.listed = 0
        seat.floor = top + 1
        seat.given = -1


@inlined
def clear(plan: Plan, seed: int, desk: Desk) -> None:
    """Begin new talks with the numbers that are on the desk.

    Args:
        plan: What the talks have in common.
        seed: The seed of the talks.
        desk: Where they begin.
    """
    desk.proposals[0] = 0
    for party in range(len(desk.seats)):
        seat = desk.seats[party]
        seat.made = 0
        seat.different = 0
        seat.asked = seat.high
        start(seed, plan.streams[party], desk.chance[party])
        seat.heard = -1


@inlined
def worth(plan: Plan, desk: Desk, party: int, deal: int) -> int:
    """Give what a deal is worth to a party, on the grid."""
    taken, sums = plan.halves.taken, desk.sums
    return int(sums[party, 0, taken[party, 0, deal]] + sums[party, 1, taken[party, 1, deal]])


@inlined
def chance(desk: Desk, party: int) -> float:
    """Draw from [0, 1) for a delegate."""
    return draw(desk.chance[party])


@inlined
def _whole(number: float) -> int:
    """Turn a sum into a whole number, far outside of all sums into one just so."""
    return int(min(max(number, -(2.0**60)), 2.0**60))


@inlined
def wanted(desk: Desk, party: int, target: float) -> int:
    """Turn a target in points into a sum that some deal reaches."""
    seat = desk.seats[party]
    least = need(max(target, seat.walk_away), seat.point)
    return int(min(_whole(least), seat.top))


@inlined
def nearest(desk: Desk, party: int, target: float) -> int:
    """Give the deal whose worth is nearest to a target, and at least that."""
    seat = desk.seats[party]
    sum_ = wanted(desk, party, target)
    if seat.given >= 0 and seat.below < sum_ <= seat.least:
        return int(seat.given)
    small, large = seat.opened[0], seat.opened[1]
    found, least, below = above(
        desk.rising[party, 0, :small],
        desk.numbers[party, 0],
        desk.rising[party, 1, :large],
        desk.numbers[party, 1],
        sum_,
    )
    seat.given, seat.least, seat.below = found, least, below
    return found


@inner
def _list(desk: Desk, party: int, least: int) -> None:
    """List the deals of a party that reach a sum, the best first."""
    seat = desk.seats[party]
    small, large = seat.opened[0], seat.opened[1]
    count = gather(
        desk.rising[party, 0, :small],
        desk.numbers[party, 0],
        desk.rising[party, 1, :large],
        desk.numbers[party, 1],
        least,
        desk.spare,
    )
    sort(desk.spare, count, desk.ranked[party], desk.order[party], desk.buckets)
    seat.listed, seat.floor = count, least


@inner
def reaching(desk: Desk, party: int, least: int) -> int:
    """List the deals of a party that reach a sum, and count them."""
    seat = desk.seats[party]
    if seat.floor > least:
        _list(desk, party, least)
    return first_from(desk.ranked[party, : seat.listed], 1 - least)


@inner
def is_ranked(desk: Desk, party: int, place: int) -> bool:
    """Tell whether an acceptable deal has a place among the best, and list it there.

    More deals are listed than are asked for, so that this is seldom done.
    """
    seat = desk.seats[party]
    enough, top = seat.enough, seat.top
    if place < seat.listed or seat.floor <= enough:
        return bool(place < seat.listed)
    small, large = seat.opened[0], seat.opened[1]
    step = max(1, (top - enough) // STEPS)
    least, count = seat.floor, 0
    while count <= 2 * place + 8 and least > enough:
        step += step // 2
        least = max(enough, least - step)
        count = count_from(desk.rising[party, 0, :small], desk.rising[party, 1, :large], least)
    _list(desk, party, least)
    return bool(place < seat.listed)
