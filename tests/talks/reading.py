"""A slow reading of a log that knows nothing of how the table keeps its state."""

from collections.abc import Mapping

from frozendict import frozendict

from accord.talks import (
    Accept,
    Agreed,
    Amend,
    Carried,
    Carry,
    Caucus,
    CaughtUp,
    CommonGround,
    Consent,
    DeadlinePassed,
    Ended,
    Event,
    Initialled,
    Instruct,
    Join,
    MandateMoved,
    News,
    NoOverlap,
    Opened,
    Propose,
    Ratify,
    RedLinesMoved,
    Refer,
    Refuse,
    Reject,
    Reopen,
    Resume,
    Retract,
    Revealed,
    Role,
    Sealed,
    Settle,
    Setup,
    Shuttle,
    State,
    Suggest,
    ValuesMoved,
    WalkAwayMoved,
    WalkOut,
    replay,
)
from accord.talks.moves import Moved

OWN_SIDE = WalkAwayMoved | MandateMoved | ValuesMoved | RedLinesMoved
"""What happens outside the room and is heard by one side alone."""


def setup_of(log: tuple[Event, ...]) -> Setup:
    assert isinstance(log[0].what, Opened)
    return log[0].what.setup


def delegations(log: tuple[Event, ...]) -> list[str]:
    """Return the delegations in the room after a log."""
    away = out_of_the_room(log)
    seats = setup_of(log).seats
    return [s.id for s in seats if s.role is Role.DELEGATION and s.id not in away]


def out_of_the_room(log: tuple[Event, ...]) -> set[str]:
    """Return the parties that have walked out, or not joined yet."""
    away = set(setup_of(log).out)
    for event in log:
        if isinstance(event.what, WalkOut):
            away.add(event.seat)
        elif isinstance(event.what, Join):
            away.remove(event.seat)
    return away


def stance(log: tuple[Event, ...], seat: str, id_: str, issue: str) -> tuple[bool, bool]:
    """Return whether a seat stands behind an issue of a proposal, and whether ad referendum."""
    held, subject = False, False
    for event in log:
        what = event.what
        if event.seat != seat:
            continue
        if isinstance(what, Propose) and what.id == id_:
            held, subject = issue in what.deal, what.ad_referendum
        elif isinstance(what, Accept) and id_ in (what.proposal, *what.also):
            if not what.issues or issue in what.issues:
                held, subject = True, subject or what.ad_referendum
        elif isinstance(what, Reject | Retract) and what.proposal == id_:
            held, subject = False, False
    return held, subject


def motions(log: tuple[Event, ...]) -> dict[int | None, tuple[int, str, Moved]]:
    """Return where, by whom and what was moved, by its number: the last that is called so."""
    return {e.what.motion: (e.number, e.seat, e.what) for e in log if isinstance(e.what, Moved)}


def moved_so(log: tuple[Event, ...], number: int) -> set[str] | None:
    """Return who is behind a motion subject to its capital; None if not all delegations are."""
    place, seat, what = motions(log)[number]
    behind = {seat: isinstance(what, Settle) and what.ad_referendum}
    for event in log[place:]:
        if isinstance(event.what, Consent) and event.what.motion == number:
            behind[event.seat] = event.what.ad_referendum
    sides = delegations(log)
    return {s for s in sides if behind[s]} if {*sides} <= {*behind} else None


def changes_deals(log: tuple[Event, ...], place: int) -> bool:
    """Return whether the agenda had other deals after an event than before it."""
    if not isinstance(log[place].what, Carried):
        return False
    before, after = (replay(log[: place + n]).agenda for n in (0, 1))
    ids, others = ({i: [*x.choices] for i, x in a.issues.items()} for a in (before, after))
    return (ids, before.constraints) != (others, after.constraints)


def proposed(log: tuple[Event, ...]) -> dict[str, Propose]:
    """Return all that was proposed, by what it is called; what is opened has another name."""
    found: dict[str, Propose] = {}
    last: dict[str, Propose] = {}
    for event in log:
        if isinstance(event.what, Propose):
            found[event.what.id] = last[event.seat] = event.what
        elif isinstance(event.what, Revealed):
            found |= {one.id: last[one.seat] for one in event.what.proposals}
    return found


