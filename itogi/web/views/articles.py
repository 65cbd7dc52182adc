"""An article with its evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from itogi.model.entry import Entry, Variant
from itogi.model.record import Record
from itogi.register.answers import ArticlePage, Source
from itogi.report.export.html import web_address
from itogi.report.titles import title_of
from itogi.web.access import reader
from itogi.web.door import register
from itogi.web.highlight import paragraphs
from itogi.web.lookups import language, wording
from itogi.web.naming import TYPES, kind_of

_SHOWN = ("date", "year", "due", "place", "stage", "status", "countries", "topics")


@dataclass(frozen=True, slots=True)
class Shown:
    """A record beside the text: its number, what it is called, some values, its entry, its review."""

    number: int
    record: Record
    kind: str
    title: str
    values: tuple[tuple[str, str], ...]
    href: str
    review: str

    @property
    def anchors(self) -> str:
        """Where its first evidence begins."""
        return f"s{self.record.evidence[0].start}"


@reader
@require_safe
def article(request: HttpRequest, id: str) -> HttpResponse:
    """An article: its text with the evidence marked, its records beside it."""
    page = register().article_page(id)
    if page is None:
        raise Http404(id)
    records = [record for record, _, _ in page.records]
    source = next(iter(register().sources([id])), None)
    context = {
        "article": page.article,
        "address": web_address(page.article.url or ""),
        "paragraphs": paragraphs(page.article.text, records),
        "records": list(_records(page)),
        "types": _types(records),
        "source": source or Source(()),
        "reprints": page.reprints,
        "language": language(),
    }
    return render(request, "web/article.html", context)


def _records(page: ArticlePage) -> Iterator[Shown]:
    words = wording()
    for number, (record, home, review) in enumerate(page.records, 1):
        entry = _as_entry(record)
        values = tuple(
            (words.captions.slot(slot), words.slot(record.type, slot, record.slots[slot]))
            for slot in _SHOWN
            if slot in record.slots
        )
        href = reverse("entry", args=[home]) if home else ""
        yield Shown(number, record, kind_of(entry), title_of(entry, words), values, href, review)


def _as_entry(record: Record) -> Entry:
    """An entry of this record alone: what this article says, whatever others do."""
    slots = {name: (Variant(value, (record.id,)),) for name, value in record.slots.items()}
    return Entry(record.id, record.type, slots, (record,))


def _types(records: list[Record]) -> list[tuple[str, str, int]]:
    """The types of records with their names and numbers, most first."""
    found = Counter(record.type for record in records)
    return [(type, str(TYPES[type]), n) for type, n in found.most_common()]


urlpatterns = [path("<str:id>/", article, name="article")]
