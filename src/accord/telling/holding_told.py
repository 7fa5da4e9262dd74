"""What is said of whether a deal would be kept, by one holder, whatever shows it."""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from attrs import frozen
from frozendict import frozendict

from accord.record.wording import begun, together
from accord.telling.blocks import Block, Heading, Paragraph, listing
from accord.telling.holder_words import by_numbers
from accord.telling.number_words import percent

NO_FORECAST = (
    "It follows from these assumptions, and says nothing on how likely it is that anybody "
    "fights."
)
"""Said wherever it is answered whether a deal would be kept."""


NONE_WRITTEN = "Guarantees: none is written down here, so none is assumed."
"""Said of which guarantees would do where nobody wrote any down."""


class WhyKept(StrEnum):
    """Whether somebody would keep a deal, and why, at the middle of every range."""

    WANTS = "wants"
    """It has nothing to gain by leaving."""
    ANSWERED = "answered"
    """The others would want to answer, and then it would be no better off."""
    COSTLY = "costly"
    """The others could answer so, at a cost to one of them."""
    UNDONE = "undone"
    """They could, but it could then put that right."""
    UNSAID = "unsaid"
    """It hangs on numbers that are not there: only marks are."""
    NOT = "not"
    """Nothing that the others can do leaves it no better off."""


@frozen(kw_only=True)
class KeptBy:
    """Whether one of those who decide would keep a deal.

    Attributes:
        who: Its id.
        name: What it is called.
        kept: Whether, and why, at the middle of every range.
        text: The same in sentences.
        stays: By concept, for what share of the ranges it stays; empty where marks alone are
            asked.
        holds: By concept, for which numbers it stays: `every`, `some`, `none`; empty where
            that is not known.
    """

    who: str
    name: str
    kept: WhyKept
    text: str
    stays: frozendict[str, float] = frozendict()
    holds: frozendict[str, str] = frozendict()


@frozen(kw_only=True)
class HoldingTold:
    """Whether a deal would be kept, by the word of one holder.

    Attributes:
        holder: Whose numbers these are, in words; empty where nobody holds any.
        word: What its answer goes by: `numbers`, `marks`, or both.
        deal: Which deal, in words.
        kept: The weakest of what is found for all who decide; empty where it cannot be said.
        limits: Of what little, and of which numbers, that is said, as a clause to stand before
            the verdict; empty where of all.
        verdict: The same in one sentence, behind the limits.
        each: Who would keep it, one by one.
        lines: What is left out and what is assumed, one sentence each.
        guarantees: Which guarantees would make it kept, one sentence each; where it was asked.
        enough: Which would do for most of the numbers, in one sentence.
        missing: Why it cannot be said; empty where it can.
    """

    holder: str
    word: str = "numbers"
    deal: str = ""
    kept: str = ""
    limits: str = ""
    verdict: str = ""
    each: tuple[KeptBy, ...] = ()
    lines: tuple[str, ...] = ()
    guarantees: tuple[str, ...] = ()
    enough: str = ""
    missing: str = ""


def holding_blocks(told: HoldingTold) -> Iterator[Block]:
    """Yield whether a deal would be kept, in blocks.

    Args:
        told: What is said of it.
    """
    if told.holder:
        yield Heading(f"By the {told.word} of: {told.holder} (assumptions, not facts)")
    if told.missing:
        yield Paragraph(begun(told.missing))
        return
    yield Paragraph(f"Asked of {told.deal}.", style="muted")
    yield Paragraph(begun(f"{told.limits}{told.verdict}"), style="verdict")
    for one in told.each:
        yield Paragraph(one.text)
    yield listing(told.lines)
    if told.guarantees:
        yield Heading("Which guarantees would keep it", deeper=True)
        yield listing(told.guarantees)
    if any(one.stays for one in told.each):
        yield Paragraph("Who stays hangs on how far each looks ahead:", style="small")
        yield listing(tuple(_by_concept(one) for one in told.each if one.stays))
    yield Paragraph(NO_FORECAST, style="small")


