"""One page: what stands on it, what weighs most, and that it is one side whatever there is."""

import io
import json
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from rich.console import Console
from tests import strategies
from tests.brief.build import agenda, entry, folder, page, talk
from tests.strategies import few

from accord.brief import Brief, compose
from accord.brief.html import to_html
from accord.brief.known import Known
from accord.brief.sections.will_it_hold import HoldingAsked
from accord.brief.sections.will_they_reach_it import Prospect
from accord.brief.side import LINE, PHONE, PageRoom, deal_out, rows
from accord.brief.terminal import show
from accord.cli import cli
from accord.formats import load
from accord.model import AT_THE_TABLE, MEDIATOR, Actor, ActorRole, Reader, When
from accord.play.workers import Workers
from accord.record import Case, Entry, Ruling, TalksTurn
from accord.telling.deals_by_holder import HolderDeals

EXAMPLES = Path(__file__).parents[2] / "examples"
DAYS = [
    ("russia-ukraine-2022", ""),
    ("russia-ukraine-2022", "2022-03-01"),
    ("market-road", ""),
    ("sarn-river", ""),
]
CHROMIUM = shutil.which("chromium")
TERMINAL = 66
"""How many lines a side has in a terminal's letters."""


def brief(made: Case, as_of: str = "", since: str = "") -> Brief:
    return compose(
        made,
        When.parse(as_of) if as_of else None,
        since=When.parse(since) if since else None,
        reader=AT_THE_TABLE,
        draws=20,
    )


@cache
def example(name: str, as_of: str = "") -> Brief:
    return brief(load(EXAMPLES / name, reader=AT_THE_TABLE), as_of)


def in_terminal(made: Brief, width: int = 80) -> str:
    out = io.StringIO()
    show(made, Console(file=out, width=width, emoji=False, markup=False))
    return out.getvalue()


@pytest.mark.parametrize(("name", "as_of"), DAYS)
def test_every_example_is_one_side_in_a_terminal(name: str, as_of: str) -> None:
    assert len(in_terminal(example(name, as_of)).splitlines()) <= TERMINAL


@few(25)
@given(strategies.folders())
def test_any_process_is_one_side_in_a_terminal(made: Case) -> None:
    assert len(in_terminal(brief(made)).splitlines()) <= TERMINAL


NAME = st.text("abcdefgh ", min_size=1, max_size=120).map(str.strip).filter(bool)


@few(8)
@given(
    rounds=st.integers(0, 40), issues=st.integers(0, 60), parties=st.integers(2, 12), name=NAME
)
def test_many_rounds_issues_and_parties_with_long_names_are_one_side(
    rounds: int, issues: int, parties: int, name: str
) -> None:
    made = long_process(rounds, issues, parties, name)
    text = in_terminal(brief(made))
    assert len(text.splitlines()) <= TERMINAL
    shown = brief(made).page
    assert sum(len(part.lines) for part in shown.parts) <= PHONE.rows


def long_process(rounds: int, issues: int, parties: int, name: str) -> Case:
    """Return a process of as many rounds, each with what is said and done in it."""
    who = {f"p{n}": f"{name} {n}" for n in range(parties)}
    on = [f"i{n}" for n in range(issues)]
    entries = []
    for n in range(rounds):
        day = f"20{10 + n // 12}-{1 + n % 12:02}"
        entries.append(talk(f"r{n}", f"{day}-01", outcome=f"{name} is said. " * 8))
        for m, party in enumerate(who):
            entries.append(
                entry("statement", f"s{n}-{m}", f"{day}-02", by=party, text=f"{name} " * 12)
            )
            if on:
                issue = on[(n + m) % len(on)]
                entries.append(
                    entry(
                        "position",
                        f"o{n}-{m}",
                        f"{day}-03",
                        party=party,
                        issue=issue,
                        option=("a", "b")[n % 2],
                    )
                )
        entries.append(entry("incident", f"x{n}", f"{day}-04", place=name, text=f"{name} " * 9))
        if on:
            deal = {i: "a" for i in on[: 1 + n]}
            entries.append(
                entry("proposal", f"q{n}", f"{day}-05", by="p0", to=("p1",), deal=deal)
            )
        for v, party in enumerate(("p0", "p1")):
            entries.append(
                entry(
                    "figure",
                    f"f{n}-{v}",
                    f"{day}-06",
                    subject=f"{name} {n}",
                    unit="people",
                    value=str(1 + v),
                    by=party,
                )
            )
    made = agenda({i: ("a", "b") for i in on})
    return folder(*entries, parties=who, agenda=made)


