"""Who is in the room: parties walk out and come back, join late, agree without others."""

import pytest
from attrs import evolve
from frozendict import frozendict
from tests.deals.build import agenda
from tests.talks.build import ISSUES, deal, play, refused, table

from accord.errors import AccordError
from accord.model import Exclusion, Issue, Option
from accord.talks import (
    Accept,
    Adjourn,
    Agreed,
    Alternating,
    Amend,
    AmendedBy,
    Carried,
    Caucus,
    CaughtUp,
    CommonGround,
    Communique,
    Consent,
    DeadlinePassed,
    Join,
    Move,
    OpenFloor,
    Phase,
    Propose,
    Ratify,
    Recess,
    Refuse,
    Resume,
    Settle,
    Setup,
    Shuttle,
    Stacked,
    State,
    Suggest,
    WalkOut,
    calls,
    happen,
    legal,
    open_table,
    seats,
    view,
)
from accord.talks.motions import amended

THREE = ("alba", "brae", "cora")
WHOLE = Propose(deal=deal("here", "40"))
BORDER = Propose(deal=deal("here"))


def test_one_of_three_walks_out_and_the_others_agree_among_themselves() -> None:
    at = play(table(Stacked(), THREE), ("alba", WHOLE), ("brae", WalkOut(reason="Enough.")))
    assert (at.seating.delegations, at.proposals) == (("alba", "cora"), ())
    at = play(at, ("alba", WHOLE), ("cora", Accept()))
    assert at.events[-1].what == Agreed(deal=WHOLE.deal, among=("alba", "cora"))
    assert view(at, "brae").phase is Phase.AGREED


def test_who_is_out_hears_nothing_that_is_said_and_sees_the_table_as_it_was() -> None:
    start = play(table(OpenFloor(), THREE, mediator="envoy"), ("brae", WalkOut()))
    at = play(start, ("alba", State(text="Now then.")), ("cora", BORDER), ("alba", Accept()))
    before, after = view(start, "brae"), view(at, "brae")
    assert after == before
    assert (after.out, legal(at, "brae")) == (True, ("state", "join"))
    assert [seat.id for seat in view(at, "alba").seats] == ["alba", "cora", "envoy"]
    said = "The delegation of brae is out of the room; "
    assert refused(at, "alba", State(text="?", to=("brae",))).startswith(said)
    assert refused(at, "brae", WHOLE).startswith(said)
    back = play(at, ("brae", Join(text="Again.")))
    assert [event.kind for event in view(back, "brae").heard] == ["opened", "walk-out", "join"]
    assert view(back, "brae").proposals == ()


def test_who_comes_back_is_told_what_was_changed_of_the_agenda_and_who_is_out() -> None:
    rules = OpenFloor(amended_by=AmendedBy.CHAIR)
    at = play(table(rules, THREE, mediator="envoy"), ("cora", WalkOut()))
    before = at.agenda
    for move in (
        Amend(on="border", option=Option(id="halfway", name="Halfway")),
        Amend(on="water", option=Option(id="90", name="90")),
        Amend(on="water", drop="90"),
        Amend(on="water", drop="40"),
        Amend(issue=Issue(id="gas", name="Gas", options=frozendict(x=Option("x", "X")))),
        Amend(constraint=Exclusion(id="no", never=frozendict(border=("here",), gas=("x",)))),
    ):
        at = play(at, ("envoy", move))
    at = play(at, ("brae", WalkOut()), ("cora", Join()))
    told = at.events[-1]
    assert isinstance(told.what, CaughtUp)
    assert (told.heard, told.what.party, told.what.out) == (("cora",), "cora", ("brae",))
    # Of what came and went meanwhile it is told nothing.
    assert [(one.on, one.drop) for one in told.what.agenda if one.on] == [
        *(("border", ""), ("water", "40"))
    ]
    for one in told.what.agenda:
        before = amended(before, one)
    assert before == view(at, "cora").agenda == at.agenda
    assert [event.kind for event in view(at, "alba").heard][-1] == "join"
    again = play(at, ("brae", Join()))
    assert (again.events[-1].kind, again.events[-2].kind) == ("caught-up", "join")
    at = play(at, ("cora", WalkOut()), ("cora", Join()))
    assert at.events[-1].kind == "join"


@pytest.mark.parametrize("meanwhile", [Caucus(party="alba"), Recess(), Adjourn(), Accept()])
def test_who_is_out_joins_whatever_the_table_does(meanwhile: Move) -> None:
    """What was initialled without it waits for the capitals all the same."""
    start = table(OpenFloor(), THREE, mediator="envoy", principals=True)
    at = play(start, ("cora", WalkOut()))
    first = (("alba", evolve(WHOLE, ad_referendum=True)),) if meanwhile == Accept() else ()
    at = play(at, *first, ("brae" if first else "envoy", meanwhile))
    assert legal(at, "cora") == legal(play(start, ("cora", WalkOut())), "cora")
    back = play(at, ("cora", Join()))
    assert (back.phase, back.turn) == (at.phase, at.turn)
    if first:
        done = play(back, ("alba-principal", Ratify()))
        assert done.events[-1].what == Agreed(deal=WHOLE.deal, among=("alba", "brae"))
        on = play(back, ("alba-principal", Refuse()))
        assert (on.phase, on.seating.delegations) == (Phase.TALKS, THREE)


