"""The folder in memory is the one on disk, for every reader; nothing is lost or done twice."""

import os
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import pytest
from attrs import evolve
from tests.formats.growing import addition, write
from tests.host.hands import differences
from tests.host.killed import SEATS, adding, both, held, killed_at_random, note, same
from tests.host.people import example, hosted, sit

from accord.errors import AccordError, Conflict, InvalidProcess, Unwritable
from accord.formats import disk, load
from accord.formats.append import append
from accord.formats.edit_entry import edit, supersede
from accord.formats.folder import load_parts
from accord.host.folder_watch import FolderWatch
from accord.host.held_folder import LOG, AlreadyDone
from accord.model import Reader
from accord.store import Store

UPLAND, DELTA, MEDIATOR = (Reader((one,)) for one in ("upland", "delta", "mediator"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with something in every private place."""
    for seed in range(100):
        made = tmp_path / str(seed)
        write(made, Random(seed))
        try:
            parts = load_parts(made)
        except AccordError:
            continue
        if len(parts.ends) == 4:
            return made
    raise AssertionError


def test_what_is_changed_is_what_is_on_disk_for_every_reader(folder: Path) -> None:
    chance = Random(5)
    with held(folder) as one:
        same(one, folder)
        known = [entry.id for entry in load(folder).record.entries]
        for number in range(12):
            before = {reader: (one.case(reader), one.position(reader)) for reader in SEATS}
            new = addition(chance, known, number)
            with suppress(AccordError):
                one.change("who", f"{number}", lambda path, new=new: append(path, new))  # type: ignore[misc]
            for reader, (case, position) in before.items():
                changed = load(folder, reader=reader) != case
                assert one.position(reader) == position + changed
                assert (one.case(reader) is case) == (not changed)
            same(one, folder)
        one.change("who", "edit", lambda path: edit(path, "e0", {"text": "Other words."}))
        same(one, folder)
        one.change("who", "s", lambda path: supersede(path, "e0", {"text": "More."}, "wrong"))
        same(one, folder)


@pytest.mark.parametrize("seed", range(3))
def test_whoever_changes_the_files_and_how_each_reader_has_what_it_may_read(seed: int) -> None:
    assert differences(seed) == []


def test_a_position_counts_only_what_its_reader_may_read(folder: Path) -> None:
    with held(folder) as one:
        before = {reader: one.case(reader) for reader in SEATS}
        assert {one.position(reader) for reader in SEATS} == {0}
        one.change("upland", "a", adding("For ourselves.", **{"for": ["upland"]}))
        moved = {reader for reader in SEATS if one.position(reader)}
        assert moved == {reader for reader in SEATS if "upland" in reader.read}
        assert all(
            one.case(reader) is before[reader] for reader in SEATS if reader not in moved
        )


def test_others_cannot_tell_from_their_positions_what_is_private(tmp_path: Path) -> None:
    found = []
    for secret in ("a", "b"):
        folder = tmp_path / secret
        write(folder, Random(1))
        shutil.rmtree(folder / "private", ignore_errors=True)
        for number in range(3 if secret == "a" else 1):
            append(folder, [note(f"{secret} {number}", **{"for": "upland"})], spelt=True)
        with held(folder) as one:
            seen: list[list[Any]] = []
            for number in range(6):
                whom = ["table", "upland", "delta"][number % 3]
                key = f"{number}"
                text = f"{secret if whom == 'upland' else ''} {number}"
                done = one.change("who", key, adding(text, **{"for": whom}))
                seen.append([one.position(r) for r in (DELTA, MEDIATOR)])
                seen.append([done] if whom != "upland" else [])
            cases = [repr(one.case(reader)) for reader in (DELTA, MEDIATOR)]
        found.append((seen, cases))
    assert found[0] == found[1]


def test_a_change_by_hand_is_taken_in_for_those_who_read_it(folder: Path) -> None:
    said: list[str] = []
    with held(folder) as one, FolderWatch(one, said.append, every=0.02, settled=0.02):
        same(one, folder)
        append(folder, [note("By hand.", **{"for": "delta"})], spelt=True)
        until = time.monotonic() + 10
        while not one.position(DELTA) and time.monotonic() < until:
            time.sleep(0.01)
        assert [one.position(reader) for reader in (DELTA, UPLAND)] == [1, 0]
        same(one, folder)
        good = (folder / "process.yaml").read_bytes()
        for data, lines in ((good + b"oddly: yes\n", 2), (good, 3)):
            (folder / "process.yaml").write_bytes(data)
            until = time.monotonic() + 10
            while len(said) < lines and time.monotonic() < until:
                time.sleep(0.01)
    first, *others = said
    line = len(good.splitlines()) + 1
    assert first.startswith(f"process.yaml:{line}: unknown key 'oddly'")
    assert others == ["what was there before goes on", "the folder has no mistakes now"]


def test_a_mistake_by_hand_stops_nobody_who_cannot_read_it(folder: Path) -> None:
    private = folder / "private" / "upland" / "record.yaml"
    with held(folder) as one:
        was = one.case(UPLAND)
        other = one.case(DELTA)
        good = private.read_bytes()
        private.write_bytes(good + b"  - kind: [\n")
        one.refresh()
        assert one.case(UPLAND) is was
        assert [one.mistakes(reader) for reader in (DELTA, MEDIATOR)] == [(), ()]
        assert one.mistakes(UPLAND)[0].file == "private/upland/record.yaml"
        assert one.case(DELTA) is other
        added = one.change(
            "delta", "k", lambda path: append(path, [note("Go on.")], reader=DELTA)
        )
        assert added.added[0].id in {entry.id for entry in one.case(MEDIATOR).record.entries}
        assert one.position(UPLAND) == 1  # that there is a mistake
        assert one.case(Reader(("upland/capital",))) == load_parts_before(folder, good, private)
        private.write_bytes(good)
        one.refresh()
        assert one.mistakes(UPLAND) == ()
        same(one, folder)


def load_parts_before(folder: Path, good: bytes, private: Path) -> Any:
    """Return what the capital could read before the mistake and the note of the mediator."""
    bad = private.read_bytes()
    private.write_bytes(good)
    case = load_parts(folder).seen(Reader(("upland/capital",))).case
    private.write_bytes(bad)
    return case


def test_an_order_changed_by_hand_is_a_change(folder: Path) -> None:
    file = folder / "process.yaml"
    with held(folder) as one:
        assert list(one.case(DELTA).process.agenda.issues) == ["road", "water"]
        lines = file.read_text("utf-8").splitlines(keepends=True)
        file.write_text("".join([*lines[:-2], lines[-1], lines[-2]]), "utf-8")
        one.refresh()
        assert list(one.case(DELTA).process.agenda.issues) == ["water", "road"]
        assert one.position(DELTA) == 1
        file.touch()
        one.refresh()
        assert one.position(DELTA) == 1


def test_the_same_key_is_done_once_and_answered_as_before(folder: Path) -> None:
    with held(folder) as one:
        first = one.change("who", "k", adding("Once."))
        assert one.change("who", "k", adding("Twice.")) == first
        assert one.change("who", "other", adding("Once.")) != first
    with held(folder) as one, pytest.raises(AlreadyDone, match=first):
        one.change("who", "k", adding("Twice."))
    assert [e.text for e in load(folder).record.entries if e.date.start.month == 6] == [
        "Once.",
        "Once.",
    ]


def test_who_added_what_is_in_the_log(folder: Path) -> None:
    with held(folder) as one:
        first = one.change("Oda (mediator)", "k", adding("Once."))
    with Store.open(folder / "host" / "accord.sqlite") as store:
        (done,) = store.read(LOG)
    assert (done.by, done.event["key"], done.event["added"]) == ("Oda (mediator)", "k", [first])


def test_what_fails_is_taken_back_whole(folder: Path) -> None:
    def half(path: Path) -> None:
        adding("First.")(path)
        edit(path, "e0", {"text": "Second."})
        append(path, [note("Third.", **{"for": "upland/capital"})], spelt=True)
        raise AccordError("no further")

    def state() -> dict[Path, bytes]:
        return {file: file.read_bytes() for file in folder.rglob("*.yaml")}

    with held(folder) as one:
        before, cases = state(), {reader: one.case(reader) for reader in SEATS}
        with pytest.raises(AccordError, match="no further"):
            one.change("who", "k", half)
        assert state() == before
        assert all(one.case(reader) is case for reader, case in cases.items())
        one.change("who", "k", adding("At last."))
        same(one, folder)


def test_a_change_in_several_steps_reads_what_it_has_written(folder: Path) -> None:
    def several(path: Path) -> None:
        for number, whom in enumerate(("table", "upland", "mediator", "table")):
            adding(f"{number}", **{"for": whom})(path)
            if number == 2:
                edit(path, "e0", {"text": "Mended."})
            for reader in (None, *SEATS):
                with ThreadPoolExecutor() as pool:  # there no change is at hand
                    read = pool.submit(load, path, reader=reader).result()
                assert load(path, reader=reader) == read
                assert load(path, interests=False, reader=reader) == evolve(read, interests=())

    with held(folder) as one:
        one.change("who", "k", several)
        same(one, folder)


def test_many_at_once_wait_for_one_another(folder: Path) -> None:
    with held(folder) as one, ThreadPoolExecutor(8) as pool:
        whom = ("table", "upland", "mediator", "delta")
        waiting = [
            pool.submit(
                one.change, "who", f"{n % 30}", adding(f"{n % 30}", **{"for": whom[n % 4]})
            )
            for n in range(45)
        ]
        ids = [each.result() for each in waiting]
        assert ids[30:] == ids[:15]
        assert len(set(ids)) == 30
        same(one, folder)


def test_a_full_disk_changes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {file: file.read_bytes() for file in folder.rglob("*.yaml")}
    write_at = disk.write_at

    def half(stream: Any, at: int, data: bytes) -> int:
        monkeypatch.undo()
        return write_at(stream, at, data[: len(data) // 2])

    def full(*_: Any) -> int:
        raise AccordError("no room")

    with held(folder) as one:
        cases = {reader: one.case(reader) for reader in SEATS}
        monkeypatch.setattr(disk, "write_at", half)
        with pytest.raises(Unwritable, match="No space left"):
            one.change("who", "k", adding("One."))
        monkeypatch.setattr(one._store, "append", full)
        with pytest.raises(AccordError, match="no room"):
            one.change("who", "k", adding("One."))
        assert {file: file.read_bytes() for file in folder.rglob("*.yaml")} == before
        assert all(one.case(reader) is case for reader, case in cases.items())
        monkeypatch.undo()
        one.change("who", "k", adding("One."))
        same(one, folder)


def test_what_somebody_writes_meanwhile_is_kept(folder: Path) -> None:
    tries = []

    def meanwhile(path: Path) -> str:
        tries.append(1)
        if len(tries) == 1:
            file = path / "record.yaml"
            data = file.read_bytes()
            file.write_bytes(data.replace(b"2024-05-0", b"2024-04-0"))
            raise Conflict("somebody wrote")
        return adding("After that.")(path)

    with held(folder) as one:
        one.change("who", "k", meanwhile)
        assert len(tries) == 2
        assert "2024-04-0" in (folder / "record.yaml").read_text("utf-8")
        same(one, folder)


def test_somebody_who_writes_at_the_last_moment_is_not_written_over(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor puts another file in the place of the one that is being added to."""
    file, write_at = folder / "private" / "delta" / "record.yaml", disk.write_at
    append(folder, [note("Before.", **{"for": "delta"})], spelt=True)

    def late(stream: Any, at: int, data: bytes) -> int:
        monkeypatch.undo()
        other = file.with_suffix(".new")
        other.write_bytes(file.read_bytes().replace(b"Before.", b"In the editor."))
        os.replace(other, file)
        return write_at(stream, at, data)

    with held(folder) as one:
        monkeypatch.setattr(disk, "write_at", late)
        one.change("who", "k", adding("From the host.", **{"for": "delta"}))
        texts = [entry.text for entry in one.case(DELTA).record.entries]
        assert texts[-2:] == ["In the editor.", "From the host."]
        same(one, folder)


def test_a_process_killed_at_any_moment_loses_nothing_and_does_nothing_twice(
    folder: Path,
) -> None:
    assert killed_at_random(folder, Random(3), 4)


def test_a_step_cut_short_before_it_was_confirmed_is_taken_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if the machine stopped there: what comes after is not done."""
    before = {file: file.read_bytes() for file in folder.rglob("*.yaml")}

    class Cut(BaseException):
        pass

    def cut(*_: Any, **__: Any) -> None:
        raise Cut

    with held(folder) as one:
        monkeypatch.setattr(one, "_confirm", cut)
        for what in (adding("One."), lambda path: both(path, "Two.")):
            recover = one._recover
            with monkeypatch.context() as cut_short, pytest.raises(Cut):
                # It ends before it can take anything back.
                cut_short.setattr(
                    one, "_recover", lambda: cut_short.setattr(one, "_recover", cut)
                )
                one.change("who", "k", what)
            assert one._recover == recover
            with held(folder) as again:
                assert {file: file.read_bytes() for file in folder.rglob("*.yaml")} == before
                same(again, folder)
            one.refresh()


def test_what_a_killed_process_left_is_taken_back_by_the_next_that_writes(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two processes on one folder the other goes on: it does not wait for a new start."""

    def cut(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with held(folder) as one, held(folder) as other:
        with monkeypatch.context() as killed, pytest.raises(KeyboardInterrupt):
            killed.setattr(one, "_confirm", cut)
            killed.setattr(one, "_recover", lambda: killed.setattr(one, "_recover", cut))
            one.change("who", "k", lambda path: both(path, "Cut short."))
        other.change("who", "other", adding("Another."))
        assert "Cut short." not in {one.text for one in load(folder).record.entries}
        other.change("who", "k", lambda path: both(path, "Cut short."))
        texts = [one.text for one in load(folder).record.entries]
        assert (texts.count("Cut short."), texts.count("Another.")) == (2, 1)
        same(other, folder)


def test_what_the_log_took_stays_though_the_answer_was_lost(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with held(folder) as one:
        append_to_log = one._store.append

        def lost(*given: Any) -> int:
            append_to_log(*given)
            raise AccordError("the connection was lost")

        with monkeypatch.context() as failing, pytest.raises(AccordError, match="lost"):
            failing.setattr(one._store, "append", lost)
            one.change("who", "k", adding("Once."))
        with pytest.raises(AlreadyDone):
            one.change("who", "k", adding("Once."))
        texts = [one.text for one in load(folder).record.entries]
        assert texts.count("Once.") == 1
        same(one, folder)


def test_what_cannot_be_taken_back_yet_is_taken_back_before_anything_else_is_done(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> bool:
        raise Unwritable("No space left")

    def half(path: Path) -> None:
        adding("Half.")(path)
        raise AccordError("no further")

    with held(folder) as one:
        with monkeypatch.context() as failing:
            failing.setattr(one._undo, "_taken_back", full)
            for _ in range(2):
                with pytest.raises(Unwritable):
                    one.change("who", "k", half)
        one.change("who", "k", adding("Whole."))
        texts = {one.text for one in load(folder).record.entries}
        assert "Whole." in texts and "Half." not in texts
        same(one, folder)


@pytest.mark.parametrize("kept", [0, 1, 9])
def test_a_torn_addition_is_taken_back(
    folder: Path, kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, before = folder / "record.yaml", (folder / "record.yaml").read_bytes()

    class Cut(BaseException):
        pass

    def torn(_: Any, at: int, data: bytes) -> int:
        os.truncate(file, at + len(data))  # the length is there, and the rest is not
        with open(file, "r+b") as stream:
            stream.seek(at)
            stream.write(data[:kept])
        raise Cut

    with held(folder) as one:
        monkeypatch.setattr(disk, "write_at", torn)
        monkeypatch.setattr(one._undo, "back", lambda: None)
        with pytest.raises(Cut):
            one.change("who", "k", adding("One.", **{"for": "table"}))
    assert file.read_bytes() != before
    monkeypatch.undo()
    with held(folder) as again:
        assert file.read_bytes() == before
        again.change("who", "k", adding("One.", **{"for": "table"}))
        same(again, folder)


def test_what_people_went_on_from_is_confirmed(folder: Path) -> None:
    """The host was killed before it could say so, and somebody edited the file meanwhile."""
    with held(folder) as one:
        one._undo.end = lambda: None  # type: ignore[method-assign]
        one._store.append = lambda *_: 0  # type: ignore[method-assign]
        one._catch_up = lambda: None  # type: ignore[method-assign]
        added = one.change("who", "k", adding("From the host."))
    append(folder, [note("By hand.")])
    with held(folder) as one:
        assert added in one.case(MEDIATOR).record.by_id
        with pytest.raises(AlreadyDone, match=added):
            one.change("who", "k", adding("From the host."))
        same(one, folder)


def test_a_folder_with_mistakes_is_not_held(folder: Path) -> None:
    (folder / "process.yaml").write_text("title: [", "utf-8")
    with pytest.raises(InvalidProcess), held(folder):
        pass


def test_a_mistake_stands_on_the_pages_of_those_who_may_read_the_file(tmp_path: Path) -> None:
    folder = example(tmp_path)
    ridge = Reader(("ridge",))
    append(folder, [note("For ourselves.", date="2033-09-21", **{"for": "ridge"})], spelt=True)
    private = folder / "private" / "ridge" / "record.yaml"
    with hosted(folder) as host:
        seats = {seat: sit(host, seat) for seat in ("ridge", "river", "mediator")}
        before = {seat: guest.get("/") for seat, guest in seats.items()}
        private.write_text(private.read_text("utf-8") + "oddly: [\n", "utf-8")
        host.held.refresh()
        assert host.held.mistakes(ridge)
        for seat, guest in seats.items():
            page = guest.get("/")
            assert ("has a mistake" in page) == (seat == "ridge")
            assert ("private/ridge/record.yaml" in page) == (seat == "ridge")
            assert str(folder) not in page
            assert seat == "ridge" or page == before[seat]
