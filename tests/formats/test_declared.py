"""What a folder declares is added, changed and removed where it stands."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from accord.errors import AccordError
from accord.formats import load
from accord.formats.declared import (
    DECLARED,
    Declaration,
    declare,
    edit_process,
    listed,
    redeclare,
    undeclare,
)
from accord.formats.new import new
from accord.formats.shapes import fields
from accord.model import ChecklistLine, Process
from accord.record import Record

KEYS: dict[str, dict[str, Any]] = {
    "party": {"name": "Mountain League", "ratifies": "always"},
    "person": {"name": "Ro Rao", "office": "Judge", "party": "delta"},
    "actor": {"name": "The Union", "role": "observer"},
    "venue": {"name": "The Mill", "host": "holm"},
    "issue": {"name": "Fees", "options": {"none": "No fees", "half": "Half"}},
    "option": {"name": "On Sundays", "since": "2024-05-02", "sources": ["gazette-0502"]},
    "constraint": {"never": {"prisoners": "all", "ceasefire": ["none"]}, "basis": "Why"},
    "plan": {"name": "Third round", "date": "2024-06", "sources": "gazette-0502"},
    "source": {"publisher": "Notes", "date": "2024-05-03"},
    "outlet": {"name": "The Daily", "state_aligned": "Holm", "evidence": "Owned"},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    new(tmp_path / "talks")
    return tmp_path / "talks"


def what(word: str, one: str = "new.one") -> Declaration:
    return Declaration(word, one, "ceasefire" if word == "option" else "")


def texts(folder: Path) -> dict[str, str]:
    return {one: (folder / one).read_text("utf-8") for one in ("process.yaml", "record.yaml")}


def test_every_table_of_a_folder_has_a_word() -> None:
    tables = {
        one.shape.item.type
        for cls in (Process, Record)
        for one in fields(cls).values()
        if one.shape.keyed and one.shape.item
    }
    own = {ChecklistLine}  # `accord checklist` covers and strikes its lines
    assert tables - own < set(DECLARED.values())
    assert set(KEYS) == set(DECLARED)


@pytest.mark.parametrize("word", DECLARED)
def test_what_is_added_can_be_changed_and_removed_and_nothing_else_moves(
    folder: Path, word: str
) -> None:
    if word in ("issue", "option"):  # interests must give a value for every option
        shutil.rmtree(folder / "interests")
    before, case = texts(folder), load(folder)
    added = declare(folder, what(word), KEYS[word])
    after = texts(folder)
    for name, text in after.items():
        kept = iter(text.split("\n"))
        assert all(line in kept for line in before[name].split("\n"))
    assert "new.one" in Path(added.file).read_text("utf-8").split("\n")[added.line - 1]
    key, value = ("basis", "Other") if word == "constraint" else ("name", "Nämé: x")
    if word == "source":
        key, value = "publisher", "Other"
    place = redeclare(folder, what(word), {key: value})
    assert place.line == added.line
    found = dict((at.id, one) for at, one in listed(load(folder), word, what(word).issue))
    assert getattr(found["new.one"], key) == value
    undeclare(folder, what(word))
    assert load(folder) == case
    assert texts(folder) == before


@pytest.mark.parametrize(
    ("word", "one", "place"),
    [
        ("party", "upland", "process.yaml"),
        ("person", "envoy-eller", "head: envoy-eller"),
        ("actor", "holm", "hosts: [holm]"),
        ("venue", "harbour-house", "venue: harbour-house"),
        ("issue", "ceasefire", "ceasefire: none"),
        ("option", "none", "ceasefire: none"),
        ("source", "gazette-0502", "sources: gazette-0502"),
        ("outlet", "port-gazette", "outlet: port-gazette"),
        ("party", "delta", "interests/"),
    ],
)
def test_what_others_need_stays_and_every_place_is_named(
    folder: Path, word: str, one: str, place: str
) -> None:
    before = texts(folder)
    with pytest.raises(AccordError, match="stays, for others need it; change these") as refused:
        undeclare(folder, what(word, one))
    lines = str(refused.value).split("\n")[1:]
    assert any(place in line for line in lines)
    for line in lines:
        file, number, said = line.split(":", 2)
        text = Path(file).read_text("utf-8").split("\n")[int(number) - 1]
        assert said.strip() in text or one not in said
    assert texts(folder) == before


@pytest.mark.parametrize(
    ("word", "one", "keys", "sentence"),
    [
        ("party", "upland", {"name": "x"}, "there is a party 'upland' already"),
        ("person", "x", {"nam": "x"}, "must have 'name'\n.*'nam'.*did you mean 'name'"),
        ("person", "x", {"name": "X", "party": "uplnd"}, "did you mean 'upland'"),
        ("source", "x", {"publisher": "x", "date": "soon"}, "'soon'"),
        ("option", "full", {"name": "x"}, "there is an option 'full' already"),
        ("constraint", "x", {"never": {"ceasefir": "none"}}, "did you mean 'ceasefire'"),
        ("issue", "x", {"name": "x", "span": "0..3", "options": {"a": "A"}}, "not both"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_written(
    folder: Path, word: str, one: str, keys: dict[str, Any], sentence: str
) -> None:
    before = texts(folder)
    with pytest.raises(AccordError, match=sentence):
        declare(folder, what(word, one), keys)
    assert texts(folder) == before


def test_what_is_not_there_is_named_with_the_nearest(folder: Path) -> None:
    missing, sentence = what("party", "uplnd"), "no party 'uplnd'; did you mean 'upland'"
    with pytest.raises(AccordError, match=sentence):
        redeclare(folder, missing, {"name": "x"})
    with pytest.raises(AccordError, match=sentence):
        undeclare(folder, missing)
    with pytest.raises(AccordError, match="no issue 'ceasefir'; did you mean 'ceasefire'"):
        declare(folder, Declaration("option", "x", "ceasefir"), {"name": "x"})


def test_a_change_that_would_be_a_mistake_is_refused(folder: Path) -> None:
    before = texts(folder)
    with pytest.raises(AccordError, match="must have 'name'"):
        redeclare(folder, what("party", "upland"), {"name": ""})
    with pytest.raises(AccordError, match="the party 'upland': there is no person 'ames'"):
        redeclare(folder, what("party", "upland"), {"principal": "ames"})
    assert texts(folder) == before


def test_an_option_in_short_form_grows_keys_and_loses_them(folder: Path) -> None:
    one = what("option", "road")
    redeclare(folder, one, {"since": "2024-05-02"})
    option = load(folder).process.agenda.issues["ceasefire"].options["road"]
    assert (option.name, str(option.since)) == ("A ceasefire along the road only", "2024-05-02")
    redeclare(folder, one, {"name": "The road"})
    redeclare(folder, one, {"since": ""})
    assert load(folder).process.agenda.issues["ceasefire"].options["road"].since is None


def test_what_a_process_is_called_and_who_hosts_it_can_be_changed(folder: Path) -> None:
    edit_process(folder, {"title": "New: title", "hosts": ["institute"], "mediators": ""})
    process = load(folder).process
    assert (process.title, process.hosts, process.mediators) == (
        "New: title",
        ("institute",),
        (),
    )
    with pytest.raises(AccordError, match="'nobody'"):
        edit_process(folder, {"hosts": ["nobody"]})
    with pytest.raises(AccordError, match="title"):
        edit_process(folder, {"title": ""})
    assert load(folder).process == process


@pytest.mark.parametrize("word", ["issue", "option"])
def test_what_interests_do_not_value_says_since_when_it_is_there(
    folder: Path, word: str
) -> None:
    before = texts(folder)
    given = {"name": "New", **({"options": {"a": "A"}} if word == "issue" else {})}
    with pytest.raises(AccordError, match=r"need not value it: say with --since DATE"):
        declare(folder, what(word), given)
    assert texts(folder) == before
    for file in (folder / "interests").iterdir():
        file.write_text(file.read_text("utf-8") + "as_of: 2024-05-02\n", "utf-8")
    declare(folder, what(word), {**given, "since": "2024-05-03"})
    assert "new.one" in [at.id for at, _ in listed(load(folder), word, what(word).issue)]
