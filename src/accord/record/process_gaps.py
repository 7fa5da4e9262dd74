"""What the plan of a process has so far, and what is still to be filled: a checklist."""

from collections.abc import Iterator

from attrs import frozen

from accord.model import Process, When
from accord.record.case import Case
from accord.record.kinds.assurance import Assurance
from accord.record.kinds.question import Question, QuestionStage
from accord.record.wording import together

FEWEST_OPTIONS = 2
"""With fewer ways to settle an issue there is nothing to choose."""


@frozen(kw_only=True)
class ProcessGap:
    """One thing that a plan has, or has not yet.

    Attributes:
        done: Whether nothing is to be filled.
        text: What is there, or what is not yet, in a sentence.
        word: What is to be filled: party, plan, issue and the like.
        id: Its id, where it is there already.
    """

    done: bool
    text: str
    word: str
    id: str = ""


def process_gaps(case: Case, today: When) -> tuple[ProcessGap, ...]:
    """Return what a plan has, and what is still to be filled, as far as its reader sees it.

    It says what is empty, not what a process ought to have.

    Args:
        case: The process and its record.
        today: The day: what is planned for an earlier one is no round to come.
    """
    process = case.process
    return (
        *_who(process),
        *_rounds(process, today),
        *_agenda(process),
        *_checklist(process),
        *_said(case),
    )


def _who(process: Process) -> Iterator[ProcessGap]:
    empty = [one for one in process.parties.values() if one.delegation is None]
    for one in empty:
        text = f"Nobody is named who sits at the table for {one.name}."
        yield ProcessGap(done=False, text=text, word="party", id=one.id)
    if not empty:
        text = "For every party somebody is named who sits at the table."
        yield ProcessGap(done=True, text=text, word="party")
    if process.mediators:
        text = f"Mediates: {together(map(process.name, process.mediators))}."
        yield ProcessGap(done=True, text=text, word="process")
    else:
        yield ProcessGap(done=False, text="Nobody is named who mediates.", word="process")


def _rounds(process: Process, today: When) -> Iterator[ProcessGap]:
    coming = [
        one for one in process.rounds.values() if one.date is None or one.date.end > today.start
    ]
    if not coming:
        yield ProcessGap(done=False, text="No round to come is planned.", word="plan")
    for one in coming:
        lacks = [word for word, held in (("day", one.date), ("venue", one.venue)) if not held]
        what = f"{one.name}: no {' and no '.join(lacks)} yet." if lacks else f"{one.name}."
        yield ProcessGap(done=not lacks, text=what, word="plan", id=one.id)


def _agenda(process: Process) -> Iterator[ProcessGap]:
    issues = process.agenda.issues.values()
    few = [one for one in issues if len(one.choices) < FEWEST_OPTIONS]
    if not issues:
        yield ProcessGap(done=False, text="No issue is on the agenda.", word="issue")
    for one in few:
        has = "one option" if one.choices else "no option"
        text = f"{one.name} has {has} so far."
        yield ProcessGap(done=False, text=text, word="issue", id=one.id)
    if issues and not few:
        text = f"Issues on the agenda: {len(issues)}, each with options."
        yield ProcessGap(done=True, text=text, word="issue")


def _checklist(process: Process) -> Iterator[ProcessGap]:
    if not process.checklist:
        text = "No checklist of what such agreements settle."
        yield ProcessGap(done=False, text=text, word="checklist")
        return
    left, every = len(process.uncovered), len(process.checklist)
    text = f"Lines of the checklist that are not on the agenda: {left} of {every}."
    yield ProcessGap(done=not left, text=text, word="checklist")


def _said(case: Case) -> Iterator[ProcessGap]:
    if any(True for _ in case.record.of(Assurance)):
        text = "Assurances are in the record."
        yield ProcessGap(done=True, text=text, word="assurance")
    else:
        text = "No assurance is in the record, such as safe passage."
        yield ProcessGap(done=False, text=text, word="assurance")
    asked = [one for one in case.record.of(Question)]
    waiting = [one for one in asked if one.stage is not QuestionStage.ANSWERED]
    if asked:
        text = f"Questions not answered yet: {len(waiting)} of {len(asked)}."
        yield ProcessGap(done=not waiting, text=text, word="question")
