"""What becomes of an agreement: it is raised, approved, refused, replaced, taken up again."""

from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.record.build import when
from tests.record.talks import agreement, case, decision, made
from tests.strategies import few

from accord.record import Agreement, AgreementStage, Case, Entry, Ruling
from accord.record.agreements import AgreementOutcome
from accord.record.issue_standings import issue_standings
from accord.record.talks_state import talks_state


def only(of: Case) -> AgreementOutcome:
    (one,) = of.agreed.outcomes
    return one


DEAL = agreement("deal", "2031-03-01", deal={"land": "half", "arms": "all"})


@pytest.mark.parametrize("stage", AgreementStage)
def test_a_later_entry_raises_the_standing(stage: AgreementStage) -> None:
    raised = agreement("again", "2031-04-01", stage, about="deal")
    found = only(case(DEAL, raised))
    assert (found.standing, found.stage) == (stage, stage)
    assert str(found.since) == (
        "2031-03-01" if stage is AgreementStage.REACHED else "2031-04-01"
    )


def test_saying_the_same_again_is_the_same_agreement() -> None:
    again = agreement("again", "2031-04-01", "signed", deal={"arms": "all", "land": "half"})
    assert only(case(DEAL, again)).entries == ("deal", "again")


def test_what_says_only_that_something_was_signed_is_about_the_newest() -> None:
    first = agreement("first", "2031-01-01", deal={"water": "all"})
    signed = agreement("signed", "2031-04-01", "signed", text="Signed in the capital.")
    newest, other = case(first, DEAL, signed).agreed.outcomes
    assert (newest.standing, other.standing) == ("signed", "reached")


def test_no_entry_lowers_the_standing() -> None:
    signed = agreement("signed", "2031-04-01", "signed", about="deal")
    late = agreement("late", "2031-05-01", "initialled", about="deal")
    assert only(case(DEAL, signed, late)).standing == "signed"


@pytest.mark.parametrize("undoing", ["rejects", "annuls", "repudiates"])
def test_what_a_body_undoes_falls_until_it_approves_or_the_parties_agree_again(
    undoing: str,
) -> None:
    no = decision("no", "2031-04-01", undoing, about="deal")
    assert only(case(DEAL, no)).standing == "fallen"
    yes = decision("yes", "2031-05-01", "approves", about="deal")
    assert only(case(DEAL, no, yes)).standing == "ratified"
    other = decision("yes", "2031-05-01", "approves", "senate", about="deal")
    assert only(case(DEAL, no, other)).standing == "fallen"
    again = agreement("again", "2031-05-01", "signed", about="deal")
    found = only(case(DEAL, no, again))
    assert (found.standing, str(found.since)) == ("signed", "2031-05-01")


def test_a_decision_of_a_party_ratifies_for_that_party_alone() -> None:
    first = decision("first", "2031-04-01", "approves", "parliament", of="a", about="deal")
    found = only(case(DEAL, first))
    assert (found.standing, found.approved, found.awaited) == ("reached", ("a",), ("b",))
    second = decision("second", "2031-05-01", "approves", "parliament", of="b", about="deal")
    found = only(case(DEAL, first, second))
    assert (found.standing, found.awaited, str(found.since)) == ("ratified", (), "2031-05-01")


def test_whose_body_it_is_may_stand_in_its_words() -> None:
    one = decision("one", "2031-04-01", "approves", "Parliament of A", about="deal")
    assert only(case(DEAL, one)).awaited == ("b",)
    both = decision("one", "2031-04-01", "approves", "Parliament of A and B", about="deal")
    assert only(case(DEAL, both)).standing == "ratified"


def test_a_decision_undone_by_another_counts_no_more() -> None:
    no = decision("no", "2031-04-01", "rejects", "referendum", about="deal")
    void = decision("void", "2031-05-01", "annuls", "court", about="no")
    assert only(case(DEAL, no, void)).standing == "reached"
    yes = decision("yes", "2031-04-01", "approves", "parliament", about="deal")
    void = decision("void", "2031-05-01", "annuls", "court", about="yes")
    assert only(case(DEAL, yes, void)).standing == "reached"


