"""A line of a checklist is open until an issue on the agenda covers it, or it is struck."""

from frozendict import frozendict

from accord.model import Agenda, ChecklistLine, Issue, Option, Party, Process, When

ISSUE = Issue(
    id="acts",
    name="Acts",
    options=frozendict(a=Option("a", "A")),
    since=When.parse("2024-05-02"),
)


def line(one: str, *covered_by: str, struck: str = "") -> ChecklistLine:
    return ChecklistLine(id=one, name=one, source="S", covered_by=covered_by, struck=struck)


def test_a_line_is_open_until_it_is_covered_on_the_agenda_of_the_day() -> None:
    lines = [line("open"), line("covered", "acts", "other"), line("struck", struck="Not here.")]
    process = Process(
        title="T",
        parties=frozendict({one: Party(id=one, name=one) for one in "ab"}),
        agenda=Agenda(issues=frozendict(acts=ISSUE)),
        checklist=frozendict({one.id: one for one in lines}),
    )
    assert [one.id for one in process.uncovered] == ["open"]
    day_before = process.agenda.as_of(When.parse("2024-05-01"))
    before = Process(
        title="T", parties=process.parties, agenda=day_before, checklist=process.checklist
    )
    assert [one.id for one in before.uncovered] == ["open", "covered"]
