"""Whether a deal alone is stable for many sets of numbers, compiled: what arrays take long for.

Loaded only where it is needed and Numba is there; `deal_state` says the same without it. From
the deal each who decides could go somewhere better; what the others could answer is searched
from there, and the search ends with the first answer that is enough. So what a state is worth
is mostly never asked.

What spares most of the work: of all that opponents can do at once, to answer with every
guarantee is never milder than with some; once anybody fights it is of no account what else is
broken; and without guarantees nothing changes any more after that.
"""

import numpy as np

from accord.hold.compiled_answers import compiled
from accord.hold.deal_state import LEAVES, STAYS, UNDECIDED
from accord.hold.graph_model import Ints
from accord.kernels.ties import TIE, Floats

SINGLE, ONCE, SEQUENCES = 0, 1, 2


@compiled
def _join(by_issue: Floats, bonuses: Floats, joint: Ints, lines: int, also: Ints) -> None:
    """Add what hangs on several issues: what is joined, or the red lines that are crossed."""
    size = by_issue.shape[1]
    for n in range(len(joint)):
        party, must, kept = joint[n, 0], joint[n, 1], joint[n, 2]
        if joint[n, 3] != lines:
            continue
        for broken in range(len(also)):
            at = also[broken]
            if at & must == must and not at & kept:
                by_issue[party, broken] += bonuses[n]
        if len(also):
            continue
        left = (size - 1) & ~must & ~kept
        more = left
        while True:
            by_issue[party, must | more] += bonuses[n]
            if more == 0:
                break
            more = (more - 1) & left


@compiled
def _fill(
    table: Floats,
    by_issue: Floats,
    gone: Ints,
    base: Floats,
    changes: Floats,
    bonuses: Floats,
    joint: Ints,
    steps: Ints,
    also: Ints,
) -> None:
    """Tabulate what it is worth to each party that sets of undertakings are broken.

    Where each issue hangs on one undertaking, what is worth by issue is what is asked for.
    """
    parties, size = by_issue.shape
    for party in range(parties):
        by_issue[party, 0] = base[party]
        width = 1
        for issue in range(changes.shape[1]):
            change = changes[party, issue]
            for broken in range(width):
                by_issue[party, width + broken] = by_issue[party, broken] + change
            width *= 2
    _join(by_issue, bonuses, joint, 0, also[:0])
    for broken in range(len(also)):  # what goes back too is in a larger set, or none
        for party in range(parties):
            by_issue[party, broken] = by_issue[party, also[broken]]
    for n in range(len(steps)):
        scope, many = steps[n]
        for broken in range(size if many > 1 else 0):
            if broken & scope:  # all but the last step are done
                for party in range(parties):
                    done = by_issue[party, broken & ~scope]
                    by_issue[party, broken] = done + (by_issue[party, broken] - done) / many
    _join(by_issue, bonuses, joint, 1, also)  # a red line is crossed or not, in steps too
    if len(gone):
        for party in range(parties):
            for broken in range(len(gone)):
                table[party, broken] = by_issue[party, gone[broken]]


@compiled
def _worth(
    maker: int,
    state: int,
    shape: Ints,
    touched: Ints,
    apart: Ints,
    table: Floats,
    base: Floats,
    changes: Floats,
    bonuses: Floats,
    joint: Ints,
    outside: Floats,
    fight: Ints,
    answered: Ints,
    respond: Ints,
    by: Ints,
    told: Floats,
) -> float:
    """Return what a state is worth to somebody, in points."""
    parties, undertaken, fighting = shape[0], shape[1], shape[2]
    found = 0.0
    if maker < parties:
        if state >> undertaken & ((1 << fighting) - 1):
            found = outside[0, maker]
            if state & fight[maker]:
                found += outside[1, maker]
        elif table.shape[1]:
            found = table[maker, state & ((1 << undertaken) - 1)]
        else:
            broken = 0
            for n in range(undertaken):
                if state >> n & 1:
                    broken |= touched[n]
            for _ in range(len(apart)):
                for n in range(len(apart)):
                    if broken & apart[n, 0] == apart[n, 0] and not broken & apart[n, 1]:
                        broken |= apart[n, 1]
            found = base[maker]
            for issue in range(changes.shape[1]):
                if broken >> issue & 1:
                    found += changes[maker, issue]
            for n in range(len(joint)):
                if (
                    joint[n, 0] == maker
                    and broken & joint[n, 1] == joint[n, 1]
                    and not broken & joint[n, 2]
                ):
                    found += bonuses[n]
    for g in range(len(by)):
        answers = respond[g] < 0 or state >> respond[g] & 1
        if maker < parties and answers and state & answered[g, maker]:
            found -= told[0, g]
        if by[g] == maker:
            if answers:
                found -= told[1, g]
            else:
                for party in range(parties):
                    if state & answered[g, party]:
                        found -= told[2, g]
                        break
    return found


