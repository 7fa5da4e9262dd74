"""Numbers of a fighting model: ranges within bounds, from a text or a file; found by name."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from attrs import evolve, frozen
from frozendict import frozendict

from accord import fighting
from accord.discovery import Discovered
from accord.errors import AccordError, InvalidProcess
from accord.fighting import (
    BetweenRounds,
    FightingModel,
    Front,
    as_text,
    describe,
    files_of,
    model_plain,
    parse,
)
from accord.fighting.fighting_model import figure, per_party
from accord.formats import load
from accord.formats.new import new
from accord.model import Range, When
from accord.model.refs import PartyId
from accord.talks import WalkAwayMoved
from accord.testing.fighting_contract import check_fighting, trial_front


@frozen(kw_only=True)
class Weather(FightingModel):
    """Moves walk-away values by the weather.

    Source:
        Nobody.

    Attributes:
        one: Whom it rains on.
        n: How many days.
        p: How wet.
        cost: What rain costs each.
        cold: Whether it is cold.
    """

    name: ClassVar[str] = "weather"

    one: PartyId
    n: Range = figure(2, at_least=1, whole=True)
    p: Range = figure("0.25..0.75", above=0, below=1)
    cost: frozendict[PartyId, Range] = per_party(at_least=0)
    cold: bool = False

    def course(self, front: Front, rng: random.Random) -> Iterator[BetweenRounds]:
        """Yield the weather."""
        for day in range(int(self.n.low)):
            if rng.random() < self.p.low:
                by = -self.cost.get(self.one, Range(1, 1)).low
                yield BetweenRounds(day + 2, (WalkAwayMoved(party=self.one, by=by),))


@pytest.fixture(autouse=True)
def weather(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the catalogue hold the weather beside what is there."""
    held = Discovered({**fighting.catalogue(), "weather": Weather}, {})
    monkeypatch.setattr(fighting, "catalogue", lambda: held)


def test_a_text_gives_a_model_with_numbers_and_ranges() -> None:
    model = parse("weather:one=alba,n=3..5,p=0.5,cost.alba=2,cost.brae=1..4,cold=yes")
    assert model == Weather(
        id="weather",
        one="alba",
        n=Range(3, 5),
        p=Range(0.5, 0.5),
        cost=frozendict({"alba": Range(2, 2), "brae": Range(1, 4)}),
        cold=True,
    )
    assert as_text(model) == "weather:one=alba,n=3..5,p=0.5,cost.alba=2,cost.brae=1..4,cold=yes"
    check_fighting(model)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("wether", "There is no fighting model 'wether'; did you mean 'weather'?"),
        ("talks/fighting/weather.yaml", "weather.yaml'; did you mean 'weather'?"),
        ("weather", "weather needs 'one'"),
        ("weather:one=alba,m=2", "weather has no parameter 'm'"),
        ("weather:one=alba,n=2.5", "weather: n must be a whole number and at least 1, not 2.5"),
        ("weather:one=alba,p=0..0.5", "weather: p must be above 0 and below 1, not 0..0.5"),
        ("weather:one=alba,p=0.5..", "weather: p must have both ends, not 0.5.."),
        ("weather:one=alba,p=half", "weather: 'p': 'half' is not a number or a range"),
        ("weather:one=alba,cost=2", "write cost.PARTY=NUMBER, not 'cost=2'"),
        ("weather:one=alba,n.alba=2", "write n=VALUE, not 'n.alba=2'"),
        ("weather:one=alba,cost.alba=-1", "cost.alba must be at least 0, not -1"),
        ("scripted:script=x", "'script' cannot be set in a text"),
    ],
)
def test_a_text_that_cannot_be_says_why(text: str, said: str) -> None:
    with pytest.raises(AccordError) as error:
        parse(text)
    assert said in str(error.value)


def test_every_mistake_in_a_text_is_said_at_once() -> None:
    with pytest.raises(AccordError) as error:
        parse(
            "battles:k=9,n=6,p=2,cost.alba=x,cost.=1,types.a=0.5,weights.b=0,weights.c=1,m,k=2"
        )
    assert str(error.value).splitlines() == [
        "battles: 'm' sets nothing: write a parameter such as beta=0.2.",
        "battles: 'k' is set twice: set it once.",
        "battles: p must be at least 0 and at most 1, not 2.",
        "battles: 'cost' must say whose each number is.",
        "battles: weights.b must be above 0, not 0.",
        "battles: 'cost.alba': 'x' is not a number or a range such as 30..45.",
        "battles: k must be at most n, not 9 of 6.",
        "battles: there is no type 'c' to weigh; known: a.",
    ]
    with pytest.raises(AccordError) as error:
        parse("battles:one=mars,n=6,k=9,cost.pluto=3", parties=("alba", "delta"))
    assert str(error.value).splitlines() == [
        "battles: there is no party 'mars' at the table; there are: alba, delta.",
        "battles: there is no party 'pluto' at the table; there are: alba, delta.",
        "battles: k must be at most n, not 9 of 6.",
    ]
    with pytest.raises(AccordError) as error:
        parse("shift:rise=3,c1=-1..0,most=0")
    assert str(error.value).splitlines() == [
        "shift: rise must be at least -1 and at most 1, not 3.",
        "shift: c1 must be at least 0 and at most 1,000,000, not -1..0.",
        "shift: most must be above 0 and at most 1,000,000, not 0.",
        "shift needs 'p': set it, as in shift:p=VALUE.",
    ]


