"""Events become texts, and texts a chain, as the module says they do."""

import json
import math
from collections.abc import Mapping
from enum import IntEnum, StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.store.logs import EVENTS, ODD

from accord.errors import AccordError
from accord.store import Store, log_lines
from accord.store.chain import Link, canonical, envelope_text


def test_a_log_is_what_a_few_commands_would_make_it() -> None:
    first = '{"event":{"a":[1,1.0,"é"],"b":{"x":1e+16,"y":null}},"number":1,"version":1}'
    second = '{"event":{},"number":2,"version":1}'
    one = sha256(b"0" * 64 + first.encode()).hexdigest()
    two = sha256(one.encode() + second.encode()).hexdigest()
    lines = list(log_lines([{"b": {"y": None, "x": 1e16}, "a": (1, 1.0, "é")}, {}]))
    assert lines == [f'{first[:-1]},"hash":"{one}"}}', f'{second[:-1]},"hash":"{two}"}}']


def test_who_when_and_whose_log_it_is_stand_in_what_is_chained(tmp_path: Path) -> None:
    with Store.open(tmp_path / "talks.db") as store:
        store.append('rív"er', 0, [{"z": 1, "a": 2}], by="Анна")
        (line,) = store.export('rív"er')
        (kept,) = store.read('rív"er')
    text = (
        f'{{"at":"{kept.at}","by":"Анна","event":{{"a":2,"z":1}},"number":1,'
        '"table":"rív\\"er","version":1}'
    )
    digits = sha256(b"0" * 64 + text.encode()).hexdigest()
    assert line == f'{text[:-1]},"hash":"{digits}"}}'


@given(
    event=EVENTS,
    number=st.integers(1),
    words=st.tuples(*[st.text(st.characters(codec="utf-8"))] * 3),
)
def test_an_envelope_is_canonical_json_too(
    event: dict[str, Any], number: int, words: tuple[str, str, str]
) -> None:
    text = envelope_text(canonical(event), number, *words)
    table, at, by = words
    said = {"event": event, "number": number, "version": 1}
    said |= {key: one for key, one in (("table", table), ("at", at), ("by", by)) if one}
    assert text == canonical(said)


def test_no_word_can_move_from_one_member_to_another() -> None:
    texts = {
        envelope_text("{}", 1, *words)
        for words in [("a", "", ""), ("", "a", ""), ("", "", "a"), ('a","at":"b', "", "")]
    }
    assert len(texts) == 4


@given(event=EVENTS)
def test_an_event_reads_back_the_same_and_its_line_comes_apart(event: dict[str, Any]) -> None:
    text = canonical(event)
    assert repr_of(json.loads(text)) == repr_of(event)
    assert "\n" not in text
    link = Link(envelope_text(text, 3), "0" * 63 + "f")
    assert Link.of(link.line()) == link
    read = json.loads(link.line())
    assert read == {"event": event, "number": 3, "version": 1, "hash": link.hash}
    assert list(read)[-1] == "hash"


def repr_of(value: Any) -> str:
    """Tell 1 from 1.0 and True, and 0.0 from -0.0, which `==` does not."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{key!r}:{repr_of(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(repr_of, value)) + "]"
    return repr(value)


@given(event=EVENTS, random=st.randoms(use_true_random=False))
def test_the_order_of_keys_does_not_count(event: dict[str, Any], random: Any) -> None:
    items = list(event.items())
    random.shuffle(items)
    assert canonical(dict(items)) == canonical(event)


@pytest.mark.parametrize("event", ODD)
def test_odd_values_are_kept(event: dict[str, Any]) -> None:
    assert repr_of(json.loads(canonical(event))) == repr_of(event)


class Word(StrEnum):
    YES = "yes"


class Grade(IntEnum):
    TWO = 2


def test_words_and_grades_are_their_values() -> None:
    assert canonical({"a": Word.YES, "b": Grade.TWO}) == '{"a":"yes","b":2}'


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        ({"a": math.nan}, "'a' in the event is nan: only finite numbers can be kept"),
        ({"a": [1, {"b": -math.inf}]}, "'b' in 'a' in the event is -inf: only finite"),
        ({1: "a"}, "the event has the key 1: keys must be texts"),
        ({"a": {None: 1}}, "'a' in the event has the key None: keys must be texts"),
        ({"a": {1, 2}}, "'a' in the event is a value of type set, which JSON does not know"),
        ({"a": b"x"}, "'a' in the event is a value of type bytes, which JSON does not know"),
        ({"a": "\ud800"}, "half of a character"),
        ({"\udfff": 1}, "half of a character"),
        ({"a": 10**4000}, "'a' in the event is a number of more than 4000 digits"),
        ({"a": -(10**9999)}, "more than 4000 digits"),
        ([1], "an event is a mapping, not a value of type list"),
        ("{}", "an event is a mapping, not a value of type str"),
        (None, "an event is a mapping, not a value of type NoneType"),
    ],
)
def test_what_json_cannot_hold_is_refused_in_a_sentence(
    event: Mapping[str, Any], sentence: str
) -> None:
    with pytest.raises(AccordError) as error:
        canonical(event)
    assert sentence in str(error.value)


def test_nesting_ends_somewhere() -> None:
    def nested(levels: int) -> dict[str, Any]:
        event: dict[str, Any] = {}
        for _ in range(levels - 1):
            event = {"in": event}
        return event

    assert canonical(nested(64)).count("{") == 64
    for levels in (65, 100_000):
        with pytest.raises(AccordError, match="nested deeper than 64 levels"):
            canonical(nested(levels))
