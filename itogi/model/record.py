"""Records: one fact that one article states, bound to the sentence that says so."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from itogi.errors import RecordError
from itogi.model.article import Article

SlotValue = str | int | float | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """A span of an article: ``article.text[start:end] == text``, always."""

    article: str
    start: int
    end: int
    text: str

    @classmethod
    def of(cls, article: Article, start: int, end: int) -> Evidence:
        """Cut the evidence from ``article``; the only way in which evidence is made."""
        if not 0 <= start < end <= len(article.text):
            raise RecordError(
                f"evidence {start}:{end} lies outside the text of {len(article.text)} characters",
                where=f"article {article.id}",
                remedy="give offsets inside the clean text",
            )
        return cls(article.id, start, end, article.text[start:end])

    def holds_in(self, article: Article) -> bool:
        """Whether this evidence is verbatim in ``article``."""
        return self.article == article.id and article.text[self.start : self.end] == self.text


@dataclass(frozen=True, slots=True)
class Record:
    """One fact of one article. ``slots`` holds filled slots only; list slots are tuples."""

    type: str
    slots: Mapping[str, SlotValue]
    evidence: tuple[Evidence, ...]
    confidence: float = 0.5
    pattern: str = ""
    id: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if not self.id:
            object.__setattr__(self, "id", record_id(self))

    @property
    def article(self) -> str:
        """The id of the article that states this fact."""
        return self.evidence[0].article if self.evidence else ""

    def get(self, slot: str) -> SlotValue | None:
        """The value of ``slot``, or None where the text does not fill it."""
        return self.slots.get(slot)


def record_id(record: Record) -> str:
    """16 hexadecimal digits that are the same for the same article, type, slots and evidence."""
    key = [
        record.type,
        {k: record.slots[k] for k in sorted(record.slots)},
        [(e.article, e.start, e.end) for e in record.evidence],
    ]
    return hashlib.sha256(json.dumps(key, ensure_ascii=False).encode()).hexdigest()[:16]


def as_dict(record: Record, *, full: bool = False) -> dict[str, object]:
    """The record in the form of RECORDS.md; ``full`` adds id, article, offsets, confidence, pattern."""
    out: dict[str, object] = {"type": record.type, "evidence": [e.text for e in record.evidence]}
    out |= {k: list(v) if isinstance(v, tuple) else v for k, v in record.slots.items()}
    if full:
        out |= {
            "id": record.id,
            "article": record.article,
            "offsets": [[e.start, e.end] for e in record.evidence],
            "confidence": round(record.confidence, 3),
            "pattern": record.pattern,
        }
    return out
