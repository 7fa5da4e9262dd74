"""Marks: every answer is that of going through all packages, and all answers to the "?"."""

from pathlib import Path
from typing import Any

import pytest
from frozendict import frozendict
from tests.deals.build import agenda, interests
from tests.deals.mark_oracle import MarkOracle, RandomSheet, from_csv, random_sheet

from accord.deals import Deals, to_json
from accord.deals.marks import Cell, MarkedDeals, least_labels, most_for_least
from accord.model import DecisionRule, Interests, Mark, Marked

SEEDS = range(150)


def sets(listed: Any) -> set[frozenset[Cell]]:
    found = [frozenset(one) for one in listed]
    assert len(set(found)) == len(found)
    return set(found)


@pytest.mark.parametrize("rules", [False, True])
def test_counts_ways_wants_and_verdict_are_those_of_all_packages(rules: bool) -> None:
    for seed in SEEDS:
        given = random_sheet(seed, rules=rules)
        deals, oracle = given.deals, MarkOracle(given)
        assert deals.verdict == oracle.verdict, seed
        assert deals.possible == len(oracle.possible), seed
        assert deals.packages == len(oracle.free), seed
        assert deals.ways_left == oracle.ways_left(), seed
        got = [oracle.got(one) for one in oracle.possible]
        assert list(deals.wants.values()) == [(min(n), max(n)) for n in zip(*got, strict=True)]


@pytest.mark.parametrize("rules", [False, True])
def test_question_sets_are_the_minimal_ones_and_what_decides_is_their_union(
    rules: bool,
) -> None:
    for seed in SEEDS:
        given = random_sheet(seed, rules=rules)
        deals, oracle = given.deals, MarkOracle(given)
        if oracle.verdict != "ask":
            assert (deals.questions, deals.decisive) == ((), ())
            continue
        wanted = oracle.questions()
        assert sets(deals.questions) == wanted, seed
        assert deals.question_sets == len(wanted)
        assert sets(deals.decisive) == {frozenset().union(*wanted)}, seed
        order = [(len(one), [place(deals, cell) for cell in one]) for one in deals.questions]
        assert order == sorted(order)


def place(deals: MarkedDeals, cell: Cell) -> tuple[int, int, int]:
    names = deals.sheet.names
    issue = names.issues.index(cell.issue)
    option = names.options[issue].index(cell.option)
    return issue, option, deals.parties.index(cell.party)


@pytest.mark.parametrize("rules", [False, True])
def test_what_stands_in_the_way_is_every_minimal_set(rules: bool) -> None:
    for seed in SEEDS:
        given = random_sheet(seed, parties=4, rules=rules)
        deals, oracle = given.deals, MarkOracle(given)
        if oracle.verdict != "no":
            assert deals.blocks == ()
            continue
        found = {
            frozenset(
                Cell(party=o.party, issue=o.issue, option=o.option) if o.issue else o.id
                for o in block.ease
            )
            for block in deals.blocks
        }
        wanted = oracle.blocks()
        if deals.blocks_complete:
            assert found == wanted, seed
        assert found <= wanted
        sizes = [len(block.ease) for block in deals.blocks]
        assert sizes == sorted(sizes)


@pytest.mark.parametrize("rules", [False, True])
def test_packages_listed_are_those_that_none_is_better_than_for_all(rules: bool) -> None:
    for seed in SEEDS:
        given = random_sheet(seed, parties=3, issues=3, options=3, rules=rules)
        deals, oracle = given.deals, MarkOracle(given)
        found = [dict(one.deal) for one in deals.listed]
        wanted = oracle.undominated()
        assert len(found) == min(len(wanted), 20), seed
        assert all(one in wanted for one in found), seed
        unknown = [len(one.unknown) for one in deals.listed]
        assert unknown == sorted(unknown)


def test_whatever_the_answers_some_package_means_that_the_verdict_is_yes() -> None:
    """There is no "always some package, not always the same": it would be free of "?"."""
    looked = 0
    for seed in range(400):
        given = random_sheet(seed, parties=2, issues=3, options=3)
        oracle = MarkOracle(given)
        if len(oracle.unknown()) > 6:
            continue
        looked += 1
        always = all(MarkOracle(given, fate).possible for fate in oracle.fates())
        assert always == (oracle.verdict == "yes")
        never = not any(MarkOracle(given, fate).possible for fate in oracle.fates())
        assert never == (oracle.verdict == "no")
    assert looked > 100


def test_the_verdict_depends_on_just_the_cells_that_decide() -> None:
    """By going through all answers: a cell matters if some change of it alone changes it."""
    looked = 0
    for seed in range(400):
        given = random_sheet(seed, parties=2, issues=3, options=3, rules=bool(seed % 2))
        oracle, deals = MarkOracle(given), given.deals
        cells = oracle.unknown()
        if deals.verdict != "ask" or len(cells) > 6:
            continue
        looked += 1
        ends = {
            frozenset(c for c, m in fate.items() if m is Mark.LIVE): bool(
                MarkOracle(given, fate).possible
            )
            for fate in oracle.fates()
        }
        matter = {c for c in cells for live in ends if ends[live | {c}] != ends[live - {c}]}
        assert sets(deals.decisive) == {frozenset(matter)}, seed
    assert looked > 20


