"""Who is not in the room, in words; no yes is said without them where somebody has a role."""

import json
import re
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner
from frozendict import frozendict

from accord.cli import cli
from accord.formats import load, save
from accord.model import Actor, ActorRole, Interests, Mark, Marked, OutsideRole
from accord.record import Case
from accord.telling.outsider_words import points_waiting, role_lines

EXAMPLES = Path(__file__).parents[2] / "examples"
CASE = load(EXAMPLES / "market-road")


def with_roles(*roles: ActorRole, of: str = "clinic") -> Case:
    """Return the market road with an actor that has these roles, and no other with any."""
    actors = {i: Actor(id=i, name=one.name) for i, one in CASE.process.actors.items()}
    actors[of] = evolve(actors[of], role=roles)
    return evolve(CASE, process=evolve(CASE.process, actors=frozendict(actors)))


def consent(**on: tuple[str, ...]) -> ActorRole:
    return ActorRole(role=OutsideRole.MUST_CONSENT, on=frozendict(on))


@pytest.mark.parametrize(
    ("role", "said"),
    [
        (consent(fees=(), posts=()), "2 of 8 points wait for others"),
        (consent(fees=()), "1 of 8 points waits for others"),
        (consent(fees=("own",)), "up to 1 of 8 points waits for others"),
        (consent(fees=("own",), posts=()), "1 to 2 of 8 points wait for others"),
        (ActorRole(role="affected"), "none of 8 points waits for others"),
        (ActorRole(role="observer"), ""),
    ],
)
def test_the_points_that_wait_are_counted(role: ActorRole, said: str) -> None:
    assert points_waiting(with_roles(role).process) == said


def test_a_package_is_told_with_who_else_must_say_yes_and_who_was_not_heard() -> None:
    case = with_roles(
        consent(fees=("council",)),
        ActorRole(role="cannot endorse", on=frozendict(fees=()), basis="A law on tolls."),
        ActorRole(role="affected"),
        of="market-women",
    )
    outsiders = case.outsiders
    package = {"scope": "road", "posts": "own", "fees": "council", "watch": "elders"}
    assert list(role_lines(outsiders, outsiders.on(package))) == [
        "1 of 4 points waits for others.",
        "Must say yes too: The market women's association, on Fees on the road: spoke on 11 "
        "September 2033.",
        "Cannot endorse it: The market women's association, on Fees on the road: The elders "
        "take them for the town (A law on tolls).",
        "Is affected: The market women's association, on all of it: spoke on 11 September "
        "2033; not heard in the record on Where the guns fall silent; Posts on the road.",
    ]
    assert list(role_lines(outsiders, outsiders.on({}))) == [
        "None of 0 points waits for others."
    ]
    nobody = with_roles().outsiders
    assert list(role_lines(nobody, nobody.on(package))) == []


YES = re.compile(r"\b(yes|some (deal|package) clears|some package clears)\b", re.IGNORECASE)


def test_no_yes_is_printed_without_what_waits_where_somebody_has_a_role(
    tmp_path: Path,
) -> None:
    home = tmp_path / "talks"
    save(with_roles(consent(fees=())), home)
    words = ["--draws", "20", "--held-by", "lantern"]
    for command in (
        ["deals", str(home), *words],
        ["deals", str(home), *words, "--why-not", "fees=thirds"],
        ["deals", str(home), *words, "--deal", "lantern-1"],
        ["brief", str(home), "--for", "mediator", "--draws", "20"],
        ["brief", str(home), "--for", "mediator", "--draws", "20", "--full"],
    ):
        done = CliRunner().invoke(cli, command)
        assert done.exit_code == 0
        text = " ".join(done.output.split())
        verdicts = [m for m in YES.finditer(text) if "Deal" not in m[0]]
        assert verdicts
        for one in re.finditer(r"By these numbers, yes|an assumption: yes", text):
            assert text[one.end() :].startswith(" between the parties; 1 of 8 points waits")
        assert re.search("1 of [58] points waits for others", text)
    plain = json.loads(CliRunner().invoke(cli, ["deals", str(home), *words, "--json"]).output)
    assert plain["zone_of_agreement"]["verdict"] == "yes"
    assert plain["others"]["wait"] == ["fees"]
    assert all(one["others"]["wait"] == ["fees"] for one in plain["solutions"].values())
    page = json.loads(
        CliRunner().invoke(cli, ["brief", str(home), "--for", "mediator", "--json"]).output
    )
    for one in page["verdict"]:
        assert one["waiting"] == "1 of 8 points waits for others"


def test_the_page_names_who_else_must_say_yes(tmp_path: Path) -> None:
    home = tmp_path / "talks"
    save(with_roles(consent(fees=())), home)
    done = CliRunner().invoke(cli, ["brief", str(home), "--for", "mediator", "--draws", "20"])
    said = "Must say yes too: The clinic of Haza (not asked in the record)"
    assert said in " ".join(done.output.split())


@pytest.mark.parametrize("asked", ["--deal", "--why-not"])
def test_what_is_beyond_the_parties_is_said_once_whoever_holds_what(
    tmp_path: Path, asked: str
) -> None:
    case = with_roles(consent(fees=()))
    by_marks = [
        Interests(
            id=f"{party}-marks-{holder}",
            party=party,
            held_by=holder,
            for_=("table",),
            marks=frozendict(fees=frozendict(thirds=Marked(mark=Mark.LIVE))),
        )
        for holder in ("lantern", "orchard")
        for party in case.process.parties
    ]
    home = tmp_path / "talks"
    save(evolve(case, interests=(*case.interests, *by_marks)), home)
    words = ["deals", str(home), "--draws", "20", asked]
    done = CliRunner().invoke(
        cli, [*words, "lantern-1" if asked == "--deal" else "fees=thirds"]
    )
    assert done.exit_code == 0, done.output
    assert done.output.count("Beyond the parties") == 1
    assert "Terms asked about" in done.output
