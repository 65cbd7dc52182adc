"""What the commands that read share: how many inputs there are, and the gate before them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from itogi.errors import InputError, UsageError

if TYPE_CHECKING:
    from itogi.extraction.gate import Gate


def count(paths: Iterable[str]) -> int:
    """How many inputs there are under ``paths``; a fault among them ends the count of its path."""
    from itogi.reading.source import discover

    number = 0
    for path in paths:
        try:
            for _ in discover([path]):
                number += 1
        except InputError:
            number += 1
    return number


def gate_of(only: str | None) -> Gate | None:
    """What ``--only`` asks for; None lets every report pass.

    Raises:
        UsageError: it names no organisation, or one that the lexicon does not know.
    """
    if only is None:
        return None
    from itogi.extraction.gate import Gate

    codes = [code.strip() for code in only.split(",") if code.strip()]
    if not codes:
        raise UsageError("it names no organisation", where="--only", remedy="give codes such as CSTO,SCO")
    return Gate(codes)
