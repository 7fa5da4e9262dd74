"""What is found is in the JSON, and nothing of it is left out."""

import attrs
import pytest
from tests.deals.test_analysis import road

from accord.deals import assess, assessment_to_json
from accord.deals.why_not import why_not, why_not_to_json

PARTS = ("concessions", "drivers", "trades", "unreachable")


@pytest.mark.parametrize("walk_away", [40.0, 90.0])
def test_each_part_of_the_json_holds_all_fields_of_the_result(walk_away: float) -> None:
    found = assess(*road(walk_away=walk_away))
    plain = assessment_to_json(found)
    for name in PARTS:
        assert set(plain[name]) == {
            "method",
            *(field.name for field in attrs.fields(type(getattr(found, name)))),
        }
    for place, one in enumerate(found.deals.blocks.openings):
        assert plain["blocks"][place]["exact"] is one.exact
    talks, sides = road(walk_away=walk_away)
    why = why_not(talks, sides, {"road": "shut"})
    said = {
        {"complete": "openings_complete", "zone": "zone_of_agreement"}.get(f.name, f.name)
        for f in attrs.fields(type(why))
    }
    assert said <= set(why_not_to_json(why))
