"""How every party stands to a package, by each holder's sheet in turn, and by what."""

from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar

from attrs import frozen
from frozendict import frozendict

from accord.deals.marks import Cell
from accord.deals.package_badges import (
    OPEN,
    Badge,
    PartyBadge,
    badge_by_marks,
    badge_by_numbers,
    excluded_for_all,
)
from accord.model import Deal, Exclusion, Interests, Mark, Perspective, Process, Voice, voices
from accord.model.interests import OWN
from accord.model.refs import Combination
from accord.record import Case
from accord.record.asked import asked_by_cell, asked_so_far
from accord.record.wording import begun, together, written
from accord.telling.blocks import Block, Heading, Item, Listing, Paragraph
from accord.telling.deal_words import alternatives, red_line_named
from accord.telling.holder_words import EACH, dated, holder_name
from accord.telling.rests_on_words import named_option

BADGE_SIGNS: Mapping[Badge, str] = {
    Badge.INSIDE: "✓",
    Badge.CAPITAL: "↗",
    Badge.CANNOT_SAY: "?",
    Badge.BELOW: "▼",
    Badge.RED_LINE: "✕",
}
"""A sign for every badge: they differ in shape, for print and for whoever sees no colours."""

BADGE_STYLES: Mapping[Badge, str] = {
    Badge.INSIDE: "yes",
    Badge.CAPITAL: "asks",
    Badge.CANNOT_SAY: "unknown",
    Badge.BELOW: "no",
    Badge.RED_LINE: "no",
}
"""How a badge stands out, beside its sign."""


@frozen(kw_only=True)
class ToldBadge:
    """How one party stands to a package, in words.

    Attributes:
        name: The name of the party.
        found: How it stands.
        reasons: By what, a sentence each.
    """

    name: str
    found: PartyBadge
    reasons: tuple[str, ...]

    as_json: ClassVar = ("*found", "reasons")

    @property
    def said(self) -> str:
        """The sign and the word."""
        return f"{BADGE_SIGNS[self.found.badge]} {self.found.badge}"

    @property
    def style(self) -> str:
        """How it stands out, beside its sign."""
        return BADGE_STYLES[self.found.badge]


@frozen(kw_only=True)
class HolderBadges:
    """How all parties stand to a package, by what one holder has in words or in numbers.

    Attributes:
        holder_id: Id of the holder, or `own` where each party holds its own.
        holder: Whose it is, in words.
        by: marks or numbers.
        as_of: Of which day it is; empty where no file says so.
        badges: One for every party.
    """

    holder_id: str
    holder: str
    by: str
    as_of: str
    badges: tuple[ToldBadge, ...]

    as_json: ClassVar = ("by", "badges")

    @property
    def whose(self) -> str:
        """By whose word, of which day."""
        day = f", as of {written(self.as_of)}" if self.as_of else ""
        what = "" if self.holder == EACH else " (assumptions, not facts)"
        return f"By the {self.by} of: {self.holder}{what}{day}"

    @property
    def without_mandate(self) -> tuple[str, ...]:
        """The names of the parties of which no mandate is known."""
        return tuple(one.name for one in self.badges if not one.found.has_mandate)


def badges_by_holder(case: Case, terms: Deal) -> tuple[HolderBadges, ...]:
    """Judge a package for every party, by each holder's marks and numbers in turn.

    What a holder knows of a mandate counts for its marks and its numbers alike.

    Args:
        case: The case.
        terms: For some issues or all, the option to be taken, by id.

    Raises:
        AccordError: If the terms name an issue or option that there is not, or none is on the
            agenda.
    """
    by_marks = (_by_sheet(case, one, terms) for one in case.sheets)
    by_numbers = (_by_numbers(case, one, terms) for one in case.perspectives)
    return (*by_marks, *by_numbers)


def excluded_lines(case: Case, terms: Deal) -> tuple[str, ...]:
    """Return which constraints leave no package with some terms, a sentence each.

    Args:
        case: The case.
        terms: For some issues or all, the option to be taken, by id.
    """
    agenda = case.process.agenda
    return tuple(
        f"It cannot be had: the constraint '{one.id}' on all "
        f"(never {alternatives(agenda, one.never)}){_because(one)}"
        for one in excluded_for_all(agenda, terms)
    )


def badge_blocks(seen: Iterable[HolderBadges], excluded: Iterable[str] = ()) -> Iterator[Block]:
    """Yield how every party stands to a package, each holder's word in turn.

    Args:
        seen: What was found, by holder.
        excluded: What stands against it for all, as `excluded_lines` has it.
    """
    yield from map(Paragraph, excluded)
    for one in seen:
        yield Heading(f"Inside or not? {one.whose}")
        yield Listing(tuple(map(_item, one.badges)))
        if names := one.without_mandate:
            yield Paragraph(no_mandate(names), style="note")


def no_mandate(names: Iterable[str]) -> str:
    """Return that no mandate is known, and what follows.

    Args:
        names: The names of the parties.
    """
    return (
        f"No mandate of {together(names)} is known here: whether the delegation may agree "
        "without asking its leadership is not said."
    )


def _item(one: ToldBadge) -> Item:
    why = f": {'; '.join(one.reasons)}" if one.reasons else ""
    return Item(f"{one.name}: {one.said}{why}")


