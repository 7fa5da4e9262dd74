"""Tables that people sit at: what is confirmed is in the log, once, and nothing else is."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from frozendict import frozendict
from tests.talks.build import table as build

from accord.errors import AccordError, IllegalMove
from accord.host.bell import Bell
from accord.host.held_table import HeldTable
from accord.host.held_tables import HeldTables
from accord.host.host_seats import HostSeat
from accord.model import Agenda, Issue, Option, Reader
from accord.store import Store
from accord.talks import (
    Accept,
    Alternating,
    Propose,
    Refer,
    Role,
    Seat,
    Setup,
    State,
    Withdraw,
    after,
    rule_sets,
)
from accord.testing.random_talks import choose

ROAD = Issue(
    id="road",
    name="Road",
    options=frozendict({one: Option(id=one, name=one) for one in ("open", "shut")}),
)
AGENDA = Agenda(issues=frozendict(road=ROAD))
OPEN = frozendict(road="open")


def two_sides() -> Setup:
    return Setup(
        agenda=AGENDA,
        rules=Alternating(rounds=5),
        seats=(
            Seat("ridge", Role.DELEGATION, "ridge"),
            Seat("river", Role.DELEGATION, "river"),
            Seat("ridge/capital", Role.PRINCIPAL, "ridge"),
            Seat("river/capital", Role.PRINCIPAL, "river"),
            Seat("mediator", Role.MEDIATOR),
        ),
    )


def seat(one: str, group: str = "") -> HostSeat:
    """Return a seat of the process, or of a group of a class."""
    name = f"{group}/{one}" if group else one
    return HostSeat(id=name, name=one, reader=Reader((one,)), group=group, place=one)


def test_a_group_of_a_class_sits_at_its_own_tables_alone(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store.sqlite") as store:
        tables = HeldTables(store, Bell())
        tables.open("plenary", two_sides(), "mediator")
        for group in ("1", "2"):
            tables.open(group, two_sides(), "the class", recorded=False, group=group)
        for known in (tables, HeldTables(store, Bell())):
            assert [one.id for one in known.of(seat("ridge"))] == ["plenary"]
            assert [one.id for one in known.of(seat("ridge", "2"))] == ["2"]
            assert known.get("1", seat("ridge", "2")) is None
            assert [one.id for one in known.groups] == ["1", "2"]
            assert known.groups[1].seat("ridge") == "2/ridge"


def test_a_move_is_made_once_whoever_sends_it_again(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store.sqlite") as store:
        table = HeldTables(store, Bell()).open("plenary", two_sides(), "mediator")
        offer = Propose(deal=OPEN)
        assert table.move("ridge", offer, "Oda", "k1")
        assert not table.move("ridge", offer, "Oda", "k1")
        # A restart knows the key too; the key of one seat is not that of another.
        again = HeldTables(store, Bell()).get("plenary", seat("ridge"))
        assert again is not None
        assert not again.move("ridge", offer, "Oda", "k1")
        assert again.move("river", Accept(), "Per", "k1")
        assert [one.kind for one in again.table.events].count("propose") == 1


def test_two_processes_on_one_store_judge_by_the_table_as_it_is(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store.sqlite") as one, Store.open(one.name) as other:
        here = HeldTables(one, Bell()).open("plenary", two_sides(), "mediator")
        there = HeldTables(other, Bell()).get("plenary", seat("river"))
        assert there is not None
        here.move("ridge", Propose(deal=OPEN), "Oda", "a")
        there.move("river", Accept(), "Per", "b")  # it has not heard of the offer yet
        assert there.table.deal == OPEN
        with pytest.raises(IllegalMove, match="talks are over"):
            here.move("ridge", State(text="Wait"), "Oda", "c")
        assert here.table == there.table


def test_what_a_seat_does_not_hear_moves_no_number_of_its(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store.sqlite") as store:
        tables = HeldTables(store, Bell())
        table = tables.open("plenary", two_sides(), "mediator")
        table.move("ridge", Propose(deal=OPEN), "Oda", "a")
        before = {one: tables.position(seat(one)) for one in table.table.seating.by_id}
        table.move("river", Refer(text="May we?"), "Per", "b")
        moved = {one for one, was in before.items() if tables.position(seat(one)) != was}
        assert moved == {"river", "river/capital"}


def test_a_table_is_there_for_those_alone_who_sit_at_it(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store.sqlite") as store:
        tables = HeldTables(store, Bell())
        tables.open("plenary", two_sides(), "mediator")
        assert tables.get("plenary", seat("orchard")) is None
        assert tables.get("nowhere", seat("ridge")) is None
        assert tables.position(seat("orchard")) == 0
        with pytest.raises(AccordError, match="already"):
            tables.open("plenary", two_sides(), "mediator")


class _Clock:
    """Stands still until it is put on."""

    def __init__(self) -> None:
        self.now = datetime(2033, 9, 30, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def wait(self, minutes: int) -> datetime:
        self.now += timedelta(minutes=minutes)
        return self.now


def test_at_a_paused_table_no_move_is_made_and_it_goes_on_where_it_was(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store.sqlite") as store:
        tables = HeldTables(store, Bell())
        table = tables.open("1", two_sides(), "the class", group="1")
        other = next(iter(HeldTables(store, Bell())))
        table.move("ridge", State(text="Good morning."), "Ada", "a")
        before = {one.id: table.seen(one.id) for one in table.table.setup.seats}
        assert table.pause(True, "Ann") and not table.pause(True, "Ann")
        for seat_id in before:
            for move in (
                Propose(deal=OPEN),
                State(text="Now?"),
                Withdraw(),
                Refer(proposal=""),
            ):
                with pytest.raises(IllegalMove, match=r"^The table is paused: no move can be"):
                    table.move(seat_id, move, "Ada", "b")
        assert {one: table.seen(one) for one in before} == before
        assert not table.move("ridge", State(text="Good morning."), "Ada", "a")  # made before
        other.catch_up()
        assert other.paused and other.pause(False, "Ann")
        assert table.move("ridge", Propose(deal=OPEN), "Ada", "b")  # not told yet, it asks
        assert not table.paused and len(table.pauses) == 1


def _left(table: HeldTable, now: datetime) -> timedelta:
    assert table.deadline is not None
    return table.deadline.left(now)


def test_a_press_that_comes_again_late_undoes_nothing_that_was_pressed_since(
    tmp_path: Path,
) -> None:
    with Store.open(tmp_path / "store.sqlite") as store:
        table = HeldTables(store, Bell()).open("1", two_sides(), "the class", group="1")
        assert table.pause(True, "Ann", once="a") and table.pause(False, "Ann", once="b")
        assert not table.pause(True, "Ann", once="a") and not table.paused
        assert table.seat_program("ridge", "linear", "Ann", once="c")
        assert table.hand_back("ridge", "Ada", once="d")
        again = next(iter(HeldTables(store, Bell())))
        assert not again.seat_program("ridge", "linear", "Ann", once="c")
        assert not again.programs and not table.pause(False, "Ann", once="b")


def test_what_is_awaited_at_a_paused_table_is_awaited_for_so_much_longer(
    tmp_path: Path,
) -> None:
    clock = _Clock()
    with Store.open(tmp_path / "store.sqlite", clock=clock) as store:
        table = HeldTables(store, Bell()).open("1", two_sides(), "the class", group="1")
        table.set_deadline(clock.now + timedelta(minutes=10), "an answer", "Ann")
        clock.wait(4)
        table.pause(True, "Ann")
        assert _left(table, clock.wait(60)) == timedelta(minutes=6)
        assert not table.pass_deadline(clock.now)
        table.pause(False, "Ann")
        again = next(iter(HeldTables(store, Bell())))
        for known in (table, again):
            assert _left(known, clock.now) == timedelta(minutes=6)
            assert known.in_pauses(clock.now - timedelta(hours=3), clock.now) == timedelta(
                hours=1
            )
        table.pause(True, "Ann")
        clock.wait(1)
        table.set_deadline(clock.now + timedelta(minutes=10), "another", "Ann")
        clock.wait(2)
        table.pause(False, "Ann")
        assert _left(table, clock.now) == timedelta(minutes=10)
        assert not table.pass_deadline(clock.wait(9)) and table.pass_deadline(clock.wait(1))


@pytest.mark.parametrize("name", rule_sets())
def test_under_all_rules_a_pause_stops_each_move_and_changes_nothing(
    name: str, tmp_path: Path
) -> None:
    random, stopped = Random(7), set[str]()
    with Store.open(tmp_path / "store.sqlite") as store:
        tables = HeldTables(store, Bell())
        setup = build(rule_sets()[name](), mediator="envoy", principals=True).setup
        for number in range(4):
            held = tables.open(str(number), setup, "the class", group=str(number))
            for _ in range(20):
                if held.table.over or (chosen := choose(held.table, random)) is None:
                    break
                seat_id, move = chosen
                before = held.table
                held.pause(True, "Ann")
                with pytest.raises(IllegalMove, match="The table is paused"):
                    held.move(seat_id, move, "Ada", "")
                assert held.table is before
                held.pause(False, "Ann")
                held.move(seat_id, move, "Ada", "")
                assert held.table == after(before, seat_id, move)
                stopped.add(move.kind)
    assert len(stopped) > 5


def test_a_move_of_endless_length_is_refused(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store.sqlite") as store:
        held = HeldTables(store, Bell()).open("plenary", two_sides(), "mediator")
        assert held.move("ridge", State(text="é" * 39_000), "", "")
        for one in (State(text="é" * 40_000), Propose(deal=OPEN, text="x" * 1_000_000)):
            with pytest.raises(IllegalMove, match=r"at most 40,000 signs: say it in parts"):
                held.move("ridge", one, "", "")
        assert len(held.seen("river").view.heard) == 2
