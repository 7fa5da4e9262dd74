"""Who publishes, and where something was published."""

from attrs import frozen

from accord.model import When
from accord.model.refs import OutletId, TierId


@frozen(kw_only=True)
class Outlet:
    """Who publishes: a newspaper, an agency, a broadcaster, an encyclopaedia, a copy site.

    Attributes:
        id: Short name, used in files. An outlet speaks, as in `by` of a claim, through an actor
            in `process.yaml` with the same id.
        name: What it is called.
        state_aligned: The state that owns, runs or mainly controls it, itself or through its
            ruling party, such as Russia.
        state_funded: The state that pays for it, while in law it is editorially independent.
        evidence: What a label rests on, in one line; needed where there is one.
        for_: Who may read of it; where it is not given, whoever reads of a source that it
            published.
    """

    id: str
    name: str
    state_aligned: str = ""
    state_funded: str = ""
    evidence: str = ""
    for_: tuple[TierId, ...] = ()

    @property
    def label(self) -> str:
        """Name the outlet, and the states that stand behind it."""
        states = {"state-aligned": self.state_aligned, "state-funded": self.state_funded}
        said = "; ".join(f"{word}: {state}" for word, state in states.items() if state)
        return f"{self.name} [{said}]" if said else self.name


@frozen(kw_only=True)
class Source:
    """Where something was published.

    Attributes:
        id: Short name, used in files.
        outlet: Id of the outlet that published it.
        publisher: Who made it, in words, where that is no outlet: a team's own notes.
        date: When it was published: an entry is not known before its first source is.
        author: Who wrote it.
        title: What it is called, or what it is about.
        url: Where it can be read.
        language: The language it was read in, such as en or uk.
        via: Ids of the outlets through which it came, the one in which it was read last.
        for_: Who may read of it; where it is not given, whoever reads something that cites it.
    """

    id: str
    outlet: OutletId = ""
    publisher: str = ""
    date: When
    author: str = ""
    title: str = ""
    url: str = ""
    language: str = ""
    via: tuple[OutletId, ...] = ()
    for_: tuple[TierId, ...] = ()
