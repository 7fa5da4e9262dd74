"""Talks at the compiled table: the rules, the delegates and their acceptance conditions."""

from typing import NamedTuple

import numpy as np

from accord.kernels.ties import TIE, Floats, Ints
from accord.play.compiled import plan as p
from accord.play.compiled.deals import (
    NONE,
    above_listed,
    above_ranked,
    add_up,
    bar,
    need,
    rank,
    reached,
)
from accord.play.compiled.jit import compiled, inner
from accord.play.compiled.plan import Ends, Flags, Numbers, Plan, Words
from accord.play.compiled.twister import SIZE, draw, start

TIME, MICRO, RANDOM, ABSOLUTE, RELATIVE = p.TIME, p.MICRO, p.RANDOM, p.ABSOLUTE, p.RELATIVE
NEXT, PREV, CONST, LATE, COMBI, ALL = p.NEXT, p.PREV, p.CONST, p.LATE, p.COMBI, p.ALL
PROPOSE, ACCEPT, REJECT, WITHDRAW = p.PROPOSE, p.ACCEPT, p.REJECT, p.WITHDRAW
AGREED, LAST_ROUND, LAST_MOVE, LEFT = p.AGREED, p.LAST_ROUND, p.LAST_MOVE, p.LEFT
GOING = -1

ASKED, HELD = 0, 1
"""Columns of `Desk.target`: the target of the last own proposal, and of the next."""


class Desk(NamedTuple):
    """What is on the table and in the delegates' heads while talks last.

    Attributes:
        sums: Shape (parties, deals), what deals are worth, on the grid.
        mine: Shape (parties, deals), the same, or `NONE` for what a party may not take.
        ordered: Shape (parties,), whether the next two hold.
        order: Shape (parties, deals), the deals, best first.
        ranked: Shape (parties, deals), their sums, negated.
        spare: Shape (2, deals), room to work in.
        point: Shape (parties,), how many steps of the grid a point is.
        walk_away: Shape (parties,), in points.
        top: Shape (parties,), the sum of the best deal.
        enough: Shape (parties,), the least sum that is acceptable.
        has_deal: Shape (parties,), whether some deal is acceptable.
        asked: Shape (parties,), the sum last asked for, and
        given: Shape (parties,), the deal that it led to; -1 before the first.
        made: Shape (parties,), how many proposals each has made.
        said: Shape (parties, moves), the deals that each has proposed.
        different: Shape (parties,), how many of them differ.
        seen: Shape (parties, deals), the last talk in which each proposed a deal.
        target: Shape (parties, 2), in points, for tit for tat.
        log: Shape (moves, 4), for every proposal who made it, which deal, in which round, and
            how many moves were made before.
        proposals: Shape (1,), how many proposals were made.
        chance: Shape (parties, 625), a generator for each delegate.
        answers: Shape (steps,), for acceptance conditions.
    """

    sums: Ints
    mine: Ints
    ordered: Flags
    order: Ints
    ranked: Ints
    spare: Ints
    point: Floats
    walk_away: Floats
    top: Ints
    enough: Floats
    has_deal: Flags
    asked: Ints
    given: Ints
    made: Ints
    said: Ints
    different: Ints
    seen: Ints
    target: Floats
    log: Ints
    proposals: Ints
    chance: Words
    answers: Flags


