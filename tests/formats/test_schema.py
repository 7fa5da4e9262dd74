"""The schemas take what the reader takes, and refuse mistakes in form."""

from enum import Enum, StrEnum
from pathlib import Path
from typing import Any, Literal

import pytest
from attrs import frozen
from frozendict import frozendict
from jsonschema import Draft202012Validator
from tests.formats.editor import seen

from accord.formats.new import new
from accord.formats.schema import FILES, json_schema, schema_of, write_schemas
from accord.model import Range, When

ROOT = Path(__file__).parents[2]
VALIDATORS = {name: Draft202012Validator(schema_of(name)) for name in FILES}


def mistakes(name: str, text: str) -> list[str]:
    return [e.message for e in VALIDATORS[name].iter_errors(seen(text))]


def files_of(folder: Path) -> list[tuple[str, Path]]:
    return [
        ("process", folder / "process.yaml"),
        ("record", folder / "record.yaml"),
        *(("interests", file) for file in sorted((folder / "interests").glob("*.y*ml"))),
    ]


@pytest.mark.parametrize("name", FILES)
def test_schemas_are_schemas(name: str) -> None:
    Draft202012Validator.check_schema(schema_of(name))


@pytest.mark.parametrize(
    "example", sorted(p.parent.name for p in (ROOT / "examples").glob("*/process.yaml"))
)
def test_examples_are_valid(example: str) -> None:
    for name, file in files_of(ROOT / "examples" / example):
        assert mistakes(name, file.read_text("utf-8")) == []


def test_a_new_folder_is_valid_and_points_to_its_schemas(tmp_path: Path) -> None:
    new(tmp_path)
    for name, file in files_of(tmp_path):
        text = file.read_text("utf-8")
        assert mistakes(name, text) == []
        _, _, schema = text.partition("\n")[0].partition("# yaml-language-server: $schema=")
        assert (file.parent / schema).resolve() == tmp_path / ".schema" / f"{name}.json"
        assert (file.parent / schema).is_file()


PROCESS = "title: T\nparties: {a: {name: A}, b: {name: B}}\n"


def option(keys: str) -> str:
    return (
        PROCESS + f"agenda: {{issues: {{x: {{name: X, options: {{o: {{name: O, {keys}}}}}}}}}}}"
    )


ENTRY = "entries: [{kind: incident, id: i, date: 2022-03-01, sources: s}]\n"
INTERESTS = (
    "party: a\nheld_by: b\nwalk_away: 30\nissues: {x: {weight: 30..45, values: {o: 1}}}\n"
)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("process", PROCESS),
        ("process", "title: 2022\nparties: {a: {name: 1}, b: {name: true}}\nsummary:"),
        (
            "process",
            PROCESS + "agenda:\n  issues: {x: {name: X, span: 0..9, step: 1, since: 2022}}",
        ),
        ("process", PROCESS + "agenda:\n  issues: {x: {name: X, options: {1: , 2: two}}}"),
        ("process", PROCESS + "hosts: a\nmediators: [a, b]"),
        ("record", "sources:\nentries:"),
        ("record", ENTRY),
        ("record", ENTRY.replace("2022-03-01", "2022-03-01 14:30")),
        ("interests", INTERESTS),
        ("interests", INTERESTS.replace("30..45", "'12'")),
        ("interests", INTERESTS.replace("30..45", "{value: ..12, basis: why, source: s}")),
        ("interests", "party: a\nheld_by: b\nred_lines: [{id: r, never: {x: o}}]"),
        ("interests", "party: a\nheld_by: b\nmarks: {x: {o: want, p: G, q: '?', r: , 1: A}}"),
        (
            "interests",
            "party: a\nheld_by: b\nmarks: {x: {o: {mark: Red, how: said, source: s}}, y: }",
        ),
        ("process", option("puts_off: yes")),
        ("process", option("puts off: True, norm: a law")),
        ("process", option("norm: {offends: a policy, source: s}")),
        ("process", option("puts_off: NO, norm: [{meets: a law}, a treaty]")),
    ],
)
def test_what_the_reader_takes_is_taken(name: str, text: str) -> None:
    assert mistakes(name, text) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("process", "title: T"),
        ("process", PROCESS + "partys: {}"),
        ("process", PROCESS.replace("T", "")),
        ("process", PROCESS.replace("T", "[T]")),
        ("process", PROCESS + "venues: {a b: {name: A}}"),
        ("process", PROCESS.replace("a:", "'a ':")),
        ("process", PROCESS.replace("name: A", "nam: A")),
        ("process", PROCESS + "agenda: {constraints: {id: x, never: {a: b}}}"),
        ("process", PROCESS + "agenda: {issues: {x: {name: X, span: 0-100}}}"),
        ("process", PROCESS + "agenda: {issues: {x: {name: X, step: 1..2}}}"),
        ("process", PROCESS + "hosts: {a: b}"),
        ("record", ENTRY.replace("incident", "accident")),
        ("record", ENTRY.replace("kind: incident, ", "")),
        ("record", ENTRY.replace("id: i, ", "")),
        ("record", ENTRY.replace("id: i", "id: i j")),
        ("record", ENTRY.replace("sources", "source")),
        ("record", ENTRY.replace("2022-03-01", "1 March 2022")),
        ("record", ENTRY.replace("id: i", "id: i, perceived: [seen]")),
        ("record", ENTRY.replace("id: i", "id: i, answers: p")),
        ("record", ENTRY.replace("[", "").replace("]", "")),
        ("interests", INTERESTS.replace("30..45", "30-45")),
        ("interests", INTERESTS.replace("30..45", "much")),
        ("interests", INTERESTS.replace("30..45", "{basis: none}")),
        ("interests", INTERESTS.replace("30..45", "{value: 3, bases: why}")),
        ("interests", INTERESTS + "scale: absolute"),
        ("interests", INTERESTS + "id: x"),
        ("interests", INTERESTS + "marks: {x: {o: {how: said}}}"),
        ("interests", INTERESTS + "marks: {x: {o: [want]}}"),
        ("interests", INTERESTS + "marks: {x: {o: {mark: want, how: [said]}}}"),
        ("process", option("puts_off: maybe")),
        ("process", option("norm: {breaks: a law}")),
    ],
)
def test_mistakes_in_form_are_refused(name: str, text: str) -> None:
    assert mistakes(name, text) != []


