"""Each rule set, by talks that a reader can follow."""

import pytest
from attrs import fields
from frozendict import frozendict
from tests.deals.build import agenda
from tests.talks.build import ISSUES, PARTIES, deal, mandate, play, refused, table

from accord.errors import AccordError
from accord.talks import (
    Accept,
    Alternating,
    Call,
    Caucus,
    Close,
    CommonGround,
    Initialled,
    Instruct,
    Mandate,
    NoOverlap,
    OpenFloor,
    Phase,
    Propose,
    Ratify,
    Recess,
    Refer,
    Refuse,
    Reject,
    Resume,
    Revealed,
    Role,
    Rules,
    Sealed,
    Seat,
    Setup,
    Shuttle,
    SingleText,
    Stacked,
    State,
    Table,
    WalkOut,
    Withdraw,
    calls,
    how_ended,
    open_table,
    seats,
    view,
)
from accord.talks.table import Changes

THREE = ("alba", "brae", "cora")
WHOLE, OTHER = deal("here", "40"), deal("there", "80")
OFFER = Propose(deal=WHOLE)


def kinds(at: Table) -> list[str]:
    return [event.kind for event in at.events]


def test_alternating_all_answer_in_turn_then_the_next_one_offers() -> None:
    at = play(table(Alternating(), THREE), ("alba", OFFER), ("brae", Accept()))
    assert at.turn == ("cora",)
    at = play(at, ("cora", Reject(reason="Too little.")))
    assert (at.stage, at.turn, at.round) == ("offer", ("brae",), 1)
    at = play(at, ("brae", OFFER), ("cora", Accept()), ("alba", Reject()))
    at = play(at, ("cora", OFFER), ("alba", Reject()), ("brae", Reject()))
    assert (at.turn, at.round) == (("alba",), 2)
    at = play(at, ("alba", OFFER), ("brae", Accept()), ("cora", Accept()))
    assert at.phase is Phase.AGREED and at.deal == WHOLE


def test_alternating_to_counter_is_to_reject_and_then_to_offer() -> None:
    at = play(table(Alternating()), ("alba", OFFER))
    said = refused(at, "brae", Propose(deal=OTHER))
    assert "accept a proposal, reject a proposal" in said
    at = play(at, ("brae", Reject()), ("brae", Propose(deal=OTHER)))
    assert (at.turn, at.round, len(at.proposals)) == (("alba",), 1, 1)
    at = play(at, ("alba", Reject()))
    assert (at.turn, at.round) == (("alba",), 2)


def test_stacked_all_others_must_accept_in_a_row() -> None:
    at = play(table(Stacked(), THREE), ("alba", OFFER), ("brae", Accept()))
    at = play(at, ("cora", Propose(deal=OTHER)), ("alba", Accept()))
    assert (at.round, at.phase) == (2, Phase.TALKS)
    at = play(at, ("brae", Accept()))
    assert at.phase is Phase.AGREED and at.deal == OTHER


def test_stacked_the_first_must_propose() -> None:
    said = refused(table(Stacked()), "alba", Accept())
    assert said.startswith("There is no proposal to answer; the delegation of alba may make a")


def test_only_a_delegation_proposes_ad_referendum() -> None:
    at = table(SingleText(), mediator="envoy", principals=True)
    said = refused(at, "envoy", Propose(deal=WHOLE, ad_referendum=True))
    assert said.startswith(
        "Only a delegation proposes ad referendum, which the mediator is not; "
    )


def test_a_single_text_binds_only_in_the_vote() -> None:
    start = table(SingleText(), mediator="envoy", mandates={"brae": mandate("60")})
    at = play(start, ("envoy", OFFER), ("brae", Accept()))
    at = play(at, ("alba", Reject(reason="Too far.", rather=mandate("60"))))
    assert (at.stage, at.round, at.deal) == ("draft", 2, None)
    at = play(at, ("envoy", Propose(deal=WHOLE, final=True)))
    said = refused(at, "brae", Accept())
    assert "could still accept within its mandate; the delegation of brae may reject" in said
    at = play(at, ("brae", Reject()), ("alba", Accept()))
    assert (at.stage, at.round) == ("draft", 3)
    at = play(at, ("envoy", Propose(deal=deal("here", "60"), final=True)))
    at = play(at, ("brae", Accept()), ("alba", Accept()))
    assert at.phase is Phase.AGREED


