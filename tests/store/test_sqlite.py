"""What can go wrong with a file of SQLite: each is one sentence, and loses nothing."""

import os
import resource
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.pool import Pool
from tests.store.logs import events_of, numbered
from tests.store.writers import fill, started

from accord.errors import AccordError, FormatError, Unwritable
from accord.store import Store
from accord.store.failures import in_sentences


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a store with two events."""
    made = tmp_path / "talks.db"
    with Store.open(made) as store:
        store.append("river", 0, numbered(2))
    return made


def test_every_transaction_is_forced_to_the_disk(file: Path) -> None:
    asked: dict[str, Any] = {}

    def note(connection: sqlite3.Connection, _: object) -> None:
        for pragma in ("synchronous", "journal_mode", "busy_timeout"):
            asked[pragma] = connection.execute(f"PRAGMA {pragma}").fetchone()[0]

    event.listen(Pool, "connect", note)
    try:
        with Store.open(file, patience=7) as store:
            store.tables()
    finally:
        event.remove(Pool, "connect", note)
    assert asked == {"synchronous": 2, "journal_mode": "wal", "busy_timeout": 7000}


def test_files_that_may_not_grow(tmp_path: Path) -> None:
    """The system refuses a write half-way, as on a full disk, and SQLite says an I/O error."""
    file = str(tmp_path / "talks.db")
    program, connection = started(fill, file, 300_000)
    confirmed, said, read = connection.recv()
    program.join()
    assert said == (
        f"{file}: the disk failed to read or write, or is full; "
        "nothing was confirmed: read the log before you try again"
    )
    assert confirmed == read > 10
    with Store.open(file) as store:
        assert [one["number"] for one in events_of(store, "river")] == list(range(confirmed))
        assert store.examine("river").broken is None
        assert store.append("river", confirmed, numbered(200)) == confirmed + 200


def test_a_full_disk(file: Path) -> None:
    """SQLite itself is told how many pages there are, and says that the disk is full."""

    def limit(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA max_page_count = 20")

    event.listen(Pool, "connect", limit)
    try:
        with Store.open(file) as store:
            confirmed = 2
            with pytest.raises(AccordError) as error:
                while True:
                    confirmed = store.append("river", confirmed, numbered(20))
            assert str(error.value) == (
                f"{file}: the disk is full; nothing was written: make room and try again"
            )
            assert len(events_of(store, "river")) == confirmed > 2
    finally:
        event.remove(Pool, "connect", limit)
    with Store.open(file) as store:
        assert len(events_of(store, "river")) == confirmed
        assert store.append("river", confirmed, numbered(20)) == confirmed + 20
        assert store.examine("river").broken is None


def unprivileged(connection: Connection, file: str) -> None:
    """Send what a user who may not write in the folder is told, and what such a user reads."""
    Store.open(file, read_only=True).close()
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    for _ in range(2):
        try:
            with Store.open(file) as store:
                connection.send(store.append("river", 2, numbered(1)))
        except AccordError as error:
            connection.send(str(error))
        file = str(Path(file).with_name("new.db"))
    with Store.open(Path(file).with_name("talks.db"), read_only=True) as store:
        connection.send(events_of(store, "river"))


@pytest.fixture
def folder() -> Iterator[Path]:
    """Yield a folder that every user may reach, which pytest's own are not."""
    with tempfile.TemporaryDirectory(prefix="accord") as made:
        yield Path(made)


@pytest.mark.parametrize("writable", [True, False], ids=["file", "folder"])
def test_read_only(folder: Path, writable: bool) -> None:
    file = folder / "talks.db"
    with Store.open(file) as store:
        store.append("river", 0, numbered(2))
    before = file.read_bytes()
    file.chmod(0o444)
    folder.chmod(0o777 if writable else 0o555)
    program, connection = started(unprivileged, str(file))
    told, new, read = (connection.recv() for _ in range(3))
    program.join()
    folder.chmod(0o755)
    assert told.startswith(f"{file}: the file ")
    assert "read-only" in told or "cannot be opened" in told
    assert read == numbered(2)
    assert file.read_bytes() == before
    if not writable:
        assert new.startswith(f"{folder / 'new.db'}: the file cannot be opened: see whether")