class Colour(Enum):
    RED = 1


class Word(StrEnum):
    YES = "yes"


@frozen
class Inner:
    """Something inside.

    Attributes:
        at: Where it is.
    """

    at: tuple[int, str]


@frozen
class Outer:
    """Everything a class that is written may hold."""

    name: str
    on: bool
    share: float | None
    colour: Colour
    word: Word
    letter: Literal["a", "b"]
    inner: Inner
    several: tuple[Inner, ...]
    listed: list[int]
    table: dict[str, Inner | None]
    frozen_table: frozendict[str, float]
    span: Range
    when: When
    more: "tuple[Outer, ...]" = ()


WRITTEN: dict[str, Any] = {
    "name": "n",
    "on": True,
    "share": None,
    "colour": 1,
    "word": "yes",
    "letter": "b",
    "inner": {"at": [1, "x"]},
    "several": [{"at": [1, "x"]}],
    "listed": [1],
    "table": {"k": None, "l": {"at": [2, "y"]}},
    "frozen_table": {"k": 1.5},
    "span": "30..45",
    "when": "2022-03-01",
    "more": [],
}


def test_any_attrs_class_has_a_schema() -> None:
    schema = json_schema(Outer, "Outer")
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    validator.validate({**WRITTEN, "more": [WRITTEN]})
    assert schema["$defs"]["Inner"]["properties"]["at"]["description"] == "Where it is."
    wrong = {key: {"odd": object} for key in WRITTEN}
    for key, value in wrong.items():
        assert not validator.is_valid({**WRITTEN, key: value})
        assert not validator.is_valid({k: v for k, v in WRITTEN.items() if k != key})
    assert not validator.is_valid({**WRITTEN, "extra": 1})
    assert not validator.is_valid({**WRITTEN, "inner": {"at": [1, "x", 2]}})


def test_a_type_without_json_is_refused() -> None:
    @frozen
    class Odd:
        held: bytes

    with pytest.raises(TypeError, match="there is no JSON for <class 'bytes'>"):
        json_schema(Odd, "Odd")


def test_schemas_are_written_one_file_each(tmp_path: Path) -> None:
    written = write_schemas(tmp_path / "s", {name: schema_of(name) for name in FILES})
    assert [file.name for file in written] == ["process.json", "record.json", "interests.json"]
