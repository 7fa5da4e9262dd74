"""A sheet is looked at, asked about, and written only when somebody says so."""

import io
import os
import re
import zipfile
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path

import pytest
from frozendict import frozendict
from tests.host.people import Guest, example, hosted, sit

from accord.errors import FormatError
from accord.formats import load
from accord.formats.import_rows import plan
from accord.formats.sheet_columns import ColumnMapping
from accord.host.host import Host
from accord.host.kept_sheets import MOST_KEPT, keep_sheet, kept_sheet

ROWS = """When,What kind,Who,What,Source
3 May 2031,statement,{party},The road stays open,Tamarisk Gazette
4 May 2031,statement,{party},Nobody was hurt,Tamarisk Gazette
5 May 2031,perhaps,{party},We may come,Tamarisk Gazette
"""


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    with hosted(example(tmp_path)) as host:
        yield host


def plain(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def rows(host: Host, number: int = 0) -> str:
    party = [*host.held.whole.process.parties.values()][number]
    return ROWS.format(party=party.name)


def send(guest: Guest, text: str | bytes, name: str = "log.csv") -> str:
    """Send a sheet; return the address at which it is looked at."""
    hidden = dict(re.findall(r'name="(\w+)" value="([^"]*)"', guest.get("/import")))
    data = text.encode() if isinstance(text, str) else text
    answer = guest.client.post(
        "/import", data=hidden, files={"sheet": (name, data)}, follow_redirects=False
    )
    assert answer.status_code == 303, plain(answer.text)
    return str(answer.headers["location"])


def files(host: Host) -> dict[str, bytes]:
    folder = host.settings.folder
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and "host" not in file.relative_to(folder).parts
    }


def test_a_sheet_is_looked_at_asked_about_and_then_taken_in(host: Host) -> None:
    guest, before = sit(host, "mediator"), files(host)
    at = send(guest, rows(host))
    words = plain(guest.get(at))
    assert "Would be added: 0 entries" in words
    assert "tick 'Make new ones' below" in words
    assert "What is 'perhaps'?" in words
    assert not re.search(r"--[a-z]|/host/|yaml", words)
    answers = {"new": "sources", "value|kind|perhaps": "statement"}
    page = guest.post(at, answers, status=200)
    assert "Would be added: 3 entries" in plain(page)
    assert "The road stays open" in plain(page)
    assert files(host) == before
    assert guest.post(at, {**answers, "take": "1"}) == at
    done = plain(guest.get(at))
    assert "What was added" in done
    assert "Nobody was hurt" in done
    assert len(load(host.settings.folder).record.entries) == len(before_entries(before)) + 3


def test_what_was_not_taken_in_is_said_at_the_end_too(host: Host) -> None:
    guest, process = sit(host, "mediator"), host.held.whole.process
    side = next(iter(process.parties.values())).name
    issue = next(iter(process.agenda.issues.values())).name
    text = (
        "Date,Who,Issue,Position,Source\n"
        f'3 May 2031,{side},"{issue}",Wait for the rain,Radio Nine\n'
        f'about 4 May 2031,{side},"{issue}",Wait no more,Radio Nine\n'
    )
    at = send(guest, text)
    page = guest.post(at, {"new": "sources", "column.Position": "text"}, status=200)
    words = plain(page)
    assert "cannot be taken: 1 row" in words
    assert "3 May 2031" in words
    assert "As the record says: everybody" in words
    taken = {"new": "sources", "column.Position": "text", "take": "1"}
    done = plain(guest.get(guest.post(at, taken)))
    assert "What was not taken in" in done
    assert "'about 4 May 2031' says roughly when" in done


def before_entries(before: dict[str, bytes]) -> list[bytes]:
    return re.findall(rb"^\s*- kind:", before["record.yaml"], re.MULTILINE)


def test_it_is_taken_in_as_the_command_would(host: Host, tmp_path: Path) -> None:
    twin = example(tmp_path / "twin")
    text = "\n".join(rows(host).split("\n")[:3]) + "\n"
    file = tmp_path / "log.csv"
    file.write_text(text)
    change = plan(twin, file, mapping=ColumnMapping(new=("sources",))).change
    assert change is not None
    change.write()
    guest = sit(host, "mediator")
    guest.post(send(guest, text), {"new": "sources", "take": "1"})
    assert (host.settings.folder / "record.yaml").read_bytes() == (
        twin / "record.yaml"
    ).read_bytes()


def test_no_other_seat_sees_a_sheet(host: Host) -> None:
    at = send(sit(host, "mediator"), rows(host))
    party = next(iter(host.held.whole.process.parties))
    for seat in (party, f"{party}/capital"):
        assert sit(host, seat).client.get(at).status_code == 404
    assert sit(host, "mediator", "Ida").client.get(at).status_code == 200


def test_a_delegation_takes_a_sheet_in_for_itself_alone(host: Host) -> None:
    party = next(iter(host.held.whole.process.parties))
    guest, before = sit(host, party), files(host)
    at = send(guest, "\n".join(rows(host).split("\n")[:3]))
    page = guest.get(at)
    assert re.findall(r'name="for" value="([^"]*)"', page) == [party]
    assert "people" not in re.findall(r'name="new" value="(\w+)"', page)
    guest.post(at, {"new": "sources", "take": "1"})
    after = files(host)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {f"private/{party}/record.yaml"}
    told = load(host.settings.folder).record.entries[-2:]
    assert {entry.for_ for entry in told} == {(party,)}


