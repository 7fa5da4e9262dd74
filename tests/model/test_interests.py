"""Interests and agenda of an earlier day say nothing of what came later."""

from attrs import evolve
from frozendict import frozendict
from tests.brief.build import held

from accord.model import (
    Agenda,
    Exclusion,
    Interaction,
    Issue,
    Option,
    Range,
    When,
    gaps,
)

VALUES = {"truce": {"now": "60", "later": "0..20"}, "border": {"old": "40..80", "new": "0"}}
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
