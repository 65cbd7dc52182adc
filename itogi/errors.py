"""One tree of exceptions: each message says what is wrong, where, and what to do."""

from __future__ import annotations


class ItogiError(Exception):
    """Base of all errors that itogi raises on purpose.

    Args:
        problem: what is wrong, in plain words.
        where: the file, address, line or setting it is wrong in.
        remedy: what the user can do about it.
    """

    def __init__(self, problem: str, *, where: str = "", remedy: str = "") -> None:
        self.problem, self.where, self.remedy = problem, where, remedy
        super().__init__(str(self))

    def __str__(self) -> str:
        """``where: problem. Remedy: remedy.``"""
        head = f"{self.where}: {self.problem}" if self.where else self.problem
        return f"{head}. Remedy: {self.remedy}." if self.remedy else head


class DataError(ItogiError):
    """A data file of itogi's own (kinds, lexicon, patterns, outlets) is faulty."""


class InputError(ItogiError):
    """An input (file, folder, page, sidecar) is refused; the rest of a run goes on."""


class RecordError(ItogiError):
    """A record breaks a rule of its kind, above all that its evidence is verbatim."""


class RegisterError(ItogiError):
    """A register cannot be opened, read or written."""


class UsageError(ItogiError):
    """A command was called in a way it cannot serve."""


class Conflict(ItogiError):
    """What somebody decides on has changed since it was shown to them.

    ``by``, ``kind`` and ``made`` (ISO) are those of the decision that came before; empty where no person
    but a new report or another reading changed it.
    """

    def __init__(
        self, problem: str, *, where: str = "", remedy: str = "", by: str = "", kind: str = "", made: str = ""
    ) -> None:
        self.by, self.kind, self.made = by, kind, made
        super().__init__(problem, where=where, remedy=remedy)
