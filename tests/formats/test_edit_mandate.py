"""A mandate: set where its holder has what it knows of the party, for whom that is."""

import shutil
from pathlib import Path

import pytest

from accord.errors import AccordError, Conflict
from accord.formats import load
from accord.formats.edit_mandate import held_mandate, set_mandate
from accord.formats.folder_writer import FolderWriter
from accord.model import Reader, When

ROAD = Path(__file__).parents[2] / "examples" / "market-road"
RIDGE = FolderWriter(reader=Reader(("ridge",)), own=("ridge",), today=When.parse("2033-09-15"))


@pytest.fixture
def road(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROAD, tmp_path / "road"))


def test_it_goes_beside_the_marks_and_is_taken_away_again(road: Path) -> None:
    file = road / "interests" / "ridge-marks-0914.yaml"
    before = file.read_text("utf-8")
    done = set_mandate(road, "ridge", "lantern", {"scope": ("road", "town"), "fees": ()})
    assert done.file == str(file) and done.was == {}
    held = held_mandate(load(road).interests, "ridge", "lantern")
    assert held is not None and held.mandate == {"scope": ("road", "town")} == done.now
    assert file.read_text("utf-8").startswith(before)
    set_mandate(road, "ridge", "lantern", {}, seen=done.now)
    assert file.read_text("utf-8") == before


def test_a_side_that_holds_nothing_begins_a_file_of_its_own(road: Path) -> None:
    with pytest.raises(AccordError, match="nothing is ticked"):
        set_mandate(road, "ridge", "ridge", {}, readers=("ridge",), by=RIDGE)
    done = set_mandate(
        road, "ridge", "ridge", {"scope": ("road",)}, readers=("ridge",), by=RIDGE
    )
    assert "private/ridge/interests" in done.file
    assert (
        held_mandate(load(road, reader=Reader(("mediator",))).interests, "ridge", "ridge")
        is None
    )


def test_what_it_may_not_change_goes_along_into_a_file_of_its_own(road: Path) -> None:
    marks = held_mandate(load(road).interests, "ridge", "lantern")
    assert marks is not None
    set_mandate(road, "ridge", "lantern", {"scope": ("road",)}, readers=("ridge",), by=RIDGE)
    own = held_mandate(load(road, reader=Reader(("ridge",))).interests, "ridge", "lantern")
    assert own is not None and own.for_ == ("ridge",)
    assert own.marks == marks.marks and own.mandate == {"scope": ("road",)}


def test_who_saw_another_is_told(road: Path) -> None:
    set_mandate(road, "ridge", "lantern", {"scope": ("road",)}, seen={})
    with pytest.raises(Conflict, match="the mandate of Ridge Column is another now"):
        set_mandate(road, "ridge", "lantern", {"scope": ("town",)}, seen={})
