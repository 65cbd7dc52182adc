"""The form in which a person corrects the slots of an entry; each is checked by its kind (RECORDS.md)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itogi.errors import UsageError
from itogi.model.entry import Entry
from itogi.model.kinds import Slot, kinds
from itogi.model.record import SlotValue
from itogi.model.values import country_name, is_country, problem_of, topics
from itogi.register.given import country_given
from itogi.report.wording import Wording

_LONGEST = 2000
_HELP = {
    "date": gettext_lazy("2024-11-28, 2024-11, 2024, or an interval: 2024-09/2024-10"),
    "country": gettext_lazy("A code (KZ) or a name."),
    "organisation": gettext_lazy("A code: CSTO, SCO, CIS …"),
    "person": gettext_lazy("In the nominative, as full as it is known."),
    "place": gettext_lazy("In the nominative, as a map has it."),
    "verbatim": gettext_lazy("Letter for letter as a report has it."),
    "party": gettext_lazy("A person, a phrase, or the code of a country or organisation."),
}
_MANY = gettext_lazy("One a line.")


class SlotForm(forms.Form):
    """All slots of an entry with the values shown; ``changes`` are those that were given another value."""

    def __init__(self, entry: Entry, words: Wording, texts: Iterable[str], data: Any = None) -> None:
        super().__init__(data, auto_id="slot-%s", prefix="slot")
        self._entry, self._words, self._texts = entry, words, tuple(texts)
        self.changes: dict[str, SlotValue] = {}
        for slot in kinds()[entry.type].slots.values():
            field = self._field(slot)
            field.initial, field.label = self._given(slot), words.captions.slot(slot.name)
            if field.help_text:
                field.widget.attrs["aria-describedby"] = f"slot-slot-{slot.name}_helptext"
            self.fields[slot.name] = field

    def clean(self) -> dict[str, Any]:
        """Check each value by its slot, and keep what differs from what is shown."""
        for slot in kinds()[self._entry.type].slots.values():
            if slot.name in self.cleaned_data:
                try:
                    self._take(slot, self.cleaned_data[slot.name])
                except forms.ValidationError as error:
                    self.add_error(slot.name, error)
        if not self.errors and not self.changes:
            raise forms.ValidationError(_("Nothing is changed."))
        return self.cleaned_data

    def _take(self, slot: Slot, given: Any) -> None:
        value, shown = self._read(slot, given), self._entry.value(slot.name)
        if value is None and shown is not None:
            raise forms.ValidationError(_("A value cannot be taken away: correct it, or reject the entry."))
        if value is None or value == shown or _same(value, shown):
            return
        if slot.type == "verbatim" and not any(str(value) in text for text in self._texts):
            raise forms.ValidationError(_("This stands in none of the reports letter for letter."))
        self.changes[slot.name] = value

    def _read(self, slot: Slot, given: Any) -> SlotValue | None:
        """The value of a slot as the register takes it; None where nothing is given."""
        if slot.many:
            lines = given if isinstance(given, list) else str(given).splitlines()
            return tuple(dict.fromkeys(self._one(slot, one.strip()) for one in lines if one.strip())) or None
        if slot.type == "flag":
            return {"yes": True, "no": False}.get(given)
        if slot.type == "number":
            return None if given is None else int(given) if given == int(given) else float(given)
        text = " ".join(str(given).split()) if slot.type != "verbatim" else str(given).strip()
        return self._one(slot, text) if text else None

    def _one(self, slot: Slot, text: str) -> str:
        if slot.type == "country" and not text.isupper():
            try:
                text = str(country_given(text, slot.name))
            except UsageError as error:
                raise forms.ValidationError(
                    _("%(value)s is no country: give its code (KZ) or its name.") % {"value": text}
                ) from error
        if problem_of(slot.type, text, slot.values):
            message = {
                "date": _("%(value)s is no date. Write 2024-11-28, 2024-11, 2024 or 2024-09/2024-10."),
                "country": _("%(value)s is no country: give its code (KZ) or its name."),
            }.get(slot.type, _("%(value)s does not fit here."))
            raise forms.ValidationError(message % {"value": text})
        return text

    def _field(self, slot: Slot) -> forms.Field:
        if slot.type in ("enum", "topic"):
            return self._choice(slot)
        if slot.type == "flag":
            return forms.ChoiceField(
                required=False,
                choices=[
                    ("", "—"),
                    ("yes", self._words.captions.flag(True)),
                    ("no", self._words.captions.flag(False)),
                ],
            )
        if slot.type == "number":
            return forms.FloatField(
                required=False, localize=False, widget=forms.TextInput({"inputmode": "decimal"})
            )
        told = " ".join(str(part) for part in (_HELP.get(slot.type, ""), _MANY if slot.many else "") if part)
        size = {"maxlength": str(_LONGEST)}
        widget = (
            forms.Textarea({"rows": 3} | size) if slot.many or slot.type in ("text", "verbatim") else None
        )
        return forms.CharField(
            required=False,
            max_length=_LONGEST,
            help_text=told,
            widget=widget or forms.TextInput(size),
            strip=True,
        )

    def _choice(self, slot: Slot) -> forms.Field:
        values = slot.values or tuple(topics())
        named = [(value, self._words.slot(self._entry.type, slot.name, value)) for value in values]
        if slot.many:
            return forms.MultipleChoiceField(
                required=False, choices=named, widget=forms.CheckboxSelectMultiple
            )
        return forms.ChoiceField(required=False, choices=[("", "—"), *named])

    def _given(self, slot: Slot) -> object:
        """What a field holds before anybody changes it."""
        shown = self._entry.value(slot.name)
        if shown is None:
            return None
        if isinstance(shown, tuple):
            return (
                list(shown)
                if slot.type in ("enum", "topic")
                else "\n".join(self._worded(slot, v) for v in shown)
            )
        if isinstance(shown, bool):
            return "yes" if shown else "no"
        return shown if isinstance(shown, int | float) else self._worded(slot, shown)

    def _worded(self, slot: Slot, value: str) -> str:
        named = slot.type == "country" and is_country(value)
        return country_name(value, self._words.language) if named else value


def _same(value: SlotValue, shown: SlotValue | None) -> bool:
    """Whether two lists hold the same: their order says nothing."""
    return isinstance(value, tuple) and isinstance(shown, tuple) and sorted(value) == sorted(shown)
