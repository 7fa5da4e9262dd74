"""Which offers count, and what they rule out: exactly what their party did not offer."""

import random
from collections.abc import Sequence
from itertools import product
from typing import Any

import pytest
from attrs import evolve
from frozendict import frozendict
from tests.record.build import entry, record
from tests.record.test_fitting_offers import ISSUES, OPTIONS, drawn, offer

from accord.model import Agenda, Interests, Issue, Mark, Marked, Option, Party, Process, When
from accord.record import Answer, Case, ConditionalOffer, Entry, ReturnOrder
from accord.record.standing_offers import (
    NotCounted,
    conditions_among,
    ruled_out,
    standing_offers,
)

AGENDA = Agenda(
    issues=frozendict(
        {
            i: Issue(
                id=i, name=i, options=frozendict({o: Option(o, f"{i}{o}") for o in OPTIONS})
            )
            for i in ISSUES
        }
    )
)
PROCESS = Process(
    title="Talks",
    parties=frozendict({p: Party(id=p, name=p.upper()) for p in "ab"}),
    agenda=AGENDA,
)
LAST = When.parse("2024-05-05")


def made(one: str, date: str = "2024-05-01", **rest: Any) -> Entry:
    """Make an offer of a: x1 if y1 or y2, that first."""
    given: dict[str, Any] = {
        "party": "a",
        "gives": frozendict(x="1"),
        "if_": frozendict(y=("1",)),
        "order_": ReturnOrder.FIRST,
    }
    return entry("offer", one, date, **{**given, **rest})


def answer(one: str, by: str, how: Answer, date: str = "2024-05-02") -> Entry:
    return entry("response", one, date, by=by, answers="o", answer=how)


def counted(*entries: Entry) -> tuple[list[str], dict[str, tuple[NotCounted, str]]]:
    found = standing_offers(PROCESS, record(*entries), LAST)
    return [one.id for one in found.offers], {o.offer.id: (o.why, o.by) for o in found.out}


def test_a_later_offer_on_the_same_issues_takes_the_place_of_an_earlier_one() -> None:
    later = made("p", "2024-05-03", gives=frozendict(x="2"))
    assert counted(made("o"), later) == (["p"], {"o": (NotCounted.REPLACED, "p")})


def test_offers_of_one_day_or_on_other_issues_stand_side_by_side() -> None:
    same_day, other = made("p", gives=frozendict(x="2")), made("q", "2024-05-03")
    other = evolve(other, gives=frozendict(x="1", z="1"))  # type: ignore[call-arg]
    assert counted(made("o"), same_day, other) == (["o", "p", "q"], {})
    of_b = made("r", "2024-05-04", party="b")
    assert counted(made("o"), of_b) == (["o", "r"], {})


def test_a_party_takes_its_offer_back_by_rejecting_it() -> None:
    assert counted(made("o"), answer("n", "a", Answer.REJECTS)) == (
        [],
        {"o": (NotCounted.WITHDRAWN, "n")},
    )


def test_an_offer_does_not_count_while_one_of_those_asked_rejects_it() -> None:
    no, yes = answer("n", "b", Answer.REJECTS), answer("s", "b", Answer.RESERVES, "2024-05-03")
    assert counted(made("o"), no) == ([], {"o": (NotCounted.REJECTED, "n")})
    assert counted(made("o"), no, yes) == (["o"], {})


def test_an_offer_lapses_once_its_last_day_is_over() -> None:
    assert counted(made("o", until=When.parse("2024-05-04")))[1] == {
        "o": (NotCounted.LAPSED, "")
    }
    assert counted(made("o", until=LAST)) == (["o"], {})


def test_who_accepts_an_offer_makes_it_the_other_way_round() -> None:
    found = standing_offers(
        PROCESS, record(made("o"), answer("s", "b", Answer.ACCEPTS)), LAST
    ).offers
    assert [one.id for one in found] == ["o", "s"]
    taken = found[1]
    assert (taken.party, taken.order_) == ("b", ReturnOrder.AFTER)
    assert (taken.gives, taken.if_) == (frozendict(y="1"), frozendict(x=("1",)))


