"""Check that a rule set keeps to the contract."""

import pickle
from collections.abc import Iterator, Mapping
from random import Random
from typing import NoReturn

import attrs
from frozendict import frozendict

from accord.model import Agenda, Issue, Option
from accord.talks import (
    MOTIONS,
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
from accord.talks.transitions import ANY, COMMON, step
from accord.testing.cases import variants
from accord.testing.random_talks import accepted, walk

WALKS = 3
"""How many random talks are walked for every variant and setup: of so many, some agree."""

_FACTUAL = ("propose", "accept")
"""The kinds of move of which the facts of a rule set say something."""

_MEDIATOR = "envoy"


def check_rules(kind: type[Rules]) -> None:
    """Check that a rule set keeps to the contract, by random talks under it.

    It is a frozen value that can be pickled, is found by its name, and stands in a log; every
    row of its procedure names kinds of moves and steps that there are; what is legal can be
    done, and leads where its rows say; somebody is awaited where it takes turns; its limits
    and the facts it states hold; a log of it can be replayed, read and audited; and nothing is
    agreed that somebody did not propose or accept.

    Args:
        kind: The rule set.

    Raises:
        AssertionError: With a sentence that says what does not hold, and where.
    """
    _check_class(kind)
    for rules in (*variants(kind, rounds=4, moves=60), *variants(kind, sessions=3)):
        _check_value(rules)
        for setup in _setups(rules):
            for seed in range(WALKS):
                for table in walk(open_table(setup), Random(seed), steps=30):
                    _check_table(table)
                _check_log(table)


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
    found, here = {"ended"}, step(table)
    in_talks = table.phase is Phase.TALKS
    for row in (*COMMON, *own.rows):
        stands = row.stage == here or (row.stage == ANY and in_talks)
        if stands and row.role is table.seating.by_id[seat].role and row.kind == kind:
            found.update(row.leads or (here,))
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
    moved = 0
    for event in before:
        what, options = event.what, frozendict[str, str]()
        moved += isinstance(what, MOTIONS)
        match what:
            case Propose():
                options = named[what.id] = what.deal
            case Suggest():
                named[moved] = what.deal
            case Settle():
                options = named[moved] = what.options
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
