"""Whether a deal would be kept, in words, where marks say it: in order, never in points."""

from collections.abc import Iterator, Sequence

from attrs import frozen
from frozendict import frozendict

from accord.hold.compliance import Undertaking
from accord.hold.concepts import Concept
from accord.hold.for_all_values import ForValues
from accord.hold.holding_assumptions import Guarantee
from accord.hold.holding_by_marks import MarkedHolding
from accord.hold.marked_deal import MarkedDeal, ValuedAmongMarked
from accord.model import Process
from accord.record import Case
from accord.record.wording import begun, together
from accord.telling.blocks import Block, Paragraph
from accord.telling.gain_words import gained
from accord.telling.holder_words import EACH
from accord.telling.holding_told import HoldingTold, KeptBy, WhyKept
from accord.telling.holding_words import called_by_id
from accord.telling.picked_words import picked_words
from accord.telling.undertaking_words import UndertakingWords

_WHATEVER = "whatever numbers agree with its marks"
_FOR = {
    ForValues.EVERY: "for every value in its ranges",
    ForValues.SOME: "for some values in its ranges and not for others",
    ForValues.NONE: "for no value in its ranges",
}


def marked_holding_told(case: Case, asked: MarkedDeal) -> HoldingTold:
    """Put in words whether a deal would be kept, by one holder's marks.

    Args:
        case: The case that the deal is of.
        asked: The deal, and what was found.
    """
    words = _MarkedHoldingWords(case.process, asked)
    each = tuple(map(words.kept_by, asked.found.each))
    mixed = bool(asked.valued)
    return HoldingTold(
        holder=EACH if asked.holder == "own" else case.process.name(asked.holder),
        word="marks and numbers" if mixed else "marks",
        deal=picked_words(case, asked.picked),
        kept=str(max((one.kept for one in each), key=[*WhyKept].index)) if each else "",
        verdict=words.verdict(each),
        each=each,
        lines=tuple(words.lines()),
    )


def in_points_alone(
    guarantee: bool, today: bool, coalitions: bool, inverse: bool
) -> Iterator[Block]:
    """Yield what is asked besides and marks do not say.

    Args:
        guarantee: Whether it is asked which guarantees would do.
        today: Whether it is asked how the deal is reached from today.
        coalitions: Whether it is asked who could leave it together.
        inverse: Whether it is asked which numbers would have to differ.
    """
    asked = {
        "which guarantees would keep it": guarantee,
        "how it is reached from today": today,
        "who could leave it together": coalitions,
    }
    if any(asked.values()):
        what = together(one for one, is_asked in asked.items() if is_asked)
        yield Paragraph(f"By marks it is not said {what}: that takes numbers of all parties.")
    if inverse:
        yield Paragraph(
            "By marks there are no numbers to change: what would have to differ is which of "
            "two options a party likes better, on the issues named above."
        )


