"""Morphological features of tokens."""

from __future__ import annotations

from spacy.tokens import Token


def feature(token: Token, name: str) -> str | None:
    """The value of a morphological feature (``Case``, ``Number`` …), or None."""
    return next(iter(token.morph.get(name, [])), None)
