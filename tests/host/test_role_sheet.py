"""What a side of a class is given to go by, in words; what others have stands in none of it."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import product
from pathlib import Path

import pytest
from attrs import evolve
from frozendict import frozendict
from tests.host.guard.walking import Browser, Walk
from tests.host.guard.walking import hosted as walked
from tests.host.people import Guest, example, hosted, sit

from accord.deals.all_worths import worths
from accord.deals.worth import Worth
from accord.formats import load
from accord.host.classroom import ClassPlan
from accord.host.host import Host
from accord.host.role_sheet import points_line, role_sheet, with_moved
from accord.model import MEDIATOR, Judgement, Mark, Marked, Reader, Scale, Would, marked
from accord.record import Case
from accord.talks import WalkAwayMoved, happen, rule_sets
from accord.talks.rules.sealed import Sealed

PLAN = ClassPlan(tables=2, rounds=5)
DEAL = {
    **{"release": "80", "filling": "five", "drought": "joint", "data": "daily"},
    **{"power": "market", "canal": "capped", "border": "watched", "flood": "fund"},
    "term": "thirty",
}


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    folder = example(tmp_path_factory.mktemp("role"), "sarn-river")
    with hosted(folder, class_plan=PLAN) as opened:
        yield opened


def words(page: str) -> str:
    return " ".join(unescape(re.sub("<[^>]+>", " ", page)).split())


def own(host: Host, seat: str = "2/arven") -> Case:
    return host.case(host.seats[seat])


def test_whoever_comes_in_reads_what_each_option_is_to_their_side(host: Host) -> None:
    guest = sit(host, "2/arven", "Bo")
    page = words(guest.get("/"))
    assert "You negotiate for Arven." in page
    assert "A deal below 50 points is worse for your side than no deal" in page
    assert "Never 'Arven pays for the damage' (The flood of last spring)" in page
    assert "Water released in the dry season 20 points" in page
    assert "Assumed by Basin Institute, not a fact, as of 7 May 2031." in page
    assert "The talks end after five rounds at the latest." in page


def test_nothing_of_another_sheet_is_on_it(host: Host) -> None:
    """Each says why, line by line: what the other side holds is in no page of this one."""
    other = [one for one in host.held.whole.interests if one.party == "belmar"]
    said = {line.basis for one in other for line in one.red_lines}
    said |= {one.basis for held in other for one in held.issues.values()} - {""}
    mine = words(sit(host, "1/arven").get("/role"))
    theirs = words(sit(host, "1/belmar").get("/role"))
    assert said and not [line for line in said if line in mine]
    assert all(line in theirs for line in said)


def test_what_weighs_most_comes_first_and_sums_to_what_a_package_is_worth(host: Host) -> None:
    case = own(host)
    sheet = role_sheet(case, "arven")
    assert sheet is not None and sheet.valued and not sheet.marked
    most = [int(one.most.split()[0]) for one in sheet.issues]
    assert most == sorted(most, reverse=True)
    (held,) = case.interests
    names = {
        issue.name: issue.choices[DEAL[i]].name
        for i, issue in case.process.agenda.issues.items()
    }
    summed = sum(
        float(option.points)
        for one in sheet.issues
        for option in one.options
        if option.name == names[one.name]
    )
    free = evolve(held, interactions=(), red_lines=())
    (valued,) = worths(Worth.of(case.process.agenda, (free,)), (DEAL,))
    assert summed == pytest.approx(valued.worth["arven"], abs=len(DEAL) / 2)


@pytest.mark.parametrize("scale", Scale)
def test_an_option_lies_between_what_it_is_at_all_ends_of_the_ranges(
    host: Host, scale: Scale
) -> None:
    """Against every corner of the weights, one by one."""
    case = own(host)
    held = evolve(case.interests[0], scale=scale)
    issues = frozendict([*held.issues.items()][:4])
    held = evolve(held, issues=issues, interactions=(), red_lines=())
    agenda = evolve(
        case.process.agenda,
        issues=frozendict({i: case.process.agenda.issues[i] for i in issues}),
    )
    small = evolve(case, process=evolve(case.process, agenda=agenda), interests=(held,))
    sheet = role_sheet(small, "arven")
    assert sheet is not None
    for place, (i, one) in enumerate(issues.items()):
        found: dict[str, list[float]] = {}
        for corner in product(*((w.weight.low, w.weight.high) for w in issues.values())):
            unit = sum(corner) if scale is Scale.RELATIVE else 100
            for option, value in one.values.items():
                ends = (corner[place] * value.low / unit, corner[place] * value.high / unit)
                found.setdefault(option, []).extend(ends)
        told = next(o for o in sheet.issues if o.name == agenda.issues[i].name)
        for option, said in zip(agenda.issues[i].choices, told.options, strict=True):
            told_ends = {round(end + 1e-9) for end in (min(found[option]), max(found[option]))}
            shown = [int(end) for end in (said.span or said.points).split(" to ")]
            assert shown == pytest.approx(sorted(told_ends), abs=1)


def test_the_walk_away_value_is_as_it_has_moved(host: Host) -> None:
    case, sheet = own(host), role_sheet(own(host), "arven", moved=-12.0)
    assert sheet is not None
    assert sheet.walk_away[0].startswith("A deal below 38 points")
    assert "has moved down by 12 points" in sheet.walk_away[1]
    assert with_moved(case, "arven", 0.0) is case
    assert points_line(case, "arven", DEAL).endswith("20 points more than no deal (50).")
    moved = with_moved(case, "arven", 20.0)
    assert points_line(moved, "arven", DEAL).endswith("as much as no deal (70).")
    assert points_line(case, "arven", {"release": "80"}).startswith("So far 14 points")
    assert points_line(case, "belmar", DEAL) == ""


def test_a_package_that_is_built_is_weighed_against_what_has_moved(host: Host) -> None:
    table = next(one for one in host.tables if one.id == "1")
    moved = WalkAwayMoved(party="arven", by=20.0, why="The rains failed.")
    table._add(lambda one: happen(one, moved), "the instructor", "")
    query = "&".join(f"deal.{issue}={option}" for issue, option in DEAL.items())
    guest = sit(host, "1/arven")
    assert "as much as no deal (70)" in words(guest.get(f"/tables/1/room?{query}"))
    page = words(guest.get("/role"))
    assert "A deal below 70 points" in page and "The rains failed." in page
    other = words(sit(host, "2/arven").get("/role"))
    assert "A deal below 50 points" in other and "The rains failed." not in other


def test_marks_stand_beside_numbers_and_what_is_refused_is_told_once(tmp_path: Path) -> None:
    with hosted(example(tmp_path), class_plan=ClassPlan(tables=1)) as host:
        page = words(sit(host, "1/ridge").get("/role"))
        assert "✕ cannot" in page and "● wants" in page
        sheet = role_sheet(own(host, "1/ridge"), "ridge")
        assert sheet is not None and sheet.marked and sheet.valued
        assert len(sheet.red_lines) == len({*sheet.red_lines})


def test_marks_alone_make_a_sheet_without_points(tmp_path: Path) -> None:
    with hosted(example(tmp_path), class_plan=ClassPlan(tables=1)) as host:
        case = own(host, "1/ridge")
    in_words = evolve(case, interests=marked(case.interests))
    sheet = role_sheet(in_words, "ridge")
    assert sheet is not None and sheet.marked and not sheet.valued
    assert [one.name for one in sheet.issues] == [
        one.name for one in case.process.agenda.issues.values()
    ]
    assert sheet.walk_away == () and not any(one.most for one in sheet.issues)
    assert points_line(in_words, "ridge", {"scope": "road"}) == ""
    assert role_sheet(evolve(case, interests=()), "ridge") is None


def test_whole_packages_and_voices_within_a_side_are_told(tmp_path: Path) -> None:
    with hosted(example(tmp_path), class_plan=ClassPlan(tables=1)) as host:
        case = own(host, "1/ridge")
    package = frozendict({"scope": "road", "fees": "thirds"})
    words = marked(case.interests)[-1]
    judging = Judgement(package=package, would=Would.SIGN, basis="Said to Nura.")
    young = evolve(
        words,
        id="young",
        voice="The young",
        can_block=True,
        marks=frozendict({"scope": frozendict({"road": Marked(mark=Mark.CANNOT)})}),
        red_lines=(),
    )
    sheet = role_sheet(
        evolve(case, interests=(evolve(words, judgements=(judging,)), young)), "ridge"
    )
    assert sheet is not None
    assert sheet.packages == (
        "Your side would sign: Where the guns fall silent: Along the market road; "
        "Fees on the road: One purse, shared in three. Said to Nura.",
    )
    assert sheet.within == (
        "The young (can block): ✕ cannot: 'Along the market road' (Where the guns fall silent)",
    )


def test_whoever_mediates_has_no_sheet(tmp_path: Path) -> None:
    plan = ClassPlan(tables=1, rules="shuttle", rounds=3, beside=("ridge/capital",))
    with hosted(example(tmp_path), class_plan=plan) as host:
        page = words(sit(host, f"1/{MEDIATOR}").get("/role"))
        assert "You mediate" in page and "confidential" not in page
        capital = words(sit(host, "1/ridge/capital").get("/role"))
        assert "You are the capital of Ridge Column" in capital and "confidential" in capital


def test_every_rule_set_says_in_short_how_talks_go() -> None:
    for one in rule_sets().values():
        assert one().in_short.endswith(".")
    assert "never opened" in Sealed(shown=False).in_short != Sealed().in_short


def test_a_class_seat_is_led_to_few_pages_and_each_is_there(tmp_path: Path) -> None:
    plan = ClassPlan(tables=2, rules="shuttle", rounds=3)
    with walked(example(tmp_path), class_plan=plan) as host:
        for seat in ("1/ridge", f"2/{MEDIATOR}"):
            heads = {
                one.nav[0]
                for one in host.pages
                if one.nav and one.rule.admits(host.seats[seat])
            }
            assert heads <= {
                "Your role",
                "Table",
                "Record",
                "Questions",
                "Debrief",
                "Your seat",
            }
            walk = Walk(Browser.at(host, seat, "Kim"), host, each=2)
            walk.all()
            lost = [what for what, answer in walk.answers if answer.status == 404]
            assert not lost


def test_the_table_stands_before_the_record_which_is_background(host: Host) -> None:
    nav = words(sit(host, "2/belmar").get("/role").partition('aria-label="Pages"')[2])
    assert "Your role Table Record" in nav and "Questions" in nav.partition("Record")[2]


def test_a_role_is_read_at_the_own_tables_alone(host: Host) -> None:
    guest: Guest = sit(host, "2/arven")
    assert guest.client.get("/role?table=1").status_code == 404
    assert guest.client.get("/role?table=2").status_code == 200
    assert sit(host, "mediator").client.get("/role").status_code == 404


def test_a_difference_fits_the_value_beside_it(tmp_path: Path) -> None:
    folder = example(tmp_path, "sarn-river")
    for file in (folder / "interests").glob("belmar*.yaml"):
        file.write_text(file.read_text("utf-8").replace("value: 30..70", "value: 30..71"))
    with hosted(folder, class_plan=PLAN) as opened:
        case = own(opened, "2/belmar")
        found = role_sheet(case, "belmar")
        assert found is not None
        assert found.walk_away[0].startswith("A deal below 50.5 points is worse")
        assert "no deal (50.5)." in points_line(case, "belmar", DEAL)


def test_an_option_with_points_that_nobody_marked_is_not_said_to_be_unknown(
    tmp_path: Path,
) -> None:
    case = load(example(tmp_path), reader=Reader((MEDIATOR,)))
    held = [one for one in case.interests if one.party == "ridge" and one.held_by == "lantern"]
    numbers = evolve(
        next(one for one in held if one.issues), basis="The first day", red_lines=()
    )
    words = evolve(
        next(one for one in held if one.marks),
        marks=frozendict({"scope": frozendict({"valley": Marked(mark=Mark.CANNOT)})}),
        red_lines=(),
        basis="",
        as_of=numbers.as_of,
    )
    sheet = role_sheet(evolve(case, interests=(words, numbers)), "ridge")
    assert sheet is not None and sheet.spans
    marks = [one.mark for issue in sheet.issues for one in issue.options if one.mark]
    assert marks == ["✕ cannot"]
    [basis] = sheet.basis
    assert basis.startswith("Assumed by Lantern, not a fact") and basis.endswith(
        "The first day."
    )