def test_what_all_accept_before_the_vote_is_no_deal() -> None:
    at = play(table(SingleText(), mediator="envoy"), ("envoy", OFFER))
    at = play(at, ("brae", Accept()), ("alba", Accept()))
    assert (at.stage, at.round, at.phase, len(at.common)) == ("draft", 2, Phase.TALKS, 0)
    at = play(at, ("envoy", Propose(deal=WHOLE, final=True)), ("alba", Accept()))
    assert play(at, ("brae", Accept())).deal == WHOLE


def test_sealed_proposals_are_opened_as_they_were_made() -> None:
    made = (
        ("brae", Propose(deal=OTHER, text="This.", ad_referendum=True)),
        ("alba", Propose(deal=WHOLE, text="That.")),
    )
    at = play(table(Sealed(), principals=True), *made)
    what = at.events[-1].what
    assert isinstance(what, Revealed)
    assert [(o.id, o.seat, o.deal, o.text, o.ad_referendum) for o in what.proposals] == [
        ("alba.1", "alba", WHOLE, "That.", False),
        ("brae.1", "brae", OTHER, "This.", True),
    ]


def test_sealed_the_deal_of_who_is_first_in_the_round_comes_first() -> None:
    start = play(table(Sealed()), ("brae", Propose(deal=OTHER)), ("alba", OFFER))
    assert start.stage == "answer"
    assert [one.seat for one in start.events[-1].what.proposals] == ["alba", "brae"]  # type: ignore[union-attr]
    both = play(start, ("alba", Accept()), ("brae", Accept()))
    assert both.deal == WHOLE
    none = play(start, ("alba", Reject()), ("brae", Reject()))
    assert none.events[-1].what == NoOverlap() and none.round == 2
    again = play(none, ("brae", Propose(deal=OTHER)), ("alba", OFFER))
    assert play(again, ("alba", Accept()), ("brae", Accept())).deal == OTHER


def test_sealed_a_deal_that_all_have_proposed_in_some_round_is_agreed() -> None:
    at = play(
        table(Sealed(shown=False)),
        ("alba", OFFER),
        ("brae", Propose(deal=OTHER)),
        ("brae", OFFER),
        ("alba", Propose(deal=deal("here", "60"))),
    )
    assert at.phase is Phase.AGREED and at.deal == WHOLE


def test_sealed_a_deal_that_a_capital_refused_is_not_supported_any_more() -> None:
    subject = Propose(deal=WHOLE, ad_referendum=True)
    at = play(table(Sealed(shown=False), principals=True), ("alba", subject), ("brae", OFFER))
    assert at.events[-1].what == Initialled(deal=WHOLE, pending=("alba",))
    at = play(at, ("alba-principal", Refuse()))
    at = play(at, ("alba", Propose(deal=OTHER)), ("brae", Propose(deal=deal("here", "60"))))
    assert at.events[-1].what == NoOverlap() and at.phase is Phase.TALKS
    at = play(at, ("alba", Propose(deal=deal("there", "40"))), ("brae", Propose(deal=OTHER)))
    assert at.deal == OTHER


def test_sealed_proposals_are_whole() -> None:
    said = refused(table(Sealed()), "alba", Propose(deal=deal("here")))
    assert said.startswith("A sealed proposal names an option of every issue; ")


