"""What was asked of whom, cell by cell of the sheet of marks: party, issue, option."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from accord.model import Process
from accord.record.kinds.question import Question, QuestionStage
from accord.record.ledger import Record
from accord.record.wording import on

AskedCell = tuple[str, str, str]
"""Ids of a party, an issue and an option."""


def asked_by_cell(process: Process, record: Record) -> Mapping[AskedCell, tuple[Question, ...]]:
    """Return the questions that stand on each cell, in order of time.

    A question to a person is one to the side spoken for; one on an issue that names no option
    is on each of them. What reader and moment leave out of the record is not in it.

    Args:
        process: The parties and the agenda.
        record: What was asked.
    """
    found: dict[AskedCell, list[Question]] = defaultdict(list)
    for one in record.of(Question):
        for party in dict.fromkeys(map(process.side, one.to)):
            for option in one.option or _options(process, one.issue):
                found[party, one.issue, option].append(one)
    return {cell: tuple(asked) for cell, asked in found.items()}


def latest_of(asked: Iterable[Question]) -> Question | None:
    """Return the question that says most of a cell: answered before asked, the later first.

    Args:
        asked: The questions on the cell, in order of time.
    """
    rank = list(QuestionStage)
    return max(reversed([*asked]), key=lambda one: rank.index(one.stage), default=None)


def asked_so_far(asked: Iterable[Question]) -> str:
    """Return in words, as within a sentence, what was asked of a cell that is not known.

    An answer changes no mark by itself, which is said.

    Args:
        asked: The questions on the cell, in order of time.
    """
    one = latest_of(asked)
    if one is None:
        return "nobody has asked, by the record"
    match one.stage:
        case QuestionStage.TO_ASK:
            return f"to be asked ({one.id})"
        case QuestionStage.ASKED:
            assert one.asked is not None
            return f"asked {on(one.asked)}, not answered yet ({one.id})"
    when = f" {on(one.answered)}" if one.answered else ""
    return f"answered{when}; the sheet still says ? ({one.id})"


def _options(process: Process, issue: str) -> Iterable[str]:
    known = process.agenda.issues.get(issue)
    return known.choices if known else ()
