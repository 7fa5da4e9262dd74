"""A host under load: its pages, its streams, a change on its way to every screen.

    python benchmarks/host.py [--streams N] [--people N ...] [--seconds N] [--case NAME]
    python benchmarks/host.py --tables N [--seconds N] [--case NAME]
    python benchmarks/host.py --class N [--case NAME]

A host of a copy of a case runs in a process of its own; what asks it runs in another on the
same machine, so that both share its processors, and says how loaded it was. Everything goes
through the host's own pages, over HTTP without encryption, each saved entry on the disk before
it is confirmed. People open a page each 20 seconds, at random. Beside the pages stands a file
served as it is: what the server costs before a page is made.

With `--tables`, five people sit at each of so many tables, each with the table's page open, and
somebody moves at a table each four seconds. A screen does what `stream.js` does: it hears that
something has changed and fetches what is live of its page. Timed is what lies between the press
and the page with the move on each of the five screens.

With `--class`, so many people scan the one address of a class at once: each opens it, sends a
name, is led to the first page of a seat, fetches what pages are made of, and listens from then
on. The instructor's list of people is open, too, and is fetched anew whenever it has changed.
"""

import argparse
import asyncio
import os
import random
import re
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, process_time, sleep
from urllib.parse import urlencode

import psutil
from attrs import define, field

from accord.host.class_opening import open_class
from accord.host.class_people import ClassDoor
from accord.host.classroom import ClassPlan
from accord.host.host import open_host
from accord.host.host_seats import INSTRUCTOR
from accord.host.settings import HostSettings
from accord.play.seating import parse_rules
from accord.talks import Role, Seat, Setup

EXAMPLES = Path(__file__).parents[1] / "examples"
PAGES = ("/brief", "/record", "/matrix", "/marks", "/deals", "/static/app.css")
PACE = 20
"""Seconds between two pages of one person."""
PER_SITTING = 5
"""Streams of one sitting, below what a host allows."""
CLASS = 100
AT_TABLE = ("mediator", "ukraine", "russia", "ukraine/capital", "russia/capital")
"""The seats of people at each table: of the case that is hosted if nothing else is said."""
MOVE = 4
"""Seconds between two moves at one table: each of five moves each 20 seconds."""


@define
class Hosted:
    """The host, in a process of its own."""

    folder: Path
    port: int
    seats: list[str]
    invited: list[str]
    process: psutil.Popen | None = None
    more: list[str] = field(factory=list)

    def start(self) -> float:
        """Start it, and return how long it took until it answered."""
        began, file = perf_counter(), self.folder.parent / "links.json"
        file.unlink(missing_ok=True)
        words = ["host", str(self.folder), "--port", str(self.port), "--listen", "127.0.0.1"]
        words += ["--plain-http", "--invitations", str(file), *self.more]
        command = [sys.executable, "-c", "from accord.cli import main; main()", *words]
        self.process = psutil.Popen(command, stdout=subprocess.DEVNULL)
        while not file.exists():
            sleep(0.01)
        return perf_counter() - began

    def stop(self) -> None:
        """Stop it."""
        assert self.process
        self.process.terminate()
        self.process.wait(30)

    @property
    def cpu(self) -> float:
        """Seconds of a processor that it has used."""
        assert self.process
        used = self.process.cpu_times()
        return float(used.user + used.system)

    @property
    def memory(self) -> int:
        """Bytes that it has in memory."""
        assert self.process
        return int(self.process.memory_info().rss)


@contextmanager
def hosted(case: str, people: int) -> Iterator[tuple[Hosted, list[str]]]:
    """Host a copy of a case, where so many have come in, and yield their cookies.

    The first is that of the mediator's team.
    """
    with tempfile.TemporaryDirectory() as around:
        folder = Path(shutil.copytree(EXAMPLES / case, Path(around, case)))
        host = open_host(HostSettings(folder=folder, plain_http=True))
        seats = ["mediator", *host.held.whole.process.parties]
        sat = [host.doors.take(host.doors.invite(seats[n % len(seats)])) for n in range(people)]
        invited = [host.doors.invite(seats[n % len(seats)]) for n in range(CLASS)]
        host.close()
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            port = found.getsockname()[1]
        served = Hosted(folder, port, seats=seats, invited=invited)
        print(f"started in {served.start():.1f} s; {served.memory / 1e6:.0f} MB")
        try:
            yield served, [f"accord={one}" for one in sat]
        finally:
            served.stop()


