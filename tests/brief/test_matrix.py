"""The issue matrix: the latest position of each party, and what is common ground."""

import pytest
from attrs import asdict
from tests.brief.build import entry, folder, page, talk

from accord.record import Entry


def stand(id_: str, date: str, party: str, option: str, **given: str) -> Entry:
    return entry("position", id_, date, party=party, issue="truce", option=option, **given)


@pytest.mark.parametrize(
    ("stands", "cell"),
    [
        ([], {"position": "", "since": "", "entries": ()}),
        (
            [stand("a", "2022-01-01", "north", "now", by="nora")],
            {"position": "Now", "option": "now", "since": "2022-01-01", "by": "Nora"},
        ),
        (
            [
                stand("a", "2022-01-01", "north", "later"),
                stand("b", "2022-01-02", "north", "now"),
                stand("c", "2022-01-03", "north", "now"),
            ],
            {
                "position": "Now",
                "since": "2022-01-02",
                "changed_from": "Later",
                "entries": ("c", "b", "a"),
                "sources": ("Paper of 2022-01-03",),
            },
        ),
        (
            [
                stand("a", "2022-01-01", "north", "now"),
                stand("b", "2022-01-02", "north", "later"),
                stand("c", "2022-01-03", "north", "now"),
            ],
            {"position": "Now", "since": "2022-01-03", "changed_from": "Later"},
        ),
        (
            [
                stand("b", "2022-01-02", "north", "later"),
                stand("a", "2022-01-01", "north", "now"),
            ],
            {"position": "Later", "since": "2022-01-02", "changed_from": "Now"},
        ),
        (
            [
                stand("a", "2022-01-01", "north", "", text="In words."),
                stand("b", "2022-01-02", "north", "", text="In words."),
            ],
            {"position": "In words.", "option": "", "since": "2022-01-01", "changed_from": ""},
        ),
        (
            [
                stand("a", "2022-01-01", "north", "", text="In words."),
                stand("b", "2022-01-02", "north", "", text="In other words."),
            ],
            {"since": "2022-01-02", "changed_from": "In words."},
        ),
        (
            [
                stand("a", "2022-01-01", "north", "now"),
                stand("b", "2022-01-01", "north", "later", supersedes="a"),
            ],
            {"position": "Later", "changed_from": "", "entries": ("b",)},
        ),
    ],
)
def test_a_cell_has_the_latest_position_and_since_when(
    stands: list[Entry], cell: dict[str, object]
) -> None:
    found = asdict(page(folder(*stands)).matrix.rows[0].cells[0], recurse=False)
    assert {key: found[key] for key in cell} == cell


@pytest.mark.parametrize(
    ("asked", "common"),
    [
        ({}, False),
        ({"north": "now"}, False),
        ({"north": "now", "south": "later"}, False),
        ({"north": "now", "south": "now"}, False),
        ({"north": "now", "south": "now", "west": "later"}, False),
        ({"north": "now", "south": "now", "west": "now"}, True),
        ({"north": "", "south": "", "west": ""}, False),
    ],
)
def test_common_ground_is_what_all_parties_ask_for(asked: dict[str, str], common: bool) -> None:
    parties = {"north": "North", "south": "South", "west": "West"}
    stands = [
        stand(f"p-{party}", "2022-01-01", party, option, text="The same words.")
        for party, option in asked.items()
    ]
    matrix = page(folder(*stands, parties=parties)).matrix
    assert matrix.names == ("North", "South", "West")
    assert [row.common_ground for row in matrix.rows] == [common, False]


def test_one_party_alone_has_no_common_ground() -> None:
    one = stand("p", "2022-01-01", "north", "now")
    rows = page(folder(one, parties={"north": "North"})).matrix.rows
    assert [row.common_ground for row in rows] == [False, False]


@pytest.mark.parametrize(
    ("dates", "moved"),
    [
        (["2022-01-01"], False),
        (["2022-02-01"], False),
        (["2022-02-02"], True),
        (["2022-01-01", "2022-02-02"], False),
    ],
)
def test_a_position_is_new_if_it_was_first_taken_since_the_round_before(
    dates: list[str], moved: bool
) -> None:
    rounds = [talk("r1", "2022-02-01"), talk("r2", "2022-03-01")]
    stands = [stand(f"p{n}", date, "north", "now") for n, date in enumerate(dates)]
    assert page(folder(*rounds, *stands)).matrix.rows[0].cells[0].moved is moved