@given(
    st.lists(st.lists(st.floats(1, 9), max_size=20), max_size=6),
    st.floats(0, 80),
)
def test_room_is_dealt_out_in_turns_and_never_overdrawn(
    parts: list[list[float]], room: float
) -> None:
    dealt = deal_out(parts, room)
    taken = sum(sum(part[:n]) for part, n in zip(parts, dealt, strict=True))
    assert taken <= room + 1e-9
    for part, n in zip(parts, dealt, strict=True):
        if n < len(part) and n + 1 < max(dealt):  # it lost its turn for want of room
            assert part[n] > room - taken - 1e-9


def test_a_line_takes_a_row_for_as_many_signs_as_a_phone_has() -> None:
    assert rows("") == rows("x") == 1 + LINE
    assert rows("x" * 200) > rows("x" * 100) > rows("x" * 40)


@pytest.mark.parametrize(("name", "as_of"), DAYS)
def test_the_json_has_the_contract_at_its_top(name: str, as_of: str) -> None:
    made = example(name, as_of)
    told = json.loads(json.dumps(made.to_json()))
    counts = told["counts"]
    four = ("agreed", "common_ground", "open", "fallen")
    assert sum(counts[one] for one in four) == counts["issues"] == len(told["issues"])
    for one in told["issues"].values():
        assert set(one) == {"standing", "same_option", "since", "entries"}
    assert told["contested"]["total"] == len(told["dossier"]["contested"])
    assert {line["text"] for line in told["owed"]} == {
        line["text"] for line in told["dossier"]["standing"]["owed"]
    }
    ids = {one["id"] for one in told["dossier"]["cited"]}
    lines = [*told["owed"], *told["contested"]["shown"]]
    assert ids.issuperset(i for line in lines for i in line["entries"])


def test_every_line_of_the_page_leads_to_its_entries() -> None:
    made = example("russia-ukraine-2022")
    html = to_html(made)
    for part in made.page.parts:
        for line in part.lines:
            for one in line.entries:
                assert f'href="#entry-{one}"' in html and f'id="entry-{one}"' in html


def test_what_moved_in_an_empty_window_is_said_to_be_before_it() -> None:
    made = folder(
        entry("statement", "a", "2022-01-02", by="north", text="One."),
        entry("statement", "b", "2022-02-02", by="north", text="Two."),
    )
    text = " ".join(in_terminal(brief(made, since="2022-03-01"), 200).split())
    assert "What moved since 1 March 2022 Nothing since then. The latest before it" in text
    assert "2 February 2022: North: Two; 1 more before it." in text
    assert "Outside the room since 1 March 2022 Nothing in the record." in text


def test_since_tells_of_what_was_then_or_later() -> None:
    made = folder(
        talk("r1", "2022-01-01"),
        entry("statement", "a", "2022-01-02", by="north", text="One."),
        talk("r2", "2022-02-01"),
        entry("statement", "b", "2022-02-02", by="north", text="Two."),
        talk("r3", "2022-03-01"),
    )
    moved = {i for line in brief(made, since="2022-01-02").page.moved for i in line.entries}
    assert moved == {"a", "r2", "b", "r3"}
    assert {i for line in brief(made).page.moved for i in line.entries} == {"b", "r3"}


def test_a_file_is_written_and_one_line_says_so(tmp_path: Path) -> None:
    words = ["brief", str(EXAMPLES / "market-road"), "--draws", "20"]
    for option in ("--html", "--pdf", "--docx"):
        file = str(tmp_path / option[2:])
        done = CliRunner().invoke(cli, [*words, option, file])
        assert done.output == f"wrote {file}\n"
        assert CliRunner().invoke(cli, [*words, option, file]).output == f"wrote {file}\n"
        other = tmp_path / "mine.txt"
        other.write_text("my own")
        refused = CliRunner().invoke(cli, [*words, option, str(other)])
        assert "is there already and is not a" in str(refused.exception)
        assert other.read_text() == "my own"


@pytest.mark.parametrize(("name", "as_of"), DAYS)
def test_the_pdf_is_one_side(name: str, as_of: str) -> None:
    from accord.brief.pdf import to_pdf

    pdf = PdfReader(io.BytesIO(to_pdf(example(name, as_of))))
    assert len(pdf.pages) == 1
    assert "What comes next" in pdf.pages[0].extract_text()


