"""Many who append share transactions, and each gets the answer that it would get alone."""

import asyncio
import random
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from sqlalchemy.engine import Engine
from tests.store.logs import EVENTS, events_of, numbered
from tests.store.writers import everything, started, write_groups

from accord.errors import AccordError, Conflict
from accord.store import Batch, Store, verify
from accord.store.writer import LINGER, Addition, GroupWriter

TRIES = count(1)
SHARED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
BAD: dict[str, Any] = {"a": float("nan")}


class Model:
    """Logs as lists, to which one after the other appends: what a store must be equal to."""

    def __init__(self) -> None:
        self.logs: dict[str, list[dict[str, Any]]] = {}

    def append(self, table: str, after: int, events: list[dict[str, Any]]) -> int | str:
        log = self.logs.get(table, [])
        if not table or any(event == BAD or event is BAD for event in events):
            return "AccordError"
        if len(log) != after:
            return "Conflict"
        if events:
            self.logs[table] = [*log, *events]
        return after + len(events)


def said(answer: Any) -> int | str:
    return answer if isinstance(answer, int) else type(answer).__name__


BATCHES = st.lists(
    st.tuples(
        st.sampled_from(["", "a", "b", "c"]),
        st.integers(0, 4),
        st.lists(EVENTS | st.just(BAD), max_size=2),
    ),
    max_size=8,
)


@SHARED
@given(groups=st.lists(BATCHES, max_size=3))
def test_answers_to_many_are_those_to_one_after_the_other(where: str, groups: Any) -> None:
    prefix = f"{next(TRIES)} "
    model = Model()
    with Store.open(where) as store:
        for group in groups:
            named = [(t and prefix + t, after, events) for t, after, events in group]
            expected = [model.append(*one) for one in named]
            assert [said(one) for one in store.append_many(named)] == expected
        for table, log in model.logs.items():
            assert events_of(store, table) == log
            assert store.examine(table).broken is None


def test_who_and_when_are_kept(where: str) -> None:
    with Store.open(where) as store:
        store.append("river", 0, numbered(2), by="Анна 🕊")
        assert store.append_many([Batch("river", 2, [{}], "bob"), ("river", 3, [{}])]) == [3, 4]
        read = store.read("river")
        assert [(one.number, one.by) for one in read] == [
            *((1, "Анна 🕊"), (2, "Анна 🕊")),
            *((3, "bob"), (4, "")),
        ]
        times = [one.at for one in read]
        assert times == sorted(times)
        assert all(len(at) == len("2026-11-28T10:36:17.123456Z") for at in times)
        assert all(at[10] + at[19] + at[-1] == "T.Z" for at in times)
        for by in ("a\nb", "x" * 201, "\u2028"):
            with pytest.raises(AccordError, match="cannot say who appends"):
                store.append("river", 4, [{}], by=by)
        assert store.examine("river").broken is None


@pytest.fixture
def commits() -> Iterator[list[int]]:
    """Count the transactions that write."""
    found: list[int] = []

    def note(*_: Any) -> None:
        found.append(1)

    event.listen(Engine, "commit", note)
    yield found
    event.remove(Engine, "commit", note)


def test_many_are_one_transaction(where: str, commits: list[int]) -> None:
    with Store.open(where) as store:
        commits.clear()
        answers = store.append_many([(f"table {one}", 0, numbered(2)) for one in range(500)])
        assert answers == [2] * 500
        assert len(commits) == 1


def test_threads_that_wait_share_a_transaction(tmp_path: Path, commits: list[int]) -> None:
    file = tmp_path / "talks.db"
    with Store.open(file) as store, closing(sqlite3.connect(file)) as other:
        commits.clear()
        other.execute("BEGIN IMMEDIATE")
        waiting = [store.submit(f"table {one}", 0, numbered(1)) for one in range(40)]
        assert not any(one.done() for one in waiting)
        other.rollback()
        assert [one.result() for one in waiting] == [1] * 40
        assert len(commits) <= 2, "the first may have been taken alone"


