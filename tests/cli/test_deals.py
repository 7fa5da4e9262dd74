"""`accord deals` from the outside: a deal asked about, a drawing, and what is wrong."""

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

FOLDER = Path(__file__).parents[2] / "examples" / "sarn-river"
CASES = Path(__file__).parents[1] / "deals" / "cases"


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
    changed = [
        int(line.split()[0]) for line in said.stdout.splitlines() if " changed: " in line
    ][:-1]
    assert changed and changed == sorted(changed)
    more = json.loads(run("--deal", file, "--json").stdout)["improvements"]
    assert [one["distance"] for one in more["nearest"]] == changed


def test_a_proposal_of_the_record_may_be_asked_about_if_it_is_whole() -> None:
    done = run("--deal", "kest-text-1")
    assert done.returncode == 2
    assert done.stderr.startswith("The proposal 'kest-text-1' leaves open")


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
    done = subprocess.run(
        [sys.executable, "-c", code, command, str(CASES / folder)],
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Yes: some deal clears every walk-away value" in done.stdout
