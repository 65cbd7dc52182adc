"""The lines of the ledger: claims with what counts towards them, and the other figures."""

from __future__ import annotations

from dataclasses import dataclass, field

from itogi.model.entry import Entry
from itogi.report.lines import Chip, Detail, Line, Lines
from itogi.report.results import ClaimItem, Item
from itogi.report.selection import text_of, when

_TONES = {"supported": "good", "partly": "part", "contradicted": "bad", "unverified": "plain"}


@dataclass(frozen=True, slots=True)
class LedgerLines(Lines):
    """Words claims as lines."""

    _known: dict[str, Line] = field(default_factory=dict, init=False)

    def claim(self, item: ClaimItem) -> Line:
        """A claim with its verdict and what counts towards it."""
        claim, caption = item.claim, self.wording.captions
        details = [
            Detail(self._say("said_by"), self._value(claim.entry, "by")),
            Detail(self._say("when_said"), self.wording.listed(map(self.wording.day, item.said))),
            Detail(self._say("outlets"), self.wording.listed(item.outlets)),
            Detail(self._say("claimed_for"), "" if item.term else self._when(claim.entry)),
            self._term(item),
            Detail(self._say("found"), "" if claim.found is None else str(claim.found)),
            Detail(self._say("explanation"), claim.explanation.get(self.wording.language, "")),
            Detail(self._say("settles"), claim.settles.get(self.wording.language, "")),
            self._rotation(item),
        ]
        for value, notes in item.others:
            number = self.wording.slot("figure", "value", value)
            details.insert(0, Detail(self._say("other_value"), number, notes))
        chips = [Chip(caption.verdict(claim.verdict), _TONES.get(claim.verdict, "plain"))]
        status = self._value(claim.entry, "status")
        chips += [Chip(status)] if status else []
        chips += [Chip(self._say("differ"), "warn")] if item.disputed else []
        return Line(
            self._claimed(claim.entry),
            item.notes,
            claim.entry.id,
            chips=tuple(chips),
            details=tuple(detail for detail in details if detail.value),
            below=self._counted_by_topic(item),
        )

    def other_figure(self, item: ClaimItem) -> Line:
        """A figure that the register cannot be held against: what it says, and no more."""
        return Line(
            self._claimed(item.claim.entry), item.notes, item.claim.entry.id, self._when(item.claim.entry)
        )

    def _term(self, item: ClaimItem) -> Detail:
        """The chairmanship that a claim speaks of, with the days that it was held against."""
        if item.term is None:
            return Detail("", "")
        said = f"{self._value(item.term.entry, 'country')}, {self.wording.when(item.claim.period)}"
        return Detail(self._say("term"), said, item.term.notes)

    def _counted_by_topic(self, item: ClaimItem) -> tuple[Line, ...]:
        """What counts: events under their topics with the number of each, anything else in a row."""
        if len(item.topics) < 2:
            return tuple(map(self._counted, item.counted))
        return tuple(
            Line(
                f"{self.topic_name(topic)}: {len(items)}",
                tuple(sorted({note for one in items for note in one.notes})),
                below=tuple(map(self._counted, items)),
            )
            for topic, items in item.topics
        )

    def _rotation(self, item: ClaimItem) -> Detail:
        """All chairmanships on record, in their order: does the claimed number fit in?"""
        chairs = sorted((*item.counted, *item.beside), key=lambda i: when(i.entry) or "")
        said = [f"{self._value(c.entry, 'country')} {self._when(c.entry)}".strip() for c in chairs]
        notes = tuple(sorted({n for c in item.beside for n in c.notes}))
        return Detail(self._say("rotation"), self.wording.listed(said) if item.beside else "", notes)

    def _claimed(self, entry: Entry) -> str:
        value, label = entry.value("value"), text_of(entry, "label")
        number = self._value(entry, "value")
        if text_of(entry, "what") == "chairmanships" and isinstance(value, int):
            number = self.wording.captions.ordinal(value)
        if number and label.startswith(number):
            return label  # "80-летия Победы" holds its number
        if entry.value("approximate") is True:
            number = self._say("approximate", value=number)
        return f"{number} {label or self._value(entry, 'what')}".strip()

    def _counted(self, item: Item) -> Line:
        """An entry that counts, maybe towards many claims."""
        found = self._known.get(item.entry.id)
        if found is None:
            found = self._known[item.entry.id] = self._line(item)
        return found

    def _line(self, item: Item) -> Line:
        name = self._meeting_name(item) if item.entry.type == "meeting" else self._name(item)
        at = self._when(item.entry)
        return Line(name or self._say("untitled"), item.notes, item.entry.id, at)
