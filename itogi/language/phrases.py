"""Finding phrases by lemma: each word may stand in any inflection, capitals must be kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, TypeVar

from itogi.language.lemma import fold, parses

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Payload = TypeVar("Payload")
_CASES = ("gent", "datv", "accs", "ablt", "loct")
_LETTER_NUMBER = re.compile(r"(?<=[^\W\d_])(?=\d)")
_KNOWN = 1 << 16  # words whose phrases are remembered
_ENDINGS = frozenset(("", "а", "у", "ом", "е", "ы", "и", "ой", "ю", "ем", "я", "ью", "ей"))


@lru_cache(maxsize=65536)
def _forms(word: str) -> frozenset[str]:
    return frozenset(fold(p.normal_form) for p in parses(word.lower())) | {fold(word)}


@lru_cache(maxsize=65536)
def lemma_variants(word: str) -> frozenset[str]:
    """The normal forms under which inflected forms of a nominative ``word`` come back, ё as е.

    pymorphy3 does not always return an inflected form to its nominative: it reads "Астану" as a form
    of "астан". Whoever compares a text's lemmas with a lexicon compares with all of these.
    """
    found = set(_forms(word))
    for parse in parses(word.lower()):
        if "nomn" in parse.tag and ("NOUN" in parse.tag or "ADJF" in parse.tag):
            forms = [parse.inflect({case}) for case in _CASES]
            found |= {fold(parses(f.word)[0].normal_form) for f in forms if f is not None}
            break
    return frozenset(found)


def _key(word: str) -> str:
    """The beginning of a word that its inflections share: the longer the word, the longer it is."""
    return word[: 2 if len(word) <= 4 else 3 if len(word) <= 6 else 4]


@dataclass(frozen=True, slots=True)
class _Phrase(Generic[Payload]):
    """Words as (folded, whether a capital is asked for, whether letter for letter), and the payload."""

    words: tuple[tuple[str, bool, bool], ...]
    payload: Payload


class PhraseIndex(Generic[Payload]):
    """Phrases in the nominative with what they stand for, found in any case and number.

    A word is compared by the sets of normal forms that it can have (so a wrong tag cannot hide it); a
    word written with a capital must stand with a capital in the text. A word in capitals throughout is
    an abbreviation and must stand letter for letter. Words are inflected only when a text holds a
    candidate, so an index of thousands of phrases costs nothing to make.
    """

    def __init__(self) -> None:
        self._by_start: dict[str, list[_Phrase[Payload]]] = {}
        # By a word and its lemma, the phrases that it can begin: most words of a text begin none.
        self._begun: dict[tuple[str, str], list[_Phrase[Payload]]] = {}

    def add(self, phrase: str, payload: Payload, *, capitals: bool = True) -> None:
        """Add ``phrase``, written in the nominative; without ``capitals`` its capitals are not asked for."""
        pieces = split_phrase(phrase)
        short = len(pieces) == 1 and is_abbreviation(phrase)
        words = tuple((w if short else fold(w), capitals and w[0].isupper(), short) for w in pieces)
        self._by_start.setdefault(_key(fold(pieces[0])), []).append(_Phrase(words, payload))
        self._begun.clear()

    def find(self, doc: Doc) -> Iterator[tuple[int, int, Payload]]:
        """Every occurrence as (first token, token after the last, payload), overlaps included."""
        tokens = [t for t in doc if not t.is_space]
        texts = [t.text for t in tokens]
        for at, text in enumerate(texts):
            for phrase in self._beginning(text, tokens[at].lemma_):
                end = at + len(phrase.words)
                if end <= len(texts) and _goes_on(phrase, tokens, texts, at):
                    yield tokens[at].i, tokens[end - 1].i + 1, phrase.payload

    def _beginning(self, text: str, lemma: str) -> list[_Phrase[Payload]]:
        """The phrases whose first word ``text`` can be."""
        found = self._begun.get((text, lemma))
        if found is None:
            if len(self._begun) >= _KNOWN:
                self._begun.clear()
            word = fold(text) if text[0].isalpha() else ""
            keys = {word[:2], word[:3], word[:4]} if word else set()
            near = (phrase for key in keys for phrase in self._by_start.get(key, ()))
            found = [phrase for phrase in near if _is_word(phrase.words[0], text, lemma)]
            self._begun[text, lemma] = found
        return found


def is_abbreviation(phrase: str) -> bool:
    """Whether a phrase is one word in capitals throughout, which stands in a text letter for letter."""
    return phrase.isupper() and len(phrase) > 1 and len(split_phrase(phrase)) == 1


def split_phrase(phrase: str) -> list[str]:
    """The words of a phrase as the tokenizer cuts them: "G20" is a letter and a number."""
    apart = _LETTER_NUMBER.sub(" ", phrase)
    return [w for w in apart.replace("«", "« ").replace("»", " »").replace(",", " ,").split() if w]


def _goes_on(phrase: _Phrase[Payload], tokens: list[Token], texts: list[str], at: int) -> bool:
    """Whether the words after the first stand there as well, within the sentence."""
    for offset, word in enumerate(phrase.words[1:], 1):
        token = tokens[at + offset]
        if (not word[2] and token.is_sent_start) or not _is_word(word, texts[at + offset], token.lemma_):
            return False
    return True


def _is_word(wanted: tuple[str, bool, bool], text: str, lemma: str) -> bool:
    """Whether ``text`` is a form of a word of a phrase: (folded, with a capital, letter for letter)."""
    word, capital, letters = wanted
    if capital and not text[0].isupper():
        return False
    return text == word if letters else _same_word(word, text, lemma)


def _same_word(word: str, text: str, lemma: str) -> bool:
    lower = fold(text)
    if lower == word:
        return True
    if lower[:2] != word[:2] or not lower[0].isalpha():
        return False
    if lemma == word or _inflected(word, text.lower()) or lemma in lemma_variants(word):
        return True
    return text[0].isupper() and _declined(word, lower)


@lru_cache(maxsize=65536)
def _declined(word: str, text: str) -> bool:
    """Whether ``text`` is a name that the dictionary does not know, with a case ending ("Тяньцзине")."""
    if len(word) < 5 or any(p.is_known for p in parses(word)):
        return False
    stem = word[:-1] if word[-1] in "аяьйоие" else word
    return text.startswith(stem) and text[len(stem) :] in _ENDINGS


@lru_cache(maxsize=131072)
def _inflected(word: str, text: str) -> bool:
    """Whether ``text`` can be a form of the nominative ``word``."""
    return not lemma_variants(word).isdisjoint(_forms(text))