def test_a_delegation_cannot_write_for_others_by_a_column(host: Host) -> None:
    party = next(iter(host.held.whole.process.parties))
    guest, before = sit(host, party), files(host)
    head, first, *_ = rows(host).split("\n")
    at = send(guest, f"{head},for\n{first},table\n")
    page = guest.post(at, {"new": "sources"}, status=200)
    assert "for others than you may write for" in plain(page)
    page = guest.post(at, {"new": "sources", "take": "1"}, status=422)
    assert "for others than you may write for" in plain(page)
    assert files(host) == before


def test_marks_are_taken_from_a_sheet_too(host: Host) -> None:
    process = host.held.whole.process
    party = next(iter(process.parties.values()))
    issue = next(one for one in process.agenda.issues.values() if one.options)
    option = next(iter(issue.options.values()))
    text = f"Issue,Option,{party.name}\n{issue.name},{option.name},cannot\n"
    guest = sit(host, "mediator")
    at = send(guest, text, "marks.csv")
    assert "Say below whose marks these are." in plain(
        guest.post(at, {"what": "marks"}, status=200)
    )
    holder = next(iter(process.actors), party.id)
    answers = {"what": "marks", "held_by": holder, "date": "3 May 2031"}
    page = plain(guest.post(at, answers, status=200))
    assert "cannot" in page
    assert "1 mark" in page
    guest.post(at, {**answers, "take": "1"})
    held = load(host.settings.folder).interests
    assert any(
        one.held_by == holder
        and issue.id in one.marks
        and str(one.marks[issue.id][option.id].mark) == "cannot"
        for one in held
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("log.exe", "x"),
        ("log", "x"),
        (".csv", "x"),
        ("log.xlsx", "no spreadsheet"),
        ("log.csv", ""),
        ("../../process.csv", "Who\n"),
        ("log.csv", "\x00\x01"),
    ],
)
def test_what_is_no_sheet_is_said(host: Host, name: str, text: str) -> None:
    guest, before = sit(host, "mediator"), files(host)
    hidden = dict(re.findall(r'name="(\w+)" value="([^"]*)"', guest.get("/import")))
    answer = guest.client.post("/import", data=hidden, files={"sheet": (name, text.encode())})
    assert answer.status_code in (200, 422)
    assert "Take it in</button>" not in answer.text
    assert str(host.settings.folder) not in answer.text
    assert files(host) == before
    answer = guest.client.post("/import", data=hidden)
    assert answer.status_code == 422
    assert "Choose a file first" in answer.text


def test_of_the_sheets_of_a_seat_the_oldest_go_and_none_of_another_seat(host: Host) -> None:
    kept = host.settings.kept
    theirs = keep_sheet(kept, "f" * 32, "ridge", "log.csv", b"x")
    mine = []
    for number in range(24):
        mine.append(keep_sheet(kept, f"{number:032x}", "mediator", "log.csv", b"x"))
        os.utime(mine[-1].folder, (number, number))
    left = {one.key for one in mine if kept_sheet(kept, one.key, "mediator")}
    assert left == {one.key for one in mine[-MOST_KEPT:]}
    assert kept_sheet(kept, theirs.key, "ridge") is not None
    assert kept_sheet(kept, theirs.key, "mediator") is None
    assert kept_sheet(kept, "../ridge", "ridge") is None


def workbook(sheet: bytes, more: Mapping[str, bytes] = frozendict()) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in {"xl/worksheets/sheet1.xml": sheet, **more}.items():
            made.writestr(name, part)
    return stream.getvalue()


_NAMED = b'<x:worksheet xmlns:x="urn:sheets">%s</x:worksheet>'


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a,b\n" * 151_000, "150,000 rows"),
        (workbook(b"<worksheet>" + b"<row/>" * 151_000 + b"</worksheet>"), "150,000 rows"),
        (workbook(_NAMED % (b"<x:row/>" * 151_000)), "150,000 rows"),
        (workbook((b"<a>" + b"<row/>" * 151_000 + b"</a>").decode().encode("utf-16")), "rows"),
        (workbook(b"<a/>", {"xl/two.xml": bytes(129 * 1024**2)}), "unpacks to more than 128"),
    ],
)
def test_a_small_file_that_holds_very_much_is_refused(
    data: bytes, said: str, tmp_path: Path
) -> None:
    with pytest.raises(FormatError, match=said):
        keep_sheet(tmp_path, "a" * 32, "ridge", "log.csv", data)
    assert not list(tmp_path.rglob("*.csv"))


@pytest.mark.parametrize("data", [b"PK\3\4broken", workbook(b"<row><no/>"), b"", b"\xff\xfe\n"])
def test_what_is_broken_is_left_to_who_reads_it(data: bytes, tmp_path: Path) -> None:
    assert keep_sheet(tmp_path, "a" * 32, "ridge", "log.xlsx", data).file is not None
