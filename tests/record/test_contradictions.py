"""What contradicts something else in a record is said, each in a sentence with its entries."""

import pytest
from attrs import evolve
from frozendict import frozendict
from tests.record.build import when
from tests.record.talks import agreement, case, decision, made

from accord.model import Issue, Option
from accord.record import Answer, Entry, Mismatch, Record, Source
from accord.record.contradictions import (
    Contradiction,
    contradictions,
    otherwise,
    published_before,
)
from accord.record.issue_standings import acceptances, issue_standings


def only(*entries: Entry, parties: str = "a b") -> Contradiction:
    (one,) = contradictions(case(*entries, parties=parties))
    return one


OFFER = made("proposal", "offer", "2031-01-01", by="a", to="b", deal={"land": "half"})
YES = made("response", "yes", "2031-01-02", by="b", answers="offer", answer=Answer.ACCEPTS)


def position(one: str, date: str, option: str, **rest: str) -> Entry:
    return made("position", one, date, party="b", issue="land", option=option, **rest)


@pytest.mark.parametrize("date", ["2030-12-01", "2031-01", "2031-01-02"])
def test_to_accept_what_one_had_not_asked_for_is_no_contradiction(date: str) -> None:
    assert not contradictions(case(OFFER, YES, position("held", date, "all")))


def test_what_is_said_of_sources_that_are_older_names_no_id() -> None:
    entry = made("incident", "shots-0502", "2031-05-02", text="Shots")
    (paper,) = entry.sources
    record = Record(
        entries=(entry,), sources=frozendict({paper: Source(id=paper, date=when("2031-05-01"))})
    )
    assert published_before(entry, record) == (
        "All sources of the incident of 2 May 2031 were published before it, the last on "
        "1 May 2031: they can announce it, and cannot report it."
    )


def test_a_later_position_against_what_its_party_accepted() -> None:
    found = only(OFFER, YES, position("held", "2031-02-01", "all"))
    assert (found.kind, found.entries) == (
        Mismatch.ACCEPTED_OTHERWISE,
        ("yes", "offer", "held"),
    )
    assert "B accepted 'land half' on Land on 2 January 2031" in found.text


def test_a_position_as_accepted_and_none_at_all_are_no_contradiction() -> None:
    assert not contradictions(case(OFFER, YES, position("held", "2031-02-01", "half")))
    assert not contradictions(case(OFFER, YES))


def test_what_a_party_accepted_agreed_or_proposed_is_told_without_a_position() -> None:
    found = acceptances(case(OFFER, YES))
    assert (found["a", "land"].how, found["b", "land"].how) == ("proposed", "accepted")
    deal = agreement("deal", "2031-02-01", deal={"land": "all"})
    found = acceptances(case(OFFER, YES, deal))
    assert [(found[p, "land"].how, found[p, "land"].option) for p in "ab"] == [
        ("agreed", "all")
    ] * 2


def test_a_later_position_against_an_agreement() -> None:
    deal = agreement("deal", "2031-02-01", deal={"land": "all"})
    assert only(deal, position("held", "2031-03-01", "half")).kind is Mismatch.AGREED_OTHERWISE
    assert not contradictions(case(deal, position("held", "2031-01-01", "half")))


