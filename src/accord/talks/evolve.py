"""The table after an event: the whole meaning of what happens, one small function a kind."""

from collections.abc import Callable, Iterable

from frozendict import frozendict

from accord.errors import AccordError
from accord.talks import events as out
from accord.talks import motions
from accord.talks import moves as m
from accord.talks.answers import completed, kept, taken
from accord.talks.events import Event, Opened
from accord.talks.hearing import known_moves, told
from accord.talks.procedure import procedure
from accord.talks.procedure import without as _without
from accord.talks.seats import SeatingPlan
from accord.talks.setup import Setup
from accord.talks.table import CAUCUS, Changes, Phase, Table, changed


def open_table(setup: Setup) -> Table:
    """Open a table.

    Args:
        setup: Agenda, seats, rules and mandates.
    """
    return _opened(Event(1, 1, 1, "", Opened(setup=setup)))


def replay(events: Iterable[Event]) -> Table:
    """Fold a log into the table that it leads to; it is trusted, not audited (see `audit`).

    Args:
        events: The events of the log, from the first.

    Raises:
        AccordError: If the log does not begin with the opening, or an event cannot be next.
    """
    table: Table | None = None
    for event in events:
        table = folded(table, event)
    if table is None:
        raise AccordError("The log is empty: it must begin with the opening of the table.")
    return table


def folded(table: Table | None, event: Event) -> Table:
    """Return the table after the next event of a log; refuse one that no table could go by.

    Args:
        table: The table before; None where the log begins.
        event: The event.

    Raises:
        AccordError: If the event cannot be next.
    """
    if said := _misplaced(table, event):
        raise AccordError(said)
    if table is None:
        return _opened(event)
    try:
        return evolve(table, event)
    except _UNFIT as error:
        said = f"'{event.kind}' does not go with the events before it."
        raise AccordError(said) from error


_UNFIT = (AssertionError, AttributeError, LookupError, TypeError, ValueError)
"""What goes wrong in a rule set that takes up an event which can have no place there."""


def _misplaced(table: Table | None, event: Event) -> str:
    """Return in a sentence why an event has no place after those before; nothing if it has."""
    if table is None:
        begins = event.number == 1 and isinstance(event.what, Opened)
        return "" if begins else "The log must begin with the opening of the table."
    place = len(table.events) + 1
    if event.number != place or isinstance(event.what, Opened):
        return f"The log is not whole: event {place} is missing or misplaced."
    known = table.seating.by_id
    named = [*event.heard, *([event.seat] if event.kind in m.MOVES else [])]
    if strange := [one for one in named if one not in known]:
        return f"Nobody called '{strange[0]}' sits at the table."
    return ""


def evolve(table: Table, event: Event) -> Table:
    """Return the table after an event.

    Args:
        table: The table before.
        event: An event that `decide` or `happen` gave for this table.
    """
    changes = _AFTER[event.what.kind](table, event)
    changes["events"] = (*table.events, event)
    changes["heard"] = told(table, event)
    if event.seat:
        changes["moves"] = table.moves + 1
    changes["known"] = table.known + known_moves(
        event, len(table.seating.delegations), table.seating.present
    )
    return changed(table, changes)


def _opened(event: Event) -> Table:
    assert isinstance(event.what, Opened)
    setup = event.what.setup
    table = Table(
        setup=setup,
        agenda=setup.agenda,
        seating=SeatingPlan(seats=setup.seats, out=setup.out),
        mandates=setup.mandates,
        common=setup.settled,
        settled=setup.settled,
        events=(event,),
    )
    begun = changed(table, {**procedure(table).start(table), "heard": told(table, event)})
    return changed(begun, {"left": dict.fromkeys(setup.out, begun)}) if setup.out else begun


def _nothing(table: Table, event: Event) -> Changes:
    return {}


def _propose(table: Table, event: Event) -> Changes:
    assert isinstance(event.what, m.Propose)
    changes = _numbered(table, event.what.id)
    if table.phase is CAUCUS:
        return changes  # in earlier logs, which are read all the same: it came to nothing
    changes |= procedure(table).propose(table, event)
    if table.common and not event.heard and not table.setup.rules.binding_issues:
        changes.update(_reopened(table, event.what))
    return changes


def _reopened(table: Table, move: m.Propose) -> Changes:
    """Take from the common ground what a proposal in the open asks otherwise."""
    lost = {i for i, o in table.common.items() if move.deal.get(i, o) != o}
    return kept(table, lost)


