"""What pages call an entry, and where it is shown: of a whole entry, or of one in short (a list, a plot).

::

    named(brief).title      # "Заседание: главы государств"
    named(entry).href       # "/entries/…/"
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from itogi.model.entry import Entry, Variant
from itogi.register.answers import Brief
from itogi.report.naming import NAME_SLOTS
from itogi.report.selection import is_session, text_of, when
from itogi.report.titles import title_of
from itogi.web.lookups import wording

TYPES = {
    "meeting": _("Meeting"), "document": _("Document"), "figure": _("Figure"), "activity": _("Activity"),
    "chairmanship": _("Chairmanship"), "membership": _("Membership"), "body": _("Body"), "office": _("Post"),
    "quote": _("Quote"), "invitation": _("Invitation"), "commitment": _("Commitment"),
}  # fmt: skip
SESSION = _("Session")


@dataclass(frozen=True, slots=True)
class Named:
    """An entry as a link: ``kind`` is its type in words, ``when`` its day in words (or nothing)."""

    id: str
    type: str
    kind: str
    title: str
    when: str
    href: str


def named(what: Entry | Brief) -> Named:
    """An entry, or one in short, with its title in the language of the page."""
    if isinstance(what, Brief):
        entry, names = entry_of(what), (what.title,) if what.title else ()
        return _named(entry, title_of(entry, wording(), names))
    return _named(what, title_of(what, wording()))


def _named(entry: Entry, title: str) -> Named:
    at = when(entry)
    said = wording().when(at) if at else ""
    return Named(entry.id, entry.type, kind_of(entry), title, said, reverse("entry", args=[entry.id]))


def kind_of(entry: Entry) -> str:
    """The type of an entry in words; a kind of its own where it has one (an agreement, an exercise)."""
    kind = text_of(entry, "kind")
    if kind and kind != "other":
        said = wording().slot(entry.type, "kind", kind)
        return said[:1].upper() + said[1:]
    return str(SESSION if entry.type == "meeting" and is_session(entry) else TYPES[entry.type])


def entry_of(brief: Brief) -> Entry:
    """An entry that shows what is known of it in short; it has no records."""
    slots = {name: (Variant(value, ()),) for name, value in brief.slots.items()}
    name = NAME_SLOTS.get(brief.type)
    if name and brief.title:
        slots[name] = (Variant(brief.title, ()),)
    return Entry(brief.id, brief.type, slots, (), review=brief.review, sources=brief.sources)
