"""The page in a terminal: within the width, without colour, and nothing that steers it."""

import io
import re
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from rich.cells import cell_len
from rich.console import Console
from tests import strategies
from tests.brief.build import entry, folder, talk
from tests.brief.build import page as made_page

from accord.brief import compose
from accord.brief.dossier import Dossier
from accord.brief.html import to_html
from accord.brief.lines import RecordLine, item
from accord.brief.sections.what_is_contested import (
    MOST_BY_NAME,
    MOST_CONTESTED,
)
from accord.brief.terminal import show_dossier
from accord.cli import cli
from accord.formats import load
from accord.model import When
from accord.record import Case
from accord.record.hidden_signs import HIDDEN
from accord.telling.terminal_blocks import MOST_LISTED

CASE = Path(__file__).parents[2] / "examples" / "russia-ukraine-2022"
SECTIONS = [
    "WHERE THE TALKS STAND",
    "What was agreed",
    "What comes next",
    "WHO WANTS WHAT",
    "OUTSIDE THE ROOM MEANWHILE",
    "CONTESTED",
    "ASSURANCES, MEASURES AND COMMITMENTS IN FORCE",
    "IS THERE A DEAL",
]
DAYS = ["2022-02-27", "2022-03-01", "2022-03-29", ""]


def shown(made: Dossier, width: int = 80, **given: bool) -> str:
    out = io.StringIO()
    show_dossier(made, Console(file=out, width=width, emoji=False, markup=False, **given))  # type: ignore[arg-type]
    return out.getvalue()


def case(as_of: str = "") -> Dossier:
    return compose(load(CASE), When.parse(as_of) if as_of else None, draws=50).dossier


@pytest.mark.parametrize("width", [40, 80, 132])
@pytest.mark.parametrize("as_of", DAYS)
def test_no_line_is_over_the_width_or_ends_in_blanks(as_of: str, width: int) -> None:
    text = shown(case(as_of), width)
    assert max(cell_len(line) for line in text.splitlines()) <= width
    assert not re.search(r"[ \t]$", text, re.M)


@given(made=strategies.folders())
@settings(max_examples=30)
def test_any_folder_fits_and_cannot_steer_the_terminal(made: Case) -> None:
    text = shown(made_page(made))
    lines = text.split("\n")
    assert max(cell_len(line) for line in lines) <= 80
    assert {unicodedata.category(c) for c in text.replace("\n", "")}.isdisjoint({"Cc", "Cs"})
    assert not HIDDEN.search(text)  # formats (Cf), but for those that are drawn or join signs


def test_control_characters_are_shown_and_not_sent() -> None:
    evil = "\x1b]0;title\x07\x1b[2J\u202edrawkcab\r"
    one = entry("incident", "one", "2022-01-01", place=evil, text=evil)
    text = shown(made_page(folder(one, parties={"north": evil, "south": "South"})))
    assert "\ufffd[2J\ufffddrawkcab" in text
    assert not set(text) & set("\x1b\x07\r\u202e")


@pytest.mark.parametrize("as_of", DAYS)
def test_the_parts_are_in_order(as_of: str) -> None:
    text = shown(case(as_of))
    places = [text.index(section) for section in SECTIONS]
    assert places == sorted(places)
    assert "None\n" not in text