def _accept(table: Table, event: Event) -> Changes:
    return procedure(table).accept(table, event)


def _reject(table: Table, event: Event) -> Changes:
    return procedure(table).reject(table, event)


def _state(table: Table, event: Event) -> Changes:
    assert isinstance(event.what, m.State)
    if not event.what.id:
        return {}
    note = {event.what.id: (event.seat, event.what)}
    return {**_numbered(table, event.what.id), "notes": {**table.notes, **note}}


def _numbered(table: Table, id_: str) -> Changes:
    """Count what has an id in its group."""
    return {"proposed": {**table.proposed, **_counted(id_)}}


def _counted(id_: str) -> dict[str, int]:
    group, _, count = id_.rpartition(".")
    return {group: int(count)}


def _recess(table: Table, event: Event) -> Changes:
    assert isinstance(event.what, m.Recess)
    return {
        "phase": Phase.RECESS,
        "session": table.session + 1,
        "round": table.round + event.what.ends_round,
    }


def _resume(table: Table, event: Event) -> Changes:
    return {"phase": Phase.TALKS, "caucus": ""}


def _caucus(table: Table, event: Event) -> Changes:
    assert isinstance(event.what, m.Caucus)
    return {"phase": Phase.CAUCUS, "caucus": event.what.party}


def _refer(table: Table, event: Event) -> Changes:
    assert isinstance(event.what, m.Refer)
    seat = event.seat
    before = table.referred.get(seat, ())
    return {
        "asked": (*table.asked, table.seating.principals[seat]),
        "referred": {**table.referred, seat: (*before, event.what.proposal)},
    }


def _instruct(table: Table, event: Event) -> Changes:
    assert isinstance(event.what, m.Instruct)
    party = table.seating.by_id[event.seat].party
    return {
        "mandates": table.mandates.set(party, event.what.mandate),
        "asked": _without(table.asked, event.seat),
    }


def _ratify(table: Table, event: Event) -> Changes:
    pending = _without(table.pending, table.seating.by_id[event.seat].party)
    changes: Changes = {"pending": pending, "turn": _without(table.turn, event.seat)}
    if not pending:
        assert table.deal is not None
        changes["due"] = out.Agreed(deal=table.deal, among=table.agreeing)
    return changes


def _refuse(table: Table, event: Event) -> Changes:
    party = table.seating.by_id[event.seat].party
    lost = {issue for issue, parties in table.provisional.items() if party in parties}
    return {
        "phase": Phase.TALKS,
        "pending": (),
        "deal": None,
        "round": table.round + 1,
        **kept(table, lost),
        **procedure(table).again(table, table.deal),
    }


def _adjourn(table: Table, event: Event) -> Changes:
    return {"phase": Phase.ADJOURNED, "session": table.session + 1}


def _walk_out(table: Table, event: Event) -> Changes:
    # It knows all that happened so far, and that it walked out.
    party, before = event.seat, changed(table, {"left": {}, "known": table.known + 1})
    return _moved(table, (*table.seating.out, party), {**table.left, party: before})


def _join(table: Table, event: Event) -> Changes:
    """Take a party in: what was agreed while it was out of the room, it has not agreed to."""
    party, seen = event.seat, table.left[event.seat]
    lost = {i for i, option in table.common.items() if seen.common.get(i) != option}
    left = {one: each for one, each in table.left.items() if one != party}
    missed = table.missed.get(party, 0) + table.known - seen.known
    away = _without(table.seating.out, party)
    changes: Changes = {
        **_moved(table, away, left),
        **kept(table, lost),
        "missed": {**table.missed, party: missed},
    }
    agenda = motions.amendments(seen.agenda, table.agenda)
    if agenda or {*away} != {*seen.seating.out} - {party}:
        changes["due"] = out.CaughtUp(party=party, agenda=agenda, out=away)
    return changes


def _moved(table: Table, out: tuple[str, ...], left: dict[str, Table]) -> Changes:
    """Begin anew among those in the room; what was proposed and moved is no longer open."""
    seating = SeatingPlan(seats=table.seating.seats, out=out)
    changes: Changes = {"seating": seating, "left": left, "motions": ()}
    if table.phase is Phase.CAPITALS:
        return changes  # what was initialled waits for the capitals, whoever comes
    asked = tuple(one for one in table.asked if seating.by_id[one].party not in out)
    changes |= procedure(table).again(changed(table, {"seating": seating}))
    changes["asked"] = asked
    if table.caucus in out:
        changes |= {"phase": Phase.TALKS, "caucus": ""}
    if len(seating.delegations) < 2:
        changes |= {"phase": Phase.ADJOURNED, "caucus": ""}
    return changes


