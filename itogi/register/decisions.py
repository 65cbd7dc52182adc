"""What people decided, as merging and entries need it: the decisions that stand, not those undone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from itogi.model.record import SlotValue
from itogi.register import models
from itogi.register.merge import Decided
from itogi.register.tables import Tables, chunks

ACCEPT, REJECT, EDIT, MERGE, SPLIT, COMMENT, UNDO = KINDS = (
    "accept", "reject", "edit", "merge", "split", "comment", "undo",
)  # fmt: skip
REJECTED = f"{REJECT}ed"  # a state of an entry


@dataclass
class Reviewed:
    """What people said of one entry: its state (``accepted``, ``rejected`` or nothing) and edited slots."""

    state: str = ""
    edits: dict[str, SlotValue] = field(default_factory=dict)


class Decisions(Tables):
    """The decisions of one register that stand."""

    def standing(self) -> Any:
        """The query of decisions that are not undone, in their order."""
        return self.rows(models.Decision).filter(undone=None).exclude(kind=UNDO).order_by("id")

    def alone(self, records: Iterable[str]) -> set[str]:
        """Those of these records that a decision gives a node of their own: split off, or rejected."""
        found: set[str] = set()
        named = self.rows(models.Named).filter(decision__undone=None, side=0)
        for some in chunks(sorted(records)):
            mine = named.filter(record_id__in=some)
            found |= set(mine.filter(decision__kind=SPLIT).values_list("record_id", flat=True))
            out = mine.filter(decision__kind=REJECT, decision__whole=False)
            found |= set(out.values_list("record_id", flat=True))
        return found

    def rejected(self, nodes: Iterable[int]) -> set[int]:
        """The nodes of single records that were rejected: they match nothing."""
        found: set[int] = set()
        for some in chunks(sorted(nodes)):
            out = self.standing().filter(kind=REJECT, whole=False, record__node_id__in=some)
            found |= set(out.values_list("record__node_id", flat=True))
        return found

    def on(self, nodes: Iterable[int]) -> Decided:
        """What was decided on pairs with one of these nodes; of two decisions on a pair the later holds."""
        numbers: set[int] = set()
        joining = self.standing().filter(kind__in=(MERGE, SPLIT))
        for some in chunks(sorted(nodes)):
            numbers |= set(joining.filter(named__record__node_id__in=some).values_list("id", flat=True))
        if not numbers:
            return Decided()
        sides: dict[tuple[int, str, int], set[int]] = defaultdict(set)
        for few in chunks(sorted(numbers)):
            named = self.rows(models.Named).filter(decision_id__in=few, record__node__isnull=False)
            for id, kind, side, node in named.values_list(
                "decision_id", "decision__kind", "side", "record__node_id"
            ):
                sides[id, kind, side].add(node)
        pairs: dict[tuple[int, int], bool] = {}
        for id, kind in sorted({(id, kind) for id, kind, _ in sides}):
            for a in sides[id, kind, 0]:
                pairs |= {(min(a, b), max(a, b)): kind == MERGE for b in sides[id, kind, 1] if a != b}
        return Decided(pairs)

    def of_entries(self, ids: Iterable[str]) -> dict[str, Reviewed]:
        """What people said of each of these entries."""
        found: dict[str, Reviewed] = defaultdict(Reviewed)
        for some in chunks(sorted(ids)):
            said = self.standing().filter(record__node__entry_id__in=some, kind__in=(ACCEPT, REJECT, EDIT))
            for entry, kind, slot, value in said.values_list(
                "record__node__entry_id", "kind", "slot", "value"
            ):
                if kind == EDIT:
                    found[entry].edits[slot] = tuple(value) if isinstance(value, list) else value
                else:
                    found[entry].state = f"{kind}ed"
        return found

    def kept(self, records: Iterable[str]) -> set[str]:
        """Those of these records that a standing decision names: a re-read leaves them as they are."""
        found: set[str] = set()
        for some in chunks(sorted(records)):
            named = self.rows(models.Named).filter(record_id__in=some)
            found |= set(named.values_list("record_id", flat=True))
        return found
