"""A page is made from what its reader may read: what others hold changes nothing in it."""

import io
import json
import re
import shutil
from pathlib import Path

import pytest
from attrs import evolve
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from tests.brief.build import PARTIES, folder, held
from tests.strategies import few

from accord.brief import compose
from accord.brief.html import to_html
from accord.brief.terminal import show_dossier
from accord.errors import InvalidProcess
from accord.formats import load
from accord.model import (
    AT_THE_TABLE,
    MEDIATOR,
    PUBLIC,
    TABLE,
    Interests,
    Mark,
    Marked,
    Reader,
    When,
    tiers,
)
from accord.record import Case

CASE = Path(__file__).parents[2] / "examples" / "sarn-river"

VALUES = {"truce": {"now": "60", "later": "0..20"}, "border": {"old": "40..80", "new": "0"}}
TIERS = tiers(PARTIES)
DAYS = ["", "2022-03-01", "2022-03-02"]


def told(made: Case, reader: Reader, day: str = "") -> str:
    """Return a page in every form, one after the other."""
    brief = compose(made, When.parse(day) if day else None, reader=reader, draws=10)
    out = io.StringIO()
    show_dossier(brief.dossier, Console(file=out, width=80))
    return json.dumps(brief.dossier.to_json()) + out.getvalue() + to_html(brief)


@st.composite
def interests(draw: st.DrawFn, tier: str, mark: str) -> list[Interests]:
    """Draw what is for one tier; every file of it carries the mark."""
    found: list[Interests] = []
    for party in PARTIES:
        for by in draw(st.lists(st.sampled_from(["agency", party]), max_size=2, unique=True)):
            one = held(
                party,
                VALUES,
                by=by,
                basis=f"{mark} basis",
                as_of=draw(st.sampled_from(DAYS)),
                walk_away=str(draw(st.integers(0, 100))),
                red_lines=draw(st.sampled_from([[], [{"truce": ["now"]}]])),
            )
            if draw(st.booleans()):  # in words: marks or red lines alone, without numbers
                one = evolve(one, walk_away=None, issues=frozendict(), marks=draw(words(mark)))
            found.append(evolve(one, id=f"{mark}-{len(found)}", for_=(tier,)))
    return found


@st.composite
def words(draw: st.DrawFn, basis: str) -> frozendict[str, frozendict[str, Marked]]:
    """Draw marks on some options, each of which carries the basis."""
    said = st.sampled_from([None, *Mark])
    drawn = {i: {o: draw(said) for o in options} for i, options in VALUES.items()}
    return frozendict(
        {
            i: frozendict(
                {
                    o: Marked(mark=one, basis=f"{basis} mark")
                    for o, one in options.items()
                    if one
                }
            )
            for i, options in drawn.items()
        }
    )


@few(15)
@given(data=st.data(), tier=st.sampled_from(TIERS), day=st.sampled_from(DAYS))
def test_what_is_for_others_changes_no_byte_of_a_page(
    data: st.DataObject, tier: str, day: str
) -> None:
    reader = Reader((tier,))
    mine = [
        one
        for tier in TIERS
        if reader.reads((tier,))
        for one in data.draw(interests(tier, f"for-{tier}"))
    ]
    others = [
        one
        for tier in TIERS
        if not reader.reads((tier,))
        for one in data.draw(interests(tier, "hidden"))
    ]
    whole = told(folder(interests=[*others, *mine]), reader, day)
    assert whole == told(folder(interests=mine), reader, day)
    assert "hidden" not in re.sub("overflow: ?hidden|visually-hidden", "", whole)


@pytest.mark.parametrize(
    ("tier", "seen"),
    [
        ("public", {"public"}),
        ("table", {"public", "table"}),
        ("mediator", {"public", "table", "mediator"}),
        ("north", {"public", "table"}),
    ],
)
def test_each_reader_sees_what_is_for_those_before(tier: str, seen: set[str]) -> None:
    reader = Reader((tier,))
    names = dict(zip((PUBLIC, TABLE, MEDIATOR), ("agency", "host", "paper"), strict=True))
    made = [
        evolve(held(party, VALUES, by=by), for_=(tier,))
        for tier, by in names.items()
        for party in PARTIES
    ]
    page = compose(folder(interests=made), reader=reader, draws=10).dossier
    assert {one.holder for one in page.deals} == {
        {"agency": "Agency", "host": "Hostland", "paper": "Paper"}[names[tier]] for tier in seen
    }
    assert page.reader == str(reader)
    assert bool(page.withheld) is (len(seen) == 3 or "north" in reader.tiers)


