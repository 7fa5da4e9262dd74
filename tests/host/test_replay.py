"""A table is seen again as it was, and goes on from any moment; the first stays as it is."""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.host.people import example, hosted, sit
from tests.host.test_held_tables import OPEN, seat, two_sides
from tests.strategies import few
from tests.talks.build import KINDS, NAMES, setups

from accord.errors import AccordError
from accord.host.bell import Bell
from accord.host.classroom import ClassPlan
from accord.host.held_table import HeldTable
from accord.host.held_tables import HeldTables
from accord.host.host import Host
from accord.host.host_seats import INSTRUCTOR
from accord.store import Store, verify
from accord.talks import (
    Accept,
    Propose,
    Refer,
    Reject,
    Rules,
    Setup,
    State,
    Table,
    View,
    evolve,
    legal,
    open_table,
    view,
)
from accord.testing.random_talks import accepted

GROUP = seat("ridge", "1")


def wander(held: HeldTable, seed: int, moves: int) -> None:
    """Make moves that the table accepts, of whoever may make any."""
    random = Random(seed)
    for _ in range(moves):
        table = held.table
        able = [one.id for one in table.setup.seats if legal(table, one.id)]
        if not able:
            return
        mover = random.choice(able)
        kind = random.choice(legal(table, mover))
        found = next(accepted(table, mover, kind), None)
        if found is not None:
            held.move(mover, found, mover, "")


def states(held: HeldTable) -> Iterator[Table]:
    """Yield the table after each event, made without the log of the store."""
    events = held.table.events
    table = open_table(held.table.setup)
    yield table
    for event in events[1:]:
        table = evolve(table, event)
        yield table


@pytest.mark.parametrize(("cls", "fields"), KINDS, ids=NAMES)
def test_a_table_is_as_it_was_and_each_seat_saw_it_so(
    cls: type[Rules], fields: dict[str, Any]
) -> None:
    @few(4)
    @given(setup=setups(cls, **fields), seed=st.integers(0, 999))
    def check(setup: Setup, seed: int) -> None:
        with TemporaryDirectory() as at, Store.open(Path(at) / "s.sqlite") as store:
            held = HeldTables(store, Bell()).open("1", setup, "", recorded=False, group="1")
            saw: dict[tuple[str, int], View] = {}
            for step in range(6):
                wander(held, seed + step, 1)
                for one in held.table.seating.by_id:
                    saw[one, len(held.table.events)] = held.seen(one).view
            for number, was in enumerate(states(held), 1):
                assert held.at(number) == was
            for (one, number), what in saw.items():
                assert view(held.at(number), one) == what
                heard = [line for line in held.lines_heard(one) if line <= number]
                assert len(heard) == len(what.heard)

    check()


@pytest.mark.parametrize(("cls", "fields"), KINDS, ids=NAMES)
def test_a_branch_goes_on_from_there_and_the_first_table_stays(
    cls: type[Rules], fields: dict[str, Any]
) -> None:
    @few(4)
    @given(setup=setups(cls, **fields), seed=st.integers(0, 999), part=st.floats(0, 1))
    def check(setup: Setup, seed: int, part: float) -> None:
        with TemporaryDirectory() as at, Store.open(Path(at) / "s.sqlite") as store:
            tables = HeldTables(store, Bell())
            held = tables.open("1", setup, "", recorded=False, group="1")
            wander(held, seed, 8)
            before, log = held.table, [*store.export("table/1")]
            number = 1 + round(part * (len(before.events) - 1))
            try:
                made = tables.branch("1", number, "Ann")
            except AccordError as error:
                assert "over" in str(error)
                return
            assert made.branch is not None
            common = made.branch.at
            assert number <= common and made.table == held.at(common)
            assert made.table.due is None and made.id == "1b" and made.group == "1"
            wander(made, seed, 5)
            again = HeldTables(store, Bell())
            assert {one.id: one.table for one in again} == {"1": before, "1b": made.table}
            assert held.table == before and [*store.export("table/1")] == log
            assert verify(store.export("table/1b")) is None
            assert tables.times(made)[:common] == tables.times(held)[:common]

    check()


