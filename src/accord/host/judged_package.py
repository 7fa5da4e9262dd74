"""A package at a table, judged for one side by what it holds itself and may agree to."""

from collections.abc import Iterator

from attrs import evolve, frozen

from accord.deals.package_badges import Badge
from accord.host.role_sheet import points_line, with_moved
from accord.model import Agenda
from accord.model.interests import OWN
from accord.record import Case
from accord.talks import (
    Accept,
    Consent,
    Mandate,
    Move,
    Options,
    Propose,
    Settle,
    Suggest,
    View,
)
from accord.telling.badge_words import ToldBadge, badges_by_holder, excluded_lines

REFUSED = (Badge.RED_LINE, Badge.BELOW)
"""The badges of a package that a side would not have."""


@frozen(kw_only=True)
class Judged:
    """A package against what a side may agree to and what it can live with.

    Attributes:
        title: What the package is called.
        terms: Its issues and options, by name.
        beyond: What of it the mandate does not cover, in words.
        badges: How the side stands to it, by each holder in turn: whose word it is, and it.
        excluded: Why nobody could have it.
        open: Whether it leaves issues open.
        refused: Whether the side has said itself that it cannot live with it; what others
            believe of it does not count.
        points: What it is worth to the side, in a sentence; empty without numbers.
    """

    title: str
    terms: tuple[tuple[str, str], ...]
    beyond: tuple[str, ...]
    badges: tuple[tuple[str, ToldBadge], ...]
    excluded: tuple[str, ...]
    open: bool
    refused: bool
    points: str


def judged(case: Case, seen: View, title: str, deal: Options) -> Judged:
    """Judge a package for a side, by what it holds itself.

    Args:
        case: What the side may read.
        seen: What it sees at the table: the agenda there, its mandate, and by how much its
            walk-away value has moved.
        title: What the package is called.
        deal: The package, or a part of one.
    """
    there = with_moved(
        evolve(case, process=evolve(case.process, agenda=seen.agenda)),
        seen.party,
        seen.walk_away,
        seen.moved,
    )
    found: list[tuple[str, ToldBadge]] = []
    excluded: tuple[str, ...] = ()
    refused = False
    if deal:
        excluded = excluded_lines(there, deal)
        for one in badges_by_holder(there, deal):
            of_side = [b for b in one.badges if b.found.party == seen.party]
            found += [(one.whose, b) for b in of_side]
            if one.holder_id == OWN:
                refused = refused or any(b.found.badge in REFUSED for b in of_side)
    return Judged(
        title=title,
        terms=tuple(seen.agenda.describe(deal)),
        beyond=tuple(beyond(seen.agenda, seen.mandate, deal)),
        badges=tuple(found),
        excluded=excluded,
        open=len(deal) < len(seen.agenda.issues),
        refused=refused,
        points=points_line(there, seen.party, deal),
    )


def beyond(agenda: Agenda, mandate: Mandate, deal: Options) -> Iterator[str]:
    """Yield in words what of a package a mandate does not cover.

    Args:
        agenda: The issues and options.
        mandate: What may be agreed to without asking; an issue it does not name is free.
        deal: The package.
    """
    for issue, option in deal.items():
        allowed = mandate.get(issue)
        if allowed is not None and option not in allowed:
            one = agenda.issues[issue]
            may = " or ".join(one.choices[each].name for each in allowed if each in one.choices)
            yield f"{one.name}: {one.choices[option].name} (without asking: {may})"


def mandate_lines(agenda: Agenda, mandate: Mandate) -> tuple[tuple[str, str], ...]:
    """Return a mandate issue by issue, in words; of an issue that it leaves free, nothing."""
    return tuple(
        (one.name, " or ".join(o.name for i, o in one.choices.items() if i in mandate[issue]))
        for issue, one in agenda.issues.items()
        if issue in mandate
    )


def bound_to(move: Move, seen: View) -> Options:
    """Return the options that a move would bind its side to; those subject to nobody else.

    Args:
        move: The move.
        seen: What the side sees at the table.
    """
    match move:
        case Propose() | Suggest():
            return move.deal
        case Settle():
            return move.options
        case Accept():
            offer = seen.offer.id if seen.offer else ""
            named = (move.proposal or offer, *move.also)
            deals = [one.deal for one in seen.proposals if one.id in named]
            taken = {i: o for deal in deals for i, o in deal.items()}
            return Options({i: o for i, o in taken.items() if i in (move.issues or taken)})
        case Consent():
            open_ = [one for one in seen.motions if seen.seat not in one.consents]
            asked = [one for one in open_ if move.motion in (None, one.number)]
            return bound_to(asked[-1].what, seen) if asked else Options()
    return Options()
