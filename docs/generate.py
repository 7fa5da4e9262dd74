"""Write the pages of the reference that are made from the code: `make reference`.

A test compares them with what this script would write, so that they cannot go stale.
"""

import inspect
import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

import attrs
import click
from frozendict import frozendict

from accord import discovery
from accord.brief import side, weight
from accord.brief.compose import json_class
from accord.brief.known import MOST_LINES
from accord.brief.sections import sections as sections_of_page
from accord.brief.side import MOST_SIGNS, READINGS_SIGNS
from accord.cli import COMMANDS, cli
from accord.fighting import FightingModel
from accord.fighting import catalogue as fighting_models
from accord.formats import load
from accord.formats.bounds import (
    LEAST_WEIGHT,
    MOST_CHOICES,
    MOST_ISSUES,
    MOST_NAMED,
    MOST_WORTH,
)
from accord.formats.read import LONGEST
from accord.formats.schema import FILES
from accord.formats.shapes import Field, Form, Shape, descriptions, fields, is_option, noun
from accord.formats.sheet_columns import held, names
from accord.formats.tree import DEEPEST, LARGEST
from accord.hold.holding_assumptions import HoldingAssumptions
from accord.host.threats import TITLE, what_is_promised
from accord.model import MOST_OPTIONS, Amount
from accord.record import KINDS, Entry
from accord.talks import HAPPENINGS, MOVES, OUTCOMES, Rules, rule_sets
from accord.talks.procedure import Row, procedure_of
from accord.talks.transitions import COMMON
from accord.telling.blocks import Heading, Listing, Paragraph, Prose, TableBlock

discovery.entry_points = lambda group: ()
"""The pages are about Accord alone, whatever other packages are installed."""

REFERENCE = Path(__file__).parent / "reference"
CASE = Path(__file__).parents[1] / "examples" / "russia-ukraine-2022"
MADE = (
    "<!-- Made from the code by docs/generate.py: change that, then run 'make reference'. -->"
)

FOLDER = f"""\
{MADE}

# The folder

A process is a folder of text files:

- `process.yaml`: the public part. It must be there.
- `record.yaml`: what happened and who says so. It may be missing.
- `interests/`: what each party can live with, in marks, and what deals are worth to it, where
  somebody has numbers. Private. One file for each party and holder, `.yaml` or `.yml`, named as
  you like.
- `hold/`: what somebody assumes of how a deal would be kept, and games of one's own. Private.
- `fighting/`: what somebody assumes of what happens outside between rounds. Private.

Other files are not read.
`accord new` writes a folder to start from, `accord check` says what is wrong with one, and
`accord schema` writes the same as below for [an editor](../howto/editor.md).

## How values are written

The files are YAML, with fewer ways to write a thing.

text
: Any text; quotation marks where YAML needs them. `no`, `null` in quotation marks and
  `2022-02-28` are texts like others. A key without a value is as good as not there.

number
: `12`, `-0.5`, `1e3`.

range
: `12`, `30..45`, `30..` (at least) or `..45` (at most). Or with where it comes from:
  `{{value: 30..45, basis: two interviews, source: ID}}`.

amount
: As a range, or as it was given: `at least 39`, `more than 1500`, `about 300`, `at most 50` (or
  `up to 50`), `less than 50`.

mark
: `want`, `can live with`, `cannot` or `"?"`, which is also what an option without a mark counts
  as; in any case, and by the letters G, A, R or by the colours. Or with how it is known:
  `{{mark: cannot, how: said, basis: twice in public, source: ID}}`.

yes or no
: `yes` or `no`, `true` or `false`.

date
: `2022`, `2022-03`, `2022-03-01`, `2022-03-01T14` or `2022-03-01T14:30`: as exactly as it is
  known, in the hours of the place.

ID
: The id of something declared elsewhere in the folder. Ids hold letters, digits, dots, hyphens
  and underscores; those of parties, issues, options and files of interests may hold any
  character but a line break or a tab, up to {LONGEST}.

list
: `[a, b]`, or one item a line after `- `. Where items are no mappings, a single one needs no
  list.

combination
: Options by issue: `{{ceasefire: full, water: [40, 60]}}`. Several options of one issue are
  alternatives; several issues count together.

## Limits

- A file has at most {LARGEST // 1024**2} MiB, and is UTF-8.
- Nothing is nested deeper than {DEEPEST} levels.
- A number or a date has at most {LONGEST} characters.
- A numeric issue is cut into at most {MOST_OPTIONS} options; by name it has at most
  {MOST_NAMED:,}. An agenda has at most {MOST_ISSUES} issues, and {MOST_CHOICES:,} options
  in all.
- A number of points, and what a deal can come to, is at most {MOST_WORTH:,.0f}, up or down:
  what is larger cannot be added exactly. A relative weight is 0, or at least {LEAST_WEIGHT:f}.
- No aliases (`*name`), no tags (`!name`), no key given twice, one document a file.
"""

