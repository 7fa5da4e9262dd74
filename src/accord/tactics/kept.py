"""What a delegation goes back on: what it has offered is compared with what it offers now.

What counts is what everybody at the table has heard, never what an option is worth to the other
side, which only that side knows. Another delegation asks for the option that it proposed or
accepted last. A new option on an issue goes back on the one before if it is nearer to what
nobody asks for, and further from what somebody does; or if it is as far from what all ask for,
and was offered and left before. On an issue of numbers, near is meant in numbers; on any other,
an option is what is asked for, or it is not.

Where nothing reaches a delegation but through a mediator, what the mediator's texts name is
what is asked for. But a text tells nobody what a side asks for, and the next may not name what
this one does: so there, whatever was offered and left before is gone back to, named or not, and
on an issue of numbers also what lies between two options that were offered.
"""

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from accord.model import Agenda, Issue
from accord.tactics.offers import NOTHING, Gathered, grown
from accord.talks import Event, Options, Propose, Seat
from accord.talks.seats import DELEGATION


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
    """Return how far an option is from what is asked for, from 0 to 1.

    Args:
        issue: The issue.
        option: The option.
        asked: What is asked for.
    """
    return steps(issue, option, asked) / most_steps(issue)


def steps(issue: Issue, option: str, asked: str) -> int:
    """Return by how many steps an option differs from what is asked for.

    Args:
        issue: The issue.
        option: The option.
        asked: What is asked for.
    """
    if issue.span is None:
        return int(option != asked)
    places = list(issue.choices)
    return abs(places.index(option) - places.index(asked))


def most_steps(issue: Issue) -> int:
    """Return by how many steps two options of an issue differ at the most."""
    return 1 if issue.span is None else max(1, len(issue.choices) - 1)


@frozen(kw_only=True)
class Wishes:
    """What the others ask for, as far as a delegation has heard it.

    Attributes:
        asked: What each of them asks for, by issue.
        is_carried: Whether a mediator asks it, as nothing of theirs is heard.
    """

    asked: tuple[Mapping[str, str], ...]
    is_carried: bool

    def on(self, issue: str) -> list[str]:
        """Return what is asked for on an issue."""
        return [one[issue] for one in self.asked if issue in one]


def passed(issue: Issue, was: str, left: frozenset[str]) -> frozenset[str]:
    """Return the options that a delegation has left, with those between what it has offered.

    Args:
        issue: The issue.
        was: The option offered last.
        left: The options once offered and left since.
    """
    if issue.span is None or not left:
        return left
    options = list(issue.choices)
    places = [options.index(one) for one in (*left, was)]
    return frozenset(options[min(places) : max(places) + 1]) - {was}


def goes_back(
    issue: Issue,
    was: str,
    now: str,
    asked: Sequence[str],
    left: frozenset[str],
    is_carried: bool = False,
) -> bool:
    """Return whether a new option goes back on the one offered before.

    Args:
        issue: The issue.
        was: The option offered before.
        now: The option offered now; another one.
        asked: What each of the others asks for.
        left: The options once offered and left since.
        is_carried: Whether a mediator asks it.
    """
    if is_carried and now in passed(issue, was, left):
        return True
    further = [distance(issue, now, one) - distance(issue, was, one) for one in asked]
    if min(further, default=0.0) < 0:
        return False
    return max(further, default=0.0) > 0 or now in left


def wishes(seat: str, seats: Sequence[Seat], stands: Mapping[str, Mapping[str, str]]) -> Wishes:
    """Return what the others ask for, as far as a delegation has heard it.

    Args:
        seat: The delegation.
        seats: Everybody at the table.
        stands: What each seat proposed or accepted last.
    """
    sides = [one.id for one in seats if one.role is DELEGATION and one.id != seat]
    others = tuple(stands[one] for one in sides if one in stands)
    carried = tuple(said for by, said in stands.items() if by != seat)
    return Wishes(asked=others or carried, is_carried=bool(carried) and not others)


def changes(
    agenda: Agenda, seat: str, seats: Sequence[Seat], heard: tuple[Event, ...]
) -> Iterator[tuple[Change, ...]]:
    """Yield for every proposal of a delegation where it differs from what it offered before.

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
    asked, before = wishes(seat, seats, known.stands), known.stands.get(seat, {})
    for issue, now in deal.items():
        was = before.get(issue, now)
        if was != now:
            left = known.left.get(issue, frozenset())
            named = asked.on(issue)
            back = goes_back(agenda.issues[issue], was, now, named, left, asked.is_carried)
            yield Change(issue=issue, was=was, now=now, since=since[issue, was], back=back)
