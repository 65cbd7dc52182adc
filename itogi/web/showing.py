"""Values and sentences as templates show them: every value with the sentences that state it.

::

    words, said = wording(), Sentences.of(entry.records)
    slots = shown_slots(entry, words, said)      # for _value.html
    quotes = [said.of_record(r) for r in ...]    # for _evidence.html
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from itogi.model.article import Article
from itogi.model.entry import Entry, Variant
from itogi.model.record import Record
from itogi.report.wording import Wording
from itogi.web import lookups


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence with its source; ``href`` opens the article at the sentence."""

    text: str
    record: str
    article: str
    outlet: str
    day: str
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A value in words with the sentences behind it, and why it stands before others.

    ``members`` are the values of a list, each with the sentences that name it; ``href`` is the page of what
    the value names: a person, a country, an organisation, a topic.
    """

    slot: str
    caption: str
    text: str
    said: tuple[Said, ...]
    rule: str = ""
    others: tuple[Shown, ...] = ()
    members: tuple[Shown, ...] = ()
    href: str = ""

    @property
    def disputed(self) -> bool:
        """Whether sources differ."""
        return bool(self.others)


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of some records, with the articles they stand in."""

    records: Mapping[str, Record]
    articles: Mapping[str, Article]
    words: Wording

    @classmethod
    def of(cls, records: Iterable[Record]) -> Sentences:
        """Of these records: the articles are asked for once."""
        held = {record.id: record for record in records}
        return cls(held, lookups.articles(r.article for r in held.values()), lookups.wording())

    def of_record(self, id: str) -> tuple[Said, ...]:
        """The sentences of a record; nothing for one that is not among these."""
        record = self.records.get(id)
        if record is None or record.article not in self.articles:
            return ()
        article = self.articles[record.article]
        outlet = article.outlet or self.words.captions.text("unknown_outlet")
        page = reverse("article", args=[article.id])
        return tuple(
            Said(e.text, id, article.id, outlet, self.words.day(article.published), article.title or "",
                 f"{page}#s{e.start}")
            for e in record.evidence
        )  # fmt: skip

    def of_variant(self, variant: Variant) -> tuple[Said, ...]:
        """The sentences of all records that state a value; the same sentence once."""
        found = {(s.article, s.text): s for id in variant.records for s in self.of_record(id)}
        return tuple(found.values())


def shown_slots(entry: Entry, words: Wording, sentences: Sentences) -> list[Shown]:
    """The slots of an entry in the order of RECORDS.md, each with its sentences and other values."""
    return [shown_slot(entry, slot, words, sentences) for slot in entry.slots]


def shown_slot(entry: Entry, slot: str, words: Wording, sentences: Sentences) -> Shown:
    """One slot of an entry: the value that stands first, and the others beside it."""
    first, *rest = entry.slots[slot]
    others = tuple(_shown(entry, slot, variant, words, sentences) for variant in rest)
    made = _shown(entry, slot, first, words, sentences)
    return Shown(made.slot, made.caption, made.text, made.said, made.rule, others)


def _shown(entry: Entry, slot: str, variant: Variant, words: Wording, sentences: Sentences) -> Shown:
    rule = words.captions.rule(variant.rule) if variant.rule else ""
    text = words.slot(entry.type, slot, variant.value)
    return Shown(slot, words.captions.slot(slot), text, sentences.of_variant(variant), rule)
