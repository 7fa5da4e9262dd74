"""What a side does at a table that others do not hear changes no byte of what they are sent.

Two hosts hold the same table of three parties. The same moves are made at both, through the
forms; at one of them a side also talks to itself, to its capital, to the mediator or to another
side, answers otherwise under seal, and has another mandate and other marks from the start.
"""

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from random import Random

import pytest
from attrs import define, field
from frozendict import frozendict
from tests.host.guard.secrets_of import CANARY
from tests.host.guard.walking import STILL, Answered, Browser, Twins, hosted, parts
from tests.host.people import example
from tests.host.test_move_forms import filled, form_of

from accord.errors import IllegalMove
from accord.host.held_table import HeldTable
from accord.host.host import Host
from accord.talks import (
    Carriage,
    Caucus,
    Event,
    Instruct,
    Move,
    Options,
    Propose,
    Refer,
    Resume,
    State,
    Table,
    after,
    legal,
    rule_sets,
)
from accord.testing import random_talks

ALL = os.environ.get("GUARD") == "all"
"""Whether more is played, and all pages are held after each move: `make chaos` says so."""
STEPS = 24 if ALL else 9
SEEDS = range(3) if ALL else range(1)
RULES = [*rule_sets(), "sealed:shown=no"]

OWN, CAPITAL, OTHER, THIRD = "ridge", "ridge/capital", "river", "orchard"
WATCHING = (OTHER, "clinic", "projector")
"""Who never hears what the side does for itself: another side, an observer, the screen."""
ALONE = ("own side", "referral", "instruction")
"""What a side does that nobody hears beside it."""
ALONE_UNTIL = 3
"""How many moves are made before it does anything else, so that all others look until then."""
MOVING = (OWN, CAPITAL, THIRD, "river/capital", "mediator")
TABLE = "/tables/plenary"
PAGES = (
    *(f"{TABLE}/screen", f"{TABLE}/room", f"{TABLE}/capital", "/tables", "/for-you"),
    *("/wire/tables", f"/wire{TABLE}"),
    *("/papers", "/record", "/brief", "/timeline", "/agreements", f"/search?q={CANARY}"),
)
"""What is looked at beside the table: all of it at last, a page a move until then."""
_MANDATE = """\
party: ridge
held_by: ridge
as_of: 2033-09-14
basis: {canary}
mandate: {{length: [{length}]}}
marks:
  scope: {{road: {road}, town: can live with}}
"""


def folder(to: Path, own: bool) -> Path:
    """Write a folder; one in which a side has more written down for itself, and otherwise."""
    made = example(to)
    process = made / "process.yaml"
    process.write_text(process.read_text() + "\nreaders: {clinic: [table]}\n")
    private = made / "private" / OWN / "interests"
    private.mkdir(parents=True)
    length, road = ("season, open", "cannot") if own else ("harvest, season, open", "want")
    said = {"canary": CANARY * (1 + own), "length": length, "road": road}
    (private / "own.yaml").write_text(_MANDATE.format(**said))
    return made


def some_deals(table: Table) -> Iterator[Options]:
    """Yield some deals, whole and in part: there are too many to try them all."""
    issues = table.agenda.issues
    for shift in range(3):
        deal = {
            one.id: [*one.choices][min(shift, len(one.choices) - 1)] for one in issues.values()
        }
        yield frozendict(deal)
        yield frozendict([*deal.items()][shift : shift + 2])


