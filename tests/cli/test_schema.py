"""`accord schema` from the outside."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from tests.formats.editor import seen

from accord.cli import cli
from accord.cli.schemas import ASSUMED, NAMES


@pytest.mark.parametrize("name", NAMES)
def test_each_schema_is_printed(name: str) -> None:
    done = CliRunner().invoke(cli, ["schema", name])
    schema = json.loads(done.stdout)
    Draft202012Validator.check_schema(schema)
    assert schema["title"] == f"Accord: {name}"


def test_all_are_printed_by_name() -> None:
    done = CliRunner().invoke(cli, ["schema"])
    assert tuple(json.loads(done.stdout)) == NAMES


def test_all_are_written(tmp_path: Path) -> None:
    out = tmp_path / "s"
    done = CliRunner().invoke(cli, ["schema", "--out", str(out)])
    assert done.stdout.split() == [str(out / f"{name}.json") for name in NAMES]
    for name in NAMES:
        printed = CliRunner().invoke(cli, ["schema", name]).stdout
        assert (out / f"{name}.json").read_text("utf-8") == printed


def test_an_unknown_schema_is_refused() -> None:
    done = CliRunner().invoke(cli, ["schema", "proces"])
    assert done.exit_code == 2


@pytest.mark.parametrize("name", ASSUMED)
def test_a_new_folder_has_files_that_their_schema_takes(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "talks"
    assert CliRunner().invoke(cli, ["new", str(folder)]).exit_code == 0
    assert CliRunner().invoke(cli, ["check", str(folder)]).exit_code == 0
    file = folder / name / "holm.yaml"
    head, mark, text = file.read_text("utf-8").partition("Remove the # below to use it.\n")
    assert mark
    file.write_text(head + mark + re.sub(r"^#", "", text, flags=re.M), "utf-8")
    checked = CliRunner().invoke(cli, ["check", str(folder)])
    assert "1 file of assumptions; no mistakes" in checked.output
    known = json.loads((folder / ".schema" / f"{name}.json").read_text("utf-8"))
    held = seen(file.read_text("utf-8"))
    assert not list(Draft202012Validator(known).iter_errors(held))
    held["unknown"] = "x"
    assert list(Draft202012Validator(known).iter_errors(held))
