"""`accord party`, `person`, `issue` and their like: what a folder declares, by command.

One command for each word in `DECLARED`, made from the fields of the class behind it.
"""

from collections.abc import Callable, Iterable
from typing import Any

import click

from accord.cli import console
from accord.cli.common import AS_JSON, FOLDER, FOR, count, write_json
from accord.cli.groups import FolderCommands
from accord.cli.setting import SET, by_options, pairs, read_value
from accord.errors import AccordError
from accord.formats import load
from accord.formats.declared import (
    DECLARED,
    Declaration,
    declare,
    edit_process,
    has_entries,
    listed,
    redeclare,
    undeclare,
)
from accord.formats.shapes import Field, Form, fields, is_option
from accord.formats.write import fields_plain
from accord.model import AT_THE_TABLE, Process, Reader
from accord.record.wording import one_line, written

_ID = click.argument("one", metavar="ID")
_ISSUE = click.option("--issue", required=True, metavar="ISSUE", help="The issue it settles.")


def command(word: str) -> click.Group:
    """Make the command for one sort of what a folder declares.

    Args:
        word: The word for it, such as `party`.
    """

    @click.group(word, cls=FolderCommands, invoke_without_command=True)
    @FOLDER
    @click.pass_context
    def group(ctx: click.Context, folder: str) -> None:
        ctx.obj = folder
        if ctx.invoked_subcommand is None and word == "process":
            _show_process(folder)
        elif ctx.invoked_subcommand is None:
            _list(folder, word, "", False, AT_THE_TABLE)

    where = "record.yaml" if word in ("source", "outlet") else "process.yaml"
    if word == "process":
        group.help = "Show and change what the process is called, who hosts and who mediates."
        group.add_command(_process())
        return group
    group.help = f"List, add, change and remove what {where} declares as {_PLURAL[word]}."
    for one in (_listing(word), _adding(word), _editing(word), _removing(word)):
        group.add_command(one)
    return group


_PLURAL = {
    "party": "parties",
    "person": "people",
    "actor": "actors",
    "venue": "venues",
    "issue": "issues",
    "option": "options",
    "constraint": "constraints",
    "plan": "rounds to come",
    "source": "sources",
    "outlet": "outlets",
}


_OF_PROCESS = ("title", "summary", "hosts", "mediators", "decision")
"""The keys of a process that declare nothing by id."""


def _show_process(folder: str) -> None:
    process = load(folder, interests=False).process
    plain = fields_plain(process)
    for key in _OF_PROCESS:
        if key in plain:
            click.echo(f"{key}: {_text(plain[key])}")


def _process() -> click.Command:
    of = [one for name, one in fields(Process).items() if name in _OF_PROCESS]

    @click.command("edit")
    @_given(map(_option, of))
    @click.pass_obj
    def edited(folder: str, /, **given: Any) -> None:
        """Change it in process.yaml; an empty value takes a key away."""
        changes = _taken({one.name: one for one in of}, given)
        if not changes:
            raise click.UsageError("say what to change, such as --title TEXT")
        file = edit_process(folder, changes)
        click.echo(f"changed {', '.join(changes)} in {file}")

    return edited


def _listing(word: str) -> click.Command:
    only = click.option("--issue", default="", metavar="ISSUE", help="Only of this issue.")
    whole = click.option(
        "--all",
        "whole",
        is_flag=True,
        help="All in the files, whoever may read it, and what nothing cites.",
    )
    of = {"option": [only], "source": [FOR, whole], "outlet": [FOR, whole]}

    @click.command("list")
    @_given(of.get(word, []))
    @AS_JSON
    @click.pass_obj
    def shown(
        folder: str,
        as_json: bool,
        issue: str = "",
        reader: Reader = AT_THE_TABLE,
        whole: bool = False,
    ) -> None:
        """List them, in the order of the file."""
        _list(folder, word, issue, as_json, None if whole else reader)

    return shown


def _list(folder: str, word: str, issue: str, as_json: bool, reader: Reader | None) -> None:
    found = listed(load(folder, interests=False, reader=reader), word, issue)
    if as_json:
        write_json(
            [({"issue": at.issue} if at.issue else {}) | fields_plain(one) for at, one in found]
        )
        return
    rows: list[tuple[str, ...]] = [(at.issue, at.id, _said(one)) for at, one in found]
    if word != "option":
        rows = [row[1:] for row in rows]
    if rows:
        header = ("issue", "id", "what")[-len(rows[0]) :]
        console.table(console.console(), header, rows, (20, 20, None)[-len(header) :])
    click.echo(count(len(rows), word, _PLURAL[word]) if rows else f"no {_PLURAL[word]}")


def _said(one: Any) -> str:
    """Return what is declared in a few words: its name, and what else there is."""
    plain = {key: value for key, value in fields_plain(one).items() if key != "id"}
    first = plain.pop("name", "") or plain.pop("title", "")
    parts = [f"{key}: {_text(value)}" for key, value in plain.items() if value]
    return "\n".join(filter(None, [str(first), one_line("; ".join(parts), 160)]))


def _text(value: Any) -> str:
    if isinstance(value, dict) and "role" in value:
        on = f" on {_text(value['on'])}" if "on" in value else ""
        return f"{value['role']}{on}"
    if isinstance(value, dict):
        return ", ".join(f"{key} ({_text(held)})" for key, held in value.items())
    return ", ".join(map(_text, value)) if isinstance(value, list) else written(str(value))


