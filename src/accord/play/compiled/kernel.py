"""Talks at the compiled table: whose move it is, and what it leads to."""

import numpy as np

from accord.play.compiled import plan as p
from accord.play.compiled.acceptance import accepts
from accord.play.compiled.desk import Desk, clear, desk_for, read, worth
from accord.play.compiled.jit import compiled, inlined
from accord.play.compiled.offers import offer
from accord.play.compiled.plan import Ends, Longs, Numbers, Plan

PROPOSE, ACCEPT, REJECT, WITHDRAW = p.PROPOSE, p.ACCEPT, p.REJECT, p.WITHDRAW
AGREED, LAST_ROUND, LAST_MOVE, LEFT = p.AGREED, p.LAST_ROUND, p.LAST_MOVE, p.LEFT
GOING = -1


@inlined
def _propose(desk: Desk, talk: int, party: int, deal: int, round_: int) -> None:
    """Note a proposal."""
    seat = desk.seats[party]
    place = desk.proposals[0]
    desk.log[place, 0] = party
    desk.log[place, 1] = deal
    desk.log[place, 2] = round_
    desk.proposals[0] = place + 1
    desk.said[party, seat.made] = deal
    seat.made += 1
    seat.asked = seat.held
    if desk.seen.shape[1] > 0 and desk.seen[party, deal] != talk + 1:
        desk.seen[party, deal] = talk + 1
        seat.different += 1


@inlined
def _play(plan: Plan, desk: Desk, talk: int, ends: Ends) -> None:
    """Play one talk."""
    parties = len(desk.seats)
    # A plain 0 would be a type of its own, and everything be compiled twice.
    zero = int(np.int64(0))
    party, offerer, deal, accepted, answered = zero, zero, zero - 1, zero, zero
    round_, moves, how, last = zero + 1, zero, zero + GOING, zero + 1
    while how == GOING:
        last = round_
        move, what = REJECT, -1
        if not desk.seats[party].has_deal:
            move, how = WITHDRAW, LEFT
            ends.leaver[talk] = party
        else:
            mine = offer(plan, desk, party, round_)
            if deal >= 0 and accepts(plan, desk, party, deal, mine, round_):
                move = ACCEPT
            elif deal < 0 or not plan.alternating:
                move, what = PROPOSE, mine
        if moves < ends.log.shape[1]:
            ends.log[talk, moves, 0] = party
            ends.log[talk, moves, 1] = move
            ends.log[talk, moves, 2] = what
        if move == PROPOSE:
            _propose(desk, talk, party, what, round_)
            offerer, deal, accepted, answered = party, what, 0, 0
        elif how == GOING:
            accepted += move == ACCEPT
            answered += 1
            if accepted == parties - 1:
                how = AGREED
        moves += 1
        party = party + 1 if party + 1 < parties else zero
        if plan.alternating and answered == parties - 1:
            party = offerer + 1 if offerer + 1 < parties else zero
            deal, answered = zero - 1 if how == GOING else deal, zero
            round_ += party == 0
        elif not plan.alternating:
            round_ += party == 0
        if how == GOING and round_ > plan.rounds:
            how = LAST_ROUND
        elif how == GOING and moves >= plan.moves:
            how = LAST_MOVE
    ends.how[talk] = how
    ends.deal[talk] = deal if how == AGREED else -1
    ends.rounds[talk] = last
    ends.moves[talk] = moves
    for side in range(parties):
        ends.worth[talk, side] = desk.seats[side].walk_away
        if how == AGREED:
            ends.worth[talk, side] = worth(plan, desk, side, deal) / desk.seats[side].point


@compiled
def _play_all(plan: Plan, numbers: Numbers, seeds: Longs, desk: Desk, ends: Ends) -> None:
    sets = len(numbers.point)
    for talk in range(len(ends.how)):
        if talk == 0 or sets > 1:
            read(plan, numbers, talk if sets > 1 else 0, desk)
        clear(plan, seeds[talk], desk)
        _play(plan, desk, talk, ends)


def play(plan: Plan, numbers: Numbers, seeds: Longs, ends: Ends) -> None:
    """Play many talks.

    Args:
        plan: What they have in common.
        numbers: One set of numbers for all of them, or one for each.
        seeds: Shape (talks,), the first words of the keys of chance.
        ends: Where the answers are written.
    """
    _play_all(plan, numbers, seeds, desk_for(plan), ends)
