"""GeniusWeb profiles: their own meaning, kept; their mistakes, named."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.formats.damage import damaged, outcome
from tests.interchange.domains import worth

from accord.errors import InvalidProcess
from accord.interchange.conversion import Conversion
from accord.interchange.geniusweb import GeniusWeb
from accord.model import Range

PROFILE = """{
 "LinearAdditiveUtilitySpace": {
  "issueUtilities": {
   "Food": {"discreteutils": {"valueUtilities": {"none": 0.1, "some": 0.4, "All": 0.8}}},
   "Price": {"numberutils":
    {"lowValue": 10, "lowUtility": 1.0, "highValue": 12, "highUtility": 0.2}},
   "Day": {"DiscreteValueSetUtilities": {"valueUtilities": {"1": 0.5, "2": 1}}}
  },
  "issueWeights": {"Food": 0.5, "Price": 0.3, "Day": 0.2},
  "domain": {"name": "party", "issuesValues": {
   "Food": {"values": ["none", "some", "All"]},
   "Price": {"range": {"low": 10, "high": 12, "step": 0.5}},
   "Day": {"values": ["1", "2"]}
  }},
  "name": "party1",
  "reservationBid": {"issuevalues": {"Food": "some", "Price": 11.0, "Day": "2"}}
 }
}
"""


def read(folder: Path, text: str) -> Conversion:
    for name in ("a.json", "b.json"):
        (folder / name).write_text(text, encoding="utf-8")
    return GeniusWeb.read([folder / "a.json", folder / "b.json"])


def test_values_are_used_as_they_stand(tmp_path: Path) -> None:
    found = read(tmp_path, PROFILE)
    agenda = found.process.agenda
    assert {one: list(issue.choices) for one, issue in agenda.issues.items()} == {
        "Food": ["none", "some", "All"],
        "Price": ["10", "10.5", "11", "11.5", "12"],
        "Day": ["1", "2"],
    }
    points = 100 * (0.5 * 0.8 + 0.3 * (1 - 0.8 * 0.25) + 0.2 * 0.5)
    assert worth(agenda, found.interests[0], (2, 1, 0)) == pytest.approx(points)
    assert found.notes == ()


def test_the_worth_of_the_reservation_bid_becomes_the_walk_away_value(tmp_path: Path) -> None:
    found = read(tmp_path, PROFILE)
    assert found.interests[0].walk_away_value.low == pytest.approx(
        100 * (0.2 + 0.3 * 0.6 + 0.2)
    )
    without: dict[str, Any] = json.loads(PROFILE)
    without["LinearAdditiveUtilitySpace"]["reservationBid"] = None
    assert read(tmp_path, json.dumps(without)).interests[0].walk_away == Range(0, 0)
    del without["LinearAdditiveUtilitySpace"]["reservationBid"]
    assert read(tmp_path, json.dumps(without)).interests[0].walk_away == Range(0, 0)


def test_a_key_that_is_not_read_is_said(tmp_path: Path) -> None:
    text = PROFILE.replace('"name": "party1"', '"discount_factor": 0.9')
    assert [note.partition("not ")[2] for note in read(tmp_path, text).notes] == [
        "carried over: 'discount_factor', which is not read."
    ] * 2


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('{"Food": 0.5, ', "{", ":9: the issue 'Food' has no weight"),
        ('"Food": 0.5', '"Food": -0.5', ":9: the weight of 'Food' is below 0"),
        (
            '"Food": 0.5',
            '"Food": true',
            ":9: the weight of 'Food' must be a number, not 'true'",
        ),
        ('"Food": 0.5', '"Food": [1]', ":9: the weight of 'Food' must be a number"),
        (
            '"Food": 0.5',
            '"Food": 1e400',
            ":9: the weight of 'Food' must be a number, not '1e400'",
        ),
        ('"Food": 0.5', '"Food": 1e300', ":11: a number of the issue 'Food' is too large"),
        ('"Food": 0.5', '"Food": NaN', ":9: this is not JSON: a value is missing here, or is"),
        ('"Food": 0.5', '"Food": 0.5, "Food": 1', ":9: 'Food' is given twice; the first is"),
        ('"Food": 0.5', '"Food": 0.5, "Fud": 1', ":9: the issue 'Fud' is not in the domain"),
        ('"some": 0.4, ', "", ":4: 'Food' has no utility for the option 'some'"),
        ('"some": 0.4', '"sum": 1, "some": 0', ":4: the option 'sum' of 'Food' is not in the"),
        ('"none", "some"', '"none", "none"', ":11: 'Food' has the option 'none' twice"),
        ('"none", "some"', '"", "some"', ":11: an option of 'Food' must be a text that is not"),
        (', "step": 0.5', "", ":12: the issue 'Price' is continuous: give its range a 'step'"),
        ('"step": 0.5', '"step": 0.0001', ":12: 'Price' has more than 1000 options: take a"),
        ('"high": 12,', '"high": 1,', ":12: the range of 'Price' needs a 'low' and a 'high'"),
        ('"high": 12, ', "", ":12: the range of 'Price' needs a 'low' and a 'high' above it"),
        ('"lowValue": 10, ', "", ":6: the utilities of 'Price' have no 'lowValue'"),
        (
            '"numberutils"',
            '"partsutils"',
            ":5: the utilities of 'Price' are none of discreteutils",
        ),
        (
            '"Food": "some"',
            '"Food": "sum"',
            ":16: 'Food' has no such option as the reservation",
        ),
        ('"Food": "some"', '"Foot": "some"', ":16: the issue 'Foot' of the reservation bid is"),
        ('"issuesValues"', '"issues"', ":10: 'issuesValues' is missing here"),
        ('"issueWeights"', '"weights"', ":2: 'issueWeights' is missing here"),
        (
            "LinearAdditiveUtilitySpace",
            "SumOfGroupsUtilitySpace",
            ":1: only a 'LinearAdditiveUtilitySpace' is read; here is 'SumOf",
        ),
    ],
)
def test_a_mistake_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert old in PROFILE
    with pytest.raises(InvalidProcess) as caught:
        read(tmp_path, PROFILE.replace(old, new))
    assert f"a.json{said}" in str(caught.value).replace(f"{tmp_path}/", "")


def test_a_domain_alone_is_no_profile(tmp_path: Path) -> None:
    domain = json.dumps(json.loads(PROFILE)["LinearAdditiveUtilitySpace"]["domain"])
    with pytest.raises(InvalidProcess, match="this is a domain: give the profile of"):
        read(tmp_path, domain)


def test_profiles_of_different_domains_are_refused(tmp_path: Path) -> None:
    read(tmp_path, PROFILE)
    (tmp_path / "b.json").write_text(PROFILE.replace('"none"', '"no"'), encoding="utf-8")
    with pytest.raises(InvalidProcess, match="has no option 'none' as in"):
        GeniusWeb.read([tmp_path / "a.json", tmp_path / "b.json"])
    with pytest.raises(InvalidProcess, match="give the profile of each party"):
        GeniusWeb.read([])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xff\xfe{}", "the file is not UTF-8 from here on"),
        (b"", "this is not JSON"),
        (b'{"a":' * 1000, "this is nested deeper than 24 levels"),
        (
            b'{"LinearAdditiveUtilitySpace": 7}',
            "'LinearAdditiveUtilitySpace' must be an object",
        ),
        (b'{"LinearAdditiveUtilitySpace": {}}', "'domain' is missing here"),
        (
            b'{"LinearAdditiveUtilitySpace": {"domain": {"issuesValues": {}}}}',
            "is missing here",
        ),
        (b"{}", "only a 'LinearAdditiveUtilitySpace' is read; here is nothing"),
    ],
)
def test_hostile_files_are_refused_in_a_sentence(
    data: bytes, said: str, tmp_path: Path
) -> None:
    (tmp_path / "a.json").write_bytes(data)
    with pytest.raises(InvalidProcess) as caught:
        GeniusWeb.read([tmp_path / "a.json"])
    assert said in str(caught.value)


@given(st.data())
def test_damaged_profiles_are_read_or_refused_in_sentences(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    text = data.draw(damaged(PROFILE))
    home = tmp_path_factory.mktemp("damaged")
    outcome(home, {"a.json": text, "b.json": text})
