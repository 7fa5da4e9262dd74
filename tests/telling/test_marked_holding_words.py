"""Whether a deal would be kept by marks, as a mediator reads it: in order, never in points."""

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.host.people import hosted, sit
from tests.host.test_bench import words

from accord.cli import cli
from accord.formats import load
from accord.formats.assumed_files import assumed
from accord.hold.holding_assumptions import holding_form
from accord.hold.holding_case import asked_deals
from accord.hold.marked_deal import MarkedDeal
from accord.telling.marked_holding_words import marked_holding_told

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture
def road(tmp_path: Path) -> Path:
    """Return the talks on a road in which nobody put down a number."""
    return without_numbers(tmp_path, keep="")


def without_numbers(tmp_path: Path, *, keep: str) -> Path:
    folder = tmp_path / "road"
    shutil.copytree(EXAMPLES / "market-road", folder)
    for one in (folder / "interests").iterdir():
        text = one.read_text(encoding="utf-8")
        mine = f"party: {keep}" in text and "held_by: lantern" in text
        if "walk_away" in text and not (keep and mine):
            one.unlink()
    return folder


def hold(*args: str | Path) -> str:
    result = CliRunner().invoke(cli, ["hold", *map(str, args)])
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


def test_each_is_told_what_it_could_go_back_on_and_what_that_hangs_on(road: Path) -> None:
    said = hold(road)
    assert "By the marks of: Lantern (assumptions, not facts)" in said
    assert (
        "Ridge Column could go back on “Posts on the road”, “Fees on the road”, “Mortars and "
        "heavy machine guns” and “Who watches”: if nobody answered, it would be better off by "
        "each of them, whatever numbers agree with its marks." in said
    )
    assert (
        "River Guard could then go back on “Detainees”; The elders of Haza could answer" in said
    )
    assert "it hangs on the numbers whether Ridge Column stays: ask which matters more" in said
    assert "for it ties “Detainees” to other issues." in said
    assert "So Orchard Watch stays." in said


def test_no_points_are_spoken_anywhere(road: Path) -> None:
    said = hold(road, "--guarantee", "all", "--coalitions")
    assert not re.search(r"\bpoints?\b|\d%|sets of numbers|draws", said)
    assert "By marks it is not said which guarantees would keep it and who could leave" in said
    found = json.loads(hold(road, "--json"))
    assert found["by"] == "marks"
    numbers = re.compile(r"-?\d+\.\d+")
    assert not numbers.search(json.dumps(found["parties"]))
    assert found["parties"]["ridge"]["stays"]["nash"] == "none"
    assert found["parties"]["orchard"]["stays"]["seq"] == "every"


def test_whoever_gave_numbers_beside_marks_is_told_in_its_own_way(tmp_path: Path) -> None:
    folder = without_numbers(tmp_path, keep="ridge")
    said = hold(folder)
    assert "By the marks and numbers of: Lantern" in said
    (ridge,) = re.findall(r"Ridge Column could go back.*?River Guard could go back", said)
    assert "In its own numbers, by all that: it gains" in ridge
    river = said.partition("River Guard could go back")[2].partition(" - ")[0]
    assert "points" not in river


def test_the_page_and_the_desk_say_the_same(road: Path) -> None:
    case = load(road)
    (asked,) = asked_deals(case, assumed(road, "hold", case, holding_form))
    assert isinstance(asked, MarkedDeal)
    told = marked_holding_told(case, asked)
    result = CliRunner().invoke(cli, ["brief", str(road), "--hold", "--json"])
    assert result.exit_code == 0, result.output
    (one,) = json.loads(result.output)["dossier"]["holding"]
    assert one["verdict"] == told.verdict and one["word"] == "marks"
    assert [by["text"] for by in one["each"]] == [by.text for by in told.each]
    with hosted(road) as host:
        desk = words(sit(host, "mediator").get("/hold"))
    assert all(by.text in desk for by in told.each)
    assert "By the marks of: Lantern" in desk


def test_a_rule_picks_by_numbers_and_says_so_of_marks(road: Path) -> None:
    result = CliRunner().invoke(cli, ["hold", str(road), "--deal", "nash"])
    assert result.exit_code != 0
    assert "Lantern holds no numbers for all parties, so no rule picks" in str(result.exception)


def test_where_one_holder_has_no_deal_the_others_are_still_told() -> None:
    said = hold(EXAMPLES / "market-road", "--deal", "nash")
    assert "By the numbers of: Lantern (assumptions, not facts) Asked of the deal" in said
    assert "By the numbers of Valley Desk no deal is acceptable to all" in said
