"""How one party stands to a package, or a part of one: inside, or what is in the way.

Each party is judged by itself, by what one holder has of it. A part of a package is judged as
far as it goes: what is left open counts where no way of settling it helps.
"""

import math
from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar

import numpy as np
from attrs import evolve, frozen
from frozendict import frozendict

from accord.deals.marks import Cell, MarkedDeals
from accord.deals.names import Names, refuse_unknown_terms
from accord.deals.worth import Worth
from accord.errors import AccordError
from accord.kernels.maximum import Weighing, best_sums
from accord.kernels.tables import Ban
from accord.kernels.ties import TIE, TooLarge
from accord.model import Agenda, Exclusion, Interests, gaps
from accord.model.refs import Combination


class Badge(StrEnum):
    """How a party stands to a package; of several that hold, the first of these counts."""

    RED_LINE = "crosses a red line"
    BELOW = "below its walk-away value"
    CAPITAL = "needs the capital"
    CANNOT_SAY = "cannot say"
    INSIDE = "inside"


@frozen(kw_only=True)
class PartyBadge:
    """How one party stands to a package, and by what.

    Attributes:
        party: Id of the party.
        badge: How it stands.
        cannot: The options taken that are marked "cannot".
        crossed: The red lines that every way of completing the package crosses, each alone.
        shut: Whether no way of completing it is left that crosses no red line, though none is
            crossed by all of them.
        below: Whether it falls short of the walk-away value, for all numbers in the ranges.
        beyond: The options taken that its mandate does not cover, by issue.
        unknown: The options taken of which it is not known whether the party can live with
            them.
        depends: What the walk-away value depends on: the numbers in the ranges, or what is left
            open; empty where it depends on neither.
        missing: Why numbers say nothing, in a sentence; empty where they say something.
        has_mandate: Whether a mandate is known.
    """

    party: str
    badge: Badge
    cannot: tuple[Cell, ...] = ()
    crossed: tuple[Exclusion, ...] = ()
    shut: bool = False
    below: bool = False
    beyond: frozendict[str, str] = frozendict()
    unknown: tuple[Cell, ...] = ()
    depends: str = ""
    missing: str = ""
    has_mandate: bool = False

    as_json: ClassVar = (
        "party",
        "badge",
        "?cannot",
        "?crossed",
        "?shut",
        "?below",
        "?beyond",
        "?unknown",
        "?depends",
        "?missing",
        "has_mandate",
    )

    def counted(self) -> "PartyBadge":
        """Return it with the badge that what was found comes to."""
        if self.cannot or self.crossed or self.shut:
            badge = Badge.RED_LINE
        elif self.below:
            badge = Badge.BELOW
        elif self.beyond:
            badge = Badge.CAPITAL
        elif self.unknown or self.depends or self.missing:
            badge = Badge.CANNOT_SAY
        else:
            badge = Badge.INSIDE
        return evolve(self, badge=badge)


RANGES, OPEN = "ranges", "open"
"""What it depends on whether a package reaches a walk-away value."""


def excluded_for_all(agenda: Agenda, terms: Mapping[str, str]) -> tuple[Exclusion, ...]:
    """Return the constraints that leave no package with some terms; none where one is left.

    Args:
        agenda: The issues and constraints.
        terms: For some issues or all, the option to be taken, by id.

    Raises:
        AccordError: If the terms name an issue or option that there is not.
    """
    judged = MarkedDeals.of(agenda, ("",), ()).judge(terms)
    if judged.rest.possible:
        return ()
    return tuple(one.exclusion for one in judged.crossed) or agenda.constraints


def badge_by_marks(
    agenda: Agenda,
    held: Interests,
    terms: Mapping[str, str],
    mandate: Combination | None = None,
) -> PartyBadge:
    """Judge a package by the marks and red lines of a party.

    What its mandate names the party may agree to: an option that is not marked, or ?, counts
    as known where the mandate has it.

    Args:
        agenda: The issues and constraints.
        held: What one holder has of the party in words, with voices that can block joined.
        terms: For some issues or all, the option to be taken, by id.
        mandate: The options that the delegation may agree to by itself, by issue; that of
            `held` if left out.

    Raises:
        AccordError: If the terms name an issue or option that there is not.
    """
    agenda = _without_what_shuts_all(agenda, terms)
    mandate = held.mandate if mandate is None else mandate
    judged = MarkedDeals.of(agenda, (held.party,), (held,)).judge(terms)
    crossed = tuple(one.exclusion for one in judged.crossed if one.party)
    shut = not judged.rest.possible and not judged.cannot and not crossed
    return PartyBadge(
        party=held.party,
        badge=Badge.CANNOT_SAY,
        cannot=judged.cannot,
        crossed=crossed,
        shut=shut,
        beyond=_beyond(mandate, terms),
        unknown=tuple(c for c in judged.unknown if c.option not in mandate.get(c.issue, ())),
        has_mandate=bool(mandate),
    ).counted()