def test_numbers_are_drawn_uniformly_from_their_ranges_and_whole_ones_are_whole() -> None:
    model = parse("weather:one=alba,n=3..5,cost.alba=1..2")
    assert isinstance(model, Weather)
    middle = model.at()
    assert (middle.n.low, middle.p.low, middle.cost["alba"].low) == (4, 0.5, 1.5)
    drawn = [model.at(random.Random(seed)) for seed in range(60)]
    assert {one.n.low for one in drawn} == {3, 4, 5}
    assert all(one.n.is_point and 0.25 <= one.p.low <= 0.75 for one in drawn)
    assert model.at(random.Random(7)) == model.at(random.Random(7))


def test_a_party_that_is_not_at_the_table_is_named() -> None:
    front = trial_front(("alba", "brae"))
    assert parse("weather:one=alba").problem(front) == ""
    assert "no party 'cora'" in parse("weather:one=cora").problem(front)
    assert "no party 'cora'" in parse("weather:one=alba,cost.cora=1").problem(front)
    dated = evolve(parse("weather:one=alba"), as_of=When.parse("2024-05-01"))
    assert dated.problem(front) == ""


def test_the_catalogue_says_what_a_model_does_and_what_its_numbers_may_be() -> None:
    found = describe(Weather)
    assert found.summary == "Moves walk-away values by the weather."
    assert found.source == "Nobody."
    said = {one.name: (one.default, one.bounds, one.about) for one in found.parameters}
    assert said["n"] == ("2", "a whole number and at least 1", "How many days.")
    assert said["p"][0] == "0.25..0.75"
    assert said["one"] == ("", "", "Whom it rains on.")


FILE = """\
model: weather
held_by: upland
basis: the almanac
one: delta
n: {value: 3..4, basis: the forecast}
cost: {delta: 2, upland: 1..3}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a new folder with a model in a file."""
    new(tmp_path / "talks")
    (tmp_path / "talks" / "fighting").mkdir(exist_ok=True)
    (tmp_path / "talks" / "fighting" / "rain.yaml").write_text(FILE, encoding="utf-8")
    return tmp_path / "talks"


def test_a_file_gives_a_model_and_a_text_says_something_in_its_place(folder: Path) -> None:
    (rain,) = files_of(folder, load(folder))
    assert rain == Weather(
        id="rain",
        held_by="upland",
        basis="the almanac",
        one="delta",
        n=Range(3, 4, basis="the forecast"),
        cost=frozendict({"delta": Range(2, 2), "upland": Range(1, 3)}),
    )
    assert model_plain(rain)["n"] == {"value": "3..4", "basis": "the forecast"}
    assert parse("rain", [rain]) == parse("weather", [rain]) == rain
    other = parse("weather:n=9,cost.delta=5", [rain])
    assert isinstance(other, Weather)
    assert (other.held_by, other.n.low) == ("upland", 9)
    assert dict(other.cost) == {"delta": Range(5, 5), "upland": Range(1, 3)}


def test_of_several_files_of_a_model_one_must_be_named(folder: Path) -> None:
    (folder / "fighting" / "snow.yaml").write_text(
        FILE.replace("held_by: upland", "held_by: delta")
    )
    models = files_of(folder, load(folder))
    with pytest.raises(AccordError, match=r"rain \(held by upland\), snow \(held by delta\)"):
        parse("weather", models)
    assert parse("snow", models).held_by == "delta"


def test_every_mistake_in_a_file_is_said_with_its_line(folder: Path) -> None:
    file = folder / "fighting" / "rain.yaml"
    file.write_text("model: weather\none: nobody\np: 0..1\nwet: yes\n", encoding="utf-8")
    (folder / "fighting" / "odd.yaml").write_text("model: wether\n", encoding="utf-8")
    (folder / "fighting" / "bare.yaml").write_text("n: 2\n", encoding="utf-8")
    with pytest.raises(InvalidProcess) as error:
        files_of(folder, load(folder))
    said = [(Path(one.file).name, one.line, one.sentence) for one in error.value.problems]
    assert [(file, line) for file, line, _ in said] == [
        ("bare.yaml", 1),
        ("odd.yaml", 1),
        ("rain.yaml", 2),
        ("rain.yaml", 3),
        ("rain.yaml", 4),
    ]
    assert "there is no party 'nobody'" in said[2][2]
    assert "weather: p must be above 0 and below 1" in said[3][2]


def test_numbers_that_cannot_be_are_said_beside_all_else_and_at_their_own_line(
    folder: Path,
) -> None:
    (folder / "fighting" / "rain.yaml").write_text("model: [\n", encoding="utf-8")
    (folder / "fighting" / "front.yaml").write_text(
        "one: upland\nn: 6\nk: 9\np: 2\ncost:\n  upland: 1\n  delta: -1\nmodel: battles\n"
        "types: {a: .5}\nweights:\n  b: 1\n",
        encoding="utf-8",
    )
    (folder / "fighting" / "odd.yaml").write_text("held_by: upland\nmodel: wether\n")
    with pytest.raises(InvalidProcess) as error:
        files_of(folder, load(folder))
    said = [(Path(one.file).name, one.line) for one in error.value.problems]
    assert said == [
        ("front.yaml", 3),
        ("front.yaml", 4),
        ("front.yaml", 7),
        ("front.yaml", 11),
        ("odd.yaml", 2),
        ("rain.yaml", 2),
    ]
