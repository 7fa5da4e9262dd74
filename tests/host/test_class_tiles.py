"""Tables at a glance: facts of each, once a move, and those to be looked at before others."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.host.people import example, hosted, sit
from tests.talks.build import table

from accord.host.class_tiles import _PHASES, _STEPS, STILL, Tile, moves_without_news
from accord.host.classroom import ClassPlan
from accord.host.held_table import HeldTable
from accord.host.host import Host
from accord.host.host_seats import INSTRUCTOR
from accord.host.pages.in_class import by_rank, class_tiles
from accord.talks import (
    Accept,
    Phase,
    Propose,
    Reject,
    State,
    Withdraw,
    open_table,
    rule_sets,
)
from accord.talks.procedure import procedure
from accord.testing.random_talks import walk


class _Clock:
    """Stands still until it is put on."""

    def __init__(self) -> None:
        self.now = datetime(2033, 9, 30, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)


@pytest.fixture
def clock() -> _Clock:
    return _Clock()


@pytest.fixture
def host(tmp_path: Path, clock: _Clock) -> Iterator[Host]:
    plan = ClassPlan(tables=4, rounds=5)
    with hosted(example(tmp_path, "sarn-river"), class_plan=plan, clock=clock) as opened:
        yield opened


def shown(host: Host) -> dict[str, Tile]:
    """Return the tables at a glance, by their ids."""
    return {one.id: one for one in class_tiles(host)}


def held(host: Host, one: str) -> HeldTable:
    return next(each for each in host.tables if each.id == one)


def offer(at: HeldTable, last: int = 0) -> Propose:
    """Return an offer of each first option, but of the last issue another one."""
    issues = [*at.table.agenda.issues.values()]
    deal = {one.id: next(iter(one.choices)) for one in issues}
    return Propose(deal=deal | {issues[-1].id: [*issues[-1].choices][last]})


def test_time_runs_from_a_persons_first_move_and_not_in_a_pause(
    host: Host, clock: _Clock
) -> None:
    one, two = held(host, "1"), held(host, "2")
    two.seat_program("arven", "hard-headed", "Ann")
    two.let_programs_play("Ann")
    clock.wait(5)
    one.move("arven", offer(one), "Ada", "")
    two.play(two.programs["arven"], offer(two), len(two.table.events))
    one.set_deadline(clock.now + timedelta(minutes=30), "An answer", "Ann")
    clock.wait(3)
    one.pause(True, "Ann")
    clock.wait(20)
    first = shown(host)["1"]
    assert first.lasts == first.waits == timedelta(minutes=3)
    assert first.left == timedelta(minutes=27) and first.why == "An answer"
    one.pause(False, "Ann")
    clock.wait(4)
    found = shown(host)
    assert "23 min left: An answer" in _plain(sit(host, INSTRUCTOR).get("/class"))
    assert found["1"].lasts == found["1"].waits == timedelta(minutes=7)
    assert found["2"].lasts is None and two.table.moves  # a program starts no clock
    one.move("belmar", Withdraw(), "Bo", "")
    clock.wait(60)
    assert shown(host)["1"].lasts == timedelta(minutes=7)


def test_who_is_there_and_who_is_missing(host: Host, clock: _Clock) -> None:
    sit(host, "1/arven", "Ada")
    sit(host, "1/belmar", "")
    held(host, "2").seat_program("belmar", "hard-headed", "Ann")
    (arven, belmar), (nobody, program) = shown(host)["1"].seats, shown(host)["2"].seats
    assert (arven.people, belmar.people, belmar.nameless) == (("Ada",), (), 1)
    assert nobody.missing and nobody.gone is None
    assert program.program == "hard-headed" and not program.missing
    clock.wait(3)
    left = shown(host)["1"].seats[0]
    assert left.missing and left.gone == clock.now - timedelta(minutes=3)
    ada = host.doors.sittings("1/arven")[0]
    with host.buckets.stream(ada.id):  # a page that is open keeps itself current
        assert not shown(host)["1"].seats[0].missing
    page = sit(host, INSTRUCTOR, "Ann").get("/class")
    assert "Arven: nobody, last here " in _plain(page)


def _plain(page: str) -> str:
    return page.replace("<bdi>", "").replace("</bdi>", "")


def test_the_last_offer_is_told_by_what_it_changed(host: Host) -> None:
    one = held(host, "1")
    facts = shown(host)["1"].facts
    assert (facts.offer, facts.awaited, facts.closed) == ("", ("arven",), 0)
    one.move("arven", offer(one), "Ada", "")
    facts = shown(host)["1"].facts
    assert facts.first and len(facts.changed) == facts.issues
    assert facts.awaited == ("belmar",)
    one.move("belmar", Reject(), "Bo", "")
    one.move("belmar", offer(one, 1), "Bo", "")
    one.move("arven", Reject(), "Ada", "")
    one.move("arven", offer(one, 1), "Ada", "")
    facts = shown(host)["1"].facts
    last = [*one.table.agenda.issues.values()][-1]
    named = (last.name, [*last.choices.values()][1].name)
    assert (facts.offer, facts.first, facts.changed) == ("arven", False, (named,))
    one.move("belmar", Accept(), "Bo", "")
    facts = shown(host)["1"].facts
    assert facts.over and facts.deal and facts.closed == facts.issues


def test_facts_are_worked_out_once_a_move(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    from accord.host import class_tiles as module

    facts = module.table_facts

    def counted(one: HeldTable, *given: Any) -> Any:
        made.append(one.id)
        return facts(one, *given)

    monkeypatch.setattr(module, "table_facts", counted)
    for _ in range(3):
        shown(host)
    held(host, "3").move("arven", State(text="Good morning."), "Ada", "")
    shown(host)
    assert made == ["1", "2", "3", "4", "3"]


def test_tables_to_be_looked_at_stand_before_others(host: Host, clock: _Clock) -> None:
    held(host, "1").pause(True, "Ann")
    held(host, "2").move("arven", Withdraw(), "Ada", "")
    for seat in ("3/arven", "3/belmar", "4/belmar"):
        sit(host, seat, "Bo")
    assert [one.id for one in by_rank(class_tiles(host))] == ["4", "3", "1", "2"]
    ann = sit(host, INSTRUCTOR, "Ann")
    order = [
        _plain(ann.get(path)).split("<article")[1:]
        for path in ("/class", "/class?order=number")
    ]
    assert [[one.split("/class/")[1][0] for one in each] for each in order] == [
        ["4", "3", "1", "2"],
        ["1", "2", "3", "4"],
    ]
    assert ann.get("/class?show=missing").count("<article") == 2
    assert ann.get("/class?show=over").count("<article") == 1
    assert ann.get("/class?show=nonsense").count("<article") == 4


def test_nothing_new_is_counted_in_moves(host: Host) -> None:
    one = held(host, "1")
    one.move("arven", offer(one), "Ada", "")
    for said in range(STILL):
        assert not shown(host)["1"].still
        one.move("belmar", State(text=f"No ({said})."), "Bo", "")
    assert shown(host)["1"].facts.still == STILL and shown(host)["1"].still
    one.move("belmar", Reject(), "Bo", "")
    one.move("belmar", offer(one, 1), "Bo", "")
    assert shown(host)["1"].facts.still == 0


@pytest.mark.parametrize("name", rule_sets())
@given(seed=st.integers(0, 2**16))
def test_under_all_rules_the_step_has_words_and_nothing_new_counts_moves(
    name: str, seed: int
) -> None:
    rules = rule_sets()[name]
    tables = walk(open_table(table(rules(), mediator="envoy").setup), Random(seed), 12)
    for at in tables:
        assert at.stage in _STEPS
        assert at.phase in _PHASES or at.phase is Phase.TALKS
        assert 0 <= moves_without_news(at.events) <= at.moves
    assert {row.stage for row in procedure(tables[0]).rows} <= {*_STEPS, *map(str, Phase)}
