"""Voices of a party stand on the page for those who may read them, and in the dossier."""

from pathlib import Path

import pytest

from accord.brief import Brief, compose
from accord.errors import InvalidProcess
from accord.formats import load
from accord.formats.new import new
from accord.model import MEDIATOR, TABLE, Reader

OWN = "party: delta\nheld_by: holm\nmarks:\n  prisoners: {wounded: can live with, all: want}\n"
ARMY = """\
party: delta
held_by: holm
voice: the army
can block: yes
marks:
  prisoners: {wounded: cannot}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "talks"
    new(made)
    for file in (made / "interests").iterdir():
        file.unlink()
    (made / "interests" / "delta.yaml").write_text(OWN)
    (made / "interests" / "army.yaml").write_text(ARMY)
    return made


def brief(folder: Path, tier: str) -> Brief:
    return compose(load(folder), reader=Reader((tier,)), draws=1)


def on_page(found: Brief) -> list[str]:
    lines = (line.text for part in found.page.parts for line in part.lines)
    return [text for text in lines if "the army" in text]


def test_a_voice_that_differs_stands_on_the_page_and_in_the_dossier(folder: Path) -> None:
    said = (
        "Delta Federation: Prisoners ('The wounded are exchanged'): the party can live with "
        "it, the army cannot live with it. This voice can block: the worse mark is the party's."
    )
    found = brief(folder, MEDIATOR)
    assert on_page(found) == [said]
    (voice,) = found.dossier.to_json()["voices"]
    assert voice == {
        "holder": "Holm",
        "party": "delta",
        "voice": "the army",
        "can_block": True,
        "text": said,
    }


def test_who_may_not_read_marks_sees_no_voice(folder: Path) -> None:
    found = brief(folder, TABLE)
    assert on_page(found) == []
    assert found.dossier.to_json()["voices"] == []


@pytest.mark.parametrize(
    ("old", "new_", "sentence"),
    [
        ("can block: yes\n", "", "say whether 'the army' can block"),
        ("voice: the army\n", "", "'can_block' goes with 'voice'"),
        (
            "marks:",
            "walk_away: 5\nmarks:",
            "a voice is told in words, so it has no 'walk_away'",
        ),
        ("can block: yes", "can block: maybe", "cannot be 'maybe': write yes or no"),
    ],
)
def test_what_a_voice_cannot_be_is_said(
    old: str, new_: str, sentence: str, folder: Path
) -> None:
    (folder / "interests" / "army.yaml").write_text(ARMY.replace(old, new_))
    with pytest.raises(InvalidProcess, match=sentence):
        load(folder)


def test_two_files_of_one_voice_and_day_are_refused_and_of_two_voices_taken(
    folder: Path,
) -> None:
    other = folder / "interests" / "clans.yaml"
    other.write_text(ARMY.replace("the army", "the clans"))
    assert len(brief(folder, MEDIATOR).dossier.to_json()["voices"]) == 2
    other.write_text(ARMY)
    with pytest.raises(InvalidProcess, match="holds interests of 'delta'"):
        load(folder)
