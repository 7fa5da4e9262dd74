"""Marks in words: what to ask, what is left, what would have to give; never a point."""

import re
from io import StringIO

import pytest
from attrs import evolve
from frozendict import frozendict
from rich.console import Console
from tests.telling.marked import ROAD, Sheet, marked_case, told

from accord.model import DecisionRule, Exclusion, Norm, Party
from accord.telling.blocks import Heading, Listing, Paragraph, plain
from accord.telling.mark_words import MOST_NAMED, MOST_SETS
from accord.telling.marks_blocks import marks_blocks
from accord.telling.marks_by_holder import marks_by_holder, marks_in_full
from accord.telling.terminal_blocks import show_blocks

FREE = {"truce": {"now": "G A", "later": "A G"}, "border": {"old": "A R", "new": "A Gs"}}
STUCK = {"truce": {"now": "Gs Rb", "later": "R G"}, "border": {"old": "A A", "new": "A A"}}


def test_one_answer_that_decides_is_the_answer() -> None:
    found = told(ROAD).outlook
    assert found.verdict == "ask"
    assert found.text == (
        "Not known yet. One answer decides: can North live with 'Elders' (Posts)? Nobody has "
        "asked, by the record."
    )
    (asked,) = found.ask
    assert asked.text == "Can North live with 'Elders' (Posts)?"
    assert (asked.party, asked.issue, asked.option) == ("north", "posts", "elders")
    assert asked.if_so == (
        "one package is free of unknowns, and one more waits for one further answer (North on "
        "'All' (People))"
    )
    assert asked.if_not == "every package crosses somebody's 'cannot'"
    assert found.enough == ()


def test_what_would_have_to_give_is_said_where_that_answer_is_no() -> None:
    found = told(ROAD).outlook
    assert set(found.gives) == {
        "South could live with 'Own' (Posts)",
        "North could live with 'Joint' (Posts)",
        "North could live with 'None' (Posts)",
    }


def test_who_gets_nothing_that_it_wants_is_said_with_what_to_do() -> None:
    found = told(ROAD).outlook
    assert found.rest == (
        "Only one way is left on: Scope (Town); Posts (Elders).",
        "As far as is known, in every one of these packages North gets nothing that it wants, "
        "only what it can live with.",
        "What each gets that it wants, of three issues: South one or two.",
        "That is a deal on paper: look for something to add for North.",
    )
    known = {"truce": {"now": "A G", "later": "R G"}, "border": {"old": "G R", "new": "A A"}}
    assert told(known).outlook.rest[0] == (
        "In that package North gets nothing that it wants, only what it can live with."
    )


def test_packages_say_what_differs_and_what_each_waits_for() -> None:
    found = told(ROAD).outlook
    assert found.how == "Packages that nobody refuses"
    assert [(t.issue, t.option) for t in found.alike] == [
        ("Scope", "Town"),
        ("Posts", "Elders"),
    ]
    assert found.all_wait == ("Can North live with 'Elders' (Posts)?",)
    first, second = found.packages
    assert [t.option for t in first.differs] == ["Sick"]
    assert (first.wanted, first.waits) == ("North 0; South 1", ())
    assert second.waits == ("Can North live with 'All' (People)?",)


def test_a_yes_counts_packages_and_those_that_wait() -> None:
    assert told(FREE).outlook.text.startswith("Yes: two packages without a 'cannot'.")
    waiting = {"truce": {"now": "G A", "later": "? G"}}
    assert told(waiting).outlook.text.startswith(
        "Yes: one package without a 'cannot' and without a '?'; one more waits for answers."
    )


def test_what_a_yes_rests_on_is_said_in_the_answer_and_in_lines() -> None:
    one_way = told(FREE).outlook
    assert one_way.text.endswith("Only one way is left on Border: one 'cannot' on it ends it.")
    assert one_way.rests_on == ("North cannot live with 'New' (Border)",)
    assert not any("Only one way" in one for one in one_way.rest)
    two_ways = told({"truce": {"now": "A G", "later": "G A"}}).outlook
    assert two_ways.text == (
        "Yes: two packages without a 'cannot'. This yes falls if North cannot live with 'Now' "
        "(Truce) and South cannot live with 'Later' (Truce): no red line is written on either."
    )


