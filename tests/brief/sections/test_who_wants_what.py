"""The issue matrix: the latest position of each party, and what is common ground."""

import attrs
import pytest
from attrs import asdict
from frozendict import frozendict
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
                "sources": ("Paper of 2022-01-02",),  # who published it on that date
                "again": "3 January 2022, as reported",
                "again_sources": ("Paper of 2022-01-03",),
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
    ("stands", "cell"),
    [
        (
            [stand("a", "2022-01-01", "north", "now", text="Only if the south stops first.")],
            {"position": "Now", "text": "Only if the south stops first.", "text_of": ""},
        ),
        ([stand("a", "2022-01-01", "north", "now", text="now.")], {"text": ""}),
        (
            [
                stand("a", "2022-01-01", "north", "now"),
                stand("b", "2022-01-02", "north", "now", text="On terms."),
            ],
            {"text": "On terms.", "since": "2022-01-01", "text_of": "2022-01-02"},
        ),
        (
            [
                stand("a", "2022-01-01", "north", "later", text="If paid."),
                stand("b", "2022-01-02", "north", "now"),
            ],
            {"text": "", "changed_from": "Later (If paid)"},
        ),
    ],
)
def test_a_cell_has_the_words_besides_the_option(
    stands: list[Entry], cell: dict[str, object]
) -> None:
    found = asdict(page(folder(*stands)).matrix.rows[0].cells[0], recurse=False)
    assert {key: found[key] for key in cell} == cell


@pytest.mark.parametrize(
    ("by", "said", "told"),
    [
        ("nora", True, "Nora"),
        ("north", True, "North"),
        ("sam", False, "as told by Sam"),
        ("paper", False, "as told by Paper"),
        ("", False, "as reported"),
    ],
)
def test_what_a_party_did_not_say_itself_is_told_or_reported(
    by: str, said: bool, told: str
) -> None:
    cell = page(folder(stand("a", "2022-01-01", "north", "now", by=by))).matrix.rows[0].cells[0]
    assert (cell.said, cell.by) == (said, told)


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
def test_the_same_option_asked_for_is_no_common_ground(
    asked: dict[str, str], common: bool
) -> None:
    parties = {"north": "North", "south": "South", "west": "West"}
    stands = [
        stand(f"p-{party}", "2022-01-01", party, option, text="The same words.")
        for party, option in asked.items()
    ]
    matrix = page(folder(*stands, parties=parties)).matrix
    assert matrix.names == ("North", "South", "West")
    assert [row.same_option for row in matrix.rows] == [common, False]
    assert [row.common_ground for row in matrix.rows] == ["", ""]


def offer(id_: str, date: str, by: str, *to: str, truce: str = "now") -> Entry:
    return entry("proposal", id_, date, by=by, to=to, deal={"truce": truce})


def answer(id_: str, date: str, by: str, how: str = "accepts", to: str = "p") -> Entry:
    return entry("response", id_, date, by=by, answers=to, answer=how)


BOTH = [offer("p", "2022-01-01", "north", "south"), answer("a", "2022-01-02", "sam")]


@pytest.mark.parametrize(
    ("entries", "common", "behind"),
    [
        (BOTH, "Now", ("p", "a")),
        (BOTH[:1], "", ()),
        ([BOTH[0], answer("a", "2022-01-02", "sam", "refers")], "", ()),
        ([*BOTH, answer("b", "2022-01-03", "sam", "rejects")], "", ()),
        ([*BOTH, stand("b", "2022-01-03", "south", "later")], "", ()),
        ([*BOTH, stand("b", "2022-01-03", "south", "now")], "Now", ("p", "a")),
        ([*BOTH, stand("b", "2022-01-01", "south", "later")], "Now", ("p", "a")),
        ([*BOTH, offer("b", "2022-01-03", "south", "north", truce="later")], "", ()),
        (
            [
                offer("p", "2022-01-01", "host", "north", "south"),
                answer("a", "2022-01-02", "sam"),
                answer("b", "2022-01-03", "nora"),
            ],
            "Now",
            ("p", "a", "b"),
        ),
        (
            [offer("p", "2022-01-01", "host", "south"), answer("a", "2022-01-02", "sam")],
            "",
            (),
        ),
    ],
)
def test_common_ground_is_what_all_parties_said_they_agree_on(
    entries: list[Entry], common: str, behind: tuple[str, ...]
) -> None:
    row = page(folder(*entries)).matrix.rows[0]
    assert (row.common_ground, row.agreed_in) == (common, behind)


def test_common_ground_and_positions_say_who_reads_an_entry_so() -> None:
    read = attrs.evolve(BOTH[1], inferred_by="host")
    row = page(folder(BOTH[0], read)).matrix.rows[0]
    assert row.common_ground == "Now (as read by Hostland)"
    first = stand("a", "2022-01-01", "north", "now", inferred_by="host")
    cell = page(folder(first)).matrix.rows[0].cells[0]
    assert cell.by == "as reported (as read by Hostland)"
    second = stand("b", "2022-01-02", "north", "later")
    cell = page(folder(first, second)).matrix.rows[0].cells[0]
    assert cell.changed_from == "Now (as read by Hostland)"


def test_one_party_alone_asks_for_the_same_as_nobody() -> None:
    one = stand("p", "2022-01-01", "north", "now")
    rows = page(folder(one, parties={"north": "North"})).matrix.rows
    assert [row.same_option for row in rows] == [False, False]


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


@pytest.mark.parametrize(
    ("entries", "party", "said"),
    [
        ([offer("p", "2022-01-02", "north", "south")], 0, "proposed on 2 January 2022: Now"),
        (
            [offer("p", "2022-01-02", "north", "south"), answer("a", "2022-01-03", "south")],
            1,
            "accepted on 3 January 2022: Now",
        ),
        (
            [entry("agreement", "x", "2022-01-04", deal=frozendict({"truce": "now"}))],
            1,
            "agreed to on 4 January 2022: Now",
        ),
    ],
)
def test_who_took_something_on_has_said_something(
    entries: list[Entry], party: int, said: str
) -> None:
    row = page(folder(*entries)).matrix.rows[0]
    assert (row.cells[party].position, row.cells[party].taken_on) == ("", said)
    assert row.cells[party].entries
