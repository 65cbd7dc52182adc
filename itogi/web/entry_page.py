"""What the page of an entry shows: values, stages, disagreements, sources, quotes, decisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy

from itogi.model.differing import contradictions
from itogi.model.entry import Decision, Entry, Variant
from itogi.model.kinds import kinds
from itogi.model.values import is_country
from itogi.register import Register
from itogi.register.answers import Source
from itogi.report.history import unconfirmed
from itogi.report.naming import other_wordings, wordings
from itogi.report.selection import text_of
from itogi.report.wording import Wording
from itogi.web.naming import Named, named
from itogi.web.showing import Said, Sentences, Shown, shown_slot
from itogi.web.stages import Back, Stage, line, steps_back

RULES = {
    "reports": gettext_lazy("Told in the same reports"),
    "place": gettext_lazy("On the same day in the same place"),
    "day": gettext_lazy("On the same day"),
    "words": gettext_lazy("Alike by its words"),
}
DECISIONS = {
    "accept": gettext_lazy("accepted"), "reject": gettext_lazy("rejected"), "edit": gettext_lazy("edited"),
    "merge": gettext_lazy("merged"), "split": gettext_lazy("split"), "comment": gettext_lazy("commented"),
    "undo": gettext_lazy("undone"),
}  # fmt: skip
_QUOTED = 5  # articles that are looked through for quotes
_QUOTES = 6
_WORDINGS = frozenset({"text", "verbatim"})
_TROUBLED = frozenset({"cancelled", "rejected", "dissolved", "suspended", "left"})
_HEADED = frozenset({"organisation"})  # stands above the title


@dataclass(frozen=True, slots=True)
class Badge:
    """A short mark; ``kind`` is good, part, bad, warn or plain."""

    text: str
    kind: str = "plain"


@dataclass(frozen=True, slots=True)
class Side:
    """One value of a disagreement with its sentences."""

    shown: Shown
    first: bool


@dataclass(frozen=True, slots=True)
class Dispute:
    """A slot on which sources contradict each other; why the first value stands first."""

    caption: str
    rule: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision in words: who, what was done, what was set, when, why; whether it was undone."""

    actor: str
    done: str
    what: str
    made: datetime
    reason: str
    undone: bool


