"""What would have to differ for a side to leave a deal or to stay, in words."""

import math
from collections.abc import Iterator, Sequence

from attrs import frozen

from accord.hold import Concept
from accord.hold.deal_inverse import (
    MOST_CHOICES,
    DealInverse,
    DealNumber,
    LeastTotal,
    NumberFlip,
    NumberKind,
    PartyInverse,
)
from accord.kernels.ties import TIE
from accord.model import Process, Range
from accord.talks.words import listed
from accord.telling.blocks import Block, Heading, Paragraph, listing
from accord.telling.number_words import between, counted
from accord.telling.undertaking_words import UndertakingWords

_MOST_TOLD = 5
"""Changes of one number that are told of a side: the least ones."""


def deal_inverse_blocks(process: Process, found: DealInverse) -> Iterator[Block]:
    """Yield what would have to differ for each side to leave a deal or to stay, in blocks.

    Args:
        process: The names behind the ids.
        found: What was found.
    """
    yield Heading("What would have to differ", deeper=True)
    if found.choices > MOST_CHOICES:
        yield Paragraph(
            f"The game that this deal leaves has {found.choices} choices; that is looked for "
            f"in games of {MOST_CHOICES} at most."
        )
        return
    words = _InverseWords(process)
    for one in found.each.values():
        yield Paragraph(words.head(one))
        if one.flips:
            yield listing(tuple(words.changes(one)))
        if said := words.together(one):
            yield Paragraph(said)
    rests = (
        "Each number is changed alone, all others at the middle of their ranges. Whoever stays "
        "or leaves here does so by what the others would want to answer (seq), unless it says "
        "otherwise."
    )
    if found.assumed:
        rests += " Who carries out what, where that is assumed, stays as it is."
    yield Paragraph(rests, style="small")


