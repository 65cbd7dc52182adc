"""An entry from its records: values side by side with those who state them, and the history of stages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from itogi.model.entry import Entry, StageStatement, Variant
from itogi.model.kinds import Slot, kinds
from itogi.model.record import SlotValue
from itogi.model.values import date_range
from itogi.register.traits import Item, family, fold, rules, same_person, stems


def compose(
    id: str, items: Sequence[Item], review: str = "", edits: Mapping[str, SlotValue] | None = None
) -> Entry:
    """The entry ``id`` of these records of one type; ``edits`` are values that a person set."""
    items = sorted(items, key=lambda i: i.rank)
    kind = kinds()[items[0].record.type]
    stages = _history(kind.name, items) if "stage" in kind.slots else ()
    slots: dict[str, tuple[Variant, ...]] = {}
    for name, slot in kind.slots.items():
        stating = [i for i in items if i.record.get(name) is not None]
        if name == "date" and stages:
            stating = _of_stage(slots, stating)
        if stating:
            slots[name] = _variants(kind.name, slot, stating)
    for name, value in (edits or {}).items():
        slots[name] = _edited(value, slots.get(name, ()))
    return Entry(
        id, kind.name, slots, tuple(i.record for i in items), stages, review, len({i.source for i in items})
    )


def _edited(value: SlotValue, stated: Sequence[Variant]) -> tuple[Variant, ...]:
    """What a person set stands first; what the sources state stays beside it."""
    records = next((v.records for v in stated if v.value == value), ())
    others = (replace(v, rule="") for v in stated if v.value != value)
    return (Variant(value, records, "decision"), *others)


def _of_stage(slots: Mapping[str, tuple[Variant, ...]], items: list[Item]) -> list[Item]:
    """Dates of other stages are history, not disagreement: those of the stage shown, if it has any."""
    shown = {r for variant in slots.get("stage", ()) for r in variant.records}
    return [i for i in items if i.record.id in shown] or items


def _history(type: str, items: Sequence[Item]) -> tuple[StageStatement, ...]:
    """Every stage stated, in the order of the statements; of one day, by how far it is."""
    order = rules()["progress"][f"{type}.stage"]
    stated = [i for i in items if i.text("stage")]
    stated.sort(key=lambda i: (i.rank[0], order.index(i.text("stage")), i.record.id))
    return tuple(
        StageStatement(
            i.text("stage"), i.record.id, i.said.isoformat() if i.said else None, i.text("date") or None
        )
        for i in stated
    )


@dataclass
class _Value:
    """A value under way to a variant, with the items that state it."""

    value: SlotValue
    items: list[Item] = field(default_factory=list)

    @property
    def order(self) -> tuple[object, ...]:
        """What is shown first: an official source's, that of most sources, of the later report, the value."""
        sources = {i.source for i in self.items}
        official = any(i.official for i in self.items)
        latest = max((i.said for i in self.items if i.said), default=date.min)
        return (not official, -len(sources), -latest.toordinal(), str(self.value))

    def variant(self) -> Variant:
        """The variant."""
        return Variant(self.value, tuple(i.record.id for i in self.items))


def _variants(type: str, slot: Slot, stating: Sequence[Item]) -> tuple[Variant, ...]:
    if slot.many:
        return (_union(slot, stating),)
    values = _by_value(slot.name, stating)
    if order := rules()["progress"].get(f"{type}.{slot.name}"):
        return (_furthest(values, order).variant(),)
    if slot.type == "flag":
        return (max(values, key=lambda v: bool(v.value)).variant(),)
    if slot.type in ("text", "verbatim") or slot.name in rules()["attribution"]:
        return (Variant(_wording(values).value, tuple(i.record.id for i in stating)),)
    return _ruled(sorted(_folded(slot, values), key=lambda v: v.order))


