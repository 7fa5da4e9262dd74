"""Somebody who opens all that the pages lead to, and sends every form, on one host or on two.

The pages themselves say where to go: links, addresses of live parts, forms with their fields.
So a page that is added is walked without a line here.
"""

import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import blake2b
from html.parser import HTMLParser
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from attrs import define, evolve, field, frozen
from starlette.routing import compile_path
from starlette.testclient import TestClient

from accord.host.app import application
from accord.host.class_opening import open_class
from accord.host.classroom import ClassPlan
from accord.host.host import Host, open_host
from accord.host.rates import Rates
from accord.host.settings import HostSettings

BASE = "http://127.0.0.1:8443"
WORDS = "Plain words, said by nobody in particular"


@frozen
class Answered:
    """An answer, byte for byte as it goes over the network."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    @property
    def is_page(self) -> bool:
        return any(
            b"text/html" in value for name, value in self.headers if name == b"content-type"
        )

    @property
    def location(self) -> str:
        found = [value for name, value in self.headers if name == b"location"]
        return found[0].decode() if found else ""


@frozen
class Form:
    """A form of a page: where it is sent, and its fields as they stand."""

    method: str
    action: str
    fields: tuple[tuple[str, str, str], ...]
    """Name, type and value of each, those of a select or a radio group one after the other."""

    @property
    def kind(self) -> str:
        """What makes it the same form on another page of its kind."""
        return f"{self.method} {re.sub(r'[^/?&=]+(?=$|[?&])', '*', self.action)} " + " ".join(
            sorted({name for name, _, _ in self.fields})
        )

    def untouched(self) -> dict[str, list[str]]:
        """Return what is sent where nobody types anything."""
        sent: dict[str, list[str]] = {}
        for name, kind, value in self.fields:
            if kind not in ("option", "radio", "checkbox", "file"):
                sent.setdefault(name, []).append(value)
        return sent

    def filled(self, words: str) -> dict[str, list[str]]:
        """Return what is sent where something is typed and chosen everywhere."""
        sent = {
            name: [_typed(name, kind, value, words)]
            for name, kind, value in self.fields
            if kind not in ("file", "hidden")
        }
        return self.untouched() | sent

    def files(self) -> dict[str, tuple[str, bytes]]:
        """Return a file for each field that takes one."""
        sheet = b"date,kind,text\n2024-05-04,note,A line of a sheet\n"
        return {n: ("sheet.csv", sheet) for n, kind, _ in self.fields if kind == "file"}


def _typed(name: str, kind: str, value: str, words: str) -> str:
    if kind in ("option", "radio", "checkbox", "submit"):
        return value
    if kind == "date" or re.search("date|when|day", name):
        return "2024-05-04"
    if kind == "number":
        return value or "1"
    return value or words


class _Parts(HTMLParser):
    """Reads where a page leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select = self._area = ""
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        for name in ("href", "src", "data-live", "hx-get"):
            if name in has:
                self.links.append(has[name])
        kind, called = has.get("type", "text"), has.get("name", "")
        if tag == "form":
            self._form = Form(has.get("method", "get").upper(), has.get("action", ""), ())
        elif tag == "select":
            self._select = called
        elif tag == "option" and self._select:
            self._add(self._select, "option", has.get("value", ""))
        elif tag == "textarea":
            self._area, self._text = called, ""
        elif called and tag in ("input", "button"):
            self._add(called, "submit" if tag == "button" else kind, has.get("value", ""))

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "textarea" and self._area:
            self._add(self._area, "textarea", self._text)
            self._area = ""
        elif tag == "form" and self._form is not None:
            self.forms.append(self._form)
            self._form = None

    def _add(self, name: str, kind: str, value: str) -> None:
        if self._form is not None:
            self._form = evolve(self._form, fields=(*self._form.fields, (name, kind, value)))


def parts(page: bytes) -> tuple[list[str], list[Form]]:
    """Return the links and the forms of a page."""
    read = _Parts()
    read.feed(page.decode())
    return read.links, read.forms


