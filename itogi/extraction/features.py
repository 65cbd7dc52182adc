"""Morphological features of tokens."""

from __future__ import annotations

from spacy.tokens import Token


def feature(token: Token, name: str) -> str | None:
    """The value of a morphological feature (``Case``, ``Number`` …), or None."""
    return next(iter(token.morph.get(name, [])), None)


def beside(token: Token, step: int = 1) -> str:
    """The word ``step`` tokens from ``token`` in lower case; "" beyond the ends of the document."""
    at = token.i + step
    return token.doc[at].lower_ if 0 <= at < len(token.doc) else ""
