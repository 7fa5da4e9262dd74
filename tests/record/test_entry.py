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
    assert ROUND.ids("speaker") == ["north", "ames", "bell", "south", "host"]
    assert ROUND.ids("venue", "plan") == ["hall", "first"]
    assert OFFER.ids("meeting") == ["r"]
    assert OFFER.ids("option") == []


def test_fields_are_found_by_what_their_ids_refer_to() -> None:
    assert OFFER.fields_to("actor", "speaker") == ("inferred_by", "by", "to")
    assert OFFER.fields_to("entry", "proposal", "meeting") == ("during", "about", "supersedes")
    assert OFFER.fields_to("options") == ("deal",)
