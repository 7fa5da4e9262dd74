"""Taking in what people change in the folder by hand while it is hosted."""

import logging
from collections.abc import Callable

from accord.errors import AccordError, Problem
from accord.host.held_folder import HeldFolder
from accord.host.lasting_thread import LastingThread

EVERY = 1.0
"""Seconds between two looks at a folder: at the time and size of some files, nothing more."""
SETTLED = 0.2
"""Seconds for which a folder must stay as it is: editors may write a file in pieces."""


class FolderWatch(LastingThread):
    """Looks at the folder each second, in a thread of its own, and takes in what changed."""

    def __init__(
        self,
        held: HeldFolder,
        say: Callable[[str], None],
        every: float = EVERY,
        settled: float = SETTLED,
    ) -> None:
        """Take the folder, and what says its mistakes on the machine itself."""
        self._held, self._say, self._every, self._settled = held, say, every, settled
        self._told: tuple[Problem, ...] = ()
        super().__init__(self._watch, "folder watch")

    def _watch(self) -> None:
        while not self._over.wait(self._every):
            try:
                while (now := self._held.changed_by_hand()) is not None:
                    if self._over.wait(self._settled):
                        return
                    if self._held.changed_by_hand() == now:
                        self._held.refresh()
                self._tell()
            except AccordError as error:
                logging.getLogger(__name__).warning("%s", error)

    def _tell(self) -> None:
        """Say what mistakes there are, once, and that they are mended."""
        wrong = self._held.mistakes(None)
        if wrong != self._told:
            self._told = wrong
            for one in wrong:
                self._say(str(one))
            end = "what was there before goes on" if wrong else "the folder has no mistakes now"
            self._say(end)