def test_a_no_says_what_would_have_to_give_and_which_option_is_missing() -> None:
    found = told(STUCK).outlook
    assert found.text == (
        "No: every package crosses somebody's 'cannot'. On Truce every option is refused by "
        "somebody: an option is missing here."
    )
    assert found.gives == (
        "South could live with 'Now' (Truce)",
        "North could live with 'Later' (Truce)",
    )
    assert found.sure == (
        "It turns on two marks 'cannot': one only believed, one not said how."
    )
    assert (found.ask, found.packages, found.ways) == ((), (), ())


def test_red_lines_over_several_issues_and_constraints_are_named_as_such() -> None:
    pair = Exclusion(id="both", never=frozendict({"truce": ("now",), "border": ("new",)}))
    sheet = {"truce": {"now": "G A"}, "border": {"new": "A A"}}
    found = told(sheet, red_lines={"north": (pair,)}).outlook
    assert found.gives == (
        "the red line 'both' of North (never Truce: Now; Border: New) were not there",
    )


def test_several_answers_that_decide_are_counted_and_named() -> None:
    all_of_them = told({"truce": {"now": "? ?", "later": "R G"}}).outlook
    assert all_of_them.text == (
        "Not known yet. Two answers decide: can North live with 'Now' (Truce); can South live "
        "with 'Now' (Truce)? A yes needs both of them."
    )
    assert all_of_them.ask[0].if_so == "still not known; one further answer can be enough"
    any_of_them = told({"truce": {"now": "? G", "later": "G ?"}}).outlook
    assert any_of_them.text.endswith("One 'can live with' is enough for a yes.")
    assert any_of_them.enough == (
        "North can live with 'Now' (Truce)",
        "South can live with 'Later' (Truce)",
    )


def test_where_next_to_nothing_is_known_nothing_is_made_of_it() -> None:
    rows = {o: "? ?" for o in ("a", "b", "c")}
    found = told({i: rows for i in ("one", "two", "three", "four")}).outlook
    assert found.text == (
        "Not known yet. Of 24 marks 24 are not known; a yes takes eight answers at least."
    )
    assert (found.ask, found.packages, found.rests_on) == ((), (), ())
    assert found.rest == (
        "Not known: North on 12 and South on 12 of the 12 options that are left.",
    )
    assert found.enough == ()


def test_many_questions_that_take_few_answers_are_counted_the_most_frequent_first() -> None:
    found = told({"truce": {o: "? G" for o in "abcdefgh"}}).outlook
    assert found.text == (
        "Not known yet. Each of eight sets of answers is enough for a yes; the shortest take "
        "one answer."
    )
    assert len(found.ask) == MOST_NAMED
    assert len(found.enough) == MOST_SETS + 1
    assert found.enough[-1] == "and two more: --json lists them"
    gate = told({"gate": {"open": "? G"}, "truce": {o: "? G" for o in "abcdefgh"}}).outlook
    assert gate.text.endswith(
        "the shortest take two answers. In most of them: can North live with 'Open' (Gate)?"
    )
    assert gate.ask[0].option == "open"


def test_of_whom_nothing_is_written_is_said() -> None:
    case = marked_case(ROAD)
    alone = evolve(case, interests=case.interests[:1])
    (one,) = map(marks_in_full, marks_by_holder(alone))
    assert (
        "Nothing is written of South: what it can live with is not known." in one.outlook.rest
    )


def test_norms_are_flagged_and_what_puts_off_is_said_but_nothing_is_removed() -> None:
    case = marked_case(FREE)
    issue = case.process.agenda.issues["border"]
    flagged = evolve(
        issue.options["new"], puts_off=True, norm=(Norm(offends="the policy on borders"),)
    )
    options = frozendict({**issue.options, "new": flagged})
    issues = frozendict(
        {**case.process.agenda.issues, "border": evolve(issue, options=options)}
    )
    agenda = evolve(case.process.agenda, issues=issues)
    made = evolve(case, process=evolve(case.process, agenda=agenda))
    (one,) = map(marks_in_full, marks_by_holder(made))
    assert len(one.outlook.packages) == 2
    for package in one.outlook.packages:
        assert package.flags == (
            "Border: 'New' offends the policy on borders.",
            "It puts off Border.",
        )
    assert "They settle one of two issues and put off one." in one.outlook.rest
    judged = [b.text for b in one.words.judged({"border": "new"}) if isinstance(b, Paragraph)]
    assert "Border: 'New' offends the policy on borders." in judged
    row = next(row for row in one.outlook.matrix if row.option == "New")
    assert row.notes == ("puts the matter off", "offends the policy on borders")


