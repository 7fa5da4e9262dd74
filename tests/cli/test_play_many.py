"""`accord play -n` as a program of its own: whatever ends it, what is done is kept."""

import csv
import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from click.testing import CliRunner
from tests.play.build import opposed, process

from accord.cli import cli
from accord.formats import save
from accord.record import Case

MAIN = "import sys; from accord.cli import main; main()"
OPTIONS = ("--seat", "alba=linear", "--seat", "delta=linear", "--no-span")
TALKS = 300
"""Fewer than the compiled engine takes; more than a worker is done with at once."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Write a process whose talks are quick, some of which come to a deal."""
    agenda, held = opposed(walk_away={"alba": (20, 100), "delta": (40, 50)})
    path = tmp_path_factory.mktemp("many") / "river"
    own = tuple(evolve(one, id=one.party) for one in held)
    save(Case(process=process(agenda, ["alba", "delta"]), interests=own), path)
    return str(path)


def command(folder: str, *options: str) -> list[str]:
    return ["play", folder, *OPTIONS, "--rounds", "6", "--json", *options]


def run(folder: str, *options: str) -> dict[str, Any]:
    done = CliRunner().invoke(cli, command(folder, *options), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return without_seconds(done.stdout)


def without_seconds(text: str) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(text)
    assert plain.pop("seconds") > 0
    return plain


@pytest.fixture(scope="module")
def whole(
    folder: str, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, Any], bytes]:
    """Play the talks without a break: what they came to, and the file."""
    file = tmp_path_factory.mktemp("whole") / "talks.csv"
    return run(folder, "-n", str(TALKS), "--out", str(file)), file.read_bytes()


