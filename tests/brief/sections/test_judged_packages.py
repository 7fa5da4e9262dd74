"""What was judged of packages stands in the dossier with what follows for proposals."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from accord.brief import compose
from accord.cli import cli
from accord.errors import InvalidProcess
from accord.formats import load
from accord.formats.append import append, read_entry, tree
from accord.formats.new import new
from accord.model import MEDIATOR, TABLE, Reader, When

FIRST = {"ceasefire": "full", "prisoners": "all", "water": "40"}
OFFERS = {
    "first": FIRST,
    "less": {**FIRST, "prisoners": "wounded"},
    "dry": {**FIRST, "water": "0"},
    "part": {"ceasefire": "full"},
}
MARKS = {"prisoners": {"all": "want", "wounded": "can live with"}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "talks"
    new(made)
    for file in (made / "interests").iterdir():
        file.unlink()
    for one, deal in OFFERS.items():
        keys = {"kind": "proposal", "id": one, "date": "2024-05-02", "sources": "gazette-0502"}
        raw = {**keys, "by": "delta", "to": "upland", "deal": deal}
        append(made, [read_entry(tree(raw), "")], "")
    return made


def judged(folder: Path, *told: tuple[Any, str], tier: str = MEDIATOR, **keys: Any) -> Any:
    packages = [{"package": package, "would": would} for package, would in told]
    held = {"party": "upland", "held_by": "holm", "judgements": packages, **keys}
    (folder / "interests" / "upland.yaml").write_text(yaml.safe_dump(held))
    found = compose(load(folder), reader=Reader((tier,)), draws=1).dossier.to_json()["judged"]
    return found[0] if found else None


def follows(found: Any) -> dict[str, str]:
    return {one["id"]: one["status"] for one in found["follows"]}


def test_with_marks_what_is_at_least_as_good_follows(folder: Path) -> None:
    found = judged(folder, ("less", "sign"), ("part", "sign"), marks=MARKS)
    assert follows(found) == {"first": "necessarily", "dry": "possibly"}
    assert found["would"] == [
        "Would sign: proposal of Delta Federation, 2 May 2024 (less).",
        "Would sign: proposal of Delta Federation, 2 May 2024 (part) (it leaves open "
        "Prisoners, Water released at the dam, so nothing follows).",
    ]
    assert follows(judged(folder, ("first", "would not sign"), marks=MARKS)) == {
        "less": "not",
        "dry": "possibly",
    }


def test_an_order_of_weights_is_enough_for_what_it_says(folder: Path) -> None:
    """To lose the water is worse than to lose prisoners, where water matters more."""
    values = {
        "ceasefire": {"none": 0, "road": 50, "full": 100},
        "prisoners": {"none": 0, "wounded": 50, "all": 100},
        "water": {"0": 0, "20": 50, "40": 100, "60": 100},
    }
    issues = {issue: {"weight": "0..100", "values": own} for issue, own in values.items()}
    order = ["water", "prisoners"]
    found = judged(folder, ("less", "not sign"), issues=issues, order=order)
    assert follows(found) == {"first": "possibly", "dry": "not"}
    free = judged(folder, ("less", "not sign"), issues=issues)
    assert follows(free) == {"first": "possibly", "dry": "possibly"}


def test_judgements_that_cannot_all_be_are_told_and_nothing_follows(folder: Path) -> None:
    found = judged(folder, ("less", "sign"), (FIRST, "no"), ("dry", "?"), marks=MARKS)
    assert found["conflict"] == [
        "Would sign: proposal of Delta Federation, 2 May 2024 (less).",
        "Would not sign: Ceasefire: A full ceasefire; Prisoners: All are exchanged; Water "
        "released at the dam: 40 m³/s.",
    ]
    assert set(follows(found).values()) == {"contradicted"}


def test_who_may_not_read_interests_sees_no_judgement(folder: Path) -> None:
    assert judged(folder, ("less", "sign"), tier=TABLE) is None


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ({"judgements": [{"package": "les", "would": "sign"}]}, "did you mean 'less'"),
        ({"judgements": [{"would": "sign"}]}, "name the package that is judged"),
        ({"judgements": [{"package": "less", "would": "x"}]}, "cannot be 'x'"),
        ({"order": ["water", "water"]}, "an issue stands twice in 'order'"),
        ({"order": ["water"]}, "'order' needs weights and values"),
        ({"voice": "army", "can_block": "yes"}, "a voice is told in words"),
    ],
)
def test_what_a_judgement_cannot_be_is_said(
    keys: dict[str, Any], sentence: str, folder: Path
) -> None:
    with pytest.raises(InvalidProcess, match=sentence):
        judged(folder, ("less", "sign"), **keys)


def test_an_order_that_the_weights_speak_against_is_told(folder: Path) -> None:
    agenda = load(folder).process.agenda.issues
    issues = {
        issue: {"weight": weight, "values": dict.fromkeys(agenda[issue].choices, 1)}
        for issue, weight in {"ceasefire": "2..9", "prisoners": "1..2", "water": "3..4"}.items()
    }
    told = "'prisoners' stands before 'water' in 'order' and weighs at most 2, and 'water' at"
    with pytest.raises(InvalidProcess, match=told):
        order = ["ceasefire", "prisoners", "water"]
        judged(folder, ("less", "sign"), issues=issues, order=order)
    order = ["ceasefire", "water", "prisoners"]
    assert judged(folder, ("less", "sign"), issues=issues, order=order) is not None


def test_the_command_answers_for_a_package_by_judgements_alone(folder: Path) -> None:
    judged(folder, ("less", "sign"), marks=MARKS)
    told = run("deals", str(folder), "--deal", "first", "--json")
    (answer,) = json.loads(told)["judged"]
    assert answer["follows"][0] == {
        "id": "",
        "text": "the package asked about",
        "status": "necessarily",
    }
    assert "The package asked about: acceptable" in run(
        "deals", str(folder), "--deal", "first", "--held-by", "holm"
    )
    (folder / "interests" / "upland.yaml").write_text(
        "party: upland\nheld_by: holm\njudgements:\n  - {package: less, would: sign}\n"
    )
    assert "Would sign: proposal of Delta Federation" in run("deals", str(folder))


def test_as_of_a_day_the_judgements_of_then_count(folder: Path) -> None:
    judged(folder, ("less", "sign"), marks=MARKS, as_of="2024-05-03")
    later = {"party": "upland", "held_by": "holm", "as_of": "2024-05-05"}
    told = [{"package": "less", "would": "not sign"}]
    file = folder / "interests" / "later.yaml"
    file.write_text(yaml.safe_dump({**later, "judgements": told}))

    def would(day: str) -> list[str]:
        seen = compose(load(folder), When.parse(day), reader=Reader((MEDIATOR,)), draws=1)
        return [one["would"][0][:14] for one in seen.dossier.to_json()["judged"]]

    assert would("2024-05-02") == []
    assert would("2024-05-04") == ["Would sign: pr"]
    assert would("2024-05-06") == ["Would not sign"]


def run(*args: str) -> str:
    return CliRunner().invoke(cli, list(args)).output
