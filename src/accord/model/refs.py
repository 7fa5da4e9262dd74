"""Types of ids: an annotation says what a text refers to, and the checker follows it."""

from typing import Annotated

from attrs import frozen
from frozendict import frozendict


@frozen
class Ref:
    """Marks a field as naming something declared elsewhere.

    Attributes:
        to: What it names, such as `party` or `issue`.
    """

    to: str


PartyId = Annotated[str, Ref("party")]
PersonId = Annotated[str, Ref("person")]
SpeakerId = Annotated[str, Ref("speaker")]
"""A party, an actor or a person."""
ActorId = Annotated[str, Ref("actor")]
"""A party or an actor."""
VenueId = Annotated[str, Ref("venue")]
IssueId = Annotated[str, Ref("issue")]
SourceId = Annotated[str, Ref("source")]
OutletId = Annotated[str, Ref("outlet")]
EntryId = Annotated[str, Ref("entry")]
MeetingId = Annotated[str, Ref("meeting")]
"""A round or a session in the record."""
ProposalId = Annotated[str, Ref("proposal")]
PlanId = Annotated[str, Ref("plan")]
"""A round announced in the process."""
Combination = Annotated[frozendict[str, tuple[str, ...]], Ref("combination")]
"""Options by issue; several options of one issue are alternatives."""
Options = Annotated[frozendict[str, str], Ref("options")]
"""One option for some or all issues."""
