"""What a class is asked before and after: the questions, the answers, what came of them."""

from collections.abc import Iterator
from io import StringIO

from attrs import evolve, frozen
from frozendict import frozendict
from starlette.responses import Response

from accord.errors import AccordError
from accord.formats.write_sheets import write_csv
from accord.host.host_page import HostPage
from accord.host.question_results import answers_by_person, before_and_after, results
from accord.host.questionnaire import (
    LONGEST_QUESTION,
    MOST_QUESTIONS,
    OWN_LIMIT,
    THEIR_LIMIT,
    AnswerKind,
    ClassQuestion,
    GivenAnswers,
    QuestionSet,
    WhenAsked,
    usual_questions,
)
from accord.host.rules import Rule
from accord.host.visit import NotThere, Visit
from accord.model.tier import CAPITAL
from accord.telling.number_words import whole

TITLES = {WhenAsked.BEFORE: "Before the talks", WhenAsked.AFTER: "After the talks"}
_SPARE = 3
"""Empty lines for more questions."""
_LONGEST_END = 60
_KINDS = (
    (AnswerKind.WORDS, "in words"),
    (AnswerKind.SEVEN, "on a scale from 1 to 7"),
    (AnswerKind.HUNDRED, "on a scale from 0 to 100"),
    (AnswerKind.POINTS, "in points"),
)


def _asked(visit: Visit, when: WhenAsked) -> tuple[ClassQuestion, ...]:
    """Return the questions of a set: those that are usual, if nobody has put others."""
    found = visit.host.questionnaire[when].questions
    return _usual(visit, when) if found is None else found


def _usual(visit: Visit, when: WhenAsked) -> tuple[ClassQuestion, ...]:
    sheets = visit.host.classroom.sheets(visit.host.held.whole).interests
    return usual_questions(when, points=any(one.is_valued for one in sheets))


def _when(text: str) -> WhenAsked:
    try:
        return WhenAsked(text)
    except ValueError:
        raise NotThere from None


# What somebody in the class answers.


@frozen(kw_only=True)
class OwnQuestions:
    """A set of questions as somebody in the class sees it.

    Attributes:
        when: Which.
        title: What it is called.
        questions: Those that are put to them.
        now: The set.
        typed: What stands in the fields, by question.
        answered: Whether they have answered.
    """

    when: WhenAsked
    title: str
    questions: tuple[ClassQuestion, ...]
    now: QuestionSet
    typed: dict[str, str]
    answered: bool


def questions(visit: Visit, status: int = 200) -> Response:
    """Show somebody in a class what is asked now, and what they answered."""
    sets = [_own(visit, when) for when in WhenAsked if visit.host.questionnaire[when].was_open]
    return visit.render("questions.html.j2", status=status, title="Questions", sets=sets)


def _own(visit: Visit, when: WhenAsked) -> OwnQuestions:
    now = visit.host.questionnaire[when]
    given = now.given.get(visit.person)
    answers = given.answers.items() if given else ()
    typed = {id_: said if isinstance(said, str) else f"{said:g}" for id_, said in answers}
    if visit.form.get("when") == when.value:
        typed = {one.id: visit.form.get(_field(one), "") for one in now.questions or ()}
    return OwnQuestions(
        when=when,
        title=TITLES[when],
        questions=tuple(_put_to(visit, now)),
        now=now,
        typed=typed,
        answered=given is not None,
    )


def _put_to(visit: Visit, now: QuestionSet) -> Iterator[ClassQuestion]:
    """Yield the questions that are put to somebody by their seat."""
    party, _, capital = visit.seat.sits.partition("/")
    at_side = party in visit.host.held.process.parties and capital in ("", CAPITAL)
    return (one for one in now.questions or () if at_side or not one.sides)


def _field(one: ClassQuestion) -> str:
    return f"answer.{one.id}"


def answer(visit: Visit) -> Response:
    """Keep what somebody answers."""
    when = _when(visit.form.get("when", ""))
    asked = visit.host.questionnaire
    answers: dict[str, float | str] = {}
    wrong: list[str] = []
    for one in _put_to(visit, asked[when]):
        try:
            read = one.read(visit.form.get(_field(one), ""))
        except AccordError as error:
            wrong.append(str(error))
            continue
        if read is not None:
            answers[one.id] = read
    given = GivenAnswers(
        person=visit.person,
        group=visit.seat.group,
        place=visit.seat.sits,
        name=visit.sitting.name if visit.sitting else "",
        at="",
        answers=frozendict(answers),
    )
    try:
        if wrong:
            raise AccordError("\n".join(wrong))
        if not answers and visit.person not in asked[when].given:
            raise AccordError("Answer at least one question.")
        asked.answer(when, given, visit.by, once=visit.form.get("once", ""))
    except AccordError as error:
        visit.mistakes = str(error).splitlines()
        return questions(visit, 422)
    return visit.go(
        "/questions",
        said="Your answers are kept; you can change them until the questions are closed.",
    )


# What whoever teaches sees, and decides.


