"""Decisions of people: made, undone, told; each is a row, and the register follows those that stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from itogi.errors import Conflict, UsageError
from itogi.model.entry import Decision
from itogi.model.kinds import kinds
from itogi.model.record import SlotValue
from itogi.register import models
from itogi.register.answers import Accepted
from itogi.register.convert import item_of_row
from itogi.register.database import lock
from itogi.register.decisions import ACCEPT, COMMENT, EDIT, KINDS, MERGE, REJECT, SPLIT, UNDO
from itogi.register.entries import compute_entries
from itogi.register.failures import guarded
from itogi.register.incremental import Merging
from itogi.register.index import Changes, Index
from itogi.register.keys import node_of
from itogi.register.merge import name_of_entry
from itogi.register.queries import Queries
from itogi.register.tables import chunks
from itogi.register.traits import block_of
from itogi.settings import Location

_RECENT = 1000  # decisions among which it is looked for the one by which an entry went


class Reviewing(Queries):
    """The part of a register's tables that people write."""

    def __init__(self, location: Location, alias: str) -> None:
        super().__init__(location, alias)
        self.index = Index(alias)
        self.merging = Merging(alias, self.index)

    @guarded
    def decide(
        self,
        kind: str,
        target: str,
        *,
        actor: str,
        reason: str,
        slot: str,
        value: SlotValue | None,
        others: Sequence[str],
        expected: str | None = None,
    ) -> Decision:
        """Note a decision on an entry or record, and bring the register in line with it."""
        if kind not in KINDS or kind == UNDO:
            raise UsageError(
                f"there is no decision {kind!r}", remedy=f"choose one of {', '.join(KINDS[:-1])}"
            )
        _check_actor(actor)
        with self.writing():
            if expected is not None:
                self._check(target, expected)
            whole, mine = self._named(target)
            theirs: list[models.Record] = []
            if kind == EDIT:
                value = _checked(mine[0].type, slot, value)
            elif kind == MERGE:
                theirs = self._to_merge(target, mine[0].type, others)
            elif kind == SPLIT:
                mine, theirs = _parted(target, mine, others)
            if not whole and kind not in (REJECT, COMMENT):
                raise UsageError(f"a single record cannot be {kind}ed", where=target, remedy="name an entry")
            row = models.Decision(kind=kind, record=mine[0], whole=whole, slot=slot, value=value, actor=actor,
                                  reason=reason, made=datetime.now(UTC))  # fmt: skip
            self._note(row, mine, theirs)
            self._follow(row, mine)
        return self.history([row.pk])[0]

    @guarded
    def undo(self, number: int, *, actor: str, reason: str) -> Decision:
        """Undo a decision by a row of its own; the register goes back to what follows without it."""
        with self.writing():
            row = self.decisions.standing().filter(pk=number).first()
            if row is None:
                raise UsageError(
                    f"there is no decision {number} that stands", remedy="see `itogi history` for the numbers"
                )
            undo = models.Decision(kind=UNDO, record_id=row.record_id, whole=row.whole, actor=actor,
                                   reason=reason, made=datetime.now(UTC), undoes=row)  # fmt: skip
            self._note(undo, (), ())
            named = self.rows(models.Record).filter(named__decision=row, named__side=0)
            self._follow(row, list(named))
        return self.history([undo.pk])[0]

    @guarded
    def accept_all(
        self, ids: Sequence[str], *, actor: str, reason: str, expected: Mapping[str, str]
    ) -> Accepted:
        """Accept entries that await review, each by a decision, all of them or none."""
        _check_actor(actor)
        numbers: list[int] = []
        with self.writing():
            chosen = self._still_waiting(ids, expected)
            for some in chunks(chosen):
                numbers += self._accept(some, actor, reason)
            compute_entries(self, self.decisions, chosen)
            self.index.changes.entries |= set(chosen)
        passed = tuple(id for id in dict.fromkeys(ids) if id not in set(chosen))
        return Accepted(tuple(self.history(numbers)), passed)

    def _still_waiting(self, ids: Sequence[str], expected: Mapping[str, str]) -> list[str]:
        found: list[str] = []
        for some in chunks(list(dict.fromkeys(ids))):
            waiting = self.rows(models.Brief).filter(id__in=some, risk__isnull=False)
            found += waiting.order_by("id").values_list("id", flat=True)
        now = self.tokens([id for id in found if id in expected])
        return [id for id in found if id not in expected or now.get(id) == expected[id]]

    def _accept(self, ids: Sequence[str], actor: str, reason: str) -> list[int]:
        """Accept some entries; returns the numbers of the decisions."""
        held: dict[str, list[tuple[str, str]]] = {id: [] for id in ids}
        rows = self.rows(models.Record).filter(node__entry_id__in=ids)
        for entry, said, record in rows.values_list("node__entry_id", "said", "id"):
            held[entry].append((str(said or "9999"), record))
        made = datetime.now(UTC)
        decided = self.rows(models.Decision).bulk_create(
            models.Decision(
                kind=ACCEPT, record_id=min(held[id])[1], whole=True, actor=actor, reason=reason, made=made
            )
            for id in ids
        )
        self.rows(models.Named).bulk_create(
            models.Named(decision=row, record_id=record, side=0)
            for row, id in zip(decided, ids, strict=True)
            for _, record in held[id]
        )
        self.index.changes.decided = True
        return [row.id for row in decided]

    # What has changed since it was shown

    @guarded
    def tokens(self, targets: Sequence[str]) -> dict[str, str]:
        """Each stands for the records of an entry, or a record, and all that was decided on them."""
        found: dict[str, str] = {}
        for some in chunks(targets):
            held = self._records_of(some)
            last = self._last_decided({record: target for target, ids in held.items() for record in ids})
            for target, ids in held.items():
                digest = sha256(" ".join(sorted(ids)).encode()).hexdigest()[:16]
                found[target] = f"{last.get(target, 0)}-{digest}"
        return found

    def _records_of(self, targets: Sequence[str]) -> dict[str, list[str]]:
        """The ids of the records of entries; of a record its own; nothing for what there is not."""
        found: dict[str, list[str]] = defaultdict(list)
        of_entries = self.rows(models.Record).filter(node__entry_id__in=targets)
        for entry, record in of_entries.values_list("node__entry_id", "id"):
            found[entry].append(record)
        rest = self.rows(models.Record).filter(id__in=[target for target in targets if target not in found])
        return found | {id: [id] for id in rest.values_list("id", flat=True)}

    def _last_decided(self, homes: Mapping[str, str]) -> dict[str, int]:
        """By what records belong to, the number of the last decision or undoing that is about one of them."""
        found: dict[str, int] = {}
        for some in chunks(sorted(homes)):
            named = self.rows(models.Named).filter(record_id__in=some)
            for record, number, undone in named.values_list("record_id", "decision_id", "decision__undone"):
                found[homes[record]] = max(found.get(homes[record], 0), number, undone or 0)
        return found

    def _check(self, target: str, expected: str) -> None:
        """Refuse to decide on what is no longer as it was shown.

        Raises:
            Conflict: with who decided what, and when.
        """
        if self.tokens([target]).get(target, "") == expected:
            return
        seen = expected.partition("-")[0]
        since = [row for row in self._recent(target) if row.number > (int(seen) if seen.isdecimal() else 0)]
        remedy = "look at it as it is now, and decide again"
        if not since:
            raise Conflict("its records have changed since it was shown", where=target, remedy=remedy)
        last = since[-1]
        raise Conflict(
            f"{last.actor} has decided meanwhile: {last.kind}, {last.made}",
            where=target,
            remedy=remedy,
            by=last.actor,
            kind=last.kind,
            made=last.made,
        )

    def _recent(self, target: str) -> list[Decision]:
        """The decisions on an entry or record; of what is gone, those by which it went."""
        if records := self._records_of([target]).get(target):
            return self.history(sorted(n for some in chunks(records) for n in self._about(some)))
        rows = self.rows(models.Decision).order_by("-id")[:_RECENT]
        named = self.rows(models.Named).filter(decision_id__in=[row.id for row in rows])
        of = {
            number
            for number, type, record in named.values_list("decision_id", "record__type", "record_id")
            if name_of_entry(type, record) == target
        }
        undos = self.rows(models.Decision).filter(undoes_id__in=sorted(of)).values_list("id", flat=True)
        return self.history(sorted({*of, *undos}))

    @guarded
    def history(self, numbers: Sequence[int] | None = None, entry: str | None = None) -> list[Decision]:
        """Decisions in their order: these, those on an entry or record, or all."""
        query = self.rows(models.Decision).order_by("id").prefetch_related("named", "undone")
        if numbers is not None:
            return [_told(row) for some in chunks(numbers) for row in query.filter(id__in=some)]
        if entry is not None:
            _, records = self._named(entry)
            ids = [row.id for row in records]
            query = query.filter(id__in=[n for some in chunks(ids) for n in self._about(some)])
        return [_told(row) for row in query]

    def _about(self, records: Sequence[str]) -> set[int]:
        found = set(
            self.rows(models.Named).filter(record_id__in=records).values_list("decision_id", flat=True)
        )
        undos = self.rows(models.Decision).filter(undoes_id__in=found)
        return found | set(undos.values_list("id", flat=True))

    def _named(self, target: str) -> tuple[bool, list[models.Record]]:
        """Whether this is an entry, and its records, the earliest first; or the record of this id."""
        rows = list(self.rows(models.Record).filter(node__entry_id=target))
        if rows:
            return True, sorted(rows, key=lambda row: item_of_row(row).rank)
        row = self.rows(models.Record).filter(id=target).first()
        if row is None:
            raise UsageError(
                f"the register holds no entry and no record {target!r}",
                where=str(self.location),
                remedy="take an id from `itogi export jsonl` or `itogi search`",
            )
        return False, [row]

    def _to_merge(self, target: str, type: str, others: Sequence[str]) -> list[models.Record]:
        found: list[models.Record] = []
        for other in others:
            whole, rows = self._named(other)
            if not whole or rows[0].type != type or other == target:
                raise UsageError(
                    f"{other} is not another entry of type {type}", remedy="merge entries of one type"
                )
            found += rows
        if not found:
            raise UsageError("a merge needs another entry", where=target, remedy="say with which")
        return found

    def _note(
        self, row: models.Decision, mine: Sequence[models.Record], theirs: Sequence[models.Record]
    ) -> None:
        row.save(using=self.alias)
        self.index.changes.decided = True
        self.rows(models.Named).bulk_create(
            models.Named(decision=row, record=record, side=side)
            for side, records in enumerate((mine, theirs)) for record in records
        )  # fmt: skip

    def _follow(self, row: models.Decision, mine: Sequence[models.Record]) -> None:
        """What a decision changes, made or undone."""
        if row.kind in (MERGE, SPLIT) or (row.kind == REJECT and not row.whole):
            self.move(mine)
        if row.kind != COMMENT:
            entries = (
                self.rows(models.Node).filter(records__id=row.record_id).values_list("entry_id", flat=True)
            )
            touched = set(entries)
            compute_entries(self, self.decisions, touched)
            self.index.changes.entries |= touched

    def move(self, rows: Sequence[models.Record]) -> None:
        """Merge anew records whose day has changed, or on which a decision was made or undone."""
        left = {row.node_id for row in rows if row.node_id}
        self.assign(rows)
        self.merging.refresh(left | {row.node_id for row in rows if row.node_id})

    def assign(self, rows: Sequence[models.Record]) -> None:
        """Write the day, block and node that records belong to now."""
        alone = self.decisions.alone(row.id for row in rows)
        for row in rows:
            item = item_of_row(row)
            row.block = block_of(item)
            row.node_id = node_of(item, row.block, alone=row.id in alone)
        self.update(models.Record, rows, ["said", "block", "node_id"])

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction that no other writer's overlaps: two reports of one fact must see each other.

        It ends with the index of words in line with what was written.
        """
        with transaction.atomic(using=self.alias):
            lock(self.alias)
            self.index.changes = Changes()  # not before: another thread may be writing
            yield
            self.index.settle()


def _check_actor(actor: str) -> None:
    if not actor.strip():
        raise UsageError("a decision needs the name of the one who makes it", remedy="say who decides")


def _checked(type: str, slot: str, value: SlotValue | None) -> SlotValue:
    """The value of an edit, refused where the slot of this type does not take it."""
    kind = kinds()[type]
    if slot not in kind.slots or value is None:
        raise UsageError(
            f"{type} has no slot {slot!r}" if slot not in kind.slots else "an edit needs a value",
            remedy=f"choose one of {', '.join(kind.slots)}, and give its value",
        )
    if problems := kind.check_value(slot, value):
        raise UsageError("; ".join(problems), where=slot, remedy="give a value that the slot takes")
    return value


def _parted(
    target: str, records: list[models.Record], out: Sequence[str]
) -> tuple[list[models.Record], list[models.Record]]:
    """The records that a split takes out, and those that stay."""
    mine = [row for row in records if row.id in out]
    theirs = [row for row in records if row.id not in out]
    if not mine or not theirs or len(mine) != len(set(out)):
        raise UsageError(
            "a split takes some of the records of an entry out, and leaves some",
            where=target,
            remedy="name records of this entry, not all of them",
        )
    return mine, theirs


def _told(row: Any) -> Decision:
    sides: tuple[list[str], list[str]] = ([], [])
    for named in row.named.all():
        sides[named.side].append(named.record_id)
    value = tuple(row.value) if isinstance(row.value, list) else row.value
    undone = getattr(row, "undone", None)
    return Decision(
        number=row.id, kind=row.kind, target=row.record_id, whole=row.whole, actor=row.actor,
        made=row.made.isoformat(timespec="seconds"), reason=row.reason, slot=row.slot, value=value,
        records=tuple(sorted(sides[0])), others=tuple(sorted(sides[1])), undoes=row.undoes_id,
        undone=undone.id if undone else None,
    )  # fmt: skip
