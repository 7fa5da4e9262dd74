"""An offer is read leniently, said with its condition and its order, and never without them."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from frozendict import frozendict

from accord.cli import cli
from accord.errors import InvalidProcess
from accord.formats import load
from accord.formats.append import read_entry, tree
from accord.formats.new import new
from accord.formats.schema import schema_of
from accord.model import When
from accord.record import ConditionalOffer, ReturnOrder
from accord.record.sentences import sentence

GIVEN: dict[str, Any] = {
    "kind": "offer",
    "id": "o",
    "date": "2024-05-04",
    "sources": "gazette-0502",
    "party": "upland",
    "gives": {"prisoners": "all"},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    new(tmp_path / "talks")
    return tmp_path / "talks"


def offer(**given: Any) -> ConditionalOffer:
    made = read_entry(tree({**GIVEN, **given}, 1), "the offer")
    assert isinstance(made, ConditionalOffer)
    return made


@pytest.mark.parametrize(
    ("word", "order"),
    [
        ("first", ReturnOrder.FIRST),
        ("First", ReturnOrder.FIRST),
        ("they first", ReturnOrder.FIRST),
        ("TOGETHER", ReturnOrder.TOGETHER),
        ("at the same time", ReturnOrder.TOGETHER),
        ("simultaneously", ReturnOrder.TOGETHER),
        ("after", ReturnOrder.AFTER),
        ("to_follow", ReturnOrder.AFTER),
        ("we first", ReturnOrder.AFTER),
        ("", ReturnOrder.TOGETHER),
    ],
)
def test_the_order_is_read_as_people_write_it(word: str, order: ReturnOrder) -> None:
    assert offer(order=word).order_ is order


@pytest.mark.parametrize("empty", ["", {}, None])
def test_an_empty_condition_is_none(empty: Any) -> None:
    assert offer(**{"if": empty}).if_ == frozendict()


def test_a_condition_is_an_option_or_several() -> None:
    one, several = (
        offer(**{"if": {"ceasefire": "full"}}),
        offer(**{"if": {"ceasefire": ["road", "full"]}}),
    )
    assert one.if_ == frozendict(ceasefire=("full",))
    assert several.if_ == frozendict(ceasefire=("road", "full"))


def test_an_offer_that_gives_nothing_is_a_mistake(folder: Path) -> None:
    file = folder / "record.yaml"
    text = file.read_text("utf-8")
    entry = "- {kind: offer, id: o, date: 2024, sources: gazette-0502, party: delta, gives: {}}"
    file.write_text(text.replace("entries:\n", f"entries:\n  {entry}\n"), "utf-8")
    with pytest.raises(InvalidProcess, match="the offer 'o' gives nothing"):
        load(folder)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"if": {"ceasefire": "full"}, "order": "first"},
            "offers: All are exchanged (Prisoners), once A full ceasefire (Ceasefire) is done.",
        ),
        (
            {"if": {"ceasefire": "full"}},
            "offers: All are exchanged (Prisoners), at the same time as A full ceasefire "
            "(Ceasefire).",
        ),
        (
            {"if": {"ceasefire": ["road", "full"], "water": "40"}, "order": "after"},
            "offers: All are exchanged (Prisoners), with A ceasefire along the road only or A "
            "full ceasefire (Ceasefire) and 40 m³/s (Water released at the dam) to follow.",
        ),
        (
            {"to": "delta", "by": "minister-berg", "text": "Said in the corridor."},
            "(Bo Berg) offers to Delta Federation: All are exchanged (Prisoners) (Said in "
            "the corridor).",  # words may hold a condition: not "with nothing in return"
        ),
        ({}, "offers: All are exchanged (Prisoners), with nothing in return."),
    ],
)
def test_an_offer_is_said_with_what_it_wants_in_return_and_when(
    folder: Path, given: dict[str, Any], said: str
) -> None:
    case = load(folder)
    assert sentence(case.process, offer(**given), case.record).endswith(said)


def test_a_condition_is_never_dropped_for_what_was_known_later() -> None:
    made = offer(**{"if": {"ceasefire": ["road", "full"]}})
    kept = made.without({("ceasefire", "full")})
    assert kept is not None
    assert kept.if_ == frozendict(ceasefire=("road",))
    assert made.without({("ceasefire", "full"), ("ceasefire", "road")}) is None
    assert made.without({("prisoners", "all")}) is None


def run(*words: object) -> str:
    result = CliRunner().invoke(cli, [str(word) for word in words])
    assert result.exit_code == 0, result.output
    return result.output


def test_an_offer_is_added_by_command_and_shown(folder: Path) -> None:
    given = ["--kind", "offer", "--id", "o", "--date", "4 May 2024", "--source", "gazette-0502"]
    given += ["--set", "party=Delta Federation", "--set", "gives=Prisoners: All are exchanged"]
    given += [
        "--set",
        "if=Ceasefire: road or A full ceasefire; water: 40",
        "--set",
        "order=First",
    ]
    run("record", folder, "add", *given)
    made = load(folder).record.by_id["o"]
    assert isinstance(made, ConditionalOffer)
    assert made.party == "delta"
    assert made.gives == frozendict(prisoners="all")
    assert made.if_ == frozendict(ceasefire=("road", "full"), water=("40",))
    assert made.order_ is ReturnOrder.FIRST
    assert made.date == When.parse("2024-05-04")
    assert "A full ceasefire (Ceasefire)" in " ".join(
        run("record", folder, "show", "o").split()
    )
    for of in ("ceasefire", "prisoners", "water"):
        assert "o " in run("record", folder, "list", "--issue", of)


def test_an_offer_comes_from_a_sheet_and_goes_into_one(folder: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "offers.csv"
    sheet.write_text(
        "id,date,kind,party,gives,in return,order,source\n"
        "o,2024-05-04,offer,Delta Federation,Prisoners: all,"
        "Ceasefire: road / full,at once,gazette-0502\n",
        "utf-8",
    )
    run("record", folder, "import", sheet, "--write")
    made = load(folder).record.by_id["o"]
    assert isinstance(made, ConditionalOffer)
    assert made.gives == frozendict(prisoners="all")
    assert made.if_ == frozendict(ceasefire=("road", "full"))
    out = tmp_path / "out.csv"
    run("record", folder, "export", out)
    assert "prisoners=all" in out.read_text("utf-8")
    assert "ceasefire=road, full" in out.read_text("utf-8")


def test_an_offer_without_a_column_for_the_return_is_a_proposal(
    folder: Path, tmp_path: Path
) -> None:
    sheet = tmp_path / "offers.csv"
    sheet.write_text(
        "date,kind,by,text,source\n2024-05-04,offer,Delta Federation,A truce,gazette-0502\n",
        "utf-8",
    )
    assert "proposal" in run("record", folder, "import", sheet)


@pytest.mark.parametrize("key", ["gives", "if", "order", "until"])
def test_every_key_of_its_own_is_explained_to_an_editor(key: str) -> None:
    offers = schema_of("record")["$defs"]["ConditionalOffer"]["properties"]
    assert offers[key]["description"]


def test_an_issue_that_is_none_is_named_and_not_called_no_mapping(folder: Path) -> None:
    given = ["add", "--kind", "offer", "--date", "2024-05-04", "--source", "gazette-0502"]
    words = ["--set", "party=Delta", "--set", "gives=Prisoners: all", "--set", "if=Watr: 40"]
    done = CliRunner().invoke(cli, ["record", str(folder), *given, *words])
    named = "the new entry: there is no issue 'Watr': did you mean water"
    assert str(done.exception).startswith(named)
