"""No printed page prices a red line, calls a deal best, or gives one holder's verdict alone.

Random talks are told in every way that deals are told, and what is printed is held against the
definition, word for word: which deal crosses whose red line.
"""

import io
import random
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from attrs import evolve
from frozendict import frozendict
from rich.console import Console
from tests.deals import oracle
from tests.deals.oracle import refuses

from accord.brief import compose
from accord.brief.html import to_html
from accord.brief.terminal import show_dossier
from accord.deals import Deals, to_json
from accord.errors import AccordError
from accord.model import TABLE, Actor, Deal, Interests, Party, Process
from accord.record import Case
from accord.telling.deal_words import Words
from accord.telling.improvement_words import improvement_lines
from accord.telling.lottery_words import division_lines, lottery_lines
from accord.telling.outlook_blocks import short_outlook
from accord.telling.terminal_blocks import show_blocks, show_lines
from accord.telling.why_not_words import why_not_lines

TENTHS = re.compile(r"\d\.\d+(?![\d%])")
DRAWS = 40


def folder(seed: int, by: tuple[str, ...] = ("desk",)) -> Case:
    """Make a folder of random talks, whose numbers some hold."""
    agenda, sides = oracle.talks(seed, ranges=seed % 2 == 0)
    parties = frozendict({s.party: Party(id=s.party, name=s.party.upper()) for s in sides})
    held = [
        evolve(s, id=f"{s.party}-{holder}", held_by=holder, for_=(TABLE,))
        for holder in by
        for s in sides
    ]
    actors = frozendict({one: Actor(id=one, name=one.capitalize()) for one in by})
    process = Process(title="Talks", parties=parties, actors=actors, agenda=agenda)
    return Case(process=process, interests=tuple(held))


def valued(plain: Any) -> Iterator[dict[str, Any]]:
    """Find everything in JSON that has a deal and what it is worth."""
    if isinstance(plain, dict):
        if "deal" in plain and "worth" in plain:
            yield plain
        for value in plain.values():
            yield from valued(value)
    elif isinstance(plain, list):
        for value in plain:
            yield from valued(value)


def told(lines: Any) -> str:
    out = io.StringIO()
    console = Console(file=out, width=10_000, emoji=False, markup=False)
    show_lines(lines, console)
    return out.getvalue()


def check_words(text: str) -> None:
    for phrase in ("Best by", "best by", "There was a deal", "gave way", "COMMON GROUND"):
        assert phrase not in text
    assert not TENTHS.search(text), TENTHS.search(text)


def check_worths(plain: Any, sides: dict[str, Interests]) -> None:
    """Hold every worth to the definition: null exactly where a red line is crossed."""
    for one in valued(plain):
        refusing = {p for p, side in sides.items() if refuses(side, one["deal"])}
        assert {p for p, worth in one["worth"].items() if worth is None} == refusing
        assert set(one["worth"]) == set(sides)
        for party, points in one.get("give", {}).items():
            assert (points is None) == (party in refusing)
        assert not refusing & set(one.get("short", {}))


