"""Genius utility spaces: their own meaning, kept; their mistakes, named."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.formats.damage import damaged, outcome
from tests.interchange.test_genius_boxes import SPACE

from accord.deals import Deals, to_json
from accord.errors import InvalidProcess
from accord.formats import load, save
from accord.interchange.genius import Genius
from accord.interchange.xml_tree import DEEPEST
from accord.model import Range, Scale
from accord.record import Case

# A made-up domain with the structure of the published ones.
BUYER = """<utility_space>
  <objective index="0" name="root" type="objective" etype="objective">
    <issue index="1" name="Price" vtype="discrete" type="discrete" etype="discrete">
      <item index="1" value="$ 4.50" cost="0.0" evaluation="2"></item>
      <item index="2" value="$ 4.00" cost="0.0" evaluation="5"></item>
      <item index="3" value="$ 3.50" cost="0.0" evaluation="8"></item>
    </issue>
    <issue index="2" name="Days to deliver" vtype="integer" type="integer" etype="integer"
        lowerbound="10" upperbound="14">
      <evaluator ftype="linear" offset="0.2" slope="0.25"></evaluator>
    </issue>
    <weight index="2" value="0.3"></weight>
    <weight index="1" value="0.7"></weight>
  </objective>
  <reservation value="0.25"></reservation>
