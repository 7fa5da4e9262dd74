"""A class, and a machine of a delegation's own, in a lesson in which all goes wrong.

People come in by the one address of the class, talk beside programs, answer questions, are
moved and put out; whoever teaches pauses, releases news and lets tables go on from a moment.
At a table of the process one side sits with a machine of its own, whose line to the host
freezes, loses and doubles. Meanwhile befalls the host what befalls it on a bad afternoon, and
the machine is killed, too. Judges are the logs: what was confirmed is there once, nobody sits
in two seats, nothing was moved in a pause, and all of it follows by the rules.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any, ClassVar

import httpx2
from attrs import define
from tests.host.bad_line import BadLine, Treats
from tests.host.chaos.bad_afternoon import QUIET, Afternoon, Person, Process, blow, pages_differ
from tests.host.people import example, sit

from accord.formats import load
from accord.host.afar_kept import FOLDER, AfarKept
from accord.host.class_opening import open_class
from accord.host.class_people import ClassDoor
from accord.host.classroom import ClassPlan
from accord.host.held_table import PREFIX
from accord.host.held_tables import HeldTables
from accord.host.host import Host, open_host
from accord.host.host_seats import INSTRUCTOR
from accord.host.questionnaire import WhenAsked, usual_questions
from accord.host.rates import Rates
from accord.host.settings import HostSettings
from accord.store import Store
from accord.talks import News, audit

TABLES = 3
PUPILS = 4
SETTLED = 120
"""Seconds in which a machine that has its line again sends what waits, or says why not."""
_SIGN = re.compile(r"[\w-]+ \d+ said so\.")


@define
class OwnMachine(Process):
    """One machine of a delegation's own, that is killed and started again."""

    link: str = ""
    secret: str = ""

    def start(self) -> None:
        before = len(self.said.read_text("utf-8")) if self.said.exists() else 0
        words = ["sit", self.link, str(self.folder), "--port", str(self.port), "--name", "Ada"]
        with open(self.said, "ab") as said:
            self._process = subprocess.Popen(
                [sys.executable, "-c", "from accord.cli import main; main()", *words],
                stdout=said,
                stderr=said,
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
            )
        until = monotonic() + 60
        while not (found := re.findall(r"/join/(\S+)", self.said.read_text("utf-8")[before:])):
            assert self._process.poll() is None, self.said.read_text("utf-8")
            assert monotonic() < until, "the own machine does not start"
            sleep(0.05)
        self.secret = found[-1]


@define(eq=False)
class Pupil(Person):
    """Somebody in the class, who may be put anywhere at any time.

    Attributes:
        door: The address of the class.
    """

    door: str = ""
    not_done: ClassVar[tuple[int, ...]] = (401, 403, 404)
    """They may have been put out, and be in again by another secret."""

    def come(self) -> None:
        """Come in by the address of the class, however often nobody answers."""
        self.client.cookies = httpx2.Cookies()
        while not self.client.cookies.get("coming"):
            if self.ask("GET", self.door) is None:
                sleep(0.1)
        self.number += 1
        until = monotonic() + 60
        while not self.client.cookies.get("accord"):
            assert monotonic() < until, "nobody is let in"
            if self.chance.random() < 0.3:
                self.doubled(self.door, {"name": f"{self.name}-{self.number}"})
            self.ask("POST", self.door, {"name": f"{self.name}-{self.number}"})
            self.ask("POST", "/class/wait", {})
        self.secret = str(self.client.cookies.get("accord"))

    def doubled(self, path: str, data: Any) -> None:
        """Send something and hear no answer to it."""
        cookies = httpx2.Cookies(dict(self.client.cookies.items()))
        with httpx2.Client(cookies=cookies, timeout=15) as other:
            try:
                other.post(f"http://127.0.0.1:{self.ports[0]}{path}", data=data)
            except httpx2.HTTPError:
                self.answers["none"] += 1

    def work(self, over: Event, late: Any) -> None:
        while not over.is_set():
            self.number += 1
            try:
                self.act(late)
            except Exception as error:
                self.faults.append(f"{type(error).__name__}: {error}")

    def act(self, late: Any) -> None:
        """Do one thing where they sit now."""
        page = self.ask("GET", "/tables")
        if page is None:  # the host is being started
            sleep(0.1)
            return
        if page.status_code == 401:  # put out
            self.come()
            return
        named = re.findall(r'href="/tables/([\w-]+)"', page.text)
        if not named:
            return
        table, sign = self.chance.choice(named), f"{self.name} {self.number} said so."
        form = self.ask("GET", f"/tables/{table}")
        if form is None or form.status_code != 200 or 'name="token"' not in form.text:
            return
        hidden = dict(re.findall(r'name="(token|for_seat)" value="([^"]*)"', form.text))
        self.token = hidden["token"]
        if self.chance.random() < 0.2:
            given = {**hidden, "when": "before", "answer.expected": sign}
            self.do("answer", "/questions", sign, given, late)
            return
        typed = {**hidden, "kind": "state", "text": sign}
        self.do("move", f"/tables/{table}/move", sign, typed, late)


