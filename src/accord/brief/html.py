"""The page as one HTML file: no network, no script, for screen, phone and paper."""

from attrs import frozen
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from accord.brief import figures
from accord.brief.compose import Brief
from accord.record import Round


@frozen
class Drawn:
    """The figures of a page, as SVG.

    Attributes:
        timeline: Rounds, proposals and incidents; empty where there are none.
        rounds: The rounds by their numbers in the timeline.
        numbers: For everything contested: the numbers as ranges; empty where it has none.
        planes: For every outlook: the deals in the plane of two parties' worth.
    """

    timeline: Markup
    rounds: tuple[str, ...]
    numbers: tuple[Markup, ...]
    planes: tuple[tuple[Markup, ...], ...]


def to_html(brief: Brief) -> str:
    """Write a brief as one self-contained HTML file."""
    template = _environment().get_template("brief.html.j2")
    return template.render(page=brief.page, drawn=_draw(brief))


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("accord.brief"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _draw(brief: Brief) -> Drawn:
    rounds = brief.folder.record.of(Round)
    return Drawn(
        timeline=Markup(figures.timeline(brief.folder)),
        rounds=tuple(f"{one.name}, {one.date}" for one in rounds),
        numbers=tuple(
            Markup(figures.numbers(one.numbers) if one.numbers else "")
            for one in brief.page.contested
        ),
        planes=tuple(
            tuple(map(Markup, figures.planes(view, brief.folder))) for view in brief.views
        ),
    )
