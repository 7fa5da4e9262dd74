"""An afternoon of talks in real browsers, as the tutorial for mediators tells it."""

import pytest
from docs.afternoon import FREED, NOTE, PART
from playwright.sync_api import Browser

from accord.formats import load
from accord.model import Reader
from accord.record import Agreement, Case, Entry, Incident, Instruction


@pytest.fixture(scope="module")
def after(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The folder after the steps of the afternoon, each of which looks for what it tells."""
    with PART.hosted(tmp_path_factory.mktemp("afternoon")) as host:
        PART.followed(browser, host)
    return load(host.folder)


def test_the_record_holds_what_was_done_that_afternoon(after: Case) -> None:
    entries = after.record.entries
    assert any(isinstance(one, Incident) and "nobody says" in one.text for one in entries)
    agreed = [one for one in entries if isinstance(one, Agreement) and _at_table(one)]
    assert [one.standing.value for one in agreed[-2:]] == ["initialled", "ratified"]


def test_each_reads_what_concerns_it_and_no_more(after: Case) -> None:
    said = {one: _texts(after, one) for one in ("mediator", "ukraine", "russia", "public")}
    for seat in ("mediator", "ukraine", "russia"):
        assert NOTE in said[seat]  # its giver let it be carried
    assert NOTE not in said["public"]
    own = [one for one in after.record.entries if isinstance(one, Instruction)]
    told = [one for one in own if _at_table(one)]
    assert told and {one.for_ for one in told} == {("ukraine",)}
    for one in told:
        assert one.text in said["ukraine"] and FREED in one.text
        assert one.text not in said["russia"] + said["mediator"] + said["public"]


def _at_table(one: Entry) -> bool:
    return one.id.startswith("table-afternoon")


def _texts(case: Case, tier: str) -> str:
    return "\n".join(one.text for one in case.seen_by(Reader((tier,))).record.entries)
