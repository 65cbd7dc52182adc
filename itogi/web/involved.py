"""Lists of entries by type and year: what a person or a country appears in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from itogi.model.kinds import kinds
from itogi.register.answers import Brief, Page
from itogi.web.lookups import language, wording
from itogi.web.naming import TYPES, Named, named


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry in a list: what it is called, whose it is, its stage in words, how many sources it has."""

    named: Named
    organisation: str
    stage: str
    sources: int
    differs: bool

    @property
    def special(self) -> bool:
        """Whether its kind says more than its type: an agreement, an exercise."""
        return self.named.kind != str(TYPES[self.named.type])


@dataclass(frozen=True, slots=True)
class Section:
    """The entries of one type by year; ``more`` says that there are others."""

    type: str
    title: str
    years: tuple[tuple[str, tuple[Listed, ...]], ...]
    more: bool


def sections(pages: Mapping[str, Page[Brief]]) -> list[Section]:
    """A section for each type that has entries; posts first."""
    found = [_section(type, page) for type, page in pages.items() if page.items]
    return sorted(found, key=lambda section: section.type != "office")  # who somebody is stands first


def _section(type: str, page: Page[Brief]) -> Section:
    title = kinds()[type].plural[language()]
    return Section(type, title[:1].upper() + title[1:], by_year(page.items), page.after is not None)


def by_year(briefs: Iterable[Brief]) -> tuple[tuple[str, tuple[Listed, ...]], ...]:
    """The entries under their years, in the order in which they come."""
    groups = groupby(briefs, key=lambda b: str(b.first.year) if b.first else "")
    return tuple((year, tuple(map(listed, some))) for year, some in groups)


def listed(brief: Brief) -> Listed:
    """An entry as a line of a list."""
    slot = "stage" if "stage" in brief.slots else "status"
    stage = wording().slot(brief.type, slot, brief.slots[slot]) if slot in brief.slots else ""
    return Listed(named(brief), brief.home, stage, brief.sources, bool(brief.differing))
