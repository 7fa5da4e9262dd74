"""What a delegation goes back on: what it has offered is compared with what it offers now.

What counts is what everybody at the table has heard, never what an option is worth to the other
side, which only that side knows. Another delegation asks for the option that it proposed or
accepted last. A new option on an issue goes back on the one before if it is nearer to what
nobody asks for, and further from what somebody does; or if it is as far from what all ask for,
and was offered and left before. On an issue of numbers, near is meant in numbers; on any other,
an option is what is asked for, or it is not.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from attrs import frozen

from accord.delegates.offers import NOTHING, Gathered, grown
from accord.model import Agenda, Issue
from accord.talks import Event, Options, Propose, Role, Seat


@frozen(kw_only=True)
class Change:
    """An issue on which an offer takes another option than before.

    Attributes:
        issue: The issue.
        was: The option before.
        now: The option now.
        since: The round in which the one before was first offered.
        back: Whether it goes back on what was offered.
    """

    issue: str
    was: str
    now: str
    since: int
    back: bool


def distance(issue: Issue, option: str, asked: str) -> float:
    """Say how far an option is from what is asked for, from 0 to 1.

    Args:
        issue: The issue.
        option: The option.
        asked: What is asked for.
    """
    if option == asked:
        return 0.0
    places = list(issue.choices)
    if issue.span is None:
        return 1.0
    return abs(places.index(option) - places.index(asked)) / (len(places) - 1)


def goes_back(
    issue: Issue, was: str, now: str, asked: Sequence[str], left: Collection[str]
) -> bool:
    """Tell whether a new option goes back on the one offered before.

    Args:
        issue: The issue.
        was: The option offered before.
        now: The option offered now; another one.
        asked: What each of the others asks for.
        left: The options once offered and left since.
    """
    further = [distance(issue, now, one) - distance(issue, was, one) for one in asked]
    if min(further, default=0.0) < 0:
        return False
    return max(further, default=0.0) > 0 or now in left


def asked_of(
    seat: str, seats: Sequence[Seat], stands: Mapping[str, Mapping[str, str]]
) -> list[Mapping[str, str]]:
    """Give what each of the others asks for, by issue, as far as a delegation has heard it.

    Where nothing reaches it but through a mediator, it is the mediator who asks.

    Args:
        seat: The delegation.
        seats: Everybody at the table.
        stands: What each seat proposed or accepted last.
    """
    sides = [one.id for one in seats if one.role is Role.DELEGATION and one.id != seat]
    others = [stands[one] for one in sides if one in stands]
    return others or [said for by, said in stands.items() if by != seat]


def changes(
    agenda: Agenda, seat: str, seats: Sequence[Seat], heard: tuple[Event, ...]
) -> Iterator[tuple[Change, ...]]:
    """Give for every proposal of a delegation where it differs from what it offered before.

    Args:
        agenda: The issues and options.
        seat: The delegation.
        seats: Everybody at the table.
        heard: The events that it has heard, oldest first.
    """
    known: Gathered = NOTHING
    since: dict[tuple[str, str], int] = {}
    for place, event in enumerate(heard, 1):
        if isinstance(event.what, Propose) and event.seat == seat:
            yield tuple(_changed(agenda, seat, seats, known, event.what.deal, since))
        known = grown(seat, known, heard[:place])
        for issue, option in known.stands.get(seat, {}).items():
            since.setdefault((issue, option), event.round)


def _changed(
    agenda: Agenda,
    seat: str,
    seats: Sequence[Seat],
    known: Gathered,
    deal: Options,
    since: Mapping[tuple[str, str], int],
) -> Iterator[Change]:
    asked, before = asked_of(seat, seats, known.stands), known.stands.get(seat, {})
    for issue, now in deal.items():
        was = before.get(issue, now)
        if was != now:
            named = [one[issue] for one in asked if issue in one]
            left = known.left.get(issue, frozenset())
            back = goes_back(agenda.issues[issue], was, now, named, left)
            yield Change(issue=issue, was=was, now=now, since=since[issue, was], back=back)
