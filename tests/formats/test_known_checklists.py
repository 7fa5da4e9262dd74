"""Every checklist makes a folder without mistakes; lines are covered, or struck and why."""

from pathlib import Path

import pytest

from accord.errors import AccordError, InvalidProcess
from accord.formats import load
from accord.formats.known_checklists import (
    add_checklists,
    checklist,
    checklist_names,
    cover,
    new_from_checklists,
    strike,
)
from accord.formats.new import new, new_empty


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "talks"
    new_from_checklists(made, ["ceasefire"], "Valley", ["Front", "Brigade"])
    return made


def uncovered(folder: Path) -> list[str]:
    return [one.id for one in load(folder).process.uncovered]


def test_there_is_a_list_for_each_kind_of_talks() -> None:
    assert checklist_names() == (
        "ceasefire",
        "humanitarian-access",
        "power-sharing",
        "prisoner-exchange",
    )


@pytest.mark.parametrize("name", checklist_names())
def test_a_folder_is_made_of_a_list(name: str, tmp_path: Path) -> None:
    new_from_checklists(tmp_path / "talks", [name])
    process = load(tmp_path / "talks").process
    assert len(process.parties) == 2
    known = checklist(name)
    assert list(process.agenda.issues) == list(known.issues)
    assert list(process.checklist) == list(known.lines)
    covering = {i for line in process.checklist.values() for i in line.covered_by}
    assert covering == set(process.agenda.issues)  # no issue without a line that asks for it
    assert 0 < len(process.uncovered) < len(process.checklist)
    for line in process.checklist.values():
        assert line.source
        assert line.text.endswith(".")
        assert line.name[:1].islower()  # it stands within a sentence


def test_the_lists_go_together_in_one_folder(tmp_path: Path) -> None:
    new_from_checklists(tmp_path / "talks", checklist_names())
    process = load(tmp_path / "talks").process
    lists = [checklist(name) for name in checklist_names()]
    assert len(process.checklist) == sum(len(one.lines) for one in lists)
    assert len(process.agenda.issues) == sum(len(one.issues) for one in lists)


def test_what_is_struck_or_covered_is_no_gap_any_more_and_comments_stay(folder: Path) -> None:
    file = folder / "process.yaml"
    file.write_text(file.read_text("utf-8") + "# mine\n", "utf-8")
    assert uncovered(folder) == ["ceasefire-channels", "ceasefire-women", "ceasefire-public"]
    assert strike(folder, "public", "Said in the preamble.") == "ceasefire-public"
    cover(
        folder,
        "ceasefire-channels",
        ["violations", "Monitoring and verification", "violations"],
    )
    assert uncovered(folder) == ["ceasefire-women"]
    lines = load(folder).process.checklist
    assert lines["ceasefire-public"].struck == "Said in the preamble."
    assert lines["ceasefire-channels"].covered_by == ("violations", "monitoring")
    strike(folder, "Channels between commanders", "A hotline is there.")
    assert load(folder).process.checklist["ceasefire-channels"].covered_by == ()
    strike(folder, "ceasefire-public", "")
    cover(folder, "ceasefire-channels", [])
    assert uncovered(folder) == ["ceasefire-channels", "ceasefire-women", "ceasefire-public"]
    assert file.read_text("utf-8").endswith("# mine\n")


def test_a_line_is_covered_once_its_issue_is_on_the_agenda(tmp_path: Path) -> None:
    new_empty(tmp_path / "talks", "Road", ["Hill", "Valley"])
    added = add_checklists(tmp_path / "talks", ["ceasefire"])
    assert added == list(checklist("ceasefire").lines)
    assert uncovered(tmp_path / "talks") == added
    assert add_checklists(tmp_path / "talks", ["ceasefire"]) == []
    more = add_checklists(tmp_path / "talks", ["prisoner_exchange"])
    assert uncovered(tmp_path / "talks") == added + more


def test_a_folder_keeps_its_issues_and_is_covered_where_one_has_the_id(tmp_path: Path) -> None:
    new(tmp_path / "talks")
    file = tmp_path / "talks" / "process.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("\n    ceasefire:", "\n    area:"), "utf-8")
    for one in (file.parent / "record.yaml", *(file.parent / "interests").iterdir()):
        one.unlink()
    file.write_text(
        file.read_text("utf-8").replace("ceasefire: none", "area: none").split("\nrounds:")[0],
        "utf-8",
    )
    add_checklists(file.parent, ["ceasefire"])
    assert load(file.parent).process.checklist["ceasefire-area"].covered_by == ("area",)


def test_what_is_not_there_is_said_with_what_is_near(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(AccordError, match=r"no line 'ceasefire-publc'.*'ceasefire-public'"):
        strike(folder, "ceasefire-publc", "x")
    with pytest.raises(AccordError, match=r"no issue 'montoring'.*'monitoring'"):
        cover(folder, "ceasefire-women", ["montoring"])
    with pytest.raises(AccordError, match=r"no checklist 'ceasefre'.*'ceasefire'"):
        add_checklists(folder, ["ceasefre"])
    new_empty(tmp_path / "bare", "Road", ["Hill", "Valley"])
    with pytest.raises(AccordError, match=r"has no checklist: .*checklist .* add NAME"):
        strike(tmp_path / "bare", "x", "y")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("struck: yes", "say in 'struck' why 'a' does not apply, in words"),
        ("struck: No., covered_by: acts", "'a' is struck, and covered by an issue"),
        ("covered_by: act", "there is no issue 'act' on the agenda; did you mean 'acts'"),
    ],
)
def test_a_line_that_cannot_be_is_said_with_its_place(
    line: str, sentence: str, folder: Path
) -> None:
    file = folder / "process.yaml"
    text = file.read_text("utf-8")
    place = text.count("\n") + 1
    file.write_text(f"{text}  a: {{name: x, source: y, {line}}}\n", "utf-8")
    with pytest.raises(InvalidProcess) as found:
        load(folder)
    (problem,) = found.value.problems
    assert problem.line == place
    assert sentence in problem.sentence