def test_shuttle_all_must_stand_behind_the_same() -> None:
    at = play(
        table(Shuttle(), mediator="envoy"),
        ("alba", OFFER),
        ("brae", Propose(deal=OTHER)),
        ("envoy", Propose(deal=deal("here", "60"), to=("alba",))),
        ("alba", Accept()),
        ("envoy", Propose(deal=WHOLE, to=("brae",))),
        ("brae", Accept()),
    )
    assert (at.phase, at.round, at.stage) == (Phase.TALKS, 1, "carry")
    over = Recess(ends_round=True)
    assert calls(at) == (Call("envoy", over),)
    assert "the mediator ends a round" in refused(at, "alba", over)
    at = play(at, ("envoy", over), ("envoy", Resume()))
    assert (at.round, at.stage, calls(at)) == (2, "carry", (Call("envoy"),))
    at = play(at, ("envoy", Propose(deal=deal("here", "60"), to=("brae",))), ("brae", Accept()))
    assert at.phase is Phase.AGREED and at.deal == deal("here", "60")


def test_shuttle_the_mediator_ends_rounds_and_who_rejects_stands_behind_nothing() -> None:
    at = play(
        table(Shuttle(), mediator="envoy"), ("alba", OFFER), ("brae", Propose(deal=OTHER))
    )
    for number in (1, 2, 3):
        for seat, own in (("alba", WHOLE), ("brae", OTHER)):
            assert at.round == number
            carried = Propose(deal=own, to=(seat,))
            at = play(at, ("envoy", carried), (seat, Reject()))
        assert at.round == number
        at = play(at, ("envoy", Recess(ends_round=True)), ("envoy", Resume()))
    assert at.round == 4
    for seat in ("alba", "brae"):
        at = play(at, ("envoy", Propose(deal=OTHER, to=(seat,))), (seat, Accept()))
    assert at.deal == OTHER


def test_shuttle_a_mediator_says_to_whom_it_goes() -> None:
    at = play(table(Shuttle(), mediator="envoy"), ("alba", OFFER), ("brae", OFFER))
    assert at.phase is Phase.AGREED
    at = play(table(Shuttle(), mediator="envoy"), ("alba", OFFER))
    said = refused(at, "alba", Propose(deal=OTHER))
    assert said.startswith("The delegation of alba cannot make a proposal now; ")
    at = play(at, ("brae", Propose(deal=OTHER)))
    assert "names the delegations" in refused(at, "envoy", OFFER)
    assert "Nobody called dana" in refused(at, "envoy", Propose(deal=WHOLE, to=("dana",)))


def test_the_open_floor_holds_several_proposals_and_second_thoughts() -> None:
    at = play(
        table(OpenFloor(), THREE),
        ("brae", OFFER),
        ("alba", Propose(deal=OTHER)),
        ("cora", Reject(proposal="brae.1")),
        ("alba", Accept(proposal="brae.1")),
        ("cora", Accept(proposal="brae.1", issues=("border",))),
    )
    assert isinstance(at.events[-1].what, CommonGround)
    assert at.common == deal("here")
    at = play(at, ("cora", Accept(proposal="brae.1")))
    assert at.deal == WHOLE


def test_what_is_accepted_issue_by_issue_adds_up() -> None:
    for rules in (Stacked(), OpenFloor()):
        at = table(rules, principals=True)
        at = play(at, ("alba", OFFER), ("brae", Accept(issues=("border",), ad_referendum=True)))
        assert at.common == deal("here")
        (one,) = at.proposals
        assert (dict(one.accepted), one.pending) == ({"brae": ("border",)}, ("brae",))
        said = refused(at, "brae", Accept(issues=("border",)))
        assert "has accepted that of proposal alba.1 already" in said
        at = play(at, ("brae", Accept(issues=("water",), ad_referendum=True)))
        assert at.events[-1].what == Initialled(deal=WHOLE, pending=("brae",))


def test_who_goes_back_on_an_answer_is_no_longer_subject_to_its_capital() -> None:
    at = play(table(OpenFloor(), THREE, principals=True), ("alba", OFFER))
    at = play(at, ("brae", Accept(ad_referendum=True)), ("brae", Reject()), ("cora", Accept()))
    assert (at.phase, at.proposals[0].pending) == (Phase.TALKS, ())
    assert play(at, ("brae", Accept())).phase is Phase.AGREED