@dataclass(frozen=True)
class EntryPage:
    """Everything that the page of one entry shows, in the language of the page."""

    entry: Entry
    register: Register
    words: Wording
    sentences: Sentences

    @classmethod
    def of(cls, entry: Entry, register: Register, words: Wording) -> EntryPage:
        """The page of an entry; the articles of its records are read once."""
        return cls(entry, register, words, Sentences.of(entry.records))

    @cached_property
    def head(self) -> Named:
        """Title and kind."""
        return named(self.entry)

    @property
    def home(self) -> str:
        """The organisation whose entry it is, if it names one."""
        return text_of(self.entry, "organisation")

    @cached_property
    def badges(self) -> tuple[Badge, ...]:
        """Status, doubts and review in short."""
        return tuple(self._badges())

    def _badges(self) -> Iterator[Badge]:
        say = self.words.captions.text
        for slot in ("status", "stage"):
            if value := text_of(self.entry, slot):
                text = self.words.slot(self.entry.type, slot, value)
                yield Badge(text, "warn" if value in _TROUBLED else "plain")
        if self.entry.value("first") is True:
            yield Badge(say("first_time"), "good")
        announced = any(statement.stage == "expected" for statement in self.entry.stages)
        if announced and unconfirmed(self.entry, self.register.reported_until(self.home)):
            yield Badge(say("unconfirmed"), "warn")
        if self.disputes:
            yield Badge(say("differ"), "warn")
        if self.entry.review:
            yield Badge(str(DECISIONS[_KEPT[self.entry.review]]), _TONES[self.entry.review])

    # Values

    @cached_property
    def slots(self) -> tuple[Shown, ...]:
        """The values shown, in the order of RECORDS.md, with a page for what they name."""
        return tuple(self._slot(slot) for slot in self.entry.slots if slot not in _HEADED)

    def _slot(self, slot: str) -> Shown:
        shown = shown_slot(self.entry, slot, self.words, self.sentences)
        value, spec = self.entry.value(slot), kinds()[self.entry.type].slots[slot]
        if isinstance(value, tuple):
            return replace(shown, members=tuple(self._member(shown, slot, v, spec.type) for v in value))
        return replace(shown, href=page_of(spec.type, str(value), self.home))

    def _member(self, shown: Shown, slot: str, value: str, type: str) -> Shown:
        """One value of a list with the sentences that name it; with all of them where none does."""
        stating = [r.id for r in self.entry.records if value in _listed(r.slots.get(slot))]
        said = self.sentences.of_variant(Variant(value, tuple(stating)))
        text = self.words.slot(self.entry.type, slot, value)
        return Shown(slot, shown.caption, text, said or shown.said, href=page_of(type, value, self.home))

    @cached_property
    def also_called(self) -> tuple[str, ...]:
        """Other wordings of its name that say more than an inflection."""
        return tuple(other_wordings(wordings(self.entry)))

    @cached_property
    def disputes(self) -> tuple[Dispute, ...]:
        """Where sources cannot all be right, the values side by side."""
        return tuple(self._dispute(slot) for slot in contradictions(self.entry))

    @cached_property
    def variants(self) -> tuple[Dispute, ...]:
        """Where sources only word it otherwise, or less exactly."""
        kept = contradictions(self.entry)
        spec = kinds()[self.entry.type].slots
        names = (s for s in self.entry.disagreements() if s not in kept and spec[s].type not in _WORDINGS)
        return tuple(self._dispute(slot) for slot in names)

    def _dispute(self, slot: str) -> Dispute:
        shown = shown_slot(self.entry, slot, self.words, self.sentences)
        sides = (Side(shown, True), *(Side(other, False) for other in shown.others))
        return Dispute(shown.caption, shown.rule, sides)

    # History

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """The stages in their order."""
        return line(self.entry, self.words, self.sentences)

    @cached_property
    def steps_back(self) -> tuple[Back, ...]:
        """Stages that were reported after later ones."""
        return steps_back(self.entry, self.words, self.sentences)

    @cached_property
    def decisions(self) -> tuple[Decided, ...]:
        """Who decided what, the latest first."""
        return tuple(map(self._decided, reversed(self.register.history(self.entry.id))))

    def _decided(self, decision: Decision) -> Decided:
        done = str(DECISIONS.get(decision.kind, decision.kind))
        made = datetime.fromisoformat(decision.made)
        undone = decision.undone is not None
        return Decided(decision.actor, done, self._set(decision), made, decision.reason, undone)

    def _set(self, decision: Decision) -> str:
        if not decision.slot:
            return ""
        caption = self.words.captions.slot(decision.slot)
        if decision.value is None:
            return caption
        return f"{caption}: {self.words.slot(self.entry.type, decision.slot, decision.value)}"

    # What else there is

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The independent sources, each with its copies."""
        return tuple(self.register.sources(record.article for record in self.entry.records))

    @cached_property
    def reports(self) -> int:
        """How many reports speak of it, copies included."""
        return sum(len(source.heads) for source in self.sources)

    @cached_property
    def related(self) -> tuple[tuple[str, tuple[Named, ...]], ...]:
        """Related entries by the rule that relates them."""
        found: dict[str, list[Named]] = {}
        for related in self.register.related(self.entry.id):
            found.setdefault(related.rule, []).append(named(related.brief))
        return tuple((str(RULES[rule]), tuple(some)) for rule, some in found.items())

    @cached_property
    def quotes(self) -> tuple[tuple[str, str, tuple[Said, ...]], ...]:
        """What was said in the same reports: speaker, address of the quote, sentences."""
        if self.entry.type in ("quote", "office"):
            return ()
        return tuple(self._quotes())[:_QUOTES]

    def _quotes(self) -> Iterator[tuple[str, str, tuple[Said, ...]]]:
        for source in self.sources[:_QUOTED]:
            page = self.register.article_page(source.heads[0].id)
            held = {r.id: (r, home) for r, home, review in page.records if r.type == "quote"} if page else {}
            said = Sentences.of(record for record, home in held.values())
            for id, (record, home) in held.items():
                speaker = str(record.get("speaker") or self.words.captions.text("unknown_speaker"))
                address = reverse("entry", args=[home]) if home else ""
                yield self.words.party(speaker), address, said.of_record(id)


_KEPT = {"accepted": "accept", "rejected": "reject"}
_TONES = {"accepted": "good", "rejected": "bad"}


def _listed(value: object) -> Iterable[object]:
    return value if isinstance(value, tuple) else ()


def page_of(type: str, value: str, organisation: str = "") -> str:
    """The page of what a value names; nothing where it names no person, country, organisation or topic."""
    if type in ("country", "party") and is_country(value):
        return reverse("country", args=[value])
    if type == "organisation" or (type == "party" and value.isupper()):
        return reverse("overview", args=[value])
    if type in ("person", "party") and is_name(value):
        return reverse("person", args=[value])
    if type == "topic":
        asked: Mapping[str, str] = {"topic": value} | ({"organisation": organisation} if organisation else {})
        return f"{reverse('search')}?{urlencode(asked)}"
    return ""


def is_name(value: str) -> bool:
    """Whether a party looks like a person: two words or more, the last two with capitals."""
    parts = value.split()
    return len(parts) > 1 and all(part[:1].isupper() for part in parts[-2:])