def _withdraw(table: Table, event: Event) -> Changes:
    return {"due": out.Ended(why=out.EndedBy.LEFT, who=event.seat)}


def _close(table: Table, event: Event) -> Changes:
    return {"due": out.Ended(why=out.EndedBy.CLOSED, who=event.seat)}


def _retract(table: Table, event: Event) -> Changes:
    return procedure(table).retract(table, event)


def _common(table: Table, event: Event) -> Changes:
    assert isinstance(event.what, out.CommonGround)
    changes: Changes = {**taken(table, event.what.options, event.what.pending), "due": None}
    if table.setup.rules.binding_issues:
        changes["settled"] = frozendict({**table.settled, **event.what.options})
        after = changed(table, changes)
        changes["due"] = completed(after)
        changes["motions"] = motions.standing(after, table.motions)
    return changes


def _said(table: Table, event: Event) -> Changes:
    return {"due": None}


def _initialled(table: Table, event: Event) -> Changes:
    assert isinstance(event.what, out.Initialled)
    return {
        "phase": Phase.CAPITALS,
        "turn": tuple(table.seating.principals[party] for party in event.what.pending),
        "asked": (),
        "pending": event.what.pending,
        "deal": event.what.deal,
        "agreeing": event.what.among,
        "due": None,
    }


def _agreed(table: Table, event: Event) -> Changes:
    assert isinstance(event.what, out.Agreed)
    return {**_over(event), "phase": Phase.AGREED, "deal": event.what.deal}


def _ended(table: Table, event: Event) -> Changes:
    assert isinstance(event.what, out.Ended)
    return {
        **_over(event),
        "phase": Phase.ENDED,
        "deal": None,
        "ended": event.what,
    }


def _over(event: Event) -> Changes:
    return {
        "turn": (),
        "asked": (),
        "pending": (),
        "caucus": "",
        "due": None,
        "round": event.round,
        "session": event.session,
    }


def _revealed(table: Table, event: Event) -> Changes:
    assert isinstance(event.what, out.Revealed)
    proposed = dict(table.proposed)
    for one in event.what.proposals:
        proposed |= _counted(one.id)
    return {"due": None, "proposed": proposed, **procedure(table).reveal(table, event)}


def _no_overlap(table: Table, event: Event) -> Changes:
    return {"due": None, "round": table.round + 1, **procedure(table).again(table)}


def _walk_away_moved(table: Table, event: Event) -> Changes:
    assert isinstance(event.what, out.WalkAwayMoved)
    party = event.what.party
    moved = table.walk_away.get(party, 0.0) + event.what.by
    return {"walk_away": table.walk_away.set(party, moved)}


def _mandate_moved(table: Table, event: Event) -> Changes:
    assert isinstance(event.what, out.MandateMoved)
    mandates = table.mandates.set(event.what.party, event.what.mandate)
    return {"mandates": mandates}


def _interests_moved(table: Table, event: Event) -> Changes:
    assert isinstance(event.what, out.ValuesMoved | out.RedLinesMoved)
    return {"moved": event.what.added_to(table.moved)}


_AFTER: dict[str, Callable[[Table, Event], Changes]] = {
    "propose": _propose,
    "accept": _accept,
    "reject": _reject,
    "state": _state,
    "carry": _nothing,
    "recess": _recess,
    "resume": _resume,
    "caucus": _caucus,
    "refer": _refer,
    "instruct": _instruct,
    "ratify": _ratify,
    "refuse": _refuse,
    "adjourn": _adjourn,
    "walk-out": _walk_out,
    "join": _join,
    "withdraw": _withdraw,
    "close": _close,
    "retract": _retract,
    "suggest": motions.moved,
    "settle": motions.moved,
    "reopen": motions.moved,
    "communique": motions.moved,
    "amend": motions.moved,
    "consent": motions.consented,
    "object": motions.objected,
    "common-ground": _common,
    "words-agreed": _said,
    "caught-up": _said,
    "carried": motions.carried,
    "revealed": _revealed,
    "no-overlap": _no_overlap,
    "initialled": _initialled,
    "agreed": _agreed,
    "ended": _ended,
    "walk-away-moved": _walk_away_moved,
    "mandate-moved": _mandate_moved,
    "values-moved": _interests_moved,
    "red-lines-moved": _interests_moved,
    "deadline-passed": _nothing,
    "news": _nothing,
}
