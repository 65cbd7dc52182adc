"""``itogi read``: reports into the register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated

import typer

from itogi.cli.guard import INTERRUPTED, REFUSED, tell
from itogi.cli.options import MAX_MEGABYTES, Db, Debug, ExtractorName, Jobs, JsonLines, MaxMegabytes, Only
from itogi.errors import InputError, ItogiError

if TYPE_CHECKING:
    from itogi.corpus.local import Workers
    from itogi.extraction.extractor import Extractor
    from itogi.extraction.gate import Gate
    from itogi.model.article import Article
    from itogi.model.record import Record
    from itogi.register.store import Added, Register


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one input."""

    source: str
    outcome: str
    article: str | None = None
    records: int = 0
    dropped: int = 0
    error: ItogiError | None = None

    def row(self) -> dict[str, object]:
        """For ``--json``."""
        out: dict[str, object] = {"source": self.source, "outcome": self.outcome}
        if self.error:
            return out | {
                "problem": self.error.problem,
                "remedy": self.error.remedy,
                "where": self.error.where,
            }
        return out | {"article": self.article, "records": self.records, "records_refused": self.dropped}


@dataclass(slots=True)
class Tally:
    """How many inputs met which fate."""

    counts: dict[str, int] = field(default_factory=dict)
    records: int = 0
    dropped: int = 0

    def add(self, done: Done) -> None:
        """Count one input."""
        self.counts[done.outcome] = self.counts.get(done.outcome, 0) + 1
        self.records += done.records
        self.dropped += done.dropped

    def __getitem__(self, outcome: str) -> int:
        return self.counts.get(outcome, 0)

    def line(self) -> str:
        """The summary: ``3 read (41 records), 9 unchanged, 1 refused``."""
        parts = [f"{self['added']} read ({self.records} records)", f"{self['unchanged']} unchanged"]
        if self["updated"]:
            parts.append(f"{self['updated']} completed by new metadata")
        if self["passed over"]:
            parts.append(f"{self['passed over']} passed over")
        parts.append(f"{self['refused']} refused")
        if self.dropped:
            parts.append(f"{self.dropped} records refused for breaking the rules of their kind")
        return ", ".join(parts)


class Reader:
    """Reads inputs into a register; starts the extractor and notes a run when the first new report comes."""

    def __init__(
        self,
        register: Register,
        extractor: str,
        *,
        gate: Gate | None = None,
        jobs: int = 1,
        strict: bool = False,
    ) -> None:
        self._register, self._name, self._gate, self._strict = register, extractor, gate, strict
        self._jobs = jobs
        self._extractor: Extractor | None = None
        self._workers: Workers | None = None
        self._run: int | None = None
        self._stack = ExitStack()

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def read(self, inputs: Iterable[Article | InputError]) -> Iterator[Done]:
        """What becomes of each input; with several jobs in the order in which they get done."""
        from itogi.corpus.run import BATCH

        fresh: list[Article] = []
        for one in inputs:
            if isinstance(one, InputError):
                yield Done(one.where, "refused", error=one)
            elif self._gate and not self._gate(one):
                yield Done(one.source, "passed over")
            elif self._register.known(one.raw_hash):
                yield _done(one, self._register.add(one, ()))
            else:
                fresh.append(one)
                if len(fresh) == BATCH:
                    yield from self._store(self._extracted(fresh))
                    fresh = []
        if fresh:
            yield from self._store(self._extracted(fresh))
        if self._workers:
            yield from self._store(self._workers.rest())

    def _extracted(self, articles: list[Article]) -> Iterator[tuple[Article, list[Record] | InputError]]:
        """These articles with their records; with several jobs others that were given before."""
        from itogi.corpus.run import extracted

        extractor = self._load()
        if self._workers:
            return self._workers.give(articles)
        return extracted(extractor, articles, strict=self._strict)

    def _store(self, found: Iterable[tuple[Article, list[Record] | InputError]]) -> Iterator[Done]:
        """Store what was read, a batch in one transaction."""
        from itogi.corpus.run import batches

        for batch in batches(found):
            yield from (
                Done(article.source, "refused", error=records)
                for article, records in batch
                if isinstance(records, InputError)
            )
            reports = [(a, records) for a, records in batch if not isinstance(records, InputError)]
            added = self._register.add_all(reports, run=self._run) if reports else []
            yield from (_done(article, one) for (article, _), one in zip(reports, added, strict=True))

    def _load(self) -> Extractor:
        if self._extractor is None:
            from itogi.extraction.extractor import load_extractor

            self._extractor = load_extractor(self._name)
            settings = {"version": self._extractor.version}
            self._run = self._stack.enter_context(self._register.run(self._extractor.name, settings))
            if self._jobs > 1:
                from itogi.corpus.local import Workers

                workers = Workers(self._jobs, self._name, strict=self._strict, said=tell)
                self._workers = self._stack.enter_context(workers)
        return self._extractor


def _done(article: Article, added: Added) -> Done:
    return Done(article.source, str(added.outcome), added.article, added.records, len(added.refused))


def read(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATHS",
            show_default=False,
            help="Reports (.txt .md .html), folders of them, or - for standard input.",
        ),
    ],
    *,
    db: Db = None,
    only: Only = None,
    jobs: Jobs = 1,
    extractor: ExtractorName = "itogi",
    max_mb: MaxMegabytes = MAX_MEGABYTES,
    json_lines: JsonLines = False,
    debug: Debug = False,
) -> None:
    """Read reports into the register.

    A report may have a sidecar: beside summit.txt a summit.json with outlet, url, published, title.
    What is on record already is left as it is, so a folder can be read again at any time. What
    cannot be read is named with the reason, and the rest is read.

    With --only a report that can state nothing of the organisations named is passed over: its words
    are looked through, no model reads it. Of those that are read all records are kept. With --jobs
    reports are read on several processes; what the register holds at the end is the same.

    Example: itogi read reports/ --db my.db

    Exit code: 0, or 1 if something was refused.
    """
    from itogi.cli.stream import gate_of
    from itogi.register.store import open_register

    tally, gate = Tally(), gate_of(only)
    with open_register(db) as register:
        try:
            with Reader(register, extractor, gate=gate, jobs=jobs, strict=debug) as reader:
                _drive(reader, paths, int(max_mb * 1e6), json_lines, tally)
        except KeyboardInterrupt:
            tell(f"interrupted: {tally.line()}; what was read is kept, repeat the command to go on")
            raise typer.Exit(INTERRUPTED) from None
        except ItogiError:
            tell(f"stopped: {tally.line()}; what was read is kept")
            raise
        if not json_lines:
            print(f"{tally.line()}; register: {register.location}")
    if tally["refused"]:
        raise typer.Exit(REFUSED)


def _drive(reader: Reader, paths: list[str], max_bytes: int, json_lines: bool, tally: Tally) -> None:
    """Read everything under ``paths``, count it, and say what was refused as it comes."""
    from itogi.cli.output import print_json, progress
    from itogi.cli.stream import count
    from itogi.reading.source import read_all

    with progress() as bar:
        task = bar.add_task("reading", total=None if bar.disable else count(paths))
        for done in reader.read(read_all(paths, max_bytes=max_bytes)):
            tally.add(done)
            bar.advance(task)
            if json_lines:
                print_json([done.row()])
            if done.error:
                bar.console.print(f"refused: {done.error}", markup=False, soft_wrap=True)
