"""What is PostgreSQL's alone: each trouble is one sentence, and loses nothing."""

import random
import sys
import time

import psycopg
import pytest
from tests.store.conftest import Server
from tests.store.logs import events_of, numbered
from tests.store.writers import everything, started, write_on

from accord.errors import AccordError, FormatError
from accord.store import Store


def done(where: str, *statements: str) -> None:
    with psycopg.connect(where, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def test_a_server_that_breaks_down_loses_nothing_that_was_confirmed(server: Server) -> None:
    where = server.database()
    chance = random.Random(2)
    confirmed = 0
    for _ in range(3):
        program, connection = started(write_on, where, [1, 2, 3])
        connection.poll(10)
        time.sleep(chance.random() * 0.2)
        server.stop("immediate")
        # Read first: with a full pipe a program waits for what it sends to be taken.
        confirmed = max([confirmed, *everything(connection)])
        program.join()
        server.start()
        with Store.open(where) as store:
            assert len(events_of(store, "river")) >= confirmed > 0
            assert store.examine("river").broken is None


def test_a_lost_connection_is_a_sentence_and_made_anew(server: Server) -> None:
    where = server.database()
    with Store.open(where) as store, store.listen() as listener:
        store.append("river", 0, numbered(2))
        assert listener.wait(20) == {"river"}
        server.stop("immediate")
        try:
            for use in (lambda: store.append("river", 2, numbered(1)), listener.wait):
                with pytest.raises(AccordError) as error:
                    use()
                assert str(error.value).startswith(f"{store.name}: connection ")
                assert "\n" not in str(error.value)
        finally:
            server.start()
        with Store.open(where) as other:
            assert other.append("sea", 0, numbered(1)) == 1
        assert listener.wait(20) == {"river", "sea"}, (
            "who heard nothing for a time looks at all"
        )
        assert store.append("river", 2, numbered(1)) == 3
        assert listener.wait(20) == {"river"}


def test_a_writer_forces_transactions_to_the_disk_whatever_the_server_does(
    server: Server,
) -> None:
    where = server.database()
    name = where.partition("/talks")[2].partition("?")[0]
    done(where, f"ALTER DATABASE talks{name} SET synchronous_commit = off")
    with Store.open(where) as store:
        assert store.append("river", 0, numbered(1)) == 1
        asked = "SHOW synchronous_commit"
        with store._engine.connect() as connection:
            assert connection.exec_driver_sql(asked).scalar_one() == "on"


def test_somebody_who_keeps_on_writing(server: Server) -> None:
    where = server.database()
    with Store.open(where, patience=0.1) as store, psycopg.connect(where) as other:
        store.append("river", 0, numbered(2))
        other.execute("LOCK TABLE events")
        with pytest.raises(AccordError, match="somebody else keeps on writing; nothing was"):
            store.append("river", 2, numbered(1))
        other.rollback()
        assert store.append("river", 2, numbered(1)) == 3


@pytest.mark.parametrize(
    ("comment", "sentence"),
    [
        ("'Accord store 3'", "another Accord made this store (version 3): use that one"),
        ("'another'", "its table 'events' is not Accord's: give a database of its own"),
        ("NULL", "its table 'events' is not Accord's: give a database of its own"),
    ],
)
def test_another_programs_or_a_newer_table_is_left_alone(
    server: Server, comment: str, sentence: str
) -> None:
    where = server.database()
    Store.open(where).close()
    done(where, f"COMMENT ON TABLE events IS {comment}")
    for read_only in (True, False):
        with pytest.raises(FormatError) as error:
            Store.open(where, read_only=read_only)
        assert str(error.value).endswith(f": {sentence}")


def test_who_may_only_read_is_told(server: Server) -> None:
    where = server.database()
    with Store.open(where) as store:
        store.append("river", 0, numbered(2))
    done(
        where,
        "DO $$ BEGIN CREATE USER reader; EXCEPTION WHEN duplicate_object THEN END $$",
        "GRANT SELECT ON events TO reader",
    )
    with Store.open(where.replace("accord@", "reader:secret@")) as store:
        assert events_of(store, "river") == numbered(2)
        with pytest.raises(AccordError, match="the server does not allow you this") as error:
            store.append("river", 2, numbered(1))
        assert "secret" not in str(error.value)


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(AccordError) as error:
        Store.open("postgres://somebody:secret@host/talks")
    sentence = "PostgreSQL needs one more package: pip install 'accord[postgres]'"
    assert str(error.value) == f"postgres://somebody:***@host/talks: {sentence}"


def test_databases_that_cannot_be_used_are_said(server: Server) -> None:
    with pytest.raises(FormatError, match="this database is in SQL_ASCII: make one in UTF8"):
        Store.open(server.database("SQL_ASCII"))
    with pytest.raises(AccordError, match='database "nowhere" does not exist') as error:
        Store.open(server.url("nowhere").replace("accord@", "accord:secret@"))
    assert "secret" not in str(error.value)
    assert "\n" not in str(error.value)
    with pytest.raises(AccordError):
        Store.open("postgresql://accord@127.0.0.1:1/talks")
