"""The ledger: figures that reports claim, held against the entries of the register."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from itogi.model.data import load_yaml
from itogi.model.entry import Claim, Entry
from itogi.model.values import date_range
from itogi.register.match import narrowed, narrowing
from itogi.register.store import Period, Register
from itogi.register.terms import Holdings, Term, chairs_of, term_of
from itogi.register.traits import Days, Item, head_stems, rules, stems

_YEAR = 364  # days between the first and the last of a year
_NAMED_AT_MOST = 40  # reports name a table of delegates, not a hall
_TOLERANCE = 0.1  # "about 60" is met by 54


@dataclass(frozen=True, slots=True)
class Count:
    """What counts towards a claim: the entries, and how many there are (None: this is not counted).

    ``beside`` are entries that do not count but show the claim in its place: the rotation of the chair.
    ``topics`` has the entries by topic, ``term`` the chairmanship whose days were looked at.
    """

    entries: tuple[str, ...] = ()
    found: int | None = None
    beside: tuple[str, ...] = ()
    topics: tuple[tuple[str, tuple[str, ...]], ...] = ()
    term: Term | None = None


def claims(register: Register, organisation: str, period: Period) -> list[Claim]:
    """Each figure that can be held against the register, with its verdict.

    Who said it, where and when is in ``claim.entry.records`` (article, evidence, slot ``by``).
    Sorted by what is counted, the largest value first; what the register does not count
    (``Claim.held``) comes last.
    """
    bounds = (date(period, 1, 1), date(period, 12, 31)) if isinstance(period, int) else period
    order, held = rules()["claims"], Holdings(register)
    figures = [e for e in held.entries(organisation, "figure", bounds) if e.value("what") in order]
    figures.sort(key=lambda e: (order.index(e.value("what")), -_number(e), e.id))
    found = [_claim(held, organisation, bounds, figure) for figure in figures]
    return sorted(found, key=lambda claim: not claim.held)


def _claim(held: Holdings, organisation: str, bounds: Days, figure: Entry) -> Claim:
    counter = _COUNTERS.get(str(figure.value("what")))
    count = counter(held, organisation, bounds, figure) if counter else Count()
    verdict, reason = judge(figure, count.found, count.term)
    why = _explain(reason, figure, count.found)
    settle = {} if verdict == "supported" else _captions()["settle"].get(str(figure.value("what")), {})
    shown = Claim(figure, verdict, count.entries, count.found, why, settle, count.beside)
    if count.term:
        return replace(shown, topics=count.topics, period=count.term.period, chairmanship=count.term.entry.id)
    return replace(shown, topics=count.topics, period=str(figure.value("date") or ""))


def judge(figure: Entry, found: int | None, term: Term | None = None) -> tuple[str, str]:
    """The verdict on a figure of which the register holds ``found``, and its reason in captions.yml."""
    value, about = _number(figure), bool(figure.value("approximate"))
    if _sources_differ(figure):
        return "contradicted", "sources_differ"
    if found is None:
        return "unverified", "uncountable"
    if found == 0:
        return "unverified", "nothing"
    if found < value:
        close = about and found >= value * (1 - _TOLERANCE)
        if close:
            return "supported", "supported_about"
        return "partly", "partly_narrow" if _is_narrow(figure, term) else "partly"
    if _is_narrow(figure, term):
        return "unverified", "narrower"
    if about:
        return "supported", "supported_about"
    return ("supported", "supported") if found == value else ("contradicted", "too_many")


def _number(figure: Entry) -> float:
    value = figure.value("value")
    return float(value) if isinstance(value, int | float) else 0.0


def _sources_differ(figure: Entry) -> bool:
    """Whether sources give values that cannot be one: "about 60" and 62 can."""
    values = [float(str(v.value)) for v in figure.slots.get("value", ())]
    if len(values) < 2:
        return False
    return not (figure.value("approximate") and min(values) >= max(values) * (1 - _TOLERANCE))


def _is_narrow(figure: Entry, term: Term | None) -> bool:
    """Whether the label narrows the count to a field by which the register cannot tell entries apart."""
    if figure.value("what") in ("chairmanships", "countries") or _kind_of_documents(figure):
        return False
    # "мероприятий председательства Белоруссии": the country says whose term it is, and narrows nothing.
    chair = {f"={term.entry.value('country')}"} if term else set()
    return all(narrowing(Item(record, None)) - chair for record in figure.records)


def _kind_of_documents(figure: Entry) -> str:
    return narrowed(str(figure.value("label") or "")) if figure.value("what") == "documents" else ""


def _days(figure: Entry, bounds: Days) -> Days:
    when = figure.value("date")
    return (date_range(when) if isinstance(when, str) else None) or bounds


# What counts


def _documents(held: Holdings, organisation: str, bounds: Days, figure: Entry) -> Count:
    days, kind = _days(figure, bounds), _kind_of_documents(figure)
    stages = set(rules()["counted_stages"])
    found = [
        entry
        for entry in held.entries(organisation, "document", days)
        if stages & {s.stage for s in entry.stages}
        and (not kind or entry.value("kind") == kind)
        and _dated_within(entry, days)
    ]
    return _counted(found)


def _dated_within(entry: Entry, days: Days) -> bool:
    """Whether a record dates the entry in these days; "in 2024" does not place it on a day of 2024."""
    spans = [date_range(v) for r in entry.records if isinstance(v := r.get("date"), str)]
    return any(s and days[0] <= s[0] and s[1] <= days[1] for s in spans)


def _events(held: Holdings, organisation: str, bounds: Days, figure: Entry) -> Count:
    return _happened(held, organisation, bounds, figure, "meeting", "activity")


def _meetings(held: Holdings, organisation: str, bounds: Days, figure: Entry) -> Count:
    return _happened(held, organisation, bounds, figure, "meeting")


def _exercises(held: Holdings, organisation: str, bounds: Days, figure: Entry) -> Count:
    return _happened(held, organisation, bounds, figure, "activity", kind="exercise")


def _happened(
    held: Holdings, organisation: str, bounds: Days, figure: Entry, *types: str, kind: str = ""
) -> Count:
    """The events of the claim's days by topic; the days of a claim on a chairmanship are its term."""
    term = term_of(held, organisation, figure)
    days = term.days if term else _days(figure, bounds)
    found = [
        entry
        for type in types
        for entry in held.entries(organisation, type, days)
        if (not kind or entry.value("kind") == kind)
        and _of_status(entry, figure)
        and (term.holds(entry) if term else _files_under(entry, days))
    ]
    topics = _by_topic(found)
    return Count(tuple(id for _, ids in topics for id in ids), len(found), topics=topics, term=term)