def test_what_is_suspended_stands_until_restored_and_holds_on_its_issues() -> None:
    stop = decision("stop", "2031-04-01", "suspends", about="deal")
    found = only(case(DEAL, stop))
    assert (found.standing, set(found.held)) == ("suspended", {"land", "arms"})
    go = decision("go", "2031-05-01", "restores", "senate", about="deal")
    assert only(case(DEAL, stop, go)).standing == "reached"


def test_what_restores_a_decision_s_work_is_a_higher_court_s_word_on_either() -> None:
    signed = agreement("deal", "2031-04-01", "signed", deal={"land": "half"})
    gone = decision("no", "2031-05-01", "annuls", about="deal")
    for about in ("no", "deal"):
        back = decision("back", "2031-06-01", "restores", "high court", about=about)
        found = only(case(signed, gone, back))
        assert (found.standing, found.reached) == ("signed", when("2031-04-01"))


def test_a_decision_overruled_gives_back_what_it_had_overruled() -> None:
    entries_ = [
        agreement("deal", "2031-04-01", "signed", deal={"land": "half"}),
        decision("yes", "2031-05-01", "approves", "parliament", about="deal"),
        decision("void", "2031-06-01", "annuls", "court", about="yes"),
        decision("back", "2031-07-01", "annuls", "high court", about="void"),
    ]
    assert only(case(*entries_[:3])).standing == "signed"
    found = only(case(*entries_))
    assert (found.standing, found.reached) == ("ratified", when("2031-05-01"))


def test_a_further_party_joins_and_the_issue_is_agreed_from_then_on() -> None:
    two = agreement("deal", "2031-04-01", "signed", deal={"land": "half"}, between="a b")
    for third in (
        agreement("join", "2031-06-01", "signed", about="deal", between="c"),
        agreement("join", "2031-06-01", "signed", deal={"land": "half"}, between="a b c"),
    ):
        before, after = case(two, parties="a b c"), case(two, third, parties="a b c")
        assert issue_standings(before)["land"].standing == "open"
        land = issue_standings(after)["land"]
        assert (land.standing, land.since) == ("agreed", when("2031-06-01"))


def test_one_point_undone_undoes_what_depends_on_the_whole() -> None:
    terms = {"land": "half", "arms": "all"}
    vote = decision("vote", "2031-05-01", "rejects", about="deal", issues="land")
    for condition, held in (
        ("yes", set()),
        ("Nothing is agreed until everything is agreed.", set()),
        ("The release of all prisoners", {"arms"}),
        ("no", {"arms"}),
    ):
        made_ = agreement("deal", "2031-04-01", deal=terms, conditional=condition)
        assert set(only(case(made_, vote)).held) == held


def test_what_goes_on_without_a_point_does_not_revive_it() -> None:
    signed = agreement("deal", "2031-04-01", "signed", deal={"land": "half", "arms": "all"})
    cut = decision("cut", "2031-05-01", "annuls", about="deal", issues="land")
    force = agreement("force", "2031-06-01", "in_force", about="deal")
    found = only(case(signed, cut, force))
    assert (found.standing, set(found.held), set(found.fell)) == (
        "in_force",
        {"arms"},
        {"land"},
    )


def test_a_decision_on_some_issues_undoes_them_alone_unless_it_is_a_package() -> None:
    no = decision("no", "2031-04-01", "rejects", about="deal", issues="land")
    found = only(case(DEAL, no))
    assert (found.standing, set(found.held), set(found.fell)) == ("reached", {"arms"}, {"land"})
    whole = agreement("deal", "2031-03-01", package={"land": "half", "arms": "all"})
    assert only(case(whole, no)).standing == "fallen"


def test_a_package_may_be_that_of_a_proposal() -> None:
    offer = made("proposal", "offer", "2031-02-01", by="a", to="b", deal={"land": "all"})
    whole = agreement("whole", "2031-03-01", package="offer")
    assert only(case(offer, whole)).deal == {"land": "all"}


def test_a_later_agreement_takes_the_place_of_an_earlier_on_what_both_settle() -> None:
    later = agreement("later", "2031-05-01", deal={"land": "all"})
    new, old = case(DEAL, later).agreed.outcomes
    assert (set(new.held), set(old.held)) == ({"land"}, {"arms"})
    assert (old.standing, old.changed_by) == ("reached", ("later",))
    last = agreement("last", "2031-06-01", deal={"land": "none", "arms": "half"})
    assert [one.standing for one in case(DEAL, later, last).agreed.outcomes] == [
        "reached",
        "replaced",
        "replaced",
    ]


