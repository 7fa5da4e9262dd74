"""What a class answered to its questions: by side, by table, and before against after."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from statistics import fmean

from attrs import frozen

from accord.host.questionnaire import (
    AnswerKind,
    ClassQuestion,
    GivenAnswers,
    Questionnaire,
    WhenAsked,
)


@frozen(kw_only=True)
class AnsweredNumbers:
    """What some people answered in numbers.

    Attributes:
        many: How many did.
        mean: The mean.
        low: The lowest.
        high: The highest.
    """

    many: int
    mean: float
    low: float
    high: float

    @classmethod
    def of(cls, numbers: Sequence[float]) -> "AnsweredNumbers | None":
        """Sum numbers up; None where there are none."""
        if not numbers:
            return None
        low, high = min(numbers), max(numbers)
        return cls(many=len(numbers), mean=fmean(numbers), low=low, high=high)

    @property
    def said(self) -> str:
        """The mean in words."""
        return number_said(self.mean)

    @property
    def between(self) -> tuple[str, str]:
        """The lowest and the highest in words."""
        return number_said(self.low), number_said(self.high)


def number_said(number: float) -> str:
    """Return a number with at most one digit behind the point."""
    return f"{_rounded(number):g}" if abs(number) < 1e5 else f"{number:.0f}"


def _rounded(number: float) -> float:
    """Round to one digit behind the point, halves away from zero as spreadsheets do."""
    exact = Decimal(repr(number)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return float(exact) + 0.0


@frozen(kw_only=True)
class QuestionResults:
    """What was answered to one question.

    Attributes:
        question: The question.
        sides: For each side that answered, in numbers, the sum of it.
        tables: For each table, what each of these sides answered there.
        ends: The ends between which the numbers are shown.
        words: What was answered in words, with whose words they are.
    """

    question: ClassQuestion
    sides: tuple[tuple[str, AnsweredNumbers], ...] = ()
    tables: tuple[tuple[str, tuple[AnsweredNumbers | None, ...]], ...] = ()
    ends: tuple[float, float] = (0.0, 1.0)
    words: tuple[tuple[GivenAnswers, str], ...] = ()


def results(
    questions: Iterable[ClassQuestion], given: Iterable[GivenAnswers], groups: Sequence[str]
) -> Iterator[QuestionResults]:
    """Yield what was answered to each question.

    Args:
        questions: The questions.
        given: What was answered.
        groups: The groups of the class, in their order.
    """
    given = tuple(given)
    for one in questions:
        mine = [each for each in given if one.id in each.answers]
        if one.answer is AnswerKind.WORDS:
            said = tuple((each, str(each.answers[one.id])) for each in mine)
            yield QuestionResults(question=one, words=said)
            continue
        sides = sorted({each.side for each in mine})
        summed = [(side, _summed(one, mine, side=side)) for side in sides]
        yield QuestionResults(
            question=one,
            sides=tuple((side, found) for side, found in summed if found),
            tables=tuple(
                (group, tuple(_summed(one, mine, side=side, group=group) for side in sides))
                for group in groups
                if any(each.group == group for each in mine)
            ),
            ends=_ends(one, [float(each.answers[one.id]) for each in mine]),
        )


def _ends(one: ClassQuestion, numbers: Sequence[float]) -> tuple[float, float]:
    """Return between which ends answers are shown: points between 0 and 100, if they do."""
    if one.answer is AnswerKind.POINTS or one.answer.ends is None:
        return min(0.0, *numbers, 0.0), max(100.0, *numbers, 100.0)
    return one.answer.ends


def _summed(
    one: ClassQuestion, given: Iterable[GivenAnswers], side: str = "", group: str = ""
) -> AnsweredNumbers | None:
    return AnsweredNumbers.of(
        [
            float(each.answers[one.id])
            for each in given
            if one.id in each.answers and side in ("", each.side) and group in ("", each.group)
        ]
    )


@frozen(kw_only=True)
class BeforeAndAfter:
    """A question that was asked before and after, as one side answered it.

    Attributes:
        question: The question.
        side: The side.
        before: What it answered before.
        after: What it answered after.
    """

    question: ClassQuestion
    side: str
    before: AnsweredNumbers
    after: AnsweredNumbers

    @property
    def change(self) -> str:
        """By how much the mean has changed, with its sign."""
        step = _rounded(self.after.mean - self.before.mean)
        return "no change" if not step else f"{step:+g}"


def before_and_after(asked: Questionnaire) -> Iterator[BeforeAndAfter]:
    """Yield by side what was asked before and after in the same words, in numbers.

    Args:
        asked: The questionnaire.
    """
    before, after = asked[WhenAsked.BEFORE], asked[WhenAsked.AFTER]
    later = {_plain(one): one for one in after.questions or ()}
    sides = sorted({one.side for one in before.given.values()})
    for one in before.questions or ():
        same = later.get(_plain(one))
        if same is None or one.answer is AnswerKind.WORDS:
            continue
        for side in sides:
            then = _summed(one, before.given.values(), side)
            now = _summed(same, after.given.values(), side)
            if then and now:
                yield BeforeAndAfter(question=one, side=side, before=then, after=now)


def _plain(one: ClassQuestion) -> tuple[str, AnswerKind]:
    return " ".join(one.text.casefold().split()), one.answer


def answer_columns(asked: Questionnaire, group: str, place: str) -> dict[str, str]:
    """Return what those of one side at one table answered: columns of a table, by their heads.

    Of several people the mean stands for numbers, and words one after the other. The heads are
    the same whatever was answered.

    Args:
        asked: The questionnaire.
        group: The group.
        place: What the seat is called at the table; its capital answers with it.
    """
    found = {}
    for when in WhenAsked:
        mine = [
            one
            for one in asked[when].given.values()
            if one.group == group and place in (one.place, one.side)
        ]
        for one in asked[when].questions or ():
            if one.answer is AnswerKind.WORDS:
                said = " / ".join(
                    str(each.answers[one.id]) for each in mine if one.id in each.answers
                )
            else:
                summed = _summed(one, mine)
                said = summed.said if summed else ""
            found[f"{when.value}: {one.text}"] = said
    return found


PERSON_COLUMNS = ("table", "seat", "name")
"""What stands before the answers where each person has a row."""


def answers_by_person(asked: Questionnaire) -> tuple[list[str], list[list[str]]]:
    """Return what each person answered: the heads of the columns, and a row a person.

    Args:
        asked: The questionnaire.
    """
    people: dict[str, GivenAnswers] = {}
    for when in WhenAsked:
        people |= asked[when].given
    columns = [(when, one) for when in WhenAsked for one in asked[when].questions or ()]
    head = [*PERSON_COLUMNS, *(f"{when.value}: {one.text}" for when, one in columns)]
    rows = []
    for key, person in people.items():
        row = [person.group, person.place, person.name]
        for when, one in columns:
            mine = asked[when].given.get(key)
            value = mine.answers.get(one.id, "") if mine else ""
            row.append(value if isinstance(value, str) else number_said(value))
        rows.append(row)
    return head, rows
