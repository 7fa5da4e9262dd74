"""What is moved at the table: the agenda, what is settled, what a mediator suggests."""

import pytest
from attrs import evolve
from frozendict import frozendict
from tests.deals.build import agenda
from tests.talks.build import ISSUES, deal, mandate, play, refused, table

from accord.model import Exclusion, Issue, Option, Range
from accord.talks import (
    Accept,
    Agreed,
    Alternating,
    Amend,
    AmendedBy,
    CommonGround,
    Consent,
    Initialled,
    Move,
    Object,
    OpenFloor,
    Phase,
    Propose,
    Ratify,
    Refuse,
    Reject,
    Reopen,
    Retract,
    Rules,
    Sealed,
    Settle,
    Setup,
    Shuttle,
    SingleText,
    Stacked,
    Suggest,
    Table,
    WordsAgreed,
    open_table,
    seats,
    view,
)

THREE = ("alba", "brae", "cora")
WHOLE, OTHER = deal("here", "40"), deal("there", "80")
MORE = Issue(id="more", name="More", options=frozendict({"a": Option("a", "A")}))


def chaired(rules: Rules, by: AmendedBy = AmendedBy.CHAIR) -> Table:
    return table(evolve(rules, amended_by=by), mediator="envoy", host="inn")


def test_a_motion_is_carried_once_all_delegations_consent_whoever_has_the_turn() -> None:
    at = play(table(Alternating(), THREE), ("brae", Amend(issue=MORE)), ("cora", Consent()))
    (one,) = at.motions
    assert (one.number, one.seat, one.consents) == (1, "brae", ("brae", "cora"))
    assert (at.turn, [*at.agenda.issues]) == (("alba",), ["border", "water"])
    at = play(at, ("alba", Consent()))
    assert [*at.agenda.issues] == ["border", "water", "more"] and not at.motions
    assert view(at, "cora").agenda == at.agenda and at.turn == ("alba",)
    at = play(at, ("alba", Propose(deal=WHOLE)), ("brae", Accept()), ("cora", Accept()))
    assert isinstance(at.events[-1].what, CommonGround) and at.phase is Phase.TALKS


def test_one_objection_lets_a_motion_fall_and_who_moved_it_may_withdraw_it() -> None:
    at = play(table(Stacked(), THREE), ("brae", Amend(issue=MORE)), ("cora", Consent()))
    assert not play(at, ("alba", Object(reason="No."))).motions
    assert not play(at, ("brae", Object())).motions
    at = play(at, ("alba", Settle(options={"border": "here"})))
    assert [one.number for one in at.motions] == [1, 2]
    at = play(at, ("brae", Consent(motion=2)), ("alba", Object(motion=1)))
    assert [one.number for one in at.motions] == [2]
    said = "There is no motion that the delegation of brae could still consent to; "
    assert refused(at, "brae", Consent()).startswith(said)
    assert "no motion 1 for the delegation of cora" in refused(at, "cora", Consent(motion=1))
    assert "There is no motion 1" in refused(at, "cora", Object(motion=1))


def test_the_chair_may_change_the_agenda_alone_where_the_rules_say_so() -> None:
    at = play(chaired(Stacked()), ("inn", Amend(issue=MORE)))
    assert "more" in at.agenda.issues
    said = refused(at, "alba", Amend(drop="more"))
    assert said.startswith("Under these rules the agenda is not for it to change; ")
    alone = chaired(Stacked(), AmendedBy.MEDIATOR)
    assert "amend" not in view(alone, "inn").legal and "amend" in view(alone, "envoy").legal
    nobody = chaired(Stacked(), AmendedBy.NOBODY)
    assert all("amend" not in view(nobody, one.id).legal for one in nobody.seating.seats)


