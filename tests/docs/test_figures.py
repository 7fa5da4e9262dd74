"""Pictures made from the code show what the code finds."""

import re
from pathlib import Path

import pytest
from docs.figures import FIGURES, THEORY, svg

DOCS = Path(__file__).parents[2] / "docs"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
HASH = re.compile(r"\b[mp][0-9a-f]{10}\b")
STALE = "the picture is stale: run 'make reference'"
HAIR = 0.02
"""Printer's points: no eye sees it, and processors may round so differently."""


def said(picture: str) -> list[str]:
    """Return the texts of a picture, what it shows among them."""
    return [text.strip() for text in re.findall(r">([^<>]+)<", picture) if text.strip()]


@pytest.mark.parametrize("name", FIGURES)
def test_pictures_are_as_the_code_is(name: str) -> None:
    there = (THEORY / f"{name}.svg").read_text("utf-8")
    drawn = svg(name)
    assert said(there) == said(drawn), STALE
    there, drawn = HASH.sub("", there), HASH.sub("", drawn)
    assert NUMBER.sub("#", there) == NUMBER.sub("#", drawn), STALE
    pairs = zip(NUMBER.findall(there), NUMBER.findall(drawn), strict=True)
    assert all(abs(float(a) - float(b)) <= HAIR for a, b in pairs), STALE


def test_every_picture_is_drawn_and_shown_with_words_for_those_who_do_not_see_it() -> None:
    files = {path.stem for path in THEORY.glob("*.svg")}
    assert files == set(FIGURES)
    shown: dict[str, str] = {}
    for page in DOCS.glob("**/*.md"):
        text = " ".join(page.read_text("utf-8").split())
        shown |= {n: w for w, n in re.findall(r"!\[([^]]*)\]\([^)]*/theory/(.+?)\.svg\)", text)}
    assert set(shown) == files
    assert all(len(words) > 20 for words in shown.values())
