"""The results of an organisation and period: entries in sections, every one with its footnotes.

Nothing here is in a language: ``itogi.report.page`` words it, ``itogi.report.export`` prints it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from itogi.model.article import Article
from itogi.model.entry import Claim, Entry
from itogi.model.record import Record, SlotValue
from itogi.register.lanes import EXERCISE, in_lane
from itogi.report.disputes import Dispute, all_disputes
from itogi.report.history import Step, history, unconfirmed
from itogi.report.naming import mentions, wordings
from itogi.report.notes import Note, Notebook
from itogi.report.selection import is_ahead, is_session, published, select, text_of

if TYPE_CHECKING:
    from itogi.register.store import Period, Register

# Sections in the order in which they are shown, and in which footnotes are numbered.
ITEM_SECTIONS = (
    "chairmanship", "handover", "next_session", "sessions", "ledger", "documents", "exercises",
    "activities", "meetings", "bodies", "memberships", "commitments", "invitations", "quotes", "offices",
)  # fmt: skip
_OF_TYPE = {
    "chairmanship": "chairmanship",
    "document": "documents",
    "body": "bodies",
    "membership": "memberships",
    "commitment": "commitments",
    "invitation": "invitations",
    "quote": "quotes",
    "office": "offices",
}
_EVER = (date.min, date.max)


@dataclass(frozen=True, slots=True)
class Item:
    """One entry as the report shows it. ``names`` are its verbatim wordings, the one to show first.

    ``unconfirmed``: it was announced, its time has passed, and no later report says that it came about.
    """

    entry: Entry
    notes: tuple[int, ...]
    names: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    disputed: bool = False
    unconfirmed: bool = False


@dataclass(frozen=True, slots=True)
class ClaimItem:
    """One claim with its footnotes, the outlets and days of saying, and the entries that count.

    ``others`` are the values that other sources give for the same figure, with their footnotes; ``term``
    is the chairmanship that the claim speaks of; ``topics`` has ``counted`` by topic, where it is events.
    """

    claim: Claim
    notes: tuple[int, ...]
    said: tuple[date, ...]
    outlets: tuple[str, ...]
    counted: tuple[Item, ...] = ()
    beside: tuple[Item, ...] = ()
    disputed: bool = False
    others: tuple[tuple[SlotValue, tuple[int, ...]], ...] = ()
    term: Item | None = None

    @property
    def topics(self) -> tuple[tuple[str, tuple[Item, ...]], ...]:
        """What counts, by topic in the order of the claim; the empty topic is none."""
        held = {item.entry.id: item for item in self.counted}
        return tuple((t, tuple(held[i] for i in ids if i in held)) for t, ids in self.claim.topics)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries that count towards the claim."""
        return tuple(item.entry for item in self.counted)

    @property
    def looked_at(self) -> tuple[Entry, ...]:
        """Every entry that the claim is shown with: what counts, what stands beside it, the chairmanship."""
        return tuple(item.entry for item in (*self.counted, *self.beside, *filter(None, (self.term,))))


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A slot of an entry with each value and the footnotes that state it.

    ``rule`` is why the first value stands first (``Variant.rule``); empty between claims that are
    entries of their own.
    """

    entry: Entry
    slot: str
    names: tuple[str, ...]
    values: tuple[tuple[SlotValue, tuple[int, ...]], ...]
    rule: str = ""

    @property
    def between_claims(self) -> bool:
        """Whether claims contradict each other, and not sources on a fact."""
        return self.entry.type == "figure" and self.slot == "value"


@dataclass(frozen=True, slots=True)
class Source:
    """One article that the report rests on, with the number of its records here."""

    article: str
    outlet: str | None
    published: date | None
    title: str | None
    url: str | None
    records: int
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """The report on an organisation and period (EDTF; None for all years)."""

    organisation: str
    period: str | None
    sections: Mapping[str, tuple[Item, ...]] = field(default_factory=dict)
    claims: tuple[ClaimItem, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    sources: tuple[Source, ...] = ()
    notes: tuple[Note, ...] = ()
    ledger_only: bool = False

    @property
    def held_claims(self) -> tuple[ClaimItem, ...]:
        """The claims that the register can be held against."""
        return tuple(item for item in self.claims if item.claim.held)

    @property
    def other_figures(self) -> tuple[ClaimItem, ...]:
        """Figures of a kind that is counted, but of things that the register does not count."""
        return tuple(item for item in self.claims if not item.claim.held)

    @property
    def contradictions(self) -> tuple[Disagreement, ...]:
        """Claims that contradict each other."""
        return tuple(d for d in self.disagreements if d.between_claims)

    @property
    def other_disagreements(self) -> tuple[Disagreement, ...]:
        """Facts on which sources differ."""
        return tuple(d for d in self.disagreements if not d.between_claims)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show."""
        return not self.claims and not any(self.sections.values())

    def section(self, name: str) -> tuple[Item, ...]:
        """The items of a section; empty where it has none."""
        return self.sections.get(name, ())


