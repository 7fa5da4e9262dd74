"""JSON as the mappings, lists and texts that YAML gives: with lines, and nothing trusted."""

import re
from json import JSONDecodeError, JSONDecoder
from typing import Any

from accord.errors import InvalidProcess, Problem
from accord.formats.tree import DEEPEST, Map, Seq

_STRINGS = JSONDecoder()
_SPACE = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
_WORDS = {"true": "true", "false": "false", "null": ""}
_WORD = re.compile(r"[A-Za-z_]\w*")


def parse_json(text: str, name: str) -> Map:
    """Read JSON text into mappings, lists and texts, as `tree.parse` reads YAML.

    Numbers are given as texts, and null as an empty text. The whole must be one object.

    Args:
        text: The text.
        name: The file's name, for sentences.

    Raises:
        InvalidProcess: If it is not JSON, is nested too deep, or repeats a key.
    """
    parser = _Parser(text, name)
    root = parser.value(0)
    if parser.sign():
        raise parser.stop("something follows the end of the object")
    if not isinstance(root, Map):
        parser.problems.append(Problem(name, 1, "the file must hold an object: { ... }"))
    if parser.problems:
        raise InvalidProcess(parser.problems)
    assert isinstance(root, Map)
    return root


class _Parser:
    """Reads from left to right."""

    def __init__(self, text: str, name: str) -> None:
        self.text, self.name = text, name
        self.problems: list[Problem] = []
        self.at = 0
        self._line, self._counted = 1, 0

    def line(self) -> int:
        """Return the line reached, counted on from where it was asked for last."""
        self._line += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self._line

    def sign(self) -> str:
        """Go past blanks, and give the sign that follows."""
        found = _SPACE.match(self.text, self.at)
        assert found is not None
        self.at = found.end()
        return self.text[self.at : self.at + 1]

    def stop(self, sentence: str) -> InvalidProcess:
        problem = Problem(self.name, self.line(), f"this is not JSON: {sentence}")
        return InvalidProcess([*self.problems, problem])

    def value(self, depth: int) -> Any:
        sign = self.sign()
        if sign == "{" or sign == "[":
            if depth >= DEEPEST:
                raise self.stop(f"this is nested deeper than {DEEPEST} levels")
            return self._object(depth) if sign == "{" else self._array(depth)
        if sign == '"':
            return self._string()
        if number := _NUMBER.match(self.text, self.at):
            self.at = number.end()
            return number[0]
        word = _WORD.match(self.text, self.at)
        if word and word[0] in _WORDS:
            self.at = word.end()
            return _WORDS[word[0]]
        raise self.stop("a value is missing here, or is none that JSON knows")

    def _object(self, depth: int) -> Map:
        found = Map(self.line())
        self.at += 1
        more = not self._closed("}")
        while more:
            if self.sign() != '"':
                raise self.stop("a key in quotation marks is missing here")
            line, key = self.line(), self._string()
            if key in found.lines:
                sentence = f"'{key}' is given twice; the first is on line {found.lines[key]}"
                self.problems.append(Problem(self.name, line, sentence))
            if self.sign() != ":":
                raise self.stop("a key and its value need ':' between them")
            self.at += 1
            found.lines[key] = line
            found[key] = self.value(depth + 1)
            more = self._more("}")
        return found

    def _array(self, depth: int) -> Seq:
        found = Seq(self.line(), -1)
        self.at += 1
        more = not self._closed("]")
        while more:
            self.sign()
            found.lines.append(self.line())
            found.append(self.value(depth + 1))
            more = self._more("]")
        return found

    def _closed(self, bracket: str) -> bool:
        if self.sign() != bracket:
            return False
        self.at += 1
        return True

    def _more(self, bracket: str) -> bool:
        """Go past the comma after a value, or past the bracket that ends the list."""
        if self._closed(bracket):
            return False
        if not self._closed(","):
            raise self.stop(f"a comma or '{bracket}' is missing here")
        return True

    def _string(self) -> str:
        try:
            value, self.at = _STRINGS.raw_decode(self.text, self.at)
        except JSONDecodeError as error:
            self.at = error.pos
            raise self.stop(
                "a quotation mark is never closed, or a line break, tab or backslash in the "
                "text is not escaped"
            ) from None
        return str(value)
