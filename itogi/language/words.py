"""Words as a search compares them: where they stand in a text, and the normal forms that each can have.

Without a model: a form is looked up in the dictionary only, and all its readings count, so "стали" is
found by "сталь" and by "стать". Letters are folded (case, ё as е) before anything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from itogi.language.lemma import MAX_WORD, fold, parses
from itogi.language.segment import INVISIBLE, clean

# A word may hold marks that only change how it looks, and accents that are letters of their own to Unicode.
_ACCENTS = "[\u0300-\u036f]"
_WORD = re.compile(rf"[^\W_]+(?:(?:{INVISIBLE.pattern}|{_ACCENTS})+[^\W_]+)*{_ACCENTS}*")


def words(text: str) -> Iterator[tuple[int, int, str]]:
    """The words of a text with their offsets, folded; what a hyphen joins are two words."""
    for match in _WORD.finditer(text):
        yield match.start(), match.end(), folded(match.group())


@lru_cache(1 << 16)
def folded(word: str) -> str:
    """The word that is meant, in lower case, ё as е; what is no word is cut."""
    return fold(clean(word))[:MAX_WORD]


@lru_cache(1 << 16)
def forms(word: str) -> frozenset[str]:
    """All normal forms that a folded word can have, and the word itself."""
    if word.isascii():
        return frozenset((word,))
    return frozenset(fold(parse.normal_form) for parse in parses(word) if parse.normal_form) | {word}