HOLD = """\
What somebody assumes of how a deal would be kept; `accord hold` goes by it. A file that has
`decision_makers` is a [game of one's own](../howto/graph-model.md)."""

FIGHTING = """\
What somebody assumes of what happens outside between rounds, for `accord play --fighting`.
Under `model` stands the name of one of the models below, whose keys stand beside these."""

NAMES = {"process": "process.yaml", "record": "record.yaml", "interests": "interests/*.yaml"}

SOMEBODY = {
    "speaker": "party, actor or person",
    "actor": "party or actor",
    "meeting": "round or session",
    "plan": "announced round",
}


def folder() -> str:
    """Write the page on the files, from the classes that hold what is in them."""
    parts = [FOLDER]
    done: set[type] = set()
    for name, (cls, given) in FILES.items():
        parts.append(f"## {NAMES[name]}\n\n{summary(cls)}\n\n{table(cls, given)}")
        parts.extend(sections(cls, done))
    parts.append(f"## hold/*.yaml\n\n{HOLD}\n\n{table(HoldingAssumptions, ('id',))}")
    parts.extend(sections(HoldingAssumptions, done))
    parts.append(f"## fighting/*.yaml\n\n{FIGHTING}\n\n{table(FightingModel, ('id',))}")
    for name, model in fighting_models().items():
        base = tuple(fields(FightingModel))
        parts.append(f"### model: {name}\n\n{sourced(model)}\n\n{table(model, base)}")
        parts.extend(sections(model, done))
    return "\n".join(parts)


def sections(cls: type, done: set[type]) -> Iterator[str]:
    """Give a section for every class that is reached from one, each once."""
    for field in fields(cls).values():
        shape = field.shape
        keyed = shape.keyed
        while shape.item is not None:
            shape = shape.item
        if shape.form is Form.ENTRY:
            yield f"### Entry\n\n{summary(Entry)}\n\n{table(Entry, kinds=True)}"
            for kind, entry in KINDS.items():
                common = tuple(fields(Entry))
                own = table(entry, common) if set(fields(entry)) > set(common) else ""
                yield f"#### kind: {kind}\n\n{summary(entry)}\n\n{own}".rstrip() + "\n"
        elif shape.form is Form.FIELDS and shape.type not in done:
            done.add(shape.type)
            given = ("id",) if keyed else ()
            title = noun(shape.type).capitalize()
            yield f"### {title}\n\n{summary(shape.type)}\n\n{table(shape.type, given)}"
            yield from sections(shape.type, done)


def summary(cls: type) -> str:
    """Give what the docstring of a class says above its attributes."""
    text = inspect.cleandoc(cls.__doc__ or "").partition("\nAttributes:")[0]
    return text.strip()


def sourced(cls: type) -> str:
    """Give the summary of a class with the source that it names in a line of its own."""
    text, _, source = summary(cls).partition("\n\nSource:\n")
    return f"{text}\n\nSource: {' '.join(source.split())}" if source else text


def table(cls: type, given: tuple[str, ...] = (), kinds: bool = False) -> str:
    """List the keys of a class; for entries of all kinds, the kind too."""
    rows = ["| key | what stands there | what it means |", "|---|---|---|"]
    if kinds:
        words = ", ".join(f"[{kind}](#kind-{kind})" for kind in KINDS)
        rows.append(f"| `kind` | a word, **required** | What kind of entry it is: {words}. |")
    for field in fields(cls).values():
        if field.name not in given:
            must = ", **required**" if field.required else ""
            rows.append(f"| `{field.name}` | {form(field.shape)}{must} | {meaning(field)} |")
    return "\n".join(rows) + "\n"


