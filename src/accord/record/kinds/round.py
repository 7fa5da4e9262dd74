"""A round of talks."""

from attrs import frozen

from accord.model.refs import PlanId
from accord.record.meeting import Meeting


@frozen(kw_only=True)
class Round(Meeting):
    """A round of talks that was held.

    Attributes:
        plan: Id of the announced round that this was.
    """

    kind = "round"
    order = 1
    plan: PlanId = ""
