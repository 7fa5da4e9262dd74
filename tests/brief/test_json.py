"""The page as JSON has the schema that `accord schema brief` writes."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from jsonschema import Draft202012Validator
from tests import strategies
from tests.brief import test_as_of
from tests.brief.build import folder

from accord.brief import compose
from accord.cli import cli
from accord.model import When
from accord.record import Case

KEYS = [
    "title",
    "as_of",
    "state",
    "counts",
    "issues",
    "owed",
    "offers",
    "moved",
    "next",
    "contested",
    "verdict",
    "dossier",
]
CASE = str(Path(__file__).parents[2] / "examples" / "russia-ukraine-2022")


@cache
def schema() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(CliRunner().invoke(cli, ["schema", "brief"]).stdout)
    return found


def validator() -> Draft202012Validator:
    return Draft202012Validator(schema())


def as_json(made: Any) -> Any:
    return json.loads(json.dumps(made.to_json(), allow_nan=False))


@pytest.mark.parametrize("options", [[], ["--as-of", "2022-03-01"], ["--as-of", "2022-02-01"]])
def test_the_worked_case_has_the_schema(options: list[str]) -> None:
    done = CliRunner().invoke(cli, ["brief", CASE, "--json", "--draws", "50", *options])
    assert done.exit_code == 0
    validator().validate(json.loads(done.stdout))


@given(made=test_as_of.folders())
def test_folders_with_links_have_the_schema(made: Case) -> None:
    validator().validate(as_json(compose(made, When.parse("2022-03-08"), draws=50)))


@given(made=strategies.folders())
def test_any_folder_has_the_schema(made: Case) -> None:
    validator().validate(as_json(compose(made, draws=50)))


def test_the_json_is_the_whole_page() -> None:
    assert list(as_json(compose(folder()))) == list(schema()["properties"]) == KEYS


def test_every_key_is_described() -> None:
    objects = [schema(), *schema()["$defs"].values()]
    assert len(objects) > 15
    for one in objects:
        assert one["description"].endswith(".")
        for name, key in one["properties"].items():
            assert key.get("description", "").endswith("."), name
