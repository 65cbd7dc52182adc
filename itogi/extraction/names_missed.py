"""Names of people that the name model overlooks, mostly at the head of a sentence ("Лавров: …")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from spacy.tokens import Doc, Token

from itogi.extraction.patterns import word_classes
from itogi.extraction.similar import family
from itogi.language import lexicon
from itogi.language.lemma import parses
from itogi.model.letters import without_yo

PERSONAL = frozenset(("Name", "Surn", "Patr"))
OTHER = frozenset(("Geox", "Orgn"))
LONGEST = 3  # words of one name


def missed_names(doc: Doc, known: Iterable[str], taken: set[int]) -> Iterator[tuple[int, int]]:
    """Token ranges of names outside ``taken``: of people named elsewhere, office holders, or by dictionary.

    ``known`` are the names of the people that the model saw in this text.
    """
    families = {family(name) for name in known}
    end = 0
    for token in doc:
        if token.i < end or token.i in taken or not _capitalised(token) or not _personal(token, families):
            continue
        end = token.i + 1
        while (
            end < len(doc) and end - token.i < LONGEST and end not in taken and _goes_on(doc[end], families)
        ):
            end += 1
        if not _named_after(token):
            yield token.i, end


def _capitalised(token: Token) -> bool:
    """Whether a word is written like a name: "Лавров", not "МИД", not the word of a title in marks."""
    if not token.text[0].isupper():
        return False
    parts = token.text.split("-")
    if not all(len(p) > 2 and p.isalpha() and p[0].isupper() and p[1:].islower() for p in parts):
        return False
    return token.i == 0 or token.nbor(-1).text not in '«"„“'


def _goes_on(token: Token, families: set[str]) -> bool:
    return _capitalised(token) and (token.pos_ == "PROPN" or _personal(token, families))


def _personal(token: Token, families: set[str]) -> bool:
    word = without_yo(token.text.lower())
    stem = family(word)
    if len(word) > 4 and (stem in families or stem in _holders()) and not _common(token.text.lower()):
        return True
    return _only_personal(token.text.lower()) and token.pos_ in {"PROPN", "NOUN", "X"}


@cache
def _holders() -> frozenset[str]:
    return frozenset(family(h.person) for h in lexicon.officeholders())


@lru_cache(maxsize=4096)
def _common(word: str) -> bool:
    """Whether the dictionary takes a form for a common word first ("Токаев" is no wine in the genitive)."""
    best = next((p for p in parses(word) if p.is_known), None)
    if best is None or PERSONAL & frozenset(map(str, best.tag.grammemes)):
        return False
    return bool(best.tag.POS != "NOUN" or best.tag.case == "nomn")


@lru_cache(maxsize=4096)
def _only_personal(word: str) -> bool:
    """Whether the dictionary knows a form as a family or given name and as nothing else."""
    found = [frozenset(map(str, p.tag.grammemes)) for p in parses(word) if p.is_known]
    return bool(found) and all(PERSONAL & tags and not OTHER & tags for tags in found)


def _named_after(token: Token) -> bool:
    """ "улица Ленина", "имени Горчакова": a thing called after a person."""
    before = token.nbor(-1) if token.i else None
    return before is not None and before.lemma_ in word_classes()["named-after"]