def meaning(field: Field) -> str:
    """Say what a key means, and what holds where it is not given."""
    usual = field.default if field.shape.form is Form.CHOICE and not field.required else ""
    return f"{field.doc} Without it: `{usual}`." if usual else field.doc


def form(shape: Shape) -> str:
    """Say in a few words what may stand in a place."""
    to = shape.ref.to if shape.ref else ""
    if shape.type is Amount:
        return "amount"
    match shape.form:
        case Form.TABLE if to == "scope":
            return "list of issues, or options by issue"
        case Form.TABLE if to in ("combination", "options"):
            return "combination" if to == "combination" else "one option by issue"
        case Form.TABLE if is_option(shape.item):
            return "mapping of ids to what each option says, or to an [option](#option)"
        case Form.TABLE if shape.item is not None:
            key = f"ID of {a(to)}" if to else "id"
            return f"mapping from {key} to {form(shape.item)}"
        case Form.MANY if shape.item is not None:
            return f"list: {form(shape.item)}"
        case Form.FIELDS:
            title = noun(shape.type)
            alone = f"{form(shape.fields[shape.alone].shape)}; or " if shape.alone else ""
            return f"{alone}[{title}](#{title.replace(' ', '-')})"
        case Form.ENTRY:
            return "[entry](#entry)"
        case Form.CHOICE:
            return " or ".join(f"`{choice}`" for choice in shape.type)
        case Form.MOMENT:
            return "date"
        case Form.YES:
            return "yes or no"
        case Form.TEXT if to:
            return f"ID of {a(to)}"
    return str(shape.form)


def a(to: str) -> str:
    """Name what an id refers to."""
    word = SOMEBODY.get(to, to)
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def commands() -> str:
    """Write the page on the command line, from what `--help` goes by."""
    start = (
        f"{MADE}\n\n# The command line\n\n"
        "`accord COMMAND --help` says the same. FOLDER is [a process folder](folder.md).\n"
        "Exit status: 0 if all is well; 2 if something is wrong with the folder or the call,\n"
        "said on standard error, one sentence a line; 3 if something cannot be written: a\n"
        "file, or the output itself; 130 if it was stopped. Signs that the output's encoding\n"
        "lacks are replaced; a reader that closes the pipe early (`| head`) is no mistake.\n"
    )
    context = click.Context(cli, info_name="accord")
    return "\n".join(
        [start, *(part for name in COMMANDS for part in command(name, cli, context, 2))]
    )


def command(name: str, group: click.Group, above: click.Context, depth: int) -> Iterator[str]:
    """Give a section for a command, and for each command within it."""
    found = group.get_command(above, name)
    assert found is not None, name
    context = click.Context(found, info_name=name, parent=above)
    usage = " ".join([context.command_path, *found.collect_usage_pieces(context)])
    words = [part for part in context.command_path.split() if part != "FOLDER"]
    lines = [f"{'#' * depth} {' '.join(words)}", "", "```text", usage, "```", ""]
    lines.extend([prose(found.help or ""), ""])
    for option in found.get_params(context):
        record = option.get_help_record(context)
        if record is not None and record[1] and "--help" not in option.opts:
            lines.extend([f"`{record[0]}`", f": {' '.join(record[1].split())}", ""])
    yield "\n".join(lines)
    if isinstance(found, click.Group):
        for below in found.list_commands(context):
            yield from command(below, found, context, depth + 1)


def prose(text: str) -> str:
    """Give help as paragraphs; those whose lines must stay as they are, as blocks."""
    paragraphs = []
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        kept = paragraph.removeprefix("\b\n")
        block = f"```text\n{kept}\n```" if kept != paragraph else paragraph
        paragraphs.append(block)
    return re.sub(r"\n{3,}", "\n\n", "\n\n".join(paragraphs)).strip()


