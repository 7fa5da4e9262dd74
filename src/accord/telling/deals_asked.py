"""What is asked of the deals of a case: of every holder's marks, numbers and judgements."""

from functools import cached_property
from typing import Any

from attrs import frozen

from accord.deals import to_json
from accord.model import Deal, Voice, voices
from accord.model.interests import OWN
from accord.record import Case
from accord.telling.badge_words import HolderBadges, badges_by_holder, excluded_lines
from accord.telling.deal_questions import DealQuestions
from accord.telling.deals_by_holder import answers_by_holder, deals_by_holder
from accord.telling.judged_words import PartyJudged, judged_by_holder
from accord.telling.mark_questions import MarkQuestions
from accord.telling.marks_by_holder import marks_by_holder
from accord.telling.some_parties import LeftBySome, left_by_some


@frozen(kw_only=True, slots=False)
class DealsAsked:
    """What is asked of the deals, and who can answer: each question is answered once.

    Attributes:
        case: The case.
        deal: What is better for some and worse for none than this deal; one that leaves issues
            open is judged as far as it goes. None if that is not asked.
        terms: What stands against these terms; None if that is not asked.
        lotteries: Whether to let chance choose between deals, or divide issues in shares.
        draws: How many sets of numbers to draw from ranges.
        seed: Where the draws start.
    """

    case: Case
    deal: Deal | None = None
    terms: Deal | None = None
    lotteries: bool = False
    draws: int = 1000
    seed: int = 0

    @property
    def is_about_terms(self) -> bool:
        """Whether a deal, or a part of one, is asked about."""
        return self.deal is not None or self.terms is not None

    @property
    def is_without_numbers(self) -> bool:
        """Whether what somebody holds in words or judges is all that there is."""
        return not self.case.perspectives and bool(self.marks or self.judged)

    @property
    def has_numbers_of_some_only(self) -> bool:
        """Whether numbers are held, nobody's are of all parties, and something can be said.

        Of a deal or terms, by such numbers alone, nothing can.
        """
        held = self.case.perspectives
        able = bool(self.marks) or not self.is_about_terms
        return bool(held) and all(one.missing for one in held) and able and not self.lotteries

    @cached_property
    def marks(self) -> tuple[MarkQuestions, ...]:
        """What is asked of every holder's marks."""
        return tuple(
            MarkQuestions(
                by=one, outsiders=self.case.outsiders, deal=self.deal, terms=self.terms
            )
            for one in marks_by_holder(self.case)
        )

    @cached_property
    def judged(self) -> tuple[PartyJudged, ...]:
        """What holders judge of whole packages."""
        return () if self.terms else judged_by_holder(self.case, self.deal)

    @cached_property
    def numbers(self) -> tuple[DealQuestions, ...]:
        """What is asked of every holder's numbers, of whom some have those of all parties.

        Raises:
            AccordError: If nobody has.
        """
        self.case.holders(None, "whether there is a deal cannot be said")
        by_holder = answers_by_holder if self.is_about_terms else deals_by_holder
        seen = by_holder(self.case, draws=self.draws, seed=self.seed)
        return tuple(
            DealQuestions(by=one, deal=self.deal, terms=self.terms, lotteries=self.lotteries)
            for one in seen
        )

    @cached_property
    def left_by_some(self) -> tuple[LeftBySome, ...]:
        """What holders' numbers leave that are of some parties alone."""
        return tuple(
            left_by_some(self.case, one, draws=self.draws, seed=self.seed)
            for one in self.case.perspectives
        )

    @cached_property
    def voices(self) -> tuple[Voice, ...]:
        """The voices within the parties."""
        return voices(self.case.interests)

    @cached_property
    def badges(self) -> tuple[HolderBadges, ...]:
        """How every party stands to what is asked about, by each holder in turn."""
        terms = self.terms if self.deal is None else self.deal
        return () if terms is None else badges_by_holder(self.case, terms)

    @property
    def excluded(self) -> tuple[str, ...]:
        """Which constraints leave nothing of what is asked about, in sentences."""
        terms = self.terms if self.deal is None else self.deal
        return () if terms is None else excluded_lines(self.case, terms)

    def to_json(self, numbers: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
        """Return all answers by the id of the holder.

        Args:
            numbers: What is answered by numbers, by the id of the holder.
        """
        told: dict[str, dict[str, Any]] = {one.by.holder: one.to_json() for one in self.marks}
        for holder, found in numbers.items():
            told.setdefault(holder, {}).update(found)
        for judged in self.judged:
            told.setdefault(judged.holder_id, {}).setdefault("judged", []).append(
                to_json(judged)
            )
        for badges in self.badges:
            told.setdefault(badges.holder_id, {}).setdefault("badges", []).append(
                to_json(badges)
            )
        for voice in self.voices:
            holder = OWN if voice.holder == voice.party else voice.holder
            told.setdefault(holder, {}).setdefault("voices", []).append(to_json(voice))
        if self.case.conditions:
            for answer in told.values():  # of offers: red lines beside those of each holder
                answer["conditions"] = to_json(self.case.conditions)
        return told
