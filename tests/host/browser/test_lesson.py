"""A class in real browsers, from the first to the debrief, as the tutorial tells it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from docs.lesson import NEWS, OFFERED, PART, PEOPLE
from playwright.sync_api import Browser
from tests.host.people import EXAMPLES, hosted

from accord.host.host import Host


@pytest.fixture(scope="module")
def after(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """What is left of the class after the steps, each of which looks for what it tells."""
    with PART.hosted(tmp_path_factory.mktemp("lesson")) as served:
        PART.followed(browser, served)
    with hosted(served.folder, known=False) as host:
        yield host


def test_each_table_is_kept_with_what_was_done_there(after: Host) -> None:
    tables = {one.id: one for one in after.tables.of_class()}
    assert list(tables) == ["1", "1b", "2", "3"]
    assert {one.id for one in tables.values() if one.table.over} == {"1", "2", "3"}
    deals = {one: dict(held.table.deal or {}) for one, held in tables.items()}
    assert deals["1"] == OFFERED and deals["3"] == {}
    assert deals["2"] == {**OFFERED, "release": "100", "border": "watched"}
    branch = tables["1b"].branch
    assert branch is not None and tables["1b"].table == tables["1"].at(branch.at)


def test_news_reached_one_table_and_a_program_handed_its_seat_back(after: Host) -> None:
    tables = {one.id: one for one in after.tables.of_class()}
    told = {one for one, held in tables.items() if NEWS in str(held.table.events)}
    assert told == {"2"}
    (spell,) = tables["2"].all_spells
    assert spell.seat == "belmar" and spell.until is not None and not spell.failed
    assert [*tables["3"].programs] == ["belmar"]


def test_five_sat_and_nothing_of_the_class_went_into_the_folder(after: Host) -> None:
    sat = {one.seat: one.name for one in after.doors.sittings() if "/" in one.seat}
    assert sat == PEOPLE
    assert after.classroom.told
    for file in Path(EXAMPLES, PART.case).rglob("*.yaml"):
        copy = after.settings.folder / file.relative_to(EXAMPLES / PART.case)
        assert copy.read_text("utf-8") == file.read_text("utf-8")
