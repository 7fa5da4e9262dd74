"""The picture of what a deal leaves behind: who could leave, every answer, where it ends."""

from collections.abc import Mapping, Sequence
from xml.etree import ElementTree

from frozendict import frozendict
from tests.brief.build import folder
from tests.brief.test_record_figures import labels
from tests.deals.build import Number, interests
from tests.telling.test_holding_words import SIDES, Sheet, going_back
from tests.telling.test_moves_figure import described

from accord.hold import Reachability
from accord.hold.compliance import Undertaking, compliance_game
from accord.hold.departures import all_departures, departures
from accord.hold.holding_case import DealAnswer, HeldDeal
from accord.hold.picked_deal import PickedDeal
from accord.record import Case
from accord.telling.departures_figure import departures_drawing, departures_figure

BOTH: Mapping[str, Sheet] = {
    "north": {"guns": (30, 60), "road": (80, 40)},
    "south": {"guns": (80, 40), "road": (40, 60)},
}


def asked(
    sheets: Mapping[str, Sheet],
    walk_away: Number,
    written: Sequence[Undertaking] = (),
) -> tuple[Case, DealAnswer]:
    """Return what is found of a deal that keeps every issue."""
    issues = [*sheets["north"]]
    held = [
        interests(
            party, {i: (1, {"kept": a, "old": b}) for i, (a, b) in own.items()}, walk_away
        )
        for party, own in sheets.items()
    ]
    deal = frozendict(dict.fromkeys(issues, "kept"))
    game = compliance_game(going_back(issues), held, deal, written=written)
    picked = PickedDeal(deal=deal, by="paper.yaml", how="file")
    one = HeldDeal(holder="agency", picked=picked, game=game, assumptions=())
    case = folder(parties=SIDES, agenda=going_back(issues))
    return case, one.holds(Reachability.SEQUENCES, 50, 0)


def test_who_could_leave_what_is_answered_and_that_it_stays() -> None:
    svg = departures_figure(*asked(BOTH, 20))
    said = " ".join(labels(svg))
    assert "North: go back on “Guns” (it gains 15" in said
    assert "South: go back on “Road”" in said
    assert "North then has 5 points less" in said and "North stays." in said
    assert "South: go back on “Road” (it gains 10" in said and "leaves" not in said
    assert "too many ways" not in said
    root = ElementTree.fromstring(svg.split("?>", 1)[1])
    assert root.get("role") == "img" and "by the numbers of" in (root.get("aria-label") or "")
    assert "So North stays." in described(svg)


def test_who_leaves_for_good_and_where_it_ends() -> None:
    said = " ".join(labels(departures_figure(*asked(BOTH, 90))))
    assert "North: resume fighting" in said and "cannot be undone" in said
    assert "North leaves." in said


def test_of_many_ways_to_leave_one_of_each_is_drawn_and_that_is_said() -> None:
    issues: Sheet = {f"i{n}": (30, 60) for n in range(4)}
    back: Sheet = {f"i{n}": (60, 30) for n in range(4)}
    case, answer = asked({"north": issues, "south": back}, 0)
    assert all_departures(answer.asked.game, Reachability.SEQUENCES, 14) is None
    svg = departures_figure(case, answer)
    said = " ".join(labels(svg))
    assert "There are too many ways to leave for a picture" in said
    assert said.count("North: go back on") == 1 and "South has nothing to gain" in said


def test_every_way_to_leave_is_listed_once_and_the_one_that_is_told_is_among_them() -> None:
    game = asked(BOTH, 65)[1].asked.game
    every = all_departures(game, Reachability.SEQUENCES, 100)
    assert every is not None
    told = departures(game, Reachability.SEQUENCES)
    now = game.worth(game.middle)[0]
    for place, maker in enumerate(game.makers):
        own = game.own[place]
        gains = {
            s for s in range(1, own + 1) if s & ~own == 0 and now[place, s] > now[place, 0]
        }
        assert {one.state for one in every[maker]} == gains
        assert told[maker] is None or told[maker] in every[maker]


def test_an_answer_at_a_cost_is_dashed_and_names_who_would_not_want_to() -> None:
    sheets: Mapping[str, Sheet] = {**BOTH, "south": {"guns": (80, 40), "road": (60, 40)}}
    written = [
        Undertaking(issue="guns", owner="north"),
        Undertaking(issue="road", owner="south"),
    ]
    case, answer = asked(sheets, 0, written)
    svg = departures_figure(case, answer)
    said = " ".join(labels(svg))
    assert "which it would not want to" in " ".join(said.split())
    assert "North stays, if it thinks that they" in said
    assert "stroke-dasharray" in svg
    on_a_page = departures_drawing(case, answer, 2).svg
    assert "var(--ink)" in on_a_page and 'id="departures-2-told"' in on_a_page
