"""What was done to a log afterwards is found where it was done."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.store.logs import EVENTS, numbered

from accord.errors import FormatError
from accord.store import START, Break, examine, log_lines, verify
from accord.store.chain import Link, canonical, chained, envelope_text

LOG = list(log_lines(numbered(6)))
"""Events 1 to 6 on lines 1 to 6."""
OTHER = list(log_lines([{"other": number} for number in range(6)]))


def hash_of(line: str) -> str:
    digits: str = json.loads(line)["hash"]
    return digits


@given(events=st.lists(EVENTS, min_size=1, max_size=5))
def test_a_log_as_written_is_intact(events: list[dict[str, Any]]) -> None:
    lines = list(log_lines(events))
    found = examine(lines)
    assert (found.count, found.broken, found.table) == (len(events), None, "")
    assert found.head == hash_of(lines[-1])
    assert verify([f"{line}\n" for line in lines]) is None
    assert verify([f"{line}\r\n" for line in lines]) is None
    assert all(verify(lines, head=noted) is None for noted in [START, *map(hash_of, lines)])


@st.composite
def spoilt(draw: st.DrawFn) -> tuple[list[str], int]:
    """Draw a log to which one thing was done, and the first line that is not as it was."""
    events = draw(st.lists(EVENTS, min_size=2, max_size=6))
    lines = list(log_lines(events))
    place = st.integers(0, len(lines) - 1)
    at, other = draw(place), draw(place)
    new = list(lines)
    match draw(st.sampled_from(["change", "remove", "swap", "move", "duplicate", "insert"])):
        case "change":
            event = draw(EVENTS.filter(lambda one: canonical(one) != canonical(events[at])))
            text = envelope_text(canonical(event), at + 1)
            new[at] = Link(text, hash_of(lines[at])).line()
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
            # Of a log that begins otherwise: one that begins alike could go on so.
            first, second = log_lines([{"begins": "otherwise"}, draw(EVENTS)])
            new.insert(at, draw(st.sampled_from([first, second] if at else [second])))
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
    assert (found.broken.line, found.count) == (line, line - 1)
    assert found.head == (hash_of(lines[line - 2]) if line > 1 else START)
    assert found.broken.sentence.startswith(("event ", "the hash of event "))


@given(
    at=st.integers(0, len(LOG) - 1),
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
        kind = "line is no" if at else "is not a log with hashes"
        assert str(error).startswith(f"the log:{at + 1}: this {kind}")
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
    previous = hash_of(LOG[line - 2]) if line > 1 else START
    (link,) = chained(previous, [envelope_text(canonical({"said": "other"}), line)])
    return [*LOG[: line - 1], link.line(), *LOG[line:]]


FOLLOWS = "one of them was changed, or what stood between them was removed"
BEFORE = "of the log: it was changed, or what stood before it was removed"
LOGS = "of a log and does not follow from event {}: one of them belongs to another log"


@pytest.mark.parametrize(
    ("lines", "line", "sentence"),
    [
        (changed(3, "words", "Words"), 3, f"event 3 does not follow from event 2: {FOLLOWS}"),
        (changed(3, ':3,"s', ': 3,"s'), 3, f"event 3 does not follow from event 2: {FOLLOWS}"),
        (changed(6, "words", "Words"), 6, f"event 6 does not follow from event 5: {FOLLOWS}"),
        (changed(1, "words", "Words"), 1, f"event 1 does not follow from the start {BEFORE}"),
        (without(1), 1, f"event 1 does not follow from the start {BEFORE}"),
        (without(1, 2), 1, f"event 1 does not follow from the start {BEFORE}"),
        (without(3), 3, f"event 3 does not follow from event 2: {FOLLOWS}"),
        (without(3, 4), 3, f"event 3 does not follow from event 2: {FOLLOWS}"),
        (rewritten(1), 2, f"event 2 does not follow from event 1: {FOLLOWS}"),
        (rewritten(3), 4, f"event 4 does not follow from event 3: {FOLLOWS}"),
        (in_order(2, 1, 3, 4, 5, 6), 1, "event 1 was moved: it belongs right after event 2"),
        (in_order(1, 3, 2, 4, 5, 6), 2, "event 2 was moved: it belongs right after event 3"),
        (in_order(1, 5, 2, 3, 4, 6), 2, "event 2 was moved: it belongs right after event 5"),
        (in_order(1, 3, 4, 2, 5, 6), 2, "event 2 was moved: it belongs right after event 4"),
        (in_order(1, 1, 2, 3, 4, 5, 6), 2, "event 2 is a copy of event 1"),
        (in_order(1, 2, 2, 3, 4, 5, 6), 3, "event 3 is a copy of event 2"),
        (in_order(1, 2, 3, 4, 2, 5, 6), 5, "event 5 is a copy of event 2"),
        (in_order(1, 5, 2, 3, 4, 5, 6), 2, "event 2 is a copy of event 6"),
        (
            [OTHER[3], *LOG],
            1,
            "event 1 was inserted: event 2 is the one that follows the start of the log",
        ),
        (
            [*LOG[:2], OTHER[3], *LOG[2:]],
            3,
            "event 3 was inserted: event 4 is the one that follows event 2",
        ),
        (
            [*LOG[:2], '{"hash":"none"}', *LOG[2:]],
            3,
            "event 3 was inserted: event 4 is the one that follows event 2",
        ),
        ([*LOG[:2], OTHER[0], *LOG[2:]], 3, f"event 3 is the first {LOGS.format(2)}"),
        ([OTHER[0], *LOG], 2, f"event 2 is the first {LOGS.format(1)}"),
        ([*OTHER, *LOG], 7, f"event 7 is the first {LOGS.format(6)}"),
        (
            [*LOG[:2], '{"a":1}', *LOG[3:]],
            3,
            "event 3 was changed: it does not end with its hash",
        ),
        (['{"a":1}', *LOG[1:]], 1, "event 1 was changed: it does not end with its hash"),
        (changed(3, hash_of(LOG[2])[:8], "f" * 8), 3, "the hash of event 3 was changed"),
        (changed(1, hash_of(LOG[0])[:8], "f" * 8), 1, "the hash of event 1 was changed"),
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
    noted = hash_of(LOG[-1])
    assert verify(LOG[:-2]) is None
    for left in (LOG[:-2], []):
        broken = verify(left, noted)
        assert broken is not None
        assert (broken.line, noted in broken.sentence) == (0, True)
        assert "the end of the log was removed" in broken.sentence
    assert verify(log_lines([*numbered(6), {"more": 1}]), noted) is None


def test_a_log_written_anew_is_seen_by_the_noted_head_alone() -> None:
    anew = list(log_lines([{"forged": True}, *numbered(6)[1:]]))
    assert verify(anew) is None
    assert verify(anew, hash_of(LOG[-1])) is not None


def test_lines_are_read_one_by_one() -> None:
    def lines() -> Any:
        yield from LOG[:2]
        yield "no JSON"
        raise AssertionError("read on after what is no log")

    with pytest.raises(FormatError, match=r"^a\.jsonl:3: this line is not JSON: .*event 2$"):
        examine(lines(), name="a.jsonl")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda log: ["", *log], "the log:1: this is not a log with hashes; `accord play"),
        (lambda log: ["[1]", *log], "the log:1: this is not a log with hashes"),
        (lambda log: ["[" * 100_000, *log], "the log:1: this is not a log with hashes"),
        (lambda _: ['{"number":1}', '{"number":2}'], "the log:1: this is not a log with hash"),
        (lambda _: ['{"number":1}', "no JSON"], "the log:1: this is not a log with hashes"),
        (lambda log: [*log, ""], "the log:7: this line is not JSON"),
        (lambda log: [*log, "[]"], "the log:7: this line is no JSON object"),
        (lambda log: [*log, log[1][:30]], "intact, up to event 6"),
        (lambda log: [*log, "[" * 100_000], "the log:7: this line is nested too deeply"),
    ],
)
def test_what_is_no_log_is_said_with_its_line(
    spoil: Callable[[list[str]], list[str]], sentence: str
) -> None:
    with pytest.raises(FormatError) as error:
        verify(spoil(LOG))
    assert sentence in str(error.value)


@pytest.mark.parametrize("head", [None, START])
def test_a_log_without_events_is_not_intact(head: str | None) -> None:
    found = examine([], head)
    assert (found.count, found.head) == (0, "0" * 64)
    assert found.broken is not None
    assert (found.broken.line, found.broken.sentence) == (
        0,
        "there is no event in it, so nothing to verify",
    )


def linked(*texts: str) -> list[str]:
    """Return lines whose hashes are right, whatever they say."""
    return [link.line() for link in chained(START, texts)]


def test_a_log_cannot_be_passed_off_as_that_of_another_table() -> None:
    log = list(log_lines(numbered(3), "river"))
    assert examine(log).table == "river"
    broken = verify([line.replace("river", "sea") for line in log])
    assert broken is not None
    assert broken.sentence.startswith("event 1 does not follow from the start of the log")


@pytest.mark.parametrize(
    ("second", "which"),
    [
        (envelope_text("{}", 2, "sea"), "event 2 of table 'sea'"),
        (envelope_text("{}", 2), "event 2"),
        (envelope_text("{}", 3, "river"), "event 3 of table 'river'"),
    ],
)
def test_an_event_of_another_place_is_found_though_its_hash_is_right(
    second: str, which: str
) -> None:
    broken = verify(linked(envelope_text("{}", 1, "river"), second))
    assert broken == Break(line=2, sentence=f"this is not event 2 of that log, but {which}")


@pytest.mark.parametrize(
    "text",
    [
        '{"event":{},"number":1,"version":2}',
        '{"event":{},"number":"1","version":1}',
        '{"event":[],"number":1,"version":1}',
        '{"event":{},"number":1,"table":5,"version":1}',
    ],
)
def test_an_event_in_another_form_is_said(text: str) -> None:
    sentence = r"^the log:1: this event is not in version 1 of the form: no other is known$"
    with pytest.raises(FormatError, match=sentence):
        verify(linked(text))


def test_a_log_from_before_events_stood_in_an_envelope_is_said() -> None:
    sentence = (
        "^the log:1: this event stands in no envelope: logs of that early form are not read$"
    )
    with pytest.raises(FormatError, match=sentence):
        verify(linked('{"kind":"opened","number":1,"version":1}'))
