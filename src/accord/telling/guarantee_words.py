"""Which guarantees would make a deal stable, in words."""

from collections.abc import Iterator

from attrs import evolve, frozen

from accord.hold.for_all_values import ForValues
from accord.hold.guarantees import (
    EnoughSets,
    GuaranteeAnswer,
    GuaranteeSet,
    LeastPenalty,
    guarantee_answer,
)
from accord.hold.holding_assumptions import Guarantee
from accord.hold.holding_case import DealAnswer
from accord.model import Process
from accord.record import Case
from accord.record.wording import begun, together
from accord.telling.blocks import Block, Heading, Paragraph, listing
from accord.telling.for_values_words import EVERY, NO, for_which
from accord.telling.holding_told import NONE_WRITTEN, HoldingTold
from accord.telling.holding_words import called_by_id, guarantee_words, holding_told
from accord.telling.number_words import in_100, up

MOST_SETS = 5
"""Sets that a line names: more are counted."""
MOST_TRIED = 4
"""Guarantees that a line names where no set of them does."""
HOW_TO = (
    "No guarantee is written down. In a file under hold/ say which could be had: for each "
    "`id`, `kind` (monitor, withdrawal, sanction, force, escrow), `by` whom, and what it is "
    "worth (`penalty`, `cost`, `stake`, `price`)."
)
_ENOUGH = {
    "all": "For every value within the ranges",
    "share": "In {share} of 100 draws from the ranges",
    "middle": "At the middle of the ranges",
}


def guarantee_blocks(process: Process, answer: GuaranteeAnswer) -> Iterator[Block]:
    """Yield which guarantees would make a deal stable, in blocks.

    Args:
        process: The names behind the ids.
        answer: What was found.
    """
    words = _GuaranteeWords(process, answer)
    yield Heading("Which guarantees would keep it", deeper=True)
    yield Paragraph(
        "Kept means here: whoever gains by leaving would lose that by what the others would "
        f"want to answer ({answer.concept.value}). These are assumptions, as the numbers are.",
        style="small",
    )
    if answer.candidates:
        yield Paragraph(words.without())
        yield listing(tuple(map(words.enough, answer.enough)))
        yield from map(Paragraph, words.responds())
    else:
        yield Paragraph(HOW_TO)
    yield Paragraph(words.penalties())


def told_with_guarantees(case: Case, answer: DealAnswer, seed: int = 0) -> HoldingTold:
    """Put in words whether a deal would be kept, and which guarantees would do.

    Args:
        case: The case that the deal is of.
        answer: What was found.
        seed: Where the draws for the guarantees start.
    """
    asked = answer.asked
    candidates = [one for each in asked.assumptions for one in each.guarantees]
    found = guarantee_answer(asked.game, candidates, seed=seed)
    return evolve(
        holding_told(case, answer),
        guarantees=guarantees_told(case.process, found),
        enough=guarantees_in_short(case.process, found),
    )


def guarantees_told(process: Process, answer: GuaranteeAnswer) -> tuple[str, ...]:
    """Return the same in sentences, for what has no room for more.

    Args:
        process: The names behind the ids.
        answer: What was found.
    """
    words = _GuaranteeWords(process, answer)
    found = [words.without(), *map(words.enough, answer.enough), *words.responds()]
    return (*(found if answer.candidates else ()), words.penalties())


def guarantees_in_short(process: Process, answer: GuaranteeAnswer) -> str:
    """Return which guarantees would do for most of the numbers, in one sentence.

    Args:
        process: The names behind the ids.
        answer: What was found.
    """
    if not answer.candidates:
        return NONE_WRITTEN
    words = _GuaranteeWords(process, answer)
    asked = {one.target: one for one in answer.enough}
    one = asked.get("share") or asked["middle"]
    said = words.enough(one)
    if not one.sets:
        when, _, none = said.replace("set of them", "set of guarantees").partition(": ")
        tried = f"Tried: {words.tried()}."
        return f"{begun(none.removesuffix('.'))} {when[:1].lower()}{when[1:]}. {tried}"
    if not one.sets[0].ids:
        least = f"in at least {in_100(answer.wanted)} of 100 draws from the ranges"
        when = least if one.target == "share" else "at the middle of the ranges"
        return f"No guarantee is needed for it to be kept {when}."
    return f"Guarantees that would do, {said[:1].lower()}{said[1:]}"


