"""What holds for every store, whatever database keeps it."""

import json
import random
import time
from itertools import count
from threading import Thread
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.store.logs import EVENTS, ODD, events_of, numbered
from tests.store.writers import everything, race, started, write_on

from accord.errors import AccordError, Conflict
from accord.store import START, Store, verify

KILLS = 20
TRIES = count(1)
SHARED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def test_a_log_grows_and_reads_back_in_order(where: str) -> None:
    with Store.open(where) as store:
        assert (events_of(store, "river"), store.tables()) == ([], [])
        assert store.append("river", 0, numbered(2)) == 2
        assert store.append("sea", 0, numbered(1)) == 1
        assert store.append("river", 2, numbered(3)[2:]) == 3
    with Store.open(where) as store:
        assert events_of(store, "river") == numbered(3)
        assert events_of(store, "river", after=2) == numbered(3)[2:]
        assert events_of(store, "river", after=9) == []
        assert events_of(store, "nowhere") == []
        assert store.tables() == ["river", "sea"]


def test_odd_events_and_names_are_kept(where: str) -> None:
    names = ["río Ñ 🕊", "RIVER", "river ", "river", "ri%er", "'; DROP TABLE events; --"]
    with Store.open(where) as store:
        for name in names:
            store.append(name, 0, ODD)
        assert store.tables() == sorted(names)
        for name in names:
            assert repr(events_of(store, name)) == repr(
                [dict(sorted(event.items())) for event in ODD]
            )


@pytest.mark.parametrize("table", ["", "a\nb", "a\0", "x" * 201, "\ud800", "\u2028"])
def test_a_table_needs_an_id_that_can_be_shown(where: str, table: str) -> None:
    with Store.open(where) as store:
        with pytest.raises(AccordError, match="cannot be a table's id"):
            store.append(table, 0, numbered(1))
        assert store.tables() == []


def test_tables_with_the_same_events_have_logs_that_differ(where: str) -> None:
    with Store.open(where) as store:
        for name in ("river", "sea"):
            store.append(name, 0, numbered(2))
        assert store.examine("river").head != store.examine("sea").head
        lake = store.examine("lake")
        assert (lake.count, lake.head) == (0, START)
        assert lake.broken is not None


def test_lists_may_be_long_and_texts_too(where: str) -> None:
    events = [{"said": "длинно" * 100_000}, *numbered(5000)]
    with Store.open(where) as store:
        assert store.append("river", 0, events) == 5001
        assert events_of(store, "river") == events


@SHARED
@given(data=st.data())
def test_any_sequence_of_appends_reads_back_the_same(where: str, data: st.DataObject) -> None:
    """The oracle is a dict of lists; every batch is tried with a right or a wrong place."""
    table = f"table {next(TRIES)}"
    kept: dict[str, list[dict[str, Any]]] = {f"{table} {one}": [] for one in "ab"}
    with Store.open(where) as store:
        for _ in range(data.draw(st.integers(1, 4))):
            name = data.draw(st.sampled_from(sorted(kept)))
            after = len(kept[name]) + data.draw(st.sampled_from([0, 0, 0, -1, 1]))
            batch = data.draw(st.lists(EVENTS, max_size=3))
            if after == len(kept[name]):
                kept[name] += batch
                assert store.append(name, after, batch) == len(kept[name])
            else:
                ends = f"ends at event {len(kept[name])}, not {after}"
                with pytest.raises(Conflict, match=ends):
                    store.append(name, after, batch)
        for name, events in kept.items():
            assert events_of(store, name) == events
            exported = list(store.export(name))
            assert [json.loads(line)["event"] for line in exported] == events
            assert verify(exported) == store.examine(name).broken
            assert (store.examine(name).broken is None) == bool(events)
        assert set(store.tables()) >= {name for name, events in kept.items() if events}


def test_one_bad_event_keeps_out_its_whole_batch(where: str) -> None:
    with Store.open(where) as store:
        store.append("river", 0, numbered(1))
        with pytest.raises(AccordError, match="'a' in the event is inf"):
            store.append("river", 1, [{"a": 1}, {"a": float("inf")}])
        assert events_of(store, "river") == numbered(1)
        assert store.append("river", 1, [{"a": 1}]) == 2


def test_an_append_of_nothing_still_tells_who_is_behind(where: str) -> None:
    with Store.open(where) as store:
        assert store.append("river", 0, []) == 0
        store.append("river", 0, numbered(2))
        with pytest.raises(Conflict):
            store.append("river", 0, [])


def test_of_sixteen_writers_one_wins(where: str) -> None:
    """They make the store at once too, for there is none yet."""
    programs = [started(race, where, me) for me in range(16)]
    assert [connection.recv() for _, connection in programs] == ["ready"] * 16
    for _, connection in programs:
        connection.send("go")
    said = [connection.recv() for _, connection in programs]
    for program, _ in programs:
        program.join()
    assert said.count("won") == 1
    told = [one for one in said if one != "won"]
    assert all("the log of table 'river' ends at event 2, not 0" in one for one in told)
    with Store.open(where) as store:
        assert store.examine("river").broken is None
        won = said.index("won")
        assert events_of(store, "river") == [
            {"writer": won, "event": event} for event in (1, 2)
        ]


def test_threads_share_a_store(where: str) -> None:
    with Store.open(where) as store:

        def write(table: str) -> None:
            for number in range(10):
                store.append(table, number, [{"number": number}])

        threads = [Thread(target=write, args=(f"table {one}",)) for one in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for one in range(8):
            assert events_of(store, f"table {one}") == [
                {"number": number} for number in range(10)
            ]


def test_a_writer_that_is_killed_loses_nothing_that_was_confirmed(where: str) -> None:
    chance = random.Random(1)
    sizes = [chance.randint(1, 4) for _ in range(97)]
    confirmed = 0
    for _ in range(KILLS):
        program, connection = started(write_on, where, sizes)
        if confirmed == 0 or chance.random() < 0.7:
            connection.poll(10)
        time.sleep(chance.random() * 0.05)
        program.kill()
        program.join()
        confirmed = max([confirmed, *everything(connection)])
        with Store.open(where) as store:
            events = events_of(store, "river")
            assert len(events) >= confirmed
            assert verify(store.export("river")) is None
        starts = [number for number, event in enumerate(events) if event["at"] == 0]
        for start, end in zip(starts, [*starts[1:], len(events)], strict=True):
            whole = [
                {"batch": start, "size": end - start, "at": at} for at in range(end - start)
            ]
            assert events[start:end] == whole, "half a batch was kept"
        confirmed = len(events)
    assert confirmed > KILLS


def test_a_store_that_is_only_read_takes_nothing(where: str) -> None:
    with pytest.raises(AccordError, match="there is no"):
        Store.open(where, read_only=True)
    with Store.open(where) as store:
        store.append("river", 0, numbered(2))
    with Store.open(where, read_only=True) as store:
        assert events_of(store, "river") == numbered(2)
        with pytest.raises(AccordError, match="only"):
            store.append("river", 2, numbered(1))
    with Store.open(where) as store:
        assert events_of(store, "river") == numbered(2)
