"""A rule of decision says which parties must accept: tried against every set of parties."""

from itertools import combinations

import pytest
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st

from accord.errors import AccordError
from accord.model import DecisionRule

SIX = ("sportco", "environment", "cities", "union", "governor", "dot")


def every_set(parties: tuple[str, ...]) -> list[frozenset[str]]:
    """Return all sets of parties, smaller ones first."""
    return [frozenset(s) for n in range(len(parties) + 1) for s in combinations(parties, n)]


@st.composite
def rules(draw: st.DrawFn) -> tuple[DecisionRule, tuple[str, ...]]:
    """Draw some parties and a rule by which all of them together pass anything."""
    parties = SIX[: draw(st.integers(1, 6))]
    vetoes = tuple(draw(st.sets(st.sampled_from(parties), max_size=2)))
    kind = draw(st.sampled_from(["all but", "majority", "quota"]))
    if kind == "all but":
        most = draw(st.integers(0, len(parties) - 1))
        return DecisionRule(needs=f"all but {most}", vetoes=vetoes), parties
    votes = {p: draw(st.integers(0, 30)) / 10 for p in parties}
    total = sum(round(10 * v) for v in votes.values())
    if not total:
        votes[parties[0]], total = 0.1, 1
    needs = kind if kind == "majority" else f"{draw(st.integers(1, total)) / 10:g}"
    return DecisionRule(needs=needs, votes=frozendict(votes), vetoes=vetoes), parties


@given(rules())
def test_the_minimal_coalitions_are_those_found_by_trying_every_set(
    drawn: tuple[DecisionRule, tuple[str, ...]],
) -> None:
    rule, parties = drawn
    passing = [s for s in every_set(parties) if rule.winning(s, parties)]
    least = [s for s in passing if not any(other < s for other in passing)]
    assert set(rule.minimal_winning(parties)) == set(least)
    assert len(rule.minimal_winning(parties)) == len(least)
    for some in every_set(parties):
        assert (some in passing) == any(one <= some for one in least)


@given(rules())
def test_one_yes_more_never_hurts_and_nothing_passes_by_nobody(
    drawn: tuple[DecisionRule, tuple[str, ...]],
) -> None:
    rule, parties = drawn
    assert not rule.winning((), parties)
    assert rule.winning(parties, parties)
    for some in every_set(parties):
        if rule.winning(some, parties):
            assert all(rule.winning({*some, party}, parties) for party in parties)


def test_all_but_one_with_two_vetoes_leaves_five_coalitions_of_six() -> None:
    rule = DecisionRule(needs="all but 1", vetoes=("sportco", "dot"))
    found = rule.minimal_winning(SIX)
    assert [len(one) for one in found] == [5] * 4
    assert all({"sportco", "dot"} <= one for one in found)


def test_without_a_rule_all_must_accept() -> None:
    assert DecisionRule().minimal_winning(SIX) == (frozenset(SIX),)
    assert DecisionRule().is_unanimous


def test_votes_are_counted_exactly() -> None:
    rule = DecisionRule(needs="0.3", votes=frozendict(a=0.1, b=0.2, c=0.0))
    assert rule.winning({"a", "b"}, ("a", "b", "c"))


def test_parties_that_are_not_at_the_table_have_no_say() -> None:
    rule = DecisionRule(needs="majority", vetoes=("late",))
    assert rule.winning({"a", "b"}, ("a", "b", "c"))
    assert not rule.winning({"a", "b"}, ("a", "b", "late"))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("All but one", "all but 1"),
        ("all-but-2", "all but 2"),
        ("consensus", "all"),
        ("more than half", "majority"),
        ("55", "55"),
    ],
)
def test_a_rule_is_read_as_people_write_it(written: str, read: str) -> None:
    assert DecisionRule(needs=written).needs == read
    assert DecisionRule(needs=written).is_known


@pytest.mark.parametrize("written", ["-1", "all but -1", "- 1", "_1"])
def test_no_sign_before_a_number_is_passed_over(written: str) -> None:
    assert not DecisionRule(needs=written).is_known


def test_too_many_coalitions_are_refused() -> None:
    many = tuple(f"p{n}" for n in range(20))
    with pytest.raises(AccordError, match=r"more than 2,000 sets of parties"):
        DecisionRule(needs="majority").minimal_winning(many)
