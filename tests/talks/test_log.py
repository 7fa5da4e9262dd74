"""The log as JSON Lines: what is written is read again, and what is wrong is said."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from attrs import fields
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import agendas, few
from tests.talks.build import KINDS, NAMES, deal, play, setups, table

from accord.errors import AccordError, InvalidProcess
from accord.store import log_lines
from accord.talks import (
    HAPPENINGS,
    MOVES,
    OUTCOMES,
    Accept,
    Alternating,
    Propose,
    Role,
    Rules,
    Setup,
    Stacked,
    Withdraw,
    audit,
    from_json,
    legal,
    move_from_json,
    move_to_json,
    open_table,
    read,
    replay,
    seats,
    to_json,
    write,
)
from accord.testing.random_talks import candidates, walk


@pytest.mark.parametrize(("cls", "fields"), KINDS, ids=NAMES)
@few(15)
@given(data=st.data())
def test_a_log_from_json_gives_the_table(
    cls: type[Rules], fields: dict[str, Any], data: st.DataObject
) -> None:
    setup = data.draw(setups(cls, **fields))
    ended = walk(open_table(setup), data.draw(st.randoms(use_true_random=False)))[-1]
    text = write(ended.events)
    assert read(text) == ended.events
    assert audit(ended.events) is None
    assert replay(from_json(json.loads(line)) for line in text.splitlines()) == ended


@given(data=st.data())
def test_a_log_with_hashes_reads_the_same(data: st.DataObject) -> None:
    cls, fields = data.draw(st.sampled_from(KINDS))
    setup = data.draw(setups(cls, **fields))
    ended = walk(open_table(setup), data.draw(st.randoms(use_true_random=False)))[-1]
    text = "\n".join(log_lines(map(to_json, ended.events)))
    assert list(json.loads(text.splitlines()[0]))[-1] == "hash"
    assert replay(read(text)) == ended


@given(agendas([]).filter(lambda agenda: agenda.issues))
def test_any_agenda_stands_in_the_log(agenda: Any) -> None:
    setup = Setup(agenda=agenda, seats=seats(["a", "b"]), rules=Stacked(rounds=2))
    opened = open_table(setup)
    for text in (write(opened.events), "\n".join(log_lines(map(to_json, opened.events)))):
        table = replay(read(text))
        assert table == opened
        issues = table.setup.agenda.issues
        assert list(issues) == list(agenda.issues)
        for one, issue in issues.items():
            assert list(issue.choices) == list(agenda.issues[one].choices)


def test_an_event_has_what_a_reader_needs() -> None:
    at = play(table(Alternating()), ("alba", Propose(deal=deal("here"))), ("brae", Accept()))
    assert [to_json(event) for event in at.events[1:]] == [
        {
            "version": 1,
            "number": 2,
            "round": 1,
            "session": 1,
            "seat": "alba",
            "kind": "propose",
            "deal": {"border": "here"},
            "id": "alba.1",
        },
        {
            "version": 1,
            "number": 3,
            "round": 1,
            "session": 1,
            "seat": "brae",
            "kind": "accept",
            "proposal": "alba.1",
        },
        {
            "version": 1,
            "number": 4,
            "round": 1,
            "session": 1,
            "seat": "",
            "kind": "common-ground",
            "options": {"border": "here"},
        },
    ]


def test_nothing_that_happens_has_a_field_of_the_event_itself() -> None:
    own = {"version", "kind", "heard", *to_json(open_table(table(Stacked()).setup).events[0])}
    for what in (*MOVES.values(), *OUTCOMES.values(), *HAPPENINGS.values()):
        assert {field.name for field in fields(what)}.isdisjoint(own - {"setup"}), what


def _lines() -> list[dict[str, Any]]:
    at = play(table(Alternating()), ("alba", Propose(deal=deal("here", "40"))))
    return [to_json(event) for event in at.events]


def _without(key: str) -> Callable[[dict[str, Any]], None]:
    return lambda line: line.pop(key)


def _with(**values: Any) -> Callable[[dict[str, Any]], None]:
    return lambda line: line.update(values)


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (_without("version"), "the version must be 1, the only one that is known"),
        (_with(version=2), "the version must be 1, the only one that is known"),
        (_with(kind="shout"), "the kind must be one of propose, "),
        (_without("seat"), "the event lacks the field 'seat'"),
        (_with(kind="communique"), "communique has no field 'deal'"),
        (_with(number="2"), "number must be a whole number"),
        (_with(number=True), "number must be a whole number"),
        (_with(number=3), "this cannot follow: The log is not whole: event 2 is missing or"),
        (_with(mood="grim"), "propose has no field 'mood'"),
        (_with(hash="0" * 64), "propose has no field 'hash'"),
        (_with(deal=["here"]), "propose, deal must be an object"),
        (_with(deal={"border": 1}), "propose, deal, border must be a text"),
        (_with(to="alba"), "propose, to must be a list"),
        (_with(heard=[1]), "heard, item 1 must be a text"),
        (_with(seat="nobody"), "this cannot follow: Nobody called 'nobody' sits at"),
        (_with(heard=["who"]), "this cannot follow: Nobody called 'who' sits at"),
        (_with(kind="reject", deal=None), "reject has no field 'deal'"),
    ],
)
def test_what_is_wrong_with_a_line_is_said(damage: Any, sentence: str) -> None:
    lines = _lines()
    damage(lines[1])
    text = "\n".join(map(json.dumps, lines))
    with pytest.raises(InvalidProcess) as caught:
        read(text, "talks.jsonl")
    assert str(caught.value).startswith(f"talks.jsonl:2: {sentence}")


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (_with(deal={"border": "yonder"}), "this cannot follow: Issue border has no option yo"),
        (_with(seat="brae"), "this cannot follow: It is the turn of the delegation of alba; "),
        (_with(heard=["alba"]), 'this would be {"version": 1, "number": 2, "round": 1, "sess'),
        (_with(round=2), 'this would be {"version": 1, "number": 2, "round": 1, "session": 1'),
        (
            lambda line: (line.clear(), line.update(_ended())),
            "this cannot follow: nothing leads to 'ended' here.",
        ),
    ],
)
def test_what_the_rules_forbid_is_read_and_found_by_an_audit(
    damage: Any, sentence: str
) -> None:
    lines = _lines()
    assert audit(map(from_json, lines)) is None
    damage(lines[1])
    events = read("\n".join(map(json.dumps, lines)))
    number, said = audit(events) or (0, "")
    assert (number, said[: len(sentence) + 13]) == (2, f"by the rules {sentence}")


def _ended() -> dict[str, Any]:
    one = {"version": 1, "number": 2, "round": 1, "session": 1, "seat": "", "kind": "ended"}
    return {**one, "why": "last-move", "limit": 1}


def test_an_outcome_that_is_missing_at_the_end_is_found_by_an_audit() -> None:
    at = play(table(Stacked()), ("alba", Withdraw()))
    assert audit(at.events) is None
    assert audit(at.events[:-1]) == (3, "by the rules 'ended' follows here, and is missing")


@few(40)
@given(data=st.data())
def test_a_damaged_log_is_refused_in_a_sentence_or_can_be_replayed(data: st.DataObject) -> None:
    cls, fields = data.draw(st.sampled_from(KINDS))
    setup = data.draw(setups(cls, **fields))
    ended = walk(open_table(setup), data.draw(st.randoms(use_true_random=False)))[-1]
    lines = [to_json(event) for event in ended.events]
    places = st.integers(0, len(lines) - 1)
    for _ in range(data.draw(st.integers(1, 3))):
        one, other = data.draw(places), data.draw(places)
        lines[one] = {**lines[other], **{k: lines[one][k] for k in ("number", "seat")}}
        if data.draw(st.booleans()):
            lines[one]["seat"] = data.draw(st.sampled_from([*setup.by_id, "", "nobody"]))
    text = "\n".join(map(json.dumps, lines))
    try:
        events = read(text, "t")
    except InvalidProcess as error:
        assert str(error).startswith("t:") and "\n" not in str(error)
    else:
        assert replay(events).events == events
        number, _ = audit(events) or (1, "")
        assert 1 <= number <= len(events)


def test_every_mistake_is_said_at_once() -> None:
    first, second = _lines()
    second.update(mood="grim", round="x")
    text = "\n".join([json.dumps(first), "{", json.dumps(second), '{"a": 1, "a": 2}', "NaN"])
    with pytest.raises(InvalidProcess) as caught:
        read(text, "t")
    assert [problem.line for problem in caught.value.problems] == [2, 3, 3, 4, 5]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "t:1: the log is empty: it must begin with the opening of the table"),
        (json.dumps(_lines()[1]), "t:1: The log must begin with the opening of the table."),
        (
            json.dumps({**_lines()[0], "setup": {"seats": []}}),
            "t:1: opened, setup lacks the field 'agenda'",
        ),
        ("[" * 100_000, "t:1: this is not JSON: "),
    ],
)
def test_what_is_no_log_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(InvalidProcess) as caught:
        read(text, "t")
    assert str(caught.value).startswith(sentence)


def test_an_issue_stands_once_in_a_list() -> None:
    first = _lines()[0]
    agenda = first["setup"]["agenda"]
    agenda["issues"].append(agenda["issues"][0])
    with pytest.raises(AccordError, match="issues: the id 'border' is given twice"):
        from_json(first)
    agenda["issues"] = {"border": agenda["issues"][0]}
    with pytest.raises(AccordError, match="issues must be a list"):
        from_json(first)


def test_a_setup_that_cannot_be_is_refused() -> None:
    first = _lines()[0]
    first["setup"]["seats"].pop()
    with pytest.raises(AccordError, match="at least two parties"):
        from_json(first)


@pytest.mark.parametrize(
    ("role", "sentence"),
    [
        (5, "opened, setup, seats, item 1, role must be a text"),
        (None, "opened, setup, seats, item 1, role must be a text"),
        ("clerk", f"opened, setup, seats, item 1, role: it must be one of {', '.join(Role)}"),
    ],
)
def test_a_word_that_is_none_is_refused(role: object, sentence: str) -> None:
    first = _lines()[0]
    first["setup"]["seats"][0]["role"] = role
    with pytest.raises(AccordError) as caught:
        from_json(first)
    assert str(caught.value) == sentence


def test_rules_that_cannot_be_are_refused() -> None:
    first = _lines()[0]
    first["setup"]["rules"]["rounds"] = 0
    with pytest.raises(AccordError, match="opened, setup, rules: 'rounds' must be >= 1: 0"):
        from_json(first)


def test_a_log_with_a_gap_is_refused() -> None:
    at = play(table(Alternating()), ("alba", Propose(deal=deal("here"))), ("brae", Accept()))
    for events in (at.events[1:], (at.events[0], at.events[2]), ()):
        with pytest.raises(AccordError, match="The log "):
            replay(events)


@pytest.mark.parametrize(("cls", "fields"), KINDS, ids=NAMES)
@few(5)
@given(data=st.data())
def test_every_move_reads_back_from_json(
    cls: type[Rules], fields: dict[str, Any], data: st.DataObject
) -> None:
    setup = data.draw(setups(cls, **fields))
    for at in walk(open_table(setup), data.draw(st.randoms(use_true_random=False)), 20)[-1:]:
        for seat in at.seating.seats:
            for kind in legal(at, seat.id):
                for move in candidates(at, kind):
                    assert move_from_json(json.loads(json.dumps(move_to_json(move)))) == move


@pytest.mark.parametrize(
    ("plain", "sentences"),
    [
        ([], ["A move must be an object."]),
        ({}, [f"The kind must be one of {', '.join(MOVES)}."]),
        ({"kind": ["state"]}, [f"The kind must be one of {', '.join(MOVES)}."]),
        ({"kind": "agreed", "deal": {}}, [f"The kind must be one of {', '.join(MOVES)}."]),
        (
            {"kind": "state", "text": 1, "loud": True, "to": "brae"},
            [
                "State has no field 'loud'.",
                "State, text must be a text.",
                "State, to must be a list.",
            ],
        ),
        (
            {"kind": "state", "carriage": "loudly"},
            ["State, carriage: it must be one of no, as-mine, as-yours, as-a-question."],
        ),
        ({"kind": "caucus"}, ["Caucus lacks the field 'party'."]),
        (
            {"kind": "state", "text": "\ud800"},
            ["State: A text holds half a character, which cannot be written."],
        ),
    ],
)
def test_a_move_that_is_none_is_refused_with_a_sentence_for_each_mistake(
    plain: Any, sentences: list[str]
) -> None:
    with pytest.raises(AccordError) as refused:
        move_from_json(plain)
    assert str(refused.value).split("\n") == sentences