def _by_concept(one: KeptBy) -> str:
    """Return for which numbers somebody stays, by how far it looks ahead."""

    def often(concept: str) -> str:
        known = _OFTEN.get(one.holds.get(concept, ""), "")
        often = one.stays[concept]
        share = f"in {percent(often)} of draws"
        if often in (0.0, 1.0):
            share = "in all draws" if often else "in no draw"
        return f"{known} ({share})" if known == "for some values" else known or share

    if len({often(c) for c in _AHEAD}) == 1:
        return f"{one.name} stays {often('nash')}, however far it looks."
    said = "; ".join(f"{when} ({c}), {often(c)}" for c, when in _AHEAD.items())
    return f"{one.name} stays: {said}."


_AHEAD = {
    "nash": "if nobody answers",
    "gmr": "if the others answer at any cost",
    "smr": "if they do and it cannot put that right",
    "seq": "if they answer only where they want to",
}
_OFTEN = {"every": "for every value", "some": "for some values", "none": "for no value"}


def holding_in_short(found: Sequence[HoldingTold]) -> Iterator[str]:
    """Yield whether a deal would be kept, for a page with little room.

    What holders share is said once: which deal is asked about and what is left out, who would
    keep it, and which guarantees would do.

    Args:
        found: What is said of it by each holder.
    """
    yield from dict.fromkeys(begun(one.missing) for one in found if one.missing)
    able = [one for one in found if not one.missing]
    heads = {(one.deal, one.limits) for one in able}
    if len(heads) == 1:
        ((deal, limits),) = heads
        few = f": {limits.rstrip(' ;:,')}" if limits else ""
        yield f"Asked of {deal}{few}. No forecast."
    said: dict[tuple[str, str], list[str]] = {}
    for one in able:
        own = "" if len(heads) == 1 else f"of {one.deal}, {one.limits}"
        said.setdefault((one.word, f"{own}{one.verdict}"), []).append(one.holder)
    forecast = "" if len(heads) == 1 else " No forecast."
    for (word, verdict), holders in said.items():
        yield f"{by_numbers(*holders, word=word)}: {verdict}{forecast}"
    enough: dict[str, list[HoldingTold]] = {}
    for one in able:
        if one.enough:
            enough.setdefault(one.enough, []).append(one)
    for which, some in enough.items():
        by = by_numbers(*(one.holder for one in some), word=some[0].word)
        whose = f"{by}: " if len(enough) > 1 else ""
        yield f"{whose}{which[:1].lower() if whose else which[:1]}{which[1:]}"


_STAYS = {
    WhyKept.WANTS: "has nothing to gain by leaving",
    WhyKept.ANSWERED: "stays, for the others would want to answer",
    WhyKept.COSTLY: "stays if it thinks that the others would answer at a cost to themselves",
    WhyKept.UNDONE: "stays only if it looks no further than the answer",
    WhyKept.UNSAID: "stays or leaves by numbers that are not there",
    WhyKept.NOT: "leaves, whatever the others answer",
}
_LEAVES = (WhyKept.UNDONE, WhyKept.NOT)


def holders_differ(every: Sequence[HoldingTold]) -> Iterator[Block]:
    """Yield who would keep a deal by the numbers of one holder and not so by another's.

    Args:
        every: What is said by the numbers of each holder.
    """
    found = [one for one in every if not one.missing]
    names = dict.fromkeys(kept.name for one in found for kept in one.each)
    lines = [line for name in names if (line := _side_by_side(name, found))]
    if not lines:
        return
    yield Heading("Where holders differ, at the middle of the ranges")
    if len({one.deal for one in found}) > 1 or any("rule picks" in one.deal for one in found):
        yield Paragraph("Each is asked of the deal that is picked by its own numbers.")
    yield listing(tuple(lines))


def _side_by_side(name: str, found: Sequence[HoldingTold]) -> str:
    """Return why somebody would stay or leave by each holder; empty where all say the same."""
    by: dict[WhyKept, list[str]] = {}
    for one in found:
        for kept in one.each:
            if kept.name == name:
                by.setdefault(kept.kept, []).append(one.holder)
    if len(by) < 2:
        return ""
    said = "; ".join(f"by {together(holders)}, it {_STAYS[why]}" for why, holders in by.items())
    safe = any(name in by.get(why, ()) for why in _LEAVES)
    wary = [one for one in by.get(WhyKept.ANSWERED, ()) if one != name]
    more = (
        f" So {name} may take it to be safe to leave, and be answered." if safe and wary else ""
    )
    return f"{name}: {said}.{more}"
