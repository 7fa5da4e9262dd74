"""Files that cannot be read: one sentence each. What can be read keeps its lines."""

from pathlib import Path

import pytest
import yaml

from accord.errors import InvalidProcess
from accord.formats import tree
from accord.formats.tree import DEEPEST, Map, Seq, line_of, parse, read_text


def said(text: str) -> list[str]:
    try:
        parse(text, "f")
    except InvalidProcess as invalid:
        return [str(problem) for problem in invalid.problems]
    return []


COLON = (
    "this is not YAML: there is a ': ' too many here; put the text in quotation marks, or "
    "indent the line as the keys beside it"
)
INDENT = (
    "this is not YAML: this line is indented unlike the keys beside it, or something follows a "
    "closing quotation mark or bracket"
)
EMPTY = "the file is empty; 'accord new FOLDER' shows what may stand in it"
KEYS = "the file must begin with a key and a colon, such as 'title: ...'"
SIGN = "there is a character here that YAML does not allow; remove it"

UNREADABLE = [
    ("", f"f:1: {EMPTY}"),
    ("# only a comment\n", f"f:1: {EMPTY}"),
    ("~", f"f:1: {EMPTY}"),
    ("words", f"f:1: {KEYS}"),
    ("- a\n- b\n", f"f:1: {KEYS}"),
    ("title: Talks: the first\n", f"f:1: {COLON}"),
    ("a: 1\n b: 2\n", f"f:2: {COLON}"),
    ("a:\n  b: 1\n c: 2\n", f"f:3: {INDENT}"),
    ("a: 'don't'\n", f"f:1: {INDENT}"),
    ("a: 1\nb\nc: 2\n", "f:3: this is not YAML: a key and its value need ': ' between them"),
    ("a: 'x\nb: y\n", "f:1: this is not YAML: the quotation mark opened here is never closed"),
    ("a:\n\tb: c\n", "f:2: this is not YAML: indent with spaces, not with tabs"),
    (
        "a: @b\n",
        "f:1: this is not YAML: a text that begins with @ must stand in quotation marks",
    ),
    (
        "é: é\na: %b\n",
        "f:2: this is not YAML: a text that begins with % must stand in quotation marks",
    ),
    (
        "a: [1, 2\nb: 3\n",
        "f:1: this is not YAML: the bracket [ opened here is not closed, or a comma is missing "
        "after it",
    ),
    (
        "a: {b: 1\nc: 2\n",
        "f:1: this is not YAML: the brace { opened here is not closed, or a comma is missing "
        "after it",
    ),
    (
        "a: ]\n",
        "f:1: this is not YAML: a value is missing here, or a bracket is closed that was never "
        "opened",
    ),
    (
        "a:\n- b\nc\n",
        "f:4: this is not YAML: a key and its value need ': ' between them",
    ),
    (
        "- a\nb: c\n",
        "f:2: this is not YAML: the items of a list must begin with '- ', one below another",
    ),
    ("a: - b\n", "f:1: this is not YAML: a list begins on a line of its own, below its key"),
    (
        'a: "\\q"\n',
        "f:1: this is not YAML: write \\\\ for a backslash, or use single quotation marks",
    ),
    ("{a: b}}\n", "f:1: this is not YAML: this belongs to nothing above it"),
    ("%FOO\n---\na: b\n", "f:1: this is not YAML: found unknown directive name"),
    ("a: b\nc: \x01\n", f"f:2: {SIGN}"),
    ("é: b\né: é\nc: \x00\n", f"f:3: {SIGN}"),
    ("a: b\nc: \ud800\n", "f:2: this is not UTF-8: give it in UTF-8"),
    ("a: &x 1\nb: *x\nc: *x\n", "f:2: the alias *x is not read: write the value out"),
    ("a: {<<: *x}\n", "f:1: the alias *x is not read: write the value out"),
    (
        "a: 1\n---\nb: 2\n",
        "f:2: a second document begins here (---): one file holds one document",
    ),
    ("? [a, b]\n: c\n", "f:1: a key must be a word, not a list or a mapping"),
    ("? {a: b}\n: c\n", "f:1: a key must be a word, not a list or a mapping"),
    (
        "a:\n  " + "[" * DEEPEST + "]" * DEEPEST,
        f"f:2: this is nested deeper than {DEEPEST} levels",
    ),
    ("a: " + "{b: " * 10**5, f"f:1: this is nested deeper than {DEEPEST} levels"),
]


