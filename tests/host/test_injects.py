"""News at tables of a class: told once, to those named alone, as it was shown before."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from frozendict import frozendict
from tests.host.people import Guest, example, hosted, sit

from accord.errors import AccordError
from accord.host.bell import Bell
from accord.host.class_opening import open_class
from accord.host.classroom import ClassPlan
from accord.host.held_table import HeldTable
from accord.host.held_tables import HeldTables
from accord.host.host import Host
from accord.host.host_seats import INSTRUCTOR
from accord.host.injects import ClassNews, SetTime, release
from accord.host.seated import SeenTable
from accord.model import Exclusion
from accord.store import Store
from accord.talks import (
    Happening,
    MandateMoved,
    News,
    Propose,
    RedLinesMoved,
    Reject,
    State,
    ValuesMoved,
    WalkAwayMoved,
    Withdraw,
    audit,
    rule_sets,
)

PLAN = ClassPlan(tables=3, rounds=5, beside=("mediator",))


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    with hosted(example(tmp_path, "sarn-river"), class_plan=PLAN) as opened:
        yield opened


def held(host: Host, one: str) -> HeldTable:
    return next(each for each in host.tables if each.id == one)


def plain(page: str) -> str:
    """Return the words of a page."""
    page = re.sub(r"</?bdi[^>]*>", "", page)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def pages(guest: Guest, paths: tuple[str, ...]) -> list[str]:
    """Return pages without what differs each time they are made."""
    once = re.compile(r'name="once" value="\w+"')
    return [once.sub("", guest.get(path)) for path in paths]


PATHS = {
    "mediator": ("/tables", "/tables/1", "/role"),
    **dict.fromkeys(("arven", "belmar"), ("/tables", "/tables/1", "/role", "/tables/1/room")),
}
NEVER = Exclusion(id="never-three", never=frozendict({"filling": ("three",)}))
TOLD = News(text="A dyke has burst.", source="The radio")
HAPPENINGS: list[tuple[Happening, set[str]]] = [
    (TOLD, {"arven", "belmar", "mediator", "projector"}),
    (News(text="A dyke has burst.", to=("belmar",)), {"belmar"}),
    (News(text="A dyke has burst.", to=("mediator",)), {"mediator"}),
    (WalkAwayMoved(party="arven", by=-5, why="A dyke has burst."), {"arven"}),
    (ValuesMoved(party="arven", values={"filling": {"three": -20}}, why="A flood."), {"arven"}),
    (RedLinesMoved(party="belmar", added=[NEVER], dropped=("old",)), {"belmar"}),
    (MandateMoved(party="belmar", mandate={}, why="A dyke has burst."), {"belmar"}),
]


@pytest.mark.parametrize("rules", rule_sets())
@pytest.mark.parametrize(("what", "hearers"), HAPPENINGS)
def test_those_named_hear_it_as_it_was_shown_and_for_all_others_nothing_has_changed(
    tmp_path: Path, rules: str, what: Happening, hearers: set[str]
) -> None:
    """Under every rule set; held to the bytes of pages and to where each seat stands."""
    plan = ClassPlan(tables=2, rules=rules, beside=("mediator",))
    with hosted(example(tmp_path, "sarn-river"), class_plan=plan) as host:
        table = held(host, "1")
        seats = [one.id for one in table.table.seating.seats if one.id != "projector"]
        guests = {one: sit(host, f"1/{one}") for one in seats}

        def stands() -> dict[str, tuple[list[str], SeenTable]]:
            return {one: (pages(guests[one], PATHS[one]), table.seen(one)) for one in seats}

        before = stands()
        ann = sit(host, INSTRUCTOR, "Ann")
        number = host.news.prepare(what, "Ann")
        looked = ann.get(f"/class/news/{number}")
        assert stands() == before
        to = ann.post(f"/class/news/{number}/release", on=f"/class/news/{number}", tables="1")
        assert to == "/class/news"
        lines = re.findall(r"<blockquote>(.*?)</blockquote>", looked, re.S)
        assert lines
        for one, (now, seen) in stands().items():
            if one not in hearers:
                assert (now, seen) == before[one]
                continue
            assert seen.position == before[one][1].position + 1
            assert seen.view.heard[-1].what == what
            said = [plain(line).split(" heard only")[0] for line in lines]
            assert any(one in plain(now[1]) for one in said)
        assert len(held(host, "2").table.events) == 1
        assert audit(table.table.events) is None


def test_it_happens_once_at_a_table_whoever_presses_how_often(host: Host) -> None:
    ann = sit(host, INSTRUCTOR, "Ann")
    number = host.news.prepare(TOLD, "Ann", "once")
    assert host.news.prepare(TOLD, "Ann", "once") == number == 1
    for chosen in (["1"], ["1", "2"], ["1", "2"]):
        ann.client.post(
            f"/class/news/{number}/release",
            data=hidden(ann, f"/class/news/{number}") | {"tables": chosen},
            follow_redirects=False,
        )
    assert [len(held(host, one).table.events) for one in "123"] == [2, 2, 1]
    with Store.open(host.store.name) as store:
        others = {one.id: one for one in HeldTables(store, Bell())}
        one = ClassNews(store=store, bell=Bell()).prepared[0]
        assert not release(others["2"], one, "Ann") and release(others["3"], one, "Ann")
    held(host, "3").catch_up()
    assert not release(held(host, "3"), one, "Ann")
    page = plain(ann.get("/class/news"))
    assert "Released" in page and "Table 1 at" in page and "Table 3 at" in page


def test_no_table_is_ticked_before_somebody_ticks_it_and_all_have_a_button(host: Host) -> None:
    ann = sit(host, INSTRUCTOR, "Ann")
    to = f"/class/news/{host.news.prepare(TOLD, 'Ann')}"
    looked = ann.get(to)
    assert " checked" not in looked and "Release to all 3 tables" in looked
    ann.post(f"{to}/release", on=to, status=422)
    ann.client.post(f"{to}/release", data=every(ann, to) | {"all": "yes"})
    assert [len(held(host, one).table.events) for one in "123"] == [2, 2, 2]


def every(guest: Guest, path: str) -> dict[str, Any]:
    tables = re.findall(r'name="every" value="([^"]*)"', guest.get(path))
    return hidden(guest, path) | {"every": tables}


def hidden(guest: Guest, path: str) -> dict[str, Any]:
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', guest.get(path))
    return dict(found)


def test_where_it_cannot_happen_is_said_with_why(host: Host) -> None:
    ann = sit(host, INSTRUCTOR, "Ann")
    held(host, "1").move("arven", Withdraw(), "Ada", "")
    held(host, "2").pause(True, "Ann")
    number = host.news.prepare(TOLD, "Ann")
    page = plain(ann.get(f"/class/news/{number}"))
    assert "Where it cannot happen Table 1: The talks there are over." in page
    assert "What is shown at tables 2, 3" in page
    ann.post(f"/class/news/{number}/release", on=f"/class/news/{number}", tables=["2"])
    assert held(host, "2").table.events[-1].what == TOLD  # paused is no hindrance
    refused = ann.post(
        f"/class/news/{number}/release", on=f"/class/news/{number}", tables=["1"], status=422
    )
    assert "Table 1: The talks there are over." in plain(refused)
    with pytest.raises(AccordError, match="over"):
        release(held(host, "1"), host.news.prepared[0], "Ann")


def test_a_moved_walk_away_value_stands_in_the_sides_room_and_on_its_sheet(host: Host) -> None:
    ann, arven, belmar = (sit(host, one) for one in (INSTRUCTOR, "1/arven", "1/belmar"))
    form = {"party": "arven", "by": "\u22125,5", "text": "A dyke has burst."}
    to = ann.post("/class/news", form, on="/class/news", kind="walk-away")
    shown = plain(ann.get(to))
    ann.post(f"{to}/release", on=to, tables=["1", "2", "3"])
    assert held(host, "1").table.walk_away["arven"] == -5.5
    room = plain(arven.get("/tables/1/room"))
    said = re.search(
        r"A deal below [\d.]+ points is worse for your side than no deal.*?\.", room
    )
    assert said and said[0] in shown
    assert "It was" in room and "has moved down by 5.5 points" in room
    assert "Your walk-away value falls by 5.5 points: A dyke has burst." in room
    assert said[0] in plain(arven.get("/role"))
    assert "dyke" not in plain(belmar.get("/tables/1/room"))


def test_a_value_and_a_red_line_that_move_stand_on_the_sheet_and_judge_packages(
    host: Host,
) -> None:
    ann, arven, belmar = (sit(host, one) for one in (INSTRUCTOR, "1/arven", "1/belmar"))
    before = plain(arven.get("/role"))
    line = next(
        one
        for each in host.classroom.sheets(host.case(host.seats["instructor"])).interests
        for one in each.red_lines
        if each.party == "arven"
    )
    for form, kind in (
        ({"party": "arven", "option": "filling:three", "by": "-20", "text": "A."}, "values"),
        (
            {"party": "arven", "never.drought": "floor", "text": "B."},
            "red-lines",
        ),
        ({"party": "arven", "drop": f"arven:{line.id}", "text": "C."}, "red-lines"),
    ):
        to = ann.post("/class/news", form, on="/class/news", kind=kind)
        ann.post(f"{to}/release", on=to, tables=["1"])
    moved = held(host, "1").table.moved["arven"]
    assert moved.values == {"filling": {"three": -20}} and moved.dropped == (line.id,)
    after = plain(arven.get("/role"))
    assert "Never 'The agreed release holds, whatever the rain'" in after
    assert (
        "What options are worth to you moves: 'In three years' (How fast" in after
        and after != before
    )
    assert f"'{line.id}' no longer holds" in plain(arven.get("/tables/1/room"))
    built = "/tables/1/room?deal.drought=floor"
    assert "red line" in plain(arven.get(built)).casefold()
    assert "rain" not in plain(belmar.get("/role")).split("The agenda")[0]
    ann.post(
        "/class/news",
        {"party": "belmar", "drop": f"arven:{line.id}"},
        on="/class/news",
        kind="red-lines",
        status=422,
    )


def test_what_fighting_brings_is_prepared_by_rounds_and_happens_once(host: Host) -> None:
    ann = sit(host, INSTRUCTOR, "Ann")
    form = {"model": "battles:one=arven,n=6,k=3,p=0.5", "seed": "3"}
    for once in range(2):
        told = {**form, "by_itself": "yes"} if once else form
        ann.post("/class/news/fighting", told, on="/class/news")
    prepared = host.news.prepared
    by_hand = [one for one in prepared if not one.by_itself]
    assert by_hand and len(prepared) == 2 * len(by_hand)
    assert {one.round for one in by_hand} <= {2, 3, 4, 5}
    page = plain(ann.get("/class/news"))
    assert "Before round 2: The walk-away value of Arven" in page
    assert "won a battle and holds" in page and "Before round 2, by itself:" in page
    table = held(host, "1")
    host.look_at_clock()
    assert len(table.table.events) == 1
    for seat in ("arven", "belmar"):
        table.move(seat, State(text="Once."), "Ada", "")
    while table.table.round < 2:
        deal = {i: next(iter(one.choices)) for i, one in table.table.agenda.issues.items()}
        seat = table.table.awaited[0]
        move = Reject() if table.table.stage == "answer" else Propose(deal=deal)
        table.move(seat, move, "Ada", "")
    for _ in range(2):
        host.look_at_clock()
    first = [one.what for one in prepared if one.by_itself and one.round == 2]
    happened = [e.what for e in table.table.events if isinstance(e.what, WalkAwayMoved)]
    assert happened == first and audit(table.table.events) is None
    with Store.open(host.store.name) as store:
        assert ClassNews(store=store, bell=Bell()).prepared == prepared


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, "Choose what is assumed of the fighting"),
        ({"model": "batles:one=arven"}, "There is no fighting model 'batles'"),
        ({"model": "battles:one=dana,n=6,k=3"}, "there is no party 'dana' at the table"),
        ({"model": "battles:one=arven,n=6,k=3", "seed": "x"}, "must be a whole number"),
        ({"model": "battles:one=arven,n=6,k=6"}, "brings nothing"),
    ],
)
def test_fighting_that_cannot_be_is_said(host: Host, form: dict[str, str], said: str) -> None:
    ann = sit(host, INSTRUCTOR, "Ann")
    page = ann.post("/class/news/fighting", form, on="/class/news", status=422)
    assert said in plain(page) and not host.news.prepared


def test_a_time_is_set_from_the_release_on(host: Host) -> None:
    ann = sit(host, INSTRUCTOR, "Ann")
    to = ann.post("/class/news", on="/class/news", kind="time", until="15", text="An answer")
    assert "15 minutes left" in ann.get(to) and held(host, "1").deadline is None
    for _ in range(2):
        ann.client.post(f"{to}/release", data=hidden(ann, to) | {"tables": ["1", "2"]})
    for one in "12":
        found = held(host, one).deadline
        assert found and found.until - host.settings.clock() == timedelta(minutes=15)
    assert held(host, "3").deadline is None
    assert "15 minutes left : An answer" in plain(sit(host, "1/arven").get("/tables/1"))
    assert not release(held(host, "1"), host.news.prepared[0], "Ann", host.settings.clock())


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"kind": "news", "text": " "}, "Write what happened"),
        ({"kind": "news", "text": "Fire.", "to": "dana"}, "Choose who is told"),
        ({"kind": "walk-away", "party": "arven", "by": "0"}, "by how many points of 100"),
        ({"kind": "walk-away", "party": "arven", "by": "nan"}, "by how many points of 100"),
        ({"kind": "walk-away", "party": "dana", "by": "5"}, "Choose what shall happen"),
        ({"kind": "time", "until": "soon", "text": "An answer"}, "Say until when in minutes"),
        ({"kind": "time", "until": "15", "text": ""}, "Say what is awaited"),
        ({"kind": "war"}, "Choose what shall happen"),
    ],
)
def test_what_was_typed_wrongly_is_said_and_kept(
    host: Host, form: dict[str, str], said: str
) -> None:
    page = sit(host, INSTRUCTOR).post("/class/news", form, on="/class/news", status=422)
    assert said in plain(page)
    assert form.get("until", "") in page and not host.news.prepared


def test_what_is_prepared_waits_in_its_order_and_can_be_put_aside(host: Host) -> None:
    ann = sit(host, INSTRUCTOR, "Ann")
    for text in ("First.", "Second."):
        ann.post("/class/news", on="/class/news", kind="news", text=text, source="", to="")
    page = ann.get("/class/news")
    assert page.index("First.") < page.index("Second.")
    ann.post("/class/news/1/drop", on="/class/news", drop="yes")
    assert ann.client.get("/class/news/9").status_code == 404
    assert "Put aside (1)" in plain(ann.get("/class/news"))
    ann.post("/class/news/1/drop", on="/class/news")
    assert not host.news.prepared[0].dropped
    for seat in ("1/arven", "1/mediator"):
        for path in ("/class/news", "/class/news/1"):
            assert sit(host, seat).client.get(path).status_code == 404


def test_a_table_that_is_opened_later_can_still_be_told(host: Host) -> None:
    number = host.news.prepare(SetTime(until="15", why="An answer"), "Ann")
    open_class(host, ClassPlan(tables=4, beside=("mediator",)))
    assert "1, 2, 3, 4" in plain(sit(host, INSTRUCTOR).get(f"/class/news/{number}"))


def test_moves_go_on_after_news(host: Host) -> None:
    number = host.news.prepare(News(text="Fire.", to=("arven",)), "Ann")
    table, one = held(host, "1"), host.news.prepared[number - 1]
    assert release(table, one, "Ann")
    arven = sit(host, "1/arven")
    notice = '<p class="notice"><bdi>News: Fire.</bdi></p>'
    assert notice in arven.get("/tables/1")
    assert table.move("belmar", State(text="And now?"), "Bo", "")
    assert notice in arven.get("/tables/1")
    assert table.move("arven", State(text="We have heard."), "Ada", "")
    assert notice not in arven.get("/tables/1")  # it stands where nobody can miss it so long