def _ruled(values: Sequence[_Value]) -> tuple[Variant, ...]:
    """The variants, with the rule by which the first stands first."""
    first, *rest = (v.variant() for v in values)
    if not rest:
        return (first,)
    pairs = zip(("official", "majority", "later"), values[0].order, values[1].order, strict=False)
    rule = next((name for name, one, two in pairs if one != two), "order")
    return (replace(first, rule=rule), *rest)


def _by_value(name: str, items: Sequence[Item]) -> list[_Value]:
    found: dict[str, _Value] = {}
    for item in items:
        value = item.record.slots[name]
        found.setdefault(repr(value), _Value(value)).items.append(item)
    return sorted(found.values(), key=lambda v: v.order)


def _union(slot: Slot, items: Sequence[Item]) -> Variant:
    """All members of a list slot, those that most articles name first; short names join full ones."""
    found: dict[str, _Value] = {}
    for item in items:
        for member in item.many(slot.name):
            found.setdefault(member, _Value(member)).items.append(item)
    values = sorted(found.values(), key=lambda v: v.order)
    if slot.type in ("person", "party"):
        values = sorted(_absorb(values, _fuller_name), key=lambda v: v.order)
    return Variant(tuple(str(v.value) for v in values), tuple(i.record.id for i in items))


def _furthest(values: list[_Value], order: Sequence[str]) -> _Value:
    """The value of the latest report; of several on one day, the one that goes furthest."""

    def key(value: _Value) -> tuple[date, int]:
        latest = max((i.said for i in value.items if i.said), default=date.min)
        return latest, order.index(str(value.value))

    return max(values, key=key)


def _wording(values: list[_Value]) -> _Value:
    """The wording of most articles; of several, the longest."""
    return min(values, key=lambda v: (v.order[:2], -len(str(v.value)), str(v.value)))


def _folded(slot: Slot, values: list[_Value]) -> list[_Value]:
    """Values that say the same, one more exactly than the other, become one."""
    fuller = {
        "person": _fuller_name,
        "party": _fuller_party,
        "place": _fuller_place,
        "date": _finer_date,
        "enum": lambda a, b: _finer_enum(slot.name, a, b),
    }.get(slot.type)
    return _absorb(values, fuller) if fuller else values


def _absorb(values: list[_Value], says_more: Callable[[str, str], bool]) -> list[_Value]:
    """Each value joins the one that says the same more fully, where there is one."""
    kept: list[_Value] = []
    for value in sorted(values, key=lambda v: (-len(str(v.value)), str(v.value))):
        homes = [k for k in values if k is not value and says_more(str(k.value), str(value.value))]
        homes = [k for k in homes if not says_more(str(value.value), str(k.value)) or k in kept]
        if not homes:
            kept.append(value)
    homeless = [v for v in values if v not in kept]
    for value in homeless:
        homes = [k for k in kept if says_more(str(k.value), str(value.value))]
        home = min(homes, key=lambda v: v.order) if homes else None
        if home is None:
            kept.append(value)
        else:
            home.items = sorted({i.record.id: i for i in (*home.items, *value.items)}.values(),
                                key=lambda i: i.rank)  # fmt: skip
    return kept


def _fuller_name(full: str, short: str) -> bool:
    return same_person(full, short)


def _fuller_party(full: str, short: str) -> bool:
    """A person says more than the country that the person speaks for."""
    if short.isupper() and not full.isupper():
        return True
    return bool(family(full)) and same_person(full, short)


def _fuller_place(full: str, short: str) -> bool:
    return stems(short) <= stems(full) or fold(full) == fold(short)


def _finer_date(fine: str, coarse: str) -> bool:
    a, b = date_range(fine), date_range(coarse)
    return bool(a and b and b[0] <= a[0] and a[1] <= b[1])


def _finer_enum(slot: str, fine: str, coarse: str) -> bool:
    return coarse == "other" or fine in rules()["general"].get(slot, {}).get(coarse, ())
