"""What happens outside the room between rounds: one model a file, and its name is the file's.

Here is how to find one by its name, those of other packages among them, and how to read one
from a text, such as `battles:one=russia,n=6`.
"""

import inspect
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeGuard

import attrs
from frozendict import frozendict

from accord.discovery import Discovered, discovered, section
from accord.errors import AccordError, Misgiven
from accord.fighting.fighting_model import (
    BetweenRounds,
    FightingModel,
    Front,
    ModelAnswer,
    absent,
)
from accord.formats.assumed_files import assumed
from accord.formats.read import FAILED, FileReading, Mention, near, without_refused
from accord.formats.shapes import Field, Form, Shape, fields
from accord.formats.tree import Map
from accord.formats.write import fields_plain, to_plain
from accord.record import Case
from accord.tactics.notation import cut
from accord.tactics.parameters import Parameter

FOLDER = "fighting"
"""Where a process folder has its models."""

GROUP = "accord.fighting"
"""The entry point group under which other packages offer fighting models, by name."""

_BASE = frozenset(fields(FightingModel))
"""What a file says of every model, and no text sets."""

_IN_A_TEXT = (Form.TEXT, Form.NUMBER, Form.RANGE, Form.CHOICE, Form.YES)
"""The forms that a text can set; a table of them by dotted names, such as `cost.russia=2`."""


@attrs.frozen
class ModelDescription:
    """What the catalogue says of a fighting model.

    Attributes:
        name: Its name.
        summary: What it does, in a sentence.
        source: Where it comes from.
        parameters: Its parameters.
    """

    name: str
    summary: str
    source: str
    parameters: tuple[Parameter, ...]


@cache
def catalogue() -> Discovered[type[FightingModel]]:
    """Return every fighting model by its name: those here, then those of other packages."""
    return discovered(__name__, GROUP, "fighting model", _is_named, ("name", "course"))


def parse(
    text: str,
    files: Sequence[FightingModel] = (),
    holder: str = "",
    parties: Sequence[str] = (),
) -> FightingModel:
    """Read `battles:one=russia,n=6`, or `FILE` or `FILE:n=8` where a folder has such a file.

    Args:
        text: The id of a file or the name of a model, and after a colon what is set beside or
            in place of what the file says; where a folder has one file of a model, or one of
            the holder's, its name means that file.
        files: The models that the folder has in files.
        holder: Whose numbers the talks are played by.
        parties: Who sits at the table; of nobody, a text may name whom it wants.

    Raises:
        AccordError: If there is no such model, file, parameter or party, or it cannot be so.
    """
    name, _, rest = (part.strip() for part in text.partition(":"))
    meant = [one for one in files if one.id == name] or [
        one for one in files if one.name == name
    ]
    own = [one for one in meant if one.held_by == holder]
    meant = own if len(own) == 1 else meant
    if len(meant) > 1:
        ids = ", ".join(f"{one.id} (held by {one.held_by})" for one in meant)
        raise AccordError(f"'{name}' is the model of several files: name one of {ids}.")
    if meant:
        return read(type(meant[0]), rest, meant[0], parties)
    kind = model_named(name, (*(one.id for one in files), *catalogue()))
    return read(kind, rest, parties=parties)


def files_of(folder: Path | str, case: Case) -> tuple[FightingModel, ...]:
    """Return the models in `fighting/*.yaml` of a folder that a case's reader may read.

    Args:
        folder: The process folder.
        case: The folder as this reader reads it.

    Raises:
        InvalidProcess: With every mistake in every file.
    """
    return assumed(folder, FOLDER, case, file_form)


def file_form(tree: Map) -> type[FightingModel]:
    """Return by which class a file of `fighting/` is read, and take the model's name from it.

    Args:
        tree: What stands in the file.

    Raises:
        ValueError: If it names no model.
    """
    name = tree.pop("model", "")
    if not isinstance(name, str) or not name.strip():
        known = ", ".join(catalogue())
        raise ValueError(f"the file must have 'model': one of {known}")
    try:
        return model_named(name.strip().casefold())
    except AccordError as error:
        raise ValueError(str(error).rstrip(".")) from None


