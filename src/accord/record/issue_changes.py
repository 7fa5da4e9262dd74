"""Which issues came to stand otherwise since some time, and by which entries."""

from collections.abc import Mapping
from datetime import datetime

from attrs import evolve, frozen

from accord.model import When
from accord.record.agreements import moment_key
from accord.record.case import Case
from accord.record.issue_standings import Ground, IssueStanding
from accord.record.ledger import issues as issues_of


@frozen(kw_only=True)
class IssueChange:
    """Issues that came to stand otherwise by the same entries.

    Attributes:
        issues: Ids of the issues.
        options: The options agreed on, or that are common ground, by issue.
        words: The words agreed on, where no option says it.
        before: How they stood.
        now: How they stand now.
        entries: Ids of the entries by which, the latest first.
        date: The date of the latest of them.
    """

    issues: tuple[str, ...]
    options: Mapping[str, str]
    words: str
    before: Ground
    now: Ground
    entries: tuple[str, ...]
    date: When


def cut(case: Case, start: datetime) -> Case:
    """Return a case with the entries alone that were over by some time.

    Args:
        case: The process and its record.
        start: The time.
    """
    return evolve(case, record=case.record.before(start))


def issue_changes(
    case: Case, then: Mapping[str, IssueStanding], now: Mapping[str, IssueStanding]
) -> list[IssueChange]:
    """Return which issues stand otherwise than before, those by the same entries together.

    Args:
        case: The process and its record, with all entries.
        then: How each issue stood.
        now: How each issue stands.
    """
    grouped: dict[tuple[object, ...], list[str]] = {}
    for issue, one in now.items():
        before = then[issue]
        if _told(before) != _told(one):
            by = _by(case, issue, before, one)
            grouped.setdefault((before.standing, one.standing, one.words, by), []).append(issue)
    return [
        IssueChange(
            issues=tuple(found),
            options={i: now[i].option for i in found if now[i].option},
            words=now[found[0]].words,
            before=then[found[0]].standing,
            now=now[found[0]].standing,
            entries=(by := _by(case, found[0], then[found[0]], now[found[0]])),
            date=case.record.by_id[by[0]].date,
        )
        for found in grouped.values()
    ]


def _told(one: IssueStanding) -> tuple[object, ...]:
    """Return what of a standing is a change where it differs."""
    return one.standing, one.option, one.words


def _by(case: Case, issue: str, before: IssueStanding, now: IssueStanding) -> tuple[str, ...]:
    """Return the entries by which an issue came to stand otherwise, the latest first.

    Those behind how it stands now and not behind how it stood; where there are none, such as
    where another option was asked for or an entry was taken back, the latest that is about the
    issue or took an entry behind the old standing back.
    """
    record = case.record
    new = [record.by_id[i] for i in now.entries if i not in before.entries]
    if not new:
        new = [
            e
            for e in record.entries
            if e.id not in before.entries
            and (issue in issues_of(e) or e.supersedes in before.entries)
        ]
        new = sorted(new, key=moment_key)[-1:]
    found = sorted(new, key=moment_key, reverse=True)
    return tuple(e.id for e in found) or now.entries or before.entries
