"""Marks pressed in a grid: saved one at a time, each for whoever may read its sheet."""

import html
import re
from pathlib import Path
from urllib.parse import parse_qs

from tests.host.people import Guest, example, hosted, sit
from tests.host.test_bench import words

from accord.formats import load
from accord.model import Mark, Reader

_PRESS = re.compile(r'name="press" value="([^"]*)"')


def press_of(page: str, **at: str) -> str:
    """Return what a press of a cell sends."""
    every = (html.unescape(one) for one in _PRESS.findall(page))
    return next(
        one
        for one in every
        if all(parse_qs(one).get(key) == [value] for key, value in at.items())
    )


def mark_in(folder: Path, *, holder: str, party: str, issue: str, option: str) -> str:
    held = [
        str(one.marks[issue][option].mark)
        for one in load(folder).interests
        if (one.party, one.held_by) == (party, holder) and option in one.marks.get(issue, {})
    ]
    return held[-1] if held else ""


def test_a_press_is_saved_at_once_and_goes_round(tmp_path: Path) -> None:
    folder = example(tmp_path)
    at = {"party": "ridge", "issue": "scope", "option": "road"}
    with hosted(folder) as host:
        guest = sit(host, "mediator", "Nura")
        for wanted in ("can live with", "cannot", "?", "want"):
            press = press_of(guest.get("/marks"), **at)
            led = guest.post("/marks/press", on="/marks", press=press)
            assert led == "/marks?held_by=lantern"
            assert mark_in(folder, holder="lantern", **at) == wanted
        assert "Ridge Column: Where the guns fall silent" in words(guest.get(led))