def section_of(entry: Entry, period: str | None) -> str | None:
    """The section that ``entry`` belongs in; None where it has none of its own."""
    if entry.type == "meeting":
        if not is_session(entry):
            return "meetings"
        return "next_session" if is_ahead(entry, period) else "sessions"
    if entry.type == "activity":
        return "exercises" if in_lane(EXERCISE, entry) else "activities"
    return _OF_TYPE.get(entry.type)


def _sorted_into_sections(entries: Iterable[Entry], period: str | None) -> dict[str, list[Entry]]:
    out: dict[str, list[Entry]] = {name: [] for name in ITEM_SECTIONS}
    for entry in entries:
        name = section_of(entry, period)
        if name:
            out[name].append(entry)
        if entry.type == "document" and mentions(text_of(entry, "title"), "handover"):
            out["handover"].append(entry)
    return out


@dataclass(slots=True)
class _Builder:
    articles: Mapping[str, Article]
    entries: Mapping[str, Entry]
    disputes: list[Dispute]
    until: date | None = None
    notebook: Notebook = field(init=False)
    _items: dict[str, Item] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.notebook = Notebook(self.articles)

    def item(self, entry: Entry) -> Item:
        """An entry as an item; many claims may count one."""
        found = self._items.get(entry.id)
        if found is None:
            found = self._items[entry.id] = self._item(entry)
        return found

    def _item(self, entry: Entry) -> Item:
        notes = self.notebook.cite(entry.records)
        disputed = any(d.entry.id == entry.id for d in self.disputes)
        steps = history(entry, self.notebook)
        return Item(entry, notes, wordings(entry), steps, disputed, unconfirmed(entry, self.until))

    def claim(self, claim: Claim) -> ClaimItem:
        articles = [self.articles[r.article] for r in claim.entry.records if r.article in self.articles]
        notes = self.notebook.cite(claim.entry.records)
        ids = {record.id for record in claim.entry.records}
        return ClaimItem(
            claim,
            notes,
            tuple(published(claim.entry, self.articles)),
            tuple(dict.fromkeys(a.outlet for a in articles if a.outlet)),
            tuple(self.item(self.entries[i]) for i in claim.counted if i in self.entries),
            tuple(self.item(self.entries[i]) for i in claim.beside if i in self.entries),
            any(not ids.isdisjoint(r) for d in self.disputes if d.slot == "value" for _, r in d.values),
            self._others(claim.entry),
            self.item(self.entries[claim.chairmanship]) if claim.chairmanship in self.entries else None,
        )

    def _others(self, entry: Entry) -> tuple[tuple[SlotValue, tuple[int, ...]], ...]:
        variants = entry.slots.get("value", ())[1:]
        return tuple((variant.value, self._cite(entry, variant.records)) for variant in variants)

    def _cite(self, entry: Entry, ids: Iterable[str]) -> tuple[int, ...]:
        wanted = set(ids)
        return self.notebook.cite(record for record in entry.records if record.id in wanted)

    def disagreement(self, dispute: Dispute, records: Mapping[str, Record]) -> Disagreement:
        values = tuple(
            (value, self.notebook.cite(records[i] for i in ids if i in records))
            for value, ids in dispute.values
        )
        return Disagreement(dispute.entry, dispute.slot, wordings(dispute.entry), values, dispute.rule)

    def sources(self, shown: Iterable[Entry]) -> tuple[Source, ...]:
        count: dict[str, set[str]] = {}
        for entry in shown:
            for record in entry.records:
                count.setdefault(record.article, set()).add(record.id)
        numbers: dict[str, list[int]] = {}
        for note in self.notebook.notes():
            numbers.setdefault(note.evidence.article, []).append(note.number)
        found = [self._source(i, len(ids), tuple(numbers.get(i, ()))) for i, ids in count.items()]
        return tuple(sorted(found, key=lambda s: (s.published or date.max, s.outlet or "", s.article)))

    def _source(self, article_id: str, records: int, notes: tuple[int, ...]) -> Source:
        a = self.articles.get(article_id)
        if a is None:
            return Source(article_id, None, None, None, None, records, notes)
        return Source(article_id, a.outlet, a.published, a.title, a.url, records, notes)