def test_everything_on_the_agenda_can_be_added_reworded_and_dropped() -> None:
    never = Exclusion(id="both", never=frozendict({"border": ("here",), "water": ("40",)}))
    at = play(
        chaired(Stacked()),
        ("inn", Amend(issue=MORE)),
        ("inn", Amend(option=Option("b", "B"), on="more")),
        ("inn", Amend(option=Option("b", "Better"), on="more")),
        ("inn", Amend(constraint=never)),
    )
    assert [one.name for one in at.agenda.issues["more"].choices.values()] == ["A", "Better"]
    assert "excludes this combination (both)" in refused(at, "alba", Propose(deal=WHOLE))
    at = play(at, ("inn", Amend(drop="40", on="water")))
    assert not at.agenda.constraints and [*at.agenda.issues["water"].choices] == ["60", "80"]
    at = play(at, ("inn", Amend(drop="water")), ("inn", Amend(drop="a", on="more")))
    assert {i: [*one.choices] for i, one in at.agenda.issues.items()} == {
        "border": ["here", "there"],
        "more": ["b"],
    }
    at = play(at, ("alba", Propose(deal={"border": "here", "more": "b"})), ("brae", Accept()))
    assert at.phase is Phase.AGREED


NUMBERS = Issue(id="width", name="Width", span=Range(0, 10), step=5)


@pytest.mark.parametrize(
    ("move", "said"),
    [
        (Amend(), "an amendment adds, rewords or drops one thing at a time"),
        (Amend(issue=MORE, drop="border"), "one thing at a time"),
        (Amend(issue=MORE, on="border"), "only an option is added to an issue or dropped from"),
        (Amend(issue=Issue(id="bare", name="Bare")), "needs an id and at least one option"),
        (Amend(option=Option("x", "X")), "there is no issue named on the agenda"),
        (Amend(option=Option("", "X"), on="border"), "an option needs an id"),
        (Amend(option=Option("x", "X"), on="none"), "there is no issue none on the agenda"),
        (Amend(option=Option("x", "X"), on="width"), "put it anew with another span"),
        (Amend(option=Option("here", "Here"), on="border"), "the agenda says that already"),
        (Amend(drop="none"), "the agenda has no issue or constraint none"),
        (Amend(drop="none", on="border"), "issue border has no option none"),
        (Amend(drop="border"), "issue border is settled"),
        (Amend(drop="here", on="border"), "issue border is settled"),
        (
            Amend(constraint=Exclusion(id="x", never=frozendict({"none": ("a",)}))),
            "the constraint names what is not on the agenda",
        ),
        (
            Amend(constraint=Exclusion(id="", never=frozendict({"water": ("40",)}))),
            "a constraint needs an id, and names options",
        ),
        (
            Amend(constraint=Exclusion(id="x", never=frozendict({"border": ("here",)}))),
            "issue border is settled",
        ),
    ],
)
def test_what_cannot_be_moved_is_said(move: Amend, said: str) -> None:
    at = play(chaired(Stacked()), ("inn", Amend(issue=NUMBERS)))
    at = play(at, ("alba", Settle(options={"border": "here"})), ("brae", Consent()))
    assert said in refused(at, "inn", move).lower()


def test_an_agenda_keeps_an_issue_and_an_issue_an_option() -> None:
    at = play(chaired(Stacked()), ("inn", Amend(drop="water")))
    assert (
        "an agenda needs at least one issue" in refused(at, "inn", Amend(drop="border")).lower()
    )
    at = play(at, ("inn", Amend(drop="here", on="border")))
    said = refused(at, "inn", Amend(drop="there", on="border"))
    assert said.startswith("Issue border needs at least one option; ")


def test_offers_that_lose_their_place_are_made_anew_and_others_stand() -> None:
    at = play(chaired(Alternating()), ("alba", Propose(deal=WHOLE)))
    kept = play(at, ("inn", Amend(drop="80", on="water")))
    assert (kept.stage, len(kept.proposals)) == ("answer", 1)
    lost = play(at, ("inn", Amend(drop="40", on="water")))
    assert (lost.stage, lost.turn, lost.proposals) == ("offer", ("alba",), ())
    at = play(
        chaired(OpenFloor()), ("alba", Propose(deal=WHOLE)), ("brae", Propose(deal=OTHER))
    )
    assert [one.seat for one in play(at, ("inn", Amend(drop="40", on="water"))).proposals] == [
        "brae"
    ]


@pytest.mark.parametrize("rules", [Sealed(), Sealed(shown=False), Shuttle()])
def test_what_only_some_heard_begins_anew_with_every_other_agenda(rules: Rules) -> None:
    at = play(chaired(rules), ("alba", Propose(deal=WHOLE)))
    worded = play(at, ("inn", Amend(option=Option("80", "Eighty"), on="water")))
    assert worded.turn == ("brae",)
    assert play(at, ("inn", Amend(drop="80", on="water"))).turn == ("alba", "brae")


