"""How every party stands to a package, in words: each holder's marks and numbers in turn."""

from pathlib import Path

from attrs import evolve
from frozendict import frozendict
from tests.telling.marked import ROAD, marked_case

from accord.deals import to_json
from accord.deals.package_badges import Badge
from accord.formats import load
from accord.model import Exclusion, Interests, Mark, Marked, Range, latest
from accord.record import Case
from accord.telling.badge_words import (
    BADGE_SIGNS,
    BADGE_STYLES,
    badge_blocks,
    badges_by_holder,
    excluded_lines,
)
from accord.telling.blocks import Paragraph, plain

EXAMPLES = Path(__file__).parents[2] / "examples"


def reasons(case: Case, terms: dict[str, str]) -> dict[str, tuple[str, ...]]:
    (found,) = badges_by_holder(case, terms)
    return {one.found.party: (str(one.found.badge), *one.reasons) for one in found.badges}


def test_every_holder_is_named_with_words_before_numbers() -> None:
    case = load(EXAMPLES / "market-road")
    found = badges_by_holder(case, {"scope": "town"})
    assert [(one.holder, one.by) for one in found] == [
        ("Lantern", "marks"),
        ("Lantern", "numbers"),
        ("Valley Desk", "numbers"),
    ]
    assert {len(one.badges) for one in found} == {3}
    assert found[0].whose == (
        "By the marks of: Lantern (assumptions, not facts), as of 14 September 2033"
    )


def test_a_badge_says_which_cell_and_how_it_is_known() -> None:
    case = marked_case(ROAD)
    cannot = next(
        (one.party, issue, option)
        for one in latest(case.interests)
        for issue, own in one.marks.items()
        for option, mark in own.items()
        if mark.mark is Mark.CANNOT
    )
    party, issue, option = cannot
    process = case.process
    told = reasons(case, {issue: option})[party]
    names = process.agenda.issues[issue]
    assert told[0] == Badge.RED_LINE
    assert told[1].startswith(
        f"{process.name(party)} cannot live with '{names.choices[option].name}' ({names.name})"
    )


def test_what_is_not_known_is_a_question_and_whether_it_was_asked() -> None:
    case = marked_case(ROAD)
    (found,) = badges_by_holder(case, {})
    assert {one.found.badge for one in found.badges} == {Badge.INSIDE}
    nothing = evolve(case, interests=case.interests[:1])
    (found,) = badges_by_holder(nothing, {"scope": "town"})
    last = found.badges[-1]
    assert last.found.badge is Badge.CANNOT_SAY
    assert last.reasons[0].endswith("Nobody has asked, by the record")


def test_a_mandate_beside_numbers_counts_for_the_marks_too() -> None:
    case = marked_case(ROAD)
    held = case.interests[0]
    issue = next(iter(case.process.agenda.issues))
    first, other, *_ = case.process.agenda.issues[issue].choices
    beside = Interests(
        id="beside",
        party=held.party,
        held_by=held.held_by,
        walk_away=Range(40, 60),
        mandate=frozendict({issue: (first,)}),
    )
    words = evolve(
        held,
        marks=frozendict({issue: frozendict({other: Marked(mark=Mark.WANT)})}),
        red_lines=(),
    )
    found = badges_by_holder(evolve(case, interests=(words, beside)), {issue: other})
    assert [one.by for one in found] == ["marks", "numbers"]
    for one in found:
        (own,) = (b for b in one.badges if b.found.party == held.party)
        assert own.found.badge is Badge.CAPITAL
        assert own.reasons[0].startswith("beyond the mandate: ")


def test_a_voice_that_cannot_block_is_heard_and_changes_nothing() -> None:
    case = marked_case(ROAD)
    held = case.interests[0]
    issue = next(iter(case.process.agenda.issues))
    option = next(iter(case.process.agenda.issues[issue].choices))
    own = evolve(
        held,
        marks=frozendict({issue: frozendict({option: Marked(mark=Mark.WANT)})}),
        red_lines=(),
    )
    army = evolve(
        own,
        id="army",
        voice="the army",
        can_block=False,
        marks=frozendict({issue: frozendict({option: Marked(mark=Mark.CANNOT)})}),
    )
    told = reasons(evolve(case, interests=(own, army)), {issue: option})[held.party]
    assert told[0] == Badge.INSIDE
    assert told[1].startswith("the army (cannot block) cannot live with ")
    may = evolve(army, can_block=True)
    told = reasons(evolve(case, interests=(own, may)), {issue: option})[held.party]
    assert told[0] == Badge.RED_LINE
    assert any(one.startswith("the army (can block)") for one in told)


def test_a_constraint_stands_against_the_package_and_is_said_first() -> None:
    case = marked_case(ROAD)
    issue = next(iter(case.process.agenda.issues))
    option = next(iter(case.process.agenda.issues[issue].choices))
    never = Exclusion(id="law", never=frozendict({issue: (option,)}), basis="the charter")
    agenda = evolve(case.process.agenda, constraints=(never,))
    case = evolve(case, process=evolve(case.process, agenda=agenda))
    terms = {issue: option}
    (said,) = excluded_lines(case, terms)
    assert said.startswith("It cannot be had: the constraint 'law' on all")
    assert said.endswith("the charter")
    first = next(iter(badge_blocks(badges_by_holder(case, terms), [said])))
    assert isinstance(first, Paragraph)
    assert plain(first.text) == said


def test_signs_and_styles_tell_all_badges_apart() -> None:
    assert BADGE_SIGNS.keys() == BADGE_STYLES.keys() == {*Badge}
    assert len({*BADGE_SIGNS.values()}) == len(Badge)


def test_the_json_has_the_badge_and_the_reasons() -> None:
    (found,) = badges_by_holder(marked_case(ROAD), {})
    told = to_json(found)
    assert told["by"] == "marks"
    assert told["badges"][0]["badge"] == "inside"
    assert told["badges"][0]["reasons"] == []