def test_what_falls_does_not_bring_back_what_it_replaced() -> None:
    part = agreement("part", "2031-01-01", deal={"land": "half"})
    no = decision("no", "2031-04-01", "rejects", about="deal")
    of = case(part, DEAL, no)
    assert [one.standing for one in of.agreed.outcomes] == ["fallen", "replaced"]
    assert issue_standings(of)["land"].standing == "fallen"


def test_what_is_agreed_again_with_the_same_option_was_agreed_all_along() -> None:
    part = agreement("part", "2031-01-01", deal={"land": "half"})
    found = issue_standings(case(part, DEAL))
    assert str(found["land"].since) == "2031-01-01"
    assert str(found["arms"].since) == "2031-03-01"


def test_an_agreement_of_some_parties_leaves_that_of_all_in_its_place() -> None:
    some = agreement("some", "2031-05-01", between="a b", deal={"land": "all"})
    of = case(DEAL, some, parties="a b c")
    assert {one.standing for one in of.agreed.outcomes} == {"reached"}
    land = issue_standings(of)["land"]
    assert (land.standing, land.option) == ("agreed", "half")


def test_an_agreement_of_some_parties_alone_leaves_the_issue_open() -> None:
    some = agreement("some", "2031-05-01", between="a b host", deal={"land": "all"})
    land = issue_standings(case(some, parties="a b c"))["land"]
    assert (land.standing, land.partly, land.entries) == ("open", ("a", "b"), ("some",))


@pytest.mark.parametrize(
    ("kind", "rest", "standing"),
    [
        ("statement", {"by": "a", "text": "No more."}, "fallen"),
        ("position", {"party": "a", "issue": "land", "option": "all"}, "fallen"),
        ("round", {"name": "Second round"}, "reached"),
    ],
)
def test_what_the_agreement_says_changes_it(
    kind: str, rest: dict[str, str], standing: str
) -> None:
    assert isinstance(DEAL, Agreement)
    deal = evolve(DEAL, changed_by=("word",))
    assert only(case(deal, made(kind, "word", "2031-05-01", **rest))).standing == standing


def test_a_statement_about_an_agreement_changes_nothing_by_itself() -> None:
    word = made("statement", "word", "2031-05-01", by="a", text="Good.", about="deal")
    assert only(case(DEAL, word)).standing == "reached"


def test_a_decision_that_names_nothing_is_about_the_newest_that_stands() -> None:
    old = agreement("old", "2031-01-01", deal={"water": "all"})
    no = decision("no", "2031-04-01", "rejects")
    assert [one.standing for one in case(old, DEAL, no).agreed.outcomes] == [
        "fallen",
        "reached",
    ]
    again = decision("again", "2031-05-01", "rejects")
    assert [one.standing for one in case(old, DEAL, no, again).agreed.outcomes] == [
        "fallen"
    ] * 2


def test_what_was_restored_is_the_newest_again() -> None:
    old = agreement("old", "2031-01-01", deal={"water": "all"})
    no = decision("no", "2031-04-01", "rejects", about="deal")
    yes = decision("yes", "2031-05-01", "approves", "senate")
    restored = decision("back", "2031-06-01", "restores", about="deal")
    signed = agreement("signed", "2031-07-01", "signed", text="Signed in the capital.")
    newest, other = case(old, DEAL, no, yes, restored, signed).agreed.outcomes
    assert (newest.id, newest.standing, other.standing) == ("deal", "signed", "ratified")


def test_what_a_month_is_known_of_comes_after_what_it_is_about() -> None:
    deal = agreement("deal", "2031-03-20", deal={"land": "half"})
    signed = agreement("signed", "2031-03", "signed", about="deal")
    no = decision("no", "2031-03", "rejects", about="signed")
    found = only(case(no, signed, deal))
    assert (found.standing, found.entries) == ("fallen", ("deal", "signed", "no"))


def test_a_meeting_settles_options_between_those_who_sat_there() -> None:
    attended = {"a": ("a",), "b": ("b",)}
    meeting = made(
        "round", "r", "2031-03-01", name="R", attended=attended, agreed=("land=half",)
    )
    found = issue_standings(case(meeting, parties="a b c"))["land"]
    assert (found.standing, found.partly) == ("open", ("a", "b"))


