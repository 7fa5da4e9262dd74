"""What somebody ought to be asked, what was asked, and what was answered."""

from collections.abc import Iterator

from attrs import frozen

from accord.brief.known import Known
from accord.brief.lines import RecordLine, record_list
from accord.brief.section import PageSection
from accord.record import Question, QuestionStage
from accord.record.wording import stopped
from accord.telling.blocks import Block, Heading, Paragraph

ANSWERS = "An answer changes no mark and no number by itself: whoever holds them does."


@frozen(kw_only=True)
class OpenQuestions(PageSection):
    """The questions of the record that this reader may read.

    Attributes:
        questions_to_ask: Those that were not asked yet.
        questions_asked: Those that were asked and not answered.
        questions_answered: Those that were answered.
    """

    order = 18
    anchor = "questions"
    title = "Questions"
    rules = """\
**Questions.** The questions in the record, by whether they were asked and answered on the day
of the page, in order of time. Where they do not say for whom they are, they are the mediator's
team's alone."""

    questions_to_ask: tuple[RecordLine, ...] = ()
    questions_asked: tuple[RecordLine, ...] = ()
    questions_answered: tuple[RecordLine, ...] = ()

    @classmethod
    def gather(cls, known: Known) -> "OpenQuestions":
        """Gather the questions by how far they have come."""
        lines: dict[QuestionStage, list[RecordLine]] = {stage: [] for stage in QuestionStage}
        for one in known.record.of(Question):
            lines[one.stage].append(known.writer.line(one))
        return cls(**{f"questions_{stage}": tuple(held) for stage, held in lines.items()})

    @property
    def shown(self) -> bool:
        """Whether there are any."""
        return bool(self.questions_to_ask or self.questions_asked or self.questions_answered)

    def blocks(self, behind: Known | None) -> Iterator[Block]:
        """Yield a list for each stage that has any."""
        for title, lines in (
            ("To be asked", self.questions_to_ask),
            ("Asked, not answered yet", self.questions_asked),
            ("Answered", self.questions_answered),
        ):
            if lines:
                yield Heading(title)
                yield record_list(lines)
        if self.questions_answered:
            yield Paragraph(ANSWERS, style="small")


def in_one_line(known: Known) -> RecordLine | None:
    """Return the open questions in a line, those asked first; None where there are none.

    Args:
        known: What the page is made from.
    """
    said, entries = [], []
    for stage, words in (
        (QuestionStage.ASKED, "Not answered"),
        (QuestionStage.TO_ASK, "To ask"),
    ):
        found = [one for one in known.record.of(Question) if one.stage is stage]
        if found:
            names = known.writer.names
            each = [f"{one.asked_of(names)}, {one.what(names)}" for one in found]
            more = f"; {len(each) - 1} more" if each[1:] else ""
            said.append(stopped(f"{words}: {each[0]}{more}"))
            entries += [one.id for one in found]
    if not said:
        return None
    return RecordLine(date="", text=" ".join(said), entries=tuple(entries), kind="question")
