"""Guarantees written down in the browser: what is typed is kept, and nothing is lost."""

import html
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from tests.host.pages.test_hold import GUARANTEES
from tests.host.people import Guest, example, hosted, sit
from tests.host.test_bench import words

from accord.formats import load
from accord.formats.assumed_files import assumed
from accord.hold.holding_assumptions import Guarantee, HoldingAssumptions, holding_form

NEW: dict[str, str | list[str]] = {
    "kind": "sanction",
    "by": "kest",
    "against": ["belmar"],
    "on": ["canal"],
    "penalty": "2 to 5",
    "cost": "1",
    "stake": "1.5",
    "price": "4",
    "basis": "Both sell through Kest.",
}


@pytest.fixture
def river(tmp_path: Path) -> Path:
    """Return talks of two on a river, with two guarantees for the team alone."""
    folder = example(tmp_path, "sarn-river")
    text = GUARANTEES.format(holder="kest", for_="# A comment that stays.\n")
    (folder / "hold" / "kest.yaml").write_text(text)
    return folder


def written(folder: Path) -> dict[str, HoldingAssumptions]:
    found = assumed(folder, "hold", load(folder), holding_form)
    return {one.id: one for one in found}


def of(folder: Path, file: str, one: str) -> Guarantee:
    (found,) = [g for g in written(folder)[file].guarantees if g.id == one]
    return found


def send(guest: Guest, page: str, to: str, given: Mapping[str, Sequence[str]]) -> str:
    """Send the form of a page with some fields changed; return what is then shown."""
    hidden = dict(re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', page))
    kept = {key: html.unescape(value) for key, value in hidden.items()}
    answer = guest.client.post(to, data={**kept, **given})
    return str(answer.text)


def test_what_is_typed_is_what_the_library_reads(river: Path) -> None:
    with hosted(river) as host:
        guest = sit(host, "mediator")
        page = guest.get("/hold/guarantee")
        assert "nothing of it is agreed" in words(page)
        send(guest, page, "/hold/guarantee", {**NEW, "held_by": "kest"})
        one = of(river, "kest", "sanction-kest")
        assert (str(one.penalty), str(one.cost), str(one.stake)) == ("2..5", "1", "1.5")
        assert (one.by, one.against, one.on) == ("kest", ("belmar",), ("canal",))
        assert (one.price, one.basis) == (4.0, "Both sell through Kest.")
        assert "sanction by Kest" in words(guest.get("/hold?deal=nash"))
    assert "# A comment that stays." in (river / "hold" / "kest.yaml").read_text()


def test_whoever_has_none_yet_begins_a_file_of_its_own(river: Path) -> None:
    with hosted(river) as host:
        guest = sit(host, "arven")
        send(guest, guest.get("/hold/guarantee"), "/hold/guarantee", NEW)
        other = sit(host, "belmar")
        assert "sanction kest" not in words(other.get("/hold?deal=nash"))
    (own,) = [one for key, one in written(river).items() if one.held_by == "arven"]
    assert own.for_ == ("arven",)
    assert [one.id for one in own.guarantees] == ["sanction-kest"]


def test_one_key_is_changed_and_the_rest_stays_as_it_is_written(river: Path) -> None:
    file = river / "hold" / "kest.yaml"
    before = file.read_text()
    with hosted(river) as host:
        guest = sit(host, "mediator")
        to = "/hold/guarantee?one=kest%23fund-withheld"
        page = guest.get(to)
        assert 'value="8..14"' in page
        send(guest, page, to, {"kind": "escrow", "by": "kest", "penalty": "9 to 10"})
    assert str(of(river, "kest", "fund-withheld").penalty) == "9..10"
    assert file.read_text() == before.replace("8..14", "9..10")


def test_all_mistakes_are_said_at_once_and_nothing_is_written(river: Path) -> None:
    before = (river / "hold" / "kest.yaml").read_text()
    with hosted(river) as host:
        guest = sit(host, "mediator")
        wrong = {**NEW, "held_by": "kest", "penalty": "plenty", "price": "dear", "by": "nobody"}
        said = words(send(guest, guest.get("/hold/guarantee"), "/hold/guarantee", wrong))
        assert "plenty" in said
        wrong["penalty"] = "3"
        page = send(guest, guest.get("/hold/guarantee"), "/hold/guarantee", wrong)
        assert "dear" in words(page)
        assert 'value="dear"' in page
        wrong["price"] = "3"
        page = send(guest, guest.get("/hold/guarantee"), "/hold/guarantee", wrong)
        assert "there is no party or actor" in words(page)
    assert (river / "hold" / "kest.yaml").read_text() == before


def test_what_somebody_else_changed_meanwhile_is_not_written_over(river: Path) -> None:
    file = river / "hold" / "kest.yaml"
    with hosted(river) as host:
        guest = sit(host, "mediator")
        to = "/hold/guarantee?one=kest%23fund-withheld"
        page = guest.get(to)
        file.write_text(file.read_text().replace("8..14", "7"))
        said = send(guest, page, to, {"kind": "escrow", "by": "kest", "penalty": "9"})
        assert "somebody else changed this guarantee" in words(said)
    assert str(of(river, "kest", "fund-withheld").penalty) == "7"


def test_one_that_no_other_needs_is_taken_away(river: Path) -> None:
    with hosted(river) as host:
        guest = sit(host, "mediator")
        to = "/hold/guarantee?one=kest%23trade-stop"
        page = guest.get(to)
        send(guest, page, to.replace("?", "/remove?"), {})
        assert [one.id for one in written(river)["kest"].guarantees] == ["fund-withheld"]
        last = "/hold/guarantee?one=kest%23fund-withheld"
        send(guest, guest.get(last), last.replace("?", "/remove?"), {})
    assert written(river)["kest"].guarantees == ()


def test_one_that_another_needs_stays(river: Path) -> None:
    file = river / "hold" / "kest.yaml"
    needing = "  - {id: embargo, kind: sanction, by: kest, needs: [trade-stop]}\n"
    file.write_text(file.read_text() + needing)
    with hosted(river) as host:
        guest = sit(host, "mediator")
        to = "/hold/guarantee?one=kest%23trade-stop"
        said = send(guest, guest.get(to), to.replace("?", "/remove?"), {})
        assert "others need it: embargo" in words(said)
    assert len(written(river)["kest"].guarantees) == 3


@pytest.mark.parametrize("seat", ["arven", "belmar"])
def test_what_is_for_others_to_change_is_not_there(river: Path, seat: str) -> None:
    with hosted(river) as host:
        client = sit(host, seat).client
        for one in ("kest%23trade-stop", "basin-institute%23gauges", "no%23such"):
            assert client.get(f"/hold/guarantee?one={one}").status_code == 404
