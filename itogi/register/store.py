"""The only door of the register: open it, add articles with their records, ask for entries.

::

    with open_register("register.db") as register:
        with register.run("itogi", settings={}) as run:
            register.add(article, records, run=run)
        for entry in register.entries("CSTO", "meeting", 2024):
            ...
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from itogi.model.article import Article
from itogi.model.entry import Decision, Entry
from itogi.model.record import Record, SlotValue
from itogi.register.answers import Added, Counts, Difference, Hit, Outcome
from itogi.register.questions import Questions
from itogi.settings import Location, locate

if TYPE_CHECKING:
    from itogi.register.rows import Rows
    from itogi.register.verify import Problem

__all__ = ["Added", "Counts", "Difference", "Hit", "Outcome", "Period", "Register", "Report", "open_register"]

Period = int | tuple[date, date]
Report = tuple[Article, Iterable[Record]]


def open_register(target: str | Path | None = None, *, timeout: float = 20.0) -> Register:
    """Open the register, make or migrate it if needed.

    Args:
        target: path or ``sqlite:///`` URL; None takes ``ITOGI_DB``, else the user's data folder.
        timeout: seconds to wait for another process that is writing.

    Raises:
        RegisterError: locked, no SQLite file, of a newer schema, no permission, a folder …
    """
    location = locate(target)
    from itogi.register import database

    register = Register(location, database.connect(location, timeout))
    register._rows.complete()
    return register


class Register(Questions):
    """An open register. Use it as a context manager; several can be open in one process.

    Every method raises RegisterError, with file and remedy, when the database fails.
    """

    def __init__(self, location: Location, alias: str) -> None:
        from itogi.register.rows import Rows

        self.location = location
        self._rows: Rows = Rows(location, alias)

    def __enter__(self) -> Register:
        """The register itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the register."""
        self.close()

    def close(self) -> None:
        """Close the connection; closing twice does no harm."""
        self._rows.close()

    # Writing

    @contextmanager
    def run(self, extractor: str, settings: Mapping[str, Any] | None = None) -> Iterator[int]:
        """Note an extraction run around a series of ``add``; yields the run's number."""
        number = self._rows.start_run(extractor, settings or {})
        try:
            yield number
        finally:
            self._rows.finish_run(number)

    def known(self, raw_hash: str) -> bool:
        """Whether an article of these raw bytes is on record, so that it need not be read again."""
        return self._rows.known(raw_hash)

    def add(self, article: Article, records: Iterable[Record], run: int | None = None) -> Added:
        """Store an article, its records and the entries they touch, all or nothing.

        Bytes that are on record are kept as first read: nothing changes (``unchanged``), except that
        a title, outlet, address or publication date that was missing is filled in (``updated``).
        A record that breaks its kind or whose evidence is not verbatim is refused and returned.
        """
        return self._rows.add([(article, records)], run)[0]

    def add_all(self, reports: Iterable[Report], run: int | None = None) -> list[Added]:
        """The same for several articles, all of them or none: many at once cost far less than one by one."""
        return self._rows.add(reports, run)

    def reread(
        self, article: Article, records: Iterable[Record], run: int | None = None, *, apply: bool = False
    ) -> Difference:
        """What the records of a newer extractor would change in a stored article; ``apply`` changes it.

        Records that a decision names stay as they are, and new ones that say the same are left out.
        """
        return self._rows.reread(article, records, run, apply)

    def merge_again(self) -> None:
        """Compute all entries anew from the records and decisions: after a change of the rules of merging."""
        self._rows.merge_again()

    def index_again(self) -> None:
        """Make the index of words anew: after a new dictionary, or where `verify` finds it wrong."""
        self._rows.index_again()

    # Deciding

    def decide(
        self,
        kind: str,
        target: str,
        *,
        actor: str,
        reason: str = "",
        slot: str = "",
        value: SlotValue | None = None,
        others: Sequence[str] = (),
        expected: str | None = None,
    ) -> Decision:
        """Note what a person says of an entry, or of a record, and let the register follow.

        Args:
            kind: ``accept``, ``reject`` (an entry, or a single record), ``edit`` (a slot), ``merge``
                (with the entries ``others``), ``split`` (the records ``others`` off), ``comment``.
            target: the id of an entry or record.
            actor: who decides.
            reason: why, in words.
            slot: the slot of an edit.
            value: its value.
            others: entries to merge with, or records to split off.
            expected: the ``token`` of the target as it was shown to the actor.

        Raises:
            Conflict: the target has changed since; it says who decided what, and when. Of two who decide at
                once on the same token, one does.
            UsageError: there is no such target, slot or value.
        """
        return self._rows.decide(
            kind,
            target,
            actor=actor,
            reason=reason,
            slot=slot,
            value=value,
            others=others,
            expected=expected,
        )

    def undo(self, number: int, *, actor: str, reason: str = "") -> Decision:
        """Undo a decision; the decision and its undoing both stay in the history."""
        return self._rows.undo(number, actor=actor, reason=reason)

    def history(self, target: str | None = None) -> list[Decision]:
        """The decisions on an entry or record, or all, in their order."""
        return self._rows.history(entry=target)

    # Reading

    def entries(
        self,
        organisation: str | None = None,
        type: str | None = None,
        period: Period | None = None,
        *,
        rejected: bool = False,
        announced: bool = False,
    ) -> list[Entry]:
        """The entries of an organisation, a type and a period (a year, or first and last day).

        An entry belongs to a period when one of its records is dated in it; where none of them is
        dated, when one of its articles was published in it. Commitments and invitations count
        when they were voiced. Quotes, offices, commitments, invitations, and bodies without
        organisation belong to the organisations that their articles are mainly about.
        With ``announced``, what was announced in the period for a later time belongs to it too.
        Those that a person rejected are left out unless asked for. Sorted by date, then id.
        """
        return self._rows.entries(organisation, type, period, rejected, announced)

    def reported_until(self, organisation: str) -> date | None:
        """The publication day of the last article that states anything of an organisation."""
        return self._rows.reported_until(organisation)

    def entry(self, id: str) -> Entry | None:
        """The entry with this id, or None."""
        return self._rows.entry(id)

    def entries_by_id(self, ids: Iterable[str]) -> list[Entry]:
        """The entries with these ids, in their order; what is not on record is left out."""
        return self._rows.entries_by_id(ids)

    def all_entries(self) -> Iterator[Entry]:
        """A stream of all entries, sorted by id."""
        return self._rows.all_entries()

    def article(self, id: str) -> Article | None:
        """The article with this id, or None."""
        return next(iter(self._rows.articles([id])), None)

    def articles(self, ids: Iterable[str] | None = None) -> Iterator[Article]:
        """The articles with these ids, or all, by publication date and id."""
        return self._rows.articles(ids)

    def records(
        self, type: str | None = None, organisation: str | None = None, article: str | None = None
    ) -> Iterator[Record]:
        """A stream of records by publication date, article and place in the text."""
        return self._rows.records(type, organisation, article)

    def search(
        self,
        query: str,
        *,
        kinds: Sequence[str] = ("entries", "records", "articles"),
        type: str | None = None,
        organisation: str | None = None,
        country: str | None = None,
        person: str | None = None,
        topic: str | None = None,
        stage: str | None = None,
        since: date | None = None,
        until: date | None = None,
        limit: int = 20,
        after: str | None = None,
    ) -> list[Hit]:
        """What holds all words of a query, in whatever form they stand there.

        Args:
            query: words; "words in this order"; -without; beginnings*. It may be empty if there is a filter.
            kinds: what to look for.
            type: meeting, document …; of an article, that it states one.
            organisation: code; what `entries` takes for its.
            country: code of a country that takes part in the fact.
            person: a name, or words of it, in any case.
            topic: code of a topic.
            stage: the stage or status that an entry shows, or that a record states.
            since: the fact ends on this day or later; of what has no date, it was voiced then.
            until: it begins on this day or earlier.
            limit: so many hits at most.
            after: the cursor of a hit: those that follow it.

        Returns:
            First what holds all words in its title or name, then the later first; of one day entries, then
            records, then articles. The same on every database. Entries that were rejected are left out.

        Raises:
            UsageError: the query cannot be read, or a filter has a value that there is not.
        """
        filters = {
            "kinds": tuple(kinds), "type": type, "organisation": organisation, "country": country,
            "person": person, "topic": topic, "stage": stage, "since": since, "until": until,
        }  # fmt: skip
        return self._rows.search(query, limit, after, filters)

    def export(self) -> Iterator[str]:
        """Every entry with its records as lines of JSON: the same bytes for the same register."""
        from itogi.register.export import lines

        return lines(self)

    def verify(self) -> Iterator[Problem]:
        """Every broken invariant; nothing where the register is whole."""
        from itogi.register.verify import problems

        return problems(self._rows)

    def backup(self, path: Path) -> Mapping[str, int]:
        """Write articles, records, runs and decisions to an archive; returns how much there is of what."""
        from itogi.register.archive import write_backup

        return write_backup(self._rows, path)

    def restore(self, path: Path) -> Mapping[str, int]:
        """Fill this register, which must be empty, from an archive of any database."""
        from itogi.register.archive import read_backup

        return read_backup(self._rows, path)

    def organisations(self) -> dict[str, int]:
        """The organisations on record with the number of their entries, most first."""
        return self._rows.organisations()

    def counts(self) -> Counts:
        """How many articles, runs, records and entries there are."""
        return self._rows.counts()
