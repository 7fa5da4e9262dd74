"""What is found is in the JSON, and nothing of it is left out."""

import attrs
import pytest
from tests.deals.test_handle import road

from accord.deals import Deals, to_json

PARTS = {
    "drops": "concessions",
    "drivers": "drivers",
    "trades": "trades",
    "unreachable": "unreachable",
    "throughout": "throughout",
}


@pytest.mark.parametrize("walk_away", [40.0, 90.0])
def test_each_part_of_the_json_holds_all_fields_of_the_result(walk_away: float) -> None:
    found = Deals(*road(walk_away=walk_away))
    plain = to_json(found)
    for name, key in PARTS.items():
        if name == "throughout":
            assert plain[key] is None  # asked only where all draws agree
            continue
        assert set(plain[key]) == {
            "method",
            *(field.name for field in attrs.fields(type(getattr(found, name)))),
        }
    for place, one in enumerate(found.blocks.openings):
        assert plain["blocks"][place]["exact"] is one.exact
    talks, sides = road(walk_away=walk_away)
    why = Deals(talks, sides).why_not({"road": "shut"})
    said = {
        {"complete": "openings_complete", "zone": "zone_of_agreement"}.get(f.name, f.name)
        for f in attrs.fields(type(why))
    }
    assert said <= set(to_json(why))
