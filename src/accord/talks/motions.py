"""Motions: what is moved at the table, and takes effect once all delegations consent."""

from collections.abc import Iterable, Mapping

from attrs import evolve
from frozendict import frozendict

from accord.model import ID_RULE, NAME_RULE, Agenda, Exclusion, Issue, Option, is_id, is_name
from accord.talks import answers
from accord.talks.events import Carried, CaughtUp, Event, Opened
from accord.talks.moves import (
    Amend,
    Communique,
    Consent,
    Moved,
    Object,
    Reopen,
    Settle,
    Suggest,
)
from accord.talks.procedure import procedure
from accord.talks.ruleset import AmendedBy
from accord.talks.table import Changes, Motion, Table, changed


def moved(table: Table, event: Event) -> Changes:
    """Take up a motion; a change that is for the chair alone to make is carried at once."""
    what = event.what
    assert isinstance(what, Moved)
    # In a log that says no number, all motions were numbered together, whoever heard them.
    group = table.motion_group if what.motion else "motion"
    number = what.motion or table.proposed.get(group, 0) + 1
    party = table.seating.by_id[event.seat].party
    own = (event.seat,) if event.seat in table.seating.delegations else ()
    one = Motion(
        number=number,
        seat=event.seat,
        what=what,
        consents=own,
        pending=(party,) if isinstance(what, Settle) and what.ad_referendum else (),
    )
    alone = isinstance(what, Amend) and table.setup.rules.amended_by is not AmendedBy.ALL
    return {
        "proposed": {**table.proposed, group: number},
        "motions": (*table.motions, one),
        "due": Carried(motion=number) if alone else None,
    }


def consented(table: Table, event: Event) -> Changes:
    """Note a consent; with the last, the motion is carried."""
    move = event.what
    assert isinstance(move, Consent)
    found = motion(table, move.motion)
    pending = (*found.pending, event.seat) if move.ad_referendum else found.pending
    noted = changed(found, {"consents": (*found.consents, event.seat), "pending": pending})
    return {
        "motions": tuple(noted if one is found else one for one in table.motions),
        "due": Carried(motion=noted.number) if is_carried(table, noted) else None,
    }


def is_carried(table: Table, one: Motion) -> bool:
    """Whether all delegations have consented to a motion."""
    return {*table.seating.delegations} <= {*one.consents}


def objected(table: Table, event: Event) -> Changes:
    """Let a motion fall."""
    assert isinstance(event.what, Object)
    found = motion(table, event.what.motion)
    return {"motions": tuple(one for one in table.motions if one is not found)}


def carried(table: Table, event: Event) -> Changes:
    """Let a motion take effect."""
    assert isinstance(event.what, Carried)
    found = motion(table, event.what.motion)
    rest = tuple(one for one in table.motions if one is not found)
    changes: Changes = {"motions": rest, "due": None}
    match found.what:
        case Suggest(deal=deal):
            changes["due"] = answers.agreement(table, deal, found.pending)
        case Settle(options=options):
            changes |= answers.taken(table, options, found.pending)
            changes["settled"] = frozendict({**table.settled, **options})
            changes["due"] = answers.completed(changed(table, changes))
        case Reopen(issues=issues):
            changes |= answers.kept(table, {*issues})
            # What is open was proposed as a deal on the other issues alone.
            changes |= procedure(table).again(changed(table, changes))
        case Amend() as amendment:
            changes |= _amended(table, amendment)
    changes["motions"] = standing(changed(table, changes), rest)
    return changes


def _amended(table: Table, move: Amend) -> Changes:
    """Change the agenda, and let the rules go on from there."""
    agenda = amended(table.agenda, move)
    lost = {i for i, o in table.common.items() if not answers.fits(agenda, {i: o})}
    changes: Changes = {"agenda": agenda, **answers.kept(table, lost)}
    return {**changes, **procedure(table).amended(changed(table, changes), table.agenda)}


def standing(table: Table, motions: Iterable[Motion]) -> tuple[Motion, ...]:
    """Return those motions that can still be carried."""
    return tuple(one for one in motions if not motion_problem(table, one.what))


def motion(table: Table, number: int | None) -> Motion:
    """Return the open motion with a number.

    Raises:
        LookupError: If there is none.
    """
    return {one.number: one for one in table.motions}[number or 0]


def motion_problem(table: Table, what: Moved) -> str:
    """Return in a clause why something cannot be moved; nothing if it can."""
    if isinstance(what, Amend):
        return _amend_problem(table, what)
    if isinstance(what, Communique):
        return "" if what.text.strip() else "a communiqué says something"
    if isinstance(what, Reopen):
        if strange := [one for one in what.issues if one not in table.settled]:
            return f"issue {strange[0]} is not settled"
        return "" if what.issues else "a settled issue must be named"
    options = what.deal if isinstance(what, Suggest) else what.options
    if not options:
        return "an option of at least one issue must be named"
    return (
        answers.strange(table, options)
        or answers.against_settled(table, options)
        or answers.excluded(table, options)
    )


