"""Several processes of one host: what one takes in or changes, the others have at once."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.host.people import example

from accord.errors import AccordError
from accord.formats.append import append
from accord.host.app import application
from accord.host.held_table import PREFIX
from accord.host.host import Host, open_host
from accord.host.other_processes import OtherProcesses
from accord.host.settings import HostSettings
from accord.host.table_setup import table_setup
from accord.model import Reader, When
from accord.record.kinds.note import Note
from accord.talks import State


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> str:
    if request.param == "sqlite":
        return ""
    database: str = request.getfixturevalue("server").database()
    return database


@contextmanager
def opened(folder: Path, store: str) -> Iterator[Host]:
    host = open_host(HostSettings(folder=folder, plain_http=True, store=store))
    try:
        with OtherProcesses(host):
            yield host
    finally:
        host.close()


def within(seconds: float, there: Callable[[], Any]) -> Any:
    """Wait until something is there, and return it."""
    until = time.monotonic() + seconds
    while not (found := there()):
        assert time.monotonic() < until
        time.sleep(0.01)
    return found


def texts(host: Host, reader: Reader) -> list[str]:
    return [one.text for one in host.held.case(reader).record.entries]


def test_a_seat_taken_and_ended_at_one_is_so_at_the_other(tmp_path: Path, store: str) -> None:
    folder = example(tmp_path)
    with opened(folder, store) as one, opened(folder, store) as other:
        link = one.doors.invite("ridge")
        guest = TestClient(application(other), base_url="http://127.0.0.1:8443")
        within(10, lambda: guest.get(f"/join/{link}").status_code == 200)
        guest.post(f"/join/{link}", follow_redirects=False)
        secret = guest.cookies["accord"]
        sitting = within(10, lambda: one.doors.sitting(secret))
        assert one.doors.take(link) is None
        assert one.doors.end(sitting.id)
        within(10, lambda: other.doors.sitting(secret) is None)


def test_a_sign_in_that_failed_at_one_is_shown_at_the_other(tmp_path: Path, store: str) -> None:
    folder = example(tmp_path)
    with opened(folder, store) as one, opened(folder, store) as other:
        one.doors.take(one.doors.invite("ridge"))
        (sitting,) = one.doors.sittings()
        one.doors.accounts.begin(sitting, "oda", "password", "codes", "oda")
        begun = one.doors.accounts.begun_by(sitting)
        assert begun and one.doors.accounts.confirm(begun, 1, "oda")
        account = within(10, lambda: other.doors.accounts.named("oda@ridge"))
        one.doors.accounts.fail(account)
        failed = within(10, lambda: other.doors.accounts.failures(account))
        assert failed == one.doors.accounts.failures(account)


def test_a_link_is_taken_once_whoever_is_asked(tmp_path: Path, store: str) -> None:
    """The other process has not heard yet: the log itself decides."""
    folder = example(tmp_path)
    settings = HostSettings(folder=folder, plain_http=True, store=store)
    one, other = open_host(settings), open_host(settings)
    try:
        link = one.doors.invite("ridge")
        other.doors.refresh()
        taken = [host.doors.take(link) for host in (one, other, one)]
        assert [bool(secret) for secret in taken] == [True, False, False]
        for host in (one, other):
            host.doors.invite("river")
        other.doors.refresh()
        assert [one.seat for one in other.doors.open_invitations()] == ["river", "river"]
    finally:
        one.close()
        other.close()


def test_an_entry_added_at_one_is_read_at_the_other_by_who_may(
    tmp_path: Path, store: str
) -> None:
    folder = example(tmp_path)
    text = "A word for ourselves."
    ridge, river = Reader(("ridge",)), Reader(("river",))
    with opened(folder, store) as one, opened(folder, store) as other:
        before = [other.held.position(reader) for reader in (ridge, river)]
        entry = Note(id="", date=When.parse("2033-09-21"), text=text, for_=("ridge",))
        one.held.change("ridge", "a-key", lambda folder: append(folder, [entry]))
        within(10, lambda: text in texts(other, ridge))
        assert text not in texts(other, river)
        after = [other.held.position(reader) for reader in (ridge, river)]
        assert [now - then for now, then in zip(after, before, strict=True)] == [1, 0]


def test_a_log_that_could_not_be_read_is_read_later_and_keeps_no_other_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = example(tmp_path)
    settings = HostSettings(folder=folder, plain_http=True)
    one, other = open_host(settings), open_host(settings)
    try:
        setup = table_setup(one.held.whole, "open-floor", None, (), {})
        one.tables.open("plenary", setup, "Ida")
        other.tables.catch_up("plenary")
        heard, read = OtherProcesses(other), other.store.read

        def failing(log: str, *after: int) -> Any:
            if log == f"{PREFIX}plenary":
                raise AccordError("the disk is full")
            return read(log, *after)

        one.tables.get("plenary", one.seats["ridge"]).move(  # type: ignore[union-attr]
            "ridge", State(text="It is open."), "Ada", ""
        )
        one.papers.release("A draft", ["ridge"], "Ida", text="Open.", key="k")
        with monkeypatch.context() as patch, pytest.raises(AccordError):
            patch.setattr(other.store, "read", failing)
            heard.take_in([f"{PREFIX}plenary", "host/papers"])
        assert other.papers.of("ridge")
        heard.take_in([])
        seen = other.tables.get("plenary", other.seats["river"])
        assert seen is not None and seen.seen("river").view.heard[-1].seat == "ridge"
    finally:
        one.close()
        other.close()
