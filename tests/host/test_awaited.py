"""What a table waits for stands on every page of the seat for which it waits."""

import re
from pathlib import Path

from tests.host.people import Guest, example, hosted, sit

MOVE = "Your move is awaited at table"
DECISION = "Something is for you to decide at table"
AT = "/tables/plenary"


def on_a_page(guest: Guest) -> tuple[bool, bool]:
    text = guest.get("/record")
    part = guest.get("/for-you?back=/record")
    for said in (MOVE, DECISION):
        assert (said in text) == (said in part)  # which is fetched again when something changed
    return MOVE in text, DECISION in text


def test_a_move_and_a_decision_that_are_awaited_stand_on_every_page(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        seats = ["mediator", "river/capital"]
        mediator = sit(host, "mediator")
        mediator.post("/tables", id="plenary", rules="stacked", seats=seats)
        ridge, river, capital = (sit(host, one) for one in ("ridge", "river", "river/capital"))
        assert [*map(on_a_page, (mediator, ridge, river, capital))] == [
            (False, False),
            (True, False),
            (False, False),  # its turn comes after that of the first
            (False, False),
        ]
        assert f'{MOVE} <a href="{AT}">' in re.sub("</?bdi>", "", ridge.get("/matrix"))
        assert MOVE not in ridge.get(AT), "where one is needs no link"
        issues = host.held.whole.process.agenda.issues
        deal = {f"deal.{one}": next(iter(issues[one].choices)) for one in issues}
        ridge.post(f"{AT}/move", deal, on=AT, kind="propose")
        assert [on_a_page(one)[0] for one in (ridge, river)] == [False, True]
        before = host.position(host.seats["river/capital"])
        river.post(f"{AT}/move", on=AT, kind="refer", text="May we live with this?")
        assert on_a_page(capital) == (False, True)
        assert host.position(host.seats["river/capital"]) != before
        capital.post(f"{AT}/capital", on=f"{AT}/capital", answer="no", text="No.")
        assert on_a_page(capital) == (False, False)
        assert [on_a_page(one)[1] for one in (mediator, ridge, river)] == [False] * 3