@define(eq=False)
class Teacher(Person):
    """Whoever teaches: they pause, release, move, put out, seat programs and branch."""

    store: str = ""
    folder: Path = Path()

    def work(self, over: Event, late: Any) -> None:
        ways = [self.pause, self.news, self.put, self.branch, self.programs]
        while not over.is_set():
            self.number += 1
            try:
                self.chance.choice(ways)(f"{self.name} {self.number} said so.", late)
            except Exception as error:
                self.faults.append(f"{type(error).__name__}: {error}")

    def moves(self) -> int:
        """Return how many moves stand in the logs of the class."""
        with opened(self.store, self.folder) as kept:
            return sum(
                bool(one.event.get("seat"))
                for number in range(1, TABLES + 1)
                for one in kept.read(f"{PREFIX}{number}")
            )

    def pause(self, sign: str, late: Any) -> None:
        if not self.do("pause", "/class/pause", sign, {"all": "pause"}, late):
            return
        before = self.moves()
        sleep(self.chance.random() * 2)
        if (after := self.moves()) != before:
            self.faults.append(f"{after - before} moves were made in a pause")
        while not self.do("go on", "/class/pause", sign, {"all": "go_on"}, late):
            pass

    def news(self, sign: str, late: Any) -> None:
        led = self.do("prepared", "/class/news", sign, {"kind": "news", "text": sign}, late)
        if led.startswith("/class/news/"):
            some = self.chance.sample(range(1, TABLES + 1), 2)
            named = {"tables": [str(one) for one in some]}
            self.do("released", f"{led}/release", f"{sign} {some}", named, late)

    def put(self, sign: str, late: Any) -> None:
        page = self.ask("GET", "/class/people")
        found = re.findall(r"/class/people/(\w+)", page.text) if page else []
        if not found:
            return
        one = f"/class/people/{self.chance.choice(found)}"
        if self.chance.random() < 0.7:
            seat = f"{self.chance.randint(1, TABLES)}/{self.chance.choice(['ridge', 'river'])}"
            self.do("moved", f"{one}/move", sign, {"seat": seat}, late)
        else:
            self.do("put out", f"{one}/end", sign, {"why": "Somebody else comes."}, late)

    def branch(self, sign: str, late: Any) -> None:
        if self.chance.random() < 0.2:
            table = self.chance.randint(1, TABLES)
            self.do("branch", f"/class/{table}/branch", sign, {"at": "2"}, late)

    def programs(self, sign: str, late: Any) -> None:
        table, place = self.chance.randint(1, TABLES), self.chance.choice(["ridge", "river"])
        what = self.chance.choice(["fill", "seat", "back", "play"])
        at = str(table) if what in ("fill", "play") else f"{table} {place}"
        self.do("program", "/class/programs", sign, {what: at}, late)


def opened(store: str, folder: Path) -> Store:
    return Store.open(store or folder / "host" / "accord.sqlite")


