"""What a page shows is set apart, clean, and marked where words were found."""

import html
import re
from collections import OrderedDict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.host.people import example, hosted, sit

from accord.brief import lines
from accord.brief.sections import outside_the_room
from accord.host import rendering
from accord.host.rendering import in_browser, marked
from accord.record.search import folded, places
from accord.telling.svg_style import with_attributes

TEXTS = st.text(st.sampled_from("abcAÉéßﬁİ \u0301\u05d0\u05d1<&>"), max_size=20)


@given(TEXTS, st.lists(TEXTS, max_size=3))
def test_what_is_marked_is_one_of_the_words_and_nothing_is_lost(
    text: str, words: list[str]
) -> None:
    shown = str(marked(text, words))
    assert html.unescape(re.sub(r"</?(?:bdi|mark)[^>]*>", "", shown)) == text
    wanted = {part for word in words for part in folded(word).split()}
    for begin, end in places(text, words):
        assert any(part in folded(text[begin:end]) for part in wanted)
    small = "".join(folded(sign) for sign in text)
    assert bool(places(text, words)) is any(part in small for part in wanted)


def test_words_are_marked_whatever_their_case_and_accents() -> None:
    assert "<mark>Café</mark>" in str(marked("The Café of Haza", ["cafe"]))
    assert str(marked("<b>", ["b"])).count("<b>") == 0


def test_a_figure_keeps_what_is_set_in_it_without_a_style() -> None:
    svg = '<svg style="stroke: none"><path style="fill: var(--ink); opacity: 1"/></svg>'
    made = with_attributes(svg)
    assert " style=" not in made
    assert made == '<svg stroke="none"><path fill="var(--ink)" opacity="1"/></svg>'


def test_a_part_is_made_again_of_anything_else_and_only_the_last_used_are_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rendering, "_MOST", 2)
    monkeypatch.setattr(rendering, "_kept", OrderedDict())
    made: list[str] = []

    def part(*of: str) -> str:
        def make() -> str:
            made.append(" ".join(of))
            return made[-1]

        return rendering.kept(*of, caller=make)

    for one in ("a", "b", "a", "c", "a", "b"):
        assert part("test", one) == f"test {one}"
    assert made == ["test a", "test b", "test c", "test b"]


def test_what_the_library_says_of_a_command_names_a_page_in_a_browser(tmp_path: Path) -> None:
    for said in (lines.TIMELINE, outside_the_room.FIGURES, "and 2 more: --json lists them"):
        told = in_browser(f"And earlier: {said}")
        assert not re.search("FOLDER|--", told), told
    with hosted(example(tmp_path)) as host:
        guest = sit(host, "mediator")
        for page in ("/brief", "/brief/dossier", "/deals", "/marks", "/issues/posts"):
            assert not re.search("FOLDER|--json", guest.get(page)), page
        assert "Deals, Take away as JSON" in guest.get("/brief/dossier")
