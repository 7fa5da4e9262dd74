"""What happened and who says so: sources, entries, claims, and what is contested."""

from accord.record.case import Case
from accord.record.contested import Clash, Contested, Reading, Tally, contested, tallies
from accord.record.entry import Entry, Register, Section
from accord.record.kinds import KINDS
from accord.record.kinds.assurance import Assurance
from accord.record.kinds.claim import Claim, Stance
from accord.record.kinds.correction import Correction
from accord.record.kinds.figure import Figure
from accord.record.kinds.incident import Incident, Perceived
from accord.record.kinds.instruction import Instruction
from accord.record.kinds.measure import Measure
from accord.record.kinds.position import Position
from accord.record.kinds.proposal import Proposal
from accord.record.kinds.report import Report
from accord.record.kinds.response import Answer, Response
from accord.record.kinds.round import Round
from accord.record.kinds.session import Session
from accord.record.kinds.situation import Situation
from accord.record.kinds.statement import Statement
from accord.record.ledger import Record, issues, select, speakers
from accord.record.meeting import Meeting
from accord.record.sources import Outlet, Source

__all__ = [
    "KINDS",
    "Answer",
    "Assurance",
    "Case",
    "Claim",
    "Clash",
    "Contested",
    "Correction",
    "Entry",
    "Figure",
    "Incident",
    "Instruction",
    "Measure",
    "Meeting",
    "Outlet",
    "Perceived",
    "Position",
    "Proposal",
    "Reading",
    "Record",
    "Register",
    "Report",
    "Response",
    "Round",
    "Section",
    "Session",
    "Situation",
    "Source",
    "Stance",
    "Statement",
    "Tally",
    "contested",
    "issues",
    "select",
    "speakers",
    "tallies",
]