def test_where_the_page_is_alone_nothing_leads_nowhere_and_ids_are_explained() -> None:
    from docx import Document

    from accord.brief.docx import to_docx
    from accord.brief.pdf import to_pdf

    made = example("market-road")
    alone = to_html(made, folded=False)
    assert "href" not in alone and "In brackets: the entry of the record" in alone
    (page,) = PdfReader(io.BytesIO(to_pdf(made))).pages
    assert "/Annots" not in page and "In brackets: the entry" in page.extract_text()
    word = Document(io.BytesIO(to_docx(made))).paragraphs[-1].text
    assert "In brackets: the entry of the record" in word
    assert "In brackets" not in to_html(made)
    text = "\n".join(p.text for p in Document(io.BytesIO(to_docx(made, full=True))).paragraphs)
    listed = text.partition("\nEntries\n")[2].partition("\nSources\n")[0]
    assert all(f"[{one}]" in listed for one in made.page.cited)
    assert "In brackets" not in text


def test_readings_side_by_side_leave_each_other_the_room_they_do_not_need() -> None:
    long = "signed by the head of the delegation of the Upper and the Lower Valleys in person"
    about = {"about": ("r",), "attribute": "signature", "stance": "asserts"}
    made = folder(
        talk("r", "2022-01-01"),
        entry("claim", "a", "2022-01-02", by="north", value="none", **about),
        entry("claim", "b", "2022-01-03", by="south", value=long, **about),
    )
    (line,) = brief(made).page.contested.shown
    assert line.text == f"Round r: signature: North: none; South: {long}"


def test_with_full_the_dossier_follows_in_the_pdf() -> None:
    from accord.brief.pdf import to_pdf

    made = brief(folder(talk("r", "2022-01-01")))
    pages = PdfReader(io.BytesIO(to_pdf(made, full=True))).pages
    assert len(pages) > 1
    assert "Sources" in pages[-1].extract_text()


@pytest.mark.skipif(CHROMIUM is None and not os.environ.get("CI"), reason="no Chromium here")
@pytest.mark.parametrize(("name", "as_of"), DAYS)
def test_what_chromium_prints_is_one_side(name: str, as_of: str, tmp_path: Path) -> None:
    html, pdf = tmp_path / "page.html", tmp_path / "page.pdf"
    html.write_text(to_html(example(name, as_of)), "utf-8")
    printed(html, pdf)
    assert len(PdfReader(pdf).pages) == 1


