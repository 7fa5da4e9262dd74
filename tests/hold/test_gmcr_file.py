"""Models of GMCR+ are read as games of one's own, with the same answers."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from accord.errors import InvalidProcess
from accord.hold import Concept, OptionGame, read_graph_model, stable

WATER: dict[str, Any] = {
    "program": "gmcr-py",
    "options": [
        {"name": "Release", "permittedDirection": "both"},
        {"name": "Escalate", "permittedDirection": "both"},
        {"name": "Attack", "permittedDirection": "both"},
    ],
    "infeasibles": [[[0, "Y"], [1, "Y"]]],
    "decisionMakers": [
        {"name": "Syria", "options": [0, 1], "preferenceRanking": [1, 3, 6, 2, 4, 5]},
        {"name": "Iraq", "options": [2], "preferenceRanking": [2, 4, 6, 1, 5, 3]},
    ],
    "useManualPreferenceRanking": True,
}
"""The water dispute, with the rankings of its six states by number."""

QUARREL: dict[str, Any] = {
    "options": [
        {"name": "Full", "permittedDirection": "fwd"},
        {"name": "Full", "permittedDirection": "back"},
    ],
    "infeasibles": [],
    "decisionMakers": [
        {
            "name": "A",
            "options": [0],
            "preferences": [
                [[1, "Y"]],
                {"compound": True, "members": [[[0, "N"]], [[0, "Y"], [1, "N"]]]},
            ],
        },
        {"name": "B", "options": [1], "preferences": []},
    ],
}


def read(tmp_path: Path, model: dict[str, Any], name: str = "x.gmcr") -> OptionGame:
    """Write a model into a file and read it."""
    (tmp_path / name).write_text(json.dumps(model, indent=1), "utf-8")
    found = read_graph_model(tmp_path / name)
    assert isinstance(found, OptionGame)
    return found


@pytest.mark.parametrize("name", ["x.gmcr", "x.json"])
def test_rankings_by_number_have_the_published_answers(tmp_path: Path, name: str) -> None:
    game = read(tmp_path, WATER, name)
    found = stable(game)
    published = {"nash": [6], "gmr": [1, 6], "seq": [6], "smr": [6]}
    numbers = {state: place + 1 for place, state in enumerate(game.numbers.tolist())}
    for concept, states in published.items():
        stable_for_all = np.flatnonzero(found.equilibria[Concept(concept)]).tolist()
        assert [numbers[state] for state in stable_for_all] == states


def test_statements_ways_and_names_are_taken(tmp_path: Path) -> None:
    game = read(tmp_path, QUARREL)
    assert [(one.id, one.owner, one.one_way) for one in game.options] == [
        ("Full (A)", "A", "Y"),
        ("Full (B)", "B", "N"),
    ]
    rank = dict(zip(game.named(game.numbers), game.ranks["A"].tolist(), strict=True))
    assert sorted(rank, key=lambda state: -rank[state])[0] == "NY"
    assert rank["YY"] > rank["NN"] and rank["NN"] == rank["YN"]
    assert len({*game.ranks["B"].tolist()}) == 1


def test_ties_in_a_ranking_are_equally_good(tmp_path: Path) -> None:
    makers = [{**WATER["decisionMakers"][0], "preferenceRanking": [[1, 3], [6, 2, 4, 5]]}]
    game = read(tmp_path, {**WATER, "decisionMakers": [*makers, WATER["decisionMakers"][1]]})
    ranks = game.ranks["Syria"][game.numbers]
    assert len({*ranks.tolist()}) == 2


def test_mistakes_are_said_with_their_lines_all_at_once(tmp_path: Path) -> None:
    wrong = json.loads(json.dumps(WATER))
    wrong["options"][0]["permittedDirection"] = "up"
    wrong["infeasibles"][0][0][0] = 7
    wrong["decisionMakers"][0]["preferenceRanking"] = [1, 9]
    wrong["decisionMakers"][1]["misperceptions"] = [[[0, "Y"]]]
    with pytest.raises(InvalidProcess) as caught:
        read(tmp_path, wrong)
    said = [problem.sentence for problem in caught.value.problems]
    for part in ("not 'up'", "no option at place 7", "no state '9'", "'misperceptions'"):
        assert any(part in one for one in said), said
    assert all(problem.line > 1 for problem in caught.value.problems)


@pytest.mark.parametrize(
    "tree",
    [
        {"decisionMakers": "x"},
        {"decisionMakers": [1], "options": [2], "infeasibles": [3]},
        {"decisionMakers": [{"name": "A", "options": [0]}], "options": []},
        {"decisionMakers": [{"options": "0", "preferences": "x"}], "options": [{}]},
        {"decisionMakers": [{"name": "A", "options": [[0]], "preferences": [[1], {}]}],
         "options": [{"name": "o"}], "infeasibles": [[[0]], "x", [[0, "Z"]]]},
    ],
)  # fmt: skip
def test_what_is_no_model_is_refused_in_sentences(tmp_path: Path, tree: dict[str, Any]) -> None:
    with pytest.raises(InvalidProcess):
        read(tmp_path, tree)
