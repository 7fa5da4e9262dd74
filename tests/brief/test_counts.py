"""Every count that a page prints is the number of what is there."""

import html
import io
import itertools
import re
from math import prod
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from tests.brief.build import agenda, entry, folder, held, talk
from tests.brief.parsed import of_dossier
from tests.strategies import few

from accord.brief import Brief, compose
from accord.brief.html import to_html
from accord.brief.known import MOST_LINES
from accord.brief.sections.what_is_contested import MOST_BY_NAME, MOST_CONTESTED
from accord.brief.terminal import show_dossier
from accord.record import Case, Entry
from accord.telling.outlook_blocks import short_outlook
from accord.telling.terminal_blocks import MOST_LISTED, show_blocks

TEXTS = ("text", "subject")
BEFORE, AFTER = "2022-01-01", "2022-04-0{}"
ROUNDS = ["2022-02-01", "2022-03-01", "2022-03-02"]
SAID = "What was said and done"
WORDS = [
    SAID, "What moved since 1 March 2022", "Who owes whom an answer", "What was agreed",
    "What comes next", "WHO WANTS WHAT", "OUTSIDE THE ROOM MEANWHILE", "Assurances",
    "ASSURANCES AND MEASURES IN FORCE", "Measures", "IS THERE A DEAL",
]  # fmt: skip
EARLIER = re.compile(r"(\d+) earlier ones?\b")


def name(n: int) -> str:
    """Return a name of its own without a digit, so that every digit on a page is a count."""
    return "K" + "".join(chr(ord("a") + int(digit)) for digit in str(n))


def around(*limits: int) -> st.SearchStrategy[int]:
    """Draw a number of things about the limits to what is shown."""
    return st.one_of(*(st.integers(max(most - 2, 0), most + 3) for most in (1, *limits)))


@st.composite
def many(draw: st.DrawFn) -> tuple[Case, dict[str, int]]:
    """Draw a record with many of some kinds, and how many of each a page has to account for."""
    rounds = draw(st.sampled_from([0, 1, 3]))
    made: list[Entry] = [talk(name(n), day) for n, day in enumerate(ROUNDS[:rounds])]
    counts = dict.fromkeys(["contested", "said", "outside", "figures", "measures"], 0)

    def add(what: str, number: int, *entries: tuple[str, dict[str, Any]]) -> None:
        for n in range(number):
            late = not rounds or draw(st.integers(0, 9)) > 0
            day = AFTER.format(draw(st.integers(1, 9))) if late else BEFORE
            for kind, fields in entries:
                given = {k: v.format(name(n)) if k in TEXTS else v for k, v in fields.items()}
                made.append(entry(kind, f"{what}-{len(made)}", day, **given))
            # What was over before the last round but one is left out where news is listed.
            counts[what] += late or rounds < 2 or what in ("contested", "measures")

    claim = {"by": "paper", "subject": "Matter {}"}
    limits = MOST_CONTESTED, MOST_BY_NAME, MOST_CONTESTED + MOST_BY_NAME
    add("contested", draw(around(*limits)), *(
        ("claim", {**claim, "stance": stance}) for stance in ("asserts", "denies")
    ))  # fmt: skip
    add("said", draw(around(MOST_LINES)), ("statement", {"by": "north", "text": "Word {}."}))
    add("outside", draw(around(MOST_LINES)), ("incident", {"place": "P", "text": "Shot {}."}))
    figure = {"subject": "Kind {}", "unit": "people", "value": "7000", "by": "agency"}
    add("figures", draw(around(MOST_LINES)), ("figure", figure))
    aid = {"measure": "aid", "by": ("host",), "text": "Grain {}."}
    add("measures", draw(around(MOST_LISTED)), ("measure", aid))
    days = sorted({day for one in made for day in one.sources})
    aligned = {day: "X" for day in days if draw(st.booleans())}
    counts |= {"rounds": rounds, "sources": len(days), "aligned": len(aligned)}
    return folder(*made, aligned=aligned), counts


def first(pattern: str, text: str) -> int:
    """Return the count that a sentence names, or 0 where nothing says it."""
    return int((re.findall(pattern, text) or [0])[0])


@few(15)
@given(many())
def test_every_number_in_a_terminal_is_the_number_of_what_is_there(
    drawn: tuple[Case, dict[str, int]],
) -> None:
    made, counts = drawn
    out = io.StringIO()
    show_dossier(compose(made).dossier, Console(file=out, width=500, emoji=False, markup=False))
    text = out.getvalue()
    footing = text.splitlines()[-1]
    text = f"{text.partition('SOURCES')[0]}{footing}"
    heads = [*WORDS, f"CONTESTED ({counts['contested']})"]
    parts: dict[str, list[str]] = {"": []}
    for line in text.splitlines():
        if line in heads:
            parts[line] = []
        list(parts.values())[-1].append(line)

    def items(part: str, mark: str) -> int:
        return sum(line.startswith(mark) for line in parts[part])

    def earlier(part: str) -> int:
        return sum(map(int, EARLIER.findall("\n".join(parts[part]))))

    said = SAID if counts["rounds"] < 2 else "What moved since 1 March 2022"
    assert earlier(said) + items(said, " - ") == counts["said"]
    outside = "OUTSIDE THE ROOM MEANWHILE"
    assert earlier(outside) + items(outside, " - ") == counts["outside"]
    figures = first(r"Figures on (\d+) earlier subjects?\b", text)
    assert figures + items(outside, " # Kind") == counts["figures"]
    assert earlier("Measures") + items("Measures", " - ") == counts["measures"]
    listed = [items(heads[-1], mark) for mark in (" # Matter", " - Matter")]
    assert sum(listed) + first(r"in full, with (\d+) more", text) == counts["contested"]
    assert bool(listed[1]) is ("And earlier" in text)
    assert first(r"Round (\d+) in the record", text) == counts["rounds"]
    assert first(r"(\d+) sources?,", text) == counts["sources"]
    assert first(r"of their outlets (\d+) state-aligned\.", text) == counts["aligned"]
    known = (
        r"\d{4}-\d\d-\d\d|\d+ [A-Z][a-z]+ \d{4}|\[[^]]*\]|7,000 people|CONTESTED \(\d+\)"
        r"|\d+ earlier|with \d+ more|\d+ more before it"
        r"|Round \d+ in the record|\d+ sources?\b|\d+ state-aligned"
    )
    assert not re.findall(r".*\d.*", re.sub(known, "", text))


