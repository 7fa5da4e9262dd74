"""What is wrong with the files of what is assumed: `hold/*.yaml` and `fighting/*.yaml`."""

import os
from collections.abc import Iterator

from accord.errors import InvalidProcess, Problem
from accord.formats.assumed_files import (
    FOLDERS,
    AssumedFile,
    assumed_files,
    assumed_in,
    read_assumed,
)
from accord.record import Case


def check_assumed(folder: str, case: Case) -> int:
    """Return how many files of what is assumed a folder has, for a case's reader.

    Args:
        folder: The process folder.
        case: The folder as this reader reads it.

    Raises:
        InvalidProcess: With every mistake in every file.
    """
    problems: list[Problem] = []
    number = 0
    for under in FOLDERS:
        files = assumed_files(folder, under, case, problems)
        number += len(files)
        for file in files:
            problems += _problems(folder, under, file, case)
    if not problems:
        from accord.hold.holding_assumptions import holding_form

        assumed_in(assumed_files(folder, "hold", case), case, holding_form, problems)
    if problems:
        raise InvalidProcess(problems)
    return number


def _problems(folder: str, under: str, file: AssumedFile, case: Case) -> Iterator[Problem]:
    found: list[Problem] = []
    if under == "fighting":
        from accord.fighting import file_form

        read_assumed(file, case, file_form, found)
    else:
        from accord.hold.holding_assumptions import holding_form

        if holding_form(file.tree) is None:
            from accord.hold import read_graph_model

            try:
                read_graph_model(os.path.join(folder, file.name))
            except InvalidProcess as invalid:
                found += invalid.problems
        else:
            read_assumed(file, case, holding_form, found)
    yield from sorted(found, key=lambda one: one.line)
