"""An agenda is what was on the table by a day, and its deals can be put in words."""

from decimal import Decimal

from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st
from tests.model.test_interests import AGENDA

from accord.model import MOST_OPTIONS, Exclusion, Issue, Option, Range, When


def test_an_agenda_of_an_earlier_day_lacks_what_came_later() -> None:
    then = AGENDA.as_of(When.parse("2022-03-01"))
    assert {i: list(issue.choices) for i, issue in then.issues.items()} == {
        "truce": ["now"],
        "line": ["0", "10", "20"],
    }
    assert [(one.id, dict(one.never)) for one in then.constraints] == [
        ("both", {"truce": ("now",), "line": ("20",)})
    ]
    assert AGENDA.as_of(When.parse("2022-03-02")) == AGENDA


def test_what_came_later_is_named_with_its_issue() -> None:
    assert AGENDA.later(When.parse("2022-03-01")) == {("truce", "later")}
    assert AGENDA.later(When.parse("2022-03-02")) == frozenset()


@given(low=st.integers(-50, 50), steps=st.integers(0, 20), tenths=st.integers(1, 25))
def test_a_span_is_cut_into_exact_steps(low: int, steps: int, tenths: int) -> None:
    step = Decimal(tenths) / 10
    span = Range(float(low), float(low + steps * step))
    issue = Issue(id="line", name="Line", span=span, step=float(step), unit="km")
    assert [Decimal(one) for one in issue.choices] == [low + i * step for i in range(steps + 1)]
    assert all(option.name == f"{one} km" for one, option in issue.choices.items())


def test_a_span_that_makes_no_options_or_too_many_makes_none() -> None:
    for span, step in (
        (Range(0, 10), None),
        (Range(0, 10), 0.0),
        (Range(0, float("inf")), 1.0),
        (Range(0, MOST_OPTIONS), 1.0),
    ):
        assert not Issue(id="line", name="Line", span=span, step=step).choices


def test_a_deal_is_put_in_words_in_the_order_of_the_agenda() -> None:
    deal = frozendict({"line": "10", "truce": "now"})
    assert AGENDA.describe(deal) == [("Truce", "Now"), ("Line", "10")]


def test_a_combination_is_crossed_by_taking_a_refused_option_on_every_issue() -> None:
    line = Exclusion(id="l", never=frozendict({"truce": ("now",), "line": ("0", "10")}))
    assert line.crossed_by(frozendict({"truce": "now", "line": "10"}))
    assert not line.crossed_by(frozendict({"truce": "now", "line": "20"}))
    assert not line.crossed_by(frozendict({"truce": "later", "line": "0"}))


def test_what_an_issue_comes_to_without_a_deal_is_not_known_before_its_option() -> None:
    options = {
        "none": Option("none", "None", since=When.parse("2024-05-02")),
        "full": Option("full", "Full"),
    }
    issue = Issue(id="quiet", name="Quiet", options=frozendict(options), no_deal="none")
    assert issue.as_of(When.parse("2024-05-02")).no_deal == "none"
    assert issue.as_of(When.parse("2024-05-01")).no_deal == ""