@define
class TwoTables:
    """The same table at two hosts, where a side does more at the other than at the one."""

    hosts: tuple[Host, Host]
    at: list[datetime]
    twins: dict[str, Twins] = field(factory=dict)
    tokens: dict[str, str] = field(factory=dict)
    sent: int = 0
    told: set[str] = field(factory=lambda: {OWN})
    kinds: set[str] = field(factory=set)

    def sit(self, rules: str) -> None:
        """Let all come in, and the mediator open the table."""
        for seat in (*WATCHING, *MOVING):
            self.twins[seat] = Twins(*(Browser.at(host, seat, "Kim") for host in self.hosts))
        mediator = self.twins["mediator"]
        token = _token(mediator.ask("GET", "/tables"))
        chosen = ["clinic", CAPITAL, "river/capital", "mediator"]
        opened = {"id": ["plenary"], "rules": [rules], "seats": chosen, "token": [token]}
        assert mediator.ask("POST", "/tables", opened).status == 303
        for seat, both in self.twins.items():
            self.tokens[seat] = _token(both.one.ask("GET", TABLE))
            assert self.tokens[seat] == _token(both.other.ask("GET", TABLE))
        self.release(mediator, [OWN, *WATCHING])

    @property
    def unaware(self) -> list[str]:
        """Who has heard nothing of what the side does at the other host alone."""
        seating = self.tables[1].seating
        return [one for one in self.twins if seating.by_id[one].ear not in self.told]

    @property
    def tables(self) -> tuple[Table, Table]:
        one, other = (next(iter(host.tables)).table for host in self.hosts)
        return one, other

    def form(self, table: Table, seat: str, move: Move) -> dict[str, list[str]]:
        """Return what a browser sends of a move."""
        typed = filled(form_of(table, seat, move.kind), move, table)
        return {one: [*values] for one, values in typed.items()} | self.hidden(seat, move.kind)

    def hidden(self, seat: str, kind: str) -> dict[str, list[str]]:
        self.sent += 1
        return {"kind": [kind], "token": [self.tokens[seat]], "once": [f"{self.sent:032}"]}

    def release(self, browser: Twins | Browser, to: list[str]) -> None:
        """Let the mediator release a paper."""
        sent = self.hidden("mediator", "") | {"title": ["A paper"], "text": ["Words"], "to": to}
        assert browser.ask("POST", "/papers", sent).status == 303

    def secretly(self, random: Random, tells: bool) -> None:
        """Let the side do something at the other host that others do not hear.

        Args:
            random: What is done.
            tells: Whether it may tell the mediator, or another side.
        """
        _, table = self.tables
        found = [one for one in secrets(table) if tells or one[0] in ALONE]
        if not found:
            return
        labels = {label for label, _, _ in found}
        kind = random.choice(sorted(labels - self.kinds or labels))
        label, seat, move = random.choice([one for one in found if one[0] == kind])
        self.at[0] += timedelta(minutes=1)
        answer = self.twins[seat].other.ask(
            "POST", f"{TABLE}/move", self.form(table, seat, move)
        )
        assert answer.status == 303, answer.body
        self.kinds.add(label)
        if tells and "paper" not in self.kinds:
            self.kinds.add("paper")
            self.told.add("mediator")
            self.release(self.twins["mediator"].other, [OWN])
        self.told |= {ear for event in new(table, self.tables[1]) for ear in event.heard}

    def together(self, random: Random, number: int) -> bool:
        """Make the same move at both hosts; return whether there was one."""
        one, other = self.tables
        for tried in range(30):
            chosen = FIXED.get(number) if not tried else random_talks.choose(one, random)
            if chosen is None:
                continue
            seat, move = chosen
            moves = (move, otherwise(one, other, seat, move, random))
            if self.judged(seat, moves):
                break
        else:
            return False
        self.at[0] += timedelta(minutes=1)
        if moves[0] != moves[1]:
            self.kinds.add(f"sealed {move.kind}")
        both = self.twins[seat]
        first = self.form(one, seat, moves[0])
        if seat in self.unaware:
            both.ask("POST", f"{TABLE}/move", first)
        else:
            second = first if moves[0] == moves[1] else self.form(other, seat, moves[1])
            assert both.one.ask("POST", f"{TABLE}/move", first).status == 303
            assert both.other.ask("POST", f"{TABLE}/move", second).status == 303
        return True

    def judged(self, seat: str, moves: tuple[Move, Move]) -> bool:
        """Whether these moves are the same to all who do not hear what the side does alone.

        What comes of sealed answers is for all: where they differ, it must not. Whoever was
        told something may do with it what it likes, but not here.
        """
        one, other = self.tables
        try:
            then = after(one, seat, moves[0])
        except IllegalMove:
            return False
        try:
            else_ = after(other, seat, moves[1])
        except IllegalMove:
            # The mandate or what was told forbids it: who knows of neither finds no difference.
            return seat in self.unaware
        if one.setup.rules.secret_answers and (then.deal, then.pending, then.phase) != (
            else_.deal,
            else_.pending,
            else_.phase,
        ):
            return False
        # What all hear is held to each other as they hear it, what it is called too.
        made = (
            [(each.what.kind, each.heard, each.heard and each.what) for each in new(*pair)]
            for pair in ((one, then), (other, else_))
        )
        same = next(made) == next(made)
        return same or moves[0] != moves[1] or seat in self.unaware

    def look(self, pages: tuple[str, ...], number: int, every: bool = ALL) -> None:
        """Hold all that is sent to those who hear nothing to each other.

        Args:
            pages: What is opened beside the table.
            number: How often was looked before.
            every: Whether all look, else the other side and the others in turn.
        """
        unaware = self.unaware
        turn = unaware[number // 2 % len(unaware)] if number % 2 else OTHER
        for seat in unaware:
            stands = [
                [host.position(host.seats[seat], of) for of in ("", "plenary")]
                for host in self.hosts
            ]
            assert stands[0] == stands[1], f"the stream of {seat}"
            if not (every or seat == turn):
                continue
            for page in (TABLE, *pages):
                answer = self.twins[seat].ask("GET", page)
                if "search" not in page:  # it says what was looked for
                    assert CANARY.encode() not in answer.body.lower(), (seat, page)
            kind, typed = REFUSED[number % len(REFUSED)]
            sent = self.hidden(seat, kind) | {name: [value] for name, value in typed.items()}
            refused = self.twins[seat].ask("POST", f"{TABLE}/move", sent)
            assert refused.status in (404, 422) or seat not in WATCHING, (seat, kind, typed)
            wired = {"move": [json.dumps({"kind": kind, **typed})], "on": ["2"]}
            refused = self.twins[seat].ask("POST", f"/wire{TABLE}/move", sent | wired)
            assert refused.status in (404, 409, 422) or seat not in WATCHING, (seat, kind)


DEAL = {
    **{"scope": "road", "posts": "own", "fees": "own", "detainees": "none", "heavy": "stay"},
    **{"watch": "nobody", "breaches": "call", "length": "season"},
}
FIXED: dict[int, tuple[str, Move]] = {
    2: ("mediator", Resume()),
    3: ("mediator", Caucus(party=OWN)),
    4: ("mediator", Resume()),
    # What they are called, and their places, tell of no other.
    5: (OWN, Propose(deal=DEAL)),
    7: (THIRD, Propose(deal=DEAL)),
    14: ("mediator", Caucus(party=OTHER)),
    16: ("mediator", Resume()),
}
"""Moves that chance would seldom make, by how many were made before."""
REFUSED: tuple[tuple[str, dict[str, str]], ...] = (
    ("accept", {"proposal": "ridge>orchard.1"}),
    ("reject", {"proposal": "ridge>ridge.1"}),
    ("carry", {"note": "ridge>mediator.1", "to": OTHER}),
    ("ratify", {}),
    ("retract", {"proposal": "ridge.1"}),
    ("refer", {"proposal": "ridge>mediator.1"}),
    ("no-such-kind", {}),
)
"""Moves that nobody who watches can make, some of which guess what others have done."""


def _token(page: Answered) -> str:
    assert page.status == 200
    fields = (one for form in parts(page.body)[1] for one in form.fields)
    return next(value for name, _, value in fields if name == "token")


def new(before: Table, then: Table) -> tuple[Event, ...]:
    """Return the events that have happened since."""
    return then.events[len(before.events) :]


def secrets(table: Table) -> Iterator[tuple[str, str, Move]]:
    """Yield what a side can do now that no other hears but whom it tells, with its seat."""
    words = f"The {CANARY} is ours. " * 3
    option = next(some_deals(table))
    tried: list[tuple[str, str, Move]] = [
        ("own side", OWN, State(text=words, to=(OWN,))),
        ("own side", CAPITAL, State(text=words, to=(OWN,))),
        *(("referral", OWN, Refer(proposal=one.id, text=words)) for one in table.proposals),
        *(
            ("instruction", CAPITAL, Instruct(mandate=one, text=words))
            for one in random_talks.last_options(table)
        ),
        ("another side", OWN, State(text=words, to=(THIRD,))),
        ("proposal apart", OWN, Propose(deal=option, text=words, to=(THIRD,))),
        ("caucus", OWN, State(text=words)),
        *(
            ("mediator", OWN, State(text=words, to=("mediator",), deal=option, carriage=how))
            for how in Carriage
        ),
    ]
    for label, seat, move in tried:
        if move.kind not in legal(table, seat):
            continue
        try:
            made = new(table, after(table, seat, move))
        except IllegalMove:
            continue
        if all(one.heard and not {*WATCHING} & {*one.heard} for one in made):
            yield label, seat, move


def otherwise(one: Table, other: Table, seat: str, move: Move, random: Random) -> Move:
    """Return another sealed move of the side, of which others hear nothing; else the same."""
    rules = one.setup.rules
    sealed = rules.simultaneous and move.kind in ("propose", "accept", "reject")
    if seat != OWN or not sealed or (move.kind == "propose" and not rules.unseen):
        return move
    kinds = ("propose",) if move.kind == "propose" else ("accept", "reject")
    found = [
        each
        for kind in kinds
        for each in random_talks.accepted(other, seat, kind)
        if each != move
    ]
    return random.choice(found) if found else move


@contextmanager
def two_tables(at: Path, rules: str) -> Iterator[TwoTables]:
    """Open two hosts with the same table."""
    now = [STILL]
    with ExitStack() as opened:
        one, other = (
            opened.enter_context(hosted(folder(at / str(own), own), lambda: now[0]))
            for own in (False, True)
        )
        found = TwoTables((one, other), now)
        found.sit(rules)
        yield found


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("rules", RULES)
def test_what_a_side_does_for_itself_changes_no_byte_of_what_others_are_sent(
    rules: str, seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(random_talks, "deals", some_deals)
    random = Random(f"{rules} {seed}")
    with two_tables(tmp_path, rules) as both:
        turns = cycle(PAGES)
        for number in range(STEPS):
            both.secretly(random, number >= ALONE_UNTIL)
            if ALL:
                both.look(PAGES, 2 * number)
            if not both.together(random, number):
                break
            both.look(PAGES if ALL else (*islice(turns, 1),), number)
        both.look(PAGES, STEPS, True)
        assert both.kinds, "the side did nothing for itself"


def test_a_stream_that_counts_what_others_do_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def counted(table: HeldTable, _: str) -> int:
        return len(table.table.events)

    monkeypatch.setattr(HeldTable, "position", counted)
    with two_tables(tmp_path, "open-floor") as both:
        both.look((), 0)
        both.secretly(Random(0), tells=False)
        with pytest.raises(AssertionError, match="the stream of river"):
            both.look((), 1)
