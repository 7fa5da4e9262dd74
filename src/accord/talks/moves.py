"""What a seat can do: one frozen class for each kind of move."""

from collections.abc import Mapping
from typing import ClassVar, get_args

from attrs import field, frozen
from frozendict import frozendict

Options = frozendict[str, str]
"""One option for some or all issues."""
Mandate = frozendict[str, tuple[str, ...]]
"""The options a delegation may agree to without asking, by issue; others are left to it."""
FULL_POWERS = Mandate()
"""What a delegation without a mandate may agree to: anything."""


def _options(deal: Mapping[str, str]) -> Options:
    return deal if isinstance(deal, frozendict) else frozendict(deal)


def as_mandate(options: Mapping[str, tuple[str, ...]]) -> Mandate:
    """Give options by issue as a mandate."""
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
    deal: Options = field(converter=_options)
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


@frozen(kw_only=True, slots=False)
class State:
    """Make a statement.

    Attributes:
        text: The statement.
        to: Seats or parties that alone are to hear it; nobody named: everybody hears it.
        entry: Id of the record's entry that it stands for.
    """

    kind: ClassVar[str] = "state"
    text: str
    to: tuple[str, ...] = ()
    entry: str = ""


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
    | Recess
    | Resume
    | Caucus
    | Refer
    | Instruct
    | Ratify
    | Refuse
    | Withdraw
    | Close
)

MOVES: dict[str, type[Move]] = {cls.kind: cls for cls in get_args(Move)}
"""The kinds of move by the word that names them."""
