"""`accord brief` from the outside: which files it opens."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from accord.cli import cli
from accord.errors import AccordError, InvalidProcess
from accord.formats.new import new


def test_whoever_cannot_look_at_interests_works_with_the_rest(tmp_path: Path) -> None:
    new(tmp_path / "talks")
    shutil.rmtree(tmp_path / "talks" / "interests")
    words = ["brief", str(tmp_path / "talks")]
    before = CliRunner().invoke(cli, words)
    (tmp_path / "talks" / "interests").write_bytes(b"whoever opens this finds a mistake")
    assert CliRunner().invoke(cli, words).output == before.output
    assert before.exit_code == 0
    refused = CliRunner().invoke(cli, [*words, "--for", "mediator"])
    assert isinstance(refused.exception, InvalidProcess)


def test_a_brief_is_for_the_table_unless_it_says_for_whom(tmp_path: Path) -> None:
    new(tmp_path / "talks")
    for file in (tmp_path / "talks" / "interests").iterdir():
        file.write_text(file.read_text("utf-8").replace("for: public", "for: table"), "utf-8")
    told = {}
    for reader in ("", "public", "table", "mediator"):
        words = ["brief", str(tmp_path / "talks"), "--full"]
        words += ["--for", reader] if reader else []
        told[reader] = CliRunner().invoke(cli, words).output
    assert told[""] == told["table"]
    assert "By the numbers of Institute" in told["table"]
    assert "By the numbers of Institute" not in told["public"]
    assert "does not see" not in told["public"] + told["table"]
    said = " ".join(told["mediator"].split())
    assert "The public does not see what follows from the interests held by Institute" in said


@pytest.mark.parametrize("deal", ["nobody-said-so", "missing.yaml", "round-1"])
def test_a_deal_that_is_not_there_is_a_mistake_and_no_line_of_the_page(
    tmp_path: Path, deal: str
) -> None:
    new(tmp_path / "talks")
    words = ["brief", str(tmp_path / "talks"), "--hold", "--deal", deal, "--draws", "5"]
    refused = CliRunner().invoke(cli, words)
    assert isinstance(refused.exception, AccordError)
    assert deal in str(refused.exception)
    assert refused.output == ""
    assert CliRunner().invoke(cli, [*words[:-3], "nash", *words[-2:]]).exit_code == 0
