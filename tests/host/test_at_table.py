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
