"""Talks at the compiled table: whose move it is, and what it leads to."""

import numpy as np

from accord.kernels.ties import TIE, Floats, Ints
from accord.play.compiled import plan as p
from accord.play.compiled.accepting import accepts
from accord.play.compiled.asking import NONE
from accord.play.compiled.jit import compiled, inlined, inner, merged
from accord.play.compiled.plan import LEAVE, Ends, Longs, Moves, Numbers, Plan
from accord.play.compiled.proposing import offer
from accord.play.compiled.state import (
    COMMON,
    PENDING,
    Desk,
    allowed,
    clear,
    desk_for,
    is_beyond,
    move_walk_away,
    numbered,
    reach,
    read,
    wanted,
    worth,
)
from accord.play.compiled.steps import NOWHERE, learn, shared, stand

PROPOSE, ACCEPT, REJECT, WITHDRAW = p.PROPOSE, p.ACCEPT, p.REJECT, p.WITHDRAW
INSTRUCT, RATIFY, REFUSE = p.INSTRUCT, p.RATIFY, p.REFUSE
AGREED, LAST_ROUND, LAST_MOVE = p.AGREED, p.LAST_ROUND, p.LAST_MOVE
LEFT, UNPLAYED, STEPS = p.LEFT, p.UNPLAYED, p.STEPS
GOING = -1


@inner
def _take_up(plan: Plan, desk: Desk, party: int, deal: int) -> None:
    """Note what a proposal says to those who go issue by issue."""
    seat, mind = desk.seats[party], desk.mind
    if seat.made > 0:
        learn(plan.issues, mind.shares[party], desk.said[party, seat.made - 1], deal)
    stand(plan.issues, mind, party, deal, -1)
    for issue in range(len(plan.issues)):
        if mind.issues[COMMON, issue] not in (-1, mind.issues[party, issue]):
            mind.issues[COMMON, issue] = -1
            mind.issues[PENDING, issue] = 0


@inlined
def _propose(plan: Plan, desk: Desk, talk: int, party: int, deal: int, round_: int) -> None:
    """Note a proposal."""
    seat = desk.seats[party]
    place = desk.proposals[0]
    desk.log[place, 0] = party
    desk.log[place, 1] = deal
    desk.log[place, 2] = round_
    desk.proposals[0] = place + 1
    if plan.by_issue:
        _take_up(plan, desk, party, deal)
    desk.said[party, seat.made] = deal
    seat.made += 1
    seat.asked = seat.held
    if desk.seen.shape[1] > 0:
        number = numbered(plan.halves.number, deal)
        if desk.seen[party, number] != talk + 1:
            desk.seen[party, number] = talk + 1
            seat.different += 1


@inner
def _agree_on(plan: Plan, desk: Desk, party: int, issues: int, pending: int) -> None:
    """Add to the common ground what a party stands for, as all others do."""
    mind = desk.mind
    for issue in range(len(plan.issues)):
        option = mind.issues[party, issue]
        if issues >> issue & 1 and mind.issues[COMMON, issue] != option:
            mind.issues[COMMON, issue] = option
            mind.issues[PENDING, issue] = pending


@inner
def _move_walk_aways(rows: Floats, desk: Desk, place: int, end: int, round_: int) -> int:
    """Move the walk-away values that move until a round; return the place of the next row."""
    while place < end and rows[place, 1] <= round_:
        party = int(rows[place, 0])
        move_walk_away(desk, party, desk.seats[party].moved + rows[place, 2])
        place += 1
    return place


@inner
def _instruct(plan: Plan, desk: Desk, party: int, round_: int) -> bool:
    """Set the mandate that a principal gives now, and return whether it is another one."""
    seat, mandate = desk.seats[party], desk.mandate[party]
    if seat.top <= NONE // 2:
        return False
    low = min(seat.walk_away + seat.margin, seat.high)
    least = wanted(desk, party, low + plan.clock[party, LEAVE, round_] * (seat.high - low))
    reach(plan, desk, party)
    changed, most = not seat.canonical, desk.reach[party]
    for option in range(len(mandate)):
        left = most[option] >= least
        changed |= left != mandate[option]
        mandate[option] = left
    seat.canonical = True
    return bool(changed)


@inlined
def _ratifies(plan: Plan, desk: Desk, party: int, deal: int) -> bool:
    """Return whether a principal ratifies a deal."""
    seat = desk.seats[party]
    if not allowed(plan.halves.shut, party, deal):
        return False
    least = seat.walk_away + seat.margin - TIE
    return bool(worth(desk.sums, party, deal) / seat.point >= least)


@inlined
def _write(
    log: Ints, moves: int, who: int, move: int, deal: int, referred: int, issues: int
) -> None:
    """Write down a move, if there is room."""
    if moves < len(log):
        log[moves, 0], log[moves, 1], log[moves, 2] = who, move, deal
        log[moves, 3], log[moves, 4] = referred, issues


