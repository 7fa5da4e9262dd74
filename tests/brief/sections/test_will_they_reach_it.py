"""Will they reach it: the page says what `accord play -n` counts, and only where asked."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.brief.build import folder, held, talk

from accord.brief import compose
from accord.brief.html import to_html
from accord.brief.sections.will_they_reach_it import (
    Prospect,
    TalksBesideFighting,
    prospects_in_short,
)
from accord.cli import cli
from accord.model import Interests
from accord.play import games_by_holder, parse_rules, play_talks

CASE = Path(__file__).parents[3] / "examples" / "sarn-river"
GOOD = {"truce": {"now": "100", "later": "0"}, "border": {"old": "50", "new": "0"}}
BAD = {"truce": {"now": "0", "later": "100"}, "border": {"old": "100", "new": "0"}}


PROGRAMS = ("issue-by-issue", "micro")


@pytest.fixture(autouse=True)
def few_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let two programs make the span over programs, here and now: it is tested elsewhere."""
    monkeypatch.setattr("accord.play.span.delegations", lambda: PROGRAMS)
    monkeypatch.setattr("accord.play.workers.processors", lambda: 1)


def prospects(*interests: Interests, talks: int = 20) -> tuple[Prospect, ...]:
    page = compose(folder(interests=interests), draws=20, talks=talks).dossier
    found: tuple[Prospect, ...] = page.prospects
    return found


def test_nothing_is_said_where_nothing_was_asked() -> None:
    both = held("north", GOOD), held("south", BAD)
    assert prospects(*both, talks=0) == ()
    assert "Will they reach it" not in to_html(compose(folder(interests=both), draws=20))


@pytest.mark.parametrize(
    ("walk_away", "share", "verdict"),
    [
        ("20", 1.0, "In 20 of 20 talks between two programs that build"),
        ("90", 0.0, "In 0 of 20 talks between two programs that build agreement"),
    ],
)
def test_the_share_of_talks_with_a_deal_is_said(
    walk_away: str, share: float, verdict: str
) -> None:
    (one,) = prospects(
        held("north", GOOD, walk_away=walk_away), held("south", BAD, walk_away=walk_away)
    )
    assert (one.talks, one.share, one.missing) == (20, share, "")
    assert one.verdict.startswith(verdict)
    assert one.how.startswith("No prediction: ")
    assert any(line.startswith("Half of the deals") for line in one.lines) == (share == 1)
    assert (
        "By these assumptions some package clears both sides' red lines and walk-away values "
        "in 0 of 20 sets of numbers tried." in one.lines
    ) == (share == 0)
    assert one.lines[0].startswith("By program, each in every seat, under alternating offers")
    assert {(p.program, p.talks) for p in one.span} == {(n, 20) for n in PROGRAMS}


def test_a_holder_who_lacks_numbers_has_no_talks() -> None:
    (one,) = prospects(held("north", GOOD))
    assert one.missing.startswith("Interests of South are missing here")
    assert (one.talks, one.verdict, one.lines) == (0, "", ())


def test_the_page_counts_what_play_counts() -> None:
    run = CliRunner(catch_exceptions=False).invoke
    played = json.loads(run(cli, ["play", str(CASE), "-n", "8", "--json"]).stdout)
    told = json.loads(run(cli, ["brief", str(CASE), "--talks", "8", "--json"]).stdout)
    (one,) = told["dossier"]["prospects"]
    assert (one["talks"], one["share"]) == (8, played["agreed"]["share"])
    assert one["interval"] == played["agreed"]["interval"]
    assert one["programs"] == ["arven=issue-by-issue", "belmar=issue-by-issue"]
    assert [s["program"] for s in one["span"]] == [s["program"] for s in played["span"]]
    assert {s["talks"] for s in one["span"]} == {8}
    assert {s["talks"] for s in played["span"]} == {100}
    words = ["brief", str(CASE), "--talks", "2"]
    assert "WILL THEY REACH IT" in run(cli, [*words, "--full"]).stdout
    page = " ".join(run(cli, words).stdout.split())
    assert "of 2 talks between two programs" in page and "No prediction." in page


