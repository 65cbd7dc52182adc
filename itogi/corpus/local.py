"""Batches on processes of this machine.

Workers are started anew (`spawn`), so nothing that the caller holds open reaches them; each loads the
extractor once and keeps to one thread. A worker that dies takes nobody's records with it: what was being read
then is read again, each article alone, and one that kills its process a second time is refused.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from typing import TYPE_CHECKING

from itogi.corpus.run import extracted
from itogi.errors import InputError
from itogi.model.article import Article
from itogi.model.record import Record
from itogi.settings import one_thread

if TYPE_CHECKING:
    from itogi.extraction.extractor import Extractor

Result = tuple[Article, "list[Record] | InputError"]
_Answer = list["list[Record] | InputError"]
AHEAD = 2  # batches that wait for each worker: it never stands idle, and few are lost on Ctrl-C


class Workers:
    """Processes that run the extractor called ``extractor``; ``said`` hears of one that died."""

    def __init__(
        self, jobs: int, extractor: str, *, strict: bool = False, said: Callable[[str], None] = print
    ) -> None:
        self._jobs, self._extractor, self._strict, self._said = jobs, extractor, strict, said
        self._pool = _pool(jobs)
        self._running: dict[Future[_Answer], tuple[ProcessPoolExecutor, Sequence[Article]]] = {}

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def give(self, batch: Sequence[Article]) -> Iterator[Result]:
        """Hand over a batch; what others have been read meanwhile comes back, in no order."""
        try:
            self._submit(batch)
        except BrokenProcessPool:
            self._renew(self._pool)
            self._submit(batch)
        while len(self._running) > AHEAD * self._jobs:
            yield from self._finished()

    def rest(self) -> Iterator[Result]:
        """Wait for all that was handed over."""
        while self._running:
            yield from self._finished()

    def _submit(self, batch: Sequence[Article]) -> None:
        future = self._pool.submit(_work, self._extractor, batch, self._strict)
        self._running[future] = (self._pool, batch)

    def _finished(self) -> Iterator[Result]:
        done, _ = wait(self._running, return_when=FIRST_COMPLETED)
        for future in done:
            pool, batch = self._running.pop(future)
            try:
                yield from zip(batch, future.result(), strict=True)
            except BrokenProcessPool:
                self._renew(pool)
                yield from self._again(batch)

    def _renew(self, broken: ProcessPoolExecutor) -> None:
        """A new pool for one that broke; each batch that was lost with it asks for that."""
        if broken is self._pool:
            broken.shutdown(cancel_futures=True)
            self._pool = _pool(self._jobs)
            self._said("note: a process that read reports has died; what it was reading is read again")

    def _again(self, batch: Sequence[Article]) -> Iterator[Result]:
        """Each article alone, so that it is known which one ends its process."""
        pool = _pool(1)
        try:
            for article in batch:
                try:
                    yield article, pool.submit(_work, self._extractor, [article], self._strict).result()[0]
                except BrokenProcessPool:
                    pool.shutdown()
                    pool = _pool(1)
                    yield article, _deadly(article)
        finally:
            pool.shutdown()


def _deadly(article: Article) -> InputError:
    return InputError(
        "the process that read it has died, twice",
        where=article.source,
        remedy="see whether memory was short; if not, report this with the file",
    )


def _pool(jobs: int) -> ProcessPoolExecutor:
    spawn = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, mp_context=spawn, initializer=_begin)


def _begin() -> None:
    """What a worker does first: it leaves Ctrl-C to its parent, and does not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    one_thread()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(extractor: str, articles: Sequence[Article], strict: bool) -> _Answer:
    return [records for _, records in extracted(_loaded(extractor), articles, strict=strict)]


@cache
def _loaded(name: str) -> Extractor:
    from itogi.extraction.extractor import load_extractor

    return load_extractor(name)
