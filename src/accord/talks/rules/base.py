"""What all rule sets have in common: limits, and who may do what in which step."""

from typing import ClassVar

from attrs import field, frozen, validators

_limit = validators.optional(validators.ge(1))


@frozen(kw_only=True, slots=False)
class Rules:
    """The rules of the table, as a value.

    Attributes:
        rounds: The talks end after so many rounds; None for no limit.
        sessions: The talks end after so many sessions; None for no limit.
        moves: The talks end after so many moves; None for no limit.
        binding_issues: Whether an issue on which all agree is settled. If not, nothing is
            agreed until everything is agreed.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    needs_mediator: ClassVar[bool] = False

    rounds: int | None = field(default=None, validator=_limit)
    sessions: int | None = field(default=None, validator=_limit)
    moves: int | None = field(default=None, validator=_limit)
    binding_issues: bool = False
