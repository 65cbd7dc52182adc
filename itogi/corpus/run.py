"""Extraction as a stream of batches that one article cannot stop."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from itogi.errors import DataError, InputError, UsageError
from itogi.model.article import Article
from itogi.model.record import Record

if TYPE_CHECKING:
    from itogi.extraction.extractor import Extractor

BATCH = 32  # articles: large enough for the models, small enough that Ctrl-C loses seconds of work
T = TypeVar("T")


def batches(items: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """Lists of up to ``size`` items."""
    stream = iter(items)
    while batch := list(islice(stream, size)):
        yield batch


def extracted(
    extractor: Extractor, articles: Iterable[Article], *, strict: bool = False
) -> Iterator[tuple[Article, list[Record] | InputError]]:
    """Each article with its records, or with the error that its extraction ended in, in order.

    ``strict`` lets that error out as it is, with its traceback.
    """
    for batch in batches(articles):
        try:
            done = list(extractor.extract(batch))
            # Models, lexicons and what is remembered of words stay: garbage is collected again, and is not
            # looked for among them (a fifth of the time of a read).
            gc.freeze()
            gc.enable()
            yield from done
        except (DataError, UsageError):
            raise  # itogi itself is at fault: no article would fare better
        except Exception:
            if strict:
                raise
            # One of them breaks the extractor: find out which, and keep the rest.
            for article in batch:
                yield article, _alone(extractor, article)


def _alone(extractor: Extractor, article: Article) -> list[Record] | InputError:
    try:
        return [record for _, records in extractor.extract([article]) for record in records]
    except Exception as error:
        return InputError(
            f"the extractor failed on it ({type(error).__name__}: {error})",
            where=article.source,
            remedy="report this with the file; `itogi extract FILE --debug` shows the traceback",
        )