@pytest.mark.parametrize("seed", range(24))
def test_no_worth_stands_beside_a_crossed_red_line(seed: int) -> None:
    made = folder(seed)
    brief = compose(made, draws=DRAWS)
    (view,) = brief.known.by_holder
    if view.found is None:
        pytest.fail(view.outlook.missing)
    agenda, sides = made.process.agenda, {i.party: i for i in view.interests}
    rng = random.Random(seed)
    deal: Deal = {i: rng.choice(list(issue.choices)) for i, issue in agenda.issues.items()}
    part = dict(list(deal.items())[: rng.randint(1, len(deal))])
    better, against = view.found.improve(deal), view.found.why_not(part)
    drawn = view.found.lotteries
    plain = {
        "deals": to_json(view.found),
        "improvements": to_json(better),
        "why_not": to_json(against),
        "lotteries": to_json(drawn),
    }
    check_worths(plain, sides)
    given = {p for p, side in sides.items() if refuses(side, deal)}
    for one in plain["improvements"]["nearest"]:
        refusing = given | {p for p, side in sides.items() if refuses(side, one["deal"])}
        assert {p for p, points in one["gains"].items() if points is None} == refusing
    for trade in plain["deals"]["trades"]["trades"]:
        assert not {line["party"] for line in trade["against"]} & {
            *trade["gains"],
            *trade["losses"],
            *trade["others_gain"],
        }
    words = Words(made.process, view.found)
    text = told([*improvement_lines(words, better), *why_not_lines(words, against)])
    text += told(lottery_lines(made.process, view.found))
    out = io.StringIO()
    console = Console(file=out, width=10_000, emoji=False, markup=False)
    show_dossier(brief.dossier, console)
    show_blocks(short_outlook(view.outlook), console)
    blocks = " ".join(block.text for block in view.outlook.blocks)
    for printed in (text, out.getvalue(), blocks):
        check_words(printed)
    for block, opening in zip(view.outlook.blocks, view.found.blocks.openings, strict=False):
        refusing = {p for p, side in sides.items() if refuses(side, opening.best.deal)}
        assert {one.party for one in block.points if one.worth is None} == refusing
        for one in block.points:
            assert (f"{one.name}: crosses a red line" in one.said) == (one.party in refusing)
    html = to_html(brief)
    section = html[html.index('id="deals"') :]
    section = re.sub(r"(?s)<svg.*?</svg>", "", section)
    check_words(re.sub(r"<[^>]*>", "", section))
    assert section.count("crosses a red line") >= sum(
        one.worth is None for block in view.outlook.blocks for one in block.points
    )


@pytest.mark.parametrize("seed", range(12))
def test_no_deal_that_crosses_a_red_line_is_drawn_for_its_party(seed: int) -> None:
    made = folder(seed)
    agenda, sides = made.process.agenda, made.interests
    found = Deals(agenda, sides).cloud()
    assert found is not None
    right = oracle.Oracle(agenda, list(sides))
    for a in range(len(sides)):
        for b in range(a):
            kept = [
                deal
                for deal in right.possible
                if not refuses(sides[a], deal) and not refuses(sides[b], deal)
            ]
            assert len(found.among((a, b))) == len(kept)


@pytest.mark.parametrize("seed", range(40))
def test_no_number_of_points_stands_beside_a_division_that_a_red_line_refuses(
    seed: int,
) -> None:
    made = folder(seed)
    sides = [evolve(s, interactions=()) for s in made.interests[:2]]
    try:
        found = Deals(made.process.agenda, sides).division
    except AccordError:
        return
    taken = {issue: {option} for issue, option in found.settled.items()}
    taken |= {i: {o.wants[p] for p in o.wants if o.share[p]} for i, o in found.issues.items()}
    refusing = {
        side.party
        for side in sides
        if any(
            all(taken[i] & set(options) for i, options in line.never.items())
            for line in side.red_lines
        )
    }
    gets = to_json(found)["gets"]
    assert isinstance(gets, dict)
    assert {party for party, points in gets.items() if points is None} == refusing
    text = told(division_lines(made.process, found))
    assert ("of its own 100 points" in text) == (not refusing)
    check_words(text)


def test_where_two_hold_numbers_no_verdict_stands_before_that_they_do() -> None:
    for seed in range(6):
        made = folder(seed, by=("desk", "institute"))
        brief = compose(made, draws=DRAWS)
        assert len(brief.known.by_holder) == 2
        out = io.StringIO()
        show_dossier(brief.dossier, Console(file=out, width=10_000))
        assert brief.dossier.holders
        html = to_html(brief)
        plain = unescape(re.sub(r"<[^>]*>", "", html[html.index('id="deals"') :]))
        for text in (out.getvalue(), plain):
            first = text.index(brief.dossier.holders.partition(":")[0])
            assert first < text.index("By these numbers, ")
            assert text.count("By these numbers, ") >= 2