def bad_lesson(
    home: Path, seed: int, seconds: float, *, store: str = "", processes: int = 1
) -> Afternoon:
    """Let a class and an own machine work while all goes wrong; return what came of it.

    Args:
        home: An empty folder.
        seed: What they do, and what befalls them.
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
        door, teaches, link = prepared(host)
    finally:
        host.close()
    running = [Process(folder, home, store) for _ in range(processes)]
    ports = [one.port for one in running]
    teacher = Teacher("Tea", INSTRUCTOR, teaches, ports, Random(f"{seed} Tea"), store=store)
    teacher.folder = folder
    pupils = [
        Pupil(f"P{n}", "", "", ports, Random(f"{seed} {n}"), door=f"/class/come/{door}")
        for n in range(PUPILS)
    ]
    for one in running:
        one.start()
    line = BadLine(running[0].port)
    over, by_hand = Event(), list[str]()
    own = OwnMachine(home / "own", home, "")
    with line.laid() as laid:
        own.link = f"{laid}{link}"
        own.start()
        own.link = laid  # by what it is known there; the folder is there
        ada = Person("Ada", "ridge", "", [own.port], Random(f"{seed} Ada"))
        ada.client.cookies = httpx2.Cookies()
        ada.ask("POST", f"/join/{own.secret}", {"name": "Ada"})
        everybody: list[Person] = [teacher, *pupils]
        try:
            for who in (*everybody, ada):
                who.come()
            with ThreadPoolExecutor(8) as late:
                at_work = [Thread(target=w.work, args=(over, late)) for w in everybody]
                at_work.append(Thread(target=at_own, args=(ada, over, late)))
                for thread in at_work:
                    thread.start()
                until = monotonic() + seconds
                while monotonic() < until:
                    sleep(chance.random() * 0.6)
                    what = chance.choice(["host", "host", "line", "line", "cut", "own"])
                    if what == "host":
                        what = blow(running, chance, by_hand, len(by_hand))
                    elif what == "own":
                        own.end(signal.SIGKILL)
                        own.start()
                    elif what == "cut":
                        line.cut()
                    else:
                        line.treats = chance.choice([*Treats])
                    found.blows[what] += 1
                over.set()
                line.treats = Treats.WELL
                for thread in at_work:
                    thread.join()
                while not teacher.do("pause", "/class/pause", "", {"all": "pause"}, late):
                    pass
            found.faults += settled(own)
            sleep(QUIET)
            still = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=1)
            (home / "clock").write_text(f"={still.isoformat()}")
            shown = {
                (who.name, page): who.shown(page)
                for who in everybody
                for page in pages_of(who, folder, store)
            }
        finally:
            over.set()
            own.end(signal.SIGTERM)
            for one in running:
                one.end(signal.SIGTERM)
    for who in (*everybody, ada):
        who.client.close()
        found.requests += who.answers
        found.faults += [f"{who.name}: {fault}" for fault in who.faults]
        for word, had in (("confirmed", who.confirmed), ("unsure", who.unsure)):
            found.operations.update({f"{what} {word}": len(each) for what, each in had.items()})
    for one in (*running, own):
        if "Traceback" in (said := one.said.read_text("utf-8")):
            found.faults.append(f"it said: {said[said.index('Traceback') :][:3000]}")
    found.faults += pages_differ(settings, still, everybody, shown)
    host = open_host(settings)
    try:
        found.faults += judged(host, everybody, ada, AfarKept(own.folder / "host" / FOLDER))
    finally:
        host.close()
    load(own.folder)
    return found


def prepared(host: Host) -> tuple[str, str, str]:
    """Open a class and a table of the process; return the address, a sitting and a link."""
    mediator = sit(host, "mediator")
    mediator.post("/tables", id="plenary", rules="open-floor", seats=["mediator"])
    open_class(host, ClassPlan(tables=TABLES, rules="open-floor", rounds=200))
    host.questionnaire.open(
        WhenAsked.BEFORE, True, usual_questions(WhenAsked.BEFORE, points=False), "Tea"
    )
    door = host.doors.entrance.open(ClassDoor(doubles=True), "Tea")
    for one in host.tables.of_class():
        one.let_programs_play("Tea")
        if one.id != "1":
            one.seat_program("river", "hard-headed", "Tea")
    teaches = host.doors.take(host.doors.invite(INSTRUCTOR), "Tea")
    return door, teaches or "", f"/join/{host.doors.invite('ridge')}"


def at_own(ada: Person, over: Event, late: Any) -> None:
    """Let somebody at the own machine make moves, that it sends or keeps."""
    while not over.is_set():
        ada.number += 1
        try:
            ada.move(f"{ada.name} {ada.number} said so.", late)
        except Exception as error:
            ada.faults.append(f"{type(error).__name__}: {error}")
        sleep(ada.chance.random() * 0.5)


def settled(own: OwnMachine) -> Iterator[str]:
    """Wait until all that waited at the own machine is sent, or somebody has to look at it."""
    kept, until = AfarKept(own.folder / "host" / FOLDER), monotonic() + SETTLED
    while not all(one.draft for one in kept.moves):
        if monotonic() > until:
            yield f"still waits: {[one for one in kept.moves if not one.draft]}"
            return
        sleep(0.1)
    yield from (f"waits and does not say why: {one}" for one in kept.moves if not one.why)
    yield from (f"nobody knows whether it was made: {one}" for one in kept.moves if one.tried)


def pages_of(who: Person, folder: Path, store: str) -> list[str]:
    """Return the pages that shall be the same on a host that has just begun."""
    if isinstance(who, Teacher):
        found = ["/class/debrief", "/class/questions", "/class/news"]
        with opened(store, folder) as kept:
            tables = [one for one in kept.tables() if re.match(rf"{PREFIX}\d", one)]
        return found + [f"/class/{one.removeprefix(PREFIX)}" for one in tables]
    page = who.shown("/tables")
    return ["/questions", *re.findall(r'href="(/tables/[\w-]+)"', page.text if page else "")]


def judged(host: Host, people: list[Person], ada: Person, kept: AfarKept) -> Iterator[str]:
    """Yield what was confirmed and is not there once, and what does not follow."""
    logged, heard = Counter[str](), dict[str, Counter[str]]()
    for table in host.tables:
        if host.store.examine(f"{PREFIX}{table.id}").broken is not None:
            yield f"the chain of {table.id} is broken"
        if wrong := audit(table.table.events):
            yield f"table {table.id}: {wrong}"
        own = table.table.events[table.branch.at if table.branch else 0 :]
        told = heard[table.id] = Counter[str]()
        for event in own:
            if isinstance(event.what, News):
                told[event.what.text] += 1
            elif text := getattr(event.what, "text", ""):
                logged.update(_SIGN.findall(text))
    yield from branched_twice(host.tables)
    class_seats = [one for one in host.doors.sittings() if "/" in one.seat and one.name]
    names = Counter(one.name for one in class_seats if host.seats[one.seat].group)
    yield from (f"{name} sits in {n} seats" for name, n in names.items() if n > 1)
    for who in people:
        yield from once(who, "move", logged)
        for sign in who.confirmed.get("released", ()):
            text, _, named = sign.partition(" [")
            for one in named.rstrip("]").split(", "):
                if heard[one][text] != 1:
                    yield f"news '{text}' was heard {heard[one][text]} times at table {one}"
        for sign in who.unsure.get("released", ()):
            text = sign.partition(" [")[0]
            if any(told[text] > 1 for told in heard.values()):
                yield f"news '{text}' was heard more than once"
    said_at = {
        str(answer): one.name
        for one in host.questionnaire[WhenAsked.BEFORE].given.values()
        for answer in one.answers.values()
    }
    yield from answers_lost(people, said_at)
    waiting = Counter(
        sign for one in kept.moves for sign in _SIGN.findall(getattr(one.move, "text", ""))
    )
    for sign in {*ada.confirmed.get("move", ()), *ada.unsure.get("move", ())}:
        if logged[sign] + waiting[sign] > 1:
            yield f"'{sign}': {logged[sign]} times in the log, {waiting[sign]} waiting"
    for sign in ada.confirmed.get("move", ()):
        if not logged[sign] + waiting[sign]:
            yield f"'{sign}' was taken by the own machine and is lost"


def once(who: Person, what: str, there: Counter[str]) -> Iterator[str]:
    for sign in {*who.confirmed.get(what, ())}:
        if there[sign] != 1:
            yield f"{what} '{sign}' was confirmed and is there {there[sign]} times"
    for sign in {*who.unsure.get(what, ())}:
        if there[sign] > 1:
            yield f"{what} '{sign}' is there {there[sign]} times"


def branched_twice(tables: HeldTables) -> Iterator[str]:
    made = Counter(one.branch.once for one in tables if one.branch)
    yield from (f"a press made {n} branches" for n in made.values() if n > 1)


def answers_lost(people: list[Person], said_at: dict[str, str]) -> Iterator[str]:
    """Yield whose last answer that was confirmed is not there, nor a later one."""
    for who in people:
        confirmed = who.confirmed.get("answer", [])
        may_be = {*confirmed[-1:], *who.unsure.get("answer", ())}
        if confirmed and not may_be & {*said_at}:
            yield f"the answer of {who.name} is none of {sorted(may_be)}"


def differences(seed: int) -> list[str]:
    """Return what does not hold after half a minute of a lesson in which all goes wrong.

    Args:
        seed: What people do, and what befalls them; by it the host has one or two processes.
    """
    home = Path(tempfile.mkdtemp())
    try:
        found = bad_lesson(home, seed, 30, processes=1 + seed % 2)
    finally:
        shutil.rmtree(home)
    counts = [found.operations, found.requests, found.blows]
    print(json.dumps([dict(sorted(one.items())) for one in counts]), flush=True)
    return found.faults
