"""What the log of talks is made of: moves as they were made, and what followed from them."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, ClassVar, get_args

from attrs import field, frozen
from frozendict import frozendict

from accord.errors import AccordError
from accord.model import NOTHING_MOVED, Exclusion, InterestsMoved, ValuePoints
from accord.talks.moves import Amend, Mandate, Move, Options, as_mandate, check_whole, held
from accord.talks.setup import Setup


@frozen(kw_only=True)
class Opened:
    """The table was opened; the first event of every log.

    Attributes:
        setup: The agenda, the seats, the rules and the mandates; to a seat, without mandates.
    """

    kind: ClassVar[str] = "opened"
    setup: Setup


@frozen(kw_only=True)
class CommonGround:
    """All delegations agree on these issues.

    Attributes:
        options: What they agree on, by issue.
        pending: Parties that agree ad referendum.
    """

    kind: ClassVar[str] = "common-ground"
    options: Options
    pending: tuple[str, ...] = ()


@frozen(kw_only=True)
class SealedProposal:
    """A proposal that was sealed.

    Attributes:
        id: What it is called at the table.
        seat: Who made it.
        deal: The options proposed, by issue.
        text: The proposal in words.
        ad_referendum: Whether it is subject to the proposer's capital.
    """

    id: str
    seat: str
    deal: Options
    text: str = ""
    ad_referendum: bool = False


@frozen(kw_only=True)
class Revealed:
    """Sealed proposals are opened to all together.

    Attributes:
        proposals: The proposals, in the order of the seats.
    """

    kind: ClassVar[str] = "revealed"
    proposals: tuple[SealedProposal, ...]


@frozen(kw_only=True)
class NoOverlap:
    """No sealed proposal has the support of all; who supports which stays secret."""

    kind: ClassVar[str] = "no-overlap"


@frozen(kw_only=True)
class WordsAgreed:
    """All delegations accept a proposal that is put in words only.

    Attributes:
        proposal: Its id at the table.
        text: The words.
        pending: Parties that agree ad referendum.
    """

    kind: ClassVar[str] = "words-agreed"
    proposal: str
    text: str
    pending: tuple[str, ...] = ()


@frozen(kw_only=True)
class Carried:
    """All whose consent was needed have given it: a motion takes effect.

    Attributes:
        motion: Its number.
    """

    kind: ClassVar[str] = "carried"
    motion: int


@frozen(kw_only=True)
class CaughtUp:
    """A party that takes its place is told what it has not heard, and may know.

    It hears nothing else of what was said and done without it.

    Attributes:
        party: The party, which alone hears it.
        agenda: What was changed of the agenda while it was out of the room, as amendments.
        out: The parties whose delegations are out of the room now.
    """

    kind: ClassVar[str] = "caught-up"
    party: str
    agenda: tuple[Amend, ...] = ()
    out: tuple[str, ...] = ()


@frozen(kw_only=True)
class Initialled:
    """A deal was agreed ad referendum, and goes to the capitals.

    Attributes:
        deal: One option for every issue.
        pending: Parties whose principals are to ratify or refuse it.
        among: The parties that agreed, where others were out of the room; nobody named: all.
    """

    kind: ClassVar[str] = "initialled"
    deal: Options
    pending: tuple[str, ...]
    among: tuple[str, ...] = ()


@frozen(kw_only=True)
class Agreed:
    """There is a deal.

    Attributes:
        deal: One option for every issue.
        among: The parties between which it is, where others were out of the room; nobody
            named: all.
    """

    kind: ClassVar[str] = "agreed"
    deal: Options
    among: tuple[str, ...] = ()


class EndedBy(StrEnum):
    """Why talks ended without a deal: a limit was reached, or somebody ended them."""

    LAST_ROUND = "last-round"
    LAST_SESSION = "last-session"
    LAST_MOVE = "last-move"
    LEFT = "left"
    CLOSED = "closed"


@frozen(kw_only=True)
class Ended:
    """The talks ended without a deal.

    Attributes:
        why: Why.
        limit: The limit that was reached, where it was one.
        who: Id of the seat that ended them, where somebody did.
    """

    kind: ClassVar[str] = "ended"
    why: EndedBy
    limit: int | None = None
    who: str = ""


Outcome = (
    Opened
    | CommonGround
    | WordsAgreed
    | Carried
    | Revealed
    | NoOverlap
    | CaughtUp
    | Initialled
    | Agreed
    | Ended
)

OUTCOMES: dict[str, type[Outcome]] = {cls.kind: cls for cls in get_args(Outcome)}
"""The kinds of outcome by the word that names them."""


def _as_points(value: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise AccordError("The points by which a walk-away value moves must be a number.")
    return float(value)


def _as_value_points(values: Mapping[Any, Any]) -> ValuePoints:
    """Return points by issue and option as they are held."""
    if not isinstance(values, Mapping):
        raise AccordError("Points that are added to values must be named by issue and option.")
    found: dict[str, frozendict[str, float]] = {}
    for issue, options in values.items():
        if not isinstance(issue, str) or not isinstance(options, Mapping):
            raise AccordError("Points that are added to values must be named by option.")
        for option, by in options.items():
            if not isinstance(option, str):
                raise AccordError("An option whose value moves must be named by its id.")
            if isinstance(by, bool) or not isinstance(by, int | float):
                raise AccordError("The points by which a value moves must be a number.")
        found[issue] = frozendict({option: float(by) for option, by in options.items()})
    check_whole(held_values := frozendict(found))
    return held_values


def _as_red_lines(lines: Iterable[Exclusion]) -> tuple[Exclusion, ...]:
    """Return red lines as they are held."""
    if not isinstance(lines, Iterable):
        raise AccordError("Red lines must be a list, even where it is one.")
    found = tuple(lines)
    if not all(isinstance(one, Exclusion) for one in found):
        raise AccordError("A red line must name the options that are refused, by issue.")
    check_whole(found)
    return found


@frozen(kw_only=True, field_transformer=held)
class WalkAwayMoved:
    """Something outside the room moved what no deal is worth to a party.

    Only its own side hears it.

    Attributes:
        party: The party.
        by: The points that are added to its walk-away value; below 0, no deal is worse now.
        why: What happened, in words.
    """

    kind: ClassVar[str] = "walk-away-moved"
    party: str
    by: float = field(converter=_as_points)
    why: str = ""


@frozen(kw_only=True, field_transformer=held)
class MandateMoved:
    """A capital that has no seat at the table gave its delegation another mandate.

    Only its own side hears it.

    Attributes:
        party: The party.
        mandate: The options it may agree to, by issue; the old mandate is void.
        why: What happened, in words.
    """

    kind: ClassVar[str] = "mandate-moved"
    party: str
    mandate: Mandate = field(converter=as_mandate)
    why: str = ""


@frozen(kw_only=True, field_transformer=held)
class ValuesMoved:
    """Something outside the room moved what options are worth to a party.

    Only its own side hears it.

    Attributes:
        party: The party.
        values: The points that are added to what an option is worth on its issue, by issue and
            option; on the scale of the values, where 100 is the best option of the issue.
        why: What happened, in words.
    """

    kind: ClassVar[str] = "values-moved"
    party: str
    values: ValuePoints = field(converter=_as_value_points)
    why: str = ""

    def added_to(
        self, moved: frozendict[str, InterestsMoved]
    ) -> frozendict[str, InterestsMoved]:
        """Return what has moved of each party once this has happened, too."""
        before = moved.get(self.party, NOTHING_MOVED)
        return moved.set(self.party, before.with_values(self.values))


@frozen(kw_only=True, field_transformer=held)
class RedLinesMoved:
    """Something outside the room moved what a party refuses whatever else it gets.

    Only its own side hears it.

    Attributes:
        party: The party.
        added: The red lines that it draws now; one takes the place of that of the same id.
        dropped: The ids of those that it draws no longer.
        why: What happened, in words.
    """

    kind: ClassVar[str] = "red-lines-moved"
    party: str
    added: tuple[Exclusion, ...] = field(default=(), converter=_as_red_lines)
    dropped: tuple[str, ...] = ()
    why: str = ""

    def added_to(
        self, moved: frozendict[str, InterestsMoved]
    ) -> frozendict[str, InterestsMoved]:
        """Return what has moved of each party once this has happened, too."""
        before = moved.get(self.party, NOTHING_MOVED)
        return moved.set(self.party, before.with_red_lines(self.added, self.dropped))


@frozen(kw_only=True, field_transformer=held)
class DeadlinePassed:
    """A deadline passed that somebody had set. Everybody is told; what follows they decide.

    Attributes:
        why: Whose deadline it was, and for what, in words.
    """

    kind: ClassVar[str] = "deadline-passed"
    why: str = ""


@frozen(kw_only=True, field_transformer=held)
class News:
    """Something that happened outside the room becomes known at the table.

    It may be told to some alone; nobody else hears that there was anything.

    Attributes:
        text: What happened, or what is said, in words.
        source: Who says so; empty where nobody is named.
        to: Who alone hears it: parties, or others who sit there; nobody named: everybody does.
    """

    kind: ClassVar[str] = "news"
    text: str
    source: str = ""
    to: tuple[str, ...] = ()


Happening = WalkAwayMoved | MandateMoved | ValuesMoved | RedLinesMoved | DeadlinePassed | News

HAPPENINGS: dict[str, type[Happening]] = {cls.kind: cls for cls in get_args(Happening)}
"""The kinds of what happens outside the room, by the word that names them."""


@frozen(slots=False)
class Event:
    """One thing that happened at the table.

    Attributes:
        number: Its place in the log, from 1; in a view, among what the seat has heard.
        round: The round in which it happened, from 1.
        session: The session in which it happened, from 1.
        seat: Who moved; empty for what follows by the rules, or happens outside the room.
        what: The move, the outcome, or what happened outside.
        heard: The ears that hear it (see `Seat.ear`); nobody named: all do.
    """

    number: int
    round: int
    session: int
    seat: str
    what: Move | Outcome | Happening
    heard: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """Return the word for what happened."""
        return self.what.kind