def test_threads_race_and_the_log_is_the_judge(where: str) -> None:
    """Whoever is told of a conflict reads again; each event is there once in the end."""
    with Store.open(where) as store:
        conflicts = []

        def write(me: int) -> None:
            chance = random.Random(me)
            for turn in range(15):
                table = f"table {chance.randrange(3)}"
                while True:
                    after = len(store.read(table))
                    try:
                        store.append(table, after, [{"me": me, "turn": turn}], by=f"{me}")
                        break
                    except Conflict as conflict:
                        conflicts.append(conflict)

        threads = [Thread(target=write, args=(me,)) for me in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        found = [
            (one.event["me"], one.event["turn"], one.by)
            for table in store.tables()
            for one in store.read(table)
        ]
        assert sorted(found) == sorted((me, at, f"{me}") for me in range(8) for at in range(15))
        assert all(store.examine(table).broken is None for table in store.tables())


def test_programs_that_write_groups_lose_nothing_and_write_nothing_twice(where: str) -> None:
    """Two programs append to the same tables in other orders, and one of them is killed."""
    Store.open(where).close()
    programs = [started(write_groups, where, me) for me in range(2)]
    for _, connection in programs:
        assert connection.poll(20)
    programs[0][0].kill()
    programs[1][1].send("end")
    told = [everything(connection) for _, connection in programs]
    for program, _ in programs:
        program.join()
    with Store.open(where) as store:
        kept = [
            tuple(one.event.values()) for table in store.tables() for one in store.read(table)
        ]
        assert len(set(kept)) == len(kept)
        for confirmed in told:
            assert {one for group in confirmed for one in group} <= set(kept)
        assert {one for group in told[1] for one in group} == {
            one for one in kept if one[1].startswith("1 ")
        }
        assert all(verify(store.export(table)) is None for table in store.tables())


def test_one_that_the_database_refuses_does_not_fail_the_others(tmp_path: Path) -> None:
    def limit(connection: Any, _: object) -> None:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 100_000)

    with Store.open(tmp_path / "talks.db") as store:
        event.listen(store._engine, "connect", limit)
        store._engine.dispose()
        answers = store.append_many(
            [
                ("river", 0, numbered(1)),
                ("sea", 0, [{"said": "x" * 200_000}]),
                ("river", 1, numbered(1)),
                ("sea", 1, numbered(1)),
            ]
        )
        assert [said(one) for one in answers] == [1, "AccordError", 2, "Conflict"]
        assert "an event is too large; nothing was written" in str(answers[1])
        assert store.tables() == ["river"]
        event.remove(store._engine, "connect", limit)


def test_a_failure_fails_exactly_those_that_are_not_on_the_disk(tmp_path: Path) -> None:
    """The line goes dead when the database has kept the transaction, but not said so."""
    with Store.open(tmp_path / "talks.db") as store:
        dialect: Any = store._engine.dialect
        commit = dialect.do_commit

        def kept(connection: Any) -> None:
            commit(connection)
            dialect.do_commit = commit
            raise sqlite3.OperationalError("the line went dead")

        def lost(connection: Any) -> None:
            raise sqlite3.OperationalError("the line went dead")

        dialect.do_commit = kept
        assert store.append("river", 0, numbered(1)) == 1
        dialect.do_commit = kept
        assert store.append_many([("river", 1, [{}]), ("sea", 0, [{}])]) == [2, 1]
        dialect.do_commit = lost
        with pytest.raises(AccordError, match="the line went dead"):
            store.append("river", 2, [{}])
        answers = store.append_many([("river", 2, [{}]), ("sea", 0, [{}])])
        assert [said(one) for one in answers] == ["AccordError"] * 2
        dialect.do_commit = commit
        assert events_of(store, "river") == [*numbered(1), {}]
        assert events_of(store, "sea") == [{}]
        assert store.append("river", 2, [{}]) == 3


def test_what_came_onto_the_disk_late_is_no_conflict(tmp_path: Path) -> None:
    """The first try cannot be seen at once; the second finds its own events there."""
    with Store.open(tmp_path / "talks.db") as store:
        dialect: Any = store._engine.dialect
        commit = dialect.do_commit

        def kept(connection: Any) -> None:
            commit(connection)
            dialect.do_commit = commit
            raise sqlite3.OperationalError("the line went dead")

        store._commit._kept = lambda row: False  # type: ignore[method-assign]
        dialect.do_commit = kept
        sea = numbered(1)
        batches = [
            ("river", 0, numbered(2)),
            ("sea", 0, sea),
            ("sea", 0, sea),
            ("sea", 1, sea[:0]),
        ]
        answers = store.append_many(batches)
        assert [said(one) for one in answers] == [2, 1, "Conflict", 1]
        assert events_of(store, "river") == numbered(2)


def test_an_error_of_any_kind_reaches_those_who_wait_and_nobody_else(tmp_path: Path) -> None:
    with Store.open(tmp_path / "talks.db") as store:

        class Broken:
            def __getattr__(self, name: str) -> Any:
                raise ZeroDivisionError(name)

        kind, store._commit._kind = store._commit._kind, Broken()
        with pytest.raises(ZeroDivisionError):
            store.append("river", 0, numbered(1))
        store._commit._kind = kind
        assert store.append("river", 0, numbered(1)) == 1


