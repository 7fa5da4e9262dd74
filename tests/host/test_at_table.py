"""A table in the browser: seats move by forms, and see what their seat may know."""

import re
from pathlib import Path

from tests.host.people import example, hosted, sit


def test_a_round_by_alternating_offers_ends_in_a_deal(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        mediator = sit(host, "mediator", "Oda")
        seats = ["mediator", "ridge/capital"]
        led = mediator.post("/tables", id="plenary", rules="stacked", seats=seats)
        assert led == "/tables/plenary"
        sides = {one: sit(host, one) for one in ("ridge", "river", "orchard")}
        issues = host.held.whole.process.agenda.issues
        deal = {f"deal.{one}": next(iter(issues[one].choices)) for one in issues}
        at = "/tables/plenary"
        first = next(
            one for one, guest in sides.items() if "Your move is awaited" in guest.get(at)
        )
        sides[first].post(f"{at}/move", deal, on=at, kind="propose")
        for one, guest in sides.items():
            if one != first:
                guest.post(f"{at}/move", on=at, kind="accept")
        for guest in sides.values():
            assert "There is a deal." in guest.get(at)


def test_an_illegal_move_is_refused_with_what_would_be_legal(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        mediator = sit(host, "mediator")
        mediator.post("/tables", id="plenary", rules="stacked", seats=["mediator"])
        at = "/tables/plenary"
        river = sit(host, "river")
        said = river.post(f"{at}/move", on=at, status=422, kind="accept", proposal="ridge.9")
        alert = re.search(r'<div class="mistakes".*?</div>', said, re.S)
        assert alert and "may" in alert[0]


def test_what_happens_at_the_table_stands_in_the_record_of_those_who_heard_it(
    tmp_path: Path,
) -> None:
    with hosted(example(tmp_path)) as host:
        mediator = sit(host, "mediator")
        seats = ["mediator", "ridge/capital", "river/capital"]
        mediator.post("/tables", id="plenary", rules="stacked", seats=seats)
        at = "/tables/plenary"
        ridge, river = sit(host, "ridge"), sit(host, "river")
        issues = host.held.whole.process.agenda.issues
        deal = {f"deal.{one}": next(iter(issues[one].choices)) for one in issues}
        ridge.post(f"{at}/move", deal, on=at, kind="propose", text="To begin with.")
        river.post(f"{at}/move", on=at, kind="refer", text="May we live with this?")
        read = {}
        for seat in ("mediator", "ridge", "river"):
            case = host.held.case(host.seats[seat].reader)
            read[seat] = {one.id: one for one in case.record.entries}
        assert {"table-plenary", "table-plenary-2"} <= read["mediator"].keys()
        (asked,) = read["river"].keys() - read["ridge"].keys() - read["mediator"].keys()
        assert asked.startswith("table-plenary-river")
        assert read["river"][asked].text == "May we live with this?"
        assert "proposes" in mediator.get("/brief") or "Ridge" in mediator.get("/brief")
        again = host.secretary
        again._begun.clear()  # as after a restart
        host.minute(next(host.tables.of("ridge")))
        entries = host.held.whole.record.entries
        assert len({one.id for one in entries}) == len(entries)
