"""Footnotes: one number for one piece of evidence, given in the order in which the report needs them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from itogi.model.article import Article
from itogi.model.record import Evidence, Record


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: the verbatim sentence and the report that it stands in."""

    number: int
    evidence: Evidence
    outlet: str | None
    published: date | None
    title: str | None
    url: str | None


class Notebook:
    """Hands out footnote numbers; the same evidence gets the same number."""

    def __init__(self, articles: Mapping[str, Article]) -> None:
        self._articles = articles
        self._numbers: dict[Evidence, int] = {}

    def cite(self, records: Iterable[Record]) -> tuple[int, ...]:
        """The numbers of all evidence of ``records``, ascending."""
        found = (evidence for record in records for evidence in record.evidence)
        return tuple(sorted({self._numbers.setdefault(e, len(self._numbers) + 1) for e in found}))

    def notes(self) -> tuple[Note, ...]:
        """The footnotes handed out so far, by number."""
        return tuple(self._note(number, evidence) for evidence, number in self._numbers.items())

    def _note(self, number: int, evidence: Evidence) -> Note:
        article = self._articles.get(evidence.article)
        if article is None:
            return Note(number, evidence, None, None, None, None)
        return Note(number, evidence, article.outlet, article.published, article.title, article.url)
