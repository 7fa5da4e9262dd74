"""Logs that were written once are read for ever: the files here are never written anew.

What becomes of them is written beside them. A log that a later version writes otherwise is kept
in a file more; one of these that is no longer read, or makes another table, is a fault.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from accord.store import examine, read_lines
from accord.talks import HAPPENINGS, MOVES, OUTCOMES, Event, read, replay, rule_sets, view

LOGS = Path(__file__).parent / "logs"
EXPECTED: dict[str, dict[str, Any]] = json.loads((LOGS / "expected.json").read_text("utf-8"))
FIRST = {
    *("alternating", "open-floor", "sealed", "shuttle", "single-text", "stacked"),
    *("propose", "accept", "reject", "state", "recess", "resume", "retract", "suggest"),
    *("settle", "amend", "consent", "object", "caucus", "refer", "instruct", "ratify"),
    *("refuse", "withdraw", "close", "opened", "common-ground", "words-agreed", "carried"),
    *("revealed", "no-overlap", "initialled", "agreed", "ended", "walk-away-moved"),
    *("mandate-moved", "adjourn", "walk-out", "join", "communique", "carry"),
    *("deadline-passed", "news"),
}
"""The words for rule sets and kinds of event that there were when the logs were written."""


def kept(name: str) -> tuple[Event, ...]:
    return read((LOGS / name).read_text("utf-8"), name)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_kept_log_is_intact_and_makes_the_table_it_made(name: str) -> None:
    assert examine(read_lines(LOGS / name)).broken is None
    table = replay(kept(name))
    found = {
        "events": len(table.events),
        "moves": table.moves,
        "phase": table.phase.value,
        "round": table.round,
        "session": table.session,
        "issues": {i: list(one.choices) for i, one in table.agenda.issues.items()},
        "common": dict(table.common),
        "settled": dict(table.settled),
        "deal": None if table.deal is None else dict(table.deal),
        "heard": {ear: len(heard) for ear, heard in table.heard.items()},
    }
    assert found == EXPECTED[name]
    for seat in table.seating.seats:
        assert view(table, seat.id).heard == table.heard[seat.ear]


def test_every_rule_set_and_kind_of_event_there_was_stands_in_a_kept_log() -> None:
    logs = {name: kept(name) for name in EXPECTED}
    kinds = {event.kind for log in logs.values() for event in log}
    rules = {replay(log[:1]).setup.rules.name for log in logs.values()}
    assert kinds | rules >= FIRST
    assert {*MOVES, *OUTCOMES, *HAPPENINGS, *rule_sets()} >= FIRST
    assert sorted(EXPECTED) == sorted(path.name for path in LOGS.glob("*.jsonl"))
