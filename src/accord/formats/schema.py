"""JSON Schema of the files of a folder, and of what Accord writes as JSON.

`file_schema` follows the shapes that the reader follows, so the two cannot disagree: what the
reader takes, the schema takes. It cannot follow references; `accord check` does.
"""

import json
import types
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from enum import Enum, StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import attrs
from frozendict import frozendict

from accord.formats.disk import put, unwritable
from accord.formats.question_keys import PARTED
from accord.formats.read import ALSO, NAMED, NO, YES
from accord.formats.shapes import Field, Form, Shape, descriptions, fields, is_option
from accord.model import (
    LONGEST,
    ActorRole,
    Amount,
    Interests,
    OutsideRole,
    Process,
    Range,
    When,
)
from accord.model.choices import WideChoice
from accord.record import KINDS, Question, Record

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_NUMBER = r"[+-]?([0-9]+(\.[0-9]+)?|\.[0-9]+)([eE][+-]?[0-9]+)?"
_RANGED = rf"({_NUMBER}\s*(\.\.\s*({_NUMBER})?)?|\.\.\s*{_NUMBER})"
_RANGE = rf"^\s*{_RANGED}\s*$"
_AMOUNT = rf"^\s*((at least|more than|about|at most|up to|less than)\s+)?{_RANGED}\s*$"
"""Wider than what the reader takes after a word."""
_DATE = r"^\s*[0-9]{4}(-[0-9]{2}(-[0-9]{2}([T ][0-9]{2}(:[0-9]{2})?)?)?)?\s*$"
_ID = r"^[^\s!-,/:-@\[-^`{-~]+$"
"""Wider than what the reader takes as an id, for there is no `\\w` that all readers share."""

_NAME = {"minLength": 1, "maxLength": LONGEST, "pattern": r"^\S(.*\S)?$"}
"""What the reader takes as the id of a party, an issue or an option, and a little more."""

_RANGE_TEXT = {"type": "string", "pattern": _RANGE}
_DATE_TEXT = {"type": "string", "pattern": _DATE}

FILES: dict[str, tuple[type, tuple[str, ...]]] = {
    "process": (Process, ()),
    "record": (Record, ()),
    "interests": (Interests, ("id",)),
}
"""The class behind each file, and its fields that the file does not give."""


def schema_of(name: str) -> Schema:
    """Return the schema of `process`, `record` or `interests` files."""
    cls, given = FILES[name]
    return file_schema(cls, f"Accord: {name}", given)


def write_schemas(folder: Path, schemas: Mapping[str, Schema]) -> list[Path]:
    """Write schemas into a folder, one file each, and say which.

    Raises:
        AccordError: If a file of that name is there and holds no schema.
        Unwritable: If the folder cannot be written.
    """
    with unwritable(folder):
        folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in schemas.items():
        file = folder / f"{name}.json"
        put(file, f"{schema_text(schema)}\n".encode(), "a JSON schema", _is_schema)
        written.append(file)
    return written


def _is_schema(data: bytes) -> bool:
    return data.startswith(f'{{\n  "$schema": "{DIALECT}"'.encode())


def schema_text(schema: Schema) -> str:
    """Write a schema as JSON."""
    return json.dumps(schema, indent=2, ensure_ascii=False)


def file_schema(cls: type, title: str, given: Sequence[str] = ()) -> Schema:
    """Make the schema of a YAML file that holds a value of a class.

    Args:
        cls: A class of the model.
        title: What the file is.
        given: Fields that the file does not give.
    """
    defs: dict[str, Schema] = {}
    body = _mapping(cls, defs, given)
    return {"$schema": DIALECT, "title": title, **body, "$defs": dict(sorted(defs.items()))}


def _mapping(cls: type, defs: dict[str, Schema], given: Sequence[str] = ()) -> Schema:
    known = {name: field for name, field in fields(cls).items() if name not in given}
    keys = {name: _key(field, defs) for name, field in known.items()}
    return _object(
        cls,
        keys | {name: keys[to] for (of, name), to in ALSO.items() if of is cls},
        [name for name, field in known.items() if field.required],
    )


