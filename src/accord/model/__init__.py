"""Frozen values: the agenda and the process (public), interests (private), ranges and dates."""

from accord.model.actor_role import ActorRole, OutsideRole
from accord.model.agenda import MOST_OPTIONS, Agenda, Deal, Exclusion, Issue, Norm, Option
from accord.model.assumption import Assumption
from accord.model.checklist_line import ChecklistLine
from accord.model.decision_rule import DecisionRule
from accord.model.interests import (
    Interaction,
    Interests,
    IssueInterest,
    Perspective,
    Scale,
    gaps,
    in_words,
    latest,
    marked,
    marked_otherwise,
    perspectives,
    valued,
)
from accord.model.interests_moved import NOTHING_MOVED, InterestsMoved, ValuePoints
from accord.model.judgement import Judgement, Would
from accord.model.marks import HowKnown, Mark, Marked
from accord.model.process import (
    Actor,
    Delegation,
    Party,
    Person,
    PlannedRound,
    Process,
    Ratifies,
    Venue,
)
from accord.model.refs import ID_RULE, LONGEST, NAME_RULE, is_id, is_name
from accord.model.tier import AT_THE_TABLE, MEDIATOR, PUBLIC, TABLE, Reader, tiers
from accord.model.values import Amount, Precision, Range, Span, When, number_text
from accord.model.voices import Voice, VoiceMark, joined, voices

__all__ = [
    "AT_THE_TABLE",
    "ID_RULE",
    "LONGEST",
    "MEDIATOR",
    "MOST_OPTIONS",
    "NAME_RULE",
    "NOTHING_MOVED",
    "PUBLIC",
    "TABLE",
    "Actor",
    "ActorRole",
    "Agenda",
    "Amount",
    "Assumption",
    "ChecklistLine",
    "Deal",
    "DecisionRule",
    "Delegation",
    "Exclusion",
    "HowKnown",
    "Interaction",
    "Interests",
    "InterestsMoved",
    "Issue",
    "IssueInterest",
    "Judgement",
    "Mark",
    "Marked",
    "Norm",
    "Option",
    "OutsideRole",
    "Party",
    "Person",
    "Perspective",
    "PlannedRound",
    "Precision",
    "Process",
    "Range",
    "Ratifies",
    "Reader",
    "Scale",
    "Span",
    "ValuePoints",
    "Venue",
    "Voice",
    "VoiceMark",
    "When",
    "Would",
    "gaps",
    "in_words",
    "is_id",
    "is_name",
    "joined",
    "latest",
    "marked",
    "marked_otherwise",
    "number_text",
    "perspectives",
    "tiers",
    "valued",
    "voices",
]
