"""Of several interests of one holder for a party, those of the latest date count."""

from datetime import date, timedelta

from attrs import evolve
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st
from tests.brief.build import folder, held

from accord.model import (
    Agenda,
    Exclusion,
    Interaction,
    Interests,
    Issue,
    Option,
    Range,
    When,
    gaps,
    latest,
)

VALUES = {"truce": {"now": "60", "later": "0..20"}, "border": {"old": "40..80", "new": "0"}}
SIDES, HOLDERS = ["north", "south"], ["north", "agency", "paper"]

days = st.dates(date(2022, 2, 25), date(2022, 3, 5)).map(str)
dates = st.just("") | days | st.sampled_from(["2022", "2022-02", "2022-03"])


def last(written: str) -> date:
    """Give the last day of a day, month or year: by it what is so dated is known."""
    if not written:
        return date.min
    if len(written) == 4:
        return date(int(written), 12, 31)
    if len(written) == 7:
        year, month = map(int, written.split("-"))
        return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return date.fromisoformat(written)


drawn = st.lists(
    st.tuples(st.sampled_from(SIDES), st.sampled_from(HOLDERS), dates),
    max_size=8,
    unique_by=lambda one: (one[0], one[1], last(one[2])),
)


def files(told: list[tuple[str, str, str]]) -> list[Interests]:
    return [
        evolve(held(party, VALUES, by=by, as_of=day), id=f"file-{n}")
        for n, (party, by, day) in enumerate(told)
    ]


@given(told=drawn, day=dates)
def test_the_latest_not_after_the_day_counts(
    told: list[tuple[str, str, str]], day: str
) -> None:
    """For every party and holder, tried by hand: the latest that is over by the day."""
    made = folder(interests=files(told))
    until = last(day) if day else date.max
    expected = {}
    for party in SIDES:
        for by in HOLDERS:
            known = [
                (last(written), f"file-{n}")
                for n, (whose, who, written) in enumerate(told)
                if (whose, who) == (party, by) and last(written) <= until
            ]
            if known:
                expected["" if by == party else by, party] = max(known)[1]
    seen = made.as_of(When.parse(day)) if day else made
    assert {
        (one.holder, party): interests.id
        for one in seen.perspectives
        for party, interests in one.interests.items()
    } == expected


@given(told=drawn)
def test_what_counts_does_not_hang_on_the_order_of_the_files(
    told: list[tuple[str, str, str]],
) -> None:
    found = files(told)
    assert set(latest(found)) == set(latest(found[::-1]))


OPTIONS = {"now": "", "later": "2022-03-02"}
AGENDA = Agenda(
    issues=frozendict(
        {
            "truce": Issue(
                id="truce",
                name="Truce",
                options=frozendict(
                    {
                        o: Option(o, o.title(), When.parse(since) if since else None)
                        for o, since in OPTIONS.items()
                    }
                ),
            ),
            "line": Issue(id="line", name="Line", span=Range(0, 20), step=10.0),
        }
    ),
    constraints=(
        Exclusion(id="both", never=frozendict({"truce": ("now", "later"), "line": ("20",)})),
        Exclusion(id="one", never=frozendict({"truce": ("later",), "line": ("0",)})),
    ),
)


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


def test_interests_say_nothing_of_options_that_came_later() -> None:
    held_ = evolve(
        held("north", {"truce": VALUES["truce"], "line": {"0": "1", "10": "2", "20": "3"}}),
        interactions=(
            Interaction(when=frozendict({"truce": ("later",)}), bonus=Range(1, 1)),
            Interaction(when=frozendict({"line": ("0", "10")}), bonus=Range(1, 1)),
        ),
        red_lines=(
            Exclusion(id="gone", never=frozendict({"truce": ("later",)})),
            Exclusion(id="cut", never=frozendict({"truce": ("later", "now"), "line": ("0",)})),
        ),
        mandate=frozendict({"truce": ("now", "later")}),
    )
    then = held_.within(AGENDA.as_of(When.parse("2022-03-01")))
    assert list(then.issues["truce"].values) == ["now"]
    assert then.issues["line"] == held_.issues["line"]
    assert then.interactions == held_.interactions[1:]
    assert [(one.id, one.never["truce"]) for one in then.red_lines] == [("cut", ("now",))]
    assert then.mandate == {"truce": ("now",)}
    assert held_.within(AGENDA) == held_


def test_gaps_are_the_issues_and_options_that_came_after_the_interests() -> None:
    then = held("north", {"truce": {"now": "60"}})
    assert list(gaps(AGENDA, [then])) == ["Truce (Later)", "Line"]
    whole = held("south", {"truce": VALUES["truce"], "line": {"0": "1", "10": "2", "20": "3"}})
    assert list(gaps(AGENDA, [whole, whole])) == []
    assert list(gaps(AGENDA, [whole, then])) == ["Truce (Later)", "Line"]