</utility_space>
"""
SELLER = (
    BUYER.replace('evaluation="2"', 'evaluation="4.0"')
    .replace('evaluation="8"', 'evaluation="0.0"')
    .replace('slope="0.25"', 'slope="-0.05"')
    .replace('<reservation value="0.25"></reservation>', '<discount_factor value="0.9"/>')
)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    return written(tmp_path, BUYER, SELLER)


def written(folder: Path, buyer: str, seller: str) -> list[Path]:
    paths = [folder / "Market_buyer.xml", folder / "Market_seller.xml"]
    for path, text in zip(paths, (buyer, seller), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def mistakes(folder: Path, buyer: str, seller: str = SELLER) -> list[str]:
    with pytest.raises(InvalidProcess) as caught:
        Genius.read(written(folder, buyer, seller))
    return [
        f"{Path(problem.file).name}:{problem.line}: {problem.sentence}"
        for problem in caught.value.problems
    ]


def test_a_party_has_the_name_of_its_file_and_holds_its_interests(files: list[Path]) -> None:
    read = Genius.read(files)
    assert list(read.process.parties) == ["Market_buyer", "Market_seller"]
    assert [i.party for i in read.interests] == ["Market_buyer", "Market_seller"]
    assert all(i.held_by == i.party for i in read.interests)
    assert all(i.scale is Scale.POINTS for i in read.interests)


def test_issues_and_options_keep_their_names_as_ids(files: list[Path]) -> None:
    read = Genius.read(files)
    issues = read.process.agenda.issues
    assert {id_: issue.name for id_, issue in issues.items()} == {
        "Price": "Price",
        "Days to deliver": "Days to deliver",
    }
    assert {o.id: o.name for o in issues["Price"].choices.values()} == {
        "$ 4.50": "$ 4.50",
        "$ 4.00": "$ 4.00",
        "$ 3.50": "$ 3.50",
    }
    assert not any("tidied" in note for note in read.notes)
    assert list(issues["Days to deliver"].choices) == ["10", "11", "12", "13", "14"]


def test_worth_is_weight_times_evaluation_by_the_largest_of_the_issue(
    files: list[Path],
) -> None:
    read = Genius.read(files)
    deals = [
        {"Price": "$ 4.50", "Days to deliver": "10"},
        {"Price": "$ 4.00", "Days to deliver": "12"},
        {"Price": "$ 3.50", "Days to deliver": "14"},
    ]
    found = Deals(read.process.agenda, read.interests).worths(deals)
    assert [tuple(v.worth.values()) for v in found] == [
        pytest.approx((100 * (0.7 * 2 / 8 + 0.3 * 0.2), 100 * (0.7 * 4 / 5 + 0.3 * 0.2))),
        pytest.approx((100 * (0.7 * 5 / 8 + 0.3 * 0.7), 100 * (0.7 * 5 / 5 + 0.3 * 0.1))),
        pytest.approx((100 * (0.7 * 8 / 8 + 0.3 * 1.0), 100 * (0.7 * 0 / 5 + 0.3 * 0.0))),
    ]


def test_the_reservation_value_becomes_the_walk_away_value(files: list[Path]) -> None:
    buyer, seller = Genius.read(files).interests
    assert buyer.walk_away == Range(25.0, 25.0)
    assert seller.walk_away == Range(0.0, 0.0)


def test_what_is_not_carried_over_is_said(tmp_path: Path) -> None:
    files = written(
        tmp_path,
        BUYER.replace("</utility_space>", "<errors>0</errors></utility_space>"),
        SELLER,
    )
    assert [note.split("Market_")[1] for note in Genius.read(files).notes] == [
        "buyer.xml: not carried over: the settings for uncertain preferences (errors).",
        "seller.xml: not carried over: the discount factor 0.9.",
    ]


def test_a_converted_domain_is_a_valid_folder_with_the_same_deals(
    files: list[Path], tmp_path: Path
) -> None:
    read = Genius.read(files)
    folder = Case(process=read.process, interests=read.interests)
    save(folder, tmp_path / "talks")
    loaded = load(tmp_path / "talks")
    assert loaded.process.agenda == read.process.agenda
    by_party = {i.party: i for i in loaded.interests}
    ordered = [by_party[party] for party in loaded.process.parties]
    there, here = (Deals(one.process.agenda, ordered) for one in (loaded, folder))
    assert to_json(there) == to_json(here)


def test_issues_are_matched_by_index_in_whatever_order(tmp_path: Path) -> None:
    head, one, two = SELLER.partition('    <issue index="2"')
    two, weights, tail = two.partition("    <weight")
    head, first, rest = head.partition('    <issue index="1"')
    swapped = head + one + two + first + rest + weights + tail
    assert swapped != SELLER
    plain = Genius.read(written(tmp_path, BUYER, SELLER))
    assert Genius.read(written(tmp_path, BUYER, swapped)).interests == plain.interests


def test_options_that_differ_in_case_only_stay_apart(tmp_path: Path) -> None:
    buyer, seller = (
        text.replace("$ 4.50", "Yes").replace("$ 4.00", "yes").replace("$ 3.50", "YES")
        for text in (BUYER, SELLER)
    )
    read = Genius.read(written(tmp_path, buyer, seller))
    price = read.process.agenda.issues["Price"]
    assert {o.id: o.name for o in price.choices.values()} == {
        "Yes": "Yes",
        "yes": "yes (2)",
        "YES": "YES (3)",
    }
    save(Case(process=read.process, interests=read.interests), tmp_path / "talks")
    assert load(tmp_path / "talks").process == read.process


def test_names_that_cannot_be_ids_are_tidied_and_said(tmp_path: Path) -> None:
    long = "a" * 120
    buyer, seller = (
        text.replace("$ 4.50", " x").replace("$ 4.00", "x").replace("$ 3.50", "x&#9;y")
        for text in (BUYER, SELLER)
    )
    buyer, seller = (text.replace("Days to deliver", long) for text in (buyer, seller))
    read = Genius.read(written(tmp_path, buyer, seller))
    assert list(read.process.agenda.issues) == ["Price", "a" * 88]
    assert list(read.process.agenda.issues["Price"].choices) == ["x (2)", "x", "x y"]
    assert read.notes[-1].endswith(
        f"were tidied: '{long}' is '{'a' * 88}', ' x' is 'x (2)', 'x\\ty' is 'x y'."
    )
    save(Case(process=read.process, interests=read.interests), tmp_path / "talks")
    assert load(tmp_path / "talks").process == read.process


def test_an_issue_whose_evaluations_are_all_zero_is_worth_nothing(tmp_path: Path) -> None:
    nothing = BUYER
    for evaluation in ("2", "5", "8"):
        nothing = nothing.replace(f'evaluation="{evaluation}"', 'evaluation="0"')
    buyer = Genius.read(written(tmp_path, nothing, SELLER)).interests[0]
    assert set(buyer.issues["Price"].values.values()) == {Range(0.0, 0.0)}


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('evaluation="5"', "", ":5: <item> has no 'evaluation', where a number is needed"),
        ('evaluation="5"', 'evaluation="null"', ":5: <item> has evaluation='null', where"),
        ('value="0.7"', 'value="inf"', ":13: <weight> has value='inf', where"),
        ('value="0.7"', 'value="-0.7"', ":3: the issue 'Price' has the weight -0.7"),
        ('<weight index="1" value="0.7"></weight>', "", ":3: the issue 'Price' has no weight"),
        ('value="$ 4.00"', 'value="$ 4.50"', ":5: 'Price' has the option '$ 4.50' twice"),
        ('value="$ 4.00"', 'value=""', ":5: an option of 'Price' has no 'value'"),
        ('index="2" name', 'index="1" name', ":8: the index 1 is given twice"),
        ('index="2" name', 'index="two" name', ":8: the issue needs a 'name' and an 'index'"),
        ("Days to deliver", "Price", ":8: two issues are called 'Price'"),
        (
            'type="integer" etype',
            'type="real" etype',
            ":8: the issue 'Days to deliver' is real",
        ),
        ('upperbound="14"', 'upperbound="9"', "goes from 10 to 9: no integers"),
        ('upperbound="14"', 'upperbound="5000"', "has more than 1000 options"),
        ('slope="0.25"', "", ":10: <evaluator> has no 'slope'"),
        ("evaluator", "valuer", "'Days to deliver' has no evaluator"),
        ("utility_space", "negotiation_template", ":1: this is a domain"),
        ("utility_space", "html", ":1: this is a <html>, not a Genius <utility_space>"),
        ("reservation", "hyperRectangle", "are combinations of issues, but no <utility>"),
        ('value="0.7"', 'value="1e300"', ":3: a number of the issue 'Price' is too large"),
        ("<objective", "<", "this is not XML"),
        ("<utility_space>", "<!DOCTYPE a><utility_space>", ":1: document types and entities"),
    ],
)
def test_a_mistake_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    assert old in BUYER
    said = mistakes(tmp_path, BUYER.replace(old, new))
    assert any(sentence in line and line.startswith("Market_buyer.xml") for line in said)


def test_all_mistakes_in_all_files_are_said_at_once(tmp_path: Path) -> None:
    said = mistakes(
        tmp_path, BUYER.replace('evaluation="5"', ""), SELLER.replace('value="0.3"', "")
    )
    assert [line.split(":")[0] for line in said] == ["Market_buyer.xml", "Market_seller.xml"]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("$ 4.00", "$ 4.20", "has no option '$ 4.00' as in"),
        ("$ 4.00", "$ 4.20", "the option '$ 4.20' of 'Price' is not in"),
        ('name="Price"', 'name="Cost"', "issue 1 is 'Cost' here and 'Price' in"),
        ('index="2"', 'index="3"', "the issue 'Days to deliver' of"),
        ('index="2"', 'index="3"', "the issue 'Days to deliver' is not in"),
    ],
)
def test_files_of_different_domains_are_refused(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    assert any(sentence in line for line in mistakes(tmp_path, BUYER, SELLER.replace(old, new)))


def test_two_files_of_one_name_are_refused(files: list[Path], tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    twin = tmp_path / "other" / files[0].name
    twin.write_text(BUYER, encoding="utf-8")
    with pytest.raises(InvalidProcess, match="another file names the party 'Market_buyer' too"):
        Genius.read([files[0], twin])


def test_no_file_or_one_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InvalidProcess, match="give the utility-space file of each party"):
        Genius.read([])
    with pytest.raises(InvalidProcess, match="cannot be read: No such file"):
        Genius.read([tmp_path / "none.xml"])


def test_entities_are_never_expanded_and_nothing_else_is_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("s3cret", encoding="utf-8")
    attack = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]>' + BUYER.replace(
        "<reservation", "&x;<reservation"
    )
    said = mistakes(tmp_path, attack)
    assert len(said) == 1
    assert "document types and entities are not read" in said[0]


@pytest.mark.parametrize("depth", [DEEPEST + 1, 200_000])
def test_a_file_nested_too_deep_is_refused(tmp_path: Path, depth: int) -> None:
    said = mistakes(tmp_path, "<a>" * depth + "</a>" * depth)
    assert said == ["Market_buyer.xml:1: elements are nested too deep"]


def test_a_file_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accord.interchange.xml_tree.LARGEST", 100)
    assert any("the file is larger than" in line for line in mistakes(tmp_path, BUYER))


@pytest.mark.parametrize("text", [BUYER, SPACE])
@given(data=st.data())
def test_damaged_files_are_read_or_refused_in_sentences(
    tmp_path_factory: pytest.TempPathFactory, text: str, data: st.DataObject
) -> None:
    text = data.draw(damaged(text))
    outcome(tmp_path_factory.mktemp("damaged"), {"a.xml": text, "b.xml": text})
