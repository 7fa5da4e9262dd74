"""The debrief of a class: all tables together, a page for each team, and marks."""

import csv
import io
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from tests.host.people import Guest, example, hosted, sit

from accord.host.classroom import ClassPlan
from accord.host.debrief_words import better_option
from accord.host.held_table import HeldTable
from accord.host.host import Host
from accord.host.host_seats import INSTRUCTOR
from accord.host.pages.debrief import ClassDebrief
from accord.talks import Accept, Options, Propose, State, WalkAwayMoved, Withdraw, happen

PLAN = ClassPlan(tables=4, rules="open-floor")


def held(host: Host, one: str) -> HeldTable:
    return next(each for each in host.tables if each.id == one)


def text(page: str) -> str:
    """Return what a page says, without its marks."""
    plain = re.sub(r"</?(?:bdi|strong|a)\b[^>]*>", "", page)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", plain)).split())


def agree(host: Host, one: str, place: int) -> None:
    """Let a table agree on the options at a place among those of each issue."""
    table = held(host, one)
    deal = {
        issue: list(each.choices)[min(place, len(each.choices) - 1)]
        for issue, each in table.table.agenda.issues.items()
    }
    deal |= table.table.settled
    table.move("arven", Propose(deal=Options(deal)), "Ann (1/arven)", "")
    table.move("belmar", Accept(), "Bo (1/belmar)", "")


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    folder = example(tmp_path_factory.mktemp("debrief"), "sarn-river")
    with hosted(folder, class_plan=PLAN) as opened:
        agree(opened, "1", 1)
        agree(opened, "2", 2)
        held(opened, "3").move("belmar", Withdraw(reason="enough"), "Cy (3/belmar)", "")
        yield opened


@pytest.fixture
def closed(host: Host) -> Iterator[Host]:
    host.classroom.tell(False, "test")
    yield host
    host.classroom.tell(False, "test")


@pytest.fixture
def instructor(closed: Host) -> Guest:
    return sit(closed, INSTRUCTOR, "Ann")


def test_all_tables_are_seen_together_without_names(instructor: Guest, host: Host) -> None:
    sit(host, "1/arven", "Zoltan")
    page = instructor.get("/class/debrief")
    said = text(page)
    assert "By the numbers of Basin Institute" in said
    assert "not the truth" in said
    assert "Table 3: Belmar withdraws from the talks: enough." in said
    assert "Table 4: The talks had not ended." in said
    assert page.count("<svg") >= 3  # the frontier, and who gave when at the tables with offers
    assert re.search("<title>Where the tables ended[^<]*deal: 1; no deal: 3</title>", page)
    assert "Table 2 is not in it. It crosses a red line" in said
    assert "Zoltan" not in page
    assert "Zoltan" in instructor.get("/class/debrief?names=on")


def test_with_names_nobody_is_ranked(instructor: Guest) -> None:
    assert "by=worth+arven" in instructor.get("/class/debrief")
    named = instructor.get("/class/debrief?names=on&by=worth+arven")
    assert "by=" not in named
    tables = re.findall(r"/class/(\d)\"", named)
    assert tables == ["1", "2", "3", "4"]


def test_the_tables_are_sorted_by_what_a_link_asks(instructor: Guest, host: Host) -> None:
    page = instructor.get("/class/debrief?by=worth+belmar")
    debrief = ClassDebrief.of(host)
    has = {one.table: one.by_numbers.known["belmar"] for one in debrief.counted}
    shown = re.findall(r"href=\"/class/(\d)\"", page)
    assert shown == sorted(has, key=lambda one: -has[one])
    assert instructor.get("/class/debrief?by=no+such").count("<tr>") == page.count("<tr>")


def test_the_marks_have_a_row_for_each_side_of_each_table(
    instructor: Guest, host: Host
) -> None:
    answer = instructor.client.get("/class/debrief.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(one["table"], one["side"]) for one in rows[:3]] == [
        ("1", "Arven"),
        ("1", "Belmar"),
        ("2", "Arven"),
    ]
    assert len(rows) == 8
    first = ClassDebrief.of(host).counted[0]
    assert float(rows[0]["points"]) == pytest.approx(first.by_numbers.known["arven"], abs=0.1)
    assert float(rows[0]["left on the table"]) == pytest.approx(
        first.by_numbers.left["arven"], abs=0.1
    )
    assert [one["deal"] for one in rows] == ["yes"] * 4 + ["no"] * 4
    assert rows[0]["moves"] == "1"
    assert float(rows[4]["points"]) == 50  # no deal: the walk-away value
    assert rows[6]["points"] == ""  # still talking


def test_a_team_has_a_page_of_its_own_to_print(instructor: Guest, host: Host) -> None:
    page = text(instructor.get("/class/debrief/1/arven"))
    assert "Table 1: Arven" in page
    assert "What you could have had" in page
    assert "The sheet of the other side" in page
    assert page.index("To talk about") > 0
    every = instructor.get("/class/debrief/all")
    assert every.count('<section class="team-page roomy">') == 8
    for path in ("/class/debrief/9/arven", "/class/debrief/1/nobody"):
        assert instructor.client.get(path).status_code == 404


