"""Numbers that lack an option which came later: what is held by them, and by others."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from accord.cli import cli
from accord.errors import AccordError

PROCESS = """
title: T
parties: {a: {name: A}, b: {name: B}}
actors: {early: {name: Early}, late: {name: Late}}
agenda:
  issues:
    i: {name: I, options: {x: X, y: {name: Y, since: 2022-03-10}, z: Z}}
"""
HELD = """
party: PARTY
held_by: HOLDER
as_of: DATE
walk_away: 30
issues: {i: {weight: 50, values: VALUES}}
"""
WITHOUT, WHOLE = "{x: 0, z: 100}", "{x: 0, y: 50, z: 100}"
LACKS = "early holds no weights and values for I (Y), so no program can sit at the table"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "process.yaml").write_text(PROCESS, encoding="utf-8")
    (tmp_path / "interests").mkdir()
    for party in "ab":
        for holder, date, values in (
            ("early", "2022-03-01", WITHOUT),
            ("late", "2022-03-12", WHOLE),
        ):
            text = HELD.replace("PARTY", party).replace("HOLDER", holder)
            file = tmp_path / "interests" / f"{party}-{holder}.yaml"
            text = text.replace("DATE", date).replace("VALUES", values)
            file.write_text(text, encoding="utf-8")
    return tmp_path


def test_who_lacks_numbers_stops_nobody_else(folder: Path) -> None:
    for many in ((), ("-n", "2", "--no-span")):
        done = CliRunner().invoke(cli, ["play", str(folder), *many, "--json"])
        assert done.exit_code == 0
        early, late = json.loads(done.stdout)["holders"]
        assert early == {"holder": "early", "missing": LACKS}
        assert late["holder"] == "late" and "missing" not in late
    words = ["tournament", str(folder), "--delegates", "linear"]
    done = CliRunner().invoke(cli, words)
    assert done.exit_code == 0 and f"{folder}: {LACKS}" in done.stderr


@pytest.mark.parametrize("words", [["play"], ["tournament", "--delegates", "linear"]])
def test_where_all_lack_numbers_no_talk_is_held(folder: Path, words: list[str]) -> None:
    done = CliRunner().invoke(cli, [*words, str(folder), "--held-by", "early"])
    assert isinstance(done.exception, AccordError)
    assert LACKS in str(done.exception)
