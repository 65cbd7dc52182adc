"""The queue as the page of review shows it: filters in the address, the list, the entry on the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from itogi.errors import UsageError
from itogi.model.entry import Entry
from itogi.register.answers import Context, Waiting
from itogi.register.given import country_given
from itogi.web import lookups
from itogi.web.door import register
from itogi.web.entry_page import Decided, EntryPage
from itogi.web.naming import TYPES, Named, named
from itogi.web.showing import Said, Shown, shown_slots
from itogi.web.sitting import Sitting

LISTED = 10
_TURNS = 12  # pages of the queue that are looked through for what was not put off


class Day(forms.DateField):
    """A day as browsers give it, in any language."""

    def __init__(self, label: Any) -> None:
        widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        super().__init__(required=False, label=label, widget=widget, input_formats=["%Y-%m-%d"])


class Filters(forms.Form):
    """What of the queue is wanted; confidences in per cent. What is wrong is told and left out."""

    type = forms.ChoiceField(required=False, label=_("Type"))
    organisation = forms.ChoiceField(required=False, label=_("Organisation"))
    least = forms.IntegerField(required=False, min_value=0, max_value=100, label=_("Confidence from, %"))
    most = forms.IntegerField(required=False, min_value=0, max_value=100, label=_("Confidence to, %"))
    country = forms.CharField(required=False, max_length=80, label=_("Country"))
    since = Day(_("Since"))
    until = Day(_("Until"))

    def __init__(self, query: QueryDict) -> None:
        super().__init__({name: query.get(name, "") for name in self.base_fields}, auto_id="filter-%s")
        names = [(code, caption) for code, caption in TYPES.items()]
        known = [(one.code, one.name) for one in lookups.organisations()]
        for field, choices in (("type", names), ("organisation", known)):
            self.fields[field].choices = [("", _("all")), *choices]  # type: ignore[attr-defined]
        self.is_valid()

    def clean_country(self) -> str | None:
        """The code of the country."""
        try:
            return country_given(self.cleaned_data["country"] or None, "country")
        except UsageError as error:
            raise forms.ValidationError(_("Give its code (KZ) or its name.")) from error

    @property
    def wanted(self) -> dict[str, Any]:
        """The filters as ``Register.queue`` takes them."""
        found = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        return found | {name: found[name] / 100 for name in ("least", "most") if name in found}

    @property
    def query(self) -> str:
        """The query string of the address, without what is wrong in it."""
        return urlencode(
            {name: self.data[name] for name in self.fields if self.cleaned_data.get(name) not in ("", None)}
        )

    def address(self, **more: str) -> str:
        """The address of the page with these filters, and more in its query."""
        parts = "&".join(part for part in (self.query, urlencode(more)) if part)
        return reverse("review") + (f"?{parts}" if parts else "")


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in the list, or in a choice of entries."""

    named: Named
    confidence: int
    disputed: bool
    records: int
    token: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence in its context, with the source."""

    context: Context
    outlet: str
    day: str
    href: str


@dataclass(frozen=True, slots=True)
class Desk:
    """The entry that is to be decided on, with all that a decision needs."""

    waiting: Waiting
    line: Line
    organisation: str
    slots: list[Shown]
    places: tuple[Place, ...]
    also: tuple[Said, ...]
    decisions: tuple[Decided, ...]

    @property
    def entry(self) -> Entry:
        """The entry."""
        return self.waiting.entry


def line_of(waiting: Waiting) -> Line:
    """One line of the list."""
    brief = waiting.brief
    return Line(
        named(brief), round(100 * brief.confidence), bool(brief.differing), brief.records, waiting.token
    )


def listed(filters: Filters, sitting: Sitting, limit: int = LISTED) -> list[Waiting]:
    """The head of the queue, without what was put off."""
    found: list[Waiting] = []
    after, skipped = None, set(sitting.skipped)
    for _turn in range(_TURNS):
        page = register().queue(limit=limit, after=after, **filters.wanted)
        found += [one for one in page.items if skipped.isdisjoint(r.id for r in one.entry.records)]
        after = page.after
        if len(found) >= limit or after is None:
            break
    return found[:limit]


def desk_of(waiting: Waiting) -> Desk:
    """What the page shows of an entry."""
    words = lookups.wording()
    page = EntryPage.of(waiting.entry, register(), words)
    also = tuple(s for record, _head in waiting.others for s in page.sentences.of_record(record.id))
    return Desk(
        waiting,
        line_of(waiting),
        words.organisation(waiting.brief.home) if waiting.brief.home else "",
        shown_slots(waiting.entry, words, page.sentences),
        tuple(_place(one) for one in waiting.contexts),
        also,
        page.decisions,
    )


def _place(context: Context) -> Place:
    words, head = lookups.wording(), context.article
    outlet = head.outlet or words.captions.text("unknown_outlet")
    return Place(
        context, outlet, words.day(head.published), f"{reverse('article', args=[head.id])}#s{context.start}"
    )