@contextmanager
def hosted_tables(case: str, tables: int) -> Iterator[tuple[Hosted, list[str]]]:
    """Host a copy of a case with so many open tables, and yield the cookies of five at each.

    All is written in memory first, where there is such a place, for it is not what is measured.
    """
    memory = "/dev/shm" if os.path.isdir("/dev/shm") else None
    with tempfile.TemporaryDirectory(dir=memory) as made, tempfile.TemporaryDirectory() as at:
        folder = Path(shutil.copytree(EXAMPLES / case, Path(made, case)))
        host = open_host(HostSettings(folder=folder, plain_http=True))
        process = host.held.whole.process
        setup = Setup(
            agenda=process.agenda,
            seats=tuple(Seat(one, *_role(one)) for one in AT_TABLE),
            rules=parse_rules("open-floor", len(process.parties), 1000),
        )
        for n in range(tables):
            host.tables.open(f"t{n}", setup, "the benchmark")
        seats = [AT_TABLE[n % 5] for n in range(5 * tables)]
        sat = [host.doors.take(host.doors.invite(one)) for one in seats]
        host.close()
        folder = Path(shutil.copytree(folder, Path(at, case)))
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            port = found.getsockname()[1]
        served = Hosted(folder, port, seats=[*AT_TABLE], invited=[])
        print(f"started in {served.start():.1f} s; {served.memory / 1e6:.0f} MB")
        try:
            yield served, [f"accord={one}" for one in sat]
        finally:
            served.stop()


@contextmanager
def hosted_class(case: str, people: int) -> Iterator[tuple[Hosted, str, str]]:
    """Host a class of so many; yield its address and the cookie of the instructor."""
    with tempfile.TemporaryDirectory() as around:
        folder = Path(shutil.copytree(EXAMPLES / case, Path(around, case)))
        host = open_host(HostSettings(folder=folder, plain_http=True))
        tables = -(-people // len(host.held.whole.process.parties))
        open_class(host, ClassPlan(tables=tables))
        address = f"/class/come/{host.doors.entrance.open(ClassDoor(), 'the benchmark')}"
        teacher = host.doors.take(host.doors.invite(INSTRUCTOR))
        host.close()
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            port = found.getsockname()[1]
        served = Hosted(folder, port, seats=[], invited=[], more=["--class", str(tables)])
        print(f"started in {served.start():.1f} s; {served.memory / 1e6:.0f} MB")
        try:
            yield served, address, f"accord={teacher}"
        finally:
            served.stop()


def _role(seat: str) -> tuple[Role, str]:
    party, _, capital = seat.partition("/")
    if party == "mediator":
        return Role.MEDIATOR, ""
    return (Role.PRINCIPAL if capital else Role.DELEGATION), party


@define
class Line:
    """A connection that is kept."""

    port: int
    cookie: str = ""
    _reader: asyncio.StreamReader | None = None
    _writer: asyncio.StreamWriter | None = None

    async def ask(
        self, path: str, form: dict[str, str] | None = None, live: str | None = None
    ) -> tuple[int, str, str]:
        """Ask for a page, and return its status, its head and its text."""
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)
        assert self._reader
        lines = [f"Host: 127.0.0.1:{self.port}"]
        lines += [f"Cookie: {self.cookie}"] if self.cookie else []
        lines += ["x-live: 1", f"x-has: {live}"] if live is not None else []
        body = urlencode(form).encode() if form is not None else b""
        if form is not None:
            lines += [f"Content-Length: {len(body)}"]
            lines += ["Content-Type: application/x-www-form-urlencoded"]
        asked = "GET" if form is None else "POST"
        head = "\r\n".join([f"{asked} {path} HTTP/1.1", *lines, "", ""])
        self._writer.write(head.encode() + body)
        told = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        length = re.search(r"(?i)content-length: (\d+)", told)
        if length:
            text = await self._reader.readexactly(int(length[1]))
        else:  # a file comes in pieces
            text = b""
            while size := int((await self._reader.readline()), 16):
                text += await self._reader.readexactly(size)
                await self._reader.readexactly(2)
            await self._reader.readexactly(2)
        return int(told.split(" ", 2)[1]), told, text.decode()

    def close(self) -> None:
        """Close it."""
        if self._writer:
            self._writer.close()


