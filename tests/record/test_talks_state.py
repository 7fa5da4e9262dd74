"""The state line: what the latest event of any kind made of the talks, and both readings."""

import pytest
from attrs import evolve
from frozendict import frozendict
from tests.record.build import when
from tests.record.talks import agreement, case, decision, made, step

from accord.model import PlannedRound
from accord.record import Answer, Entry, Register, Stance, TalksPhase, TalksState
from accord.record.kinds.agreement import as_one, of_one_paper
from accord.record.talks_state import talks_state


def state(*entries: Entry, parties: str = "a b") -> TalksState:
    return talks_state(case(*entries, parties=parties))


FIRST = made("round", "r1", "2031-03-01", name="First round")
DEAL = agreement("deal", "2031-04-01", deal={"land": "half"})


def test_nothing_in_the_record_is_no_state() -> None:
    assert state().what is TalksPhase.NONE


def test_proposals_alone_are_talks_under_way() -> None:
    offer = made("proposal", "offer", "2031-01-01", by="a", to="b", deal={"land": "half"})
    yes = made("response", "yes", "2031-01-02", by="b", answers="offer", answer=Answer.ACCEPTS)
    found = state(offer, yes)
    assert (found.what, found.entries) == (TalksPhase.UNDER_WAY, ("yes",))
    assert "2 January 2031" in found.text


@pytest.mark.parametrize(
    ("what", "phase", "text"),
    [
        ("announced", "announced", "Announced on 5 March 2031."),
        ("opened", "under_way", "Opened on 5 March 2031."),
        ("adjourned", "adjourned", "Adjourned since 5 March 2031."),
        ("halted", "halted", "Halted since 5 March 2031."),
        ("resumed", "resumed", "Resumed on 5 March 2031."),
        ("ended", "ended", "Ended on 5 March 2031."),
        ("broken off", "broken_off", "Broken off on 5 March 2031."),
        ("Suspended", "halted", "Halted since 5 March 2031."),
    ],
)
def test_a_step_is_said_with_its_date(what: str, phase: str, text: str) -> None:
    found = state(FIRST, step("s", "2031-03-05", what))
    assert (found.what, found.text, found.readings) == (phase, text, ())


def test_a_meeting_after_a_step_takes_the_talks_on() -> None:
    second = made("round", "r2", "2031-04-01", name="Second round")
    found = state(FIRST, step("s", "2031-03-05", "halted", "a"), second)
    assert (found.what, found.text) == ("under_way", "Second round held on 1 April 2031.")


def test_the_next_round_announced_is_told_with_the_state() -> None:
    plans = {
        "r3": PlannedRound(
            id="r3", name="Third round", date=when("2041-05"), sources=("s-r1",)
        ),
        "r2": PlannedRound(id="r2", name="Second", date=when("2031-05-01"), sources=("s-r1",)),
    }
    of = case(FIRST, rounds=frozendict(plans))
    assert talks_state(of).text == (
        "First round held on 1 March 2031; Third round announced for May 2041."
    )
    assert talks_state(evolve(of, moment=when("2031-03-02"))).entries == ("r1", "r2")
    empty = evolve(of.record, entries=())
    assert talks_state(evolve(of, record=empty)).what is TalksPhase.ANNOUNCED


def halts(ours: str, theirs: str, days: tuple[str, str] = ("17", "18")) -> TalksState:
    """Return the state after each side says something of the talks."""
    one = step("one", f"2031-05-{days[0]}", ours, "a", text="They left.")
    return state(
        FIRST, one, step("two", f"2031-05-{days[1]}", theirs, "b", text="No, they did.")
    )


def test_two_sides_that_give_different_reasons_are_both_told() -> None:
    found = halts("halted", "halted")
    assert found.text == "Halted since 17 May 2031; A and B give different reasons."
    assert [(r.who, r.what, r.text) for r in found.readings] == [
        (("a",), "halted", "They left."),
        (("b",), "halted", "No, they did."),
    ]


def test_two_sides_that_say_different_things_are_both_told() -> None:
    found = halts("halted", "adjourned")
    assert found.text == (
        "Adjourned since 18 May 2031 according to B; according to A halted since 17 May 2031."
    )
    found = halts("halted", "resumed")
    assert [r.what for r in found.readings] == ["halted", "resumed"]


def test_that_talks_went_on_is_no_reading_once_the_other_side_stops_them() -> None:
    assert halts("opened", "halted").readings == ()
    assert len(halts("opened", "halted", ("17", "17")).readings) == 2