def desk_for(plan: Plan, sets: int) -> Desk:
    """Make room for talks; deals are sorted for all talks at once, or for who needs it.

    Args:
        plan: What the talks have in common.
        sets: How many sets of numbers there are.
    """
    parties, deals = plan.barred.shape
    most = plan.longest
    ranks = np.isin(plan.kind, (MICRO, RANDOM))
    ordered = ranks if sets > 1 else np.ones_like(ranks)
    listed = deals if ordered.any() else 1
    seen = deals if (plan.kind == MICRO).any() else 0

    def whole(*shape: int) -> Ints:
        return np.zeros(shape, dtype=np.int64)

    return Desk(
        sums=whole(parties, deals),
        mine=whole(parties, deals),
        ordered=ordered,
        order=whole(parties, listed),
        ranked=whole(parties, listed),
        spare=whole(2, listed),
        point=np.zeros(parties),
        walk_away=np.zeros(parties),
        top=whole(parties),
        enough=np.zeros(parties),
        has_deal=np.zeros(parties, dtype=np.bool_),
        asked=whole(parties),
        given=whole(parties),
        made=whole(parties),
        said=whole(parties, most),
        different=whole(parties),
        seen=whole(parties, seen),
        target=np.zeros((parties, 2)),
        log=whole(most, 4),
        proposals=whole(1),
        chance=np.zeros((parties, SIZE + 1), dtype=np.uint32),
        answers=np.zeros(plan.conditions.shape[1] + 1, dtype=np.bool_),
    )


@inner
def _read(plan: Plan, numbers: Numbers, which: int, desk: Desk) -> None:
    """Put a set of numbers on the desk."""
    for party in range(len(plan.kind)):
        desk.point[party] = numbers.point[which, party]
        desk.walk_away[party] = numbers.walk_away[which, party]
        add_up(plan, numbers, which, party, desk.sums[party])
        top = bar(desk.sums[party], plan.barred[party], desk.mine[party])
        desk.top[party] = top
        walk_away, point = desk.walk_away[party], desk.point[party]
        desk.enough[party] = need(walk_away, point)
        desk.has_deal[party] = top != NONE and top / point >= walk_away - TIE
        if desk.ordered[party]:
            rank(desk.mine[party], desk.order[party], desk.ranked[party], desk.spare)


@inner
def _clear(plan: Plan, desk: Desk, words: Words, lengths: Ints) -> None:
    """Begin new talks with the numbers that are on the desk."""
    desk.proposals[0] = 0
    for party in range(len(plan.kind)):
        desk.given[party] = -1
        desk.made[party] = 0
        desk.different[party] = 0
        desk.target[party, ASKED] = desk.top[party] / desk.point[party]
        if lengths[party] > 0:
            start(words[party], lengths[party], desk.chance[party])


@inner
def _time(plan: Plan, party: int, round_: int, moves: int) -> float:
    """Say how far talks have gone."""
    return float(max(plan.time[party, round_], plan.time_moved[party, moves]))


@inner
def _wanted(desk: Desk, party: int, target: float) -> int:
    """Turn a target in points into a sum that some deal reaches."""
    least = need(max(target, desk.walk_away[party]), desk.point[party])
    if least >= desk.top[party]:
        return int(desk.top[party])
    return int(max(least, -(2.0**62)))


@inner
def _above(desk: Desk, party: int, target: float) -> int:
    """Give the deal whose worth is nearest to a target, and at least that."""
    wanted = _wanted(desk, party, target)
    given = desk.given[party]
    if given >= 0 and desk.asked[party] <= wanted <= desk.mine[party, given]:
        return int(given)
    if desk.ordered[party]:
        found = above_ranked(desk.order[party], desk.ranked[party], wanted)
    else:
        found = above_listed(desk.mine[party], wanted)
    desk.asked[party] = wanted
    desk.given[party] = found
    return found


@inner
def _answered(plan: Plan, desk: Desk, party: int, before: float, other: int) -> float:
    """Give tit for tat's next target towards another delegation."""
    heard, back, kind = desk.made[other], plan.whole[party], plan.kind[party]
    said, sums, point = desk.said[other], desk.sums[party], desk.point[party]
    if kind in (ABSOLUTE, RELATIVE):
        if heard <= back:
            return before
        earlier = sums[said[heard - 1 - back]] / point
        later = sums[said[heard - back]] / point
        if kind == ABSOLUTE:
            return float(before + earlier - later)
    else:
        if heard < 2:
            return before
        earlier = sums[said[max(0, heard - 1 - back)]] / point
        later = sums[said[heard - 1]] / point
    return float(before * (earlier / later if earlier > 0 and later > 0 else 1.0))