def _by_sheet(case: Case, sheet: Perspective, terms: Deal) -> HolderBadges:
    process, counted = case.process, {one.party: one for one in case.on_sheet(sheet)}
    spoken = [one for one in voices(case.interests) if _holds(one.holder, one.party, sheet)]
    asked = asked_by_cell(process, case.record)
    badges = []
    for party in process.parties:
        own = counted.get(party)
        held = own or Interests(id="", party=party, held_by=sheet.holder or party)
        mandate = _mandate(case, sheet, party)
        found = badge_by_marks(process.agenda, held, terms, mandate)
        reasons = [*_reasons(process, held, found)]
        for cell in found.unknown:
            question = f"can {process.name(party)} live with {_option(process, cell)}?"
            told = asked_so_far(asked.get((cell.party, cell.issue, cell.option), ()))
            reasons.append(f"{question} {begun(told)}")
        mine = [one for one in spoken if one.party == party]
        reasons += _of_voices(process, mine, terms)
        badges.append(ToldBadge(name=process.name(party), found=found, reasons=tuple(reasons)))
    return _told(case, sheet, "marks", badges)


def _by_numbers(case: Case, seen: Perspective, terms: Deal) -> HolderBadges:
    process = case.process
    badges = []
    for party in process.parties:
        name = process.name(party)
        if (held := seen.interests.get(party)) is None:
            nothing = f"no numbers of {name} are held here"
            unknown = PartyBadge(party=party, badge=Badge.CANNOT_SAY, missing=nothing)
            badges.append(ToldBadge(name=name, found=unknown, reasons=(nothing,)))
            continue
        mandate = _mandate(case, seen, party)
        found = badge_by_numbers(process.agenda, held, terms, mandate)
        reasons = tuple(_reasons(process, held, found))
        badges.append(ToldBadge(name=name, found=found, reasons=reasons))
    return _told(case, seen, "numbers", badges)


def _told(case: Case, seen: Perspective, by: str, badges: list[ToldBadge]) -> HolderBadges:
    return HolderBadges(
        holder_id=seen.id,
        holder=holder_name(case, seen),
        by=by,
        as_of=dated(case.process, seen.held),
        badges=tuple(badges),
    )


def _holds(holder: str, party: str, seen: Perspective) -> bool:
    """Whether a holder of something of a party is whose perspective it is."""
    return (OWN if holder == party else holder) == seen.id


def _mandate(case: Case, seen: Perspective, party: str) -> Combination:
    """Return what a holder knows of a mandate: of the latest of its files that has one."""
    found: Interests | None = None
    for one in case.interests:
        if one.party == party and one.mandate and _holds(one.held_by, party, seen):
            later = found is None or (
                one.as_of is not None
                and (found.as_of is None or found.as_of.end < one.as_of.end)
            )
            found = one if later else found
    return frozendict() if found is None else found.mandate


def _reasons(process: Process, held: Interests, found: PartyBadge) -> Iterator[str]:
    """Yield by what a party stands as it does, but for what is not known."""
    name = process.name(found.party)
    for cell in found.cannot:
        own = held.marks[cell.issue].get(cell.option) if cell.issue in held.marks else None
        line = _line_on(held, cell) if own is None or own.mark is not Mark.CANNOT else None
        how = f" ({own.how})" if own and line is None and own.how else ""
        basis = line.basis if line else own.basis if own else ""
        why = f": {basis}" if basis else ""
        yield f"{name} cannot live with {_option(process, cell)}{how}{why}"
    refused = {(cell.issue, cell.option) for cell in found.cannot}
    for one in found.crossed:
        if len(one.never) > 1 or not refused:
            never = alternatives(process.agenda, one.never)
            yield f"it crosses {red_line_named(one.id, name)} (never {never}){_because(one)}"
    if found.shut:
        yield "however it is completed, it crosses a red line"
    if found.below:
        yield "it stays below the walk-away value, whatever the numbers in the ranges"
    for issue, option in found.beyond.items():
        cell = Cell(party=found.party, issue=issue, option=option)
        yield f"beyond the mandate: {_option(process, cell)}"
    if found.depends == OPEN:
        yield "what is left open decides whether it reaches the walk-away value"
    elif found.depends:
        yield "for some of the numbers in the ranges it is below the walk-away value"
    if found.missing:
        yield found.missing


def _line_on(held: Interests, cell: Cell) -> Exclusion | None:
    """Return the red line over one issue that refuses an option."""
    lines = (one for one in held.red_lines if len(one.never) == 1)
    return next((one for one in lines if cell.option in one.never.get(cell.issue, ())), None)


def _because(one: Exclusion) -> str:
    return f": {one.basis}" if one.basis else ""


def _option(process: Process, cell: Cell) -> str:
    return named_option(process, cell.issue, cell.option)


def _of_voices(process: Process, spoken: Iterable[Voice], terms: Deal) -> Iterator[str]:
    """Yield which voices of a party cannot live with an option taken."""
    for one in spoken:
        can = "can block" if one.can_block else "cannot block"
        for said in one.differs:
            if said.mark is Mark.CANNOT and terms.get(said.issue) == said.option:
                option = named_option(process, said.issue, said.option)
                yield f"{one.name} ({can}) cannot live with {option}"
