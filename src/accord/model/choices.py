"""Choices that are read as people write them: in any case, by other words for the same."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Self


class WideChoice(StrEnum):
    """A choice that other words may stand for; what Accord writes is the member's own."""

    @classmethod
    def others(cls) -> Mapping[str, str]:
        """Return other words, in small letters, each with the member that it stands for."""
        raise NotImplementedError

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        word = " ".join(str(value).casefold().replace("_", " ").replace("-", " ").split())
        meant = cls.others().get(word, word)
        return next((one for one in cls if one.value.replace("_", " ") == meant), None)


def read_as(others: Mapping[str, str]) -> dict[str, str]:
    """Return a member for each word that stands for it.

    Args:
        others: The words by member, in small letters, with commas between them.
    """
    return {word: meant for meant, words in others.items() for word in words.split(", ")}