def test_what_both_sides_say_alike_has_no_readings() -> None:
    both = step("s", "2031-05-17", "halted", "a b", text="No result.")
    assert state(FIRST, both).text == "Halted since 17 May 2031."
    one = step("s", "2031-05-17", "halted", "a", text="No result.")
    other = step("t", "2031-05-18", "halted", "b")
    found = state(FIRST, one, other)
    assert (found.text, found.readings) == ("Halted since 17 May 2031.", ())


def test_one_side_alone_is_named() -> None:
    assert state(step("s", "2031-05-17", "ended", "a")).text == (
        "Ended on 17 May 2031 according to A."
    )
    assert state(step("s", "2031-05-17", "opened", "host")).text == (
        "Opened on 17 May 2031 by Host."
    )


def test_a_mediator_s_step_ends_what_the_sides_said_before() -> None:
    one = step("one", "2031-05-17", "halted", "a", text="They left.")
    two = step("two", "2031-05-18", "adjourned", "b", text="No, they did.")
    found = state(one, two, step("on", "2031-05-20", "resumed", "host"))
    assert (found.what, found.readings) == ("resumed", ())


@pytest.mark.parametrize(
    ("stage", "phase", "text"),
    [
        ("reached", "agreed", "Agreement on Land reached on 1 April 2031."),
        ("initialled", "initialled", "Agreement on Land initialled on 1 April 2031."),
        ("signed", "signed", "Agreement on Land signed on 1 April 2031."),
        ("ratified", "ratified", "Agreement on Land ratified on 1 April 2031."),
        ("in force", "in_force", "Agreement on Land in force since 1 April 2031."),
    ],
)
def test_an_agreement_is_said_with_its_standing(stage: str, phase: str, text: str) -> None:
    found = state(FIRST, agreement("deal", "2031-04-01", stage, deal={"land": "half"}))
    assert (found.what, found.text, found.entries) == (phase, text, ("deal",))


@pytest.mark.parametrize(
    ("result", "phase", "text"),
    [
        ("rejects", "refused", "rejected in a referendum on 2 May 2031."),
        ("annuls", "refused", "annulled in a referendum on 2 May 2031."),
        ("repudiates", "broken_off", "repudiated in a referendum on 2 May 2031."),
        ("approves", "ratified", "ratified in a referendum on 2 May 2031."),
        ("suspends", "agreed", "suspended in a referendum on 2 May 2031."),
        (
            "postpones",
            "agreed",
            "reached on 1 April 2031; the referendum on it was put off on 2 May 2031.",
        ),
    ],
)
def test_a_decision_about_it_is_the_latest_event(result: str, phase: str, text: str) -> None:
    found = state(DEAL, decision("d", "2031-05-02", result, "referendum", about="deal"))
    assert (found.what, found.text) == (phase, f"Agreement on Land {text}")


def test_an_approval_for_one_party_says_whose_is_to_come() -> None:
    yes = decision("d", "2031-05-02", "approves", "parliament", of="a", about="deal")
    found = state(DEAL, yes)
    assert (found.what, found.text) == (
        "agreed",
        "Agreement on Land approved by the parliament of A on 2 May 2031; still to be approved "
        "for B.",
    )


def test_a_step_after_an_agreement_says_that_it_stands() -> None:
    signed = agreement("deal", "2031-04-01", "signed", deal={"land": "half"})
    found = state(signed, step("s", "2031-05-01", "halted", "a b"))
    assert found.text == (
        "Halted since 1 May 2031; the agreement on Land was signed on 1 April 2031."
    )


def test_of_one_day_an_agreement_is_later_than_a_step_and_that_than_a_meeting() -> None:
    ended = step("s", "2031-03-01", "ended")
    assert state(FIRST, ended).what is TalksPhase.ENDED
    deal = agreement("deal", "2031-03-01", deal={"land": "half"})
    assert state(FIRST, ended, deal).what is TalksPhase.AGREED


def test_a_proposal_that_a_body_rejects_is_refused() -> None:
    offer = made("proposal", "offer", "2031-01-01", by="a", to="b", deal={"land": "half"})
    found = state(FIRST, offer, decision("d", "2031-05-02", "no", "parliament", about="offer"))
    assert (found.what, found.text) == (
        "refused",
        "Proposal of A of 1 January 2031 rejected by parliament on 2 May 2031.",
    )


BOTH = agreement("both", "2031-04-01", "signed", deal={"land": "half", "arms": "all"})


