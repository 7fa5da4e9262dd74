"""What was done to a log afterwards is found where it was done."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.store.logs import EVENTS, numbered

from accord.errors import FormatError
from accord.store import examine, log_lines, verify
from accord.store.chain import Link, canonical, chained, header

LOG = list(log_lines("river", numbered(6)))
"""The line of the table, then events 1 to 6 on lines 2 to 7."""
OTHER = list(log_lines("sea", numbered(6)))


def hash_of(line: str) -> str:
    digits: str = json.loads(line)["hash"]
    return digits


@given(events=st.lists(EVENTS, max_size=5))
def test_a_log_as_written_is_intact(events: list[dict[str, Any]]) -> None:
    lines = list(log_lines("river", events))
    found = examine(lines)
    assert (found.table, found.count, found.broken) == ("river", len(events), None)
    assert found.head == hash_of(lines[-1])
    assert verify([f"{line}\n" for line in lines]) is None
    assert verify([f"{line}\r\n" for line in lines]) is None
    assert all(verify(lines, head=hash_of(line)) is None for line in lines)


@st.composite
def spoilt(draw: st.DrawFn) -> tuple[list[str], int]:
    """Draw a log to which one thing was done, and the first line that is not as it was."""
    events = draw(st.lists(EVENTS, min_size=2, max_size=6))
    lines = list(log_lines("river", events))
    place = st.integers(1, len(lines) - 1)
    at, other = draw(place), draw(place)
    new = list(lines)
    match draw(st.sampled_from(["change", "remove", "swap", "move", "duplicate", "insert"])):
        case "change":
            event = draw(EVENTS.filter(lambda one: canonical(one) != canonical(events[at - 1])))
            new[at] = Link(canonical(event), hash_of(lines[at])).line()
        case "remove":
            assume(at < len(lines) - 1)
            del new[at]
        case "swap":
            new[at], new[other] = new[other], new[at]
        case "move":
            new.insert(other, new.pop(at))
        case "duplicate":
            new.insert(at, lines[other])
        case _:
            new.insert(at, list(log_lines("sea", [draw(EVENTS)]))[1])
    assume(new != lines)
    here = next(line for line, one in enumerate(new, 1) if [one] != lines[line - 1 : line])
    return new, here


@given(spoilt=spoilt())
def test_any_one_thing_done_to_a_log_is_found_on_its_line(
    spoilt: tuple[list[str], int],
) -> None:
    lines, line = spoilt
    found = examine(lines)
    assert found.broken is not None
    assert (found.broken.line, found.count) == (line, line - 2)
    assert found.head == hash_of(lines[line - 2])
    assert found.broken.sentence.startswith(("event ", "the hash of event "))


@given(
    at=st.integers(1, len(LOG) - 1),
    sign=st.integers(0, 200),
    new=st.characters(codec="utf-8", exclude_characters="\r\n"),
)
def test_no_single_sign_can_be_changed(at: int, sign: int, new: str) -> None:
    old = LOG[at]
    sign %= len(old)
    assume(old[sign] != new)
    lines = [*LOG[:at], old[:sign] + new + old[sign + 1 :], *LOG[at + 1 :]]
    try:
        broken = verify(lines)
    except FormatError as error:
        assert str(error).startswith(f"the log:{at + 1}: this line is no")
    else:
        assert broken is not None
        assert broken.line == at + 1


def without(*lines: int) -> list[str]:
    return [line for at, line in enumerate(LOG, 1) if at not in lines]


def in_order(*lines: int) -> list[str]:
    return [LOG[at - 1] for at in lines]


def changed(line: int, old: str, new: str) -> list[str]:
    assert old in LOG[line - 1]
    return [one.replace(old, new) if at == line else one for at, one in enumerate(LOG, 1)]


def rewritten(line: int) -> list[str]:
    """Change an event and give it the hash that it should have then."""
    previous = hash_of(LOG[line - 2])
    (link,) = chained(previous, [canonical({"number": "other"})])
    return [*LOG[: line - 1], link.line(), *LOG[line:]]


FOLLOWS = "one of them was changed, or what stood between them was removed"


@pytest.mark.parametrize(
    ("lines", "line", "sentence"),
    [
        (changed(4, "words", "Words"), 4, f"event 3 does not follow from event 2: {FOLLOWS}"),
        (changed(4, ":3,", ": 3,"), 4, f"event 3 does not follow from event 2: {FOLLOWS}"),
        (changed(7, "words", "Words"), 7, f"event 6 does not follow from event 5: {FOLLOWS}"),
        (
            without(2),
            2,
            f"event 1 does not follow from the line that names the table: {FOLLOWS}",
        ),
        (without(4), 4, f"event 3 does not follow from event 2: {FOLLOWS}"),
        (without(4, 5), 4, f"event 3 does not follow from event 2: {FOLLOWS}"),
        (rewritten(4), 5, f"event 4 does not follow from event 3: {FOLLOWS}"),
        (in_order(1, 2, 4, 3, 5, 6, 7), 3, "event 2 was moved: it belongs right after event 3"),
        (in_order(1, 2, 6, 3, 4, 5, 7), 3, "event 2 was moved: it belongs right after event 5"),
        (
            in_order(1, 2, 4, 5, 3, 6, 7),
            3,
            "event 2 was moved: it belongs right after event 4",
        ),
        (in_order(1, 2, 3, 3, 4, 5, 6, 7), 4, "event 3 is a copy of event 2"),
        (in_order(1, 2, 3, 4, 5, 3, 6, 7), 6, "event 5 is a copy of event 2"),
        (in_order(1, 2, 6, 3, 4, 5, 6, 7), 3, "event 2 is a copy of event 6"),
        (
            [*LOG[:3], OTHER[5], *LOG[3:]],
            4,
            "event 3 was inserted: event 4 is the one that follows event 2",
        ),
        (
            [*LOG[:3], '{"hash":"none"}', *LOG[3:]],
            4,
            "event 3 was inserted: event 4 is the one that follows event 2",
        ),
        (
            [*LOG[:3], '{"a":1}', *LOG[4:]],
            4,
            "event 3 was changed: it does not end with its hash",
        ),
        (changed(4, hash_of(LOG[3])[:8], "f" * 8), 4, "the hash of event 3 was changed"),
        (changed(1, "river", "sea"), 1, "the first line, which names the table, was changed"),
        ([OTHER[0], *LOG[1:]], 2, "event 1 does not follow from the line that names the table"),
    ],
)
def test_the_sentence_says_what_can_be_known(
    lines: list[str], line: int, sentence: str
) -> None:
    broken = verify(lines)
    assert broken is not None
    assert broken.line == line
    assert broken.sentence.startswith(sentence)


def test_a_removed_end_is_seen_by_the_noted_head_alone() -> None:
    head = hash_of(LOG[-1])
    assert verify(LOG[:-2]) is None
    broken = verify(LOG[:-2], head)
    assert broken is not None
    assert (broken.line, head in broken.sentence) == (0, True)
    assert "the end of the log was removed" in broken.sentence
    longer = list(log_lines("river", [*numbered(6), {"more": 1}]))
    assert verify(longer, head) is None


def test_a_log_written_anew_is_seen_by_the_noted_head_alone() -> None:
    anew = list(log_lines("river", [{"forged": True}, *numbered(6)[1:]]))
    assert verify(anew) is None
    assert verify(anew, hash_of(LOG[-1])) is not None


def test_lines_are_read_one_by_one() -> None:
    def lines() -> Any:
        yield from LOG[:2]
        yield "no JSON"
        raise AssertionError("read on after what is no log")

    with pytest.raises(FormatError, match=r"^a\.jsonl:3: this line is not JSON: .*event 1$"):
        examine(lines(), name="a.jsonl")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda _: [], "the log:1: this is not the first line of a log"),
        (lambda log: log[1:], "the log:1: this is not the first line of a log"),
        (lambda log: ["[1]", *log], "the log:1: this is not the first line of a log"),
        (lambda log: ["[" * 100_000, *log], "the log:1: this is not the first line of a log"),
        (lambda log: ['{"accord":"log"}', *log], "the log:1: 'table' is no id of a table"),
        (lambda log: [log[0].replace("river", "\\n")], "the log:1: 'table' is no id"),
        (lambda log: [log[0].replace(":1", ":2")], "the log:1: a newer Accord wrote this log"),
        (lambda log: [*log, ""], "the log:8: this line is not JSON"),
        (lambda log: [*log, "[]"], "the log:8: this line is no JSON object"),
        (lambda log: [*log, log[1][:30]], "intact, up to event 6"),
        (lambda log: [*log, "[" * 100_000], "the log:8: this line is nested too deeply"),
    ],
)
def test_what_is_no_log_is_said_with_its_line(
    spoil: Callable[[list[str]], list[str]], sentence: str
) -> None:
    with pytest.raises(FormatError) as error:
        verify(spoil(LOG))
    assert sentence in str(error.value)


def test_a_log_without_events_has_a_head() -> None:
    found = examine(LOG[:1], header("river").hash)
    assert (found.count, found.head, found.broken) == (0, header("river").hash, None)
