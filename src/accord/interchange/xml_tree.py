"""XML as elements that remember their lines; nothing outside the file is ever opened."""

import math
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from attrs import Factory, define

from accord.errors import InvalidProcess, Problem
from accord.formats.read import FileReading
from accord.interchange.foreign_values import number

LARGEST = 16 * 1024 * 1024
"""The largest file that is read, in bytes."""
DEEPEST = 32
"""The deepest nesting that is read."""


@define
class Tag:
    """An element.

    Attributes:
        name: Its name.
        attributes: Its attributes.
        line: The line it begins on.
        children: The elements in it, in order.
    """

    name: str
    attributes: dict[str, str]
    line: int
    children: list["Tag"] = Factory(list)

    def all(self, *names: str) -> list["Tag"]:
        """Return the elements in it that have one of some names."""
        return [child for child in self.children if child.name in names]

    def walk(self) -> Iterator["Tag"]:
        """Yield the element and all below it, in the order of the file."""
        yield self
        for child in self.children:
            yield from child.walk()


def number_at(r: FileReading, tag: Tag, key: str, missing: float | None = None) -> float:
    """Return an attribute as a number; 0 where it is none, which is noted as a mistake.

    Args:
        r: The file being read, which takes the mistakes.
        tag: The element.
        key: The attribute.
        missing: What it is where it is not there; without, that is a mistake.
    """
    text = tag.attributes.get(key)
    if text is None and missing is not None:
        return missing
    found = number(text or "")
    if found is None or not math.isfinite(found):
        given = f"{key}='{text}'" if text is not None else f"no '{key}'"
        r.say(tag.line, f"<{tag.name}> has {given}, where a number is needed")
        return 0.0
    return found


def parse_xml(path: Path) -> Tag:
    """Read a file of XML; no entity is expanded.

    Raises:
        InvalidProcess: If it cannot be read, is too large or too deep, is not XML, or declares
            a document type.
    """

    def refuse(line: int, sentence: str) -> InvalidProcess:
        return InvalidProcess([Problem(str(path), line, sentence)])

    try:
        if path.exists() and not path.is_file():
            raise refuse(0, "this is not a file")
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise refuse(0, f"cannot be read: {error.strerror or error}") from None
    if len(data) > LARGEST:
        raise refuse(0, f"the file is larger than {LARGEST // 1024**2} MiB")
    parser = expat.ParserCreate()
    stack = [Tag("", {}, 0)]

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(stack) > DEEPEST:
            raise refuse(parser.CurrentLineNumber, "elements are nested too deep")
        tag = Tag(name, attributes, parser.CurrentLineNumber)
        stack[-1].children.append(tag)
        stack.append(tag)

    def doctype(*_: object) -> None:
        raise refuse(
            parser.CurrentLineNumber, "document types and entities are not read: remove them"
        )

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: stack.pop()
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise refuse(
            error.lineno, f"this is not XML: {expat.ErrorString(error.code)}"
        ) from None
    except (ValueError, LookupError):
        raise refuse(1, "this is not XML in an encoding that can be read; use UTF-8") from None
    return stack[0].children[0]
