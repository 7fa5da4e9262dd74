"""What a seat can do: one frozen class for each kind of move.

A move may be built from what a browser sends, so every field holds what its type says, or is
refused in a sentence.
"""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import partial
from typing import Any, ClassVar, get_args

from attrs import Attribute, field, fields, frozen, has
from frozendict import frozendict

from accord.errors import AccordError
from accord.model import Exclusion, Issue, Option

Options = frozendict[str, str]
"""One option for some or all issues."""
Mandate = frozendict[str, tuple[str, ...]]
"""The options a delegation may agree to without asking, by issue; others are left to it."""
FULL_POWERS = Mandate()
"""What a delegation without a mandate may agree to: anything."""


def as_options(deal: Mapping[str, str]) -> Options:
    """Return one option for some or all issues as they are held."""
    if isinstance(deal, frozendict):
        return deal
    if not isinstance(deal, Mapping):
        raise AccordError("A deal must name one option by issue.")
    if not all(isinstance(one, str) for pair in deal.items() for one in pair):
        raise AccordError("A deal must name one option by issue, each by its id.")
    return frozendict(deal)


def as_mandate(options: Mapping[str, Iterable[str]]) -> Mandate:
    """Return options by issue as a mandate."""
    if not isinstance(options, Mapping):
        raise AccordError("A mandate must name lists of options by issue.")
    return frozendict({_as_text("an issue", i): as_texts(o) for i, o in options.items()})


def _as_text(name: str, value: str) -> str:
    """Return a text, if it is one that can be written."""
    if not isinstance(value, str):
        raise AccordError(f"'{name}' must be a text.")
    if not value.isascii():
        check_whole(value)
    return value


def as_texts(named: Iterable[str]) -> tuple[str, ...]:
    """Return names as they are held, each once."""
    if isinstance(named, str | Mapping) or not isinstance(named, Iterable):
        raise AccordError("Names must be a list, even where it is one name.")
    return tuple(dict.fromkeys([_as_text("a name in a list", one) for one in named]))


def _as_flag(name: str, value: bool) -> bool:
    if not isinstance(value, bool):
        raise AccordError(f"'{name}' must be true or false.")
    return value


def _as_number(name: str, value: int | None) -> int | None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
        raise AccordError(f"'{name}' must be a whole number.")
    return value


def _as_part(kind: type, name: str, value: Any) -> Any:
    if value is not None and not isinstance(value, kind):
        raise AccordError(f"'{name}' must be an {kind.__name__}.")
    check_whole(value)
    return value


def check_whole(value: Any) -> None:
    """Refuse half a character (a lone surrogate), which no log can hold."""
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            said = "A text holds half a character, which cannot be written."
            raise AccordError(said) from None
    elif isinstance(value, Mapping):
        for pair in value.items():
            check_whole(pair)
    elif isinstance(value, tuple):
        for one in value:
            check_whole(one)
    elif has(type(value)):
        for one in fields(type(value)):
            check_whole(getattr(value, one.name))


_HELD: dict[Any, Callable[..., Any]] = {
    str: _as_text,
    bool: _as_flag,
    int | None: _as_number,
    Issue | None: partial(_as_part, Issue),
    Option | None: partial(_as_part, Option),
    Exclusion | None: partial(_as_part, Exclusion),
}
"""What turns a value into what a field of a type holds, given its name first, or refuses it."""


def held(cls: type, found: "list[Attribute[Any]]") -> "list[Attribute[Any]]":
    """Let the fields of a class hold what their types say, where they have no converter."""
    return [
        one
        if one.converter is not None
        else one.evolve(converter=as_texts)
        if one.type == tuple[str, ...]
        else one.evolve(converter=partial(_HELD[one.type], one.name))
        for one in found
    ]


@frozen(kw_only=True, slots=False, field_transformer=held)
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
    deal: Options = field(default=frozendict(), converter=as_options)
    text: str = ""
    ad_referendum: bool = False
    final: bool = False
    to: tuple[str, ...] = ()
    id: str = ""
    entry: str = ""


