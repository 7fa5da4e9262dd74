"""Giving way issue by issue (see `accord.delegates.issue_by_issue`): compiled."""

from typing import NamedTuple

from accord.kernels.ties import TIE, Floats, Ints
from accord.play.compiled.jit import inlined, inner
from accord.play.compiled.plan import FIRST, SIZE, SPANNED, Flags, Never, Plan
from accord.play.compiled.state import (
    BEGIN,
    COMMON,
    FAR,
    MINE,
    TRIED,
    WISHED,
    Desk,
    Mind,
    allowed,
    option_of,
    with_option,
    worth,
)

LEARNED = 0.2
"""As `accord.tactics.frequency_model` has it."""

TOWARDS, ACROSS, ASIDE = range(3)
"""Kinds of steps, as `accord.delegates.issue_by_issue` has them."""

NOWHERE = -1
"""Stands for a deal that there is not."""


class Walk(NamedTuple):
    """What the steps of a party go by: handed on instead of all that is on the table.

    Attributes:
        party: Who.
        issues: The issues, and
        never: what parties refuse, as `Plan` has them.
        mind: What it has in mind.
        shut: As `Halves` has it.
        sums: What combinations are worth to all parties, on the grid.
        enough: The least sum that is acceptable.
        point: How many steps of the grid a point is.
        least: The target, in points.
    """

    party: int
    issues: Ints
    never: Never
    mind: Mind
    shut: Flags
    sums: Ints
    enough: int
    point: float
    least: float


@inner
def stand(issues: Ints, mind: Mind, party: int, deal: int, which: int) -> None:
    """Note what a party stands for after it has proposed or accepted something.

    Args:
        issues: The issues, as `Plan` has them.
        mind: Where it is noted.
        party: Who.
        deal: The deal.
        which: The issues of it, a bit each.
    """
    for issue in range(len(issues)):
        if which >> issue & 1:
            was, now = mind.issues[party, issue], option_of(issues, deal, issue)
            if was >= 0 and was != now:
                mind.options[party, issues[issue, FIRST] + was] = 1
            mind.issues[party, issue] = now


@inner
def learn(issues: Ints, shares: Floats, before: int, deal: int) -> None:
    """Put more weight on the issues on which a party asks for the same as before.

    Args:
        issues: The issues, as `Plan` has them.
        shares: Shape (issues,), the weights.
        before: What it proposed before.
        deal: What it proposes now.
    """
    gain, held = LEARNED / len(issues), 0
    for issue in range(len(issues)):
        held += option_of(issues, before, issue) == option_of(issues, deal, issue)
    largest = 1 - LEARNED / (1 + gain * held)
    total = 0.0
    for issue in range(len(issues)):
        same = option_of(issues, before, issue) == option_of(issues, deal, issue)
        if same and shares[issue] < largest:
            shares[issue] += gain
        total += shares[issue]
    for issue in range(len(issues)):
        shares[issue] /= total


@inner
def stood(plan: Plan, desk: Desk, party: int) -> int:
    """Return what a party stands for: its best deal where it has said nothing.

    It is `NOWHERE` where it can no longer stand for that.
    """
    seat, issues, said = desk.seats[party], plan.issues, False
    deal = seat.best
    for issue in range(len(issues)):
        now = desk.mind.issues[party, issue]
        if now >= 0:
            said = True
            deal = with_option(issues, deal, issue, option_of(issues, deal, issue), now)
    if said and not _acceptable(desk.sums, plan.halves.shut, seat.enough, party, deal):
        return NOWHERE
    return int(deal)


@inner
def step_by_step(plan: Plan, desk: Desk, party: int, least: float) -> int:
    """Go from what a party stands for towards what others ask for, as far as a target allows.

    Args:
        plan: What the talks have in common.
        desk: What is on the table.
        party: Who.
        least: The target, in points.

    Returns:
        The deal; `NOWHERE` where the table must say what the party stands for.
    """
    deal = stood(plan, desk, party)
    if deal == NOWHERE:
        return NOWHERE
    issues, mind, seat = plan.issues, desk.mind, desk.seats[party]
    _listen(plan, desk, party)
    for issue in range(len(issues)):
        mind.issues[BEGIN, issue] = mind.issues[MINE, issue] = option_of(issues, deal, issue)
    walk = Walk(
        party,
        plan.issues,
        plan.never,
        mind,
        plan.halves.shut,
        desk.sums,
        seat.enough,
        seat.point,
        least,
    )
    while True:
        given = _next(walk, deal)
        if given == NOWHERE:
            return deal
        deal = given
        for issue in range(len(issues)):
            mind.issues[MINE, issue] = option_of(issues, deal, issue)


