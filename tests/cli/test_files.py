"""What commands write into files: whole or not at all, and never over something else."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from accord.cli import cli
from accord.errors import AccordError, Unwritable

MAIN = "from accord.cli import main; main()"

WRITERS = {
    "brief --html": "brief talks --draws 20 --html",
    "deals --svg": "deals talks --draws 20 --svg",
    "play --svg": "play talks --rounds 3 --svg",
    "play --log": "play talks --rounds 3 --log",
    "play --out": "play talks --rounds 3 -n 3 --out",
    "tournament --svg": "tournament talks --delegates linear --rounds 3 --svg",
    "record export": "record talks export",
    "record export --what matrix": "record talks export --what matrix",
}
STARTS = {
    "brief --html": b"<!doctype html>",
    "deals --svg": b"<?xml",
    "play --svg": b"<?xml",
    "play --log": b'{"',
    "play --out": b"settings,number,seed",
    "tournament --svg": b"<?xml",
    "record export": b"\xef\xbb\xbfkind,id,date",
    "record export --what matrix": b"\xef\xbb\xbfissue,name,",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("files")
    with chdir(path):
        assert run("new talks").exit_code == 0
        yield path


def run(words: str) -> Result:
    return CliRunner().invoke(cli, words.split())


def names(folder: Path) -> set[str]:
    return set(os.listdir(folder))


@pytest.mark.parametrize("writer", WRITERS)
def test_what_is_something_else_is_left_and_what_is_alike_is_replaced(
    home: Path, writer: str
) -> None:
    file = home / "mine.csv"
    file.write_bytes(text := (home / "talks" / "process.yaml").read_bytes())
    before = names(home)
    refused = str(run(f"{WRITERS[writer]} mine.csv").exception)
    assert re.match(r"mine\.csv (is there already|holds something else)", refused)
    assert (file.read_bytes(), names(home)) == (text, before)
    file.write_bytes(b"")
    for _ in range(2):
        done = run(f"{WRITERS[writer]} mine.csv")
        assert done.exit_code == 0, done.output
        assert file.read_bytes().startswith(STARTS[writer])
    assert not [name for name in names(home) if name.startswith(".")]


@pytest.mark.parametrize("writer", WRITERS)
def test_the_standard_output_can_be_the_file_and_nothing_else_is_in_it(
    home: Path, writer: str
) -> None:
    done = run(f"{WRITERS[writer]} /dev/stdout")
    assert done.exit_code == 0, done.output
    file = home / f"again-{list(WRITERS).index(writer)}.csv"
    assert run(f"{WRITERS[writer]} {file.name}").exit_code == 0
    assert done.stdout_bytes == file.read_bytes()


def test_an_output_that_leads_to_a_file_is_such_a_one(home: Path) -> None:
    with (home / "kept").open("wb") as kept:
        kept.write(b"before ")
        kept.flush()
        words = [*WRITERS["deals --svg"].split(), "/dev/stdout"]
        command = [sys.executable, "-W", "error", "-c", MAIN, *words]
        subprocess.run(command, stdout=kept, stderr=subprocess.PIPE, check=True)
    assert (home / "kept").read_bytes().startswith(b"before <?xml")


@pytest.mark.parametrize("writer", WRITERS)
def test_a_device_without_room_is_a_sentence(home: Path, writer: str) -> None:
    done = run(f"{WRITERS[writer]} /dev/full")
    assert isinstance(done.exception, Unwritable)
    assert "/dev/full cannot be written: No space left on device" in str(done.exception)


def test_a_place_that_is_not_there_is_a_mistake_in_the_call(home: Path) -> None:
    done = run(f"{WRITERS['deals --svg']} none/deals.svg")
    assert isinstance(done.exception, AccordError)
    assert not isinstance(done.exception, Unwritable)


def test_a_pipe_takes_a_file(home: Path) -> None:
    os.mkfifo(home / "pipe.csv")
    command = [sys.executable, "-c", MAIN, *WRITERS["record export"].split(), "pipe.csv"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert (home / "pipe.csv").read_bytes().startswith(STARTS["record export"])
        said = b"pipe.csv takes one table: sources and outlets are left out\n"
        assert writer.communicate() == (b"wrote pipe.csv\n", said)


def test_schemas_are_written_over_schemas_only(home: Path) -> None:
    assert run("schema --out schemas").exit_code == run("schema --out schemas").exit_code == 0
    file = home / "schemas" / "record.json"
    file.write_text('{"mine": 1}')
    done = run("schema --out schemas")
    assert "record.json is there already and is not a JSON schema" in str(done.exception)
    assert file.read_text() == '{"mine": 1}'
