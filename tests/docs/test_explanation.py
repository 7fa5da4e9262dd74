"""The rules of the table are explained, and words are defined once."""

import re
from pathlib import Path

import pytest

from accord.talks import Phase, Role, rule_sets

DOCS = Path(__file__).parents[2] / "docs"
PAGES = [path.read_text("utf-8") for path in (DOCS / "explanation").glob("*.md")]
WORDS = (DOCS / "reference" / "words.md").read_text("utf-8")


@pytest.mark.parametrize("name", rule_sets())
def test_every_rule_set_is_named_on_a_page(name: str) -> None:
    named = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])", re.IGNORECASE)
    assert any(named.search(page) for page in PAGES)


def test_every_phase_and_role_is_among_the_words() -> None:
    missing = {one.value for one in (*Role, *Phase)} - set(re.findall(r"[\w-]+", WORDS))
    assert not missing


def test_every_word_is_defined_once() -> None:
    glossaries = re.findall(r"```\{glossary\}\n(.*?)```", WORDS, re.S)
    entries = [entry for text in glossaries for entry in text.strip().split("\n\n")]
    terms = [entry.partition("\n")[0] for entry in entries]
    assert len(terms) == len(set(terms))
    for entry in entries:
        meaning = " ".join(entry.partition("\n")[2].split())
        assert meaning.endswith(".")
