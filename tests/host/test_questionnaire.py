"""What a class is asked: opened and closed by whoever teaches, answered by each alone."""

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from statistics import fmean

import pytest
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st
from tests.host.people import Guest, example, hosted, sit

from accord.errors import AccordError
from accord.host.classroom import ClassPlan
from accord.host.host import Host
from accord.host.host_seats import INSTRUCTOR
from accord.host.question_results import answer_columns, number_said, results
from accord.host.questionnaire import (
    AnswerKind,
    ClassQuestion,
    GivenAnswers,
    Questionnaire,
    WhenAsked,
    usual_questions,
)

PLAN = ClassPlan(tables=3, rounds=5, beside=("arven/capital", "mediator"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return example(tmp_path, "sarn-river")


@pytest.fixture
def host(folder: Path) -> Iterator[Host]:
    with hosted(folder, class_plan=PLAN) as opened:
        yield opened


def teach(host: Host) -> Guest:
    return sit(host, INSTRUCTOR, "Ann")


def opened(guest: Guest, when: str, state: str = "open") -> None:
    guest.post("/class/questions", {"when": when, "is": state})


def answered(guest: Guest, when: str, status: int = 303, **answers: str) -> str:
    sent = {f"answer.{one.replace('_', '-')}": said for one, said in answers.items()}
    return guest.post("/questions", sent | {"when": when}, status=status)


def test_nothing_is_asked_before_it_is_opened(host: Host) -> None:
    guest, teacher = sit(host, "2/arven", "Bo"), teach(host)
    assert "Nothing is asked yet" in guest.get("/questions")
    answered(guest, "before", 422, likely="70")
    opened(teacher, "before")
    page = guest.get("/questions")
    assert "How many points do you expect to get?" in page
    assert "How content are you" not in page
    assert "answer them" in guest.get("/role")


def test_an_answer_can_be_changed_until_the_questions_are_closed(host: Host) -> None:
    guest, teacher = sit(host, "2/arven", "Bo"), teach(host)
    opened(teacher, "before")
    answered(guest, "before", likely="70", expected="61,5", theirs="Water")
    answered(guest, "before", likely="20", expected="61,5", theirs="Water")
    assert "answer them" not in guest.get("/role")
    opened(teacher, "before", "closed")
    said = answered(guest, "before", 422, likely="90")
    assert "These questions are closed" in said
    assert "<dd>" in guest.get("/questions") and "Water" in guest.get("/questions")
    (given_,) = host.questionnaire[WhenAsked.BEFORE].given.values()
    assert given_.answers == {"likely": 20.0, "expected": 61.5, "theirs": "Water"}
    assert (given_.group, given_.side, given_.name) == ("2", "arven", "Bo")


def test_what_is_no_answer_is_said_in_a_sentence_each_and_what_was_typed_stays(
    host: Host,
) -> None:
    guest = sit(host, "2/arven", "Bo")
    opened(teach(host), "before")
    page = answered(guest, "before", 422, likely="101", expected="many", trust="3")
    assert "is answered with 0 to 100" in page and "is answered with a number" in page
    assert 'value="101"' in page and 'value="many"' in page
    assert answered(guest, "before", 422).count("Answer at least one question.") == 1
    assert not host.questionnaire[WhenAsked.BEFORE].given


def test_each_of_several_in_a_seat_answers_alone(host: Host) -> None:
    opened(teach(host), "before")
    one, other = sit(host, "1/belmar", "Cy"), sit(host, "1/belmar", "Di")
    answered(one, "before", theirs="The canal is what they need")
    assert "canal is what" in one.get("/questions")
    assert "canal is what" not in other.get("/questions")
    assert len(host.questionnaire[WhenAsked.BEFORE].given) == 1


def test_whoever_sits_for_no_side_is_not_asked_of_one(host: Host) -> None:
    opened(teach(host), "before")
    capital, mediator = sit(host, "1/arven/capital", "Eve"), sit(host, "1/mediator", "Fay")
    assert "do you expect to get" in capital.get("/questions")
    page = mediator.get("/questions")
    assert "do you expect to get" not in page and "How likely is an agreement?" in page
    answered(mediator, "before", likely="40", expected="99")
    (given_,) = host.questionnaire[WhenAsked.BEFORE].given.values()
    assert given_.answers == {"likely": 40.0}


def test_whoever_teaches_sees_who_has_answered_and_what_by_side_and_table(host: Host) -> None:
    teacher = teach(host)
    for when in ("before", "after"):
        opened(teacher, when)
    for number, likely in (("1", "10"), ("2", "30"), ("3", "80")):
        guest = sit(host, f"{number}/arven", f"A{number}")
        answered(guest, "before", likely=likely, trust="2")
        answered(guest, "after", trust="5", otherwise=f"Ask more at {number}")
    answered(sit(host, "2/belmar", "B2"), "before", likely="50")
    sit(host, "3/belmar", "Late")
    page = teacher.get("/class/questions")
    for said in ("Late", "Ask more at 3", "not yet: 1", "<meter", "Before against after", "+3"):
        assert said in page.replace("<bdi>", "").replace("</bdi>", ""), said
    table = teacher.client.get("/class/questions.csv").text
    rows = [*csv.DictReader(StringIO(table))]
    assert [row["table"] for row in rows] == ["1", "2", "3", "2"]
    assert rows[0]["before: How likely is an agreement?"] == "10"
    columns = answer_columns(host.questionnaire, "2", "arven")
    assert columns["before: How likely is an agreement?"] == "30"
    assert columns["after: What would you do otherwise next time?"] == "Ask more at 2"
    assert columns.keys() == answer_columns(host.questionnaire, "9", "belmar").keys()
    marks = teacher.client.get("/class/debrief.csv").content.decode("utf-8-sig")
    found = {(row["table"], row["side"]): row for row in csv.DictReader(StringIO(marks))}
    for column, cell in columns.items():
        assert found["2", "Arven"][column] == cell


def test_what_is_guessed_of_a_walk_away_value_stands_beside_the_sheet(host: Host) -> None:
    """Only beside the usual question: another one under its id is not answered by it."""
    teacher, edit = teach(host), "/class/questions/edit"
    opened(teacher, "after")
    answered(sit(host, "1/belmar"), "after", their_least="44")
    page = teacher.get("/class/questions")
    assert "On the sheet" in page and '<td class="number"><bdi>50</bdi></td>' in page
    other = {"when": "before", "id.0": "least", "text.0": "How old are you?"}
    teacher.post(edit, other | {"answer.0": "points"}, on=f"{edit}?when=before")
    opened(teacher, "before")
    answered(sit(host, "1/belmar"), "before", least="44")
    assert teacher.get("/class/questions").count("On the sheet") == 1


def test_a_cell_of_the_table_never_runs(host: Host) -> None:
    teacher = teach(host)
    opened(teacher, "after")
    answered(sit(host, "1/arven", "=2+2"), "after", otherwise="=cmd()")
    cells = [
        cell
        for row in csv.reader(StringIO(teacher.client.get("/class/questions.csv").text))
        for cell in row
    ]
    assert not [cell for cell in cells if cell.startswith("=")]


def test_questions_are_changed_in_the_browser_until_somebody_has_answered(host: Host) -> None:
    teacher = teach(host)
    own = {
        **{"text.0": "What do you fear?", "answer.0": "words", "id.0": "theirs"},
        **{
            "text.1": "How tired are you?",
            "answer.1": "1 to 7",
            "low.1": "not",
            "high.1": "so",
        },
        **{"text.2": "  ", "answer.2": "points"},
        **{"text.3": "Another", "answer.3": "no such", "sides.3": "yes", "id.3": "theirs"},
    }
    edit = "/class/questions/edit"
    teacher.post(edit, own | {"when": "before"}, on=f"{edit}?when=before")
    asked = host.questionnaire[WhenAsked.BEFORE].questions
    assert asked is not None
    assert [(one.text, one.answer, one.sides) for one in asked] == [
        ("What do you fear?", AnswerKind.WORDS, False),
        ("How tired are you?", AnswerKind.SEVEN, False),
        ("Another", AnswerKind.WORDS, True),
    ]
    assert len({one.id for one in asked}) == 3 and asked[0].id == "theirs"
    opened(teacher, "before")
    answered(sit(host, "1/arven"), "before", theirs="Rain")
    other = own | {"when": "before", "text.0": "Else?"}
    said = teacher.post(edit, other, on=f"{edit}?when=before", status=422)
    assert "somebody has answered them already" in said and "Else?" in said


def test_the_usual_questions_come_back_and_none_is_not_taken(host: Host) -> None:
    teacher, edit = teach(host), "/class/questions/edit"
    on = f"{edit}?when=after"
    assert "Write at least one question." in teacher.post(
        edit, {"when": "after"}, on=on, status=422
    )
    teacher.post(edit, {"when": "after", "usual": "yes"}, on=on)
    asked = host.questionnaire[WhenAsked.AFTER].questions
    assert asked == usual_questions(WhenAsked.AFTER, points=True)
    assert teacher.client.get(f"{edit}?when=never").status_code == 404


def test_answers_are_there_after_a_restart_and_were_never_sent_to_the_folder(
    folder: Path,
) -> None:
    with hosted(folder, class_plan=PLAN) as host:
        opened(teach(host), "before")
        answered(sit(host, "1/arven", "Bo"), "before", likely="12")
    with hosted(folder, known=False) as host:
        again = host.questionnaire[WhenAsked.BEFORE]
        assert again.is_open and [one.name for one in again.given.values()] == ["Bo"]


def test_an_answer_moves_the_page_of_whoever_teaches_and_of_nobody_else(host: Host) -> None:
    teacher = teach(host)
    opened(teacher, "before")
    guest = sit(host, "2/arven", "Bo")
    seats = [host.seats[one] for one in ("2/arven", "2/belmar", "1/arven", INSTRUCTOR)]
    before = [host.position(one) for one in seats]
    answered(guest, "before", likely="70")
    after = [host.position(one) for one in seats]
    assert [a == b for a, b in zip(before, after, strict=True)] == [True, True, True, False]
    at_table = host.position(seats[1], "2")
    opened(teacher, "before", "closed")
    assert host.position(seats[1]) != after[1]
    assert host.position(seats[1], "2") != at_table


def test_what_two_send_at_once_is_kept_once_each(host: Host) -> None:
    """Another process of the host reads the same log."""
    other = Questionnaire(host.store, host.bell)
    usual = usual_questions(WhenAsked.BEFORE, points=True)
    other.open(WhenAsked.BEFORE, True, usual, "Ann")
    host.questionnaire.open(WhenAsked.BEFORE, True, usual, "Ann")
    assert host.questionnaire.position == 2
    for one, person in ((other, "p"), (host.questionnaire, "q")):
        one.answer(WhenAsked.BEFORE, given_by(person, {"likely": 1.0}), person)
    other.log.refresh()
    assert other[WhenAsked.BEFORE] == host.questionnaire[WhenAsked.BEFORE]


def given_by(
    person: str, answers: dict[str, float | str], group: str = "1", place: str = "arven"
) -> GivenAnswers:
    return GivenAnswers(
        person=person,
        group=group,
        place=place,
        name=person,
        at="",
        answers=frozendict(answers),
    )


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["1", "2", "3"]),
            st.sampled_from(["arven", "belmar", "arven/capital"]),
            st.floats(0, 100),
        ),
        max_size=12,
    )
)
def test_sums_by_side_and_table_are_those_of_the_answers(
    said: list[tuple[str, str, float]],
) -> None:
    question = ClassQuestion(id="likely", text="Likely?", answer=AnswerKind.HUNDRED)
    given_ = [given_by(str(i), {"likely": x}, g, p) for i, (g, p, x) in enumerate(said)]
    (found,) = results((question,), given_, ("1", "2", "3"))
    names = [side for side, _ in found.sides]
    assert names == sorted({place.partition("/")[0] for _, place, _ in said})
    for side, summed in found.sides:
        mine = [x for _, place, x in said if place.partition("/")[0] == side]
        assert summed.many == len(mine) and summed.mean == pytest.approx(fmean(mine))
        assert (summed.low, summed.high) == (min(mine), max(mine))
    for group, sums in found.tables:
        for side, one in zip(names, sums, strict=True):
            mine = [x for g, p, x in said if g == group and p.partition("/")[0] == side]
            assert (one is None) == (not mine)
            assert one is None or one.mean == pytest.approx(fmean(mine))


