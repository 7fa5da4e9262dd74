"""The rule of decision is said wherever a deal passes by it."""

import json
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner
from frozendict import frozendict

from accord.cli import cli
from accord.formats import load, save
from accord.model import DecisionRule
from accord.telling.decision_words import must_accept, unplayed

EXAMPLES = Path(__file__).parents[2] / "examples"
PROCESS = load(EXAMPLES / "market-road", interests=False).process
VOTES = frozendict(ridge=50.0, river=30.0, orchard=20.0)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (DecisionRule(), "all sides"),
        (
            DecisionRule(needs="all but 1", vetoes=("ridge", "river")),
            "all sides but one, Ridge Column and River Guard among them",
        ),
        (DecisionRule(needs="majority"), "most of the sides"),
        (
            DecisionRule(needs="majority", votes=VOTES, vetoes=("orchard",)),
            "sides with more than half of the votes, Orchard Watch among them",
        ),
        (DecisionRule(needs="55", votes=VOTES), "sides with 55 of 100 votes"),
        (DecisionRule(needs="2"), "2 of 3 sides"),
    ],
)
def test_a_rule_is_said_in_words(rule: DecisionRule, said: str) -> None:
    assert must_accept(evolve(PROCESS, decision=rule)) == said


def test_what_passes_by_a_rule_is_told_by_it(tmp_path: Path) -> None:
    case = load(EXAMPLES / "market-road")
    rule = DecisionRule(needs="all but 1", vetoes=("river",))
    home = str(tmp_path / "talks")
    save(evolve(case, process=evolve(case.process, decision=rule)), Path(home))
    words = ["deals", home, "--held-by", "valley-desk", "--draws", "20"]
    plain = json.loads(CliRunner().invoke(cli, [*words, "--json"]).output)
    assert plain["zone_of_agreement"]["verdict"] == "yes"
    assert plain["decision"] == {
        "needs": "all but 1",
        "vetoes": ["river"],
        "suffices": [["ridge", "river"], ["river", "orchard"]],
    }
    done = CliRunner().invoke(cli, words)
    assert done.exit_code == 0
    text = " ".join(done.output.split())
    enough = "all sides but one, River Guard among them"
    assert f"some deal clears the walk-away values and red lines of {enough}" in text
    assert "defined only where all must accept" in text
    terms = CliRunner().invoke(cli, [*words, "--why-not", "fees=thirds"])
    assert terms.exit_code == 0
    assert "One of them: Ridge Column" in terms.output
    drawn = CliRunner().invoke(cli, [*words, "--svg", str(tmp_path / "x.svg")])
    assert "defined only where all parties must accept" in str(drawn.exception)
    done = CliRunner().invoke(cli, ["brief", home, "--for", "mediator", "--draws", "20"])
    assert done.exit_code == 0
    assert enough in " ".join(done.output.split())
    page = str(tmp_path / "page.html")
    done = CliRunner().invoke(
        cli, ["brief", home, "--for", "mediator", "--draws", "20", "--html", page]
    )
    assert done.exit_code == 0


def test_talks_of_programs_say_that_the_rule_is_not_played(tmp_path: Path) -> None:
    assert list(unplayed([PROCESS])) == []
    rule = evolve(PROCESS, decision=DecisionRule(needs="majority"))
    ((_, said),) = unplayed([PROCESS, rule, rule])
    assert said.endswith("By it this would be enough: most of the sides.")
    case = load(EXAMPLES / "sarn-river")
    home = str(tmp_path / "talks")
    rule = evolve(case.process, decision=DecisionRule(needs="all but 1"))
    save(evolve(case, process=rule), Path(home))
    for command in (
        ["play", home],
        ["tournament", home, "--delegates", "linear", "--rounds", "2"],
    ):
        done = CliRunner().invoke(cli, command)
        assert done.exit_code == 0, done.output
        assert "The rule of decision is not played" in " ".join(done.output.split())
