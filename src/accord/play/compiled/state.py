"""What is on the table and in the delegates' heads while talks last: compiled."""

from typing import NamedTuple

import numpy as np

from accord.kernels.ties import TIE, Floats, Ints
from accord.play.compiled import plan as p
from accord.play.compiled.asking import (
    NONE,
    above,
    add_up,
    best_of,
    count_from,
    first_from,
    gather,
    need,
)
from accord.play.compiled.jit import inlined, inner
from accord.play.compiled.philox import ROOM, draw, start
from accord.play.compiled.plan import (
    BITS,
    FIRST,
    SHIFT,
    SIZE,
    STRIDE,
    Flags,
    Longs,
    Numbers,
    Plan,
    Seats,
)
from accord.play.compiled.sorting import sort

STEPS = 256
"""The first of the best deals are looked for in this part of the range."""

LOW = 2**SHIFT - 1
"""The bits of the second half of a deal's number."""


class Mind(NamedTuple):
    """What those who go issue by issue have in mind.

    Attributes:
        issues: Shape (parties + 5, issues): the option that each party stands for (-1: none
            yet), and after these `COMMON` and so on.
        options: Shape (parties + 2, options of all issues): which options each party once stood
            for, and left, and after these `FAR` and `WISHED`.
        shares: Shape (parties + 1, issues), how much others think that each issue counts for a
            party, and last how much it is thought to count for all others.
    """

    issues: Ints
    options: Ints
    shares: Floats


COMMON, PENDING, MINE, BEGIN, TRIED = range(-5, 0)
"""Rows of `Mind.issues`: the common ground (-1: none); the parties that agree to it ad
referendum, a bit each; the options of the deal at hand, and of the one with which steps began;
and room for options to try."""

FAR, WISHED = range(-2, 0)
"""Rows of `Mind.options`: how far options are from what others ask for; which these are."""


class Desk(NamedTuple):
    """What is on the table and in the delegates' heads while talks last.

    Attributes:
        seats: The delegates.
        sums: Shape (parties, 2, combinations), what they are worth to each, on the grid.
        rising: Shape (parties, 2, combinations), those that a party may take, ascending, and
        places: Shape (parties, 2, combinations), which they are; equal sums ascend by it.
        reach: Shape (parties, options of all issues), the sum of the best deal with each.
        spare: Shape (2, room), and
        buckets: Shape (4 room + 1,), room to sort in.
        order: Shape (parties, deals), a party's best deals in order, as far as listed, and
        ranked: Shape (parties, deals), their sums, negated.
        said: Shape (parties, moves), what each proposed.
        seen: Shape (parties, deals), the last talk in which a party proposed a deal.
        log: Shape (moves, 3), every proposal: who, which deal, in which round.
        proposals: Shape (1,), how many there were.
        chance: Shape (parties, `ROOM`), a stream for each delegate.
        answers: Shape (steps,), for acceptance conditions.
        mandate: Shape (parties, options of all issues), what may be agreed to without asking.
        mind: What those who go issue by issue have in mind.
    """

    seats: Seats
    sums: Ints
    rising: Ints
    places: Ints
    reach: Ints
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
    mandate: Flags
    mind: Mind