def test_a_team_sees_nothing_before_the_debrief_is_opened(closed: Host) -> None:
    guest = sit(closed, "1/arven", "Bo")
    page = guest.get("/debrief")
    assert "Not yet" in page
    assert "Basin Institute" not in page
    for path in ("/debrief.svg", "/class/debrief", "/class/debrief.csv", "/class/debrief/all"):
        assert guest.client.get(path).status_code == 404


def test_the_instructor_opens_the_debrief_and_closes_it(
    instructor: Guest, closed: Host
) -> None:
    before = instructor.get("/class/debrief")
    assert "the sheet of the other side" in before
    assert "Still talking: table 4" in text(before)
    instructor.post("/class/tell", on="/class/debrief", open="yes")
    guest = sit(closed, "2/belmar", "Bo")
    page = text(guest.get("/debrief"))
    assert "Table 2: Belmar" in page
    assert "Red lines of Arven" in page
    assert guest.client.get("/debrief.svg").headers["content-type"] == "image/svg+xml"
    assert guest.client.get("/class/debrief/1/arven").status_code == 404
    instructor.post("/class/tell", on="/class/debrief", open="no")
    assert "Not yet" in guest.get("/debrief")


def test_a_better_option_is_worse_for_nobody(host: Host) -> None:
    for result in ClassDebrief.of(host).counted:
        if (found := better_option(result)) is None or result.deal is None:
            continue
        issue, option, gains = found
        stick = result.by_numbers.stick
        assert stick is not None
        (valued,) = stick.deals.worths([{**result.deal, issue: option}])
        for side, has in result.by_numbers.known.items():
            assert valued.worth[side] >= has - 1e-6
            assert (valued.worth[side] > has + 1e-6) is (side in gains)


def test_three_questions_are_asked_of_every_table(host: Host) -> None:
    debrief = ClassDebrief.of(host)
    for result in debrief.counted:
        questions = debrief.words(result).questions
        assert len(questions) == 3
        assert all(one.endswith("?") for one in questions)


def test_a_moved_walk_away_value_is_said_and_counted_from(tmp_path: Path) -> None:
    with hosted(example(tmp_path, "sarn-river"), class_plan=PLAN) as host:
        table = held(host, "1")
        table._add(lambda one: happen(one, WalkAwayMoved(party="arven", by=-10)), "x", "")
        agree(host, "1", 1)
        result = ClassDebrief.of(host).counted[0]
        assert result.by_numbers.walk_away == {"arven": 40, "belmar": 50}
        page = text(sit(host, INSTRUCTOR).get("/class/debrief"))
        assert "The walk-away value of Arven was moved down by 10." in page


def test_whoever_has_left_is_still_named_in_the_marks(tmp_path: Path) -> None:
    with hosted(example(tmp_path, "sarn-river"), class_plan=PLAN) as host:
        sit(host, "1/arven", "Zoltan").post("/leave", on="/role")
        content = sit(host, INSTRUCTOR).client.get("/class/debrief.csv").content
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
        assert rows[0]["people"] == "Zoltan"


def test_a_branch_is_named_and_counted_nowhere(tmp_path: Path) -> None:
    with hosted(example(tmp_path, "sarn-river"), class_plan=PLAN) as host:
        held(host, "1").move("arven", State(text="Well"), "Ann (1/arven)", "")
        branch = host.tables.branch("1", len(held(host, "1").log[0]), "Ann")
        agree(host, branch.id, 1)
        debrief = ClassDebrief.of(host)
        assert [one.table for one in debrief.branches] == [branch.id]
        assert branch.id not in {one.table for one in debrief.counted}
        page = text(sit(host, INSTRUCTOR).get("/class/debrief"))
        assert f"Table {branch.id}: deal" in page
        assert "The deals side by side" not in page


def test_who_sits_for_no_side_sees_what_all_have(tmp_path: Path) -> None:
    plan = ClassPlan(tables=1, rules="open-floor", beside=("mediator", "arven/capital"))
    with hosted(example(tmp_path, "sarn-river"), class_plan=plan) as host:
        agree(host, "1", 1)
        host.classroom.tell(True, "test")
        page = text(sit(host, "1/mediator").get("/debrief"))
        assert "What you could have had" not in page
        assert "The sheets of all sides" in page
        assert "Table 1: Arven" in text(sit(host, "1/arven/capital").get("/debrief"))


def test_a_team_reads_where_nobody_could_agree_within_all_red_lines(tmp_path: Path) -> None:
    folder = example(tmp_path, "russia-ukraine-2022")
    with hosted(folder, class_plan=ClassPlan(tables=1)) as opened:
        opened.classroom.tell(True, "test")
        table = held(opened, "1")
        deal = {i: next(iter(one.choices)) for i, one in table.table.agenda.issues.items()}
        table.move("ukraine", Propose(deal=Options(deal)), "Ann", "")
        table.move("russia", Accept(), "Bo", "")
        page = text(sit(opened, "1/ukraine", "Ann").get("/debrief"))
        assert "every package crosses somebody's red line" in page


def test_of_others_nothing_of_the_kind_is_said(host: Host, closed: Host) -> None:
    host.classroom.tell(True, "test")
    assert "every package crosses" not in text(sit(host, "1/arven", "Ann").get("/debrief"))