@inner
def _imitated(plan: Plan, desk: Desk, party: int) -> float:
    """Give what a delegate that plays tit for tat asks for, in points."""
    before = desk.target[party, ASKED]
    most = -np.inf
    for other in range(len(plan.kind)):
        if other != party:
            most = max(most, _answered(plan, desk, party, before, other))
    highest = desk.top[party] / desk.point[party]
    held = min(max(most, desk.walk_away[party]), highest)
    desk.target[party, HELD] = held
    if plan.kind[party] == ABSOLUTE and plan.amount[party] > 0:
        return float(held + (2 * draw(desk.chance[party]) - 1) * plan.amount[party])
    return float(held)


@inner
def _next_ranked(plan: Plan, desk: Desk, party: int) -> bool:
    """Tell whether MiCRO proposes a new deal."""
    proposed = desk.different[party]
    if proposed == 0:
        return True
    for other in range(len(plan.kind)):
        if other != party and desk.different[other] < proposed:
            return False
    return bool(
        proposed < desk.order.shape[1] and -desk.ranked[party, proposed] >= desk.enough[party]
    )


@inner
def _offer(plan: Plan, desk: Desk, party: int, round_: int, moves: int) -> int:
    """Choose what a delegate would propose."""
    kind = plan.kind[party]
    if kind == TIME:
        kept = plan.kept[party, round_]
        if plan.time_moved[party, moves] > plan.time[party, round_]:
            kept = plan.kept_moved[party, moves]
        low = desk.walk_away[party]
        high = desk.top[party] / desk.point[party]
        return _above(desk, party, low + kept * (high - low))
    if kind == MICRO:
        place = desk.different[party]
        if not _next_ranked(plan, desk, party):
            place = int(draw(desk.chance[party]) * place)
        return int(desk.order[party, place])
    if kind == RANDOM:
        count = reached(desk.ranked[party], _wanted(desk, party, plan.amount[party]))
        return int(desk.order[party, int(draw(desk.chance[party]) * count)])
    return _above(desk, party, _imitated(plan, desk, party))


@inner
def _late(plan: Plan, desk: Desk, party: int, worth: float, time: float) -> bool:
    """Tell whether an offer is worth the best of those received within a window."""
    since = time - (1 - time) - 1e-9
    level = -np.inf
    for place in range(desk.proposals[0] - 1, -1, -1):
        seat, deal = desk.log[place, 0], desk.log[place, 1]
        if _time(plan, party, desk.log[place, 2], desk.log[place, 3]) < since:
            break
        if seat != party:
            level = max(level, desk.sums[party, deal] / desk.point[party])
    return bool(worth >= level - TIE)


@inner
def _condition(
    plan: Plan, desk: Desk, party: int, deal: int, mine: int, round_: int, moves: int
) -> bool:
    """Tell whether an acceptance condition accepts."""
    point, sums = desk.point[party], desk.sums[party]
    worth, next_ = sums[deal] / point, sums[mine] / point
    time = _time(plan, party, round_, moves)
    answers, depth = desk.answers, 0
    for step in range(plan.steps[party]):
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
            answers[depth] = x * worth + y >= next_ - TIE
        elif kind == PREV:
            made = desk.made[party]
            answers[depth] = (
                made > 0 and x * worth + y >= sums[desk.said[party, made - 1]] / point - TIE
            )
        elif kind == CONST:
            answers[depth] = worth >= x - TIE
        elif kind == LATE:
            answers[depth] = time >= x - 1e-9
        else:
            answers[depth] = worth >= next_ - TIE or (
                time >= x - 1e-9 and _late(plan, desk, party, worth, time)
            )
        depth += 1
    return bool(answers[0])