def supported(
    log: tuple[Event, ...], seat: str, options: Mapping[str, str]
) -> tuple[bool, bool]:
    """Return whether a seat proposed or accepted these very options, and whether subject."""
    proposals = proposed(log)
    rules = setup_of(log).rules
    apart = {*settled(log)} if isinstance(rules, Sealed) else set()

    def same(deal: Mapping[str, str]) -> bool:
        named = all(options.get(i) == o for i, o in deal.items())
        return named and {*options} - {*deal} <= apart

    last = None
    fresh = {log[n].number for n in range(len(log)) if changes_deals(log, n)}
    for event in log:
        what = event.what
        if event.number in fresh:
            last = None
        reopened = isinstance(what, Carried) and isinstance(
            motions(log[: event.number - 1])[what.motion][2], Reopen
        )
        anew = reopened or isinstance(what, NoOverlap | Refuse | WalkOut | Join)
        if anew and getattr(rules, "shown", True):
            last = None
        if event.seat != seat:
            continue
        if isinstance(what, Propose):
            if same(what.deal):
                last = what.ad_referendum
            elif isinstance(rules, Shuttle):
                last = None
        elif isinstance(what, Accept):
            taken = [proposals[one].deal for one in (what.proposal, *what.also)]
            if any(map(same, taken)):
                last = what.ad_referendum or bool(last)
            elif isinstance(rules, Shuttle):
                last = None
        elif isinstance(what, Reject) and isinstance(rules, Shuttle):
            last = None if proposals[what.proposal].deal == options else last
        elif isinstance(what, Retract):
            last = None
    return last is not None, bool(last)


def consent(log: tuple[Event, ...], options: Mapping[str, str]) -> list[set[str]]:
    """Return every way in which all delegations consent: the parties that do ad referendum."""
    sides = delegations(log)
    ways = []
    for number, (_, _, what) in motions(log).items():
        if number and isinstance(what, Suggest | Settle):
            said = what.deal if isinstance(what, Suggest) else what.options
            behind = moved_so(log, number)
            if behind is not None and all(said.get(i) == o for i, o in options.items()):
                ways.append(behind)
    if isinstance(setup_of(log).rules, Sealed | Shuttle):
        held = {side: supported(log, side, options) for side in sides}
        if all(behind for behind, _ in held.values()):
            ways.append({side for side, (_, subject) in held.items() if subject})
        return ways
    for event in log:
        if isinstance(event.what, Propose) and all(
            event.what.deal.get(issue) == option for issue, option in options.items()
        ):
            stances = {
                side: [stance(log, side, event.what.id, issue) for issue in options]
                for side in sides
            }
            if all(behind for each in stances.values() for behind, _ in each):
                ways.append({s for s, each in stances.items() if any(a for _, a in each)})
    return ways


def assert_consent(log: tuple[Event, ...]) -> None:
    """Check that whatever was agreed was agreed by all, and ratified where subject to it."""
    for place, event in enumerate(log):
        what = event.what
        before = log[:place]
        if isinstance(what, CommonGround):
            ways = consent(before, what.options)
            assert any(subject <= set(what.pending) for subject in ways), (what, ways)
        elif isinstance(what, Initialled | Agreed):
            assert set(what.deal) == issues_of(before)
            pending = _pending(before, what)
            before = _until_initialled(before)  # whoever came back since gave no consent to it
            ways = [*consent(before, what.deal), *_one_by_one(before, what.deal)]
            assert any(subject <= pending for subject in ways), (what, pending, ways)


def _pending(before: tuple[Event, ...], what: Initialled | Agreed) -> set[str]:
    """Return the parties that are asked to ratify; of a deal that stands, those that did."""
    if isinstance(what, Initialled):
        return set(what.pending)
    ratified: set[str] = set()
    for event in reversed(before):
        if isinstance(event.what, Ratify):
            ratified.add(setup_of(before).by_id[event.seat].party)
        elif isinstance(event.what, Refuse):
            break
        elif isinstance(event.what, Initialled):
            assert event.what.deal == what.deal
            assert ratified == set(event.what.pending)
            break
    return ratified


def _until_initialled(before: tuple[Event, ...]) -> tuple[Event, ...]:
    """Return the log up to where the deal was initialled that capitals ratified since."""
    for place in range(len(before) - 1, -1, -1):
        if isinstance(before[place].what, Refuse):
            break
        if isinstance(before[place].what, Initialled):
            return before[:place]
    return before


def issues_of(log: tuple[Event, ...]) -> set[str]:
    """Return the issues that were on the agenda in the end."""
    issues = set(setup_of(log).agenda.issues)
    for place, event in enumerate(log):
        if isinstance(event.what, Carried):
            _, _, what = motions(log[:place])[event.what.motion]
            if isinstance(what, Amend) and what.issue is not None:
                issues.add(what.issue.id)
            elif isinstance(what, Amend) and not what.on:
                issues.discard(what.drop)
    return issues


def settled(log: tuple[Event, ...]) -> dict[str, tuple[str, set[str]]]:
    """Return how issues were settled in the end, and by whom subject to its capital."""
    setup = setup_of(log)
    found: dict[str, tuple[str, set[str]]] = {i: (o, set()) for i, o in setup.settled.items()}
    for place, event in enumerate(log):
        what, before = event.what, log[:place]
        if isinstance(what, CommonGround) and setup.rules.binding_issues:
            found.update({i: (o, set(what.pending)) for i, o in what.options.items()})
        elif isinstance(what, Carried):
            _, _, moved = motions(before)[what.motion]
            if isinstance(moved, Settle):
                subject = moved_so(before, what.motion) or set()
                found.update({i: (o, subject) for i, o in moved.options.items()})
            elif isinstance(moved, Reopen):
                found = {i: one for i, one in found.items() if i not in moved.issues}
        elif isinstance(what, Refuse):
            party = setup.by_id[event.seat].party
            found = {i: one for i, one in found.items() if party not in one[1]}
    return found


