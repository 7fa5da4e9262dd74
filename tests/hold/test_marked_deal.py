"""A deal by marks of some, numbers of others: what is said holds in any game they allow."""

from typing import Any

from attrs import evolve
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st
from tests.deals.build import interests
from tests.hold.test_deal_stability import going_back
from tests.hold.test_holding_by_marks import ORDER, marked
from tests.strategies import few

from accord.hold import Concept
from accord.hold.compliance import Undertaking, compliance_game
from accord.hold.deal_stability import holds
from accord.hold.for_all_values import ForValues
from accord.hold.marked_deal import marked_deal
from accord.hold.picked_deal import PickedDeal
from accord.model import Exclusion, Mark, Range, Scale

ISSUES = "abc"
KEPT = {ForValues.EVERY: True, ForValues.NONE: False}


def points(values: dict[str, int]) -> dict[str, Any]:
    return {i: (100.0, {"kept": 0.0, "old": float(v)}) for i, v in values.items()}


@few(80)
@given(st.data())
def test_what_is_said_of_marks_beside_numbers_holds_in_the_game_of_all_numbers(
    data: st.DataObject,
) -> None:
    parties = "pqr"[: data.draw(st.integers(2, 3))]
    two = st.tuples(st.sampled_from(Mark), st.sampled_from(Mark))
    marks = {p: {i: data.draw(two) for i in ISSUES} for p in parties[1:]}
    lines = {
        p: (
            Exclusion(
                id="both",
                never=frozendict(
                    {
                        issue: (data.draw(st.sampled_from(["kept", "old"])),)
                        for issue in data.draw(st.permutations(ISSUES))[:2]
                    }
                ),
            ),
        )
        if data.draw(st.booleans())
        else ()
        for p in parties
    }
    written = [
        Undertaking(issue=issue, owner=owner)
        for issue in ISSUES
        for owner in data.draw(st.lists(st.sampled_from(parties), min_size=1, unique=True))
    ]
    own = points({i: data.draw(st.integers(-5, 5)) for i in ISSUES})
    mine = evolve(interests("p", own, 0, scale=Scale.POINTS), red_lines=lines["p"])
    agenda = going_back(ISSUES)
    deal = frozendict(dict.fromkeys(ISSUES, "kept"))
    sheet = [evolve(marked(p, marks[p]), red_lines=lines[p]) for p in parties[1:]]
    found = marked_deal(
        agenda,
        [mine, *sheet],
        PickedDeal(deal=deal, by="x", how="file"),
        holder="x",
        written=written,
    )
    held = [mine]
    for party in parties[1:]:
        values = {}
        for issue, (kept, old) in marks[party].items():
            values[issue] = data.draw(st.integers(-5, 5))
            if kept in ORDER and old in ORDER and kept is not old:
                more = ORDER[old] > ORDER[kept]
                values[issue] = data.draw(st.integers(1, 5)) * (1 if more else -1)
        one = interests(party, points(values), 0, scale=Scale.POINTS)
        held.append(evolve(one, red_lines=lines[party]))
    game = evolve(compliance_game(agenda, held, deal, written=written), fighting=())
    by_numbers = holds(game)
    for party in parties:
        for concept, stays in found.stays(party).items():
            if stays is not None:
                truth = by_numbers.each[party][concept].stable
                assert KEPT[stays] is truth, (party, concept)
    assert {Concept.NASH, Concept.GMR, Concept.SMR} <= {
        concept for concept, one in found.stays("p").items() if one is not None
    }


def test_of_whoever_gave_numbers_the_gain_is_in_points_and_of_nobody_else() -> None:
    want, live, cannot = Mark.WANT, Mark.LIVE, Mark.CANNOT
    number: dict[str, Any] = {
        "a": (50, {"kept": 20, "old": (40, 60)}),
        "b": (50, {"kept": 90, "old": 0}),
    }
    found = marked_deal(
        going_back("ab"),
        [interests("p", number, 0), marked("q", {"a": (want, cannot), "b": (live, want)})],
        PickedDeal(deal=frozendict({"a": "kept", "b": "kept"}), by="x", how="file"),
        holder="x",
    )
    assert found.valued["p"].gain == Range(10, 20)
    assert found.stays("p")[Concept.NASH] is ForValues.NONE
    assert found.stays("p")[Concept.GMR] is ForValues.EVERY  # b costs it 45
    told = found.to_json()["parties"]
    assert isinstance(told, dict)
    assert told["p"]["gain"] == [10, 20] and "gain" not in told["q"]
    assert told["q"]["by"] == "marks" and told["q"]["better_off_by"] == ["b"]
