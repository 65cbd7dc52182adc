"""The extractor in a server: loaded when the first report comes, once in a process, one report at a time."""

from __future__ import annotations

import threading
from functools import cache
from typing import TYPE_CHECKING

from itogi.errors import DataError, InputError, UsageError
from itogi.model.article import Article
from itogi.model.record import Record

if TYPE_CHECKING:
    from itogi.extraction.extractor import Extractor

_one_at_a_time = threading.Lock()
_WAIT = 60.0  # seconds


def extracted(article: Article) -> list[Record]:
    """The records of an article.

    Raises:
        InputError: the article breaks the extractor, or too many others are before it.
    """
    if not _one_at_a_time.acquire(timeout=_WAIT):
        raise InputError("other reports are being read", where=article.source, remedy="try again in a minute")
    try:
        return [record for _, records in extractor().extract([article]) for record in records]
    except (DataError, UsageError):
        raise  # itogi itself is at fault
    except Exception as error:
        raise InputError(
            "the report cannot be read by the extractor",
            where=article.source,
            remedy="tell an administrator, with the text",
        ) from error
    finally:
        _one_at_a_time.release()


@cache
def extractor() -> Extractor:
    """itogi's own extractor."""
    from itogi.extraction.extractor import load_extractor

    return load_extractor()
