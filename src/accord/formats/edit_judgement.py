"""Whether a party would sign a package: put where its holder judges, or judged anew there."""

from pathlib import Path

from attrs import evolve, frozen

from accord.errors import AccordError
from accord.formats.amend import amended
from accord.formats.disk import alone
from accord.formats.folder import load
from accord.formats.folder_writer import ANY_WRITER, FolderWriter, write_checked
from accord.formats.for_whom import RECORD, own_interests
from accord.formats.insert import inserted
from accord.formats.marks_files import file_name, free_id, interests_text
from accord.formats.tree import parse, read_text
from accord.formats.write import fields_plain
from accord.model import MEDIATOR, Interests, Judgement, latest


@frozen(kw_only=True)
class JudgementEdited:
    """A package that was judged.

    Attributes:
        file: The file in which it stands.
        was: How the same package was judged before; None where it was not.
        now: How it is judged.
    """

    file: str
    was: Judgement | None
    now: Judgement


def judge_package(
    folder: Path | str,
    party: str,
    holder: str,
    judgement: Judgement,
    *,
    readers: tuple[str, ...] = (MEDIATOR,),
    by: FolderWriter = ANY_WRITER,
) -> JudgementEdited:
    """Put down whether a party would sign a package, as a holder judges it.

    It goes to what the holder judges of the party, or has of it in words, else a file is begun.
    The same package that is judged there already is judged anew.

    Args:
        folder: The process folder.
        party: Id of the party.
        holder: Id of the holder.
        judgement: The package and whether the party would sign it.
        readers: Who may read a file that is begun.
        by: Who writes.

    Raises:
        InvalidProcess: If the folder has mistakes, or would have.
        FormatError: If there is no way to change the file as it is written.
        Conflict: If somebody else is writing.
        AccordError: If no package is named.
    """
    folder = Path(folder)
    if not judgement.package:
        raise AccordError("no package is named that could be judged")
    with alone(folder / RECORD):
        case = load(folder, reader=by.reader)
        there = judging(case.interests, party, holder)
        known = there.judgements if there else ()
        place = next((n for n, o in enumerate(known) if o.package == judgement.package), None)
        was = None if place is None else known[place]
        if there is not None and by.may_change(there.for_):
            file = file_name(folder, there.id)
            shown = str(folder / file)
            before: bytes | None = (folder / file).read_bytes()
            text = read_text(folder / file, shown)
            plain = fields_plain(judgement)
            if place is None:
                text, _ = inserted(text, parse(text, shown), ("judgements",), [plain], shown)
            else:
                changes = {key: plain.get(key) for key in ("would", "basis", "source")}
                at = ("judgements", place)
                text, _ = amended(text, parse(text, shown), at, changes, shown)
        else:
            as_of, before = (by.today if there else None), None
            stem, where = f"{party}-by-{holder}", own_interests(readers)
            one = free_id(folder, case.interests, stem, as_of, where, what="judgements")
            kept = tuple(o for n, o in enumerate(known) if n != place)
            made = evolve(
                there or Interests(id=one, party=party, held_by=holder),
                id=one,
                for_=readers,
                as_of=as_of,
                judgements=(*kept, judgement),
            )
            file, text = interests_text(folder, made)
        write_checked(folder, {file: text}, {file: before}, "the judgement", by.reader)
    return JudgementEdited(file=str(folder / file), was=was, now=judgement)


def judging(held: tuple[Interests, ...], party: str, holder: str) -> Interests | None:
    """Return where a holder judges packages for a party, or what it has of it in words.

    Args:
        held: The interests.
        party: Id of the party.
        holder: Id of the holder.
    """
    own = [
        one
        for one in held
        if (one.party, one.held_by, one.voice) == (party, holder, "")
        and not one.is_valued
        and (one.judgements or one.is_marked)
    ]
    having = latest([one for one in own if one.judgements])
    return next(iter((*having, *latest(own))), None)