@frozen
class _GuaranteeWords:
    process: Process
    answer: GuaranteeAnswer

    def without(self) -> str:
        """Return what holds without any of them."""
        share, holds = self.answer.without, self.answer.without_holds
        if share.seed is None:
            how = "it would be kept as well" if share.share else "it would not be kept"
        elif holds in (ForValues.EVERY, ForValues.NONE):
            how = f"it would be kept {EVERY if holds is ForValues.EVERY else NO}"
        else:
            how = f"it would be kept {for_which(holds, share)}"
        return (
            f"Above, all guarantees that are written down are counted in. Without any, {how}."
        )

    def enough(self, one: EnoughSets) -> str:
        """Return which sets are enough for some of the numbers."""
        when = _ENOUGH[one.target].format(share=in_100(self.answer.wanted))
        known = ""
        if one.searched < len(self.answer.candidates):
            known = f" (sets of up to {one.searched} were gone through)"
        if one.undecided:
            known += f" ({one.undecided} sets could not be decided, and count as not enough)"
        if not one.sets:
            return f"{when}: no set of them is enough{known}."
        if not one.sets[0].ids:
            return f"{when}: none is needed."
        named = "; or ".join(
            f"{self.of_set(each)}{_unproved(one, each)}" for each in one.sets[:MOST_SETS]
        )
        more = len(one.sets) - MOST_SETS
        rest = f"; or one of {more} more sets" if more > 0 else ""
        return f"{when}: {named}{rest}{known}."

    def tried(self) -> str:
        """Return which guarantees were gone through, in few words."""
        named = [self.given(one) for one in self.answer.candidates]
        more = len(named) - MOST_TRIED
        return together([*named[:MOST_TRIED], *([f"{more} more"] if more > 0 else [])])

    def of_set(self, one: GuaranteeSet) -> str:
        """Return a set of guarantees."""
        known = {each.id: each for each in self.answer.candidates}
        named = together(guarantee_words(self.process, known[each]) for each in one.ids)
        return f"{named}{f', price {one.price:g}' if one.price else ''}"

    def responds(self) -> Iterator[str]:
        """Yield whether those would answer who have to."""
        would: dict[str, list[str]] = {}
        for one in self.answer.responds:
            share = one.share
            if share is None:
                how = "Nothing says that {} would answer: no stake is given"
            elif share.share == 1:
                how = "A breach left alone would cost more than the answer: {}"
            elif share.share == 0:
                how = "The answer would cost more than a breach left alone: {}"
            else:
                how = f"Would answer {for_which(ForValues.SOME, share)}: {{}}"
            would.setdefault(how, []).append(self.given(one.guarantee))
        for how, names in would.items():
            yield f"{how.format(together(names))}."

    def given(self, one: Guarantee) -> str:
        return f"{self.process.name(one.by)} ({called_by_id(one) or one.kind.value})"

    def penalties(self) -> str:
        """Return what each party would have to lose so that it stays."""
        said = "; ".join(map(self.penalty, self.answer.penalties))
        return f"The least that any breach would have to cost a party so that it stays: {said}."

    def penalty(self, one: LeastPenalty) -> str:
        name = self.process.name(one.party)
        if one.middle is None:
            return f"{name}: no number of points, for the deal crosses a red line of its own"
        if self.answer.without.seed is None:
            return f"{name} {_points(one.middle)}"
        if not one.middle and not one.enough and not one.every:
            return f"{name} nothing"
        share = in_100(self.answer.wanted)
        every = f", {_points(one.every)} for every value" if one.every is not None else ""
        return (
            f"{name} {_points(one.middle)} at the middle of the ranges "
            f"({_points(one.enough)} would do in {share} of 100 draws{every})"
        )


def _unproved(one: EnoughSets, each: GuaranteeSet) -> str:
    """Return what is said beside a set that draws alone show to be enough for all values."""
    if one.target != "all" or each.holds is ForValues.EVERY:
        return ""
    if each.holds is ForValues.SOME:
        return f" (in all of {each.share.draws:,} draws, and yet not for every value)"
    return f" (in all of {each.share.draws:,} draws, which does not show it of every value)"


def _points(points: float | None) -> str:
    if points is None:
        return "no number of points"
    return f"{up(points)} {'point' if up(points) == 1 else 'points'}" if points else "nothing"