WEIGHT = (weight.__doc__ or "").partition("\n\n")[2].strip()
SIDE = (side.__doc__ or "").partition("\n\n")[2].strip()
RULES_OF_SECTIONS = "\n\n".join(kind.rules for kind in sections_of_page() if kind.rules)

BRIEF = f"""\
{MADE}

# The brief

`accord brief FOLDER` says on one page where the talks stand: one side of A4, one screen, two
screens of a phone. Behind it lies the dossier, with all that it rests on and the sources. The
terminal, PDF (`--pdf`) and Word (`--docx`) have the dossier with `--full`; the HTML (`--html`)
has it folded behind the page, and prints it with `--full`; the JSON (`--json`) has it under
`dossier`.

## The page

**What stands on it.** The state of the talks in one line; how many issues are agreed, common
ground, open and fallen; who owes whom an answer; which conditional offers fit together; what
moved; what is contested; what happened outside the room; whether there is a deal, by whose
word, and what stands in the way, where the
reader may see numbers; what comes next. Every line names an entry behind it, and how many more
there are.

**What weighs most.** {WEIGHT}

**Room.** {SIDE}
A line of more than {MOST_SIGNS} signs is cut at a word, one of readings side by
side after {READINGS_SIGNS}; the dossier has it in full. Where the page is alone, in
PDF or Word, small print says what the ids are.

**Since when.** What moved and what happened outside since the round before the latest: all that
was not over when that round ended (or when the latest began, if that was earlier); with one
round or none, everything. `--since DATE` takes another day. What counts is the day on which
something happened, not the day on which it was published. Where nothing is as late as that, the
page says what the latest before it is, and how much there is.

## The dossier

**For whom it is.** One reader (`--for`): `public`, `table` (the default) or `mediator`.
Interests that are not for this reader are left out before anything is made of them. For the
mediator it says what the table and the public do not see.

At most {MOST_LINES} lines are shown of what was said, and of what happened; the earlier ones
are counted. The terminal lists by name what is contested of earlier rounds.

{RULES_OF_SECTIONS}

**The day of the page.** The day given by `--as-of`, else the latest day in the record, on
which something happened or was published. [As of](../explanation/as-of.md) says what is known
on a day.

**Ids.** Every line names the entries behind it: `accord record FOLDER show ID` shows them.

## The keys of the JSON

`accord schema brief` writes the same as JSON Schema. Every key is always there; what is not
known is an empty text, an empty list or null."""


def brief() -> str:
    """Write the page on the brief, from the classes of its JSON."""
    return "\n".join([f"{BRIEF.rstrip()}\n", *parts_of(json_class(), set())])


def parts_of(cls: type, done: set[type]) -> Iterator[str]:
    """Give a section for every class within a class that is written as JSON, each once."""
    done.add(cls)
    attrs.resolve_types(cls)
    known = {a.name: a.type for a in attrs.fields(cls)}
    docs = descriptions(cls)
    rows = ["| key | what stands there | what it means |", "|---|---|---|"]
    rows += [f"| `{name}` | {written(type_)} | {docs[name]} |" for name, type_ in known.items()]
    yield f"### {cls.__name__}\n\n{summary(cls)}\n\n" + "\n".join(rows) + "\n"
    for inner in (part for type_ in known.values() for part in get_args(type_) or (type_,)):
        if attrs.has(inner) and inner not in done:
            yield from parts_of(inner, done)


def written(type_: Any) -> str:
    """Say in a few words what a type is as JSON."""
    if get_origin(type_) is Annotated:
        return written(get_args(type_)[0])
    if get_origin(type_) is frozendict:
        return f"by id: {written(get_args(type_)[1])}"
    if get_origin(type_) is tuple:
        return f"list: {written(get_args(type_)[0])}"
    if options := get_args(type_):
        return " or ".join(map(written, options))
    if isinstance(type_, type) and issubclass(type_, StrEnum):
        return " or ".join(f"`{one}`" for one in type_)
    plain = {
        str: "text",
        bool: "true or false",
        type(None): "null",
        int: "number",
        float: "number",
    }
    return plain.get(type_) or f"[{type_.__name__}](#{type_.__name__.lower()})"


