"""Who listens is woken when a log grows, whoever writes it."""

import time
from pathlib import Path
from threading import Thread

from tests.store.logs import events_of, numbered
from tests.store.writers import started, write_one

from accord.store import Store


def test_what_this_program_writes_is_heard(where: str) -> None:
    with Store.open(where) as store, store.listen() as first, store.listen() as second:
        assert first.wait(0) == frozenset()
        store.append_many([("river", 0, numbered(2)), ("sea", 0, numbered(1))])
        store.append("river", 2, [])
        assert heard(first, 2) == heard(second, 2) == {"river", "sea"}
        assert first.wait(0) == frozenset()
        assert events_of(store, "river", after=1) == numbered(2)[1:]


def heard(listener: object, count: int) -> set[str]:
    """Wait until so many tables were named."""
    found: set[str] = set()
    while len(found) < count:
        found |= listener.wait(20)  # type: ignore[attr-defined]
    return found


def test_what_was_there_before_is_not_heard(where: str) -> None:
    with Store.open(where) as store:
        store.append("river", 0, numbered(1))
        with store.listen() as listener:
            assert listener.wait(0) == frozenset()


def test_what_another_program_writes_is_heard_soon(where: str) -> None:
    Store.open(where).close()
    program, connection = started(write_one, where)
    with Store.open(where, read_only=True) as store, store.listen() as listener:
        connection.send("go")
        assert listener.wait(20) == {"río 🕊"}
        assert len(store.read("río 🕊")) == 1
    program.join()


def test_a_wait_without_an_end_is_ended_by_an_event(where: str) -> None:
    with Store.open(where) as store, store.listen() as listener:
        found: list[frozenset[str]] = []
        thread = Thread(target=lambda: found.append(listener.wait()))
        thread.start()
        time.sleep(0.01)
        assert not found
        store.append("river", 0, numbered(1))
        thread.join(20)
        assert found == [{"river"}]


def test_tables_are_named_anew_when_sqlite_numbers_rows_anew(tmp_path: Path) -> None:
    with Store.open(tmp_path / "talks.db") as store, store.listen() as listener:
        store.append_many([("river", 0, numbered(3)), ("sea", 0, numbered(1))])
        assert listener.wait(0) == {"river", "sea"}
        with store._engine.connect() as connection:
            connection.exec_driver_sql("DELETE FROM events WHERE table_id = 'sea'")
            connection.commit()
        assert listener.wait(0) == {"river"}
