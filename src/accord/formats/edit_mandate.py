"""What a delegation may agree to without asking: set in the file where its holder has it."""

from collections.abc import Mapping
from pathlib import Path

from attrs import evolve, frozen
from frozendict import frozendict

from accord.errors import AccordError, Conflict
from accord.formats.amend import amended
from accord.formats.disk import alone
from accord.formats.folder import load
from accord.formats.folder_writer import ANY_WRITER, FolderWriter, write_checked
from accord.formats.for_whom import RECORD, own_interests
from accord.formats.marks_files import file_name, free_id, interests_text
from accord.formats.shapes import fields
from accord.formats.tree import parse, read_text
from accord.formats.write import to_plain
from accord.model import MEDIATOR, Interests, latest, marked, valued
from accord.model.refs import Combination

_MANDATE = fields(Interests)["mandate"].shape


@frozen(kw_only=True)
class MandateEdited:
    """A mandate that was set.

    Attributes:
        file: The file in which it stands.
        was: What stood there before.
        now: What stands there.
    """

    file: str
    was: Combination
    now: Combination


def held_mandate(held: tuple[Interests, ...], party: str, holder: str) -> Interests | None:
    """Return the interests in which a holder has a mandate of a party, or where it would go.

    Args:
        held: The interests.
        party: Id of the party.
        holder: Id of the holder.
    """
    own = [o for o in held if (o.party, o.held_by, o.voice) == (party, holder, "")]
    counted = [*latest(marked(own)), *latest(valued(own))]
    having = [one for one in counted if one.mandate]
    return next(iter(having or counted), None)


def set_mandate(
    folder: Path | str,
    party: str,
    holder: str,
    mandate: Mapping[str, tuple[str, ...]],
    *,
    seen: Mapping[str, tuple[str, ...]] | None = None,
    readers: tuple[str, ...] = (MEDIATOR,),
    by: FolderWriter = ANY_WRITER,
) -> MandateEdited:
    """Set what a delegation may agree to without asking.

    It goes where its holder has one; else to what the holder has of the party in words, or in
    numbers; else a file is begun. Where that file is not for whoever writes to change, one of
    today is begun with all that it says.

    Args:
        folder: The process folder.
        party: Id of the party.
        holder: Id of the holder.
        mandate: The options by issue; an issue that is not named is left to the delegation.
        seen: What whoever writes has seen there; None if that is not known.
        readers: Who may read a file that is begun.
        by: Who writes.

    Raises:
        InvalidProcess: If the folder has mistakes, or would have.
        FormatError: If there is no way to change the file as it is written.
        Conflict: If somebody else is writing, or the mandate is another than was seen.
    """
    folder = Path(folder)
    with alone(folder / RECORD):
        case = load(folder, reader=by.reader)
        there = held_mandate(case.interests, party, holder)
        was: Combination = there.mandate if there else frozendict()
        if seen is not None and dict(seen) != dict(was):
            name = case.process.name(party)
            raise Conflict(
                f"somebody else wrote meanwhile: the mandate of {name} is another now; nothing "
                "was changed"
            )
        issues = case.process.agenda.issues
        now = frozendict({i: tuple(mandate[i]) for i in issues if mandate.get(i)})
        if there is None and not now:
            raise AccordError("nothing is ticked, so there is no mandate to keep")
        if there is not None and by.may_change(there.for_):
            file = file_name(folder, there.id)
            shown = str(folder / file)
            data = (folder / file).read_bytes()
            text = read_text(folder / file, shown)
            plain = to_plain(now, _MANDATE) if now else None
            text, _ = amended(text, parse(text, shown), (), {"mandate": plain}, shown)
            before: bytes | None = data
        else:
            as_of, before = (by.today if there else None), None
            stem, place = f"{party}-by-{holder}", own_interests(readers)
            one = free_id(folder, case.interests, stem, as_of, place, what="mandate")
            begun = there or Interests(id=one, party=party, held_by=holder)
            made = evolve(begun, id=one, for_=readers, as_of=as_of, mandate=now)
            file, text = interests_text(folder, made)
        write_checked(folder, {file: text}, {file: before}, "the mandate", by.reader)
    return MandateEdited(file=str(folder / file), was=was, now=now)
