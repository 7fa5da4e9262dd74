"""What is put into YAML text stands at the end of its list, and all else stays as it was."""

import textwrap
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import ODD

from accord.errors import FormatError
from accord.formats.insert import inserted, read_map
from accord.formats.tree import parse

NEW: list[Any] = [{"id": "new", "by": ["a", "b"]}]
ADDED = "- id: new\n  by: [a, b]\n"


def insert(text: str, key: str, added: list[Any] | dict[str, Any], name: str) -> str:
    return inserted(text, read_map(text, name), [key], added, name)[0]


CASES = {
    "no file yet": ("", "@entries:\n  - id: new\n    by: [a, b]\n"),
    "comments alone": ("# Later\n", "# Later\n@entries:\n  - id: new\n    by: [a, b]\n"),
    "no entries yet": (
        "sources: {}  # none\n",
        "sources: {}  # none\n@entries:\n  - id: new\n    by: [a, b]\n",
    ),
    "entries without a value": (
        "entries:  # to come\nsources: {}\n",
        "entries:  # to come\n@  - id: new\n    by: [a, b]\n@sources: {}\n",
    ),
    "entries that are null": ("entries: ~\n", "entries:\n@  - id: new\n    by: [a, b]\n"),
    "an empty list": (
        "entries: []  # none\nsources: {}\n",
        "entries:  # none\n@  - id: new\n    by: [a, b]\n@sources: {}\n",
    ),
    "entries commented out": (
        "entries:\n  # - id: old\n\n# The end\n",
        "entries:\n  # - id: old\n@  - id: new\n    by: [a, b]\n@\n# The end\n",
    ),
    "a list below its key": (
        "entries:\n- id: old # first\n",
        "entries:\n- id: old # first\n@- id: new\n  by: [a, b]\n",
    ),
    "an indented list": (
        "entries:\n    - id: old\n",
        "entries:\n    - id: old\n@    - id: new\n      by: [a, b]\n",
    ),
    "dashes on lines of their own": (
        "entries:\n  -\n      id: old\n",
        "entries:\n  -\n      id: old\n@  - id: new\n    by: [a, b]\n",
    ),
    "no line end": ("entries:\n- id: old", "entries:\n- id: old\n@- id: new\n  by: [a, b]\n"),
    "a comment behind the list": (
        "entries:\n  - id: old\n  # about old\n\n# The other kinds\n# - id: x\n",
        "entries:\n  - id: old\n  # about old\n@  - id: new\n    by: [a, b]\n@\n"
        "# The other kinds\n# - id: x\n",
    ),
    "keys after the list": (
        "entries:\n  - id: old\n\n# Sources\nsources: {}\n",
        "entries:\n  - id: old\n@  - id: new\n    by: [a, b]\n@\n# Sources\nsources: {}\n",
    ),
    "entries set apart": (
        "entries:\n  - id: a\n\n  - id: b\n\n",
        "entries:\n  - id: a\n\n  - id: b\n@\n  - id: new\n    by: [a, b]\n@\n",
    ),
    "a text that keeps its empty lines": (
        "entries:\n  - id: |+\n      old\n\n\nsources: {}\n",
        "entries:\n  - id: |+\n      old\n\n\n@  - id: new\n    by: [a, b]\n@sources: {}\n",
    ),
    "a text that looks like a comment": (
        "entries:\n  - id: |\n      old\n      # more\n",
        "entries:\n  - id: |\n      old\n      # more\n@  - id: new\n    by: [a, b]\n",
    ),
    "everything indented": (
        "  sources: {}\n  entries:\n  - id: old\n",
        "  sources: {}\n  entries:\n  - id: old\n@  - id: new\n    by: [a, b]\n",
    ),
    "line ends of Windows": (
        "entries:\r\n- id: old\r\n\r\nsources: {}\r\n",
        "entries:\r\n- id: old\r\n@- id: new\r\n  by: [a, b]\r\n@\r\nsources: {}\r\n",
    ),
    "a mark of the document's end": (
        "---\nentries:\n- id: old\n...\n",
        "---\nentries:\n- id: old\n@- id: new\n  by: [a, b]\n@...\n",
    ),
}


@pytest.mark.parametrize(("before", "after"), CASES.values(), ids=CASES)
def test_it_goes_in_where_a_person_would_put_it(before: str, after: str) -> None:
    assert insert(before, "entries", NEW, "record.yaml") == after.replace("@", "")


@pytest.mark.parametrize(
    "text",
    [
        "entries: [{id: old}]\n",
        "{entries: []}\n",
        "entries: {id: old}\n",
        "entries: old\n",
        "entries:\n  []\n",
    ],
)
def test_a_list_in_brackets_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(FormatError, match=r"^record\.yaml:[12]: nothing can be added"):
        insert(text, "entries", NEW, "record.yaml")


def test_keys_go_to_the_end_of_a_mapping() -> None:
    before = "sources:\n  a: {x: y}  # one\n\n# Entries\nentries: []\n"
    after = "sources:\n  a: {x: y}  # one\n  b:\n    x: '1'\n\n# Entries\nentries: []\n"
    assert insert(before, "sources", {"b": {"x": "1"}}, "record.yaml") == after


