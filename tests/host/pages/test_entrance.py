"""A class comes in by one address; the instructor sees who is there, moves and puts out."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.host.people import Guest, example, hosted, sit

from accord.host.app import application
from accord.host.classroom import ClassPlan
from accord.host.host import Host
from accord.host.host_seats import INSTRUCTOR
from accord.host.rates import Rates, TokenBuckets
from accord.host.visit import COOKIE


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    with hosted(example(tmp_path, "sarn-river"), class_plan=ClassPlan(tables=2)) as opened:
        yield opened


def browser(host: Host) -> TestClient:
    return TestClient(application(host), base_url="http://127.0.0.1:8443")


def opened(host: Host, teacher: Guest, **chosen: str | list[str]) -> str:
    """Open the address of the class, and return it."""
    teacher.post("/class/door", {"what": "open"} | chosen)
    assert "<svg" in teacher.get("/class/door")
    return f"/class/come/{host.doors.entrance.secret}"


def comes(host: Host, address: str, name: str, **typed: str) -> Guest:
    client = browser(host)
    client.get(address)
    answer = client.post(address, data={"name": name} | typed, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return Guest(client)


def seat_of(host: Host, guest: Guest) -> str:
    sitting = host.doors.sitting(guest.client.cookies.get(COOKIE) or "")
    return sitting.seat if sitting else ""


def text(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", page)).split())


def test_a_class_comes_in_by_one_address_table_by_table(host: Host) -> None:
    teacher = sit(host, INSTRUCTOR, "Ann")
    assert "closed" in teacher.get("/class/door")
    address = opened(host, teacher)
    guests = [comes(host, address, f"Person {n}") for n in range(3)]
    assert [seat_of(host, one) for one in guests] == ["1/arven", "1/belmar", "2/arven"]
    assert "3 of 4" in text(teacher.get("/class/door"))
    page = text(teacher.get("/class/people"))
    assert "Person 2" in page and "Table 2: nobody for Belmar" in page
    assert "Nobody sits for Belmar yet" in text(guests[2].get("/tables/2"))
    before = host.position(host.seats["2/arven"], "2")
    comes(host, address, "Person 3")
    assert host.position(host.seats["2/arven"], "2") != before
    assert "Nobody sits for" not in guests[2].get("/tables/2")


def test_the_same_browser_gets_its_seat_back(host: Host) -> None:
    address = opened(host, sit(host, INSTRUCTOR))
    guest = comes(host, address, "Bo")
    for _ in range(2):
        assert guest.client.get(address, follow_redirects=False).headers["location"] == "/"
        guest.client.post(address, data={"name": "Bo again"}, follow_redirects=False)
    assert len(host.doors.sittings("1/arven")) == len(host.doors.people()) - 1 == 1


def test_an_answer_that_was_lost_takes_no_second_seat(host: Host) -> None:
    address = opened(host, sit(host, INSTRUCTOR))
    client = browser(host)
    client.get(address)
    coming = client.cookies["coming"]
    for _ in range(2):
        client.post(address, data={"name": "Bo"}, follow_redirects=False)
        assert seat_of(host, Guest(client)) == "1/arven"
        client.cookies.clear()
        client.cookies.set("coming", coming)
    assert len(host.doors.sittings("1/arven")) == sum(host.doors.people().values()) - 1 == 1


def test_what_opens_no_class_is_answered_as_what_is_not_there(host: Host) -> None:
    teacher, client = sit(host, INSTRUCTOR), browser(host)
    nothing = client.get("/nothing/here")
    address = opened(host, teacher)
    assert client.get("/class/come/wrong").text == nothing.text
    assert client.post("/class/come/wrong", data={"name": "Bo"}).status_code == 401
    teacher.post("/class/door", what="close")
    for answer in (client.get(address), client.post(address, data={"name": "Bo"})):
        assert (answer.status_code, answer.text) == (nothing.status_code, nothing.text)
    assert client.get("/class/wait").text == nothing.text


def test_the_code_is_typed_where_nothing_can_be_scanned(host: Host) -> None:
    teacher, client = sit(host, INSTRUCTOR), browser(host)
    opened(host, teacher)
    (code,) = re.findall(r"[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}", teacher.get("/class/door"))
    page = client.post("/join", data={"code": code.lower()})
    assert "Take a seat" in page.text
    answer = client.post(page.url.path, data={"name": "Bo"}, follow_redirects=False)
    assert answer.headers["location"] == host.seats["1/arven"].first


def test_a_name_and_a_cookie_are_needed(host: Host) -> None:
    address = opened(host, sit(host, INSTRUCTOR))
    client = browser(host)
    assert client.post(address, data={"name": "Bo"}).status_code == 422
    client.get(address)
    assert client.post(address, data={"name": " "}).status_code == 422
    assert sum(host.doors.people().values()) == 1


def test_a_side_is_chosen_where_the_instructor_lets_people(host: Host) -> None:
    address = opened(host, sit(host, INSTRUCTOR), choose=["side", "table"])
    assert seat_of(host, comes(host, address, "Bo", place="belmar", group="2")) == "2/belmar"
    client = browser(host)
    client.get(address)
    answer = client.post(address, data={"name": "Cy", "place": "belmar", "group": "2"})
    assert answer.status_code == 422 and "is taken" in answer.text


def test_who_finds_no_seat_waits_and_takes_the_one_that_is_left(host: Host) -> None:
    teacher = sit(host, INSTRUCTOR)
    address = opened(host, teacher)
    guests = [comes(host, address, f"Person {n}") for n in range(6)]
    assert [seat_of(host, one) for one in guests[4:]] == ["", ""]
    assert "number 2" in text(guests[5].get("/class/wait"))
    page = teacher.get("/class/people")
    assert "Person 4" in page and "Person 5" in page
    guests[1].post("/leave", on="/tables")
    assert "number 2" in text(guests[5].get("/class/wait"))
    guests[5].client.post("/class/wait")
    assert seat_of(host, guests[5]) == ""  # not their turn
    assert seat_of(host, comes(host, address, "late")) == ""  # nor that of who comes after
    assert "A seat is free" in guests[4].get("/class/wait")
    guests[4].client.post("/class/wait")
    assert seat_of(host, guests[4]) == "1/belmar"


def test_who_waits_is_given_a_place_by_the_instructor(host: Host) -> None:
    teacher = sit(host, INSTRUCTOR)
    address = opened(host, teacher)
    guests = [comes(host, address, f"Person {n}") for n in range(5)]
    (waits,) = host.doors.entrance.waiting()
    page = f"/class/people/{waits.id}"
    teacher.post(f"{page}/move", on=page, seat="2/arven")
    assert "A seat was found for you" in guests[4].get("/class/wait")
    guests[4].client.post("/class/wait")
    assert seat_of(host, guests[4]) == "2/arven"
    assert "2 people share this seat" in text(teacher.get("/class/people"))


def test_a_program_hands_back_to_whoever_comes_late(host: Host) -> None:
    address = opened(host, sit(host, INSTRUCTOR))
    guests = [comes(host, address, f"Person {n}") for n in range(3)]
    (table,) = host.tables.of_class("2")
    table.seat_program("belmar", "conceder", "Ann")
    (other,) = host.tables.of_class("1")
    other.seat_program("belmar", "conceder", "Ann")  # for somebody who has to go for a while
    assert "Nobody sits for" not in guests[2].get("/tables/2")
    assert seat_of(host, comes(host, address, "Late")) == "2/belmar"
    assert table.programs == {} and len(table.all_spells) == 1
    assert [*other.programs] == ["belmar"]


def test_three_sides_are_filled_in_turn(tmp_path: Path) -> None:
    plan = ClassPlan(tables=2)
    with hosted(example(tmp_path, "market-road"), class_plan=plan) as host:
        places = host.tables.groups[0].places
        address = opened(host, sit(host, INSTRUCTOR))
        guests = [comes(host, address, f"Person {n}") for n in range(2 * len(places))]
        assert [seat_of(host, one) for one in guests] == [
            f"{table}/{place}" for table in "12" for place in places
        ]


def test_the_last_one_becomes_a_second_where_it_was_so_chosen(host: Host) -> None:
    teacher = sit(host, INSTRUCTOR)
    address = opened(host, teacher, last="second")
    guests = [comes(host, address, f"Person {n}") for n in range(3)]
    teacher.post("/class/door", what="close")
    assert seat_of(host, guests[2]) == "1/arven"
    assert "You share this seat with Person 2" in text(guests[0].get("/tables/1"))


def test_whoever_is_moved_is_led_to_the_new_seat_and_nothing_old_is_done_there(
    host: Host,
) -> None:
    teacher, guest = sit(host, INSTRUCTOR, "Ann"), sit(host, "1/arven", "Bo")
    old = guest.get("/tables/1")
    (one,) = host.doors.sittings("1/arven")
    page = f"/class/people/{one.id}"
    teacher.post(f"{page}/move", on=page, seat="2/belmar")
    assert seat_of(host, guest) == "2/belmar"
    assert guest.client.get("/tables/1").status_code == 404
    assert "before, you sat for Arven, table 1" in text(guest.get("/tables/2"))
    hidden = dict(re.findall(r'name="(token|once|for_seat)" value="([^"]*)"', old))
    answer = guest.client.post("/tables/2/move", data=hidden | {"kind": "leave"})
    assert answer.status_code == 404
    assert "put somebody into another seat" in text(guest.get("/seat"))
    teacher.post(f"{page}/move", on=page, status=422, seat="nowhere")


def test_whoever_is_put_out_reads_why(host: Host) -> None:
    teacher, guest = sit(host, INSTRUCTOR), sit(host, "1/arven", "Bo")
    (one,) = host.doors.sittings("1/arven")
    page = f"/class/people/{one.id}"
    teacher.post(f"{page}/end", on=page, status=422, why=" ")
    teacher.post(f"{page}/end", on=page, why="You sit at two tables.")
    answer = guest.client.get("/")
    assert "You sit at two tables." in answer.text
    assert teacher.client.get(page).status_code == 404
    other = browser(host).get("/")
    assert "two tables" not in other.text


def test_the_slips_of_a_class_are_shown_once_eight_a_sheet(host: Host) -> None:
    teacher = sit(host, INSTRUCTOR)
    sit(host, "1/arven")
    page = teacher.post("/class/slips", status=200, number="3", which="all")
    assert page.count('class="slip"') == 12 and page.count('class="slips sheet"') == 2
    codes = re.findall(r"[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}", page)
    seats = [held.seat for code in codes if (held := host.doors.invitation(code))]
    every = [one for one in host.seats.values() if one.group]
    assert sorted(seats) == sorted(one.id for one in every for _ in range(3))
    page = teacher.post("/class/slips", status=200, number="1", which="empty")
    assert page.count('class="slip"') == 3
    for wrong in ("0", "10", "x", ""):
        teacher.post("/class/slips", status=422, number=wrong)
    typed = dict(re.findall(r'name="(token|once)" value="(\w+)"', teacher.get("/class/slips")))
    for _ in range(2):
        teacher.client.post("/class/slips", data=typed | {"number": "1"})
    assert len(host.doors.open_invitations()) == 12 + 3 + 4


def test_links_that_nobody_took_and_names_with_a_password_can_be_ended(host: Host) -> None:
    teacher, guest = sit(host, INSTRUCTOR), sit(host, "1/arven", "Bo")
    teacher.post("/class/slips", status=200, number="2", which="all")
    assert "2 links not taken" in text(teacher.get("/class/people"))
    teacher.post("/class/links/end", on="/class/people", seat="1/arven")
    assert host.doors.open_invitations("1/arven") == ()
    assert len(host.doors.open_invitations()) == 6
    teacher.client.post(
        "/class/links/end",
        data=dict(re.findall(r'name="(token)" value="(\w+)"', teacher.get("/class/people"))),
    )
    assert host.doors.open_invitations() == ()
    (bo,) = host.doors.sittings("1/arven")
    host.doors.accounts.begin(bo, "bo", "password", "codes", "Bo")
    account = host.doors.accounts.begun_by(bo)
    assert account and host.doors.accounts.confirm(account, 1, "Bo")
    assert "can sign in as bo@1/arven" in text(teacher.get("/class/people"))
    page = f"/class/people/{bo.id}"
    teacher.post(f"{page}/end", on=page, why="You left.")
    assert host.doors.accounts.named("bo@1/arven") is None
    assert "You left." in guest.client.get("/").text


def test_a_hundred_phones_behind_one_address_come_in_at_the_usual_rates(
    tmp_path: Path,
) -> None:
    plan = ClassPlan(tables=50)
    with hosted(example(tmp_path, "sarn-river"), class_plan=plan) as host:
        host.buckets = TokenBuckets(Rates())
        address = opened(host, sit(host, INSTRUCTOR))
        app = application(host)
        for number in range(100):
            client = TestClient(app, base_url="http://127.0.0.1:8443")
            client.get(address)
            assert client.post(address, data={"name": f"Person {number}"}).status_code == 200
        people = host.doors.people()
        del people[INSTRUCTOR]
        assert len(people) == 100 and {*people.values()} == {1}
