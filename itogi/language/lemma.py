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
from itogi.model.letters import without_yo

POS_LIKE = {"PROPN": "NOUN", "AUX": "VERB", "SCONJ": "CCONJ"}
SURE = 0.9
MAX_WORD = 64  # letters; what is longer is no word
FEATS = frozenset(("Case", "Gender", "Number", "Aspect", "Person", "Tense", "Variant", "VerbForm"))
PERSONAL = frozenset(("Name", "Surn", "Patr"))
PROPER = frozenset(("Name", "Surn", "Patr", "Geox", "Orgn"))


def fold(word: str) -> str:
    """Lower case, ё as е."""
    return without_yo(word.lower())


@cache
def analyzer() -> Any:
    """The dictionary (pymorphy3), read once: about 0.2 s and 30 MB."""
    found = pymorphy3.MorphAnalyzer(lang="ru")
    # A word is inflected into several cases in a row, and pymorphy3 makes all its forms for each.
    vars(found)["get_lexeme"] = lru_cache(1 << 10)(found.get_lexeme)
    return found


@lru_cache(1 << 14)
def parses(word: str) -> tuple[Any, ...]:
    """All dictionary parses of a form, likeliest first; none for letters that Unicode does not name."""
    try:
        return tuple(analyzer().parse(word))
    except ValueError:  # pymorphy3 asks unicodedata for the name of every letter it does not know
        return ()


@cache
def _ud(grammemes: frozenset[str]) -> Mapping[str, str]:
    return {feature: value for name, feature, value in rows("grammemes") if name in grammemes}


def feats_of(tag: str) -> dict[str, str]:
    """``NOUN|Case=Gen`` -> ``{"POS": "NOUN", "Case": "Gen"}``."""
    pos, *feats = tag.split("|")
    found = {"POS": pos}
    for feat in feats:
        name, _, value = feat.partition("=")
        found[name] = value
    return found


def agreement(parse: Any, wanted: Mapping[str, str]) -> float:
    """How many of part of speech and features a parse shares with a tag; names count for proper nouns."""
    have = _ud(frozenset(parse.tag.grammemes))
    pos = wanted.get("POS", "")
    score = float(have.get("POS") == POS_LIKE.get(pos, pos))
    score += sum(have[key] == wanted[key] for key in FEATS if key in have and key in wanted)
    if PROPER & parse.tag.grammemes:
        plural_name = parse.tag.number == "plur" and PERSONAL & parse.tag.grammemes
        score += -1 if plural_name else 1 if pos == "PROPN" else -0.5
    return score


@cache
def _surnames() -> tuple[tuple[str, str], ...]:
    """(ending, ending of the masculine nominative) of the surnames that rules of endings tell for sure."""
    sure = ((row[0], row[1], row[2]) for row in rows("names") if float(row[4]) >= SURE)
    masculine = {"а": "", "ая": "ий"}
    found = []
    for ending, nominative, gender in sure:
        tail = "ая" if nominative.endswith("ая") else "а"
        base = nominative.removesuffix(tail) + masculine[tail] if gender == "Fem" else nominative
        found.append((ending, base))
    return tuple(sorted(set(found), key=lambda pair: -len(pair[0])))


def _surname(word: str) -> str | None:
    """Masculine nominative of what ends like a surname ("токаева" -> "токаев"), as pymorphy gives them."""
    for ending, base in _surnames():
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            return word.removesuffix(ending) + base
    return None


@lru_cache(1 << 16)
def lemma(word: str, tag: str) -> str:
    """Lemma of a form (letters as they stand in the text) under a UD tag (``NOUN|Case=Gen|…``)."""
    lower = word.lower()
    if len(word) > MAX_WORD or not any(letter.isalpha() for letter in lower):
        return lower
    found = parses(lower)
    if word.isupper() and 1 < len(word) <= 6 and not any(parse.is_known for parse in found):
        return fold(word)  # an abbreviation: it does not decline
    wanted = feats_of(tag)
    best = max(found, key=lambda parse: agreement(parse, wanted), default=None)
    if wanted["POS"] == "PROPN" and wanted.get("Animacy") == "Anim":
        surname = None if best is not None and PROPER & best.tag.grammemes else _surname(lower)
        if surname:
            return fold(surname)
    return fold(best.normal_form if best is not None else word)
