"""The extractor: articles in, records out; ours and those that others plug in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Protocol

from itogi import __version__
from itogi.errors import UsageError
from itogi.extraction.windows import moved, windows
from itogi.model.article import Article
from itogi.model.record import Record

if TYPE_CHECKING:
    from itogi.extraction.context import Context

GROUP = "itogi.extractors"
# Blanks that do not break a line read like any other; the length stays, so offsets do too.
_BLANKS = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u200a\u202f", " "))


class Extractor(Protocol):
    """What a plug-in of the entry point group ``itogi.extractors`` provides."""

    @property
    def name(self) -> str:
        """The name under which runs record it."""
        ...

    @property
    def version(self) -> str:
        """Its version: a new one reads stored articles anew."""
        ...

    def extract(self, articles: Iterable[Article]) -> Iterator[tuple[Article, list[Record]]]:
        """Yield each article with its records, in the order given."""
        ...


@dataclass(frozen=True, slots=True)
class PatternExtractor:
    """itogi's own extractor: patterns and lexicons over a spaCy ``Doc``."""

    name: str = "itogi"
    version: str = __version__

    def extract(self, articles: Iterable[Article]) -> Iterator[tuple[Article, list[Record]]]:
        """Yield each article with its records, in the order given."""
        # A second's worth of imports: only for whoever reads with this extractor, and in that process only.
        from itogi.extraction.context import Context
        from itogi.language.pipeline import load

        nlp = load()
        parts = (
            (window.text.translate(_BLANKS), (article, window, offset))
            for article in articles
            for window, offset in windows(article)
        )
        records: list[Record] = []
        for doc, (article, window, offset) in nlp.pipe(parts, as_tuples=True, batch_size=16):
            found = records_of(Context(window, doc))
            records += found if window is article else (moved(record, article, offset) for record in found)
            if offset + len(window.text) == len(article.text):
                yield article, records
                records = []


def records_of(ctx: Context) -> list[Record]:
    """All records of one article, in text order."""
    from itogi.extraction.assemble import assemble
    from itogi.extraction.records import FINDERS

    drafts = [draft for find in FINDERS for draft in find(ctx)]
    records = assemble(ctx.article, drafts)
    return sorted(records, key=lambda r: (r.evidence[0].start, r.type, r.id))


def extract(article: Article) -> list[Record]:
    """The records of one article by itogi's own extractor."""
    return next(PatternExtractor().extract([article]))[1]


def load_extractor(name: str = "itogi") -> Extractor:
    """The extractor called ``name``: itogi's own, or one of an installed plug-in.

    Raises:
        UsageError: no plug-in has that name; the message lists those there are.
    """
    if name == "itogi":
        return PatternExtractor()
    found = {point.name: point for point in entry_points(group=GROUP)}
    if name not in found:
        raise UsageError(
            f"there is no extractor {name!r}",
            remedy=f"choose one of {', '.join(['itogi', *sorted(found)])}, or install its package",
        )
    made: Extractor = found[name].load()()
    return made
