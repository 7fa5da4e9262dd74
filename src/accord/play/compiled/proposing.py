"""What delegates would propose: compiled."""

import numpy as np

from accord.play.compiled import plan as p
from accord.play.compiled.jit import inlined, inner
from accord.play.compiled.plan import KEPT, Plan
from accord.play.compiled.state import (
    Desk,
    chance,
    is_ranked,
    nearest,
    reaching,
    wanted,
    worth,
)
from accord.play.compiled.steps import step_by_step

TIME, STEPS, MICRO, RANDOM = p.TIME, p.STEPS, p.MICRO, p.RANDOM
ABSOLUTE, RELATIVE = p.ABSOLUTE, p.RELATIVE


@inner
def _answered(plan: Plan, desk: Desk, party: int, before: float, other: int) -> float:
    """Return tit for tat's next target towards another delegation."""
    seat, heard, said = desk.seats[party], desk.seats[other].made, desk.said[other]
    back, kind, point = seat.whole, seat.kind, seat.point
    imitates_last = kind in (ABSOLUTE, RELATIVE)
    if heard < 2 or (imitates_last and heard <= back):
        return before
    first = heard - 1 - back
    last = first + 1 if imitates_last else heard - 1
    earlier = worth(desk.sums, party, said[max(0, first)]) / point
    later = worth(desk.sums, party, said[last]) / point
    if kind == ABSOLUTE:
        return float(before + earlier - later)
    return float(before * (earlier / later if earlier > 0 and later > 0 else 1.0))


@inner
def _imitated(plan: Plan, desk: Desk, party: int) -> float:
    """Return what a delegate that plays tit for tat asks for, in points."""
    seat = desk.seats[party]
    before = seat.asked
    most = -np.inf
    for other in range(len(desk.seats)):
        if other != party:
            most = max(most, _answered(plan, desk, party, before, other))
    held = min(max(most, seat.walk_away), seat.high)
    seat.held = held
    if seat.kind == ABSOLUTE and seat.amount > 0:
        drawn = chance(desk, party)
        return float(held + (2 * drawn - 1) * seat.amount)
    return float(held)


@inner
def has_next(plan: Plan, desk: Desk, party: int) -> bool:
    """Return whether MiCRO proposes a new deal: the next in its order."""
    proposed = desk.seats[party].different
    if proposed > 0:
        for other in range(len(desk.seats)):
            if other != party and desk.seats[other].different < proposed:
                return False
    return is_ranked(plan, desk, party, proposed)


@inlined
def target(plan: Plan, desk: Desk, party: int, round_: int) -> float:
    """Return what a delegate that goes by the clock asks for, in points."""
    low, high = desk.seats[party].walk_away, desk.seats[party].high
    return float(low + plan.clock[party, KEPT, round_] * (high - low))


@inlined
def offer(plan: Plan, desk: Desk, party: int, round_: int) -> int:
    """Choose what a delegate would propose.

    Args:
        plan: What the talks have in common.
        desk: What is on the table.
        party: Whose delegate.
        round_: The round.
    """
    seat = desk.seats[party]
    kind = seat.kind
    if kind == TIME:
        return nearest(plan, desk, party, target(plan, desk, party, round_))
    if kind == STEPS:
        return step_by_step(plan, desk, party, target(plan, desk, party, round_))
    if kind == MICRO:
        place = seat.different
        if not has_next(plan, desk, party):
            place = int(chance(desk, party) * place)
        return int(plan.codes[desk.order[party, place]])
    if kind == RANDOM:
        count = reaching(plan, desk, party, wanted(desk, party, seat.amount))
        return int(plan.codes[desk.order[party, int(chance(desk, party) * count)]])
    return nearest(plan, desk, party, _imitated(plan, desk, party))
