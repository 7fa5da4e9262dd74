"""Would it hold, in the browser: what the library says, of what a seat reads, and no file."""

import html
import re
from pathlib import Path

import pytest
from tests.host.people import example, hosted, sit
from tests.host.test_bench import words

from accord.formats import load
from accord.formats.assumed_files import assumed
from accord.hold import Reachability
from accord.hold.holding_assumptions import holding_form
from accord.hold.holding_case import held_deals
from accord.model import Reader
from accord.telling.holding_words import holding_told

GUARANTEES = """\
held_by: {holder}
basis: Said in August
{for_}guarantees:
  - {{id: fund-withheld, kind: escrow, by: {holder}, penalty: 8..14}}
  - {{id: trade-stop, kind: sanction, by: {holder}, penalty: 90, cost: 1, stake: 3}}
"""


@pytest.fixture
def river(tmp_path: Path) -> Path:
    """Return talks of two on a river, with guarantees for the team alone."""
    folder = example(tmp_path, "sarn-river")
    (folder / "hold").mkdir(exist_ok=True)
    text = GUARANTEES.format(holder="basin-institute", for_="")
    (folder / "hold" / "watched.yaml").write_text(text)
    return folder


def test_it_says_what_the_library_says_of_each_holder(tmp_path: Path) -> None:
    folder = example(tmp_path, "sarn-river")
    case = load(folder, reader=Reader(("mediator",)))
    with hosted(folder) as host:
        said = words(sit(host, "mediator").get("/hold?deal=nash"))
    beside = assumed(folder, "hold", case, holding_form)
    for one in held_deals(case, beside, given="nash"):
        told = holding_told(case, one.holds(Reachability.SEQUENCES, 1000, 0))
        assert told.each
        assert all(text in said for text in (*(by.text for by in told.each), *told.lines))
    assert "By the numbers of: Basin Institute (assumptions, not facts)" in said
    assert "Asked of the deal that the Nash rule picks" in said
    assert "says nothing on how likely it is that anybody fights" in said


def test_guarantees_are_chosen_and_change_the_answer(river: Path) -> None:
    with hosted(river) as host:
        guest = sit(host, "mediator")
        page = guest.get("/hold?deal=nash")
        assert 'name="have-trade-stop" value="yes" checked' in page
        assert "sanction: trade stop (by Basin Institute)" in words(page)
        without = guest.get("/hold?deal=nash&chosen=yes")
        assert 'name="have-trade-stop" value="yes">' in without
        assert words(page) != words(without)


def test_what_is_for_the_team_is_not_said_to_others(river: Path) -> None:
    with hosted(river) as host:
        for seat in ("arven", "belmar"):
            assert "trade" not in sit(host, seat).get("/hold?deal=nash")


def test_a_package_of_the_bench_is_asked_about_in_one_step(river: Path) -> None:
    with hosted(river) as host:
        guest = sit(host, "mediator")
        links = re.findall(r'href="(/hold\?[^"]*)"', guest.get("/deals?on-release=60"))
        assert links == ["/hold?on-release=60"]
        said = words(guest.get(html.unescape(links[0])))
        assert "Asked of the package put together" in said


@pytest.mark.parametrize(
    "odd", ["deal=process.yaml", "deal=no-such-entry", "holder=nobody", "on-release=7"]
)
def test_what_cannot_be_asked_is_not_there(river: Path, odd: str) -> None:
    """A page opens no file by its name, for nobody says who may read it."""
    with hosted(river) as host:
        assert sit(host, "mediator").client.get(f"/hold?{odd}").status_code == 404


def test_where_nobody_holds_numbers_it_says_where_to_begin(tmp_path: Path) -> None:
    folder = example(tmp_path, "sarn-river")
    for one in (folder / "interests").iterdir():
        one.unlink()
    with hosted(folder) as host:
        assert "Nothing that you may read says" in words(sit(host, "mediator").get("/hold"))


def test_the_moves_are_drawn_as_the_page_has_its_colours_and_told_to_who_does_not_see_them(
    tmp_path: Path,
) -> None:
    with hosted(example(tmp_path, "market-road")) as host:
        page = sit(host, "mediator").get("/hold")
    for number in (1, 2):
        assert f'id="departures-{number}-told"' in page
    drawn = page[page.index("<svg") : page.index("</svg>")]
    assert "var(--ink)" in drawn and "style=" not in drawn
    assert "River Guard: go back on" in html.unescape(re.sub(r"<[^>]+>", " ", drawn))
    assert "Where holders differ" in words(page)
