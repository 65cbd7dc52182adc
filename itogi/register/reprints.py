"""Reprints: articles whose texts are nearly the same are one source.

Groups are the connected components of articles that are alike (near.py), named after their smallest
article, so that the order of reading does not matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from itogi.register import models
from itogi.register.near import ALIKE, alike, bands, credit, minima
from itogi.register.tables import Tables, chunks


class Reprints(Tables):
    """Keeps the groups of near-duplicates of one register."""

    def place(self, rows: Sequence[models.Article]) -> set[str]:
        """Find the groups of new articles whose rows are stored; returns others that moved to another."""
        signatures = {row.id: minima(row.text) for row in rows}
        marks = {id: bands(signature) for id, signature in signatures.items()}
        self.insert(
            models.Band, ("band", "article_id"), ((band, id) for id, found in marks.items() for band in found)
        )
        group = {row.id: row.id for row in rows}
        joined: dict[str, str] = {}

        def root(id: str) -> str:
            while id in joined:
                id = joined[id]
            return id

        for id, other, theirs in self._met(marks, signatures):
            group.setdefault(other, theirs)
            one, two = sorted((root(group[id]), root(group[other])))
            if one != two:
                joined[two] = one
        for row in rows:
            row.group, row.minima, row.credit = root(row.id), signatures[row.id], credit(row.text)
        self.update(models.Article, rows, ("group", "minima", "credit"))
        moved: set[str] = set()
        for old in sorted(joined):
            held = self.rows(models.Article).filter(group=old)
            moved |= set(held.values_list("id", flat=True))
            held.update(group=root(old))
        return moved

    def _met(
        self, marks: Mapping[str, Iterable[int]], signatures: Mapping[str, bytes]
    ) -> list[tuple[str, str, str]]:
        """Pairs of a new article and one that is alike, with the group of the latter."""
        holders: dict[int, list[str]] = defaultdict(list)
        for id, found in marks.items():
            for band in found:
                holders[band].append(id)
        pairs: set[tuple[str, str]] = set()
        for some in chunks(sorted(holders)):
            rows = self.rows(models.Band).filter(band__in=some).values_list("band", "article_id")
            pairs |= {(id, other) for band, other in rows for id in holders[band] if id != other}
        known: dict[str, tuple[bytes, str]] = {}
        for few in chunks(sorted({other for _, other in pairs})):
            found = self.rows(models.Article).filter(id__in=few).values_list("id", "minima", "group")
            known |= {id: (bytes(signature or b""), group or id) for id, signature, group in found}
        return [
            (id, other, known[other][1])
            for id, other in sorted(pairs)
            if alike(signatures[id], signatures.get(other) or known[other][0]) >= ALIKE
        ]
