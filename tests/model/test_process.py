"""A process knows who is who, for whom they speak, and what it rests on."""

from attrs import evolve
from tests.brief.build import folder, plan

PROCESS = folder(plans=[plan("first", "2022-03-01", "2022-01-01", "2022-01-02")]).process


def test_a_name_stands_for_an_id_and_other_texts_for_themselves() -> None:
    assert [PROCESS.name(one) for one in ("north", "nora", "host", "hall", "nobody")] == [
        "North",
        "Nora",
        "Hostland",
        "Hall",
        "nobody",
    ]


def test_a_person_speaks_for_a_side_and_everybody_else_for_themselves() -> None:
    assert [PROCESS.side(one) for one in ("nora", "north", "host")] == [
        "north",
        "north",
        "host",
    ]
    alone = evolve(PROCESS.people["nora"], party="")
    people = PROCESS.people.set("nora", alone)
    assert evolve(PROCESS, people=people).side("nora") == "nora"


def test_the_sources_cited_are_those_of_rounds_issues_and_options() -> None:
    assert PROCESS.cited == {"2022-01-01", "2022-01-02"}
