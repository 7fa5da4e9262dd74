"""What was said of a sheet, kept in a file and used again; some come with Accord."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from attrs import evolve
from frozendict import frozendict

from accord.errors import FormatError
from accord.formats.disk import read_bytes, replace
from accord.formats.folded_names import folded
from accord.formats.human_dates import DayOrder
from accord.formats.human_numbers import DecimalSign
from accord.formats.read import near
from accord.formats.sheet_columns import ColumnMapping, held
from accord.formats.sheet_names import NEW
from accord.formats.tree import Map, Seq, parse, read_text
from accord.formats.write import dump

Choice = TypeVar("Choice", bound=StrEnum)

_KEYS = (
    *("columns", "set", "values", "new", "dates", "decimals", "header_row", "sheets"),
    "encoding",
)


def layouts() -> list[str]:
    """Return the names of the mappings that come with Accord."""
    there = (files("accord.formats") / "layouts").iterdir()
    return sorted(one.name.removesuffix(".yaml") for one in there if one.name.endswith(".yaml"))


def read_mapping(name: str | Path, *, marks: bool = False) -> ColumnMapping:
    """Read a mapping: a YAML or JSON file, or the name of one that comes with Accord.

    Args:
        name: The file, or the name.
        marks: Whether it is of a sheet of marks, whose columns hold parties too.

    Raises:
        InvalidProcess: If it is not YAML.
        FormatError: If something in it is not known.
    """
    if isinstance(name, str) and name in layouts():
        shown = f"{name}.yaml"
        text = (files("accord.formats") / "layouts" / shown).read_text("utf-8")
    else:
        shown = str(name)
        text = read_text(Path(name), shown)
    raw = parse(text, shown)
    for key in raw:
        if key not in _KEYS:
            raise FormatError(
                f"{shown}:{raw.lines[key]}: unknown key '{key}'{near(key, _KEYS)}"
            )
    columns = _texts(raw, "columns", shown)
    for column, to in columns.items():
        if to and not marks and to not in held():
            line = raw["columns"].lines[column]
            sentence = f"a column cannot hold '{to}'{near(to, held())}"
            raise FormatError(f"{shown}:{line}: {sentence}")
    values = raw.get("values") or {}
    return ColumnMapping(
        columns=columns,
        set=_texts(raw, "set", shown),
        values={key: _texts(values, key, shown) for key in values},
        new=_chosen(raw, shown),
        order=_choice(raw, "dates", DayOrder, shown),
        sign=_choice(raw, "decimals", DecimalSign, shown),
        header_row=_number(raw, shown),
        sheets=tuple(_list(raw.get("sheets"))),
        encoding=str(raw.get("encoding") or ""),
    )


def _texts(raw: Any, key: str, shown: str) -> frozendict[str, str]:
    found = raw.get(key)
    if not found:
        return frozendict()
    if not isinstance(found, Map) or not all(isinstance(one, str) for one in found.values()):
        raise FormatError(f"{shown}:{raw.lines[key]}: '{key}' must be a mapping of texts")
    return frozendict(found)


def _list(raw: Any) -> list[str]:
    return list(raw) if isinstance(raw, Seq) else [raw] if raw else []


def _chosen(raw: Map, shown: str) -> tuple[str, ...]:
    chosen = _list(raw.get("new"))
    for one in chosen:
        if one not in NEW:
            sentence = f"'new' cannot hold '{one}'{near(str(one), NEW)}"
            raise FormatError(f"{shown}:{raw.lines['new']}: {sentence}")
    return tuple(chosen)


def _choice(raw: Map, key: str, cls: type[Choice], shown: str) -> Choice | None:
    text = raw.get(key, "")
    if text and text not in [str(one) for one in cls]:
        sentence = f"'{key}' is one of: {', '.join(cls)}"
        raise FormatError(f"{shown}:{raw.lines[key]}: {sentence}")
    return cls(text) if text else None


def _number(raw: Map, shown: str) -> int | None:
    text = raw.get("header_row", "")
    if text == "none":
        return 0
    if text and not str(text).isdigit():
        line = raw.lines["header_row"]
        raise FormatError(f"{shown}:{line}: 'header_row' is the number of a row, or none")
    return int(text) if text else None


def merged(kept: ColumnMapping, said: ColumnMapping) -> ColumnMapping:
    """Return a mapping with what is said besides; that comes first."""
    columns = dict(kept.columns)
    for name, to in said.columns.items():
        for other in [one for one, held_ in columns.items() if to and held_ == to]:
            if folded(other) != folded(name):
                columns[other] = ""  # what is said now takes the place
        columns = {k: v for k, v in columns.items() if folded(k) != folded(name)} | {name: to}
    values = {key: dict(pairs) for key, pairs in kept.values.items()}
    for key, pairs in said.values.items():
        values.setdefault(key, {}).update(pairs)
    return ColumnMapping(
        columns=columns,
        set={**kept.set, **said.set},
        values=values,
        new=tuple(one for one in NEW if one in (*kept.new, *said.new)),
        order=said.order or kept.order,
        sign=said.sign or kept.sign,
        header_row=kept.header_row if said.header_row is None else said.header_row,
        sheets=said.sheets or kept.sheets,
        encoding=said.encoding or kept.encoding,
        asked=said.asked | frozenset(said.columns),
    )


def proposed(
    mapping: ColumnMapping,
    found: Mapping[str, Mapping[str, str]],
    ignored: Iterable[str],
    guessed: Mapping[str, str] = frozendict(),
) -> ColumnMapping:
    """Return the mapping that a sheet was read with, every column in it.

    Args:
        mapping: What was said of it.
        found: What its columns were taken for, by sheet.
        ignored: The columns that were not taken.
        guessed: The kinds that were guessed, by the word that told them.
    """
    columns = {name: to for one in found.values() for name, to in one.items()}
    left = {name: "" for name in (*ignored, *mapping.columns) if name not in columns}
    values = dict(mapping.values)
    if guessed:
        values["kind"] = frozendict({**guessed, **values.get("kind", {})})
    return evolve(mapping, columns={**columns, **left}, values=values, asked=frozenset())


def write_mapping(
    file: Path, mapping: ColumnMapping, sheet: str, *, marks: bool = False
) -> None:
    """Write a mapping, for people to change and Accord to use again.

    Args:
        file: Where.
        mapping: The mapping.
        sheet: What the sheet is called.
        marks: Whether it is a sheet of marks.

    Raises:
        Conflict: If somebody else writes it.
        AccordError: If it cannot be written.
    """
    plain: dict[str, Any] = {
        "columns": dict(mapping.columns),
        "set": dict(mapping.set),
        "values": {key: dict(pairs) for key, pairs in mapping.values.items()},
        "new": list(mapping.new),
        "sheets": list(mapping.sheets),
    }
    plain |= {"dates": str(mapping.order or ""), "decimals": str(mapping.sign or "")}
    plain["encoding"] = mapping.encoding
    if mapping.header_row is not None:
        plain["header_row"] = str(mapping.header_row or "none")
    body = dump({key: held_ for key, held_ in plain.items() if held_}, False)
    of_marks = (
        f"# What the columns of {sheet} hold, used whenever its marks are imported.\n"
        "# Nothing ('') leaves a column out; else it is issue, option, a party, 'how',\n"
        "# 'basis', 'source', 'puts off', or one of these with a party: 'Valley Front how'.\n"
        "# Under 'values', 'mark': what other words mean. Change what is wrong.\n"
    )
    head = (
        of_marks
        if marks
        else (
            f"# What the columns of {sheet} hold, used whenever it is imported.\n"
            "# Nothing ('') leaves a column out, 'note' keeps it as notes for the mediator's\n"
            "# team, 'keep' in the words of the entry, on the page. Change what is wrong.\n"
            "# Under 'values', 'kind': what words of a text tell of a row that names no kind.\n"
        )
    )
    was = read_bytes(file)
    text = head + body
    if was is not None:
        text = _with_comments(text, was.decode("utf-8", "replace"))
    replace(file, was, text.encode("utf-8"))


def _with_comments(text: str, was: str) -> str:
    """Return a text with the comments that somebody wrote into the one before it.

    A comment on a line of its own stays before the line that it stood before, and one behind a
    key behind that key; what has lost its line stands at the top.
    """
    lines, above = text.splitlines(), list[str]()
    before: dict[str, list[str]] = {}
    behind: dict[str, str] = {}
    for line in was.splitlines():
        said, hash_, comment = line.partition(" #")
        if line.lstrip().startswith("#"):
            if line not in lines:
                above.append(line)
        elif line.strip():
            key = _key(said if hash_ else line)
            before[key], above = above, []
            if hash_ and said.count("'") % 2 == said.count('"') % 2 == 0:
                behind[key] = f"  #{comment}"
    found = []
    for line in lines:
        key = "" if line.startswith("#") else _key(line)
        found += [*before.pop(key, ()), line + behind.pop(key, "")]
    lost = [one.strip() for several in (*before.values(), above) for one in several]
    lost += [f"# {key.strip()}: {comment.strip(' #')}" for key, comment in behind.items()]
    return "\n".join([*lost, *found]) + "\n"


def _key(line: str) -> str:
    """Return what tells a line from others: how far it is set in, and its key or item."""
    return line.rpartition(": ")[0].rstrip() if ": " in line else line.rstrip().rstrip(":")
