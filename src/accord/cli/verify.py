"""`accord verify`: whether a log is as it was written."""

import re
import sys
from collections.abc import Iterable
from contextlib import suppress

import click
from attrs import evolve

from accord.cli.common import count
from accord.errors import AccordError, Problem, ReaderGone
from accord.store import Break, Examined, Store, examine, is_database, read_lines
from accord.talks import audit, read


@click.command("verify")
@click.argument("log")
@click.option("--table", metavar="ID", help="Verify one table of a store, not all of them.")
@click.option("--rules", is_flag=True, help="Hold it to the rules of the table as well.")
@click.option("--head", metavar="HASH", help="A hash noted earlier, which the log must have.")
def command(log: str, table: str | None, rules: bool, head: str | None) -> None:
    """Say whether LOG is as it was written, and where it was changed.

    LOG is a log file (JSON Lines), the SQLite file of a store, or the URL of a store in
    PostgreSQL. For each log that is intact: how many events it has, and its head, the hash of
    the last one. Note the head down: an end that is cut off later is found with --head only.

    With --rules, every event must also be what the rules of the table, as this version has
    them, make of those before it. A log written under earlier rules may fail, and is read all
    the same.

    Exit status: 0 if all is intact, 1 if something was changed or does not follow by the
    rules, or there is no event to verify, 2 if LOG is not a log, 3 if the answer cannot be
    written.
    """
    if head is not None and not re.fullmatch("[0-9a-f]{64}", head := head.lower()):
        raise click.BadParameter("a hash has 64 hexadecimal digits", param_hint="--head")
    if "://" in log or is_database(log):
        said = _in_store(log, table, head, rules)
    elif table is not None:
        raise click.UsageError(f"--table is for stores: {log} is a file with one log")
    else:
        found = examine(read_lines(log), head, log)
        if rules and found.broken is None:
            found = _audited(found, read_lines(log), log)
        said = {_of_file(log, found): found.broken is None}
    with suppress(ReaderGone):  # whoever reads no more is still told by the status
        for line in said:
            click.echo(line)
    sys.exit(0 if all(said.values()) else 1)


def _in_store(log: str, table: str | None, head: str | None, rules: bool) -> dict[str, bool]:
    """Return a line on each table that was asked for, and whether its log is intact."""
    with Store.open(log, read_only=True) as store:
        tables = store.tables()
        if table is not None and table not in tables:
            there = ", ".join(map(repr, tables)) or "none"
            raise AccordError(f"{store.name}: there is no table {table!r}; there are: {there}")
        if not tables:
            sentence = "there is no table in this store, so nothing to verify"
            return {str(Problem(store.name, 0, sentence)): False}
        if head is not None and table is None and len(tables) != 1:
            raise click.UsageError("--head is the hash of one table: say which with --table")
        said = {}
        for one in tables if table is None else [table]:
            found = store.examine(one, head)
            if rules and found.broken is None:
                found = _audited(found, store.export(one), f"{store.name}: table {one!r}")
            said[_of_table(log, one, found)] = found.broken is None
        return said


def _audited(found: Examined, lines: Iterable[str], name: str) -> Examined:
    """Hold an intact log to the rules of the table."""
    stray = audit(read("\n".join(lines), name))
    if stray is None:
        return found
    return evolve(found, broken=Break(line=stray[0], sentence=stray[1]))


def _of_file(log: str, found: Examined) -> str:
    if found.broken is None:
        whose = f"table {found.table!r} " if found.table else ""
        return str(Problem(log, 0, f"{whose}{_intact(found)}"))
    return str(Problem(log, found.broken.line, found.broken.sentence))


def _of_table(log: str, table: str, found: Examined) -> str:
    if found.broken is None:
        return str(Problem(table, 0, _intact(found)))
    return str(Problem(log, 0, f"table {table!r}: {found.broken.sentence}"))


def _intact(found: Examined) -> str:
    return f"intact, {count(found.count, 'event', 'events')}, head {found.head}"
