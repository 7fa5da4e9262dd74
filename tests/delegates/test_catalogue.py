"""The catalogue: what is in it, how one asks for it, and what other packages add."""

import json
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.delegates.build import large

import accord.delegates
from accord import discovery
from accord.cli import cli
from accord.delegates import catalogue, describe, parse, recipe
from accord.delegates.boulware import Boulware
from accord.errors import AccordError
from accord.tactics import Const

NAMES = ["absolute-tit-for-tat", "boulware", "conceder", "linear", "micro", "random-walker"]


def test_every_delegate_is_listed_under_the_name_of_its_file() -> None:
    files = {path.stem for path in Path(accord.delegates.__file__).parent.glob("*.py")}
    for name, kind in catalogue().items():
        assert kind.name == name
        assert kind.__module__.rpartition(".")[2] == name.replace("-", "_")
        assert name.replace("-", "_") in files
    assert set(NAMES) <= set(catalogue())


@pytest.mark.parametrize("name", catalogue())
def test_every_delegate_says_what_it_is_and_where_it_comes_from(name: str) -> None:
    said = describe(catalogue()[name])
    assert said.summary.endswith(".") and said.source
    assert all(given.about.endswith(".") and given.default for given in said.parameters)


def test_parameters_are_read() -> None:
    _, mine = large("alba", issues=2)
    made = parse("boulware:beta=0.3, accept=const(50),horizon=7")(mine)
    assert made == Boulware(interests=mine, beta=0.3, accept=Const(50), horizon=7)
    assert str(recipe(made)) == "boulware:beta=0.3,horizon=7,accept=const(c=50)"
    assert parse(str(recipe(made)))(mine) == made
    assert str(parse("boulware")) == "boulware"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("boulwar", "There is no delegate 'boulwar'; did you mean 'boulware'?"),
        ("boulware:bta=1", "boulware has no parameter 'bta'; did you mean 'beta'?"),
        ("boulware:beta=much", "boulware: beta must be a number, not 'much'."),
        ("boulware:beta=0", "boulware: beta must be above 0, not 0."),
        ("boulware:beta=nan", "boulware: beta must be above 0, not nan."),
        ("boulware:k=2", "boulware: k must be at least 0 and at most 1, not 2."),
        ("micro:horizon=2.5", "micro: horizon must be a whole number, not '2.5'."),
        ("boulware:beta", "'beta' sets nothing: write a parameter such as beta=0.2."),
        ("boulware:beta=1,beta=2", "'beta' is set twice: set it once."),
        ("boulware:interests=1", "boulware has no parameter 'interests'; there are: "),
        ("linear:accept=time(2)", "A time is a share of the talks, 0 to 1, not 2."),
    ],
)
def test_mistakes_are_said_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(AccordError) as said:
        parse(text)
    assert str(said.value).startswith(sentence)


def test_a_negotiator_needs_interests() -> None:
    with pytest.raises(AccordError, match="give it its interests"):
        parse("linear")()


def offering(monkeypatch: pytest.MonkeyPatch, *points: EntryPoint) -> None:
    """Pretend that other packages offer delegates."""

    def found(group: str) -> Any:
        assert group == "accord.delegates"
        return points

    monkeypatch.setattr(discovery, "entry_points", found)
    catalogue.cache_clear()


@pytest.fixture(autouse=True)
def _forget() -> Any:
    yield
    catalogue.cache_clear()


def test_other_packages_add_delegates(monkeypatch: pytest.MonkeyPatch) -> None:
    here = "tests.delegates.spare:Spare"
    offering(monkeypatch, EntryPoint("spare", here, "accord.delegates"))
    assert catalogue()["spare"].__name__ == "Spare"
    assert parse("spare:horizon=3").kind is catalogue()["spare"]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("spare", "tests.nowhere:Spare", "cannot be loaded"),
        ("linear", "tests.delegates.spare:Spare", "takes a name that is taken"),
        ("other", "tests.delegates.spare:Spare", "no delegate whose name is 'other'"),
        ("entry", "attrs:Attribute", "has no role and no move"),
        ("made", "tests.delegates.build:large", "no delegate whose name is 'made'"),
    ],
)
def test_what_other_packages_get_wrong_is_said(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    offering(monkeypatch, EntryPoint(name, value, "accord.delegates"))
    assert sentence in catalogue().left_out[name]
    assert "boulware" in catalogue()
    listed = CliRunner().invoke(cli, ["delegates"])
    assert listed.exit_code == 0
    assert sentence in " ".join(listed.stdout.split())
    if name not in catalogue():
        with pytest.raises(AccordError, match=sentence):
            parse(name)


def test_the_command_line_lists_and_shows_them() -> None:
    listed = CliRunner().invoke(cli, ["delegates"])
    assert listed.exit_code == 0
    assert all(name in listed.stdout for name in catalogue())
    everything = json.loads(CliRunner().invoke(cli, ["delegates", "--json"]).stdout)
    assert [one["name"] for one in everything] == list(catalogue())
    shown = CliRunner().invoke(cli, ["delegates", "boulware"])
    assert "beta" in shown.stdout and "Faratin" in shown.stdout
    one = json.loads(CliRunner().invoke(cli, ["delegates", "boulware", "--json"]).stdout)
    assert one["parameters"][0] == {
        "name": "beta",
        "default": "0.2",
        "bounds": "above 0",
        "about": "How the concessions are spread: below 1 late, above 1 early.",
    }
    assert isinstance(CliRunner().invoke(cli, ["delegates", "nobody"]).exception, AccordError)