def test_agreements_of_different_parties_on_different_options() -> None:
    deal = agreement("deal", "2031-02-01", deal={"land": "all"})
    some = agreement("some", "2031-03-01", between="a b", deal={"land": "half"})
    found = only(deal, some, parties="a b c")
    assert (found.kind, found.entries) == (Mismatch.TWO_AGREEMENTS, ("deal", "some"))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("It offers Land  ALL at once.", True),
        ("It offers land half.", False),
        ("Land all or land half, as they like.", False),
        ("Half of the land.", False),
        ("Inland allotments.", False),
    ],
)
def test_words_that_name_another_option_than_the_entry_has(text: str, wrong: bool) -> None:
    offer = made(
        "proposal", "o", "2031-01-01", by="a", to="b", deal={"land": "half"}, text=text
    )
    found = contradictions(case(offer))
    assert [one.kind for one in found] == ([Mismatch.WORDS_OTHERWISE] if wrong else [])


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("Istanbul line", "the ISTANBUL  line", True),
        ("Istanbul line", "the İstanbul line, or the ıstanbul line", False),
        ("İstanbul line", "the İSTANBUL line", True),
        ("Straße 5", "along STRASSE 5", True),
    ],
)
def test_a_name_is_found_in_words_as_letters_fold(name: str, text: str, found: bool) -> None:
    options = {"line": Option("line", name), "all": Option("all", "All of it")}
    issue = Issue(id="land", name="Land", options=frozendict(options))
    offer = made("proposal", "o", "2031-01-01", by="a", deal={"land": "all"}, text=text)
    named = [("land", "all", ("line",))] if found else []
    assert [*otherwise(offer, {"land": issue})] == named


@pytest.mark.parametrize(
    ("date", "published", "before"),
    [
        ("2031-01-02", ["2031-01-01"], True),
        ("2031-01-02", ["2031-01-01", "2031-01-02"], False),
        ("2031-01-02", ["2031-01-02"], False),
        ("2031-01-02", ["2031-01"], False),
        ("2031-02", ["2031-01"], True),
        ("2031-01", ["2031-01-02"], False),
    ],
)
def test_an_entry_whose_sources_are_all_older_than_what_they_report(
    date: str, published: list[str], before: bool
) -> None:
    one = made("round", "r", date, name="First round")
    of = case(one)
    sources = {
        f"p{i}": Source(id=f"p{i}", publisher="Paper", date=when(day))
        for i, day in enumerate(published)
    }

    record = evolve(
        of.record, sources=frozendict(sources), entries=(evolve(one, sources=tuple(sources)),)
    )
    found = contradictions(evolve(of, record=record))
    assert [one.kind for one in found] == ([Mismatch.PUBLISHED_BEFORE] if before else [])
    if before:  # not before it happened, whatever was announced
        assert not record.as_of(when(published[0])).entries
        assert record.as_of(when(date)).entries


def test_a_position_repeated_with_the_old_date_and_a_later_source() -> None:

    first, again = (
        position("first", "2031-01-01", "all"),
        position("again", "2031-01-01", "all"),
    )
    of = case(first, again)
    later = of.record.sources | {
        "s-again": Source(id="s-again", publisher="Other", date=when("2031-06-01"))
    }
    record = evolve(of.record, sources=frozendict(later))
    (found,) = contradictions(evolve(of, record=record))
    assert (found.kind, found.entries) == (Mismatch.REPEATED_LATER, ("first", "again"))
    assert not contradictions(of)


def test_of_two_agreements_on_the_whole_the_fall_of_one_is_told_and_the_other_stands() -> None:
    land = agreement("x", "2031-01-01", deal={"land": "all"}, conditional="yes", between="a b")
    arms = agreement("y", "2031-02-01", deal={"arms": "all"}, conditional="yes", between="a b")
    no = decision("n", "2031-03-01", "rejects", about="x")
    of = case(land, arms, no)
    (found,) = contradictions(of)
    assert (found.kind, found.entries) == (Mismatch.WHOLE_FALLEN, ("y", "x", "n"))
    assert found.text == (
        "The agreement of 1 February 2031 depends on the whole, and stands; that of 1 January "
        "2031, on the same condition, has fallen on Land."
    )
    assert [str(issue_standings(of)[i].standing) for i in ("land", "arms")] == [
        "fallen",
        "agreed",
    ]
    free = agreement("y", "2031-02-01", deal={"arms": "all"}, between="a b")
    assert not contradictions(case(land, free, no))
    again = agreement(
        "z", "2031-04-01", deal={"land": "half"}, conditional="yes", between="a b"
    )
    assert not contradictions(case(land, arms, no, again))