@few(5)
@given(many())
def test_every_number_in_html_is_the_number_of_what_is_there(
    drawn: tuple[Case, dict[str, int]],
) -> None:
    made, counts = drawn
    whole = to_html(compose(made))
    text = re.sub(
        r"(?s)<svg.*?</svg>|<style.*?</style>|</?bdi[^>]*>",
        "",
        of_dossier(whole) + whole.rpartition('<p class="muted">')[2],
    )
    chunks = re.split(r"<h[23][^>]*>", text)
    parts = {chunk.partition("</h")[0]: chunk for chunk in chunks}

    def items(part: str) -> int:
        return parts[part].count("<li>")

    said = SAID if counts["rounds"] < 2 else "What moved since 1 March 2022"
    assert first(EARLIER.pattern, parts[said]) + items(said) == counts["said"]
    outside = "Outside the room meanwhile"
    assert first(EARLIER.pattern, parts[outside]) + items(outside) == counts["outside"]
    figures = first(r"Those on (\d+) earlier subjects?\b", text)
    subjects = parts.get("Reported figures", "").count('<th scope="row')
    assert figures + subjects == counts["figures"]
    assert items("Measures") == counts["measures"]
    assert text.count("<h3>Matter ") == counts["contested"]
    assert first(r"Round (\d+) in the record", text) == counts["rounds"]
    assert first(r"(\d+) sources?,", text) == counts["sources"]
    assert first(r"of their outlets (\d+) state-aligned\.", text) == counts["aligned"]


PARTIES = {party: party for party in ("north", "south", "west")}
Values = dict[str, dict[str, list[int]]]


def values(issues: int, options: int, seed: int) -> Values:
    """Draw what every party gives for the options of every issue, often the same."""
    random = Random(seed)
    return {
        party: {name(n): random.choices(range(0, 101, 25), k=options) for n in range(issues)}
        for party in PARTIES
    }


def assessed(drawn: Values, *, refused: bool = False) -> Brief:
    """Return the brief of talks; in them a party may refuse every option of the first issue."""
    options = {issue: "abcdefgh"[: len(row)] for issue, row in drawn["north"].items()}
    issue = next(iter(options))
    interests = [
        held(
            party,
            {
                issue: dict(zip(options[issue], map(str, row), strict=True))
                for issue, row in rows.items()
            },
            red_lines=[
                {issue: [one]} for one in options[issue] if refused and party == "north"
            ],
        )
        for party, rows in drawn.items()
    ]
    made = folder(parties=PARTIES, agenda=agenda(options), interests=interests)
    return compose(made, draws=100)


def shown(brief: Brief) -> list[str]:
    """Return what pages say of the deals: in the brief, in full, and in HTML."""
    found = []
    for whole in (False, True):
        out = io.StringIO()
        console = Console(file=out, width=500, emoji=False, markup=False)
        if whole:
            for outlook in brief.dossier.deals:
                show_blocks(short_outlook(outlook), console)
        else:
            show_dossier(brief.dossier, console)
        found.append(out.getvalue())
    return [*found, html.unescape(re.sub(r"<.*?>", "", to_html(brief)))]


def test_the_ways_that_open_a_deal_are_told_or_counted() -> None:
    brief = assessed(values(2, 8, 1), refused=True)
    found = brief.known.by_holder[0].found
    assert found is not None and len(found.blocks.openings) == 8
    for text in shown(brief):
        told = text.count("Some deal would clear the rest if")
        assert told + first(r"And (\d+) more ways", text) == 8
    for text in shown(brief)[:2]:  # No one way is spelt out before the others.
        first_way = text.split("Some deal would clear the rest if")[1]
        assert "   - " not in first_way.partition("Worth: ")[2].partition(" # ")[0]


@pytest.mark.parametrize("seed", [3, 8, 14])
def test_the_trades_are_told_or_counted(seed: int) -> None:
    brief = assessed(values(6, 3, seed))
    found = brief.known.by_holder[0].found
    assert found is not None and found.trades.found > 3
    for text in shown(brief)[1:]:
        part = text.partition("both gain by")[2]
        told = part.count("gives way on") // 2
        assert told + first(r"and (\d+) more", part) == found.trades.found


@pytest.mark.parametrize("seed", [0, 16, 21])
def test_ties_are_counted_by_what_they_are_worth(seed: int) -> None:
    drawn = values(3, 8, seed)
    deals = itertools.product(range(8), repeat=3)
    worths = {
        tuple(
            sum(row[place] for row, place in zip(rows.values(), deal, strict=True))
            for rows in drawn.values()
        )
        for deal in deals
    }
    best = [prod(worth) for worth in worths]
    for text in shown(assessed(drawn)):
        ties = first(r"(?i)the rule that weighs gains[^#]*? this deal, one of (\d+)", text) or 1
        assert ties == best.count(max(best))
