"""JSON with lines: what Python's own reader takes is taken, and nothing else."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.errors import InvalidProcess
from accord.formats.json_tree import parse_json
from accord.formats.tree import Map, Seq

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)
finite = st.dictionaries(st.text(max_size=3), values, max_size=3)


def plain(value: Any) -> Any:
    """Write a value as the tree has it: everything but lists and objects as texts."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value)


def no_constant(name: str) -> None:
    raise ValueError(name)


def without_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a key is given twice")
    return dict(pairs)


@given(finite, st.booleans(), st.sampled_from([None, 1]))
def test_whatever_python_writes_is_read(
    value: dict[str, Any], escaped: bool, indent: int | None
) -> None:
    text = json.dumps(value, ensure_ascii=escaped, indent=indent)
    if "Infinity" not in text:
        assert parse_json(text, "a.json") == plain(value)


@given(finite, st.data())
def test_damaged_texts_are_taken_as_python_takes_them(
    value: dict[str, Any], data: st.DataObject
) -> None:
    text = json.dumps(value, indent=1)
    at = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(at, min(at + 2, len(text))))
    odd = data.draw(st.sampled_from(["", *'{}[],:"\\\x0017', "NaN", "null", "//", "\n", "'"]))
    text = text[:at] + odd + text[end:]
    try:
        known = json.loads(
            text, object_pairs_hook=without_twice, parse_constant=no_constant, parse_float=str
        )
        json.dumps(known, ensure_ascii=False).encode()  # no half of a character
    except ValueError:
        known = None
    try:
        found = parse_json(text, "a.json")
    except InvalidProcess as invalid:
        assert not isinstance(known, dict)
        assert all(1 <= p.line <= text.count("\n") + 1 for p in invalid.problems)
    else:
        assert isinstance(known, dict)
        assert found.keys() == known.keys()


@pytest.mark.parametrize(
    "text",
    [
        '\t{\t"a"\t:\t1\t,\r\n\t"b" : [ 2\t]}',
        '{"a":1,"b":-1.5E+3,"c":true,"d":[1,2],"e":{"f":null}}',
        '{"a"\n\n:\n1, "b"\n: [\n{"c" : 2}]}',
        '{"' + "k" * 5000 + '": "' + "v" * 5000 + '"}',
        '{"a": "x\\ud83d\\ude00y", "\\ud83d\\ude00": "\\\\ud83d\\\\ude00"}',
        '{"a": "\x85 \u2028 \u2029 \x7f \ufeff \\/ \\b\\f\\n  \\t", "\u2028": ""}',
        '{"a": "null", "~": "~", "b": "yes: no # - ? !x &y *z", "c": "  two  "}',
        '{"a": ' + "9" * 5000 + "}",
    ],
)
def test_where_json_is_no_yaml_it_is_read_as_json(text: str) -> None:
    known = json.loads(text, parse_int=str, parse_float=str)
    assert parse_json(text, "a.json") == plain(known)


def test_lines_are_those_of_keys_and_items() -> None:
    tree = parse_json('{\n"a": [1,\n\n2],\n"b":\n{"c": null}}', "a.json")
    assert tree.lines == {"a": 2, "b": 5}
    assert isinstance(tree["a"], Seq)
    assert tree["a"].lines == [2, 4]
    assert isinstance(tree["b"], Map)
    assert (tree["b"].line, tree["b"].lines) == (6, {"c": 6})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "1: this is not JSON: a value is missing here, or is none that JSON knows"),
        ("[]", "1: the file must hold an object: { ... }"),
        ('{"a": NaN}', "1: this is not JSON: a value is missing here, or is none that"),
        ('{"a": 1,\n"a": 2}', "2: 'a' is given twice; the first is on line 1"),
        ('{"a": 1\n"b": 2}', "2: this is not JSON: a comma or a closing bracket is missing"),
        ('{"a" 1}', "1: this is not JSON: a key and its value need ':' between them"),
        ('{"a": [1,]}', "1: this is not JSON: a value is missing here"),
        ('{"a": 1,}', "1: this is not JSON: a key in quotation marks is missing here"),
        ('{"a": "b\n"}', "1: this is not JSON: a quotation mark is never closed"),
        ('{"a":\n"b\\ud800c"}', "2: this is not JSON: there is half of a character in"),
        ('{"a": 1}, 2', "1: this is not JSON: something follows the end of the object"),
        ("{} x", "1: this is not JSON: something follows the end of the object"),
        ('{"a":' * 100_000, "1: this is nested deeper than 24 levels"),
        ('{"a":' + "[" * 100_000, "1: this is nested deeper than 24 levels"),
    ],
)
def test_a_mistake_is_said_with_its_line(text: str, said: str) -> None:
    with pytest.raises(InvalidProcess) as caught:
        parse_json(text, "a.json")
    assert str(caught.value).startswith(f"a.json:{said}")
