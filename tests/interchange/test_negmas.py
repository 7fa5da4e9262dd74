"""NegMAS scenarios: what NegMAS makes of them, kept; their mistakes, named."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.formats.damage import damaged, outcome
from tests.interchange.domains import deals, worth

from accord.errors import InvalidProcess
from accord.interchange.conversion import Conversion
from accord.interchange.negmas import Negmas
from accord.model import Range

# In the form of the files that NegMAS 0.16 writes.
DOMAIN = """issues:
- name: Price
  type: CategoricalIssue
  values:
  - low
  - mid
  - high
- name: Days
  type: ContiguousIssue
  values:
  - 10
  - 14
- name: Rate
  type: DiscreteOrdinalIssue
  values:
  - 1.5
  - 2.5
name: Market
path: null
type: DiscreteCartesianOutcomeSpace
"""
BUYER = """name: buyer
reserved_outcome: null
reserved_value: 0.3
stability: 2047
type: LinearAdditiveUtilityFunction
values:
- mapping:
    high: 1.0
    low: 0.1
    mid: 0.5
  type: TableFun
- bias: -2.5
  slope: 0.25
  type: AffineFun
- slope: 0.3
  type: LinearFun
weights:
- 0.4
- 0.4
- 0.2
"""
SELLER = """bias: 0.1
ignore_failing_range_utilities: false
ignore_issues_not_in_input: false
name: seller
outcome_ranges:
- 1:
  - 10
  - 13
  2: 2.5
- 0:
  - low
  - high
