"""The invented cases: what their pages say of them holds."""

from collections.abc import Iterable
from itertools import product
from pathlib import Path

import pytest

from accord.deals import Deals
from accord.formats import load
from accord.model import Agenda, Interests

EXAMPLES = Path(__file__).parents[2] / "examples"
INVENTED = ("sarn-river", "market-road")


@pytest.mark.parametrize("name", INVENTED)
def test_every_party_has_interests_of_every_holder(name: str) -> None:
    case = load(EXAMPLES / name)
    assert case.perspectives
    for one in case.perspectives:
        assert set(one.interests) == set(case.process.parties)


@pytest.mark.parametrize("name", INVENTED)
def test_the_page_says_that_the_case_is_invented(name: str) -> None:
    case = load(EXAMPLES / name)
    assert "invented case" in case.process.summary
    assert "**invented**" in (EXAMPLES / name / "README.md").read_text("utf-8")


def test_the_holders_of_the_market_road_differ_on_whether_there_is_a_deal() -> None:
    case = load(EXAMPLES / "market-road")
    agenda = case.process.agenda
    found = {
        one.holder: (
            Deals(agenda, one.interests, draws=20).verdict.answer,
            _some_deal_crosses_nothing(agenda, one.interests.values()),
        )
        for one in case.perspectives
    }
    assert found == {"lantern": ("yes", True), "valley-desk": ("no", False)}


def _some_deal_crosses_nothing(agenda: Agenda, sides: Iterable[Interests]) -> bool:
    """Go through every deal, with red lines and constraints alone."""
    refused = [*agenda.constraints, *(line for side in sides for line in side.red_lines)]
    return any(
        not any(
            line.crossed_by(dict(zip(agenda.issues, deal, strict=True))) for line in refused
        )
        for deal in product(*(issue.options for issue in agenda.issues.values()))
    )
