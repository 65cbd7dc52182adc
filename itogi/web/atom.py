"""Atom feeds (RFC 4287) of what the register learnt."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from itogi.register.answers import Brief, Change
from itogi.web import lookups
from itogi.web.naming import named

TYPE = "application/atom+xml; charset=utf-8"
_IDS = UUID("6d0a2b1e-3b57-4c1c-9d5e-0f5b8b6f7a21")  # ours alone: ids of two registers do not meet
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Feed(Atom1Feed):
    """A feed that says when it changed last, also where it is empty."""

    def latest_post_date(self) -> Any:
        """The time given, which does not depend on when somebody asks."""
        return self.feed["updated"]


def feed(request: HttpRequest, title: str, page: str, changes: Iterable[Change], updated: datetime) -> str:
    """The feed: one entry for each change, whose id stays whatever else changes."""
    link = request.build_absolute_uri
    made = _Feed(
        title=clean(title),
        link=link(page),
        description=None,
        language=get_language(),
        author_name="itogi",
        feed_url=link(),
        feed_guid=_id("feed", request.path, page),
        updated=updated,
    )
    for change in changes:
        _add(made, link, change)
    return str(made.writeString("utf-8"))


def clean(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return _NOT_XML.sub(" ", text)


def _add(made: _Feed, link: Any, change: Change) -> None:
    called = named(change.brief)
    what = f"{called.kind}: {called.title}"
    if not change.new:
        what = _("%(what)s: now %(stage)s") % {"what": what, "stage": _stage(change.brief, change.stage)}
    made.add_item(
        title=clean(what),
        link=link(called.href),
        description=clean(_summary(change)),
        pubdate=change.learnt,
        updateddate=change.learnt,
        unique_id=_id("change", str(change.number), change.learnt.isoformat()),
        categories=[change.brief.type, *filter(None, [change.brief.home])],
    )


def _summary(change: Change) -> str:
    """What is known in short, as HTML; every text in it is escaped."""
    brief, words = change.brief, lookups.wording()
    called = named(brief)
    facts = [
        (words.captions.slot("organisation"), words.organisation(brief.home) if brief.home else ""),
        (words.captions.slot("date"), called.when),
        (words.captions.slot("place"), str(brief.slots.get("place", ""))),
        (words.captions.slot("stage"), _stage(brief, change.stage)),
        (_("Before"), _stage(brief, change.before)),
    ]
    rows = format_html_join("", "<li>{}: {}</li>", (fact for fact in facts if fact[1]))
    return str(format_html("<ul>{}</ul>", rows)) if rows else ""


def _stage(brief: Brief, stage: str) -> str:
    return lookups.stage_name(brief.type, stage)


def _id(*parts: str) -> str:
    return uuid5(_IDS, "/".join(parts)).urn
