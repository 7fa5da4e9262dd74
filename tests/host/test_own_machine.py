"""What is its own stays on a delegation's machine, and a move beyond it is asked about."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve, frozen
from frozendict import frozendict
from tests.host.people import EXAMPLES, Guest, example, hosted, sit

from accord.errors import AccordError
from accord.formats import load
from accord.formats.edit_mandate import set_mandate
from accord.formats.share import share
from accord.host.folder_copy import unpack
from accord.host.held_table import HeldTable
from accord.host.host import Host
from accord.host.own_opening import open_own
from accord.host.rates import Rates
from accord.host.seated import SeenTable
from accord.host.settings import HostSettings
from accord.model import Reader
from accord.talks import Instruct

NOW = datetime(2033, 9, 30, 12, tzinfo=UTC)
AT = "/tables/plenary"
ADDRESS = "https://192.0.2.7:8443"


def zipped(host: Host, seat: str) -> bytes:
    """Return the copy of its folder that a host gives a seat."""
    return sit(host, seat).client.get("/export/folder.zip").content


@contextmanager
def own_machine(folder: Path, host: Host, seat: str = "ridge") -> Iterator[Host]:
    """Open a folder before the tables of a host, with nothing between the two."""
    settings = HostSettings(folder=folder, plain_http=True, rates=Rates.none())
    own = open_own(settings, seat, ADDRESS)
    own.seated = host.tables
    try:
        yield own
    finally:
        own.close()


@frozen
class Afternoon:
    """A host with a table, the machine of one side, and those who sit in browsers."""

    host: Host
    own: Host
    apart: Guest
    mediator: Guest
    others: dict[str, Guest]
    first: str
    allowed: str
    beyond: str

    @property
    def deal(self) -> dict[str, str]:
        """A package within the mandate, as a form has it."""
        issues = self.host.held.whole.process.agenda.issues
        return {f"deal.{one}": next(iter(issues[one].choices)) for one in issues}

    @property
    def too_far(self) -> dict[str, str]:
        """A package beyond it."""
        return self.deal | {f"deal.{self.first}": self.beyond}

    def heard(self) -> list[str]:
        """Return the kinds of what was said and done at the table."""
        (table,) = self.host.tables
        return [one.what.kind for one in table.table.events]


@pytest.fixture
def afternoon(tmp_path: Path) -> Iterator[Afternoon]:
    theirs, ours = example(tmp_path), tmp_path / "ours"
    share(theirs, Reader(("ridge",)), ours)
    issues = load(theirs).process.agenda.issues
    first = next(iter(issues))
    allowed, beyond, *_ = issues[first].choices
    may = {first: (allowed,)}
    set_mandate(ours, "ridge", "ridge", may, readers=("ridge",))
    with hosted(theirs) as host, own_machine(ours, host) as own:
        mediator = sit(host, "mediator", "Oda")
        seats = ["mediator", "ridge/capital"]
        mediator.post("/tables", id="plenary", rules="stacked", seats=seats)
        yield Afternoon(
            host=host,
            own=own,
            apart=sit(own, "ridge", "Ines"),
            mediator=mediator,
            others={one: sit(host, one) for one in ("river", "orchard")},
            first=first,
            allowed=allowed,
            beyond=beyond,
        )


def test_the_room_judges_by_the_own_mandate_that_the_host_does_not_know(
    afternoon: Afternoon,
) -> None:
    room = afternoon.apart.client.get(f"{AT}/room", params=afternoon.too_far).text
    assert "needs the capital" in room and "without asking" in room
    in_a_browser = sit(afternoon.host, "ridge").client.get(
        f"{AT}/room", params=afternoon.too_far
    )
    assert "needs the capital" not in in_a_browser.text


def test_a_package_beyond_the_own_mandate_is_asked_about_before_it_leaves(
    afternoon: Afternoon,
) -> None:
    one, propose = afternoon, f"{AT}/room/propose"
    before = one.heard()
    asked = one.apart.post(propose, one.too_far, on=f"{AT}/room", status=409)
    assert "Nothing was sent." in asked and "without asking" in asked
    assert "Send it subject to our capital" in asked and "Ask the capital first" in asked
    assert one.heard() == before
    one.apart.post(propose, one.too_far, on=f"{AT}/room", ad_referendum="yes")
    assert one.heard() == [*before, "propose"]


def test_it_is_sent_all_the_same_where_the_delegation_says_so(afternoon: Afternoon) -> None:
    one = afternoon
    before = one.heard()
    asked = one.apart.post(f"{AT}/move", one.too_far, on=AT, status=409, kind="propose")
    kept = dict(
        re.findall(r'type="hidden" name="(deal\.[^"]*|kind|anyway)" value="([^"]*)"', asked)
    )
    assert kept == one.too_far | {"kind": "propose", "anyway": "yes"}
    one.apart.post(f"{AT}/move", kept, on=AT)
    assert one.heard() == [*before, "propose"]


def test_to_accept_beyond_the_own_mandate_is_asked_about_too(afternoon: Afternoon) -> None:
    one = afternoon
    one.apart.post(f"{AT}/move", one.deal, on=AT, kind="propose")
    one.others["river"].post(f"{AT}/move", one.too_far, on=AT, kind="propose")
    before = one.heard()
    asked = one.apart.post(f"{AT}/move", on=AT, status=409, kind="accept")
    assert "Nothing was sent." in asked
    assert one.heard() == before


def test_what_is_within_the_mandate_is_sent_at_once(afternoon: Afternoon) -> None:
    one = afternoon
    before = one.heard()
    one.apart.post(f"{AT}/move", one.deal, on=AT, kind="propose")
    assert one.heard() == [*before, "propose"]


def test_drafts_and_reports_stay_unless_they_are_sent_through_the_host(
    afternoon: Afternoon,
) -> None:
    one, tell = afternoon, f"{AT}/room/tell"
    before = one.heard()
    one.apart.post(
        tell, one.too_far, on=f"{AT}/room", text="Perhaps this far.", through_host=""
    )
    assert one.heard() == before
    room = one.apart.get(f"{AT}/room")
    assert "Perhaps this far." in room and "Ines (ridge)" in room
    one.apart.post(tell, on=f"{AT}/room", text="Call us.", through_host="yes")
    assert one.heard() == [*before, "state"]
    assert "Call us." in sit(one.host, "ridge/capital").get(f"{AT}/capital")


def test_what_is_filled_in_to_be_sent_holds_nothing_of_the_mandate(
    afternoon: Afternoon,
) -> None:
    one = afternoon
    one.apart.post(f"{AT}/move", one.deal, on=AT, kind="propose")
    one.others["river"].post(f"{AT}/move", one.too_far, on=AT, kind="propose")
    room = one.apart.get(f"{AT}/room")
    kept, sent = (
        re.findall(rf'<textarea id="{field}".*?</textarea>', room, re.S)[0]
        for field in ("f-report", "f-sent")
    )
    assert "goes beyond what we may agree to" in kept
    assert "beyond" not in sent and "What we need" not in sent and "proposes" in sent


def test_every_form_says_whether_it_stays_or_goes_to_the_host(afternoon: Afternoon) -> None:
    one = afternoon
    forms = 0
    for page in (AT, f"{AT}/room", "/record/add", "/mandate/ridge", "/matrix", "/marks"):
        shown = one.apart.client.get(
            page, params=one.deal if page.endswith("room") else {}
        ).text
        for action, inner in re.findall(
            r'<form[^>]*method="post"([^>]*)>(.*?)</form>', shown, re.S
        ):
            if 'action="/leave"' in action:
                continue
            forms += 1
            goes = "/move" in action or "propose" in action or "through_host" in inner
            assert ("Stays on this machine." in inner) is not goes, (page, action)
            assert (f"Goes to the host at {ADDRESS}" in inner) is goes, (page, action)
    assert forms > 6


def test_nobody_runs_a_host_there_and_nobody_else_has_a_seat(afternoon: Afternoon) -> None:
    own = afternoon.own
    assert [*own.seats] == ["ridge"]
    for page in ("/host", "/host/opened", "/class", "/papers", "/account"):
        assert afternoon.apart.client.get(page).status_code == 404, page
    assert "Not encrypted" not in afternoon.apart.get("/brief")


def test_every_link_of_its_pages_leads_somewhere_and_every_form_says_where_it_goes(
    afternoon: Afternoon,
) -> None:
    one = afternoon
    one.apart.post(f"{AT}/move", one.deal, on=AT, kind="propose")
    client, left, seen = one.apart.client, ["/"], Counter[str]()
    opened: set[str] = set()
    while left:
        link = left.pop()
        kind = re.sub(r"[^/]*[\d-][^/]*$|\?.*", "*", link)
        if link in opened or seen[kind] > 2 or link.startswith(("/export/", "/static/")):
            continue
        opened.add(link)
        seen[kind] += 1
        answer = client.get(link)
        assert answer.status_code == 200, (link, answer.status_code)
        if "text/html" in answer.headers["content-type"]:
            found = re.findall(r'(?:href|data-live|src)="(/[^"#]*)', answer.text)
            left += [unescape(each) for each in found]
            for form in re.findall(r'<form[^>]*method="post".*?</form>', answer.text, re.S):
                # To leave, or to put somebody out of this machine's pages, sends nothing typed.
                aside = re.search(r'action="/(leave|seat/end|join)"', form)
                if "<button" in form and not aside:
                    assert form.count('class="where-to') == 1, (link, form[:300])
    assert len(opened) > 30


def test_a_capital_answers_from_its_own_machine_and_sends_nothing_of_its_mandate(
    afternoon: Afternoon, tmp_path: Path
) -> None:
    one, folder = afternoon, tmp_path / "capital"
    share(tmp_path / "ours", Reader(("ridge",)), folder)
    may = {one.first: (one.allowed,)}
    set_mandate(folder, "ridge", "ridge", may, readers=("ridge/capital",))
    one.apart.post(f"{AT}/move", one.too_far, on=AT, kind="propose", anyway="yes")
    one.others["river"].post(f"{AT}/move", one.too_far, on=AT, kind="propose")
    one.apart.post(f"{AT}/move", on=AT, kind="refer", text="May we?")
    with own_machine(folder, one.host, "ridge/capital") as own:
        capital = sit(own, "ridge/capital", "Ada")
        page = capital.get(f"{AT}/capital")
        assert "May your delegation agree to what River Guard proposes?" in page
        assert "needs the capital" in page and "without asking" in page
        assert f"Goes to the host at {ADDRESS}" in page
        capital.post(f"{AT}/capital", answer="yes", text="For once.")
    (table,) = one.host.tables
    (said,) = [each.what for each in table.table.events if each.seat == "ridge/capital"]
    assert isinstance(said, Instruct) and not said.mandate and said.text == "For once."


def test_the_record_is_brought_up_to_date_and_it_is_said_what_differs(
    afternoon: Afternoon,
) -> None:
    one = afternoon
    own = one.own.own
    assert own is not None
    one.apart.post(f"{AT}/move", one.deal, on=AT, kind="propose", text="To begin with.")
    for table in one.host.tables:
        one.host.minute(table)
    own.bring(one.own.held, zipped(one.host, "ridge"), NOW)
    taken = own.brought
    assert taken is not None and "table-plenary" in taken.added and not own.trouble
    page = one.apart.get("/far-host")
    assert "/record/table-plenary" in page and ADDRESS in page
    entries = one.own.held.whole.record.by_id
    assert any(entries[new].text == "To begin with." for new in taken.added if new in entries)
    own.bring(one.own.held, zipped(one.host, "ridge"), NOW)
    assert own.brought is taken


def test_a_copy_of_another_process_is_not_taken_in(afternoon: Afternoon) -> None:
    own, before = afternoon.own.own, afternoon.own.held.whole
    assert own is not None
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name in ("process.yaml", "record.yaml"):
            made.write(EXAMPLES / "sarn-river" / name, name)
    own.bring(afternoon.own.held, stream.getvalue(), NOW)
    assert "another process" in own.trouble and afternoon.own.held.whole == before
    assert "another process" in afternoon.apart.get("/far-host")


def test_only_a_delegation_or_its_capital_sits_with_a_machine_of_its_own(
    tmp_path: Path,
) -> None:
    settings = HostSettings(folder=example(tmp_path), plain_http=True)
    for seat in ("mediator", "host", "2/ridge", "nobody"):
        with pytest.raises(AccordError, match="taken in a browser"):
            open_own(settings, seat, ADDRESS)


@pytest.mark.parametrize(
    "name",
    ["../evil.yaml", "/etc/evil.yaml", "a\\b.yaml", "c:evil.yaml", "host/ca.key", "a//b.yaml"],
)
def test_a_copy_with_names_that_lead_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("process.yaml", "title: x")
        made.writestr(name, "evil")
    with pytest.raises(AccordError, match="no copy of a process folder"):
        unpack(stream.getvalue(), tmp_path / "in" / "copy")
    assert not [one for one in tmp_path.rglob("*evil*")]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no archive", b"<html>"])
def test_what_is_no_archive_is_refused_with_a_sentence(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(AccordError, match="What the host sends"):
        unpack(data, tmp_path / "copy")


def test_what_cannot_be_unpacked_or_written_is_refused_with_a_sentence(tmp_path: Path) -> None:
    names = [("a.yaml", "a.yaml/b.yaml"), ("a.yaml", f"{'x' * 300}.yaml"), ("a.yaml",)]
    ways = (zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
    for number, (way, some) in enumerate(zip(ways, names, strict=True)):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", way) as made:
            for name in ("process.yaml", *some):
                made.writestr(name, "title: x" * 100)
        unpack_bad = bytearray(stream.getvalue())
        if way != zipfile.ZIP_STORED:
            for at in range(45, 60):  # what is packed, after the head of the first file
                unpack_bad[at] ^= 0x5A
        with pytest.raises(AccordError):
            unpack(bytes(unpack_bad), tmp_path / f"{number}" / "copy")


def test_it_answers_to_no_name_that_others_can_give_it(afternoon: Afternoon) -> None:
    ask = afternoon.apart.client.get
    for name in ("localhost:8444", "127.0.0.1", "LOCALHOST", "[::1]:8444"):
        assert ask("/seat", headers={"host": name}).status_code == 200, name
    for name in ("other.example:8444", "localhost.other.example", "", "127.0.0.1.", "::1"):
        for path in ("/", "/seat", "/stream", "/static/style.css", "/health"):
            answer = ask(path, headers={"host": name})
            assert (answer.status_code, answer.text) == (421, "not here\n"), (name, path)


def _seen_otherwise(monkeypatch: pytest.MonkeyPatch, **how: Any) -> None:
    """Let the host show this machine another table than there is."""
    true = HeldTable.seen

    def seen(table: HeldTable, seat: str) -> SeenTable:
        found = true(table, seat)
        return evolve(found, view=evolve(found.view, **how)) if seat == "ridge" else found

    monkeypatch.setattr(HeldTable, "seen", seen)


def test_it_is_said_and_asked_where_the_host_gives_an_option_another_name(
    afternoon: Afternoon, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = afternoon
    agenda = one.host.held.whole.process.agenda
    issue = agenda.issues[one.first]
    options = {o: evolve(each, name=f"Not {each.name}") for o, each in issue.options.items()}
    false = evolve(issue, options=frozendict(options))
    renamed = evolve(agenda, issues=frozendict({**agenda.issues, one.first: false}))
    room, told = f"{AT}/room", "is called"
    assert told not in one.apart.get(AT) + one.apart.get(room)
    _seen_otherwise(monkeypatch, agenda=renamed)
    said = f"“{issue.choices[one.allowed].name}” in your folder is called “Not "
    assert said in unescape(one.apart.get(AT)) and said in unescape(one.apart.get(room))
    page = one.apart.post(f"{AT}/move", one.deal, on=AT, kind="propose", status=409)
    assert "Nothing was sent" in page and said in unescape(page)
    assert one.heard() == ["opened"]
    assert told not in one.others["river"].get(AT)


def test_the_host_moves_none_of_its_numbers(
    afternoon: Afternoon, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = "&".join(f"{name}={option}" for name, option in afternoon.deal.items())
    rooms = [afternoon.apart.get(f"{AT}/room?{query}")]
    _seen_otherwise(monkeypatch, walk_away=90.0)
    rooms.append(afternoon.apart.get(f"{AT}/room?{query}"))
    before, after = (re.sub(r'value="[0-9a-f]{32}"', "", one) for one in rooms)
    assert before == after and "The package that you build" in before