def test_judging_terms_is_the_sheet_with_the_other_options_gone() -> None:
    for seed in SEEDS:
        given = random_sheet(seed)
        deals, oracle = given.deals, MarkOracle(given)
        some = oracle.packages[seed % len(oracle.packages)]
        terms = {
            i: o for n, (i, o) in enumerate(some.items()) if (seed >> n) % 2 or not seed % 5
        }
        judged = deals.judge(terms)
        meets = [p for p in oracle.packages if terms.items() <= p.items()]
        assert judged.rest.possible == sum(map(oracle.is_possible, meets))
        assert judged.rest.packages == sum(map(oracle.is_free, meets))
        assert set(judged.cannot) == {
            c for p in given.parties for c in oracle.cells(terms, p, Mark.CANNOT)
        }
        crossed = {
            one.id
            for one in (*given.agenda.constraints, *several_issues(given))
            if all(one.crossed_by(p) for p in meets)
        }
        assert {one.exclusion.id for one in judged.crossed} == crossed, seed


def several_issues(given: RandomSheet) -> list[Any]:
    return [line for held in given.held for line in held.red_lines if len(line.never) > 1]


def test_another_cannot_never_helps_and_no_answer_makes_a_yes_open_again() -> None:
    rank = {"no": 0, "ask": 1, "yes": 2}
    for seed in SEEDS:
        given = random_sheet(seed, parties=3, rules=bool(seed % 2))
        deals, oracle = given.deals, MarkOracle(given)
        cells = list(oracle.marks)
        cell = cells[seed % len(cells)]
        worse = deals.after({cell: Mark.CANNOT})
        assert worse.possible <= deals.possible
        assert worse.packages <= deals.packages
        assert rank[worse.verdict] <= rank[deals.verdict]
        if deals.verdict == "yes":
            for asked in oracle.unknown():
                for said in (Mark.LIVE, Mark.CANNOT):
                    assert deals.after({asked: said}).verdict == "yes"


CASES = Path(__file__).parent / "cases" / "marks"


def test_in_the_valley_one_answer_decides() -> None:
    fees = {"checkpoints": ["none"], "taxes": ["each"]}
    found = to_json(from_csv(CASES / "lc.csv", [fees]).deals)
    asked = [[{"party": "brigade", "issue": "checkpoints", "option": "elders"}]]
    assert (found["verdict"], found["questions"], found["decisive"]) == ("ask", asked, asked)
    assert "more" not in found
    assert (found["packages"], found["possible"]) == (0, 4)
    assert found["wants"] == {"brigade": [0, 0], "front": [1, 2], "shield": [2, 4]}
    assert len(found["rests_on"]) == 9
    assert {len(one) for one in found["rests_on"]} == {1}
    assert found["one_way"] == ["scope", "checkpoints", "taxes", "heavy"]
    assert [len(one["unknown"]) for one in found["listed"]] == [1, 2, 2, 3]


def test_on_the_constitution_there_are_eight_packages() -> None:
    deals = from_csv(CASES / "ps.csv").deals
    assert (deals.verdict, deals.packages, deals.possible) == ("yes", 8, 8)
    assert dict(deals.wants) == {
        "gov": (0, 1),
        "north": (0, 0),
        "south": (0, 2),
        "civic": (4, 6),
    }


@pytest.mark.parametrize("rules", [False, True])
def test_a_deal_rests_on_the_smallest_sets_whose_refusal_leaves_none(rules: bool) -> None:
    looked = 0
    for seed in range(120):
        given = random_sheet(seed, parties=3, issues=3, options=3, rules=rules)
        deals, oracle = given.deals, MarkOracle(given)
        wanted = oracle.rests_on(most=2)
        if wanted is not None:
            looked += bool(wanted)
            assert sets(deals.rests_on) == wanted, seed
            assert deals.rests_on_complete
    assert looked > 20


@pytest.mark.parametrize("rules", [False, True])
def test_what_a_deal_rests_on_kills_it_and_no_part_of_it_does(rules: bool) -> None:
    for seed in SEEDS:
        deals = random_sheet(seed, parties=4, issues=5, rules=rules).deals
        for cells in deals.rests_on[:3]:
            refused = dict.fromkeys(cells, Mark.CANNOT)
            assert deals.after(refused).verdict == "no", seed
            for one in cells:
                part = {cell: mark for cell, mark in refused.items() if cell != one}
                assert deals.after(part).verdict != "no", seed


