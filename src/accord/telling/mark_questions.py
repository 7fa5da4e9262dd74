"""What is asked of one holder's marks, with the answers in words and as JSON."""

from collections.abc import Iterator, Sequence
from typing import Any

from attrs import frozen

from accord.deals import to_json
from accord.model import Deal
from accord.record.outsiders import Outsiders
from accord.telling.blocks import Block, Paragraph
from accord.telling.marks_blocks import marks_blocks, whose_marks
from accord.telling.marks_by_holder import HolderMarks, compared_marks, marks_in_full
from accord.telling.outsider_words import others_as_json


@frozen(kw_only=True)
class MarkQuestions:
    """What is asked of one holder's marks, besides whether there is a deal.

    Attributes:
        by: The marks of a holder.
        outsiders: Those who are not in the room, with what the record has of them.
        deal: What is said of this package, or part of one; None if that is not asked.
        terms: What stands against these terms; None if that is not asked.
    """

    by: HolderMarks
    outsiders: Outsiders
    deal: Deal | None = None
    terms: Deal | None = None

    @property
    def given(self) -> dict[str, Deal]:
        """The packages, or parts of one, that are asked about, by what is asked."""
        asked = {"deal": self.deal, "why_not": self.terms}
        return {what: terms for what, terms in asked.items() if terms is not None}

    def to_json(self) -> dict[str, Any]:
        """Return all that was found, and the answers, as a plain dict."""
        found = self.by.found
        if found is None:
            return {"marks": {"missing": self.by.outlook.missing}}
        judged = {what: to_json(found.judge(terms)) for what, terms in self.given.items()}
        answer: dict[str, Any] = {"marks": {**to_json(found), **judged}}
        if self.outsiders.process.has_roles:
            answer["others"] = others_as_json(self.outsiders, self.given)
        return answer

    def blocks(self) -> Iterator[Block]:
        """Yield the answers."""
        if self.by.found is None or not self.given:
            yield from marks_blocks(marks_in_full(self.by).outlook)
            return
        yield from whose_marks(self.by.outlook)
        for terms in self.given.values():
            yield from self.by.words.judged(terms)


def mark_answers(asked: Sequence[MarkQuestions]) -> Iterator[Block]:
    """Yield what every holder's marks say, and first whether holders agree.

    Args:
        asked: What is asked, by each.
    """
    said = compared_marks([one.by.outlook for one in asked])
    if said:
        yield Paragraph(said, style="verdict")
    for one in asked:
        yield from one.blocks()
