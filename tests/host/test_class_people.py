"""How a class is seated: nobody loses a seat, and no seat has two before all have one."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Barrier, Thread

import pytest
from hypothesis import given
from hypothesis import settings as trial
from hypothesis import strategies as st
from tests.host.people import example, hosted, known_random, sit

from accord.errors import AccordError
from accord.host.class_people import ANYWHERE, ClassDoor, ClassSeating, SeatWish
from accord.host.classroom import ClassPlan
from accord.host.doors import Doors
from accord.host.host_seats import ClassGroup
from accord.host.settings import HostSettings
from accord.store import Store

TWO, THREE = ("arven", "belmar"), ("ridge", "river", "council")


def class_of(tables: int, places: tuple[str, ...]) -> list[ClassGroup]:
    return [ClassGroup(id=str(number), places=places) for number in range(1, tables + 1)]


@contextmanager
def doors_of(*, processes: int = 1) -> Iterator[list[Doors]]:
    with TemporaryDirectory() as place:
        random = known_random()
        settings = HostSettings(folder=Path(place), random=random)
        stores = [Store.open(Path(place, "store")) for _ in range(processes)]
        opened = [Doors(store, settings) for store in stores]
        try:
            yield opened
        finally:
            for doors, store in zip(opened, stores, strict=True):
                doors.close()
                store.close()


def test_tables_are_filled_one_after_another() -> None:
    groups, people, order = class_of(3, TWO), Counter[str](), []
    for _ in range(6):
        order.append(ClassSeating(groups=groups, people=people).order()[0])
        people[order[-1]] += 1
    assert order == [f"{n}/{side}" for n in "123" for side in TWO]
    assert ClassSeating(groups=groups, people=people).order() == []
    assert ClassSeating(groups=groups, people=people).order(doubles=True)[0] == "1/arven"


def test_who_left_a_table_is_replaced_before_another_is_opened() -> None:
    people = {"1/arven": 1, "1/belmar": 1, "2/belmar": 1}
    assert ClassSeating(groups=class_of(4, TWO), people=people).order()[0] == "2/arven"


def test_a_table_that_lacks_less_is_filled_first() -> None:
    people = {"1/ridge": 1, "2/ridge": 1, "2/river": 1}
    assert ClassSeating(groups=class_of(3, THREE), people=people).order()[0] == "2/council"


def test_a_program_makes_room_for_whoever_comes_late_and_first_where_people_wait() -> None:
    groups, programs = class_of(2, TWO), {"1/arven", "1/belmar", "2/belmar"}
    held = ClassSeating(groups=groups, people={"2/arven": 1}, programs=programs)
    assert held.order() == ["2/belmar", "1/arven", "1/belmar"]
    assert held.unfinished == []


def test_a_wish_is_a_wish_and_counts_only_where_it_is_asked_for() -> None:
    held = ClassSeating(groups=class_of(3, TWO), people={"1/arven": 1})
    assert held.order(SeatWish(place="arven")) == ["2/arven", "3/arven"]
    assert held.order(SeatWish(group="3")) == ["3/arven", "3/belmar"]
    wish = SeatWish(group="3", place="arven")
    assert ClassDoor().allowed(wish) == ANYWHERE
    assert ClassDoor(by_side=True).allowed(wish) == SeatWish(place="arven")


def test_who_lacks_a_partner_goes_to_a_full_table_of_the_same_side() -> None:
    people = {"1/arven": 1, "1/belmar": 1, "2/arven": 1, "2/belmar": 1, "3/belmar": 1}
    held = ClassSeating(groups=class_of(4, TWO), people=people)
    assert held.joined() == {"3/belmar": ["1/belmar"]}
    assert ClassSeating(groups=class_of(2, TWO), people={"1/arven": 1}).joined() == {}


@trial(max_examples=25, deadline=None)
@given(
    tables=st.integers(1, 5),
    places=st.sampled_from([TWO, THREE, ("only",)]),
    doubles=st.booleans(),
    acts=st.lists(st.tuples(st.integers(0, 9), st.sampled_from("ccccla")), max_size=40),
)
def test_whoever_comes_and_goes_a_seat_is_kept_and_all_are_filled_evenly(
    tables: int, places: tuple[str, ...], doubles: bool, acts: list[tuple[int, str]]
) -> None:
    groups = class_of(tables, places)
    with doors_of() as (doors,):

        def seating() -> ClassSeating:
            return ClassSeating(groups=groups, people=doors.people())

        address = doors.entrance.open(ClassDoor(doubles=doubles), "Ann")
        browsers: dict[int, str] = {}
        sits: dict[int, str] = {}
        for who, act in acts:
            mine = browsers.setdefault(who, doors.secret())
            sitting = doors.sitting(mine)
            if act == "l":
                if sitting:
                    doors.end(sitting.id)
                    del browsers[who], sits[who]
                continue
            before = seating()
            secret = address if act == "c" else "w" * 43
            seated = doors.entrance.come(secret, mine, f"p{who}", ANYWHERE, seating)
            if act == "a" and who not in sits:
                assert not seated
            elif seated and who not in sits:
                taken = doors.sitting(mine)
                assert taken
                sits[who] = taken.seat
                if before.people.get(taken.seat):
                    assert doubles and before.seated == len(before.seats)
            now = {one: doors.sitting(browsers[one]) for one in sits}
            assert {one: held.seat for one, held in now.items() if held} == sits
            assert doors.people() == Counter(sits.values())
            assert max(doors.people().values(), default=0) <= (2 if doubles else 1)
        assert len(seating().unfinished) <= 1 or any(act == "l" for _, act in acts)
        for one, other in pairwise(sorted(Counter(sits.values()).values())):
            assert other - one <= 1


def test_two_processes_give_two_people_two_seats() -> None:
    groups = class_of(20, TWO)
    with doors_of(processes=2) as both:
        address = both[0].entrance.open(ClassDoor(), "Ann")
        both[1].refresh()
        coming = [[doors.secret() for _ in range(20)] for doors in both]
        start = Barrier(2)

        def come(doors: Doors, secrets: list[str]) -> None:
            def seating() -> ClassSeating:
                return ClassSeating(groups=groups, people=doors.people())

            start.wait()
            for one in secrets:
                assert doors.entrance.come(address, one, "somebody", ANYWHERE, seating)

        threads = [Thread(target=come, args=one) for one in zip(both, coming, strict=True)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        for doors in both:
            doors.refresh()
            assert sorted(doors.people()) == sorted(
                group.seat(place) for group in groups for place in TWO
            )
            assert set(doors.people().values()) == {1}


def test_who_comes_again_the_next_day_has_the_seat_of_before_while_it_is_empty() -> None:
    groups, now = class_of(2, TWO), datetime(2033, 9, 30, 12, tzinfo=UTC)
    with TemporaryDirectory() as place, Store.open(Path(place, "store")) as store:
        settings = HostSettings(folder=Path(place), random=known_random(), clock=lambda: now)
        doors = Doors(store, settings)

        def seating() -> ClassSeating:
            return ClassSeating(groups=groups, people=doors.people())

        address = doors.entrance.open(ClassDoor(), "Ann")
        first = [doors.secret() for _ in range(2)]
        for one in first:
            assert doors.entrance.come(address, one, "Bo", ANYWHERE, seating)
        now += timedelta(days=1)
        again = [doors.secret() for _ in range(2)]
        for new, old in zip(again, reversed(first), strict=True):
            left = doors.left(old)
            assert left and not doors.sitting(old)
            assert doors.entrance.come(address, new, "Bo", ANYWHERE, seating, left.seat)
            sitting = doors.sitting(new)
            assert sitting and sitting.seat == left.seat
        doors.close()


def test_what_is_closed_seats_nobody_and_another_start_opens_what_was_shown() -> None:
    with doors_of(processes=2) as (one, other):
        groups = class_of(1, TWO)

        def seating() -> ClassSeating:
            return ClassSeating(groups=groups, people=one.people())

        first = one.entrance.open(ClassDoor(doubles=True), "Ann")
        other.refresh()
        assert other.entrance.secret == "" and other.entrance.opens(first)
        assert other.entrance.door == ClassDoor(doubles=True)
        second = other.entrance.open(other.entrance.door, "Ann")
        one.refresh()
        assert one.entrance.opens(first) and one.entrance.opens(second)
        one.entrance.close("Ann", seating)
        other.refresh()
        for doors in (one, other):
            assert not (doors.entrance.opens(first) or doors.entrance.opens(second))
            assert not doors.entrance.come(first, doors.secret(), "Bo", ANYWHERE, seating)
            assert not doors.entrance.secret


def test_whoever_sits_there_is_told_of_no_more_than_that_a_seat_is_filled(
    tmp_path: Path,
) -> None:
    plan = ClassPlan(tables=2, beside=("belmar/capital", "arven/capital"))
    with hosted(example(tmp_path, "sarn-river"), class_plan=plan) as host:
        guest, seat = sit(host, "1/arven", "Bo"), host.seats["1/arven"]
        assert host.missing(seat) == ["Belmar", "Arven: the capital"]

        def seen() -> tuple[str, str]:
            page = guest.get("/tables/1")
            return host.position(seat, "1"), re.sub(r'name="once" value="\w+"', "", page)

        sit(host, "1/belmar", "Per")
        before = seen()
        for other in ("1/belmar", "1/belmar/capital", "2/arven", "2/belmar"):
            sit(host, other, "somebody")
        host.doors.invite("1/belmar")
        host.doors.end(host.doors.sittings("1/belmar")[0].id, why="They left.")
        assert seen() == before
        host.doors.end(host.doors.sittings("1/belmar")[0].id)
        assert seen() != before


def test_a_name_with_a_password_comes_along_to_the_new_seat(tmp_path: Path) -> None:
    plan = ClassPlan(tables=2)
    with hosted(example(tmp_path, "sarn-river"), class_plan=plan) as host:
        for table in "12":
            sit(host, f"{table}/arven", "Bo")
            (bo,) = host.doors.sittings(f"{table}/arven")
            host.doors.accounts.begin(bo, "bo", "password", "codes", "Bo")
            account = host.doors.accounts.begun_by(bo)
            assert account and host.doors.accounts.confirm(account, 1, "Bo")
        with pytest.raises(AccordError, match="name with a password"):
            host.doors.move(bo.id, "1/arven", "Ann")
        assert host.doors.move(bo.id, "1/belmar", "Ann")
        assert not host.doors.move(bo.id, "1/belmar", "Ann")
        found = host.doors.accounts.named("bo@1/belmar")
        assert found and host.doors.accounts.named("bo@2/arven") is None
        assert host.doors.accounts.sign_in(found, 2)
        assert host.doors.people() == {"1/arven": 1, "1/belmar": 2}


def test_no_two_of_one_name_with_a_password_are_put_into_one_seat_when_the_address_is_closed(
    tmp_path: Path,
) -> None:
    with hosted(example(tmp_path, "sarn-river"), class_plan=ClassPlan(tables=2)) as host:
        doors = host.doors
        doors.entrance.open(ClassDoor(doubles=True), "Ann")
        sit(host, "1/belmar", "Per")
        for seat in ("1/arven", "2/arven"):
            sit(host, seat, "Bo")
            (bo,) = doors.sittings(seat)
            doors.accounts.begin(bo, "bo", "password", "codes", "Bo")
            account = doors.accounts.begun_by(bo)
            assert account and doors.accounts.confirm(account, 1, "Bo")
        assert host.class_seating().joined() == {"2/arven": ["1/arven"]}
        doors.entrance.close("Ann", host.class_seating)
        assert doors.people() == {"1/belmar": 1, "1/arven": 1, "2/arven": 1}
        assert doors.accounts.named("bo@2/arven")