def _by_topic(entries: Iterable[Entry]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The ids by topic, the most frequent topic first, what has none last.

    An event of several topics stands under the most frequent of them, so that the counts add up.
    """
    topics = {e.id: t if isinstance(t := e.value("topics"), tuple) else () for e in entries}
    tally = Counter(topic for some in topics.values() for topic in some)
    found: dict[str, list[str]] = {}
    for id, some in topics.items():
        found.setdefault(min(some, key=lambda t: (-tally[t], t), default=""), []).append(id)
    order = sorted(found, key=lambda topic: (not topic, -len(found[topic]), topic))
    return tuple((topic, tuple(found[topic])) for topic in order)


def _of_status(entry: Entry, figure: Entry) -> bool:
    """Whether an event took place, or is to, as the claim has it."""
    wanted = rules()["counted_statuses"][str(figure.value("status") or "actual")]
    return entry.value("status") is None or entry.value("status") in wanted


def _files_under(entry: Entry, days: Days) -> bool:
    """Whether an event is dated within the days of the claim.

    A claim on a whole year takes what the register files under the year; a claim on a week does not
    take an event known to the month only.
    """
    return (days[1] - days[0]).days >= _YEAR or _dated_within(entry, days)


def _countries(held: Holdings, organisation: str, bounds: Days, figure: Entry) -> Count:
    """The countries that a meeting of that time names; a figure without a date is not about a meeting."""
    if figure.value("date") is None:
        return Count()
    meetings = held.entries(organisation, "meeting", _days(figure, bounds))
    named = [(e, e.value("countries")) for e in meetings]
    full = [(e.id, frozenset(c)) for e, c in named if isinstance(c, tuple)]
    if not full:
        return Count()
    most = max(full, key=lambda pair: (len(pair[1]), pair[0]))
    return Count((most[0],), len(most[1]))


def _chairmanships(held: Holdings, organisation: str, bounds: Days, figure: Entry) -> Count:
    """The chairmanships of the country in question up to the year of the claim."""
    last = _days(figure, bounds)[1]
    entries = held.entries(organisation, "chairmanship")
    mine = chairs_of(entries, figure)
    if len(mine) != 1:
        return Count()
    begun = [e for e in entries if _begun(e, last)]
    beside = tuple(e.id for e in begun if e.value("country") not in mine)
    return replace(_counted([e for e in begun if e.value("country") in mine]), beside=beside)


def _participants(held: Holdings, organisation: str, bounds: Days, figure: Entry) -> Count:
    """The persons that the meetings of that time name: a lower bound.

    Crowds are counted by nobody, and reports do not name those who play or march at a meeting.
    """
    delegates = stems(str(figure.value("label") or "")) & head_stems("delegates")
    if figure.value("date") is None or _number(figure) > _NAMED_AT_MOST or not delegates:
        return Count()
    meetings = held.entries(organisation, "meeting", _days(figure, bounds))
    named = [(e, e.value("people")) for e in meetings]
    full = [(e.id, people) for e, people in named if isinstance(people, tuple)]
    return Count(tuple(id for id, _ in full), len({p for _, people in full for p in people}) or None)


def _begun(entry: Entry, last: date) -> bool:
    when = entry.value("year")
    days = date_range(when) if isinstance(when, str) else None
    return days is None or days[0] <= last


def _counted(entries: list[Entry]) -> Count:
    return Count(tuple(e.id for e in entries), len(entries))


_COUNTERS: dict[str, Callable[[Holdings, str, Days, Entry], Count]] = {
    "documents": _documents,
    "events": _events,
    "meetings": _meetings,
    "exercises": _exercises,
    "countries": _countries,
    "participants": _participants,
    "chairmanships": _chairmanships,
}


# Words


@cache
def _captions() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    loaded: Mapping[str, Mapping[str, Mapping[str, str]]] = load_yaml(Path(__file__).parent / "captions.yml")
    return loaded


def _explain(reason: str, figure: Entry, found: int | None) -> dict[str, str]:
    values = [f"{float(str(v.value)):g}" for v in figure.slots.get("value", ())] or ["?"]
    missing = f"{max(_number(figure) - (found or 0), 0):g}"
    others = ", ".join(values[1:])
    return {
        language: text.format(value=values[0], others=others, found=found or 0, missing=missing)
        for language, text in _captions()["reason"][reason].items()
    }
