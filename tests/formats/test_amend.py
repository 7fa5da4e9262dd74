"""What is changed in a text is changed there and nowhere else."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from accord.errors import FormatError
from accord.formats.amend import amended, without
from accord.formats.tree import Map, Seq, parse

EXAMPLES = Path(__file__).parents[2] / "examples"
TEXTS = {
    "skeleton process": (files("accord.formats") / "skeleton/process.yaml").read_text("utf-8"),
    "skeleton record": (files("accord.formats") / "skeleton/record.yaml").read_text("utf-8"),
    "river process": (EXAMPLES / "sarn-river/process.yaml").read_text("utf-8"),
    "river record": (EXAMPLES / "sarn-river/record.yaml").read_text("utf-8"),
    "odd": """\
# about
a: |
  some words

  over lines
# before b
b: {x: 1, y: [p, q], z: "end"}   # behind b
c:
- k: >-
    folded
    text
  l: [1, 2]  # behind l

- {k: one, m: two}
-   n:
      deep: 1
d:   # behind d
  e: 'it''s'
""",
}


def mappings(tree: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(tree, Map):
        yield path
    steps = tree.items() if isinstance(tree, Map) else enumerate(tree)
    for step, held in steps:
        if isinstance(held, Map | Seq):
            yield from mappings(held, (*path, step))


def at(tree: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        tree = tree[step]
    return tree


def comments(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.lstrip().startswith("#")]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("name", TEXTS)
def test_any_key_can_be_set_and_taken_away_and_comments_stay(name: str, end: str) -> None:
    text = TEXTS[name].replace("\n", end)
    old = parse(text, name)
    found = list(mappings(old))
    for path in found[:: len(found) // 12 + 1]:
        for key in list(at(old, path))[:6]:
            for value in ("new: words", ["a", "b"], {"a": {"b": ["c, d"]}}, "long " * 40):
                new, tree = amended(text, old, path, {key: value}, name)
                assert at(tree, path)[key] == value
                assert comments(new)[:1] == comments(text)[:1]
            new, tree = amended(text, old, path, {key: None}, name)
            assert at(tree, path) in (
                {k: v for k, v in at(old, path).items() if k != key},
                "",
            )
            new, tree = amended(text, old, path, {"added-key": "x"}, name)
            assert at(tree, path) == {**at(old, path), "added-key": "x"}
            assert comments(new) == comments(text)


@pytest.mark.parametrize("name", TEXTS)
def test_any_item_can_be_taken_out(name: str) -> None:
    text = TEXTS[name]
    old = parse(text, name)
    for key, held in old.items():
        if isinstance(held, Map | Seq):
            steps = list(held) if isinstance(held, Map) else list(range(len(held)))
            for step in steps[:: len(steps) // 8 + 1]:
                new, tree = without(text, old, (key, step), name)
                assert len(tree[key]) == len(held) - 1
                assert comments(new)[:1] == comments(text)[:1]


def test_only_the_lines_of_what_is_changed_change() -> None:
    text, old = TEXTS["odd"], parse(TEXTS["odd"], "odd")
    new, _ = amended(text, old, ("c", 1), {"m": "three: 3"}, "odd")
    assert new == text.replace("m: two", "m: 'three: 3'")
    new, _ = amended(text, old, ("b",), {"y": None}, "odd")
    assert new == text.replace("y: [p, q], ", "")
    new, _ = amended(text, old, ("c", 0), {"l": ["x"]}, "odd")
    assert new == text.replace("l: [1, 2]  # behind l", "l: [x]  # behind l")
    new, _ = amended(text, old, ("c", 0), {"k": "short"}, "odd")
    assert new == text.replace(">-\n    folded\n    text", "short")
    new, _ = without(text, old, ("c", 1), "odd")
    assert new == text.replace("- {k: one, m: two}\n", "")


def test_what_cannot_be_changed_is_named_with_its_line() -> None:
    text = "a:\n  ? b\n  : c\n"
    with pytest.raises(FormatError, match="f:2: 'b' cannot be changed as it is written here"):
        amended(text, parse(text, "f"), ("a",), {"b": {"d": ["e", {"f": "g"}]}}, "f")
