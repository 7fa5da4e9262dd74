"""What is taken along is what the commands write for the same reader, and nothing else."""

import io
import re
import zipfile
from html import unescape
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from tests.host.people import example, hosted, sit

from accord.brief import pdf
from accord.cli import cli
from accord.errors import AccordError
from accord.formats import load


def files(page: str) -> list[str]:
    """Return the addresses of the files to which a page leads."""
    return [unescape(one) for one in re.findall(r'href="(/export/[^"]+)"', page)]


def command(*words: str) -> str:
    done = CliRunner().invoke(cli, words)
    assert done.exit_code == 0, done.output
    return done.output


def hidden(folder: Path) -> Path:
    """Put something into a folder that is for Ridge, and for the mediator's team, alone."""
    for tier in ("ridge", "mediator"):
        (folder / "private" / tier).mkdir(parents=True)
        note = f"- {{kind: note, id: {tier}-1, date: 2033-09-11, text: Canary of {tier}}}"
        (folder / "private" / tier / "record.yaml").write_text(f"entries:\n{note}\n", "utf-8")
    return folder


def unpacked(data: bytes) -> bytes:
    """Return all that a file holds, packed or not."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        return b"".join(name.encode() + held.read(name) for name in held.namelist())


def test_every_file_is_made_of_what_the_seat_may_read(tmp_path: Path) -> None:
    with hosted(hidden(example(tmp_path))) as host:
        for seat, canary in (("river", b""), ("ridge", b"ridge"), ("mediator", b"mediator")):
            guest = sit(host, seat)
            found = {at: guest.client.get(at) for at in files(guest.get("/export"))}
            assert {one.status_code for one in found.values()} == {200}
            told = {at: unpacked(one.content) for at, one in found.items()}
            for other in (b"ridge", b"mediator"):
                shown = [at for at, one in told.items() if b"Canary of " + other in one]
                assert bool(shown) is (other == canary), (seat, other, shown)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("record.csv", ("record", "list", "--csv")),
        ("contested.csv", ("record", "contested", "--csv")),
        ("timeline.csv", ("record", "timeline", "--csv")),
        ("corrections.csv", ("record", "corrections", "--csv")),
        ("record.json", ("record", "list", "--json")),
        ("brief.json", ("brief", "--json")),
    ],
)
def test_a_file_is_what_the_command_prints(
    tmp_path: Path, file: str, words: tuple[str, ...]
) -> None:
    folder = hidden(example(tmp_path))
    wanted = command(words[0], str(folder), *words[1:], "--for", "river")
    with hosted(folder) as host:
        given = sit(host, "river").client.get(f"/export/{file}")
    assert given.content.decode("utf-8-sig").replace("\r\n", "\n") == wanted
    assert given.headers["content-disposition"] == (
        f'attachment; filename="the-market-road-ceasefire-2033-09-30-{file}"'
    )


def test_the_page_as_a_file_is_that_of_the_command(tmp_path: Path) -> None:
    folder, file = example(tmp_path), tmp_path / "brief.html"
    for options, query in (
        ((), ""),
        (("--full", "--as-of", "2033-09-12"), "?full=1&as_of=12+September+2033"),
    ):
        command("brief", str(folder), "--for", "ridge", "--html", str(file), *options)
        with hosted(folder) as host:
            given = sit(host, "ridge").client.get(f"/export/brief.html{query}")
        assert given.content == file.read_bytes()


def test_the_copy_of_the_folder_is_that_of_share(tmp_path: Path) -> None:
    folder, out = hidden(example(tmp_path)), tmp_path / "shared"
    command("share", str(folder), str(out), "--for", "ridge")
    with hosted(folder) as host:
        given = sit(host, "ridge").client.get("/export/folder.zip").content
    with zipfile.ZipFile(io.BytesIO(given)) as held:
        held.extractall(tmp_path / "copy")
    wanted = {str(f.relative_to(out)): f.read_bytes() for f in out.rglob("*") if f.is_file()}
    copy = tmp_path / "copy"
    assert wanted == {
        str(f.relative_to(copy)): f.read_bytes() for f in copy.rglob("*") if f.is_file()
    }
    assert {e.id for e in load(copy).record.entries} >= {"ridge-1"}


def test_a_sheet_has_the_record_with_its_sources(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        data = sit(host, "mediator").client.get("/export/record.xlsx").content
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["entries", "sources", "outlets"]


def test_what_is_not_installed_is_said_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lacking(*_: object, **__: object) -> bytes:
        raise AccordError(pdf.MISSING)

    monkeypatch.setattr("accord.host.exported.to_pdf", lacking)
    with hosted(example(tmp_path)) as host:
        guest = sit(host, "mediator")
        for at, sentence in (
            ("/export/brief.pdf", "for PDF Accord needs WeasyPrint"),
            ("/export/brief.html?as_of=soon", "soon"),
            ("/export/marks.csv?held_by=nobody", "nobody"),
        ):
            answer = guest.client.get(at)
            assert answer.status_code == 422 and 'role="alert"' in answer.text
            assert sentence in answer.text
        assert guest.client.get("/export/secrets.zip").status_code == 404


def test_two_who_take_the_same_along_have_the_same_bytes(tmp_path: Path) -> None:
    found = []
    for number in (1, 2):
        folder = example(tmp_path / str(number))
        if number == 2:
            hidden(folder)
        with hosted(folder) as host:
            guest = sit(host, "river")
            found.append(
                {at: guest.client.get(at).content for at in files(guest.get("/export"))}
            )
    assert found[0] == found[1]


def test_no_file_is_offered_of_marks_that_a_holder_does_not_have(tmp_path: Path) -> None:
    folder = example(tmp_path)
    (folder / "interests" / "only-may.yaml").write_text(
        "party: ridge\nheld_by: ridge\nfor: ridge\nmandate: {posts: [joint]}\n", "utf-8"
    )
    with hosted(folder) as host:
        for seat in ("ridge", "river", "mediator", "projector"):
            guest = sit(host, seat)
            pages = [guest.get("/export"), guest.get("/marks"), guest.get("/marks/ridge")]
            offered = {
                to for page in pages for to in re.findall(r'href="(/export/mark[^"]*)"', page)
            }
            for to in offered:
                assert guest.client.get(unescape(to)).status_code == 200, (seat, to)
