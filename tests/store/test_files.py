"""Logs as files: whole or not at all, and nobody's events are written over."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.store.logs import EVENTS, ODD, numbered

from accord.errors import AccordError, Conflict, FormatError
from accord.store import Store, examine, is_database, log_lines, read_lines, write_log


def test_a_log_is_written_and_read(tmp_path: Path) -> None:
    file = tmp_path / "river.jsonl"
    write_log(file, log_lines(ODD))
    assert list(read_lines(file)) == list(log_lines(ODD))
    assert file.read_bytes().endswith(b"}\n")
    assert [one.name for one in tmp_path.iterdir()] == ["river.jsonl"]


@given(events=st.lists(EVENTS, max_size=4))
def test_a_file_is_the_export_of_the_store(
    events: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("log")
    with Store.open(folder / "a.db") as store:
        store.append("river", 0, events, by="ann")
        write_log(folder / "a.jsonl", store.export("river"))
        assert list(read_lines(folder / "a.jsonl")) == list(store.export("river"))
        found = examine(read_lines(folder / "a.jsonl"))
        assert found == store.examine("river")
        assert found.table == ("river" if events else "")


def test_a_log_that_goes_on_replaces_its_start(tmp_path: Path) -> None:
    file = tmp_path / "river.jsonl"
    for count in (2, 2, 5):
        write_log(file, log_lines(numbered(count)))
    assert examine(read_lines(file)).count == 5


@pytest.mark.parametrize("events", [numbered(2), [{"a": 1}] * 5, []])
def test_no_other_log_is_written_over(tmp_path: Path, events: Any) -> None:
    file = tmp_path / "river.jsonl"
    write_log(file, log_lines(numbered(3)))
    before = file.read_bytes()
    with pytest.raises(Conflict, match="is there already and is not the start of this log"):
        write_log(file, log_lines(events))
    assert file.read_bytes() == before


def test_an_event_that_cannot_be_kept_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "river.jsonl"
    write_log(file, log_lines(numbered(1)))
    before = file.read_bytes()
    with pytest.raises(AccordError, match="'a' in the event is nan"):
        write_log(file, log_lines([*numbered(1), {"a": float("nan")}]))
    assert file.read_bytes() == before


def test_what_cannot_be_read_or_written_is_one_sentence(tmp_path: Path) -> None:
    for read in (lambda file: list(read_lines(file)), is_database):
        with pytest.raises(AccordError, match="cannot be read: No such file"):
            read(tmp_path / "none.jsonl")
        with pytest.raises(AccordError, match="cannot be read: Is a directory"):
            read(tmp_path)
    with pytest.raises(AccordError, match="No such file or directory"):
        write_log(tmp_path / "none" / "a.jsonl", [])
    with pytest.raises(AccordError, match="cannot be read: Is a directory"):
        write_log(tmp_path, [])
    (tmp_path / "a").write_bytes(b'{"number": 1}\n\xff\n')
    with pytest.raises(FormatError, match="a:2: this line is not UTF-8"):
        list(read_lines(tmp_path / "a"))
