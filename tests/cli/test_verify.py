"""`accord verify` from the outside."""

import json
import sqlite3
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import pytest
from frozendict import frozendict
from tests.deals.build import agenda

from accord.cli import main
from accord.store import Store, log_lines, write_log
from accord.talks import Propose, Setup, Stacked, after, open_table, seats, to_json

EVENTS = [{"number": number, "said": f"words {number}"} for number in range(1, 5)]


def run(*words: object) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    with (
        patch.object(sys, "argv", ["accord", "verify", *map(str, words)]),
        redirect_stdout(out),
        redirect_stderr(err),
        pytest.raises(SystemExit) as end,
    ):
        main()
    return int(str(end.value.code)), out.getvalue(), err.getvalue()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    file = tmp_path / "river.jsonl"
    write_log(file, log_lines(EVENTS))
    return file


@pytest.fixture
def store(tmp_path: Path) -> Path:
    file = tmp_path / "talks.db"
    with Store.open(file) as made:
        made.append("river", 0, EVENTS)
        made.append("sea", 0, EVENTS[:1])
    return file


def head(file: Path, line: int = -1) -> str:
    digits: str = json.loads(file.read_text("utf-8").splitlines()[line])["hash"]
    return digits


def test_an_intact_log_is_one_line_with_its_head(log: Path) -> None:
    assert run(log) == (0, f"{log}: intact, 4 events, head {head(log)}\n", "")
    assert run(log, "--head", head(log).upper())[0] == 0


def test_an_empty_log_is_not_intact(log: Path) -> None:
    noted = head(log)
    log.write_bytes(b"")
    empty = f"{log}: there is no event in it, so nothing to verify\n"
    assert run(log) == (1, empty, "")
    assert run(log, "--head", noted)[0] == 1


def test_a_store_without_tables_is_not_intact(tmp_path: Path) -> None:
    file = tmp_path / "new.db"
    Store.open(file).close()
    empty = f"{file}: there is no table in this store, so nothing to verify\n"
    for head in ([], ["--head", "0" * 64]):
        assert run(file, *head) == (1, empty, "")
    assert run(file, "--table", "sea")[0] == 2


def test_the_log_of_a_table_says_whose_it_is(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "sea.jsonl"
    with Store.open(store) as opened:
        write_log(file, opened.export("sea"))
    noted = head(file)
    assert run(file) == (0, f"{file}: table 'sea' intact, 1 event, head {noted}\n", "")


def test_a_removed_start_is_found(log: Path) -> None:
    lines = log.read_text("utf-8").splitlines(keepends=True)
    log.write_text("".join(lines[1:]), "utf-8")
    status, said, _ = run(log)
    assert status == 1
    assert said.startswith(f"{log}:1: event 1 does not follow from the start of the log: it")


def test_a_changed_log_is_said_with_line_and_status_1(log: Path) -> None:
    log.write_text(log.read_text("utf-8").replace("words 2", "words 9"), "utf-8")
    status, said, complaint = run(log)
    assert (status, complaint) == (1, "")
    assert said.startswith(f"{log}:2: event 2 does not follow from event 1: one")


def test_a_removed_end_is_found_with_the_head(log: Path) -> None:
    noted = head(log)
    lines = log.read_text("utf-8").splitlines(keepends=True)
    log.write_text("".join(lines[:-1]), "utf-8")
    assert run(log)[0] == 0
    status, said, _ = run(log, "--head", noted)
    assert status == 1
    assert said == (
        f"{log}: no event has the noted hash {noted}: "
        "the end of the log was removed, or the log was written anew\n"
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\n", "{log}:1: this is not a log with hashes"),
        (b"name,worth\n", "{log}:1: this is not a log with hashes; `accord play --log` writes"),
        (b'{"number": 1}\n{"number": 2}\n', "{log}:1: this is not a log with hashes"),
        (b"\xff\n", "{log}:1: this line is not UTF-8, so this is no log of Accord"),
        (None, "{log} cannot be read: No such file or directory"),
    ],
)
def test_what_is_no_log_has_status_2(log: Path, content: bytes | None, sentence: str) -> None:
    log.unlink() if content is None else log.write_bytes(content)
    status, said, complaint = run(log)
    assert (status, said) == (2, "")
    assert complaint.startswith(sentence.format(log=log))
    assert complaint.count("\n") == 1


def test_a_line_that_is_cut_off_is_said(log: Path) -> None:
    log.write_bytes(log.read_bytes()[:-30])
    status, _, complaint = run(log)
    assert status == 2
    assert complaint.startswith(f"{log}:4: this line is not JSON")
    assert complaint.endswith("the lines before it are intact, up to event 3\n")


def test_a_file_has_no_tables(log: Path) -> None:
    status, said, complaint = run(log, "--table", "sea")
    assert (status, said) == (2, "")
    assert f"--table is for stores: {log} is a file with one log" in complaint


def test_all_tables_of_a_store_or_one(store: Path, log: Path) -> None:
    status, said, _ = run(store)
    assert status == 0
    assert [line.split(", head")[0] for line in said.splitlines()] == [
        "river: intact, 4 events",
        "sea: intact, 1 event",
    ]
    with Store.open(store) as opened:
        noted = opened.examine("river").head
    alone = run(store, "--table", "river", "--head", noted)
    assert alone == (0, f"river: intact, 4 events, head {noted}\n", "")