def test_what_all_have_rejected_is_closed_and_the_rest_stays_open() -> None:
    at = play(table(OpenFloor(), THREE), ("alba", OFFER), ("brae", Propose(deal=OTHER)))
    at = play(at, ("brae", Reject(proposal="alba.1")), ("cora", Reject(proposal="alba.1")))
    assert [one.id for one in at.proposals] == ["brae.1"]


@pytest.mark.parametrize("rules", [Shuttle(), SingleText()])
def test_where_a_proposal_has_no_parts_it_is_accepted_as_a_whole(rules: Rules) -> None:
    at = table(rules, mediator="envoy")
    if isinstance(rules, Shuttle):
        at = play(at, ("alba", OFFER), ("brae", Propose(deal=OTHER)))
    at = play(at, ("envoy", Propose(deal=WHOLE, to=("brae",) * isinstance(rules, Shuttle))))
    said = refused(at, "brae", Accept(issues=("border",)))
    assert said.startswith("A proposal is accepted as a whole under these rules; ")


def test_why_a_kind_of_move_is_not_open_is_said() -> None:
    at = play(table(OpenFloor()), ("alba", OFFER))
    assert refused(at, "brae", Refer()).startswith("No principal of brae sits at the table; ")
    assert refused(at, "brae", Caucus(party="brae")).startswith(
        "No mediator sits at the table; "
    )


def test_the_offer_to_answer_is_the_latest() -> None:
    at = play(table(OpenFloor(), THREE), ("brae", OFFER), ("cora", Propose(deal=OTHER)))
    offers = [view(at, one).offer for one in THREE]
    assert [offer and offer.id for offer in offers] == ["cora.1", "cora.1", "brae.1"]
    at = play(at, ("alba", Reject()))
    assert [one.rejected for one in at.proposals] == [(), ("alba",)]


def test_statements_are_made_in_every_phase_and_by_everybody() -> None:
    start = table(
        Alternating(), principals=True, mediator="envoy", host="inn", observers=["press"]
    )
    assert [seat.id for seat in start.setup.seats if seat.role is Role.OBSERVER] == ["press"]
    capitals = play(start, ("alba", OFFER), ("brae", Accept(ad_referendum=True)))
    assert capitals.phase is Phase.CAPITALS
    for at in (start, play(start, ("alba", Recess())), capitals):
        for seat in at.setup.seats:
            assert "state" in view(at, seat.id).legal
    aside = play(start, ("alba", Caucus(party="alba")))
    assert all("state" in view(aside, seat.id).legal for seat in aside.setup.seats)


@pytest.mark.parametrize(
    ("mandates", "within"), [({}, ""), ({"brae": mandate("40")}, " within its mandate")]
)
def test_what_is_accepted_already_is_said_with_the_mandate_where_there_is_one(
    mandates: dict[str, Mandate], within: str
) -> None:
    at = play(table(OpenFloor(), THREE, mandates=mandates), ("alba", OFFER), ("brae", Accept()))
    said = refused(at, "brae", Accept())
    assert said.startswith(
        f"No proposal is open that the delegation of brae could still accept{within}; "
    )


def test_common_ground_can_be_reopened_unless_issues_bind() -> None:
    steps = (
        ("alba", OFFER),
        ("brae", Accept(issues=("border",))),
    )
    loose = play(table(Alternating()), *steps)
    assert loose.common == deal("here")
    assert play(loose, ("brae", Propose(deal=OTHER))).common == {}
    firm = play(table(Alternating(binding_issues=True)), *steps)
    said = refused(firm, "brae", Propose(deal=OTHER))
    assert said.startswith("Issue border is settled: all have agreed on here; ")
    done = play(firm, ("brae", Propose(deal=deal(water="60"))), ("alba", Accept()))
    assert done.phase is Phase.AGREED and done.deal == deal("here", "60")


