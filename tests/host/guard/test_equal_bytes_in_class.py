"""What is on one side's sheet, and what a group says apart, changes no byte of what others see.

Two hosts hold the same class. They differ in the sheet of one side alone, in what that side and
its capital say to each other at one table, and in what they answer to the questions. Whoever
sits across the table, whoever has another table, and the projector walk through all pages and
send all forms at both.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from attrs import evolve
from starlette.routing import compile_path
from tests.host.guard.secrets_of import CANARY, FIGURE
from tests.host.guard.walking import Browser, Twins, Walk, hosted, parts
from tests.host.people import example

from accord.formats.new import new
from accord.host.classroom import ClassPlan
from accord.host.host import Host
from accord.host.host_seats import HostSeat
from accord.host.questionnaire import WhenAsked, usual_questions
from accord.record import Case
from accord.talks import Instruct, Mandate, Move, State, WalkAwayMoved, happen, rule_sets

ALL = os.environ.get("GUARD") == "all"
"""Whether every set of rules is tried: `make chaos` says so."""
RULES = [*rule_sets()] if ALL else ["open-floor"]

_SHEET = """\
party: {party}
held_by: holm
for: {tier}
basis: {words}
as_of: 2024-05-03
walk_away: {{value: {limit}, basis: {words}, source: {source}}}
mandate: {{ceasefire: [{may}]}}
marks:
  ceasefire: {{none: {one}, road: {{mark: cannot, basis: {words}}}, full: want}}
  prisoners: {{none: {other}, wounded: can live with, all: want}}
  water: {{0: want, 20: can live with, 40: "?", 60: {one}}}
red_lines:
  - {{id: {line}, never: {{ceasefire: {refused}}}, basis: {words}}}
issues:
  ceasefire: {{weight: {weight}, values: {{none: 0, road: 40, full: 100}}, basis: {words}}}
  prisoners: {{weight: 20, values: {{none: 0, wounded: 70, all: 100}}}}
  water: {{weight: 30, values: {{0: 100, 20: 80, 40: 40, 60: 0}}}}
