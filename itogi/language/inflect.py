"""Phrases and names to the nominative: "Дворце независимости" -> "Дворец независимости"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import zip_longest
from typing import Any

from spacy.tokens import Token

from itogi.language import names
from itogi.language.lemma import agreement, feats_of, parses
from itogi.model.letters import without_yo

AGREEING = frozenset(("ADJ", "DET", "VERB", "NUM"))  # VERB: participles
NOMINAL = frozenset(("NOUN", "PROPN"))
FOREIGN = ("о", "э", "и", "у", "ю")  # names unknown to the dictionary that end so do not decline
# "Взаимодействием-2024": the word declines, the figure stays.
FIGURE = re.compile(r"(.*[^\W\d_])(-\d.*)?$")


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
    words = [token for token in tokens if token.text]
    if not words:
        return ""
    if person is None:
        person = _is_person(words)
    forms = _person(words) if person else _phrase(words)
    parts = [form + token.whitespace_ for form, token in zip(forms, words, strict=True)]
    return re.sub(r"\s+", " ", "".join(parts)).strip()


def _is_person(words: list[Token]) -> bool:
    return any(token.ent_type_ == "PER" for token in words) and all(
        token.pos_ not in ("NOUN", "ADJ") or token.text[0].isupper() for token in words
    )


def _feat(token: Token, name: str) -> str:
    return str(token.morph.to_dict().get(name, ""))


def _person(words: list[Token]) -> list[str]:
    letters = [token for token in words if any(letter.isalpha() for letter in token.text)]
    cases = [_feat(token, "Case") for token in letters]
    genders = [_feat(token, "Gender") for token in letters]
    forms, _, _ = names.person([token.norm_ for token in letters], cases, genders)
    found = {token.i: like(form, token.text) for token, form in zip(letters, forms, strict=True)}
    return [found.get(token.i, token.text) for token in words]


def person_name(text: str) -> str:
    """Nominative of a personal name given as text alone ("Ии Малкиной" -> "Ия Малкина")."""
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text)
    forms = iter(names.person([word.lower() for word in words])[0])
    return re.sub(r"[^\W\d_]+(?:-[^\W\d_]+)*", lambda match: like(next(forms), match.group()), text)


# --- phrases -----------------------------------------------------------------------------------------------


def _head(words: list[Token]) -> int:
    """Place of the head noun: the first noun, since in Russian what stands after it depends on it."""
    for place, token in enumerate(words):
        if token.pos_ in NOMINAL:
            return place
    return 0


def _phrase(words: list[Token]) -> list[str]:
    place = _head(words)
    head = words[place]
    parse = _parse(head)
    forms = [token.text for token in words]
    if parse is None or _stays(head, parse):
        return forms
    forms[place] = _inflected(head, parse, {"nomn"})
    grammemes = {"nomn"} | {str(parse.tag.number or "sing")}
    if parse.tag.number != "plur" and parse.tag.gender:
        grammemes.add(str(parse.tag.gender))
    for before in range(place):
        token = words[before]
        adjective = _parse(token)
        if token.pos_ in AGREEING and adjective is not None and adjective.tag.case == _case(head, parse):
            forms[before] = _inflected(token, adjective, grammemes)
    return forms


def _case(head: Token, parse: Any) -> str | None:
    case: str | None = parse.tag.case
    return case


def _stem(token: Token) -> str:
    match = FIGURE.match(token.norm_)
    return match.group(1) if match else token.norm_


def _parse(token: Token) -> Any:
    """The dictionary parse that agrees best with the token's tag."""
    word = _stem(token)
    if not any(letter.isalpha() for letter in word):
        return None
    tag = "|".join(filter(None, (token.pos_, str(token.morph))))
    wanted = feats_of(tag)
    return max(parses(word), key=lambda parse: agreement(parse, wanted), default=None)


def _stays(token: Token, parse: Any) -> bool:
    """Abbreviations, indeclinable words and words that stand in the nominative already."""
    short = token.text.isupper() and len(token.text) > 1
    if not parse.is_known and (short or token.norm_.endswith(FOREIGN)):
        return True
    if _stem(token) != token.norm_ and any(_is_nominative(other) for other in parses(_stem(token))):
        return True  # "Скала-2024": the tagger does not know such words, and titles mostly stand as they are
    return "Fixd" in parse.tag.grammemes or parse.tag.case == "nomn"


def _is_nominative(parse: Any) -> bool:
    return bool(parse.is_known and parse.tag.case == "nomn" and parse.tag.number == "sing")


def _inflected(token: Token, parse: Any, grammemes: set[str]) -> str:
    word = _stem(token)
    form = parse.inflect(grammemes)
    if form is not None and "Supr" in parse.tag.grammemes:
        # A superlative has two such forms ("высший", "высочайший"): the one that begins like the word.
        wanted = grammemes | {"Supr"}
        alike = (other for other in parse.lexeme if other.word.startswith(word[:4]))
        form = next((other for other in alike if wanted <= other.tag.grammemes), form)
    if form is None:
        return token.text
    tail = token.norm_[len(word) :]
    return like(form.word, token.text[: len(word)]) + tail
