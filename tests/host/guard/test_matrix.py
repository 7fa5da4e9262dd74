"""Every seat at every page and object: whoever may not is answered as if nothing were there.

The routes come from the application itself. A page says by its rule who may open it; what its
address leaves open names an object, and every object of the folder is asked for by every seat.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from starlette.routing import Mount, Route
from tests.host.guard.secrets_of import folder
from tests.host.guard.walking import Browser, hosted

from accord.host.app import application
from accord.host.classroom import ClassPlan
from accord.host.host import Host
from accord.host.host_page import HostPage
from accord.host.host_seats import HostSeat
from accord.host.rules import Rule
from accord.host.visit import COOKIE, Visit
from accord.record import Case
from accord.talks import OpenFloor, Setup, seats
from accord.telling.related_entries import registers

NO_PAGES = {"/health", "/stream", "/static"}
"""What is no page: it says that the host runs, what changed for a seat, and how pages look."""


Objects = Callable[[Host, HostSeat | None], set[str]]


def _of_case(found: Callable[[Case], Iterable[str]]) -> Objects:
    def objects(host: Host, seat: HostSeat | None) -> set[str]:
        return set(found(host.case(seat) if seat else host.held.whole))

    return objects


def _tables(host: Host, seat: HostSeat | None) -> set[str]:
    every = {one.id for each in host.seats.values() for one in host.tables.of(each)}
    if seat and seat.teaches:
        return {one.id for one in host.tables.of_class()}
    return {one.id for one in host.tables.of(seat)} if seat else every


OBJECTS: dict[str, Objects] = {
    "entry": _of_case(lambda case: [one.id for one in case.record.entries]),
    "source": _of_case(lambda case: case.record.sources),
    "outlet": _of_case(lambda case: case.record.outlets),
    "issue": _of_case(lambda case: case.process.agenda.issues),
    "option": _of_case(
        lambda case: [o for one in case.process.agenda.issues.values() for o in one.options]
    ),
    "party": _of_case(lambda case: case.process.parties),
    "person": _of_case(lambda case: case.process.people),
    "one": _of_case(lambda case: [one for what in registers(case).values() for one in what]),
    **dict.fromkeys(("word", "file", "section", "sheet", "paper", "news"), lambda _, __: set()),
    "interests": _of_case(lambda case: [one.id for one in case.interests]),
    "table": _tables,
    **dict.fromkeys(("secret", "sitting", "group", "place"), lambda _, __: set()),
}
"""What an address leaves open, and what there is of it, for a seat or at all."""

NOBODY = "no-such-thing-anywhere"
SENT: dict[str, dict[str, list[str]] | None] = {"GET": None, "POST": {}}


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """Open a host of a folder in which everybody has secrets."""
    home = tmp_path_factory.mktemp("matrix") / "talks"
    folder(home, "upland", 1)
    for tier in ("mediator", "upland/capital", "delta"):
        private = home / "private" / tier
        private.mkdir(parents=True, exist_ok=True)
        stem = "o-" + tier.replace("/", "-")
        (private / "record.yaml").write_text(
            f"sources:\n  {stem}-talk: {{publisher: A talk, date: 2024-05-03}}\n\n"
            f"entries:\n  - {{kind: note, id: {stem}, date: 2024-05-03, text: A note, "
            f"sources: {stem}-talk}}\n"
        )
    with hosted(home, class_plan=ClassPlan(tables=2, beside=("mediator",))) as opened:
        opened.tables.branch("2", 1, "the instructor")
        agenda = opened.held.whole.process.agenda
        pair = seats(("upland", "delta"))
        opened.tables.open("talks", Setup(agenda=agenda, seats=pair, rules=OpenFloor()), "holm")
        yield opened


def open_parts(page: HostPage) -> list[str]:
    return [one.partition(":")[0] for one in re.findall(r"{([^}]+)}", page.path)]


def at(page: HostPage, filling: dict[str, str]) -> str:
    return re.sub(r"{([^}:]+)[^}]*}", lambda found: filling.get(found[1], NOBODY), page.path)


def test_every_route_is_a_page_with_a_rule_or_known_to_be_none(host: Host) -> None:
    routes = application(host).routes
    assert all(isinstance(one, Route | Mount) for one in routes)
    paths = {one.path for one in routes if isinstance(one, Route | Mount)}
    looks = {one for one in paths if one.startswith("/static/")}
    assert paths - looks == {one.path for one in host.pages} | NO_PAGES
    assert {name for page in host.pages for name in open_parts(page)} <= set(OBJECTS)


def test_who_may_not_open_a_page_is_answered_as_if_it_were_not_there(host: Host) -> None:
    for name in ("", *host.seats):
        browser = Browser.at(host, name)
        seat = host.seats.get(name)
        nothing = {how: browser.ask(how, f"/{NOBODY}", sent) for how, sent in SENT.items()}
        for page in host.pages:
            if page.rule.admits(seat):
                continue
            answer = browser.ask(page.method, at(page, {}), SENT[page.method])
            expected = nothing[page.method]
            assert answer == expected, f"{page.method} {page.path} for {name or 'nobody'}"


def test_what_is_not_for_a_seat_is_answered_as_what_is_not_there(host: Host) -> None:
    for name in ("", *host.seats):
        browser, seat = Browser.at(host, name), host.seats.get(name)
        for page in host.pages:
            if page.method != "GET" or not page.rule.admits(seat):
                continue
            for part in open_parts(page):
                readable = OBJECTS[part](host, seat) if seat else set()
                hidden = sorted(OBJECTS[part](host, None) - readable)
                nothing = browser.ask("GET", at(page, {}))
                for one in hidden:
                    answer = browser.ask("GET", at(page, {part: one}))
                    assert answer == nothing, f"{page.path}: {one} for {name}"


def test_what_a_seat_may_read_is_there(host: Host) -> None:
    """The other way round, for otherwise all might be refused."""
    for seat in host.seats.values():
        browser = Browser.at(host, seat.id)
        for page in host.pages:
            if (
                page.method == "GET"
                and page.rule.admits(seat)
                and page.path == "/record/{entry}"
            ):
                for one in sorted(OBJECTS["entry"](host, seat)):
                    answer = browser.ask("GET", at(page, {"entry": one}))
                    assert answer.status in (200, 303), f"{page.path}: {one} for {seat.id}"


def test_a_form_without_its_token_changes_nothing(host: Host) -> None:
    before = host.held.whole
    for seat in host.seats.values():
        browser = Browser.at(host, seat.id)
        for page in host.pages:
            if page.method == "POST" and page.rule is not Rule.OPEN and page.rule.admits(seat):
                answer = browser.ask("POST", at(page, {}), {"token": ["0" * 32]})
                assert answer.status in (403, 404), f"{page.path} for {seat.id}"
    assert host.held.whole is before


def test_the_key_of_another_seat_is_answered_with_nothing_of_it(host: Host) -> None:
    """Whoever sends the key under which somebody else entered something enters their own."""
    done = []
    for seat in ("upland", "delta"):
        cookie = Browser.at(host, seat).client.cookies[COOKIE]
        visit = Visit(
            host=host,
            page=host.pages[0],
            sitting=host.doors.sitting(cookie),
            path={},
            query={},
            form={"once": "0" * 32},
        )

        def what(_: Path, seat: str = seat) -> str:
            return seat

        done.append(visit.change(what))
    assert done == ["upland", "delta"]