@frozen
class _InverseWords:
    """Puts in words what would have to differ."""

    process: Process

    def head(self, one: PartyInverse) -> str:
        """Return what a party does, and that it would not, if."""
        name = self.process.name(one.party)
        now, then = ("stays", "leave") if one.stays else ("leaves", "stay")
        if one.concept is Concept.GMR:
            now += ", if it thinks that the others would answer at a cost to themselves"
            then += ", whatever they are ready to answer,"
        if not one.flips:
            return (
                f"{name} {now}. No change of one number alone would make it {then.rstrip(',')}."
            )
        return f"{name} {now}. It would {then} if one of these alone were otherwise:"

    def changes(self, one: PartyInverse) -> Iterator[str]:
        """Yield by which changes of one number, the least first, with those that are alike."""
        alike: dict[tuple[object, ...], list[NumberFlip]] = {}
        for flip in one.flips:
            number = flip.number
            key: tuple[object, ...] = (number,)
            if number.kind is NumberKind.ISSUE:
                until = flip.until and round(flip.until, 6)
                key = (number.of, round(flip.change, 6), flip.included, until)
            alike.setdefault(key, []).append(flip)
        told = [*alike.values()]
        for flips in told[:_MOST_TOLD]:
            kept = "; then all would stay" if not one.stays and flips[0].all_stay else ""
            yield f"{self.flip(one.party, flips)}{kept}."
        if left := sum(map(len, told[_MOST_TOLD:])):
            yield f"{left} more {'number' if left == 1 else 'numbers'}, in --json."

    def flip(self, party: str, flips: Sequence[NumberFlip]) -> str:
        """Return by which change of one number it would be otherwise."""
        flip = flips[0]
        one = flip.number
        if one.kind is NumberKind.ISSUE:
            return self.issue(party, flips)
        value = _reached(one.now + flip.change, flip)
        said = f"{_number(value)} or {'more' if flip.change >= 0 else 'less'}"
        if flip.until is not None:
            low, high = sorted((value, one.now + flip.until))
            said = f"between {_number(low)} and {_number(high)}"
        if one.kind is NumberKind.BREACH:
            return f"what any breach cost it, beside what is written down, were {said}"
        return f"{self.named(party, one)} were {said} ({_assumed(flip)})"

    def issue(self, party: str, flips: Sequence[NumberFlip]) -> str:
        """Return by which change of what issues are worth it would be otherwise."""
        flip = flips[0]
        points = abs(_reached(flip.change, flip))
        which = "more" if flip.change >= 0 else "less"
        many = f"{_number(points)} {'point' if points == 1 else 'points'}"
        if flip.until is not None:
            many = f"{_number(points)} to {_number(abs(flip.until))} points"
        of = flip.number.of
        whom = "it" if of == party else self.process.name(of)
        quoted = UndertakingWords(self.process).quoted
        each = [
            f"{quoted([one.number.what])[0]} ({_assumed(one)})" for one in flips[:_MOST_TOLD]
        ]
        if len(flips) > _MOST_TOLD:
            each.append(f"{len(flips) - _MOST_TOLD} more issues")
        return f"what is agreed on {listed(each, 'or')} were worth {many} {which} to {whom}"

    def named(self, party: str, one: DealNumber) -> str:
        """Return what a number is, as it stands in a sentence about a party."""
        if one.kind is NumberKind.ISSUE:
            (issue,) = UndertakingWords(self.process).quoted([one.what])
            return f"what is agreed on {issue}"
        if one.kind is NumberKind.WALK_AWAY:
            whose = "its own" if one.of == party else f"{self.process.name(one.of)}'s"
            return f"{whose} walk-away value"
        called = f"“{one.what.replace('-', ' ')}”"
        if one.kind is NumberKind.PENALTY:
            return f"what {called} costs who breaks the deal"
        by = self.process.name(one.of)
        return f"what it costs {by} to leave a breach without {called}"

    def together(self, one: PartyInverse) -> str:
        """Return the least change of all its own numbers together."""
        name = self.process.name(one.party)
        if not one.looked:
            return (
                f"Several numbers of {name} at once are left out: there are too many answers "
                "to choose from."
            )
        if one.total is None or len(one.total.changes) < 2:
            return ""
        single = [
            abs(flip.change)
            for flip in one.flips
            if flip.number.of == one.party
            and flip.number.kind in (NumberKind.WALK_AWAY, NumberKind.ISSUE)
        ]
        if single and one.total.points > min(single) - 0.05:
            return ""
        return (
            f"Of several numbers of {name} changed at once, the least that would do is "
            f"{_number(_outward(one.total.points))} points in all: "
            f"{self.parts(one.party, one.total)}."
        )

    def parts(self, party: str, total: LeastTotal) -> str:
        return "; ".join(
            f"{self.named(party, number)} {change:+.1f}"
            for number, change in total.changes.items()
        )


def _reached(value: float, flip: NumberFlip) -> float:
    """Return the whole number nearest to a bound at which it is otherwise; else the bound."""
    up = flip.change >= 0
    near = math.ceil(value - 1e-6) if up else math.floor(value + 1e-6)
    if not flip.included and abs(near - value) <= 1e-6:
        near += 1 if up else -1
    if flip.until is not None and abs(near - value) > abs(flip.until - flip.change) - TIE:
        return round(value, 2)
    return float(near)


def _outward(points: float) -> float:
    return math.ceil(points * 10 - 1e-6) / 10


def _number(value: float) -> str:
    return f"{round(value, 2) + 0.0:g}"


def _assumed(flip: NumberFlip) -> str:
    """Return whether the range of a number has what is said of it."""
    one, given = flip.number, flip.number.given
    if one.kind is NumberKind.ISSUE:
        said = _worth(given)
    elif given.is_point:
        said = _number(given.low)
    else:
        said = between(given.low, given.high)
    if flip.within:
        return f"within what is assumed, {said}"
    return f"assumed: {said}"


def _worth(given: Range) -> str:
    """Return what it is worth that an issue is carried out."""
    if given.low < -TIE and given.high > TIE:
        return (
            f"from {counted(-given.low)} less to {counted(given.high)} more than without a deal"
        )
    low, high = given.low, given.high
    if low >= -TIE:
        return f"{between(low, high)} more than without a deal"
    return f"{between(-high, -low)} less than without a deal"
