"""What pages ask again and again: organisations with their names, and the words of the language in use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from django.utils.translation import get_language

from itogi.model.article import Article
from itogi.model.kinds import kinds
from itogi.register.passages import STATE_SLOTS
from itogi.report.captions import LANGUAGES, Captions
from itogi.report.wording import Wording
from itogi.web.door import register


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation on record: its code, its name in the language in use, how many entries it has."""

    code: str
    name: str
    entries: int


def language() -> str:
    """The language of this request, one of those that reports can be worded in."""
    code = (get_language() or "en").split("-")[0]
    return code if code in LANGUAGES else "en"


def wording(lang: str = "") -> Wording:
    """The words of the reports in the language of this request: dates, numbers, slots, values."""
    return _wording(lang or language())


@cache
def _wording(lang: str) -> Wording:
    from itogi.report.organisations import organisation_names

    return Wording(Captions(lang), organisation_names())


def stage_name(type: str, stage: str) -> str:
    """A stage, or the status of what has no stages, in words."""
    slot = next((name for name in STATE_SLOTS if name in kinds()[type].slots), "")
    return wording().captions.value(type, slot, stage) if stage and slot else ""


def organisations() -> tuple[Organisation, ...]:
    """The organisations on record, most entries first."""
    words = wording()
    return tuple(Organisation(c, words.organisation(c), n) for c, n in register().organisations().items())


def articles(ids: Iterable[str]) -> Mapping[str, Article]:
    """Articles by their ids."""
    return {article.id: article for article in register().articles(set(ids))}
