"""How the model's types look in a file: read once, for reader, writer and schema alike."""

import re
import types
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

import attrs
from attrs import frozen
from frozendict import frozendict

from accord.model import Amount, Option, Range, When
from accord.model.refs import Ref
from accord.record import Entry


class Form(StrEnum):
    """The forms a value can take in a file."""

    TEXT = "text"
    NUMBER = "number"
    RANGE = "range"
    MOMENT = "moment"
    CHOICE = "choice"
    YES = "yes"
    MANY = "many"
    TABLE = "table"
    FIELDS = "fields"
    ENTRY = "entry"
    TERMS = "terms"


@frozen
class Shape:
    """The form of one type.

    Attributes:
        form: Which form.
        type: The Python type: the class of fields or choices.
        item: Shape of what a list or table holds.
        ref: What a text refers to, if it does.
    """

    form: Form
    type: Any = None
    item: "Shape | None" = None
    ref: Ref | None = None

    @property
    def keyed(self) -> bool:
        """Return whether a table's keys are the ids of what it holds."""
        return self.form is Form.TABLE and self.item is not None and "id" in self.item.fields

    @property
    def listed(self) -> bool:
        """Return whether even a single item must be written as a list: a mapping must."""
        return (
            self.item is not None
            and self.item.form in (Form.FIELDS, Form.ENTRY)
            and not self.item.alone
        )

    @property
    def alone(self) -> str:
        """Return the key that a text alone stands for, of a class that has one."""
        return getattr(self.type, "alone", "") if self.form is Form.FIELDS else ""

    @property
    def fields(self) -> "dict[str, Field]":
        """Return the fields of a class by name, in order."""
        return fields(self.type) if self.form is Form.FIELDS else {}


@frozen
class Field:
    """One key of a mapping in a file.

    Attributes:
        name: The key.
        attribute: The attribute of the class: the key, or with an underscore at its end where
            the key is a word that Python keeps for itself.
        shape: What stands under it.
        required: Whether it must be given.
        default: What it is where it is not given.
        doc: What it means, from the class's docstring.
        refuse: Raises `Misgiven` where a value cannot stand under a name in a class, whatever
            stands under others: what the field has under `REFUSE` in its metadata.
    """

    name: str
    attribute: str
    shape: Shape
    required: bool
    default: Any
    doc: str
    refuse: Callable[[Any, str, Any], None] | None = None


REFUSE = "refuse"
"""Where the metadata of a field have what refuses a value by itself."""


_PLAIN = {str: Form.TEXT, float: Form.NUMBER, When: Form.MOMENT, bool: Form.YES}
_RANGES = (Range, Amount)


@cache
def shape(type_: Any, ref: Ref | None = None) -> Shape:
    """Return the shape of a type used in the model.

    Raises:
        TypeError: If files have no form for it.
    """
    origin, args = get_origin(type_), get_args(type_)
    if origin is Annotated:
        return shape(args[0], next((a for a in args[1:] if isinstance(a, Ref)), ref))
    if origin in (Union, types.UnionType) and args[0] is str and type(None) not in args:
        return Shape(Form.TERMS, item=shape(str), ref=ref)  # words, or options by issue
    if origin in (Union, types.UnionType):
        return shape(next(a for a in args if a is not type(None)), ref)
    if origin is tuple:
        return Shape(Form.MANY, item=shape(args[0]), ref=ref)
    if origin is frozendict:
        key = shape(args[0])
        return Shape(Form.TABLE, item=shape(args[1]), ref=ref or key.ref)
    if type_ in _RANGES:
        return Shape(Form.RANGE, type=type_, ref=ref)
    if type_ in _PLAIN:
        return Shape(_PLAIN[type_], ref=ref)
    if type_ is Entry:
        return Shape(Form.ENTRY)
    if isinstance(type_, type) and issubclass(type_, StrEnum):
        return Shape(Form.CHOICE, type=type_)
    if attrs.has(type_):
        return Shape(Form.FIELDS, type=type_)
    raise TypeError(f"files have no form for {type_}")


@cache
def fields(cls: Any) -> dict[str, Field]:
    """Return the keys that a class has in a file, in order."""
    docs = descriptions(cls)
    return {
        a.name.rstrip("_"): Field(
            a.name.rstrip("_"),
            a.name,
            _shape_of(cls, a),
            a.default is attrs.NOTHING,
            _default(a),
            docs.get(a.name, ""),
            a.metadata.get(REFUSE),
        )
        for a in attrs.fields(cls)
        if a.init
    }


def _shape_of(cls: Any, attribute: Any) -> Shape:
    """Return the shape of a field, and name it where files have no form for it."""
    try:
        return shape(attribute.type)
    except TypeError as error:
        raise TypeError(f"{cls.__module__}.{cls.__name__}.{attribute.name}: {error}") from None


def _default(attribute: Any) -> Any:
    default = attribute.default
    return default.factory() if hasattr(default, "factory") else default


@cache
def descriptions(cls: type) -> dict[str, str]:
    """Read what each attribute means from the docstrings of a class and its bases."""
    found: dict[str, str] = {}
    for base in reversed(cls.__mro__):
        _, _, listed = (base.__doc__ or "").partition("Attributes:\n")
        for name, text in re.findall(
            r"^ {8}(\w+): (.*(?:\n {12,}.*)*)", listed, flags=re.MULTILINE
        ):
            found[name] = " ".join(text.split())
    return found


def noun(cls: type) -> str:
    """Name a class in a sentence: PlannedRound becomes `planned round`."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", cls.__name__).lower()


def is_option(item: Shape | None) -> bool:
    """Return whether a table holds options, which a file may give as `id: what it says`."""
    return item is not None and item.type is Option
