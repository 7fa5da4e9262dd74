"""What is in a folder, under which name, and what is no file at all."""

import os
from pathlib import Path

import pytest
from tests.formats.test_check import BASE, said, write

from accord.formats import load, save
from accord.model import NAME_RULE

N = "interests/north.yaml"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    sentence = "there is no such folder; 'accord new FOLDER' writes one"
    assert said(tmp_path / "none") == [
        f"{tmp_path}/none: {sentence}".replace(f"{tmp_path}/none/", "")
    ]
    (tmp_path / "file").write_text("")
    assert said(tmp_path / "file")[0].endswith(sentence)


def test_the_process_must_be_there(tmp_path: Path) -> None:
    sentence = "there is no such file; 'accord new FOLDER' writes a folder with one"
    assert said(tmp_path) == [f"process.yaml: {sentence}"]


def test_record_and_interests_may_be_missing(tmp_path: Path) -> None:
    text = "title: Talks\nparties: {a: {name: A}, b: {name: B}}\n"
    folder = load(write(tmp_path, {"process.yaml": text}))
    assert folder.record.entries == ()
    assert folder.interests == ()


@pytest.mark.parametrize("name", ["process", "record"])
def test_another_suffix_is_not_passed_over(name: str, tmp_path: Path) -> None:
    write(tmp_path, BASE)
    (tmp_path / f"{name}.yaml").rename(tmp_path / f"{name}.yml")
    assert said(tmp_path) == [f"{name}.yml: rename this file to {name}.yaml"]


def test_interests_have_either_suffix_but_not_both(tmp_path: Path) -> None:
    write(tmp_path, BASE)
    (tmp_path / N).rename(tmp_path / "interests" / "north.yml")
    assert said(tmp_path) == []
    write(tmp_path, BASE)
    assert said(tmp_path) == [
        "interests/north.yml: north.yaml is there already: rename or remove one of them"
    ]


def test_other_files_among_the_interests_are_left_alone(tmp_path: Path) -> None:
    write(
        tmp_path,
        {**BASE, "interests/README.md": "x", "interests/.north.yaml": "[", "x.yaml": "["},
    )
    assert said(tmp_path) == []


def test_a_file_of_interests_is_named_as_an_id(tmp_path: Path) -> None:
    write(tmp_path, BASE)
    (tmp_path / N).rename(tmp_path / "interests" / "the north (its own).yaml")
    assert said(tmp_path) == []
    (tmp_path / "interests" / "the north (its own).yaml").rename(
        tmp_path / "interests" / "north .yaml"
    )
    assert said(tmp_path) == [f"interests/north .yaml: rename this file: {NAME_RULE}"]


@pytest.mark.parametrize("name", BASE)
def test_a_folder_in_place_of_a_file(name: str, tmp_path: Path) -> None:
    write(tmp_path, BASE)
    (tmp_path / name).unlink()
    (tmp_path / name).mkdir()
    assert f"{name}: this is not a file; a text file is expected here" in said(tmp_path)


@pytest.mark.parametrize("name", BASE)
def test_a_pipe_in_place_of_a_file_does_not_keep_anybody_waiting(
    name: str, tmp_path: Path
) -> None:
    write(tmp_path, BASE)
    (tmp_path / name).unlink()
    os.mkfifo(tmp_path / name)
    assert f"{name}: this is not a file; a text file is expected here" in said(tmp_path)


@pytest.mark.parametrize("name", BASE)
def test_links_in_a_circle_and_links_to_nothing(name: str, tmp_path: Path) -> None:
    write(tmp_path, BASE)
    (tmp_path / name).unlink()
    (tmp_path / name).symlink_to((tmp_path / name).name)
    assert f"{name}: the file cannot be read: Too many levels of symbolic links" in said(
        tmp_path
    )
    (tmp_path / name).unlink()
    (tmp_path / name).symlink_to("nowhere")
    assert f"{name}: the file cannot be read: No such file or directory" in said(tmp_path)


@pytest.mark.parametrize("name", BASE)
def test_a_file_that_may_not_be_read(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, BASE)
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path == tmp_path / name:
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert f"{name}: the file cannot be read: Permission denied" in said(tmp_path)


def test_interests_that_are_no_folder(tmp_path: Path) -> None:
    write(tmp_path, {name: text for name, text in BASE.items() if name != N})
    (tmp_path / "interests").write_text("")
    sentence = "interests: this must be a folder, with a file for each party and holder"
    assert said(tmp_path) == [sentence]
    (tmp_path / "interests").unlink()
    (tmp_path / "interests").symlink_to("interests")
    assert said(tmp_path) == [
        "interests: the folder cannot be read: Too many levels of symbolic links"
    ]


def test_a_text_may_stand_in_for_a_file(tmp_path: Path) -> None:
    write(tmp_path, BASE)
    assert (
        load(
            tmp_path, {"record.yaml": "sources: {paper: {publisher: P, date: 2024}}"}
        ).record.entries
        == ()
    )
    assert (tmp_path / "record.yaml").read_text("utf-8") == BASE["record.yaml"]


def test_what_is_saved_is_what_was_loaded(tmp_path: Path) -> None:
    folder = load(write(tmp_path / "a", BASE))
    save(folder, tmp_path / "b")
    assert load(tmp_path / "b") == folder
