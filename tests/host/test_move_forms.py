"""Forms of moves: whatever a program can do at a table, a person can type."""

from collections.abc import Iterator
from typing import Any

import pytest
from attrs import fields
from frozendict import frozendict
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.deals.build import agenda
from tests.talks.build import KINDS, NAMES, setups

from accord.errors import AccordError
from accord.host.move_forms import MoveField, MoveForm, move_forms, typed_move
from accord.model import Issue, Option, Range
from accord.talks import (
    Amend,
    Carriage,
    Move,
    OpenFloor,
    Rules,
    Setup,
    Table,
    after,
    legal,
    open_table,
    seats,
    view,
)
from accord.testing.random_talks import accepted, walk

Sent = dict[str, tuple[str, ...]]
"""What a browser sends of a form, all values of each field."""


def form_of(table: Table, seat: str, kind: str) -> MoveForm:
    forms = {one.kind: one for one in move_forms(view(table, seat), str.upper)}
    return forms[kind]


def filled(form: MoveForm, move: Move, table: Table) -> Sent:
    """Return what a browser sends of a form into which a person types a move."""
    values = _change(move, table) if isinstance(move, Amend) else plain(move)
    sent: Sent = {}
    for field in form.fields:
        value = values.pop(field.name, None)
        sent |= dict(_sent(field, value))
    left = {one: value for one, value in values.items() if value}
    assert not left, f"the form of {form.kind} has no place for {left}"
    return sent