"""
_DELTA = {
    **{"party": "delta", "words": "Plain words", "limit": "20..30", "source": "gazette-0502"},
    **{"may": "full", "one": "cannot", "other": "want", "line": "a-line"},
    **{"refused": "none", "weight": "50"},
}
_UPLAND = (
    {
        **{"party": "upland", "words": f"{CANARY} says", "limit": "30..40"},
        **{"may": "full", "one": "cannot", "other": "want", "line": f"{CANARY}-line"},
        **{"refused": "none", "weight": "40..60"},
    },
    {
        **{"party": "upland", "words": f"{CANARY} says {FIGURE} again and again"},
        **{"limit": "55..73.19", "may": "none, full", "one": "can live with"},
        **{"other": "cannot", "line": f"{CANARY}-{CANARY}-line", "refused": "road"},
        "weight": "70",
    },
)


def folder(to: Path, variant: int, tier: str) -> Path:
    """Write a folder in which a holder has sheets of both sides.

    Args:
        to: Where.
        variant: Which sheet one side has, and how many sources it cites.
        tier: Who reads the sheets, where it is not a class.
    """
    new(to)
    for file in (to / "interests").iterdir():
        file.unlink()
    sources = [f"talk-{i}" for i in range(1 + variant)]
    said = _UPLAND[variant]
    cited = "".join(
        f"  {one}: {{publisher: {said['words']}, date: 2024-05-03, title: Of {CANARY}}}\n"
        for one in sources
    )
    record = to / "record.yaml"
    record.write_text(record.read_text().replace("sources:\n", f"sources:\n{cited}", 1))
    for number, values in enumerate((_DELTA, said | {"source": sources[-1]})):
        sheets = to / ("interests" if tier == "public" else f"private/{tier}/interests")
        sheets.mkdir(parents=True, exist_ok=True)
        (sheets / f"sheet-{number}.yaml").write_text(_SHEET.format(tier=tier, **values))
    return to


def plan(rules: str = "open-floor") -> ClassPlan:
    return ClassPlan(
        tables=2,
        rules=rules,
        rounds=4,
        beside=("mediator", "upland/capital"),
        held_by="holm",
    )


@contextmanager
def two_classes(
    at: Path, variants: tuple[int, int], rules: str = "open-floor", tier: str = "mediator"
) -> Iterator[tuple[Host, Host]]:
    """Open a class at each of two hosts.

    Args:
        at: Where the folders are made.
        variants: Which sheet one side has at each.
        rules: How the talks go.
        tier: Who reads the sheets in the folder.
    """
    with ExitStack() as opened:
        made = [
            opened.enter_context(
                hosted(folder(at / str(n) / "talks", one, tier), class_plan=plan(rules))
            )
            for n, one in enumerate(variants)
        ]
        for host in made:
            for when in WhenAsked:
                usual = usual_questions(when, points=True)
                host.questionnaire.open(when, True, usual, "Ann")
        yield made[0], made[1]


def speak_apart(host: Host) -> None:
    """Let one side of the first table do what nobody else hears."""
    table = next(one for one in host.tables.of_class("1"))
    words = f"The {CANARY} is {FIGURE}, and again."
    mandate = Mandate({"ceasefire": ("full",)})
    said: list[tuple[str, Move]] = [
        ("upland", State(text=words, to=("upland",))),
        ("upland/capital", Instruct(mandate=mandate, text=words)),
        ("upland/capital", State(text=words, to=("upland",))),
    ]
    for number, (seat, move) in enumerate(said):
        assert table.move(seat, move, CANARY, str(number))
    moved = WalkAwayMoved(party="upland", by=7.0, why=words)
    table._add(lambda one: happen(one, moved), "the instructor", "")
    for seat in ("1/upland", "1/upland/capital"):
        browser = Browser.at(host, seat, CANARY)
        for page in ("/role", "/tables/1", "/tables/1/room"):
            assert CANARY.encode() in browser.ask("GET", page).body
        token = dict(
            (name, value)
            for form in parts(browser.ask("GET", "/questions").body)[1]
            for name, _, value in form.fields
        )["token"]
        sent = {"when": ["before"], "answer.theirs": [words], "token": [token]}
        assert browser.ask("POST", "/questions", sent).status == 303


def stay_quiet(host: Host) -> None:
    """Let the same people come in, and do nothing: that they are there, others see."""
    for seat in ("1/upland", "1/upland/capital"):
        Browser.at(host, seat, CANARY)


def walk(hosts: tuple[Host, Host], seat: str) -> Walk:
    """Walk as somebody at both hosts, hold the answers to each other, and look for canaries."""
    one, other = hosts
    twins = Twins(Browser.at(one, seat, "Kim"), Browser.at(other, seat, "Kim"))
    walked = Walk(twins, one, each=3 if ALL else 1)
    walked.all()
    assert one.position(one.seats[seat]) == other.position(other.seats[seat])
    for asked, answer in walked.answers:
        assert CANARY.encode() not in answer.body.lower(), asked
        assert FIGURE.encode() not in answer.body, asked
    return walked


@pytest.mark.parametrize("rules", RULES)
def test_the_sheet_of_a_side_and_what_it_says_apart_change_nothing_for_others(
    rules: str, tmp_path: Path
) -> None:
    with two_classes(tmp_path, (0, 1), rules) as hosts:
        speak_apart(hosts[1])
        stay_quiet(hosts[0])
        for seat in ("1/delta", "1/mediator", "2/delta", "projector"):
            routes = walk(hosts, seat).routes
            assert seat == "projector" or {("GET", "/role"), ("POST", "/questions")} <= routes


def test_a_program_in_the_capital_of_a_side_and_why_one_left_change_nothing_for_others(
    tmp_path: Path,
) -> None:
    with two_classes(tmp_path, (0, 1)) as hosts:
        for number, host in enumerate(hosts):
            stay_quiet(host)
            table = next(one for one in host.tables.of_class("1"))
            if number:
                table.seat_program("upland/capital", "principal", "Ann")
                capital = table.programs["upland/capital"]
                instruct = Instruct(mandate=Mandate({"ceasefire": ("full",)}), text=CANARY)
                assert table.play(capital, instruct, len(table.table.events))
                table.hand_back("upland/capital", "Ann", f"The {CANARY}.")
            table.seat_program("upland", "linear", "Ann")
            table.hand_back("upland", "Ann", f"The {CANARY}: {FIGURE}." if number else "No.")
            table.seat_program("upland", "boulware", "Ann")
            if number:
                table.seat_program("upland/capital", "principal", "Ann")
            words = State(text="We are here.")
            assert table.play(table.programs["upland"], words, len(table.table.events))
        for seat in ("1/delta", "1/mediator", "projector"):
            walk(hosts, seat)
        body = Browser.at(hosts[1], "1/delta", "Kim").ask("GET", "/tables/1").body
        assert b"boulware" in body and b"by a program" in body


def test_what_a_group_says_apart_changes_nothing_for_the_same_side_in_another(
    tmp_path: Path,
) -> None:
    with two_classes(tmp_path, (1, 1)) as hosts:
        speak_apart(hosts[1])
        stay_quiet(hosts[0])
        one, other = hosts
        twins = Twins(Browser.at(one, "2/upland", "Kim"), Browser.at(other, "2/upland", "Kim"))
        Walk(twins, one, each=2).all()
        seats = [host.seats["2/upland"] for host in hosts]
        assert one.position(seats[0]) == other.position(seats[1])


def test_a_sheet_that_everybody_may_read_is_still_not_sent_to_the_other_side(
    tmp_path: Path,
) -> None:
    """Nor is a source listed that it alone cites."""
    with two_classes(tmp_path, (0, 1), tier="public") as hosts:
        walk(hosts, "1/delta")
        for host in hosts:
            browser = Browser.at(host, "1/delta", "Kim")
            for page in ("/sources", "/sources/talk-0", f"/search?q={CANARY}"):
                body = browser.ask("GET", page).body
                assert b"talk-" not in body and f"Of {CANARY}".encode() not in body


def test_a_sheet_that_is_given_to_the_wrong_side_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def swapped(host: Host, seat: HostSeat) -> Case:
        held = [one for one in host.held.whole.interests if one.party == "upland"]
        given = tuple(evolve(one, party=seat.sits) for one in held)
        return evolve(host.held.case(seat.reader), interests=given)

    monkeypatch.setattr(Host, "case", swapped)
    with two_classes(tmp_path, (0, 1)) as hosts, pytest.raises(AssertionError, match="/role"):
        walk(hosts, "1/delta")


def snapshot(at: Path) -> dict[str, bytes]:
    """Return what is in a folder, without what the host keeps for itself."""
    return {
        str(one.relative_to(at)): one.read_bytes()
        for one in sorted(at.rglob("*"))
        if one.is_file() and "host" not in one.relative_to(at).parts[:1]
    }


@pytest.mark.parametrize("name", ["sarn-river", "market-road"] if ALL else ["market-road"])
def test_nobody_in_a_class_writes_into_the_folder(name: str, tmp_path: Path) -> None:
    """All forms of all pages are sent, and what no page has a form for is sent as well."""
    at = example(tmp_path, name)
    with hosted(at, class_plan=ClassPlan(tables=1, rules="shuttle", rounds=9)) as host:
        before, whole = snapshot(at), host.held.whole
        for seat in [one for one in host.seats.values() if one.group]:
            Walk(Browser.at(host, seat.id, "Kim"), host, each=1).all()
            browser = Browser.at(host, seat.id, "Lee")
            token = dict(
                (name, value)
                for form in parts(browser.ask("GET", "/account").body)[1]
                for name, _, value in form.fields
            )["token"]
            for page in host.pages:
                if page.method == "POST" and "leave" not in page.path:
                    sent = {"token": [token], "text": ["Words"], "kind": ["note"]}
                    path, _, convertors = compile_path(page.path)
                    filled = page.path
                    for part in convertors:
                        filled = filled.replace(f"{{{part}:path}}", "1")
                        filled = filled.replace(f"{{{part}}}", "1")
                    assert path.match(filled)
                    answer = browser.ask("POST", filled, sent)
                    assert answer.status < 500
        assert snapshot(at) == before
        assert host.held.whole is whole
