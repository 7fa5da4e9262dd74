"""What is offered on a condition: on the page, in the dossier and in the matrix."""

from typing import Any

from frozendict import frozendict
from tests.brief.build import agenda, entry, folder

from accord.brief import compose
from accord.brief.compose import Brief
from accord.model import When
from accord.record import Entry, ReturnOrder

ISSUES = {
    "guns": ("stay", "back", "out"),
    "detainees": ("none", "some", "all"),
    "posts": ("keep", "joint"),
    "watch": ("nobody", "elders"),
}


def offer(
    one: str,
    party: str,
    gives: dict[str, str],
    wants: dict[str, tuple[str, ...]],
    order: str = "first",
    date: str = "2022-01-02",
    **given: Any,
) -> Entry:
    return entry(
        "offer",
        one,
        date,
        party=party,
        gives=frozendict(gives),
        if_=frozendict(wants),
        order_=ReturnOrder(order),
        **given,
    )


GUNS = offer("o1", "north", {"guns": "back"}, {"detainees": ("all",)})
HOME = offer("o2", "south", {"detainees": "all"}, {"guns": ("back", "out")})
POST = offer("o3", "south", {"posts": "joint"}, {"watch": ("elders",)}, "together")


def brief(*entries: Entry, as_of: str = "") -> Brief:
    case = folder(*entries, agenda=agenda(ISSUES))
    return compose(case, When.parse(as_of) if as_of else None, draws=1)


def lines(made: Brief) -> list[str]:
    return [line.text for line in made.page.offers]


def test_the_page_says_what_fits_where_the_order_is_stuck_and_what_waits() -> None:
    made = brief(GUNS, HOME, POST)
    assert lines(made) == [
        "Fit together: North: Back (Guns); South: All (Detainees).",
        "Only the order is stuck. Each wants the other to go first. No new concession: both at "
        "once; in halves; a third party holds both.",
        "Waits: Joint (Posts) of South needs what nobody else offers: Elders (Watch).",
    ]
    (part,) = (part for part in made.page.parts if part.anchor == "offers")
    assert part.title == "Conditional offers: 2 fit together, 1 waits"
    assert {one for line in part.lines for one in line.entries} <= {"o1", "o2", "o3"}


def test_the_dossier_has_circles_steps_needs_and_the_offers() -> None:
    now = brief(GUNS, HOME, POST).dossier.offers
    (fit,) = now.fit
    assert (fit.offers, fit.parties, fit.order) == (("o1", "o2"), ("north", "south"), "stuck")
    assert fit.gives == frozendict(guns="back", detainees="all")
    assert fit.stuck == (("o1", "o2"),)
    assert (
        "Each wants the other to go first: North waits for South (Detainees); South waits for "
        "North (Guns)." in fit.text
    )
    (waiting,) = now.waiting
    assert (waiting.offer, waiting.needs) == ("o3", (frozendict(watch=("elders",)),))
    assert [line.entries for line in now.offers] == [("o1",), ("o2",), ("o3",)]


def test_an_order_that_all_can_live_with_is_told_step_by_step() -> None:
    after = offer("o2", "south", {"detainees": "all"}, {"guns": ("back",)}, "after")
    made = brief(GUNS, after)
    assert lines(made)[1] == "In this order: 1. South: All (Detainees); 2. North: Back (Guns)."
    (fit,) = made.dossier.offers.fit
    assert (fit.order, fit.steps, fit.ways_out) == ("open", (("o2",), ("o1",)), ())


def test_one_that_wants_the_other_first_and_one_that_wants_both_at_once_are_stuck() -> None:
    together = offer("o2", "south", {"detainees": "all"}, {"guns": ("back",)}, "together")
    assert lines(brief(GUNS, together))[1].startswith(
        "Only the order is stuck. North wants South to go first, and South wants both at once."
    )


def test_who_is_no_party_can_meet_a_condition() -> None:
    watch = offer("o4", "host", {"watch": "elders"}, {"posts": ("joint",)}, "after")
    assert lines(brief(POST, watch))[0] == (
        "Fit together: South: Joint (Posts); Hostland: Elders (Watch)."
    )


def test_what_is_not_for_a_reader_leaves_no_trace_on_its_page() -> None:
    private = offer(
        "o4", "north", {"posts": "keep"}, {"watch": ("nobody",)}, for_=("mediator",)
    )
    own = offer("o5", "north", {"guns": "out"}, {"detainees": ("all",)}, for_=("north",))
    with_them, without = brief(GUNS, HOME, POST, private, own), brief(GUNS, HOME, POST)
    assert with_them.to_json() == without.to_json()


def test_who_asks_for_what_an_offer_waits_for_is_named() -> None:
    asks = entry("position", "p", "2022-01-01", party="north", issue="watch", option="elders")
    assert "Elders (Watch) (asked for by North)" in lines(brief(POST, asks))[0]


def test_what_is_agreed_meets_a_condition_or_makes_it_hopeless() -> None:
    agreed = entry(
        "agreement", "a", "2022-01-01", between=("north", "south"), deal={"watch": "elders"}
    )
    assert lines(brief(POST, agreed)) == [
        "Stands: South: Joint (Posts), whose condition is met."
    ]
    other = entry(
        "agreement", "a", "2022-01-01", between=("north", "south"), deal={"watch": "nobody"}
    )
    assert lines(brief(POST, other)) == [
        "Waits: Joint (Posts) of South cannot be met: it needs Elders (Watch), and agreed is "
        "Nobody (Watch)."
    ]


