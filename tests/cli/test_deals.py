"""`accord deals` from the outside: a deal asked about, a drawing, and what is wrong."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

FOLDER = Path(__file__).parents[2] / "examples" / "sarn-river"
CASES = Path(__file__).parents[1] / "deals" / "cases"
SKELETON = Path(__file__).parents[2] / "src" / "accord" / "formats" / "skeleton"


def run(*words: str | Path) -> "subprocess.CompletedProcess[str]":
    code = "from accord.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, "deals", str(FOLDER), "--draws", "50", *map(str, words)],
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def found() -> dict[str, dict[str, dict[str, dict[str, str]]]]:
    done = run("--json")
    assert (done.returncode, done.stderr) == (0, "")
    plain: dict[str, dict[str, dict[str, dict[str, str]]]] = json.loads(done.stdout)
    return plain


def test_the_json_holds_everything_that_can_be_asked_without_naming_a_deal(
    found: dict[str, object],
) -> None:
    assert {
        "solutions",
        "zone_of_agreement",
        "blocks",
        "concessions",
        "unreachable",
        "trades",
        "sureness",
        "drivers",
    } <= set(found)


def test_what_is_better_than_a_deal_from_a_file_is_listed_nearest_first(
    found: dict[str, dict[str, dict[str, dict[str, str]]]], tmp_path: Path
) -> None:
    deal = dict(found["solutions"]["nash"]["deal"], flood="paid")
    file = tmp_path / "deal.json"
    file.write_text(json.dumps({"deal": deal}), encoding="utf-8")
    said = run("--deal", file)
    assert (said.returncode, said.stderr) == (0, "")
    assert "It crosses the red line 'no-guilt' of Arven" in said.stdout
    listed, *_ = said.stdout.split("Nash's rule, with")
    changed = [int(line.split()[0]) for line in listed.splitlines() if " changed: " in line]
    assert changed and changed == sorted(changed)
    more = json.loads(run("--deal", file, "--json").stdout)["improvements"]
    assert [one["distance"] for one in more["nearest"]] == changed


def test_a_proposal_that_leaves_issues_open_is_judged_as_far_as_it_goes() -> None:
    done = run("--deal", "kest-text-1")
    assert (done.returncode, done.stderr) == (0, "")
    assert "As far as they go, they cross nobody's red line." in done.stdout
    assert "Left open: " in done.stdout
    assert "By these numbers, " in done.stdout
    plain = json.loads(run("--deal", "kest-text-1", "--json").stdout)
    assert "improvements" not in plain
    part = plain["as_far_as_it_goes"]
    assert part["open"]
    assert part["crossed"] == []
    assert 0 < part["zone_of_agreement"]["share"] <= 1
    assert 0 < part["zone_of_agreement"]["one_way"]["share"] <= 1


def test_a_deal_that_is_nowhere_is_said_to_be_neither_a_file_nor_an_entry() -> None:
    done = run("--deal", "kest-tekst-1")
    assert done.returncode == 2
    assert done.stderr == (
        "There is neither a file nor an entry 'kest-tekst-1'; did you mean 'kest-text-1'?\n"
    )


def test_the_deals_are_drawn_into_a_file(tmp_path: Path) -> None:
    done = run("--svg", tmp_path / "deals.svg")
    assert done.returncode == 0
    assert ElementTree.parse(tmp_path / "deals.svg").getroot().tag.endswith("svg")
    refused = run("--svg", tmp_path / "none" / "deals.svg")
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1


def test_terms_are_judged_whole_or_in_part() -> None:
    done = run("--why-not", "flood=paid")
    assert (done.returncode, done.stderr) == (0, "")
    assert "no-guilt" in done.stdout


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ("flood", "'flood' is no term"),
        ("flood=paid,flood=left", "'flood' is given twice"),
        ("peace=paid", "peace"),
        ("flood=closed", "closed"),
    ],
)
def test_terms_that_cannot_be_are_refused_in_a_sentence(terms: str, said: str) -> None:
    done = run("--why-not", terms)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("folder", ["many-lines", "one-of-four", "shared-option"])
@pytest.mark.parametrize("command", ["deals", "brief"])
def test_red_lines_over_several_issues_do_not_stop_it(command: str, folder: str) -> None:
    code = "from accord.cli import main; main()"
    full = ["--full"] if command == "brief" else []
    done = subprocess.run(
        [sys.executable, "-c", code, command, str(CASES / folder), *full],
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "yes: some deal clears every walk-away value" in done.stdout


@pytest.fixture(scope="module")
def differing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of `accord new` with a second holder in doubt, and half a third."""
    folder = tmp_path_factory.mktemp("several") / "talks"
    shutil.copytree(SKELETON, folder)
    for side in ("upland", "delta"):
        mine = folder / "interests" / f"{side}-by-institute.yaml"
        other = re.sub(
            "held_by: .*", "held_by: holm\nas_of: 2024-05-03", mine.read_text("utf-8")
        )
        other = re.sub("walk_away: .*", "walk_away: 99..100", other)
        mine.with_name(f"{side}-by-holm.yaml").write_text(other, "utf-8")
    third = re.sub("held_by: .*", "held_by: envoy-eller", mine.read_text("utf-8"))
    mine.with_name("delta-by-envoy.yaml").write_text(third, "utf-8")
    return folder


