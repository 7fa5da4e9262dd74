"""Names with a password and codes, for those who come back: begun, confirmed, signed in."""

from collections.abc import Iterator
from datetime import datetime

from accord.host.admissions import Account, DoorEvent, Sitting
from accord.host.batched_log import BatchedLog
from accord.host.door_log import REMEMBERED, DoorLog
from accord.host.door_secrets import hashed
from accord.store import Event, Store

FAILED = "host/failed"


class DoorAccounts:
    """The accounts of a host, and the tries to sign in with one that failed."""

    def __init__(self, store: Store, log: DoorLog) -> None:
        """Take the log of the doors, and read what failed."""
        self._store, self._log = store, log
        self._failed_log = BatchedLog(store, FAILED)
        self._failed_count = 0
        self._failed: dict[tuple[str, datetime], None] = {}
        self.refresh()

    def refresh(self) -> None:
        """Read on: what failed in another process counts from now on."""
        with self._log.lock:
            for failed in self._store.read(FAILED, self._failed_count):
                self._failed_count += 1
                match failed.event:
                    case {"account": str(key), "at": str(text)}:
                        self._note_failed(key, datetime.fromisoformat(text))

    def close(self) -> None:
        """Write what is still to be written of what failed."""
        self._failed_log.close()

    def of(self, seat: str = "") -> tuple[Account, ...]:
        """Return the accounts of a seat that count; of any, if it is empty."""
        every = tuple(self._log.accounts.values())
        return tuple(one for one in every if seat in ("", one.seat) and one.counts)

    def named(self, sign_in: str) -> Account | None:
        """Return the account that somebody signs in with, if it counts."""
        wanted = sign_in.strip().casefold()
        return next((one for one in self.of() if one.sign_in.casefold() == wanted), None)

    def of_sitting(self, sitting: Sitting) -> Account | None:
        """Return the account of a sitting, if it has one that counts."""
        return next((one for one in self.of() if one.id == sitting.account), None)

    def begun_by(self, sitting: Sitting) -> Account | None:
        """Return the account that a sitting began last and has not confirmed."""
        every = tuple(self._log.accounts.values())
        begun = [one for one in every if one.by == sitting.id]
        return begun[-1] if begun and not (begun[-1].confirmed or begun[-1].ended) else None

    def begin(self, sitting: Sitting, name: str, password: str, codes: str, by: str) -> bool:
        """Begin an account in the seat of a sitting; return False if the name is taken there.

        Args:
            sitting: Whose account it is.
            name: The name.
            password: What is kept of the password.
            codes: The secret for the codes.
            by: Who does it.
        """
        key = hashed(self._log.secret())

        def decide() -> list[Event]:
            if self.is_taken(sitting.seat, name):
                return []
            event = {"kind": "account begun", "hash": key, "seat": sitting.seat, "name": name}
            return [event | {"password": password, "codes": codes, "by": sitting.id}]

        return self._log.decide(decide, by)

    def is_taken(self, seat: str, name: str) -> bool:
        """Return whether an account that counts has a name in a seat."""
        return any(one.name.casefold() == name.casefold() for one in self.of(seat))

    def confirm(self, account: Account, step: int, by: str) -> bool:
        """Let an account count from now on; return False if its name was taken meanwhile."""

        def decide() -> list[Event]:
            now = self._log.accounts[self._account_key(account)]
            if now.confirmed or now.ended or self.is_taken(now.seat, now.name):
                return []
            key = self._account_key(account)
            return [{"kind": "account confirmed", "hash": key, "step": step}]

        return self._log.decide(decide, by)

    def sign_in(self, account: Account, step: int) -> str | None:
        """Return the secret of a new sitting; None if the code was used, or the account ended.

        Args:
            account: The account, whose password was right.
            step: The half minute of its code.
        """
        coming, key = self._log.secret(), self._account_key(account)

        def decide() -> list[Event]:
            now = self._log.accounts[key]
            # The password must still be the one that was checked.
            if not now.counts or step <= now.step or now.password != account.password:
                return []
            event = {"kind": "signed in", "hash": hashed(coming), "account": key}
            return [event | {"step": step}]

        return coming if self._log.decide(decide, account.seat) else None

    def fail(self, account: Account) -> None:
        """Keep that somebody tried to sign in with an account and could not.

        It is written by a thread of its own: the answer takes no longer for a name that is
        there than for one that is not.

        Args:
            account: The account, whose password or code was wrong.
        """
        key, now = self._account_key(account), self._log.now
        with self._log.lock:
            self._note_failed(key, now)
        self._failed_log.add({"account": key, "at": now.isoformat()})

    def _note_failed(self, key: str, at: datetime) -> None:
        self._failed[key, at] = None
        if len(self._failed) > REMEMBERED:
            del self._failed[next(iter(self._failed))]

    def failed(self) -> Iterator[DoorEvent]:
        """Yield the tries that failed, each at the door of its seat."""
        for key, at in self._failed:
            if (one := self._log.accounts.get(key)) is not None:
                yield DoorEvent(at, one.seat, "failed", one.seat, one.name)

    def failures(self, account: Account) -> list[datetime]:
        """Return when somebody could not sign in with an account, the last first."""
        key = self._account_key(account)
        with self._log.lock:
            return sorted((at for one, at in self._failed if one == key), reverse=True)

    def change_password(
        self, account: Account, password: str, step: int, kept: Sitting, by: str
    ) -> bool:
        """Change a password, which ends the other sittings of the account.

        Args:
            account: The account.
            password: What is kept of the new one.
            step: The half minute of the code that was given for it.
            kept: The sitting that goes on.
            by: Who does it.
        """
        key = self._account_key(account)

        def decide() -> list[Event]:
            now = self._log.accounts[key]
            if not now.counts or step <= now.step or now.password != account.password:
                return []
            others = [
                {"kind": "ended", "hash": one}
                for one, held in self._log.sittings.items()
                if held.account == account.id and held.id != kept.id and not held.ended
            ]
            changed = {"kind": "password changed", "hash": key, "password": password}
            return [changed | {"step": step}, *others]

        return self._log.decide(decide, by)

    def _account_key(self, account: Account) -> str:
        return next(key for key, held in self._log.accounts.items() if held.id == account.id)