def _unique(entries: Iterable[Entry]) -> dict[str, Entry]:
    return {entry.id: entry for entry in entries}


def build_results(
    entries: Iterable[Entry],
    articles: Iterable[Article],
    claims: Iterable[Claim],
    organisation: str,
    period: str | None = None,
    *,
    until: date | None = None,
) -> Results:
    """The report on ``organisation`` in ``period`` from what the register holds.

    ``entries`` may hold more than the organisation's own: quotes, offices, invitations and
    commitments are taken by the articles they stand in. ``claims`` are taken as they come.
    ``until`` is the day up to which reports have been read: what was announced long before and
    never confirmed is marked.
    """
    known, by_id, stated = _unique(entries), {a.id: a for a in articles}, tuple(claims)
    chosen = select(known.values(), by_id, organisation, period)
    figures = [claim.entry for claim in stated]
    shown = [e for e in chosen if e.type != "figure"]
    build = _Builder(by_id, known, all_disputes([*shown, *figures], stated), until)
    placed = _sorted_into_sections(shown, period)
    sections: dict[str, tuple[Item, ...]] = {}
    claim_items: tuple[ClaimItem, ...] = ()
    for name in ITEM_SECTIONS:
        if name == "ledger":
            claim_items = tuple(build.claim(claim) for claim in stated)
        else:
            sections[name] = tuple(build.item(entry) for entry in placed[name])
    draft = Results(organisation, period, sections, claim_items)
    return _finished(build, [*shown, *figures, *(e for c in claim_items for e in c.looked_at)], draft)


def _finished(build: _Builder, shown: Iterable[Entry], draft: Results) -> Results:
    unique = _unique(shown).values()
    records = {record.id: record for entry in unique for record in entry.records}
    disagreements = tuple(build.disagreement(d, records) for d in build.disputes)
    sources = build.sources(unique)
    return replace(draft, disagreements=disagreements, sources=sources, notes=build.notebook.notes())


def build_ledger(
    claims: Iterable[Claim],
    entries: Iterable[Entry],
    articles: Iterable[Article],
    organisation: str,
    period: str | None = None,
) -> Results:
    """The ledger alone: claims, the entries that count, disagreements between claims, sources."""
    known, stated = _unique(entries), tuple(claims)
    figures = [claim.entry for claim in stated]
    build = _Builder({a.id: a for a in articles}, known, all_disputes(figures, stated))
    items = tuple(build.claim(claim) for claim in stated)
    draft = Results(organisation, period, {}, items, ledger_only=True)
    return _finished(build, [*figures, *(e for item in items for e in item.looked_at)], draft)


def results_of(register: Register, organisation: str, year: Period | None = None) -> Results:
    """The report on ``organisation`` in ``year`` (or from day to day; None: all years) from a register."""
    from itogi.register.ledger import claims

    stated = claims(register, organisation, year or _EVER)
    entries = [*register.entries(organisation, period=year, announced=True), *_counted(register, stated)]
    articles, until = _articles(register, entries, stated), register.reported_until(organisation)
    return build_results(entries, articles, stated, organisation, _period(year), until=until)


def ledger_of(register: Register, organisation: str, year: Period | None = None) -> Results:
    """The ledger of ``organisation`` in ``year`` (or from day to day; None: all years) from a register."""
    from itogi.register.ledger import claims

    stated = claims(register, organisation, year or _EVER)
    entries = _counted(register, stated)
    return build_ledger(stated, entries, _articles(register, entries, stated), organisation, _period(year))


def _counted(register: Register, claims: Iterable[Claim]) -> list[Entry]:
    """The entries that claims are held against: some, such as chairmanships, lie in other years."""
    return register.entries_by_id(id for claim in claims for id in _looked_at(claim))


def _looked_at(claim: Claim) -> Iterable[str]:
    return (*claim.counted, *claim.beside, *filter(None, (claim.chairmanship,)))


def _period(year: Period | None) -> str | None:
    """A year or first and last day as EDTF."""
    if year is None:
        return None
    return f"{year:04d}" if isinstance(year, int) else f"{year[0].isoformat()}/{year[1].isoformat()}"


def _articles(register: Register, entries: Iterable[Entry], claims: Iterable[Claim]) -> Iterable[Article]:
    speaking = [*entries, *(claim.entry for claim in claims)]
    return register.articles(sorted({record.article for entry in speaking for record in entry.records}))