@inner
def _listen(plan: Plan, desk: Desk, party: int) -> None:
    """Note what the others ask for: how far options are from it, and how much issues count."""
    mind, issues = desk.mind, plan.issues
    mind.options[FAR] = 0
    mind.options[WISHED] = 0
    mind.shares[-1] = 0.0
    for other in range(len(desk.seats)):
        if other == party:
            continue
        for issue in range(len(issues)):
            if desk.seats[other].made > 0:
                mind.shares[-1, issue] += mind.shares[other, issue]
            asked, first = mind.issues[other, issue], issues[issue, FIRST]
            if asked >= 0:
                mind.options[WISHED, first + asked] = 1
                for option in range(issues[issue, SIZE]):
                    mind.options[FAR, first + option] += _steps(
                        issues[issue, SPANNED], option, asked
                    )
    for issue in range(len(issues)):
        if mind.shares[-1, issue] == 0:
            mind.shares[-1, issue] = 1.0


@inlined
def _steps(spanned: bool, option: int, asked: int) -> int:
    """Return how many steps an option is from what is asked for."""
    return abs(option - asked) if spanned else int(option != asked)


@inlined
def _acceptable(sums: Ints, shut: Flags, enough: int, party: int, deal: int) -> bool:
    """Return whether a deal is worth the walk-away value, and crosses nothing."""
    return worth(sums, party, deal) >= enough and allowed(shut, party, deal)


@inlined
def _points(walk: Walk, deal: int) -> float:
    """Return what a deal is worth, in points."""
    return worth(walk.sums, walk.party, deal) / walk.point


@inner
def _next(walk: Walk, deal: int) -> int:
    """Return the deal with the next step taken; `NOWHERE` where no step is good enough."""
    here = _points(walk, deal)
    best, best_kind, best_cost = NOWHERE, ASIDE + 1, 0.0
    for issue in range(len(walk.issues)):
        kind, given = _way(walk, deal, issue, here)
        if given != NOWHERE:
            cost = (here - _points(walk, given)) / walk.mind.shares[-1, issue]
            if kind < best_kind or (kind == best_kind and cost < best_cost):
                best, best_kind, best_cost = given, kind, cost
    return int(best)


@inner
def _way(walk: Walk, deal: int, issue: int, here: float) -> tuple[int, int]:
    """Return the kind of step to take on an issue, and the deal it leads to, if any is enough.

    The first choice that is acceptable says of which kind the step is; the first of that kind
    that is worth the target is taken.
    """
    mind, first, size = walk.mind, walk.issues[issue, FIRST], walk.issues[issue, SIZE]
    far, wished, left = (
        mind.options[FAR, first:],
        mind.options[WISHED, first:],
        mind.options[walk.party, first:],
    )
    now = mind.issues[MINE, issue]
    away, enough = far[now], walk.least - TIE
    if away == 0:
        return TOWARDS, NOWHERE
    # Towards all together: the nearest options first, equal ones in their order.
    count = 0
    for option in range(size):
        if far[option] < away:
            place = count
            while place > 0 and far[mind.issues[TRIED, place - 1]] > far[option]:
                mind.issues[TRIED, place] = mind.issues[TRIED, place - 1]
                place -= 1
            mind.issues[TRIED, place] = option
            count += 1
    some = False
    for place in range(count):
        given = _with(walk, deal, issue, mind.issues[TRIED, place])
        if given != NOWHERE:
            some = True
            if _points(walk, given) >= enough:
                return TOWARDS, given
    if some or walk.issues[issue, SPANNED] or now != mind.issues[BEGIN, issue]:
        return TOWARDS, NOWHERE
    # Across to what some of them ask for; where none of that is acceptable, and they do not ask
    # for what is at hand, aside to what nobody asks for: one's own next wish first.
    found, most = NOWHERE, 0.0
    for kind in (ACROSS, ASIDE):
        if kind == ASIDE and (some or wished[now]):
            return ACROSS, found
        for option in range(size):
            if wished[option] == (kind == ACROSS) and not left[option] and option != now:
                given = _with(walk, deal, issue, option)
                if given == NOWHERE:
                    continue
                points = _points(walk, given)
                if kind == ACROSS:
                    some = True
                    if found == NOWHERE and far[option] <= away and points >= enough:
                        found = given
                elif enough <= points < here - TIE and (found == NOWHERE or points > most):
                    found, most = given, points
    return ASIDE, found