def _adding(word: str) -> click.Command:
    @click.command("add")
    @_ID
    @_keys(word)
    @click.pass_obj
    def added(folder: str, /, one: str, issue: str = "", **given: Any) -> None:
        keys = _gathered(word, given)
        with by_options(lambda key: _option_for(word, key)):
            place = declare(folder, Declaration(word, one, issue), keys)
        click.echo(f"added {place.id} at {place.file}:{place.line}")
        if "since" in _fields(word) and not keys.get("since") and has_entries(folder):
            of = f" --issue {issue}" if issue else ""
            click.echo(
                f"it counts from the beginning, on pages of earlier days too; if it is new: "
                f"accord {word} {folder} edit {place.id}{of} --since today"
            )

    rest = " (of a large record, what it names)" * (word in ("source", "outlet"))
    added.help = (
        f"Add the {word} ID. The folder is checked{rest} before anything is written."
        + " A name will do: an id is made from it." * ("name" in _fields(word))
    )
    return added


def _editing(word: str) -> click.Command:
    @click.command("edit")
    @_ID
    @_keys(word)
    @click.pass_obj
    def edited(folder: str, /, one: str, issue: str = "", **given: Any) -> None:
        changes = _gathered(word, given)
        if not changes:
            raise click.UsageError("say what to change, such as --set KEY=VALUE")
        with by_options(lambda key: _option_for(word, key)):
            place = redeclare(folder, Declaration(word, one, issue), changes)
        click.echo(f"changed {', '.join(changes)} of {place.id} at {place.file}:{place.line}")

    edited.help = f"Change the {word} ID where it stands; an empty value takes a key away."
    return edited


def _removing(word: str) -> click.Command:
    of = [_ISSUE] if word == "option" else []

    @click.command("remove")
    @_ID
    @_given(of)
    @click.pass_obj
    def removed(folder: str, one: str, issue: str = "") -> None:
        place = undeclare(folder, Declaration(word, one, issue))
        click.echo(f"removed {place.id} from {place.file}:{place.line}")

    removed.help = f"Remove the {word} ID, where nothing else in the folder needs it."
    return removed


_Command = Callable[..., None]
_Decorator = Callable[[_Command], _Command]


def _given(options: Iterable[_Decorator]) -> _Decorator:
    """Give a subcommand options, in this order."""

    def given(command: _Command) -> _Command:
        for option in reversed([*options]):
            command = option(command)
        return command

    return given


def _keys(word: str) -> _Decorator:
    """Give a subcommand an option for every key that a file may have for it, and `--set`."""
    of = [_ISSUE] if word == "option" else []
    return _given([*of, *map(_option, _fields(word).values()), SET])


def _fields(word: str) -> dict[str, Field]:
    return {name: one for name, one in fields(DECLARED[word]).items() if name != "id"}


def _option_for(word: str, key: str) -> str:
    """Return the option that gives a key, as somebody types it."""
    field = _fields(word).get(key)
    if field is None:
        return f"--set {key}=VALUE"
    names, what, _ = _typed(field)
    return f"{names[0]} {what}"


def _option(field: Field) -> _Decorator:
    """Make the option for one key; of a list it may be repeated."""
    names, what, several = _typed(field)
    again = " May be repeated." if several else ""
    return click.option(
        *names, f"key_{field.name}", metavar=what, multiple=several, help=field.doc + again
    )


def _typed(field: Field) -> tuple[list[str], str, bool]:
    """Return the option for a key: its names, what follows it, whether it may be repeated."""
    shape = field.shape
    names = [f"--{field.name.replace('_', '-')}"]
    several = shape.form is Form.MANY and not shape.listed
    if is_option(shape.item):
        names, several = ["--option"], True
    elif several and field.name.endswith("s"):
        names = [names[0][:-1], names[0]]
    what = "ID=WORDS" if is_option(shape.item) else _METAVARS.get(shape.form, "TEXT")
    return names, what, several


_METAVARS = {
    Form.RANGE: "LOW..HIGH",
    Form.NUMBER: "NUMBER",
    Form.MOMENT: "DATE",
    Form.FIELDS: "{KEY: VALUE}",
    Form.TABLE: "{ID: VALUE}",
}


def _gathered(word: str, given: dict[str, Any]) -> dict[str, Any]:
    """Gather the keys from the options."""
    others = given.pop("others")
    return pairs(others, _taken(_fields(word), given))


def _taken(wanted: dict[str, Field], given: dict[str, Any]) -> dict[str, Any]:
    """Gather the keys that options give."""
    found: dict[str, Any] = {}
    for name, field in wanted.items():
        value = given[f"key_{name}"]
        if value is None or value == ():
            continue
        if is_option(field.shape.item):
            found[name] = _options(value)
        elif isinstance(value, tuple):
            texts = [one for one in value if one]
            if field.shape.item is not None and field.shape.item.alone:  # a mapping will do too
                (option, *_), _, _ = _typed(field)
                texts = [read_value(option, one) for one in texts]
            found[name] = texts or ""
        else:
            found |= pairs([f"{name}={value}"], {})
    return found


def _options(given: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in given:
        id_, equals, words = (part.strip() for part in one.partition("="))
        if not equals or id_ in found:
            why = f"'{id_}' is given twice" if equals else "it has no '='"
            raise AccordError(f"'--option {one}': {why}; write --option ID=WORDS")
        found[id_] = words
    return found
