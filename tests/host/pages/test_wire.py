"""What a delegation's own machine is sent: what its seat sees, and nothing by another way."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import fields
from hypothesis import given
from hypothesis import strategies as st
from tests.host.people import Guest, example, hosted, sit

from accord.host.classroom import ClassPlan
from accord.host.host import Host
from accord.host.visit import COOKIE, form_token_of
from accord.talks import MOVES, Accept, Move, Propose, State, move_to_json
from accord.talks.view_json import view_from_json

AT = "/wire/tables/plenary"


def _opened(host: Host) -> None:
    sit(host, "mediator").post(
        "/tables", id="plenary", rules="stacked", seats=["mediator", "ridge/capital"]
    )


def _asked(guest: Guest, path: str) -> Any:
    return json.loads(guest.get(path))


def sent(guest: Guest, move: Move, at: str = AT, **more: str) -> tuple[int, Any]:
    token = form_token_of(guest.client.cookies[COOKIE])
    form = {"token": token, "move": json.dumps(move_to_json(move)), **more}
    answer = guest.client.post(f"{at}/move", data=form)
    return answer.status_code, answer.json()


def _deal(host: Host) -> dict[str, str]:
    issues = host.held.whole.process.agenda.issues.values()
    return {one.id: next(iter(one.choices)) for one in issues}


def test_a_seat_is_sent_its_tables_and_what_it_sees_there(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        _opened(host)
        ridge = sit(host, "ridge")
        listed = _asked(ridge, "/wire/tables")
        assert listed["seat"] == {"id": "ridge", "sits": "ridge", "name": "Ridge Column"}
        assert [one["id"] for one in listed["tables"]] == ["plenary"]
        found = _asked(ridge, AT)
        table = host.tables.get("plenary", host.seats["ridge"])
        assert table is not None
        assert view_from_json(found["view"]) == table.seen("ridge").view
        assert found["ears"]["state"] == [] and found["stands"] == listed["tables"][0]["stands"]


def test_only_what_was_not_heard_yet_is_sent_again(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        _opened(host)
        ridge, river = sit(host, "ridge"), sit(host, "river")
        first = _asked(ridge, AT)
        view = view_from_json(first["view"])
        assert sent(river, State(text="A word."), once="w")[0] == 200
        known = {"heard": str(len(view.heard)), "at": first["times"][-1]}
        then = json.loads(ridge.client.get(AT, params=known).text)
        assert len(then["view"]["heard"]) == len(then["times"]) == 1
        table = host.tables.get("plenary", host.seats["ridge"])
        assert table is not None
        assert view_from_json(then["view"], view.heard) == table.seen("ridge").view
        # One that has heard what never was here is sent all of it.
        for odd in ({"at": "2001-01-01T00:00:00+00:00"}, {"heard": "99"}, {"heard": "x"}):
            whole = json.loads(ridge.client.get(AT, params=known | odd).text)
            assert whole["view"]["known"] == 0


def test_a_move_is_made_once_and_answered_with_the_table(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        _opened(host)
        ridge = sit(host, "ridge")
        move = Propose(deal=_deal(host))
        for _ in range(2):
            status, answer = sent(ridge, move, once="first")
            assert (status, answer["done"]) == (200, True)
            made = [one for one in answer["view"]["heard"] if one["kind"] == "propose"]
            assert [one["seat"] for one in made] == ["ridge"]
        assert json.loads(ridge.get(f"{AT}?key=first"))["made"]
        assert not json.loads(ridge.get(f"{AT}?key=second"))["made"]
        assert not json.loads(sit(host, "river").get(f"{AT}?key=first"))["made"]


def test_what_the_rules_do_not_allow_is_refused_in_sentences(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        _opened(host)
        river = sit(host, "river")
        status, answer = sent(river, Accept(proposal="ridge.9"))
        assert status == 409 and not answer["done"] and "may" in " ".join(answer["said"])
        assert view_from_json(answer["view"]).seat == "river"
        token = form_token_of(river.client.cookies[COOKIE])
        for odd in ("", "[", "{}", "[" * 100_000, '{"kind": "accept", "more": 1}'):
            got = river.client.post(f"{AT}/move", data={"token": token, "move": odd})
            assert got.status_code == 422 and got.json()["said"], odd[:20]


def test_a_move_that_was_decided_on_before_more_was_heard_can_be_held_back(
    tmp_path: Path,
) -> None:
    with hosted(example(tmp_path)) as host:
        _opened(host)
        ridge, river = sit(host, "ridge"), sit(host, "river")
        heard = str(len(_asked(ridge, AT)["view"]["heard"]))
        sent(river, State(text="Wait."))
        status, answer = sent(ridge, State(text="No."), on=heard, once="late")
        assert status == 409 and answer["more"] and not answer["done"]
        assert not json.loads(ridge.get(f"{AT}?key=late"))["made"]
        now = str(int(heard) + 1)
        assert sent(ridge, State(text="No."), on=now, once="late")[0] == 200


def test_it_is_held_to_what_a_browser_is_held_to(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        _opened(host)
        ridge = sit(host, "ridge")
        move = json.dumps(move_to_json(State(text="Hm.")))
        token = form_token_of(ridge.client.cookies[COOKIE])
        heard = len(host.tables.get("plenary", host.seats["ridge"]).seen("ridge").view.heard)  # type: ignore[union-attr]
        ask = ridge.client.post
        assert ask(f"{AT}/move", data={"move": move}).status_code == 403
        assert ask(f"{AT}/move", data={"move": move, "token": "0" * 32}).status_code == 403
        elsewhere = {"origin": "http://other.example"}
        answer = ask(f"{AT}/move", data={"move": move, "token": token}, headers=elsewhere)
        assert answer.status_code == 403
        # What a script of another site could send without asking is no form at all.
        plain = {"content-type": "text/plain"}
        assert ask(f"{AT}/move", content=move, headers=plain).status_code == 403
        table = host.tables.get("plenary", host.seats["ridge"])
        assert table is not None and len(table.seen("ridge").view.heard) == heard
        screen = sit(host, "projector")
        token = form_token_of(screen.client.cookies[COOKIE])
        form = {"move": move, "token": token}
        assert screen.client.post(f"{AT}/move", data=form).status_code == 404


def test_what_is_done_from_there_stands_in_the_record_and_the_logs(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        _opened(host)
        ridge = sit(host, "ridge", "Ada")
        ridge.get(AT)
        sent(ridge, Propose(deal=_deal(host), text="From our own machine."), once="x")
        texts = [getattr(one, "text", "") for one in host.held.whole.record.entries]
        assert any("From our own machine." in one for one in texts)
        log = sit(host, "host").get("/host/opened")
        assert "Ada" in log and "/wire/tables/" in log


def test_a_seat_of_a_class_is_not_told_where_the_record_stands(tmp_path: Path) -> None:
    with hosted(example(tmp_path, "sarn-river"), class_plan=ClassPlan(tables=2)) as host:
        one = sit(host, "2/arven")
        listed = _asked(one, "/wire/tables")
        assert listed["record"] == "" and listed["seat"]["sits"] == "arven"
        assert [each["id"] for each in listed["tables"]] == ["2"]
        assert one.client.get("/wire/tables/1").status_code == 404


@pytest.fixture(scope="module")
def ridge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guest]:
    """Sit somebody at a table, to send it anything."""
    with hosted(example(tmp_path_factory.mktemp("wire"))) as host:
        _opened(host)
        yield sit(host, "ridge")


_NAMES = sorted({"kind"} | {one.name for kind in MOVES.values() for one in fields(kind)})
_TEXTS = st.sampled_from(["", "ridge", "ridge.1", "scope", "road", "mediator", "no", "\ud800"])
_PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _TEXTS | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=6,
)


@given(
    kind=st.sampled_from([*MOVES]),
    typed=st.dictionaries(st.sampled_from(_NAMES), _PLAIN, max_size=3),
    more=st.dictionaries(
        st.sampled_from(["on", "until", "heard", "at", "key", "once"]),
        st.sampled_from(["", "0", "2", "-1", "9" * 20, "x", "2033-09-30", "0001-01-01T00:00"])
        | st.text(max_size=9),
        max_size=3,
    ),
)
def test_whatever_is_sent_for_a_move_is_answered_in_sentences(
    ridge: Guest, kind: str, typed: dict[str, Any], more: dict[str, str]
) -> None:
    token = form_token_of(ridge.client.cookies[COOKIE])
    sent = json.dumps({"kind": kind, **typed})
    answer = ridge.client.post(f"{AT}/move", data={"move": sent, "token": token} | more)
    assert answer.status_code in (200, 409, 422), answer.text
    plain = answer.json()
    assert plain["done"] or plain.get("more") or plain.get("late") or plain["said"]
    asked = ridge.client.get(AT, params=more)
    assert asked.status_code == 200 and asked.json()["view"]["seat"] == "ridge"
