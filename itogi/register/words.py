"""Words as merging compares them: folded, cut to stems, with the years, numbers and states that they name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from itogi.language.lexicon import countries
from itogi.model.data import load_yaml
from itogi.model.letters import without_yo

_WORD = re.compile(r"[^\W_]+")
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")


@cache
def rules() -> Mapping[str, Any]:
    """The words, groups and thresholds of merging (``matching.yml``)."""
    loaded: Mapping[str, Any] = load_yaml(Path(__file__).parent / "matching.yml")
    return loaded


def fold(text: str) -> str:
    """Lower case, ё as е: two spellings of one word become the same."""
    return without_yo(text.lower())


@cache
def _case_endings() -> tuple[tuple[str, int], ...]:
    """Endings of cases, the longest first, each with the letters that must be left before it."""
    pairs = ((ending, int(least)) for least, some in rules()["case_endings"].items() for ending in some)
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0])))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The first five letters without the ending: the same for most inflected forms."""
    if word.isdigit():
        return word
    cut = next((e for e, left in _case_endings() if word.endswith(e) and len(word) - len(e) >= left), "")
    return word[: len(word) - len(cut)][:5].rstrip(rules()["endings"]) or word


def words_of(text: str) -> list[str]:
    """The folded words of a text in their order."""
    return _WORD.findall(fold(text))


@lru_cache(maxsize=65536)
def stems(text: str) -> frozenset[str]:
    """The stems of a wording without short and empty words and without years."""
    found = words_of(_YEAR.sub(" ", text))
    return frozenset(stem(w) for w in found if len(w) > 2 or w.isdigit()) - noise()


@cache
def noise() -> frozenset[str]:
    """Stems that say nothing about identity: prepositions, conjunctions."""
    return frozenset(stem(word) for word in rules()["empty"])


@cache
def head_stems(group: str) -> frozenset[str]:
    """The stems of a list of words in ``matching.yml``."""
    return frozenset(stem(word) for word in rules()[group])


@lru_cache(maxsize=65536)
def own_stems(text: str) -> frozenset[str]:
    """The stems of a name: states as codes, compounds as their second part, Latin letters as Russian ones."""
    found = words_of(_YEAR.sub(" ", text))
    return frozenset(_own_stem(w) for w in found if len(w) > 2 or w.isdigit()) - noise()


def _own_stem(word: str) -> str:
    if code := _states().get(long_stem(word)):
        return f"={code}"
    if number := _ordinals().get(stem(word)):
        return number
    word = word.translate(_letters())
    first = next((p for p in rules()["compounds"] if word.startswith(p) and len(word) - len(p) >= 5), "")
    return stem(word[len(first) :])


@cache
def _letters() -> dict[int, str]:
    return {ord(latin): russian for latin, russian in rules()["letters"].items()}


@cache
def plain_stems(type: str) -> frozenset[str]:
    """The stems that name no single fact of a type: its kinds, its organisations, words of any title."""
    return frozenset(stem(w) for w in (*rules()["kind_words"], *rules()["plain"].get(type, ())))


@cache
def unit_stems() -> frozenset[str]:
    """The stems of what figures are counted in: persons, states, soldiers, money."""
    return frozenset(stem(word) for group in rules()["units"] for word in group)


def years(text: str) -> frozenset[str]:
    """The years that stand in a wording."""
    return frozenset(_YEAR.findall(text))


@cache
def _ordinals() -> Mapping[str, str]:
    return {stem(word): str(n) for n, words in rules()["ordinals"].items() for word in words}


@lru_cache(maxsize=16384)
def numbers(text: str) -> frozenset[str]:
    """The numbers that a wording bears, in figures and as ordinals: "ПБАМ-4", "четвертая программа"."""
    found = words_of(_YEAR.sub(" ", text))
    return frozenset(w for w in found if w.isdigit()) | {
        _ordinals()[stem(w)] for w in found if stem(w) in _ordinals()
    }


@cache
def _states() -> Mapping[str, str]:
    """What states are called, word by word; a word that two of them share names none."""
    found: dict[str, set[str]] = {}
    for code, country in countries().items():
        for name in (*country.names, *country.adjectives, *country.people):
            if " " not in name and len(name) > 3:
                found.setdefault(long_stem(fold(name)), set()).add(code)
    return {word: min(codes) for word, codes in found.items() if len(codes) == 1}


@lru_cache(maxsize=65536)
def long_stem(word: str) -> str:
    """A word without its ending, uncut: names of states begin alike (Индия, Индонезия)."""
    cut = next((e for e, left in _case_endings() if word.endswith(e) and len(word) - len(e) >= left), "")
    return word[: len(word) - len(cut)].rstrip(rules()["endings"])


@lru_cache(maxsize=16384)
def states(text: str) -> frozenset[str]:
    """The codes of the states that a wording names."""
    return frozenset(_states()[s] for w in words_of(text) if (s := long_stem(w)) in _states())


@cache
def _break() -> re.Pattern[str]:
    """A comma with the word after it, beyond a preposition."""
    before = "|".join(rules()["clause_prepositions"])
    return re.compile(rf",\s+(?:(?:{before})\s+)?([^\W\d_]+)")


def title_part(text: str) -> str:
    """A title without the clause that describes it: "протокол, который подписали в мае" is "протокол"."""
    openers = head_stems("clause_openers")
    for found in _break().finditer(fold(text)):
        if stem(found[1]) in openers:
            return text[: found.start()]
    return text


def overlap(a: frozenset[str], b: frozenset[str]) -> float:
    """How alike two sets of stems are, 0 to 1: Jaccard; at least 0.8 where two stems or more are held."""
    if not a or not b:
        return 0.0
    shared = len(a & b)
    contained = shared == min(len(a), len(b)) and shared > 1
    return max(shared / len(a | b), 0.8 if contained else 0.0)


def initials(text: str) -> str:
    """The first letters of the words of a name: "Евразийская экономическая комиссия" is "еэк"."""
    return "".join(word[0] for word in words_of(text.replace("-", " ")) if len(word) > 2)


def is_short_for(a: str, b: str) -> bool:
    """Whether one of two names is the abbreviation of the other."""
    short, long = sorted((fold(a), fold(b)), key=len)
    return 1 < len(short) < 8 and " " not in short and " " in long and initials(long).startswith(short)


def joined(parts: Iterable[str]) -> str:
    """Words of several slots as one wording."""
    return " ".join(filter(None, parts))