def _one_by_one(before: tuple[Event, ...], deal: Mapping[str, str]) -> list[set[str]]:
    """Return who is subject to its capital where some of a deal was settled before."""
    apart = settled(before)
    if not apart or any(deal[issue] != option for issue, (option, _) in apart.items()):
        return []
    earlier = set().union(*(subject for _, subject in apart.values()))
    rest = {issue: option for issue, option in deal.items() if issue not in apart}
    return [way | earlier for way in consent(before, rest)] if rest else [earlier]


def assert_within_mandates(log: tuple[Event, ...]) -> None:
    """Check that nobody bound itself beyond its mandate but ad referendum."""
    setup = setup_of(log)
    mandates = dict(setup.mandates)
    proposals = proposed(log)
    final_only = setup.rules.name == "single-text"
    for event in log:
        what = event.what
        if isinstance(what, Instruct):
            mandates[setup.by_id[event.seat].party] = what.mandate
        if isinstance(what, MandateMoved):
            mandates[what.party] = what.mandate
        if not isinstance(what, Propose | Accept):
            continue
        if event.seat not in delegations(log) or what.ad_referendum:
            continue
        mandate = mandates.get(event.seat, frozendict())
        deals = [what] if isinstance(what, Propose) else []
        if isinstance(what, Accept):
            deals = [proposals[one] for one in (what.proposal, *what.also)]
            if final_only and not deals[0].final:
                continue
        chosen = getattr(what, "issues", ()) or _issues(deals)
        for one in deals:
            for issue, option in one.deal.items():
                if issue in chosen:
                    assert option in mandate.get(issue, (option,)), (event, mandate)


def _issues(deals: list[Propose]) -> set[str]:
    return {issue for one in deals for issue in one.deal}


def ears(before: tuple[Event, ...], event: Event) -> set[str]:
    """Return the seats that are to hear what was just said, by what the rules say in words."""
    setup, away = setup_of(before), out_of_the_room(before)
    everybody = {seat.id for seat in setup.seats if seat.party not in away}
    what, rules = event.what, setup.rules
    if isinstance(what, Agreed | Ended | DeadlinePassed):
        return {seat.id for seat in setup.seats}
    if isinstance(what, Join):
        return everybody | _side(setup, event.seat)
    if isinstance(what, CaughtUp):
        return _side(setup, what.party)
    if isinstance(what, OWN_SIDE):
        return _side(setup, what.party)
    if isinstance(what, News):
        told = {seat.id for seat in setup.seats if seat.ear in what.to}
        return told or {seat.id for seat in setup.seats}
    if isinstance(what, Instruct | Refer):
        return _side(setup, setup.by_id[event.seat].party)
    aside = {setup.mediator, party} if (party := _aside(before)) else set()
    if isinstance(what, State) and setup.by_id[event.seat].ear in aside:
        return {setup.mediator} | _side(setup, party)
    if isinstance(what, Propose | State | Carry) and what.to:
        named = [setup.by_id[one] for one in (event.seat, *what.to)]
        return {one.id for one in named}.union(*(_side(setup, one.party) for one in named))
    if isinstance(what, Propose | Accept | Reject) and event.seat in setup.delegations:
        if isinstance(rules, Sealed):
            return _side(setup, event.seat)
        if isinstance(rules, Shuttle):
            return {setup.mediator} | _side(setup, event.seat)
    if isinstance(what, Accept | Reject | Retract):
        return ears_of(before, what.proposal)
    return everybody


def ears_of(log: tuple[Event, ...], id_: str) -> set[str]:
    """Return the seats that know a proposal: those who heard it, or all once it was opened."""
    for place, event in enumerate(log):
        if isinstance(event.what, Revealed) and id_ in [o.id for o in event.what.proposals]:
            return ears(log[:place], event)
    for place, event in enumerate(log):
        if isinstance(event.what, Propose) and event.what.id == id_:
            return ears(log[:place], event)
    raise AssertionError(f"no proposal has the id {id_}")


def _side(setup: Setup, party: str) -> set[str]:
    return {seat.id for seat in setup.seats if seat.party == party and party}


def _aside(before: tuple[Event, ...]) -> str:
    """Return the party that is in caucus with the mediator."""
    party = ""
    for place, event in enumerate(before, 1):
        if isinstance(event.what, Caucus):
            party = event.what.party
        elif isinstance(event.what, Resume):
            party = ""
        elif isinstance(event.what, WalkOut):
            few = len(delegations(before[:place])) < 2
            party = "" if few or event.seat == party else party
    return party
