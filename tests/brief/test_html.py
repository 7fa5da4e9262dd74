"""The page as HTML: one file, nothing fetched, well built, readable by everybody."""

import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from attrs import evolve
from frozendict import frozendict
from hypothesis import given, settings
from tests import strategies
from tests.brief.build import entry, folder, held, talk
from tests.brief.parsed import Parsed
from tests.contrast import contrast, schemes

from accord.brief import compose
from accord.brief.html import to_html
from accord.brief.sections.what_is_contested import MOST_DRAWN
from accord.brief.sections.where_talks_stand import MOST_NAMED
from accord.formats import load
from accord.model import When
from accord.record import Case
from accord.record.between import Between
from accord.record.hidden_signs import clean

CASE = Path(__file__).parents[2] / "examples" / "russia-ukraine-2022"
CSS = "".join(
    (files(package) / "templates" / name).read_text("utf-8")
    for package, name in (("accord.telling", "blocks.css"), ("accord.brief", "brief.css"))
)
EVIL = (
    """'"><script>alert(1)</script><img src=x onerror=y>--> ]]> &amp; $x^2$ {{ 7*7 }} #101112"""
)


def html(made: Case, as_of: str = "") -> str:
    return to_html(compose(made, When.parse(as_of) if as_of else None, draws=50))


@cache
def case(as_of: str = "") -> str:
    return html(load(CASE), as_of)


def hostile() -> Case:
    """Return a folder in which every text that a person can write is hostile."""
    values = {"truce": {"now": "100", "later": "0"}, "border": {"old": "50", "new": "0"}}
    about = {"text": EVIL, "about": ("round",)}
    made = folder(
        talk("round", "2022-01-01", outcome=EVIL, agreed=(EVIL,), next=EVIL, format=EVIL),
        entry("figure", "f1", "2022-01-01", subject=EVIL, unit=EVIL, value="1", by="north"),
        entry("figure", "f2", "2022-01-02", subject=EVIL, unit=EVIL, value="2", by="south"),
        entry("claim", "c1", "2022-01-01", by="north", stance="asserts", **about),
        entry("claim", "c2", "2022-01-01", by="south", stance="denies", **about),
        entry("incident", "i", "2022-01-01", place=EVIL, text=EVIL),
        entry("assurance", "a", "2022-01-01", by="north", text=EVIL),
        entry("proposal", "p", "2022-01-01", by="north", to=("south",), text=EVIL),
        entry("position", "s", "2022-01-01", party="north", issue="truce", text=EVIL),
        parties={"north": EVIL, "south": f"{EVIL} too"},
        interests=[held("north", values, basis=EVIL), held("south", values, basis=EVIL)],
        aligned={"2022-01-02": EVIL},
    )
    process = evolve(made.process, title=EVIL, summary=EVIL)
    return evolve(made, process=process)


PAGES: dict[str, Callable[[], str]] = {
    "case": case,
    "first-day": lambda: case("2022-03-01"),
    "before": lambda: case("2022-02-01"),
    "hostile": lambda: html(hostile()),
    "empty": lambda: html(folder()),
}


@pytest.fixture(params=PAGES, scope="module")
def parsed(request: pytest.FixtureRequest) -> Parsed:
    return Parsed(PAGES[request.param]())


def test_what_is_opened_is_closed(parsed: Parsed) -> None:
    assert parsed.mistakes == []


def test_nothing_is_fetched_and_nothing_runs(parsed: Parsed) -> None:
    for tag, attributes, _ in parsed.elements:
        assert tag not in {"script", "iframe", "object", "embed", "link", "base", "form", "img"}
        assert not [name for name in attributes if name.startswith("on") or name == "src"]
        for name in ("href", "xlink:href"):
            assert attributes.get(name, "#").startswith("#") or attributes["class"] == "url"
    assert not re.search(r"@import|url\((?!#)", case() + CSS)


def test_headings_do_not_skip_levels(parsed: Parsed) -> None:
    levels = [int(tag[1]) for tag, _, _ in parsed.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))


def test_the_parts_are_named_and_in_order(parsed: Parsed) -> None:
    heads = [(a["id"], text) for a, text in parsed.all("h2") if "id" in a]
    roles = ("not-in-the-room", "Who is not in the room")  # only where somebody has one
    assert heads == [
        ("standing", "Where the talks stand"),
        ("matrix", "Who wants what"),
        ("outside", "Outside the room meanwhile"),
        ("contested", "What is contested"),
        ("in-force", "Assurances, measures and commitments in force"),
        *([roles] if roles in heads else []),
        ("deals", "Is there a deal"),
        ("entries", "Entries"),
        ("sources", "Sources"),
    ]
    listed = parsed.all("nav")[0][1].split("\n")
    assert len([one for one in listed if one]) == len(heads)
    parts = [re.split(r" since|\?", text)[0] for a, text in parsed.all("h2") if "id" not in a]
    deals = next((text for text in parts if text.startswith("Is there a deal")), None)
    assert [text for text in parts if not re.search(r"\d", text)] == [
        "Where the talks stand",
        "Who owes whom an answer",
        "What moved",
        "Outside the room",
        *([] if deals is None else ["Is there a deal"]),
        "What comes next",
    ]


