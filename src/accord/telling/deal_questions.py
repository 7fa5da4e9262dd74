"""What is asked of the deals by one holder's numbers, with the answers in words and as JSON."""

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from accord.deals import Deals, Division, to_json
from accord.errors import AccordError
from accord.model import Deal
from accord.telling.blocks import Block
from accord.telling.deal_words import Words
from accord.telling.deals_by_holder import HolderDeals
from accord.telling.improvement_words import improvement_lines
from accord.telling.lottery_words import division_lines, lottery_lines
from accord.telling.outlook_blocks import short_outlook, whose_numbers
from accord.telling.outsider_words import others_as_json
from accord.telling.why_not_words import why_not_lines


@frozen(kw_only=True)
class DealQuestions:
    """What is asked of the deals by one holder's numbers, besides whether there is one.

    Attributes:
        by: The deals by the numbers of a holder.
        deal: What is better for some and worse for none than this deal; one that leaves issues
            open is judged as far as it goes. None if that is not asked.
        terms: What stands against these terms; None if that is not asked.
        lotteries: Whether to let chance choose between deals, or divide issues in shares.
    """

    by: HolderDeals
    deal: Deal | None = None
    terms: Deal | None = None
    lotteries: bool = False

    @property
    def partial(self) -> bool:
        """Whether the deal leaves issues open, or what is better for all is not defined."""
        process = self.by.process
        if self.deal is None:
            return False
        return len(self.deal) < len(process.agenda.issues) or not process.decision.is_unanimous

    def to_json(self) -> dict[str, Any]:
        """Return all that was found, and the answers, as a plain dict."""
        found = self.by.found
        if found is None:
            return {"missing": self.by.outlook.missing}
        answer: dict[str, Any] = to_json(found)
        if self.by.process.has_roles:
            asked = {"deal": self.deal, "why_not": self.terms}
            answer["others"] = others_as_json(self.by.outsiders, asked)
            for rule, one in () if found.coalitions else found.compromises.items():
                if one is not None:
                    others = self.by.outsiders.on(one.best.deal)
                    answer["solutions"][rule]["others"] = to_json(others)
        if self.lotteries:
            divided, left_out = _divided(found)
            answer |= {
                "lotteries": to_json(found.lotteries),
                "adjusted_winner": to_json(divided),
                "adjusted_winner_left_out": left_out,
            }
        if self.deal is not None and self.partial:
            answer["as_far_as_it_goes"] = to_json(found.why_not(self.deal))
        elif self.deal is not None:
            answer["improvements"] = to_json(found.improve(self.deal))
        if self.terms is not None:
            answer["why_not"] = to_json(found.why_not(self.terms))
        return answer

    def blocks(self, *, named: bool) -> Iterator[Block]:
        """Yield what is said before the answers: whether there is a deal, if nothing is asked.

        Args:
            named: Whether to say by whose numbers, where only one deal is asked about.
        """
        if self.by.found is None or (self.deal is None and self.terms is None):
            yield from short_outlook(self.by.outlook)
        elif named:
            yield from whose_numbers(self.by.outlook)

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield the answers, one line each with its indent."""
        found = self.by.found
        if found is None:
            return
        words = Words(self.by.process, found, self.by.outsiders)
        if self.deal is None and self.terms is None:
            yield from words.throughout()
        if self.deal is not None and self.partial:
            yield from why_not_lines(words, found.why_not(self.deal))
        elif self.deal is not None:
            yield from improvement_lines(words, found.improve(self.deal))
        if self.terms is not None:
            yield from why_not_lines(words, found.why_not(self.terms))
        if self.lotteries:
            process = self.by.process
            yield from lottery_lines(process, found)
            divided, left_out = _divided(found)
            if divided is None:
                yield 0, f"No division of issues in shares. {left_out}"
            else:
                yield from division_lines(process, divided)


def _divided(found: Deals) -> tuple[Division | None, str]:
    """Divide the issues by Adjusted Winner; where it does not apply, say why."""
    try:
        return found.division, ""
    except AccordError as error:
        return None, str(error)