@inner
def _accepts(
    plan: Plan, desk: Desk, party: int, deal: int, mine: int, round_: int, moves: int
) -> bool:
    """Tell whether a delegate accepts a deal."""
    sums, point = desk.sums[party], desk.point[party]
    if plan.barred[party, deal] or sums[deal] < desk.enough[party]:
        return False
    if plan.kind[party] != MICRO:
        return _condition(plan, desk, party, deal, mine, round_, moves)
    lowest = sums[mine]
    if not _next_ranked(plan, desk, party):
        lowest = sums[desk.order[party, desk.different[party] - 1]]
    return bool(sums[deal] / point >= lowest / point - TIE)


@inner
def _propose(desk: Desk, talk: int, party: int, deal: int, round_: int, moves: int) -> None:
    """Note a proposal."""
    place = desk.proposals[0]
    desk.log[place, 0] = party
    desk.log[place, 1] = deal
    desk.log[place, 2] = round_
    desk.log[place, 3] = moves
    desk.proposals[0] = place + 1
    desk.said[party, desk.made[party]] = deal
    desk.made[party] += 1
    desk.target[party, ASKED] = desk.target[party, HELD]
    if desk.seen.shape[1] > 0 and desk.seen[party, deal] != talk + 1:
        desk.seen[party, deal] = talk + 1
        desk.different[party] += 1


@inner
def _hold(plan: Plan, desk: Desk, talk: int, ends: Ends) -> None:
    """Hold one talk."""
    parties = len(plan.kind)
    # A plain 0 would be a type of its own, and everything be compiled twice.
    zero = int(np.int64(0))
    party, offerer, deal, accepted, answered = zero, zero, zero - 1, zero, zero
    round_, moves, how, last = zero + 1, zero, zero + GOING, zero + 1
    while how == GOING:
        last = round_
        move, what = REJECT, -1
        if not desk.has_deal[party]:
            move, how = WITHDRAW, LEFT
            ends.leaver[talk] = party
        else:
            mine = _offer(plan, desk, party, round_, moves)
            if deal >= 0 and _accepts(plan, desk, party, deal, mine, round_, moves):
                move = ACCEPT
            elif deal < 0 or not plan.alternating:
                move, what = PROPOSE, mine
        if moves < ends.log.shape[1]:
            ends.log[talk, moves, 0] = party
            ends.log[talk, moves, 1] = move
            ends.log[talk, moves, 2] = what
        if move == PROPOSE:
            _propose(desk, talk, party, what, round_, moves)
            offerer, deal, accepted, answered = party, what, 0, 0
        elif how == GOING:
            accepted += move == ACCEPT
            answered += 1
            if accepted == parties - 1:
                how = AGREED
        moves += 1
        party = (party + 1) % parties
        if plan.alternating and answered == parties - 1:
            party, deal, answered = (offerer + 1) % parties, -1 if how == GOING else deal, 0
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
        ends.worth[talk, side] = desk.walk_away[side]
        if how == AGREED:
            ends.worth[talk, side] = desk.sums[side, deal] / desk.point[side]


@compiled
def hold(
    plan: Plan, numbers: Numbers, words: Words, lengths: Ints, desk: Desk, ends: Ends
) -> None:
    """Hold many talks.

    Args:
        plan: What they have in common.
        numbers: One set of numbers for all of them, or one for each.
        words: Shape (talks, parties, words), where the delegates' generators start.
        lengths: Shape (talks, parties), how many of those words each uses; 0 where nothing is
            drawn.
        desk: Room to work in, of `desk_for`; used once.
        ends: Where the answers are written.
    """
    sets = len(numbers.point)
    for talk in range(len(ends.how)):
        if talk == 0 or sets > 1:
            _read(plan, numbers, talk if sets > 1 else 0, desk)
        _clear(plan, desk, words[talk], lengths[talk])
        _hold(plan, desk, talk, ends)