def test_a_deal_beyond_the_mandate_goes_to_the_capital() -> None:
    start = table(Alternating(), principals=True, mandates={"brae": mandate("80")})
    at = play(start, ("alba", OFFER))
    said = refused(at, "brae", Accept())
    assert said.startswith("The mandate of brae does not cover this on water: only ad ref")
    at = play(at, ("brae", Accept(ad_referendum=True)))
    assert at.events[-1].what == Initialled(deal=WHOLE, pending=("brae",))
    assert at.awaited == ("brae-principal",)
    assert play(at, ("brae-principal", Ratify())).deal == WHOLE
    back = play(
        at,
        ("brae-principal", Instruct(mandate=mandate("60"))),
        ("brae-principal", Refuse(reason="Not 40.")),
    )
    assert (back.phase, back.round, back.stage, back.deal) == (Phase.TALKS, 2, "offer", None)
    assert view(back, "brae").mandate == mandate("60")
    assert "of alba" in refused(at, "alba-principal", Ratify())


def test_without_a_principal_nothing_is_agreed_beyond_the_mandate() -> None:
    start = table(Alternating(), mandates={"brae": {"border": ("there",), "water": ("80",)}})
    at = play(start, ("alba", OFFER))
    assert "accept" not in view(at, "brae").legal
    at = play(at, ("brae", Reject()))
    assert "No principal of brae sits" in refused(
        at, "brae", Propose(deal=OTHER, ad_referendum=True)
    )


def test_a_delegation_that_asks_its_capital_waits_for_the_answer() -> None:
    at = play(table(Alternating(), principals=True), ("alba", OFFER), ("brae", Refer(text="?")))
    assert at.awaited == ("brae-principal", "brae")
    said = refused(at, "brae", Accept())
    assert said.startswith("The delegation of brae awaits the answer of its capital; ")
    assert view(at, "alba").heard[-1].kind == "propose"
    assert (view(at, "alba").turn, view(at, "brae").turn) == (("brae",), at.awaited)
    at = play(at, ("brae-principal", Instruct(mandate=frozendict())), ("brae", Accept()))
    assert at.deal == WHOLE


def test_recess_and_caucus() -> None:
    at = play(table(Stacked(), mediator="envoy"), ("brae", Recess()))
    assert (at.phase, at.session) == (Phase.RECESS, 2)
    assert "for the mediator or the host" in refused(at, "alba", Resume())
    at = play(at, ("alba", State(text="A pause.")), ("envoy", Resume()))
    at = play(at, ("alba", Caucus(party="alba")))
    assert "cannot make a proposal now" in refused(at, "envoy", OFFER)
    assert "is in caucus with alba" in refused(at, "brae", Resume())
    # Those who wait may speak, and go.
    waiting = play(at, ("brae", State(text="Hello?")))
    assert view(waiting, "alba").heard[-1].what == State(text="Hello?")
    assert play(at, ("brae", WalkOut())).phase is Phase.ADJOURNED
    three = play(table(Stacked(), PARTIES, mediator="envoy"), ("envoy", Caucus(party="alba")))
    assert play(three, ("brae", WalkOut())).phase is Phase.CAUCUS
    gone = play(three, ("alba", WalkOut()))
    assert (gone.phase, gone.caucus, gone.turn) == (Phase.TALKS, "", ("brae", "cora"))
    assert play(at, ("envoy", Resume())).phase is Phase.TALKS
    at = play(at, ("alba", Resume()), ("alba", OFFER))
    assert at.turn[0] == "brae"
    assert "own party only" in refused(at, "brae", Caucus(party="alba"))


