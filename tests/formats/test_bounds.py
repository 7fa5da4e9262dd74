"""What `check` lets pass, the other commands can work on; what they cannot, it says."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from accord.cli import cli
from accord.deals.search.by_issue import ByIssue
from accord.deals.search.space import OpenDeals
from accord.deals.worth import Worth
from accord.errors import InvalidProcess
from accord.formats import load

VALUES = [0, 40, 100]


def folder(
    home: Path,
    *,
    issues: int = 3,
    options: int = 3,
    weight: str = "10",
    values: list[str] | None = None,
    bonus: str = "5",
    walk_away: str = "30",
    scale: str = "relative",
    agenda: str = "",
) -> Path:
    """Write a folder of two parties that want the opposite, with a bonus each."""
    (home / "interests").mkdir(parents=True)
    text = "title: T\nparties: {a: {name: A}, b: {name: B}}\nagenda:\n  issues:\n"
    for i in range(issues):
        named = ", ".join(f"o{o}: Option {o}" for o in range(options))
        text += f"    i{i}: {{name: Issue {i}, options: {{{named}}}}}\n"
    (home / "process.yaml").write_text(text + agenda)
    worths = values or [str(VALUES[o % 3]) for o in range(options)]
    for party in "ab":
        own = ", ".join(f"o{o}: {worth}" for o, worth in enumerate(worths))
        worths = worths[::-1]
        text = f"party: {party}\nheld_by: {party}\nscale: {scale}\nwalk_away: {walk_away}\n"
        text += "issues:\n"
        for i in range(issues):
            text += f"  i{i}: {{weight: {weight}, values: {{{own}}}}}\n"
        text += f"interactions:\n  - {{when: {{i0: o0, i1: o1}}, bonus: {bonus}}}\n"
        (home / "interests" / f"{party}.yaml").write_text(text)
    return home


def said(home: Path) -> list[str]:
    """Return the sentences that `check` says, without the folder."""
    with pytest.raises(InvalidProcess) as refused:
        load(home)
    return [str(one).removeprefix(f"{home}/") for one in refused.value.problems]


AT = [
    {"walk_away": "100000"},
    {"walk_away": "-100000"},
    {"walk_away": "-100000..100000"},
    {"bonus": "29970"},
    {"bonus": "-29970..29970"},
    {"weight": "0.000001", "bonus": "0.002997"},
    {"scale": "points", "weight": "100000", "values": ["0", "10", "32"]},
    {"scale": "points", "weight": "100", "values": ["0", "-1", "33000"], "bonus": "-900"},
    {"scale": "points", "weight": "100", "bonus": "-99000", "walk_away": "-1e5"},
]


@pytest.mark.parametrize("given", AT, ids=str)
def test_at_the_bounds_every_command_does_its_work(
    tmp_path: Path, given: dict[str, str]
) -> None:
    home = str(folder(tmp_path / "talks", **given))  # type: ignore[arg-type]
    commands = [["check", home], ["deals", home, "--draws", "20"]]
    for first, second in (("boulware", "nice-tit-for-tat"), ("hard-headed", "bayesian")):
        seated = ["--seat", f"a={first}", "--seat", f"b={second}"]
        commands.append(["play", home, "--rounds", "3", "--draw", *seated])
    for words in commands:
        done = CliRunner().invoke(cli, words, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        assert "cannot be weighed exactly" not in done.output


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"bonus": "1e12"}, "10: the bonus 1000000000000 is too large: 100,000 points"),
        ({"bonus": "29971"}, "5: a deal could come to more than 100,000 points, up or down"),
        ({"walk_away": "1e300"}, "4: the walk-away value 1e+300 is too large: 100,000 points"),
        ({"walk_away": "-100001..0"}, "4: the walk-away value -100001..0 is too large"),
        (
            {"weight": "1e-300"},
            "6: the weight 1e-300 is too small to count: give 0, or 0.000001",
        ),
        ({"weight": "1e-7..5"}, "6: the weight 1e-07..5 is too small to count"),
        (
            {"scale": "points", "values": ["0", "1", "1e5"], "weight": "100"},
            "5: a deal could come to more than 100,000 points, up or down: give smaller values",
        ),
        ({"scale": "points", "weight": "1e300"}, "6: the weight 1e+300 is too large"),
        (
            {"scale": "points", "values": ["0", "1", "-1e6"]},
            "6: the value -1000000 is too large",
        ),
    ],
    ids=str,
)
def test_a_number_beyond_the_bounds_is_said_with_its_line(
    tmp_path: Path, given: dict[str, str], sentence: str
) -> None:
    found = said(folder(tmp_path, **given))  # type: ignore[arg-type]
    assert any(one.startswith(f"interests/a.yaml:{sentence}") for one in found), found


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            {"issues": 501, "options": 2},
            "4: there are 501 issues, and no more than 500 can be weighed: put some together",
        ),
        (
            {"issues": 2, "options": 10_001},
            "5: there are 10,001 options on one issue: 10,000 is the most",
        ),
        (
            {"issues": 401, "options": 50},
            "4: there are 20,050 options in all, and no more than 20,000 can be weighed: put",
        ),
        (
            {"agenda": "    far: {name: Far, span: 1e200..1e200, step: 1}\n"},
            "8: that makes options of more than 100 digits: use another unit",
        ),
        (
            {"agenda": "    far: {name: Far, span: 1e20..1e20, step: 1e-10}\n"},
            "8: the step is too small beside so large numbers: use another unit",
        ),
    ],
    ids=["issues", "options", "in all", "digits", "step"],
)
def test_an_agenda_beyond_the_bounds_is_said_with_its_line(
    tmp_path: Path, given: dict[str, int], sentence: str
) -> None:
    found = said(folder(tmp_path, **given))  # type: ignore[arg-type]
    assert any(one.startswith(f"process.yaml:{sentence}") for one in found), found[:3]


def test_the_longest_agenda_can_be_searched(tmp_path: Path) -> None:
    read = load(folder(tmp_path, issues=500, options=2, bonus="0"))
    worth = Worth.of(read.process.agenda, read.interests[:1])
    best = ByIssue.of(OpenDeals.of(worth, worth.names.open({})), worth).ranked(0)
    assert best is not None and best[1] == worth.gains.reshape(500, 2).max(axis=1).sum()
