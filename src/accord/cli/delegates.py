"""`accord delegates`: the programs that can sit at the table."""

import attrs
import click

from accord.cli.common import AS_JSON, write_json
from accord.cli.console import console, heading, paragraph, table
from accord.delegates import Description, catalogue, describe, parse
from accord.tactics.parameters import Parameter
from accord.talks import Role


@click.command("delegates")
@click.argument("name", required=False)
@AS_JSON
def command(name: str | None, as_json: bool) -> None:
    """List the delegates: programs that can sit at the table.

    With NAME: one of them, its parameters and where it comes from. NAME may set parameters, as
    in 'boulware:beta=0.1,accept=const(60)'; then it is said whether that can be.
    """
    kinds = catalogue().values() if name is None else [parse(name).kind]
    found = [describe(kind) for kind in kinds]
    left_out = list(catalogue().left_out.values()) if name is None else []
    if as_json:
        plain = [attrs.asdict(one) for one in found]
        write_json(plain if name is None else plain[0])
        for one in left_out:
            click.echo(one, err=True)
    elif name is None:
        _list(found, left_out)
    else:
        _show(found[0])


def _list(found: list[Description], left_out: list[str]) -> None:
    to = console()
    for role in Role:
        sitting = [one for one in found if one.role is role]
        if not sitting:
            continue
        heading(to, f"As a {role}" if role is not Role.OBSERVER else "As an observer")
        widest = max(len(one.name) for one in sitting)
        table(to, (), [(one.name, one.summary) for one in sitting], (widest, None))
        to.print()
    if left_out:
        heading(to, "Left out")
        for sentence in left_out:
            paragraph(to, sentence)
        to.print()
    paragraph(to, "More about one: accord delegates NAME")


def _show(one: Description) -> None:
    to = console()
    heading(to, f"{one.name} (sits as a {one.role})")
    paragraph(to, one.summary)
    if one.source:
        paragraph(to, f"Source: {one.source}")
    if one.parameters:
        to.print()
        rows = [(p.name, p.default, _about(p)) for p in one.parameters]
        widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
        table(
            to,
            ("parameter", "default", "what it is"),
            rows,
            (max(9, widths[0]), max(7, widths[1]), None),
        )


def _about(parameter: Parameter) -> str:
    if not parameter.bounds:
        return parameter.about
    return f"{parameter.about} ({parameter.bounds})".strip()