def test_common_ground_found_without_a_party_is_open_again_when_it_comes_back() -> None:
    at = play(
        table(OpenFloor(), THREE), ("alba", BORDER), ("brae", Accept()), ("cora", Accept())
    )
    assert at.common == deal("here")
    water = Propose(deal=deal(water="60"))
    at = play(at, ("cora", WalkOut()), ("alba", water), ("brae", Accept()))
    assert isinstance(at.events[-1].what, CommonGround)
    assert at.common == deal("here", "60")
    at = play(at, ("cora", Join()))
    assert at.common == deal("here")


def test_with_one_delegation_left_talks_are_adjourned_until_the_other_is_back() -> None:
    at = play(table(Alternating()), ("brae", WalkOut()))
    assert (at.phase, at.awaited) == (Phase.ADJOURNED, ())
    assert [call.seat for call in calls(at)] == ["brae"]
    assert "there are not two delegations in the room" in refused(at, "alba", Resume()).lower()
    at = play(at, ("brae", Join()))
    assert at.phase is Phase.ADJOURNED
    at = play(at, ("alba", Resume()))
    assert (at.phase, at.awaited) == (Phase.TALKS, ("alba",))


def test_talks_are_adjourned_without_a_date_and_taken_up_where_they_were() -> None:
    at = play(
        table(Alternating(), host="inn"), ("alba", WHOLE), ("inn", Adjourn(reason="War."))
    )
    assert (at.phase, at.session, view(at, "brae").turn) == (Phase.ADJOURNED, 2, ())
    assert [call.seat for call in calls(at)] == ["inn"]
    assert "for the mediator or the host" in refused(at, "brae", Resume())
    at = play(at, ("inn", Resume()), ("brae", Accept()))
    assert at.deal == WHOLE.deal


def test_a_party_that_was_not_there_joins_late() -> None:
    setup = Setup(agenda=agenda(ISSUES), seats=seats(THREE), rules=OpenFloor(), out=("cora",))
    at = play(open_table(setup), ("alba", BORDER), ("brae", Accept()))
    assert at.common == deal("here")
    assert view(at, "cora").common == {}
    at = play(at, ("cora", Join()))
    assert (dict(at.common), at.seating.delegations) == ({}, THREE)
    with pytest.raises(AccordError, match="no delegation of dana"):
        evolve(setup, out=("dana",))
    with pytest.raises(AccordError, match="at least two parties"):
        evolve(setup, out=("alba", "cora"))


def test_a_deadline_passes_and_all_are_told() -> None:
    at = happen(table(Alternating(), THREE), DeadlinePassed(why="The ultimatum has run out."))
    assert [view(at, one).heard[-1].kind for one in THREE] == ["deadline-passed"] * 3
    assert (at.awaited, at.moves) == (("alba",), 0)


def test_a_communique_is_joint_once_all_in_the_room_consent() -> None:
    at = play(table(OpenFloor(), THREE), ("cora", WalkOut()))
    at = play(at, ("alba", Communique(text="We will meet again.")))
    assert at.motions and "say" in refused(at, "brae", Communique(text=" "))
    at = play(at, ("brae", Consent()))
    assert isinstance(at.events[-1].what, Carried)
    assert (at.motions, dict(at.common), at.over) == ((), {}, False)


@pytest.mark.parametrize(
    "move", [Suggest(deal=WHOLE.deal), Settle(options=BORDER.deal), Communique(text="Enough.")]
)
def test_what_lacked_only_the_consent_of_who_walks_out_falls_and_can_be_moved_again(
    move: Suggest | Settle | Communique,
) -> None:
    by = "envoy" if isinstance(move, Suggest) else "alba"
    consents = [(one, Consent()) for one in ("alba", "brae") if one != by]
    at = play(table(OpenFloor(), THREE, mediator="envoy"), (by, move), *consents)
    assert len(at.motions) == 1 and at.seating.delegations == THREE
    at = play(at, ("cora", WalkOut()))
    assert (at.motions, at.over, at.events[-1].kind) == ((), False, "walk-out")
    assert dict(at.settled) == {} and legal(at, "alba").count("consent") == 0
    at = play(at, (by, move), *consents)
    assert at.motions == () and at.over == isinstance(move, Suggest)
    carried = [event for event in at.events if isinstance(event.what, Carried)]
    # Who walked out heard none of those that were moved without it: they are numbered apart.
    assert [event.what for event in carried] == [Carried(motion=1)]
    assert "cora" not in carried[0].heard
    if isinstance(move, Suggest):
        assert at.events[-1].what == Agreed(deal=WHOLE.deal, among=("alba", "brae"))


def test_two_mediators_hear_and_move_as_one() -> None:
    start = table(Shuttle(), mediator="envoy", beside=("qatar",))
    at = play(start, ("alba", WHOLE), ("brae", WHOLE))
    assert at.phase is Phase.AGREED
    at = play(start, ("alba", WHOLE), ("brae", Propose(deal=deal("there", "80"))))
    assert view(at, "qatar").heard == view(at, "envoy").heard
    assert view(at, "qatar").legal == view(at, "envoy").legal
    carried = Propose(deal=deal("there", "60"), to=("alba",))
    at = play(at, ("qatar", carried))
    assert (at.stage, at.turn, view(at, "envoy").heard[-1].seat) == ("hear", ("alba",), "qatar")
