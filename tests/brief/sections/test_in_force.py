"""What is in force on the day of the page."""

from typing import Any

import pytest
from tests.brief.build import entry, folder, page, texts

from accord.brief.sections.in_force import InForce
from accord.telling.blocks import Listing


@pytest.mark.parametrize(
    ("given", "as_of", "shown"),
    [
        ({}, "", ["T."]),
        ({"until": "2022-01-05"}, "2022-01-04", ["T. Until 5 January 2022."]),
        ({"until": "2022-01-05"}, "2022-01-05", ["T. Until 5 January 2022."]),
        ({"until": "2022-01-05"}, "2022-01-06", []),
        ({"until": "2022-01"}, "2022-01-31", ["T. Until January 2022."]),
        ({"until": "2022-01-05"}, "", []),
        ({"date": "2022-01-09"}, "2022-01-08", []),
        ({"date": "2022-01-09"}, "2022-01-09", ["T."]),
    ],
)
@pytest.mark.parametrize("kind", ["assurance", "measure"])
def test_what_is_in_force(
    kind: str, given: dict[str, Any], as_of: str, shown: list[str]
) -> None:
    given = dict(given)
    who: dict[str, Any] = {"by": "host"} if kind == "assurance" else {"by": ("host",)}
    if kind == "measure":
        who["measure"] = "other"
    one = entry(
        kind, "one", given.pop("date", "2022-01-01"), "2022-01-01", text="T.", **who, **given
    )
    later = entry("incident", "later", "2022-06-01", text="Later.")
    in_force = page(folder(one, later), as_of).in_force
    lines = in_force.assurances if kind == "assurance" else in_force.measures
    assert texts(lines) == [f"Hostland: {text}" for text in shown]


@pytest.mark.parametrize(
    ("measure", "text"),
    [
        ("sanction", "Sanction by Hostland, Agency on North: No loans."),
        ("aid", "Aid by Hostland, Agency for North: No loans."),
        ("force", "Hostland, Agency: No loans."),
    ],
)
def test_a_measure_says_who_does_it_to_whom(measure: str, text: str) -> None:
    one = entry(
        "measure",
        "one",
        "2022-01-01",
        measure=measure,
        by=("host", "agency"),
        on=("north",),
        text="No loans.",
    )
    assert texts(page(folder(one)).in_force.measures) == [text]


def test_where_none_is_in_force_any_more_their_number_is_said() -> None:
    over = entry("assurance", "x", "2022-01-01", by="host", text="T.", until="2022-01-02")
    later = entry("incident", "later", "2022-06-01", text="Later.")
    section = InForce(in_force=page(folder(over, later)).in_force)
    said = [one.none for one in section.blocks(None) if isinstance(one, Listing)]
    assert said == ["None in force (1 over).", "None in the record."]
