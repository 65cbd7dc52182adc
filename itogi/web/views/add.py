"""Reports into the register: pasted, uploaded, or from an address; shown before they are saved."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from itogi.errors import InputError
from itogi.reading.fetch import Limits, fetch
from itogi.reading.sidecar import Sidecar
from itogi.reading.source import SUFFIXES
from itogi.web import drafts
from itogi.web.access import actor, editor
from itogi.web.audit import note
from itogi.web.desk import Day
from itogi.web.draft_page import DraftPage, draft_page
from itogi.web.models import User

_FETCHED = Limits(bytes=drafts.MAX_BYTES)
_WORDS, _ADDRESS = 300, 2000


class About(forms.Form):
    """What a person says of a report; it goes before what the report says of itself."""

    title = forms.CharField(required=False, max_length=_WORDS, label=gettext_lazy("Title"))
    outlet = forms.CharField(required=False, max_length=_WORDS, label=gettext_lazy("Outlet"))
    published = Day(gettext_lazy("Published"))
    url = forms.URLField(
        required=False,
        max_length=_ADDRESS,
        assume_scheme="https",
        validators=[URLValidator(("http", "https"))],
        label=gettext_lazy("Address of the original"),
    )

    @property
    def told(self) -> Sidecar:
        """The same as a sidecar of a file says it."""
        given = {name: self.cleaned_data[name] or None for name in ("title", "outlet", "published", "url")}
        return Sidecar(**given)


class Paste(About):
    """The text of a report."""

    text = forms.CharField(
        max_length=drafts.MAX_CHARACTERS, strip=False, widget=forms.Textarea, label=gettext_lazy("Text")
    )
    field_order = ("text", "title", "outlet", "published", "url")

    def offers(self) -> list[drafts.Offer]:
        """What was pasted."""
        text = self.cleaned_data["text"].replace("\r\n", "\n")  # as browsers send it
        return [drafts.Offer(text.encode(), _("pasted text"), told=self.told)]


class Several(forms.FileInput):
    """A field of a page that takes several files."""

    allow_multiple_selected = True


class Files(forms.FileField):
    """Several files in one field."""

    widget = Several

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """All of them; each is checked when it is read."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if not given:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(given) > drafts.MAX_FILES:
            raise forms.ValidationError(_("At most %(n)s files at once.") % {"n": drafts.MAX_FILES})
        return list(given)