@merged
def _play(plan: Plan, moved: Moves, desk: Desk, talk: int, ends: Ends) -> None:
    """Play one talk.

    Parties are bits of whole numbers where they are several: who accepts the offer in `whole`,
    who accepts it or a part of it in `some`, and who does so subject to its principal's word in
    `referred`. `waiting` are those whose principals are to ratify what was agreed. Issues are
    bits, too: what all of `some` accept in `on`, what those before the last did in `before`,
    and what the last does in `done`.
    """
    parties, log, mind = len(desk.seats), ends.log[talk], desk.mind
    # A plain 0 would be a type of its own, and everything be compiled twice.
    zero = int(np.int64(0))
    everyone, every_issue = (1 << parties) - 1, (1 << len(plan.issues)) - 1
    party, offerer, deal, answered = zero, zero, zero - 1, zero
    whole, some, on, done, referred, waiting = zero, zero, zero, zero, zero, zero
    before = zero
    round_, begun, moves, how, last = zero + 1, zero, zero, zero + GOING, zero + 1
    own = talk if len(moved.starts) > 2 else zero
    next_, end = moved.starts[own], moved.starts[own + 1]
    while how == GOING:
        if round_ > begun:
            if next_ < end:
                next_ = _move_walk_aways(moved.rows, desk, next_, end, round_)
            for side in range(parties):
                asked = begun > 0 and desk.seats[side].bound and not waiting >> side & 1
                if how == GOING and asked and _instruct(plan, desk, side, round_):
                    _write(log, moves, parties + side, INSTRUCT, -1, 0, 0)
                    moves, last = moves + 1, round_
                    if waiting == 0 and moves >= plan.moves:
                        how = LAST_MOVE
            begun = round_
            continue
        last = round_
        if waiting != 0:
            side = zero
            while not waiting >> side & 1:
                side += 1
            ratified = _ratifies(plan, desk, side, deal)
            _write(log, moves, parties + side, RATIFY if ratified else REFUSE, -1, 0, 0)
            moves += 1
            waiting &= ~(1 << side)
            if ratified:
                how = AGREED if waiting == 0 else how
                continue
            if plan.by_issue:
                for issue in range(len(plan.issues)):
                    if mind.issues[PENDING, issue] >> side & 1:
                        mind.issues[COMMON, issue] = -1
                        mind.issues[PENDING, issue] = 0
            waiting, deal, answered, party = zero, zero - 1, zero, zero
            round_ += 1
        else:
            seat, bit = desk.seats[party], 1 << party
            move, what, beyond, part = REJECT, zero - 1, False, zero
            if not seat.has_deal:
                move, how = WITHDRAW, LEFT
                ends.leaver[talk] = party
            else:
                mine = offer(plan, desk, party, round_)
                if mine == NOWHERE:
                    how = UNPLAYED
                    break
                if deal >= 0 and accepts(plan, desk, party, deal, mine, round_):
                    move = ACCEPT
                else:
                    if deal < 0 or not plan.alternating:
                        move, what = PROPOSE, mine
                    if deal >= 0 and seat.kind == STEPS and seat.whole:
                        had = done if some & bit else zero
                        part = shared(plan, desk, party, mine, deal, had)
                        if part != 0:
                            move, what = ACCEPT, zero - 1
                if seat.bound and part == 0 and move != REJECT:
                    beyond = is_beyond(
                        plan.issues, desk.mandate[party], mine if move == PROPOSE else deal
                    )
            _write(log, moves, party, move, what, beyond, part)
            moves += 1
            if move == PROPOSE:
                _propose(plan, desk, talk, party, what, round_)
                offerer, deal, answered = party, what, zero
                whole, some, before, done = bit, bit, every_issue, zero
                referred = bit if beyond else zero
            elif how == GOING:
                answered += 1
                if move == ACCEPT:
                    issues = part if part != 0 else every_issue
                    if plan.by_issue:
                        stand(plan.issues, mind, party, deal, issues)
                    done = (done if some & bit else zero) | issues
                    on, some = before & done, some | bit
                    if plan.alternating or part == 0:
                        before = on
                    if part == 0:
                        whole |= bit
                    if beyond:
                        referred |= bit
            closed = answered == parties - 1 if plan.alternating else move == ACCEPT
            agreed = False
            if how == GOING and closed and some == everyone:
                agreed = whole == everyone
                if not agreed:
                    _agree_on(plan, desk, offerer, on, referred)
            if agreed:
                if referred != 0:
                    waiting = referred
                else:
                    how = AGREED
            if plan.alternating:
                party = party + 1 if party + 1 < parties else zero
                if answered == parties - 1:
                    party = offerer + 1 if offerer + 1 < parties else zero
                    deal, answered = deal if agreed else zero - 1, zero
                    round_ += party == 0
            elif part == 0:
                party = party + 1 if party + 1 < parties else zero
                round_ += party == 0
        if how == GOING and waiting == 0:
            if round_ > plan.rounds:
                how = LAST_ROUND
            elif moves >= plan.moves:
                how = LAST_MOVE
    ends.how[talk] = how
    ends.deal[talk] = numbered(plan.halves.number, deal) if how == AGREED else -1
    ends.rounds[talk] = last
    ends.moves[talk] = moves
    for side in range(parties):
        ends.worth[talk, side] = desk.seats[side].walk_away
        if how == AGREED:
            ends.worth[talk, side] = worth(desk.sums, side, deal) / desk.seats[side].point


@compiled
def _play_all(
    plan: Plan, numbers: Numbers, moved: Moves, seeds: Longs, desk: Desk, ends: Ends
) -> None:
    sets = len(numbers.point)
    for talk in range(len(ends.how)):
        if talk == 0 or sets > 1:
            read(plan, numbers, talk if sets > 1 else 0, desk)
        clear(plan, seeds[talk], desk)
        _play(plan, moved, desk, talk, ends)


def play(plan: Plan, numbers: Numbers, moved: Moves, seeds: Longs, ends: Ends) -> None:
    """Play many talks.

    Args:
        plan: What they have in common.
        numbers: One set of numbers for all of them, or one for each.
        moved: By how much walk-away values move in each.
        seeds: Shape (talks,), the first words of the keys of chance.
        ends: Where the answers are written.
    """
    _play_all(plan, numbers, moved, seeds, desk_for(plan), ends)