@pytest.mark.parametrize("rules", [False, True])
def test_best_for_whoever_gets_least_is_the_most_that_the_least_can_get(rules: bool) -> None:
    for seed in SEEDS:
        given = random_sheet(seed, parties=4, rules=rules)
        best, oracle = given.deals.best_for_least, MarkOracle(given)
        left = oracle.possible
        if not left:
            assert best is None
            continue
        assert best is not None
        assert best.most == max(min(oracle.got(one)) for one in left), seed
        undominated = oracle.undominated() if len(left) < 60 else None
        assert best.packages
        for one in best.packages:
            assert min(oracle.got(one.deal)) == best.most
            assert undominated is None or dict(one.deal) in undominated


def test_what_is_left_to_later_is_counted_over_the_possible_packages() -> None:
    deals = from_csv(CASES / "ps.csv").deals
    assert (deals.settled, deals.put_off) == ((9, 9), (0, 0))


def in_numbers(given: RandomSheet, oracle: MarkOracle, *refused: Mark) -> Deals:
    """Write a sheet with weights one, values 0..100, walk-away values 0, and marks refused."""
    held = {one.party: one for one in given.held}
    sides = []
    for party in given.parties:
        lines = [
            {cell.issue: [cell.option]}
            for cell, mark in oracle.marks.items()
            if cell.party == party and mark in refused
        ]
        own = held[party].red_lines if party in held else ()
        several = [dict(line.never) for line in own if len(line.never) > 1]
        sides.append(
            interests(
                party,
                {i: (1, dict.fromkeys(own, (0, 100))) for i, own in oracle.issues.items()},
                red_lines=[*lines, *several],
            )
        )
    return Deals(given.agenda, sides, draws=1)


def test_the_verdict_is_that_of_numbers_of_which_nothing_is_known() -> None:
    for seed in range(60):
        given = random_sheet(seed, parties=4)
        deals, oracle = given.deals, MarkOracle(given)
        known = in_numbers(given, oracle, Mark.CANNOT, Mark.UNKNOWN).verdict.exists
        some = in_numbers(given, oracle, Mark.CANNOT).verdict.exists
        assert deals.verdict == ("yes" if known else "ask" if some else "no"), seed


def test_question_sets_are_found_and_packages_listed_where_the_automaton_is_too_large(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(least_labels, "MOST_STEPS", 0)
    for seed in range(100):
        given = random_sheet(seed, parties=3, issues=3, rules=bool(seed % 2))
        deals, oracle = given.deals, MarkOracle(given)
        wanted = oracle.questions() if oracle.verdict == "ask" else set()
        assert sets(deals.questions) == wanted, seed
        assert deals.questions_complete
        sizes = [len(one) for one in deals.questions]
        assert sizes == sorted(sizes)
        assert sets(deals.decisive) == ({frozenset().union(*wanted)} if wanted else set())
        undominated = oracle.undominated()
        assert all(dict(one.deal) in undominated for one in deals.listed)
        assert bool(deals.listed) == bool(undominated)


def test_what_takes_too_long_is_left_out_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    deals = from_csv(CASES / "lc.csv").deals
    assert deals.left_out == ()
    monkeypatch.setattr(most_for_least, "MOST_TRIED", 0)
    monkeypatch.setattr(least_labels, "MOST_STEPS", 0)
    slow = from_csv(CASES / "lc.csv").deals
    assert slow.best_for_least is None
    assert slow.left_out == ("what is best for the party that gets least",)


def test_a_numeric_issue_of_a_thousand_options_and_a_party_without_a_file() -> None:
    steps = {"line": [str(n) for n in range(1000)], "date": [str(n) for n in range(1000)]}
    later = [{"line": steps["line"][n:], "date": [str(n)]} for n in range(900, 1000)]
    table = agenda(steps, later)
    live = Marked(mark=Mark.LIVE)
    held = Interests(
        id="a",
        party="a",
        held_by="ngo",
        marks=frozendict({i: frozendict(dict.fromkeys(own, live)) for i, own in steps.items()}),
    )
    deals = MarkedDeals.of(table, ("a", "b"), [held])
    assert (deals.verdict, deals.packages) == ("ask", 0)
    assert deals.possible == 1000 * 1000 - sum(1000 - n for n in range(900, 1000))
    assert (deals.question_sets, len(deals.questions)) == (deals.possible, 1000)
    assert not deals.questions_complete
    assert len(deals.decisive[0]) == 2000


def test_what_a_constraint_between_the_ends_of_a_long_agenda_opens_is_found_at_once() -> None:
    many = {f"i{n}": ["a", "b", "c", "d"] for n in range(18)}
    first, last = {"first": ["x", "y"]}, {"last": ["z"]}
    barred = [{"first": [one], "last": ["z"]} for one in ("x", "y")]
    given = RandomSheet(agenda({**first, **many, **last}, barred), ("p",), (), DecisionRule())
    blocks = given.deals.blocks
    assert [[one.id for one in block.ease] for block in blocks] == [
        ["constraint-1"],
        ["constraint-2"],
    ]
    assert [block.opened.deal["first"] for block in blocks] == ["x", "y"]
