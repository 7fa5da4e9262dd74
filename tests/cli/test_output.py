"""Wherever the output leads, no command ends in a traceback, nor with another's exit status."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.cli.sinks import SINKS, Ended

from accord.cli import COMMANDS
from accord.cli.common import write_json
from accord.cli.record import command as record
from accord.record.hidden_signs import clean

SINKS_AND_STATUS = {"full": 3, "closed": 3, "gone": 0, "cp1251": 0}
FULL = "the output cannot be written: No space left on device\n"
CLOSED = "the output cannot be written: it is closed\n"

SORTS = [
    "party",
    "person",
    "actor",
    "venue",
    "issue",
    "option",
    "constraint",
    "plan",
    "source",
    "outlet",
]
"""What is declared by command."""

CASES = {
    "brief": "brief talks --draws 20",
    "brief --json": "brief talks --draws 20 --json",
    "check": "check talks",
    "checklist": "checklist talks",
    "checklist list": "checklist talks list --json",
    "convert": "convert buyer.xml seller.xml {new}",
    "convert --to": "convert --to negmas market {new}",
    "deals": "deals talks --draws 20",
    "deals --json": "deals talks --draws 20 --json",
    "delegates": "delegates",
    "delegates --json": "delegates boulware --json",
    "interests": "interests talks",
    "interests list": "interests talks list --json",
    "mark": "mark talks",
    "mark set": "mark {copy} upland water=20 want --held-by holm",
    "new": "new {new}",
    "play": "play talks --rounds 3",
    "play --json": "play talks --rounds 3 --json",
    "play -n": "play talks --rounds 3 -n 5",
    "record list": "record talks list",
    "record list --json": "record talks list --json",
    "record list --csv": "record talks list --csv",
    "record show": "record talks show holm",
    "record contested": "record talks contested",
    "record corrections": "record talks corrections",
    "record commitments": "record talks commitments",
    "record timeline": "record talks timeline",
    "record add": (
        "record {copy} add --kind statement --date 2024-05-03 "
        "--source gazette-0502 --text Agreed --set by=holm"
    ),
    "record edit": "record {copy} edit holm-1 --text Words",
    "record supersede": "record {copy} supersede holm-1 --text Words --why Misheard",
    "record import": "record talks import notes.csv --source gazette-0502",
    "record export": "record talks export {new}.csv",
    "schema": "schema",
    "search": "search talks ceasefire",
    "search --json": "search talks ceasefire --json",
    "share": "share talks {new} --for table",
    "schema --out": "schema --out {new}",
    "tournament": "tournament talks --delegates linear --rounds 3",
    "tournament --csv": "tournament talks --delegates linear --rounds 3 --csv",
    "fighting": "fighting",
    "fighting MODEL": "fighting battles:n=6,k=3",
    "fighting --record": "fighting --record talks",
    "fighting --json": "fighting battles:n=6,k=3 --json",
    "hold": "hold game.json",
    "verify": "verify log.jsonl",
    "verify tampered": "verify tampered.jsonl",
    "process edit": "process {copy} edit --title Talks",
    "party add": "party {copy} add brae --name Brae",
    **{f"{sort} list": f"{sort} talks list" for sort in SORTS},
}


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Ended:
    """Run every command into every sink, from one process that is forked for each."""
    home = tmp_path_factory.mktemp("sinks")
    script = Path(__file__).with_name("sinks.py")
    asked = {"cases": CASES, "sinks": list(SINKS_AND_STATUS)}
    done = subprocess.run(
        [sys.executable, "-W", "error", script],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        cwd=home,
    )
    assert done.returncode == 0, done.stderr
    found: Ended = json.loads(done.stdout)
    return found


def test_every_command_is_among_them() -> None:
    words = {tuple(case.split()[:3]) for case in CASES.values()}
    # `host` goes on until it is stopped.
    assert {one[0] for one in words} | {"host", "sit"} == set(COMMANDS)
    assert {one[2] for one in words if one[0] == "record"} == set(record.commands)
    assert list(SINKS_AND_STATUS) == list(SINKS)


@pytest.mark.parametrize("sink", SINKS_AND_STATUS)
@pytest.mark.parametrize("case", CASES)
def test_no_command_fails_on_where_its_output_leads(ended: Ended, case: str, sink: str) -> None:
    status, said = ended[case][sink]
    usual = 1 if case == "verify tampered" else 0
    assert "Traceback" not in said
    assert status == (SINKS_AND_STATUS[sink] or usual), said
    sentence = {"full": FULL, "closed": CLOSED}.get(sink, "")
    rest = said.removesuffix(sentence)
    assert sentence == "" or rest != said
    assert "cannot be written" not in rest


def run(*words: str, **given: Any) -> "subprocess.CompletedProcess[bytes]":
    code = "from accord.cli import main; main()"
    return subprocess.run([sys.executable, "-c", code, *words], **given)


@pytest.fixture
def full() -> Iterator[int]:
    handle = os.open("/dev/full", os.O_WRONLY)
    yield handle
    os.close(handle)


def test_a_program_ends_so_too(full: int) -> None:
    done = run("delegates", stdout=full, stderr=subprocess.PIPE)
    assert (done.returncode, done.stderr.decode()) == (3, FULL)
    assert run("delegates", stdout=full, stderr=full).returncode == 3
    assert run("verify", "nothing", stdout=full, stderr=full).returncode == 2


def test_signs_that_the_encoding_lacks_are_replaced(tmp_path: Path) -> None:
    def said(encoding: str, *words: str) -> bytes:
        env = {**os.environ, "PYTHONIOENCODING": encoding, "COLUMNS": "80"}
        done = run(*words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env)
        assert (done.returncode, done.stderr) == (0, b"")
        return done.stdout

    talks = str(tmp_path / "talks")
    run("new", talks, stdout=subprocess.DEVNULL)
    words = ["add", "--kind", "statement", "--date", "2024-05-03", "--text", "会谈 ½"]
    words += ["--source", "gazette-0502", "--set", "by=holm", "--id", "new"]
    assert b"added" in said("utf-8", "record", talks, *words)
    assert ": 会谈 ½" in said("utf-8", "record", talks, "list").decode()
    assert ": ?? ?" in said("ascii", "record", talks, "list").decode()
    everything = ("record", talks, "list", "--json")
    assert said("ascii", *everything).isascii()
    assert json.loads(said("ascii", *everything)) == json.loads(said("utf-8", *everything))


def test_json_holds_hidden_signs_as_escapes_and_reads_back_the_same(
    capsys: pytest.CaptureFixture[str],
) -> None:
    value = {"a\u202e": ["می‌خواهم", "\x85\u2066\U000e0041", "pay\u200cpal", "\ud800"]}
    write_json(value)
    said = capsys.readouterr().out
    assert clean(said) == said
    assert "می‌خواهم" in said and r"pay\u200cpal" in said
    assert json.loads(said) == value
