"""Delegates in a few characters: `boulware:beta=0.2,accept=next|time(0.9)&const(50)`."""

import ast
from collections.abc import Callable
from enum import Enum
from types import NoneType, UnionType
from typing import Any as Anything
from typing import Union, get_args, get_origin

import attrs

from accord.errors import AccordError
from accord.model.values import number_text
from accord.tactics.acceptance import All, Any, Combi, Condition, Const, Next, Prev, Time

CONDITIONS: dict[str, Callable[..., Condition]] = {
    "next": Next,
    "prev": Prev,
    "const": Const,
    "time": Time,
    "combi": Combi,
}
"""The acceptance conditions by the word that names them."""


def settings_in(text: str) -> dict[str, str]:
    """Cut `beta=0.2,k=0.1` into names and what they are set to.

    Raises:
        AccordError: With every piece that is not of this form, and every name that comes twice.
    """
    found, wrong = cut(text)
    if wrong:
        raise AccordError("\n".join(wrong))
    return found


def cut(text: str) -> tuple[dict[str, str], list[str]]:
    """Cut `beta=0.2,k=0.1` into names and what they are set to, and say what sets nothing.

    Returns:
        The first value of every name, and a sentence for each piece that is not of this form
        or sets a name again.
    """
    found: dict[str, str] = {}
    wrong: list[str] = []
    for piece in _pieces(text):
        name, equals, value = (part.strip() for part in piece.partition("="))
        if not (name and equals and value):
            wrong.append(f"'{piece}' sets nothing: write a parameter such as beta=0.2.")
        elif name in found:
            wrong.append(f"'{name}' is set twice: set it once.")
        else:
            found[name] = value
    return found, wrong


def value_of(text: str, kind: Anything) -> Anything:
    """Read what a parameter is set to.

    Args:
        text: The text.
        kind: The type of the parameter.

    Raises:
        ValueError: With a clause that says what it should be.
    """
    kinds = get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)
    if NoneType in kinds and text == "none":
        return None
    kind = next(one for one in kinds if one is not NoneType)
    if kind is bool:
        if text in ("yes", "no"):
            return text == "yes"
        raise ValueError("must be yes or no")
    if kind is int or kind is float:
        try:
            return kind(text)
        except ValueError:
            raise ValueError("must be a " + ("whole " * (kind is int)) + "number") from None
    if kind is Condition:
        return condition(text)
    if isinstance(kind, type) and issubclass(kind, Enum):
        for one in kind:
            if text == one.value:
                return one
        raise ValueError(f"must be {' or '.join(str(one.value) for one in kind)}")
    if kind is str:
        return text
    raise ValueError("cannot be set in a text")


def text_of(value: Anything) -> str:
    """Write what a parameter is set to, as `value_of` reads it."""
    match value:
        case None:
            return "none"
        case bool():
            return "yes" if value else "no"
        case Enum():
            return str(value.value)
        case int() | float():
            return number_text(value)
        case All():
            return "&".join(_nested(one, Any) for one in value.conditions)
        case Any():
            return "|".join(_nested(one, ()) for one in value.conditions)
        case Next() | Prev() | Const() | Time() | Combi():
            return _called(value)
    return str(value)


def condition(text: str) -> Condition:
    """Read an acceptance condition: `next`, `const(60)`, `next|time(0.9)&const(50)`.

    `&` binds closer than `|`, and brackets group.

    Raises:
        ValueError: With a clause, if it is none.
    """
    try:
        return _read(ast.parse(text, mode="eval").body)
    except (SyntaxError, TypeError, ValueError, KeyError, RecursionError):
        words = ", ".join(CONDITIONS)
        raise ValueError(
            f"must be an acceptance condition: {words}, with numbers in brackets, joined by & "
            "and |"
        ) from None


def _read(node: ast.AST) -> Condition:
    match node:
        case ast.Name():
            return CONDITIONS[node.id]()
        case ast.Call(func=ast.Name(id=name), args=args, keywords=keywords):
            named = {one.arg or "": _argument(one.value) for one in keywords}
            return CONDITIONS[name](*map(_argument, args), **named)
        case ast.BinOp(left=left, op=ast.BitAnd(), right=right):
            return All((*_flat(_read(left), All), *_flat(_read(right), All)))
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return Any((*_flat(_read(left), Any), *_flat(_read(right), Any)))
    raise KeyError


def _flat(one: Condition, kind: type[All | Any]) -> tuple[Condition, ...]:
    return one.conditions if isinstance(one, kind) else (one,)


def _argument(node: ast.expr) -> Anything:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_argument(node.operand)
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return float(str(node.value))
    raise KeyError


def _nested(one: Condition, kind: Anything) -> str:
    return f"({text_of(one)})" if kind and isinstance(one, kind) else text_of(one)


def _called(value: Next | Prev | Const | Time | Combi) -> str:
    word = next(word for word, cls in CONDITIONS.items() if cls is type(value))
    said = [
        f"{given.name}={text_of(getattr(value, given.name))}"
        for given in attrs.fields(type(value))
        if getattr(value, given.name) != given.default
    ]
    return f"{word}({','.join(said)})" if said else word


def _pieces(text: str) -> list[str]:
    """Cut a text at commas that are not within brackets."""
    pieces, depth = [""], 0
    for sign in text:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            pieces.append("")
        else:
            pieces[-1] += sign
    return pieces if text.strip() else []
