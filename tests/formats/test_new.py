"""A new folder is valid, explains every key, and never lands on other files."""

import os
import re
from pathlib import Path

import pytest

from accord.errors import AccordError, FormatError, InvalidProcess
from accord.formats import load
from accord.formats.new import id_of, new, new_empty, new_from
from accord.formats.shapes import fields
from accord.model import (
    Actor,
    Agenda,
    Delegation,
    Exclusion,
    Interaction,
    Interests,
    Issue,
    IssueInterest,
    Marked,
    Norm,
    Option,
    Party,
    Person,
    PlannedRound,
    Process,
    Venue,
)
from accord.record import KINDS, Record, Source, contested

CLASSES = {
    "process.yaml": [
        *(Process, Party, Delegation, Person, Actor, Venue),
        *(Agenda, Issue, Option, Norm, Exclusion, PlannedRound),
    ],
    "record.yaml": [Record, Source, *KINDS.values()],
    "interests/upland-by-institute.yaml": [
        *(Interests, Marked, IssueInterest, Interaction, Exclusion),
    ],
}


def test_a_new_folder_is_valid_and_worth_reading(tmp_path: Path) -> None:
    new(tmp_path / "talks")
    folder = load(tmp_path / "talks")
    assert len(folder.process.parties) == 2
    assert len(contested(folder.record)) == 1
    assert {i.party for i in folder.interests} == set(folder.process.parties)
    assert all(i.held_by == "institute" for i in folder.interests)
    assert not all(i.walk_away_value.is_point for i in folder.interests)


@pytest.mark.parametrize("name", CLASSES)
def test_every_key_is_explained(name: str, tmp_path: Path) -> None:
    new(tmp_path / "talks")
    text = (tmp_path / "talks" / name).read_text("utf-8")
    words = set(re.findall(r"[a-z_]+(?=:)", text)) | set(
        re.findall(r"^#   ([a-z_]+) ", text, re.M)
    )
    missing = {
        f"{cls.__name__}.{key}"
        for cls in CLASSES[name]
        for key in fields(cls)
        if key not in words
    }
    assert missing <= {"Interests.id"}


def test_the_kinds_of_entry_in_comments_are_valid(tmp_path: Path) -> None:
    new(tmp_path / "talks")
    file = tmp_path / "talks" / "record.yaml"
    head, _, kinds = file.read_text("utf-8").partition("Remove the # to use one.\n")
    file.write_text(head + "\n" + re.sub(r"^#", "", kinds, flags=re.M), "utf-8")
    assert {entry.kind for entry in load(tmp_path / "talks").record.entries} == set(KINDS)


@pytest.mark.parametrize("name", CLASSES)
def test_optional_keys_in_comments_are_valid(name: str, tmp_path: Path) -> None:
    new(tmp_path / "talks")
    file = tmp_path / "talks" / name
    head, mark, tail = file.read_text("utf-8").partition("Remove the # to use one.\n")
    plan = head.replace("# plan: round-1", "plan: round-2")
    file.write_text(re.sub(r"^( *)# (\w+: \S+ +#)", r"\1\2", plan, flags=re.M) + mark + tail)
    load(tmp_path / "talks")


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    new(tmp_path)
    load(tmp_path)


def test_a_folder_with_something_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(FormatError, match=r"is not empty: name a folder"):
        new(tmp_path)
    assert os.listdir(tmp_path) == ["notes.txt"]


def test_a_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "talks"
    file.write_text("mine")
    with pytest.raises(FormatError, match="is a file: name a folder"):
        new(file)
    with pytest.raises(AccordError, match=r"cannot be written: Not a directory"):
        new(file / "below")
    assert file.read_text() == "mine"


def test_an_empty_folder_holds_a_title_and_parties_and_nothing_else(tmp_path: Path) -> None:
    new_empty(tmp_path / "a", "Road: talks", ["Hill Brigade", "front = Valley: Front", "Ñoño"])
    case = load(tmp_path / "a")
    names = {"hill-brigade": "Hill Brigade", "front": "Valley: Front", "ñoño": "Ñoño"}
    assert {one.id: one.name for one in case.process.parties.values()} == names
    assert case.process.title == "Road: talks"
    assert case.record == Record()
    assert (tmp_path / "a" / ".schema" / "process.json").exists()
    readme = " ".join((tmp_path / "a" / "README.md").read_text("utf-8").split())
    assert "example in comments" not in readme  # there is none in it
    assert "for `accord hold`. Private." in readme
    assert "for `accord play --fighting`. Private." in readme


@pytest.mark.parametrize(
    ("parties", "sentence"),
    [
        (["Hill", "hill"], "two parties have the id 'hill': write ID=NAME for one of them"),
        (["a=", "b=B"], "a/process.yaml:5: the party 'a' must have 'name'"),
        (["only"], "at least two parties"),
    ],
)
def test_an_empty_folder_is_checked_before_it_is_there(
    tmp_path: Path, parties: list[str], sentence: str
) -> None:
    with pytest.raises(AccordError, match=re.escape(sentence)):
        new_empty(tmp_path / "a", "T", parties)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("end", ["", "process.yaml"])
def test_a_folder_from_another_has_its_process_and_the_sources_cited(
    tmp_path: Path, end: str
) -> None:
    new(tmp_path / "old")
    new_from(tmp_path / "a", tmp_path / "old" / end)
    old, case = load(tmp_path / "old"), load(tmp_path / "a")
    assert case.process == old.process
    assert case.record.entries == ()
    assert set(case.record.sources) == old.process.cited
    text = (tmp_path / "old" / "process.yaml").read_text("utf-8")
    assert (tmp_path / "a" / "process.yaml").read_text("utf-8") == text


def test_a_folder_from_another_may_have_another_title(tmp_path: Path) -> None:
    new(tmp_path / "old")
    new_from(tmp_path / "a", tmp_path / "old", "Once: more")
    assert load(tmp_path / "a").process.title == "Once: more"
    assert "# what the process is called" in (tmp_path / "a/process.yaml").read_text("utf-8")


def test_a_folder_is_not_made_from_one_with_mistakes(tmp_path: Path) -> None:
    new(tmp_path / "old")
    file = tmp_path / "old" / "process.yaml"
    file.write_text(file.read_text("utf-8").replace("host: holm", "host: hulm"), "utf-8")
    with pytest.raises(InvalidProcess, match="hulm"):
        new_from(tmp_path / "a", file)
    assert not (tmp_path / "a").exists()


def test_an_id_made_of_a_name_has_no_stop_before_a_hyphen() -> None:
    assert [id_of(n) for n in ("Gen. Sule (North)", "3.5 km", "U.N.")] == [
        "gen-sule-north",
        "3.5-km",
        "u.n.",
    ]
