"""A process folder: read whole, checked whole, and written."""

from pathlib import Path
from typing import TypeVar

from attrs import evolve, field, frozen
from frozendict import frozendict

from accord.errors import InvalidProcess, Problem
from accord.formats.check import Draft, File, check
from accord.formats.read import FAILED, Reading, build
from accord.formats.tree import parse, read_text
from accord.formats.write import to_yaml
from accord.model import Interests, Perspective, Process, When, perspectives
from accord.record import Record

T = TypeVar("T")

PROCESS = "process.yaml"
RECORD = "record.yaml"
INTERESTS = "interests"


@frozen(kw_only=True)
class Folder:
    """Everything in a process folder.

    Attributes:
        process: The public part.
        record: What happened and who says so.
        interests: What deals are worth to whom, by whom it is held. Private.
    """

    process: Process
    record: Record = field(factory=Record)
    interests: tuple[Interests, ...] = ()

    @property
    def perspectives(self) -> tuple[Perspective, ...]:
        """Give the interests by who holds them."""
        return perspectives(tuple(self.process.parties), self.interests)

    def as_of(self, moment: When) -> "Folder":
        """Give the folder as it could be known then."""
        record = self.record.as_of(moment)
        rounds = {
            i: plan
            for i, plan in self.process.rounds.items()
            if any(s in record.sources for s in plan.sources)
        }
        process = evolve(
            self.process,
            agenda=self.process.agenda.as_of(moment),
            rounds=frozendict(rounds),
        )
        held = tuple(i for i in self.interests if i.as_of is None or i.as_of.by(moment))
        return Folder(process=process, record=record, interests=held)


def load(path: Path | str, replaced: dict[str, str] | None = None) -> Folder:
    """Read a process folder and check it.

    Args:
        path: The folder.
        replaced: Texts to read instead of files, by the file's name in the folder: to see
            whether a change would be valid before it is written.

    Raises:
        InvalidProcess: With every mistake in every file.
    """
    path = Path(path)
    if not path.is_dir():
        sentence = "there is no such folder; 'accord new FOLDER' writes one"
        raise InvalidProcess([Problem(str(path), 0, sentence)])
    loader = _Loader(path, replaced or {})
    process = loader.read(PROCESS, Process)
    record = loader.read(RECORD, Record)
    held = [
        loader.read(f"{INTERESTS}/{file.name}", Interests, id=file.stem)
        for file in sorted((path / INTERESTS).glob("*.y*ml"))
    ]
    draft = Draft(
        files=loader.files,
        process=process,
        record=record,
        interests=[interests for interests in held if interests is not None],
    )
    problems = [*loader.problems, *check(draft)]
    if problems:
        raise InvalidProcess(problems)
    assert process is not None
    return Folder(process=process, record=record or Record(), interests=tuple(draft.interests))


class _Loader:
    """Reads the files of one folder, keeping what can be read of each."""

    def __init__(self, path: Path, replaced: dict[str, str]) -> None:
        self.path = path
        self.replaced = replaced
        self.problems: list[Problem] = []
        self.files: dict[str, File] = {}

    def read(self, name: str, cls: type[T], **given: str) -> T | None:
        """Read one file as far as it can be read; None where it cannot or is not there."""
        shown = str(self.path / name)
        if name == RECORD and name not in self.replaced and not (self.path / name).exists():
            return None
        try:
            text = self.replaced.get(name)
            tree = parse(
                text if text is not None else read_text(self.path / name, shown), shown
            )
        except InvalidProcess as invalid:
            self.problems.extend(invalid.problems)
            self.files[name] = File(shown, None, [])
            return None
        reading = Reading(shown)
        value = build(reading, cls, tree, 1, name.split("/")[-1], **given)
        self.problems.extend(reading.problems)
        self.files[name] = File(shown, tree, reading.mentions)
        return None if value is FAILED else value


def save(folder: Folder, path: Path) -> None:
    """Write a process folder; files that are there are written over.

    Raises:
        OSError: If a file cannot be written.
    """
    path.mkdir(parents=True, exist_ok=True)
    (path / PROCESS).write_text(to_yaml(folder.process), encoding="utf-8")
    (path / RECORD).write_text(to_yaml(folder.record), encoding="utf-8")
    for interests in folder.interests:
        file = path / INTERESTS / f"{interests.id}.yaml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(to_yaml(interests), encoding="utf-8")