@frozen(kw_only=True, slots=False, field_transformer=held)
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


@frozen(kw_only=True, slots=False, field_transformer=held)
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


def _as_carriage(how: Carriage | str) -> Carriage:
    try:
        return Carriage(how)
    except ValueError:
        ways = ", ".join(Carriage)
        raise AccordError(f"How a note may be carried must be one of {ways}.") from None


@frozen(kw_only=True, slots=False, field_transformer=held)
class State:
    """Make a statement.

    In a caucus nothing is proposed: what one could agree to is said there, and may be carried.

    Attributes:
        text: The statement.
        deal: The options that it names, by issue; naming them proposes nothing.
        to: Seats or parties that alone are to hear it; nobody named: everybody hears it.
        carriage: For a delegation, of what it says to the mediator alone: whether and how that
            may be carried to others: as its own words, as the mediator's, as a question of the
            mediator's, or not at all.
        question: Whether it is asked, not said.
        id: Of a note that may be carried: what it is called, which the table says.
        entry: Id of the record's entry that it stands for.
    """

    kind: ClassVar[str] = "state"
    text: str = ""
    deal: Options = field(default=frozendict(), converter=as_options)
    to: tuple[str, ...] = ()
    carriage: Carriage = field(default=Carriage.NO, converter=_as_carriage)
    question: bool = False
    id: str = ""
    entry: str = ""


@frozen(kw_only=True, slots=False, field_transformer=held)
class Carry:
    """As a mediator: carry a note to others, as who gave it lets it be carried.

    They may be in the room or out of it.

    Attributes:
        note: The id of the note; only the mediator knows it.
        to: The parties that are to hear it.
        text: What the note says; the table says it.
        deal: The options that it names; the table says them.
        of: The party whose words they are; empty where they are the mediator's.
        question: Whether it is asked, not said.
    """

    kind: ClassVar[str] = "carry"
    note: str
    to: tuple[str, ...]
    text: str = ""
    deal: Options = field(default=frozendict(), converter=as_options)
    of: str = ""
    question: bool = False


@frozen(kw_only=True, slots=False, field_transformer=held)
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


@frozen(kw_only=True, slots=False, field_transformer=held)
class Resume:
    """End a recess or a caucus.

    Attributes:
        entry: Id of the record's entry that it stands for.
    """

    kind: ClassVar[str] = "resume"
    entry: str = ""


@frozen(kw_only=True, slots=False, field_transformer=held)
class Retract:
    """Take back a proposal of one's own that is open.

    Attributes:
        proposal: Its id at the table; empty for the one made last.
        reason: Why, in words.
    """

    kind: ClassVar[str] = "retract"
    proposal: str = ""
    reason: str = ""


@frozen(kw_only=True, slots=False, field_transformer=held)
class Suggest:
    """As a mediator or a host: suggest a deal, or a part of one, under any rules.

    It waits for the delegations, whose turn it does not touch: once all consent, it is agreed.

    Attributes:
        deal: The options suggested, by issue.
        text: In words.
        motion: Its number among the motions, which the table says.
    """

    kind: ClassVar[str] = "suggest"
    deal: Options = field(converter=as_options)
    text: str = ""
    motion: int | None = None


@frozen(kw_only=True, slots=False, field_transformer=held)
class Settle:
    """Move that issues are settled and set aside, while the others go on.

    Attributes:
        options: How they are settled.
        text: In words.
        ad_referendum: For a delegation: subject to its capital.
        motion: Its number among the motions, which the table says.
    """

    kind: ClassVar[str] = "settle"
    options: Options = field(converter=as_options)
    text: str = ""
    ad_referendum: bool = False
    motion: int | None = None


@frozen(kw_only=True, slots=False, field_transformer=held)
class Reopen:
    """Move that settled issues be open again; the rules then begin anew.

    Attributes:
        issues: The issues.
        text: Why, in words.
        motion: Its number among the motions, which the table says.
    """

    kind: ClassVar[str] = "reopen"
    issues: tuple[str, ...]
    text: str = ""
    motion: int | None = None