def desk_for(plan: Plan) -> Desk:
    """Make room for talks.

    Args:
        plan: What the talks have in common.
    """
    seats, most = plan.seats.copy(), plan.longest
    parties, _, combinations = plan.halves.shut.shape
    issues, options = len(plan.issues), plan.mandate.shape[1]
    listed, opened = max(1, len(plan.codes)), plan.halves.open.shape[2]
    room = max(opened, listed)

    def whole(*shape: int) -> Ints:
        return np.zeros(shape, dtype=np.int64)

    return Desk(
        seats=seats,
        sums=whole(parties, 2, combinations),
        rising=whole(parties, 2, opened),
        places=whole(parties, 2, opened),
        reach=whole(parties, options),
        spare=whole(2, room),
        buckets=whole(4 * room + 1),
        order=whole(parties, listed),
        ranked=whole(parties, listed),
        said=whole(parties, most),
        seen=whole(parties, listed if (seats["kind"] == p.MICRO).any() else 0),
        log=whole(most, 3),
        proposals=whole(1),
        chance=np.zeros((parties, ROOM), dtype=np.uint64),
        answers=np.zeros(plan.conditions.shape[1] + 1, dtype=np.bool_),
        mandate=plan.mandate.copy(),
        mind=Mind(
            whole(parties + 5, max(issues, int(plan.issues[:, p.SIZE].max()))),
            whole(parties + 2, options),
            np.zeros((parties + 1, issues)),
        ),
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
        point = numbers.point[which, party]
        seat.point, seat.begun = point, numbers.walk_away[which, party]
        top, best = 0, 0
        for half in range(2):
            sums = desk.sums[party, half]
            gains, bonuses = numbers.gains[which, party], numbers.bonuses[which]
            add_up(plan, gains, bonuses, party, half, sums)
            count = seat.opened[half]
            first, most = best_of(sums, halves.open[party, half, :count])
            top += most
            best = (best << SHIFT) | first
        seat.top, seat.best = top, best
        seat.high = top / point
        seat.sorted = False
        seat.reached = False
        seat.listed = 0
        seat.floor = top + 1
        seat.found = -1
        move_walk_away(desk, party, 0.0)


@inlined
def move_walk_away(desk: Desk, party: int, moved: float) -> None:
    """Set by how many points a walk-away value has moved since talks began."""
    seat = desk.seats[party]
    walk_away = seat.begun + moved
    seat.moved, seat.walk_away = moved, walk_away
    seat.enough = _whole(need(walk_away, seat.point))
    seat.has_deal = seat.top > NONE // 2 and seat.high >= walk_away - TIE
    seat.heard = -1


@inlined
def clear(plan: Plan, seed: int, desk: Desk) -> None:
    """Begin new talks with the numbers that are on the desk.

    Args:
        plan: What the talks have in common.
        seed: The seed of the talks.
        desk: Where they begin.
    """
    desk.proposals[0] = 0
    mind, issues = desk.mind, len(plan.issues)
    for party in range(len(desk.seats)):
        seat = desk.seats[party]
        seat.made = 0
        seat.different = 0
        seat.asked = seat.high
        seat.heard = -1
        start(seed, seat.stream, desk.chance[party])
        if seat.bound:
            seat.canonical = seat.given
            for option in range(plan.mandate.shape[1]):
                desk.mandate[party, option] = plan.mandate[party, option]
        if seat.moved != 0.0:
            move_walk_away(desk, party, 0.0)
        if plan.by_issue:
            mind.issues[party] = -1
            mind.options[party] = 0
            mind.shares[party] = 1 / issues
    if plan.by_issue:
        mind.issues[COMMON] = -1
        mind.issues[PENDING] = 0


@inlined
def worth(sums: Ints, party: int, deal: int) -> int:
    """Return what a deal is worth to a party, on the grid."""
    return int(sums[party, 0, deal >> SHIFT] + sums[party, 1, deal & LOW])


@inlined
def allowed(shut: Flags, party: int, deal: int) -> bool:
    """Return whether a party may take a deal."""
    return not (shut[party, 0, deal >> SHIFT] or shut[party, 1, deal & LOW])


@inlined
def numbered(number: Ints, deal: int) -> int:
    """Return the number of a deal on the agenda."""
    return int(number[0, deal >> SHIFT] + number[1, deal & LOW])


@inlined
def option_of(issues: Ints, deal: int, issue: int) -> int:
    """Return the option that a deal takes on an issue."""
    combination = (deal >> issues[issue, BITS]) & LOW
    return int(combination // issues[issue, STRIDE] % issues[issue, SIZE])


@inlined
def with_option(issues: Ints, deal: int, issue: int, was: int, now: int) -> int:
    """Return a deal with another option on an issue."""
    return int(deal + (((now - was) * issues[issue, STRIDE]) << issues[issue, BITS]))


@inner
def is_beyond(issues: Ints, mandate: Flags, deal: int) -> bool:
    """Return whether a deal goes beyond a mandate."""
    for issue in range(len(issues)):
        if not mandate[issues[issue, FIRST] + option_of(issues, deal, issue)]:
            return True
    return False


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


@inner
def _sort(plan: Plan, desk: Desk, party: int) -> None:
    """Put what a party may take of either half in the order of worth."""
    for half in range(2):
        open_, count = plan.halves.open[party, half], desk.seats[party].opened[half]
        for place in range(count):
            desk.spare[0, place] = desk.sums[party, half, open_[place]]
            desk.spare[1, place] = open_[place]
        sort(
            desk.spare, count, desk.rising[party, half], desk.places[party, half], desk.buckets
        )
    desk.seats[party].sorted = True


@inlined
def nearest(plan: Plan, desk: Desk, party: int, target: float) -> int:
    """Return the deal whose worth is nearest to a target, and at least that."""
    seat = desk.seats[party]
    sum_ = wanted(desk, party, target)
    if sum_ == seat.top:
        return int(seat.best)
    if seat.found >= 0 and seat.below < sum_ <= seat.least:
        return int(seat.found)
    if not seat.sorted:
        _sort(plan, desk, party)
    found, least, below = above(
        desk.rising[party, 0, : seat.opened[0]],
        desk.places[party, 0],
        desk.rising[party, 1, : seat.opened[1]],
        desk.places[party, 1],
        plan.halves.number,
        sum_,
    )
    seat.found, seat.least, seat.below = found, least, below
    return found


@inner
def _list(plan: Plan, desk: Desk, party: int, least: int) -> None:
    """List the deals of a party that reach a sum, the best first."""
    seat = desk.seats[party]
    count = gather(
        desk.rising[party, 0, : seat.opened[0]],
        desk.places[party, 0],
        desk.rising[party, 1, : seat.opened[1]],
        desk.places[party, 1],
        plan.halves.number,
        least,
        desk.spare,
    )
    sort(desk.spare, count, desk.ranked[party], desk.order[party], desk.buckets)
    seat.listed, seat.floor = count, least


@inner
def reaching(plan: Plan, desk: Desk, party: int, least: int) -> int:
    """List the deals of a party that reach a sum, and count them."""
    seat = desk.seats[party]
    if not seat.sorted:
        _sort(plan, desk, party)
    if seat.floor > least:
        _list(plan, desk, party, least)
    return first_from(desk.ranked[party, : seat.listed], 1 - least)


@inner
def is_ranked(plan: Plan, desk: Desk, party: int, place: int) -> bool:
    """Return whether an acceptable deal has a place among the best, and list it there.

    More deals are listed than are asked for, so that this is seldom done.
    """
    seat = desk.seats[party]
    if not seat.sorted:
        _sort(plan, desk, party)
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
    _list(plan, desk, party, least)
    return bool(place < seat.listed)


@inner
def reach(plan: Plan, desk: Desk, party: int) -> None:
    """Find what the best deal with every option is worth to a party, on the grid.

    It is the best combination with it in its half, and the best of the other.
    """
    seat, found = desk.seats[party], desk.reach[party]
    if seat.reached:
        return
    seat.reached = True
    found[:] = NONE
    halves = plan.halves
    for half in range(2):
        other = desk.sums[party, 0, seat.best >> SHIFT]
        if half == 0:
            other = desk.sums[party, 1, seat.best & LOW]
        for place in range(seat.opened[half]):
            one = halves.open[party, half, place]
            total = desk.sums[party, half, one] + other
            deal = one if half else one << SHIFT
            for issue in range(len(plan.issues)):
                if (plan.issues[issue, BITS] == 0) == (half == 1):
                    row = plan.issues[issue, FIRST] + option_of(plan.issues, deal, issue)
                    found[row] = max(found[row], total)
