"""One request of somebody who sits somewhere: what was asked, what may be shown, the answer."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import timedelta
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote, urlsplit

from attrs import define, field
from markupsafe import Markup
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from accord.host.awaited import Awaited, awaited, gone_on
from accord.host.host_page import HostPage
from accord.host.host_seats import HostSeat
from accord.host.own_machine import STAYS, named_otherwise
from accord.model import Agenda
from accord.record import Case

if TYPE_CHECKING:
    from accord.host.admissions import Knock, Sitting
    from accord.host.host import Host
    from accord.host.questionnaire import WhenAsked

T = TypeVar("T")

COOKIE = "accord"
"""The cookie with the secret of a sitting."""
COMING = "coming"
"""The cookie with the secret by which a browser shall be known that is not in yet: so it is in
though the answer was lost that said so."""
SAID = "said"
"""The cookie that carries a sentence to the next page, where it is shown once."""
FOR_SEAT = "for_seat"
"""The field of a form of a class that says for which seat it was filled in."""
_IN_CLASS = ("Your role", "Table", "Record")
"""What comes first in the navigation of a class: the record is background there."""
_LONGEST = 2000
"""Bytes of a sentence that a cookie carries: half of what a browser keeps."""
_SAID_FOR = timedelta(minutes=10)
"""How long it is said on every page that somebody was put into another seat."""


class AskedFirst(HTTPException):
    """Something is asked before it is done: the page that asks is the answer."""

    def __init__(self, answer: Response) -> None:
        """Take the page that asks."""
        super().__init__(409)
        self.answer = answer


class NotThere(HTTPException):
    """What is asked for is not there, or not for whoever asks: nobody is told which."""

    def __init__(self) -> None:
        """Make the one answer to both."""
        super().__init__(404)


@define(kw_only=True)
class Visit:
    """One request.

    Attributes:
        host: The host.
        page: The page that is asked for.
        sitting: Whose visit it is; None for somebody without a seat.
        path: The parts of the address that the page leaves open.
        query: What stands after the question mark.
        form: What was typed: the first value of each field.
        lists: The same with all values of each field.
        files: What was uploaded, by field.
        token: The secret of the sitting; empty without one.
        coming: The secret by which a browser that comes in shall be known; empty for none.
        address: Where the request comes from, as the connection says and nothing else.
        cookie_said: The sentence that the last page left.
        mistakes: What is wrong with what was typed, in sentences.
        live: Whether a page that is open asks for what is live of it.
        has: What such a page has already, as the page has named it.
    """

    host: "Host"
    page: HostPage
    sitting: "Sitting | None"
    path: Mapping[str, str]
    query: Mapping[str, str]
    form: Mapping[str, str] = field(factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(factory=dict)
    files: Mapping[str, UploadFile] = field(factory=dict)
    token: str = ""
    coming: str = ""
    address: str = ""
    cookie_said: str = ""
    mistakes: Sequence[str] = ()
    live: bool = False
    has: str = ""

    @property
    def taken(self) -> HostSeat | None:
        """Where whoever asks sits; None for nowhere."""
        return self.host.seats.get(self.sitting.seat) if self.sitting else None

    @property
    def seat(self) -> HostSeat:
        """Where whoever asks sits.

        Raises:
            NotThere: If they sit nowhere.
        """
        if self.taken is None:
            raise NotThere
        return self.taken

    @cached_property
    def at(self) -> str:
        """Where this seat stands, so that an open page knows when something has changed."""
        return self.host.position(self.seat, self.of)

    @property
    def of(self) -> str:
        """The table that the page shows, if it shows nothing else."""
        return self.path["table"] if self.page.one_table else ""

    @cached_property
    def case(self) -> Case:
        """What this seat may read; the same for the whole visit."""
        _ = self.at  # first: what changes in between is then shown twice, not missed
        return self.host.case(self.seat)

    @property
    def folder(self) -> Path:
        """The process folder, for what changes it."""
        return self.host.settings.folder

    @property
    def by(self) -> str:
        """Who this is, in the words of the log: the name given at the door, and the seat."""
        name = self.sitting.name if self.sitting else ""
        return f"{name} ({self.seat.id})" if name else self.seat.id

    @property
    def person(self) -> str:
        """What tells this person from others: the account, else the sitting of the browser."""
        return (self.sitting.account or self.sitting.id) if self.sitting else ""

    def once(self, what: Hashable, make: Callable[[], T]) -> T:
        """Return what is made of the case of this seat, made once for all who read the same.

        Args:
            what: Tells it from what else is made of the case.
            make: Makes it, of the case and of nothing else.
        """
        return self.host.computed.get(self.case, what, make)

    def change(self, what: Callable[[Path], T]) -> T:
        """Change the folder, as the commands do; what was asked once is done once.

        Args:
            what: A function of the library that changes the folder.

        Raises:
            AccordError: As it raises; nothing was changed then.
        """
        once = self.form.get("once", "")
        # Nobody is answered with what another seat did, whatever key they send.
        key = f"{self.seat.id} {once}" if once else ""
        return self.host.held.change(self.by, key, what)

    def render(self, template: str, /, status: int = 200, **values: Any) -> Response:
        """Return a page.

        Args:
            template: The template.
            status: The status.
            **values: What it shows.
        """
        said = _read_said(self.cookie_said)
        text = self.host.render(template, visit=self, said=said, **values, **self._given())
        answer = HTMLResponse(text, status)
        if self.cookie_said and "<html" in text[:200]:
            self.host.set_cookie(answer, SAID, "")
        return answer

    def _given(self) -> dict[str, Any]:
        seat = self.taken
        heads = self._heads()
        at = self.at if seat else ""
        return {
            "mistakes": self.mistakes,
            "seat": seat,
            "heads": heads,
            "head": self._head(heads),
            "at": at,
            "form_fields": self.form_fields,
        }

    def _heads(self) -> dict[str, list[HostPage]]:
        """Return the navigation: under each head the pages that this seat may open."""
        heads: dict[str, list[HostPage]] = {}
        for one in self.host.pages:
            if one.nav and self.taken and one.rule.admits(self.taken):
                heads.setdefault(one.nav[0], []).append(one)
        if self.taken and self.taken.group:
            return {
                one: heads[one] for one in dict.fromkeys((*_IN_CLASS, *heads)) if one in heads
            }
        return heads

    def _head(self, heads: Mapping[str, Sequence[HostPage]]) -> str:
        """Return the head under which this page is found; empty for none."""
        path = f"{self.page.path}/"
        above = [
            one for some in heads.values() for one in some if path.startswith(f"{one.path}/")
        ]
        return max(above, key=lambda one: len(one.path)).nav[0] if above else ""

    @property
    def here(self) -> str:
        """The address of the page itself, without what stands after a question mark."""
        return self.page.plain.format_map({one: quote(text) for one, text in self.path.items()})

    @property
    def knocks(self) -> "tuple[Knock, ...]":
        """Who waits to be let in by this seat; by whoever runs the host, at any seat."""
        seat = self.taken
        return self.host.doors.knocks("" if seat.runs else seat.id) if seat else ()

    @property
    def was_moved(self) -> bool:
        """Whether whoever sits here was put here from another seat a short while ago."""
        at = self.sitting.moved if self.sitting else None
        return at is not None and self.host.doors.now < at + _SAID_FOR

    @property
    def put_out(self) -> "Sitting | None":
        """The sitting of this browser that was ended; None if none was."""
        left = self.host.doors.left(self.token)
        return left if left and left.ended else None

    @property
    def missing(self) -> list[str]:
        """Who is missing at the table of a class at which this seat sits."""
        return self.host.missing(self.taken) if self.taken and self.taken.group else []

    @property
    def sharing(self) -> list[str]:
        """The names of the others in this seat of a class."""
        if not (self.sitting and self.taken and self.taken.group):
            return []
        here = self.host.doors.sittings(self.taken.id)
        return [one.name for one in here if one.id != self.sitting.id]

    @property
    def awaited(self) -> tuple[Awaited, ...]:
        """What the tables wait for from this seat."""
        seat = self.taken
        if seat is None:
            return ()
        new = {one.to: one for one in gone_on(self.host.tables.of(seat), seat.sits)}
        moves = awaited(self.host.seated.of(seat), seat.sits)
        return (*new.values(), *(one for one in moves if one.to not in new))

    def named_otherwise(self, agenda: Agenda) -> tuple[str, ...]:
        """Return what a host's table calls otherwise than the own folder; else nothing.

        Args:
            agenda: The agenda at the table.
        """
        own = self.host.own is not None
        return named_otherwise(self.case.process.agenda, agenda) if own else ()

    @property
    def questions(self) -> "tuple[WhenAsked, ...]":
        """The questions that are put to somebody in a class, and wait for them."""
        in_class = self.taken is not None and self.taken.group
        return tuple(self.host.questionnaire.waits(self.person)) if in_class else ()

    def form_fields(self, sends: bool = False) -> Markup:
        """Return what every form has: its token, a key for doing it once, and where it goes.

        Args:
            sends: Whether what is typed there is for a table: of an own machine, it leaves it.
        """
        once = self.host.settings.random(16).hex()
        field = Markup('<input type="hidden" name="{}" value="{}">')
        hidden = field.format("token", self.form_token) + field.format("once", once)
        if self.taken and self.taken.group:  # whoever is moved sends nothing old for a new seat
            hidden += field.format(FOR_SEAT, self.taken.id)
        if (own := self.host.own) is None:
            return hidden
        where = own.goes() if sends else STAYS
        told = Markup('<p class="where-to {}">{}</p>')
        return hidden + told.format("goes" if sends else "stays", where)

    @property
    def form_token(self) -> str:
        """What a form must bring back: nobody without the sitting's secret can make it."""
        return form_token_of(self.token)

    def go(self, to: str, said: str = "") -> Response:
        """Send on to another page of the host, with a sentence to be shown there once.

        Args:
            to: The address, which begins with a single slash.
            said: The sentence.
        """
        answer = RedirectResponse(to, 303)
        if said:
            kept = said.encode()[:_LONGEST]
            self.host.set_cookie(answer, SAID, urlsafe_b64encode(kept).decode())
        return answer

    def back(self, field: str = "back", otherwise: str = "/") -> str:
        """Return the address on this host that a form says to go back to."""
        parts = urlsplit(self.form.get(field, ""))
        local = parts.path.startswith("/") and not parts.path.startswith(("//", "/\\"))
        if parts.scheme or parts.netloc or not local:
            return otherwise
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def seat_at(self, sitting: str) -> Response:
        """Let this browser be known by the secret of a sitting, and send on to its first page.

        Args:
            sitting: The secret.
        """
        known = self.host.doors.sitting(sitting)
        answer = self.go(self.host.seats[known.seat].first if known else "/")
        self.host.set_cookie(answer, COOKIE, sitting)
        self.host.set_cookie(answer, COMING, "")
        return answer

    def too_many(self, wait: int) -> Response:
        """Return the answer to one who asks for too much.

        Args:
            wait: How many seconds to wait.
        """
        said = f"That was too much at once: wait {wait} seconds and try again.\n"
        return PlainTextResponse(said, 429, {"retry-after": str(wait)})

    def refused(self, sentences: Iterable[str], template: str, /, **values: Any) -> Response:
        """Return the page again, with what was typed and why nothing was done.

        Args:
            sentences: One for each mistake.
            template: The template; it shows `mistakes`, and `visit.form` in its fields.
            **values: What it shows.
        """
        self.mistakes = tuple(sentences)
        return self.render(template, status=422, **values)


def form_token_of(secret: str) -> str:
    """Return what a form must bring back that is sent by whoever has a sitting's secret.

    Args:
        secret: The secret.
    """
    return blake2b(b"form", key=secret.encode()[:64], digest_size=16).hexdigest()


def _read_said(cookie: str) -> str:
    try:
        return urlsafe_b64decode(cookie.encode()).decode("utf-8", "ignore")
    except ValueError:
        return ""
