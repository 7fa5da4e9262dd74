"""What was agreed, what became of it, and a way to enter the next step in words."""

from urllib.parse import urlencode

from attrs import frozen
from starlette.responses import Response

from accord.brief.known import Known
from accord.brief.lines import RecordLine
from accord.brief.sections.where_talks_stand import agreements
from accord.host.host_page import HostPage
from accord.host.rules import Rule
from accord.host.visit import Visit
from accord.record import Case
from accord.record.agreements import AgreementOutcome
from accord.record.kinds.agreement import AgreementStage, on_the_whole
from accord.record.kinds.decision import Ruling
from accord.record.kinds.step import TalksTurn
from accord.record.wording import begun, together

Way = tuple[str, str]
"""What can be entered: its words, and the address of the form with what is known filled in."""


@frozen(kw_only=True)
class AgreedRow:
    """One agreement, with what may come next.

    Attributes:
        line: What it says, and how it stands.
        falls: What falls with it; empty where nothing holds.
        further: How far the parties may take it: signed, in force.
        decided: What a body may decide about it.
    """

    line: RecordLine
    falls: str
    further: tuple[Way, ...]
    decided: tuple[Way, ...]


def show(visit: Visit) -> Response:
    """Show what was agreed, and what can be entered about it."""
    case = visit.case
    outcomes = {one.id: one for one in case.agreed.outcomes}
    return visit.render(
        "agreed_so_far.html.j2",
        title="What was agreed",
        rows=[
            _row(case, line, outcomes[line.entries[0]]) for line in agreements(Known(case=case))
        ],
        begin=[
            ("Parties agreed at the table", _form("agreement", standing="reached")),
            ("Somebody proposed something", _form("proposal")),
            ("Somebody answered a proposal", _form("response")),
            ("Somebody offers something on a condition", _form("offer")),
        ],
        turns=[(f"The talks were {_plain(one)}", _form("step", what=one)) for one in TalksTurn],
        writes=bool(visit.seat.writes_for),
    )


def _row(case: Case, line: RecordLine, one: AgreementOutcome) -> AgreedRow:
    stages = [stage for stage in AgreementStage if stage.rank > one.stage.rank]
    further = [(begun(_plain(stage)), stage) for stage in stages]
    missing = [party for party in case.process.parties if party not in one.between]
    joined = [("Joined by another party", AgreementStage.REACHED)] if missing else []
    return AgreedRow(
        line=line,
        falls=_falls(case, one),
        further=tuple(
            (words, _form("agreement", about=one.id, standing=stage))
            for words, stage in (*further, *joined)
        ),
        decided=tuple(
            (begun(ruling.done), _form("decision", about=one.id, result=ruling))
            for ruling in Ruling
        ),
    )


def _falls(case: Case, one: AgreementOutcome) -> str:
    """Return what falls if a body undoes an agreement: the whole, or what is named."""
    issues = case.process.agenda.issues
    held = together(issues[i].name for i in one.held if i in issues)
    if not one.stands:
        return ""
    if one.package or one.words or on_the_whole(one.condition):
        return f"It stands or falls as one{f': {held}' if held else ''}."
    return f"Each by itself: {held}." if held else ""


def _plain(word: str) -> str:
    return word.replace("_", " ")


def _form(kind: str, **known: str) -> str:
    """Return the address of the form for an entry, with what is known filled in."""
    return f"/record/add?{urlencode({'kind': kind, **known})}"


PAGES = (HostPage("/agreements", show, Rule.DESK, nav=("Who wants what", "What was agreed")),)
