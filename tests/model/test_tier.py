"""Who reads what: wider tiers are read by narrower ones, and nobody reads another's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.model import Reader, tiers
from accord.model.tier import all_read, is_tier_for_all, narrow, read_together

PARTIES = ["ukraine", "russia", "a/b"]
READ = {
    "public": {"public"},
    "table": {"public", "table"},
    "mediator": {"public", "table", "mediator"},
    "ukraine": {"public", "table", "ukraine"},
    "ukraine/capital": {"public", "table", "ukraine", "ukraine/capital"},
    "russia": {"public", "table", "russia"},
    "russia/capital": {"public", "table", "russia", "russia/capital"},
    "a/b": {"public", "table", "a/b"},
    "a/b/capital": {"public", "table", "a/b", "a/b/capital"},
}
TIERS = st.sampled_from(tiers(PARTIES))
SOME = st.lists(TIERS, min_size=1, max_size=3).map(tuple)


def test_the_tiers_of_a_process_are_three_and_two_for_each_party() -> None:
    assert tiers(PARTIES) == tuple(READ)


@pytest.mark.parametrize("tier", READ)
def test_a_reader_reads_what_is_wider_and_nothing_of_others(tier: str) -> None:
    assert set(Reader((tier,)).read) == READ[tier]


@given(seats=SOME, for_=SOME)
def test_of_several_tiers_one_is_enough(seats: tuple[str, ...], for_: tuple[str, ...]) -> None:
    known = set().union(*(READ[tier] for tier in seats))
    assert Reader(seats).reads(for_) is not known.isdisjoint(for_)


@given(one=SOME, other=SOME)
def test_all_read_and_some_read(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert all_read(one, other) is all(not READ[tier].isdisjoint(other) for tier in one)
    both = any(not READ[t].isdisjoint(one) and not READ[t].isdisjoint(other) for t in READ)
    assert read_together(one, other) is both


def test_what_is_for_some_of_the_table_only_is_narrow() -> None:
    assert [tier for tier in READ if not narrow((tier,))] == ["public", "table"]
    assert not narrow(("mediator", "table"))


def test_no_party_can_be_called_as_a_tier() -> None:
    assert {tier for tier in READ if is_tier_for_all(tier)} == {
        "public",
        "table",
        "mediator",
        *(tier for tier in READ if tier.endswith("/capital")),
    }
