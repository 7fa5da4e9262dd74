"""What lets somebody in: an invitation, a knock, a sitting, an account."""

from datetime import datetime

from attrs import frozen


@frozen(kw_only=True)
class Invitation:
    """A link that admits one person to one seat.

    Attributes:
        id: What it is called where it is listed and ended; tells nothing of its secret.
        seat: The seat.
        at: When it was made.
        until: When it ends by itself.
        start: What a start of the host wrote it to: `file`, `terminal`; empty for neither.
        taken: When it was taken; None if it was not.
        taken_by: The name that was given then.
        ended: Whether it was ended.
    """

    id: str
    seat: str
    at: datetime
    until: datetime
    start: str = ""
    taken: datetime | None = None
    taken_by: str = ""
    ended: bool = False

    def alive(self, now: datetime) -> bool:
        """Return whether it opens anything, if only a knock."""
        return not self.ended and now < self.until

    def open(self, now: datetime) -> bool:
        """Return whether it can be taken."""
        return self.taken is None and self.alive(now)


@frozen(kw_only=True)
class Knock:
    """Somebody with a link that was taken, who asks to be let in.

    Attributes:
        id: What it is called where it is answered.
        seat: The seat.
        invitation: The hash of the link's secret.
        words: What stands on both screens.
        name: What they call themselves; may be empty.
        at: When they knocked.
        answered: Whether they were let in or turned away.
    """

    id: str
    seat: str
    invitation: str
    words: str
    name: str
    at: datetime
    answered: bool = False


@frozen(kw_only=True)
class Sitting:
    """Somebody who came in with one browser.

    Attributes:
        id: What it is called where it is listed and ended.
        seat: The seat.
        name: What they call themselves; may be empty.
        at: When they came in.
        invitation: The hash of the link's secret that they took; empty for none.
        account: The account that they signed in with; empty for a link.
        ended: Whether it was ended.
        why: Why it was ended, as those who sat there shall read it; may be empty.
        moved: When somebody put it into another seat; None for never.
        moved_from: The seat that it was in before.
    """

    id: str
    seat: str
    name: str = ""
    at: datetime
    invitation: str = ""
    account: str = ""
    ended: bool = False
    why: str = ""
    moved: datetime | None = None
    moved_from: str = ""


@frozen(kw_only=True)
class Account:
    """A name with a password and codes, for somebody who comes back.

    Attributes:
        id: What it is called where it is listed and ended.
        seat: The seat.
        name: The name, once in its seat.
        at: When it was begun.
        password: What is kept of the password.
        codes: The secret from which its codes are made.
        by: The sitting that began it.
        step: The half minute of the last code that was used, and is used up; 0 for none.
        confirmed: Whether a first code was given: before it opens nothing.
        ended: Whether it was ended.
    """

    id: str
    seat: str
    name: str
    at: datetime
    password: str
    codes: str
    by: str
    step: int = 0
    confirmed: bool = False
    ended: bool = False

    @property
    def sign_in(self) -> str:
        """The name to sign in with: what is taken in one seat tells nothing in another."""
        return f"{self.name}@{self.seat}"

    @property
    def counts(self) -> bool:
        """Whether somebody can sign in with it."""
        return self.confirmed and not self.ended


@frozen
class DoorEvent:
    """Something that happened at the door of a seat.

    Attributes:
        at: When.
        by: Who did it; empty for a start of the host.
        kind: What happened, as the log has it.
        seat: At which seat.
        name: Whom it was about; empty where nobody is named.
    """

    at: datetime
    by: str
    kind: str
    seat: str
    name: str

    @property
    def words(self) -> str:
        """What happened, in words; empty for what changed nothing yet."""
        return _WORDS.get(self.kind, "")


_WORDS = {
    "invited": "gave a link",
    "taken": "came in with a link",
    "seated": "came in by the address of the class",
    "waits": "waits for a seat of the class",
    "moved": "put somebody into another seat",
    "class opened": "opened the address of the class",
    "class closed": "closed the address of the class",
    "knocked": "asked to be let in",
    "let in": "let somebody in",
    "turned away": "turned somebody away",
    "ended": "ended a link, a sitting or a name",
    "account confirmed": "made a name with a password",
    "signed in": "signed in",
    "failed": "somebody tried to sign in with this name; password or code was wrong",
    "password changed": "changed a password",
}
