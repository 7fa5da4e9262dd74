"""Deals in the plane of two parties' worth, on the page and in a file of its own."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from tests.brief.build import agenda, folder, held
from tests.brief.test_record_figures import labels

from accord.brief import compose
from accord.errors import AccordError
from accord.record import Case
from accord.telling import deals_figure as module

SAME = {"truce": {"now": "50", "later": "50"}, "border": {"old": "50", "new": "50"}}
LIKED = {"truce": {"now": "100", "later": "0"}, "border": {"old": "100", "new": "40"}}
LEFT = {"truce": {"now": "0", "later": "100"}, "border": {"old": "0", "new": "60"}}
WEST = {"truce": {"now": "30", "later": "70"}, "border": {"old": "90", "new": "10"}}


def planes(values: dict[str, Any], walk_away: str = "0", **given: Any) -> list[str]:
    parties = {name: name.capitalize() for name in values}
    interests = [held(p, v, walk_away=walk_away) for p, v in values.items()]
    made: Case = folder(parties=parties, interests=interests, **given)
    (view,) = compose(made, draws=50).known.by_holder
    return module.planes(view)


@pytest.mark.parametrize(
    ("values", "walk_away", "number"),
    [
        ({"north": LIKED, "south": LEFT}, "0", 1),
        ({"north": LIKED, "south": LEFT}, "20..60", 1),
        ({"north": LIKED, "south": LEFT}, "90", 1),
        ({"north": SAME, "south": SAME}, "0", 1),
        ({"north": SAME, "south": SAME}, "50", 1),
        ({"north": LIKED, "south": LEFT, "west": WEST}, "0", 3),
        ({f"p{n}": WEST for n in range(6)}, "0", 6),
    ],
)
def test_every_pair_of_parties_has_a_plane(
    values: dict[str, Any], walk_away: str, number: int
) -> None:
    drawn = planes(values, walk_away)
    assert len(drawn) == number
    axes = [sorted(one for one in labels(svg) if one.startswith("Worth to")) for svg in drawn]
    assert len({tuple(one) for one in axes}) == number
    for svg in drawn:
        assert "frontier of deals that cross no red line" in labels(svg)


def test_the_compromises_are_marked_once_each() -> None:
    (svg,) = planes({"north": LIKED, "south": LEFT})
    named = [one for one in labels(svg) if "gains weighed" in one or "largest sum" in one]
    rules = ", ".join(named).split(", ")
    assert len(rules) == len(set(rules))
    (closed,) = planes({"north": LIKED, "south": LEFT}, "90")
    assert not [one for one in labels(closed) if "gains weighed" in one]
    assert "frontier of acceptable deals" not in labels(closed)


def test_an_agenda_of_one_deal_is_a_point() -> None:
    one = agenda({"truce": ("now",)})
    (svg,) = planes(
        {"north": {"truce": {"now": "5"}}, "south": {"truce": {"now": "5"}}}, agenda=one
    )
    assert "frontier of deals that cross no red line" in labels(svg)


def test_without_an_answer_there_is_no_plane() -> None:
    made = folder()
    (view,) = compose(made).known.by_holder
    assert module.planes(view) == []


def test_figures_follow_the_colours_of_the_page() -> None:
    (svg,) = planes({"north": LIKED, "south": LEFT})
    assert {"--ink", "--muted", "--line", "--blue", "--orange"} <= set(
        re.findall(r"var\((--[a-z]+)\)", svg)
    )
    assert not re.findall(r"#[0-9a-f]{6}", svg)
    assert "<style" not in svg
    assert "DejaVu" not in svg


def sheet(values: dict[str, Any], walk_away: str = "0") -> str:
    parties = {name: name.capitalize() for name in values}
    interests = [held(p, v, walk_away=walk_away) for p, v in values.items()]
    made: Case = folder(parties=parties, interests=interests)
    (view,) = compose(made, draws=50).known.by_holder
    return module.sheet([view])


def test_a_sheet_is_an_svg_of_its_own_with_every_pair_of_parties() -> None:
    svg = sheet({"north": LIKED, "south": LEFT, "west": WEST})
    assert ElementTree.fromstring(svg).tag == "{http://www.w3.org/2000/svg}svg"
    assert "var(" not in svg
    named = [one for one in labels(svg) if one.startswith("Worth to")]
    assert len(named) == 6
    assert labels(svg).count("frontier of deals that cross no red line") == 1


def test_a_sheet_needs_two_parties_and_an_answer() -> None:
    with pytest.raises(AccordError, match="one party only"):
        sheet({"north": LIKED})
    made = folder()
    (view,) = compose(made).known.by_holder
    with pytest.raises(AccordError, match="Whether there is a deal cannot be said"):
        module.sheet([view])


def test_a_sheet_of_several_holders_has_a_plane_of_each_or_says_what_is_missing() -> None:
    told = [held(p, LIKED, by="agency") for p in ("north", "south")]
    told += [held(p, LIKED, by="host") for p in ("north", "south")]
    made = folder(interests=[*told, held("north", LIKED, by="paper")])
    svg = module.sheet(compose(made, draws=50).known.by_holder)
    said = labels(svg)
    assert [one for one in said if one in ("Agency", "Hostland", "Paper")] == [
        "Agency",
        "Hostland",
        "Paper",
    ]
    assert said.count("Worth to North, points") == 2
    assert "By the numbers of Paper: Interests of South are missing here" in svg