def amended(agenda: Agenda, move: Amend) -> Agenda:
    """Return an agenda with one thing added, put anew or dropped.

    What a constraint says of an option that is no longer there falls with it.

    Args:
        agenda: The agenda.
        move: The change, which must be one.
    """
    issues, constraints = dict(agenda.issues), {one.id: one for one in agenda.constraints}
    if move.issue is not None:
        issues[move.issue.id] = move.issue
    elif move.option is not None:
        issues[move.on] = _with(issues[move.on], {move.option.id: move.option})
    elif move.constraint is not None:
        constraints[move.constraint.id] = move.constraint
    elif move.on:
        issues[move.on] = _with(issues[move.on], {}, move.drop)
    elif move.drop in issues:
        del issues[move.drop]
    else:
        del constraints[move.drop]
    bare = Agenda(issues=frozendict(issues))
    left = (one.within(bare) for one in constraints.values())
    return evolve(bare, constraints=tuple(filter(None, left)))


def amendments(before: Agenda, now: Agenda) -> tuple[Amend, ...]:
    """Return the amendments that make an agenda of another, whatever was moved meanwhile."""
    found = list[Amend]()
    limits = {one.id: one for one in before.constraints}
    for issue in now.issues.values():
        old = before.issues.get(issue.id)
        if old is None or _with(issue, old.options) != _with(old, issue.options):
            found.append(Amend(issue=issue))
            continue
        found += [
            Amend(on=issue.id, option=one)
            for one in issue.options.values()
            if old.options.get(one.id) != one
        ]
        found += [
            Amend(on=issue.id, drop=one) for one in old.options if one not in issue.options
        ]
    found += [Amend(drop=one) for one in before.issues if one not in now.issues]
    left = {one.id for one in now.constraints}
    found += [Amend(constraint=one) for one in now.constraints if limits.get(one.id) != one]
    found += [Amend(drop=one) for one in limits if one not in left]
    return tuple(found)


def ever_named(log: Iterable[Event]) -> Agenda:
    """Return the agenda with everything that ever stood on it, or was moved to.

    Args:
        log: The events from the first: of a table, or as a seat has heard them.
    """
    agenda, issues = Agenda(), dict[str, Issue]()
    for event in log:
        if isinstance(event.what, Opened):
            agenda = event.what.setup.agenda
            issues = dict(agenda.issues)
        changes = event.what.agenda if isinstance(event.what, CaughtUp) else (event.what,)
        for change in changes:
            match change:
                case Amend(issue=Issue() as new):
                    before = issues[new.id].options if new.id in issues else {}
                    issues[new.id] = _with(new, {**before, **new.options})
                case Amend(option=Option() as option, on=on):
                    issues[on] = _with(issues[on], {option.id: option})
    return evolve(agenda, issues=frozendict(issues))


def _with(issue: Issue, more: Mapping[str, Option], less: str = "") -> Issue:
    options = {i: o for i, o in {**issue.options, **more}.items() if i != less}
    return evolve(issue, options=frozendict(options))


def _amend_problem(table: Table, move: Amend) -> str:
    given = [one for one in (move.issue, move.option, move.constraint, move.drop) if one]
    if len(given) != 1:
        return "an amendment adds, rewords or drops one thing at a time"
    if bool(move.on) > bool(move.option or move.drop):
        return "only an option is added to an issue or dropped from it"
    if said := _part_problem(table.agenda, move):
        return said
    agenda = amended(table.agenda, move)
    if agenda == table.agenda:
        return "the agenda says that already"
    for issue, option in table.settled.items():
        if not answers.fits(agenda, {issue: option}):
            return f"issue {issue} is settled"
    if not answers.fits(agenda, table.settled):
        return "what is settled takes that combination"
    return ""


def _part_problem(agenda: Agenda, move: Amend) -> str:
    """Return in a clause what is wrong with the thing itself; nothing if it can stand."""
    match move:
        case Amend(issue=Issue() as new):
            if not new.id or not new.choices:
                return "a new issue needs an id and at least one option"
            bad = [one for one in (new.id, *new.options) if not is_name(one)]
            return f"{bad[0]!r} cannot be an id: {NAME_RULE}" if bad else ""
        case Amend(constraint=Exclusion() as one):
            if not one.id or not one.never:
                return "a constraint needs an id, and names options"
            if not is_id(one.id):
                return f"{one.id!r} cannot be the id of a constraint: {ID_RULE}"
            fits = one.within(agenda) == one
            return "" if fits else "the constraint names what is not on the agenda"
        case Amend(on="", drop=drop) if drop in agenda.issues:
            return "" if len(agenda.issues) > 1 else "an agenda needs at least one issue"
        case Amend(on="", drop=drop) if drop:
            known = drop in [one.id for one in agenda.constraints]
            return "" if known else f"the agenda has no issue or constraint {drop}"
        case Amend(option=Option(id="")):
            return "an option needs an id"
        case Amend(option=Option(id=id_)) if not is_name(id_):
            return f"{id_!r} cannot be an id: {NAME_RULE}"
    issue = agenda.issues.get(move.on)
    if issue is None:
        return f"there is no issue {move.on or 'named'} on the agenda"
    if issue.span is not None:
        return f"the options of issue {issue.id} are numbers: put it anew with another span"
    if move.drop and move.drop not in issue.options:
        return f"issue {issue.id} has no option {move.drop}"
    if move.drop and len(issue.options) == 1:
        return f"issue {issue.id} needs at least one option"
    return ""
