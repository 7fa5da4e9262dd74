"""JSON as the mappings, lists and texts that YAML gives: with lines, and nothing trusted.

Python's own reader says whether a text is JSON. JSON is YAML but for some corners: tabs,
escapes of halves of characters, signs that end a line in YAML alone, long keys, keys apart from
their colon. So the text is written without these, on the same lines, and read as YAML.
"""

import json
import re

from accord.errors import InvalidProcess, Problem
from accord.formats.tree import DEEPEST, Map, parse

_TOKEN = re.compile(r'("(?:[^"\\]|\\.)*")(\s*:)?|[\[{]|[\]}]|\t|NaN|-?Infinity', re.DOTALL)
_PLAIN = re.compile(r'"[ !#-\[\]-~]*"')
"""A text in quotation marks that stands for itself in JSON and YAML."""

_NO_VALUE = "a value is missing here, or is none that JSON knows"
_ADVICE = (
    ("Expecting value", _NO_VALUE),
    ("Expecting property name", "a key in quotation marks is missing here"),
    ("Illegal trailing comma", "a key in quotation marks or a value is missing after a comma"),
    ("Expecting ',' delimiter", "a comma or a closing bracket is missing here"),
    ("Expecting ':' delimiter", "a key and its value need ':' between them"),
    ("Extra data", "something follows the end of the object"),
)
"""What is wrong, by how Python begins to say it."""
_TEXT = (
    "a quotation mark is never closed, or a line break, tab or backslash in the text is not "
    "escaped"
)


def parse_json(text: str, name: str) -> Map:
    """Read JSON text into mappings, lists and texts, as `tree.parse` reads YAML.

    Numbers are given as texts, and null as an empty text. The whole must be one object.

    Args:
        text: The text.
        name: The file's name, for sentences.

    Raises:
        InvalidProcess: If it is not JSON, is nested too deep, or repeats a key.
    """

    def refused(line: int, sentence: str) -> InvalidProcess:
        return InvalidProcess([Problem(name, line, sentence)])

    def line_at(token: re.Match[str]) -> int:
        return text.count("\n", 0, token.start()) + 1

    def rewritten(token: re.Match[str]) -> str:
        string, colon = token.groups()
        if string is None:
            return " " if token[0] == "\t" else token[0]
        try:
            plain = string if _PLAIN.fullmatch(string) else _as_yaml(json.loads(string))
        except UnicodeEncodeError:
            sentence = "this is not JSON: there is half of a character in the text"
            raise refused(line_at(token), sentence) from None
        # With a question mark, a key may be long.
        return plain if colon is None else f"? {plain} : " + "\n" * colon.count("\n")

    depth = 0
    for token in _TOKEN.finditer(text):
        depth += (token[0] in "[{") - (token[0] in "]}")
        if depth > DEEPEST:
            raise refused(line_at(token), f"this is nested deeper than {DEEPEST} levels")
        if token[0][-1] in "Ny":
            raise refused(line_at(token), f"this is not JSON: {_NO_VALUE}")
    try:
        root = json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        advice = (what for start, what in _ADVICE if error.msg.startswith(start))
        raise refused(error.lineno, f"this is not JSON: {next(advice, _TEXT)}") from None
    if not isinstance(root, dict):
        raise refused(1, "the file must hold an object: { ... }")
    return parse(_TOKEN.sub(rewritten, text), name)


def _as_yaml(text: str) -> str:
    """Return a text in quotation marks with all but plain signs as escapes of YAML."""
    text.encode()
    plain = (
        sign if " " <= sign <= "~" and sign not in '"\\' else f"\\U{ord(sign):08X}"
        for sign in text
    )
    return f'"{"".join(plain)}"'