def badge_by_numbers(
    agenda: Agenda,
    held: Interests,
    terms: Mapping[str, str],
    mandate: Combination | None = None,
) -> PartyBadge:
    """Judge a package by the numbers and red lines of a party, for all values in the ranges.

    Args:
        agenda: The issues and constraints.
        held: What one holder has of the party in numbers.
        terms: For some issues or all, the option to be taken, by id.
        mandate: The options that the delegation may agree to by itself, by issue; that of
            `held` if left out.

    Raises:
        AccordError: If the terms name an issue or option that there is not.
    """
    refuse_unknown_terms(Names.of(agenda), terms)
    agenda = _without_what_shuts_all(agenda, terms)
    mandate = held.mandate if mandate is None else mandate
    start = PartyBadge(
        party=held.party,
        badge=Badge.CANNOT_SAY,
        beyond=_beyond(mandate, terms),
        has_mandate=bool(mandate),
    )
    try:
        return _weighed(agenda, held, terms, start).counted()
    except (AccordError, TooLarge) as error:
        lacking = "; ".join(gaps(agenda, (held,)))
        said = f"Weights and values are missing for: {lacking}." if lacking else str(error)
        crossed = tuple(one for one in held.red_lines if _crosses(agenda, one, terms))
        return evolve(start, crossed=crossed, missing=said).counted()


def _weighed(
    agenda: Agenda, held: Interests, terms: Mapping[str, str], start: PartyBadge
) -> PartyBadge:
    """Put in how far a package is above the walk-away value at the most and at the least."""
    worth = Worth.of(agenda, (held,))
    kept = _only(worth.names, terms)
    crossed = tuple(one for one in held.red_lines if _crosses(agenda, one, terms))
    most = _most(worth.best(), kept, 1.0)
    if crossed or most == -math.inf:
        return evolve(start, crossed=crossed, shut=not crossed)
    if most < -TIE:
        return evolve(start, below=True)
    least = -_most(worth.worst(), kept, -1.0)
    if least >= -TIE:
        return start
    is_whole = len(terms) == len(agenda.issues)
    return evolve(start, depends=RANGES if is_whole else OPEN)


def _most(reading: Worth, kept: list[Ban], sign: float) -> float:
    """Return the most that a surplus, times a sign, comes to; -inf where no deal is left."""
    unit = float(reading.unit[0])
    weighings: list[Weighing] = [
        (scope, sign * table[..., 0][None] / unit) for scope, table in reading.factors
    ]
    reading.refuse_wide([*reading.bans, *kept])
    return float(best_sums(reading.sizes, weighings, [*reading.bans, *kept]).values[0])


def _only(names: Names, terms: Mapping[str, str]) -> list[Ban]:
    """Ban every option that the terms do not take."""
    places = [names.issues.index(issue) for issue in terms]
    return [
        ((place,), np.array([option != taken for option in names.options[place]]))
        for place, taken in zip(places, terms.values(), strict=True)
    ]


def _crosses(agenda: Agenda, line: Exclusion, terms: Mapping[str, str]) -> bool:
    """Whether every way of completing the terms crosses a red line."""
    return bool(line.never) and all(
        issue in agenda.issues
        and (
            terms[issue] in options
            if issue in terms
            else set(agenda.issues[issue].choices) <= set(options)
        )
        for issue, options in line.never.items()
    )


def _beyond(mandate: Combination, terms: Mapping[str, str]) -> frozendict[str, str]:
    """Return the options taken that a mandate does not cover, by issue."""
    return frozendict(
        {i: option for i, option in terms.items() if i in mandate and option not in mandate[i]}
    )


def _without_what_shuts_all(agenda: Agenda, terms: Mapping[str, str]) -> Agenda:
    """Leave the constraints out where they leave nobody a package with the terms.

    That stands against the package, not against a party.
    """
    return evolve(agenda, constraints=()) if excluded_for_all(agenda, terms) else agenda
