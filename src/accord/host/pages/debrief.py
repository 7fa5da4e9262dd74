"""The debrief of a class: how all tables did, for whoever teaches, and a page for each team."""

import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from attrs import frozen
from starlette.responses import Response

from accord.deals.marks.mark_sheet import Cell
from accord.formats.write_sheets import write_csv
from accord.host.class_figure import (
    CHART,
    class_planes,
    end_points,
    giving_lines,
    level,
    why_no_plane,
)
from accord.host.class_results import (
    ClassSheets,
    TableResult,
    WeighedEnd,
    Yardstick,
    result_of,
    sheets_of,
)
from accord.host.debrief_words import (
    LEFT,
    DebriefWords,
    most_valued,
    refused,
    weights,
    whose,
)
from accord.host.exported import CSV
from accord.host.held_table import HeldTable
from accord.host.host import Host
from accord.host.host_page import HostPage
from accord.host.page_query import address, part_said
from accord.host.question_results import answer_columns
from accord.host.rules import Rule
from accord.host.visit import NotThere, Visit
from accord.model import Interests, Mark, Process
from accord.talks.words import listed
from accord.telling.number_words import whole


@frozen(kw_only=True, slots=False)
class ClassDebrief:
    """How a class did.

    Attributes:
        process: The names behind the ids.
        sheets: What the sides were given to go by.
        results: How each table did, in the order of the tables; branches last.
    """

    process: Process
    sheets: ClassSheets
    results: tuple[TableResult, ...]

    @classmethod
    def of(cls, host: Host) -> "ClassDebrief":
        """Gather it; made once until a table or the case changes.

        Args:
            host: The host.
        """
        whole_case, tables = host.held.whole, tuple(host.tables.of_class())
        stands = tuple((one.id, len(one.log[0]), len(one.pauses)) for one in tables)

        def made() -> ClassDebrief:
            sheets = sheets_of(host.classroom.sheets(whole_case))
            every = [_result(one, sheets) for one in tables]
            every.sort(key=lambda one: one.branch)
            return cls(process=whole_case.process, sheets=sheets, results=tuple(every))

        state = host.classroom.held_by, stands
        return host.computed.get(whole_case, "debrief", made, state)

    @property
    def counted(self) -> list[TableResult]:
        """The tables that count: without branches."""
        return [one for one in self.results if not one.branch]

    @property
    def branches(self) -> list[TableResult]:
        """The tables that go on from a move of another."""
        return [one for one in self.results if one.branch]

    @property
    def sides(self) -> tuple[str, ...]:
        """The sides of the class."""
        return self.sheets.parties

    def words(self, result: TableResult) -> DebriefWords:
        """Return the words for a table."""
        return DebriefWords(process=self.process, result=result, sheets=self.sheets)

    @property
    def stick(self) -> Yardstick | None:
        """The deals that most tables are compared with; None where there are no numbers."""
        sticks = Counter(stick for one in self.counted if (stick := one.by_numbers.stick))
        return next((stick for stick, _ in sticks.most_common(1)), None)

    @property
    def error(self) -> float:
        """In points, what the frontier may lack; 0 where it is exact."""
        return 0.0 if self.stick is None or self.stick.none else self.stick.error

    @property
    def all_refused(self) -> bool:
        """Whether every package crosses a red line: none can be agreed within them all."""
        stick = self.stick
        return stick is not None and not stick.none and not len(stick.points)

    @property
    def no_figure(self) -> str:
        """Why there is no figure, in a sentence; empty where there is one."""
        if self.stick is None:
            return "There are no numbers of all sides, so there is no figure."
        return why_no_plane(self.stick)

    def planes(self, *, paper: bool = False) -> tuple[str, ...]:
        """Draw where the tables ended; nothing where there are no numbers to draw by.

        Args:
            paper: Whether it is for white paper.
        """
        if (stick := self.stick) is None:
            return ()
        names = tuple((one, self.process.name(one)) for one in stick.numbers.parties)
        return class_planes(stick, end_points(self.counted, stick), names, paper)

    def not_drawn(self) -> list[TableResult]:
        """The tables that are over and not in the figure."""
        stick = self.stick
        drawn = {one.table for one in end_points(self.counted, stick)} if stick else set()
        return [one for one in self.counted if one.over and one.table not in drawn]


