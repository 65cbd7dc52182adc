"""How values read in a language: dates, countries, numbers, parties, lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from itogi.model.kinds import kinds
from itogi.model.record import SlotValue
from itogi.model.values import country_name, date_range, is_country, topics
from itogi.report.captions import Captions

Names = Mapping[str, Mapping[str, str]]
_DAY, _MONTH_YEAR, _MONTH, _DAY_MONTH, _YEAR = "d MMMM y", "LLLL y", "LLLL", "d MMMM", "y"


@lru_cache(1 << 14)
def _formatted(day: date, pattern: str, language: str) -> str:
    return format_date(day, pattern, locale=language)


@dataclass(frozen=True, slots=True)
class Wording:
    """Words values in one language; ``organisations`` maps codes to names by language."""

    captions: Captions
    organisations: Names = field(default_factory=dict)

    @property
    def language(self) -> str:
        """The language code."""
        return self.captions.language

    def _date(self, day: date, pattern: str) -> str:
        return _formatted(day, pattern, self.language)

    def when(self, edtf: str) -> str:
        """An EDTF date in words; what is no such date stands as it is."""
        span = date_range(edtf)
        if span is None:
            return edtf
        if "/" not in edtf:
            return self._one(span[0], edtf)
        first, last = edtf.split("/", 1)
        return self._one(span[0], first) if first == last else self._interval(span, first, last)

    def since(self, edtf: str) -> str:
        """An EDTF date as it stands after "since": a month in the genitive."""
        span = date_range(edtf)
        return self._date(span[0], "MMMM y") if span and len(edtf) == 7 else self.when(edtf)

    def day(self, day: date | None) -> str:
        """A day in words, or that there is none."""
        return self._date(day, _DAY) if day else self.captions.text("undated")

    def _one(self, start: date, edtf: str) -> str:
        pattern = {4: _YEAR, 7: _MONTH_YEAR}.get(len(edtf), _DAY)
        return self._date(start, pattern)

    def _interval(self, span: tuple[date, date], first: str, last: str) -> str:
        """The common part is said once: 26–29 November 2024, September – October 2024."""
        start, end = span
        lengths = len(first), len(last)
        last_words = self._one(end, last)  # the end of a year or month is in that year and month
        if lengths == (4, 4):
            return f"{first}–{last}"
        if start.year == end.year and lengths == (7, 7):
            return f"{self._date(start, _MONTH)} – {last_words}"
        if start.year == end.year and lengths == (10, 10):
            if start.month == end.month:
                return f"{start.day}–{last_words}"
            return f"{self._date(start, _DAY_MONTH)} – {last_words}"
        return f"{self._one(start, first)} – {last_words}"

    def organisation(self, code: str) -> str:
        """The name of an organisation; its code where none is known."""
        return self.organisations.get(code, {}).get(self.language, code)

    def country(self, code: str) -> str:
        """The name of a country; unions act where a country is expected."""
        return country_name(code, self.language) if is_country(code) else self.organisation(code)

    def party(self, value: str) -> str:
        """A person, a phrase, or the name behind a country or organisation code."""
        return self.country(value) if value.isupper() else value

    def topic(self, code: str) -> str:
        """The caption of a topic."""
        return topics().get(code, {}).get(self.language, code)

    def number(self, value: float) -> str:
        """A number with the separators of the language."""
        return format_decimal(value, locale=self.language)

    def joined(self, values: Iterable[str]) -> str:
        """A, B and C; duplicates once."""
        return format_list(list(dict.fromkeys(values)), locale=self.language)

    def listed(self, values: Iterable[str]) -> str:
        """A, B, C; duplicates once."""
        return ", ".join(dict.fromkeys(values))

    def slot(self, kind: str, slot: str, value: SlotValue) -> str:
        """A slot value of any type in words."""
        if isinstance(value, tuple):
            return self.listed(self._single(kind, slot, item) for item in value)
        return self._single(kind, slot, value)

    def _single(self, kind: str, slot: str, value: str | float) -> str:
        if isinstance(value, bool):
            return self.captions.flag(value)
        if isinstance(value, int | float):
            return self.number(value)
        spec = kinds()[kind].slots.get(slot) if kind in kinds() else None
        return self._text(kind, slot, spec.type if spec else "text", value)

    def _text(self, kind: str, slot: str, slot_type: str, value: str) -> str:
        if slot_type == "enum":
            return self.captions.value(kind, slot, value)
        by_type = {
            "date": self.when,
            "country": self.country,
            "topic": self.topic,
            "party": self.party,
            "organisation": self.organisation,
        }
        return by_type[slot_type](value) if slot_type in by_type else value
