"""Whether what a move says can be said now: options, mandate, addressees."""

from accord.talks.answers import against_settled, excluded, strange
from accord.talks.guards import acceptable, consentable, covers, referable, rejectable
from accord.talks.hearing import is_aside
from accord.talks.motions import motion_problem
from accord.talks.moves import (
    Accept,
    Amend,
    Carriage,
    Carry,
    Caucus,
    Communique,
    Consent,
    Instruct,
    Move,
    Moved,
    Object,
    Options,
    Propose,
    Recess,
    Refer,
    Reject,
    Reopen,
    Retract,
    Settle,
    State,
    Suggest,
)
from accord.talks.procedure import procedure
from accord.talks.seats import DELEGATION, Role, Seat
from accord.talks.setup import mandate_problem
from accord.talks.table import CAUCUS, OpenProposal, Table, changed
from accord.talks.words import called

_ANSWERS = (Accept, Reject, Refer)
_WHOLE = (Propose, State)
"""Moves that are about no other, which most are."""


def problem(table: Table, seat: Seat, move: Move) -> str:
    """Return in a clause why a move of a legal kind cannot be made; empty if it can."""
    match move:
        case Propose():
            return _proposing(table, seat, move)
        case Accept():
            return _accepting(table, seat, move)
        case Reject():
            return _rejecting(table, seat, move)
        case Refer():
            found = _open(table, move.proposal)
            if found is None or not referable(table, seat, found):
                return f"there is no proposal {move.proposal} for {called(seat)} to refer"
        case Retract():
            found = _open(table, move.proposal)
            if found is None or found.seat != seat.id:
                return f"{called(seat)} has no open proposal {move.proposal}"
        case Suggest() | Settle() | Reopen() | Communique() | Amend():
            return _moving(table, seat, move)
        case Consent():
            return _consenting(table, seat, move)
        case Object():
            if not any(one.number == move.motion for one in table.motions):
                return f"there is no motion {move.motion}"
        case State():
            if move.carriage is not Carriage.NO and seat.role is not DELEGATION:
                return "only a delegation gives notes that may be carried"
            return _stating(table, seat, move)
        case Carry():
            return _carrying(table, move)
        case Caucus():
            if move.party not in table.seating.delegations:
                return f"there is no delegation of {move.party}"
            if seat.role is DELEGATION and move.party != seat.party:
                return f"{called(seat)} can go to a caucus for its own party only"
        case Recess():
            rules = table.setup.rules
            if move.ends_round and not rules.chair_ends_rounds:
                return "under these rules a round ends by itself, not by a recess"
            if move.ends_round and rules.takes_turns and seat.role is DELEGATION:
                return "under these rules the mediator ends a round"
        case Instruct():
            # A side that is out of the room has not heard how the agenda was changed since.
            agenda = table.left.get(seat.party, table).agenda
            if said := mandate_problem(agenda, move.mandate):
                return f"the mandate cannot stand: {said}"
    return ""


def resolved(table: Table, seat: Seat, move: Move) -> Move:
    """Return a move with the id of the proposal that it is about."""
    if isinstance(move, _WHOLE):
        return move
    match move:
        case Consent(motion=None):
            numbers = [one.number for one in table.motions if consentable(table, seat, one)]
            return changed(move, {"motion": numbers[-1]})
        case Object(motion=None):
            return changed(move, {"motion": table.motions[-1].number})
        case Carry(note=note) if note in table.notes:
            giver, said = table.notes[note]
            own_words = said.carriage is Carriage.AS_MINE
            asked = said.carriage is Carriage.AS_A_QUESTION
            of = giver if own_words else ""
            noted = {"text": said.text, "deal": said.deal, "of": of, "question": asked}
            return changed(move, noted)
        case Retract(proposal=""):
            own = [one.id for one in table.proposals if one.seat == seat.id]
            return changed(move, {"proposal": own[-1]})
    if not isinstance(move, _ANSWERS) or move.proposal:
        return move
    found = procedure(table).offer(table, seat)
    if found is None or (isinstance(move, Refer) and not referable(table, seat, found)):
        # Nothing new is left to answer: an answer that is taken back, or goes on, is meant.
        open_ = (p for p in reversed(table.proposals) if _answerable(table, seat, move, p))
        found = next(open_, None)
    return changed(move, {"proposal": found.id}) if found else move


def _moving(table: Table, seat: Seat, move: Moved) -> str:
    said = motion_problem(table, move)
    if said or not isinstance(move, Settle):
        return said
    if move.ad_referendum and seat.role is not DELEGATION:
        return f"only a delegation settles ad referendum, which {called(seat)} is not"
    if seat.role is DELEGATION:
        return _beyond(table, seat, move.options, move.ad_referendum)
    return ""


def _consenting(table: Table, seat: Seat, move: Consent) -> str:
    found = next((one for one in table.motions if one.number == move.motion), None)
    if found is None or seat.id in found.consents:
        return f"there is no motion {move.motion} for {called(seat)} to consent to"
    match found.what:
        case Suggest(deal=options) | Settle(options=options):
            return _beyond(table, seat, options, move.ad_referendum)
    if move.ad_referendum:
        return "that is for those at the table, and not ad referendum"
    return ""