def test_what_meetings_have_settled_holds_as_in_play() -> None:
    both = held("north", GOOD, walk_away="40"), held("south", BAD, walk_away="40")
    shares = []
    for agreed in ((), ("truce=later",)):
        case = folder(talk("one", "2031-05-01", agreed=agreed), interests=both)
        (one,) = compose(case, draws=20, talks=20).dossier.prospects
        (made,) = games_by_holder(case, case.perspectives, parse_rules("", 2, 20))
        played = play_talks(made.game, 20).statistics.agreed
        assert (one.share, one.interval) == (played.share, played.interval)
        shares.append((one.share, *(p.deals for p in one.span)))
    assert shares == [(1, 20, 20), (0, 0, 0)]


def test_talks_beside_fighting_are_those_that_play_counts() -> None:
    run = CliRunner(catch_exceptions=False).invoke
    asked = ["--fighting", "dam-fills"]
    played = json.loads(run(cli, ["play", str(CASE), "-n", "8", *asked, "--json"]).stdout)
    told = json.loads(run(cli, ["brief", str(CASE), "--talks", "8", *asked, "--json"]).stdout)
    (one,) = told["dossier"]["prospects"]
    fought, plain = one["fighting"], one["share"]
    assert fought["share"] == played["agreed"]["share"]
    assert fought["interval"] == played["agreed"]["interval"]
    zone = [each["possible"]["count"] for each in played["walk_away_by_round"]["rounds"]]
    assert (
        f"a deal in {round(8 * fought['share'])} of 8 talks, "
        f"and in {round(8 * plain)} without it; "
        "some package clears all red lines and walk-away values in "
        f"{zone[0]} of 8 courses as round 1 begins, in {zone[-1]} as round 20 begins."
    ) in fought["short"]
    assert any(line.startswith("assumed (by ") for line in fought["lines"])
    page = run(cli, ["brief", str(CASE), "--talks", "8", *asked, "--full"]).stdout
    assert "Under what is assumed of the fighting (dam-fills, by " in " ".join(page.split())
    assert "probab" not in page.casefold()


def test_fighting_is_for_talks() -> None:
    said = CliRunner().invoke(cli, ["brief", str(CASE), "--fighting", "dam-fills"])
    assert said.exit_code == 2
    assert "add --talks N" in said.output


def test_of_several_holders_each_line_says_by_whose_numbers_it_is() -> None:
    def made(holder: str, under: str, between: str = "between two programs") -> Prospect:
        fought = TalksBesideFighting(
            share=1.0,
            interval=(0.8, 1.0),
            verdict="",
            short=f"Under what is assumed: {under}.",
            lines=(),
        )
        return Prospect(
            holder=holder,
            talks=8,
            share=1.0,
            interval=(0.8, 1.0),
            between=between,
            verdict="In 8 of 8 talks there was a deal.",
            fighting=fought,
        )

    one, two = made("Lantern", "a deal in 7"), made("Solvang", "a deal in 8")
    assert [*prospects_in_short([one, two])][1:] == [
        "By the numbers of Lantern, an assumption: under what is assumed: a deal in 7.",
        "By the numbers of Solvang, an assumption: under what is assumed: a deal in 8.",
    ]
    assert [*prospects_in_short([one])][1:] == ["Under what is assumed: a deal in 7."]
    verdicts = [*prospects_in_short([one, made("Solvang", "a deal in 7", "between others")])]
    assert verdicts == [
        "By the numbers of Lantern, an assumption: in 8 of 8 talks there was a deal. No "
        "prediction.",
        "By the numbers of Solvang, an assumption: in 8 of 8 talks there was a deal. No "
        "prediction.",
        "By the numbers of Lantern and of Solvang, assumptions: under what is assumed: a deal "
        "in 7.",
    ]
