"""Names with a password and codes: what opens, once, and what is the same whatever is wrong."""

import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient
from tests.host.people import Guest, example, known_random, sit

from accord.host.app import application
from accord.host.doors import Doors
from accord.host.host import Host, open_host
from accord.host.passwords import AT_ONCE, Passwords, TooMany
from accord.host.rates import Rates
from accord.host.settings import HostSettings

PASSWORD = "four words will do here"


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2033, 9, 30, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def code(self, codes: str) -> str:
        return pyotp.TOTP(codes).at(self.now)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash as cheaply as can be: what the parameters cost is not what is tested here."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr("accord.host.passwords.PasswordHasher", lambda: cheap)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def host(tmp_path: Path, clock: Clock) -> Iterator[Host]:
    settings = HostSettings(
        folder=example(tmp_path),
        plain_http=True,
        clock=clock,
        random=known_random(),
        rates=Rates.none(),
    )
    found = open_host(settings)
    yield found
    found.close()


def begun(guest: Guest, name: str = "oda") -> str:
    """Begin an account and return the secret of its codes."""
    guest.post("/account", name=name, password=PASSWORD)
    (codes,) = re.findall(r"<code><bdi>(\w{32})</bdi></code>", guest.get("/account"))
    return str(codes)


def made(host: Host, clock: Clock, seat: str = "mediator") -> tuple[Guest, str]:
    guest = sit(host, seat)
    codes = begun(guest)
    guest.post("/account/confirm", on="/account", code=clock.code(codes))
    clock.now += timedelta(minutes=1)
    return guest, codes


def signed_in(host: Host, name: str, password: str, code: str) -> tuple[int, str, TestClient]:
    client = TestClient(application(host), base_url="http://127.0.0.1:8443")
    typed = {"name": name, "password": password, "code": code}
    answer = client.post("/sign-in", data=typed, follow_redirects=False)
    return answer.status_code, answer.text, client


def test_an_account_counts_once_a_code_has_confirmed_it(host: Host, clock: Clock) -> None:
    guest = sit(host, "mediator")
    codes = begun(guest)
    assert "data:image/svg" not in guest.get("/account") and "<svg" in guest.get("/account")
    assert signed_in(host, "oda@mediator", PASSWORD, clock.code(codes))[0] == 422
    guest.post("/account/confirm", on="/account", code="000000", status=422)
    guest.post("/account/confirm", on="/account", code=clock.code(codes))
    clock.now += timedelta(minutes=1)
    status, _, client = signed_in(host, " Oda@Mediator ", PASSWORD, clock.code(codes))
    assert status == 303
    assert "The mediator" in client.get("/seat").text


def test_whoever_is_put_into_another_seat_confirms_none_in_the_old_one(
    host: Host, clock: Clock
) -> None:
    guest = sit(host, "ridge")
    codes = begun(guest)
    (sitting,) = host.doors.sittings("ridge")
    assert host.doors.move(sitting.id, "river", "the host")
    guest.post("/account/confirm", on="/account", code=clock.code(codes))
    clock.now += timedelta(minutes=1)
    code = clock.code(codes)
    assert signed_in(host, "oda@ridge", PASSWORD, code)[0] == 422
    assert signed_in(host, "oda@river", PASSWORD, code)[0] == 303


def test_a_code_is_used_once_and_within_its_minute(host: Host, clock: Clock) -> None:
    _, codes = made(host, clock)
    code = clock.code(codes)
    assert signed_in(host, "oda@mediator", PASSWORD, code)[0] == 303
    assert signed_in(host, "oda@mediator", PASSWORD, code)[0] == 422
    clock.now += timedelta(minutes=2)
    late = clock.code(codes)
    clock.now += timedelta(minutes=2)
    assert signed_in(host, "oda@mediator", PASSWORD, late)[0] == 422


