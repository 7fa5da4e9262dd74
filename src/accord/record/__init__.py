"""What happened and who says so: sources, entries, claims, and what is contested."""

from accord.record.agreements import AgreementHistory, AgreementOutcome
from accord.record.case import Case
from accord.record.contested import (
    Clash,
    Contested,
    Reading,
    Series,
    Tally,
    contested,
    series,
    tallies,
)
from accord.record.contradictions import Contradiction, Mismatch, contradictions
from accord.record.entry import Entry, Register, Section
from accord.record.issue_standings import (
    Acceptance,
    Ground,
    IssueStanding,
    acceptances,
    issue_standings,
)
from accord.record.kinds import KINDS
from accord.record.kinds.agreement import Agreement, AgreementStage
from accord.record.kinds.assurance import Assurance
from accord.record.kinds.claim import Claim, Stance
from accord.record.kinds.commitment import Commitment, OneWay
from accord.record.kinds.correction import Correction
from accord.record.kinds.decision import Decision, Ruling
from accord.record.kinds.figure import Figure
from accord.record.kinds.incident import Incident, Perceived
from accord.record.kinds.instruction import Instruction
from accord.record.kinds.measure import Measure
from accord.record.kinds.note import Note
from accord.record.kinds.offer import ConditionalOffer, ReturnOrder
from accord.record.kinds.position import Position
from accord.record.kinds.proposal import Proposal
from accord.record.kinds.question import Question, QuestionStage
from accord.record.kinds.report import Report
from accord.record.kinds.response import Answer, Response
from accord.record.kinds.round import Round
from accord.record.kinds.session import Session
from accord.record.kinds.situation import Situation
from accord.record.kinds.statement import Statement
from accord.record.kinds.step import Step, TalksTurn
from accord.record.ledger import Record, issues, select, speakers
from accord.record.meeting import Meeting
from accord.record.sources import Outlet, Source
from accord.record.talks_state import StateReading, TalksPhase, TalksState, talks_state

__all__ = [
    "KINDS",
    "Acceptance",
    "Agreement",
    "AgreementHistory",
    "AgreementOutcome",
    "AgreementStage",
    "Answer",
    "Assurance",
    "Case",
    "Claim",
    "Clash",
    "Commitment",
    "ConditionalOffer",
    "Contested",
    "Contradiction",
    "Correction",
    "Decision",
    "Entry",
    "Figure",
    "Ground",
    "Incident",
    "Instruction",
    "IssueStanding",
    "Measure",
    "Meeting",
    "Mismatch",
    "Note",
    "OneWay",
    "Outlet",
    "Perceived",
    "Position",
    "Proposal",
    "Question",
    "QuestionStage",
    "Reading",
    "Record",
    "Register",
    "Report",
    "Response",
    "ReturnOrder",
    "Round",
    "Ruling",
    "Section",
    "Series",
    "Session",
    "Situation",
    "Source",
    "Stance",
    "StateReading",
    "Statement",
    "Step",
    "TalksPhase",
    "TalksState",
    "TalksTurn",
    "Tally",
    "acceptances",
    "contested",
    "contradictions",
    "issue_standings",
    "issues",
    "select",
    "series",
    "speakers",
    "talks_state",
    "tallies",
]