@pytest.mark.parametrize("kind", AnswerKind)
@given(st.text(max_size=12))
def test_whatever_is_typed_is_read_or_refused_in_a_sentence(
    kind: AnswerKind, typed: str
) -> None:
    question = ClassQuestion(id="one", text="How?", answer=kind)
    try:
        read = question.read(typed)
    except AccordError as error:
        assert str(error).endswith(".") and kind is not AnswerKind.WORDS
    else:
        ends = kind.ends
        assert read is None or isinstance(read, str) or (ends and ends[0] <= read <= ends[1])


@pytest.mark.parametrize(
    ("number", "said"), [(63.25, "63.3"), (-0.75, "-0.8"), (3.0, "3"), (-0.01, "0")]
)
def test_halves_are_rounded_as_a_spreadsheet_rounds_them(number: float, said: str) -> None:
    assert number_said(number) == said


def test_an_answer_that_comes_again_late_puts_nothing_back(host: Host) -> None:
    asked, when = host.questionnaire, WhenAsked.BEFORE
    asked.open(when, True, usual_questions(when, points=False), "Ann")
    for likely, once in ((1.0, "a"), (2.0, "b"), (1.0, "a")):
        asked.answer(when, given_by("ada", {"likely": likely}), "ada", once=once)
    assert asked[when].given["ada"].answers["likely"] == 2.0
