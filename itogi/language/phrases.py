"""Finding phrases by lemma: each word may stand in any inflection, capitals must be kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from spacy.tokens import Doc, Token

from itogi.language.lemma import fold, parses

Payload = TypeVar("Payload")


@lru_cache(maxsize=65536)
def _forms(word: str) -> frozenset[str]:
    return frozenset(fold(p.normal_form) for p in parses(word.lower())) | {fold(word)}


@lru_cache(maxsize=65536)
def lemma_variants(word: str) -> frozenset[str]:
    """The normal forms under which inflected forms of a nominative ``word`` come back, ё as е.

    pymorphy3 does not always return an inflected form to its nominative: it reads "Астану" as a form
    of "астан". Whoever compares a text's lemmas with a lexicon compares with all of these.
    """
    found = {fold(p.normal_form) for p in parses(word.lower())} | {fold(word)}
    for parse in parses(word.lower()):
        if "nomn" in parse.tag and ("NOUN" in parse.tag or "ADJF" in parse.tag):
            forms = [parse.inflect({case}) for case in ("gent", "datv", "accs", "ablt", "loct")]
            found |= {fold(parses(f.word)[0].normal_form) for f in forms if f is not None}
            break
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class _Phrase(Generic[Payload]):
    words: tuple[tuple[frozenset[str], bool, str], ...]
    payload: Payload


class PhraseIndex(Generic[Payload]):
    """Phrases in the nominative with what they stand for, found in any case and number.

    A word is compared by the sets of normal forms that it can have (so a wrong tag cannot hide it); a
    word written with a capital must stand with a capital in the text. A word in capitals throughout is
    an abbreviation and must stand letter for letter.
    """

    def __init__(self) -> None:
        self._first: dict[str, list[_Phrase[Payload]]] = {}

    def add(self, phrase: str, payload: Payload, *, capitals: bool = True) -> None:
        """Add ``phrase``, written in the nominative; without ``capitals`` its capitals are not asked for."""
        words = tuple((lemma_variants(w), capitals and w[0].isupper(), w) for w in _split(phrase))
        for form in words[0][0]:
            self._first.setdefault(form, []).append(_Phrase(words, payload))

    def find(self, doc: Doc) -> Iterator[tuple[int, int, Payload]]:
        """Every occurrence as (first token, token after the last, payload), overlaps included."""
        tokens = [t for t in doc if not t.is_space]
        for at, token in enumerate(tokens):
            if not (token.is_alpha or token.text[0].isalpha()):
                continue
            seen: set[int] = set()
            for form in _forms(token.text) | {token.lemma_}:
                for phrase in self._first.get(form, ()):
                    if id(phrase) in seen:
                        continue
                    seen.add(id(phrase))
                    end = _match(phrase, tokens, at)
                    if end:
                        yield token.i, tokens[end - 1].i + 1, phrase.payload


def _split(phrase: str) -> list[str]:
    return [w for w in phrase.replace("«", "« ").replace("»", " »").split() if w]


def _match(phrase: _Phrase[Payload], tokens: list[Token], at: int) -> int:
    """The index after the last token if ``phrase`` stands at ``at``, else 0."""
    if at + len(phrase.words) > len(tokens):
        return 0
    for (forms, capital, word), token in zip(phrase.words, tokens[at:], strict=False):
        text = token.text
        if capital and not text[0].isupper():
            return 0
        if word.isupper() and len(word) > 1 and len(phrase.words) == 1:
            if text != word:
                return 0
        elif text.lower() != word.lower() and token.lemma_ not in forms and not (_forms(text) & forms):
            return 0
        if token.i > tokens[at].i and token.is_sent_start:
            return 0
    return at + len(phrase.words)
