"""What such agreements settle and the agenda does not name stands on the page in one line."""

from pathlib import Path

import pytest

from accord.brief import Brief, compose
from accord.formats import load
from accord.formats.known_checklists import new_from_checklists, strike
from accord.formats.new import new


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    new_from_checklists(tmp_path / "talks", ["ceasefire"])
    return tmp_path / "talks"


def brief(folder: Path) -> Brief:
    return compose(load(folder), draws=1)


def on_page(found: Brief) -> list[str]:
    return [line.text for part in found.page.parts for line in part.lines]


def test_what_is_not_on_the_agenda_stands_in_one_line_of_the_page(folder: Path) -> None:
    assert (
        "Not on the agenda yet: channels between commanders; women in the bodies that carry it "
        "out; how it is made known"
    ) in on_page(brief(folder))
    for one in ("ceasefire-channels", "ceasefire-women"):
        strike(folder, one, "Not here.")
    assert "Not on the agenda yet: how it is made known" in on_page(brief(folder))
    strike(folder, "ceasefire-public", "Not here.")
    assert not [text for text in on_page(brief(folder)) if "Not on the agenda" in text]


def test_the_dossier_has_every_line_with_its_source_and_what_was_struck(folder: Path) -> None:
    strike(folder, "ceasefire-public", "Said in the preamble.")
    found = brief(folder).dossier.to_json()
    assert [one["id"] for one in found["not_on_agenda"]] == [
        "ceasefire-channels",
        "ceasefire-women",
    ]
    assert all(one["source"] for one in found["not_on_agenda"])
    assert [one["struck"] for one in found["struck_lines"]] == ["Said in the preamble."]
    assert found["checklist_lines"] == 17


def test_a_folder_without_a_checklist_says_nothing_of_one(tmp_path: Path) -> None:
    new(tmp_path / "talks")
    found = brief(tmp_path / "talks")
    assert not [text for text in on_page(found) if "Not on the agenda" in text]
    (section,) = (one for one in found.dossier.sections if one.anchor == "checklist")
    assert not section.shown
