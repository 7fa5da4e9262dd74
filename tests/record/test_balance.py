"""What one party says with no word of the other on record."""

from typing import Any

import pytest
from frozendict import frozendict
from tests.record.build import claim, entry, incident, record

from accord.model import Actor, Party, Person, Process
from accord.record import Entry
from accord.record.balance import balance

PROCESS = Process(
    title="Talks",
    parties=frozendict({one: Party(id=one, name=one) for one in ("north", "south")}),
    people=frozendict(
        nora=Person(id="nora", name="Nora", party="north"),
        sam=Person(id="sam", name="Sam", party="south"),
    ),
    actors=frozendict(host=Actor(id="host", name="Host")),
)


def alone(*entries: Entry) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return what stands alone: its id, who has no word on it, and on which issues."""
    found = balance(PROCESS, record(*entries)).alone
    return [(half.entry.id, half.other, half.issues) for half in found]


def said(one: str, by: str = "nora", date: str = "2024-05-01", **rest: Any) -> Entry:
    return entry("statement", one, date=date, by=by, **rest)


WORD = ("a", "south", ())


@pytest.mark.parametrize(
    ("others", "stands"),
    [
        ([], True),
        ([said("b", "sam")], True),
        ([said("b", "sam", about=("a",))], False),
        ([said("b", "nora", about=("a",))], True),
        ([said("b", "host", about=("a",))], True),
        ([claim("b", "denies", "a", by="sam")], False),
    ],
)
def test_a_statement_to_the_other_stands_alone_until_the_other_speaks_of_it(
    others: list[Entry], stands: bool
) -> None:
    assert alone(said("a", to=("sam",)), *others)[:1] == ([WORD] if stands else [])


def test_what_was_replaced_is_no_word() -> None:
    reply = said("b", "sam", about=("a",))
    gone = entry("correction", "c", supersedes="b")
    assert alone(said("a", to=("south",)), reply, gone) == [WORD]


def test_both_accounts_of_one_thing_are_two_words() -> None:
    blast = incident("blast")
    assert alone(blast, said("a", about=("blast",))) == [WORD]
    assert alone(blast, said("a", about=("blast",)), said("b", "sam", about=("blast",))) == []


def test_what_answers_the_other_has_the_others_word_beside_it() -> None:
    assert alone(said("a", about=("b",)), said("b", "sam")) == []


@pytest.mark.parametrize(
    ("date", "missing"),
    [
        ("2024-04-30", ("border",)),
        ("2024-05-01", ()),
        ("2024-06-01", ()),
        ("2024-06-02", ("border",)),
    ],
)
def test_of_issues_those_are_named_on_which_the_other_is_silent_for_a_month(
    date: str, missing: tuple[str, ...]
) -> None:
    terms = said("a", issues=("truce", "border"))
    truce = said("b", "sam", issues=("truce",), date="2024-05-09")
    border = entry("position", "p", date=date, party="south", issue="border", text="x")
    found = [one for one in alone(terms, truce, border) if one[0] == "a"]
    assert found == ([("a", "south", missing)] if missing else [])


def test_beside_a_position_an_earlier_word_will_do() -> None:
    old = said("b", "sam", issues=("truce",), date="2023-01-01")
    position = entry("position", "p", date="2024-05-01", party="north", issue="truce", text="x")
    assert [one for one in alone(old, position) if one[0] == "p"] == []
    assert alone(position) == [("p", "south", ("truce",))]


def test_a_proposal_is_answered_by_a_response() -> None:
    offer = entry("proposal", "a", by="north", to=("south",), text="x")
    reply = entry("response", "r", by="south", answers="a", answer="reserves")
    assert alone(offer) == [WORD]
    assert alone(offer, reply) == []


def test_an_accusation_stands_alone_until_the_accused_speaks() -> None:
    accused = incident("blast", attributed_to=("south",))
    assert alone(accused) == [("blast", "south", ())]
    charge = claim("a", "asserts", "blast", by="nora", value="south")
    assert alone(incident("blast"), charge) == [WORD]
    answer = claim("b", "denies", "blast", by="sam")
    assert alone(accused, charge, answer) == []


def test_claims_on_the_same_words_meet() -> None:
    charge = claim(
        "a", "asserts", by="nora", subject="Who fired", attribute="who", value="south"
    )
    answer = claim(
        "b", "asserts", by="sam", subject="who  fired", attribute="order", value="north"
    )
    assert alone(charge) == [WORD]
    assert alone(charge, answer) == []


def test_what_is_about_nothing_is_said_to_be() -> None:
    found = balance(PROCESS, record(said("a"), said("b", "host")))
    assert ([one.id for one in found.unlinked], found.alone) == (["a"], ())
    assert balance(PROCESS, record(said("a", to=("sam",)))).looked_at == {"north": 1}
