"""Finder of offices: who holds which post, one draft for each time the text binds a post to a name."""

from __future__ import annotations

from collections.abc import Iterator

from itogi.extraction.assemble import Draft
from itogi.extraction.context import Context
from itogi.extraction.patterns import word_classes

CONFIDENCE = {"before": 0.9, "after": 0.85, "distributed": 0.8, "verb": 0.75, "role": 0.6}


def find(ctx: Context) -> Iterator[Draft]:
    """Offices of the article; journalists, whom a report names for credit, are left out."""
    media = word_classes()["journalist"]
    for office in ctx.people.offices:
        if office.position.split()[0].lower().replace("ё", "е") in media:
            continue
        yield Draft(
            "office",
            {"person": ctx.people.name(office.person), "position": office.position, "of": office.of},
            ctx.evidence(office.start, office.person.start),
            CONFIDENCE[office.via],
            f"office.{office.via}",
        )
