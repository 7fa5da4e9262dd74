"""Forms for what a process declares: nothing that stands there is lost on the way."""

from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from frozendict import frozendict

from accord.formats import load
from accord.formats.append import read_declared, tree
from accord.formats.declared import DECLARED, listed
from accord.formats.for_whom import PROCESS
from accord.formats.read import BEFORE
from accord.formats.shapes import fields
from accord.formats.write import fields_plain
from accord.host.declared_form import form_fields, standing, typed_keys
from accord.model import Issue, When

EXAMPLES = Path(__file__).parents[2] / "examples"
WORDS = ("party", "person", "actor", "venue", "plan", "issue", "option", "constraint")


@pytest.mark.parametrize("folder", ["market-road", "russia-ukraine-2022", "sarn-river"])
@pytest.mark.parametrize("word", WORDS)
def test_what_a_form_shows_and_sends_back_is_what_stands_there(folder: str, word: str) -> None:
    case, cls = load(EXAMPLES / folder), DECLARED[word]
    for at, one in listed(case, word):
        shown = [*form_fields(cls, fields_plain(one), case, ("id",))]
        keys, wrong = typed_keys(cls, standing(shown), When.parse, ("id",))
        assert not wrong
        raw: Any = tree(keys)
        for key in raw:
            if (cls, key) in BEFORE:
                raw[key] = BEFORE[cls, key](raw[key], 0)
        left = evolve(one, options=frozendict()) if isinstance(one, Issue) else one
        assert read_declared(cls, at.id, raw, PROCESS) == left


def test_new_options_are_one_a_line_with_ids_of_their_own() -> None:
    typed = {
        "name": ["Water"],
        "options": ["Half each, by the month and the year\r\n\r\nAll of it\nAll of it "],
    }
    keys, _ = typed_keys(Issue, typed, When.parse, ("id",))
    assert keys["options"] == {
        "half-each-by-the-month": "Half each, by the month and the year",
        "all-of-it": "All of it",
        "all-of-it-2": "All of it",
    }


def test_a_date_that_is_none_is_said() -> None:
    _, wrong = typed_keys(Issue, {"since": ["some day"]}, When.parse, ("id",))
    assert len(wrong) == 1
    assert "some day" in wrong[0]


def test_every_key_of_what_is_declared_has_a_field() -> None:
    case = load(EXAMPLES / "market-road")
    for word in WORDS:
        made = [one.name for one in form_fields(DECLARED[word], {}, case, ("id",))]
        for key in fields(DECLARED[word]):
            found = any(name == key or name.startswith(f"{key}.") for name in made)
            assert found is (key != "id"), (word, key)
