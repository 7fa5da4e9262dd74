"""What is assumed in files beside the process: read by whom it is for, mistakes with lines."""

from pathlib import Path

import pytest
from attrs import field, frozen
from frozendict import frozendict

from accord.errors import InvalidProcess
from accord.formats import load
from accord.formats.assumed_files import assumed
from accord.formats.new import new
from accord.model import Assumption, Range, Reader, When
from accord.model.refs import Combination, PartyId
from accord.record import Case


@frozen(kw_only=True)
class Weather(Assumption):
    """Something to read.

    Attributes:
        rain: By party.
        on: Options.
    """

    rain: frozendict[PartyId, Range] = frozendict()
    on: Combination = field(default=frozendict())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a new folder."""
    new(tmp_path / "talks")
    return tmp_path / "talks"


def write(folder: Path, name: str, text: str) -> None:
    """Write a file in a folder."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def read(case: Case, folder: Path) -> tuple[Weather, ...]:
    """Read what is assumed of the weather."""
    return assumed(folder, "hold", case, lambda tree: Weather if "rain" in tree else None)


def test_a_folder_without_such_files_assumes_nothing(folder: Path) -> None:
    assert read(load(folder), folder) == ()


def test_a_file_is_read_as_its_class_and_others_are_left(folder: Path) -> None:
    write(folder, "hold/one.yaml", "held_by: upland\nas_of: 2024-05-01\nrain: {delta: 2..4}\n")
    write(folder, "hold/other.yml", "decision_makers: [a]\n")
    (one,) = read(load(folder), folder)
    rain = frozendict({"delta": Range(2, 4)})
    when = When.parse("2024-05-01")
    assert one == Weather(id="one", held_by="upland", as_of=when, rain=rain)


def test_a_file_of_comments_alone_assumes_nothing(folder: Path) -> None:
    write(folder, "hold/one.yaml", "# rain: {}\n")
    assert assumed(folder, "hold", load(folder), lambda tree: Weather) == ()


def test_every_mistake_is_said_with_its_line(folder: Path) -> None:
    write(folder, "hold/a.yaml", "held_by: nobody\nrain:\n  dleta: 2\n  upland: x\nsnow: 1\n")
    write(folder, "hold/b.yaml", "rain: {}\non: {ceasefire: [road, rode], tax: x}\n")
    with pytest.raises(InvalidProcess) as caught:
        read(load(folder), folder)
    said = [(Path(p.file).name, p.line, p.sentence) for p in caught.value.problems]
    lines = [("a.yaml", line) for line in (1, 3, 4, 5)]
    assert [(file, line) for file, line, _ in said] == [*lines, ("b.yaml", 2), ("b.yaml", 2)]
    assert "did you mean 'delta'?" in said[1][2]
    assert {said[4][2], said[5][2]} == {
        "the issue 'ceasefire' has no option 'rode'; did you mean 'road'?",
        "there is no issue 'tax'; known: ceasefire, prisoners, water",
    }


def test_a_file_is_read_by_whom_it_is_for_alone(folder: Path) -> None:
    for name, text in {
        "hold/team.yaml": "rain: {}\n",
        "hold/all.yaml": "for: table\nrain: {}\n",
        "hold/odd.yaml": "for: upland\nrain: {}\nwrong: 1\n",
        "private/delta/hold/own.yaml": "rain: {}\n",
    }.items():
        write(folder, name, text)
    ids = {}
    for reader in ("public", "table", "mediator", "delta", "delta/capital"):
        case = load(folder, reader=Reader((reader,)))
        ids[reader] = [(one.id, one.for_) for one in read(case, folder)]
    everybody, own = ("all", ("table",)), ("delta/own", ("delta",))
    assert ids == {
        "public": [],
        "table": [everybody],
        "mediator": [everybody, ("team", ("mediator",))],
        "delta": [everybody, own],
        "delta/capital": [everybody, own],
    }
    with pytest.raises(InvalidProcess, match="unknown key 'wrong'"):
        read(load(folder), folder)


def test_what_was_assumed_later_is_not_seen(folder: Path) -> None:
    write(folder, "hold/late.yaml", "as_of: 2024-05-09\nrain: {}\n")
    case = load(folder)
    assert read(case.as_of(When.parse("2024-05-08")), folder) == ()
    assert len(read(case.as_of(When.parse("2024-05-09")), folder)) == 1