def test_the_page_shows_numbers_that_lead_to_the_index_and_no_ids(parsed: Parsed) -> None:
    links = [(a, text) for a, text in parsed.all("a") if a.get("class") == "id"]
    shown = [(a["href"], text) for a, text in links if "title" in a]
    places = {a["id"]: text for a, text in parsed.all("li") if "id" in a}
    for target, text in shown:
        assert places[target.removeprefix("#")].strip().startswith(f"{text.strip('[]')}. ")


def test_ids_are_there_once_and_what_is_referred_to_exists(parsed: Parsed) -> None:
    ids = [a["id"] for _, a, _ in parsed.elements if "id" in a]
    assert len(ids) == len(set(ids))
    whole = " ".join(value for _, a, _ in parsed.elements for value in a.values())
    used = set(re.findall(r"url\(#([^)]+)\)", whole))
    used |= {a["aria-labelledby"] for _, a, _ in parsed.elements if "aria-labelledby" in a}
    for name in ("href", "xlink:href"):
        linked = [a[name] for _, a, _ in parsed.elements if name in a]
        used |= {to.removeprefix("#") for to in linked if to.startswith("#")}
    assert used <= set(ids)


def test_tables_have_heads_and_figures_have_words(parsed: Parsed) -> None:
    for attributes, text in parsed.all("th"):
        assert attributes.get("scope") in {"col", "row", "rowgroup"}
        assert text.strip()
    for attributes, text in parsed.all("svg"):
        assert attributes["role"] == "img"
        assert len(attributes["aria-label"]) > 10
        assert attributes["aria-label"] in text
    tags = [tag for tag, _, _ in parsed.elements]
    assert tags.count("table") == tags.count("thead")


def test_the_page_says_what_it_is_to_browsers(parsed: Parsed) -> None:
    assert parsed.all("html")[0][0]["lang"] == "en"
    assert {a.get("name"): a.get("content") for a, _ in parsed.all("meta")}["viewport"]
    assert parsed.all("title")[0][1]
    assert [tag for tag, _, _ in parsed.elements].count("main") == 1


def test_hostile_texts_are_shown_as_they_are() -> None:
    parsed = Parsed(html(hostile()))
    assert parsed.all("h1")[0][1] == EVIL
    assert parsed.all("title")[0][1] == EVIL
    for tag in ("td", "th", "li", "h3", "p"):
        assert any(EVIL in text for _, text in parsed.all(tag)), tag
    drawn = [(a["aria-label"], text) for a, text in parsed.all("svg")]
    assert [EVIL in label for label, _ in drawn] == [False, True, True]
    assert all("""'"><script>alert(1)</script>""" in text for _, text in drawn[1:])
    assert parsed.all("text")


def test_every_figure_is_well_formed() -> None:
    for text in (case(), html(hostile())):
        svgs = re.findall(r"<svg.*?</svg>", text, re.DOTALL)
        assert len(svgs) >= 3
        for svg in svgs:
            assert ElementTree.fromstring(svg).tag.endswith("svg")
            assert not re.search(r"#[0-9a-f]{6}\b", re.sub(r">[^<]*<|\"[^\"]*#101112", "", svg))


@given(made=strategies.folders())
@settings(max_examples=15)
def test_any_folder_makes_a_page(made: Case) -> None:
    assert Parsed(html(made)).mistakes == []


def test_the_page_of_a_day_says_so() -> None:
    said = "As of 1 March 2022: only what had been published by then."
    assert said in Parsed(case("2022-03-01")).all("header")[0][1]
    assert "As of" not in Parsed(case()).all("header")[0][1]


def test_many_rounds_are_named_up_to_a_point() -> None:
    rounds = [talk(f"r{n:02}", f"2022-01-{n:02}") for n in range(1, 31)]
    caption = Parsed(html(folder(*rounds))).all("figcaption")[0][1]
    assert caption.startswith("Squares: rounds (1: Round r01, 1 January 2022 and 22 more; 24: ")
    assert caption.count("Round r") == MOST_NAMED
    assert "30: Round r30, 30 January 2022)." in caption
    assert "Triangles" not in caption


def test_of_many_contested_figures_the_latest_are_drawn() -> None:
    many = [
        entry("figure", f"f{n}-{v}", "2022-01-01", subject=f"Kind {n}", unit="people", value=v)
        for n in range(MOST_DRAWN + 3)
        for v in ("1", "2")
    ]
    parsed = Parsed(html(folder(*many)))
    drawn = [a["aria-label"] for a, _ in parsed.all("svg")]
    assert len(drawn) == MOST_DRAWN
    assert drawn[0].startswith("Kind 3 by claimant. Paper of 2022-01-01: 1 people")
    assert any("Kind 0" in text for _, text in parsed.all("h3"))