@pytest.mark.parametrize(("text", "sentence"), UNREADABLE)
def test_what_cannot_be_read_is_one_sentence(text: str, sentence: str) -> None:
    assert said(text) == [sentence]


@pytest.mark.parametrize(
    "text", [text for text, sentence in UNREADABLE if "not YAML" in sentence]
)
def test_the_slower_reader_finds_a_sentence_too(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where PyYAML was built without libyaml, its own reader words mistakes differently."""
    monkeypatch.setattr(tree, "_Loader", yaml.SafeLoader)
    if text.startswith("%FOO"):
        return
    (problem,) = said(text)
    assert problem.startswith("f:")
    assert "expected" not in problem


def test_duplicate_keys_and_tags_are_all_said() -> None:
    assert said("a: 1\nb: !!int 2\na: 3\nc: !x\n  d: 1\n  d: !!set {}\n") == [
        "f:2: the tag !!int is not read: leave it out",
        "f:3: 'a' is given twice; the first is on line 1",
        "f:4: the tag !x is not read: leave it out",
        "f:6: 'd' is given twice; the first is on line 5",
        "f:6: the tag !!set is not read: leave it out",
    ]


def test_what_a_merge_left_is_one_sentence_a_conflict() -> None:
    conflict = "<<<<<<< HEAD\n  text: mine\n  by: a\n=======\n  text: yours\n>>>>>>> 1f3a\n"
    found = said(f"a: 1\n{conflict}b:\n{conflict}")
    assert [one.partition(": ")[0] for one in found] == ["f:2", "f:9"]
    assert all("two have changed this place, and a merge left both" in one for one in found)
    assert said("text: |\n  <<<<<<< HEAD\n  =======\n  >>>>>>> 1f3a\n") == []


def test_aliases_that_would_fill_any_memory_do_nothing() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{new}: &{new} [*{old}, *{old}]\n"
        for old, new in zip("abcdefghi", "bcdefghij", strict=True)
    )
    assert said(bomb) == ["f:2: the alias *a is not read: write the value out"]


@pytest.mark.parametrize("text", ["a: " + "[" * 10**6, "a: " + "'" * 10**6 + "x", "? " * 10**5])
def test_odd_text_is_refused_with_one_sentence(text: str) -> None:
    assert len(said(text)) == 1


def test_texts_stay_texts() -> None:
    read = parse("a: no\nb: 2022-02-28\nc: 1e3\nd: ~\ne: '~'\nf: ''\ng: null\nh: 'null'\n", "f")
    assert list(read.values()) == ["no", "2022-02-28", "1e3", "", "~", "", "", "null"]


def test_everything_keeps_its_line() -> None:
    text = "a:\n  - b: 1\n    c: [x,\n      y]\n  - d\n"
    read = parse(text, "f")
    assert read == {"a": [{"b": "1", "c": ["x", "y"]}, "d"]}
    paths = [
        (),
        ("a",),
        ("a", 0),
        ("a", 0, "c"),
        ("a", 0, "c", 1),
        ("a", 1),
        ("a", 0, "z", "y"),
    ]
    assert [line_of(read, path) for path in paths] == [1, 1, 2, 3, 4, 5, 2]
    assert isinstance(read, Map)
    listed = read["a"]
    assert isinstance(listed, Seq)
    assert (listed.column, listed[0]["c"].column) == (2, -1)
    assert text[: listed[0]["c"].end].endswith("y]")


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_bytes(b"\xef\xbb\xbfa: b\r\nc: d\r\n")
    assert parse(read_text(file, "f"), "f").lines == {"a": 1, "c": 2}


@pytest.mark.parametrize(
    ("data", "line"),
    [(b"a: b\nc: \xff\n", 2), ("a: b\n".encode("utf-16"), 1), (b"a: caf\xe9\n", 1)],
)
def test_other_encodings_are_refused(data: bytes, line: int, tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_bytes(data)
    with pytest.raises(InvalidProcess) as caught:
        read_text(file, "f")
    sentence = "the file is not UTF-8 from here on; save it as UTF-8"
    assert str(caught.value) == f"f:{line}: {sentence}"


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "f"
    with file.open("wb") as stream:
        stream.truncate(tree.LARGEST + 2**20)
    with pytest.raises(InvalidProcess) as caught:
        read_text(file, "f")
    assert str(caught.value) == "f: the file is too large: 65 MiB; the limit is 64 MiB"
