"""What a fighting model brings to the tables of a class: drawn once, released by rounds."""

from collections.abc import Sequence

from accord.errors import AccordError
from accord.fighting import BetweenRounds, FightingModel, Front, as_text, files_of, parse
from accord.host.visit import Visit
from accord.play.between_rounds import check_models, course
from accord.telling.fighting_words import assumed

MOST_ROUNDS = 12
"""So many rounds of a course are prepared where the rules set no limit."""


def fighting_models(visit: Visit) -> list[tuple[str, str]]:
    """Return the models in the folder by their ids, with what each assumes and who does.

    Args:
        visit: That of whoever teaches.
    """
    try:
        files = files_of(visit.host.settings.folder, visit.case)
    except AccordError:  # said when one is drawn
        return []
    return [(one.id, _said(visit, one)) for one in files]


def _said(visit: Visit, one: FightingModel) -> str:
    lines = [text for _, text in assumed(visit.case.process, (one,))]
    more = f" and {len(lines) - 1} more" if len(lines) > 1 else ""
    return f"{one.id}: {lines[0].removeprefix('- ')}{more}" if lines else one.id


def drawn_course(visit: Visit) -> tuple[str, Sequence[BetweenRounds]]:
    """Draw what the model that was asked for brings, the same for every table of the class.

    Args:
        visit: That of whoever teaches: what it typed, and the seed by which it is drawn.

    Returns:
        The model as a text, and what happens before each round from the second on.

    Raises:
        AccordError: If there is no such model, or it cannot go with the talks of the class.
    """
    form = visit.form
    asked = form.get("model", "").strip() or form.get("file", "").strip()
    if not asked:
        raise AccordError("Choose what is assumed of the fighting, or write a model.")
    seed = form.get("seed", "").strip() or "0"
    if not (seed.isascii() and seed.isdigit() and len(seed) < 10):
        raise AccordError("The seed by which it is drawn must be a whole number.")
    tables = [*visit.host.tables.of_class()]
    if not tables:
        raise AccordError("There is no table in the class yet.")
    setup = tables[0].table.setup
    model = parse(asked, files_of(visit.host.settings.folder, visit.case))
    front = Front.of(setup, {})
    check_models((model,), front)
    last = front.rounds or MOST_ROUNDS
    found: list[BetweenRounds] = []
    for one in course((model,), front, int(seed), draws=True):
        if one.round > last:
            break
        if one.round > 1:
            found.append(one)
    if not found:
        raise AccordError(f"Drawn with the seed {seed}, {as_text(model)} brings nothing.")
    return as_text(model), found
