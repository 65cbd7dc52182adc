"""Personal names to the nominative: dictionary where it knows the word, rules of endings where it does not.

All words of a name stand in one case and one gender. Each word says how well it could stand in each; the
case and gender that the words agree on best win (``lexicon/names.tsv`` holds the rules and their weights).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from itogi.language.lemma import parses
from itogi.language.tables import mapping, rows

CASES = {"nomn": "Nom", "gent": "Gen", "datv": "Dat", "accs": "Acc", "ablt": "Ins", "loct": "Loc"}
GENDERS = ("Masc", "Fem")
PERSONAL = frozenset(("Name", "Surn", "Patr"))
KNOWN, LISTED, RARE = 1.0, 1.2, 0.1
TAG_CASE, TAG_GENDER = 0.4, 0.2
CONSONANT, VOWEL = "([бвгджзклмнпрстфхцчшщ])", "([аеёиоуыэюя])"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to take a word: its nominative, and the gender and case it then stands in."""

    nominative: str
    gender: str
    case: str
    weight: float


@cache
def _rules() -> tuple[tuple[re.Pattern[str], str, str, tuple[str, ...], float], ...]:
    made = []
    for ending, nominative, gender, cases, weight in rows("names"):
        pattern = ending.replace("C", CONSONANT).replace("V", VOWEL) + "$"
        target = re.sub("[CV]", r"\\1", nominative)
        made.append((re.compile(pattern), target, gender, tuple(cases.split(",")), float(weight)))
    return tuple(made)


def _dictionary(word: str) -> Iterator[Reading]:
    for parse in parses(word):
        tag = parse.tag
        if not (parse.is_known and PERSONAL & tag.grammemes and tag.number == "sing"):
            continue
        genders = {"masc": ("Masc",), "femn": ("Fem",)}.get(str(tag.gender), GENDERS)
        form = word if "Fixd" in tag.grammemes else getattr(parse.inflect({"nomn", "sing"}), "word", word)
        for gender in genders:
            yield Reading(form, gender, CASES.get(str(tag.case), "Nom"), KNOWN)


def _by_rule(word: str) -> Iterator[Reading]:
    listed = mapping("given_names")
    for pattern, target, gender, cases, weight in _rules():
        if not pattern.search(word) or len(word) < 3:
            continue
        nominative = pattern.sub(target, word)
        trust = LISTED if listed.get(nominative) == gender else weight
        for case in cases:
            yield Reading(nominative, gender, case, trust)


@lru_cache(1 << 13)
def readings(word: str) -> tuple[Reading, ...]:
    """All ways to take one word (lower case, no hyphen) as part of a personal name."""
    trust = LISTED if mapping("given_names").get(word) == "Fixd" else RARE
    stays = (Reading(word, gender, case, trust) for gender, case in product(GENDERS, CASES.values()))
    return (*_dictionary(word), *_by_rule(word), *stays)


@lru_cache(1 << 14)
def _best(word: str, gender: str, case: str) -> Reading:
    """Best way for a word to stand in this gender and case; parts between hyphens decline each for itself."""
    parts = []
    for part in word.split("-"):
        fitting = [reading for reading in readings(part) if (reading.gender, reading.case) == (gender, case)]
        parts.append(max(fitting, key=lambda reading: reading.weight))
    weight = sum(part.weight for part in parts) / len(parts)
    return Reading("-".join(part.nominative for part in parts), gender, case, weight)


def person(
    words: Sequence[str], cases: Sequence[str] = (), genders: Sequence[str] = ()
) -> tuple[list[str], str, str]:
    """Nominative of the words of one personal name.

    Args:
        words: lower case, without punctuation; initials are left as they are.
        cases: UD cases that the tagger gave, one a word ("" where none): evidence, not law.
        genders: likewise.

    Returns:
        The words in the nominative, the gender (Masc or Fem) and the case they stood in.
    """
    whole = [word for word in words if len(word) > 1]
    best, found = float("-inf"), ("Masc", "Nom")
    for gender, case in product(GENDERS, CASES.values()):
        score = sum(_best(word, gender, case).weight for word in whole)
        score += TAG_CASE * cases.count(case) + TAG_GENDER * genders.count(gender)
        if score > best:
            best, found = score, (gender, case)
    forms = [_best(word, *found).nominative if len(word) > 1 else word for word in words]
    return forms, *found
