"""Who changes files of interests: within what it reads, and what is its own."""

import shutil
from pathlib import Path

import pytest

from accord.errors import Conflict, InvalidProcess
from accord.formats import load
from accord.formats.edit_marks import MarkPlace, set_mark
from accord.formats.folder_writer import FolderWriter
from accord.model import Mark, Marked, Reader, When

ROAD = Path(__file__).parents[2] / "examples" / "market-road"
ON = MarkPlace("ridge", "scope", "road", "ridge")
RIDGE = FolderWriter(reader=Reader(("ridge",)), own=("ridge",), today=When.parse("2033-09-15"))
TARN = FolderWriter(
    reader=Reader(("ridge/capital",)),
    own=("ridge/capital",),
    today=When.parse("2033-09-15T10:00"),
)


@pytest.fixture
def road(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROAD, tmp_path / "road"))


def seen_by(road: Path, *tiers: str) -> list[tuple[str, str]]:
    """Return the marks of the Ridge Column's own sheet, as somebody reads it."""
    case = load(road, reader=Reader(tiers))
    own = [held for one in case.sheets if one.id == "own" for held in one.held]
    return [(str(one.mark), one.basis) for held in own for one in held.marks["scope"].values()]


def test_what_is_for_a_delegation_is_begun_in_its_private_folder(road: Path) -> None:
    done = set_mark(road, ON, Marked(mark=Mark.WANT), readers=("ridge",), by=RIDGE)
    assert done.file == str(road / "private" / "ridge" / "interests" / "ridge-by-ridge.yaml")
    assert seen_by(road, "ridge") == [("want", "")]
    assert seen_by(road, "mediator") == seen_by(road, "river") == []


def test_a_capital_leaves_the_sheet_of_its_delegation_and_begins_its_own_of_today(
    road: Path,
) -> None:
    set_mark(road, ON, Marked(mark=Mark.WANT, basis="first"), readers=("ridge",), by=RIDGE)
    town = MarkPlace("ridge", "scope", "town", "ridge")
    done = set_mark(road, town, Marked(mark=Mark.CANNOT), readers=("ridge/capital",), by=TARN)
    assert Path(done.file).parent == road / "private" / "ridge" / "capital" / "interests"
    assert seen_by(road, "ridge") == [("want", "first")]
    assert seen_by(road, "ridge/capital") == [("cannot", ""), ("want", "first")]
    set_mark(road, ON, Marked(mark=Mark.LIVE), readers=("ridge/capital",), by=TARN)
    assert seen_by(road, "ridge/capital") == [("cannot", ""), ("can live with", "")]
    assert len(list(Path(done.file).parent.iterdir())) == 1


def test_who_saw_another_mark_is_told_what_stands_there_now(road: Path) -> None:
    set_mark(road, ON, Marked(mark=Mark.WANT), readers=("ridge",), by=RIDGE, seen="")
    with pytest.raises(Conflict, match=r"now has 'want'; nothing was changed"):
        set_mark(road, ON, Marked(mark=Mark.CANNOT), by=RIDGE, seen="")
    assert seen_by(road, "ridge") == [("want", "")]
    set_mark(road, ON, Marked(mark=Mark.CANNOT), by=RIDGE, seen="want")
    assert seen_by(road, "ridge") == [("cannot", "")]


def test_mistakes_in_what_it_does_not_read_keep_nobody_from_writing(road: Path) -> None:
    theirs = road / "private" / "river" / "interests"
    theirs.mkdir(parents=True)
    (theirs / "spoilt.yaml").write_text("party: nobody\n", "utf-8")
    with pytest.raises(InvalidProcess):
        set_mark(road, ON, Marked(mark=Mark.WANT), readers=("ridge",))
    set_mark(road, ON, Marked(mark=Mark.WANT), readers=("ridge",), by=RIDGE)
    assert seen_by(road, "ridge") == [("want", "")]
