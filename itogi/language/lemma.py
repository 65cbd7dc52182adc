"""The dictionary form of a word by pymorphy3, chosen by the tag that the morphology model gave it.

After natasha/morph/lemma.py: of all parses of the form, the one that agrees best with the tag. Lemmas are in
lower case with ё folded to е, so word lists are written with е.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

import pymorphy3

from itogi.language.tables import rows

POS_LIKE = {"PROPN": "NOUN", "AUX": "VERB", "SCONJ": "CCONJ"}
FEATS = frozenset(("Case", "Gender", "Number", "Aspect", "Person", "Tense", "Variant", "VerbForm"))
PROPER = frozenset(("Name", "Surn", "Patr", "Geox", "Orgn"))


def fold(word: str) -> str:
    """Lower case, ё as е."""
    return word.lower().replace("ё", "е")


@cache
def analyzer() -> Any:
    """The dictionary (pymorphy3), read once: about 0.2 s and 30 MB."""
    return pymorphy3.MorphAnalyzer(lang="ru")


@lru_cache(1 << 14)
def parses(word: str) -> tuple[Any, ...]:
    """All dictionary parses of a form, likeliest first."""
    return tuple(analyzer().parse(word))


@cache
def _ud(grammemes: frozenset[str]) -> Mapping[str, str]:
    return {feature: value for name, feature, value in rows("grammemes") if name in grammemes}


def feats_of(tag: str) -> dict[str, str]:
    """``NOUN|Case=Gen`` -> ``{"POS": "NOUN", "Case": "Gen"}``."""
    pos, *feats = tag.split("|")
    found = {"POS": pos}
    found.update(feat.split("=", 1) for feat in feats if "=" in feat)
    return found


def agreement(parse: Any, wanted: Mapping[str, str]) -> float:
    """How many of part of speech and features a parse shares with a tag; names count for proper nouns."""
    have = _ud(frozenset(parse.tag.grammemes))
    pos = wanted.get("POS", "")
    score = float(have.get("POS") == POS_LIKE.get(pos, pos))
    score += sum(have[key] == wanted[key] for key in FEATS if key in have and key in wanted)
    if PROPER & parse.tag.grammemes:
        score += 1 if pos == "PROPN" else -0.5
    return score


@lru_cache(1 << 16)
def lemma(word: str, tag: str) -> str:
    """Lemma of a form (letters as they stand in the text) under a UD tag (``NOUN|Case=Gen|…``)."""
    lower = word.lower()
    if not any(letter.isalpha() for letter in lower):
        return lower
    found = parses(lower)
    if word.isupper() and 1 < len(word) <= 6 and not any(parse.is_known for parse in found):
        return fold(word)  # an abbreviation: it does not decline
    wanted = feats_of(tag)
    best = max(found, key=lambda parse: agreement(parse, wanted), default=None)
    return fold(best.normal_form if best is not None else word)