def at_table(tables: HeldTables) -> HeldTable:
    """Open a table of a class at which something was said in the room, and something apart."""
    held = tables.open("1", two_sides(), "the class", recorded=False, group="1")
    held.move("ridge", State(text="Among us", to=("ridge",)), "Oda", "")
    held.move("ridge", Propose(deal=OPEN), "Oda", "")
    held.move("river", Refer(text="May we?"), "Per", "")
    held.move("river", State(text="Give us an hour"), "Per", "")
    return held


def test_branches_are_called_after_their_group_and_have_branches(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store.sqlite") as store:
        tables = HeldTables(store, Bell())
        at_table(tables)
        tables.open("1c", two_sides(), "mediator")  # a table of the process has that name
        first = tables.branch("1", 3, "Ann", "k")
        assert tables.branch("1", 3, "Ann", "k") is first  # pressed twice
        first.move("river", Reject(), "Per", "")
        second = tables.branch("1b", 4, "Ann", "k")
        assert (first.id, second.id) == ("1b", "1d")
        assert second.branch is not None and second.branch.of == "1b"
        assert tables.times(second)[:3] == tables.times(tables.get("1", GROUP) or first)[:3]
        assert [one.id for one in tables.of(GROUP)] == ["1", "1b", "1d"]
        with pytest.raises(AccordError, match="no table 'plenary' of a class"):
            tables.branch("plenary", 1, "Ann")
        with pytest.raises(AccordError, match="no table '1c' of a class"):
            tables.branch("1c", 1, "Ann")
        with pytest.raises(AccordError, match="has the number 99"):
            tables.branch("1", 99, "Ann")
        first.move("river", Propose(deal=OPEN), "Per", "")
        first.move("ridge", Accept(), "Oda", "")
        assert first.table.over
        with pytest.raises(AccordError, match="choose an earlier"):
            tables.branch("1b", len(first.table.events), "Ann")


def test_where_a_branch_begins_counts_what_the_seat_has_heard(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store.sqlite") as store:
        tables = HeldTables(store, Bell())
        at_table(tables)
        made = tables.branch("1", 4, "Ann")
        assert {one: made.goes_on_from(one) for one in ("ridge", "river", "mediator")} == {
            "ridge": 3,
            "river": 3,
            "mediator": 2,
        }


def test_two_processes_give_two_branches_two_names(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store.sqlite") as one, Store.open(one.name) as other:
        here = HeldTables(one, Bell())
        at_table(here)
        there = HeldTables(other, Bell())
        assert here.branch("1", 2, "Ann").id == "1b"
        made = there.branch("1", 3, "Ben")  # it has not heard of the first
        assert made.id == "1c"
        here.catch_up("1c")
        found = here.get("1c", GROUP)
        assert found is not None and found.branch == made.branch and found.table == made.table
        # What was pressed once is done once, whichever process is asked.
        assert here.branch("1", 2, "Ann", "key").id == "1d"
        assert there.branch("1", 2, "Ann", "key").id == "1d"
        there.catch_up("1b")
        made.move("river", Reject(), "Per", "")
        found.catch_up()
        assert found.table == made.table


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    plan = ClassPlan(tables=2, rounds=5)
    with hosted(example(tmp_path, "sarn-river"), class_plan=plan) as opened:
        held = next(opened.tables.of_class("2"))
        issues = held.table.agenda.issues
        whole = {one: next(iter(issue.choices)) for one, issue in issues.items()}
        held.move("belmar", State(text="Our floor is low", to=("belmar",)), "Per", "")
        held.move("arven", Propose(deal=whole), "Oda", "")
        yield opened


def plain(page: str) -> str:
    return page.replace("<bdi>", "").replace("</bdi>", "")


def test_whoever_teaches_reads_all_of_a_table_and_who_heard_what(host: Host) -> None:
    page = plain(sit(host, INSTRUCTOR, "Ann").get("/class/2"))
    assert "Our floor is low" in page and "heard only by: Belmar" in page
    assert "above its walk-away value" in page


def test_a_table_is_paused_from_its_own_page(host: Host) -> None:
    guest = sit(host, INSTRUCTOR, "Ann")
    assert guest.post("/class/pause", {"pause": "2", "back": "/class/2"}, on="/class/2") == (
        "/class/2"
    )
    assert "Let it go on" in guest.get("/class/2")
    # A branch is no part of the pause.
    guest.post("/class/2/branch", on="/class/2/replay", at="2")
    assert "Let it go on" not in guest.get("/class/2b")


def test_a_replay_shows_a_moment_as_a_seat_saw_it(host: Host) -> None:
    guest = sit(host, INSTRUCTOR, "Ann")
    assert "Our floor is low" not in plain(guest.get("/class/2/replay?at=1"))
    assert "Our floor is low" in plain(guest.get("/class/2/replay?at=2"))
    as_arven = plain(guest.get("/class/2/replay?at=3&seat=arven"))
    assert "Our floor is low" not in as_arven and "Worth to Belmar" not in as_arven
    assert "Worth to Arven" in as_arven
    # What is no number is the last line, what is too far the last too.
    for at in ("x", "-1", "99", "9" * 40, "²"):
        assert "line 3 of 3" in plain(guest.get(f"/class/2/replay?at={at}"))
    assert "line 1 of 3" in plain(guest.get("/class/2/replay?at=0"))
    for path in ("/class/9", "/class/9/replay", "/class/9/replay/offers.svg"):
        assert guest.client.get(path).status_code == 404


def test_the_figure_is_of_what_is_shown(host: Host) -> None:
    guest = sit(host, INSTRUCTOR, "Ann")
    drawn = guest.get("/class/2/replay/offers.svg?at=3")
    assert "Arven and to Belmar" in drawn
    assert "Belmar" not in guest.get("/class/2/replay/offers.svg?at=3&seat=arven")
    assert guest.client.get("/class/1/replay/offers.svg").status_code == 404  # no offer yet


def test_a_group_goes_on_from_a_moment_and_is_told(host: Host) -> None:
    guest, side = sit(host, INSTRUCTOR, "Ann"), sit(host, "2/arven", "Bo")
    assert guest.post("/class/2/branch", on="/class/2/replay?at=2", at="2") == "/class/2b"
    assert "It goes on from" in plain(guest.get("/class/2b"))
    told = plain(side.get("/tables"))
    # Arven heard one line less: what Belmar said apart is not counted.
    assert "You may go on from line 1 of table 2, at table" in told
    assert "It goes on from line 1 of table 2." in plain(side.get("/tables/2b"))
    assert sit(host, "1/arven").client.get("/tables/2b").status_code == 404
    branch = host.tables.get("2b", host.seats["2/arven"])
    assert branch is not None
    branch.move("arven", State(text="Let us begin"), "Bo", "")
    assert "You may go on" not in plain(side.get("/tables"))


def test_talks_that_are_over_go_on_from_an_earlier_moment_alone(host: Host) -> None:
    guest = sit(host, INSTRUCTOR, "Ann")
    held = next(host.tables.of_class("2"))
    held.move("belmar", Accept(), "Per", "")
    last = len(held.table.events)
    assert held.table.over
    page = f"/class/2/replay?at={last}"
    assert "Go on from here" not in guest.get(page)
    # The acceptance is followed by the end, by the rules, and cannot be gone on from either.
    assert "Go on from here" not in guest.get(f"/class/2/replay?at={last - 1}")
    assert "Go on from here" in guest.get(f"/class/2/replay?at={last - 2}")
    assert guest.post("/class/2/branch", on="/class/2/replay", at=str(last)) == page
    assert "choose an earlier moment" in plain(guest.get("/class"))
    assert len([*host.tables.of_class("2")]) == 1


def test_a_group_replays_its_own_table_once_the_class_is_told(host: Host) -> None:
    side = sit(host, "2/arven", "Bo")
    assert side.client.get("/replay/2").status_code == 404
    host.classroom.tell(True, "Ann")
    page = plain(side.get("/replay/2"))
    assert "line 2 of 2" in page and "Our floor is low" not in page
    # What is over is not taken for now.
    assert "Awaited then: Belmar" in page
    mine = plain(side.get("/replay/2?at=1"))
    assert "Awaited then: Arven" in mine and "Your move is awaited." not in mine
    assert "Belmar" not in side.get("/replay/2/offers.svg")
    assert "Go on from here" not in page
    assert "Our floor is low" in plain(sit(host, "2/belmar").get("/replay/2"))
    assert side.client.get("/replay/1").status_code == 404


def test_a_group_hears_what_was_said_apart_if_whoever_teaches_lets_it(host: Host) -> None:
    guest, side = sit(host, INSTRUCTOR, "Ann"), sit(host, "2/arven", "Bo")
    guest.post("/class/2/open", on="/class/2", open="yes")
    assert side.client.get("/replay/2").status_code == 404  # not before the class is told
    host.classroom.tell(True, "Ann")
    page = plain(side.get("/replay/2"))
    assert "Our floor is low" in page and "Worth to Belmar" not in page
    guest.post("/class/2/open", on="/class/2")
    assert "Our floor is low" not in plain(side.get("/replay/2"))


def test_what_programs_made_is_named_in_branches_too(host: Host) -> None:
    held = next(host.tables.of_class("2"))
    held.seat_program("belmar", "boulware", "Ann")
    assert held.play(held.programs["belmar"], Reject(), 3)
    guest = sit(host, INSTRUCTOR, "Ann")
    guest.post("/class/2/branch", on="/class/2/replay", at="4")
    for path in (
        "/class/2",
        "/class/2b",
        "/class/2/replay?at=4&seat=arven",
        "/class/2b/replay",
    ):
        assert "by a program" in plain(guest.get(path)), path
    assert "sits for Belmar" in plain(guest.get("/class/2"))
    assert "sits for Belmar" not in plain(guest.get("/class/2b"))


def test_what_one_side_said_apart_changes_no_byte_of_the_replay_of_others(
    tmp_path: Path,
) -> None:
    pages = ("/tables", "/tables/1b", "/replay/1", "/replay/1?at=2", "/replay/1b", "/for-you")
    sent = []
    for talks_apart in (True, False):
        folder = example(tmp_path / str(talks_apart), "sarn-river")
        with hosted(folder, class_plan=ClassPlan(tables=1, rounds=5)) as host:
            held = next(host.tables.of_class())
            issues = held.table.agenda.issues
            whole = {one: next(iter(issue.choices)) for one, issue in issues.items()}
            side = sit(host, "1/belmar", "Per")
            if talks_apart:
                held.move("arven", State(text="Our floor is low", to=("arven",)), "Oda", "")
            held.move("arven", Propose(deal=whole), "Oda", "")
            if talks_apart:
                held.move("arven", State(text="They will see", to=("arven",)), "Oda", "")
            held.move("belmar", Reject(), "Per", "")
            host.tables.branch("1", len(held.table.events), "Ann")
            host.classroom.tell(True, "Ann")
            # The figure is of what was heard, too.
            found = [side.client.get(one) for one in (*pages, "/replay/1/offers.svg")]
            assert [one.status_code for one in found] == [200] * len(found)
            sent.append([(one.content, [*one.headers.items()]) for one in found])
    assert sent[0] == sent[1]


def test_whoever_speaks_apart_in_a_class_is_told_that_the_instructor_reads_it(
    host: Host,
) -> None:
    side, at = sit(host, "2/belmar", "Per"), "/tables/2"
    assert "The instructor sees what you say here" in side.get(f"{at}/room")
    side.post(f"{at}/room/tell", on=f"{at}/room", text="Hold on")
    assert "nobody else but the instructor" in side.get(f"{at}/room")
    side.post(f"{at}/move", on=at, kind="state", text="Hold on", to=["belmar"])
    assert "your own side, and by the instructor" in plain(side.get(at))
    assert "After the talks the instructor may let" in plain(side.get("/seat"))