@contextmanager
def running(folder: str, file: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    """Start the command, and wait until some talks are in the file."""
    words = command(folder, "-n", str(TALKS), "--workers", "2", "--out", str(file), *options)
    with subprocess.Popen(
        [sys.executable, "-c", MAIN, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as started:
        try:
            until = time.monotonic() + 60
            while not file.exists() or file.read_bytes().count(b"\n") < 5:
                assert started.poll() is None and time.monotonic() < until
                time.sleep(0.01)
            yield started
        finally:
            started.kill()


def children(parent: int) -> list[int]:
    """List the processes that one has started: workers, and what keeps track of them."""
    told = Path(f"/proc/{parent}/task/{parent}/children").read_text()
    return [int(one) for one in told.split()]


def workers(parent: int) -> list[int]:
    """List the processes that play talks for one."""
    said = {one: Path(f"/proc/{one}/cmdline").read_bytes() for one in children(parent)}
    return [one for one, words in said.items() if b"spawn_main" in words]


def lives(process: int) -> bool:
    """Return whether a process still runs; one that ended unawaited does not."""
    try:
        told = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return told.rpartition(")")[2].split()[0] != "Z"


def ended(processes: list[int]) -> list[int]:
    """Wait until processes have ended; give those that have not, which are ended then."""
    until = time.monotonic() + 60
    while (left := list(filter(lives, processes))) and time.monotonic() < until:
        time.sleep(0.01)
    for one in left:
        os.kill(one, signal.SIGKILL)
    return left


def busy(process: int) -> float:
    """Return the seconds of processor time that a process took."""
    told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def test_a_worker_that_is_killed_loses_nothing_that_was_written(
    folder: str, whole: tuple[dict[str, Any], bytes], tmp_path: Path
) -> None:
    file = tmp_path / "talks.csv"
    with running(folder, file) as started:
        first, _ = workers(started.pid)
        os.kill(first, signal.SIGKILL)
        out, err = started.communicate(timeout=60)
    assert started.returncode == 2 and out == ""
    assert err == (
        "A process that played talks was ended from outside, perhaps for want of memory: try "
        f"fewer workers, and the same talks go on after those in {file}.\n"
    )
    written = file.read_bytes()
    assert whole[1].startswith(written) and 5 <= written.count(b"\n") <= TALKS
    assert run(folder, "-n", str(TALKS), "--workers", "2", "--out", str(file)) == whole[0]
    assert file.read_bytes() == whole[1]


def test_a_tournament_says_that_a_worker_was_killed(folder: str) -> None:
    words = ["tournament", folder, "--delegates", "linear,micro", "--repeat", "500"]
    with subprocess.Popen(
        [sys.executable, "-c", MAIN, *words, "--workers", "2"],
        stderr=subprocess.PIPE,
        text=True,
    ) as started:
        try:
            until = time.monotonic() + 60
            while not (found := [one for one in workers(started.pid) if busy(one) > 1.5]):
                assert started.poll() is None and time.monotonic() < until
                time.sleep(0.01)
            os.kill(found[0], signal.SIGKILL)
            _, err = started.communicate(timeout=60)
        finally:
            started.kill()
    assert started.returncode == 2
    assert err == (
        "to be played: 2000 talks\nA process that played talks was ended from outside, perhaps "
        "for want of memory: try fewer workers.\n"
    )


ENDS = [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL]
"""What ends the command from outside."""


@pytest.mark.parametrize("sent", ENDS, ids=str)
def test_what_ends_the_command_ends_its_workers(
    folder: str, whole: tuple[dict[str, Any], bytes], tmp_path: Path, sent: int
) -> None:
    file = tmp_path / "talks.csv"
    with running(folder, file) as started:
        found = children(started.pid)
        os.kill(started.pid, sent)
        _, err = started.communicate(timeout=60)
    # Semaphores that are left behind would be complained of.
    assert sent == signal.SIGKILL or err == ""
    assert len(found) == 3 and ended(found) == []
    assert started.returncode == -sent
    assert whole[1].startswith(file.read_bytes())


@pytest.mark.parametrize("sent", ENDS, ids=str)
def test_what_ends_a_tournament_ends_workers_that_only_begin(folder: str, sent: int) -> None:
    words = ["tournament", folder, "--delegates", "linear,micro", "--repeat", "500"]
    with subprocess.Popen(
        [sys.executable, "-c", MAIN, *words, "--workers", "2"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as started:
        try:
            until = time.monotonic() + 60
            while len(found := children(started.pid)) < 3:
                assert started.poll() is None and time.monotonic() < until
                time.sleep(0.01)
            os.kill(started.pid, sent)
            assert started.wait(60) == -sent
        finally:
            started.kill()
    assert ended(found) == []


def test_what_nohup_has_ignored_stays_ignored(
    folder: str, whole: tuple[dict[str, Any], bytes], tmp_path: Path
) -> None:
    file = tmp_path / "talks.csv"
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with running(folder, file) as started:
            os.kill(started.pid, signal.SIGHUP)
            out, _ = started.communicate(timeout=60)
    finally:
        signal.signal(signal.SIGHUP, before)
    assert (started.returncode, without_seconds(out)) == (0, whole[0])


def test_ctrl_c_tells_what_was_done_and_the_rest_follows(
    folder: str, whole: tuple[dict[str, Any], bytes], tmp_path: Path
) -> None:
    file = tmp_path / "talks.csv"
    with running(folder, file) as started:
        os.kill(started.pid, signal.SIGINT)
        out, err = started.communicate(timeout=60)
    assert started.returncode == 130
    done = without_seconds(out)["talks"]
    assert 0 < done < TALKS and err == f"stopped after {done} of {TALKS} talks\n"
    assert whole[1].startswith(file.read_bytes())
    assert without_seconds(out) == run(folder, "-n", str(done))
    assert run(folder, "-n", str(TALKS), "--out", str(file)) == whole[0]
    assert file.read_bytes() == whole[1]


def test_where_the_disk_is_full_it_is_said_and_the_rest_follows(
    folder: str, whole: tuple[dict[str, Any], bytes], tmp_path: Path
) -> None:
    file = tmp_path / "talks.csv"
    words = command(folder, "-n", str(TALKS), "--out", str(file))
    done = subprocess.run(
        [sys.executable, "-B", "-c", MAIN, *words],
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000)),
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == (
        f"{file} cannot be written: File too large. Make room, or mend it; the same command "
        "then goes on after the talks that are in it.\n"
    )
    assert file.read_bytes() == whole[1][:5000]
    assert run(folder, "-n", str(TALKS), "--out", str(file)) == whole[0]
    assert file.read_bytes() == whole[1]


def test_fewer_talks_than_are_in_the_file_are_counted_and_none_is_lost(
    folder: str, whole: tuple[dict[str, Any], bytes], tmp_path: Path
) -> None:
    file = tmp_path / "talks.csv"
    file.write_bytes(whole[1])
    assert run(folder, "-n", "7", "--out", str(file)) == run(folder, "-n", "7")
    assert file.read_bytes() == whole[1]


def test_the_compiled_engine_goes_on_where_the_table_was(
    folder: str,
    whole: tuple[dict[str, Any], bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("numba")
    file = tmp_path / "talks.csv"
    file.write_bytes(whole[1][:9000])
    monkeypatch.setattr("accord.play.engines.COMPILED_FROM", 2)
    found = run(folder, "-n", str(TALKS), "--out", str(file))
    assert (found.pop("engine"), whole[0]["engine"]) == ("compiled", "table")
    assert found == {name: one for name, one in whole[0].items() if name != "engine"}
    assert file.read_bytes() == whole[1]


def test_a_parquet_file_has_the_same_rows_and_is_continued(
    folder: str, whole: tuple[dict[str, Any], bytes], tmp_path: Path
) -> None:
    from pyarrow.parquet import read_table

    file = tmp_path / "talks.parquet"
    run(folder, "-n", "9", "--out", str(file))
    found = run(folder, "-n", "30", "--out", str(file))
    assert found == run(folder, "-n", "30")
    rows = list(csv.DictReader(whole[1].decode().splitlines()))[:30]
    for read, row in zip(read_table(file).to_pylist(), rows, strict=True):
        assert {name: "" if one is None else str(one) for name, one in read.items()} == row


def test_without_numba_talks_are_held_at_the_table(
    folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "numba", None)
    monkeypatch.setattr("accord.play.engines.COMPILED_FROM", 2)
    assert run(folder, "-n", "3")["engine"] == "table"
    assert re.search(
        r"by the table engine, in .* s[.] The compiled engine needs Numba", told(folder)
    )


def test_why_many_talks_are_held_by_the_slower_engine_is_said(
    folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("numba")
    assert re.search(r" played by the table engine, in [^.]*[.]\d s[.]$", told(folder))
    monkeypatch.setattr("accord.play.engines.COMPILED_FROM", 2)
    assert re.search(r" played by the compiled engine, in [^.]*[.]\d s[.]$", told(folder))
    sealed = told(folder, "--rules", "sealed")
    assert sealed.endswith("Talks by sealed proposals are played at the pure table.")


def told(folder: str, *options: str) -> str:
    words = ["play", folder, *OPTIONS, "--rounds", "6", "-n", "3", *options]
    done = CliRunner().invoke(cli, words, catch_exceptions=False)
    return " ".join(done.stdout.split())


def test_where_the_compiled_engine_is_asked_for_without_numba_it_is_said(folder: str) -> None:
    asks = f"""
import sys
sys.modules["numba"] = None
from accord.errors import AccordError
from accord.formats import load
from accord.play import game, parse_rules, parse_seats, play_many
read = load({folder!r})
own = [one for held in read.perspectives for one in held.interests.values()]
try:
    seats = parse_seats(["alba=linear", "delta=linear"])
    same = game(read.process, own, parse_rules("", 2, 6), seats)
    list(play_many(same, 3, 0, None, "compiled"))
except AccordError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True)
    assert done.stdout == (
        "The compiled engine needs Numba, which is not installed: pip install 'accord[fast]', "
        "or use the pure table.\n"
    )