def test_the_answer_is_the_same_whatever_is_wrong(
    host: Host, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, codes = made(host, clock)
    looked: list[str] = []
    verify = PasswordHasher.verify

    def counted(self: PasswordHasher, kept: str, password: str) -> bool:
        looked.append(kept.rsplit("$", 2)[0])
        return bool(verify(self, kept, password))

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    right = clock.code(codes)
    wrong = [
        ("oda@mediator", "not the password at all", right),
        ("oda@mediator", PASSWORD, "12345"),
        ("oda@mediator", PASSWORD, ""),
        ("ota@mediator", PASSWORD, right),
        ("oda@ridge", PASSWORD, right),
        ("oda", PASSWORD, right),
    ]
    answers = set()
    for name, password, code in wrong:
        status, text, _ = signed_in(host, name, password, code)
        answers.add((status, text.replace(f'value="{name}"', "")))
    assert len(answers) == 1 and next(iter(answers))[0] == 422
    assert len(looked) == len(wrong) and len(set(looked)) == 1  # parameters, not salts


def test_a_name_taken_in_one_seat_tells_nothing_in_another(host: Host, clock: Clock) -> None:
    made(host, clock)
    guest = sit(host, "ridge")
    assert "oda@ridge" in guest.get(guest.post("/account", name="oda", password=PASSWORD))
    again = sit(host, "mediator")
    said = again.post("/account", name="ODA", password=PASSWORD, status=422)
    assert "take another name" in said


def test_a_password_is_long_and_not_the_name(host: Host) -> None:
    guest = sit(host, "mediator")
    for password in ("short", "aaaaaaaaaaaaaa", "Oda Nordmann a"):
        guest.post("/account", name="oda nordmann a", password=password, status=422)
    assert host.doors.accounts.begun_by(host.doors.sittings()[0]) is None


def test_a_new_password_puts_the_others_out(host: Host, clock: Clock) -> None:
    guest, codes = made(host, clock)
    _, _, lost = signed_in(host, "oda@mediator", PASSWORD, clock.code(codes))
    assert lost.get("/seat").status_code == 200
    clock.now += timedelta(minutes=1)
    new = "another four words here"
    for old, status in (("a wrong one", 422), (PASSWORD, 303)):
        typed = {"password": old, "new": new, "code": clock.code(codes)}
        guest.post("/account/password", typed, on="/account", status=status)
    assert lost.get("/seat").status_code == 401
    assert guest.get("/seat")
    clock.now += timedelta(minutes=1)
    assert signed_in(host, "oda@mediator", PASSWORD, clock.code(codes))[0] == 422
    assert signed_in(host, "oda@mediator", new, clock.code(codes))[0] == 303


def test_an_account_that_is_ended_opens_nothing_and_its_name_is_free(
    host: Host, clock: Clock
) -> None:
    _, codes = made(host, clock)
    _, _, signed = signed_in(host, "oda@mediator", PASSWORD, clock.code(codes))
    other = sit(host, "mediator")
    other.post("/seat/end", on="/seat", what=host.doors.accounts.of()[0].id)
    assert signed.get("/seat").status_code == 401
    clock.now += timedelta(minutes=1)
    assert signed_in(host, "oda@mediator", PASSWORD, clock.code(codes))[0] == 422
    assert begun(other)


def test_two_processes_take_a_code_once(host: Host, clock: Clock) -> None:
    _, codes = made(host, clock)
    other = open_host(host.settings)
    try:
        account = other.doors.accounts.named("oda@mediator")
        assert account is not None
        step = other.passwords.step(clock.code(codes), codes, clock.now)
        assert host.doors.accounts.sign_in(account, step)
        assert other.doors.accounts.sign_in(account, step) is None
    finally:
        other.close()


def test_who_tries_too_often_waits(tmp_path: Path, clock: Clock) -> None:
    settings = HostSettings(folder=example(tmp_path), plain_http=True, clock=clock)
    host = open_host(settings)
    try:
        found = [signed_in(host, "oda@mediator", PASSWORD, "1")[0] for _ in range(8)]
        assert found == [422] * 6 + [429] * 2
        assert signed_in(host, "tam@mediator", PASSWORD, "1")[0] == 422
    finally:
        host.close()


def test_few_passwords_are_checked_at_once_and_a_long_line_is_sent_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passwords = Passwords(HostSettings(folder=tmp_path))
    kept = passwords.kept(PASSWORD)
    inside, most = [0], [0]
    gate, lock = threading.Event(), threading.Lock()

    def slow(self: PasswordHasher, kept: str, password: str) -> bool:
        with lock:
            inside[0] += 1
            most[0] = max(most[0], inside[0])
        gate.wait(10)
        with lock:
            inside[0] -= 1
        return True

    monkeypatch.setattr(PasswordHasher, "verify", slow)
    passwords._nobody = kept
    sent_away: list[bool] = []

    def ask() -> None:
        try:
            passwords.right(PASSWORD, kept)
        except TooMany:
            sent_away.append(True)
            gate.set()  # the line is full: now let them through

    people = [threading.Thread(target=ask) for _ in range(24)]
    for one in people:
        one.start()
    for one in people:
        one.join(10)
    assert most[0] == AT_ONCE and sent_away


def test_a_failed_try_is_shown_to_whose_name_it_is_and_to_the_host(
    host: Host, clock: Clock
) -> None:
    oda, codes = made(host, clock)
    runs, river = sit(host, "host"), sit(host, "river")
    said = "tried to sign in with this name"
    assert "Tries that failed" not in oda.get("/account") and said not in runs.get("/host/done")
    assert signed_in(host, "oda@mediator", "something else", clock.code(codes))[0] == 422
    assert signed_in(host, "nobody@mediator", "something else", "123456")[0] == 422
    assert "Tries that failed" in oda.get("/account") and said in oda.get("/seat")
    assert runs.get("/host/done").count(said) == 1
    assert said not in river.get("/seat")
    again = Doors(host.store, host.settings)
    host.doors.accounts._failed_log.flush()
    again.refresh()
    (account,) = host.doors.accounts.of()
    assert (
        again.accounts.failures(account) == host.doors.accounts.failures(account) == [clock.now]
    )
    again.close()
