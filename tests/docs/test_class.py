"""The how-to on a class names what stands on the pages."""

import re
from html import unescape
from pathlib import Path

from tests.host.people import example, hosted, sit

from accord.host.classroom import ClassPlan
from accord.host.host_seats import INSTRUCTOR
from accord.talks import Accept, Propose

PAGE = Path(__file__).parents[2] / "docs" / "howto" / "class.md"


def named(*sections: str) -> set[str]:
    """Return what some sections name of the pages."""
    parts = PAGE.read_text("utf-8").split("\n## ")
    text = "\n".join(one for one in parts if one.partition("\n")[0] in sections)
    return set(re.findall(r"(?<![*])\*([^*]+)\*(?![*])", re.sub(r"\s+", " ", text)))


def shown(*pages: str) -> str:
    """Return the words of pages."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", "\n".join(pages)))).lower()


def test_what_is_said_of_the_replay_stands_in_the_browser(tmp_path: Path) -> None:
    plan = ClassPlan(tables=1)
    with hosted(example(tmp_path, "sarn-river"), class_plan=plan) as host:
        held = next(host.tables.of_class())
        issues = held.table.agenda.issues
        deal = {one: next(iter(issue.choices)) for one, issue in issues.items()}
        held.move("arven", Propose(deal=deal), "Bo", "")
        host.classroom.tell(True, "Ann")
        guest = sit(host, INSTRUCTOR, "Ann")
        pages = [guest.get(one) for one in ("/class", "/class/1", "/class/1/replay")]
        pages.append(sit(host, "1/arven").get("/tables"))
    wanted = named(
        "See a table again",
        "What if: let a group go on from there",
        "Let groups see their own replay",
    )
    words = shown(*pages)
    assert wanted and {one for one in wanted if one.lower() not in words} == set()


def test_what_is_said_of_coming_in_stands_in_the_browser(tmp_path: Path) -> None:
    plan = ClassPlan(tables=2)
    with hosted(example(tmp_path, "sarn-river"), class_plan=plan) as host:
        teacher = sit(host, INSTRUCTOR, "Ann")
        pages = [teacher.get("/class/door")]
        teacher.post("/class/door", what="open")
        sit(host, "1/arven", "Bo")
        (bo,) = host.doors.sittings("1/arven")
        paths = ("door", "people", f"people/{bo.id}", "slips")
        pages += [teacher.get(f"/class/{one}") for one in paths]
    wanted = named(
        "Let the class in by one address",
        "See who is there, and who is missing",
        "Print slips for a class",
    )
    words = shown(*pages)
    assert wanted and {one for one in wanted if one.lower() not in words} == set()


def test_what_is_said_of_the_role_stands_in_the_browser(tmp_path: Path) -> None:
    with hosted(example(tmp_path, "sarn-river"), class_plan=ClassPlan(tables=1)) as host:
        guest = sit(host, "1/arven")
        issues = host.held.whole.process.agenda.issues
        # The last option of each: what the other side wants, and Arven refuses.
        deal = {f"deal.{one}": [*issue.choices][-1] for one, issue in issues.items()}
        asks = guest.post("/tables/1/move", deal, on="/tables/1", kind="propose", status=409)
        words = shown(guest.get("/role"), asks)
    assert {
        one for one in named("What each side is given") if one.lower() not in words
    } == set()


def test_what_is_said_of_the_questions_stands_in_the_browser(tmp_path: Path) -> None:
    with hosted(example(tmp_path, "sarn-river"), class_plan=ClassPlan(tables=2)) as host:
        teacher = sit(host, INSTRUCTOR, "Ann")
        pages = [teacher.get("/class/questions")]
        pages.append(teacher.get("/class/questions/edit?when=after"))
        for when in ("before", "after"):
            teacher.post("/class/questions", {"when": when, "is": "open"})
            for seat in ("1/arven", "2/arven"):
                answer = {"when": when, "answer.trust": "4"}
                sit(host, seat).post("/questions", answer)
        pages.append(teacher.get("/class/questions"))
    wanted = named("Ask before and after")
    assert wanted and {one for one in wanted if one.lower() not in shown(*pages)} == set()


def test_what_is_said_of_programs_stands_in_the_browser(tmp_path: Path) -> None:
    plan = ClassPlan(tables=2, beside=("arven/capital", "mediator"))
    with hosted(example(tmp_path, "sarn-river"), class_plan=plan) as host:
        guest, arven = sit(host, INSTRUCTOR, "Ann"), sit(host, "1/arven", "Bo")
        pages = [guest.get("/class/programs")]
        guest.post("/class/programs", seat="1 arven")
        guest.post("/class/programs", seat="2 arven")
        pages += [guest.get("/class/programs"), arven.get("/tables/1")]
        to = arven.post("/tables/1/take-back", on="/tables/1")
        pages += [arven.get(to), arven.get("/tables/1")]
    wanted, words = named("Let programs take empty seats"), shown(*pages)
    assert wanted and {one for one in wanted if one.lower() not in words} == set()


def test_what_is_said_of_the_debrief_stands_in_the_browser(tmp_path: Path) -> None:
    with hosted(example(tmp_path, "sarn-river"), class_plan=ClassPlan(tables=2)) as host:
        held = next(host.tables.of_class())
        issues = held.table.agenda.issues
        deal = {one: list(issue.choices)[1] for one, issue in issues.items()}
        held.move("arven", Propose(deal=deal), "Bo", "")
        held.move("belmar", Accept(), "Cy", "")
        teacher = sit(host, INSTRUCTOR, "Ann")
        pages = [teacher.get("/class/debrief")]
        teacher.post("/class/tell", on="/class/debrief", open="yes")
        pages += [teacher.get("/class/debrief"), sit(host, "1/arven").get("/debrief")]
    wanted = named("Look at all tables together", "Let teams see how they did, and print it")
    words = shown(*pages)
    assert wanted and {one for one in wanted if one.lower() not in words} == set()
