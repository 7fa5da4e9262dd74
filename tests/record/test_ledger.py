"""What was known when, what stands, and what a filter lets through."""

from typing import Any

import pytest
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st
from tests.record.build import DAYS, claim, claims, entry, incident, record, when

from accord.record import Outlet, Record, Source, issues, select, speakers


def ids(entries: Any) -> list[str]:
    return [one.id for one in entries]


def test_an_entry_is_known_with_its_first_source() -> None:
    made = record(incident("i", sources="s4 s2"), incident("j", sources="s3"))
    known = {day: ids(made.as_of(when(day)).entries) for day in DAYS}
    assert known == dict(
        zip(DAYS, [[], ["i"], ["i", "j"], ["i", "j"], ["i", "j"]], strict=True)
    )
    assert made.as_of(when(DAYS[1])).by_id["i"].sources == ("s2",)
    assert made.known_on(made.entries[0]) == when(DAYS[1])


def test_a_source_of_a_day_counts_once_the_day_is_over() -> None:
    made = record(incident("i", sources="s2"))
    assert ids(made.as_of(when("2024-05-02T12")).entries) == []
    assert ids(made.as_of(when("2024-05-02T23:59")).entries) == ["i"]
    assert ids(made.as_of(when("2024-05")).entries) == ["i"]


def test_a_link_to_what_is_not_known_yet_is_not_shown() -> None:
    made = record(
        entry("round", "r", sources="s3"),
        incident("i", sources="s3"),
        incident("j", sources="s1", during="r", about=("i",), supersedes="i"),
        claim("c", "denies", "j i", sources="s2"),
    )
    then = made.as_of(when(DAYS[1]))
    incident_then, claim_then = then.entries
    assert (incident_then.during, incident_then.about, incident_then.supersedes) == ("", (), "")
    assert claim_then.about == ("j",)
    assert made.as_of(when(DAYS[2])) == Record(
        sources=then.sources.set("s3", made.sources["s3"]), entries=made.entries
    )


def test_what_was_superseded_stands_until_the_correction_is_known() -> None:
    made = record(
        incident("i", sources="s1"),
        incident("j", sources="s3", supersedes="i"),
        entry("correction", "c", sources="s5", supersedes="j"),
    )
    standing = [ids(made.as_of(when(day)).standing) for day in DAYS]
    assert standing == [["i"], ["i"], ["j"], ["j"], []]
    assert {one: by.id for one, by in made.superseded.items()} == {"i": "j", "j": "c"}


@given(drawn=claims(), days=st.lists(st.sampled_from(DAYS), min_size=2, max_size=2))
def test_what_is_known_early_is_what_of_the_later_was_known_early(
    drawn: Record, days: list[str]
) -> None:
    early, late = sorted(map(when, days))
    assert drawn.as_of(late).as_of(early) == drawn.as_of(early)


def test_standing_entries_are_in_order_of_time_the_longer_period_first() -> None:
    made = record(
        incident("noon", date="2024-05-02T12"),
        incident("day", date="2024-05-02"),
        incident("month", date="2024-05"),
    )
    assert ids(made.standing) == ["month", "day", "noon"]


MADE = record(
    entry("round", "round", "2024-05-01", attended={"north": ("ames",), "south": ()}),
    entry("statement", "said", "2024-05-02T10", "s2", by="ames", issues=("truce",)),
    entry("position", "wish", "2024-05-02", "s1 s2", party="south", issue="line", option="1"),
    entry("proposal", "offer", "2024-05-03", by="host", to=("north",), deal={"truce": "full"}),
    entry("measure", "ban", "2024-05", by=("host",), on=("south",)),
    incident("shells", date="2024-05-04", attributed_to=("north",)),
)

FILTERS: list[tuple[dict[str, Any], str]] = [
    ({}, "ban round wish said offer shells"),
    ({"issue": "truce"}, "said offer"),
    ({"issue": "line"}, "wish"),
    ({"party": "north"}, "round said offer shells"),
    ({"party": "ames"}, "round said"),
    ({"party": "south"}, "ban round wish"),
    ({"source": "s2"}, "wish said"),
    ({"kind": "incident"}, "shells"),
    ({"first": when("2024-05-03")}, "ban offer shells"),
    ({"last": when("2024-05-02T10")}, "ban round wish said"),
    ({"last": when("2024-05-02T09")}, "ban round wish"),
    ({"first": when("2024-05-02"), "last": when("2024-05-02")}, "ban wish said"),
    ({"party": "north", "issue": "truce", "kind": "proposal"}, "offer"),
    ({"first": when("2024-06")}, ""),
]


@pytest.mark.parametrize(("filters", "expected"), FILTERS, ids=str)
def test_a_filter_lets_through_what_it_says(filters: dict[str, Any], expected: str) -> None:
    side = {"ames": "north"}
    assert ids(select(MADE, lambda one: side.get(one, one), **filters)) == expected.split()


def test_who_and_what_an_entry_names() -> None:
    by_id = MADE.by_id
    assert speakers(by_id["round"]) == {"north", "south", "ames"}
    assert speakers(by_id["offer"]) == {"host", "north"}
    assert speakers(by_id["ban"]) == {"host", "south"}
    assert issues(by_id["offer"]) == {"truce"}
    assert issues(by_id["wish"]) == {"line"}


def test_a_source_is_named_by_its_outlet_and_those_it_came_through() -> None:
    outlets = {
        "afp": Outlet(id="afp", name="AFP", state_funded="France", evidence="Paid by it"),
        "wire": Outlet(id="wire", name="Wire", state_aligned="Delta", evidence="Owned by it"),
        "both": Outlet(
            id="both", name="Both", state_aligned="A", state_funded="B", evidence="x"
        ),
        "post": Outlet(id="post", name="Post"),
    }
    sources = {
        "a": Source(id="a", outlet="afp", via=("wire", "post"), date=when("2024-05-01")),
        "b": Source(id="b", outlet="both", date=when("2024-05-03")),
        "c": Source(id="c", publisher="Notes", via=("post",), date=when("2024-05-03")),
    }
    record = Record(outlets=frozendict(outlets), sources=frozendict(sources))
    assert record.labels == {
        "a": "AFP [state-funded: France] via Wire [state-aligned: Delta] via Post",
        "b": "Both [state-aligned: A; state-funded: B]",
        "c": "Notes via Post",
    }
    known = record.as_of(when("2024-05-02"))
    assert [one.id for one in known.outlets_of(known.sources)] == ["afp", "wire", "post"]


def test_a_record_with_more_in_it_is_as_one_made_anew_even_if_it_was_empty() -> None:
    first = incident("i1")
    empty = Record()
    assert empty.standing == ()
    grown = empty.with_more([first])
    assert grown.standing == (first,)
    assert grown == Record(entries=(first,))
