"""What the voices of a party say otherwise than the party, in sentences."""

from collections.abc import Sequence

from accord.model import Mark, Process, Voice
from accord.record.wording import together

STANDS = {
    Mark.WANT: "wants it",
    Mark.LIVE: "can live with it",
    Mark.CANNOT: "cannot live with it",
    Mark.UNKNOWN: "it is not known",
}
"""How somebody stands to an option, behind the name; of what is not known, behind `of`."""


def voice_told(process: Process, voice: Voice) -> str:
    """Return where a voice differs from its party, and whether it can block.

    Args:
        process: Has the names of party, issues and options.
        voice: The voice.
    """
    groups: dict[tuple[str, Mark, Mark], list[str]] = {}
    issues = process.agenda.issues
    for one in voice.differs:
        if one.issue in issues and one.option in issues[one.issue].choices:
            option = f"'{issues[one.issue].choices[one.option].name}'"
            groups.setdefault((one.issue, one.own, one.mark), []).append(option)
    said = [
        f"{issues[issue].name} ({together(options)}): {_stands('the party', own)}, "
        f"{_stands(voice.name, mark)}"
        for (issue, own, mark), options in groups.items()
    ]
    if voice.red_lines:
        said.append(f"{voice.name} has red lines of its own ({together(voice.red_lines)})")
    blocks = (
        "This voice can block: the worse mark is the party's"
        if voice.can_block
        else "This voice cannot block, and changes nothing"
    )
    differs = "; ".join(said) or f"{voice.name} says nothing else than the party"
    return f"{process.name(voice.party)}: {differs}. {blocks}."


def voices_in_one_line(process: Process, voices: Sequence[Voice]) -> str:
    """Return the first voice that can block and differs, and how many more voices there are.

    Args:
        process: Has the names.
        voices: The voices.
    """
    heard = sorted(
        (one for one in voices if one.differs or one.red_lines),
        key=lambda one: not one.can_block,
    )
    if not heard:
        return ""
    more = f" {len(heard) - 1} more {'voices' if heard[2:] else 'voice'}." if heard[1:] else ""
    return f"{voice_told(process, heard[0])}{more}"


def _stands(who: str, mark: Mark) -> str:
    return f"of {who} {STANDS[mark]}" if mark is Mark.UNKNOWN else f"{who} {STANDS[mark]}"
