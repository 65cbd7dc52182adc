"""The rows of entries, computed from the nodes that they are made of."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from itogi.model.values import date_range
from itogi.register import models
from itogi.register.decisions import Decisions, Reviewed
from itogi.register.tables import Tables, chunks
from itogi.register.traits import rules

_COMPUTED = ("organisation", "date_from", "date_to", "said_from", "said_to", "review", "edited")


def write_entries(
    tables: Tables,
    decisions: Decisions,
    homes: Mapping[int, str],
    grown: Iterable[int],
    left: Iterable[str],
) -> set[str]:
    """Bring the entries in line with their nodes, writing what differs; returns those that were touched.

    Args:
        tables: the register.
        decisions: what people decided in it.
        homes: the entry that each node of the touched components belongs to now.
        grown: nodes whose records have become more or fewer.
        left: entries that have lost a node.
    """
    touched = set(left) | set(homes.values())
    moved: list[models.Node] = []
    former: dict[str, str] = {}
    for some in chunks(sorted({*homes, *grown})):
        nodes = tables.rows(models.Node).filter(id__in=some).order_by("-said_from", "-id")
        for node, entry, head in nodes.values_list("id", "entry_id", "head_id"):
            if entry:
                touched.add(entry)
            if node in homes and homes[node] != entry:
                moved.append(models.Node(id=node, entry_id=homes[node]))
                former |= {entry: head} if entry else {}
    # An entry may come after its nodes: keys are checked when the transaction ends.
    tables.update(models.Node, moved, ["entry_id"])
    gone = compute_entries(tables, decisions, touched)
    tables.rows(models.Former).bulk_create(
        [models.Former(id=id, record=former[id]) for id in gone if id in former], ignore_conflicts=True
    )
    return touched


def compute_entries(tables: Tables, decisions: Decisions, ids: Iterable[str]) -> list[str]:
    """Write the rows of entries as their nodes and the decisions on them want it; those without nodes go.

    Returns:
        The entries that are gone.
    """
    left: list[str] = []
    for some in chunks(sorted(ids)):
        members: dict[str, list[models.Node]] = defaultdict(list)
        for node in tables.rows(models.Node).filter(entry_id__in=some):
            members[str(node.entry_id)].append(node)
        old = {row.id: row for row in tables.rows(models.Entry).filter(id__in=some)}
        said = decisions.of_entries(some)
        rows = [entry_row(id, nodes, said[id]) for id, nodes in members.items()]
        tables.rows(models.Entry).bulk_create([row for row in rows if row.id not in old])
        changed = [row for row in rows if row.id in old and differs(row, old[row.id])]
        tables.update(models.Entry, changed, ("type", "block", *_COMPUTED))
        if gone := sorted(set(old) - set(members)):
            tables.rows(models.Entry).filter(id__in=gone).delete()
            left += gone
    return left


def entry_row(id: str, nodes: list[models.Node], said: Reviewed) -> models.Entry:
    """The row of the entry that these nodes make; its organisation is the one that most records name."""
    tally: Counter[str] = Counter()
    for node in nodes:
        if node.organisation:
            tally[node.organisation] += node.size
    type = nodes[0].block.split("|", 1)[0]
    row = models.Entry(
        id=id,
        type=type,
        organisation=min(tally, key=lambda name: (-tally[name], name), default=""),
        date_from=earliest(n.date_from for n in nodes),
        date_to=latest(n.date_to for n in nodes),
        said_from=earliest(n.said_from for n in nodes),
        said_to=latest(n.said_to for n in nodes),
        block=min(n.block for n in nodes),
        review=said.state,
        edited=bool(said.edits),
    )
    row.organisation = str(said.edits.get("organisation", row.organisation))
    if days := date_range(str(said.edits.get(rules()["time"].get(type, ""), ""))):
        row.date_from, row.date_to = days
    return row


def differs(a: models.Entry, b: models.Entry) -> bool:
    """Whether two rows of one entry say different things."""
    return any(getattr(a, name) != getattr(b, name) for name in ("type", "block", *_COMPUTED))


def earliest(days: Iterable[date | None]) -> date | None:
    """The first of some days; None where there is none."""
    return min((d for d in days if d), default=None)


def latest(days: Iterable[date | None]) -> date | None:
    """The last of some days; None where there is none."""
    return max((d for d in days if d), default=None)
