"""What whoever runs the host sees and does, and what of it the others see."""

import csv
import re
import zipfile
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient
from tests.host.people import example, hosted, sit

from accord.cli.host import command
from accord.errors import AccordError
from accord.formats.append import append
from accord.host.app import application
from accord.host.backup import back_up
from accord.host.host import Host
from accord.host.settings import HostSettings
from accord.model import When
from accord.record.kinds.note import Note


def noted(host: Host, *for_: str) -> str:
    """Add a note for some tiers, and return its id."""
    before = {one.id for one in host.held.whole.record.entries}
    note = Note(id="", date=When.parse("2033-09-21"), text="A word apart.", for_=for_)
    host.held.change("", "", lambda folder: append(folder, [note]))
    (one,) = {one.id for one in host.held.whole.record.entries} - before
    return one


def test_a_link_is_shown_once_and_opens_its_seat(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        runs = sit(host, "host")
        page = runs.post("/host/link", on="/host", status=200, seat="ridge")
        (secret,) = re.findall(r"/join/([\w-]{43})<", page)
        assert "<svg" in page
        assert secret not in runs.get("/host")
        client = TestClient(application(host), base_url="http://127.0.0.1:8443")
        assert client.post(f"/join/{secret}").url.path == "/brief"


def test_what_is_pressed_twice_gives_one_link(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        runs = sit(host, "host")
        typed = dict(re.findall(r'name="(token|once)" value="(\w+)"', runs.get("/host/slips")))
        for _ in range(2):
            runs.client.post("/host/link", data=typed | {"seat": "ridge"})
        assert len(host.doors.open_invitations("ridge")) == 1


def test_slips_are_made_for_those_who_are_asked_for(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        runs = sit(host, "host")
        numbers = {"number-ridge": "2", "number-river/capital": "1"}
        page = runs.post("/host/slips", numbers, status=200)
        assert page.count('class="slip"') == 3 and page.count("<svg") == 3
        assert len(host.doors.open_invitations("ridge")) == 2
        codes = re.findall(r"[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}", page)
        assert len({*codes}) == 3
        assert all(host.doors.invitation(code) for code in codes)
        runs.post("/host/slips", {"number-ridge": "41"}, status=422)


def test_whoever_runs_the_host_ends_links_and_sittings(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        runs, oda = sit(host, "host"), sit(host, "ridge", "Oda")
        link = host.doors.invite("ridge")
        page = runs.get("/host")
        assert "Oda" in page
        for held in (host.doors.sittings("ridge")[0], host.doors.open_invitations("ridge")[0]):
            assert held.id in page
            runs.post("/host/end", on="/host", what=held.id)
        assert oda.client.get("/brief").status_code == 401
        assert host.doors.take(link) is None


def test_who_opened_what_names_no_entry_to_who_may_not_read_it(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        runs, oda = sit(host, "host"), sit(host, "ridge", "Oda")
        secret = noted(host, "ridge")
        oda.get("/brief")
        oda.get("/brief")
        sitting = host.doors.sittings("ridge")[0]
        host.opened.add(sitting, "/record/{entry}", {"entry": secret}, host.doors.now)
        page = runs.get("/host/opened?seat=ridge")
        assert page.count("/brief</bdi></code>") == 1
        assert "/record/…" in page and secret not in page
        assert "Oda" not in runs.get("/host/opened?seat=river")
        assert secret not in runs.get(f"/host/opened?text={secret[:6]}")
        table = runs.client.get("/host/opened.csv?text=brief")
        rows = list(csv.DictReader(StringIO(table.text)))
        assert [(row["seat"], row["name"], row["address"]) for row in rows] == [
            ("ridge", "Oda", "/brief")
        ]


def test_no_link_that_somebody_looks_at_stands_in_a_log(tmp_path: Path) -> None:
    folder = example(tmp_path)
    with hosted(folder) as host:
        oda, link = sit(host, "ridge", "Oda"), host.doors.invite("river")
        assert "You sit for" in oda.get(f"/join/{link}")
        oda.get("/seat")
        host.opened.latest()
    kept = b"".join(one.read_bytes() for one in (folder / "host").iterdir())
    assert link.encode() not in kept and b"/seat" in kept


def test_the_owner_of_a_tier_sees_who_opened_what_is_for_it(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        oda, capital, river = (sit(host, one) for one in ("ridge", "ridge/capital", "river"))
        secret = noted(host, "ridge")
        for seat in ("ridge/capital", "ridge"):
            sitting = host.doors.sittings(seat)[0]
            host.opened.add(sitting, "/record/{entry}", {"entry": secret}, host.doors.now)
        assert oda.get("/opened").count("A word apart.") == 2
        assert "A word apart." not in river.get("/opened")
        assert "A word apart." not in capital.get("/opened")  # it is the delegation's


def test_who_did_what_is_told_as_far_as_the_host_reads(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        runs = sit(host, "host")
        note = Note(id="", date=When.parse("2033-09-21"), text="Apart.", for_=("ridge",))
        host.held.change("Oda (ridge)", "", lambda folder: append(folder, [note]))
        page = runs.get("/host/done")
        assert "Oda (ridge)" in page and "note-ridge" not in page
        runs.post("/host/link", on="/host", status=200, seat="ridge")
        host.doors.take(host.doors.invite("river"), "Rika")
        page = runs.get("/host/done")
        assert "gave a link" in page and "Rika" in page and "came in with a link" in page


def test_the_pages_of_the_host_are_not_there_for_others(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        mediator = sit(host, "mediator")
        nothing = mediator.client.get("/nothing").text
        for path in ("/host", "/host/slips", "/host/opened", "/host/opened.csv", "/host/done"):
            answer = mediator.client.get(path)
            assert (answer.status_code, answer.text) == (404, nothing)


def test_a_copy_made_while_people_write_opens_as_it_was(tmp_path: Path) -> None:
    folder = example(tmp_path / "here")
    with hosted(folder) as host:
        secret = host.doors.take(host.doors.invite("ridge"), "Oda")
        assert secret
        one = noted(host, "ridge")
        to = tmp_path / "copy.zip"
        assert back_up(host.settings, to)
        noted(host, "ridge")
        assert back_up(host.settings, to)  # it is replaced
    assert to.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(to) as copy:
        copy.extractall(tmp_path / "there")
        assert not [name for name in copy.namelist() if name.endswith(("-wal", "-shm"))]
    with hosted(tmp_path / "there" / folder.name) as again:
        assert again.doors.sitting(secret)
        assert one in {entry.id for entry in again.held.whole.record.entries}


def test_a_copy_is_not_written_into_what_it_copies_nor_over_anything_else(
    tmp_path: Path,
) -> None:
    folder = example(tmp_path)
    other = tmp_path / "letter.txt"
    other.write_text("Dear Oda")
    for to in (folder / "copy.zip", other, tmp_path / "no" / "such" / "place.zip"):
        with pytest.raises(AccordError):
            back_up(HostSettings(folder=folder), to)
    assert other.read_text() == "Dear Oda"


def test_the_command_makes_a_copy_and_starts_nothing(tmp_path: Path) -> None:
    to = tmp_path / "copy.zip"
    said = CliRunner().invoke(command, [str(example(tmp_path)), "--backup", str(to)])
    assert said.exit_code == 0 and str(to) in said.output
    assert zipfile.is_zipfile(to)
