"""What was agreed, and the next step entered in words."""

import re
from html import unescape
from pathlib import Path

from tests.host.people import example, hosted, sit

from accord.formats import load
from accord.record import Agreement, Decision


def _ways(page: str) -> dict[str, str]:
    """Return where each way leads, by its words."""
    found = re.findall(r'<a class="button" href="([^"]+)"><bdi>([^<]+)</bdi>', page)
    return {words: unescape(to) for to, words in found}


def test_each_step_leads_to_a_form_with_what_is_known_filled_in(tmp_path: Path) -> None:
    folder = example(tmp_path)
    with hosted(folder) as host:
        guest = sit(host, "mediator")
        page = guest.get("/agreements")
        assert "It stands or falls as one" in page
        ways = _ways(page)
        for path in ways.values():
            assert 'action="/record/add"' in guest.get(path), path
        assert "In force" in ways
        assert "Signed" not in ways, "it is signed already"
        known = dict(pair.split("=") for pair in ways["In force"].partition("?")[2].split("&"))
        typed = {"date": "21 September 2033", "sources": "notes-0920", "for": ""}
        guest.post("/record/add", known | typed, on=ways["In force"])
        known = dict(pair.split("=") for pair in ways["Rejected"].partition("?")[2].split("&"))
        typed |= {"date": "22 September 2033", "body": "court"}
        guest.post("/record/add", known | typed, on=ways["Rejected"])
        assert "fallen" in guest.get("/agreements")
    case = load(folder)
    assert next(reversed([*case.record.of(Agreement)])).standing == "in_force"
    assert [one.result for one in case.record.of(Decision)] == ["rejects"]
    assert case.agreed.outcomes[0].standing == "fallen"


def test_whoever_enters_nothing_is_shown_no_step(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        page = sit(host, "host").get("/agreements")
    assert "Agreement" in page
    assert not _ways(page)
