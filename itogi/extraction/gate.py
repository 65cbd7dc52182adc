"""The gate: which texts can hold a record of the organisations asked for, told without a model.

A record gets its organisation from the words of the text, so a text without any of these words needs no
reading. The words are those that the finders go by: names and abbreviations of the organisation, names of
its bodies that no other organisation has, patterns that state the organisation themselves, and persons
whom the list of office holders knows as its heads. Each is turned into the beginnings that all its
inflected forms share; what the gate lets pass may still hold no record, what it stops holds none.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from itogi.errors import UsageError
from itogi.extraction.atoms import SPACE, Compiled
from itogi.extraction.patterns import constant_rows
from itogi.extraction.single_words import endings
from itogi.language import lexicon
from itogi.language.lemma import fold, parses
from itogi.language.lexicon_types import Officeholder
from itogi.language.phrases import is_abbreviation, lemma_variants, split_phrase
from itogi.language.segment import INVISIBLE, fold_lookalikes
from itogi.model.article import Article
from itogi.model.letters import YE, YO

FAMILY = 5  # letters of a family name that tell whose it is, as in `similar.family`
_REST = r"[^\s.,;:!?…()«»\"“”„]*"  # of a word whose beginning is told
_NEXT = r"\s*"
_LATER = r"(?s:.*?)"  # where a pattern has atoms that may be missing
_ENDINGS = "".join(endings("name-letters"))
_LETTER_BEFORE = r"(?<![^\W\d_])"
_CYRILLIC, _LATIN, _CAPITAL = "[а-яёА-ЯЁ]", "[a-zA-Z]", "[А-ЯЁ]"


class Gate:
    """Whether an article may hold a record of one of the organisations with these codes.

    Raises:
        UsageError: a code is none of the lexicon's.
    """

    def __init__(self, codes: Iterable[str]) -> None:
        self.codes = _known(codes)
        names, abbreviations = set[str](), set(self.codes)
        for phrase in _phrases(self.codes):
            (abbreviations if is_abbreviation(phrase) else names).add(phrase)
        rules = {_phrase_rule(phrase) for phrase in names}
        rules |= {_row_rule(row) for row in constant_rows("organisation", self.codes)}
        self._rules = re.compile(_LETTER_BEFORE + f"(?:{'|'.join(sorted(rules))})")
        self._abbreviations = re.compile(_alone(abbreviations))
        self._holders = _holders(self.codes)
        families = "|".join(map(_family_rule, sorted(self._holders))) or "(?!)"
        self._families = re.compile(f"{_LETTER_BEFORE}(?={_CAPITAL})(?i:({families}))")

    def __call__(self, article: Article) -> bool:
        """Whether ``article`` has to be read."""
        text = INVISIBLE.sub("", fold_lookalikes(unicodedata.normalize("NFC", article.text)))
        if self._abbreviations.search(text):
            return True
        return bool(self._rules.search(text)) or self._led(text, article.published)

    def _led(self, text: str, published: date | None) -> bool:
        """Whether a head of one of the organisations, at the time of the report, may be named."""
        return any(
            published is None or holder.covers(published.isoformat())
            for found in self._families.finditer(text)
            for holder in self._holders[fold(found[1])]
        )


def _known(codes: Iterable[str]) -> tuple[str, ...]:
    spelled = {code.casefold(): code for code in lexicon.organisations()}
    out: list[str] = []
    for code in codes:
        if code.casefold() not in spelled:
            raise UsageError(
                f"there is no organisation with the code {code!r}",
                where="--only",
                remedy=f"choose among {', '.join(sorted(spelled.values()))}",
            )
        out.append(spelled[code.casefold()])
    return tuple(dict.fromkeys(out))


def _phrases(codes: Sequence[str]) -> Iterator[str]:
    """All names by which a text can mean one of the organisations without naming it otherwise."""
    for code in codes:
        organisation = lexicon.organisations()[code]
        yield from organisation.phrases
        yield from organisation.abbreviations
    for name, owners in _body_owners().items():
        # A name that bodies of several organisations bear tells none: one of them must be named beside it.
        if len(owners) == 1 and owners <= set(codes):
            yield name


@cache
def _body_owners() -> dict[str, set[str]]:
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for organisation in lexicon.organisations().values():
        for body in organisation.bodies:
            for name in (body.name, *body.aliases, *body.abbreviations):
                if name[0].isupper():
                    owners[name].add(organisation.code)
    return dict(owners)


def _alone(abbreviations: Iterable[str]) -> str:
    """Abbreviations that no letter of their own script stands beside."""
    latin = sorted(word for word in abbreviations if word[0].isascii())
    cyrillic = sorted(word for word in abbreviations if not word[0].isascii())
    scripts = ((_LATIN, latin), (_CYRILLIC, cyrillic))
    return "|".join(
        f"(?<!{letter})(?:{'|'.join(map(re.escape, words))})(?!{letter})"
        for letter, words in scripts
        if words
    )


def _phrase_rule(phrase: str) -> str:
    words = (_word_rule(word) if word[0].isalnum() else re.escape(word) for word in split_phrase(phrase))
    return _NEXT.join(words)


def _word_rule(word: str) -> str:
    """A word by its beginning; one that is written with a capital must have it."""
    beginning = stem(word)
    if not word[0].isupper():
        return f"(?i:{_either(beginning)}){_REST}"
    return f"{beginning[0].upper()}(?i:{_either(beginning[1:])}){_REST}"


def _either(letters: str) -> str:
    """Letters with ё allowed for е."""
    return re.escape(letters).replace(YE, f"[{YE}{YO}]")


def _row_rule(row: Compiled) -> str:
    """The words that a row of a pattern asks for, in their order."""
    specs = [spec for spec in row.tokens if spec != SPACE]
    needed = [_words_rule(spec) for spec in specs if spec.get("OP", "+") == "+"]
    next_to = all("OP" not in spec for spec in specs) and all(needed)
    return (_NEXT if next_to else _LATER).join(filter(None, needed))


def _words_rule(spec: Mapping[str, Any]) -> str:
    """The beginnings of the words that one atom may stand for; nothing where it asks for no word."""
    forms = [fold(form) for form in spec.get("LOWER", {}).get("IN", ())]
    forms += [stem(lemma) for lemma in spec.get("LEMMA", {}).get("IN", ())]
    return f"(?i:{'|'.join(map(_either, forms))}){_REST}" if forms else ""


@cache
def stem(word: str) -> str:
    """The beginning that all forms of ``word`` share, in lower case; two letters at least.

    Of a word that the dictionary does not know two letters less: its forms are guessed.
    """
    base = fold(word)
    forms = {base, *_forms(base)}
    found = _beginning([form for form in forms if form[:2] == base[:2]])
    if len(base) > 4 and not any(parse.is_known for parse in parses(base)):
        found = found[: max(4, len(base) - 2)]
    return found


def _beginning(words: Collection[str]) -> str:
    """What all words begin with: that of the first and the last of them in the order of letters."""
    first, last = min(words), max(words)
    same = next((i for i, letter in enumerate(first) if last[i : i + 1] != letter), len(first))
    return first[:same]


def _forms(word: str) -> Iterator[str]:
    for lemma in lemma_variants(word):
        for parse in parses(lemma):
            if fold(parse.normal_form) == lemma:
                yield from (fold(form.word) for form in parse.lexeme)


def _holders(codes: Sequence[str]) -> dict[str, list[Officeholder]]:
    """The heads of the organisations by the beginning of their family names."""
    out: defaultdict[str, list[Officeholder]] = defaultdict(list)
    for holder in lexicon.officeholders():
        if holder.of in codes:
            out[_family(holder.person)].append(holder)
    return dict(out)


def _family(person: str) -> str:
    """What the forms of a family name begin with, as far as `similar.family` looks."""
    last = fold(person.rsplit(maxsplit=1)[-1])
    return (last[:-1] if last[-1] in _ENDINGS else last)[:FAMILY]


def _family_rule(family: str) -> str:
    """A family name in any case and with either е; a short one is not the beginning of a long word."""
    return _either(family) + (r"(?!\w{3})" if len(family) < FAMILY else "")