def model_named(name: str, known: Sequence[str] = ()) -> type[FightingModel]:
    """Return the class of a fighting model.

    Args:
        name: Its name.
        known: What else could be meant, for a sentence.

    Raises:
        AccordError: If there is none.
    """
    kind = catalogue().get(name)
    if kind is None:
        if name in catalogue().left_out:
            raise AccordError(catalogue().left_out[name])
        given = name.rpartition("/")[2].removesuffix(".yaml") if ".yaml" in name else name
        hint = near(given, known or tuple(catalogue()))
        raise AccordError(f"There is no fighting model '{name}'{hint or '.'}")
    return kind


def read(
    kind: type[FightingModel],
    text: str,
    base: FightingModel | None = None,
    parties: Sequence[str] = (),
) -> FightingModel:
    """Read the parameters of a fighting model, such as `n=6,p=0.4..0.6,cost.russia=2`.

    Args:
        kind: The class.
        text: The parameters; the entries of a table by dotted names.
        base: The model of a file, whose numbers hold where the text says nothing.
        parties: Who sits at the table; of nobody, a text may name whom it wants.

    Raises:
        AccordError: With every mistake, if there is no such parameter, it cannot be so, or one
            is missing.
    """
    known = {name: one for name, one in fields(kind).items() if name not in _BASE}
    tables: dict[str, Map] = {}
    raw: dict[str, Any] = {}
    pieces, unset = cut(text)
    wrong = [f"{kind.name}: {one}" for one in unset]
    for key, value in pieces.items():
        name, dot, entry = key.partition(".")
        one = known.get(name)
        if one is None:
            wrong.append(f"{kind.name} has no parameter '{name}'{near(name, known) or '.'}")
        elif not _settable(one):
            wrong.append(
                f"{kind.name}: '{name}' cannot be set in a text: write it in a file of "
                "fighting/."
            )
        elif (one.shape.form is Form.TABLE) is not bool(dot):
            form = f"{name}.PARTY=NUMBER" if not dot else f"{name}=VALUE"
            wrong.append(f"{kind.name}: write {form}, not '{key}={value}'.")
        elif dot:
            table = tables.setdefault(name, Map(0))
            table[entry], table.lines[entry] = value, 0
        else:
            raw[name] = value
    reading = FileReading("")
    given: dict[str, Any] = {}
    for name, value in (raw | tables).items():
        one = known[name]
        made: Any
        if name in tables:
            made = frozendict(_entries(reading, kind, name, one.shape, tables[name]))
        else:
            made = reading.read(one.shape, value, 0, f"{kind.name}: '{name}'")
        if made is FAILED:
            continue
        try:
            if one.refuse is not None:
                one.refuse(kind, name, made)
        except Misgiven as error:
            wrong += _sentences(error)
            made = without_refused(made, error)
        if made is FAILED:
            continue
        before = getattr(base, one.attribute, None) or {}
        given[one.attribute] = frozendict({**before, **made}) if name in tables else made
    wrong += [f"{one.sentence}." for one in reading.problems]
    if parties:
        wrong += [
            f"{kind.name}: {absent(one.id, parties)}"
            for one in reading.mentions
            if one.to == "party" and one.id not in parties
        ]
    needed = {name for name, one in known.items() if one.required and base is None}
    wrong += [
        f"{kind.name} needs '{name}': set it, as in {kind.name}:{name}=VALUE."
        for name in known
        if name in needed and name not in raw and name not in tables
    ]
    model = base
    if needed <= given.keys():
        try:
            model = kind(id=kind.name, **given) if base is None else attrs.evolve(base, **given)
        except Misgiven as error:
            wrong += _sentences(error)
    if wrong or model is None:
        raise AccordError("\n".join(dict.fromkeys(wrong)))
    return model