@pytest.mark.skipif(CHROMIUM is None and not os.environ.get("CI"), reason="no Chromium here")
@pytest.mark.parametrize("name", ["russia-ukraine-2022", "market-road", "sarn-river"])
def test_with_all_five_answers_it_is_one_side_that_tells_what_is_contested_and_owed(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What talks come to is put in: playing them takes minutes."""
    from accord.brief.pdf import to_pdf

    monkeypatch.setattr("accord.brief.sections.will_they_reach_it.prospect", played)
    made = compose(
        load(EXAMPLES / name, reader=AT_THE_TABLE), talks=100, draws=20, holding=HoldingAsked()
    )
    html, pdf = tmp_path / "page.html", tmp_path / "page.pdf"
    html.write_text(to_html(made), "utf-8")
    printed(html, pdf)
    assert len(PdfReader(pdf).pages) == 1
    (side,) = PdfReader(io.BytesIO(to_pdf(made))).pages
    text = side.extract_text()
    for title in ("Where the talks stand", "Is there a deal", "Will they reach it"):
        assert title in text
    assert "Would it hold" in text and "uarantees" in text
    parts = {part.title.partition(":")[0]: part for part in made.page.parts}
    contested, owed = parts["Contested"], parts["Who owes whom an answer"]
    assert contested.lines and all(": " in line.text for line in contested.lines)
    assert owed.lines or owed.none
    assert len(parts["Will they reach it"].lines) == 1


def played(known: Known, view: HolderDeals, workers: Workers = 1) -> Prospect:
    """Return what some talks came to, by nobody's programs."""
    return Prospect(
        holder=view.outlook.holder,
        talks=known.talks,
        share=0.42,
        interval=(0.33, 0.52),
        between="between two programs that build agreement issue by issue (issue-by-issue) "
        "under alternating offers, 20 rounds at most",
        verdict=f"In 42 of {known.talks} talks there was a deal. {'It is so. ' * 20}",
    )


@pytest.mark.skipif(CHROMIUM is None and not os.environ.get("CI"), reason="no Chromium here")
def test_a_long_process_is_one_side_in_every_print(tmp_path: Path) -> None:
    from accord.brief.pdf import to_pdf

    made = brief(long_process(40, 60, 12, "The Delegation of the Upper and the Lower Valleys"))
    html, pdf = tmp_path / "page.html", tmp_path / "page.pdf"
    html.write_text(to_html(made), "utf-8")
    printed(html, pdf)
    assert len(PdfReader(pdf).pages) == 1
    assert len(PdfReader(io.BytesIO(to_pdf(made))).pages) == 1


def printed(html: Path, pdf: Path) -> None:
    """Print a file as Chromium does."""
    assert CHROMIUM is not None
    subprocess.run(
        [
            CHROMIUM,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            f"--user-data-dir={html.parent / 'profile'}",
            "--no-pdf-header-footer",
            f"--print-to-pdf={pdf}",
            html.as_uri(),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )


def test_a_word_file_has_the_page_and_with_full_the_dossier() -> None:
    from docx import Document

    from accord.brief.docx import to_docx

    made = brief(folder(talk("r", "2022-01-01", outcome="Good.")))
    text = "\n".join(p.text for p in Document(io.BytesIO(to_docx(made))).paragraphs)
    assert "What comes next" in text and "Sources" not in text
    text = "\n".join(p.text for p in Document(io.BytesIO(to_docx(made, full=True))).paragraphs)
    assert "Sources" in text


def test_without_what_makes_them_a_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import sys

    for module, option, extra in (("weasyprint", "--pdf", "pdf"), ("docx", "--docx", "word")):
        monkeypatch.setitem(sys.modules, module, None)
        words = ["brief", str(EXAMPLES / "market-road"), option, str(tmp_path / "x")]
        done = CliRunner().invoke(cli, words)
        assert f"pip install 'accord[{extra}]'" in str(done.exception)
        assert not (tmp_path / "x").exists()


def test_no_command_stands_on_a_page_for_readers() -> None:
    for name, as_of in DAYS:
        html = to_html(example(name, as_of)).partition("<details")[0]
        assert "accord " not in html and "FOLDER" not in html


def test_the_page_of_the_dossier_is_its_own() -> None:
    assert page(folder()).footing == "0 sources."


def test_what_is_contested_stands_with_readings_that_differ() -> None:
    about = {"about": ("r",), "attribute": "venue", "stance": "asserts"}
    made = folder(
        talk("r", "2022-01-01"),
        entry("claim", "a", "2022-01-02", by="paper", value="the hall", **about),
        entry("claim", "b", "2022-01-03", by="agency", value="the hall", **about),
        entry("claim", "c", "2022-01-04", by="north", value="a tent", **about),
    )
    (line,) = brief(made).page.contested.shown
    assert line.text == "Round r: venue: Paper: the hall; North: a tent"
    assert line.entries == ("a", "b", "c")


def test_of_what_is_contested_names_are_cut_before_values() -> None:
    about = {"about": ("r",), "attribute": "prisoners", "stance": "asserts"}
    values = [f"{many} men exchanged at the bridge" for many in ("forty", "sixty")]
    made = folder(
        talk("r", "2022-01-01"),
        entry("claim", "a", "2022-01-02", by="paper", value=values[0], **about),
        entry("claim", "b", "2022-01-03", by="north", value=values[1], **about),
        parties={
            "north": "The United Provisional Council of the Northern Provinces",
            "south": "South",
        },
    )
    (line,) = brief(made).page.contested.shown
    assert all(f": {value}" in line.text for value in values)
    assert "The United Provisional Council of ...: " in line.text


def test_what_moved_begins_with_how_issues_and_the_talks_came_to_stand_otherwise() -> None:
    deal = {"truce": "now", "border": "old"}
    made = folder(
        talk("r1", "2022-01-01"),
        talk("r2", "2022-02-01"),
        entry("statement", "said", "2022-04-01", by="nora", text="Truce.", issues=("truce",)),
        entry("agreement", "a", "2022-02-02", between=("north", "south"), deal=deal),
        entry("decision", "d", "2022-03-01", body="court", result=Ruling.REJECTS, about=("a",)),
    )
    first, *rest = brief(made, since="2022-02-02").page.moved[:2]
    assert (first.kind, rest[0].kind) == ("state", "standing")
    assert rest[0].text == (
        "Fallen: Truce; Border (by the decision of 1 March 2022; before: open)."
    )
    assert rest[0].entries == ("d", "a")
    later = brief(made, since="2022-02-10").page.moved
    assert later[1].text == (
        "Fallen: Truce; Border (by the decision of 1 March 2022; before: agreed)."
    )
    assert brief(made, since="2022-03-10").page.moved[0].kind == "statement"


def test_talks_that_were_halted_resumed_and_halted_again_have_moved() -> None:
    def turn(id_: str, date: str, what: TalksTurn) -> Entry:
        return entry("step", id_, date, what=what, by=("host",))

    steps = [
        turn("stop", "2022-01-05", TalksTurn.HALTED),
        turn("go", "2022-02-05", TalksTurn.RESUMED),
        turn("again", "2022-03-05", TalksTurn.HALTED),
    ]
    made = folder(talk("r", "2022-01-01"), *steps)
    line = brief(made, since="2022-02-01").page.moved[0]
    assert (line.kind, line.entries) == ("state", ("again",))
    assert line.text == (
        "Halted since 5 March 2022 by Hostland. Before: halted since 5 January 2022, but not "
        "all the time since."
    )
    said_again = folder(
        talk("r", "2022-01-01"), steps[0], turn("still", "2022-02-05", TalksTurn.HALTED)
    )
    assert [one.kind for one in brief(said_again, since="2022-02-01").page.moved] == ["step"]


def test_what_does_not_fit_is_counted_by_itself() -> None:
    deal = {"truce": "now"}
    made = folder(
        talk("r", "2022-01-01"),
        entry("agreement", "a", "2022-01-02", between=("north", "south"), deal=deal),
        entry("position", "p", "2022-02-01", party="north", issue="truce", option="later"),
    )
    page = brief(made).page
    (part,) = [one for one in page.parts if one.title.startswith("Does not fit together")]
    assert part.title == "Does not fit together: 1" and page.contested.total == 0
    (line,) = brief(made).dossier.unfitting
    assert set(line.entries) == {"a", "p"}


def test_what_moved_does_not_repeat_where_the_talks_stand() -> None:
    made = folder(
        talk("r", "2022-01-01"),
        entry(
            "agreement", "a", "2022-02-02", between=("north", "south"), deal={"truce": "now"}
        ),
    )
    one = brief(made, since="2022-02-02").page
    assert one.moved[0].kind == "state" and one.state.text in one.moved[0].text
    (moved,) = (part for part in one.parts if part.title.startswith("What moved"))
    assert moved.lines and not [line for line in moved.lines if one.state.text in line.text]


def test_where_nobody_s_numbers_may_be_read_a_deal_is_no_part_of_the_page() -> None:
    made = folder(talk("r", "2022-01-01"))
    titles = [part.title for part in brief(made).page.parts]
    assert "What moved since the talks began" in titles
    assert "Is there a deal" not in titles
    assert brief(made).page.verdict == ()
    own = compose(made, reader=Reader((MEDIATOR,))).page
    assert "Is there a deal" in [part.title for part in own.parts]
    assert own.verdict


@pytest.mark.parametrize(
    ("role", "said"),
    [
        (("facilitator", "mediator"), "Facilitator: Host."),
        (("Co-Mediator",), "Co-mediator: Host."),
        (("host_state", "guarantor"), "Host state: Host; Guarantor: Host."),
        ((), "Mediator: Host."),
    ],
)
def test_who_takes_part_stands_at_the_head_by_any_word(
    role: tuple[str, ...], said: str
) -> None:
    made = folder(talk("r", "2022-01-01"))
    host = Actor(id="host", name="Host", role=tuple(ActorRole(role=one) for one in role))
    actors = frozendict({"host": host})
    mediators = () if role else ("host",)
    process = evolve(made.process, actors=actors, mediators=mediators)
    assert brief(evolve(made, process=process)).page.head[1:] == (said,)


@pytest.mark.parametrize("most", [0, 20, 40])
def test_of_lines_without_room_it_is_not_said_that_there_are_none(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accord.brief.gather_page.PHONE", PageRoom(most, PHONE.signs))
    parts = compose(load(EXAMPLES / "russia-ukraine-2022")).page.parts
    cut = [part for part in parts if part.more and not part.lines]
    assert cut or most
    assert not [part.title for part in cut if part.none]
    assert all(part.lines or part.more or part.none for part in parts)
