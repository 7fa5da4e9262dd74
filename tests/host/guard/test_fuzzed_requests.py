"""Whatever is sent, to whichever page, by whomever: an answer in a sentence, and no more.

The addresses, the names of fields and what a select offers come from the pages themselves, so
that what is drawn gets past the first check.
"""

import os
import string
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient
from tests.host.guard.secrets_of import folder
from tests.host.guard.test_matrix import at, open_parts
from tests.host.guard.walking import BASE, Browser, Form, Walk, hosted, parts

from accord.host.app import application
from accord.host.classroom import ClassPlan
from accord.host.host import Host
from accord.host.questionnaire import WhenAsked, usual_questions
from accord.host.visit import COOKIE, Visit

LARGEST = 700_000
"""Bytes of an answer of these small folders; what was typed comes back on top, escaped."""
EXAMPLES = int(os.environ.get("EXAMPLES") or 150)


class Fuzzed:
    """A host, somebody in each seat, and all forms that its pages have."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self.seats = ("", *host.seats)
        self.forms: dict[str, list[Form]] = {seat: [] for seat in self.seats}
        self.secrets: dict[str, str] = {}
        self.client = TestClient(
            application(host),
            base_url=BASE,
            follow_redirects=False,
            raise_server_exceptions=False,
        )
        for seat in self.seats:
            walk = Walk(Browser.at(host, seat), host, each=1)
            self.forms[seat] = [form for _, form in walk.open(["/"])]

    def secret(self, seat: str) -> str:
        """Return the secret of whoever sits there; whoever has left comes in anew."""
        if seat and not self.host.doors.sitting(self.secrets.get(seat, "")):
            browser = Browser.at(self.host, seat)
            self.secrets[seat] = browser.client.cookies.get(COOKIE) or ""
        return self.secrets.get(seat, "")

    def token(self, seat: str) -> str:
        """Return what a form of that seat has to bring."""
        page, secret = self.host.pages[0], self.secret(seat)
        visit = Visit(host=self.host, page=page, sitting=None, path={}, query={}, token=secret)
        return visit.form_token

    def ask(self, seat: str, **asked: Any) -> Any:
        """Ask as somebody in a seat."""
        self.client.cookies.clear()
        if secret := self.secret(seat):
            self.client.cookies.set(COOKIE, secret)
        return self.client.request(**asked)


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fuzzed]:
    """Open a host to be sent anything."""
    home = tmp_path_factory.mktemp("fuzz") / "talks"
    plan = ClassPlan(tables=2, beside=("mediator", "upland/capital"))
    with hosted(folder(home, "upland", 1), class_plan=plan) as host:
        for when in WhenAsked:
            host.questionnaire.open(when, True, usual_questions(when, points=True), "Ann")
        yield Fuzzed(host)


ODD = st.sampled_from(
    [
        "",
        " ",
        "0",
        "-1",
        "1e999",
        "NaN",
        "9" * 400,
        "2024-02-30",
        "30..45",
        "..",
        "../../etc/passwd",
        "%00",
        "\x00",
        "\u202e",
        "\ud7ff",
        "<script>alert(1)</script>",
        "{{ 7*7 }}",
        "'; DROP TABLE events; --",
        "a\r\nb: c",
        "ä" * 3000,
        "[",
        "*",
        "&id001",
        "!!python/object:os.system",
    ]
)
TEXT = st.one_of(ODD, st.text(max_size=40), st.text(string.printable, max_size=40))


@st.composite
def requests(draw: st.DrawFn, fuzzed: Fuzzed) -> tuple[str, dict[str, Any]]:
    """Draw who asks, and what."""
    seat = draw(st.sampled_from(fuzzed.seats))
    page = draw(st.sampled_from(fuzzed.host.pages))
    held = fuzzed.host.held.whole
    known = st.sampled_from(
        [
            *held.process.parties,
            *held.process.agenda.issues,
            *(e.id for e in held.record.entries),
        ]
    )
    value = st.one_of(known, TEXT)
    address = at(page, {one: quote(draw(value), safe="") for one in open_parts(page)})
    forms = [form for form in fuzzed.forms[seat] if form.method == page.method]
    fields: dict[str, list[str]] = {}
    if forms:
        form = draw(st.sampled_from(forms))
        offered: dict[str, list[str]] = {}
        for name, _, text in form.fields:
            offered.setdefault(name, []).append(text)
        for name, texts in offered.items():
            if draw(st.booleans()):
                fields[name] = draw(st.lists(st.sampled_from(texts) | value, max_size=2))
        if draw(st.booleans()):
            address = form.action or address
    fields |= draw(st.dictionaries(TEXT, st.lists(value, max_size=2), max_size=2))
    if draw(st.integers(0, 4)):
        fields["token"] = [fuzzed.token(seat)]
    asked: dict[str, Any] = {"method": page.method, "url": address}
    if page.method == "GET":  # a client makes no address of more than 64 kB
        asked["params"] = {name: [one[:900] for one in some] for name, some in fields.items()}
        others = ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE"]
        asked["method"] = draw(st.sampled_from(["GET"] * 12 + others))
    elif draw(st.integers(0, 3)):
        asked["data"] = fields
        if draw(st.booleans()):
            name = draw(st.sampled_from(["sheet", "file", *fields])) or "file"
            asked["files"] = {name: (draw(TEXT) or "a", draw(st.binary(max_size=200)))}
    else:
        asked["content"] = draw(st.binary(max_size=200))
        asked["headers"] = {
            "content-type": draw(
                st.sampled_from(
                    [
                        "application/json",
                        "multipart/form-data",
                        "multipart/form-data; boundary=x",
                        "application/x-www-form-urlencoded; charset=utf-7",
                        "text/plain",
                    ]
                )
            )
        }
    if draw(st.integers(0, 9)) == 0:
        asked.setdefault("headers", {})["origin"] = draw(
            st.sampled_from(["https://elsewhere.example", "null", BASE])
        )
    return seat, asked


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_whatever_is_sent_is_answered_in_a_bounded_page_and_no_traceback(
    fuzzed: Fuzzed, data: st.DataObject
) -> None:
    seat, asked = data.draw(requests(fuzzed))
    answer = fuzzed.ask(seat, **asked)
    assert answer.status_code < 500, (seat, asked, answer.text[-2000:])
    assert "Traceback" not in answer.text
    typed = len(answer.request.read()) + len(str(answer.request.url))
    assert len(answer.content) < LARGEST + 8 * typed, (seat, asked)


@pytest.mark.parametrize("seat", ["", "delta", "mediator", "host"])
def test_what_is_too_large_is_refused_before_it_is_read(fuzzed: Fuzzed, seat: str) -> None:
    for page in fuzzed.host.pages:
        if page.method == "POST" and page.rule.admits(fuzzed.host.seats.get(seat)):
            body = b"x" * (page.most + 1)
            headers = {"content-type": "application/x-www-form-urlencoded"}
            answer = fuzzed.ask(
                seat, method="POST", url=at(page, {}), content=body, headers=headers
            )
            assert answer.status_code == 413, page.path


def test_pages_have_forms_to_be_fuzzed(fuzzed: Fuzzed) -> None:
    assert parts(b"<form method=post><input name=a></form>")[1]
    assert any(fuzzed.forms.values())