@frozen(kw_only=True, slots=False, field_transformer=held)
class Communique:
    """Draft a joint communiqué or an agreed minute: once all in the room consent, it is joint.

    It is in words, and settles nothing.

    Attributes:
        text: What all are to say together.
        motion: Its number among the motions, which the table says.
    """

    kind: ClassVar[str] = "communique"
    text: str
    motion: int | None = None


@frozen(kw_only=True, slots=False, field_transformer=held)
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
        motion: Its number among the motions, which the table says.
    """

    kind: ClassVar[str] = "amend"
    issue: Issue | None = None
    option: Option | None = None
    on: str = ""
    constraint: Exclusion | None = None
    drop: str = ""
    text: str = ""
    motion: int | None = None


@frozen(kw_only=True, slots=False, field_transformer=held)
class Consent:
    """Agree to what was moved or suggested.

    Attributes:
        motion: Its number; None for the last one that one has not consented to.
        ad_referendum: Subject to the capital.
    """

    kind: ClassVar[str] = "consent"
    motion: int | None = None
    ad_referendum: bool = False


@frozen(kw_only=True, slots=False, field_transformer=held)
class Object:
    """Object to what was moved or suggested, or withdraw what one has moved: it falls.

    Attributes:
        motion: Its number; None for the last one.
        reason: Why, in words.
    """

    kind: ClassVar[str] = "object"
    motion: int | None = None
    reason: str = ""


@frozen(kw_only=True, slots=False, field_transformer=held)
class Caucus:
    """Go aside: a party with the mediator.

    Attributes:
        party: The party.
    """

    kind: ClassVar[str] = "caucus"
    party: str


@frozen(kw_only=True, slots=False, field_transformer=held)
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


@frozen(kw_only=True, slots=False, field_transformer=held)
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


@frozen(kw_only=True, slots=False, field_transformer=held)
class Ratify:
    """As a principal: approve what was agreed ad referendum.

    Attributes:
        text: In words.
    """

    kind: ClassVar[str] = "ratify"
    text: str = ""


@frozen(kw_only=True, slots=False, field_transformer=held)
class Refuse:
    """As a principal: turn down what was agreed ad referendum.

    Attributes:
        reason: Why, in words.
    """

    kind: ClassVar[str] = "refuse"
    reason: str = ""


@frozen(kw_only=True, slots=False, field_transformer=held)
class Adjourn:
    """Adjourn the talks without a date; they are taken up again, or closed.

    Attributes:
        reason: Why, in words.
    """

    kind: ClassVar[str] = "adjourn"
    reason: str = ""


@frozen(kw_only=True, slots=False, field_transformer=held)
class WalkOut:
    """Walk out, perhaps to come back; the others may go on, and agree among themselves.

    What was proposed and moved is no longer open, since it was put to others.

    Attributes:
        reason: Why, in words.
    """

    kind: ClassVar[str] = "walk-out"
    reason: str = ""


@frozen(kw_only=True, slots=False, field_transformer=held)
class Join:
    """Take one's place at the table: late, or again.

    Attributes:
        text: In words.
    """

    kind: ClassVar[str] = "join"
    text: str = ""


@frozen(kw_only=True, slots=False, field_transformer=held)
class Withdraw:
    """Withdraw from the talks for good, which ends them.

    Attributes:
        reason: Why, in words.
    """

    kind: ClassVar[str] = "withdraw"
    reason: str = ""


@frozen(kw_only=True, slots=False, field_transformer=held)
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
    | Reopen
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

MOTIONS = (Suggest, Settle, Reopen, Communique, Amend)
"""The kinds of move that take effect once all delegations consent."""

Moved = Suggest | Settle | Reopen | Communique | Amend

MOVES: dict[str, type[Move]] = {cls.kind: cls for cls in get_args(Move)}
"""The kinds of move by the word that names them."""