DAYS = [f"2031-0{month}-{day}" for month in (1, 2) for day in ("05", "15")] + ["2031-01"]


@st.composite
def entries(draw: st.DrawFn) -> tuple[tuple[Entry, ...], str]:
    """Draw agreements, decisions, proposals, answers and corrections, and the parties."""
    parties = draw(st.sampled_from(["a b", "a b c", "a b c d"]))
    among = st.lists(st.sampled_from([*parties.split(), "host"]), max_size=3, unique=True)
    issue = st.sampled_from(["land", "arms", "water"])
    deals = st.dictionaries(issue, st.sampled_from(["all", "half"]), max_size=3)
    found: list[Entry] = []
    for place in range(draw(st.integers(0, 7))):
        name, date = f"e{place}", draw(st.sampled_from(DAYS))
        ids = [one.id for one in found]
        about = draw(st.lists(st.sampled_from(ids), max_size=2, unique=True)) if ids else []
        before = draw(st.sampled_from(["", "", "", *ids]))
        rest = {"about": tuple(about), "supersedes": before}
        kind = draw(
            st.sampled_from(["agreement"] * 3 + ["decision"] * 3 + ["round", "correction"])
        )
        if kind == "agreement":
            stage, deal = draw(st.sampled_from(AgreementStage)), draw(deals)
            key = draw(st.sampled_from(["deal", "package"]))
            words = draw(st.sampled_from(["", "peace"]))
            changed = draw(st.lists(st.sampled_from([f"e{i}" for i in range(7)]), max_size=1))
            found.append(
                agreement(
                    name,
                    date,
                    stage,
                    between=tuple(draw(among)),
                    words=words,
                    **{key: deal},
                    changed_by=tuple(changed),
                    **rest,
                )
            )
        elif kind == "decision":
            body = draw(st.sampled_from(["court", "a", "parliament of B"]))
            issues = tuple(draw(st.lists(issue, max_size=1)))
            ruling = draw(st.sampled_from(Ruling))
            found.append(decision(name, date, ruling, body, issues=issues, **rest))
        elif kind == "round":
            option = draw(st.sampled_from(["land=all", "arms=half", "words"]))
            found.append(made("round", name, date, name="R", agreed=(option,), **rest))
        elif before:
            found.append(made("correction", name, date, supersedes=before))
    return tuple(found), parties


def told(of: Case) -> object:
    return of.agreed.outcomes, issue_standings(of), talks_state(of)


@given(entries())
@few(80)
def test_the_order_of_the_file_is_of_no_account(drawn: tuple[tuple[Entry, ...], str]) -> None:
    made_, parties = drawn
    turned = (
        case(*order, parties=parties) for order in (made_, made_[::-1], made_[1:] + made_[:1])
    )
    first, *others = map(told, turned)
    assert all(other == first for other in others)


@given(entries())
@few(80)
def test_what_was_superseded_counts_for_nothing(drawn: tuple[tuple[Entry, ...], str]) -> None:
    made_, parties = drawn
    whole = case(*made_, parties=parties)
    gone = whole.record.superseded.keys()
    kept = [e for e in made_ if e.id not in gone or e.supersedes]
    assert told(case(*kept, parties=parties)) == told(whole)


@given(entries(), st.sampled_from(DAYS))
@few(80)
def test_as_of_a_day_is_the_record_cut_there(
    drawn: tuple[tuple[Entry, ...], str], day: str
) -> None:
    made_, parties = drawn
    moment = when(day)
    cut = [e for e in made_ if e.date.by(moment)]
    known = {e.id for e in cut}
    linked = [_linked(e, known) for e in cut]
    then = evolve(case(*linked, parties=parties), moment=moment)
    assert told(case(*made_, parties=parties).as_of(moment)) == told(then)


def _linked(entry: Entry, known: set[str]) -> Entry:
    """Leave out what an entry links to that is not known."""
    kept: dict[str, Any] = {"about": tuple(i for i in entry.about if i in known)}
    kept["supersedes"] = entry.supersedes if entry.supersedes in known else ""
    if isinstance(entry, Agreement):
        kept["changed_by"] = tuple(i for i in entry.changed_by if i in known)
    return evolve(entry, **kept)
