"""What a seat can do: one frozen class for each kind of move."""

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar, get_args

from attrs import field, frozen
from frozendict import frozendict

from accord.model import Exclusion, Issue, Option

Options = frozendict[str, str]
"""One option for some or all issues."""
Mandate = frozendict[str, tuple[str, ...]]
"""The options a delegation may agree to without asking, by issue; others are left to it."""
FULL_POWERS = Mandate()
"""What a delegation without a mandate may agree to: anything."""


def as_options(deal: Mapping[str, str]) -> Options:
    """Return one option for some or all issues as they are held."""
    return deal if isinstance(deal, frozendict) else frozendict(deal)


def as_mandate(options: Mapping[str, tuple[str, ...]]) -> Mandate:
    """Return options by issue as a mandate."""
    return frozendict(options)


@frozen(kw_only=True, slots=False)
class Propose:
    """Offer a deal, or a part of one.

    Attributes:
        deal: The options proposed, by issue.
        text: The proposal in words.
        ad_referendum: For a delegation: subject to its capital.
        final: For a mediator's text: put to the vote.
        to: Seats or parties that alone are to hear it; nobody named: everybody hears it.
        id: What it is called at the table, which names it.
        entry: Id of the record's entry that it stands for.
    """

    kind: ClassVar[str] = "propose"
    deal: Options = field(converter=as_options)
    text: str = ""
    ad_referendum: bool = False
    final: bool = False
    to: tuple[str, ...] = ()
    id: str = ""
    entry: str = ""


@frozen(kw_only=True, slots=False)
class Accept:
    """Accept a proposal, or issues of it.

    Attributes:
        proposal: Its id; nothing for the one there is to answer.
        issues: The issues accepted; none named: all of it.
        ad_referendum: Subject to the capital.
        also: Under sealed proposals: ids of further proposals accepted in the same breath.
        entry: Id of the record's entry that it stands for.
    """

    kind: ClassVar[str] = "accept"
    proposal: str = ""
    issues: tuple[str, ...] = ()
    ad_referendum: bool = False
    also: tuple[str, ...] = ()
    entry: str = ""


@frozen(kw_only=True, slots=False)
class Reject:
    """Reject a proposal.

    Attributes:
        proposal: Its id; nothing for the one there is to answer.
        reason: Why, in words.
        rather: The options that would be liked better, by issue.
        entry: Id of the record's entry that it stands for.
    """

    kind: ClassVar[str] = "reject"
    proposal: str = ""
    reason: str = ""
    rather: Mandate = field(default=frozendict(), converter=as_mandate)
    entry: str = ""


class Carriage(StrEnum):
    """How a mediator may carry a note to another party, by consent of who gave it."""

    NO = "no"
    AS_MINE = "as-mine"
    AS_YOURS = "as-yours"
    AS_A_QUESTION = "as-a-question"


@frozen(kw_only=True, slots=False)
class State:
    """Make a statement.

    Attributes:
        text: The statement.
        to: Seats or parties that alone are to hear it; nobody named: everybody hears it.
        carriage: For a delegation, of what it says to the mediator alone: whether and how that
            may be carried to others: as its own words, as the mediator's, as a question of the
            mediator's, or not at all.
        id: Of a note that may be carried: what it is called, which the table says.
        entry: Id of the record's entry that it stands for.
    """

    kind: ClassVar[str] = "state"
    text: str
    to: tuple[str, ...] = ()
    carriage: Carriage = Carriage.NO
    id: str = ""
    entry: str = ""


@frozen(kw_only=True, slots=False)
class Carry:
    """As a mediator: carry a note to others, as who gave it lets it be carried.

    Attributes:
        note: The id of the note; only the mediator knows it.
        to: The parties that are to hear it.
        text: What the note says; the table says it.
        of: The party whose words they are; empty where they are the mediator's.
        question: Whether it is asked, not said.
    """

    kind: ClassVar[str] = "carry"
    note: str
    to: tuple[str, ...]
    text: str = ""
    of: str = ""
    question: bool = False


@frozen(kw_only=True, slots=False)
class Recess:
    """Ask for a recess; the table rises at once.

    Attributes:
        text: Why, or until when.
        ends_round: On the open floor and in shuttle talks: the round ends with it.
        entry: Id of the record's entry that it stands for.
    """

    kind: ClassVar[str] = "recess"
    text: str = ""
    ends_round: bool = False
    entry: str = ""


@frozen(kw_only=True, slots=False)
class Resume:
    """End a recess or a caucus.

    Attributes:
        entry: Id of the record's entry that it stands for.
    """

    kind: ClassVar[str] = "resume"
    entry: str = ""


@frozen(kw_only=True, slots=False)
class Retract:
    """Take back a proposal of one's own that is open.

    Attributes:
        proposal: Its id at the table; empty for the one made last.
        reason: Why, in words.
    """

    kind: ClassVar[str] = "retract"
    proposal: str = ""
    reason: str = ""


@frozen(kw_only=True, slots=False)
class Suggest:
    """As a mediator or a host: suggest a deal, or a part of one, under any rules.

    It waits for the delegations, whose turn it does not touch: once all consent, it is agreed.

    Attributes:
        deal: The options suggested, by issue.
        text: In words.
    """

    kind: ClassVar[str] = "suggest"
    deal: Options = field(converter=as_options)
    text: str = ""


