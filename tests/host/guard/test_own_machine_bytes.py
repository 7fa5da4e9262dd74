"""What leaves a delegation's own machine: what it sends, and nothing of what it keeps.

Once over a real connection, of which every byte is kept; once at two hosts, where a side sits
with its own machine at the one and in a browser at the other, and nobody else can tell.
"""

import base64
import secrets
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus, urlsplit

from attrs import define, field
from tests.host.guard.secrets_of import CANARY, FIGURE
from tests.host.guard.test_equal_bytes_at_tables import DEAL
from tests.host.guard.walking import BASE, Browser, Twins, hosted, parts
from tests.host.people import Guest, example, sit
from tests.host.served_host import served_host, wait_for

from accord.formats.append import append
from accord.formats.share import share
from accord.host.afar import AfarTables, sit_down
from accord.host.afar_kept import AfarKept
from accord.host.afar_line import AfarHost, AfarLine, _Answer
from accord.host.host import Host
from accord.host.own_opening import open_own
from accord.host.rates import Rates
from accord.host.settings import HostSettings
from accord.host.visit import COOKIE
from accord.model import Reader, When
from accord.record import Note

OWN, AT = "ridge", "/tables/plenary"
_INTERESTS = f"""\
party: ridge
held_by: ridge
as_of: 2033-09-14
basis: {CANARY} {FIGURE}
mandate: {{scope: [road], length: [season]}}
marks:
  scope: {{road: {{mark: want, basis: {CANARY} {FIGURE}}}, town: cannot}}
red_lines:
  - {{id: {CANARY}-line, never: {{watch: [nobody]}}, basis: {CANARY} {FIGURE}}}
"""
BEYOND = {f"deal.{one}": option for one, option in DEAL.items()} | {"deal.scope": "town"}
WITHIN = BEYOND | {"deal.scope": "road", "deal.watch": "elders"}


def own_folder(theirs: Path, to: Path) -> Path:
    """Make the folder of a side, in which all that is its own says the same word."""
    share(theirs, Reader((OWN,)), to)
    place = to / "private" / OWN / "interests"
    place.mkdir(parents=True)
    (place / "own.yaml").write_text(_INTERESTS)
    note = Note(
        id=f"{CANARY}-1", date=When.parse("2033-09-14"), text=f"{CANARY} {FIGURE}", for_=(OWN,)
    )
    append(to, [note])
    return to


@define
class Ear:
    """What lies between a machine and a host, and keeps every byte that goes there."""

    to: int
    heard: bytearray = field(factory=bytearray)
    port: int = 0
    _open: list[socket.socket] = field(factory=list)

    @contextmanager
    def laid(self) -> Iterator[None]:
        with socket.create_server(("127.0.0.1", 0)) as door:
            self.port = door.getsockname()[1]
            thread = threading.Thread(target=self._take, args=(door,), daemon=True)
            thread.start()
            try:
                yield
            finally:
                for one in (*self._open, door):
                    with suppress(OSError):
                        one.shutdown(socket.SHUT_RDWR)
                    one.close()
                thread.join(5)

    def _take(self, door: socket.socket) -> None:
        while True:
            try:
                come, _ = door.accept()
                go = socket.create_connection(("127.0.0.1", self.to))
            except OSError:
                return
            self._open += [come, go]
            for one, other, kept in ((come, go, True), (go, come, False)):
                threading.Thread(
                    target=self._carry, args=(one, other, kept), daemon=True
                ).start()

    def _carry(self, one: socket.socket, other: socket.socket, kept: bool) -> None:
        with suppress(OSError):
            while data := one.recv(65536):
                if kept:
                    self.heard += data
                other.sendall(data)
        with suppress(OSError):
            other.shutdown(socket.SHUT_WR)


@contextmanager
def own_machine(folder: Path, kept: AfarKept, line: AfarLine | None = None) -> Iterator[Host]:
    """Open a side's own folder before the tables of the host that it has come in to."""
    assert kept.host is not None
    settings = HostSettings(folder=folder, plain_http=True, rates=Rates.none())
    own = open_own(settings, kept.host.seat, kept.host.base, kept.host.name)
    machine = own.own
    assert machine is not None
    afar = AfarTables(kept, own.bell, settings.clock, secrets.token_bytes, line)
    own.seated, machine.afar = afar, afar
    afar.on_record = lambda data: machine.bring(own.held, data, settings.clock())
    try:
        yield own
    finally:
        afar.close()
        own.close()


def afar_of(own: Host) -> AfarTables:
    """Return the tables of its host that an own machine shows."""
    assert own.own is not None and own.own.afar is not None
    return own.own.afar


def played_apart(apart: Guest, others: Guest, host: Host) -> None:
    """Play an afternoon from the pages of the own machine, and use all that is its own."""
    room, tell = f"{AT}/room", f"{AT}/room/tell"
    for page in (
        "/brief",
        "/record",
        f"/search?q={CANARY}",
        "/matrix",
        "/deals",
        "/marks/ridge",
    ):
        assert apart.client.get(page).status_code in (200, 404), page
    for page in ("/mandate/ridge", "/far-host", "/waiting", "/seat", "/who-sees-what", AT):
        apart.get(page)
    assert CANARY in apart.get(f"/search?q={CANARY}")
    assert apart.client.get(room, params=BEYOND).status_code == 200
    apart.post(tell, BEYOND, on=room, text=f"The {CANARY} draft {FIGURE}", through_host="")
    apart.post(tell, on=room, text=f"What we need: {CANARY} {FIGURE}", through_host="")
    asked = apart.post(f"{room}/propose", BEYOND, on=room, status=409)
    assert "Nothing was sent." in asked
    apart.post(f"{room}/propose", BEYOND | {"anyway": "yes"}, on=room, ad_referendum="yes")
    others.post(f"{AT}/move", WITHIN, on=AT, kind="propose", text="Our answer.")
    wait_for(lambda: "Our answer." in apart.get(AT))
    assert "goes beyond" in apart.get(room) or "inside" in apart.get(room)
    apart.post(f"{AT}/move", on=AT, kind="state", text="We have heard you.")
    apart.post(f"{room}/tell", on=room, text="Call us.", through_host="yes")
    apart.post("/far-host/bring", on="/far-host")
    (table,) = host.tables
    kinds = [one.what.kind for one in table.log[0] if one.seat == OWN]
    assert kinds == ["propose", "state", "state"]


