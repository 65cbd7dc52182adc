"""A search as its address has it: words and filters, the same for page, feed, saved search and API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext_noop

from itogi.errors import UsageError
from itogi.register.given import country_given, day_given
from itogi.register.passages import ENTRIES, KINDS

FILTERS = ("type", "organisation", "country", "person", "topic", "stage", "since", "until")
FIELDS = ("q", "kind", *FILTERS)
_LONGEST = 500  # characters of one field

# What the reading of a query complains of (register/asking.py, register/search.py), so that pages can tell
# it in the language of the reader.
PROBLEMS = (
    gettext_noop("a quotation mark is not closed"),
    gettext_noop('write "two words" for a phrase'),
    gettext_noop("too many words"),
    gettext_noop("look for 32 words at most"),
    gettext_noop("a * stands for the end of a word only"),
    gettext_noop("write the beginning, then *: парламент*"),
    gettext_noop("a beginning of one letter would find nearly everything"),
    gettext_noop("write more letters"),
    gettext_noop("there is no word to look for"),
    gettext_noop("give a word, or a filter alone"),
    gettext_noop("give 2024, 2024-11 or 2024-11-28"),
    gettext_noop("give its code (KZ) or its name"),
    gettext_noop("give a family name, or name and family name"),
    gettext_noop("give the earlier day first"),
    gettext_noop("take the cursor of the last hit"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for; ``given`` has the fields that are filled, in their order."""

    given: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, query: QueryDict | Mapping[str, str]) -> Asked:
        """The search that a query string holds; what is no field of a search is left out."""
        found = {name: str(query.get(name, "")).replace("\0", "").strip() for name in FIELDS}
        return cls({name: text for name, text in found.items() if text})

    @property
    def words(self) -> str:
        """The words."""
        return self.given.get("q", "")

    @property
    def kind(self) -> str:
        """What is looked for: entries, records or articles."""
        return self.given.get("kind", ENTRIES)

    @property
    def empty(self) -> bool:
        """Whether nothing is asked."""
        return not set(self.given) - {"kind"}

    def changed(self, **changes: str) -> Asked:
        """The search with some fields changed; an empty text takes one away."""
        return Asked.of({**self.given, **changes})

    @property
    def query(self) -> str:
        """The query string: the same for the same search."""
        return urlencode(self.given)

    def filters(self) -> dict[str, Any]:
        """The filters as ``Register.search`` takes them.

        Raises:
            UsageError: a value cannot be read.
        """
        for name, text in self.given.items():
            if len(text) > _LONGEST:
                raise UsageError("too many words", where=name, remedy="look for 32 words at most")
        if self.kind not in KINDS:
            raise UsageError(f"there is no kind {self.kind!r}", remedy=f"choose one of {', '.join(KINDS)}")
        given = {name: self.given.get(name) for name in FILTERS}
        return given | {
            "country": country_given(given["country"], "country"),
            "since": day_given(given["since"], "since", last=False),
            "until": day_given(given["until"], "until", last=True),
        }