@frozen
class _MarkedHoldingWords:
    process: Process
    asked: MarkedDeal

    @property
    def issues(self) -> UndertakingWords:
        return UndertakingWords(self.process)

    def name(self, who: str) -> str:
        return self.process.name(who)

    def kept_by(self, party: str) -> KeptBy:
        stays = self.asked.stays(party)
        one = self.asked.found.each[party]
        kept = WhyKept.UNSAID
        if stays.get(Concept.NASH) is ForValues.EVERY:
            kept = WhyKept.WANTS
        elif stays.get(Concept.GMR) is ForValues.NONE:
            kept = WhyKept.NOT
        said = [self.refused(party, one), *self.could(party, one)]
        if kept is not WhyKept.WANTS:
            said.append(self.answered(one))
        valued = self.asked.valued.get(party)
        said.append(
            self.so(party, one, kept) if valued is None else self.so_by_numbers(party, kept)
        )
        return KeptBy(
            who=party,
            name=self.name(party),
            kept=kept,
            text=" ".join(filter(None, said)),
            holds=frozendict(
                {c.value: "" if one is None else one.value for c, one in stays.items()}
            ),
        )

    def refused(self, party: str, one: MarkedHolding) -> str:
        """Return on which issues the deal has what a party cannot live with."""
        if not one.refused:
            return ""
        return (
            f"On {together(self.issues.quoted(one.refused))} the deal has what "
            f"{self.name(party)} cannot live with."
        )

    def could(self, party: str, one: MarkedHolding) -> Iterator[str]:
        """Yield on what a party could go back, and what that would be to it."""
        name, valued = self.name(party), self.asked.valued.get(party)
        by, whatever = "marks", _WHATEVER
        if valued is not None:
            by, whatever = "numbers", "for every value in its ranges"
        if not (one.gains or one.unclear or one.worse):
            yield f"Nothing of this deal is for {name} to carry out: it can go back on nothing."
            return
        if one.gains:
            on = "each of them" if len(one.gains) > 1 else "that"
            yield (
                f"{name} could go back on {self.issues.some(one.gains)}: if nobody answered, "
                f"it would be better off by {on}, {whatever}."
            )
        if one.unclear:
            each = "each of them" if len(one.unclear) > 1 else "that"
            tied = together(self.issues.quoted(one.tied))
            could = f"could {'also ' * bool(one.gains)}go back on"
            yield (
                f"{name} {could} {self.issues.some(one.unclear)}: whether it would be better "
                f"off by {each}, its {by} do not say"
                + (f", for it ties {tied} to other issues." if tied else ".")
            )
        if one.worse:
            also = f"{name} could {'also ' if one.gains or one.unclear else ''}go back on"
            yield (
                f"{also} {self.issues.some(one.worse)}, and would be no better off by that, "
                f"{whatever}."
            )
        if valued is not None and (one.gains or one.unclear):
            yield self.in_points(valued, [*one.gains, *one.unclear])

    def in_points(self, valued: ValuedAmongMarked, issues: Sequence[str]) -> str:
        """Return what a party gains by its own numbers, if nobody answers."""
        if valued.gain is None:
            return "No number is put on that, for a red line of its own is crossed."
        what = "all that" if len(issues) > 1 else "that"
        return f"In its own numbers, by {what}: {gained(valued.gain)}."

    def answered(self, one: MarkedHolding) -> str:
        """Return what the others could answer, and whether they may want to."""
        if not one.others and not one.guarantees:
            return "Nothing that the others could go back on would leave it worse off."
        said = [*self._by_owner(one.others)]
        guarantees = [
            f"{self.name(g.by)} could answer ({_called(g)})"
            for held in self.asked.assumptions
            for g in held.guarantees
            if g.id in one.guarantees
        ]
        return f"{begun('; '.join([*said, *guarantees]))}."

    def _by_owner(self, others: Sequence[Undertaking]) -> Iterator[str]:
        owners = dict.fromkeys(one.owner for one in others)
        for owner in owners:
            issues = self.issues.some(one.issue for one in others if one.owner == owner)
            cost = ""
            if owner not in self.asked.found.willing:
                cost = ", at a cost to itself"
            yield f"{self.name(owner)} could then go back on {issues}{cost}"

    def so(self, party: str, one: MarkedHolding, kept: WhyKept) -> str:
        """Return whether a party stays, as far as its marks say."""
        name = self.name(party)
        if kept is WhyKept.WANTS:
            return f"So {name} stays{f', {_WHATEVER}' if one.worse else ''}."
        if kept is WhyKept.NOT:
            return f"So {name} leaves, {_WHATEVER}."
        more = [*one.gains, *one.unclear]
        against = list(dict.fromkeys(u.issue for u in one.others))
        if not one.gains:
            return (
                f"So it hangs on the numbers whether {name} stays: ask it what it would rather "
                f"have on {self.issues.some(one.unclear)}"
                f"{', as the other issues go' if one.tied else ''}."
            )
        if self.asked.stays(party).get(Concept.SEQ) is ForValues.NONE:
            return (
                f"So {name} leaves unless it thinks that they would bear that; whether it then "
                f"stays hangs on the numbers: {self._against(name, more, against)}."
            )
        return (
            f"So it hangs on the numbers whether {name} stays: "
            f"{self._against(name, more, against)}."
        )

    def _against(self, name: str, more: Sequence[str], against: Sequence[str]) -> str:
        if not against:
            return f"what an answer would cost {name}"
        return (
            f"ask which matters more to {name}, {self.issues.some(more)} or what it would lose "
            f"on {self.issues.some(against)}"
        )

    def so_by_numbers(self, party: str, kept: WhyKept) -> str:
        """Return whether a party stays by its own numbers, where others gave marks alone."""
        name, stays = self.name(party), self.asked.stays(party)
        if kept is WhyKept.WANTS:
            return f"So {name} stays, {_FOR[ForValues.EVERY]}."
        if kept is WhyKept.NOT:
            return f"So {name} leaves, {_FOR[ForValues.EVERY]}."
        known = [
            f"{when}, it stays {_FOR[holds]}"
            for concept, when in (
                (Concept.NASH, "if nobody answers"),
                (Concept.GMR, "if the others answer with all that they can"),
            )
            if (holds := stays.get(concept)) is not None
        ]
        said = f"{begun('; '.join(known))}. " if known else ""
        if stays.get(Concept.SEQ) is None:
            return f"{said}Whether they would want to answer hangs on what they did not say."
        return f"{said}They would not want to answer."

    def verdict(self, each: Sequence[KeptBy]) -> str:
        """Return whether all would keep it, in a sentence; fighting again is not looked at."""
        by = {why: [one.name for one in each if one.kept is why] for why in WhyKept}
        red = [self.name(p) for p, one in self.asked.found.each.items() if one.refused]
        cross = f"the deal has what {together(red)} cannot live with; " if red else ""
        if not self.asked.found.stake.issues:
            return f"{cross}there is no issue of it to go back on, so nothing is said of it."
        if leaving := by[WhyKept.NOT]:
            return (
                f"{cross}{together(leaving)} would be better off by going back on it, whatever "
                "the others answer and whatever the numbers."
            )
        if unsaid := by[WhyKept.UNSAID]:
            return (
                f"{cross}it hangs on the numbers whether it would be kept, for "
                f"{together(unsaid)}: what was said in order alone does not settle it."
            )
        return (
            f"{cross}it would be kept, fighting again left aside: nobody would be better off "
            "by going back on it, whatever the numbers."
        )

    def lines(self) -> Iterator[str]:
        """Yield what the answer rests on."""
        stake = self.asked.found.stake
        yield from self.issues.carried_out(stake.undertakings)
        yield from self.issues.left_out(stake.left_out, stake.unknown)
        for issue, others in self.asked.found.along.items():
            yield self.issues.along(issue, others)
        yield "Fighting again is left out: no mark says what that would be worth."
        yield from self.issues.assumed(self.asked.assumptions)
        yield (
            "Marks are read in their order alone (want, can live with, cannot): of two options "
            "with one mark, and of one that nobody asked about, nothing says which is better."
        )


def _called(one: Guarantee) -> str:
    """Return what kind of guarantee it is, and what it is called."""
    return ": ".join(filter(None, (one.kind.value, called_by_id(one))))