def test_what_is_settled_is_set_aside_and_completes_a_deal() -> None:
    at = play(table(Stacked()), ("alba", Settle(options={"border": "here"})))
    at = play(at, ("brae", Consent()))
    assert at.settled == at.common == deal("here") == view(at, "alba").settled
    said = refused(at, "alba", Propose(deal=OTHER))
    assert said.startswith("Issue border is settled: all have agreed on here; ")
    assert "is settled already" in refused(at, "brae", Settle(options={"border": "here"}))
    at = play(at, ("alba", Propose(deal=deal("", "40"))), ("brae", Accept()))
    assert at.phase is Phase.AGREED and at.deal == WHOLE


def test_settling_the_last_issue_makes_the_deal() -> None:
    at = play(table(OpenFloor()), ("alba", Settle(options=deal("here"))), ("brae", Consent()))
    at = play(at, ("brae", Settle(options=deal("", "40"))), ("alba", Consent()))
    assert at.events[-1].what == Agreed(deal=WHOLE)


def test_sealed_proposals_need_not_say_what_is_settled() -> None:
    at = play(table(Sealed()), ("alba", Settle(options=deal("here"))), ("brae", Consent()))
    at = play(at, ("alba", Propose(deal=deal("", "40"))), ("brae", Propose(deal=WHOLE)))
    at = play(at, ("alba", Reject()), ("brae", Reject()))
    assert at.events[-1].what == Agreed(deal=WHOLE)


def test_what_was_settled_ad_referendum_goes_to_the_capitals_and_falls_if_refused() -> None:
    at = table(Stacked(), principals=True, mandates={"alba": {"border": ("there",)}})
    said = refused(at, "alba", Settle(options=deal("here")))
    assert said.startswith("The mandate of alba does not cover this on border: only ad ref")
    at = play(at, ("brae", Settle(options=deal("here"))))
    assert "does not cover this on border" in refused(at, "alba", Consent())
    at = play(at, ("alba", Consent(ad_referendum=True)))
    assert at.settled == deal("here") and dict(at.provisional) == {"border": ("alba",)}
    at = play(at, ("alba", Propose(deal=deal("", "40"))), ("brae", Accept()))
    assert at.events[-1].what == Initialled(deal=WHOLE, pending=("alba",))
    at = play(at, ("alba-principal", Refuse()))
    assert (at.settled, at.common, at.phase) == (deal(), deal(), Phase.TALKS)


def test_without_a_capital_a_delegation_consents_within_its_mandate_only() -> None:
    at = table(Stacked(), mandates={"alba": mandate("40")}, mediator="envoy")
    at = play(at, ("envoy", Suggest(deal=deal("here", "80"))))
    assert "consent" not in view(at, "alba").legal and "object" in view(at, "alba").legal
    at = play(
        at, ("envoy", Suggest(deal=WHOLE)), ("alba", Consent()), ("brae", Consent(motion=2))
    )
    assert at.phase is Phase.AGREED and at.deal == WHOLE


@pytest.mark.parametrize(
    "rules", [Alternating(), Stacked(), Sealed(), Shuttle(), SingleText(), OpenFloor()]
)
def test_a_mediator_suggests_a_deal_under_any_rules(rules: Rules) -> None:
    at = play(table(rules, THREE, mediator="envoy"), ("envoy", Suggest(deal=WHOLE)))
    at = play(at, *[(one, Consent()) for one in THREE])
    assert at.events[-1].what == Agreed(deal=WHOLE)
    assert "suggest" not in view(table(rules, mediator="envoy"), "alba").legal


@pytest.mark.parametrize(
    ("rules", "moves", "left"),
    [
        (Alternating(), [("alba", Propose(deal=WHOLE))], ("offer", ("brae",))),
        (Stacked(), [("alba", Propose(deal=WHOLE))], ("turn", ("brae", "alba"))),
        (OpenFloor(), [("alba", Propose(deal=WHOLE))], ("floor", ())),
    ],
)
def test_a_proposal_is_taken_back(
    rules: Rules, moves: list[tuple[str, Move]], left: tuple[str, tuple[str, ...]]
) -> None:
    at = play(table(rules), *moves)
    assert (
        "no proposal of the delegation of brae is open"
        in refused(at, "brae", Retract()).lower()
    )
    at = play(at, ("alba", Retract(reason="Too soon.")))
    assert (at.stage, at.turn, at.proposals) == (*left, ())
    assert "accept" not in view(at, "brae").legal


