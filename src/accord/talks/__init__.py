"""The table: moves in, events out. No clock, no chance, no input or output."""

from accord.talks.audit import audit
from accord.talks.chair import Call, calls, consulted
from accord.talks.decide import after, decide
from accord.talks.events import (
    HAPPENINGS,
    OUTCOMES,
    Agreed,
    Carried,
    CommonGround,
    Ended,
    EndedBy,
    Event,
    Happening,
    Initialled,
    MandateMoved,
    NoOverlap,
    Opened,
    Outcome,
    Revealed,
    SealedProposal,
    WalkAwayMoved,
    WordsAgreed,
)
from accord.talks.evolve import evolve, open_table, replay
from accord.talks.from_record import Replayed, ReplayedEntry, from_record, seated
from accord.talks.hearing import known_moves
from accord.talks.log import VERSION, from_json, read, to_json, write
from accord.talks.motions import ever_named
from accord.talks.moves import (
    MOTIONS,
    MOVES,
    Accept,
    Amend,
    Caucus,
    Close,
    Consent,
    Instruct,
    Mandate,
    Move,
    Object,
    Options,
    Propose,
    Ratify,
    Recess,
    Refer,
    Refuse,
    Reject,
    Resume,
    Retract,
    Settle,
    State,
    Suggest,
    Withdraw,
)
from accord.talks.outside import happen
from accord.talks.rules import rule_sets
from accord.talks.rules.alternating import Alternating
from accord.talks.rules.open_floor import OpenFloor
from accord.talks.rules.sealed import Sealed
from accord.talks.rules.shuttle import Shuttle
from accord.talks.rules.single_text import SingleText
from accord.talks.rules.stacked import Stacked
from accord.talks.ruleset import AmendedBy, Rules
from accord.talks.seats import Role, Seat, seats
from accord.talks.setup import Setup
from accord.talks.table import Motion, OpenProposal, Phase, Table
from accord.talks.transitions import legal
from accord.talks.views import View, view
from accord.talks.words import how_ended

__all__ = [
    "HAPPENINGS",
    "MOTIONS",
    "MOVES",
    "OUTCOMES",
    "VERSION",
    "Accept",
    "Agreed",
    "Alternating",
    "Amend",
    "AmendedBy",
    "Call",
    "Carried",
    "Caucus",
    "Close",
    "CommonGround",
    "Consent",
    "Ended",
    "EndedBy",
    "Event",
    "Happening",
    "Initialled",
    "Instruct",
    "Mandate",
    "MandateMoved",
    "Motion",
    "Move",
    "NoOverlap",
    "Object",
    "OpenFloor",
    "OpenProposal",
    "Opened",
    "Options",
    "Outcome",
    "Phase",
    "Propose",
    "Ratify",
    "Recess",
    "Refer",
    "Refuse",
    "Reject",
    "Replayed",
    "ReplayedEntry",
    "Resume",
    "Retract",
    "Revealed",
    "Role",
    "Rules",
    "Sealed",
    "SealedProposal",
    "Seat",
    "Settle",
    "Setup",
    "Shuttle",
    "SingleText",
    "Stacked",
    "State",
    "Suggest",
    "Table",
    "View",
    "WalkAwayMoved",
    "Withdraw",
    "WordsAgreed",
    "after",
    "audit",
    "calls",
    "consulted",
    "decide",
    "ever_named",
    "evolve",
    "from_json",
    "from_record",
    "happen",
    "how_ended",
    "known_moves",
    "legal",
    "open_table",
    "read",
    "replay",
    "rule_sets",
    "seated",
    "seats",
    "to_json",
    "view",
    "write",
]
