"""A role of an actor bears on everything, on issues, or on some of their options."""

from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st

from accord.model import ActorRole, OutsideRole

PACKAGES = st.dictionaries(st.sampled_from("abc"), st.sampled_from("xyz"))
SCOPES = st.dictionaries(
    st.sampled_from("abc"), st.lists(st.sampled_from("xyz"), unique=True).map(tuple)
)


@given(PACKAGES, SCOPES)
def test_the_part_of_a_package_is_an_intersection_of_pairs(
    package: dict[str, str], on: dict[str, tuple[str, ...]]
) -> None:
    role = ActorRole(role="affected", on=frozendict(on))
    meant = {(i, o) for i in "abc" for o in "xyz"}
    if on:
        meant = {(i, o) for i, some in on.items() for o in some or "xyz"}
    assert set(role.within(package).items()) == set(package.items()) & meant


def test_a_word_that_is_no_role_on_options_stands_as_it_is() -> None:
    assert ActorRole(role="Guarantor").role == "Guarantor"
    assert ActorRole(role="Guarantor").outside is None
    assert ActorRole(role="can-not be_bound").outside is OutsideRole.CANNOT_BE_BOUND
    assert ActorRole(role="spoiler").role == "can wreck"
