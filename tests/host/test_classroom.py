"""A class: each group at its own table, each side with its own sheet and nobody else's."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.host.people import example, hosted, sit

from accord.errors import AccordError
from accord.host.class_opening import open_class
from accord.host.classroom import ClassPlan
from accord.host.host import Host
from accord.host.host_seats import INSTRUCTOR

PLAN = ClassPlan(tables=3, rounds=5)


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    with hosted(example(tmp_path, "sarn-river"), class_plan=PLAN) as opened:
        yield opened


def test_each_side_reads_its_own_sheet_and_nobody_elses(host: Host) -> None:
    own = host.case(host.seats["2/arven"]).interests
    assert own and {one.party for one in own} == {"arven"}
    assert {one.held_by for one in own} == {host.classroom.held_by}
    assert {one.party for one in host.case(host.seats[INSTRUCTOR]).interests} > {"arven"}


def test_a_group_opens_its_own_table_and_no_other(host: Host) -> None:
    guest = sit(host, "2/arven", "Bo")
    page = guest.get("/tables/2").replace("<bdi>", "").replace("</bdi>", "")
    assert "<h1>Table 2</h1>" in page
    for path in ("/tables/1", "/class", "/record/add", "/export"):
        assert guest.client.get(path).status_code == 404


def test_whoever_teaches_comes_to_all_tables(host: Host) -> None:
    page = sit(host, INSTRUCTOR, "Ann").get("/class")
    assert page.count("<article") == len(host.tables.groups) == 3


def test_a_class_is_opened_once_and_may_grow(host: Host) -> None:
    open_class(host, ClassPlan(tables=4))
    assert [one.id for one in host.tables.of_class()] == ["1", "2", "3", "4"]
    assert "4/belmar" in host.seats


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (ClassPlan(tables=1, beside=("nobody",)), "Nobody called 'nobody'"),
        (ClassPlan(tables=1, held_by="nobody"), "'nobody' holds no interests"),
        (ClassPlan(tables=1, rules="chess"), "no rules 'chess'"),
    ],
)
def test_what_cannot_be_held_is_said(host: Host, plan: ClassPlan, said: str) -> None:
    with pytest.raises(AccordError, match=said):
        open_class(host, plan)


def test_whoever_teaches_pauses_tables_and_all_at_them_see_it(host: Host) -> None:
    ann, bo, cy = sit(host, INSTRUCTOR, "Ann"), sit(host, "2/arven"), sit(host, "3/arven")
    ann.post("/class/pause", on="/class", pause="2")
    for page in ("/tables/2", "/tables/2/screen", "/tables/2/room"):
        assert "The table is paused." in bo.get(page)
    assert "paused" not in cy.get("/tables/3")
    page = bo.post("/tables/2/move", on="/tables/2", kind="state", text="And now?", status=422)
    assert "The table is paused: no move can be made until it goes on." in page
    assert "And now?" in page
    ann.post("/class/pause", on="/class", all="pause")
    assert [one.paused for one in host.tables.of_class()] == [True] * 3
    ann.post("/class/pause", on="/class", all="go-on")
    assert [one.paused for one in host.tables.of_class()] == [False] * 3
    bo.post("/tables/2/move", on="/tables/2", kind="state", text="And now?")
    for no in ("4", "plenary", ""):
        ann.post("/class/pause", on="/class", pause=no, status=404)
    assert bo.client.post("/class/pause", data={"all": "pause"}).status_code == 404


def test_what_is_decided_about_one_group_moves_the_pages_of_no_other(host: Host) -> None:
    seats = [host.seats[one] for one in ("1/arven", "2/arven", INSTRUCTOR)]

    def stands() -> list[str]:
        return [host.position(one) for one in seats]

    before = stands()
    host.classroom.open_up("1", True, "the instructor")
    assert [a != b for a, b in zip(before, stands(), strict=True)] == [True, False, True]
    before = stands()
    host.classroom.tell(True, "the instructor")
    assert all(a != b for a, b in zip(before, stands(), strict=True))


def test_a_side_is_asked_before_it_binds_itself_to_what_its_sheet_refuses(host: Host) -> None:
    arven, belmar = sit(host, "2/arven"), sit(host, "2/belmar")
    issues = host.held.whole.process.agenda.issues
    deal = {f"deal.{one}": next(iter(issues[one].choices)) for one in issues}
    arven.post("/tables/2/move", deal, on="/tables/2", kind="propose")
    before = belmar.get("/tables/2/screen").count("<li")
    page = belmar.post(
        "/tables/2/move", on="/tables/2", kind="accept", proposal="arven.1", status=409
    )
    assert "Nothing is done yet." in page and "crosses a red line" in page
    assert "machine" not in page and "Ask the capital" not in page
    assert belmar.get("/tables/2/screen").count("<li") == before
    meant = {"kind": "accept", "proposal": "arven.1", "anyway": "yes"}
    belmar.post("/tables/2/move", meant, on="/tables/2")
    said = belmar.get("/tables/2")
    assert "There is a deal." in said and "the talks are over" in said


def test_without_a_capital_a_room_speaks_of_none(host: Host) -> None:
    asked = "?" + "&".join(["deal.release=80", "deal.filling=five"])
    page = sit(host, "2/arven").get(f"/tables/2/room{asked}")
    assert "Take it to the table" in page and "Write to your own side" in page
    assert "Report to the capital" not in page and "ad_referendum" not in page