def _carrying(table: Table, move: Carry) -> str:
    if move.note not in table.notes:
        return f"there is no note {move.note} that may be carried"
    giver, _ = table.notes[move.note]
    if not move.to or any(one not in table.seating.parties for one in move.to):
        return "a note is carried to delegations"
    if giver in move.to:
        return f"the note is that of {giver} itself"
    if table.phase is CAUCUS and move.to != (table.caucus,):
        # To others only what is carried could be said then: they would know whose it is not.
        return f"in a caucus a note is carried to {table.caucus} alone"
    return ""


def _answerable(
    table: Table, seat: Seat, move: Accept | Reject | Refer, one: OpenProposal
) -> bool:
    match move:
        case Accept():
            return acceptable(table, seat, one)
        case Reject():
            return rejectable(seat, one)
    return referable(table, seat, one)


def _open(table: Table, id_: str) -> OpenProposal | None:
    return next((one for one in table.proposals if one.id == id_), None)


def _stating(table: Table, seat: Seat, move: State) -> str:
    if not (move.text.strip() or move.deal or move.entry):
        return "a statement says something"
    # A side that is out of the room names options of the agenda as it has seen it.
    if said := strange(table.left.get(seat.party, table), move.deal):
        return said
    if is_aside(table, seat):
        return "what is said in a caucus has its hearers" if move.to else ""
    if table.seating.is_out(seat):
        ears = {table.seating.by_id[o].ear for o in move.to if o in table.seating.by_id}
        alone = ears == {table.seating.mediator}
        return "" if alone else "who is out of the room speaks to the mediator alone"
    if seat.role is Role.MEDIATOR:
        return _unknown(table, seat, tuple(o for o in move.to if o not in table.seating.out))
    return _unknown(table, seat, move.to)


def _unknown(table: Table, seat: Seat, named: tuple[str, ...]) -> str:
    if not named:
        return ""
    known = {one.id for one in table.seating.shown[seat.ear]}
    for one in named:
        if one in table.seating.out:
            return f"the delegation of {one} is out of the room"
        if one not in known:
            return f"nobody called {one} sits at the table"
    return ""


def _proposing(table: Table, seat: Seat, move: Propose) -> str:
    rules = table.setup.rules
    if not move.deal and (not rules.words or not move.text.strip()):
        words = ", or says something in words" if rules.words else ""
        return f"a proposal names an option of at least one issue{words}"
    if said := strange(table, move.deal) or _unknown(table, seat, move.to):
        return said
    if move.ad_referendum and seat.role is not DELEGATION:
        return f"only a delegation proposes ad referendum, which {called(seat)} is not"
    if move.to and seat.role not in rules.chosen_ears:
        return f"{called(seat)} cannot choose who hears a proposal under {rules.title}"
    if said := against_settled(table, move.deal) or excluded(table, move.deal):
        return said
    if said := procedure(table).problem(table, seat, move):
        return said
    if move.final and not rules.votes:
        return f"nothing is put to the vote under {rules.title}"
    if seat.role is DELEGATION:
        return _beyond(table, seat, move.deal, move.ad_referendum)
    return ""


def _beyond(table: Table, seat: Seat, options: Options, ad_referendum: bool) -> str:
    """Return why a delegation cannot bind itself to these options; empty if it can."""
    sits = seat.party in table.seating.principals
    if ad_referendum:
        return "" if sits else f"no principal of {seat.party} sits who could ratify"
    mandate = table.mandates.get(seat.party)
    if not mandate or covers(mandate, options):
        return ""
    issues = ", ".join(i for i in options if options[i] not in mandate.get(i, (options[i],)))
    way = "only ad referendum" if sits else "not at all, for no principal sits to ratify"
    return f"the mandate of {seat.party} does not cover this on {issues}: {way}"


def _accepting(table: Table, seat: Seat, move: Accept) -> str:
    rules = table.setup.rules
    if move.also and not rules.several_accepted:
        return "one proposal is accepted at a time under these rules"
    if move.issues and not rules.parts:
        return "a proposal is accepted as a whole under these rules"
    for one in (move.proposal, *move.also):
        found = _open(table, one)
        if found is None or not found.heard_by(seat.id) or found.seat == seat.id:
            return f"there is no proposal {one} for {called(seat)} to answer"
        if said := _accepting_one(table, seat, move, found):
            return said
    return ""


def _accepting_one(table: Table, seat: Seat, move: Accept, found: OpenProposal) -> str:
    before = found.accepted.get(seat.id, ())
    wanted = move.issues or tuple(found.deal)
    for issue in wanted:
        if issue not in found.deal:
            return f"proposal {found.id} says nothing on {issue}"
    if found.accepted_by(seat.id) or (wanted and all(issue in before for issue in wanted)):
        return f"{called(seat)} has accepted that of proposal {found.id} already"
    if not procedure(table).binds(table):
        if move.ad_referendum:
            return "no answer binds yet, so nothing is accepted ad referendum"
        return ""
    if not move.issues:
        return _beyond(table, seat, found.deal, move.ad_referendum)
    part = type(found.deal)({issue: found.deal[issue] for issue in wanted})
    return _beyond(table, seat, part, move.ad_referendum)


def _rejecting(table: Table, seat: Seat, move: Reject) -> str:
    found = _open(table, move.proposal)
    if found is None or not rejectable(seat, found):
        return f"there is no proposal {move.proposal} for {called(seat)} to reject"
    return mandate_problem(table.agenda, move.rather)