def test_a_red_line_on_one_issue_is_shown_as_a_cannot_with_its_reason() -> None:
    line = Exclusion(id="no", never=frozendict({"truce": ("now",)}), basis="He said so.")
    found = told({"truce": {"now": "Gb A"}}, red_lines={"north": (line,)}).outlook
    (row,) = found.matrix
    assert (row.cells[0].said, row.cells[0].basis) == ("✕ cannot", "He said so.")
    assert found.gives == ("North could live with 'Now' (Truce)",)


def test_terms_are_judged_whole_and_in_part() -> None:
    words = told(ROAD).words
    said = [plain(b.text) for b in words.judged({"posts": "joint"}) if isinstance(b, Paragraph)]
    assert said == [
        "Left open: Scope; People.",
        "However they are completed, every package crosses somebody's 'cannot'.",
    ]
    against = list(words.judged({"posts": "joint"}))
    place = against.index(Heading("What stands against them", deeper=True))
    listed = against[place + 1]
    assert isinstance(listed, Listing)
    assert [i.text for i in listed.items] == ["North cannot live with 'Joint' (Posts)"]
    part = [plain(b.text) for b in words.judged({"scope": "town"}) if isinstance(b, Paragraph)]
    assert part == [
        "Left open: Posts; People.",
        "As far as they go, nobody has a 'cannot' on these terms.",
        "They can be completed to two packages without a 'cannot', if answers allow.",
    ]
    whole = {"scope": "town", "posts": "elders", "people": "sick"}
    assert [plain(b.text) for b in words.judged(whole) if isinstance(b, Paragraph)] == [
        "Nobody has a 'cannot' on these terms.",
        "So it is a package without a 'cannot', if answers allow.",
    ]


def test_terms_that_somebody_refuses_may_pass_by_the_rule_of_decision() -> None:
    rule = DecisionRule(needs="all but 1")
    sheet = {"truce": {"now": "G R", "later": "? R"}}
    case = marked_case(sheet)
    case = evolve(case, process=evolve(case.process, decision=rule))
    (one,) = marks_by_holder(case)
    assert one.outlook.text.startswith(
        "Yes: one package passing by the rule of decision, whatever is answered; one more waits"
    )

    def said(option: str) -> str:
        blocks = list(one.words.judged({"truce": option}))
        assert Heading("What stands against them", deeper=True) in blocks
        return [plain(b.text) for b in blocks if isinstance(b, Paragraph)][-1]

    assert said("now") == "It passes by the rule of decision, whatever is answered."
    assert said("later") == "It passes by the rule of decision, if answers allow."


@pytest.mark.parametrize(
    ("marks", "needs", "said"),
    [
        (("G G R", "R R A"), "all but 1", "It goes against East."),
        (("G G R", "G A R"), "all but 1", "Each of them goes against East."),
        (
            ("G G R", "G R A"),
            "all but 1",
            "Each of them goes against one party: South or East.",
        ),
        (
            ("G R R", "R G R", "A R G"),
            "1",
            "Each of them goes against one party at least: North, South or East.",
        ),
        (("G R R", "A R R"), "1", "Each of them goes against South and East."),
        (("G G A", "G R A"), "all but 1", ""),
        (("G G A", "G R A"), "all", ""),
    ],
)
def test_a_yes_says_whom_every_package_goes_against(
    marks: tuple[str, ...], needs: str, said: str
) -> None:
    sheet = {"truce": {f"o{n}": row for n, row in enumerate(marks)}}
    case = marked_case(sheet, parties=("north", "south", "east"))
    parties = case.process.parties.set("east", Party(id="east", name="East"))
    rule = DecisionRule(needs=needs)
    case = evolve(case, process=evolve(case.process, parties=parties, decision=rule))
    (one,) = marks_by_holder(case)
    assert one.outlook.text.startswith("Yes: ")
    assert (f" {said}" in one.outlook.text) if said else ("against" not in one.outlook.text)


@pytest.mark.parametrize("sheet", [ROAD, FREE, STUCK])
def test_no_points_and_no_shares_are_made_of_marks(sheet: Sheet) -> None:
    console = Console(record=True, width=90, file=StringIO())
    show_blocks(marks_blocks(told(sheet).outlook), console)
    said = console.export_text()
    assert said
    assert not re.search(r"point|worth|%|cell|weight|inclusion|minimal", said)