@frozen(kw_only=True)
class IssueChoices:
    """What the tables with a deal chose on an issue.

    Attributes:
        issue: The issue.
        options: What was chosen, each option with the tables that chose it, the most first.
        others: The options that nobody chose.
    """

    issue: str
    options: tuple[tuple[str, frozenset[str]], ...]
    others: tuple[str, ...]


def _result(held: HeldTable, sheets: ClassSheets) -> TableResult:
    _, times = held.log
    return result_of(
        held.table,
        times,
        sheets,
        one=held.id,
        group=held.group,
        branch=held.branch is not None,
        is_played=held.all_played.__contains__,
        in_pauses=held.in_pauses,
    )


def _people(host: Host, group: str, side: str) -> str:
    """Return who sits or sat for a side at a table, by the names given at the door."""
    names = (one.name for one in host.doors.sat(f"{group}/{side}") if one.name)
    return ", ".join(dict.fromkeys(names))


_KEYS: dict[str, Callable[[TableResult], Any]] = {
    "deal": lambda one: one.deal is None,
    "moves": lambda one: one.moves,
    "minutes": lambda one: one.minutes or 0,
    "first": lambda one: one.first.move if one.first else 10**9,
}
"""By what the list of tables may be sorted, beside what the sides have."""


def _sorted(debrief: ClassDebrief, by: str) -> list[TableResult]:
    """Return the tables sorted by what a link asks for; in their own order by default."""
    what, _, side = by.partition(" ")
    key = _KEYS.get(by)
    if side in debrief.sides and what == "worth":
        key = lambda one: -one.by_numbers.known.get(side, float("-inf"))  # noqa: E731
    elif side in debrief.sides and what == "left":
        key = lambda one: -one.by_numbers.left.get(side, float("-inf"))  # noqa: E731
    return sorted(debrief.counted, key=key) if key else debrief.counted


def class_debrief(visit: Visit) -> Response:
    """Show how all tables did, to be looked at together."""
    debrief = ClassDebrief.of(visit.host)
    names = visit.query.get("names") == "on"
    # With people's names a list by points would rank them: then it stands as the tables do.
    by = "" if names else visit.query.get("by", "")
    process, sides = debrief.process, debrief.sides
    columns = [("table", "", "Table"), ("deal", "deal", "Ended")]
    columns += [(f"worth-{n}", f"worth {p}", process.name(p)) for n, p in enumerate(sides)]
    columns += [(f"left-{n}", f"left {p}", process.name(p)) for n, p in enumerate(sides)]
    columns += [("moves", "moves", "Moves"), ("minutes", "minutes", "Minutes")]
    columns += [("first", "first", "First offer")]
    addresses = {
        key: "" if names else address("/class/debrief", {"by": key}) for _, key, _ in columns
    }
    results = _sorted(debrief, by)
    rows = [(one, debrief.words(one)) for one in results]
    without = [(one, words) for one, words in rows if one.deal is None]
    possible = {words.possible for one, words in without if one.over}
    return visit.render(
        "class_debrief.html.j2",
        title="Debrief",
        debrief=debrief,
        sides=[(one, process.name(one)) for one in sides],
        rows=rows,
        branches=[(one, debrief.words(one)) for one in debrief.branches],
        still=[one.table for one in debrief.counted if not one.over],
        not_drawn=[(one, debrief.words(one)) for one in debrief.not_drawn()],
        planes=debrief.planes(),
        pairs=len(sides) > 2,
        whose=whose(process, debrief.sheets),
        left=LEFT,
        points=whole,
        by=by,
        addresses=addresses,
        names=names,
        turned=address("/class/debrief", {"names": "" if names else "on"}),
        people={
            (one.group, side): _people(visit.host, one.group, side)
            for one in debrief.counted
            for side in one.sides
        }
        if names
        else {},
        chosen=_chosen(debrief),
        chart=CHART,
        level=level,
        lines=giving_lines,
        signed=_signed,
        without=without,
        same_for_all=possible.pop() if len(possible) == 1 else "",
        told=visit.host.classroom.told,
    )


