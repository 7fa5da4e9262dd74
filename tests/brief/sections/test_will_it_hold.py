"""Would it hold: the page says what `accord hold` finds, and only where asked."""

import json
from pathlib import Path

from attrs import evolve
from click.testing import CliRunner
from frozendict import frozendict
from tests.brief.build import agenda, entry, folder, held

from accord.brief import Brief, compose
from accord.brief.html import to_html
from accord.brief.sections.will_it_hold import HoldingAsked
from accord.cli import cli
from accord.model import PUBLIC, Agenda, Interests, Reader
from accord.record import Case
from accord.telling.holding_told import NONE_WRITTEN

CASE = Path(__file__).parents[3] / "examples" / "sarn-river"
GOOD = {"truce": {"now": "100", "later": "0"}, "border": {"old": "20", "new": "60"}}
BAD = {"truce": {"now": "20", "later": "60"}, "border": {"old": "100", "new": "0"}}
OFFER = {"truce": "now", "border": "old"}


def going_back() -> Agenda:
    plain = agenda()
    back = {"truce": "later", "border": "new"}
    issues = {i: evolve(one, no_deal=back[i]) for i, one in plain.issues.items()}
    return evolve(plain, issues=frozendict(issues))


def talks(*interests: Interests, deal: dict[str, str] | None = None) -> Case:
    offer = entry(
        "proposal",
        "offer",
        "2022-03-01",
        by="north",
        to=("south",),
        deal=frozendict(deal or OFFER),
    )
    return folder(offer, interests=interests, agenda=going_back())


BOTH = held("north", GOOD, walk_away="30"), held("south", BAD, walk_away="30")


def brief(made: Case, *, asked: bool = True, deal: str | None = None) -> Brief:
    return compose(made, draws=20, holding=HoldingAsked(deal=deal) if asked else None)


def test_nothing_is_said_where_nothing_was_asked() -> None:
    plain = brief(talks(*BOTH), asked=False)
    assert plain.dossier.holding == ()
    assert "Would it hold" not in to_html(plain)


def test_each_holder_is_told_of_in_turn() -> None:
    other = (
        held("north", GOOD, by="office", walk_away="90"),
        held("south", BAD, by="office", walk_away="30"),
    )
    made = brief(talks(*BOTH, *other))
    one, two = made.dossier.holding
    assert (one.kept, two.kept) == ("answered", "not")
    (part,) = [p for p in made.page.parts if p.anchor == "holding"]
    head, *by, guarantees = (line.text for line in part.lines)
    assert head.startswith("Asked of the latest proposal") and head.endswith("No forecast.")
    assert len(by) == 2 and all("an assumption: " in text for text in by)
    assert guarantees == NONE_WRITTEN


def test_a_proposal_in_part_will_do_and_that_is_said() -> None:
    made = brief(talks(*BOTH, deal={"truce": "now"}))
    (one,) = made.dossier.holding
    assert "which leaves issues open" in one.deal
    assert any(line.startswith("The deal leaves open: “Border”") for line in one.lines)


def test_what_cannot_be_said_is_said_to_be_missing() -> None:
    (one,) = brief(folder(interests=BOTH)).dossier.holding
    assert one.missing.startswith("no deal on all issues is agreed or proposed")
    (one,) = brief(talks()).dossier.holding
    assert one.missing


def test_a_reader_of_less_is_told_no_more() -> None:
    made = compose(talks(*BOTH), draws=20, holding=HoldingAsked(), reader=Reader((PUBLIC,)))
    bare = compose(talks(), draws=20, holding=HoldingAsked(), reader=Reader((PUBLIC,)))
    assert made.to_json() == bare.to_json()


def test_the_command_asks_and_says_how_to_ask() -> None:
    run = CliRunner(catch_exceptions=False).invoke
    plain = " ".join(run(cli, ["brief", str(CASE)]).stdout.split())
    assert "Not asked: will they reach a deal (--talks N), would it hold (--hold)." in plain
    asked = ["brief", str(CASE), "--hold", "--deal", "nash"]
    page = " ".join(run(cli, asked).stdout.split())
    assert "Would it hold" in page and "Not asked: will they reach a deal (--talks N)." in page
    told = json.loads(run(cli, [*asked, "--json"]).stdout)
    assert told["dossier"]["holding"][0]["deal"].startswith("the deal that the Nash rule picks")
    refused = CliRunner().invoke(cli, ["brief", str(CASE), "--deal", "nash"])
    assert refused.exit_code == 2 and "--deal is for --hold" in refused.output