def test_common_ground_meets_a_condition() -> None:
    asked = entry(
        "proposal", "p", "2022-01-01", by="north", to=("south",), deal={"watch": "elders"}
    )
    yes = entry("response", "r", "2022-01-01", by="south", answers="p", answer="accepts")
    assert lines(brief(asked, yes, POST)) == [
        "Stands: South: Joint (Posts), whose condition is met."
    ]


def owes(*entries: Entry) -> list[str]:
    return [line.text for line in brief(*entries).dossier.standing.owed]


def test_who_is_made_an_offer_owes_an_answer_until_it_answers_or_offers_what_is_wanted() -> (
    None
):
    asked = offer("o1", "north", {"guns": "back"}, {"detainees": ("all",)}, to=("south",))
    assert owes(asked) == [
        "South owes North an answer to the offer of 2 January 2022: Back (Guns), once All "
        "(Detainees) is done."
    ]
    for how, owed in (("accepts", 0), ("counters", 0), ("reserves", 1), ("refers", 1)):
        reply = entry("response", "r", "2022-01-03", by="sam", answers="o1", answer=how)
        assert len(owes(asked, reply)) == owed
    assert owes(asked, HOME) == []
    assert owes(GUNS) == []


def test_who_owes_an_answer_to_an_offer_alike_is_named_in_one_line() -> None:
    asked = offer("o1", "north", {"guns": "back"}, {"watch": ("elders",)}, to=("south", "host"))
    reply = entry("response", "r", "2022-01-03", by="sam", answers="o1", answer="refers")
    assert [line.partition(" North ")[0] for line in owes(asked)] == ["South and Hostland owe"]
    assert len(owes(asked, reply)) == 2


def test_an_agreement_on_all_of_an_offer_answers_it_for_whoever_passes_it_on_too() -> None:
    wants: dict[str, tuple[str, ...]] = {"detainees": ("all",)}
    for to, who in (("south", "South"), ("host", "Hostland")):
        asked = offer("o1", "north", {"guns": "back"}, wants, to=(to,))
        assert [line.partition(" owes ")[0] for line in owes(asked)] == [who]
        deal = {"guns": "back", "detainees": "all"}
        for date, left in (("2022-01-05", 0), ("2022-01-01", 1)):
            made = entry("agreement", "deal", date, deal=frozendict(deal))
            assert len(owes(asked, made)) == left
        made = entry("agreement", "deal", "2022-01-05", deal=frozendict(guns="back"))
        assert len(owes(asked, made)) == 1


def test_offers_that_do_not_count_are_told_with_why() -> None:
    later = offer("o4", "north", {"guns": "out"}, {"detainees": ("all",)}, date="2022-01-03")
    back = entry("response", "r", "2022-01-03", by="south", answers="o2", answer="rejects")
    now = brief(GUNS, HOME, later, back).dossier.offers
    told = {line.entries[0]: line.text for line in now.not_counted}
    assert told["o1"].endswith("Not counted: a later offer took its place on 3 January 2022.")
    assert told["o2"].endswith("Not counted: taken back on 3 January 2022.")


def test_two_ways_of_one_party_and_rivals_of_two_are_told() -> None:
    way = offer("o4", "north", {"guns": "out"}, {"detainees": ("all",)})
    rival = offer("o5", "north", {"detainees": "some"}, {})
    now = brief(GUNS, way, HOME, rival).dossier.offers
    assert [line.text for line in now.rivals] == [
        "North on Guns, one way or the other: Back; Out.",
        "Detainees, rival offers: All (South); Some (North).",
    ]
    assert {one.offers for one in now.fit} == {("o1", "o2"), ("o4", "o2"), ("o5",)}


def test_a_cell_of_the_matrix_shows_if_and_when_and_what_is_wanted_in_return() -> None:
    said = offer(
        "o1", "north", {"guns": "back"}, {"detainees": ("all",)}, text="The elders count them."
    )
    matrix = brief(said).dossier.matrix
    cells = {row.issue: row.cells[0] for row in matrix.rows}
    (gives,), (wants,) = cells["guns"].offers, cells["detainees"].offers
    assert gives.text == (
        "offers Back, if All (Detainees) is done first (The elders count them)"
    )
    assert wants.text == "wants in return for Back (Guns): All"
    assert gives.entries == wants.entries == ("o1",)


def test_an_offer_is_not_known_before_it_was_made_and_without_any_the_page_is_silent() -> None:
    made = brief(GUNS, HOME, entry("statement", "s", "2022-01-01", by="north", text="X."))
    assert any(part.anchor == "offers" for part in made.page.parts)
    before = brief(
        GUNS,
        HOME,
        entry("statement", "s", "2022-01-01", by="north", text="X."),
        as_of="2022-01-01",
    )
    assert not any(part.anchor == "offers" for part in before.page.parts)
    assert "offers" not in [section.anchor for section in before.dossier.shown]
    assert before.page.to_json()["offers"] == []
