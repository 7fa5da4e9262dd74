"""The rules of a table as a value: limits, and facts about what a rule set is like."""

from enum import StrEnum
from typing import ClassVar

from attrs import field, frozen, validators

from accord.talks.seats import Role


class AmendedBy(StrEnum):
    """Who changes the agenda at the table; where all do, each change is moved and consented."""

    ALL = "all"
    CHAIR = "chair"
    MEDIATOR = "mediator"
    NOBODY = "nobody"


_limit = validators.optional(validators.ge(1))


@frozen(kw_only=True, slots=False)
class Rules:
    """The rules of the table, as a value; its `Procedure` says how talks go under them.

    What a rule set is like is said by facts, which hold for every table that goes by it:
    programs and pages go by these, never by which rule set it is.

    Attributes:
        rounds: The talks end after so many rounds; None for no limit.
        sessions: The talks end after so many sessions; None for no limit.
        moves: The talks end after so many moves; None for no limit.
        binding_issues: Whether an issue on which all agree is settled. If not, nothing is
            agreed until everything is agreed.
        amended_by: Who may change the agenda: all together, the chair (mediator or host), the
            mediator alone, or nobody.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    needs_mediator: ClassVar[bool] = False
    in_order: ClassVar[bool] = False
    """Whether the seats whose move is awaited move one after the other."""
    takes_turns: ClassVar[bool] = True
    """Whether a delegation that has asked its capital waits for the answer."""
    chair_ends_rounds: ClassVar[bool] = False
    """Whether a round ends by a recess that says so, and not by itself."""
    parts: ClassVar[bool] = True
    """Whether a part of a proposal can be accepted."""
    words: ClassVar[bool] = True
    """Whether a proposal can be put in words only."""
    votes: ClassVar[bool] = False
    """Whether a text can be put to the vote."""
    chosen_ears: ClassVar[frozenset[Role]] = frozenset()
    """Who may say which seats alone are to hear a proposal."""
    all_answer: ClassVar[bool] = False
    """Whether every offer is answered by all the others before the next one is made."""
    refuser_offers: ClassVar[bool] = False
    """Whether a delegation that does not accept an offer makes one in its place."""
    simultaneous: ClassVar[bool] = False
    """Whether all delegations propose before anybody answers."""
    several_open: ClassVar[bool] = False
    """Whether several proposals may await an answer at the same time."""
    several_accepted: ClassVar[bool] = False
    """Whether several proposals may be accepted in one move."""
    secret_answers: ClassVar[bool] = False
    """Whether nobody else hears what a delegation answers."""

    rounds: int | None = field(default=None, validator=_limit)
    sessions: int | None = field(default=None, validator=_limit)
    moves: int | None = field(default=None, validator=_limit)
    binding_issues: bool = False
    amended_by: AmendedBy = AmendedBy.ALL

    @property
    def in_short(self) -> str:
        """Who moves when, what can be done and how it ends, for those who sit down to it."""
        return ""

    @property
    def unseen(self) -> bool:
        """Whether a proposal is never shown to those who are to accept it."""
        return False

    def most_moves(self, sides: int) -> tuple[int, int]:
        """Return how many moves come before the first round, and the most that a round has.

        Statements, words with a capital and the like are not among them.

        Args:
            sides: How many delegations sit.
        """
        return 0, sides + self.needs_mediator