async def pages(host: Hosted, cookies: list[str], people: int, seconds: float) -> None:
    """Let people open pages at their pace, and print how long each page took to come."""
    took: dict[str, list[float]] = {one: [] for one in PAGES}
    sizes: dict[str, int] = {}
    dice = random.Random(people)
    lines = [Line(host.port, cookies[n % len(cookies)]) for n in range(people)]
    free = [asyncio.Lock() for _ in lines]

    async def opened(n: int, path: str) -> None:
        async with free[n]:
            began = perf_counter()
            status, _, text = await lines[n].ask(path)
            took[path].append(perf_counter() - began)
            assert status == 200, (path, status)
            sizes[path] = len(text.encode())

    for path in PAGES:  # what is made once for all who read alike is made
        for n in range(len(host.seats)):
            await opened(n, path)
        took[path].clear()
    cpu, began, asked = host.cpu, perf_counter(), set()
    while perf_counter() - began < seconds:
        await asyncio.sleep(dice.expovariate(people / PACE))
        asked.add(asyncio.create_task(opened(dice.randrange(people), dice.choice(PAGES))))
    await asyncio.gather(*asked)
    share = (host.cpu - cpu) / (perf_counter() - began)
    print(f"\n{people:,} people, a page each {PACE} s: {share:.0%} of a processor")
    plain = percentile(took[PAGES[-1]], 50)
    for path, all_of in took.items():
        half, most = percentile(all_of, 50), percentile(all_of, 99)
        kilobytes = sizes[path] / 1e3
        print(
            f"  {path:16} {len(all_of):5} times  p50 {half * 1e3:6.1f} ms  "
            f"p99 {most * 1e3:6.1f} ms  {half / plain:4.1f} of a file  {kilobytes:5.1f} kB"
        )
    for line in lines:
        line.close()


@define
class Listener:
    """A page that listens."""

    port: int
    cookie: str
    stands: str = ""
    at: float = 0
    writer: asyncio.StreamWriter | None = None

    async def listen(self) -> None:
        """Listen until the line is closed, and keep where the seat stands and since when."""
        reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        asked = f"GET /stream HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
        self.writer.write(f"{asked}Cookie: {self.cookie}\r\n\r\n".encode())
        while line := await reader.readline():
            if line.startswith(b"data: ") and (now := line.decode().strip()) != self.stands:
                self.stands, self.at = now, perf_counter()


async def until(so: Callable[[], bool], said: str) -> None:
    """Wait until something is so."""
    ends = perf_counter() + 120
    while not so():
        assert perf_counter() < ends, said
        await asyncio.sleep(0.005)


