"""Open questions stand in one line of the page, and all in the dossier, for their readers."""

from pathlib import Path

import pytest

from accord.brief import Brief, compose
from accord.formats import load
from accord.formats.append import append, read_entry, tree
from accord.formats.new import new
from accord.model import MEDIATOR, TABLE, Reader, When

ASKED = {"date": "2024-05-03", "asked": "2024-05-04", "about": {"prisoners": "all"}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "talks"
    new(made)
    for keys in (
        {"id": "q1", "to": "delta", "date": "2024-05-03", "about": {"ceasefire": "road"}},
        {"id": "q2", "to": "upland", **ASKED},
        {"id": "q3", "to": "upland", "answered": "2024-05-06: We do.", **ASKED},
    ):
        append(made, [read_entry(tree({"kind": "question", **keys}), "")], "")
    return made


def brief(folder: Path, tier: str = MEDIATOR, day: str = "") -> Brief:
    when = When.parse(day) if day else None
    return compose(load(folder), when, reader=Reader((tier,)), draws=1)


def on_page(found: Brief) -> list[str]:
    return [
        line.text
        for part in found.page.parts
        for line in part.lines
        if line.text.startswith(("Not answered", "To ask", "Question"))
    ]


def stages(found: Brief) -> dict[str, list[str]]:
    plain = found.dossier.to_json()
    return {
        stage: [one["entries"][0] for one in plain[f"questions_{stage}"]]
        for stage in ("to_ask", "asked", "answered")
    }


def test_open_questions_stand_in_one_line_those_asked_first(folder: Path) -> None:
    assert on_page(brief(folder)) == [
        "Not answered: Republic of Upland, Prisoners: 'All are exchanged'? To ask: Delta "
        "Federation, Ceasefire: 'A ceasefire along the road only'?"
    ]


def test_the_dossier_has_them_by_how_far_they_have_come_on_the_day(folder: Path) -> None:
    assert stages(brief(folder)) == {"to_ask": ["q1"], "asked": ["q2"], "answered": ["q3"]}
    assert stages(brief(folder, day="2024-05-05")) == {
        "to_ask": ["q1"],
        "asked": ["q2", "q3"],
        "answered": [],
    }
    assert stages(brief(folder, day="2024-05-03")) == {
        "to_ask": ["q1", "q2", "q3"],
        "asked": [],
        "answered": [],
    }


def test_who_may_not_read_them_sees_nothing_of_them(folder: Path) -> None:
    for tier in (TABLE, "delta"):
        assert on_page(brief(folder, tier)) == []
        assert stages(brief(folder, tier)) == {"to_ask": [], "asked": [], "answered": []}


def test_a_question_about_an_entry_is_on_that_entry(folder: Path) -> None:
    keys = {"kind": "question", "id": "q4", "to": "delta", "date": "2024-05-03"}
    append(folder, [read_entry(tree({**keys, "about": "holm-1"}), "")], "")
    lines = brief(folder).dossier.to_json()["questions_to_ask"]
    said = [line["text"] for line in lines if "q4" in line["entries"]]
    what = "on the proposal of 2 May 2024"
    assert said == [f"Question to Delta Federation: {what}? Not asked yet."]
