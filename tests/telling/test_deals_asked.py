"""What is asked of the deals: who can answer, and all of it as JSON by holder."""

from pathlib import Path

import pytest
from attrs import evolve

from accord.errors import AccordError
from accord.formats import load
from accord.model import marked
from accord.telling.deals_asked import DealsAsked

EXAMPLES = Path(__file__).parents[2] / "examples"
ROAD = load(EXAMPLES / "market-road")


def test_json_has_the_badges_of_each_holder_under_its_id() -> None:
    asked = DealsAsked(case=ROAD, terms={"scope": "town"}, draws=20)
    plain = asked.to_json({one.by.holder: one.to_json() for one in asked.numbers})
    assert [one["by"] for one in plain["lantern"]["badges"]] == ["marks", "numbers"]
    assert [one["by"] for one in plain["valley-desk"]["badges"]] == ["numbers"]
    assert "badges" not in DealsAsked(case=ROAD).to_json({})["lantern"]


def test_where_only_words_are_held_there_are_no_numbers_to_ask() -> None:
    words = evolve(ROAD, interests=marked(ROAD.interests))
    asked = DealsAsked(case=words)
    assert asked.is_without_numbers
    with pytest.raises(AccordError, match="no numbers are made of them"):
        _ = asked.numbers


def test_numbers_of_some_parties_are_asked_what_they_leave() -> None:
    some = tuple(one for one in ROAD.interests if one.party == "ridge" and one.is_valued)
    asked = DealsAsked(case=evolve(ROAD, interests=some), draws=20)
    assert asked.has_numbers_of_some_only
    assert {one.holder for one in asked.left_by_some} == {"lantern", "valley-desk"}
    assert not evolve(asked, terms={"scope": "town"}).has_numbers_of_some_only
