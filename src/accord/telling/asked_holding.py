"""Whether a deal would be kept, in words, by whatever a holder gives: numbers, or marks."""

from accord.hold import Reachability
from accord.hold.holding_case import AskedDeal, DealAnswer, HeldDeal, NotPicked
from accord.hold.marked_deal import MarkedDeal
from accord.record import Case
from accord.telling.guarantee_words import told_with_guarantees
from accord.telling.holder_words import EACH
from accord.telling.holding_told import HoldingTold
from accord.telling.holding_words import holding_told
from accord.telling.marked_holding_words import marked_holding_told


def asked_told(case: Case, asked: AskedDeal, draws: int = 1000, seed: int = 0) -> HoldingTold:
    """Put in words whether a deal would be kept, with the guarantees where there are numbers.

    Args:
        case: The case that the deal is of.
        asked: The deal as one holder sees it.
        draws: How many sets of numbers to draw from the ranges.
        seed: Where the draws start.
    """
    if isinstance(asked, HeldDeal):
        answer = asked.holds(Reachability.SEQUENCES, draws, seed)
        return told_with_guarantees(case, answer, seed)
    return answer_told(case, asked)


def answer_told(case: Case, answer: DealAnswer | MarkedDeal | NotPicked) -> HoldingTold:
    """Put in words whether a deal would be kept, as it was found.

    Args:
        case: The case that the deal is of.
        answer: What was found.
    """
    if isinstance(answer, DealAnswer):
        return holding_told(case, answer)
    if isinstance(answer, MarkedDeal):
        return marked_holding_told(case, answer)
    holder = EACH if answer.holder == "own" else case.process.name(answer.holder)
    return HoldingTold(holder=holder, missing=answer.why)