- null
reserved_outcome: null
reserved_value: -.inf
stability: 2047
type: HyperRectangleUtilityFunction
utilities:
- 2.0
- 3.0
- 0.25
weights:
- 1
- 0.5
- 1
"""
# UtilitySum of some deals, times 100, as NegMAS 0.16 computes it from these files.
NEGMAS = {
    (0, 0, 0): (13.0, 185.0),
    (0, 1, 1): (29.0, 385.0),
    (1, 1, 1): (45.0, 235.0),
    (1, 2, 1): (55.0, 235.0),
    (2, 3, 1): (85.0, 185.0),
    (2, 4, 0): (89.0, 185.0),
}


def read(folder: Path, *functions: str, domain: str = DOMAIN) -> Conversion:
    (folder / "Market.yml").write_text(domain, encoding="utf-8")
    files = [folder / "Market.yml"]
    for number, text in enumerate(functions):
        files.append(folder / f"party-{number}.yml")
        files[-1].write_text(text, encoding="utf-8")
    return Negmas.read(files)


def points(found: Conversion, party: int = 0) -> list[float]:
    agenda = found.process.agenda
    return [round(worth(agenda, found.interests[party], d), 6) for d in deals(agenda)]


def test_worth_is_what_negmas_says(tmp_path: Path) -> None:
    found = read(tmp_path, BUYER, SELLER)
    agenda = found.process.agenda
    assert {one: list(issue.choices) for one, issue in agenda.issues.items()} == {
        "Price": ["low", "mid", "high"],
        "Days": ["10", "11", "12", "13", "14"],
        "Rate": ["1.5", "2.5"],
    }
    for deal, expected in NEGMAS.items():
        ours = [worth(agenda, interests, deal) for interests in found.interests]
        assert ours == pytest.approx(expected), deal
    assert [i.walk_away for i in found.interests] == [Range(30, 30), Range(0, 0)]
    assert list(found.process.parties) == ["party-0", "party-1"]
    assert found.notes == ()


HALF = """issues:
- {name: a, type: ContiguousIssue, values: [0, 4]}
- {name: b, type: CategoricalIssue, values: ['1', '2', '3']}
type: negmas.outcomes.CartesianOutcomeSpace
"""


def box(range_: str) -> str:
    return (
        f"type: HyperRectangleUtilityFunction\noutcome_ranges: [{range_}]\n"
        "utilities: [1]\nreserved_value: 0\n"
    )


@pytest.mark.parametrize(
    ("range_", "inside"),
    [
        ("{0: [1, 3]}", [(2, b) for b in range(3)]),  # NegMAS takes ranges as open
        ("{0: [2, 2]}", []),
        ("{0: [1, 2, 4]}", [(a, b) for a in (1, 2, 4) for b in range(3)]),
        ("{0: [[0, 3]]}", [(a, b) for a in (1, 2) for b in range(3)]),
        ("{0: 4}", [(4, b) for b in range(3)]),
        ("{1: ['1', '3']}", [(a, b) for a in range(5) for b in (0, 2)]),
        ("{0: 0, 1: '2'}", [(0, 1)]),
        ("{0: []}", []),
        ("{0: [5, 9]}", []),
        ("{}", [(a, b) for a in range(5) for b in range(3)]),
        ("null", [(a, b) for a in range(5) for b in range(3)]),
    ],
)
def test_ranges_hold_what_they_hold_in_negmas(
    range_: str, inside: list[tuple[int, int]], tmp_path: Path
) -> None:
    found = read(tmp_path, box(range_), domain=HALF)
    every = deals(found.process.agenda)
    assert points(found) == [100.0 if deal in inside else 0.0 for deal in every]


PARTS = """type: LinearAdditiveUtilityFunction
values: {a: %s, b: {'1': 1, '2': 0.5, '3': 0}}
weights: {a: 1, b: 2}
bias: 3
"""


@pytest.mark.parametrize(
    ("function", "values"),
    [
        ("{type: IdentityFun}", [0, 1, 2, 3, 4]),
        ("{type: LinearFun, slope: -2}", [0, -2, -4, -6, -8]),
        ("{type: AffineFun, slope: 2, bias: 1}", [1, 3, 5, 7, 9]),
        ("{type: ConstFun, bias: 7}", [7, 7, 7, 7, 7]),
        ("{type: QuadraticFun, a2: 1, a1: -1, bias: 2}", [2, 2, 4, 8, 14]),
        (
            "{type: PolynomialFun, coefficients: [1, 2], bias: 0.5}",
            [0.5, 3.5, 10.5, 21.5, 36.5],
        ),
        ("{type: TableFun, mapping: {0: 5, 1: 4, 2: 3, 3: 2, 4: 1}}", [5, 4, 3, 2, 1]),
        ("{0: 5, 1: 4, 2: 3, 3: 2, 4: 1e-1}", [5, 4, 3, 2, 0.1]),
        ("[5, 4, 3, 2, 1]", [5, 4, 3, 2, 1]),
    ],
)
def test_functions_of_one_issue(function: str, values: list[float], tmp_path: Path) -> None:
    found = read(tmp_path, PARTS % function, domain=HALF)
    expected = [100 * (3 + value + 2 * more) for value in values for more in (1, 0.5, 0)]
    assert points(found) == pytest.approx(expected)


def test_other_utility_functions(tmp_path: Path) -> None:
    domain = "issues: [{name: a, type: ContiguousIssue, values: 3}]\ntype: OutcomeSpace\n"
    affine = "type: AffineUtilityFunction\nweights: [-0.5]\nbias: 1\n"
    inner = affine.replace("\n", "\n  ")
    weighted = (
        f"type: WeightedUtilityFunction\nufuns:\n- type: ConstUtilityFunction\n  value: 0.2\n"
        f"- {inner}\n- {inner}\nweights: [1, 2, 0.5]\n"
    )
    discounted = f"type: ExpDiscountedUFun\ndiscount: 0.9\nufun:\n  {inner}\n"
    found = read(tmp_path, affine, weighted, discounted, domain=domain)
    assert points(found) == [100, 50, 0]
    assert points(found, 1) == pytest.approx([270, 145, 20])
    assert points(found, 2) == [100, 50, 0]
    assert [note.partition("over: ")[2] for note in found.notes] == ["the discount 0.9."]


def test_any_deal_is_better_than_none_without_a_reserved_value(tmp_path: Path) -> None:
    text = BUYER.replace("reserved_value: 0.3\n", "").replace("slope: 0.3", "slope: -10")
    found = read(tmp_path, text, text)
    assert found.interests[0].walk_away_value.high <= min(points(found)) + 1e-9


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "weights:\n- 0.4\n- 0.4\n- 0.2\n",
            "",
            ":1: there are no 'weights': give one",
        ),
        ("weights:\n- 0.4\n", "weights:\n", ":17: 'weights' has 2 items for 3 issues"),
        ("- 0.2", "- x", ":20: the weight of 'Rate' must be a number, not 'x'"),
        ("- 0.2", "- .nan", ":20: the weight of 'Rate' must be a number, not '.nan'"),
        ("- 0.2", "- 1e300", ": a number of the issue 'Rate' is too large"),
        ("    mid: 0.5\n", "", ":7: 'Price' has no value for the option 'mid'"),
        ("mid: 0.5", "mid: 0.5\n    max: 1", ":11: 'Price' has no option 'max'"),
        ("mid: 0.5", "low: 0.5", ":10: 'low' is given twice; the first is on line 9"),
        ("mid: 0.5", "mid: [1]", ":10: the value of 'mid' must be a number"),
        ("type: AffineFun", "type: CosFun", ":14: a 'CosFun' is not read; these are: TableFun"),
        ("slope: 0.25", "slop: 0.25", ":12: 'slope' must be a number"),
        ("type: TableFun", "type: IdentityFun", ":7: the option 'low' of 'Price' is no number"),
        (
            "reserved_value: 0.3",
            "reserved_value: .inf",
            ":3: 'reserved_value' must be a number",
        ),
        ("LinearAdditive", "Mapping", ":5: a 'MappingUtilityFunction' is not read"),
        ("name: buyer", "name: &a buyer\nx: *a", ":2: the alias *a is not read"),
        ("type: Lin", "tipe: Lin", ":1: there is no 'type': this is neither the issues nor a"),
    ],
)
def test_a_mistake_in_a_function_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert old in BUYER
    with pytest.raises(InvalidProcess) as caught:
        read(tmp_path, BUYER.replace(old, new), BUYER)
    assert f"party-0.yml{said}" in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("name: Days", "name: Price", ":8: two issues are called 'Price'"),
        ("  - mid", "  - low", ":6: 'Price' has the option 'low' twice"),
        ("  - mid", "  - [mid]", ":6: an option of 'Price' must be a text or a number"),
        (
            "ContiguousIssue",
            "ContinuousIssue",
            ":10: the issue 'Days' is continuous: replace it",
        ),
        (
            "ContiguousIssue",
            "CallableIssue",
            ":10: the issue 'Days' is a 'CallableIssue', which",
        ),
        ("  - 14", "  - 9", ":10: 'Days' goes from 10 to 9 in steps of 1: no options"),
        ("  - 14", "  - 1400", ":10: 'Days' has more than 1000 options: take larger steps"),
        ("  - 14", "  - x", ":10: the 'values' of 'Days' must be the lowest and the highest"),
        ("issues:", "issue:", ":1: 'issues' must be a list of issues"),
        ("- name: Price\n  type", "- type", ":2: an issue must be a mapping with a 'name'"),
        (
            "OutcomeSpace",
            "Fun",
            "Market.yml: a scenario has one file with the issues; here are 0",
        ),
    ],
)
def test_a_mistake_in_the_issues_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert old in DOMAIN
    with pytest.raises(InvalidProcess) as caught:
        read(tmp_path, BUYER, domain=DOMAIN.replace(old, new))
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("range_", "said"),
    [
        ("{x: 1}", "the issue must be a number from 0 to 1, not 'x'"),
        ("{2: 1}", "the issue must be a number from 0 to 1, not '2'"),
        ("{0: null}", "a range must give an option, a list of options, or two numbers"),
        ("x", "a range must name options by issue"),
        ("{}, {}", "'outcome_ranges', 'utilities' and 'weights' must have the same length"),
    ],
)
def test_a_mistake_in_a_range_is_said(range_: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidProcess) as caught:
        read(tmp_path, box(range_), domain=HALF)
    assert said in str(caught.value)


def test_a_scenario_needs_functions(tmp_path: Path) -> None:
    with pytest.raises(InvalidProcess, match="give the utility function of each party, or the"):
        read(tmp_path)
    with pytest.raises(InvalidProcess, match="a scenario has one file with the issues"):
        Negmas.read([])


@given(st.data())
def test_damaged_scenarios_are_read_or_refused_in_sentences(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    which = data.draw(st.integers(0, 2))
    texts = [DOMAIN, BUYER, SELLER]
    texts[which] = data.draw(damaged(texts[which]))
    home = tmp_path_factory.mktemp("damaged")
    names = ("domain.yml", "buyer.yml", "seller.yml")
    outcome(home, dict(zip(names, texts, strict=True)))