def _object(cls: type, properties: dict[str, Schema], required: Sequence[str]) -> Schema:
    return {
        "description": (cls.__doc__ or "").split("\n")[0],
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _key(field: Field, defs: dict[str, Schema]) -> Schema:
    schema = _shaped(field.shape, defs)
    return {"description": field.doc, **(schema if field.required else _or_null(schema))}


def _or_null(schema: Schema) -> Schema:
    """Take an empty value too: it counts as not given."""
    if isinstance(schema.get("type"), list):
        return {**schema, "type": [*schema["type"], "null"]}
    choices = schema["anyOf"] if set(schema) == {"anyOf"} else [schema]
    return {"anyOf": [*choices, {"type": "null"}]}


def _shaped(shape: Shape, defs: dict[str, Schema]) -> Schema:
    return _FORMS[shape.form](shape, defs)


def _text(shape: Shape, defs: dict[str, Schema]) -> Schema:
    return {"type": ["string", "number", "boolean"]}


def _number(shape: Shape, defs: dict[str, Schema]) -> Schema:
    return {"anyOf": [{"type": "number"}, {"type": "string", "pattern": f"^{_NUMBER}$"}]}


def _range(shape: Shape, defs: dict[str, Schema]) -> Schema:
    docs, name = descriptions(Range), shape.type.__name__
    text = {"type": "string", "pattern": _AMOUNT} if shape.type is Amount else _RANGE_TEXT
    number = [{"type": "number"}, text]
    words = ", at least 39, about 300" if shape.type is Amount else ""
    defs[name] = {
        "description": f"A number, a range such as 30..45{words}, or one with its basis.",
        "anyOf": [
            *number,
            {
                "type": "object",
                "properties": {
                    "value": {"description": "The number or range.", "anyOf": number},
                    "basis": {"description": docs["basis"], **_or_null(_text(shape, defs))},
                    "source": {"description": docs["source"], **_or_null(_text(shape, defs))},
                },
                "required": ["value"],
                "additionalProperties": False,
            },
        ],
    }
    return {"$ref": f"#/$defs/{name}"}


def _moment(shape: Shape, defs: dict[str, Schema]) -> Schema:
    defs["When"] = {
        "description": "A year, month, day, hour or minute, such as 2022-03-01T14:30.",
        "anyOf": [_DATE_TEXT, {"type": "integer", "minimum": 1, "maximum": 9999}],
    }
    return {"$ref": "#/$defs/When"}


def _choice(shape: Shape, defs: dict[str, Schema]) -> Schema:
    exact: Schema = {"enum": [str(choice) for choice in shape.type]}
    if issubclass(shape.type, WideChoice):  # other words for the same are read too
        return {"anyOf": [exact, {"type": ["string", "boolean"]}]}
    return exact


def _yes(shape: Shape, defs: dict[str, Schema]) -> Schema:
    words = "|".join("".join(f"[{c}{c.upper()}]" for c in word) for word in (*YES, *NO))
    text = {"type": "string", "pattern": rf"^\s*({words})\s*$"}
    return {"anyOf": [{"type": "boolean"}, text]}


def _many(shape: Shape, defs: dict[str, Schema]) -> Schema:
    assert shape.item is not None
    item = _shaped(shape.item, defs)
    if shape.item.type is ActorRole:
        return _roles(item, defs)
    several = {"type": "array", "items": item}
    return several if shape.listed else {"anyOf": [item, several]}


def _roles(item: Schema, defs: dict[str, Schema]) -> Schema:
    """Take roles of actors with the role as a key too, and options by it."""
    words = [str(one) for one in OutsideRole]
    names: Schema = {key: {} for key in (*words, *(one.replace(" ", "_") for one in words))}
    beside = {
        k: v for k, v in defs["ActorRole"]["properties"].items() if k not in ("role", "on")
    }
    keyed = {"type": "object", "properties": names | beside, "additionalProperties": False}
    one = {"anyOf": [*item["anyOf"], keyed]}
    return {"anyOf": [*one["anyOf"], {"type": "array", "items": one}]}


def _table(shape: Shape, defs: dict[str, Schema]) -> Schema:
    assert shape.item is not None
    if shape.ref is not None and shape.ref.to == "scope":
        text = _text(shape, defs)
        listed = {"type": "array", "items": text}
        by_issue = {
            "type": "object",
            "additionalProperties": _or_null({"anyOf": [text, listed]}),
        }
        return {"anyOf": [text, listed, by_issue]}
    if shape.keyed:
        name = f"{shape.item.type.__name__}ById"
        if name not in defs:
            defs[name] = {}
            defs[name] = _mapping(shape.item.type, defs, ("id",))
        item: Schema = {"$ref": f"#/$defs/{name}"}
        if is_option(shape.item):
            item = {"anyOf": [_or_null(_text(shape.item, defs)), item]}
    else:
        item = _shaped(shape.item, defs)
        empty = shape.item.alone or shape.item.form is Form.TABLE
        item = _or_null(item) if empty else item
    allowed: Schema = _NAME if shape.item.type in NAMED else {"pattern": _ID}
    ids = {"propertyNames": allowed} if shape.keyed else {}
    return {"type": "object", **ids, "additionalProperties": item}


def _terms(shape: Shape, defs: dict[str, Schema]) -> Schema:
    text = _text(shape, defs)
    options = {"type": "object", "additionalProperties": text}
    return {"anyOf": [text, options]}


def _fields(shape: Shape, defs: dict[str, Schema]) -> Schema:
    whole = _defined(shape.type, defs, partial(_mapping, shape.type, defs))
    if not shape.alone:
        return whole
    return {"anyOf": [_shaped(shape.fields[shape.alone].shape, defs), whole]}


def _entry(shape: Shape, defs: dict[str, Schema]) -> Schema:
    for kind, cls in KINDS.items():
        whole = _mapping(cls, defs)
        named = {"description": "What kind of entry it is.", "const": kind}
        whole["properties"] = {"kind": named, **whole["properties"]}
        whole["properties"]["id"] = {**whole["properties"]["id"], "pattern": _ID}
        if cls is Question:
            for key in PARTED:  # a mapping or words are read too
                said = whole["properties"][key]["description"]
                whole["properties"][key] = {"description": said}
        whole["required"] = ["kind", *whole["required"]]
        defs[cls.__name__] = whole
    defs["Entry"] = {
        "description": "One thing in the record; its kind says which keys it has.",
        "type": "object",
        "properties": {"kind": {"enum": list(KINDS)}},
        "required": ["kind"],
        "allOf": [
            {
                "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
                "then": {"$ref": f"#/$defs/{cls.__name__}"},
            }
            for kind, cls in KINDS.items()
        ],
    }
    return {"$ref": "#/$defs/Entry"}


_FORMS: dict[Form, Callable[[Shape, dict[str, Schema]], Schema]] = {
    Form.TEXT: _text,
    Form.NUMBER: _number,
    Form.RANGE: _range,
    Form.MOMENT: _moment,
    Form.CHOICE: _choice,
    Form.YES: _yes,
    Form.MANY: _many,
    Form.TABLE: _table,
    Form.FIELDS: _fields,
    Form.ENTRY: _entry,
    Form.TERMS: _terms,
}


def json_schema(cls: type, title: str) -> Schema:
    """Make the schema of a value of an attrs class that Accord writes as JSON.

    Every field is written under its name, in order: nested classes as objects, tuples as
    arrays, mappings as objects, ranges and dates as the texts that a file has for them.

    Args:
        cls: An attrs class.
        title: What the JSON is.

    Raises:
        TypeError: If there is no JSON for the type of a field.
    """
    defs: dict[str, Schema] = {}
    body = _written_fields(cls, defs)
    return {"$schema": DIALECT, "title": title, **body, "$defs": dict(sorted(defs.items()))}


def _written_fields(cls: type, defs: dict[str, Schema]) -> Schema:
    attrs.resolve_types(cls, include_extras=True)
    docs = descriptions(cls)
    properties = {
        a.name: _described(docs.get(a.name, ""), _written(a.type, defs))
        for a in attrs.fields(cls)
    }
    return _object(cls, properties, list(properties))


def _described(text: str, schema: Schema) -> Schema:
    return {"description": text, **schema} if text else schema


_PLAIN: dict[Any, Schema] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    None: {"type": "null"},
    type(None): {"type": "null"},
    Any: {},
    object: {},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    Range: _RANGE_TEXT,
    When: _DATE_TEXT,
}