TABLE = f"""\
{MADE}

# The table

The table is where people, programs and the replay of a real record meet. It is three pure
functions of `accord.talks`: `decide(table, seat, move)` gives the events that follow from a
move or refuses it with a sentence that says what would be legal; `evolve(table, event)` gives
the table after an event; `view(table, seat)` gives what a seat may know. A table is the fold of
its log, and nothing else. What happens outside the room and moves what a party would settle for
comes in by `happen(table, happening)`: it is no move, needs no turn and counts to no limit.
Proposals, notes and motions are numbered apart for those who hear them. The step `out` is that
of a side whose delegation is out of the room, whatever the table does meanwhile.

## Who may do what

A delegation whose mandate does not cover a deal can propose or accept it only ad referendum,
and only if its principal sits: then the deal is initialled, and each principal concerned
ratifies or refuses it. Nobody but its own side sees a mandate. Whatever the rules, this holds;
`talks` stands for every step of the rules."""


def talks() -> str:
    """Write the page on the table, from the transitions that the table goes by."""
    parts = [f"{TABLE}\n", diagram(COMMON), "", transitions(COMMON)]
    parts.append("## Rule sets\n\nEvery rule set has these limits and this choice:\n")
    parts.append(attributes(Rules))
    for cls in rule_sets().values():
        own = [name for name in descriptions(cls) if name not in descriptions(Rules)]
        parts.append(f"### {cls.__name__}\n\n{quoted(cls)}\n")
        if own:
            parts.append(attributes(cls, own))
        rows = procedure_of(cls).rows
        parts.append(f"{diagram(rows)}\n\n{transitions(rows)}")
    for title, kinds in (
        ("Moves", MOVES),
        ("Outcomes", OUTCOMES),
        ("Outside the room", HAPPENINGS),
    ):
        parts.append(f"## {title}\n")
        for kind, what in kinds.items():
            parts.append(f"### `{kind}`\n\n{quoted(what)}\n")
            if attrs.fields(what):
                parts.append(attributes(what))
    return "\n".join(parts)


def quoted(cls: type) -> str:
    """Give what a docstring says; the source as a sentence of its own."""
    text, _, source = summary(cls).partition("\nSource:\n")
    cited = f"\n\nSource: {' '.join(source.split())}" if source else ""
    return f"{text.strip()}{cited}"


def attributes(cls: type, names: Iterable[str] = ()) -> str:
    """List the fields of a frozen class and what they mean."""
    docs = descriptions(cls)
    chosen = list(names) or [field.name for field in attrs.fields(cls)]
    rows = [f"| `{name}` | {docs[name]} |" for name in chosen]
    return "\n".join(["| field | what it means |", "|---|---|", *rows]) + "\n"


def transitions(rows: Iterable[Row]) -> str:
    """List rows of the transition table: step, who, what, on what condition, to where."""
    lines = ["| step | who | may | if | leads to |", "|---|---|---|---|---|"]
    who: dict[tuple[str, ...], list[str]] = {}
    for row in rows:
        guards = " and ".join(guard.text for guard in row.guards)
        leads = ", ".join(row.leads) or row.stage
        who.setdefault((row.stage, row.kind, guards, leads), []).append(row.role)
    for (stage, kind, guards, leads), roles in who.items():
        lines.append(f"| {stage} | {', '.join(roles)} | {kind} | {guards} | {leads} |")
    return "\n".join(lines) + "\n"


def diagram(rows: Iterable[Row]) -> str:
    """Draw the steps of a rule set: an arrow for every step to which a step can lead."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        for after in row.leads:
            kinds = arrows.setdefault((row.stage, after), [])
            if row.kind not in kinds:
                kinds.append(row.kind)
    wide = max(len(before) for before, _ in arrows)
    words = {pair: " or ".join(kinds) for pair, kinds in arrows.items()}
    long = max(map(len, words.values()))
    lines = [
        f"{before.ljust(wide)} --{(' ' + said + ' ').ljust(long + 2, '-')}--> {after}"
        for (before, after), said in words.items()
    ]
    return "\n".join(["```text", *lines, "```"])


OUTLETS = """\
<!-- Made from the worked case by docs/generate.py: change that, then run 'make reference'. -->

# Outlets of the worked case

