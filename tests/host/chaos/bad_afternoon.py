"""Several people at a host on an afternoon when all goes wrong, and what is left of it.

They enter, correct, edit cells, mark, move at a table and release papers, through a network
that loses, doubles and delays what they send. Meanwhile the host is killed and started again,
its clock jumps, its disk is full, and somebody edits its files, with mistakes. Judges are the
folder and the logs: what was confirmed is there once, and what was not is there at most once.
"""

import json
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any, ClassVar

import httpx2
from attrs import define, evolve, field
from starlette.testclient import TestClient
from tests.host.browser.served import free_port
from tests.host.killed import note
from tests.host.pages.test_entering import fields_on
from tests.host.people import example, sit

from accord.errors import AccordError
from accord.formats import load
from accord.formats.append import append
from accord.host.app import application
from accord.host.held_folder import LOG
from accord.host.held_table import PREFIX
from accord.host.host import DATABASE, open_host
from accord.host.minutes import AGAIN
from accord.host.papers import LOG as PAPERS
from accord.host.rates import Rates
from accord.host.settings import HostSettings
from accord.store import Store

WORKER = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from accord.host.rates import Rates
from accord.host.serve import serve
from accord.host.settings import HostSettings
folder, port, links, store, clock = sys.argv[1:]

def now():
    said = Path(clock).read_text()
    if said.startswith("="):
        return datetime.fromisoformat(said[1:])
    return datetime.now(UTC) + timedelta(seconds=int(said or 0))