@frozen(kw_only=True, slots=False)
class Settle:
    """Move that issues are settled and set aside, while the others go on.

    Attributes:
        options: How they are settled.
        text: In words.
        ad_referendum: For a delegation: subject to its capital.
    """

    kind: ClassVar[str] = "settle"
    options: Options = field(converter=as_options)
    text: str = ""
    ad_referendum: bool = False


@frozen(kw_only=True, slots=False)
class Communique:
    """Draft a joint communiqué or an agreed minute: once all in the room consent, it is joint.

    It is in words, and settles nothing.

    Attributes:
        text: What all are to say together.
    """

    kind: ClassVar[str] = "communique"
    text: str


@frozen(kw_only=True, slots=False)
class Amend:
    """Move that the agenda be changed: one thing is added, put anew or dropped.

    Attributes:
        issue: An issue to add, or to put in the place of the one with its id.
        option: An option to add to the issue `on`, or to put in the place of the one with its
            id.
        on: The issue that an option is added to or dropped from.
        constraint: A constraint to add, or to put in the place of the one with its id.
        drop: Id of what is dropped: an option of the issue `on`, or else an issue or a
            constraint.
        text: Why, in words.
    """

    kind: ClassVar[str] = "amend"
    issue: Issue | None = None
    option: Option | None = None
    on: str = ""
    constraint: Exclusion | None = None
    drop: str = ""
    text: str = ""


@frozen(kw_only=True, slots=False)
class Consent:
    """Agree to what was moved or suggested.

    Attributes:
        motion: Its number; None for the last one that one has not consented to.
        ad_referendum: Subject to the capital.
    """

    kind: ClassVar[str] = "consent"
    motion: int | None = None
    ad_referendum: bool = False


@frozen(kw_only=True, slots=False)
class Object:
    """Object to what was moved or suggested, or withdraw what one has moved: it falls.

    Attributes:
        motion: Its number; None for the last one.
        reason: Why, in words.
    """

    kind: ClassVar[str] = "object"
    motion: int | None = None
    reason: str = ""


@frozen(kw_only=True, slots=False)
class Caucus:
    """Go aside: a party with the mediator.

    Attributes:
        party: The party.
    """

    kind: ClassVar[str] = "caucus"
    party: str


@frozen(kw_only=True, slots=False)
class Refer:
    """Ask the principal in the capital about a proposal.

    Attributes:
        proposal: Its id; nothing for the one there is to answer.
        text: What the delegation writes; only its own side hears it.
        entry: Id of the record's entry that it stands for.
    """

    kind: ClassVar[str] = "refer"
    proposal: str = ""
    text: str = ""
    entry: str = ""


@frozen(kw_only=True, slots=False)
class Instruct:
    """As a principal: give the delegation a new mandate. Only its own side hears it.

    Attributes:
        mandate: The options it may agree to without asking, by issue; the old mandate is void.
        text: The instruction in words.
        entry: Id of the record's entry that it stands for.
    """

    kind: ClassVar[str] = "instruct"
    mandate: Mandate = field(converter=as_mandate)
    text: str = ""
    entry: str = ""


@frozen(kw_only=True, slots=False)
class Ratify:
    """As a principal: approve what was agreed ad referendum.

    Attributes:
        text: In words.
    """

    kind: ClassVar[str] = "ratify"
    text: str = ""


@frozen(kw_only=True, slots=False)
class Refuse:
    """As a principal: turn down what was agreed ad referendum.

    Attributes:
        reason: Why, in words.
    """

    kind: ClassVar[str] = "refuse"
    reason: str = ""


@frozen(kw_only=True, slots=False)
class Adjourn:
    """Adjourn the talks without a date; they are taken up again, or closed.

    Attributes:
        reason: Why, in words.
    """

    kind: ClassVar[str] = "adjourn"
    reason: str = ""


@frozen(kw_only=True, slots=False)
class WalkOut:
    """Walk out, perhaps to come back; the others may go on, and agree among themselves.

    What was proposed and moved is no longer open, since it was put to others.

    Attributes:
        reason: Why, in words.
    """

    kind: ClassVar[str] = "walk-out"
    reason: str = ""


@frozen(kw_only=True, slots=False)
class Join:
    """Take one's place at the table: late, or again.

    Attributes:
        text: In words.
    """

    kind: ClassVar[str] = "join"
    text: str = ""


@frozen(kw_only=True, slots=False)
class Withdraw:
    """Leave the table for good, which ends the talks.

    Attributes:
        reason: Why, in words.
    """

    kind: ClassVar[str] = "withdraw"
    reason: str = ""


@frozen(kw_only=True, slots=False)
class Close:
    """Close the talks without a deal.

    Attributes:
        reason: Why, in words.
    """

    kind: ClassVar[str] = "close"
    reason: str = ""


Move = (
    Propose
    | Accept
    | Reject
    | State
    | Carry
    | Recess
    | Resume
    | Retract
    | Suggest
    | Settle
    | Communique
    | Amend
    | Consent
    | Object
    | Caucus
    | Refer
    | Instruct
    | Ratify
    | Refuse
    | Adjourn
    | WalkOut
    | Join
    | Withdraw
    | Close
)

MOTIONS = (Suggest, Settle, Communique, Amend)
"""The kinds of move that take effect once all delegations consent."""

Moved = Suggest | Settle | Communique | Amend

MOVES: dict[str, type[Move]] = {cls.kind: cls for cls in get_args(Move)}
"""The kinds of move by the word that names them."""
