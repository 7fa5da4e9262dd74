"""`accord convert` from the outside: in, out, and refusals in sentences."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.formats.test_fuzz import run
from tests.interchange.test_genius import BUYER, SELLER

from accord.cli import cli
from accord.errors import AccordError
from accord.formats import load


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "buyer.xml").write_text(BUYER, encoding="utf-8")
    (tmp_path / "seller.xml").write_text(SELLER, encoding="utf-8")
    return tmp_path


def convert(*words: str) -> Result:
    return CliRunner().invoke(cli, ["convert", *words])


def test_in_and_out_and_in_again(home: Path) -> None:
    done = convert("buyer.xml", "seller.xml", "talks")
    assert done.exit_code == 0
    assert done.stdout == "talks: 2 parties, 2 issues. Next: accord deals talks\n"
    assert done.stderr == "seller.xml: not carried over: the discount factor 0.9.\n"
    for to, ending in (("genius", "xml"), ("geniusweb", "json"), ("negmas", "yml")):
        done = convert("--to", to, "talks", to)
        assert done.exit_code == 0
        assert done.stdout == f"{to}: domain.{ending}, buyer.{ending}, seller.{ending}\n"
        assert convert(to, f"from-{to}").exit_code == 0
        assert load(f"from-{to}").process.agenda.issues.keys() == {"Price", "Days to deliver"}
        assert convert(f"{to}/buyer.{ending}", "talks-2").exit_code == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("buyer.xml talks", "talks need at least two parties: name the file of each"),
        ("--held-by own buyer.xml seller.xml talks", "--held-by goes with --to"),
        ("--from genius --to genius full talks", "--from does not go with --to: the source"),
        ("--from geniusweb buyer.xml seller.xml talks", "buyer.xml:1: this is not JSON"),
        ("--to genius buyer.xml seller.xml talks", "with --to, name one process folder, and a"),
        (
            "buyer.xml seller.xml full",
            "full holds a process already (process.yaml): name anoth",
        ),
        ("full talks", "full is a process folder: say to what with --to genius or geniusweb"),
        ("buyer.xml seller.xml buyer.xml", "buyer.xml cannot be written: "),
    ],
)
def test_what_cannot_be_done_is_said(home: Path, words: str, said: str) -> None:
    (home / "full").mkdir()
    (home / "full" / "process.yaml").write_text("title: T\n", encoding="utf-8")
    done = convert(*words.split())
    assert isinstance(done.exception, AccordError)
    assert str(done.exception).startswith(said)
    assert not (home / "talks").exists()


def test_nothing_is_written_over(home: Path) -> None:
    convert("buyer.xml", "seller.xml", "talks")
    (home / "mine").mkdir()
    (home / "mine" / "notes.txt").write_text("mine", encoding="utf-8")
    done = convert("--to", "negmas", "talks", "mine")
    assert str(done.exception) == "mine is not empty: name a new folder"
    assert os.listdir("mine") == ["notes.txt"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><utility_space>&b;</utility_space>"),
        ("a.xml", b"<a>" * 100_000),
        ("a.json", b'{"LinearAdditiveUtilitySpace": ' + b"[" * 100_000),
        ("a.json", b"\xff"),
        ("a.yml", b"type: Fun\na: &a [1]\nb: [*a, *a]\n"),
        ("a.yml", b"{" * 100_000),
        ("a.yml", b"- \x00"),
        ("a.txt", b""),
    ],
)
def test_hostile_files_end_with_status_2_and_one_sentence(
    name: str, data: bytes, home: Path
) -> None:
    (home / name).write_bytes(data)
    status, said = run("convert", name, name, "talks")
    assert status == 2
    assert said.startswith(name)
    assert "Traceback" not in said
    assert len(set(said.splitlines())) == 1
    assert not (home / "talks").exists()