def test_the_mediator_is_told_what_others_do_not_see() -> None:
    made = [held(party, VALUES) for party in PARTIES]
    made += [evolve(held("north", VALUES, by="paper"), for_=(MEDIATOR,))]
    page = compose(folder(interests=made), reader=Reader((MEDIATOR,)), draws=10).dossier
    start = "does not see what follows from the interests held by"
    assert page.withheld == (
        f"The table {start} Paper (north-by-paper).",
        f"The public {start} Agency (north-by-agency, south-by-agency); Paper "
        "(north-by-paper).",
    )


def test_a_later_file_that_is_not_for_the_reader_does_not_hide_an_earlier_one() -> None:
    early = [held(p, VALUES, as_of="2022-03-01", basis="early") for p in PARTIES]
    late = [
        evolve(held(p, VALUES, as_of="2022-03-02", basis="late"), for_=(MEDIATOR,))
        for p in PARTIES
    ]
    made = folder(interests=[*early, *late])
    for reader, basis in {AT_THE_TABLE: "early", Reader((MEDIATOR,)): "late"}.items():
        (outlook,) = compose(made, reader=reader, draws=10).dossier.deals
        assert all(basis in line for line in outlook.basis)


SPOILT = {
    "not yet told": "party: arven\nheld_by: basin-institute\nwalk_away: 1..SECRET\n",
    "no YAML": "SECRET: [\n",
    "for nobody": "for: SECRET\nparty: SECRET\n",
    "for several others": "for: [mediator, SECRET]\nparty: SECRET\n",
    "nothing": "",
    "not UTF-8": "for: public\nparty: \udcff\n",
    "for the mediator": "for: mediator\nSECRET: 1\n",
}


@pytest.mark.parametrize("text", SPOILT.values(), ids=SPOILT)
@pytest.mark.parametrize("name", ["later.yaml", "a\tb.yaml", "arven-by-basin-institute.yml"])
def test_mistakes_in_files_for_others_are_not_shown(
    text: str, name: str, tmp_path: Path
) -> None:
    shutil.copytree(CASE, tmp_path / "case")
    whole = load(tmp_path / "case", reader=AT_THE_TABLE)
    file = tmp_path / "case" / "interests" / name
    file.write_bytes(text.encode(errors="surrogateescape"))
    assert load(tmp_path / "case", reader=AT_THE_TABLE) == whole
    assert load(tmp_path / "case", reader=Reader((PUBLIC,))) == whole.seen_by(Reader((PUBLIC,)))
    with pytest.raises(InvalidProcess):
        load(tmp_path / "case")


def test_mistakes_in_files_for_the_reader_are_said(tmp_path: Path) -> None:
    shutil.copytree(CASE, tmp_path / "case")
    file = tmp_path / "case" / "interests" / "more.yaml"
    file.write_text("for: table\nparty: nobody\n", "utf-8")
    assert len(load(tmp_path / "case", reader=Reader((PUBLIC,))).interests) == 2
    with pytest.raises(InvalidProcess, match="more"):
        load(tmp_path / "case", reader=AT_THE_TABLE)


def test_interests_that_do_not_say_are_for_the_mediator(tmp_path: Path) -> None:
    shutil.copytree(CASE, tmp_path / "case")
    for file in (tmp_path / "case" / "interests").iterdir():
        file.write_text(file.read_text("utf-8").replace("for: public\n", ""), "utf-8")
    assert {one.for_ for one in load(tmp_path / "case").interests} == {(MEDIATOR,)}
    without = load(tmp_path / "case", reader=AT_THE_TABLE)
    assert without.interests == ()
    (outlook,) = compose(without, reader=AT_THE_TABLE).dossier.deals
    assert outlook.missing.startswith(
        "Whether there is a deal cannot be said: nothing for the table says what each party"
    )
    assert told(without, Reader((PUBLIC,))) == told(load(tmp_path / "case"), Reader((PUBLIC,)))