NESTED = {
    "a mapping that is there": (
        "agenda:\n  issues:\n    a:\n      name: A\n\n  # none yet\n  constraints: []\n",
        "agenda:\n  issues:\n    a:\n      name: A\n@    b:\n@      name: B\n\n"
        "  # none yet\n  constraints: []\n",
    ),
    "issues not yet": (
        "agenda:\n  constraints: []\n\n# The end\nx: {}\n",
        "agenda:\n  constraints: []\n@  issues:\n@    b:\n@      name: B\n\n# The end\nx: {}\n",
    ),
    "no agenda yet": (
        "title: T\n",
        "title: T\n@agenda:\n@  issues:\n@    b:\n@      name: B\n",
    ),
    "an agenda that is empty": (
        "agenda: {}  # later\ntitle: T\n",
        "agenda:  # later\n@  issues:\n@    b:\n@      name: B\ntitle: T\n",
    ),
    "issues that are empty": (
        "agenda:\n  issues:\n  constraints: []\n",
        "agenda:\n  issues:\n@    b:\n@      name: B\n  constraints: []\n",
    ),
    "issues in braces": (
        "agenda:\n  issues: {a: {name: A}}  # all\n",
        "agenda:\n  issues: {a: {name: A}@, b: {name: B}@}  # all\n",
    ),
    "issues in braces with a comma at their end": (
        "agenda:\n  issues: {\n    a: {name: A},\n  }\n",
        "agenda:\n  issues: {\n    a: {name: A},@ b: {name: B}@}\n",
    ),
    "everything in braces": (
        "agenda: {constraints: []}\n",
        "agenda: {constraints: []@, issues: {b: {name: B}}@}\n",
    ),
}


@pytest.mark.parametrize(("before", "after"), NESTED.values(), ids=NESTED)
def test_what_lies_deeper_goes_to_the_end_of_what_it_belongs_to(
    before: str, after: str
) -> None:
    new = {"b": {"name": "B"}}
    made = inserted(before, read_map(before, "x"), ["agenda", "issues"], new, "x")[0]
    assert made == after.replace("@", "")


def test_nothing_to_add_changes_nothing() -> None:
    assert insert("entries: [a]", "entries", [], "record.yaml") == "entries: [a]"


_TEXTS = st.sampled_from(ODD) | st.text(st.characters(exclude_categories=["Cs"]))
_COMMENTS = st.sampled_from(
    ["", "\n", "# a\n", "  # b\n", "\n\n# c\n\n", "    # d: [\n", " \n"]
)


@st.composite
def entries(draw: st.DrawFn) -> str:
    """Draw the text of a list item as somebody may write it, indented by two."""
    style = draw(st.sampled_from(["block", "flow", "literal", "folded", "kept"]))
    if style == "flow":
        return "  - {id: x, by: [a,\n     b]}  # e\n"
    sign = {"literal": "|", "folded": ">-", "kept": "|+"}.get(style)
    tail = f"    text: {sign}\n      a\n\n      # b\n\n" if sign else "    text: a\n      b\n"
    return "  - id: x  # f\n    # g\n" + tail


@st.composite
def records(draw: st.DrawFn) -> str:
    """Draw the text of a record with comments and blank lines everywhere."""
    listed = "".join(draw(_COMMENTS) + one for one in draw(st.lists(entries(), max_size=3)))
    blocks = draw(
        st.permutations(
            ["sources:\n  s: {x: y}\n", f"entries: # h\n{listed}", "more: |+\n  a\n\n"]
        )
    )
    text = "".join(draw(_COMMENTS) + block for block in blocks) + draw(_COMMENTS)
    if draw(st.booleans()):
        text = text.rstrip("\n ")
    return text.replace("\n", "\r\n") if draw(st.booleans()) else text


@given(text=records(), said=st.lists(_TEXTS, min_size=1, max_size=2))
def test_all_else_stays_and_what_is_read_is_the_old_and_the_new(
    text: str, said: list[str]
) -> None:
    added = [{"id": "n", "text": one} for one in said]
    new = insert(text, "entries", added, "record.yaml")
    read, olds = parse(new, "record.yaml"), both(text)
    assert read in [{**old, "entries": [*(old["entries"] or []), *added]} for old in olds]
    assert kept(text, new)


@given(text=records(), name=st.sampled_from(["t", "2022-01-01"]), said=_TEXTS)
def test_the_same_holds_for_sources(text: str, name: str, said: str) -> None:
    added = {name: {"title": said}}
    new = insert(text, "sources", added, "record.yaml")
    read, olds = parse(new, "record.yaml"), both(text)
    assert read in [{**old, "sources": {**old["sources"], **added}} for old in olds]
    assert kept(text, new)


def both(text: str) -> list[dict[str, Any]]:
    """Read a text as it is, and with the line end that its last line may be given."""
    return [parse(one, "record.yaml") for one in (text, text + "\n")]


def kept(before: str, after: str) -> bool:
    """Return whether the one text is the other with one piece put in, a last line end aside."""
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    rest = before[start:]
    return after.endswith(rest) and len(after) - len(rest) >= start


def test_a_shifted_text_is_the_same_text() -> None:
    assert textwrap.indent(ADDED, "  ") in insert("entries:\n  - a\n", "entries", NEW, "x")
