"""What is asked of marks: in words and as JSON the same answers, by each holder's marks."""

from attrs import evolve
from tests.telling.marked import ROAD, marked_case, told

from accord.deals import to_json
from accord.telling.blocks import Heading, Paragraph
from accord.telling.mark_questions import MarkQuestions, mark_answers

PART = {"posts": "joint"}
NOBODY = marked_case(ROAD).outsiders


def test_the_json_holds_what_was_found_and_what_was_asked() -> None:
    one = told(ROAD)
    assert one.found is not None
    plain = MarkQuestions(
        by=one, outsiders=NOBODY, deal=PART, terms={"scope": "town"}
    ).to_json()["marks"]
    assert plain["verdict"] == "ask"
    assert plain["deal"] == to_json(one.found.judge(PART))
    assert plain["why_not"]["possible"] == 2
    assert "deal" not in MarkQuestions(by=one, outsiders=NOBODY).to_json()["marks"]


def test_a_deal_asked_about_is_answered_and_nothing_else() -> None:
    one = told(ROAD)
    asked = list(mark_answers([MarkQuestions(by=one, outsiders=NOBODY, deal=PART)]))
    assert Heading("Terms asked about", deeper=True) in asked
    assert Paragraph(one.outlook.text, style="verdict") not in asked
    assert Paragraph(one.outlook.text, style="verdict") in list(
        MarkQuestions(by=one, outsiders=NOBODY).blocks()
    )


def test_what_is_missing_is_the_answer() -> None:
    one = told(ROAD)
    none = evolve(one, found=None, outlook=evolve(one.outlook, missing="No issue.", basis=()))
    question = MarkQuestions(by=none, outsiders=NOBODY, deal=PART)
    assert question.to_json() == {"marks": {"missing": "No issue."}}
    assert list(question.blocks())[-1] == Paragraph("No issue.")
