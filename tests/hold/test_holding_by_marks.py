"""Whether a deal would be kept by marks alone: what holds whatever the numbers would be."""

from attrs import evolve
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st
from tests.deals.build import interests
from tests.hold.test_deal_stability import apart, going_back
from tests.strategies import few

from accord.hold import Concept
from accord.hold.compliance import Undertaking, compliance_game
from accord.hold.deal_stability import holds
from accord.hold.holding_by_marks import holds_by_marks
from accord.model import Interests, Mark, Marked, Scale

ORDER = {Mark.CANNOT: 0, Mark.LIVE: 1, Mark.WANT: 2}


def marked(party: str, given: dict[str, tuple[Mark, Mark]]) -> Interests:
    """Return marks for what is kept and for what was, by issue."""
    return Interests(
        id=party,
        party=party,
        held_by="x",
        marks=frozendict(
            {
                issue: frozendict({"kept": Marked(mark=kept), "old": Marked(mark=old)})
                for issue, (kept, old) in given.items()
            }
        ),
    )


@few(60)
@given(st.data())
def test_what_marks_say_holds_for_numbers_in_their_order(data: st.DataObject) -> None:
    parties, issues = "pqr"[: data.draw(st.integers(2, 3))], "abc"
    two = st.tuples(st.sampled_from(Mark), st.sampled_from(Mark))
    given_ = {p: {i: data.draw(two) for i in issues} for p in parties}
    written = [
        Undertaking(issue=issue, owner=owner)
        for issue in issues
        for owner in data.draw(st.lists(st.sampled_from(parties), min_size=1, unique=True))
    ]
    deal = dict.fromkeys(issues, "kept")
    agenda = going_back(issues, data.draw(apart(issues)) if len(issues) > 1 else ())
    found = holds_by_marks(
        agenda, [marked(*one) for one in given_.items()], deal, written=written
    )
    held = []
    for party in parties:
        values = {}
        for issue, (kept, old) in given_[party].items():
            points = data.draw(st.integers(-5, 5))
            if kept in ORDER and old in ORDER and kept is not old:
                more = ORDER[old] > ORDER[kept]
                points = data.draw(st.integers(1, 5)) * (1 if more else -1)
            values[issue] = (100.0, {"kept": 0.0, "old": points})
        held.append(interests(party, values, 0, scale=Scale.POINTS))
    game = compliance_game(agenda, held, deal, written=written)
    by_numbers = holds(evolve(game, fighting=()))
    for party, own in found.each.items():
        for concept, stays in own.stays.items():
            assert stays in (None, by_numbers.each[party][concept].stable), (party, concept)


def test_a_clear_gain_that_nobody_can_answer_is_one() -> None:
    want, live, cannot = Mark.WANT, Mark.LIVE, Mark.CANNOT
    sheet = [
        marked("p", {"a": (live, want), "b": (want, cannot)}),
        marked("q", {"a": (want, cannot), "b": (live, want)}),
    ]
    both = holds_by_marks(going_back("ab"), sheet, {"a": "kept", "b": "kept"})
    assert [(one.issue, one.owner) for one in both.stake.undertakings] == [
        ("a", "p"),
        ("b", "q"),
    ]
    assert both.each["p"].stays[Concept.NASH] is False
    assert both.each["p"].stays[Concept.SEQ] is None  # does b outweigh a?
    alone = holds_by_marks(going_back("ab"), sheet, {"a": "kept"})
    assert alone.each["p"].stays[Concept.SEQ] is False
    assert alone.each["q"].stays == dict.fromkeys(alone.each["q"].stays, True)


def test_what_nobody_asked_about_cannot_be_said() -> None:
    sheet = [
        marked("p", {"a": (Mark.UNKNOWN, Mark.WANT)}),
        marked("q", {"a": (Mark.WANT, Mark.LIVE)}),
    ]
    found = holds_by_marks(going_back("a"), sheet, {"a": "kept"})
    assert found.each["p"].unclear == ("a",)
    assert set(found.each["p"].stays.values()) == {None}
    assert set(found.each["q"].stays.values()) == {True}
