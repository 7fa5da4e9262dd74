"""What a class is asked before it sits down and after it got up, and what each answered."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from math import isfinite
from typing import Any

from attrs import evolve, field, frozen
from frozendict import frozendict

from accord.errors import AccordError
from accord.host.bell import Bell
from accord.host.kept_log import KeptLog
from accord.model.tier import CAPITAL
from accord.record.wording import short
from accord.store import Envelope, Event, Store

LOG = "class/questions"
MOST_QUESTIONS = 30
"""In a set: whoever is asked more answers none with care."""
LONGEST_QUESTION = 300
LONGEST_ANSWER = 4000
MOST_POINTS = 10_000.0
"""An answer in points lies below; a sheet in points may go beyond 100."""


class WhenAsked(StrEnum):
    """Which of the two sets of questions."""

    BEFORE = "before"
    AFTER = "after"


class AnswerKind(StrEnum):
    """How a question is answered."""

    WORDS = "words"
    SEVEN = "1 to 7"
    HUNDRED = "0 to 100"
    POINTS = "points"

    @property
    def ends(self) -> tuple[float, float] | None:
        """The ends of the scale; None for words."""
        return {
            AnswerKind.SEVEN: (1.0, 7.0),
            AnswerKind.HUNDRED: (0.0, 100.0),
            AnswerKind.POINTS: (-MOST_POINTS, MOST_POINTS),
        }.get(self)


@frozen(kw_only=True)
class ClassQuestion:
    """A question to everybody in a class, or to those of the sides alone.

    Attributes:
        id: What it is called among the questions of its set.
        text: The question.
        answer: How it is answered.
        low: What the low end of a scale means.
        high: What the high end means.
        sides: Whether only those who sit for a side are asked.
    """

    id: str
    text: str
    answer: AnswerKind = AnswerKind.WORDS
    low: str = ""
    high: str = ""
    sides: bool = False

    def read(self, typed: str) -> float | str | None:
        """Read an answer as somebody typed it; None for no answer.

        Args:
            typed: What was typed.

        Raises:
            AccordError: If it is no such answer.
        """
        plain = typed.strip()
        if not plain:
            return None
        if (ends := self.answer.ends) is None:
            return plain[:LONGEST_ANSWER]
        try:
            number = float(plain.replace(",", "."))
        except ValueError:
            number = float("nan")
        if not (isfinite(number) and ends[0] <= number <= ends[1]):
            what = "a number" if self.answer is AnswerKind.POINTS else self.answer.value
            raise AccordError(f"“{short(self.text)}” is answered with {what}.")
        return number


@frozen(kw_only=True)
class GivenAnswers:
    """What one person answered to a set of questions.

    Attributes:
        person: Tells them from others.
        group: Their group.
        place: What their seat is called at the table.
        name: What they call themselves.
        at: When they answered last.
        answers: The answers, by question.
    """

    person: str
    group: str
    place: str
    name: str
    at: str
    answers: frozendict[str, float | str]

    @property
    def side(self) -> str:
        """The party that they sit for, its capital too; else what their seat is called."""
        party, _, capital = self.place.partition("/")
        return party if capital == CAPITAL else self.place


@frozen(kw_only=True)
class QuestionSet:
    """The questions of before or after, and what was answered.

    Attributes:
        questions: The questions; None as long as the usual ones count.
        is_open: Whether they can be answered now.
        was_open: Whether they could be, at some time.
        given: What was answered, by person.
    """

    questions: tuple[ClassQuestion, ...] | None = None
    is_open: bool = False
    was_open: bool = False
    given: frozendict[str, GivenAnswers] = field(factory=frozendict)


class Questionnaire:
    """The questions to a class; safe to use from several threads."""

    def __init__(self, store: Store, bell: Bell) -> None:
        """Take where the log is, and read it; the bell rings after a change."""
        self._sets = {when: QuestionSet() for when in WhenAsked}
        self._sent: set[str] = set()
        self.position = 0
        """How often anything has changed, for whoever teaches."""
        self.shown = 0
        """How often something has changed that everybody in the class sees."""
        self.log = KeptLog(store, LOG, self._fold, bell)

    def __getitem__(self, when: WhenAsked) -> QuestionSet:
        """Return a set as it stands now."""
        return self._sets[when]

    def _fold(self, kept: Envelope) -> None:
        event = kept.event
        when = WhenAsked(event["when"])
        now = self._sets[when]
        match event:
            case {"kind": "questions", "questions": [*questions]}:
                found = tuple(map(_from_json, questions))
                self._sets[when] = evolve(now, questions=found)
                self.shown += now.is_open
            case {"kind": "open", "is": bool(is_open)}:
                was_open = now.was_open or is_open
                self._sets[when] = evolve(now, is_open=is_open, was_open=was_open)
                self.shown += 1
            case {"kind": "answers", "person": str(person), "answers": {**answers}}:
                given = GivenAnswers(
                    person=person,
                    group=str(event["group"]),
                    place=str(event["place"]),
                    name=str(event["name"]),
                    at=kept.at,
                    answers=frozendict({str(i): _said(one) for i, one in answers.items()}),
                )
                self._sets[when] = evolve(now, given=now.given.set(person, given))
                self._sent.add(str(event.get("once") or ""))
        self.position += 1

    def ask(self, when: WhenAsked, questions: Sequence[ClassQuestion], by: str) -> None:
        """Put questions in the place of those that were there.

        Args:
            when: Which set.
            questions: The questions.
            by: Who says so, in words.

        Raises:
            AccordError: If somebody has answered, or it cannot be kept.
        """
        made = [_to_json(one) for one in questions]

        def decide() -> list[Event]:
            now = self._sets[when]
            if now.questions == tuple(questions):
                return []
            if now.given:
                many = (
                    "somebody has" if len(now.given) == 1 else f"{len(now.given)} people have"
                )
                raise AccordError(
                    f"These questions stay as they are, for {many} answered them already."
                )
            return [{"kind": "questions", "when": when.value, "questions": made}]

        self.log.add(decide, by)

    def open(
        self, when: WhenAsked, is_open: bool, usual: Sequence[ClassQuestion], by: str
    ) -> None:
        """Let a set of questions be answered, or no longer.

        Args:
            when: Which set.
            is_open: Whether they can be answered.
            usual: What is asked where nobody has put other questions.
            by: Who says so, in words.

        Raises:
            AccordError: If it cannot be kept.
        """
        opened: Event = {"kind": "open", "when": when.value, "is": is_open}
        asked: Event = {
            "kind": "questions",
            "when": when.value,
            "questions": [_to_json(one) for one in usual],
        }

        def decide() -> list[Event]:
            now = self._sets[when]
            if now.is_open is is_open:
                return []
            # What was asked stands in the log, whatever is usual in a later version.
            return [asked, opened] if now.questions is None else [opened]

        self.log.add(decide, by)

    def answer(self, when: WhenAsked, given: GivenAnswers, by: str, *, once: str = "") -> None:
        """Keep what somebody answered, in the place of what they answered before.

        Args:
            when: Which set.
            given: What they answered.
            by: Who they are, in words.
            once: What tells this press from others; empty for nothing. One that comes again
                late puts nothing back.

        Raises:
            AccordError: If the questions are not open, or it cannot be kept.
        """
        event = {
            "kind": "answers",
            "when": when.value,
            "person": given.person,
            "group": given.group,
            "place": given.place,
            "name": given.name,
            "answers": dict(given.answers),
            "once": once,
        }

        def decide() -> list[Event]:
            now = self._sets[when]
            if once and once in self._sent:
                return []
            if not now.is_open:
                raise AccordError("These questions are closed: nothing was changed.")
            before = now.given.get(given.person)
            return [] if before and before.answers == given.answers else [event]

        self.log.add(decide, by)

    def waits(self, person: str) -> Iterator[WhenAsked]:
        """Yield the sets that are open and that somebody has not answered.

        Args:
            person: Tells them from others.
        """
        for when, one in self._sets.items():
            if one.is_open and person not in one.given:
                yield when


def _said(answer: Any) -> float | str:
    return answer if isinstance(answer, str) else float(answer)


def _to_json(one: ClassQuestion) -> Event:
    return {
        "id": one.id,
        "text": one.text,
        "answer": one.answer.value,
        "low": one.low,
        "high": one.high,
        "sides": one.sides,
    }


def _from_json(one: Mapping[str, Any]) -> ClassQuestion:
    return ClassQuestion(
        id=str(one["id"]),
        text=str(one["text"]),
        answer=AnswerKind(one["answer"]),
        low=str(one["low"]),
        high=str(one["high"]),
        sides=bool(one["sides"]),
    )


_TRUST = ClassQuestion(
    id="trust",
    text="How far would you rely on what the other side promises?",
    answer=AnswerKind.SEVEN,
    low="not at all",
    high="fully",
    sides=True,
)
_BEFORE = (
    ClassQuestion(id="expected", text="What do you expect to get?", sides=True),
    ClassQuestion(id="least", text="What is the least that you would accept?", sides=True),
    ClassQuestion(
        id="theirs", text="What, do you think, matters most to the other side?", sides=True
    ),
    ClassQuestion(
        id="likely",
        text="How likely is an agreement?",
        answer=AnswerKind.HUNDRED,
        low="out of the question",
        high="certain",
    ),
    _TRUST,
)
_AFTER = (
    ClassQuestion(
        id="content",
        text="How content are you with how it ended?",
        answer=AnswerKind.SEVEN,
        low="not at all",
        high="entirely",
    ),
    ClassQuestion(
        id="way",
        text="How content are you with the way it came about?",
        answer=AnswerKind.SEVEN,
        low="not at all",
        high="entirely",
    ),
    ClassQuestion(
        id="fair",
        text="How fair is it to all sides?",
        answer=AnswerKind.SEVEN,
        low="to none",
        high="to all",
    ),
    ClassQuestion(
        id="again",
        text="Would you sit down with the same people again?",
        answer=AnswerKind.SEVEN,
        low="never",
        high="gladly",
    ),
    _TRUST,
    ClassQuestion(
        id="their-least",
        text="What, do you think, was the least that the other side would have accepted?",
        sides=True,
    ),
    ClassQuestion(id="otherwise", text="What would you do otherwise next time?"),
)
OWN_LIMIT, THEIR_LIMIT = "least", "their-least"
"""The usual questions to which a sheet has an answer: that of the own side, or of the other."""
_IN_POINTS = {
    "expected": "How many points do you expect to get?",
    "least": "Below how many points would you rather have no deal?",
    "their-least": "What, do you think, was the other side's walk-away value?",
}


def usual_questions(when: WhenAsked, *, points: bool) -> tuple[ClassQuestion, ...]:
    """Return what is asked where nobody has put other questions.

    Args:
        when: Before or after.
        points: Whether the sides go by points.
    """
    asked = _BEFORE if when is WhenAsked.BEFORE else _AFTER
    if not points:
        return asked
    return tuple(
        evolve(one, text=_IN_POINTS[one.id], answer=AnswerKind.POINTS)
        if one.id in _IN_POINTS
        else one
        for one in asked
    )
