"""What a reviewer has done since logging in: how much, what can be undone, what was put off.

It is kept in the session, and so is the same in every window; the decisions themselves are the register's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

_KEY = "review"
_UNDOABLE, _SKIPPED = 50, 200


class Sitting:
    """The review of one person, from login to logout."""

    def __init__(self, request: HttpRequest) -> None:
        self._session = request.session
        kept: dict[str, Any] = self._session.get(_KEY, {})
        self.decided = int(kept.get("decided", 0))
        self.skipped: list[str] = list(kept.get("skipped", ()))
        self._undoable: list[dict[str, Any]] = list(kept.get("undoable", ()))

    @property
    def can_undo(self) -> bool:
        """Whether there is a decision of this sitting to undo."""
        return bool(self._undoable)

    def note(self, numbers: Sequence[int], at: str) -> None:
        """Note what was decided in one step, and a record by which to find the entry again."""
        self.decided += len(numbers)
        self._undoable = [*self._undoable, {"numbers": list(numbers), "at": at}][-_UNDOABLE:]
        self._keep()

    def take_last(self) -> tuple[list[int], str]:
        """The decisions of the last step, which are to be undone, and where they were made."""
        last = self._undoable.pop()
        self.decided = max(0, self.decided - len(last["numbers"]))
        self._keep()
        return list(last["numbers"]), str(last["at"])

    def skip(self, record: str) -> None:
        """Put an entry off; it is known by a record, for its own name changes when it is merged."""
        self.skipped = [*(old for old in self.skipped if old != record), record][-_SKIPPED:]
        self._keep()

    def skip_none(self) -> None:
        """Take up again what was put off."""
        self.skipped = []
        self._keep()

    def _keep(self) -> None:
        self._session[_KEY] = {
            "decided": self.decided,
            "skipped": self.skipped,
            "undoable": self._undoable,
        }