serve(
    HostSettings(
        folder=Path(folder), port=int(port), listen=("127.0.0.1",), plain_http=True,
        invitations=Path(links), store=store, rates=Rates.none(), clock=now,
    ),
    lambda line: print(line, flush=True),
)
"""
_LONGEST_START = 60
"""Seconds: a busy machine takes its time."""
_TRIES = 60
"""How often somebody sends again what was not answered."""
QUIET = AGAIN + 2
"""Seconds until what could not be written is, and what was done by hand is taken in."""
PEOPLE = (("Oda", "mediator"), ("Ida", "mediator"), ("Osko", "ridge"), ("Marek", "river"))
PAGES: tuple[str, ...] = (
    "/brief",
    "/matrix",
    "/record",
    "/timeline",
    "/marks",
    "/tables/plenary",
    "/papers",
)
PAGES += ("/export/record.json", "/export/brief.json", "/export/matrix.csv")
_AT = {"party": "ridge", "issue": "scope", "option": "road"}
_ODD = b"oddly: yes\n"


@define
class Process:
    """One process of the host, that is killed and started again at its port."""

    folder: Path
    home: Path
    store: str
    port: int = field(factory=free_port)
    _process: "subprocess.Popen[bytes] | None" = None

    @property
    def said(self) -> Path:
        return self.home / f"said-{self.port}.txt"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        links = self.home / f"links-{self.port}.json"
        links.unlink(missing_ok=True)
        words = [str(self.folder), str(self.port), str(links), self.store]
        with open(self.said, "ab") as said:
            self._process = subprocess.Popen(
                [sys.executable, "-c", WORKER, *words, str(self.home / "clock")],
                stdout=said,
                stderr=said,
            )
        until = monotonic() + _LONGEST_START
        while not links.exists():
            assert self._process.poll() is None, self.said.read_text("utf-8")
            assert monotonic() < until, "the host does not start"
            sleep(0.02)

    def end(self, how: int) -> None:
        assert self._process is not None
        self._process.send_signal(how)
        self._process.wait(30)


@define(eq=False)
class Person:
    """Somebody who works on, whatever happens.

    Attributes:
        name: Their name.
        seat: Where they sit.
        secret: What their browser keeps.
        ports: Where the host is.
        chance: What they do, and what becomes of it on its way.
        confirmed: What they were told is done, by what it is.
        unsure: What they sent and were not told of.
        answers: How often each status was answered.
        faults: What ought never to be answered.
    """

    name: str
    seat: str
    secret: str
    ports: list[int]
    chance: Random
    confirmed: dict[str, list[str]] = field(factory=dict)
    unsure: dict[str, list[str]] = field(factory=dict)
    answers: Counter[str] = field(factory=Counter)
    faults: list[str] = field(factory=list)
    mine: list[str] = field(factory=list)
    number: int = 0
    token: str = ""
    client: httpx2.Client = field()
    not_done: ClassVar[tuple[int, ...]] = (404,)
    """What is answered to whoever asks for what is not there for them."""

    @client.default
    def _client(self) -> httpx2.Client:
        return httpx2.Client(verify=False, cookies={"accord": self.secret}, timeout=15)

    def ask(self, method: str, path: str, data: Mapping[str, Any] | None = None) -> Any:
        """Return the answer to a request; None where there is none."""
        url = f"http://127.0.0.1:{self.chance.choice(self.ports)}{path}"
        try:
            got = self.client.request(method, url, data=data)
        except (httpx2.HTTPError, OSError):
            self.answers["none"] += 1
            return None
        self.answers[str(got.status_code)] += 1
        if got.status_code not in (200, 303, *self.not_done, 422, 503):
            self.faults.append(f"{method} {path}: {got.status_code} {got.text[:200]}")
        return got

    def do(self, what: str, path: str, sign: str, data: Mapping[str, Any], late: Any) -> str:
        """Send something until it is answered; return where it led, if it was done."""
        given = {**data, "token": self.token, "once": f"{self.chance.getrandbits(128):032x}"}
        for _ in range(_TRIES):
            fate = self.chance.random()
            if fate < 0.08:  # lost on its way
                continue
            if fate < 0.16:  # the answer is lost
                late.submit(self.ask, "POST", path, given)
                continue
            if fate < 0.24:  # sent twice at once
                late.submit(self.ask, "POST", path, given)
            if fate > 0.92:  # comes once more, after what is sent later
                late.submit(self.delayed, self.chance.random(), path, given)
            got = self.ask("POST", path, given)
            done = got is not None and (
                got.status_code == 303 or "this was done already" in got.text
            )
            if done:
                self.confirmed.setdefault(what, []).append(sign)
                return str(got.headers.get("location", ""))
            if got is not None and got.status_code in self.not_done:
                break
            sleep(0.05 + self.chance.random() * 0.3)
        self.unsure.setdefault(what, []).append(sign)
        return ""

    def delayed(self, seconds: float, path: str, given: Mapping[str, Any]) -> None:
        sleep(seconds)
        self.ask("POST", path, given)

    def shown(self, page: str) -> Any:
        """Return the answer to a page, asked until there is one, as it is without a script.

        What the page after a press says once is left out.
        """
        self.client.cookies = httpx2.Cookies({"accord": self.secret})
        for _ in range(_TRIES):
            if (got := self.ask("GET", page)) is not None:
                return got
        return None

    def come(self) -> None:
        """Open the first page, before anything goes wrong."""
        found = re.search(r'name="token" value="(\w+)"', self.ask("GET", "/seat").text)
        assert found
        self.token = found[1]

    def work(self, over: Event, late: Any) -> None:
        while not over.is_set():
            self.number += 1
            ways = [self.enter, self.correct, self.move]
            if self.seat == "mediator":
                ways += [self.cell, self.speak, self.release]
            if self.name == "Oda":
                ways += [self.mark]
            if self.seat == "ridge":
                ways += [self.take]
            try:
                self.chance.choice(ways)(f"{self.name} {self.number} said so.", late)
            except Exception as error:
                self.faults.append(f"{type(error).__name__}: {error}")

    def enter(self, sign: str, late: Any) -> None:
        whom = "" if self.seat == "mediator" else self.seat
        typed = {"kind": "note", "date": "2033-09-20", "text": sign, "for": whom}
        led = self.do("entry", "/record/add", sign, typed, late)
        if led.startswith("/record/"):
            self.mine.append(led.removeprefix("/record/"))

    def correct(self, sign: str, late: Any) -> None:
        if not self.mine:
            return
        one = self.mine.pop()
        page = self.ask("GET", f"/record/{one}/supersede")
        if page is None or page.status_code != 200:
            return
        typed = {**fields_on(page.text), "text": sign, "why": "Misheard"}
        self.do("entry", f"/record/{one}/supersede", sign, typed, late)

    def cell(self, sign: str, late: Any) -> None:
        typed = {"option": "none", "text": sign, "by": "Marek", "date": "21 September 2033"}
        typed |= {"source": "Radio North, 22 September 2033", "for": ""}
        self.do("entry", "/matrix/posts/river", sign, typed, late)

    def speak(self, sign: str, late: Any) -> None:
        typed = {"what": "statement", "by": "ridge", "text": sign}
        self.do("entry", "/recorder", sign, typed, late)

    def mark(self, sign: str, late: Any) -> None:
        given = _AT | {"held_by": "lantern", "basis": sign, "how": "said"}
        given["mark"] = self.chance.choice(["want", "can live with", "cannot"])
        self.do("mark", "/mark", sign, given, late)

    def move(self, sign: str, late: Any) -> None:
        typed = {"kind": "state", "text": sign}
        self.do("move", "/tables/plenary/move", sign, typed, late)

    def release(self, sign: str, late: Any) -> None:
        typed = {"title": sign, "text": "Both roads open.", "to": ["ridge", "river"]}
        self.do("paper", "/papers", sign, typed, late)

    def take(self, sign: str, late: Any) -> None:
        page = self.ask("GET", "/papers")
        found = re.findall(r'"/papers/(\w+)/take"', page.text) if page else []
        if found:
            one = self.chance.choice(found)
            self.do("taken", f"/papers/{one}/take", one, {}, late)


@define
class Afternoon:
    """What came of an afternoon.

    Attributes:
        operations: What people did, confirmed or not.
        requests: What they sent, by what was answered.
        blows: What befell the host.
        faults: What does not hold, in sentences.
    """

    operations: Counter[str] = field(factory=Counter)
    requests: Counter[str] = field(factory=Counter)
    blows: Counter[str] = field(factory=Counter)
    faults: list[str] = field(factory=list)


@contextmanager
def spoilt(file: Path) -> Iterator[None]:
    """Write a mistake at the end of a file, and take it out again."""
    with open(file, "ab") as stream:
        stream.write(_ODD)
    try:
        yield
    finally:
        data = file.read_bytes().replace(_ODD, b"")
        made = file.with_suffix(".new")
        made.write_bytes(data)
        made.replace(file)


def full(processes: list[Process], to: int) -> None:
    """Let no file of the host become longer than so many bytes: its disk is full."""
    for one in processes:
        with suppress(ProcessLookupError):
            resource.prlimit(one.pid, resource.RLIMIT_FSIZE, (to, resource.RLIM_INFINITY))


def blow(processes: list[Process], chance: Random, by_hand: list[str], number: int) -> str:
    """Let something befall the host."""
    one = chance.choice(processes)
    folder, clock = one.folder, one.home / "clock"
    what = chance.choice(["kill", "kill", "kill", "clock", "full", "hand", "mistake"])
    if what == "kill":
        one.end(signal.SIGKILL)
        sleep(chance.random() * 0.3)
        one.start()
    elif what == "clock":
        made = clock.with_suffix(".new")
        made.write_text(str(chance.randint(-10_000, 10_000)))
        made.replace(clock)
    elif what == "full":
        record = folder / "record.yaml"
        full(processes, record.stat().st_size + chance.randint(-50, 200))
        sleep(chance.random() * 1.5)
        full(processes, resource.RLIM_INFINITY)
    elif what == "hand":
        sign = f"Written by hand, {number}."
        with suppress(AccordError):
            append(folder, [note(sign)])
            by_hand.append(sign)
    else:
        with spoilt(chance.choice([folder / "process.yaml", folder / "record.yaml"])):
            sleep(chance.random() * 1.5)
    return what


def bad_afternoon(
    home: Path, seed: int, seconds: float, *, store: str = "", processes: int = 1
) -> Afternoon:
    """Let people work while all goes wrong, and return what came of it.

    Args:
        home: An empty folder.
        seed: What they do, and what befalls the host.
        seconds: For how long.
        store: The database; empty for a file in the folder.
        processes: How many the host has.
    """
    chance, found = Random(seed), Afternoon()
    folder = example(home)
    (home / "clock").write_text("0")
    settings = HostSettings(folder=folder, plain_http=True, store=store, rates=Rates.none())
    host = open_host(settings)
    try:
        mediator = sit(host, "mediator")
        mediator.post("/tables", id="plenary", rules="stacked", seats=["mediator"])
        secrets = [host.doors.take(host.doors.invite(seat), name) for name, seat in PEOPLE]
    finally:
        host.close()
    running = [Process(folder, home, store) for _ in range(processes)]
    ports = [one.port for one in running]
    people = [
        Person(name, seat, secret or "", ports, Random(f"{seed} {name}"))
        for (name, seat), secret in zip(PEOPLE, secrets, strict=True)
    ]
    for one in running:
        one.start()
    for who in people:
        who.come()
    over, by_hand = Event(), list[str]()
    try:
        with ThreadPoolExecutor(8) as late:
            at_work = [Thread(target=one.work, args=(over, late)) for one in people]
            for thread in at_work:
                thread.start()
            until = monotonic() + seconds
            while monotonic() < until:
                sleep(chance.random() * 0.6)
                found.blows[blow(running, chance, by_hand, len(by_hand))] += 1
            over.set()
            for thread in at_work:
                thread.join()
        sleep(QUIET)
        still = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=1)
        (home / "clock").write_text(f"={still.isoformat()}")
        shown = {(who.name, page): who.shown(page) for who in people for page in PAGES}
    finally:
        over.set()
        for one in running:
            one.end(signal.SIGTERM)
    for who in people:
        who.client.close()
        found.requests += who.answers
        found.faults += [f"{who.name}: {fault}" for fault in who.faults]
        for word, had in (("confirmed", who.confirmed), ("unsure", who.unsure)):
            found.operations.update({f"{what} {word}": len(each) for what, each in had.items()})
    for one in running:
        if "Traceback" in (said := one.said.read_text("utf-8")):
            found.faults.append(f"the host said: {said[said.index('Traceback') :][:3000]}")
    found.faults += judged(folder, store, people, by_hand)
    found.faults += pages_differ(settings, still, people, shown)
    return found


def judged(folder: Path, store: str, people: list[Person], by_hand: list[str]) -> Iterator[str]:
    """Yield what was confirmed and is not there once, or was not and is there twice."""
    case = load(folder)
    checked = [sys.executable, "-c", "from accord.cli import main; main()", "check"]
    done = subprocess.run([*checked, str(folder)], capture_output=True, text=True, check=False)
    if done.returncode:
        yield f"accord check: {done.stdout}{done.stderr}"
    texts = Counter(getattr(one, "text", "") for one in case.record.entries)
    with Store.open(store or folder / "host" / DATABASE) as kept:
        for table in kept.tables():
            if kept.examine(table).broken is not None:
                yield f"the chain of {table} is broken"
        keys = Counter(str(one.event["key"]) for one in kept.read(LOG) if one.event["key"])
        yield from (f"{key} was done {n} times" for key, n in keys.items() if n > 1)
        happened = kept.read(f"{PREFIX}plenary")
        moves = Counter(str(one.event.get("what", one.event)) for one in happened)
        logged = Counter[str]()
        for text, n in moves.items():
            logged.update({sign: n for sign in re.findall(r"\w+ \d+ said so\.", text)})
        papers = Counter(str(one.event.get("title")) for one in kept.read(PAPERS))
        taken = Counter(
            str(one.event["id"]) for one in kept.read(PAPERS) if one.event["kind"] == "taken"
        )
    places = {"entry": texts, "move": logged, "paper": papers, "taken": taken}
    for who in people:
        for what, place in places.items():
            for sign in {*who.confirmed.get(what, ())}:
                if place[sign] != 1:
                    yield f"{what} '{sign}' was confirmed and is there {place[sign]} times"
            for sign in {*who.unsure.get(what, ())}:
                if place[sign] > 1:
                    yield f"{what} '{sign}' is there {place[sign]} times"
        for sign in (*who.confirmed.get("move", ()), *who.unsure.get("move", ())):
            if texts[sign] != logged[sign]:
                yield f"move '{sign}': {logged[sign]} times in the log, {texts[sign]} on record"
        yield from _mark_lost(folder, who)
    yield from (
        f"'{sign}' by hand: {texts[sign]} times" for sign in by_hand if texts[sign] != 1
    )


def _mark_lost(folder: Path, who: Person) -> Iterator[str]:
    """Yield that the last mark that was confirmed is not there."""
    said = who.confirmed.get("mark", [])
    may_be = {*said[-1:], *who.unsure.get("mark", ())}
    there = [
        sheet.marks[_AT["issue"]][_AT["option"]].basis
        for sheet in load(folder).interests
        if (sheet.party, sheet.held_by) == (_AT["party"], "lantern")
        and _AT["option"] in sheet.marks.get(_AT["issue"], {})
    ]
    if said and not may_be & {*there}:
        yield f"the mark is {there}, and none of {sorted(may_be)}"


_DIFFERS = re.compile(
    r'data-(?:at|has)="[^"]*"|name="(?:token|once)" value="[^"]*"|\?[0-9a-f]{12}"'
)


def pages_differ(
    settings: HostSettings,
    still: datetime,
    people: Sequence[Person],
    shown: Mapping[tuple[str, str], Any],
) -> Iterator[str]:
    """Yield which pages are not as a host shows them that has just begun."""
    host = open_host(evolve(settings, clock=lambda: still))
    try:
        for who in people:
            client = TestClient(application(host), base_url="http://127.0.0.1:8443")
            client.cookies.set("accord", who.secret)
            for page in (page for name, page in shown if name == who.name):
                had, fresh = shown[who.name, page], client.get(page)
                if had is None or (had.status_code, fresh.status_code) != (200, 200):
                    yield f"{page} for {who.name}: {had} and {fresh}"
                elif (one := _plain(had.text)) != (other := _plain(fresh.text)):
                    pairs = enumerate(zip(one, other, strict=False))
                    at = next((n for n, (a, b) in pairs if a != b), 0)
                    shows = f"{one[at - 60 : at + 60]!r}, and not {other[at - 60 : at + 60]!r}"
                    yield f"{page} for {who.name} is not what it is afresh: {shows}"
    finally:
        host.close()


def _plain(page: str) -> str:
    return _DIFFERS.sub("", page)


def differences(seed: int) -> list[str]:
    """Return what does not hold after half a minute in which all goes wrong.

    Args:
        seed: What people do, and what befalls the host; by it the host has one or two
            processes.
    """
    home = Path(tempfile.mkdtemp())
    try:
        found = bad_afternoon(home, seed, 30, processes=1 + seed % 2)
    finally:
        shutil.rmtree(home)
    counts = [found.operations, found.requests, found.blows]
    print(json.dumps([dict(sorted(one.items())) for one in counts]), flush=True)
    return found.faults
