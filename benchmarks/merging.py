"""How well records of many reports come together: pairwise and B-cubed scores against known entries.

usage: merging.py [GOLD] [--errors N] [--order-seed S] [--letters hk]
       merging.py --reports FOLDER_OR_GZ… [--sample N] [--seed S] [--register FILE]

``GOLD`` (tests/stories) holds reports whose records name the entry that they state: ``<id>.json`` with
``entries``, a list parallel to ``records``. The annotated records are stored in a register, in an order
drawn by the seed, and the entries that the register makes are held against the known ones. Only types that
merge by more than equality are counted in the total; every type has its row. Writes results/merging.json.

With ``--reports`` real reports are read, and a sample of what was put together is printed to be judged by
hand (merging_sample.py); the counts of the judgement stand in results/merging.json under ``sample``.

Pairwise: of the pairs of records put together, how many belong together (precision), and of those that
belong together, how many were put (recall). B-cubed: the same, record by record (Bagga and Baldwin 1998).
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from itogi.model.article import Article
from itogi.model.kinds import kinds
from itogi.model.record import Evidence, Record, SlotValue
from itogi.model.scoring import Tally
from itogi.reading.source import Source, read_source
from itogi.register import open_register

ROOT = Path(__file__).parents[1]
OUT = Path(__file__).parent / "results" / "merging.json"


@dataclass(frozen=True, slots=True)
class Member:
    """A record with the entry that people say it states, and the one that the register put it in."""

    record: Record
    report: str
    known: str
    made: str = ""


def read_reports(folder: Path, letters: str = "") -> Iterator[tuple[str, Article, list[tuple[Record, str]]]]:
    """Each report with its records and the names of their entries."""
    for path in sorted(p for p in folder.glob("*.json") if p.stem[0] in letters or not letters):
        data = json.loads(path.read_text("utf-8"))
        rows, names = data["records"], data["entries"]
        if len(names) != len(rows):
            raise SystemExit(f"error: {path}: {len(names)} entries for {len(rows)} records")
        article = read_source(Source(path.with_suffix(".txt"), path))
        records = [(as_record(article, row), name) for row, name in zip(rows, names, strict=True)]
        yield path.stem, article, records


def as_record(article: Article, row: Mapping[str, Any]) -> Record:
    """An annotated record, bound to its place in the article."""
    text = article.text.replace("\u00a0", " ")
    evidence = []
    for sentence in row["evidence"]:
        start = text.find(sentence.replace("\u00a0", " "))
        if start < 0:
            raise SystemExit(f"error: {article.id}: the evidence is not in the text: {sentence[:60]!r}")
        evidence.append(Evidence.of(article, start, start + len(sentence)))
    slots: dict[str, SlotValue] = {}
    for name, slot in kinds()[row["type"]].slots.items():
        value = row.get(name)
        if value not in (None, "", []):
            value = str(value) if slot.type == "date" else value  # a year may stand as a number
            slots[name] = tuple(value) if isinstance(value, list) else value
    return Record(row["type"], slots, tuple(evidence), 0.95, "gold")


def merged(folder: Path, seed: int, letters: str = "") -> list[Member]:
    """All records of the folder with the entries that the register puts them in."""
    reports = list(read_reports(folder, letters))
    random.Random(seed).shuffle(reports)
    members = {r.id: Member(r, id, name) for id, _, records in reports for r, name in records}
    with tempfile.TemporaryDirectory() as place, open_register(Path(place) / "register.db") as register:
        with register.run("gold") as run:
            for _, article, records in reports:
                for error in register.add(article, [r for r, _ in records], run).refused:
                    print(f"refused: {error}")
        made = {r.id: entry.id for entry in register.all_entries() for r in entry.records}
    return [Member(m.record, m.report, m.known, made[id]) for id, m in members.items() if id in made]


def _groups(members: Sequence[Member], key: str) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for member in members:
        groups[f"{member.record.type} {getattr(member, key)}"].append(member.record.id)
    return groups


def pairwise(members: Sequence[Member]) -> Tally:
    """Pairs of records that are and should be in one entry."""
    known, made = (
        {pair for ids in _groups(members, key).values() for pair in combinations(sorted(ids), 2)}
        for key in ("known", "made")
    )
    return Tally(len(known & made), len(known), len(made))


def b_cubed(members: Sequence[Member]) -> tuple[float, float, float]:
    """Precision, recall and F1 of the entry of each record, averaged over the records."""
    known, made = (
        {id: frozenset(ids) for ids in _groups(members, key).values() for id in ids}
        for key in ("known", "made")
    )
    if not known:
        return 0.0, 0.0, 0.0
    precision = sum(len(known[i] & made[i]) / len(made[i]) for i in made) / len(made)
    recall = sum(len(known[i] & made[i]) / len(known[i]) for i in made) / len(made)
    return precision, recall, 2 * precision * recall / (precision + recall)


def show_errors(members: Sequence[Member], number: int) -> None:
    """Pairs that were put together wrongly (+) and pairs that were not put together (-)."""
    by_type: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        by_type[member.record.type].append(member)
    for type, rows in by_type.items():
        wrong = [(a, b) for a, b in combinations(rows, 2) if (a.known == b.known) != (a.made == b.made)]
        for a, b in wrong[:number]:
            sign = "-" if a.known == b.known else "+"
            print(f"\n{sign} {type}: {a.known} ({a.report}) / {b.known} ({b.report})")
            for m in (a, b):
                print("   ", json.dumps(dict(m.record.slots), ensure_ascii=False))


def sample(options: argparse.Namespace) -> None:
    """Read real reports and print merges of them."""
    from merging_sample import draw, entries_of, merges, show

    aside = frozenset((ROOT / "quality" / "aside.txt").read_text("utf-8").split())
    with tempfile.TemporaryDirectory() as place:
        register = options.register or Path(place) / "register.db"
        entries = entries_of(options.reports, aside, register)
    print(f"{len(entries)} entries, merges: {merges(entries)}")
    show(draw(entries, options.sample, options.seed))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("gold", nargs="?", type=Path, default=ROOT / "tests" / "stories")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show N wrong pairs of each type")
    parser.add_argument("--order-seed", type=int, default=1, help="order in which the reports are read")
    parser.add_argument("--letters", default="", help="only reports named with one of these first")
    parser.add_argument("--reports", nargs="+", type=Path, metavar="PATH", help="read these, print a sample")
    parser.add_argument("--sample", type=int, default=100, help="merges to print")
    parser.add_argument("--seed", type=int, default=1, help="of the sample")
    parser.add_argument("--register", type=Path, help="keep the register of --reports here")
    options = parser.parse_args()
    if options.reports:
        sample(options)
        return
    members = merged(options.gold, options.order_seed, options.letters)
    if options.errors:
        show_errors(members, options.errors)
    result: dict[str, Any] = {
        "reports": len({m.report for m in members}),
        "records": len(members),
        "known": len(_groups(members, "known")),
        "made": len(_groups(members, "made")),
        "types": {},
    }
    counts = Counter(m.record.type for m in members)
    print(f"{'type':14} {'records':>7} {'known':>6} {'made':>6}   pairs P     R    F1   B3 P     R    F1")
    for type in [*(t for t in kinds() if counts[t]), "all"]:
        rows = [m for m in members if type in (m.record.type, "all")]
        pairs, cubed = pairwise(rows), b_cubed(rows)
        print(
            f"{type:14} {len(rows):7} {len(_groups(rows, 'known')):6} {len(_groups(rows, 'made')):6}  "
            f"{pairs.precision:7.3f} {pairs.recall:5.3f} {pairs.f1:5.3f}  "
            f"{cubed[0]:6.3f} {cubed[1]:5.3f} {cubed[2]:5.3f}"
        )
        result["types"][type] = {
            "pairwise": [round(x, 3) for x in (pairs.precision, pairs.recall, pairs.f1)],
            "b_cubed": [round(x, 3) for x in cubed],
        }
    if OUT.exists() and "sample" in (old := json.loads(OUT.read_text("utf-8"))):
        result["sample"] = old["sample"]  # judged by hand
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", "utf-8")
    closing = f"pairwise F1 {pairs.f1:.3f}  B-cubed F1 {cubed[2]:.3f}"
    print(f"{closing}  ({result['reports']} reports, {len(members)} records)")


if __name__ == "__main__":
    main()