def test_a_program_built_on_asyncio_awaits_what_it_appends(where: str) -> None:
    async def move(store: Store, table: str) -> int:
        return await asyncio.wrap_future(store.submit(table, 0, numbered(2), by=table))

    async def all_at_once(store: Store) -> list[int | BaseException]:
        moves = (move(store, table) for table in ["river", "sea", "river"])
        return await asyncio.gather(*moves, return_exceptions=True)

    with Store.open(where) as store:
        found = asyncio.run(all_at_once(store))
        assert [said(one) for one in found] == [2, 2, "Conflict"]


def writers() -> list[Thread]:
    return [one for one in threading.enumerate() if one.name == "accord-store"]


def test_the_thread_is_there_only_while_somebody_writes(where: str) -> None:
    assert writers() == []
    with Store.open(where) as store:
        assert (store.read("river"), store.tables()) == ([], [])
        with store.listen() as listener:
            assert not listener.wait(0)
        assert writers() == []
        store.append("river", 0, numbered(1))
        (thread,) = writers()
        assert not thread.daemon
        thread.join(100 * LINGER)
        assert not thread.is_alive()
        assert store.append("river", 1, numbered(1)) == 2
    assert writers() == []


def test_closing_waits_for_what_was_taken(where: str) -> None:
    store = Store.open(where)
    waiting = [store.submit("river", number, [{}]) for number in range(50)]
    store.close()
    assert [one.result(0) for one in waiting] == list(range(1, 51))
    for use in (lambda: store.append("river", 50, [{}]), store.tables, store.close):
        if use == store.close:
            use()
        else:
            with pytest.raises(AccordError, match="this store is closed: open it again"):
                use()


def test_who_no_longer_waits_is_not_written(tmp_path: Path) -> None:
    file = tmp_path / "talks.db"
    with Store.open(file) as store:
        with closing(sqlite3.connect(file)) as other:
            store.append("river", 0, [{}])
            other.execute("BEGIN IMMEDIATE")
            first = store.submit("river", 1, [{}])
            while not first.running():
                pass
            second, third = (store.submit(table, 0, [{}]) for table in ("sea", "lake"))
            assert not first.cancel()
            assert second.cancel()
            other.rollback()
        assert (first.result(), third.result()) == (2, 1)
        assert store.tables() == ["lake", "river"]


PROGRAM = """
import sys
from accord.store import Store
store = Store.open(sys.argv[1])
for number in range(20):
    store.submit("river", number, [{}])
print("end")
"""


def test_a_program_that_ends_without_closing_writes_what_was_taken(tmp_path: Path) -> None:
    file = tmp_path / "talks.db"
    words = [sys.executable, "-c", PROGRAM, str(file)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "end\n", "")
    with Store.open(file) as store:
        assert len(store.read("river")) == 20


FORKING = """
import os, sys, threading, time
from accord.store import Store
store = Store.open(sys.argv[1])
ends, halt = {}, threading.Event()
def write(me):
    while not halt.is_set():
        ends[me] = store.append(f"thread {me}", ends.get(me, 0), [{}])
threads = [threading.Thread(target=write, args=(me,)) for me in range(4)]
for thread in threads:
    thread.start()
for child in range(6):
    time.sleep(0.02)
    if os.fork() == 0:
        status = 1
        try:
            for number in range(3):
                store.append(f"child {child}", number, [{}])
            status = 0 if len(store.read(f"child {child}")) == 3 else 2
            store.close()
        finally:
            os._exit(status)
said = [os.waitstatus_to_exitcode(os.wait()[1]) for child in range(6)]
halt.set()
for thread in threads:
    thread.join()
store.close()
print(said, ends == {me: len(Store.open(sys.argv[1]).read(f"thread {me}")) for me in ends})
"""


def test_a_forked_program_has_a_thread_and_connections_of_its_own(where: str) -> None:
    words = [sys.executable, "-W", "ignore", "-c", FORKING, where]
    done = subprocess.run(words, capture_output=True, text=True, timeout=120)
    assert (done.stdout, done.stderr) == (f"{[0] * 6} True\n", "")
    with Store.open(where) as store:
        assert len(store.tables()) == 10
        assert all(store.examine(table).broken is None for table in store.tables())


def test_a_thread_that_cannot_be_started_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Thread) -> None:
        raise RuntimeError("can't start new thread")

    writer = GroupWriter(lambda group: [1 for _ in group])
    with monkeypatch.context() as patch:
        patch.setattr(Thread, "start", refuse)
        with pytest.raises(AccordError, match="nothing can be written now: can't start"):
            writer.take([Addition("river", 0, (), "", "")])
    one = Addition("river", 0, (), "", "")
    writer.take([one])
    assert one.answer.result() == 1
    writer.close()