class Upload(forms.Form):
    """Files of reports."""

    reports = Files(
        label=gettext_lazy("Files"), help_text=gettext_lazy(".txt, .md, .html; ten at once, 3 MB each")
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["reports"].widget.attrs["accept"] = ",".join(SUFFIXES)

    def offers(self) -> list[drafts.Offer]:
        """What was uploaded; what is too large is not taken into memory."""
        return [
            drafts.Offer(
                file.read(drafts.MAX_BYTES + 1),
                name := drafts.plain_name(file.name or ""),
                PurePosixPath(name).suffix.lower(),
                way="upload",
            )
            for file in self.cleaned_data["reports"]
        ]


class Address(forms.Form):
    """The address of a page."""

    address = forms.CharField(
        max_length=_ADDRESS,
        label=gettext_lazy("Address"),
        widget=forms.TextInput({"inputmode": "url", "placeholder": "https://"}),
    )

    def offers(self) -> list[drafts.Offer]:
        """What stands there now."""
        address = self.cleaned_data["address"]
        page = fetch(address if ":" in address.split("/")[0] else f"https://{address}", _FETCHED)
        about = Sidecar(url=page.url)
        return [drafts.Offer(page.raw, page.url, page.suffix, about, page.charset, way="address")]


FORMS: dict[str, type[Paste] | type[Upload] | type[Address]] = {
    "paste": Paste,
    "upload": Upload,
    "address": Address,
}


@editor
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """The three ways to give a report; what is given is read and shown on the next page."""
    way = request.POST.get("way", "")
    made = {
        name: form(request.POST, request.FILES, auto_id=f"{name}-%s")
        if name == way
        else form(auto_id=f"{name}-%s")
        for name, form in FORMS.items()
    }
    if way in made and made[way].is_valid() and _take(request, made[way]):
        return redirect("add_drafts")
    return render(
        request, "web/add.html", {"forms": made, "way": way, "waiting": len(drafts.mine(_user(request)))}
    )


def _take(request: HttpRequest, form: Paste | Upload | Address) -> bool:
    """Read what a form gives; what cannot be read is told, and the rest is kept. Whether anything is."""
    kept = 0
    try:
        offers = form.offers()
    except InputError as error:
        tell(request, error)
        return False
    for offer in offers:
        try:
            if offer.way == "upload" and offer.suffix not in SUFFIXES:
                raise InputError(
                    "files of this kind are not read",
                    where=offer.name,
                    remedy="give .txt, .md, .html or .htm",
                )
            drafts.make(_user(request), offer)
            kept += 1
        except InputError as error:
            tell(request, error)
    return bool(kept)


def tell(request: HttpRequest, error: InputError) -> None:
    """Say what is wrong with an input, in the language of the page."""
    where, problem, remedy = error.where[:200], _(error.problem), _(error.remedy) if error.remedy else ""
    if isinstance(error, drafts.Known):
        href = reverse("article", args=[error.article])
        messages.info(request, format_html('{}: <a href="{}">{}</a>.', where, href, problem))
        return
    messages.error(request, f"{where}: {problem}; {remedy}." if remedy else f"{where}: {problem}.")


@editor
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """What one has given and not saved yet, each with its records."""
    pages = [draft_page(draft) for draft in drafts.mine(_user(request))]
    return render(request, "web/add_drafts.html", {"rows": [(page, _about(page)) for page in pages]})


def _about(page: DraftPage) -> About:
    article = page.shown.article
    initial = {name: getattr(article, name) for name in ("title", "outlet", "published", "url")}
    return About(initial=initial, auto_id=f"about-{page.shown.key[:12]}-%s")


@editor
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Save the drafts that the form names, as they were shown; or drop them."""
    keys = request.POST.getlist("key")[: drafts.MAX_DRAFTS]
    if request.POST.get("do") == "drop":
        gone = drafts.drop(_user(request), keys)
        messages.info(
            request, ngettext("%(n)s report is dropped.", "%(n)s reports are dropped.", gone) % {"n": gone}
        )
    else:
        for key in keys:
            _save(request, key)
    return redirect("add_drafts" if drafts.mine(_user(request)) else "add")


def _save(request: HttpRequest, key: str) -> None:
    added = drafts.save(_user(request), key, actor(request))
    if added is None:
        messages.warning(request, _("That report is not here any more: it was saved or dropped."))
        return
    note(request, "report added", added.article, records=added.records)
    said = ngettext("Saved with %(n)s record", "Saved with %(n)s records", added.records) % {
        "n": added.records
    }
    if added.outcome != "added":
        said = _("It was on record already")
    href = reverse("article", args=[added.article])
    messages.success(request, format_html('{}: <a href="{}">{}</a>.', said, href, _("open")))


@editor
@require_POST
def amend(request: HttpRequest, key: str) -> HttpResponse:
    """Read a draft anew with what is said of it: its day tells which day yesterday was."""
    draft = next((one for one in drafts.mine(_user(request)) if one.key == key), None)
    if draft is None:
        raise Http404("no such draft")
    form = About(request.POST)
    if not form.is_valid():
        for field, errors in form.errors.items():
            messages.error(request, f"{form.fields[field].label}: {' '.join(map(str, errors))}")
        return redirect("add_drafts")
    try:
        drafts.amend(draft, form.told)
    except InputError as error:
        tell(request, error)
    else:
        messages.success(request, _("The report was read anew."))
    return redirect("add_drafts")


def _user(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)  # the decorator lets nobody else in
    return user


urlpatterns = [
    path("", add, name="add"),
    path("drafts/", waiting, name="add_drafts"),
    path("save/", save, name="add_save"),
    path("<str:key>/about/", amend, name="add_amend"),
]
