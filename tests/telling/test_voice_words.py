"""Where a voice differs from its party is said with what comes of it."""

from frozendict import frozendict

from accord.model import Agenda, Issue, Mark, Option, Party, Process, Voice, VoiceMark
from accord.telling.voice_words import voice_told, voices_in_one_line

GUNS = Issue(
    id="guns",
    name="Heavy weapons",
    options=frozendict(back=Option("back", "Two kilometres back"), gone=Option("gone", "Gone")),
)
PROCESS = Process(
    title="T",
    parties=frozendict({one: Party(id=one, name=one.title()) for one in ("brigade", "front")}),
    agenda=Agenda(issues=frozendict(guns=GUNS)),
)


def voice(name: str, blocks: bool, *differs: tuple[str, Mark, Mark]) -> Voice:
    return Voice(
        holder="ngo",
        party="brigade",
        name=name,
        can_block=blocks,
        differs=tuple(
            VoiceMark(issue="guns", option=option, own=own, mark=mark)
            for option, own, mark in differs
        ),
    )


ARMY = voice(
    "the army", True, ("back", Mark.LIVE, Mark.CANNOT), ("gone", Mark.LIVE, Mark.CANNOT)
)
YOUTH = voice("the youth", False, ("back", Mark.LIVE, Mark.UNKNOWN))


def test_a_voice_is_told_with_the_party_and_with_what_it_can_do() -> None:
    assert voice_told(PROCESS, ARMY) == (
        "Brigade: Heavy weapons ('Two kilometres back' and 'Gone'): the party can live with "
        "it, the army cannot live with it. This voice can block: the worse mark is the party's."
    )
    assert voice_told(PROCESS, YOUTH) == (
        "Brigade: Heavy weapons ('Two kilometres back'): the party can live with it, of the "
        "youth it is not known. This voice cannot block, and changes nothing."
    )
    assert voice_told(PROCESS, voice("the clans", True)) == (
        "Brigade: the clans says nothing else than the party. This voice can block: the worse "
        "mark is the party's."
    )


def test_in_one_line_a_voice_that_can_block_comes_first() -> None:
    assert voices_in_one_line(PROCESS, []) == ""
    assert voices_in_one_line(PROCESS, [voice("the clans", True)]) == ""
    assert (
        voices_in_one_line(PROCESS, [YOUTH, ARMY])
        == f"{voice_told(PROCESS, ARMY)} 1 more voice."
    )
