"""Packages judged: where the holder has the party in words, once each, for whom that is."""

import shutil
from pathlib import Path

import pytest
from frozendict import frozendict

from accord.errors import AccordError, InvalidProcess
from accord.formats import load
from accord.formats.edit_judgement import judge_package
from accord.formats.folder_writer import FolderWriter
from accord.model import Judgement, Reader, When, Would

ROAD = Path(__file__).parents[2] / "examples" / "market-road"
RIDGE = FolderWriter(reader=Reader(("ridge",)), own=("ridge",), today=When.parse("2033-09-15"))


@pytest.fixture
def road(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROAD, tmp_path / "road"))


def package(road: Path) -> frozendict[str, str]:
    issues = load(road).process.agenda.issues
    return frozendict({i: next(iter(one.choices)) for i, one in issues.items()})


def test_a_package_is_put_behind_the_marks_and_judged_anew_in_its_place(road: Path) -> None:
    file = road / "interests" / "ridge-marks-0914.yaml"
    before = file.read_text("utf-8")
    one = Judgement(package=package(road), would=Would.SIGN, basis="said twice")
    done = judge_package(road, "ridge", "lantern", one)
    assert done.file == str(file) and done.was is None
    assert file.read_text("utf-8").startswith(before)
    other = Judgement(package="lantern-1", would=Would.UNKNOWN)
    judge_package(road, "ridge", "lantern", other)
    again = Judgement(package=package(road), would=Would.NOT_SIGN)
    assert judge_package(road, "ridge", "lantern", again).was == one
    (held,) = (i.judgements for i in load(road).interests if i.judgements)
    assert held == (again, other)


def test_a_side_judges_in_a_file_of_its_own(road: Path) -> None:
    one = Judgement(package=package(road), would=Would.SIGN)
    done = judge_package(road, "ridge", "ridge", one, readers=("ridge",), by=RIDGE)
    assert "private/ridge/interests" in done.file
    assert not any(i.judgements for i in load(road, reader=Reader(("mediator",))).interests)
    done = judge_package(road, "ridge", "lantern", one, readers=("ridge",), by=RIDGE)
    seen = [i for i in load(road, reader=Reader(("ridge",))).interests if i.judgements]
    assert {(i.held_by, bool(i.marks)) for i in seen} == {("ridge", False), ("lantern", True)}


def test_what_cannot_be_judged_is_refused_and_nothing_is_changed(road: Path) -> None:
    with pytest.raises(AccordError, match="no package is named"):
        judge_package(road, "ridge", "lantern", Judgement(would=Would.SIGN))
    odd = Judgement(package=frozendict({"scope": "moon"}), would=Would.SIGN)
    with pytest.raises(InvalidProcess):
        judge_package(road, "ridge", "lantern", odd)
    assert not any(i.judgements for i in load(road).interests)
