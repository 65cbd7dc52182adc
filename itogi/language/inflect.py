"""Phrases and names to the nominative: "Дворце независимости" -> "Дворец независимости"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import Any, NamedTuple

from spacy.tokens import Token

from itogi.language import names
from itogi.language.lemma import agreement, feats_of, parses
from itogi.model.letters import without_yo

AGREEING = frozenset(("ADJ", "DET", "VERB", "NUM"))  # VERB: participles
NOMINAL = frozenset(("NOUN", "PROPN"))
FOREIGN = ("о", "э", "и", "у", "ю")  # names unknown to the dictionary that end so do not decline
# "Взаимодействием-2024": the word declines, the figure stays.
FIGURE = re.compile(r"(.*[^\W\d_])(-\d.*)?$")


class _Word(NamedTuple):
    """What the nominative of a word depends on; ``morph`` as ``Case=Gen|…``, ``white`` stands after it."""

    text: str
    norm: str
    pos: str
    morph: str
    white: str
    entity: str


def like(form: str, model: str) -> str:
    """Gives a form (lower case) the capitals of the word it was made from, and its way of writing ё."""
    if "ё" not in model.lower():
        form = without_yo(form)
    if len(model) > 1 and model.isupper():
        return form.upper()
    pairs = zip_longest(form.split("-"), model.split("-"), fillvalue="")
    parts = [_capitals(part, before) for part, before in pairs]
    return "-".join(parts[: form.count("-") + 1])


def _capitals(form: str, model: str) -> str:
    """МИДа -> МИД: letters that stayed keep their size, the first one does in any case."""
    return "".join(
        letter.upper() if old.isupper() and (not place or letter == old.lower()) else letter
        for place, (letter, old) in enumerate(zip_longest(form, model[: len(form)], fillvalue=""))
    )


def nominative(tokens: Iterable[Token], *, person: bool | None = None) -> str:
    """A noun phrase or name in the nominative, as it would stand in a register.

    Words that agree with the head noun change with it; what hangs on it in the genitive stays. In a personal
    name all words change.

    Args:
        tokens: a span, or tokens in the order of the text.
        person: a personal name; by default where the entity label or the words say so.
    """
    words = tuple(
        _Word(token.text, token.norm_, token.pos_, str(token.morph), token.whitespace_, token.ent_type_)
        for token in tokens
        if token.text
    )
    return _nominative(words, _is_person(words) if person is None else person)


@lru_cache(1 << 14)
def _nominative(words: tuple[_Word, ...], person: bool) -> str:
    forms = _person(words) if person else _phrase(words)
    parts = [form + word.white for form, word in zip(forms, words, strict=True)]
    return re.sub(r"\s+", " ", "".join(parts)).strip()


def _is_person(words: Sequence[_Word]) -> bool:
    return any(word.entity == "PER" for word in words) and all(
        word.pos not in ("NOUN", "ADJ") or word.text[0].isupper() for word in words
    )


def _person(words: Sequence[_Word]) -> list[str]:
    letters = [n for n, word in enumerate(words) if any(letter.isalpha() for letter in word.text)]
    feats = [feats_of(f"{words[n].pos}|{words[n].morph}") for n in letters]
    cases, genders = ([found.get(name, "") for found in feats] for name in ("Case", "Gender"))
    forms, _, _ = names.person([words[n].norm for n in letters], cases, genders)
    found = {n: like(form, words[n].text) for n, form in zip(letters, forms, strict=True)}
    return [found.get(n, word.text) for n, word in enumerate(words)]


def person_name(text: str) -> str:
    """Nominative of a personal name given as text alone ("Ии Малкиной" -> "Ия Малкина")."""
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text)
    forms = iter(names.person([word.lower() for word in words])[0])
    return re.sub(r"[^\W\d_]+(?:-[^\W\d_]+)*", lambda match: like(next(forms), match.group()), text)


# --- phrases -----------------------------------------------------------------------------------------------


def _head(words: Sequence[_Word]) -> int:
    """Place of the head noun: the first noun, since in Russian what stands after it depends on it."""
    for place, word in enumerate(words):
        if word.pos in NOMINAL:
            return place
    return 0


def _phrase(words: Sequence[_Word]) -> list[str]:
    if not words:
        return []
    place = _head(words)
    head = words[place]
    parse = _parse(head)
    forms = [word.text for word in words]
    if parse is None or _stays(head, parse):
        return forms
    forms[place] = _inflected(head, parse, {"nomn"})
    grammemes = {"nomn"} | {str(parse.tag.number or "sing")}
    if parse.tag.number != "plur" and parse.tag.gender:
        grammemes.add(str(parse.tag.gender))
    for before in range(place):
        word = words[before]
        adjective = _parse(word)
        if word.pos in AGREEING and adjective is not None and adjective.tag.case == parse.tag.case:
            forms[before] = _inflected(word, adjective, grammemes)
    return forms


def _stem(word: _Word) -> str:
    match = FIGURE.match(word.norm)
    return match.group(1) if match else word.norm


def _parse(word: _Word) -> Any:
    """The dictionary parse that agrees best with the word's tag."""
    stem = _stem(word)
    if not any(letter.isalpha() for letter in stem):
        return None
    tag = "|".join(filter(None, (word.pos, word.morph)))
    wanted = feats_of(tag)
    return max(parses(stem), key=lambda parse: agreement(parse, wanted), default=None)


def _stays(word: _Word, parse: Any) -> bool:
    """Abbreviations, indeclinable words and words that stand in the nominative already."""
    short = word.text.isupper() and len(word.text) > 1
    if not parse.is_known and (short or word.norm.endswith(FOREIGN)):
        return True
    if _stem(word) != word.norm and any(_is_nominative(other) for other in parses(_stem(word))):
        return True  # "Скала-2024": the tagger does not know such words, and titles mostly stand as they are
    return "Fixd" in parse.tag.grammemes or parse.tag.case == "nomn"


def _is_nominative(parse: Any) -> bool:
    return bool(parse.is_known and parse.tag.case == "nomn" and parse.tag.number == "sing")


def _inflected(word: _Word, parse: Any, grammemes: set[str]) -> str:
    stem = _stem(word)
    form = parse.inflect(grammemes)
    if form is not None and "Supr" in parse.tag.grammemes:
        # A superlative has two such forms ("высший", "высочайший"): the one that begins like the word.
        wanted = grammemes | {"Supr"}
        alike = (other for other in parse.lexeme if other.word.startswith(stem[:4]))
        form = next((other for other in alike if wanted <= other.tag.grammemes), form)
    if form is None:
        return word.text
    tail = word.norm[len(stem) :]
    return like(form.word, word.text[: len(stem)]) + tail
