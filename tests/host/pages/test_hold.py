"""Would it hold, in the browser: what the library says, of what a seat reads, and no file."""

import html
import json
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
        assert "sanction by Basin Institute (trade stop)" in words(page)
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


SECRET = """\
party: {party}
held_by: {holder}
basis: zzsecret
walk_away: {points}
issues: {issues}
red_lines: [{{id: zzsecret, never: {{flood: fund}}}}]
"""


def with_secrets(folder: Path, tier: str, points: int) -> Path:
    """Give a tier interests of both sides, guarantees and a commitment of its own."""
    own = folder / "private" / tier
    (own / "interests").mkdir(parents=True)
    (own / "hold").mkdir()
    agenda = load(folder).process.agenda
    issues = {
        issue: {"weight": points, "values": dict.fromkeys(one.choices, points)}
        for issue, one in agenda.issues.items()
    }
    for party in ("arven", "belmar"):
        for holder in ("basin-institute", party):
            text = SECRET.format(
                party=party, holder=holder, points=points, issues=json.dumps(issues)
            )
            (own / "interests" / f"{party}-{holder}.yaml").write_text(text)
    text = GUARANTEES.format(holder="basin-institute", for_="")
    (own / "hold" / "zzsecret.yaml").write_text(text.replace("trade-stop", "zzsecret"))
    (own / "record.yaml").write_text(
        "entries:\n  - {kind: commitment, id: zzsecret, date: 2031-05-07, owner: arven, "
        "sources: gazette-0507, issue: release, one_way: broken, words: zzsecret}\n"
    )
    return folder


@pytest.mark.parametrize("tier", ["arven", "belmar/capital", "mediator"])
def test_the_secrets_of_a_tier_change_no_byte_of_what_other_seats_are_shown(
    tier: str, tmp_path: Path
) -> None:
    def shown(folder: Path) -> dict[tuple[str, str], str]:
        with hosted(folder) as host:
            return {
                (seat, asked): sit(host, seat).get(f"/hold?{asked}")
                for seat in ("arven", "arven/capital", "belmar", "belmar/capital", "mediator")
                if not Reader((seat,)).reads((tier,))
                for asked in ("deal=nash", "")
            }

    plain = shown(example(tmp_path / "plain", "sarn-river"))
    folder = with_secrets(example(tmp_path, "sarn-river"), tier, 40)
    secret = shown(folder)
    assert secret == plain
    assert len(plain) >= 6 and not any("zzsecret" in page for page in secret.values())
    with hosted(folder) as host:
        assert "zzsecret" in sit(host, tier).get("/hold?deal=nash")