def _written(type_: Any, defs: dict[str, Schema]) -> Schema:
    """Return the schema of a type as it is written in JSON."""
    if type_ in _PLAIN:
        return _PLAIN[type_]
    origin, args = get_origin(type_), get_args(type_)
    if origin is Annotated:
        return _written(args[0], defs)
    if origin is Literal:
        return {"enum": list(args)}
    if origin in (Union, types.UnionType):
        return {"anyOf": [_written(arg, defs) for arg in args]}
    if origin is tuple and args and args[-1] is not Ellipsis:
        items = [_written(arg, defs) for arg in args]
        return {"type": "array", "prefixItems": items, "minItems": len(items), "items": False}
    if isinstance(origin, type) and issubclass(origin, (Mapping, frozendict)):
        return {"type": "object", "additionalProperties": _written(args[1], defs)}
    if isinstance(origin, type) and issubclass(origin, (Sequence, set, frozenset)):
        return {"type": "array", "items": _written(args[0], defs)}
    if isinstance(type_, type) and issubclass(type_, Enum):
        return {"enum": [str(c) if isinstance(c, StrEnum) else c.value for c in type_]}
    if attrs.has(type_):
        return _defined(type_, defs, partial(_written_fields, type_, defs))
    raise TypeError(f"there is no JSON for {type_}")


def _defined(cls: type, defs: dict[str, Schema], make: Callable[[], Schema]) -> Schema:
    """Refer to the schema of a class, and make it the first time."""
    if cls.__name__ not in defs:
        defs[cls.__name__] = {}
        defs[cls.__name__] = make()
    return {"$ref": f"#/$defs/{cls.__name__}"}
