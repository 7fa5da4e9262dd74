"""Programs in seats of a class: they end talks by legal moves, and yield to people."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import sleep
from typing import Any, ClassVar

import pytest
from attrs import frozen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.host.people import example, hosted, sit

from accord.delegates import catalogue
from accord.host import program_runner
from accord.host.classroom import ClassPlan
from accord.host.held_table import PROGRAM, HeldTable
from accord.host.host import Host
from accord.host.host_seats import INSTRUCTOR
from accord.host.program_runner import MOST_ALONE, ProgramRunner
from accord.host.seat_programs import USUAL, away_notes, seat_delegate, usual
from accord.talks import (
    Accept,
    Caucus,
    Move,
    Phase,
    Propose,
    Recess,
    Role,
    Settle,
    State,
    View,
    calls,
    from_json,
    replay,
    rule_sets,
    view,
)

PLAN = ClassPlan(tables=2, rounds=4, beside=("arven/capital", "mediator"))
RULES = tuple(rule_sets())
FEW = settings(
    max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), database=None
)


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    with hosted(example(tmp_path, "sarn-river"), class_plan=PLAN) as opened:
        yield opened


@contextmanager
def a_class(plan: ClassPlan, name: str = "sarn-river") -> Iterator[tuple[Host, HeldTable]]:
    with (
        TemporaryDirectory() as home,
        hosted(example(Path(home), name), class_plan=plan) as host,
    ):
        yield host, table_of(host)


def table_of(host: Host, one: str = "1") -> HeldTable:
    return next(each for each in host.tables if each.id == one)


def fill(table: HeldTable) -> None:
    for seat in table.table.setup.seats:
        if recipe := usual(table, seat):
            table.seat_program(seat.id, recipe, "Ann")


def run(runner: ProgramRunner, table: HeldTable, most: int = 3000) -> None:
    for _ in range(most):
        if not runner.step(table):
            return
    raise AssertionError("they do not come to an end")


def by_whom(host: Host, table: HeldTable) -> list[str]:
    return [one.by.partition(" once:")[0] for one in host.store.read(f"table/{table.id}")]


def named(role: Role) -> list[str]:
    return [name for name, kind in catalogue().items() if kind.role is role]


@FEW
@given(
    rules=st.sampled_from(RULES),
    rounds=st.one_of(st.none(), st.integers(1, 6)),
    beside=st.sets(
        st.sampled_from(["mediator", "host", "arven/capital", "belmar/capital"]), max_size=4
    ),
    chosen=st.lists(st.sampled_from(named(Role.DELEGATION)), min_size=4, max_size=4),
    name=st.sampled_from(["sarn-river", "market-road"]),
)
def test_programs_alone_come_to_an_end_by_legal_moves_under_all_rules(
    rules: str, rounds: int | None, beside: set[str], chosen: list[str], name: str
) -> None:
    beside = {one for one in beside if name == "sarn-river" or "/" not in one}
    plan = ClassPlan(tables=1, rules=rules, rounds=rounds, beside=tuple(sorted(beside)))
    with a_class(plan, name) as (host, table):
        fill(table)
        for seat, recipe in zip(table.table.setup.parties, chosen, strict=False):
            table.seat_program(seat, recipe, "Ann")
        table.let_programs_play("Ann")
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(program_runner, "MOST_ALONE", 150)  # no need to wait for more
            run(ProgramRunner(host), table)
        whys = [one.why for one in table.all_spells if one.failed]
        allowed = "would have ended the talks", "would not come to an end"
        assert all(any(one in why for one in allowed) for why in whys), whys
        assert table.table.over or whys or waits_for_nobodys_program(table)
        kept = host.store.read("table/1")
        assert replay(from_json(one.event) for one in kept).events == table.table.events
        assert {*by_whom(host, table)[1:]} <= {f"{PROGRAM}{one}" for one in catalogue()}


def waits_for_nobodys_program(table: HeldTable) -> bool:
    """Whether a seat is awaited in which no program can sit, as that of the host."""
    by_id = table.table.setup.by_id
    return any(one.role not in USUAL for one in by_id.values() if one.role is Role.HOST)


@FEW
@given(
    rules=st.sampled_from(RULES),
    people=st.sets(st.sampled_from(["arven", "belmar", "arven/capital", "mediator"])),
    draw=st.randoms(use_true_random=False),
)
def test_people_and_programs_come_to_an_end_together(
    rules: str, people: set[str], draw: Random
) -> None:
    """People are awaited, and nobody moves for them; programs answer whatever they do."""
    plan = ClassPlan(tables=1, rules=rules, rounds=4, beside=("mediator", "arven/capital"))
    with a_class(plan) as (host, table):
        for seat in table.table.setup.seats:
            if (recipe := usual(table, seat)) and seat.id not in people:
                table.seat_program(seat.id, recipe, "Ann")
        table.let_programs_play("Ann")
        runner = ProgramRunner(host)
        for number in range(400):
            run(runner, table)
            if table.table.over:
                break
            before = len(table.table.events)
            called = [one for one in calls(table.table) if one.seat in people]
            for one in called[:1]:
                by_id = table.table.setup.by_id
                recipe = usual(table, by_id[one.seat])
                playing = seat_delegate(host, table, one.seat, recipe)
                move = one.move or playing.move(view(table.table, one.seat), draw)
                table.move(one.seat, move, "Bo", str(number))
            assert len(table.table.events) > before, "somebody is awaited, or it is over"
        whys = [one.why for one in table.all_spells if one.failed]
        assert table.table.over and all("would have ended the talks" in one for one in whys)


def test_a_program_moves_only_once_a_person_has_come_or_it_is_let(host: Host) -> None:
    first, second = table_of(host), table_of(host, "2")
    fill(first)
    fill(second)
    runner = ProgramRunner(host)
    sit(host, INSTRUCTOR, "Ann")
    assert not runner.step(first) and not runner.step(second)
    sit(host, "1/belmar", "Bo")
    assert runner.step(first) and not runner.step(second)
    second.let_programs_play("Ann")
    assert runner.step(second)


def test_a_program_never_moves_while_the_table_is_paused(host: Host) -> None:
    table, runner = table_of(host), ProgramRunner(host)
    fill(table)
    table.let_programs_play("Ann")
    assert runner.step(table)
    table.pause(True, "Ann")
    before = len(table.table.events)
    for now in range(100):
        runner.look(table, float(now))
    assert not runner.step(table) and len(table.table.events) == before
    one = next(iter(table.programs.values()))
    assert not table.play(one, State(text="What was chosen before."), before)
    table.pause(False, "Ann")
    assert runner.step(table)


def test_a_program_waits_a_drawn_time_of_a_few_seconds(host: Host) -> None:
    table, runner = table_of(host), ProgramRunner(host)
    fill(table)
    table.let_programs_play("Ann")
    before = len(table.table.events)
    runner.look(table, 0.0)
    runner.look(table, program_runner.SOONEST - 0.01)
    assert len(table.table.events) == before
    runner.look(table, program_runner.LATEST)
    settled(lambda: len(table.table.events) > before)


def settled(done: Callable[[], bool]) -> None:
    for _ in range(20_000):
        if done():
            return
        sleep(0.005)
    raise AssertionError("it does not come to that")


def test_a_persons_move_takes_the_seat_back_and_the_program_moves_no_more(host: Host) -> None:
    table, runner = table_of(host), ProgramRunner(host)
    fill(table)
    table.let_programs_play("Ann")
    seat = table.table.awaited[0]
    one = table.programs[seat]
    own = host.case(host.seats[f"1/{seat}"]).process.agenda
    deal = {i: next(iter(issue.choices)) for i, issue in own.issues.items()}
    seen = len(table.table.events)
    table.move(seat, Propose(deal=deal), f"Bo (1/{seat})", "a")
    assert seat not in table.programs and table.all_spells[0].until is not None
    assert not table.play(one, Propose(deal=deal), seen)
    run(runner, table)
    assert seat in table.table.awaited, "all others have moved, and wait for a person"
    table.seat_program(seat, "conceder", "Ann")
    run(runner, table)
    assert table.table.over


def test_a_move_that_comes_twice_does_not_take_the_seat_back_again(host: Host) -> None:
    table = table_of(host)
    seat = table.table.awaited[0]
    said = State(text="Good morning.")
    table.move(seat, said, "Bo", "a")
    table.seat_program(seat, "linear", "Ann")
    assert not table.move(seat, said, "Bo", "a")
    assert seat in table.programs


def test_two_runners_on_one_store_never_move_twice(tmp_path: Path) -> None:
    folder = example(tmp_path, "sarn-river")
    plan = ClassPlan(tables=1, rounds=4)
    with hosted(folder, class_plan=plan) as one, hosted(folder, known=False) as other:
        mine, theirs = table_of(one), table_of(other)
        fill(mine)
        mine.let_programs_play("Ann")
        theirs.catch_up()
        runners = [(ProgramRunner(one), mine), (ProgramRunner(other), theirs)]
        for _ in range(300):
            # Neither has heard what the other did: both choose a move of the same seat.
            turns = [(each, table, each._turn(table)) for each, table in runners]
            made = []
            for each, table, turn in turns:
                before = len(one.store.read("table/1"))
                if turn is not None:
                    each._play(table, turn)
                made.append(len(one.store.read("table/1")) > before)
            assert not all(made), "one of them was late"
            mine.catch_up()
            theirs.catch_up()
            assert mine.table.events == theirs.table.events
        assert mine.table.over


@frozen(kw_only=True)
class Failing:
    """Sits for a delegation, and does what a test says."""

    name: ClassVar[str] = "failing"
    role: ClassVar[Role] = Role.DELEGATION
    interests: Any = None

    def move(self, view: View, rng: Random) -> Move:
        raise NotImplementedError


@pytest.mark.parametrize(
    ("does", "said"),
    [
        (lambda: 1 / 0, "It fails: ZeroDivisionError"),
        (lambda: "hello", "which is no move"),
        (lambda: Accept(proposal="nothing"), "cannot make the move that it chose"),
    ],
)
def test_a_program_that_cannot_go_on_leaves_and_others_do_not(
    host: Host, monkeypatch: pytest.MonkeyPatch, does: Callable[[], Any], said: str
) -> None:
    monkeypatch.setattr(Failing, "move", lambda *_: does())
    monkeypatch.setattr(
        "accord.delegates.catalogue", lambda: {**catalogue(), Failing.name: Failing}
    )
    table, other, runner = table_of(host), table_of(host, "2"), ProgramRunner(host)
    for each in (table, other):
        fill(each)
        each.let_programs_play("Ann")
    seat = table.table.awaited[0]
    table.seat_program(seat, "failing", "Ann")
    run(runner, table)
    run(runner, other)
    (left,) = [one for one in table.all_spells if one.failed]
    assert left.seat == seat and said in left.why and seat not in table.programs
    assert other.table.over and not table.table.over
    assert not any(one.why for one in table.spells(seat)), "why is for whoever teaches"


def test_a_program_that_takes_too_long_leaves_and_keeps_nobody_waiting(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    table, runner = table_of(host), ProgramRunner(host)
    fill(table)
    table.let_programs_play("Ann")
    seat, before = table.table.awaited[0], len(table.table.events)
    released: list[bool] = []
    monkeypatch.setattr(runner, "_play", lambda *_: settled(lambda: bool(released)))
    runner.look(table, 0.0)
    runner.look(table, 10.0)
    runner.look(table, 20.0)
    assert seat in table.programs
    runner.look(table, 10.0 + program_runner.SLOWEST)
    assert "had not chosen" in table.all_spells[0].why and seat not in table.programs
    assert len(table.table.events) == before
    released.append(True)


def test_what_cannot_be_kept_is_no_fault_of_the_program(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    from accord.errors import AccordError

    table, runner = table_of(host), ProgramRunner(host)
    fill(table)
    table.let_programs_play("Ann")

    def full(*_: object) -> bool:
        raise AccordError("the disk is full")

    monkeypatch.setattr(program_runner, "AGAIN", 0.0)
    with monkeypatch.context() as patched:
        patched.setattr(table, "play", full)
        assert runner.step(table)
    assert len(table.programs) == len(table.all_spells)
    assert runner.step(table)


def test_programs_that_talk_without_end_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program_runner, "MOST_ALONE", 60)
    with a_class(ClassPlan(tables=1, rules="open-floor")) as (host, table):
        fill(table)
        table.let_programs_play("Ann")
        run(ProgramRunner(host), table)
        assert not table.programs and not table.table.over
        assert all("would not come to an end" in one.why for one in table.all_spells)
    assert MOST_ALONE == 1000


def test_on_an_open_floor_a_program_answers_each_time_that_a_person_has_spoken() -> None:
    with a_class(ClassPlan(tables=1, rules="open-floor", rounds=5)) as (host, table):
        first, *others = table.table.setup.parties
        for one in others:
            table.seat_program(one, "linear", "Ann")
        runner = ProgramRunner(host)
        agenda = table.table.agenda
        deal = {i: next(iter(issue.choices)) for i, issue in agenda.issues.items()}
        for number in range(3):
            if table.table.phase is not Phase.TALKS:
                break
            table.move(first, Propose(deal=deal), "Bo", str(number))
            before = len(table.table.events)
            run(runner, table)
            moved = {one.seat for one in table.table.events[before:] if one.seat}
            assert {*others} <= moved | {""}, "each of them answered"


def test_a_program_answers_what_a_person_moves_though_it_is_not_its_turn(host: Host) -> None:
    table, runner = table_of(host), ProgramRunner(host)
    own, other = table.table.setup.parties
    if table.table.awaited[0] != own:
        own, other = other, own
    table.seat_program(other, "linear", "Ann")
    issue = next(iter(table.table.agenda.issues.values()))
    table.move(own, Settle(options={issue.id: next(iter(issue.choices))}), "Bo", "a")
    assert own in table.table.awaited
    run(runner, table)
    assert table.table.events[-1].kind in ("consent", "carried", "common-ground", "object")
    assert other in table.programs


def test_a_program_answers_a_mediator_in_a_caucus_each_time(host: Host) -> None:
    table, runner = table_of(host), ProgramRunner(host)
    table.seat_program("arven", "linear", "Ann")
    table.move("mediator", Caucus(party="arven"), "Bo", "a")
    assert not runner.step(table) or table.table.events[-1].seat == "arven"
    for number in range(3):
        table.move("mediator", State(text="What would you propose?"), "Bo", str(number))
        run(runner, table)
        assert table.table.events[-1].seat == "arven" and table.table.phase is Phase.CAUCUS
    assert table.table.events[-1].heard


def test_programs_leave_a_recess_alone_for_a_while_that_people_asked_for(host: Host) -> None:
    table, runner = table_of(host), ProgramRunner(host)
    table.seat_program("mediator", "from-heard", "Ann")
    table.move("arven", Recess(text="We have to think."), "Bo", "a")
    assert table.table.phase is Phase.RECESS
    later = program_runner.QUIET + program_runner.LATEST
    runner.look(table, 0.0)
    runner.look(table, program_runner.QUIET)
    table.move("belmar", State(text="So do we."), "Al", "a")
    runner.look(table, later)
    runner.look(table, later + program_runner.QUIET)
    assert table.table.phase is Phase.RECESS
    runner.look(table, 2 * later)
    settled(lambda: table.table.phase is Phase.TALKS)


def test_programs_play_by_themselves_while_the_runner_lasts(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LOOK", "SOONEST", "LATEST"):
        monkeypatch.setattr(program_runner, name, 0.001)
    for one in ("1", "2"):
        fill(table_of(host, one))
        table_of(host, one).let_programs_play("Ann")
    with ProgramRunner(host):
        settled(lambda: table_of(host).table.over and table_of(host, "2").table.over)


@FEW
@given(rules=st.sampled_from(RULES), draw=st.randoms(use_true_random=False))
def test_a_note_tells_the_moves_that_stand_in_the_log(rules: str, draw: Random) -> None:
    plan = ClassPlan(tables=1, rules=rules, rounds=4, beside=("mediator", "arven/capital"))
    with a_class(plan) as (host, table):
        fill(table)
        table.let_programs_play("Ann")
        runner, seats = ProgramRunner(host), list(table.programs)
        for _ in range(60):
            seat = draw.choice(seats)
            match draw.randrange(6):
                case 0:
                    table.hand_back(seat, "Ann")
                case 1:
                    table.seat_program(seat, usual(table, table.table.setup.by_id[seat]), "Ann")
                case _:
                    runner.step(table)
        for seat in seats:
            seen = table.seen(seat).view
            notes = list(away_notes(table, seat))
            told = [number for note in reversed(notes) for number in note.moves]
            by = by_whom(host, table)
            made = [
                one.number
                for one, who in zip(table.table.events, by, strict=True)
                if one.seat == seat and who.startswith(PROGRAM)
            ]
            ear = table.table.setup.by_id[seat].ear
            heard = [
                one.number for one in table.table.events if not one.heard or ear in one.heard
            ]
            assert [heard[number - 1] for number in told] == made
            assert all(seen.heard[number - 1].seat == seat for number in told)