@pytest.mark.parametrize(
    ("entries", "phase", "since", "text"),
    [
        (
            [BOTH, decision("d", "2031-05-02", "annuls", about="both", issues="land")],
            "refused",
            "2031-05-02",
            "Agreement on Land annulled by the court on 2 May 2031; the agreement on Arms was "
            "signed on 1 April 2031.",
        ),
        (
            [
                DEAL,
                decision("d", "2031-05-02", "rejects", "referendum", about="deal"),
                decision("e", "2031-06-02", "annuls", about="d"),
            ],
            "agreed",
            "2031-04-01",
            "Rejection of the agreement on Land in a referendum on 2 May 2031 annulled by the "
            "court on 2 June 2031; the agreement was reached on 1 April 2031.",
        ),
        (
            [
                DEAL,
                decision("d", "2031-05-02", "rejects", "parliament", of="a", about="deal"),
                decision("e", "2031-06-02", "approves", "parliament", of="b", about="deal"),
            ],
            "refused",
            "2031-05-02",
            "Agreement on Land approved by the parliament of B on 2 June 2031, and fallen "
            "before.",
        ),
        (
            [
                FIRST,
                made("proposal", "offer", "2031-03-02", by="a", to="b", deal={"land": "half"}),
                made(
                    "response",
                    "yes",
                    "2031-03-04",
                    by="b",
                    answers="offer",
                    answer=Answer("Accepted"),
                ),
            ],
            "under_way",
            "2031-03-01",
            "First round held on 1 March 2031; proposals and answers exchanged, the latest on "
            "4 March 2031.",
        ),
        (
            [
                made(
                    "round",
                    "r1",
                    "2031-03-01",
                    name="First round",
                    agreed=({"land": "half"}, {"arms": "all", "water": "all"}),
                )
            ],
            "agreed",
            "2031-03-01",
            "First round held on 1 March 2031, with agreement on Land, Arms and Water, so that "
            "all issues are agreed.",
        ),
    ],
)
def test_the_line_says_what_fell_what_stands_and_what_came_since(
    entries: list[Entry], phase: str, since: str, text: str
) -> None:
    found = state(*entries)
    assert (found.what, found.since, found.text) == (phase, when(since), text)


def test_a_party_that_joins_is_named() -> None:
    two = agreement("deal", "2031-04-01", deal={"land": "half"}, between="a b")
    third = agreement("join", "2031-06-01", about="deal", between="c")
    assert state(two, third, parties="a b c").text == (
        "Agreement on Land reached on 1 April 2031 between A and B, and joined by C on "
        "1 June 2031."
    )


@pytest.mark.parametrize("result", ["rejects", "withdrawal", "pulls out", "repudiates"])
def test_a_party_that_rejects_what_it_agreed_to_breaks_it_off(result: str) -> None:
    deal = agreement("deal", "2031-04-01", "signed", deal={"land": "half"}, between="a b")
    no = decision("no", "2031-05-01", result, "b", about="deal")
    found = state(deal, no)
    assert found.what is TalksPhase.BROKEN_OFF
    assert found.text == "Agreement on Land repudiated by B on 1 May 2031."
    names = Register(case().process, {"deal": deal})
    assert no.said(names) == "B repudiates the agreement of 1 April 2031"
    other = decision("no", "2031-05-01", "rejects", "court", about="deal")
    assert state(deal, other).what is TalksPhase.REFUSED


def test_a_referendum_is_held_by_a_party() -> None:
    no = decision("no", "2031-05-01", "rejects", "referendum", about="deal", of="b")
    assert state(DEAL, no).text == (
        "Agreement on Land rejected in a referendum held by B on 1 May 2031."
    )


def test_what_a_step_says_itself_is_not_said_twice() -> None:
    one = step("s", "2031-01-01", "resumed", "a", text="Talks resume; all came.")
    assert one.said(Register(case().process)) == "A: Talks resume; all came."
    other = step("s", "2031-01-01", "resumed", "a", text="All came.")
    assert other.said(Register(case().process)) == "A: talks resumed: All came."


def test_who_denies_is_not_said_twice() -> None:
    one = made(
        "claim", "c", "2031-01-01", by="a", stance=Stance.DENIES, text="He denies the bomb."
    )
    assert one.said(Register(case().process)) == "A denies: the bomb."


def test_rows_of_one_paper_are_one_agreement_in_the_line() -> None:
    rows = [
        agreement(f"row-{i}", "2031-04-01", deal={i: "half"}, between="a b")
        for i in ("land", "arms")
    ]
    found = state(*rows)
    assert found.text == "Agreement on Arms and Land reached on 1 April 2031."
    assert set(found.entries) == {"row-land", "row-arms"}
    (paper,) = of_one_paper(rows)
    assert as_one(paper).said(Register(case().process)) == (
        "Agreement reached: Land: land half; Arms: arms half"
    )
    some = agreement("some", "2031-04-01", deal={"water": "half"}, between="a host")
    assert len(of_one_paper([*rows, some])) == 1