def test_a_mediator_takes_a_text_or_what_it_carries_back() -> None:
    at = play(table(SingleText(), mediator="envoy"), ("envoy", Propose(deal=WHOLE)))
    at = play(at, ("alba", Accept()), ("envoy", Retract()))
    assert (at.stage, at.turn, at.proposals) == ("draft", ("envoy",), ())
    at = play(
        table(Shuttle(), mediator="envoy"),
        ("alba", Propose(deal=WHOLE)),
        ("brae", Propose(deal=OTHER)),
        ("envoy", Propose(deal=WHOLE, to=("brae",))),
        ("envoy", Retract()),
    )
    assert (at.stage, at.turn) == ("carry", ("envoy",))
    at = play(at, ("alba", Retract()), ("envoy", Propose(deal=WHOLE, to=("brae",))))
    assert play(at, ("brae", Accept())).phase is Phase.TALKS


def test_words_alone_are_proposed_and_agreed_and_settle_nothing() -> None:
    words = Propose(deal={}, text="We meet again in May.")
    at = play(table(Stacked(), principals=True), ("alba", words))
    at = play(at, ("brae", Accept(ad_referendum=True)))
    assert at.events[-1].what == WordsAgreed(
        proposal="alba.1", text="We meet again in May.", pending=("brae",)
    )
    assert (at.common, at.phase, at.proposals) == (deal(), Phase.TALKS, ())
    for empty in (Propose(deal={}), Propose(deal={}, text=" ")):
        assert "or says something in words" in refused(table(Stacked()), "alba", empty)
    assert refused(table(Sealed()), "alba", words).startswith(
        "A proposal names an option of at least one issue; "
    )


def test_a_capital_may_have_to_ratify_what_was_agreed_with_full_powers() -> None:
    setup = Setup(
        agenda=agenda(ISSUES),
        seats=seats(["alba", "brae"], principals=True),
        rules=Stacked(),
        ratifies=("brae",),
    )
    at = play(open_table(setup), ("alba", Propose(deal=WHOLE)), ("brae", Accept()))
    assert at.events[-1].what == Initialled(deal=WHOLE, pending=("brae",))
    assert play(at, ("brae-principal", Ratify())).phase is Phase.AGREED
    assert play(at, ("brae-principal", Refuse())).phase is Phase.TALKS


@pytest.mark.parametrize("binding", [False, True])
def test_what_is_settled_is_open_again_once_all_consent(binding: bool) -> None:
    start = table(OpenFloor(binding_issues=binding), THREE, mediator="envoy")
    border, water = (Reopen(issues=(one,)) for one in ("border", "water"))
    assert "no issue is settled" in refused(start, "brae", border).lower()
    at = play(start, ("alba", Settle(options=deal("here"))), ("brae", Consent()))
    at = play(at, ("cora", Consent()), ("cora", Propose(deal=deal("", "60"))))
    assert "ssue water is not settled" in refused(at, "cora", water)
    assert "must be named" in refused(at, "cora", Reopen(issues=()))
    at = play(at, ("cora", border), ("alba", Consent()))
    assert dict(at.settled) == deal("here")
    at = play(at, ("brae", Consent()))
    assert (dict(at.settled), dict(at.common), len(at.proposals)) == ({}, {}, 0)
    at = play(at, ("alba", Propose(deal=deal("there", "60"))), ("brae", Accept()))
    assert play(at, ("cora", Accept())).deal == deal("there", "60")


def test_what_was_settled_beforehand_can_be_reopened_too() -> None:
    setup = Setup(
        agenda=agenda(ISSUES), seats=seats(THREE[:2]), rules=Sealed(), settled=deal("here")
    )
    at = play(open_table(setup), ("alba", Propose(deal=deal("", "60"))))
    at = play(at, ("alba", Reopen(issues=("border",))), ("brae", Consent()))
    assert (dict(at.settled), at.proposals, at.turn) == ({}, (), THREE[:2])
    assert "names an option of every issue" in refused(at, "alba", Propose(deal=deal("", "60")))