What each label in `examples/russia-ukraine-2022` rests on.
How labels are meant is said in [](../explanation/facts.md).
An address is where the evidence was read.
"Classed as" is the word of State Media Monitor, a research project (statemediamonitor.com).
What was "not confirmed here" is known to the editors, and no page was found for it.
Grants are not in the labels: many private outlets of Ukraine, and Russian ones in exile, live
in part on them, American public money among them (spokesman.com, 7 February 2025, after the
Washington Post); how much of it reached which outlet was not found.
An outlet in none of these tables has no label; who owns it was not looked up.
"""


COLUMNS = """# What a column of a spreadsheet can hold

Made from the code by `make reference`.
[What is read](spreadsheets.md) tells the rest.
A column is known by its name, whatever its case and accents, or by what `--map 'COLUMN=...'`
says; there any name of the table will do.
Where a kind of entry has no such field, the field that means the same takes it: `who` is `by`
in a statement and `between` in an agreement.
Other languages than English are known for what most sheets have.

"""


def outlets() -> str:
    """Give the page of the labels of the worked case, each with its evidence."""
    ones = sorted(load(CASE).record.outlets.values(), key=lambda one: one.name.casefold())
    groups = {
        "State-aligned\n\nA state or its ruling party owns, runs or mainly controls it.": [
            (one.name, one.state_aligned, one.evidence) for one in ones if one.state_aligned
        ],
        "State-funded\n\nA state pays for it, wholly or in large part; independent by law.": [
            (one.name, one.state_funded, one.evidence) for one in ones if one.state_funded
        ],
        "No label, though one might ask\n\nWho owns it, or that this is not known.": [
            (one.name, "", one.evidence)
            for one in ones
            if one.evidence and not (one.state_aligned or one.state_funded)
        ],
    }
    lines = [OUTLETS]
    for head, rows in groups.items():
        lines += [f"## {head}", "", "| Outlet | State | Evidence |", "|---|---|---|"]
        lines += [f"| {' | '.join(row)} |" for row in rows]
        lines.append("")
    return "\n".join(lines)


def columns() -> str:
    """Return the page on what a column of a spreadsheet can hold."""
    called: dict[str, list[str]] = {}
    for name, to in names().items():
        called.setdefault(to, []).append(name)
    lines = [
        COLUMNS,
        "| `--map 'COLUMN=...'` | columns called so are taken for it |",
        "|---|---|",
    ]
    lines += [
        f"| `{one}` | {', '.join(name for name in called.get(one, ()) if name != one)} |"
        for one in held()
    ]
    return "\n".join([*lines, ""])


def threats() -> str:
    """Return the page of who sees what on a host, as the host itself says it."""
    lines = [MADE, "", f"# {TITLE}"]
    for block in what_is_promised():
        match block:
            case Heading():
                lines += ["", f"## {in_markdown(block.text)}", ""]
            case Paragraph():
                lines += ["", in_markdown(block.text), ""]
            case Listing():
                lines += [f"- {in_markdown(one.text)}" for one in block.items]
            case TableBlock():
                lines += [f"| {' | '.join(block.header)} |", "|---" * len(block.header) + "|"]
                for group in block.groups:
                    for cells in group.rows:
                        row = [in_markdown(cell[0].text) for cell in (group.name, *cells)]
                        lines.append(f"| {' | '.join(row)} |")
    return re.sub("\n{3,}", "\n\n", "\n".join(lines)) + "\n"


def in_markdown(words: Prose) -> str:
    """Return a text of the host's, with what stands out in it and its commands as code."""
    runs = (words,) if isinstance(words, str) else words
    said = "".join(one if isinstance(one, str) else f"**{one.text.strip()}** " for one in runs)
    code = said.replace("(--plain-http)", "(`--plain-http`)")
    return re.sub(r"'(accord [^']+)'", r"`\1`", code)


PAGES = {
    "../explanation/threats.md": threats,
    "folder.md": folder,
    "cli.md": commands,
    "brief.md": brief,
    "table.md": talks,
    "outlets.md": outlets,
    "columns.md": columns,
}


def main() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (REFERENCE / name).write_text(page(), encoding="utf-8")
        print(f"docs/reference/{name}")


if __name__ == "__main__":
    main()