def test_no_byte_of_what_a_side_keeps_leaves_its_machine(tmp_path: Path) -> None:
    theirs = example(tmp_path)
    ours = own_folder(theirs, tmp_path / "ours")
    with served_host(theirs) as served:
        ear = Ear(int(urlsplit(served.base).port or 0))
        with ear.laid():
            seats = ["mediator", "ridge/capital"]
            mediator = sit(served.host, "mediator")
            mediator.post("/tables", id="plenary", rules="stacked", seats=seats)
            kept = AfarKept(ours / "host" / "afar")
            invited = urlsplit(served.link(OWN))
            link = invited._replace(netloc=f"127.0.0.1:{ear.port}").geturl()
            sit_down(kept, link, None, "Kim", secrets.token_bytes)
            with own_machine(ours, kept) as own:
                afar = afar_of(own)
                afar.start()
                wait_for(lambda: afar.state.live and len(afar))
                played_apart(sit(own, OWN, "Kim"), sit(served.host, "river"), served.host)
    sent = bytes(ear.heard).lower()
    assert b"we+have+heard+you" in sent or b"we%20have" in sent  # it is this that was heard
    for secret in (CANARY, FIGURE, "mandate", "red_line", "asked_first", "draft"):
        for said in (secret, quote_plus(secret), base64.b64encode(secret.encode()).decode()):
            assert said.lower().encode() not in sent, said


class Straight(AfarLine):
    """A line to a host in the same process, through the browser that came in there."""

    def __init__(self, host: AfarHost, browser: Browser) -> None:
        super().__init__(host)
        self.browser = browser

    def ask_raw(
        self,
        method: str,
        path: str,
        sent: Any,
        cookie: str,
        wait: float = 0,
        most: int = 0,
    ) -> _Answer:
        given = self.browser.ask(method, path, {name: [one] for name, one in sent.items()})
        return _Answer(given.status, {}, {}, given.body)


OTHERS = ("river", "orchard", "mediator", "projector", "ridge/capital")
PAGES = (AT, f"{AT}/screen", "/tables", "/for-you", "/brief", "/record", "/seat", "/papers")


def test_nobody_else_can_tell_whether_a_side_sits_so_or_in_a_browser(tmp_path: Path) -> None:
    folders = [example(tmp_path / name) for name in ("one", "other")]
    ours = own_folder(folders[0], tmp_path / "ours")
    with hosted(folders[0]) as one, hosted(folders[1]) as other:
        twins = {
            seat: Twins(*(Browser.at(host, seat, "Kim") for host in (one, other)))
            for seat in (*OTHERS, OWN)
        }
        opened = {
            "id": ["plenary"],
            "rules": ["stacked"],
            "seats": ["mediator", "ridge/capital"],
        }
        token = hidden(twins["mediator"])
        twins["mediator"].ask("POST", "/tables", opened | {"token": [token]})
        browser, afar = twins[OWN].one, twins[OWN].other
        known = afar.client.cookies[COOKIE]
        kept = AfarKept(ours / "host" / "afar")
        host = AfarHost(base=BASE, secret=known, seat=OWN, sits=OWN, name="Kim")
        kept.host = host
        with own_machine(ours, kept, Straight(host, afar)) as own:
            tables = afar_of(own)
            tables.catch_up()
            apart = sit(own, OWN, "Kim")
            moves: list[dict[str, str]] = [
                {"kind": "state", "text": "Good morning."},
                {"kind": "propose", **WITHIN},
                {"kind": "settle", "options.length": "season", "text": "Let us begin there."},
                {"kind": "recess", "text": "Until noon."},
            ]
            for number, move in enumerate(moves):
                typed = {name: [said] for name, said in move.items()}
                sent = {**typed, "token": [hidden(browser)], "once": [f"{number:032}"]}
                assert browser.ask("POST", f"{AT}/move", sent).status == 303
                apart.get(f"{AT}/room")
                apart.post(f"{AT}/move", move | {"anyway": "yes"}, on=AT, once=f"{number:032}")
                tables.catch_up()
                for seat in OTHERS:
                    stands = [h.position(h.seats[seat], "plenary") for h in (one, other)]
                    assert stands[0] == stands[1], f"the stream of {seat}"
                    for page in PAGES if number == len(moves) - 1 else (AT,):
                        answer = twins[seat].ask("GET", page)
                        assert CANARY.encode() not in answer.body.lower(), (seat, page)


def hidden(browser: Browser | Twins) -> str:
    """Return the token of the forms of a browser."""
    page = browser.ask("GET", "/tables" if isinstance(browser, Twins) else AT)
    fields = (each for form in parts(page.body)[1] for each in form.fields)
    return next(value for name, _, value in fields if name == "token")
