"""The how-to on meeting names what stands on the pages, and each set of rules."""

import re
from html import unescape
from pathlib import Path

from tests.host.people import example, hosted, sit

from accord.talks.rules import rule_sets

PAGE = Path(__file__).parents[2] / "docs" / "howto" / "meet.md"


def test_each_set_of_rules_is_told_once_by_its_title() -> None:
    told = re.findall(r"^- \*\*(.+?)\*\*:", PAGE.read_text("utf-8"), re.M)
    assert sorted(told) == sorted(one.title for one in rule_sets().values())


def test_what_the_page_names_stands_in_the_browser(tmp_path: Path) -> None:
    text = re.sub(r"\s+", " ", PAGE.read_text("utf-8"))
    named = set(re.findall(r"(?<![*])\*([^*]+)\*(?![*])", text))
    with hosted(example(tmp_path)) as host:
        mediator, at = sit(host, "mediator"), "/tables/plenary"
        seats = ["mediator", "ridge/capital"]
        mediator.post("/tables", id="plenary", rules="open-floor", seats=seats)
        ridge, capital = sit(host, "ridge"), sit(host, "ridge/capital")
        issue = next(iter(host.held.whole.process.agenda.issues.values()))
        deal = {f"deal.{issue.id}": next(iter(issue.choices))}
        ridge.post(f"{at}/move", deal, on=at, kind="propose")
        sit(host, "river").post(f"{at}/move", deal, on=at, kind="propose")
        ridge.post(
            f"{at}/move",
            on=at,
            kind="state",
            text="We could.",
            to=["mediator"],
            carriage="as-mine",
        )
        ridge.post(f"{at}/move", on=at, kind="refer", proposal="river.1")
        pages = [mediator.get(one) for one in ("/tables", at, "/recorder", "/papers")]
        pages += [ridge.get(one) for one in (at, f"{at}/room")]
        pages += [capital.get(f"{at}/capital"), mediator.get(f"{at}/screen")]
    shown = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", "\n".join(pages))))
    assert named and {one for one in named if one.lower() not in shown.lower()} == set()
