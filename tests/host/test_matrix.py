"""The matrix in the browser: read, edited in the cell, with its history; all on one issue."""

import json
from pathlib import Path
from urllib.parse import quote

import pytest
from tests.host.people import Guest, example, hosted, sit

from accord.formats import load
from accord.host.rendering import as_part
from accord.record import Position

SAYS = {
    "option": "none",
    "text": "Once the fees are gone",
    "by": "Marek",
    "date": "21 September 2033",
    "source": "Radio North, 22 September 2033",
}


def _positions(folder: Path) -> list[Position]:
    return list(load(folder).record.of(Position))


def _save(guest: Guest, status: int = 303, **typed: str) -> str:
    whom = {"for": typed.pop("for_", "")}
    return guest.post("/matrix/posts/river", SAYS | whom | typed, status=status)


def test_the_matrix_has_a_row_an_issue_and_a_cell_a_party(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        page = sit(host, "mediator").get("/matrix")
    assert page.count('id="row-') == 8
    assert page.count('id="cell-') == 24
    assert 'id="cell-posts-river"' in page


def test_only_the_issues_asked_for_are_shown(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        guest = sit(host, "mediator")
        assert 'id="row-' not in guest.get("/matrix?standing=fallen")
        assert guest.get("/matrix?standing=agreed").count('id="row-') == 8
        named = guest.get("/matrix?named=ON+THE+ROAD")
        assert 'id="row-posts"' in named
        assert 'id="row-watch"' not in named
        assert guest.get("/matrix?since=20+September+2033").count('id="row-') == 8, (
            "agreed then"
        )
        assert 'id="row-' not in guest.get("/matrix?since=1+January+2034")
        assert "some day" in guest.get("/matrix?since=some+day")


def test_a_cell_is_edited_and_the_position_stands_in_the_record(tmp_path: Path) -> None:
    folder = example(tmp_path)
    with hosted(folder) as host:
        guest = sit(host, "mediator", "Oda")
        assert _save(guest) == "/matrix#row-posts"
        page = guest.get("/matrix")
        assert "Once the fees are gone" in page
        assert "Added to Posts on the road, River Guard" in page
        assert "Once the fees are gone" in guest.get("/matrix/posts/river")
        assert "Once the fees are gone" in guest.get("/issues/posts")
    added = _positions(folder)[-1]
    assert (added.party, added.issue, added.option, added.by) == (
        "river",
        "posts",
        "none",
        "marek",
    )
    assert str(added.date) == "2033-09-21"
    assert added.for_ == ("public",), "as the record says"


def test_the_same_cell_opens_within_the_matrix(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        guest = sit(host, "mediator")
        within = guest.get("/matrix/posts/river?within=1")
        assert within.startswith('<td role="cell" id="cell-posts-river"')
        assert "<html" not in within
        assert 'action="/matrix/posts/river"' in within


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"date": "some day"}, "some day"),
        ({"date": ""}, "when"),
        ({"source": ""}, "the source"),
        ({"by": "Nobody Known"}, "Nobody Known"),
        ({"option": "", "text": ""}, "what it asks for"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    tmp_path: Path, typed: dict[str, str], sentence: str
) -> None:
    folder = example(tmp_path)
    before = len(_positions(folder))
    with hosted(folder) as host:
        page = _save(sit(host, "mediator"), 422, **typed)
    assert sentence in page
    assert typed.get("source", SAYS["source"]) in page
    assert len(_positions(folder)) == before


def test_who_types_longer_sees_what_the_other_wrote_and_loses_nothing(tmp_path: Path) -> None:
    folder = example(tmp_path)
    before = len(_positions(folder))
    with hosted(folder) as host:
        one, other = sit(host, "mediator", "Oda"), sit(host, "mediator", "Ben")
        page = one.get("/matrix/posts/river")
        saw = page.partition('name="saw" value="')[2].partition('"')[0]
        _save(other, option="joint", text="Said to Ben")
        news = one.client.get("/matrix/posts/river", params={"saw": saw}).text
        assert "Written here since you opened it" in news
        assert "Said to Ben" in news
        refused = _save(one, 422, saw=saw)
        assert "Somebody wrote here while you were typing" in refused
        assert "Said to Ben" in refused
        assert "Ben wrote at" in refused
        assert "Once the fees are gone" in refused
        assert len(_positions(folder)) == before + 1
        now = refused.partition('name="saw" value="')[2].partition('"')[0]
        _save(one, saw=now)
    assert [p.text for p in _positions(folder)[-2:]] == [
        "Said to Ben",
        "Once the fees are gone",
    ]


def test_nobody_is_led_away_from_the_host(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        guest = sit(host, "mediator")
        for to in ("https://elsewhere.example/matrix", "//elsewhere.example", "javascript:x"):
            assert to not in guest.get(f"/matrix/posts/river?back={to}")
            assert _save(guest, back=to) == "/matrix#row-posts"
        assert _save(guest, back="/matrix?named=road") == "/matrix?named=road#row-posts"


def test_a_form_sent_twice_adds_one_position(tmp_path: Path) -> None:
    folder = example(tmp_path)
    before = len(_positions(folder))
    with hosted(folder) as host:
        guest = sit(host, "mediator")
        page = guest.get("/matrix/posts/river")
        once = page.partition('name="once" value="')[2].partition('"')[0]
        _save(guest, once=once)
        _save(guest, once=once)
    assert len(_positions(folder)) == before + 1


def test_a_delegation_writes_for_its_own_side_alone(tmp_path: Path) -> None:
    folder = example(tmp_path)
    with hosted(folder) as host:
        river, ridge = sit(host, "river"), sit(host, "ridge")
        _save(river, for_="river", text="Between us")
        assert "Between us" in river.get("/matrix/posts/river")
        for page in ("/matrix", "/matrix/posts/river", "/issues/posts"):
            assert "Between us" not in ridge.get(page)
        for tier in ("table", "public", "mediator", "ridge"):
            _save(river, 404, for_=tier)
        assert "Between us" not in sit(host, "mediator").get("/issues/posts")
    assert "Between us" not in (folder / "record.yaml").read_text()


def test_what_is_not_there_and_what_nobody_may_write_is_answered_alike(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        guest = sit(host, "host")
        for path in ("/matrix/none/river", "/matrix/posts/none", "/issues/none"):
            assert guest.client.get(path).status_code == 404
        assert 'action="/matrix' not in guest.get("/matrix/posts/river")
        assert guest.client.post("/matrix/posts/river", data=SAYS).status_code == 404


def test_one_issue_has_its_options_and_the_marks_of_those_whose_sheet_is_read(
    tmp_path: Path,
) -> None:
    folder = example(tmp_path)
    for sheet in (folder / "interests").glob("*-marks-*.yaml"):
        sheet.write_text(sheet.read_text().replace("for: public", "for: mediator"))
    with hosted(folder) as host:
        team, party = sit(host, "mediator"), sit(host, "river")
        assert "One joint post" in team.get("/issues/posts")
        assert "by the marks of" in team.get("/issues/posts")
        assert "by the marks of" not in party.get("/issues/posts")


@pytest.mark.parametrize(
    "name", ["a/b", "50%", "50%2F", "who?", "Пост на дороге", "..", "~1~", "c#d&e"]
)
def test_issues_and_parties_may_have_any_name(tmp_path: Path, name: str) -> None:
    party = f"{name} 2"
    issues = {name: {"name": "Posts", "options": {"none": "No posts", "own": "Their own"}}}
    parties = {party: {"name": "The guard"}, "other": {"name": "The others"}}
    process = {"title": "Talks", "parties": parties, "agenda": {"issues": issues}}
    (tmp_path / "process.yaml").write_text(json.dumps(process), "utf-8")
    with hosted(tmp_path) as host:
        guest = sit(host, "mediator")
        at = f"/issues/{as_part(name)}"
        cell = f"/matrix/{as_part(name)}/{as_part(party)}"
        matrix = guest.get("/matrix")
        assert f'href="{cell}?' in matrix and f'href="{at}"' in matrix
        for path in (at, cell, f"{cell}?within=1"):
            assert "The guard" in guest.get(path), path
        assert f'data-live="{at}"' in guest.get(at) and f'action="{cell}"' in guest.get(cell)
        led = guest.post(cell, SAYS | {"by": ""})
        assert "Once the fees are gone" in guest.get(led.partition("#")[0])
        assert "Once the fees are gone" in guest.get(cell)
        # What comes through the client of the tests is undone twice.
        for page in ("/marks", "/numbers", "/mandate") if "%2F" not in name else ():
            assert "The guard" in guest.get(f"{page}/{quote(party)}"), page
