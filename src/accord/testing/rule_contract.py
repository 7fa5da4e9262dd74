"""Check that a rule set keeps to the contract."""

import pickle
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from random import Random
from traceback import extract_tb
from typing import NoReturn

import attrs
from frozendict import frozendict

from accord.discovery import failure
from accord.model import Agenda, Issue, Option
from accord.talks import (
    MOVES,
    Accept,
    Agreed,
    CommonGround,
    Consent,
    Event,
    Initialled,
    Move,
    Phase,
    Propose,
    Revealed,
    Rules,
    Settle,
    Setup,
    Suggest,
    Table,
    after,
    audit,
    decide,
    evolve,
    legal,
    open_table,
    read,
    replay,
    rule_sets,
    seats,
    write,
)
from accord.talks.procedure import Procedure, has_procedure, procedure_of
from accord.talks.transitions import ANY, COMMON, OUT, step
from accord.testing.cases import variants
from accord.testing.random_talks import accepted, walk

WALKS = 3
"""How many random talks are walked for every variant and setup: of so many, some agree."""

MOST_WALKS = 40
"""How many at most, where in fewer something that has to happen did not."""

_FACTUAL = ("propose", "accept")
"""The kinds of move of which the facts of a rule set say something."""

_MEDIATOR = "envoy"


def check_rules(kind: type[Rules]) -> None:
    """Check that a rule set keeps to the contract, by random talks under it.

    It is a frozen value that can be pickled, is found by its name, and stands in a log; every
    row of its procedure names kinds of moves and steps that there are; what is legal can be
    done, and leads where its rows say; somebody is awaited where it takes turns; its limits
    and the facts it states hold; a log of it can be replayed, read and audited; nothing is
    agreed that somebody did not propose or accept; and in some walk every step of its rows is
    reached and left, a deal is made, and a round ends, where rounds end by themselves.

    Args:
        kind: The rule set.

    Raises:
        AssertionError: With a sentence that says what does not hold, and where.
    """
    _check_class(kind)
    every = (*variants(kind, rounds=4, moves=60), *variants(kind, sessions=3))
    for rules in every:
        _check_value(rules)
    setups = [setup for rules in every for setup in _setups(rules)]
    lacking = _to_happen(kind)
    for seed in range(MOST_WALKS):
        if seed < WALKS or lacking:
            for setup in setups:
                lacking -= _happened(_walked(setup, seed))
    if lacking:
        what = "; ".join(sorted(lacking))
        raise AssertionError(f"Under {kind.name}, in no random talk {what}.")


def _to_happen(kind: type[Rules]) -> set[str]:
    """Return in words all that has to happen in some talk."""
    stages = {row.stage for row in procedure_of(kind).rows}
    found = {f"was the step '{one}' {how}" for one in stages for how in ("reached", "left")}
    found.add("was there a deal")
    if kind.takes_turns and not kind.chair_ends_rounds:
        found.add("did a round end by itself")
    return found


def _happened(tables: Sequence[Table]) -> set[str]:
    """Return in the same words what happened in some talks, by moves of the rule set's rows."""
    found = set()
    for before, table in pairwise(tables):
        here, there = step(before), step(table)
        found.add(f"was the step '{here}' reached")
        own = {r.kind for r in procedure_of(type(table.setup.rules)).rows if r.stage == here}
        if table.events[len(before.events)].kind in own:
            if there not in (here, Phase.ENDED.value):
                found.add(f"was the step '{here}' left")
            if table.round > before.round:
                found.add("did a round end by itself")
            if table.phase in (Phase.CAPITALS, Phase.AGREED):
                found.add("was there a deal")
    return found


def _walked(setup: Setup, seed: int) -> list[Table]:
    """Return the tables of random talks, each of them checked."""
    try:
        tables = walk(open_table(setup), Random(seed), steps=30)
        for table in tables:
            _check_table(table)
        _check_log(table)
    except AssertionError:
        raise
    except Exception as error:
        frame = extract_tb(error.__traceback__)[-1]
        raise AssertionError(
            f"Under {setup.rules!r} something fails: {failure(error)} (in {frame.name}, "
            f"{Path(frame.filename).name} line {frame.lineno}). A hook returns a dict of the "
            "fields of the table that change, never None."
        ) from error
    return tables


def _check_class(kind: type[Rules]) -> None:
    _require(has_procedure(kind), f"{kind.__name__} has no procedure.")
    for word in ("name", "title"):
        held = isinstance(getattr(kind, word, None), str)
        _require(held, f"{kind.__name__} has no {word}.")
    found = rule_sets().get(kind.name)
    _require(found is kind, f"{kind.__name__} is not found by its name, '{kind.name}'.")
    own = procedure_of(kind)
    rows = own.rows
    stages = {row.stage for row in rows}
    known = {*stages, *(phase.value for phase in Phase)}
    for row in rows:
        where = f"The row of {kind.name} for '{row.kind}' in '{row.stage}'"
        _require(row.kind in MOVES, f"{where} is about no kind of move.")
        if row.kind in ("propose", "accept", "reject"):
            hook = getattr(type(own), row.kind)
            _require(hook is not getattr(Procedure, row.kind), f"{where} has no hook.")
        strange = [one for one in row.leads if one not in known]
        _require(not strange, f"{where} leads to {strange}, which is no step.")


def _check_value(rules: Rules) -> None:
    name = rules.name
    _require(
        attrs.has(type(rules)), f"{name} is no attrs class: decorate it with attrs.frozen."
    )
    same = attrs.evolve(rules)
    _require(same == rules and hash(same) == hash(rules), f"Two {name} alike are not equal.")
    _require(pickle.loads(pickle.dumps(rules)) == rules, f"{name} is not the same pickled.")