async def streams(host: Hosted, cookies: list[str], number: int) -> None:
    """Open streams, save entries that all hear of, start the host again, and print it all."""
    before, began, cpu = host.memory, perf_counter(), host.cpu
    all_of = [Listener(host.port, cookies[n // PER_SITTING]) for n in range(number)]
    tasks = [asyncio.create_task(one.listen()) for one in all_of]
    await until(lambda: all(one.stands for one in all_of), "streams open")
    took, used = perf_counter() - began, host.cpu - cpu
    each = (host.memory - before) / number
    print(
        f"\n{number:,} streams: open in {took:.1f} s, with {used:.1f} s of a processor; "
        f"{each / 1e3:.1f} kB each"
    )
    cpu, began = host.cpu, perf_counter()
    await asyncio.sleep(10)
    print(f"  beats: {(host.cpu - cpu) / (perf_counter() - began):.0%} of a processor")
    team = Line(host.port, cookies[0])
    answered, first, last = [], [], []
    for n in range(8):
        stands = [one.stands for one in all_of]
        _, _, text = await team.ask("/record/add?kind=statement")
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', text))
        form = hidden | {"kind": "statement", "date": "today", "text": f"Said as number {n}."}
        form |= {"new_outlet": f"The Paper {n}", "by": host.seats[1], "for": "public"}
        began = perf_counter()
        status, _, body = await team.ask("/record/add", form)
        answered.append(perf_counter() - began)
        assert status == 303, body
        for one, was in zip(all_of, stands, strict=True):
            await until(lambda one=one, was=was: one.stands != was, "all told")
        told = [one.at - began for one in all_of]
        first.append(min(told))
        last.append(max(told))
    print(
        f"  an entry: confirmed after {percentile(answered, 50) * 1e3:.0f} ms, on the first "
        f"screen after {percentile(first, 50) * 1e3:.0f} ms, on all {number:,} after "
        f"{percentile(last, 50) * 1e3:.0f} ms (at most {max(last) * 1e3:.0f})"
    )
    began = perf_counter()
    host.stop()
    stopped = perf_counter() - began
    await asyncio.gather(*tasks, return_exceptions=True)
    for one in all_of:
        one.stands = ""

    async def again(one: Listener) -> None:  # as stream.js does
        while not one.stands:
            await asyncio.sleep(random.random() * 3)
            try:
                await one.listen()
            except OSError:
                continue

    tasks = [asyncio.create_task(again(one)) for one in all_of]
    start = await asyncio.to_thread(host.start)
    began = perf_counter()
    await until(lambda: all(one.stands for one in all_of), "all back")
    print(
        f"  stopped in {stopped:.1f} s, started again in {start:.1f} s, all back after "
        f"{perf_counter() - began:.1f} s more; {host.memory / 1e6:.0f} MB"
    )
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def seated(host: Hosted) -> None:
    """Let a class come in at once, and print how long it takes until all have their page."""

    async def comes(secret: str) -> None:
        line, path = Line(host.port), f"/join/{secret}"
        assert (await line.ask(path))[0] == 200
        status, head, _ = await line.ask(path, {"name": "A pupil"})
        assert status == 303, head
        line.cookie = str(re.search(r"[\w-]*accord=[^;]+", head)[0])  # type: ignore[index]
        for page in ("/static/app.css", "/static/stream.js", "/brief"):
            assert (await line.ask(page))[0] == 200
        line.close()

    began = perf_counter()
    await asyncio.gather(*map(comes, host.invited))
    took = perf_counter() - began
    print(f"\na class of {CLASS}: all have their first page after {took:.1f} s")


async def come_in(host: Hosted, address: str, teacher: str, people: int) -> None:
    """Let a class come in by its one address, and print when all have their first page."""
    took, sizes, listening = list[float](), list[int](), list[asyncio.Task[None]]()
    listeners: list[Listener] = []

    async def comes(number: int) -> None:
        line, began = Line(host.port), perf_counter()
        status, head, _ = await line.ask(address)
        assert status == 200, head
        line.cookie = str(re.search(r"[\w-]*coming=[^;]+", head)[0])  # type: ignore[index]
        status, head, text = await line.ask(address, {"name": f"Person {number}"})
        assert status == 303, text
        line.cookie = str(re.search(r"[\w-]*accord=[^;]+", head)[0])  # type: ignore[index]
        to = str(re.search(r"(?i)location: (\S+)", head)[1])  # type: ignore[index]
        status, _, text = await line.ask(to)
        assert status == 200, text
        took.append(perf_counter() - began)
        sizes.append(len(text.encode()))
        for name in ("app.css", "blocks.css", "htmx.min.js", "forms.js", "stream.js"):
            assert (await line.ask(f"/static/{name}"))[0] == 200
        line.close()
        listeners.append(Listener(host.port, line.cookie))
        listening.append(asyncio.create_task(listeners[-1].listen()))

    watch, shown = Listener(host.port, teacher), [0, 0]

    async def teaches() -> None:
        line, seen = Line(host.port, teacher), ""
        while True:
            if watch.stands != seen:
                seen = watch.stands
                status, _, text = await line.ask("/class/people", live="")
                assert status == 200
                seated = re.search(r"(\d+) of \d+", text)
                shown[:] = int(seated[1]) if seated else 0, shown[1] + 1
            await asyncio.sleep(0.02)

    listening += [asyncio.create_task(watch.listen()), asyncio.create_task(teaches())]
    await until(lambda: bool(watch.stands), "the instructor listens")
    cpu, began = host.cpu, perf_counter()
    await asyncio.gather(*(comes(number) for number in range(people)))
    await until(lambda: shown[0] == people, "the instructor sees all")
    ended, used = perf_counter() - began, host.cpu - cpu
    print(
        f"\na class of {people} by its one address: all seated, on their first page and on the "
        f"instructor's list after {ended:.1f} s, with {used:.1f} s of a processor"
    )
    half, most = percentile(took, 50), percentile(took, 99)
    print(
        f"  one of them: p50 {half:.2f} s, p99 {most:.2f} s; first page {max(sizes) / 1e3:.1f} "
        f"kB; the list was brought up to date {shown[1]} times"
    )
    for task in listening:
        task.cancel()


@define(eq=False)
class Screen:
    """One person at a table: a page that is open, and what keeps it current."""

    line: Line
    path: str
    text: str = ""
    forms: str = ""
    stands: str = ""
    heard: str = ""
    waits: asyncio.Lock = field(factory=asyncio.Lock)
    shown: asyncio.Event = field(factory=asyncio.Event)
    sizes: tuple[int, int] = (0, 0)

    async def open(self) -> None:
        """Open the page."""
        status, _, self.text = await self.line.ask(self.path)
        self.forms = self.text
        assert status == 200, self.path
        self._note()
        self.sizes = len(self.text.encode()), self.sizes[1]

    def _note(self) -> None:
        self.stands = str(re.search(r'data-at="([^"]*)"', self.text)[1])  # type: ignore[index]
        self.shown.set()
        self.shown = asyncio.Event()

    async def bring(self) -> None:
        """Fetch what is live, until it is as was heard last."""
        async with self.waits:
            while self.heard != self.stands:
                heard = self.heard
                has = re.search(r'data-has="([^"]*)"', self.forms)
                status, _, self.text = await self.line.ask(
                    self.path, None, has[1] if has else ""
                )
                if "data-has" in self.text:
                    self.forms = self.text
                assert status == 200, self.path
                self._note()
                self.stands = heard
                self.sizes = self.sizes[0], len(self.text.encode())

    async def listen(self, tasks: set[asyncio.Task[None]]) -> None:
        """Listen, and bring what has changed, until the line is closed."""
        found = re.search(r'data-of="([^"]*)"', self.text)
        address = f"/stream?of={found[1]}" if found else "/stream"
        reader, writer = await asyncio.open_connection("127.0.0.1", self.line.port)
        asked = f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{self.line.port}\r\n"
        writer.write(f"{asked}Cookie: {self.line.cookie}\r\n\r\n".encode())
        while line := await reader.readline():
            if line.startswith(b"data: ") and (now := line[6:-1].decode()) != self.heard:
                self.heard = now
                if now != self.stands:
                    tasks.add(task := asyncio.create_task(self.bring()))
                    task.add_done_callback(tasks.discard)

    async def until(self, text: str) -> float:
        """Wait until the page has a text, and return when."""
        while text not in self.text:
            await self.shown.wait()
        return perf_counter()

    async def press(self, n: int, dice: random.Random) -> float:
        """Make a move that is known by its words; return when it was confirmed."""
        async with self.waits:
            hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', self.forms))
            form = hidden | {"kind": "state", "text": f"Said as number {n}.", "once": f"b{n}"}
            if dice.random() < 0.5 and "capital" not in self.path:
                issues = re.findall(
                    r'name="deal\.([^"]+)".*?<option value="([^"]+)"', self.text
                )
                package = {f"deal.{issue}": one for issue, one in issues}
                form |= {"kind": "propose"} | package
            status, _, text = await self.line.ask(f"{self.path}/move", form)
            assert status == 303, text[-3000:]
            confirmed = perf_counter()
            await self.open()
            return confirmed


async def tables(host: Hosted, cookies: list[str], number: int, seconds: float) -> None:
    """Let people sit at tables and move at their pace; print when all have seen each move."""
    dice = random.Random(number)
    screens = [
        Screen(Line(host.port, one), f"/tables/t{n // 5}") for n, one in enumerate(cookies)
    ]
    before, cpu, began = host.memory, host.cpu, perf_counter()
    for some in range(0, len(screens), 50):
        await asyncio.gather(*(one.open() for one in screens[some : some + 50]))
    took, used = perf_counter() - began, host.cpu - cpu
    print(f"{len(screens):,} pages: {len(screens) / took:.0f} a second, {used:.1f} s of CPU")
    fetching: set[asyncio.Task[None]] = set()
    listening = [asyncio.create_task(one.listen(fetching)) for one in screens]
    await until(lambda: all([one.heard for one in screens]), "streams open")
    print(f"{(host.memory - before) / len(screens) / 1e3:.0f} kB of memory a seat")
    confirmed, seen = list[float](), list[float]()
    late, asked = 0, set[asyncio.Task[None]]()

    async def one_move(n: int) -> None:
        table = dice.randrange(number)
        five = screens[5 * table : 5 * table + 5]
        pressed = perf_counter()
        confirmed.append(await dice.choice(five[1:3]).press(n, dice) - pressed)
        shown = [await one.until(f"Said as number {n}.") for one in five]
        seen.append(max(shown) - pressed)

    own, cpu, began, n = process_time(), host.cpu, perf_counter(), 0
    while (passed := perf_counter() - began) < seconds:
        if n > passed * number / MOVE:  # as many as are due, each at its time
            await asyncio.sleep(0.001)
            continue
        n += 1
        asked.add(task := asyncio.create_task(one_move(n)))
        task.add_done_callback(asked.discard)
    ended = perf_counter() - began
    share, mine = (host.cpu - cpu) / ended, (process_time() - own) / ended
    if asked:
        _, left = await asyncio.wait(asked, timeout=20)
        late = len(left)
    whole, live = max(one.sizes for one in screens)
    print(
        f"{number:,} tables of five, {n / ended:.0f} moves a second: host {share:.0%} of a "
        f"processor, what asks it {mine:.0%}; {late} of {n} moves were not on all screens "
        f"20 s after the end"
    )
    for what, times in (("confirmed", confirmed), ("on all five screens", seen)):
        half, most = percentile(times, 50) * 1e3, percentile(times, 99) * 1e3
        print(f"  {what:20} p50 {half:7.1f} ms  p99 {most:7.1f} ms")
    print(f"  page {whole / 1e3:.1f} kB, fetched of it after a move {live / 1e3:.1f} kB")
    print(f"  {host.memory / 1e6:.0f} MB in all")
    for task in [*listening, *fetching, *asked]:
        task.cancel()


def percentile(values: list[float], part: int) -> float:
    """Return the value below which so many hundredths of all lie."""
    ordered = sorted(values) or [0.0]
    return ordered[min(len(ordered) * part // 100, len(ordered) - 1)]


async def _all(host: Hosted, cookies: list[str], given: argparse.Namespace) -> None:
    await seated(host)
    for people in given.people:
        await pages(host, cookies, people, given.seconds)
    await streams(host, cookies, given.streams)


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--streams", type=int, default=5_000)
    parser.add_argument("--people", type=int, nargs="+", default=[100, 1_000])
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--case", default="russia-ukraine-2022")
    parser.add_argument("--tables", type=int, default=0)
    parser.add_argument("--class", dest="pupils", type=int, default=0)
    given = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} processors, load {load:.1f} before; {sys.version.split()[0]}")
    if given.pupils:
        with hosted_class(given.case, given.pupils) as (host, address, teacher):
            asyncio.run(come_in(host, address, teacher, given.pupils))
        print(f"load {os.getloadavg()[0]:.1f} after")
        return
    if given.tables:
        with hosted_tables(given.case, given.tables) as (host, cookies):
            asyncio.run(tables(host, cookies, given.tables, given.seconds))
        print(f"load {os.getloadavg()[0]:.1f} after")
        return
    people = max(given.streams // PER_SITTING + 1, *given.people)
    with hosted(given.case, people) as (host, cookies):
        asyncio.run(_all(host, cookies, given))
    print(f"load {os.getloadavg()[0]:.1f} after")


if __name__ == "__main__":
    main()
