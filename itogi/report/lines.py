"""One line of the report for each kind of entry, worded in a language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from itogi.model.entry import Entry
from itogi.model.kinds import kinds
from itogi.report.history import Step
from itogi.report.naming import begins_with, other_wordings, sentence_case, words
from itogi.report.notes import Note
from itogi.report.results import Disagreement, Item, Source
from itogi.report.selection import is_session, list_of, text_of, when
from itogi.report.wording import Wording

_CALM = frozenset({"held", "current", "operating"})


@dataclass(frozen=True, slots=True)
class Detail:
    """A caption with its value."""

    caption: str
    value: str
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Chip:
    """A short label; ``tone`` is good, part, bad, warn or plain."""

    text: str
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what, when, its footnotes; then chips, stages, details and the lines below it."""

    text: str
    notes: tuple[int, ...]
    id: str = ""
    when: str = ""
    label: str = ""
    speech: str = ""
    url: str = ""
    chips: tuple[Chip, ...] = ()
    stages: tuple[Detail, ...] = ()
    details: tuple[Detail, ...] = ()
    below: tuple[Line, ...] = ()

    @property
    def leaves(self) -> int:
        """How many lines stand below, whatever they are grouped by."""
        return sum(line.leaves or 1 for line in self.below)


@dataclass(frozen=True, slots=True)
class Lines:
    """Words the items of the results as lines."""

    wording: Wording
    notes: Mapping[int, Note]

    # Parts

    def _say(self, key: str, **filled: object) -> str:
        return self.wording.captions.text(key, **filled)

    def _value(self, entry: Entry, slot: str) -> str:
        value = entry.value(slot)
        return "" if value is None else self.wording.slot(entry.type, slot, value)

    def _when(self, entry: Entry) -> str:
        at = when(entry)
        return self.wording.when(at) if at else ""

    def _details(self, entry: Entry, *slots: str) -> tuple[Detail, ...]:
        caption = self.wording.captions.slot
        named = ((slot, self._value(entry, slot)) for slot in slots)
        return tuple(Detail(caption(slot), value) for slot, value in named if value)

    def _also(self, item: Item) -> tuple[Detail, ...]:
        others = other_wordings(item.names)
        return (Detail(self._say("also_called"), "; ".join(others)),) if others else ()

    def _chips(self, item: Item, slot: str = "") -> tuple[Chip, ...]:
        value = text_of(item.entry, slot) if slot else ""
        chips = []
        if value and value not in _CALM:
            tone = "warn" if value in {"cancelled", "rejected", "dissolved"} else "plain"
            chips.append(Chip(self._value(item.entry, slot), tone))
        if item.entry.value("first") is True:
            chips.append(Chip(self._say("first_time"), "good"))
        if item.unconfirmed:
            chips.append(Chip(self._say("unconfirmed"), "warn"))
        if item.disputed:
            chips.append(Chip(self._say("differ"), "warn"))
        return tuple(chips)

    def _label(self, item: Item) -> str:
        """The kind, where the name does not say it already."""
        kind = self._value(item.entry, "kind")
        known = not kind or (item.names and begins_with(item.names[0], kind))
        return "" if known or text_of(item.entry, "kind") == "other" else sentence_case(kind)

    def _name(self, item: Item) -> str:
        return sentence_case(item.names[0]) if item.names else ""

    # Lines

    def chairmanship(self, item: Item) -> Line:
        """Whose chairmanship it is, which one, when."""
        entry = item.entry
        ordinal = entry.value("ordinal")
        text = self._value(entry, "country") or self._say("unknown_speaker")
        if isinstance(ordinal, int | float):
            said = self.wording.captions.ordinal(int(ordinal))
            text += f", {self._say('ordinal_chairmanship', ordinal=said)}"
        status = self._value(entry, "status")
        chips = [Chip(status)] if status else []
        chips += [Chip(self._say("differ"), "warn")] if item.disputed else []
        return Line(text, item.notes, entry.id, self._when(entry), chips=tuple(chips))

    def _meeting_name(self, item: Item) -> str:
        if item.names:
            return self._name(item)
        entry = item.entry
        level = self._value(entry, "level")
        countries = list_of(entry, "countries")
        if "bilateral" in list_of(entry, "formats") and countries:
            return f"{self._say('talks')}: {self.wording.joined(map(self.wording.country, countries))}"
        kind = "summit" if is_session(entry) else "meeting"
        return self._say(f"{kind}_of", level=level) if level else self._say("meeting")

    def meeting(self, item: Item) -> Line:
        """A session, ministerial or bilateral meeting."""
        entry = item.entry
        level = ("level",) if item.names else ()
        slots = ("place", "venue", "formats", *level, "chair", "countries", "people", "topics")
        details = self._details(entry, *slots) + self._also(item)
        name, at = self._meeting_name(item), self._when(entry)
        return Line(name, item.notes, entry.id, at, chips=self._chips(item, "status"), details=details)

    def _step(self, step: Step) -> Detail:
        stage = self.wording.captions.value("document", "stage", step.stage)
        if step.date is None:
            return Detail("", stage, step.notes)
        if step.known == "since":
            key = "stage_since_year" if len(step.date) == 4 else "stage_since"
            return Detail("", self._say(key, stage=stage, date=self.wording.since(step.date)), step.notes)
        key = "stage_on" if step.known == "fact" else "stage_reported"
        return Detail("", self._say(key, stage=stage, date=self.wording.when(step.date)), step.notes)

    def document(self, item: Item) -> Line:
        """A document with its stage history."""
        return Line(
            self._name(item) or self._say("untitled"),
            item.notes,
            item.entry.id,
            label=self._label(item),
            chips=self._chips(item),
            stages=tuple(self._step(step) for step in item.steps),
            details=self._details(item.entry, "topics") + self._also(item),
        )

    def activity(self, item: Item) -> Line:
        """An exercise, operation, forum …"""
        entry = item.entry
        kind = sentence_case(self._value(entry, "kind"))
        return Line(
            self._name(item) or kind or self._say("untitled"),
            item.notes,
            entry.id,
            self._when(entry),
            label=self._label(item) if item.names else "",
            chips=self._chips(item, "status"),
            details=self._details(entry, "place", "countries", "topics") + self._also(item),
        )

    def body(self, item: Item) -> Line:
        """A body being proposed, created, reformed."""
        name = self._name(item) or self._say("untitled")
        return Line(
            name, item.notes, item.entry.id, chips=self._chips(item, "stage"), details=self._also(item)
        )

    def membership(self, item: Item) -> Line:
        """Who joins, leaves or becomes an observer."""
        entry = item.entry
        return Line(
            self._value(entry, "country"),
            item.notes,
            entry.id,
            self._when(entry),
            chips=self._chips(item, "stage"),
            details=self._details(entry, "role"),
        )

    def commitment(self, item: Item) -> Line:
        """What parties undertake."""
        details = self._details(item.entry, "actors", "due", "topics")
        chips = self._chips(item)
        return Line(self._name(item), item.notes, item.entry.id, chips=chips, details=details)

    def invitation(self, item: Item) -> Line:
        """Who invites whom to what."""
        entry = item.entry
        name = self._name(item) or self._say("untitled")
        details = self._details(entry, "host", "guests", "place") + self._also(item)
        at, chips = self._when(entry), self._chips(item)
        return Line(name, item.notes, entry.id, at, chips=chips, details=details)

    def quote(self, item: Item) -> Line:
        """Words of a speaker: direct in quotation marks, indirect marked as such."""
        direct = item.entry.value("direct") is True
        key, speech = ("quote_direct", "direct") if direct else ("quote_indirect", "indirect")
        text = text_of(item.entry, "text") or (item.names[0] if item.names else "")
        return Line(self._say(key, text=text), item.notes, item.entry.id, speech=speech)

    def speaker_among(self, items: Iterable[Item]) -> Callable[[Item], str]:
        """How to name the speaker of an item: a bare surname as the one full name that ends in it."""
        named = {self._value(item.entry, "speaker") for item in items} - {""}
        full = {name for name in named if len(words(name)) > 1}

        def speaker(item: Item) -> str:
            name = self._value(item.entry, "speaker")
            fitting = [f for f in full if words(f)[-1:] == words(name)]
            return fitting[0] if len(fitting) == 1 else name or self._say("unknown_speaker")

        return speaker

    def disagreement(self, item: Disagreement) -> Line:
        """A slot with each value, its outlets and footnotes."""
        entry = item.entry
        if entry.type == "figure":
            text = self._say("how_many", what=sentence_case(self._value(entry, "what")))
        else:
            name = sentence_case(item.names[0]) if item.names else self._subject(entry)
            text = self._say("slot_of", name=name, slot=self.wording.captions.slot(item.slot))
        below = tuple(
            Line(
                self.wording.slot(entry.type, item.slot, value),
                notes,
                details=(Detail(self._say("outlets"), self._outlets(notes)), *self._rule(item, number)),
            )
            for number, (value, notes) in enumerate(item.values)
        )
        every = tuple(sorted({number for _, notes in item.values for number in notes}))
        return Line(text, every, below=below)

    def _rule(self, item: Disagreement, number: int) -> tuple[Detail, ...]:
        """Why the first value stands first."""
        if number or not item.rule:
            return ()
        return (Detail(self._say("shown_first"), self.wording.captions.rule(item.rule)),)

    def _subject(self, entry: Entry) -> str:
        """What to call an entry without a name of its own."""
        if entry.type == "meeting":
            return self._meeting_name(Item(entry, ()))
        says = kinds()[entry.type].plural.get(self.wording.language, entry.type)
        who = self._value(entry, "country") or self._value(entry, "kind")
        return sentence_case(f"{says} ({who})" if who else says)

    def _outlets(self, notes: Iterable[int]) -> str:
        unknown = self._say("unknown_outlet")
        return self.wording.listed(self.notes[n].outlet or unknown for n in notes if n in self.notes)

    def offices(self, items: Iterable[Item]) -> Iterator[Line]:
        """One line a person, with all posts."""
        by_person: dict[str, list[Item]] = {}
        for item in items:
            by_person.setdefault(self._value(item.entry, "person"), []).append(item)
        for person in sorted(by_person):
            yield self._person(person, by_person[person])

    def _person(self, person: str, items: list[Item]) -> Line:
        posts = []
        for entry in (item.entry for item in items):
            position, of = self._value(entry, "position"), self._value(entry, "of")
            posts.append(self._say("post_of", position=position, of=of) if of else position)
        notes = tuple(sorted({number for item in items for number in item.notes}))
        posts = [post for post in dict.fromkeys(posts) if post]
        return Line(person, notes, details=(Detail(self._say("posts"), "; ".join(posts)),) if posts else ())

    def source(self, item: Source) -> Line:
        """An article that the report rests on."""
        unknown = self._say("unknown_outlet")
        records = self.wording.captions.count("record", item.records)
        return Line(
            item.title or self._say("untitled"),
            item.notes,
            when=self.wording.day(item.published),
            label=item.outlet or unknown,
            url=item.url or "",
            chips=(Chip(records),),
        )

    # Order and grouping

    def in_stage_order(self, items: Iterable[Item]) -> list[Item]:
        """Documents by stage, the most advanced first, then by kind."""
        slots = kinds()["document"].slots

        def place(slot: str, item: Item) -> int:
            values, value = slots[slot].values, text_of(item.entry, slot)
            return values.index(value) if value in values else len(values)

        def rank(item: Item) -> tuple[int, int]:
            stage = place("stage", item)
            return (stage if stage == len(slots["stage"].values) else -stage, place("kind", item))

        return sorted(items, key=rank)

    def stage(self, item: Item) -> str:
        """The heading of the documents of the same stage."""
        return sentence_case(self._value(item.entry, "stage")) or self._say("general")

    def _first_topic(self, item: Item) -> str:
        return next(iter(list_of(item.entry, "topics")), "")

    def by_topic(self, items: Iterable[Item]) -> list[Item]:
        """Activities by topic, the most frequent topic first; the order by date is kept within."""
        found = list(items)
        count = Counter(map(self._first_topic, found))
        return sorted(found, key=lambda i: (not (t := self._first_topic(i)), -count[t], t))

    def topic(self, item: Item) -> str:
        """The heading of the activities of the same topic."""
        return self.topic_name(self._first_topic(item))

    def topic_name(self, topic: str) -> str:
        """The heading of a topic; the empty one is none."""
        return sentence_case(self.wording.topic(topic)) if topic else self._say("general")
