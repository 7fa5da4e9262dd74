"""Programs in the seats of a class, as pages show them and let them sit."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.host.people import example, hosted, sit
from tests.host.test_program_runner import run, table_of

from accord.host.classroom import ClassPlan
from accord.host.host import Host
from accord.host.host_seats import INSTRUCTOR
from accord.host.program_runner import ProgramRunner
from accord.host.seat_programs import side_numbers

PLAN = ClassPlan(tables=2, rounds=4, beside=("arven/capital",))


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"</?bdi[^>]*>", "", page))


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    with hosted(example(tmp_path, "sarn-river"), class_plan=PLAN) as opened:
        yield opened


def test_one_press_fills_all_empty_seats_and_no_seat_of_people(host: Host) -> None:
    teacher = sit(host, INSTRUCTOR, "Ann")
    sit(host, "1/belmar", "Bo")
    page = plain(teacher.get("/class/programs"))
    assert "issue-by-issue: Gives way on one issue after the other" in page and "Bo" in page
    to = teacher.post("/class/programs", fill="*", delegation="linear")
    page = plain(teacher.get(to))
    assert "A program (linear) since" in page
    first, second = table_of(host), table_of(host, "2")
    assert "belmar" not in first.programs and "belmar" in second.programs
    assert first.programs["arven"].name == "linear"
    assert first.programs["arven/capital"].name == "principal"
    assert teacher.post("/class/programs", fill="1") and len(first.all_spells) == len(
        first.programs
    )


def test_a_press_of_a_seat_and_back(host: Host) -> None:
    teacher, table = sit(host, INSTRUCTOR, "Ann"), table_of(host)
    teacher.post("/class/programs", seat="1 arven")
    assert table.programs["arven"].recipe == "issue-by-issue"
    teacher.post("/class/programs", seat="1 arven", delegation="boulware:beta=0.3")
    assert table.programs["arven"].recipe == "boulware:beta=0.3"
    teacher.post("/class/programs", back="1 arven")
    assert not table.programs
    teacher.post("/class/programs", play="*")
    assert table.let_play and table_of(host, "2").let_play


def test_what_cannot_sit_is_said_and_what_is_not_there_is_not(host: Host) -> None:
    teacher = sit(host, INSTRUCTOR, "Ann")
    wrong: list[tuple[dict[str, str], str]] = [
        ({"seat": "1 arven", "delegation": "nobody"}, "There is no delegate"),
        ({"seat": "1 arven", "delegation": "principal"}, "sits as a principal"),
        ({"seat": "1 arven", "delegation": "linear:beta=x"}, "linear: beta must be a number"),
    ]
    for typed, said in wrong:
        page = teacher.post("/class/programs", typed, status=422)
        assert said in plain(page)
    nothing: list[dict[str, str]] = [{}, {"back": ""}, {"fill": "9"}, {"seat": "9 arven"}]
    for typed in (*nothing, {"seat": "1 nobody"}):
        teacher.post("/class/programs", typed, status=404)
    assert not table_of(host).all_spells
    to = teacher.post("/class/programs", fill="1", delegation="nobody")
    assert "Programs took 1 seat. There is no delegate" in plain(teacher.get(to))
    assert {*table_of(host).programs} == {"arven/capital"}


def test_everybody_at_the_table_is_told_and_the_person_takes_the_seat_back(host: Host) -> None:
    teacher, arven = sit(host, INSTRUCTOR, "Ann"), sit(host, "1/arven", "Al")
    belmar, table = sit(host, "1/belmar", "Bo"), table_of(host)
    teacher.post("/class/programs", seat="1 arven")
    told = "A program (issue-by-issue) sits for Arven since"
    for page in (belmar.get("/tables/1"), arven.get("/tables/1")):
        assert told in plain(page)
    assert told in plain(belmar.get("/tables/1/screen"))
    assert "Take the seat back" in arven.get("/tables/1")
    assert "Take the seat back" not in belmar.get("/tables/1")
    run(ProgramRunner(host), table)
    assert "by a program" in belmar.get("/tables/1")
    assert arven.client.get("/tables/1/away").status_code == 200
    assert belmar.client.get("/tables/1/away").status_code == 404
    to = arven.post("/tables/1/take-back", on="/tables/1")
    page = plain(arven.get(to))
    assert "The seat is yours again" in page and "made one move" in page
    assert "Arven proposes" in page
    assert "A program (issue-by-issue) sat for Arven from" in plain(belmar.get("/tables/1"))
    assert "What the program did in your seat" in arven.get("/tables/1")


def test_the_screen_tells_it(host: Host) -> None:
    table = table_of(host)
    table.seat_program("arven", "linear", "Ann")
    assert "A program (linear) sits" in plain(sit(host, "1/belmar").get("/tables/1/screen"))


def test_others_do_not_learn_that_a_program_sits_for_a_capital(host: Host) -> None:
    """That a capital sits may say that there is a mandate: nothing of it reaches others."""
    table, other, own = table_of(host), host.seats["1/belmar"], host.seats["1/arven"]
    guest = sit(host, "1/belmar", "Bo")
    page, before, mine = guest.get("/tables/1"), host.position(other), host.position(own)
    table.seat_program("arven/capital", "principal", "Ann")
    table.hand_back("arven/capital", "Ann", "It fails.")
    table.seat_program("arven/capital", "principal", "Ann")
    assert host.position(other) == before and host.position(own) != mine
    hide = r'name="(token|once)" value="[^"]*"'
    assert re.sub(hide, "", guest.get("/tables/1")) == re.sub(hide, "", page)
    table.seat_program("arven", "linear", "Ann")
    assert [one.number for one in table.spells("belmar")] == [1]
    assert [one.number for one in table.spells("arven")] == [1, 2, 3]
    assert "sits for Arven: the capital" in plain(sit(host, "1/arven").get("/tables/1"))


def test_a_program_is_given_its_own_side_and_what_the_same_holder_assumes(host: Host) -> None:
    numbers = side_numbers(host, "arven")
    assert numbers.own.party == "arven" and not numbers.made
    assert numbers.own in host.classroom.sheets(host.held.whole).perspectives[0].held
    assert {one.held_by for one in numbers.known} >= {numbers.own.held_by}


def test_programs_go_by_numbers_made_of_marks_and_it_is_said(tmp_path: Path) -> None:
    folder = example(tmp_path)
    for one in (folder / "interests").iterdir():
        if "marks" not in one.name:
            one.unlink()
    with hosted(folder, class_plan=ClassPlan(tables=1, rounds=3)) as host:
        assert side_numbers(host, "orchard").made
        teacher, table = sit(host, INSTRUCTOR, "Ann"), table_of(host)
        assert "numbers made from marks" in plain(teacher.get("/class/programs"))
        teacher.post("/class/programs", fill="1")
        table.let_programs_play("Ann")
        run(ProgramRunner(host), table)
        assert table.table.over or any(one.failed for one in table.all_spells)


def test_where_nobody_holds_anything_no_program_sits_and_it_is_said_why(tmp_path: Path) -> None:
    with hosted(example(tmp_path, "sarn-river"), class_plan=PLAN) as host:
        host.classroom.give_sheets("nobody-any-more", "Ann")
        teacher = sit(host, INSTRUCTOR, "Ann")
        assert "No program can sit for Arven" in plain(teacher.get("/class/programs"))
        page = teacher.post("/class/programs", status=422, fill="*")
        assert "its sheet has no numbers and no marks" in plain(page)
        assert not table_of(host).all_spells
