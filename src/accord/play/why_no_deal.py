"""Where talks without a deal parted: how close they came, and what kept them apart."""

from collections.abc import Iterable, Iterator

from attrs import frozen
from frozendict import frozendict

from accord.deals import ValuedDeal
from accord.deals.improvements import DealStanding, standing
from accord.deals.worth import Worth
from accord.kernels.ties import TIE, TooLarge
from accord.model import InterestsMoved
from accord.play.weighed_talk import WeighedTalk
from accord.talks import Event, Propose, RedLinesMoved, ValuesMoved


@frozen(kw_only=True)
class Closest:
    """The proposal that came closest to what all accept.

    Attributes:
        event: The proposal as it was made.
        standing: What it is worth, what it crosses, and whom it fails by how much.
    """

    event: Event
    standing: DealStanding


@frozen(kw_only=True)
class LastWord:
    """Where a party stood at the end.

    Attributes:
        asked: What its own last proposal was worth to it, in points; None if it made none, or
            one that crosses a red line of its own.
        offered: What the last proposal that others made was worth to it; None if none was, or
            one that crosses a red line of its own.
    """

    asked: float | None
    offered: float | None


@frozen(kw_only=True)
class Parting:
    """Where talks stood when they parted, by the walk-away values as they were then.

    Attributes:
        possible: Whether some deal was acceptable to all, with the numbers of the talk; None
            where that is too large to be decided.
        closest: The proposal of a whole deal that crosses the fewest red lines and
            constraints, and of these falls the least short of walk-away values, all parties'
            shortfalls added up; the latest of several. None where no whole deal was proposed.
        last: Where each party stood, by party.
    """

    possible: bool | None
    closest: Closest | None
    last: frozendict[str, LastWord]


def parting(talk: WeighedTalk) -> Parting:
    """Return where talks stood when they parted.

    Args:
        talk: The talks, with or without a deal.
    """
    valued = {event.number: one for event, one in offers(talk)}
    events = [event for event in talk.log if event.number in valued]
    parties = talk.table.setup.delegations
    numbers = talk.numbers
    try:
        reached = numbers.reach(numbers.bans, numbers.walk_away) is not None
    except TooLarge:
        reached = None
    return Parting(
        possible=reached,
        closest=_closest(talk, events, valued),
        last=frozendict(
            {
                party: LastWord(
                    asked=_latest(
                        valued[e.number].worth.get(party) for e in events if e.seat == party
                    ),
                    offered=_latest(
                        valued[e.number].worth.get(party) for e in events if e.seat != party
                    ),
                )
                for party in parties
            }
        ),
    )


def offers(talk: WeighedTalk) -> tuple[tuple[Event, ValuedDeal], ...]:
    """Return every proposal of a whole deal, and what it was worth when it was made.

    Args:
        talk: The talks.
    """
    return whole_offers(talk.log, talk.begun)


def whole_offers(log: Iterable[Event], numbers: Worth) -> tuple[tuple[Event, ValuedDeal], ...]:
    """Return every proposal of a whole deal, and what it was worth when it was made.

    Args:
        log: The events.
        numbers: The numbers with which the talks began, and the agenda on which a deal is
            whole.
    """
    found: list[tuple[Event, ValuedDeal]] = []
    moved: frozendict[str, InterestsMoved] = frozendict()
    made: list[Event] = []
    for event in log:
        what = event.what
        if isinstance(what, ValuesMoved | RedLinesMoved):
            found += _priced(made, numbers.as_moved(moved))
            made, moved = [], what.added_to(moved)
        elif isinstance(what, Propose):
            made.append(event)
    return (*found, *_priced(made, numbers.as_moved(moved)))


def _priced(made: list[Event], numbers: Worth) -> Iterator[tuple[Event, ValuedDeal]]:
    """Yield those proposals that are whole deals, and what they are worth."""
    issues = numbers.agenda.issues
    whole = [
        (event, event.what.deal)
        for event in made
        if isinstance(event.what, Propose)
        and len(event.what.deal) == len(issues)
        and all(i in issues and o in issues[i].choices for i, o in event.what.deal.items())
    ]
    if whole:
        valued = numbers.priced(numbers.names.choices([deal for _, deal in whole]))
        yield from ((event, one) for (event, _), one in zip(whole, valued, strict=True))


def _closest(
    talk: WeighedTalk, events: list[Event], valued: dict[int, ValuedDeal]
) -> Closest | None:
    if not events:
        return None
    numbers = talk.numbers
    choices = numbers.names.choices([valued[event.number].deal for event in events])
    found = [standing(numbers, choice) for choice in choices]
    place = min(
        range(len(events)),
        key=lambda n: (len(found[n].crosses), _missing(found[n]), -n),
    )
    return Closest(event=events[place], standing=found[place])


def _missing(one: DealStanding) -> float:
    total = sum(one.short.values())
    return total if total > TIE else 0.0


def _latest(worths: Iterable[float | None]) -> float | None:
    return next(reversed(list(worths)), None)