@pytest.mark.parametrize(
    ("done", "sentence"),
    [
        ("UPDATE events SET body = '{}' WHERE number = 2", "event 2 does not follow"),
        ("DELETE FROM events WHERE number = 2", "event 2 was removed"),
        ("DELETE FROM events WHERE number < 3", "event 1 was removed"),
        ("UPDATE events SET number = number - 1 WHERE number > 0", "event 1 does not follow"),
        ("UPDATE events SET hash = upper(hash)", "event 1 does not follow"),
        ("UPDATE events SET at = '2026-01-01T00:00:00Z' WHERE number = 2", "event 2 does not"),
        ("UPDATE events SET \"by\" = 'bob' WHERE number = 2", "event 2 does not follow"),
        ("UPDATE events SET version = 2 WHERE number = 2", "event 2 does not follow"),
    ],
)
def test_a_store_changed_behind_accord_is_said(store: Path, done: str, sentence: str) -> None:
    with sqlite3.connect(store) as connection:
        if "number - 1" in done:
            connection.execute("DELETE FROM events WHERE number = 1 AND table_id = 'river'")
        connection.execute(f"{done} {'AND' if 'WHERE' in done else 'WHERE'} table_id = 'river'")
    status, said, complaint = run(store)
    assert (status, complaint) == (1, "")
    first, second = said.splitlines()
    assert first.startswith(f"{store}: table 'river': {sentence}")
    assert second.startswith("sea: intact")


def test_a_table_given_the_name_of_another_is_found(store: Path) -> None:
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE events SET table_id = 'lake' WHERE table_id = 'sea'")
    status, said, _ = run(store, "--table", "lake")
    assert status == 1
    assert said.startswith(f"{store}: table 'lake': event 1 does not follow from the start")


def test_a_store_with_no_json_in_it_has_status_2(store: Path) -> None:
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE events SET body = x'ff00' WHERE number = 1")
    status, said, complaint = run(store, "--table", "sea")
    assert (status, said) == (2, "")
    assert complaint.startswith(f"{store}: table 'sea':1: this line is not JSON")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ("table_id = x'ff'", "b'\\xff' cannot be a table's id, for it is no text"),
        ("table_id = CAST(x'ff' AS text)", "the file is damaged"),
        ("body = CAST(x'ff' AS text)", "the file is damaged"),
    ],
)
def test_a_store_of_texts_that_are_none_has_status_2(
    changed: str, sentence: str, store: Path
) -> None:
    with sqlite3.connect(store) as connection:
        connection.execute(f"UPDATE events SET {changed} WHERE table_id = 'sea'")
    status, _, complaint = run(store)
    assert status == 2
    assert complaint.startswith(f"{store}: {sentence}")


def test_a_store_whose_scheme_is_spoilt_has_status_2(store: Path) -> None:
    # What SQLite says of it quotes the name of a table, which is no text.
    whole = store.read_bytes()
    spoilt = whole.replace(b"tableeventsevents", b"table\xfe\xfe\xfe\xfe\xfe\xfeevents")
    assert spoilt != whole
    store.write_bytes(spoilt)
    status, said, complaint = run(store)
    assert (status, said) == (2, "")
    assert complaint == f"{store}: the file is damaged: go back to a copy of it\n"


def test_calls_that_make_no_sense_are_refused(store: Path, tmp_path: Path) -> None:
    there = f"{store}: there is no table 'lake'; there are: 'river', 'sea'\n"
    assert run(store, "--table", "lake") == (2, "", there)
    assert "say which with --table" in run(store, "--head", "0" * 64)[2]
    assert "64 hexadecimal digits" in run(store, "--head", "abc")[2]
    assert "Is a directory" in run(tmp_path)[2]
    assert "a store is a file, or a URL that starts" in run("mysql://host/a")[2]


def test_another_programs_database_is_no_store(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE other (a)")
    complaint = f"{file}: this is a SQLite database, but not a store of Accord\n"
    assert run(file) == (2, "", complaint)


def test_a_name_cannot_steer_the_terminal(log: Path) -> None:
    odd = log.with_name("a\x1b[2J.jsonl")
    log.rename(odd)
    odd.write_text(odd.read_text("utf-8").replace("words 2", "x"), "utf-8")
    status, said, _ = run(odd)
    assert status == 1
    assert "\x1b" not in said


def test_a_program_is_told_by_the_exit_status(log: Path) -> None:
    log.write_text(log.read_text("utf-8").replace("words 2", "words 9"), "utf-8")
    code = "from accord.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code, "verify", log], capture_output=True)
    assert (done.returncode, done.stderr) == (1, b"")


def test_a_log_is_held_to_the_rules_if_asked(tmp_path: Path) -> None:
    file, place = tmp_path / "talk.jsonl", tmp_path / "talks.db"
    setup = Setup(
        agenda=agenda({"north": ["here", "there"]}),
        seats=seats(["alba", "brae"]),
        rules=Stacked(),
    )
    at = after(open_table(setup), "alba", Propose(deal=frozendict({"north": "here"})))
    events = [to_json(event) for event in at.events]
    write_log(file, log_lines(events))
    assert run(file, "--rules") == run(file)
    events[1]["deal"] = {"north": "yonder"}
    file.unlink()
    write_log(file, log_lines(events))
    with Store.open(place) as made:
        made.append("river", 0, events)
    said = (
        "by the rules this cannot follow: Issue north has no option yonder; the delegation of"
    )
    assert run(file)[0] == 0 and run(place)[0] == 0
    status, words, _ = run(file, "--rules")
    assert status == 1 and words.startswith(f"{file}:2: {said}")
    status, words, _ = run(place, "--rules")
    assert status == 1 and words.startswith(f"{place}: table 'river': {said}")


def test_what_is_no_log_of_talks_is_not_held_to_their_rules(log: Path) -> None:
    status, said, complaint = run(log, "--rules")
    assert (status, said) == (2, "")
    assert f"{log}:1: the version must be 1" in complaint