@compiled
def _index(state: int, others: int, direct: bool) -> int:
    """Return a place for the bits of the opponents in a state."""
    if direct:
        return state & others
    found = place = 0
    while others:
        low = others & -others
        if state & low:
            found |= 1 << place
        place += 1
        others ^= low
    return found


@compiled
def deal_stays(
    shape: Ints,
    rule: int,
    own: Ints,
    fight: Ints,
    one_way: int,
    touched: Ints,
    gone: Ints,
    apart: Ints,
    also: Ints,
    joint: Ints,
    answered: Ints,
    respond: Ints,
    by: Ints,
    steps: Ints,
    base: Floats,
    changes: Floats,
    bonuses: Floats,
    walk_away: Floats,
    first_move: Floats,
    told: Floats,
    tabled: bool,
    most: int,
    most_work: int,
) -> Ints:
    """Return for whom the deal is stable, by each concept, in each set of numbers.

    Args:
        shape: How many parties, undertakings, parties that can fight, and answers there are.
        rule: What several opponents can bring about.
        own: The options of each who decides, as bits.
        fight: The option to fight of each, as a bit; 0 where it has none.
        one_way: The options that cannot be undone, as bits.
        touched: The issue of each undertaking, as a bit.
        gone: The issues that have gone back by which undertakings are broken, as bits; empty
            where each issue hangs on one undertaking, in the same order, or nothing is tabled.
        apart: What cannot be had together: the issues broken, and those that then go back too.
        also: The issues that have gone back by which are broken, as bits; empty where these
            are the same, or nothing is tabled.
        joint: Of what hangs on several issues: the party, the issues broken and those kept.
        answered: What each guarantee answers to of each party, as bits.
        respond: The place of the option to give it; -1 where it takes effect by itself.
        by: Who gives it; -1 where nobody has to.
        steps: Of what is carried out in steps: the issues, as bits, and in how many; only where
            worths are tabulated.
        base: What the deal is worth, shape (sets, parties).
        changes: What an issue that goes back adds, shape (sets, parties, issues).
        bonuses: Of what hangs on several issues, shape (sets, terms).
        walk_away: Shape (sets, parties).
        first_move: Shape (sets, parties).
        told: Of guarantees the penalty, the cost and the stake, shape (sets, 3, guarantees).
        tabled: Whether what sets of undertakings are worth is tabulated.
        most: States of opponents that can be kept in mind, as a power of two.
        most_work: States that are looked at for one who decides in one set.

    Returns:
        Shape (sets, makers, 4): Nash, GMR, SMR, SEQ.
    """
    sets, makers, parties = len(base), len(own), shape[0]
    first = shape[1] + shape[2]
    answers = ((1 << shape[3]) - 1) << first  # the options to answer
    closed = len(by) == 0  # nothing changes any more once somebody fights
    found = np.ones((sets, makers, 4), np.int8)
    by_issue = np.empty((parties, (1 << changes.shape[2]) if tabled else 0))
    table = np.empty((parties, len(gone))) if len(gone) else by_issue
    quick = closed and tabled  # then a state in which nobody fights is looked up
    calm = 1 << shape[1]  # nobody fights in lower states
    outside = np.empty((2, parties))
    every = 0
    for one in range(makers):
        every |= own[one]
    bits = 0
    while every >> bits:
        bits += 1
    many = rule == ONCE
    sides = makers if many else 0
    direct = bits + sides <= most
    wide = bits
    if not direct:
        wide = 0
        for one in range(makers):
            count = 0
            for n in range(bits):
                if (every & ~own[one]) >> n & 1:
                    count += 1
            wide = max(wide, count)
    searches = wide + sides <= most
    seen = np.zeros((1 << (wide + sides)) if searches else 1, np.int32)
    waiting = np.empty(len(seen), np.int64)
    # Where it was once looked from what somebody likes less, all is known that it likes more.
    spared = direct and not many
    looked = np.zeros((makers, len(seen) if spared else 1), np.int32)
    lowest = np.empty((makers, len(seen) if spared else 1))
    stamp = 0
    for d in range(sets):
        if tabled:
            _fill(table, by_issue, gone, base[d], changes[d], bonuses[d], joint, steps, also)
        outside[0] = walk_away[d]
        outside[1] = first_move[d]
        for one in range(makers):
            args = (
                shape, touched, apart, table, base[d], changes[d], bonuses[d], joint, outside,
                fight, answered, respond, by, told[d],
            )  # fmt: skip
            others = every & ~own[one]
            plain = one < parties and not own[one] & answers
            breaks = own[one] & ~fight[one] if plain else own[one]
            begins = fight[one] if plain else 0
            fixed = theirs = enemy = 0
            if rule != SINGLE:
                theirs = others
                if plain:
                    fixed = others & answers
                    theirs = others & ((1 << shape[1]) - 1)
                    enemy = others & ((1 << first) - 1) & ~theirs
                    enemy &= -enemy
            limit = _worth(one, 0, *args) + TIE
            best = -1
            highest = limit
            work = move = 0
            while True:
                move = (move - breaks) & breaks  # the next combination, upwards
                if move == 0:
                    break
                work += 1
                now = table[one, move] if quick else _worth(one, move, *args)
                if now > highest:
                    highest, best = now, move
            if begins and _worth(one, begins, *args) > highest:
                best = begins
            if best < 0:
                continue
            found[d, one, 0] = LEAVES
            righted = -1  # whether no answer is lasting, after moves that can all be undone
            # The best move first: if one cannot be answered it is mostly that.
            move, turn = best, 0
            while True:
                if turn == 1:
                    move = begins
                elif turn > 1:
                    move = (move - breaks) & breaks if turn > 2 else -breaks & breaks
                    if move == 0:
                        break
                turn += 1
                if turn > 1 and (move == best or move == 0):
                    continue
                work += 1
                if _worth(one, move, *args) <= limit:
                    continue
                # GMR and SMR: any answer; of the single rule those of one opponent alone.
                bound = move & one_way
                alike = rule != SINGLE and bound == 0
                general = lasting = alike and righted == 1
                look = found[d, one, 2] == STAYS and not (alike and righted == 0)
                for other in range(-1, makers):
                    group = theirs if rule != SINGLE else others & own[max(other, 0)]
                    if (other >= 0) == (rule != SINGLE) or lasting or (general and not look):
                        continue
                    answer = group
                    # Where an opponent fights, nothing else that is broken is of account.
                    instead = enemy
                    while work <= most_work and (answer or instead or fixed):
                        done = (instead if instead else answer) | fixed
                        if rule != SINGLE and move & begins and instead == 0:
                            answer = 0  # it is of no account what the others break
                            done = fixed
                        work += 1
                        at = move | done
                        if done and limit >= (
                            table[one, at] if quick and at < calm else _worth(one, at, *args)
                        ):
                            general = True
                            if not look:
                                break
                            lasting = not begins or _worth(one, begins | done, *args) <= limit
                            then = breaks
                            while lasting and not move & begins:
                                if bound & ~then == 0:
                                    work += 1
                                    at = then | done
                                    if limit < (
                                        table[one, at]
                                        if quick and at < calm
                                        else _worth(one, at, *args)
                                    ):
                                        lasting = False
                                if then == 0:
                                    break
                                then = (then - 1) & breaks
                            if lasting:
                                break
                        if instead:
                            instead = 0
                        elif answer == 0:
                            break
                        else:
                            answer = (answer - 1) & group
                if look and alike and move != begins and work <= most_work:
                    righted = 1 if lasting else 0
                if work > most_work:
                    for concept in range(1, 4):
                        if found[d, one, concept] == STAYS:
                            found[d, one, concept] = UNDECIDED
                    break
                if not general:
                    found[d, one, 1:] = LEAVES
                    break
                if not lasting:
                    found[d, one, 2] = LEAVES
                if found[d, one, 3] != STAYS:
                    continue
                # SEQ: answers made of improvements, searched from the move on.
                if not searches:
                    found[d, one, 3] = UNDECIDED
                    continue
                stamp += 1
                count = 1
                waiting[0] = move
                head = 0
                seen[0] = stamp
                held = False
                while head < count and not held and work <= most_work:
                    packed = waiting[head]
                    head += 1
                    state = packed & ((1 << bits) - 1)
                    moved = packed >> bits
                    if rule == SINGLE and head > 1:
                        break
                    for other in range(makers - 1, -1, -1):
                        if other == one or own[other] == 0 or held:
                            continue
                        if many and moved >> other & 1:
                            continue
                        now = table[other, state] if quick else _worth(other, state, *args)
                        now += TIE
                        free = own[other]
                        if closed and fight[other]:
                            free &= ~fight[other]
                            if (
                                outside[0, one] <= limit
                                and outside[0, other] + outside[1, other] > now
                            ):
                                held = True
                                break
                        if spared:
                            at = state & others & ~(free & ~one_way)
                            if looked[other, at] == stamp and lowest[other, at] <= now:
                                continue
                            looked[other, at] = stamp
                            lowest[other, at] = now
                        change = free
                        while change:
                            work += 1
                            then = state ^ change
                            if change & one_way & state == 0:
                                next_ = moved | 1 << other if many else 0
                                at = _index(then, others, direct)
                                if many:
                                    at |= next_ << wide
                                if seen[at] != stamp and now < (
                                    table[other, then] if quick else _worth(other, then, *args)
                                ):
                                    seen[at] = stamp
                                    if limit >= (
                                        table[one, then] if quick else _worth(one, then, *args)
                                    ):
                                        held = True
                                        break
                                    waiting[count] = then | next_ << bits
                                    count += 1
                            change = (change - 1) & free
                if not held:
                    found[d, one, 3] = UNDECIDED if work > most_work else LEAVES
    return found