def _sent(field: MoveField, value: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    there = {one for one, _ in field.choices}
    if field.widget in ("text", "line"):
        yield field.name, ((value or "").replace("\n", "\r\n"),)
    elif field.widget == "yes":
        if value:
            yield field.name, ("yes",)
    elif field.widget == "one":
        # What is not chosen is sent as it stands: the first, or what is chosen to begin with.
        first = field.choices[0][0] if field.choices else ""
        assert not value or value in there, (field.name, value, there)
        yield field.name, (value or field.value or first,)
    elif field.widget == "several":
        assert set(value or ()) <= there, (field.name, value, there)
        if value:
            yield field.name, tuple(value)
    elif field.widget == "package":
        yield from ((f"{field.name}.{i}", (o,)) for i, o in (value or {}).items())
    else:
        yield from ((f"{field.name}.{i}", tuple(o)) for i, o in (value or {}).items())


def plain(move: Move) -> dict[str, Any]:
    """Return the fields of a move that somebody types."""
    shown = {one.name: getattr(move, one.name) for one in fields(type(move))}
    for name in ("id", "entry", "of"):
        shown.pop(name, None)
    if move.kind in ("suggest", "settle", "reopen", "communique"):
        del shown["motion"]
    if move.kind == "carry":
        for name in ("text", "deal", "question"):
            del shown[name]
    if shown.get("carriage") is Carriage.NO:
        del shown["carriage"]
    if shown.get("motion"):
        shown["motion"] = str(shown["motion"])
    return shown


def _change(move: Amend, table: Table) -> dict[str, Any]:
    known = table.agenda.issues
    if one := move.issue:
        names = "\n".join(each.name for each in one.options.values())
        typed = {"change": "issue", "name": one.name, "choices": names, "unit": one.unit}
        typed |= {"instead": one.id} if one.id in known else {"new_id": one.id}
        if one.span is not None:
            typed |= {"numbers": str(one.span), "step": str(one.step)}
        return typed | {"text": move.text, "more": one.text}
    if two := move.option:
        there = two.id in known[move.on].options
        where = {"instead": f"{move.on}={two.id}"} if there else {"new_id": two.id}
        typed = {"change": "option", "name": two.name, "on": move.on}
        return typed | where | {"text": move.text}
    if three := move.constraint:
        typed = {"change": "never", "new_id": three.id, "text": move.text}
        return typed | {"never": three.never, "more": three.basis}
    drop = f"{move.on}={move.drop}" if move.on else move.drop
    return {"change": "drop", "drop": drop, "text": move.text}


def typed_into(table: Table, seat: str, move: Move) -> Move:
    """Return the move that comes of typing one into its form."""
    sent = filled(form_of(table, seat, move.kind), move, table)
    first = {name: values[0] for name, values in sent.items()}
    return typed_move(move.kind, first, sent, view(table, seat))


@pytest.mark.parametrize(("cls", "flags"), KINDS, ids=NAMES)
@given(data=st.data(), random=st.randoms(use_true_random=False))
@settings(max_examples=4, deadline=None, phases=[Phase.generate])
def test_every_legal_move_can_be_typed_into_a_form(
    cls: type[Rules], flags: dict[str, Any], data: st.DataObject, random: Any
) -> None:
    start = open_table(data.draw(setups(cls, **flags)))
    for table in walk(start, random, 12)[::3]:
        for seat in table.seating.by_id:
            kinds = legal(table, seat)
            assert {one.kind for one in move_forms(view(table, seat), str)} == {*kinds}
            for kind in kinds:
                for move in [*accepted(table, seat, kind)][-5:]:
                    then = after(table, seat, move)
                    made = then.events[len(table.events)].what
                    assert isinstance(made, Move)
                    typed = typed_into(table, seat, made)
                    assert after(table, seat, typed).events == then.events
                    about = {getattr(move, "proposal", 1), getattr(move, "motion", 1)}
                    if not about & {"", None}:  # it says itself what it is about
                        assert typed == move


def table_of(**issues: list[str]) -> Table:
    setup = Setup(
        agenda=agenda(issues),
        seats=seats(("alba", "brae"), mediator="envoy"),
        rules=OpenFloor(),
    )
    return open_table(setup)


def amended(table: Table, **typed: str) -> Amend:
    found = typed_move("amend", typed, {}, view(table, "alba"))
    assert isinstance(found, Amend)
    return found


def test_a_numeric_issue_is_put_on_the_agenda_in_a_form() -> None:
    table = table_of(border=["here", "there"])
    rent = Issue(id="rent", name="Rent", span=Range(0, 100), step=5, unit="euro")
    assert typed_into(table, "alba", Amend(issue=rent)) == Amend(issue=rent)
    # Nobody need think of an id, and no id is taken twice.
    new = amended(table, change="issue", name="Border!", choices="Here\nThere\n\n")
    assert new.issue == Issue(
        id="border-2",
        name="Border!",
        options=frozendict(here=Option("here", "Here"), there=Option("there", "There")),
    )


def test_an_issue_in_other_words_keeps_what_was_not_typed() -> None:
    table = table_of(border=["here", "there"])
    old = table.agenda.issues["border"]
    reworded = amended(table, change="issue", instead="border", name="The line").issue
    assert reworded is not None
    assert (reworded.id, reworded.options) == ("border", old.options)
    names = [one.name for one in old.options.values()]
    kept = amended(table, change="issue", instead="border", choices=f"{names[1]}\nNew").issue
    assert kept is not None and [*kept.options] == ["there", "new"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Choose what is changed"),
        ({"change": "issue"}, "Write the name of the issue"),
        ({"change": "option"}, "Choose the issue"),
        ({"change": "option", "on": "border"}, "Write the name of the option"),
        ({"change": "drop"}, "Choose what is dropped"),
        ({"change": "never"}, "Tick the options"),
        ({"change": "issue", "name": "Rent", "numbers": "many"}, "no span of numbers"),
        ({"change": "issue", "name": "Rent", "numbers": "5.."}, "no span of numbers"),
        ({"change": "issue", "name": "Rent", "numbers": "0..9", "step": "nan"}, "no distance"),
    ],
)
def test_what_is_no_change_is_refused_in_a_sentence(typed: dict[str, str], said: str) -> None:
    with pytest.raises(AccordError, match=said):
        amended(table_of(border=["here", "there"]), **typed)


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_whatever_a_browser_sends_is_a_move_or_refused_in_a_sentence(
    data: st.DataObject,
) -> None:
    table = table_of(border=["here", "there"], water=["40", "60"])
    forms = move_forms(view(table, "envoy"), str) + move_forms(view(table, "alba"), str)
    form = data.draw(st.sampled_from(forms))
    text = st.sampled_from(
        ["", "border", "border=here", "0..9", "1", "9" * 5000, "²", "\ud800"]
    )
    text |= st.sampled_from(["issue", "option", "never", "drop", "1e999", "..", "-", "_"])
    names = [one.name for one in form.fields] + [
        "deal.border",
        "never.water",
        "never.x",
        "deal.",
    ]
    sent = data.draw(
        st.dictionaries(st.sampled_from(names), st.lists(text | st.text(), min_size=1))
    )
    lists = {name: tuple(values) for name, values in sent.items()}
    try:
        move = typed_move(
            form.kind, {n: v[0] for n, v in lists.items()}, lists, view(table, "alba")
        )
        after(table, "alba", move)
    except AccordError as error:
        assert str(error)