def accord(*words: str | Path) -> "subprocess.CompletedProcess[str]":
    code = "from accord.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, words)], capture_output=True, text=True
    )


def test_every_holder_is_answered_in_turn(differing: Path, tmp_path: Path) -> None:
    done = accord("deals", differing, "--draws", "20", "--svg", tmp_path / "all.svg")
    text = " ".join(done.stdout.split())
    assert text.startswith("Two holders differ: by ")
    assert "By the numbers of: Holm (assumptions, not facts), as of 3 May 2024" in text
    assert "By the numbers of: Institute for River Studies" in text
    assert "Interests of Republic of Upland are missing here" in text
    assert "Ed Eller" in (tmp_path / "all.svg").read_text("utf-8")
    brief = accord("brief", differing, "--draws", "20", "--full").stdout
    assert text.partition("By the numbers")[0] in " ".join(brief.split())


def test_the_json_of_several_holders_has_each_as_it_stands_alone(differing: Path) -> None:
    for command in (("deals", str(differing), "--draws", "20"), ("play", str(differing))):
        several = json.loads(accord(*command, "--json").stdout)
        assert list(several) == ["holders"]
        found = {one.pop("holder"): one for one in several["holders"]}
        assert set(found) == {"envoy-eller", "holm", "institute"}
        assert list(found["envoy-eller"]) == ["missing"]
        for holder in ("holm", "institute"):
            alone = accord(*command, "--held-by", holder, "--json")
            assert found[holder] == json.loads(alone.stdout)


def test_a_file_of_one_holder_asks_for_one(differing: Path, tmp_path: Path) -> None:
    done = accord("play", differing, "--log", tmp_path / "log.jsonl")
    assert done.returncode == 2
    assert "and --log is one holder's: choose with --held-by, one of " in done.stderr
    assert not (tmp_path / "log.jsonl").exists()


def test_a_tournament_goes_by_each_holder_in_turn(differing: Path, tmp_path: Path) -> None:
    command = ("tournament", str(differing), "--delegates", "linear,conceder")
    done = accord(*command, "--json", "--svg", tmp_path / "scores.svg")
    found = json.loads(done.stdout)
    assert {one["holder"] for one in found["holders"]} == {"holm", "institute"}
    assert "envoy-eller holds no interests of Republic of Upland" in done.stderr
    assert "By the numbers of Institute" in (tmp_path / "scores.svg").read_text("utf-8")
    rows = accord(*command, "--csv").stdout.splitlines()
    assert rows[0].startswith("holder,process,")
    assert {row.partition(",")[0] for row in rows[1:]} == {"holm", "institute"}
    alone = accord(*command, "--held-by", "holm", "--json")
    (same,) = (one for one in found["holders"] if one.pop("holder") == "holm")
    assert same == json.loads(alone.stdout)


def test_before_anybody_held_interests_the_day_is_said() -> None:
    done = run("--as-of", "1900")
    assert done.returncode == 2
    assert "nobody's interests are held as of 1900, so whether" in done.stderr


