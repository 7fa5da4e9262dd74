"""Blocks as HTML: nothing is lost, what is opened is closed, and no text is taken for a tag."""

import re

import pytest
from hypothesis import given, settings
from jinja2 import DictLoader
from tests.brief.parsed import Parsed
from tests.telling.blocks import drawn, texts

from accord.telling.blocks import (
    Block,
    Card,
    Drawing,
    Heading,
    Item,
    Listing,
    Paragraph,
    Run,
    TableBlock,
    TableRows,
)
from accord.telling.html_blocks import apart, environment, in_language


def shown(*blocks: Block) -> str:
    made = environment("accord.brief")
    made.loader = DictLoader({"one": "<main>{{ show(blocks) }}</main>"})
    return made.get_template("one").render(blocks=blocks)


@given(blocks=drawn())
@settings(max_examples=40)
def test_every_text_is_there_in_order_and_no_tag_is_left_open(
    blocks: tuple[Block, ...],
) -> None:
    html = Parsed(shown(*blocks))
    assert not html.mistakes
    ((_, text),) = html.all("main")
    found = list(texts(blocks))
    assert re.findall(r"w(\d+)w", text) == [one.split("w")[1] for one in found]
    for one in found:
        assert one.replace("[x]", "x") in text or one in text
    assert not html.all("b")


def test_each_block_has_the_tags_of_what_it_is() -> None:
    html = Parsed(
        shown(
            Heading("Top"),
            Heading("Deep", deeper=True, entries=("d",)),
            Paragraph("Yes.", style="verdict"),
            Paragraph(("see ", Run("below", to="end")), style="small"),
            Listing((Item("so", style="denies"),), side_by_side=True),
            Listing((), none="Nothing."),
            Card((Paragraph((Run("held", "strong"),)),)),
            Drawing(svg="<svg></svg>", caption="What it shows"),
        )
    )
    assert html.all("h3") == [({}, "Top")] and html.all("h4") == [({}, "Deep d")]
    assert html.all("p") == [
        ({"class": "verdict"}, "Yes."),
        ({"class": "muted"}, "see below"),
        ({"class": "muted"}, "Nothing."),
        ({}, "held"),
    ]
    assert html.all("a") == [({"href": "#end"}, "below")]
    assert html.all("ul") == [({"class": "readings"}, "\nso\n")]
    assert html.all("li") == [({"class": "denies"}, "so")]
    assert html.all("strong") == [({}, "held")] and len(html.all("svg")) == 1
    assert html.all("figcaption") == [({}, "What it shows")]


def test_rows_of_one_name_are_grouped() -> None:
    cell = (Item("c"),)
    html = Parsed(
        shown(
            TableBlock(
                header=("Of what", "How many"),
                groups=(
                    TableRows((Item("one"),), ((cell,), (cell,))),
                    TableRows((Item("two"),), ((cell,),)),
                ),
                columns=("",),
            )
        )
    )
    assert [a.get("rowspan") for a, _ in html.all("th")] == [None, None, "2", "1"]
    assert len(html.all("tbody")) == 2 and len(html.all("tr")) == 4
    assert all("data-of" not in a for a, _ in html.all("td"))


def test_earlier_ones_are_counted_and_no_command_is_named() -> None:
    for many, said in (
        (1, "1 earlier one is left out here."),
        (2, "2 earlier ones are left out here."),
    ):
        html = Parsed(shown(Listing((Item("x"),), earlier=many, more="see")))
        assert html.all("p") == [({"class": "muted"}, said)]


def test_only_texts_are_set_apart() -> None:
    assert apart(3) == 3 and apart("") == ""
    assert apart("a<b") == "<bdi>a&lt;b</bdi>"
    assert apart("שלום") == '<bdi dir="rtl" lang="he">שלום</bdi>'
    assert apart("the name שלום is set apart") == (
        '<bdi dir="ltr">the name <bdi lang="he">שלום</bdi> is set apart</bdi>'
    )


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ("La paix au col", "fr", '<span lang="fr"><bdi>La paix au col</bdi></span>'),
        ("Рада", "uk", '<span lang="uk"><bdi>Рада</bdi></span>'),
        ("שלום", "he-IL", '<span lang="he-IL"><bdi dir="rtl">שלום</bdi></span>'),
        ("Peace", "uk", "<bdi>Peace</bdi>"),  # translated
        ("Рада", "en", '<bdi lang="und-Cyrl">Рада</bdi>'),
        ("Mir", "sr-Latn", '<span lang="sr-Latn"><bdi>Mir</bdi></span>'),
        ("Peace", "Ukrainian, read in translation", "<bdi>Peace</bdi>"),
        ("Peace", '"><script>', "<bdi>Peace</bdi>"),
        ("Peace", "", "<bdi>Peace</bdi>"),
        ("", "uk", ""),
    ],
)
def test_a_text_has_the_language_that_is_said_if_its_letters_allow_it(
    text: str, language: str, shown: str
) -> None:
    assert in_language(text, language) == shown


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Plain, with Łódź and “signs” — 12 m³/s", ""),
        ("Верховна Рада, 28 червня", "und-Cyrl"),
        ("the Rada (Рада) says", ""),
        ("Βουλή", "el"),
        ("日本の外務省", "ja"),
        ("外交部", "und-Hani"),
        ("საქართველო", "ka"),
    ],
)
def test_a_text_has_the_language_that_most_of_its_letters_tell(
    text: str, language: str
) -> None:
    ((attributes, said),) = Parsed(apart(text)).all("bdi")
    assert said == text
    assert attributes.get("lang", "") == language