def _setups(rules: Rules) -> Iterator[Setup]:
    agenda = Agenda(
        issues=frozendict(
            {
                issue: Issue(
                    id=issue,
                    name=issue,
                    options=frozendict({o: Option(o, o) for o in options}),
                )
                for issue, options in {"border": "ab", "water": "abc"}.items()
            }
        )
    )
    narrow = {"alba": frozendict({"water": ("a", "b")})}
    for parties, principals, chair in (
        (("alba", "brae"), False, ""),
        (("alba", "brae", "cora"), True, _MEDIATOR),
    ):
        mediator = _MEDIATOR if rules.needs_mediator else chair
        yield Setup(
            agenda=agenda,
            seats=seats(parties, principals=principals, mediator=mediator),
            rules=rules,
            mandates=narrow,
        )


def _check_table(table: Table) -> None:
    """Check what holds at every table."""
    rules = table.setup.rules
    for seat in table.seating.seats:
        for kind in legal(table, seat.id):
            move = next(accepted(table, seat.id, kind), None)
            if move is None:
                _fail(table, f"'{kind}' is legal for {seat.id}, and no such move is taken")
            _check_move(table, seat.id, move)
            for more in accepted(table, seat.id, kind) if kind in _FACTUAL else ():
                _check_facts(table, more)
    for one in table.awaited:
        if not legal(table, one):
            _fail(table, f"{one} is awaited and can do nothing")
    talking = table.phase is Phase.TALKS
    if talking and rules.takes_turns and not table.awaited:
        _fail(table, "nobody is awaited, though the rules take turns")
    if rules.in_order and talking and len(set(table.turn)) < len(table.turn):
        _fail(table, "somebody is awaited twice")
    for reached, most in ((table.round, rules.rounds), (table.session, rules.sessions)):
        if most is not None and reached > most and table.phase is not Phase.CAPITALS:
            _fail(table, f"the limit of {most} is passed")


def _check_move(table: Table, seat: str, move: Move) -> None:
    """Check that a move leads where its row says, and leaves the table alone."""
    log = table.events
    events = decide(table, seat, move)
    folded = table
    for event in events:
        folded = evolve(folded, event)
    if folded != after(table, seat, move) or table.events != log:
        _fail(table, f"the events of '{move.kind}' do not make the table that follows from it")
    if step(folded) not in _leads(table, seat, move.kind):
        _fail(table, f"'{move.kind}' of {seat} leads to '{step(folded)}', which no row says")


def _leads(table: Table, seat: str, kind: str) -> set[str]:
    """Return the steps to which the rows say a move can lead; a limit may always end talks."""
    own = procedure_of(type(table.setup.rules))
    place = table.seating.by_id[seat]
    found, here = {"ended"}, step(table, place)
    in_talks = table.phase is Phase.TALKS and here != OUT
    for row in (*COMMON, *own.rows):
        stands = row.stage == here or (row.stage == ANY and in_talks)
        if stands and row.role is place.role and row.kind == kind:
            found.update(row.leads or (step(table),))
    return {*found, table.stage, own.start(table)["stage"]} if ANY in found else found


def _check_log(table: Table) -> None:
    """Check what holds of whole talks."""
    log = table.events
    if replay(log) != table or read(write(log)) != log:
        _fail(table, "the log does not make the table again")
    if (stray := audit(log)) is not None:
        _fail(table, f"event {stray[0]} does not follow: {stray[1]}")
    for place, event in enumerate(log):
        if isinstance(event.what, CommonGround):
            _check_consent(table, log[:place], event.what.options)
        elif isinstance(event.what, Initialled | Agreed):
            _check_consent(table, log[:place], event.what.deal)


def _check_consent(table: Table, before: tuple[Event, ...], deal: Mapping[str, str]) -> None:
    """Check that every delegation in the room proposed or accepted what was agreed."""
    named: dict[str | int, Mapping[str, str]] = {}
    stood: dict[str, set[tuple[str, str]]] = {party: set() for party in table.setup.parties}
    for event in before:
        what, options = event.what, frozendict[str, str]()
        match what:
            case Propose():
                options = named[what.id] = what.deal
            case Revealed(proposals=proposals):
                named |= {one.id: one.deal for one in proposals}
            case Suggest(motion=int(number)):
                named[number] = what.deal
            case Settle(motion=int(number)):
                options = named[number] = what.options
            case Accept():
                for one in (what.proposal, *what.also):
                    wanted = what.issues or named[one]
                    options |= {i: o for i, o in named[one].items() if i in wanted}
            case Consent():
                options = frozendict(named.get(what.motion or 0, {}))
        if event.seat in stood:
            stood[event.seat].update(options.items())
    for party in replay(before).seating.delegations:
        if lacking := {*deal.items()} - stood[party]:
            _fail(
                table,
                f"{party} never proposed or accepted what was agreed on {min(lacking)[0]}",
            )


def _check_facts(table: Table, move: Move) -> None:
    """Check of a move that is taken that the facts of the rule set let it be."""
    rules = table.setup.rules
    if isinstance(move, Accept) and move.issues and not rules.parts:
        _fail(table, "a part is accepted, though `parts` is not set")
    if isinstance(move, Accept) and move.also and not rules.several_accepted:
        _fail(table, "several are accepted, though `several_accepted` is not set")
    if isinstance(move, Propose) and move.final and not rules.votes:
        _fail(table, "a text is put to the vote, though `votes` is not set")


def _fail(table: Table, sentence: str) -> NoReturn:
    rules, number = table.setup.rules, len(table.events)
    raise AssertionError(f"Under {rules!r}, after event {number}: {sentence}.")


def _require(holds: bool, sentence: str) -> None:
    if not holds:
        raise AssertionError(sentence)