def test_one_sides_interests_say_what_they_can_and_what_to_add(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "talks"))
    for file in (folder / "interests").glob("belmar*"):
        file.unlink()
    done = accord("deals", folder)
    assert done.returncode == 0
    text = " ".join(done.stdout.split())
    assert "cannot be said: only interests of Arven are here" in text
    assert "interests/belmar-by-basin-institute.yaml" in text
    plain = json.loads(accord("deals", folder, "--json").stdout)
    assert (plain["given"], plain["without"]) == (["arven"], ["belmar"])
    assert plain["missing"].startswith("Whether there is a deal cannot be said")
    refused = accord("deals", folder, "--why-not", "border=back")
    assert refused.returncode == 2
    assert "basin-institute holds no interests of Belmar" in refused.stderr


def test_conditions_of_offers_are_counted_for_every_holder_and_told(tmp_path: Path) -> None:
    accord("new", tmp_path / "talks")
    before = json.loads(accord("deals", tmp_path / "talks", "--json").stdout)
    given = ["--kind", "offer", "--id", "o", "--date", "2024-05-02", "--source", "gazette-0502"]
    given += ["--set", "party=upland", "--set", "gives={water: 40}"]
    accord("record", tmp_path / "talks", "add", *given, "--set", "if={ceasefire: full}")
    told = accord("deals", tmp_path / "talks").stdout
    assert "1 condition from an offer is counted as a red line (o of Republic of" in told
    after = json.loads(accord("deals", tmp_path / "talks", "--json").stdout)
    assert "conditions" not in before
    (line,) = after["conditions"]["upland"]
    assert line["never"] == {"water": ["40"], "ceasefire": ["none", "road"]}
    asked = ["--why-not", "ceasefire=road,water=40", "--json"]
    crossed = accord("deals", tmp_path / "talks", *asked).stdout
    assert "condition of o" in crossed
    page = accord("brief", tmp_path / "talks").stdout
    assert "1 condition from an offer is counted as a red line." in " ".join(page.split())
    for many in ([], ["-n", "2", "--no-span"]):
        talks = accord("play", tmp_path / "talks", "--seed", "1", *many).stdout
        assert "- 1 condition from an offer is counted as a red line (o of Republic of" in talks


ROAD = FOLDER.parent / "market-road"


@pytest.fixture
def marks_alone(tmp_path: Path) -> Path:
    """Return the market road without anybody's numbers."""
    folder = Path(shutil.copytree(ROAD, tmp_path / "road"))
    for file in (folder / "interests").iterdir():
        if "-marks-" not in file.name:
            file.unlink()
    return folder


def test_the_market_road_goes_from_a_question_to_a_yes_to_an_agreement() -> None:
    def said(*words: str) -> str:
        return " ".join(accord(*words).stdout.split())

    asked = said("deals", str(ROAD), "--held-by", "lantern", "--as-of", "2033-09-11")
    decides = "One answer decides: can Ridge Column live with 'The elders man them' (Posts on"
    assert f"Not known yet. {decides} the road)?" in asked
    yes = said("deals", str(ROAD), "--held-by", "lantern", "--as-of", "2033-09-15")
    assert "six packages without a 'cannot' and without a '?'; three more wait" in yes
    assert "8 issues: 8 agreed" in said("brief", str(ROAD), "--as-of", "2033-09-20")


def test_marks_come_first_and_numbers_follow() -> None:
    done = accord("deals", ROAD, "--draws", "20")
    assert (done.returncode, done.stderr) == (0, "")
    marks, numbers = (
        done.stdout.index("By the marks of"),
        done.stdout.index("Two holders differ"),
    )
    assert marks < numbers < done.stdout.index("By the numbers of: Lantern")
    found = json.loads(accord("deals", ROAD, "--draws", "20", "--json").stdout)["holders"]
    by_holder = {one["holder"]: one for one in found}
    assert by_holder["lantern"]["marks"]["verdict"] == "yes"
    assert "solutions" in by_holder["lantern"]
    assert "marks" not in by_holder["valley-desk"]
    alone = json.loads(
        accord("deals", ROAD, "--draws", "20", "--held-by", "lantern", "--json").stdout
    )
    assert {"holder": "lantern", **alone} == by_holder["lantern"]


