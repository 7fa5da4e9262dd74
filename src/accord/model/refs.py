"""Types of ids: an annotation says what a text refers to, and the checker follows it."""

import re
from typing import Annotated

from attrs import frozen
from frozendict import frozendict

LONGEST = 100
"""The most characters that an id, a number or a date may have."""

ID_RULE = "use letters, digits, hyphens and dots, no spaces"
NAME_RULE = f"use 1 to {LONGEST} characters, no line break, no tab, no space at either end"
"""What an id, and a name that may be one, must be like, for sentences."""

_ID = re.compile(r"[\w.-]+")


def is_id(text: str) -> bool:
    """Whether a text can be an id: letters, digits, dots, hyphens, underscores."""
    return _ID.fullmatch(text) is not None


def is_name(text: str) -> bool:
    """Whether a text can be the id of a party, an issue, an option or a file."""
    return 0 < len(text) <= LONGEST and text.isprintable() and text == text.strip()


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
TierId = Annotated[str, Ref("tier")]
"""Some of those who read: see `accord.model.tier`."""
Combination = Annotated[frozendict[str, tuple[str, ...]], Ref("combination")]
"""Options by issue; several options of one issue are alternatives."""
Scope = Annotated[frozendict[str, tuple[str, ...]], Ref("scope")]
"""Options by issue; of an issue without any, all of them."""
Options = Annotated[frozendict[str, str], Ref("options")]
"""One option for some or all issues."""
Terms = Annotated[str | frozendict[str, str], Ref("terms")]
"""What was agreed: words, or options by issue, with any words under `words`."""
Package = Annotated[str | frozendict[str, str], Ref("package")]
"""Options that stand or fall as one: by issue, or the id of the proposal that has them."""
BodyId = Annotated[str, Ref("body")]
"""A party, an actor or a person; or words for who decides, such as parliament."""
