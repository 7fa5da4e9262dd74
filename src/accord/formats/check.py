"""Everything that can be wrong with a process folder beyond the form of its files.

Each rule is a function from a draft to the mistakes it finds; `RULES` lists them. Rules work
on what could be read, so that one mistake does not hide another.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from attrs import define, frozen

from accord.errors import Problem
from accord.formats.read import Mention, near
from accord.formats.tree import Map, Seq, line_of
from accord.model import (
    MOST_OPTIONS,
    Agenda,
    Exclusion,
    Interests,
    Issue,
    Process,
    Scale,
)
from accord.record import Claim, Correction, Entry, Meeting, Position, Proposal, Record

Path = tuple[str | int, ...]


@frozen(eq=False)
class File:
    """One file as it was read.

    Attributes:
        name: Its name, for sentences.
        tree: What stands in it; None where it could not be read.
        mentions: The ids in it that must be declared somewhere.
    """

    name: str
    tree: Map | None
    mentions: list[Mention]

    def at(self, path: Sequence[str | int], sentence: str) -> Problem:
        """Say a mistake at a path in the file."""
        return Problem(self.name, line_of(self.tree, path) if self.tree else 0, sentence)


@define
class Draft:
    """A folder as far as it could be read.

    Attributes:
        files: The files by their names in the folder.
        process: The public part, if it could be read.
        record: The record, if it could be read.
        interests: The interests that could be read.
    """

    files: dict[str, File]
    process: Process | None
    record: Record | None
    interests: list[Interests]

    def file(self, name: str) -> File:
        """Give a file by its name in the folder; an empty one where it is not there."""
        return self.files.get(name) or File(name, None, [])

    def keys(self, *path: str) -> Mapping[str, int]:
        """Give the keys under a path of the process, or of the sources, with their lines."""
        tree: object = self.file("record.yaml" if path == ("sources",) else "process.yaml").tree
        for step in path:
            tree = tree.get(step) if isinstance(tree, Map) else None
        return tree.lines if isinstance(tree, Map) else {}

    def entries(self) -> Iterator[tuple[int, Map]]:
        """Give every mapping in the list of entries with its place, readable or not."""
        tree = self.file("record.yaml").tree
        listed = tree.get("entries") if tree else None
        if isinstance(listed, Seq):
            yield from ((i, e) for i, e in enumerate(listed) if isinstance(e, Map))

    def of_interests(self, interests: Interests) -> File:
        """Give the file that some interests were read from."""
        stems = (f"interests/{interests.id}.{suffix}" for suffix in ("yaml", "yml"))
        return next((self.files[s] for s in stems if s in self.files), File("", None, []))


Rule = Callable[[Draft], Iterator[Problem]]


def check(draft: Draft) -> list[Problem]:
    """Apply every rule."""
    return [problem for rule in RULES for problem in rule(draft)]


def _declared(draft: Draft) -> dict[str, set[str]]:
    """Gather what is declared, readable or not, by what a mention may name."""
    parties, people = set(draft.keys("parties")), set(draft.keys("people"))
    actors = set(draft.keys("actors"))
    entries: dict[str, set[str]] = defaultdict(set)
    for _, tree in draft.entries():
        if isinstance(tree.get("id"), str):
            entries[str(tree.get("kind"))].add(tree["id"])
    return {
        "party": parties,
        "person": people,
        "actor": parties | actors,
        "speaker": parties | actors | people,
        "venue": set(draft.keys("venues")),
        "issue": set(draft.keys("agenda", "issues")),
        "source": set(draft.keys("sources")),
        "plan": set(draft.keys("rounds")),
        "entry": set().union(*entries.values()),
        "meeting": entries["round"] | entries["session"],
        "proposal": entries["proposal"],
    }


_WORDS = {
    "person": "person among 'people'",
    "actor": "party or actor",
    "speaker": "party, actor or person",
    "source": "source in record.yaml",
    "plan": "round among the 'rounds' announced",
    "meeting": "round or session in the record",
    "entry": "entry in the record",
    "proposal": "proposal in the record",
    "issue": "issue on the agenda",
}


def _mentions(draft: Draft) -> Iterator[Problem]:
    """Every id names something declared."""
    declared = _declared(draft)
    issues = draft.process.agenda.issues if draft.process else {}
    for file in draft.files.values():
        for mention in file.mentions:
            known = declared["issue" if mention.to == "option" else mention.to]
            if mention.id not in known:
                word = _WORDS.get(mention.to, "issue" if mention.to == "option" else mention.to)
                sentence = f"there is no {word} '{mention.id}'{near(mention.id, known)}"
                yield Problem(file.name, mention.line, sentence)
            elif mention.to == "option" and mention.id in issues:
                for option, line in mention.options:
                    if sentence := _no_option(issues[mention.id], option):
                        yield Problem(file.name, line, sentence)


def _no_option(issue: Issue, option: str) -> str:
    if option in issue.choices:
        return ""
    return f"the issue '{issue.id}' has no option '{option}'{near(option, issue.choices)}"


def _process(draft: Draft) -> Iterator[Problem]:
    """Two parties or more, and every delegation with a head."""
    file, process = draft.file("process.yaml"), draft.process
    if process is None:
        return
    if len(process.parties) < 2:
        yield file.at(["parties"], "talks need at least two parties")
    for party in process.parties.values():
        if party.delegation is not None and not party.delegation.head:
            at = ["parties", party.id, "delegation"]
            yield file.at([*at, "head"], f"the delegation of '{party.id}' has no head")
    for one in sorted(set(draft.keys("parties")) & set(draft.keys("actors"))):
        yield file.at(["actors", one], f"'{one}' is a party already; one id names one thing")
    for one in sorted(set(draft.keys("people")) & ({*process.parties, *process.actors})):
        yield file.at(
            ["people", one], f"'{one}' is a party or actor already; one id names one thing"
        )


def _agenda(draft: Draft) -> Iterator[Problem]:
    """Issues can be settled: by options, or by a span cut into steps."""
    file = draft.file("process.yaml")
    agenda = draft.process.agenda if draft.process else Agenda()
    names: dict[str, str] = {}
    for issue in agenda.issues.values():
        at: Path = ("agenda", "issues", issue.id)
        first = names.setdefault(issue.name.casefold(), issue.id)
        if first != issue.id:
            yield file.at(
                [*at, "name"], f"the issues '{first}' and '{issue.id}' have the same name"
            )
        yield from (file.at([*at, *path], s) for path, s in _options(issue))
    seen: dict[str, int] = {}
    for i, one in enumerate(agenda.constraints):
        if one.id in seen:
            yield file.at(["agenda", "constraints", i, "id"], f"duplicate id '{one.id}'")
        seen[one.id] = i


def _options(issue: Issue) -> Iterator[tuple[Path, str]]:
    if issue.span is not None and issue.options:
        yield ("span",), "give an issue either 'options' or a 'span', not both"
        return
    if issue.span is None:
        if not issue.options:
            yield (
                (),
                f"the issue '{issue.id}' has no options: give 'options', or 'span' and 'step'",
            )
        names: dict[str, str] = {}
        for option in issue.options.values():
            first = names.setdefault(option.name.casefold(), option.id)
            if first != option.id:
                yield (
                    ("options", option.id),
                    f"options '{first}' and '{option.id}' say the same",
                )
        for key in ("step", "unit"):
            if getattr(issue, key):
                yield (key,), f"'{key}' goes with 'span', which is not given"
        return
    if not issue.span.is_bounded:
        yield ("span",), "a span needs both ends, such as 0..100"
    elif issue.step is None:
        yield (
            ("span",),
            "give 'step' too: a continuous issue cannot be settled by listing options",
        )
    elif issue.step <= 0:
        yield ("step",), "'step' must be above 0"
    elif (issue.span.high - issue.span.low) / issue.step >= MOST_OPTIONS:
        yield ("step",), f"that makes more than {MOST_OPTIONS} options: take a larger step"


def _ids(draft: Draft) -> Iterator[Problem]:
    """No id is given twice in the record."""
    file = draft.file("record.yaml")
    seen = dict(draft.keys("sources"))
    for _, tree in draft.entries():
        one = tree.get("id")
        if not isinstance(one, str) or not one:
            continue
        line = tree.lines["id"]
        if one in seen:
            sentence = f"duplicate id '{one}': the first is on line {seen[one]}"
            yield Problem(file.name, line, sentence)
        else:
            seen[one] = line


def _entries(draft: Draft) -> Iterator[Problem]:
    """Every entry rests on a source and says something; what replaces another, replaces one."""
    file, record = draft.file("record.yaml"), draft.record
    if record is None:
        return
    trees = {str(tree.get("id")): place for place, tree in draft.entries()}
    issues = draft.process.agenda.issues if draft.process else {}
    by_id = {entry.id: entry for entry in record.entries}
    for entry in record.entries:
        for key, sentence in _wrong_with(entry, issues):
            yield file.at(("entries", trees[entry.id], key), sentence)
        if _circles(entry, by_id):
            at = ("entries", trees[entry.id], "supersedes")
            yield file.at(at, f"'{entry.id}' supersedes itself, directly or in a circle")


def _circles(entry: Entry, by_id: Mapping[str, Entry]) -> bool:
    """Tell whether following `supersedes` from an entry leads back to it."""
    seen: set[str] = set()
    one: Entry | None = entry
    while one is not None and one.supersedes and one.id not in seen:
        seen.add(one.id)
        one = by_id.get(one.supersedes)
    return one is not None and one.id in seen and one.id == entry.id


def _wrong_with(entry: Entry, issues: Mapping[str, Issue]) -> Iterator[tuple[str, str]]:
    if not entry.sources:
        yield "sources", f"'{entry.id}' has no source: name at least one"
    until = getattr(entry, "until", None)
    if until is not None and until.end <= entry.date.start:
        yield "until", f"'until' {until} is before the date {entry.date}"
    match entry:
        case Correction() if not entry.supersedes:
            yield (
                "id",
                f"'{entry.id}' supersedes nothing: name what it withdraws in 'supersedes'",
            )
        case Position():
            if not entry.option and not entry.text:
                yield "id", f"the position '{entry.id}' needs an 'option' or a 'text'"
            elif entry.option and entry.issue in issues:
                sentence = _no_option(issues[entry.issue], entry.option)
                yield from [("option", sentence)] if sentence else []
        case Proposal() if not entry.deal and not entry.text:
            yield "id", f"the proposal '{entry.id}' needs a 'deal' or a 'text'"
        case Claim():
            if not entry.about and not entry.subject:
                yield (
                    "id",
                    f"the claim '{entry.id}' is about nothing: give 'about' or 'subject'",
                )
            if entry.value and not entry.attribute:
                yield "value", "'value' needs 'attribute': the feature that has this value"
        case Meeting() if entry.length is not None and entry.length.low < 0:
            yield "length", "'length' is in hours and cannot be below 0"


def _interests(draft: Draft) -> Iterator[Problem]:
    """Interests cover the agenda, with numbers in range, once per party and holder."""
    agenda = draft.process.agenda if draft.process else None
    seen: dict[tuple[str, str], str] = {}
    for interests in draft.interests:
        file = draft.of_interests(interests)
        held = interests.party, interests.held_by
        first = seen.setdefault(held, file.name)
        if first != file.name:
            yield file.at(
                ["held_by"], f"'{held[1]}' holds interests of '{held[0]}' in {first} already"
            )
        yield from (file.at(path, s) for path, s in _numbers(interests))
        if agenda is not None:
            on = agenda if interests.as_of is None else agenda.as_of(interests.as_of)
            yield from (file.at(path, s) for path, s in _coverage(interests, on))
            yield from (file.at(path, s) for path, s in _red_lines(interests, on))


def _numbers(interests: Interests) -> Iterator[tuple[Path, str]]:
    relative = interests.scale is Scale.RELATIVE
    for name, one in interests.issues.items():
        at: Path = ("issues", name)
        if (
            not one.weight.is_bounded
            or one.weight.low < 0
            or (relative and one.weight.high > 100)
        ):
            yield (*at, "weight"), f"the weight {one.weight} is out of range: 0 to 100"
        for option, value in one.values.items():
            if not value.is_bounded or (relative and not 0 <= value.low <= value.high <= 100):
                yield (*at, "values", option), f"the value {value} is out of range: 0 to 100"
    if (
        relative
        and interests.issues
        and all(i.weight.low <= 0 for i in interests.issues.values())
    ):
        yield ("issues",), "every weight may be 0: give at least one issue a weight above 0"
    if not interests.walk_away.is_bounded:
        yield ("walk_away",), f"the walk-away value {interests.walk_away} needs both ends"
    for i, interaction in enumerate(interests.interactions):
        if not interaction.bonus.is_bounded:
            yield ("interactions", i, "bonus"), f"the bonus {interaction.bonus} needs both ends"
        if not interaction.when:
            yield ("interactions", i), "an interaction needs the options it is about in 'when'"


def _coverage(interests: Interests, agenda: Agenda) -> Iterator[tuple[Path, str]]:
    for name, issue in agenda.issues.items():
        one = interests.issues.get(name)
        if one is None:
            yield ("issues",), f"the issue '{name}' has no weight and values here"
            continue
        for option in one.values:
            if sentence := _no_option(issue, option):
                yield ("issues", name, "values", option), sentence
        missing = [f"'{option}'" for option in issue.choices if option not in one.values]
        if missing:
            sentence = f"the issue '{name}' has no value for {', '.join(missing[:5])}"
            yield ("issues", name, "values"), sentence


def _red_lines(interests: Interests, agenda: Agenda) -> Iterator[tuple[Path, str]]:
    seen: set[str] = set()
    whole = True
    for i, line in enumerate(interests.red_lines):
        if line.id in seen:
            yield ("red_lines", i, "id"), f"duplicate id '{line.id}'"
        seen.add(line.id)
        if not line.never:
            yield ("red_lines", i), f"the red line '{line.id}' refuses nothing: fill in 'never'"
            whole = False
        elif not _some_deal(agenda.issues, [line]):
            yield ("red_lines", i), f"the red line '{line.id}' forbids every deal"
            whole = False
    if whole and not _some_deal(agenda.issues, [*interests.red_lines, *agenda.constraints]):
        sentence = "these red lines together, with the agenda's constraints, forbid every deal"
        yield ("red_lines",), sentence


def _some_deal(issues: Mapping[str, Issue], exclusions: Sequence[Exclusion]) -> bool:
    """Tell whether some deal crosses none of the exclusions, by trying issue after issue.

    Gives up and says yes after as many steps as no hand-written file needs.
    """
    involved = [i for i in issues if any(i in e.never for e in exclusions)]
    steps = 0

    def settle(place: int, open_: list[Exclusion]) -> bool:
        nonlocal steps
        steps += 1
        if place == len(involved) or not open_ or steps > 20_000 or place > 400:
            return True
        issue = issues[involved[place]]
        later = set(involved[place + 1 :])
        for option in issue.choices:
            kept = [e for e in open_ if option in e.never.get(issue.id, (option,))]
            done = [e for e in kept if not later & e.never.keys()]
            if not done and settle(place + 1, kept):
                return True
        return False

    known = [e for e in exclusions if e.never and all(i in issues for i in e.never)]
    return settle(0, known)


def _constraints(draft: Draft) -> Iterator[Problem]:
    """The agenda's constraints leave some deal."""
    if draft.process is None:
        return
    agenda, file = draft.process.agenda, draft.file("process.yaml")
    for i, one in enumerate(agenda.constraints):
        if not one.never:
            yield file.at(
                ["agenda", "constraints", i], f"the constraint '{one.id}' excludes nothing"
            )
    if not _some_deal(agenda.issues, agenda.constraints):
        yield file.at(["agenda", "constraints"], "the constraints forbid every deal")


RULES: tuple[Rule, ...] = (
    _mentions,
    _process,
    _agenda,
    _constraints,
    _ids,
    _entries,
    _interests,
)
