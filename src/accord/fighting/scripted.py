"""What the user writes: before this round, that happens."""

import random
from collections.abc import Iterable, Iterator
from math import isfinite
from typing import ClassVar

from attrs import frozen
from frozendict import frozendict

from accord.errors import AccordError
from accord.fighting.fighting_model import (
    BetweenRounds,
    FightingModel,
    Front,
    figure,
    per_party,
)
from accord.model import Exclusion, Range
from accord.model.refs import ActorId, Combination, IssueId, PartyId
from accord.talks import (
    Happening,
    MandateMoved,
    News,
    RedLinesMoved,
    ValuesMoved,
    WalkAwayMoved,
)
from accord.talks.outside import MOST_POINTS, interests_problem
from accord.talks.setup import mandate_problem

FORM = "write --shift PARTY=POINTS@ROUND, such as alba=-5@3"


@frozen(kw_only=True)
class ScriptedNews:
    """News that a script brings.

    Attributes:
        text: What happened, or what is said, in words.
        source: Who says so; empty where nobody is named.
        to: Who alone hears it: parties, or others who sit there; nobody named: everybody does.
    """

    text: str
    source: str = ""
    to: tuple[ActorId, ...] = ()


@frozen(kw_only=True)
class ScriptedRedLines:
    """Red lines of a party that a script moves.

    Attributes:
        added: Those that it draws now; one takes the place of that of the same id.
        dropped: The ids of those that it draws no longer.
    """

    added: tuple[Exclusion, ...] = ()
    dropped: tuple[str, ...] = ()


@frozen(kw_only=True)
class ScriptedRound:
    """What a script lets happen before one round.

    Attributes:
        round: The round that begins after it, from 1; of a range, a round is drawn.
        walk_away: By how many points walk-away values move, by party.
        mandates: The mandates that capitals give, by party: options by issue.
        values: The points that are added to what options are worth on their issues, by party,
            issue and option.
        red_lines: The red lines that are drawn, or no longer, by party.
        news: What becomes known at the table.
        why: What happens outside the room, in words.
    """

    round: Range = figure(at_least=1, whole=True)
    walk_away: frozendict[PartyId, Range] = per_party(
        at_least=-MOST_POINTS, at_most=MOST_POINTS
    )
    mandates: frozendict[PartyId, Combination] = frozendict()
    values: frozendict[PartyId, frozendict[IssueId, frozendict[str, Range]]] = frozendict()
    red_lines: frozendict[PartyId, ScriptedRedLines] = frozendict()
    news: tuple[ScriptedNews, ...] = ()
    why: str = ""

    def happenings(self) -> Iterator[Happening]:
        """Yield what happens, its numbers being points."""
        for party, by in self.walk_away.items():
            yield WalkAwayMoved(party=party, by=by.low, why=self.why)
        for party, mandate in self.mandates.items():
            yield MandateMoved(party=party, mandate=mandate, why=self.why)
        yield from self.of_interests()
        for one in self.news:
            yield News(text=one.text, source=one.source, to=one.to)

    def of_interests(self) -> Iterator[ValuesMoved | RedLinesMoved]:
        """Yield how values and red lines move."""
        for party, values in self.values.items():
            points = {
                issue: {option: by.low for option, by in options.items()}
                for issue, options in values.items()
            }
            yield ValuesMoved(party=party, values=points, why=self.why)
        for party, lines in self.red_lines.items():
            yield RedLinesMoved(
                party=party, added=lines.added, dropped=lines.dropped, why=self.why
            )


@frozen(kw_only=True)
class Scripted(FightingModel):
    """Lets happen before each round what is written for it.

    Attributes:
        script: What happens, and before which round.
    """

    name: ClassVar[str] = "scripted"

    script: tuple[ScriptedRound, ...] = ()

    def course(self, front: Front, rng: random.Random) -> Iterator[BetweenRounds]:
        """Yield what is written for each round, in the order of the rounds."""
        found: dict[int, list[Happening]] = {}
        for one in self.script:
            found.setdefault(int(one.round.low), []).extend(one.happenings())
        for number in sorted(found):
            yield BetweenRounds(number, tuple(found[number]))

    @property
    def brings(self) -> frozenset[str]:
        """The kinds of happenings that are written."""
        every = [what for one in self.at().script for what in one.happenings()]
        return frozenset(what.kind for what in every)

    @property
    def is_same_in_all_talks(self) -> bool:
        """Whether all numbers that are written are points."""
        return self.at() == self

    def problem(self, front: Front) -> str:
        """Return why it cannot go with talks: what it names is not there."""
        for one in self.script:
            if front.rounds is not None and one.round.high > front.rounds:
                return (
                    f"Round {one.round} is none of these talks: choose one from 1 to "
                    f"{front.rounds}."
                )
            for party, mandate in one.mandates.items():
                if said := mandate_problem(front.agenda, mandate):
                    return f"The mandate of {party} cannot stand: {said}."
            for moved in one.of_interests():
                if said := interests_problem(front.agenda, moved):
                    return f"{said}."
        return super().problem(front)


def shift(party: str, by: float, number: int, why: str = "") -> Scripted:
    """Return a script by which one walk-away value moves once.

    Args:
        party: Whose.
        by: The points that are added to it.
        number: The round that begins after it.
        why: What happens outside the room, in words.

    Raises:
        AccordError: If there can be no such round, or no such number of points.
    """
    at, points = float(number), frozendict({party: Range(by, by)})
    step = ScriptedRound(round=Range(at, at), walk_away=points, why=why)
    return Scripted(id="shift", script=(step,))


def parse_shifts(texts: Iterable[str]) -> tuple[Scripted, ...]:
    """Read walk-away values that move: `PARTY=POINTS@ROUND`, each.

    Raises:
        AccordError: If one is not of that form.
    """
    return tuple(map(_parsed, texts))


def _parsed(text: str) -> Scripted:
    party, _, rest = (one.strip() for one in text.rpartition("="))
    points, _, number = (one.strip() for one in rest.rpartition("@"))
    if not (party and points and number):
        raise AccordError(f"'{text}' moves nothing: {FORM}.")
    try:
        by = float(points)
    except ValueError:
        raise AccordError(f"'{text}': '{points}' is no number of points: {FORM}.") from None
    if not (number.isascii() and number.isdigit()) or int(number) < 1:
        raise AccordError(f"'{text}': '{number}' is the number of no round: {FORM}.")
    if not isfinite(by) or abs(by) > MOST_POINTS:
        raise AccordError(
            f"The walk-away value of '{party}' cannot move by {by:g} points: give a number, "
            f"{MOST_POINTS:,.0f} at most."
        )
    return shift(party, by, int(number))