def test_an_acceptance_takes_the_place_of_an_own_offer_until_a_later_one() -> None:
    own = made("p", "2024-05-02", party="b", gives=frozendict(y="1"), if_=frozendict(x=("1",)))
    yes = answer("s", "b", Answer.ACCEPTS)
    assert counted(made("o"), own, yes) == (["o", "s"], {"p": (NotCounted.REPLACED, "s")})
    later = evolve(own, id="q", date=When.parse("2024-05-03"))
    assert counted(made("o"), yes, later) == (["o", "q"], {"s": (NotCounted.REPLACED, "q")})


def test_an_offer_that_another_replaced_does_not_come_back_when_that_one_falls() -> None:
    later = made("p", "2024-05-02")
    no = evolve(answer("n", "b", Answer.REJECTS, "2024-05-03"), answers="p")  # type: ignore[call-arg]
    assert counted(made("o"), later, no) == (
        [],
        {"o": (NotCounted.REPLACED, "p"), "p": (NotCounted.REJECTED, "n")},
    )


def refuses(offers: Sequence[ConditionalOffer], party: str, deal: dict[str, str]) -> bool:
    """Say by the definition whether a deal is one that a party did not offer.

    It takes all that one of its offers gives, and meets no offer of its own that gives as much.
    """
    own = [one for one in offers if one.party == party]
    return any(
        one.gives.items() <= deal.items()
        and not any(
            one.gives.items() <= other.gives.items() <= deal.items()
            and all(deal[i] in options for i, options in other.if_.items())
            for other in own
        )
        for one in own
    )


@pytest.mark.parametrize("seed", range(20))
def test_offers_rule_out_the_deals_that_were_not_offered(seed: int) -> None:
    rng = random.Random(seed)
    deals = [dict(zip(ISSUES, one, strict=True)) for one in product(OPTIONS, repeat=4)]
    for _ in range(10):
        offers = drawn(rng)
        lines = ruled_out(AGENDA, offers)
        for party in {one.party for one in offers}:
            own = lines.get(party, ())
            assert len({one.id for one in own}) == len(own)
            for deal in deals:
                crossed = any(line.crossed_by(deal) for line in own)
                assert crossed is refuses(offers, party, deal)


def test_a_condition_is_a_red_line_over_a_pair() -> None:
    (line,) = ruled_out(AGENDA, [offer("o", "a", {"x": "1"}, {"y": "1"})])["a"]
    assert (line.id, line.never) == ("condition of o", frozendict(x=("1",), y=("2", "3")))
    assert conditions_among([line]) == ["o"]
    assert not ruled_out(AGENDA, [offer("o", "a", {"x": "1"})])
    assert not ruled_out(AGENDA, [offer("o", "a", {"x": "1"}, {"x": "2"})])


def test_conditions_stand_beside_the_red_lines_of_every_holder_for_that_party() -> None:
    marks = frozendict({"x": frozendict({"1": Marked(mark=Mark.WANT)})})
    held = [
        Interests(id=f"{p}-by-{by}", party=p, held_by=by, marks=marks)
        for p in "ab"
        for by in ("c", "d")
    ]
    case = Case(process=PROCESS, record=record(made("o")), interests=tuple(held))
    for sheet in case.sheets:
        assert [line.id for line in sheet.interests["a"].red_lines] == ["condition of o"]
        assert not sheet.interests["b"].red_lines
    assert not any(one.red_lines for one in case.interests)
    of_none = evolve(case, record=record(made("o", party="c")))
    assert not of_none.conditions
    again = evolve(case, interests=tuple(i for s in case.sheets for i in s.held))
    assert again.sheets == case.sheets
    half = evolve(case, interests=tuple(i for i in held if i.party == "b"))
    for sheet in half.sheets:
        assert sheet.missing == ("a",)
        (own, beside) = half.on_sheet(sheet)
        assert (own.party, beside.party, beside.held_by) == ("b", "a", sheet.holder)
        assert [line.id for line in beside.red_lines] == ["condition of o"]
    before = case.as_of(When.parse("2024-04-30"))
    assert not any(one.red_lines for s in before.sheets for one in s.held)