def _chosen(debrief: ClassDebrief) -> list[IssueChoices]:
    """Return the deals side by side: for each issue which tables chose what."""
    dealt = [one for one in debrief.counted if one.deal is not None]
    issues = {i: issue for one in dealt for i, issue in one.agenda.issues.items()}
    found = []
    for i, issue in issues.items():
        by_option: dict[str, set[str]] = {}
        for one in dealt:
            deal: Mapping[str, str] = one.deal or {}
            if (option := deal.get(i)) is not None:
                name = one.agenda.issues[i].choices[option].name
                by_option.setdefault(name, set()).add(one.table)
        every = [option.name for option in issue.choices.values()]
        order = sorted(by_option, key=lambda name: -len(by_option[name]))
        found.append(
            IssueChoices(
                issue=issue.name,
                options=tuple((name, frozenset(by_option[name])) for name in order),
                others=tuple(name for name in every if name not in by_option),
            )
        )
    return found


def tell(visit: Visit) -> Response:
    """Open the debrief to every team, or close it."""
    told = visit.form.get("open") == "yes"
    visit.host.classroom.tell(told, visit.by)
    said = "Every team sees its own page now." if told else "The teams see nothing of it now."
    return visit.go("/class/debrief", said=said)


# Marks.


def marks_csv(visit: Visit) -> Response:
    """Return how each seat of the class did, a row each, for marks."""
    debrief = ClassDebrief.of(visit.host)
    process = debrief.process
    asked = visit.host.questionnaire
    rows = []
    for one in debrief.counted:
        for seat in one.at.setup.seats:
            if seat.id != seat.party:
                continue
            side = seat.party
            moves = one.by_seat.get(seat.id, 0)
            played = len(one.by_program.get(seat.id, ()))
            numbers = one.by_numbers if one.over else WeighedEnd()
            rows.append(
                (
                    one.table,
                    process.name(side),
                    _people(visit.host, one.group, seat.id),
                    debrief.words(one).ended,
                    "yes" if one.deal is not None else "no",
                    _number(numbers.known.get(side)),
                    _number(numbers.above.get(side)),
                    _number(numbers.left.get(side)),
                    "yes" if side in numbers.refused_by else "no",
                    moves,
                    _number(one.minutes),
                    _number(100 * played / moves if moves else None),
                    *answer_columns(asked, one.group, seat.id).values(),
                )
            )
    text = io.StringIO(newline="")
    write_csv(
        text,
        (*_HEADER, *answer_columns(asked, "", "")),  # the heads are the same for all
        rows,
        "\r\n",
    )
    head = {"content-disposition": 'attachment; filename="debrief.csv"'}
    return Response(text.getvalue().encode("utf-8-sig"), media_type=CSV, headers=head)


_HEADER = (
    "table",
    "side",
    "people",
    "ended",
    "deal",
    "points",
    "above walk-away value",
    "left on the table",
    "crosses own red line",
    "moves",
    "minutes",
    "percent of moves by a program",
)


def _number(points: float | None) -> float | None:
    return None if points is None else round(points, 1)


def _signed(points: float) -> str:
    """Return points above zero, or below, as people write them."""
    said = whole(abs(points))
    return said if said == "0" else f"{'+' if points > 0 else '−'}{said}"


# A team's own page.


def _team(debrief: ClassDebrief, group: str, place: str) -> dict[str, Any]:
    """Return what the page of a team shows.

    Args:
        debrief: How the class did.
        group: The group.
        place: What the seat is called at the table; that of the capital is its side's.

    Raises:
        NotThere: If there is no such team.
    """
    found = [one for one in debrief.counted if one.group == group]
    if not found or place not in {seat.id for seat in found[0].at.setup.seats}:
        raise NotThere
    result = found[0]
    party = result.at.setup.by_id[place].party
    words, process = debrief.words(result), debrief.process
    side = party if party in result.sides else ""
    others = [one for one in result.sides if one != side]
    better = words.better(side) if side else []
    return {
        "result": result,
        "words": words,
        "side": side,
        "name": process.name(side or place),
        "sides": [(one, process.name(one)) for one in result.sides],
        "others": [(one, process.name(one)) for one in others],
        "better": better,
        "sheet": list(_sheet(debrief, result, side, dict((i, now) for i, _, now in better))),
        "lines": [
            (
                process.name(one),
                [refused(result.agenda, line) for line in debrief.sheets.lines(one)],
            )
            for one in others
        ],
    }


