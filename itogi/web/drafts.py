"""Reports on their way into the register: read, shown with their records, then saved as they were shown.

A draft belongs to the person who made it, nobody else sees it, and after a day it is gone. It keeps the
article and the records themselves: what is saved is what was shown, whatever happens in between.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from itogi.errors import InputError
from itogi.model.article import Article, Segment, article_id, hash_bytes
from itogi.model.record import Evidence, Record
from itogi.reading.sidecar import Sidecar
from itogi.register.answers import Added
from itogi.web.door import register
from itogi.web.machine import extracted, extractor
from itogi.web.models import Draft, User

MAX_CHARACTERS = 200_000
MAX_BYTES = 3_000_000
MAX_FILES = 10
MAX_DRAFTS = 40  # of one person
KEPT = timedelta(days=1)
_NAME = 120  # characters of a file's name that are kept


class Known(InputError):
    """These bytes are on record already; ``article`` is where."""

    def __init__(self, article: str, where: str) -> None:
        self.article = article
        super().__init__("this report is on record already", where=where, remedy="look at it there")


@dataclass(frozen=True, slots=True)
class Offer:
    """What a person brings: bytes, what they call it, the suffix of such files, what they say of it."""

    raw: bytes
    name: str
    suffix: str = ""
    told: Sidecar = field(default_factory=Sidecar)
    declared: str | None = None
    way: str = "paste"


@dataclass(frozen=True, slots=True)
class Shown:
    """A draft as it is shown, and as it is saved."""

    key: str
    article: Article
    records: tuple[Record, ...]


def plain_name(name: str) -> str:
    """The name of a file as it is kept and shown: no folders, no letters that do not show."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in last if unicodedata.category(c)[0] not in "CZ" or c == " ")
    return " ".join(kept.split()).lstrip(".")[-_NAME:] or "report"


def make(user: User, offer: Offer) -> Draft:
    """Read a report and keep it to be looked at.

    Raises:
        Known: it is on record.
        InputError: it cannot be read, is too long, or there are too many drafts already.
    """
    Draft.objects.filter(made__lt=timezone.now() - KEPT).delete()
    _check(user, offer)
    article = _read(offer)
    records = extracted(article)
    facts = {"article": asdict(article), "records": list(map(_packed, records)), "way": offer.way}
    facts |= {"suffix": offer.suffix, "declared": offer.declared or ""}
    Draft.objects.filter(user=user, source=offer.name, raw=offer.raw).delete()  # offered again
    return Draft.objects.create(user=user, source=offer.name, raw=offer.raw, facts=_plain(facts))


def _check(user: User, offer: Offer) -> None:
    if len(offer.raw) > MAX_BYTES:
        raise InputError("the report is too large", where=offer.name, remedy="give its text alone")
    digest = hash_bytes(offer.raw)
    if register().known(digest):
        raise Known(article_id(digest), offer.name)
    if Draft.objects.filter(user=user).count() >= MAX_DRAFTS:
        raise InputError(
            "too many reports wait to be saved", where=offer.name, remedy="save or drop some of them first"
        )


def _read(offer: Offer) -> Article:
    from itogi.reading.source import read_raw

    article = read_raw(
        offer.raw, name=offer.name, suffix=offer.suffix, told=offer.told, declared=offer.declared
    )
    if len(article.text) > MAX_CHARACTERS:
        raise InputError("the text is too long", where=offer.name, remedy="give one report at a time")
    return replace(article, url=_address(article.url))


def _address(url: str | None) -> str | None:
    """An address that a page says of itself, if it is one that can be followed."""
    return url if url and url.lower().startswith(("http://", "https://")) and len(url) <= 2000 else None


def amend(draft: Draft, told: Sidecar) -> Draft:
    """Read a draft anew with what a person says of it: dates are told from the day of the report."""
    facts: Mapping[str, Any] = draft.facts
    offer = Offer(
        bytes(draft.raw), draft.source, facts["suffix"], told, facts["declared"] or None, facts["way"]
    )
    article = _read(offer)
    found = {"article": asdict(article), "records": list(map(_packed, extracted(article)))}
    draft.facts = _plain({**facts, **found})
    draft.save(update_fields=["facts"])
    return draft


def mine(user: User) -> list[Draft]:
    """The drafts of a person, in the order in which they were made."""
    since = timezone.now() - KEPT
    return list(Draft.objects.filter(user=user, made__gte=since).order_by("made", "key"))


def shown(draft: Draft) -> Shown:
    """What a draft holds."""
    facts: Mapping[str, Any] = draft.facts
    held = dict(facts["article"])
    held["segments"] = tuple(Segment(**one) for one in held["segments"])
    held["published"] = date.fromisoformat(held["published"]) if held["published"] else None
    return Shown(draft.key, Article(**held), tuple(map(_unpacked, facts["records"])))


def save(user: User, key: str, actor: str) -> Added | None:
    """Put a draft into the register, with a run that says who did; None if it is not there any more."""
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(user=user, key=key).first()
        if draft is None or not Draft.objects.filter(key=key).delete()[0]:
            return None
        held, machine = shown(draft), extractor()
        settings = {"version": machine.version, "by": actor, "way": draft.facts["way"]}
        with register().run(machine.name, settings) as run:
            return register().add(held.article, held.records, run)


def drop(user: User, keys: list[str]) -> int:
    """Forget drafts; returns how many."""
    return Draft.objects.filter(user=user, key__in=keys).delete()[0]


def _packed(record: Record) -> dict[str, Any]:
    """A record as JSON: its own fields, tuples as lists."""
    return {one.name: getattr(record, one.name) for one in fields(record)} | {
        "evidence": [asdict(one) for one in record.evidence],
        "slots": dict(record.slots),
    }


def _unpacked(held: Mapping[str, Any]) -> Record:
    slots = {name: tuple(v) if isinstance(v, list) else v for name, v in held["slots"].items()}
    return Record(**{**held, "slots": slots, "evidence": tuple(Evidence(**one) for one in held["evidence"])})


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a draft as JSON takes them."""
    article = facts["article"]
    published = article["published"]
    return {**facts, "article": {**article, "published": published.isoformat() if published else None}}
