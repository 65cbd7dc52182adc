"""The report's own words in English and Russian (``captions.yml``), with plurals and ordinals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale

from itogi.errors import UsageError
from itogi.model.data import load_yaml
from itogi.model.kinds import kinds

LANGUAGES = ("en", "ru")
_FILE = Path(__file__).parent / "captions.yml"
_FLAT = ("text", "section", "lane", "verdict", "flag", "rule", "slots")


@cache
def raw_captions() -> Mapping[str, Any]:
    """The content of ``captions.yml``."""
    loaded: Mapping[str, Any] = load_yaml(_FILE)
    return loaded


def _lacking(where: str, texts: object, languages: tuple[str, ...] = LANGUAGES) -> Iterator[str]:
    given = texts if isinstance(texts, dict) else {}
    for language in languages:
        if not isinstance(given.get(language), str) or not given[language].strip():
            yield f"{where} has no caption in {language!r}"


def _enum_problems(raw: Mapping[str, Any]) -> Iterator[str]:
    for kind in kinds().values():
        for slot in kind.slots.values():
            yield from _lacking(f"slots.{slot.name}", raw["slots"].get(slot.name))
            have = raw["values"].get(f"{kind.name}.{slot.name}", {})
            for value in slot.values:
                yield from _lacking(f"values.{kind.name}.{slot.name}.{value}", have.get(value))


def problems(raw: Mapping[str, Any]) -> list[str]:
    """What is wrong with a set of captions, one sentence each; empty if nothing is."""
    out = [
        p for group in _FLAT for key, texts in raw[group].items() for p in _lacking(f"{group}.{key}", texts)
    ]
    out += _enum_problems(raw)
    for language in LANGUAGES:
        locale = Locale.parse(language)
        out += _lacking(f"ordinal.{language}", raw["ordinal"].get(language), ("other",))
        for key, forms in raw["plural"].items():
            # Every category of the language, or a number would be shown without its noun.
            tags = (*locale.plural_form.tags, "other")
            out += _lacking(f"plural.{key}.{language}", forms.get(language), tags)
    return out


@dataclass(frozen=True, slots=True)
class Captions:
    """The captions of one language."""

    language: str

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise UsageError(
                f"there is no report in {self.language!r}",
                where="lang",
                remedy=f"use one of {', '.join(LANGUAGES)}",
            )

    @property
    def locale(self) -> Locale:
        """The locale of babel."""
        return Locale.parse(self.language)

    def _flat(self, group: str, key: str) -> str:
        return str(raw_captions()[group][key][self.language])

    def text(self, key: str, **filled: object) -> str:
        """A sentence of the report, filled in."""
        return self._flat("text", key).format(**filled)

    def section(self, key: str) -> str:
        """The heading of a section."""
        return self._flat("section", key)

    def lane(self, key: str) -> str:
        """The caption of a lane of the timeline."""
        return self._flat("lane", key)

    def verdict(self, verdict: str) -> str:
        """A verdict; one that is not known stands as it is."""
        known = raw_captions()["verdict"]
        return str(known[verdict][self.language]) if verdict in known else verdict

    def rule(self, name: str) -> str:
        """Why a value stands before the others."""
        return self._flat("rule", name)

    def flag(self, value: bool) -> str:
        """Yes or no."""
        return self._flat("flag", "true" if value else "false")

    def slot(self, name: str) -> str:
        """The name of a slot."""
        known = raw_captions()["slots"]
        return str(known[name][self.language]) if name in known else name

    def value(self, kind: str, slot: str, value: str) -> str:
        """The name of a value of an enum slot; one that is not known stands as it is."""
        texts = raw_captions()["values"].get(f"{kind}.{slot}", {}).get(value)
        return str(texts[self.language]) if texts else value

    def noun(self, key: str, number: int) -> str:
        """The noun that goes with ``number``, without the number."""
        forms = raw_captions()["plural"][key][self.language]
        return str(forms[self.locale.plural_form(number)])

    def count(self, key: str, number: int) -> str:
        """``number`` with its noun: 2 documents, 5 документов."""
        return f"{number} {self.noun(key, number)}"

    def ordinal(self, number: int) -> str:
        """5th, 5-е."""
        forms = raw_captions()["ordinal"][self.language]
        pattern = forms.get(self.locale.ordinal_form(number), forms["other"])
        return str(pattern).format(n=number)
