"""The tutorial for instructors: it tells what is done, and shows what is there.

Its steps are done in tests/host/browser/test_lesson.py.
"""

from docs import lesson
from docs.followed import PICTURES
from tests.docs.test_mediators import MOST


def test_the_tutorial_tells_each_step_that_is_done_and_no_other() -> None:
    assert list(lesson.PART.told()) == [*lesson.STEPS]


def test_the_tutorial_starts_the_host_as_its_steps_do() -> None:
    command = " ".join(("accord host", lesson.PART.case, *lesson.PART.options))
    assert f"\n{command}\n" in lesson.PART.text


def test_each_picture_of_the_tutorial_is_there_and_told_in_words() -> None:
    there = {one.name: one for one in PICTURES.glob("class-*.png")}
    shown = lesson.PART.shown()
    assert shown and shown.keys() == there.keys()
    assert all(len(words) > 40 for words in shown.values())
    assert all(one.stat().st_size < MOST for one in there.values())
