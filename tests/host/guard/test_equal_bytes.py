"""What others keep to themselves changes no byte of what a seat is sent.

Two hosts hold folders that differ in the secrets of one tier alone: what is said there, in
which words, with which figures, in how many entries and files. Somebody else walks through all
pages and sends all forms at both, with clock and randomness standing still, while those whose
secrets they are do what they like in one of them.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from starlette.responses import PlainTextResponse, Response
from tests.host.guard.secrets_of import CANARY, FIGURE, TIERS, folder
from tests.host.guard.walking import Browser, Twins, Walk, hosted, parts

from accord.formats.append import append
from accord.host.host import Host
from accord.host.host_page import HostPage
from accord.host.rules import Rule
from accord.host.visit import Visit
from accord.model import When
from accord.record.kinds.note import Note
from accord.talks import OpenFloor, Role, Seat, Setup, State, seats


@contextmanager
def two_hosts(at: Path, tier: str) -> Iterator[tuple[Host, Host]]:
    """Open two hosts that differ in the secrets of a tier alone."""
    with ExitStack() as opened:
        one, other = (
            opened.enter_context(hosted(folder(at / str(v) / "talks", tier, v))) for v in (0, 1)
        )
        for host in (one, other):
            agenda = host.held.process.agenda
            capital = Seat("upland/capital", Role.PRINCIPAL, "upland")
            others = (Seat("mediator", Role.MEDIATOR), Seat("projector", Role.OBSERVER))
            sitting = (*seats(("upland", "delta")), capital, *others)
            setup = Setup(agenda=agenda, seats=sitting, rules=OpenFloor())
            host.minute(host.tables.open("talks-1", setup, "Kim"))
        yield one, other


def secret_work(host: Host, tier: str, number: int, times: int | None = None) -> None:
    """Let those whose secrets they are add some more, as they would with a form."""
    words = f"The {CANARY} is {FIGURE}, {'again and ' * number}again."
    note = Note(id="", date=When.parse("2024-05-04"), text=words, for_=(tier,))
    for i in range(number if times is None else times):
        host.held.change(tier, f"{tier} {i}", lambda folder: append(folder, [note]))
        if (table := host.tables.get("talks-1", host.seats["upland"])) and tier == "upland":
            table.move(tier, State(text=words, to=("upland",)), "Ada", f"{number} {i}")
            host.minute(table)


def others(host: Host, tier: str) -> list[str]:
    """Return the seats that may not read what is for a tier."""
    return [one.id for one in host.seats.values() if not one.reader.reads((tier,))]


ALL = os.environ.get("GUARD") == "all"
"""Whether every pair of seats is tried, and more of each kind of page: `make chaos` says so."""
WIRED = ("/wire/tables", "/wire/tables/talks-1", "/wire/tables/talks-1?heard=2&key=x")
"""What no page leads to: a machine of one's own asks for it."""
SEATS = (
    "host",
    "mediator",
    "upland",
    "upland/capital",
    "delta",
    "delta/capital",
    "projector",
)
PAIRS = [
    (tier, seat)
    for tier in TIERS
    for seat in SEATS
    if seat not in (tier, f"{tier}/capital")
    and (ALL or (tier, seat) in {("mediator", "delta"), ("upland", "mediator")})
] + [("upland/capital", "host")] * (not ALL)
"""Whose secrets are kept from whom."""


@pytest.mark.parametrize(("tier", "seat"), PAIRS)
def test_what_is_secret_changes_no_byte_of_what_others_are_sent(
    tier: str,
    seat: str,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    with two_hosts(tmp_path, tier) as (one, other):
        assert seat in others(one, tier)
        secret_work(other, tier, 1, times=0 if one.seats[seat].runs else 1)
        for host in (one, other):  # what is kept of a page for one is given to no other
            Walk(Browser.at(host, tier), host).look(tier)
        twins = Twins(Browser.at(one, seat, "Kim"), Browser.at(other, seat, "Kim"))
        walk = Walk(twins, one, each=3 if ALL else 1)
        walk.all(("/", *WIRED))
        assert len(walk.routes) > 10, "the walk found no way"
        for number, host in enumerate((one, other)):
            # Whoever runs the host is shown that somebody did something, and not what.
            secret_work(host, tier, number, times=1 if one.seats[seat].runs else None)
        again = Walk(Twins(Browser.at(one, seat), Browser.at(other, seat)), one)
        again.look(seat)
        for guess in (CANARY, FIGURE):  # what somebody has heard of and looks for
            again.visitor.ask("GET", f"/search?q={guess}")
            again.visitor.ask("GET", f"/record?q={guess}")
        for asked, answer in (*walk.answers, *again.answers):
            assert CANARY.encode() not in answer.body.lower(), asked
            assert FIGURE.encode() not in answer.body, asked
        printed = "".join((*capfd.readouterr(), caplog.text))
        assert CANARY not in printed.lower() and FIGURE not in printed


@pytest.mark.parametrize(
    ("tier", "seat"), [("upland", "delta"), ("upland", "mediator"), ("mediator", "delta")]
)
def test_a_mistake_in_a_private_file_changes_nothing_for_others(
    tier: str, seat: str, tmp_path: Path
) -> None:
    """What one side has wrong by hand stops nobody, and is told to nobody else."""
    with two_hosts(tmp_path, tier) as (one, other):
        file = other.settings.folder / "private" / tier / "record.yaml"
        file.write_text(f"{file.read_text()}  - {{kind: {CANARY}, id: {FIGURE}\n")
        for host in (one, other):
            host.held.refresh()
        assert other.held.mistakes(other.seats[tier].reader)
        twins = Twins(Browser.at(one, seat), Browser.at(other, seat))
        walk = Walk(twins, one)
        for address in ("/tables/talks-1", "/recorder", "/record/add?kind=note", "/record"):
            answer = twins.ask("GET", address)
            for form in parts(answer.body)[1]:
                if "leave" not in form.action:
                    list(walk.send(address, form))
        walk.look(seat)
        assert not [what for what, answer in walk.answers if CANARY.encode() in answer.body]


def leaky(visit: Visit) -> Response:
    """Tell how many entries there are in all, as a page must never do."""
    return PlainTextResponse(f"{len(visit.host.held.whole.record.entries)} entries")


def test_a_page_that_tells_as_much_as_a_number_is_found(tmp_path: Path) -> None:
    with two_hosts(tmp_path, "upland") as (one, other):
        for host in (one, other):
            host.pages = (*host.pages, HostPage("/leaky", leaky, Rule.SEATED, nav=("Leaky",)))
        walk = Walk(Twins(Browser.at(one, "delta"), Browser.at(other, "delta")), one)
        with pytest.raises(AssertionError, match="GET /leaky"):
            walk.all()
