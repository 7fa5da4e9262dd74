"""Whether delegates accept: compiled."""

import numpy as np

from accord.kernels.ties import TIE
from accord.play.compiled import plan as p
from accord.play.compiled.jit import inlined, inner
from accord.play.compiled.plan import TIMES, Plan
from accord.play.compiled.proposing import has_next, target
from accord.play.compiled.state import Desk, allowed, worth

MICRO, STEPS = p.MICRO, p.STEPS
NEXT, PREV, CONST, LATE, COMBI, ALL = p.NEXT, p.PREV, p.CONST, p.LATE, p.COMBI, p.ALL


@inner
def _late(plan: Plan, desk: Desk, party: int, offered: float, time: float) -> bool:
    """Return whether an offer is worth the best of those received within a window."""
    since = time - (1 - time) - 1e-9
    level = -np.inf
    for place in range(desk.proposals[0] - 1, -1, -1):
        seat, deal = desk.log[place, 0], desk.log[place, 1]
        if plan.clock[party, TIMES, desk.log[place, 2]] < since:
            break
        if seat != party:
            level = max(level, worth(desk.sums, party, deal) / desk.seats[party].point)
    return bool(offered >= level - TIE)


@inlined
def _condition(
    plan: Plan, desk: Desk, party: int, offered: float, mine: int, round_: int
) -> bool:
    """Return whether an acceptance condition accepts what is worth so many points."""
    seat = desk.seats[party]
    point = seat.point
    next_ = worth(desk.sums, party, mine) / point
    time = plan.clock[party, TIMES, round_]
    answers, depth = desk.answers, 0
    for step in range(seat.steps):
        kind = plan.conditions[party, step, 0]
        x, y = plan.conditions[party, step, 1], plan.conditions[party, step, 2]
        if kind >= ALL:
            joined = kind == ALL
            for _ in range(int(x)):
                depth -= 1
                if answers[depth] != (kind == ALL):
                    joined = kind != ALL
            answers[depth] = joined
        elif kind == NEXT:
            answers[depth] = x * offered + y >= next_ - TIE
        elif kind == PREV:
            made = seat.made
            answers[depth] = False
            if made > 0:
                before = worth(desk.sums, party, desk.said[party, made - 1]) / point
                answers[depth] = x * offered + y >= before - TIE
        elif kind == CONST:
            answers[depth] = offered >= x - TIE
        elif kind == LATE:
            answers[depth] = time >= x - 1e-9
        else:
            answers[depth] = offered >= next_ - TIE or (
                time >= x - 1e-9 and _late(plan, desk, party, offered, time)
            )
        depth += 1
    return bool(answers[0])


@inlined
def accepts(plan: Plan, desk: Desk, party: int, deal: int, mine: int, round_: int) -> bool:
    """Return whether a delegate accepts a deal.

    Args:
        plan: What the talks have in common.
        desk: What is on the table.
        party: Whose delegate.
        deal: The deal.
        mine: What it would propose otherwise.
        round_: The round.
    """
    seat = desk.seats[party]
    if seat.timeless and seat.heard == deal and seat.weighed == mine:
        return False
    total = worth(desk.sums, party, deal)
    if total < seat.enough or not allowed(plan.halves.shut, party, deal):
        return False
    if seat.kind == MICRO:
        lowest = worth(desk.sums, party, mine)
        if not has_next(plan, desk, party):
            last = plan.codes[desk.order[party, seat.different - 1]]
            lowest = worth(desk.sums, party, last)
        return bool(total / seat.point >= lowest / seat.point - TIE)
    if seat.kind == STEPS:
        asked = target(plan, desk, party, round_)
        # By steps of one issue it may not get down to its target.
        asked = min(asked, worth(desk.sums, party, mine) / seat.point)
        return bool(total / seat.point >= asked - TIE)
    accepted = _condition(plan, desk, party, total / seat.point, mine, round_)
    if not accepted:
        seat.heard, seat.weighed = deal, mine
    return accepted