@pytest.mark.parametrize("variables", [{}, {"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_pipe_gets_plain_text(variables: dict[str, str]) -> None:
    env = {"COLUMNS": "80", **variables}
    done = CliRunner().invoke(cli, ["brief", str(CASE), "--draws", "50"], env=env)
    assert done.exit_code == 0
    assert "\x1b" not in done.stdout
    assert done.stdout.startswith("Russia and Ukraine, February to May 2022\n=====")


def test_a_terminal_gets_no_colours() -> None:
    text = shown(case("2022-03-01"), force_terminal=True)
    codes = set(re.findall(r"\x1b\[([0-9;]*)m", text))
    assert codes
    assert all(0 <= int(code) < 10 for whole in codes for code in whole.split(";"))


def test_all_words_and_ids_of_the_page_are_there() -> None:
    made = case("2022-03-01")
    text = " ".join(shown(made, 100_000).split())
    for line in (*made.standing.moved.lines, *made.outside.lines.lines):
        assert line.text in text
    for one in made.contested:
        for reading in one.readings:
            assert reading.text in text
            assert f"[{reading.entries[0]}]" in text
            assert all("state-aligned" not in s or s in text for s in reading.sources)


def test_what_all_ask_for_is_marked_and_many_parties_are_listed() -> None:
    parties = {f"p{n}": f"Party {n}" for n in range(6)}
    stands = [
        entry(
            "position", f"s{p}", "2022-01-01", party=p, issue="truce", option="now", by="nora"
        )
        for p in parties
    ]
    text = shown(made_page(folder(*stands, parties=parties)))
    assert "# Truce = the same option stands for every side" in text
    assert (
        "- Party 5: Now; since 1 January 2022, as told by Nora -- Paper of 2022-01-01 [sp5]"
        in " ".join(text.split())
    )
    two = shown(made_page(folder(*stands[:2], parties=dict(list(parties.items())[:2]))))
    assert "| = the same" in two
    assert "common ground" not in text.casefold() + two.casefold()
    asked = entry("proposal", "o", "2022-01-01", by="p0", to=("p1",), deal={"truce": "now"})
    given = entry("response", "a", "2022-01-02", by="p1", answers="o", answer="accepts")
    agreed = folder(asked, given, parties=dict(list(parties.items())[:2]))
    said = shown(made_page(agreed), 200)
    assert "| = common ground since 2 January 2022:" in said
    assert "| Now [o, a]" in said


def test_a_condition_stands_beside_the_option() -> None:
    when = "Only if the south pulls back first."
    one = entry(
        "position", "s", "2022-01-01", party="north", issue="truce", option="now", text=when
    )
    for width in (250, 40):  # as a table, and as a list
        made = compose(folder(one), draws=50)
        assert when in " ".join(shown(made.dossier, width).split())
        assert when in to_html(made)
        assert when in str(made.dossier.to_json())


def test_many_contested_matters_are_listed_by_name() -> None:
    claims = [
        entry(
            "claim", f"c{n}-{how}", "2022-01-01", by="paper", stance=how, subject=f"Matter {n}"
        )
        for n in range(MOST_CONTESTED + 3)
        for how in ("asserts", "denies")
    ]
    text = shown(made_page(folder(*claims)))
    assert text.count(" # Matter ") == MOST_CONTESTED
    assert " - Matter 2 [c2-denies]" in text
    rounds = [talk("r1", "2022-02-01"), talk("r2", "2022-03-01")]
    assert shown(made_page(folder(*claims, *rounds))).count(" # Matter ") == 0


@pytest.mark.parametrize(
    ("beyond", "said"), [(0, "in full: accord"), (1, "in full, with 1 more: accord")]
)
def test_contested_matters_that_are_not_even_named_are_counted(beyond: int, said: str) -> None:
    claims = [
        entry("claim", f"c{n}-{how}", "2022-01-01", by="paper", stance=how, subject=f"Case {n}")
        for n in range(MOST_CONTESTED + MOST_BY_NAME + beyond)
        for how in ("asserts", "denies")
    ]
    text = " ".join(shown(made_page(folder(*claims))).split())
    assert f"And earlier; {said}" in text
    assert text.count(" - Case ") == MOST_BY_NAME


@pytest.mark.parametrize(("more", "said"), [(1, "1 earlier one"), (7, "7 earlier ones")])
def test_long_lists_are_cut_at_the_early_end_and_counted(more: int, said: str) -> None:
    measures = [
        entry(
            "measure", f"m{n}", "2022-01-01", measure="aid", by=("host",), text=f"Number {n}."
        )
        for n in range(MOST_LISTED + more)
    ]
    text = shown(made_page(folder(*measures)))
    assert f"   {said}: accord record FOLDER timeline" in text
    assert f"Number {more - 1}." not in text
    assert text.count("Aid by Hostland: Number ") == MOST_LISTED


@pytest.mark.parametrize("as_of", ["", "2022-03-01"])
def test_the_worked_case_is_not_longer_than_it_must_be(as_of: str) -> None:
    folder = load(CASE)
    known = (folder.as_of(When.parse(as_of)) if as_of else folder).record.standing
    dossier = case(as_of)
    text, _, sources = shown(dossier).partition("\nSOURCES\n")
    roles = 4 * len(dossier.not_in_the_room)
    assert len(text.splitlines()) < 240 + 2.2 * len(known) + roles
    assert len(sources.splitlines()) < 40 + 5 * len(case(as_of).sources)


@pytest.mark.parametrize(
    ("text", "sources", "kept"),
    [
        ("According to Paper: it rains.", ("Paper",), ()),
        ("Town: Shots (reported by Paper).", ("Paper",), ()),
        ("According to Paper: it rains.", ("Paper", "Post"), ("Paper", "Post")),
        ("According to Paper: it rains.", ("Paper [state-aligned: X]",), None),
        ("North: it rains.", ("Paper",), ("Paper",)),
    ],
)
def test_a_source_that_was_just_named_is_not_named_again(
    text: str, sources: tuple[str, ...], kept: tuple[str, ...] | None
) -> None:
    line = RecordLine(date="", text=text, entries=("one",), sources=sources)
    assert item(line).sources == (sources if kept is None else kept)
