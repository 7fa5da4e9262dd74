"""Questions are found by cell, and stand as they stood on a day."""

from typing import Any

import pytest
from frozendict import frozendict
from tests.record.build import DAYS, entry, record, when

from accord.model import Agenda, Issue, Option, Party, Person, Process
from accord.record import Question, QuestionStage
from accord.record.asked import asked_by_cell, asked_so_far, latest_of
from accord.record.sentences import sentence

PROCESS = Process(
    title="T",
    parties=frozendict({one: Party(id=one, name=one.upper()) for one in "ab"}),
    people=frozendict({"p": Person(id="p", name="Ana Ruiz", party="a")}),
    agenda=Agenda(
        issues=frozendict(
            {
                "guns": Issue(
                    id="guns",
                    name="Guns",
                    options=frozendict(
                        {o: Option(o, f"Guns {o}") for o in ("road", "all", "none")}
                    ),
                )
            }
        )
    ),
)


def question(one: str, date: str = DAYS[0], sources: str = "", **rest: Any) -> Question:
    made = entry("question", one, date, sources, **{"to": ("a",), **rest})
    assert isinstance(made, Question)
    return made


def test_a_question_is_on_its_cells_and_on_every_option_where_none_is_named() -> None:
    made = record(
        question("one", issue="guns", option=("road",)),
        question("every", DAYS[1], issue="guns", to=("p", "b")),  # a person speaks for a side
        question("words", text="Who pays?"),
    )
    found = asked_by_cell(PROCESS, made)
    ids = {cell: [one.id for one in asked] for cell, asked in found.items() if cell[1]}
    assert ids == {
        ("a", "guns", "road"): ["one", "every"],
        ("a", "guns", "all"): ["every"],
        ("a", "guns", "none"): ["every"],
        ("b", "guns", "road"): ["every"],
        ("b", "guns", "all"): ["every"],
        ("b", "guns", "none"): ["every"],
    }


def test_what_replaces_a_question_stands_for_it() -> None:
    old = question("old", issue="guns", option=("road",))
    new = question("new", DAYS[1], issue="guns", option=("all",), supersedes="old")
    found = asked_by_cell(PROCESS, record(old, new))
    assert list(found) == [("a", "guns", "all")]


TO_ASK = question("q1", issue="guns", option=("road",))
ASKED = question("q2", asked=when(DAYS[1]), issue="guns", option=("road",))
ANSWERED = question(
    "q3", asked=when(DAYS[1]), answered=when(DAYS[3]), reply="Never.", issue="guns"
)


def test_an_answer_says_more_than_what_was_asked_and_that_more_than_what_ought_to_be() -> None:
    assert latest_of(()) is None
    assert latest_of((ANSWERED, ASKED, TO_ASK)) is ANSWERED
    assert latest_of((TO_ASK, ASKED)) is ASKED
    assert [asked_so_far(one) for one in ((), (TO_ASK,), (ASKED,), (ASKED, ANSWERED))] == [
        "nobody has asked, by the record",
        "to be asked (q1)",
        "asked on 2 May 2024, not answered yet (q2)",
        "answered on 4 May 2024; the sheet still says ? (q3)",
    ]


@pytest.mark.parametrize(
    ("day", "stage"),
    [(0, QuestionStage.TO_ASK), (1, QuestionStage.ASKED), (3, QuestionStage.ANSWERED)],
)
def test_as_of_a_day_a_question_is_as_it_was_then(day: int, stage: QuestionStage) -> None:
    (found,) = record(ANSWERED).as_of(when(DAYS[day])).of(Question)
    assert found.stage is stage
    assert found.reply == ("Never." if stage is QuestionStage.ANSWERED else "")


def test_an_answer_without_a_day_is_not_known_before_it_was_asked() -> None:
    asked = question("q", issue="guns", asked=when(DAYS[2]), reply="Never.")
    (then,) = record(asked).as_of(when(DAYS[1])).of(Question)
    (now,) = record(asked).as_of(when(DAYS[2])).of(Question)
    assert (then.stage, then.reply) == (QuestionStage.TO_ASK, "")
    assert (now.stage, now.reply) == (QuestionStage.ANSWERED, "Never.")


def test_an_answer_in_an_entry_is_known_with_the_entry() -> None:
    asked = question("q", issue="guns", answered_in=("s",))
    said = entry("statement", "s", DAYS[2], "s3", text="Yes.")
    (then,) = record(asked, said).as_of(when(DAYS[1])).of(Question)
    (now,) = record(asked, said).of(Question)
    assert (then.stage, now.stage) == (QuestionStage.TO_ASK, QuestionStage.ANSWERED)


def test_an_option_that_came_later_is_left_out_and_a_question_on_that_alone_with_it() -> None:
    made = question("q", issue="guns", option=("road", "all"))
    left = made.without({("guns", "all")})
    assert left is not None
    assert left.option == ("road",)
    assert made.without({("guns", "all"), ("guns", "road")}) is None
    assert made.without({("guns", "none")}) is made


def test_a_question_is_said_with_names() -> None:
    options = ("road", "all")
    one = question("q", to=("p", "b"), issue="guns", option=options, asked=when(DAYS[1]))
    assert sentence(PROCESS, one, record(one)) == (
        "Question to Ana Ruiz (A) and B: Guns: 'Guns road' and 'Guns all'? Asked 2 May 2024, "
        "not answered yet."
    )
    two = question("q", text="Who pays?", answered=when(DAYS[2]), reply="We do.")
    assert sentence(PROCESS, two, record(two)) == (
        "Question to A: Who pays? Answered 3 May 2024: We do."
    )


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({}, "id"),
        ({"text": "?", "option": ("road",)}, "option"),
        ({"text": "?", "asked": when(DAYS[2]), "answered": when(DAYS[1])}, "answered"),
    ],
)
def test_a_question_asks_something_and_is_asked_before_it_is_answered(
    given: dict[str, Any], key: str
) -> None:
    assert [found for found, _ in question("q", **given).faults(given)] == [key]