def test_a_script_is_answered_with_the_cell_alone(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        guest = sit(host, "mediator")
        page = guest.get("/marks")
        press = press_of(page, party="ridge", issue="scope", option="road")
        cell = guest.post("/marks/press", on="/marks", status=200, press=press, part="cell")
        assert cell.count("<td") == 1 and "<html" not in cell
        assert "can live with" in cell
        late = guest.post("/marks/press", on="/marks", status=422, press=press, part="cell")
        assert "somebody else marked it meanwhile" in words(late)
        assert "can live with" in late


def test_the_later_one_of_two_sees_what_the_other_wrote_and_nothing_is_lost(
    tmp_path: Path,
) -> None:
    folder = example(tmp_path)
    at = {"party": "ridge", "issue": "scope", "option": "road"}
    with hosted(folder) as host:
        nura, ida = sit(host, "mediator", "Nura"), sit(host, "mediator", "Ida")
        press = press_of(ida.get("/marks"), **at)
        nura.post(
            "/mark", {"held_by": "lantern", "seen": "want"} | at, on=_one(at), mark="cannot"
        )
        said = ida.post("/marks/press", on="/marks", status=422, press=press)
        assert "somebody else marked it meanwhile" in words(said)
        assert "now has 'cannot'" in words(said)
        assert mark_in(folder, holder="lantern", **at) == "cannot"


def _one(at: dict[str, str]) -> str:
    return "/mark?held_by=lantern&" + "&".join(f"{key}={one}" for key, one in at.items())


def test_a_mark_takes_how_it_is_known_why_and_from_whom_and_keeps_what_was_typed(
    tmp_path: Path,
) -> None:
    folder = example(tmp_path)
    at = {"party": "ridge", "issue": "scope", "option": "road"}
    with hosted(folder) as host:
        guest = sit(host, "mediator")
        typed = {"held_by": "lantern", "seen": "want", "mark": "cannot", "basis": "He said no."}
        said = guest.post(
            "/mark", typed | at, on=_one(at), status=422, how="perhaps", source="nobody"
        )
        assert "He said no." in said and 'value="nobody"' in said
        led = guest.post("/mark", typed | at, on=_one(at), how="said", back="/marks/ridge")
        assert led == "/marks/ridge"
        assert "He said no." in guest.get("/marks/ridge")
        elsewhere = typed | at | {"seen": "cannot", "mark": "want"}
        led = guest.post("/mark", elsewhere, on=_one(at), back="//evil.example/")
        assert led == "/marks?held_by=lantern"


def test_a_delegation_marks_on_its_own_sheet_for_itself_alone(tmp_path: Path) -> None:
    folder = example(tmp_path)
    at = {"party": "ridge", "issue": "scope", "option": "road"}
    with hosted(folder) as host:
        ridge: Guest = sit(host, "ridge")
        page = ridge.get("/marks?held_by=ridge")
        assert "Held by Ridge Column" in words(page)
        assert "Who can read it: Ridge Column." in words(page)
        press = press_of(page, **at)
        ridge.post("/marks/press", on="/marks", press=press, held_by="ridge")
        assert mark_in(folder, holder="ridge", **at) == "want"
        own = [one for one in load(folder).interests if one.held_by == "ridge"]
        assert [one.for_ for one in own] == [("ridge",)]
        for seat in ("mediator", "river", "ridge/capital"):
            seen = load(folder, reader=Reader((seat,))).interests
            assert any(one.held_by == "ridge" for one in seen) is (seat == "ridge/capital")
        # what is Lantern's may be read, and is not for a delegation to write
        theirs = ridge.get("/marks?held_by=lantern")
        assert "not write in it" in words(theirs) and 'name="press"' not in theirs
        ridge.post("/marks/press", on="/marks", status=404, press=press, held_by="lantern")
        sit(host, "river").post(
            "/marks/press", on="/marks", status=404, press=press, held_by="ridge"
        )


def test_a_capital_goes_on_from_the_sheet_of_its_delegation_and_leaves_it(
    tmp_path: Path,
) -> None:
    folder = example(tmp_path)
    at = {"party": "ridge", "issue": "scope", "option": "road"}
    town = at | {"option": "town"}
    with hosted(folder) as host:
        ridge, tarn = sit(host, "ridge"), sit(host, "ridge/capital")
        ridge.post(
            "/marks/press",
            on="/marks",
            press=press_of(ridge.get("/marks?held_by=ridge"), **at),
            held_by="ridge",
        )
        page = tarn.get("/marks?held_by=ridge")
        tarn.post("/marks/press", on="/marks", press=press_of(page, **town), held_by="ridge")
        both = words(tarn.get("/marks?held_by=ridge"))
        assert both.count("● wants") == 2
        assert "Who can read it: the capital of Ridge Column" in both
        assert words(ridge.get("/marks?held_by=ridge")).count("● wants") == 1


def test_a_voice_begins_where_it_differs_and_says_whether_it_can_block(tmp_path: Path) -> None:
    folder = example(tmp_path)
    at = {"party": "ridge", "issue": "scope", "option": "road"}
    typed = {"held_by": "lantern", "voice": "the gunners", "seen": "", "mark": "cannot"}
    with hosted(folder) as host:
        guest = sit(host, "mediator")
        page = "/mark?held_by=lantern&party=ridge&voice=the+gunners&on=scope%3Droad"
        assert "Can this voice block?" in guest.get(page)
        said = guest.post("/mark", typed | at, on=page, status=422)
        assert "say whether the gunners can block" in words(said)
        guest.post("/mark", typed | at, on=page, can_block="no")
        assert "Ridge Column: the gunners" in words(guest.get("/marks/ridge?held_by=lantern"))


def test_marks_are_taken_along_as_the_commands_export_them(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        guest = sit(host, "mediator")
        links = re.findall(r'href="(/export/marks[^"]*)"', guest.get("/marks"))
        csv, xlsx, plain = (guest.client.get(one).content for one in sorted(links))
        assert csv.decode("utf-8-sig").startswith("issue,")
        assert b'"lantern"' in xlsx and plain[:2] == b"PK"


def test_the_grid_says_what_to_ask_next_and_who_offers_what(tmp_path: Path) -> None:
    folder = example(tmp_path)
    with hosted(folder) as host:
        guest = sit(host, "mediator")
        page = words(guest.get("/marks"))
        assert "offers Two kilometres back from the road, if All for all" in page
        for option in ("road", "valley", "town"):
            at = {"party": "orchard", "issue": "scope", "option": option}
            typed = {"held_by": "lantern", "mark": "?"}
            typed["seen"] = mark_in(folder, holder="lantern", **at)
            guest.post("/mark", typed | at, on=_one(at))
        said = words(guest.get("/marks"))
        assert "Ask next" in said
        assert "can Orchard Watch live with 'The road and the town'" in said.replace(
            "Can ", "can "
        )
        assert "Write the answer down" in said
    assert str(Mark.UNKNOWN) == "?"