PAIRS = [
    ("ink", "paper"),
    ("ink", "card"),
    ("muted", "paper"),
    ("muted", "card"),
    ("blue", "paper"),
    ("blue", "card"),
    ("orange", "paper"),
    ("orange", "card"),
    ("ground-ink", "ground"),
    ("flag-ink", "flag"),
]


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_text_stands_out_from_its_ground(scheme: str) -> None:
    colours = schemes(CSS)[scheme]
    for text, ground in PAIRS:
        assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)


def test_only_colours_with_a_name_are_used() -> None:
    rules = re.sub(r":root \{.*?\}", "", CSS, flags=re.DOTALL)
    assert re.findall(r"#[0-9a-f]{3,6}\b", rules) == []
    named = set(re.findall(r"--([a-z-]+):", CSS))
    assert set(re.findall(r"var\(--([a-z-]+)\)", CSS + case())) <= named


ARABIC = "جمهورية المرتفعات"
PERSIAN = "می‌خواهم"
TURNED = "\u202eettezaG\u2066"


def test_every_text_is_set_apart_from_what_stands_beside_it() -> None:
    made = hostile()
    parsed = Parsed(html(made))
    apart = [text for _, text in parsed.all("bdi")]
    for tag in ("h1", "th", "strong", "code"):
        for _, text in parsed.all(tag):
            assert any(one and one in text for one in apart), text
    assert EVIL in apart


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Delta & Co", "<bdi>Delta &amp; Co</bdi>"),
        (f"{ARABIC} (3).", f'<bdi dir="rtl" lang="und-Arab">{ARABIC} (3).</bdi>'),
        (f"Holm: {ARABIC}.", f'<bdi dir="rtl" lang="und-Arab">Holm: {ARABIC}.</bdi>'),
        (
            f"{ARABIC} refers to its capital: 2 < 3.",
            f'<bdi dir="ltr"><bdi lang="und-Arab">{ARABIC}</bdi> refers to its capital: 2 &lt; '
            "3.</bdi>",
        ),
    ],
)
def test_a_text_goes_the_way_of_most_of_its_letters(text: str, shown: str) -> None:
    made = folder(entry("statement", "s", "2022-01-01", by="north", text="x"))
    made = evolve(made, process=evolve(made.process, title=text))
    assert f"<h1>{shown}</h1>" in html(made)


def test_no_sign_steers_the_page_nor_hides_on_it() -> None:
    made = hostile()
    outlets = {
        i: evolve(one, name=TURNED, state_aligned=f"Up{PERSIAN}")
        for i, one in made.record.outlets.items()
    }
    made = evolve(
        made,
        process=evolve(made.process, title=TURNED, summary=f"{PERSIAN} {ARABIC}"),
        record=evolve(made.record, outlets=frozendict(outlets)),
    )
    text = html(made)
    assert clean(text) == text
    parsed = Parsed(text)
    assert parsed.all("h1")[0][1] == parsed.all("title")[0][1] == "\ufffdettezaG\ufffd"
    assert any(
        f"\ufffdettezaG\ufffd state-aligned: Up{PERSIAN}" in t for _, t in parsed.all("li")
    )
    assert f"{PERSIAN} {ARABIC}" in [said for _, said in parsed.all("p")]


def test_what_a_text_was_read_through_is_named_in_full() -> None:
    made = folder(
        entry("statement", "s", "2022-01-01", by="north", text="It rains."),
        entry("statement", "t", "2022-01-02", by="north", text="It snows."),
        aligned={"2022-01-01": "Upland", "2022-01-02": "Lowland"},
    )
    sources = dict(made.record.sources)
    sources["2022-01-01"] = evolve(sources["2022-01-01"], via=("paper-2022-01-02",))
    made = evolve(made, record=evolve(made.record, sources=frozendict(sources)))
    said = [text for _, text in Parsed(html(made)).all("li") if "It rains. —" in text]
    assert (
        "Paper of 2022-01-01 state-aligned: Upland via Paper of 2022-01-02 "
        "state-aligned: Lowland" in " ".join(said[0].split())
    )


def test_the_page_may_load_and_run_nothing(parsed: Parsed) -> None:
    (policy,) = (a["content"] for a, _ in parsed.all("meta") if "http-equiv" in a)
    assert policy.split("; ") == [
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "base-uri 'none'",
        "form-action 'none'",
    ]


def test_what_is_contested_says_between_whom() -> None:
    text = case()
    parties, reports = (text.index(one.heading) for one in Between)
    assert text.index('id="contested"') < parties < reports < text.index('id="in-force"')


def test_a_page_sent_to_others_says_what_is_missing_and_not_how_a_folder_is_filled() -> None:
    whole = to_html(compose(folder()), full=True)
    assert "nothing for the table says what each party could accept." in whole
    assert "interests/" not in whole