@pytest.mark.parametrize(
    ("rules", "moves", "reason"),
    [
        (Stacked(rounds=1), [("alba", OFFER), ("brae", OFFER)], "That was the only round."),
        (Stacked(moves=2), [("alba", OFFER), ("brae", OFFER)], "That was the last of 2 moves."),
        (Stacked(sessions=1), [("brae", Recess())], "That was the only session."),
        (
            OpenFloor(rounds=1),
            [("alba", Recess(ends_round=True))],
            "That was the only round.",
        ),
        (Stacked(), [("brae", Withdraw())], "The delegation of brae withdrew from the talks."),
        (Stacked(), [("brae", Close())], "The delegation of brae closed the talks."),
    ],
)
def test_how_talks_end(rules: Rules, moves: list[tuple[str, Propose]], reason: str) -> None:
    at = play(table(rules), *moves)
    assert (at.phase, how_ended(at.setup, at.ended), at.awaited) == (Phase.ENDED, reason, ())
    assert at.round <= (rules.rounds or 2) and at.session <= (rules.sessions or 2)
    assert refused(at, "alba", OFFER) == (
        "The talks are over; the delegation of alba can do nothing."
    )


@pytest.mark.parametrize(
    ("places", "rules", "mandates", "sentence"),
    [
        (seats(["a"]), Stacked(), {}, "at least two parties"),
        (seats(["a", "a"]), Stacked(), {}, "an id of its own"),
        (seats(["a", "b"]), Shuttle(), {}, "Under shuttle talks a mediator must sit"),
        (seats(["a", "b"]), Stacked(), {"c": {}}, "a mandate for c, which has no delegation"),
        (seats(["a", "b"]), Stacked(), {"a": {"x": ("y",)}}, "no issue x on the agenda"),
        (seats(["a", "b"]), Stacked(), {"a": {"water": ("y",)}}, "has no option y"),
        (seats(["a", "b"]), Stacked(), {"a": {"water": ()}}, "leaves no option on water"),
        ((*seats(["a", "b"]), Seat("p", Role.PRINCIPAL, "c")), Stacked(), {}, "that has a del"),
        (
            (*seats(["a", "b"], mediator="m"), Seat("n", Role.MEDIATOR)),
            Stacked(),
            {},
            "must sit beside the first, m",
        ),
    ],
)
def test_what_no_talks_can_begin_with(
    places: tuple[Seat, ...],
    rules: Rules,
    mandates: dict[str, dict[str, tuple[str, ...]]],
    sentence: str,
) -> None:
    given = frozendict({party: frozendict(each) for party, each in mandates.items()})
    with pytest.raises(AccordError, match=sentence):
        Setup(agenda=agenda(ISSUES), seats=places, rules=rules, mandates=given)


def test_limits_must_be_positive() -> None:
    with pytest.raises(ValueError, match="rounds"):
        Stacked(rounds=0)


def test_a_combination_the_agenda_excludes_is_not_proposed() -> None:
    excluded = agenda(ISSUES, [{"border": ["here"], "water": ["40"]}])
    at = open_table(Setup(agenda=excluded, seats=seats(["alba", "brae"]), rules=Stacked()))
    assert "excludes this combination" in refused(at, "alba", OFFER)
    assert play(at, ("alba", Propose(deal=deal("here")))).proposals


def test_what_an_event_changes_are_fields_of_the_table() -> None:
    kept = {field.name for field in fields(Table)} - {"setup"}
    assert kept == set(Changes.__annotations__)


@pytest.mark.parametrize(
    ("rules", "before", "each"),
    [
        (Alternating(), 0, 9),
        (Stacked(), 0, 3),
        (SingleText(), 0, 4),
        (Sealed(), 0, 6),
        (Sealed(shown=False), 0, 3),
        (Shuttle(), 0, 2),
        (OpenFloor(), -2, 5),
    ],
)
def test_how_many_moves_a_round_of_three_has(rules: Rules, before: int, each: int) -> None:
    assert rules.most_moves(3) == (before, each)


def test_a_round_of_alternating_offers_has_as_many_moves_as_it_says() -> None:
    at = table(Alternating(), THREE)
    while at.round == 1:
        kind = "propose" in view(at, at.turn[0]).legal
        at = play(at, (at.turn[0], OFFER if kind else Reject()))
    assert at.moves == at.setup.rules.most_moves(3)[1]