def _sheet(
    debrief: ClassDebrief, result: TableResult, side: str, better: Mapping[str, str]
) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Yield for every issue what was agreed, and how each side stands to it, own side first.

    Without a deal a package that would have been better stands in the place of what was agreed.
    """
    order = [side] * bool(side) + [one for one in result.sides if one != side]
    held: dict[str, Interests | None] = {
        one: debrief.sheets.interests.get(one) for one in order
    }
    shares = {one: weights(held[one]) for one in order}
    marks = debrief.sheets.marks(result.agenda)
    for i, issue in result.agenda.issues.items():
        cells: list[tuple[str, str]] = []
        for one in order:
            own = held[one]
            if own is not None and own.issues:
                best = most_valued(own, i)
                weight = f"{whole(100 * shares[one][i])}%" if i in shares[one] else ""
                name = issue.choices[best].name if best in issue.choices else ""
                cells.append((weight, name))
            elif marks is not None:
                by_mark: dict[Mark, list[str]] = {}
                for o, option in issue.choices.items():
                    mark = marks.mark(Cell(party=one, issue=i, option=o))
                    by_mark.setdefault(mark, []).append(option.name)
                said = [
                    f"{word} {listed(by_mark[mark], 'or')}"
                    for mark, word in ((Mark.WANT, "wants"), (Mark.CANNOT, "cannot"))
                    if mark in by_mark
                ]
                cells.append(("", "; ".join(said)))
            else:
                cells.append(("", ""))
        agreed = "" if result.deal else better.get(issue.name, "")
        if result.deal and i in result.deal:
            agreed = issue.choices[result.deal[i]].name
        yield issue.name, agreed, cells


_FEW_ISSUES = 10
"""With no more, a page of a team has room for larger letters on one side of paper."""


def _teams(visit: Visit, debrief: ClassDebrief, teams: list[dict[str, Any]]) -> Response:
    return visit.render(
        "team_debriefs.html.j2",
        title="Debrief" if len(teams) != 1 else f"Debrief: {teams[0]['name']}",
        teams=teams,
        debrief=debrief,
        whose=whose(debrief.process, debrief.sheets),
        points=whole,
        chart=CHART,
        level=level,
        lines=giving_lines,
        figure_at="/class/debrief.svg" if visit.seat.teaches else "/debrief.svg",
        has_figure=bool(debrief.planes(paper=True)),
        pairs=len(debrief.sides) > 2,
        few=_FEW_ISSUES,
    )


def one_team(visit: Visit) -> Response:
    """Show the page of one team, to be printed."""
    debrief = ClassDebrief.of(visit.host)
    team = _team(debrief, part_said(visit, "group"), part_said(visit, "place"))
    return _teams(visit, debrief, [team])


def all_teams(visit: Visit) -> Response:
    """Show the pages of all teams, to be printed."""
    debrief = ClassDebrief.of(visit.host)
    teams = [_team(debrief, one.group, side) for one in debrief.counted for side in one.sides]
    return _teams(visit, debrief, teams)


def own_debrief(visit: Visit) -> Response:
    """Show a team its own page, once the debrief is open."""
    if not visit.host.classroom.told:
        return visit.render("no_debrief.html.j2", title="Debrief")
    debrief = ClassDebrief.of(visit.host)
    return _teams(visit, debrief, [_team(debrief, visit.seat.group, visit.seat.sits)])


def class_figure(visit: Visit) -> Response:
    """Return where the tables ended, drawn for paper."""
    planes = ClassDebrief.of(visit.host).planes(paper=True)
    if not planes:
        raise NotThere
    return Response(planes[0], media_type="image/svg+xml")


def own_figure(visit: Visit) -> Response:
    """Return the same to a team, once the debrief is open."""
    if not visit.host.classroom.told:
        raise NotThere
    return class_figure(visit)


PAGES = (
    HostPage("/class/debrief", class_debrief, Rule.TEACHES, nav=("Class", "Debrief")),
    HostPage("/class/debrief.csv", marks_csv, Rule.TEACHES),
    HostPage("/class/debrief.svg", class_figure, Rule.TEACHES),
    HostPage("/class/debrief/all", all_teams, Rule.TEACHES),
    HostPage("/class/debrief/{group}/{place}", one_team, Rule.TEACHES),
    HostPage("/class/tell", tell, Rule.TEACHES, method="POST"),
    HostPage("/debrief", own_debrief, Rule.GROUP, nav=("Debrief",)),
    HostPage("/debrief.svg", own_figure, Rule.GROUP),
)