def class_questions(visit: Visit) -> Response:
    """Show whoever teaches what is asked, who has answered, and what."""
    host, asked = visit.host, visit.host.questionnaire
    groups = host.tables.groups
    names = [one.id for one in groups]
    ids = {group.seat(place) for group in groups for place in group.places}
    people = [one for one in host.doors.sittings() if one.seat in ids]
    sets = []
    for when in WhenAsked:
        now, put = asked[when], _asked(visit, when)
        given = now.given.values()
        lacking = [one for one in people if (one.account or one.id) not in now.given]
        by_group = [
            (
                name,
                [one for one in given if one.group == name],
                [one for one in lacking if host.seats[one.seat].group == name],
            )
            for name in names
        ]
        sets.append(
            {
                "when": when,
                "title": TITLES[when],
                "now": now,
                "questions": put,
                "by_group": by_group,
                "lacking": len(lacking),
                "results": [*results(put, given, names)] if given else [],
            }
        )
    return visit.render(
        "class_questions.html.j2",
        title="Questions",
        sets=sets,
        compared=[*before_and_after(asked)],
        process=host.held.process,
        seats=host.seats,
        kinds={kind: words for kind, words in _KINDS},
        on_sheets=_on_sheets(visit),
    )


def _on_sheets(visit: Visit) -> dict[ClassQuestion, dict[str, str]]:
    """Return what the sheets say to the usual questions that they answer, by side."""
    case = visit.host.classroom.sheets(visit.host.held.whole)
    limits = {
        party: whole(held.walk_away_value.middle)
        for one in case.perspectives[:1]
        for party, held in one.interests.items()
    }
    sides = [*case.process.parties]
    theirs = (
        {side: limits[other] for side, other in zip(sides, reversed(sides), strict=True)}
        if len(sides) == len(limits) == 2
        else {}
    )
    says = {OWN_LIMIT: limits, THEIR_LIMIT: theirs}
    usual = [one for when in WhenAsked for one in usual_questions(when, points=True)]
    return {one: says[one.id] for one in usual if says.get(one.id)}


def open_questions(visit: Visit) -> Response:
    """Open a set of questions, or close it."""
    when = _when(visit.form.get("when", ""))
    is_open = visit.form.get("is") == "open"
    visit.host.questionnaire.open(when, is_open, _usual(visit, when), visit.by)
    said = f"{when.value} the talks {'can be answered now' if is_open else 'are closed'}"
    return visit.go(f"/class/questions#{when.value}", said=f"The questions {said}.")


def edit(visit: Visit, status: int = 200) -> Response:
    """Show the questions of a set, to be changed."""
    typed = visit.form or visit.query
    when = _when(typed.get("when", ""))
    now = visit.host.questionnaire[when]
    shown = list(_typed(visit)) if visit.form else list(_asked(visit, when))
    spare = [ClassQuestion(id="", text="")] * min(_SPARE, MOST_QUESTIONS - len(shown))
    return visit.render(
        "edit_questions.html.j2",
        status=status,
        title=f"Questions: {TITLES[when]}",
        when=when,
        lines=[*shown, *spare],
        answered=bool(now.given),
        kinds=[(kind.value, words) for kind, words in _KINDS],
    )


def _typed(visit: Visit) -> Iterator[ClassQuestion]:
    """Yield the questions as they were typed, a line each; a line without text is none."""
    form = visit.form
    for line in range(MOST_QUESTIONS):
        text = " ".join(form.get(f"text.{line}", "").split())[:LONGEST_QUESTION]
        kind = form.get(f"answer.{line}", "")
        if text:
            scale = kind in (AnswerKind.SEVEN.value, AnswerKind.HUNDRED.value)
            yield ClassQuestion(
                id=form.get(f"id.{line}", ""),
                text=text,
                answer=AnswerKind(kind) if kind in [*AnswerKind] else AnswerKind.WORDS,
                low=form.get(f"low.{line}", "").strip()[:_LONGEST_END] if scale else "",
                high=form.get(f"high.{line}", "").strip()[:_LONGEST_END] if scale else "",
                sides=bool(form.get(f"sides.{line}")),
            )


def save(visit: Visit) -> Response:
    """Put the questions as they were typed in the place of those that were there."""
    when = _when(visit.form.get("when", ""))
    made = (
        _usual(visit, when)
        if visit.form.get("usual")
        else tuple(_named_anew(_asked(visit, when), _typed(visit)))
    )
    try:
        if not made:
            raise AccordError("Write at least one question.")
        visit.host.questionnaire.ask(when, made, visit.by)
    except AccordError as error:
        visit.mistakes = str(error).splitlines()
        return edit(visit, 422)
    return visit.go(f"/class/questions#{when.value}", said="These are the questions now.")


def _named_anew(
    before: tuple[ClassQuestion, ...], typed: Iterator[ClassQuestion]
) -> Iterator[ClassQuestion]:
    """Yield questions under ids of their own: what was there keeps the one that it had."""
    known = {one.id for one in before}
    used: set[str] = set()
    fresh = (f"q{number}" for number in range(1, 2 * MOST_QUESTIONS + 2))
    for one in typed:
        id_ = one.id if one.id in known - used else next(f for f in fresh if f not in known)
        used.add(id_)
        yield evolve(one, id=id_)


def as_table(visit: Visit) -> Response:
    """Send what everybody answered as a table, a row a person."""
    text = StringIO()
    head, rows = answers_by_person(visit.host.questionnaire)
    write_csv(text, head, rows, end="\r\n")
    headers = {"content-disposition": 'attachment; filename="questions.csv"'}
    return Response(text.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


PAGES = (
    HostPage("/questions", questions, Rule.GROUP, nav=("Questions",)),
    HostPage("/questions", answer, Rule.GROUP, "POST"),
    HostPage("/class/questions", class_questions, Rule.TEACHES, nav=("Class", "Questions")),
    HostPage("/class/questions", open_questions, Rule.TEACHES, "POST"),
    HostPage("/class/questions/edit", edit, Rule.TEACHES),
    HostPage("/class/questions/edit", save, Rule.TEACHES, "POST"),
    HostPage("/class/questions.csv", as_table, Rule.TEACHES),
)
