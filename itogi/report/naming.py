"""Which of several verbatim wordings an entry is shown under."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from itogi.model.data import load_yaml
from itogi.model.entry import Entry

NAME_SLOTS: Mapping[str, str] = {
    "meeting": "body",
    "document": "title",
    "figure": "label",
    "activity": "name",
    "body": "name",
    "office": "position",
    "quote": "text",
    "invitation": "occasion",
    "commitment": "text",
}
_FIRST_WORDS = 4
_LONGEST = 240
_STEM = 5


@cache
def hints() -> Mapping[str, tuple[str, ...]]:
    """Words by which the report places or shows an entry (``hints.yml``)."""
    raw: dict[str, list[str]] = load_yaml(Path(__file__).parent / "hints.yml")
    return {key: tuple(words) for key, words in raw.items()}


def words(text: str) -> list[str]:
    """The words of ``text`` in lower case."""
    return re.findall(r"[^\W_]+", text.casefold())


def mentions(text: str, hint: str) -> bool:
    """Whether a word of ``text`` begins as one of the hints named ``hint``."""
    return any(word.startswith(hints()[hint]) for word in words(text))


def stems(text: str) -> frozenset[str]:
    """The beginnings of the words of ``text``: the same for most inflections of one wording."""
    return frozenset(word[:_STEM] for word in words(text))


def begins_with(name: str, noun: str) -> bool:
    """Whether ``name`` itself says ``noun``, in any case, among its first words."""
    return not stems(noun).isdisjoint(word[:_STEM] for word in words(name)[:_FIRST_WORDS])


def other_wordings(names: Sequence[str]) -> list[str]:
    """The wordings after the first that say more than an inflection or a part of one before."""
    said: list[frozenset[str]] = []
    others = []
    for name in names:
        if not any(stems(name) <= before for before in said):
            others.append(name)
            said.append(stems(name))
    return others[1:]


def sentence_case(text: str) -> str:
    """``text`` with its first letter upper-cased, also behind an opening mark; the rest as it is."""
    for index, character in enumerate(text):
        if character.isalnum():
            return text[:index] + character.upper() + text[index + 1 :]
    return text


def _is_nominative(wording: str) -> bool:
    return not set(words(wording)[:_FIRST_WORDS]).isdisjoint(hints()["nominative"])


def _rank(wording: str) -> tuple[bool, bool, int, str]:
    # An overlong wording is a whole clause more often than a name.
    return (_is_nominative(wording), len(wording) <= _LONGEST, len(wording), wording)


def best_wording(wordings: Iterable[str]) -> str | None:
    """The wording to show: one in the nominative where that can be told, else the longest."""
    return max(wordings, key=_rank, default=None)


def wordings(entry: Entry) -> tuple[str, ...]:
    """All verbatim names of ``entry``, each once, the one to show first."""
    slot = NAME_SLOTS.get(entry.type)
    if slot is None:
        return ()
    found = [r.slots[slot] for r in entry.records if slot in r.slots]
    found += [variant.value for variant in entry.slots.get(slot, ())]
    texts: dict[str, str] = {}
    for text in sorted(t for t in found if isinstance(t, str)):
        texts.setdefault(" ".join(words(text)), text)
    return tuple(sorted(texts.values(), key=_rank, reverse=True))
