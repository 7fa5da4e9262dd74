"""Is there a deal by marks: what the page says of it, for every holder apart."""

from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve, frozen
from frozendict import frozendict

from accord.deals.marks import MarkedDeals
from accord.errors import AccordError
from accord.model import Perspective, Process, marked_otherwise
from accord.record import Case, Question
from accord.record.asked import AskedCell, asked_by_cell, asked_so_far
from accord.record.wording import begun, written
from accord.telling.holder_words import EACH, bases, counted_among, dated, holder_name
from accord.telling.mark_words import MarkWords
from accord.telling.marks_outlook import MarksOutlook
from accord.telling.number_words import spelt


@frozen(kw_only=True)
class HolderMarks:
    """The deals as one holder's marks have them.

    Attributes:
        process: The names behind the ids.
        held: What the holder holds.
        outlook: What is said of it.
        found: All that was found; None if something was missing.
        asked: The questions on each cell, as far as their reader may read them.
    """

    process: Process
    held: Perspective
    outlook: MarksOutlook
    found: MarkedDeals | None = None
    asked: Mapping[AskedCell, tuple[Question, ...]] = frozendict()

    @property
    def holder(self) -> str:
        """Id of the holder; `own` for each party's own."""
        return self.held.id

    @property
    def words(self) -> MarkWords:
        """What says in words what was found.

        Raises:
            AccordError: If something was missing.
        """
        if self.found is None:
            raise AccordError(self.outlook.missing)
        return MarkWords(self.process, self.found, self.held.interests)


def marks_by_holder(case: Case) -> tuple[HolderMarks, ...]:
    """Answer, by every holder's marks, whether there is a deal, and no more.

    `marks_in_full` says the rest.

    Args:
        case: The case.
    """
    return tuple(_by_one_sheet(case, one) for one in case.sheets)


def _by_one_sheet(case: Case, held: Perspective) -> HolderMarks:
    process = case.process
    counted = {one.party: one for one in case.on_sheet(held)}
    outlook = MarksOutlook(
        holder=holder_name(case, held),
        interests=tuple(i.id for i in held.held),
        basis=(*bases(process, counted), *_beside_numbers(case, held)),
        as_of=dated(process, held.held),
        parties=tuple(map(process.name, process.parties)),
    )
    asked = frozendict(asked_by_cell(process, case.record))
    start = HolderMarks(process=process, held=held, outlook=outlook, asked=asked)
    if not process.agenda.issues:
        missing = "No issue is on the agenda yet, so there is no deal to be judged."
        return evolve(start, outlook=evolve(outlook, missing=missing))
    try:
        found = MarkedDeals.of(process.agenda, process.parties, counted, process.decision)
        words = MarkWords(process, found, held.interests)
        text = f"{words.verdict()}{_so_far(found, asked)}"
        told = evolve(outlook, verdict=found.verdict, text=text, waiting=words.waiting)
    except AccordError as error:
        return evolve(start, outlook=evolve(outlook, missing=str(error)))
    return evolve(start, outlook=told, found=found)


def _beside_numbers(case: Case, held: Perspective) -> Iterator[str]:
    """Yield where the same holder's numbers have red lines on what its marks do not refuse."""
    lines: dict[str, dict[str, None]] = {}
    for words, _, line, _, _ in marked_otherwise(case.interests):
        if held.holder == ("" if words.held_by == words.party else words.held_by):
            lines.setdefault(words.party, {})[line.id] = None
    if lines:
        told = "; ".join(
            f"{', '.join(ids)} of {case.process.name(p)}" for p, ids in lines.items()
        )
        yield f"red lines beside the numbers that are marked otherwise, and not counted: {told}"


def _so_far(found: MarkedDeals, asked: Mapping[AskedCell, tuple[Question, ...]]) -> str:
    """Return behind the one question that decides whether it was asked and answered."""
    decisive = {cell for one in found.decisive for cell in one}
    if found.verdict != "ask" or len(decisive) != 1:
        return ""
    (cell,) = decisive
    return f" {begun(asked_so_far(asked.get((cell.party, cell.issue, cell.option), ())))}."


def marks_in_full(one: HolderMarks) -> HolderMarks:
    """Return an answer with all that is said of it: what to ask, ways left, packages.

    Args:
        one: The answer.
    """
    if one.found is None:
        return one
    try:
        full = one.words.in_full(one.outlook)
    except AccordError as error:
        missing = evolve(one.outlook, missing=str(error), verdict="", text="")
        return evolve(one, outlook=missing, found=None)
    known = (
        evolve(ask, so_far=asked_so_far(one.asked.get((ask.party, ask.issue, ask.option), ())))
        for ask in full.ask
    )
    return evolve(one, outlook=evolve(full, ask=tuple(known)))


ANSWERS = {"yes": "yes", "no": "no", "ask": "not known yet"}
"""The answers in words."""


def compared_marks(outlooks: Sequence[MarksOutlook]) -> str:
    """Return a sentence or two on whether holders of marks agree that there is a deal.

    Of one holder alone the same is said to every reader, whether others exist or not.

    Args:
        outlooks: What each holder's marks say.
    """
    able = [one for one in outlooks if one.verdict]
    if len(outlooks) < 2:
        alone = any(one.holder != EACH for one in able)
        return "One holder's marks, an assumption; another's may differ." if alone else ""
    told = "; ".join(f"by {one.holder} {ANSWERS[one.verdict]}" for one in able)
    rest = [one.holder for one in outlooks if not one.verdict]
    unable = f" By {' and by '.join(rest)} it cannot be said." if rest else ""
    if not able:
        return f"{spelt(len(outlooks)).capitalize()} hold marks.{unable}"
    if len(able) == 1:
        return f"{told[0].upper()}{told[1:]}.{unable}"
    if len({one.verdict for one in able}) > 1:
        many = spelt(len(able)).capitalize()
        return f"{many} holders of marks differ: {told}. The record does not settle it.{unable}"
    both = "Both" if len(able) == 2 else f"All {spelt(len(able))}"
    return f"{both} holders of marks say the same: {ANSWERS[able[0].verdict]}.{unable}"


def marks_in_one_sentence(one: MarksOutlook) -> str:
    """Return whether there is a deal, by whose marks, and what to ask next.

    Args:
        one: What a holder's marks say.
    """
    if not one.verdict:
        return one.missing
    own = one.holder == EACH
    whose = "each party's own marks" if own else f"the marks of {one.holder}, an assumption"
    day = f" of {written(one.as_of)}" if one.as_of and ";" not in one.as_of else ""
    counted = counted_among(one.basis)
    rest = f" {counted}." if counted else ""
    return f"By {whose}{day}: {one.text[0].lower()}{one.text[1:]}{rest}"