@inner
def _with(walk: Walk, deal: int, issue: int, option: int) -> int:
    """Return a deal with another option on an issue, if that is acceptable.

    Where a combination forbids it, one other issue of that combination changes with it.
    """
    sums, shut, enough, party = walk.sums, walk.shut, walk.enough, walk.party
    mind, never = walk.mind, walk.never
    given = with_option(walk.issues, deal, issue, mind.issues[MINE, issue], option)
    if _acceptable(sums, shut, enough, party, given):
        return given
    found, most = NOWHERE, 0
    for one in range(never.start[party], never.start[party + 1]):
        if not _is_taken(walk, one, issue, option):
            continue
        for place in range(never.first[one], never.first[one + 1]):
            other = never.issue[place]
            if other == issue:
                continue
            was = mind.issues[MINE, other]
            for instead in range(walk.issues[other, SIZE]):
                if _keeps(walk, other, was, instead):
                    mended = with_option(walk.issues, given, other, was, instead)
                    total = worth(sums, party, mended)
                    if (found == NOWHERE or total > most) and _acceptable(
                        sums, shut, enough, party, mended
                    ):
                        found, most = mended, total
    return found


@inner
def _is_taken(walk: Walk, one: int, issue: int, option: int) -> bool:
    """Return whether the deal at hand, with another option on an issue, takes a combination."""
    never = walk.never
    for place in range(never.first[one], never.first[one + 1]):
        about = never.issue[place]
        taken = option if about == issue else walk.mind.issues[MINE, about]
        if not never.row[place, walk.issues[about, FIRST] + taken]:
            return False
    return True


@inner
def _keeps(walk: Walk, issue: int, was: int, now: int) -> bool:
    """Return whether another option on an issue is no further from the others, nor back."""
    mind, first, spanned = walk.mind, walk.issues[issue, FIRST], walk.issues[issue, SPANNED]
    if was == now or mind.options[FAR, first + now] > mind.options[FAR, first + was]:
        return False
    nearer, further = False, False
    for other in range(len(mind.shares) - 1):
        asked = mind.issues[other, issue]
        if other != walk.party and asked >= 0:
            more = _steps(spanned, now, asked) - _steps(spanned, was, asked)
            nearer |= more < 0
            further |= more > 0
    return nearer or not (further or mind.options[walk.party, first + now])


@inner
def shared(plan: Plan, desk: Desk, party: int, mine: int, deal: int, done: int) -> int:
    """Return the issues of a proposal that a party can accept now, if not all: a bit each.

    Args:
        plan: What the talks have in common.
        desk: What is on the table.
        party: Who.
        mine: What it would propose otherwise.
        deal: The proposal.
        done: The issues of it that it has accepted.
    """
    issues, sums, shut = plan.issues, desk.sums, plan.halves.shut
    start, bound, enough = (
        stood(plan, desk, party),
        desk.seats[party].bound,
        desk.seats[party].enough,
    )
    kept, alike = start, 0
    for issue in range(len(issues)):
        option = option_of(issues, mine, issue)
        if option == option_of(issues, deal, issue) and (
            not bound or desk.mandate[party, issues[issue, FIRST] + option]
        ):
            alike |= 1 << issue
            kept = with_option(issues, kept, issue, option_of(issues, kept, issue), option)
    if not _acceptable(sums, shut, enough, party, kept):
        # What goes only together with an issue that is left open is left open, too.
        kept, wanted, alike = start, alike, 0
        for issue in range(len(issues)):
            if wanted >> issue & 1:
                option = option_of(issues, mine, issue)
                given = with_option(issues, kept, issue, option_of(issues, kept, issue), option)
                if _acceptable(sums, shut, enough, party, given):
                    kept = given
                if option_of(issues, kept, issue) == option:
                    alike |= 1 << issue
    if alike | done == (1 << len(issues)) - 1:
        return 0
    for issue in range(len(issues)):
        if desk.mind.issues[COMMON, issue] >= 0:
            alike &= ~(1 << issue)
    return alike & ~done