def test_somebody_who_keeps_on_writing(file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with Store.open(file, patience=0.1) as store:
            assert events_of(store, "river") == numbered(2)
            with pytest.raises(AccordError) as error:
                store.append("river", 2, numbered(1))
            sentence = "somebody else keeps on writing; nothing was written: try again"
            assert str(error.value) == f"{file}: {sentence}"
            other.execute("ROLLBACK")
            assert store.append("river", 2, numbered(1)) == 3


@pytest.mark.parametrize("content", [b"not a database" * 100, b"ab"])
def test_what_is_no_database(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "talks.db"
    file.write_bytes(content)
    for read_only in (True, False):
        with pytest.raises(FormatError) as error:
            Store.open(file, read_only=read_only)
        sentence = "the file is not a store, nor any SQLite database"
        assert str(error.value) == f"{file}: {sentence}"
    assert file.read_bytes() == content


def test_an_empty_file_becomes_a_store_unless_it_is_only_read(tmp_path: Path) -> None:
    file = tmp_path / "talks.db"
    file.touch()
    with pytest.raises(FormatError, match="there is no store in this file yet"):
        Store.open(file, read_only=True)
    with Store.open(file) as store:
        assert store.append("river", 0, numbered(1)) == 1


def test_a_damaged_file(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    file.write_bytes(content)
    with Store.open(file) as store, pytest.raises(FormatError) as error:
        events_of(store, "river")
    assert str(error.value) == f"{file}: the file is damaged: go back to a copy of it"


@pytest.mark.parametrize(
    ("done", "sentence"),
    [
        ("PRAGMA user_version = 3", "another Accord made this store (version 3): use that one"),
        ("PRAGMA user_version = 1", "another Accord made this store (version 1): use that one"),
        ("PRAGMA application_id = 1", "this is a SQLite database, but not a store of Accord"),
    ],
)
def test_another_programs_or_a_newer_file_is_left_alone(
    file: Path, done: str, sentence: str
) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute(done)
    before = file.read_bytes()
    for read_only in (True, False):
        with pytest.raises(FormatError) as error:
            Store.open(file, read_only=read_only)
        assert str(error.value) == f"{file}: {sentence}"
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("where", "sentence"),
    [
        ("none/talks.db", "none: No such file or directory"),
        ("mysql://somebody:secret@host/talks", "a store is a file, or a URL that starts with"),
        ("postgresql://host:port/talks", "this is no URL of a store"),
    ],
)
def test_places_that_cannot_be(where: str, sentence: str) -> None:
    with pytest.raises(AccordError) as error:
        Store.open(where)
    assert sentence in str(error.value)
    assert "secret" not in str(error.value)


@pytest.mark.parametrize(
    ("done", "sentence"),
    [
        ("DELETE FROM events WHERE number = 1", "event 1 is missing; the store was changed"),
        ("UPDATE events SET body = '[' WHERE number = 2", "event 2 is no JSON object"),
        ("UPDATE events SET body = x'ff' WHERE number = 2", "event 2 is no JSON object"),
        ("UPDATE events SET number = 'two' WHERE number = 2", "event 2 is missing"),
    ],
)
def test_a_store_that_was_changed_is_not_read(file: Path, done: str, sentence: str) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute(done)
    with Store.open(file) as store:
        with pytest.raises(FormatError) as error:
            events_of(store, "river")
        assert str(error.value).startswith(f"{file}: table 'river': {sentence}")


def test_names_of_files_may_hold_anything(tmp_path: Path) -> None:
    for name in ("a?b#c%20d.db", ":memory:", "об'єкт \u2028.db"):
        with Store.open(tmp_path / name) as store:
            store.append("river", 0, numbered(1))
        with Store.open(str(tmp_path / name), read_only=True) as store:
            assert events_of(store, "river") == numbered(1)
        assert (tmp_path / name).exists()


def test_a_store_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "talks.db"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        with pytest.raises(AccordError, match="the disk failed to read or write"):
            Store.open(file)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    with Store.open(file) as store:
        assert store.append("river", 0, numbered(2)) == 2


def test_what_sqlite_itself_says_is_said_in_the_same_words() -> None:
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorname = "SQLITE_FULL"
    with pytest.raises(Unwritable, match="x: the disk is full; nothing was"), in_sentences("x"):
        raise full
