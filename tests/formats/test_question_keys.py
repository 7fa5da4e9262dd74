"""People put what a question is about, and what was answered, under one key each."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from accord.cli import cli
from accord.errors import InvalidProcess
from accord.formats import load
from accord.formats.new import new
from accord.formats.question_keys import plain_question
from accord.formats.tree import parse


def plain(**given: str) -> dict[str, Any]:
    """Return what keys are read as; a key of the model as it is."""
    text = "".join(f"{key}: {value}\n" for key, value in given.items())
    return dict(plain_question(parse(text, "")))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ({"about": "{guns: road}"}, {"issue": "guns", "option": "road"}),
        ({"about": "{guns: [road, all]}"}, {"issue": "guns", "option": ["road", "all"]}),
        ({"about": "p6"}, {"about": "p6"}),
        ({"about": "[p6, p7]"}, {"about": ["p6", "p7"]}),
        ({"about": "Who pays for it?"}, {"text": "Who pays for it?"}),
        ({"about": "Who pays?", "text": "Who?"}, {"text": "Who pays? Who?"}),  # none is lost
        ({"text": "Who pays?", "about": "The fees"}, {"text": "The fees: Who pays?"}),
        ({"about": "Who pays?", "text": "Who pays?"}, {"text": "Who pays?"}),
        ({"asked": "2024-05-04"}, {"asked": "2024-05-04"}),
        ({"asked": "2024-05-04 by holm"}, {"asked": "2024-05-04", "by": "holm"}),
        ({"asked": "2024-05-04T13:00"}, {"asked": "2024-05-04T13:00"}),
        ({"asked": "not yet"}, {}),
        ({"asked": "in May"}, {"asked": "in May"}),
        ({"answered": "2024-05-04"}, {"answered": "2024-05-04"}),
        (
            {"answered": '"2024-05: yes, if paid"'},
            {"answered": "2024-05", "reply": "yes, if paid"},
        ),
        ({"answered": "2024-05-041"}, {"answered": "2024-05-041"}),
        ({"answered": "p7"}, {"answered_in": "p7"}),
        ({"answered": "[p7, p8]"}, {"answered_in": ["p7", "p8"]}),
        ({"answered": "Only if paid."}, {"reply": "Only if paid."}),
        ({"answered": "No."}, {"reply": "No."}),
        ({"answered": "no"}, {"answered": "no"}),  # is it answered, or is this the answer?
        ({"answered": "not yet"}, {}),
        (
            {"answered": "{date: 2024-05-06, text: Yes., entry: p7}"},
            {"answered": "2024-05-06", "reply": "Yes.", "answered_in": "p7"},
        ),
    ],
)
def test_a_question_is_read_as_people_write_it(
    written: dict[str, str], read: dict[str, Any]
) -> None:
    assert plain(**written) == read


def test_every_part_keeps_the_line_of_the_key_that_it_stood_under() -> None:
    found = plain_question(parse("to: a\nabout: {guns: road}\nasked: no\n", ""))
    assert found.lines == {"to": 1, "issue": 2, "option": 2}


@pytest.mark.parametrize(
    "about",
    ["Water released at the dam: 40", "{Water released at the dam: 40}", "{water: 40}"],
)
def test_by_command_names_stand_for_ids(about: str, tmp_path: Path) -> None:
    folder = tmp_path / "talks"
    new(folder)
    words = ["record", str(folder), "add", "--kind", "question", "--date", "2024-05-04"]
    done = CliRunner().invoke(cli, [*words, "--set", "to=Delta", "--set", f"about={about}"])
    assert done.exit_code == 0, done.output
    asked = load(folder).record.entries[-1]
    assert (asked.issue, asked.option) == ("water", ("40",))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ("Ceasefire", ""),
        ("water", ""),
        ("Ceasfire", ": did you mean Ceasefire?"),
        ("Money", "; known: Ceasefire, Prisoners, Water released at the dam"),
    ],
)
def test_one_word_is_an_entry_or_an_issue_or_is_said_to_be_neither(
    about: str, said: str, tmp_path: Path
) -> None:
    folder = tmp_path / "talks"
    new(folder)
    words = ["record", str(folder), "add", "--kind", "question", "--date", "2024-05-04"]
    done = CliRunner().invoke(cli, [*words, "--set", "to=Delta", "--set", f"about={about}"])
    if said:
        advice = "(words of your own go under 'text')"
        sentence = f"the new entry: about: '{about}' is no entry and no issue {advice}"
        assert str(done.exception) == sentence + said
    else:
        assert done.exit_code == 0, done.output
        asked = load(folder).record.entries[-1]
        assert (asked.issue, asked.about) == (about.lower(), ())  # type: ignore[attr-defined]


def test_a_file_that_names_an_issue_for_an_entry_is_told_where_issues_go(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "talks"
    new(folder)
    file = folder / "private" / "mediator" / "record.yaml"
    file.parent.mkdir(parents=True)
    entry = "{kind: question, id: q, date: 2024-05-04, to: delta, about: Ceasefire}"
    file.write_text(f"entries:\n  - {entry}\n", "utf-8")
    with pytest.raises(
        InvalidProcess, match=r"no entry 'Ceasefire'.*name the issue 'ceasefire'"
    ):
        load(folder)