def test_marks_alone_are_whole_and_nothing_is_made_of_them(marks_alone: Path) -> None:
    done = accord("deals", marks_alone)
    assert (done.returncode, done.stderr) == (0, "")
    assert "numbers" not in done.stdout
    plain = json.loads(accord("deals", marks_alone, "--json").stdout)
    assert "solutions" not in plain and "zone_of_agreement" not in plain
    assert (plain["marks"]["verdict"], plain["marks"]["packages"]) == ("yes", 6)
    for option in (["--svg", "deals.svg"], ["--lotteries"]):
        refused = accord("deals", marks_alone, *option)
        assert refused.returncode == 2
        assert refused.stderr == (
            f"{option[0]} needs numbers, and nobody holds any here: marks are not turned into "
            "numbers\n"
        )


def test_red_lines_alone_are_a_sheet_too(marks_alone: Path) -> None:
    interests = marks_alone / "interests"
    for file in interests.iterdir():
        file.unlink()
    line = "{id: no-valley, never: {scope: valley}, basis: He said so.}"
    text = f"party: ridge\nheld_by: lantern\nfor: public\nred_lines: [{line}]\n"
    (interests / "ridge.yaml").write_text(text, "utf-8")
    done = accord("deals", marks_alone)
    assert (done.returncode, done.stderr) == (0, "")
    text = " ".join(done.stdout.split())
    assert "Nothing is written of River Guard and Orchard Watch" in text
    brief = accord("brief", marks_alone).stdout
    assert "By the marks of Lantern, an assumption: not known yet." in " ".join(brief.split())


def test_a_package_is_judged_by_marks_as_far_as_it_goes(marks_alone: Path) -> None:
    day = ("--as-of", "2033-09-11")
    done = accord("deals", marks_alone, *day, "--deal", "lantern-1")
    text = " ".join(done.stdout.split())
    assert "As far as they go, nobody has a 'cannot' on these terms." in text
    assert "Left open: Posts on the road; What follows a breach; How long it holds." in text
    refused = accord("deals", marks_alone, *day, "--why-not", "posts=joint,scope=valley")
    text = " ".join(refused.stdout.split())
    assert (
        "Ridge Column cannot live with 'The whole valley' (Where the guns fall silent)" in text
    )
    plain = json.loads(
        accord("deals", marks_alone, *day, "--json", "--why-not", "posts=joint").stdout
    )
    assert plain["marks"]["why_not"]["verdict"] == "no"


def test_marks_judge_terms_also_where_numbers_are_of_some_parties_alone(
    marks_alone: Path,
) -> None:
    numbers = "ridge-by-lantern.yaml"
    shutil.copy(ROAD / "interests" / numbers, marks_alone / "interests" / numbers)
    done = accord("deals", marks_alone, "--why-not", "posts=joint")
    assert (done.returncode, done.stderr) == (0, "")
    text = " ".join(done.stdout.split())
    assert "Ridge Column cannot live with 'One joint post' (Posts on the road)" in text
    assert "only interests of Ridge Column are here" in text
    plain = json.loads(
        accord("deals", marks_alone, "--why-not", "posts=joint", "--json").stdout
    )
    assert plain["marks"]["why_not"]["verdict"] == "no"
    assert plain["missing"].startswith("Whether there is a deal cannot be said")


def test_terms_that_cannot_be_are_refused_before_anything_is_said(marks_alone: Path) -> None:
    done = accord("deals", marks_alone, "--why-not", "posts=nowhere")
    assert (done.returncode, done.stdout) == (2, "")
    assert "has no option 'nowhere'" in done.stderr


def test_who_holds_no_marks_and_no_numbers_is_said(marks_alone: Path) -> None:
    done = accord("deals", marks_alone, "--held-by", "clinic")
    assert done.returncode == 2
    assert done.stderr == "'clinic' holds no interests here; who does: lantern\n"


def test_holder_and_terms_may_be_called_by_their_names(marks_alone: Path) -> None:
    ids = accord("deals", marks_alone, "--held-by", "lantern", "--why-not", "posts=elders")
    names = "Posts on the road=the elders man them"
    named = accord("deals", marks_alone, "--held-by", "LANTERN", "--why-not", names)
    assert (named.returncode, named.stdout) == (0, ids.stdout)