def _entries(
    reading: FileReading, kind: type[FightingModel], name: str, form: Any, given: Map
) -> Iterator[tuple[str, Any]]:
    """Yield what is set of a table in a text: `cost.alba=2`."""
    for entry, value in given.items():
        if form.ref is not None:
            reading.mentions.append(Mention(form.ref.to, entry, 0))
        made = reading.read(form.item, value, 0, f"{kind.name}: '{name}.{entry}'")
        if made is not FAILED:
            yield entry, made


def _sentences(error: Misgiven) -> list[str]:
    return [f"{one.sentence}." for one in error.problems]


def as_text(model: FightingModel) -> str:
    """Write a model as `parse` reads it: what is not as by default, and can be set in a text.

    Args:
        model: The model.
    """
    said: list[str] = []
    for name, _, value in parameters(model):
        if isinstance(value, str):
            said.append(f"{name}={value}")
        else:
            said += [f"{name}.{key}={one}" for key, one in value.items()]
    return f"{model.name}:{','.join(said)}" if said else model.name


def parameters(
    model: FightingModel,
) -> Iterator[tuple[str, Shape, str | Mapping[str, str]]]:
    """Yield what is not as by default and can be set in a text: name, form and what it is.

    Args:
        model: The model; of a table, what is under each of its keys.
    """
    for name, one in fields(type(model)).items():
        value, form = getattr(model, one.attribute), one.shape
        if name in _BASE or value == one.default or not _settable(one):
            continue
        if form.form is Form.TABLE:
            yield name, form, {key: _written(held, form.item) for key, held in value.items()}
        else:
            yield name, form, _written(value, form)


def model_plain(model: FightingModel) -> dict[str, Any]:
    """Return a model as a file has it, with its name: all that tells it from another.

    Args:
        model: The model.
    """
    return {"model": model.name, **fields_plain(model)}


def assumed_numbers(model: FightingModel) -> dict[str, Any]:
    """Return a model's name and parameters, without who assumes it and why.

    Args:
        model: The model.
    """
    plain = model_plain(model).items()
    return {name: value for name, value in plain if name not in _BASE}


def describe(kind: type[FightingModel]) -> ModelDescription:
    """Return what the docstring and the fields of a fighting model say.

    Args:
        kind: The class.
    """
    text = inspect.getdoc(kind) or ""
    return ModelDescription(
        kind.name,
        text.split("\n\n")[0].replace("\n", " "),
        section(text, "Source"),
        tuple(
            Parameter(
                name,
                _default(one),
                attrs.fields_dict(kind)[one.attribute].metadata.get("bounds", ""),
                one.doc,
            )
            for name, one in fields(kind).items()
            if name not in _BASE
        ),
    )


def written_in_texts(kind: type[FightingModel]) -> bool:
    """Return whether every parameter of a fighting model can be set in a text.

    Args:
        kind: The class.
    """
    return all(_settable(one) for name, one in fields(kind).items() if name not in _BASE)


def _is_named(kind: Any) -> TypeGuard[type[FightingModel]]:
    return (
        isinstance(kind, type)
        and issubclass(kind, FightingModel)
        and isinstance(kind.__dict__.get("name"), str)
        and not inspect.isabstract(kind)
    )


def _settable(one: Field) -> bool:
    form = one.shape
    if form.form is Form.TABLE and form.item is not None:
        return form.item.form in _IN_A_TEXT
    return form.form in _IN_A_TEXT


def _default(one: Field) -> str:
    unsaid = one.required or one.default in (None, "", (), frozendict())
    return "" if unsaid else _written(one.default, one.shape)


def _written(value: Any, form: Any) -> str:
    plain = to_plain(value, form)
    return str(plain["value"] if isinstance(plain, Mapping) else plain)


__all__ = [
    "GROUP",
    "BetweenRounds",
    "FightingModel",
    "Front",
    "ModelAnswer",
    "ModelDescription",
    "as_text",
    "assumed_numbers",
    "catalogue",
    "describe",
    "file_form",
    "files_of",
    "model_named",
    "model_plain",
    "parameters",
    "parse",
    "read",
    "written_in_texts",
]