class Known:
    """What looks random, and begins anew for each request, however many went by."""

    def __init__(self) -> None:
        self.restart("start")

    def restart(self, label: str) -> None:
        self._label, self._number = label, 0

    def __call__(self, size: int) -> bytes:
        self._number += 1
        mark = f"{self._label} {self._number}".encode()
        return b"".join(
            blake2b(mark, digest_size=32, salt=bytes([i])).digest()
            for i in range(-(-size // 32))
        )[:size]


STILL = datetime(2033, 9, 30, 12, tzinfo=UTC)


@contextmanager
def hosted(
    folder: Path,
    clock: Callable[[], datetime] = lambda: STILL,
    class_plan: ClassPlan | None = None,
) -> Iterator[Host]:
    """Open a host with known randomness and a clock, which stands still if none is given."""
    host = open_host(
        HostSettings(
            folder=folder,
            plain_http=True,
            clock=clock,
            random=Known(),
            rates=Rates.none(),
            class_plan=class_plan,
        )
    )
    try:
        if class_plan:
            open_class(host, class_plan)
        yield host
    finally:
        for client in _running.pop(folder, []):
            client.__exit__()
        host.close()


class Visitor(Protocol):
    """Who asks: one browser, or one in each of two hosts."""

    def ask(
        self,
        method: str,
        address: str,
        sent: dict[str, list[str]] | None = None,
        files: dict[str, tuple[str, bytes]] | None = None,
    ) -> Answered: ...


_running: dict[Path, list[TestClient]] = {}
"""The browsers at each host; they go with it."""


@define
class Browser:
    """One browser at one host."""

    host: Host
    client: TestClient
    name: str
    asked: int = 0

    @classmethod
    def at(cls, host: Host, seat: str = "", name: str = "") -> "Browser":
        """Return a browser that has come in for a seat; empty for one without a seat."""
        client = TestClient(application(host), base_url=BASE, follow_redirects=False)
        # Of two hosts the browsers of one number know the same secrets, and no others do.
        running = _running.setdefault(host.settings.folder, [])
        running.append(client)
        number = len(running)
        made = cls(host, client.__enter__(), f"{number} {seat}")
        if seat:
            _restart(host, f"{number} {seat} {name}")
            link = host.doors.invite(seat)
            assert made.ask("POST", f"/join/{link}", {"name": [name]}).status == 303
        return made

    def ask(
        self,
        method: str,
        address: str,
        sent: dict[str, list[str]] | None = None,
        files: dict[str, tuple[str, bytes]] | None = None,
    ) -> Answered:
        """Ask once."""
        self.asked += 1
        _restart(self.host, f"{self.name} {method} {self.asked}")
        got = self.client.request(
            method,
            address,
            data=sent if method == "POST" else None,
            params=sent if method == "GET" and sent else None,
            files=files or None,
        )
        return Answered(got.status_code, tuple(got.headers.raw), got.content)


def _restart(host: Host, label: str) -> None:
    assert isinstance(host.settings.random, Known)
    host.settings.random.restart(label)


@frozen
class Twins:
    """The same browser at two hosts, whose answers must be the same, byte for byte."""

    one: Browser
    other: Browser

    def ask(
        self,
        method: str,
        address: str,
        sent: dict[str, list[str]] | None = None,
        files: dict[str, tuple[str, bytes]] | None = None,
    ) -> Answered:
        """Ask both, and hold their answers to each other."""
        first = self.one.ask(method, address, sent, files)
        second = self.other.ask(method, address, sent, files)
        assert first == second, difference(f"{method} {address}", first, second)
        return first


def difference(asked: str, first: Answered, second: Answered) -> str:
    """Say where two answers differ."""
    if first.status != second.status:
        return f"{asked}: {first.status} and {second.status}"
    if first.headers != second.headers:
        return f"{asked}: {set(first.headers) ^ set(second.headers)}"
    at = next(
        (
            i
            for i, pair in enumerate(zip(first.body, second.body, strict=False))
            if len({*pair}) > 1
        ),
        min(len(first.body), len(second.body)),
    )
    around = slice(max(0, at - 200), at + 200)
    return f"{asked}: at byte {at}:\n{first.body[around]!r}\n{second.body[around]!r}"


@define
class Walk:
    """A walk through all that a seat is led to.

    Attributes:
        visitor: Who walks.
        host: A host, whose pages say which addresses are of one kind.
        each: How many addresses of one kind are opened.
        words: What is typed.
        answers: What was answered, by what was asked.
    """

    visitor: Visitor
    host: Host
    each: int = 3
    words: str = WORDS
    answers: list[tuple[str, Answered]] = field(factory=list)
    _opened: set[str] = field(factory=set)
    _of_kind: Counter[str] = field(factory=Counter)
    _sent: set[str] = field(factory=set)

    def all(self, start: Iterable[str] = ("/",)) -> None:
        """Open all that can be reached, send every form, and open what is new then."""
        forms = sorted(self.open(start), key=_ends)
        while forms:
            led = [to for page, form in forms for to in self.send(page, form)]
            forms = sorted(self.open(led), key=_ends)

    def open(self, start: Iterable[str]) -> Iterator[tuple[str, Form]]:
        """Open all that can be reached; yield the forms found, with the page of each."""
        found = deque(start)
        while found:
            address = found.popleft()
            if not self._is_new(address):
                continue
            answer = self._ask("GET", address)
            if answer.location:
                found.append(local(answer.location, address))
            if not answer.is_page:
                continue
            links, forms = parts(answer.body)
            found += [to for link in links if (to := local(link, address))]
            for form in forms:
                yield address, form

    def look(self, seat: str) -> None:
        """Open the pages that every page leads a seat to, and follow nothing."""
        for page in self.host.pages:
            if page.nav and page.rule.admits(self.host.seats[seat]):
                self._ask("GET", page.path)

    def _is_new(self, address: str) -> bool:
        if not address or address in self._opened:
            return False
        kind = " ".join([self.route(address), *sorted(re.findall(r"[?&](\w+)=", address))])
        if self._of_kind[kind] >= self.each:
            return False
        self._of_kind[kind] += 1
        self._opened.add(address)
        return True

    def send(self, page: str, form: Form) -> Iterator[str]:
        """Send a form as it stands and with all filled in; yield where that leads."""
        address = local(form.action or page, page)
        if form.kind in self._sent or not address:
            return
        self._sent.add(form.kind)
        for sent in (form.untouched(), form.filled(self.words)):
            answer = self._ask(form.method, address, sent, form.files())
            if answer.location:
                yield local(answer.location, address)

    def _ask(
        self,
        method: str,
        address: str,
        sent: dict[str, list[str]] | None = None,
        files: dict[str, tuple[str, bytes]] | None = None,
    ) -> Answered:
        answer = self.visitor.ask(method, address, sent, files)
        self.answers.append((f"{method} {address}", answer))
        return answer

    def route(self, address: str) -> str:
        """Return the address with what it leaves open, as a page has it."""
        path = urlsplit(address).path
        for page in self.host.pages:
            if compile_path(page.path)[0].match(path):
                return page.path
        return path

    @property
    def routes(self) -> set[tuple[str, str]]:
        """The pages that were asked for: method and address as a page has it."""
        asked = (what.split(" ", 1) for what, _ in self.answers)
        return {(method, self.route(address)) for method, address in asked}


def _ends(found: tuple[str, Form]) -> int:
    """Return how much a form ends of what somebody does here: it is sent after all others."""
    action = found[1].action
    return 2 if "leave" in action else 1 if action.endswith("/end") else 0


def local(link: str, page: str) -> str:
    """Return a link of a page as an address of the host; empty if it leads elsewhere."""
    parts_ = urlsplit(link)
    if parts_.scheme not in ("", "http") or parts_.netloc not in ("", urlsplit(BASE).netloc):
        return ""
    if link.startswith("#") or link.startswith("data:"):
        return ""
    path = parts_.path or urlsplit(page).path
    if not path.startswith("/"):
        path = urlsplit(page).path.rpartition("/")[0] + "/" + path
    return path + (f"?{parts_.query}" if parts_.query else "")
