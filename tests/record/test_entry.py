"""Whom and what an entry names is read from the types of its fields."""

from frozendict import frozendict
from tests.record.build import entry

ROUND = entry(
    "round",
    "r",
    name="First",
    venue="hall",
    attended=frozendict({"north": ("ames", "bell"), "south": ()}),
    opened_by="host",
    plan="first",
)
OFFER = entry(
    "proposal", "p", by="host", to=("north",), deal=frozendict({"truce": "now"}), during="r"
)


def test_ids_are_found_in_texts_lists_and_tables() -> None:
    assert list(ROUND.ids("speaker")) == ["north", "ames", "bell", "south", "host"]
    assert list(ROUND.ids("venue", "plan")) == ["hall", "first"]
    assert list(OFFER.ids("meeting")) == ["r"]
    assert list(OFFER.ids("option")) == []


def test_a_field_that_holds_no_id_refers_to_nothing() -> None:
    named = {name for name, _ in OFFER.references}
    assert {"by", "to", "deal", "during", "about", "sources", "inferred_by"} <= named
    assert not {"id", "date", "text", "why"} & named
