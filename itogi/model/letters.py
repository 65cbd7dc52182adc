"""The two letters that Russian writes for one another, and their folding: no other file names them."""

from __future__ import annotations

YO, YE = "ё", "е"


def without_yo(text: str) -> str:
    """A lower-case text with е for ё: writers seldom make the difference."""
    return text.replace(YO, YE)
